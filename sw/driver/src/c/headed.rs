//! Blocks for C from a `GlobalAlloc`, each behind a head that says how large it is: what [`crate::Heap`] does with its fallback, and any other
//! Rust allocator needs to serve C.

use core::{
    alloc::{GlobalAlloc, Layout},
    ptr,
};

/// What lies before a block.
#[repr(C)]
struct Head {
    /// Bytes asked for.
    size: usize,
    /// Bytes from the start of the allocation to the block, and the allocation's alignment.
    prefix: usize,
}

/// Alignment of every block that is large enough to need it.
const MOST_ALIGN: usize = 16;

const _: () = assert!(size_of::<Head>() <= MOST_ALIGN);

/// The alignment that `malloc` promises of a block of `size` bytes.
#[inline]
pub const fn usual(size: usize) -> usize {
    if size <= 8 {
        8
    } else {
        MOST_ALIGN
    }
}

/// The allocation around a block.
#[inline]
fn around(size: usize, prefix: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(prefix)?, prefix).ok()
}

/// The head of a block.
///
/// # Safety
/// The block has one.
#[inline]
unsafe fn head(block: *mut u8) -> *mut Head {
    // SAFETY: a head lies before each, aligned, since block and prefix are multiples of 16.
    unsafe { block.cast::<Head>().sub(1) }
}

/// Puts a block with its head into an allocation, and returns the block.
///
/// # Safety
/// The allocation is null, or of `around(size, prefix)`.
#[inline]
unsafe fn place(allocation: *mut u8, size: usize, prefix: usize) -> *mut u8 {
    if allocation.is_null() {
        return allocation;
    }
    // SAFETY: the block begins `prefix` bytes behind the start, and the head has room before it.
    unsafe {
        let block = allocation.add(prefix);
        head(block).write(Head { size, prefix });
        block
    }
}

/// A block of `size` bytes, of 0 too, aligned to `align`, a power of two, and with zeros if `zeroed`; or null.
#[inline]
pub fn alloc(heap: &impl GlobalAlloc, size: usize, align: usize, zeroed: bool) -> *mut u8 {
    let prefix = align.max(MOST_ALIGN);
    let Some(whole) = around(size, prefix) else {
        return ptr::null_mut();
    };
    // SAFETY: with the head the size is not 0; the allocation is what `place` wants.
    unsafe {
        let allocation = match zeroed {
            true => heap.alloc_zeroed(whole),
            false => heap.alloc(whole),
        };
        place(allocation, size, prefix)
    }
}

/// Gives a block back.
///
/// # Safety
/// [`alloc`] or [`resize`] gave it out from this heap, and nobody uses it any more.
#[inline]
pub unsafe fn free(heap: &impl GlobalAlloc, block: *mut u8) {
    // SAFETY: it has a head that says what it is.
    unsafe {
        let Head { size, prefix } = head(block).read();
        let whole = Layout::from_size_align_unchecked(size + prefix, prefix);
        heap.dealloc(block.sub(prefix), whole);
    }
}

/// The block with `size` bytes, moved if need be, or null, and then it is as it was.
///
/// # Safety
/// As [`free`], unless null comes back.
#[inline]
pub unsafe fn resize(heap: &impl GlobalAlloc, block: *mut u8, size: usize) -> *mut u8 {
    // SAFETY: it has a head that says what it is; what `around` allows is not too large.
    unsafe {
        let Head { size: old, prefix } = head(block).read();
        let Some(wanted) = around(size, prefix) else {
            return ptr::null_mut();
        };
        let whole = Layout::from_size_align_unchecked(old + prefix, prefix);
        let moved = heap.realloc(block.sub(prefix), whole, wanted.size());
        place(moved, size, prefix)
    }
}

/// Bytes of a block.
///
/// # Safety
/// [`alloc`] or [`resize`] gave it out, and it has not been given back.
#[inline]
pub unsafe fn size(block: *mut u8) -> usize {
    // SAFETY: it has a head.
    unsafe { (*head(block)).size }
}
