//! picolibc's `malloc`, from the library itself, with a `sbrk` below it that gives out one piece of memory.

use crate::{single_hart::SingleHart, Allocator};
use core::{
    alloc::{GlobalAlloc, Layout},
    ffi::c_void,
    ptr::null_mut,
};

/// What picolibc's blocks are aligned to (`MALLOC_CHUNK_ALIGN` of its `nano-malloc.h`, for 32 bits).
const USUAL_ALIGN: usize = 8;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn memalign(align: usize, size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    // All the state there is: what was freed, and the first and the last end of what `sbrk` has given.
    static mut __malloc_free_list: *mut c_void;
    static mut __malloc_sbrk_start: *mut c_void;
    static mut __malloc_sbrk_top: *mut c_void;
}

/// What [`sbrk`] gives out: the next byte, and how many there are from it on.
static MEMORY: SingleHart<(*mut u8, usize)> = SingleHart::new((null_mut(), 0));

/// C's `sbrk`: the next `more` bytes, or all ones.
#[no_mangle]
extern "C" fn sbrk(more: isize) -> *mut c_void {
    // SAFETY: the only borrow.
    let (next, left) = unsafe { MEMORY.get() };
    let Some(rest) = left.checked_add_signed(-more) else {
        return core::ptr::without_provenance_mut(usize::MAX);
    };
    let given = *next;
    *next = next.wrapping_offset(more);
    *left = rest;
    given.cast()
}

/// picolibc's `malloc`. There is one of it in a program, since its state is the library's; C has it by itself then, and no other one.
pub struct Picolibc(());

impl Picolibc {
    /// Without memory.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Picolibc {
        Picolibc(())
    }
}

// SAFETY: picolibc's.
unsafe impl GlobalAlloc for Picolibc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: C's functions ask for nothing.
        unsafe {
            match layout.align() {
                ..=USUAL_ALIGN => malloc(layout.size()),
                align => memalign(align, layout.size()),
            }
        }
        .cast()
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, _: Layout) {
        // SAFETY: the caller's.
        unsafe { free(object.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, object: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's; what is aligned to more moves as `GlobalAlloc` moves it by itself.
        unsafe {
            if layout.align() <= USUAL_ALIGN {
                return realloc(object.cast(), size).cast();
            }
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                moved.copy_from_nonoverlapping(object, layout.size().min(size));
                self.dealloc(object, layout);
            }
            moved
        }
    }
}

impl Allocator for Picolibc {
    const NAME: &'static str = "picolibc";

    unsafe fn start(&self, first: *mut u8, bytes: usize) {
        // SAFETY: one hart; a heap that was there before has ended.
        unsafe {
            *MEMORY.get() = (first, bytes);
            __malloc_free_list = null_mut();
            __malloc_sbrk_start = null_mut();
            __malloc_sbrk_top = null_mut();
        }
    }
}
