//! Allocators in software.

use crate::{single_hart::SingleHart, Allocator};
use core::{
    alloc::{GlobalAlloc, Layout},
    ptr::{null_mut, NonNull},
};
use talc::{source::Manual, TalcCell};

/// `talc`.
pub struct Talc(SingleHart<TalcCell<Manual>>);

impl Talc {
    /// Without memory.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Talc {
        Talc(SingleHart::new(TalcCell::new(Manual)))
    }
}

// SAFETY: talc's.
unsafe impl GlobalAlloc for Talc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the only borrow; the rest is the caller's.
        unsafe { self.0.get().alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { self.0.get().dealloc(object, layout) }
    }

    #[inline]
    unsafe fn realloc(&self, object: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        unsafe { self.0.get().realloc(object, layout, size) }
    }
}

impl Allocator for Talc {
    const NAME: &'static str = "talc";

    unsafe fn start(&self, first: *mut u8, bytes: usize) {
        // SAFETY: the caller's.
        unsafe { self.0.get().claim(first, bytes) };
    }
}

macro_rules! embedded_alloc {
    ($name:ident $heap:ident $text:literal) => {
        #[doc = concat!("`embedded-alloc`'s ", stringify!($heap), ".")]
        pub struct $name(embedded_alloc::$heap);

        impl $name {
            /// Without memory.
            #[allow(clippy::new_without_default)]
            pub const fn new() -> $name {
                $name(embedded_alloc::$heap::empty())
            }
        }

        // SAFETY: embedded-alloc's.
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
        }

        impl Allocator for $name {
            const NAME: &'static str = $text;

            unsafe fn start(&self, first: *mut u8, bytes: usize) {
                // SAFETY: the caller's.
                unsafe { self.0.init(first.addr(), bytes) }
            }
        }
    };
}
embedded_alloc! { Tlsf TlsfHeap "embedded-alloc TLSF" }
embedded_alloc! { Llff LlffHeap "embedded-alloc LLFF" }

/// `linked_list_allocator`.
pub struct LinkedList(SingleHart<linked_list_allocator::Heap>);

impl LinkedList {
    /// Without memory.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> LinkedList {
        LinkedList(SingleHart::new(linked_list_allocator::Heap::empty()))
    }
}

// SAFETY: linked_list_allocator's.
unsafe impl GlobalAlloc for LinkedList {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the only borrow.
        let object = unsafe { self.0.get() }.allocate_first_fit(layout);
        object.map_or(null_mut(), NonNull::as_ptr)
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
        // SAFETY: the only borrow; the object is one of this heap, and not null.
        unsafe { self.0.get().deallocate(NonNull::new_unchecked(object), layout) }
    }
}

impl Allocator for LinkedList {
    const NAME: &'static str = "linked_list_allocator";

    unsafe fn start(&self, first: *mut u8, bytes: usize) {
        // SAFETY: the caller's.
        unsafe { self.0.get().init(first, bytes) }
    }
}

/// Objects one behind the other, which are never taken back: what a program takes whose allocator does nothing. No allocator to use.
pub struct Bump(SingleHart<(*mut u8, usize)>);

impl Bump {
    /// Without memory.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Bump {
        Bump(SingleHart::new((null_mut(), 0)))
    }
}

// SAFETY: no byte is given out twice.
unsafe impl GlobalAlloc for Bump {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the only borrow.
        let (next, left) = unsafe { self.0.get() };
        let skipped = next.addr().wrapping_neg() & (layout.align() - 1);
        let taken = skipped + layout.size();
        if taken > *left {
            return null_mut();
        }
        let object = next.wrapping_add(skipped);
        *left -= taken;
        *next = next.wrapping_add(taken);
        object
    }

    #[inline]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

impl Allocator for Bump {
    const NAME: &'static str = "none (bump)";

    unsafe fn start(&self, first: *mut u8, bytes: usize) {
        // SAFETY: the only borrow.
        *unsafe { self.0.get() } = (first, bytes);
    }
}
