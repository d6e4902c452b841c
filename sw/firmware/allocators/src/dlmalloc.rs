//! `dlmalloc`, with a system below it that gives out one piece of memory.

use crate::{single_hart::SingleHart, Allocator, Blocks};
use core::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
    ptr::null_mut,
};

/// What dlmalloc gets its memory from, as from `sbrk`: the next bytes, which are never taken back.
struct System {
    next: Cell<*mut u8>,
    left: Cell<usize>,
}

// SAFETY: there is one hart.
unsafe impl Send for System {}

// SAFETY: what is given out is nobody else's.
unsafe impl dlmalloc::Allocator for System {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        if size > self.left.get() {
            return (null_mut(), 0, 0);
        }
        let piece = self.next.get();
        self.next.set(piece.wrapping_add(size));
        self.left.set(self.left.get() - size);
        (piece, size, 0)
    }

    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        null_mut()
    }

    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }

    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }

    fn can_release_part(&self, _: u32) -> bool {
        false
    }

    fn allocates_zeros(&self) -> bool {
        false
    }

    fn page_size(&self) -> usize {
        4096
    }
}

/// `dlmalloc`.
pub struct Dlmalloc(SingleHart<dlmalloc::Dlmalloc<System>>);

impl Dlmalloc {
    /// Without memory.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Dlmalloc {
        Dlmalloc(SingleHart::new(dlmalloc::Dlmalloc::new_with_allocator(System {
            next: Cell::new(null_mut()),
            left: Cell::new(0),
        })))
    }
}

// SAFETY: dlmalloc's.
unsafe impl GlobalAlloc for Dlmalloc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the only borrow.
        unsafe { self.0.get().malloc(layout.size(), layout.align()) }
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
        // SAFETY: as above; the rest is the caller's.
        unsafe { self.0.get().free(object, layout.size(), layout.align()) }
    }

    #[inline]
    unsafe fn realloc(&self, object: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        unsafe { self.0.get().realloc(object, layout.size(), layout.align(), size) }
    }
}

impl Allocator for Dlmalloc {
    const NAME: &'static str = "dlmalloc";

    unsafe fn start(&self, first: *mut u8, bytes: usize) {
        // SAFETY: the only borrow.
        let system = unsafe { self.0.get() }.allocator();
        system.next.set(first);
        system.left.set(bytes);
    }
}

/// A chunk of dlmalloc's has its size before it, with three flags in the lowest bits.
const CHUNK_FLAGS: usize = 7;

impl Blocks for Dlmalloc {
    #[inline]
    fn c_malloc(&self, size: usize) -> *mut u8 {
        // SAFETY: the only borrow.
        unsafe { self.0.get().c_malloc(size) }
    }

    fn c_calloc(&self, count: usize, size: usize) -> *mut u8 {
        let Some(size) = count.checked_mul(size) else {
            return null_mut();
        };
        let block = self.c_malloc(size);
        if !block.is_null() {
            // SAFETY: the block has so many bytes, and nobody else has it.
            unsafe { block.write_bytes(0, size) };
        }
        block
    }

    fn c_aligned_alloc(&self, align: usize, size: usize) -> *mut u8 {
        match align.is_power_of_two() {
            // SAFETY: the only borrow.
            true => unsafe { self.0.get().c_memalign(align, size) },
            false => null_mut(),
        }
    }

    #[inline]
    unsafe fn c_free(&self, block: *mut u8) {
        if !block.is_null() {
            // SAFETY: the only borrow; the rest is the caller's.
            unsafe { self.0.get().c_free(block) }
        }
    }

    unsafe fn c_realloc(&self, block: *mut u8, size: usize) -> *mut u8 {
        if block.is_null() {
            return self.c_malloc(size);
        }
        // SAFETY: the only borrow; the rest is the caller's.
        unsafe {
            if size == 0 {
                self.c_free(block);
                return null_mut();
            }
            self.0.get().c_realloc(block, size)
        }
    }

    unsafe fn c_usable_size(&self, block: *mut u8) -> usize {
        if block.is_null() {
            return 0;
        }
        // SAFETY: the word before a block of dlmalloc's is its chunk's size, which has that word in it.
        let chunk = unsafe { block.cast::<usize>().sub(1).read() };
        (chunk & !CHUNK_FLAGS) - size_of::<usize>()
    }
}
