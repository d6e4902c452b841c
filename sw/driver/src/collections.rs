//! The heap for collections that take an allocator.

use crate::{port::Port, Heap, Region};
use allocator_api2::alloc::{AllocError, Allocator};
use core::{
    alloc::{GlobalAlloc, Layout},
    ptr::{self, NonNull},
};

impl<R: Region, P: Port, F: GlobalAlloc> Heap<R, P, F> {
    /// The block at `object`, all that the program may use of it.
    fn whole(&self, object: *mut u8, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let bytes = self.usable_size(object).unwrap_or(layout.size());
        NonNull::new(ptr::slice_from_raw_parts_mut(object, bytes)).ok_or(AllocError)
    }

    /// # Safety
    /// As [`Allocator::grow`] or [`Allocator::shrink`].
    unsafe fn resize(&self, object: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if old.size() > 0 && new.size() > 0 && old.align() == new.align() {
            // SAFETY: the block is not empty, so GlobalAlloc's methods have given it out.
            return self.whole(unsafe { self.realloc(object.as_ptr(), old, new.size()) }, new);
        }
        let moved = Allocator::allocate(&self, new)?;
        // SAFETY: both have so many bytes, and the new one is nobody else's.
        unsafe {
            moved
                .cast::<u8>()
                .copy_from_nonoverlapping(object, old.size().min(new.size()))
        };
        // SAFETY: the caller gives the block up.
        unsafe { Allocator::deallocate(&self, object, old) };
        Ok(moved)
    }
}

// SAFETY: a block is valid until it is deallocated, whatever becomes of the references to the heap.
unsafe impl<R: Region, P: Port, F: GlobalAlloc> Allocator for &Heap<R, P, F> {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            let nothing = ptr::without_provenance_mut(layout.align());
            return NonNull::new(ptr::slice_from_raw_parts_mut(nothing, 0)).ok_or(AllocError);
        }
        // SAFETY: the size is not 0.
        self.whole(unsafe { self.alloc(layout) }, layout)
    }

    unsafe fn deallocate(&self, object: NonNull<u8>, layout: Layout) {
        if layout.size() > 0 {
            // SAFETY: the caller's promise; the block is not empty, so GlobalAlloc's methods have given it out.
            unsafe { self.dealloc(object.as_ptr(), layout) };
        }
    }

    unsafe fn grow(&self, object: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promise.
        unsafe { self.resize(object, old, new) }
    }

    unsafe fn grow_zeroed(&self, object: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promise.
        let block = unsafe { self.resize(object, old, new) }?;
        let behind = block.len() - old.size();
        // SAFETY: the block has at least the bytes of the old one.
        unsafe { block.cast::<u8>().add(old.size()).write_bytes(0, behind) };
        Ok(block)
    }

    unsafe fn shrink(&self, object: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promise.
        unsafe { self.resize(object, old, new) }
    }
}
