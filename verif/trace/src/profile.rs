//! What a trace asks of any allocator, whatever it does with it.

use crate::TraceOperation;
use memento_abi::Geometry;

/// An object counts as short-lived when it is freed before so many more allocations.
const SHORT_LIFE: u64 = 16;

/// Counts over a trace, as far as it was given to [`Profile::note`].
///
/// An allocation counts with the size it was first asked for: a realloc changes neither its class nor its age here.
#[derive(Clone, Debug)]
pub struct Profile {
    geometry: Geometry,
    /// Operations of every kind but marks and threads.
    pub operations: u64,
    /// `Alloc` and `AlignedAlloc`.
    pub allocations: u64,
    /// Allocations no larger than the hardware's largest class.
    pub small: u64,
    /// Small allocations of 9 bytes or more whose class is an odd multiple of 8 bytes: only 8-aligned.
    pub small_of_odd_class: u64,
    /// Small allocations of 9 bytes or more.
    pub small_from_9_bytes: u64,
    /// `Free`.
    pub frees: u64,
    /// `Realloc`.
    pub reallocations: u64,
    /// Small objects freed within 16 allocations of their class: at most 15 of them lie between alloc and free.
    pub freed_soon_in_class: u64,
    /// Small objects freed within 16 allocations of any size.
    pub freed_soon: u64,
    allocations_by_class: Vec<u64>,
    /// Of every object, its class (`None` = large) and its number among the allocations of that class.
    objects: Vec<(Option<u32>, u64)>,
}

impl Profile {
    /// An empty profile by the classes of `geometry`.
    pub fn new(geometry: Geometry) -> Profile {
        Profile {
            geometry,
            operations: 0,
            allocations: 0,
            small: 0,
            small_of_odd_class: 0,
            small_from_9_bytes: 0,
            frees: 0,
            reallocations: 0,
            freed_soon_in_class: 0,
            freed_soon: 0,
            allocations_by_class: vec![0; geometry.classes as usize],
            objects: Vec::new(),
        }
    }

    /// Takes the next operation of the trace into account.
    pub fn note(&mut self, operation: &TraceOperation) {
        match *operation {
            TraceOperation::Alloc { size, .. } | TraceOperation::AlignedAlloc { size, .. } => self.allocation(size),
            TraceOperation::Free { id } => self.free(id),
            TraceOperation::Realloc { .. } => self.reallocations += 1,
            TraceOperation::Mark(_) | TraceOperation::Thread(_) => return,
        }
        self.operations += 1;
    }

    /// Objects that the trace never frees.
    pub fn never_freed(&self) -> u64 {
        self.allocations - self.frees
    }

    fn allocation(&mut self, size: u64) {
        self.allocations += 1;
        let class = self.geometry.class_of(size);
        let number = match class {
            Some(class) => {
                self.small += 1;
                self.small_from_9_bytes += u64::from(size >= 9);
                self.small_of_odd_class += u64::from(size >= 9 && class % 2 == 0);
                let allocations = &mut self.allocations_by_class[class as usize];
                *allocations += 1;
                *allocations
            }
            None => 0,
        };
        self.objects.push((class, number));
    }

    fn free(&mut self, id: u64) {
        self.frees += 1;
        let (class, number) = self.objects[id as usize];
        if let Some(class) = class {
            let since_in_class = self.allocations_by_class[class as usize] - number;
            let since = self.allocations - 1 - id;
            self.freed_soon_in_class += u64::from(since_in_class < SHORT_LIFE);
            self.freed_soon += u64::from(since < SHORT_LIFE);
        }
    }
}
