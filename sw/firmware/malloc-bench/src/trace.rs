//! The beginnings of recorded programs, which the simulation puts into RAM: see `memento_runtime::memory::DATA`.
//!
//! Each is 32-bit words: [`MAGIC`], the number of operations, the number of slots, 16 bytes of the recording's name (filled up with zeros),
//! then an operation each: the slot in bits 30 to 16, the size in bits 15 to 0 (0: what is in the slot is freed). The
//! next one follows; [`MAGIC`] is missing behind the last.

use crate::meter::Meter;
use memento_allocators::Allocator;
use memento_runtime::memory;

/// Software's memory.
pub const HEAP_BYTES: usize = 512 << 10;
/// "MTRB".
const MAGIC: u32 = 0x4252_544D;
const MOST_SLOTS: usize = 1 << 15;
const HEADER_WORDS: usize = 7;

static mut SLOTS: [(usize, u16); MOST_SLOTS] = [(0, 0); MOST_SLOTS];

/// A recording.
pub struct Trace {
    name: &'static str,
    operations: &'static [u32],
}

impl Trace {
    /// Those that were loaded.
    pub fn loaded() -> impl Iterator<Item = Trace> {
        let mut words = memory::data();
        core::iter::from_fn(move || {
            let (trace, rest) = Trace::first(words)?;
            words = rest;
            Some(trace)
        })
    }

    /// The one at the front, and what follows it.
    fn first(words: &'static [u32]) -> Option<(Trace, &'static [u32])> {
        let (header, rest) = words.split_at_checked(HEADER_WORDS)?;
        if header[0] != MAGIC || header[2] as usize > MOST_SLOTS {
            return None;
        }
        // SAFETY: four words are 16 bytes.
        let name = unsafe { core::slice::from_raw_parts(header[3..].as_ptr().cast::<u8>(), 16) };
        let name = core::str::from_utf8(name).ok()?.trim_end_matches('\0');
        let (operations, rest) = rest.split_at_checked(header[1] as usize)?;
        Some((Trace { name, operations }, rest))
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Carries it out; what lives on in the end is freed.
    pub fn replay<A: Allocator>(&self, heap: &A, meter: &mut Meter) {
        // SAFETY: nobody else uses them.
        let slots = unsafe { &mut *(&raw mut SLOTS) };
        let free = |slot: &mut (usize, u16), meter: &mut Meter| {
            let (object, size) = core::mem::take(slot);
            if object != 0 {
                meter.free(heap, core::ptr::with_exposed_provenance_mut(object), size.into());
            }
        };
        for operation in self.operations {
            let slot = &mut slots[(operation >> 16) as usize];
            match *operation as u16 {
                0 => free(slot, meter),
                size => *slot = (meter.malloc(heap, size.into()).expose_provenance(), size),
            }
        }
        slots.iter_mut().for_each(|slot| free(slot, meter));
    }
}
