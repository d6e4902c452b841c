//! The allocators as programs in C have them.

use crate::{Allocator, Bump, ByDoorbell, ByInstruction, LinkedList, Llff, Talc, Tlsf};
use memento_runtime::driver::headed;

/// What C has of a heap; the names are those that `memento_driver::c_symbols!` wants.
///
/// Unless an allocator has its own way of telling how large a block is, a head before each block says so.
pub trait Blocks: Allocator + Sized {
    /// `malloc`.
    #[inline]
    fn c_malloc(&self, size: usize) -> *mut u8 {
        headed::alloc(self, size, headed::usual(size), false)
    }

    /// `calloc`.
    fn c_calloc(&self, count: usize, size: usize) -> *mut u8 {
        match count.checked_mul(size) {
            Some(size) => headed::alloc(self, size, headed::usual(size), true),
            None => core::ptr::null_mut(),
        }
    }

    /// `aligned_alloc`.
    fn c_aligned_alloc(&self, align: usize, size: usize) -> *mut u8 {
        match align.is_power_of_two() {
            true => headed::alloc(self, size, align, false),
            false => core::ptr::null_mut(),
        }
    }

    /// `free`.
    ///
    /// # Safety
    /// C's: null, or a block of this heap that nobody uses any more.
    #[inline]
    unsafe fn c_free(&self, block: *mut u8) {
        if !block.is_null() {
            // SAFETY: the caller's.
            unsafe { headed::free(self, block) }
        }
    }

    /// `realloc`.
    ///
    /// # Safety
    /// As [`Blocks::c_free`], unless null comes back for another size than 0.
    unsafe fn c_realloc(&self, block: *mut u8, size: usize) -> *mut u8 {
        if block.is_null() {
            return self.c_malloc(size);
        }
        // SAFETY: the caller's.
        unsafe {
            if size == 0 {
                self.c_free(block);
                return core::ptr::null_mut();
            }
            headed::resize(self, block, size)
        }
    }

    /// `malloc_usable_size`.
    ///
    /// # Safety
    /// C's: null, or a block of this heap.
    unsafe fn c_usable_size(&self, block: *mut u8) -> usize {
        if block.is_null() {
            return 0;
        }
        // SAFETY: the caller's.
        unsafe { headed::size(block) }
    }
}

impl Blocks for Bump {}
impl Blocks for LinkedList {}
impl Blocks for Llff {}
impl Blocks for Talc {}
impl Blocks for Tlsf {}

/// Those whose heap is the driver's, which has C's functions.
macro_rules! drivers {
    ($($name:ident)*) => {$(
        impl Blocks for $name {
            #[inline]
            fn c_malloc(&self, size: usize) -> *mut u8 {
                self.0.c_malloc(size)
            }

            fn c_calloc(&self, count: usize, size: usize) -> *mut u8 {
                self.0.c_calloc(count, size)
            }

            fn c_aligned_alloc(&self, align: usize, size: usize) -> *mut u8 {
                self.0.c_aligned_alloc(align, size)
            }

            #[inline]
            unsafe fn c_free(&self, block: *mut u8) {
                // SAFETY: the caller's.
                unsafe { self.0.c_free(block) }
            }

            #[inline]
            unsafe fn c_realloc(&self, block: *mut u8, size: usize) -> *mut u8 {
                // SAFETY: the caller's.
                unsafe { self.0.c_realloc(block, size) }
            }

            unsafe fn c_usable_size(&self, block: *mut u8) -> usize {
                // SAFETY: the caller's.
                unsafe { self.0.c_usable_size(block) }
            }
        }
    )*};
}
drivers! { ByInstruction ByDoorbell }
