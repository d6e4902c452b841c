//! Turns a trace into requests to the hardware, as the driver would.

use crate::TraceOperation;
use memento_abi::{Geometry, Operation, GRANULE_BYTES, HEADER_BYTES};

/// Where an object of the trace is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Hardware { address: u64, class: u32 },
    Software,
}

/// What became of a trace's operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlayerCounts {
    /// Allocs that the hardware was asked for, those of reallocs included.
    pub hardware_allocs: u64,
    /// Frees given to the hardware, those of reallocs included.
    pub hardware_frees: u64,
    /// Reallocs that stayed in their class: no request.
    pub reallocs_in_place: u64,
    /// Allocs (those of reallocs included) that are software's by their size or alignment.
    pub software_allocs: u64,
    /// Allocs that the hardware refused: software's as well.
    pub refused_allocs: u64,
    /// Frees (those of reallocs included) of objects that software has.
    pub software_frees: u64,
}

/// Plays a trace: knows where each object is, and makes the requests that each operation needs.
///
/// * Sizes above the largest class and alignments above 64 bytes are software's.
/// * Every object of a class is aligned to the largest power of two that divides the object's size, up to 64 bytes.
///   More alignment is had by rounding the size up.
/// * A realloc within the class is a no-op; any other is an alloc, then a free.
#[derive(Clone, Debug)]
pub struct Player {
    geometry: Geometry,
    minimum_alignment: u64,
    objects: Vec<Place>,
    counts: PlayerCounts,
}

impl Player {
    /// A player for hardware of `geometry`. `minimum_alignment` in bytes, a power of two, is what the ABI promises for
    /// every object large enough to need it: 8 costs nothing, 16 is what 64-bit ABIs want.
    pub fn new(geometry: Geometry, minimum_alignment: u64) -> Player {
        Player {
            geometry,
            minimum_alignment,
            objects: Vec::new(),
            counts: PlayerCounts::default(),
        }
    }

    /// Makes the requests of one operation of the trace. `request` carries one out and returns the address that an
    /// `Alloc` was answered with: 0 when it was refused, so that software serves it. Frees are posted.
    pub fn play(&mut self, operation: &TraceOperation, mut request: impl FnMut(Operation, u64) -> u64) {
        match *operation {
            TraceOperation::Alloc { size, .. } => {
                let place = self.allocate(self.natural_size(size), &mut request);
                self.objects.push(place);
            }
            TraceOperation::AlignedAlloc { log2_align, size } => {
                let alignment = 1 << log2_align;
                let natural = self.natural_size(size).filter(|_| alignment <= HEADER_BYTES);
                let size = natural.and_then(|size| round_up(size, alignment));
                let place = self.allocate(size, &mut request);
                self.objects.push(place);
            }
            TraceOperation::Free { id } => self.free(self.objects[id as usize], &mut request),
            TraceOperation::Realloc { id, size } => {
                let old = self.objects[id as usize];
                let size = self.natural_size(size);
                let new_class = size.and_then(|size| self.geometry.class_of(size));
                match old {
                    Place::Hardware { class, .. } if new_class == Some(class) => self.counts.reallocs_in_place += 1,
                    _ => {
                        self.objects[id as usize] = self.allocate(size, &mut request);
                        self.free(old, &mut request);
                    }
                }
            }
            TraceOperation::Mark(_) | TraceOperation::Thread(_) => {}
        }
    }

    /// Where the hardware has the object `id`; `None` if software has it.
    pub fn address(&self, id: u64) -> Option<u64> {
        match self.objects.get(id as usize) {
            Some(Place::Hardware { address, .. }) => Some(*address),
            _ => None,
        }
    }

    /// What became of the operations so far.
    pub fn counts(&self) -> &PlayerCounts {
        &self.counts
    }

    /// `size`, rounded up so that the object gets the ABI's alignment as far as its size asks for it.
    fn natural_size(&self, size: u64) -> Option<u64> {
        let natural = size.max(1).checked_next_power_of_two()?;
        round_up(size, natural.min(self.minimum_alignment))
    }

    fn allocate(&mut self, size: Option<u64>, request: &mut impl FnMut(Operation, u64) -> u64) -> Place {
        let Some((size, class)) = size.and_then(|size| Some((size, self.geometry.class_of(size)?))) else {
            self.counts.software_allocs += 1;
            return Place::Software;
        };
        self.counts.hardware_allocs += 1;
        match request(Operation::Alloc, size) {
            0 => {
                self.counts.refused_allocs += 1;
                Place::Software
            }
            address => Place::Hardware { address, class },
        }
    }

    fn free(&mut self, place: Place, request: &mut impl FnMut(Operation, u64) -> u64) {
        match place {
            Place::Hardware { address, .. } => {
                self.counts.hardware_frees += 1;
                request(Operation::Free, address);
            }
            Place::Software => self.counts.software_frees += 1,
        }
    }
}

/// `size` rounded up so that its objects are `alignment` bytes aligned; `None` when there is no such number. Objects are
/// aligned to the granule anyway, so that the hardware sees the size as the program gave it if that is enough.
fn round_up(size: u64, alignment: u64) -> Option<u64> {
    if alignment <= GRANULE_BYTES {
        Some(size)
    } else {
        size.max(1).checked_next_multiple_of(alignment)
    }
}
