//! Memento, with talc behind it for what the hardware does not take.

use crate::{Allocator, Talc};
use core::alloc::{GlobalAlloc, Layout};
use memento_runtime::{
    driver::{CustomInstruction, Doorbell},
    memory::{registers, DoorbellHeap, Heap},
};

macro_rules! hardware {
    ($name:ident $heap:ident $port:expr, $text:literal) => {
        #[doc = concat!($text, ".")]
        pub struct $name(pub(crate) $heap<Talc>);

        impl $name {
            /// Without memory for software's part. Memento is brought up by whoever uses this.
            ///
            /// # Safety
            /// Whenever Memento runs, it does as [`memento_runtime::memory::start`] brings it up.
            #[allow(clippy::missing_safety_doc)]
            pub const unsafe fn new() -> $name {
                // SAFETY: the system's map; the rest is the caller's.
                $name(unsafe { $heap::new($port, Talc::new()) })
            }
        }

        // SAFETY: the driver's.
        unsafe impl GlobalAlloc for $name {
            #[inline]
            unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
                // SAFETY: the caller's.
                unsafe { self.0.alloc(layout) }
            }

            #[inline]
            unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
                // SAFETY: the caller's.
                unsafe { self.0.dealloc(object, layout) }
            }

            #[inline]
            unsafe fn realloc(&self, object: *mut u8, layout: Layout, size: usize) -> *mut u8 {
                // SAFETY: the caller's.
                unsafe { self.0.realloc(object, layout, size) }
            }
        }

        impl Allocator for $name {
            const NAME: &'static str = $text;

            unsafe fn start(&self, first: *mut u8, bytes: usize) {
                // SAFETY: the caller's.
                unsafe { self.0.fallback().start(first, bytes) }
            }
        }
    };
}
hardware! { ByInstruction Heap CustomInstruction, "Memento, instruction" }
hardware! { ByDoorbell DoorbellHeap Doorbell::new(registers(), 0), "Memento, doorbell" }
