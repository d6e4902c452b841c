//! The heap for programs in C.
//!
//! A block of software's has a head that says how large it is, because C does not tell when it frees; one of the hardware's needs none.
//! Blocks of more than 8 bytes are aligned to 16, as the RISC-V ABI asks for, smaller ones to 8. `errno` is not touched.

pub mod headed;

use crate::{port::Port, Heap, Region};
use core::{alloc::GlobalAlloc, ptr};
use headed::usual;

impl<R: Region, P: Port, F: GlobalAlloc> Heap<R, P, F> {
    /// A block of software's, or null.
    #[cold]
    #[inline(never)]
    fn software(&self, size: usize, align: usize, zeroed: bool) -> *mut u8 {
        headed::alloc(self.fallback(), size, align, zeroed)
    }

    /// `malloc`: a block of `size` bytes, of 0 too, or null.
    #[inline]
    pub fn c_malloc(&self, size: usize) -> *mut u8 {
        match self.take(size, usual(size)) {
            object if object.is_null() => self.software(size, usual(size), false),
            object => object,
        }
    }

    /// `calloc`: `count` times `size` zeroed bytes, or null, also where the product is too large.
    pub fn c_calloc(&self, count: usize, size: usize) -> *mut u8 {
        let Some(size) = count.checked_mul(size) else {
            return ptr::null_mut();
        };
        let object = self.take(size, usual(size));
        if object.is_null() {
            return self.software(size, usual(size), true);
        }
        // SAFETY: the object has so many bytes, and nobody else has it.
        unsafe { object.write_bytes(0, size) };
        object
    }

    /// `aligned_alloc`: `size` bytes at a multiple of `align`, or null, also where that is no power of two.
    pub fn c_aligned_alloc(&self, align: usize, size: usize) -> *mut u8 {
        if !align.is_power_of_two() {
            return ptr::null_mut();
        }
        match self.take(size, align) {
            object if object.is_null() => self.software(size, align, false),
            object => object,
        }
    }

    /// `free`: a block is given back; null is none.
    ///
    /// # Safety
    /// A `c_` method of this heap gave the block out, and nobody uses it any more.
    #[inline]
    pub unsafe fn c_free(&self, block: *mut u8) {
        if !self.give_back_if_hardware(block) {
            // SAFETY: it is one of software's, or none.
            unsafe { self.free_software(block) }
        }
    }

    /// # Safety
    /// The block is null, or one of software's that nobody uses any more.
    #[cold]
    #[inline(never)]
    unsafe fn free_software(&self, block: *mut u8) {
        if !block.is_null() {
            // SAFETY: the caller's promise.
            unsafe { headed::free(self.fallback(), block) }
        }
    }

    /// `realloc`: the block with `size` bytes, moved if need be, or null, and then it is as it was. Null is a block of no bytes; with size 0 the block
    /// is freed, and null comes back.
    ///
    /// # Safety
    /// As [`Heap::c_free`], unless null comes back for another size than 0.
    pub unsafe fn c_realloc(&self, block: *mut u8, size: usize) -> *mut u8 {
        if block.is_null() {
            return self.c_malloc(size);
        }
        if size == 0 {
            // SAFETY: the caller's promise.
            unsafe { self.c_free(block) };
            return ptr::null_mut();
        }
        if !self.is_hardware(block) {
            // SAFETY: the caller's promise.
            return unsafe { headed::resize(self.fallback(), block, size) };
        }
        if self.stays(block, size, usual(size)) {
            return block;
        }
        let moved = self.c_malloc(size);
        if !moved.is_null() {
            // SAFETY: both have so many bytes, and the new one is nobody else's.
            unsafe { moved.copy_from_nonoverlapping(block, self.c_usable_size(block).min(size)) };
            self.give_back(block);
        }
        moved
    }

    /// `malloc_usable_size`: bytes of a block that the program may use; 0 of null.
    ///
    /// # Safety
    /// A `c_` method of this heap gave the block out.
    pub unsafe fn c_usable_size(&self, block: *mut u8) -> usize {
        match self.usable_size(block) {
            _ if block.is_null() => 0,
            Some(bytes) => bytes,
            // SAFETY: it is one of software's.
            None => unsafe { headed::size(block) },
        }
    }
}

/// Defines the symbols `malloc`, `free`, `calloc`, `realloc`, `aligned_alloc` and `malloc_usable_size` for C, all of them on the heap given, a `static`.
/// It goes into the program itself, once.
///
/// ```no_run
/// # use memento_driver::{Doorbell, Geometry, Heap, Mmio, NoFallback, Region, SOC32};
/// # struct Board;
/// # impl Region for Board { const GEOMETRY: Geometry = SOC32; const BASE: usize = 0x4000_0000; }
/// # static HEAP: Heap<Board, Doorbell<Mmio>, NoFallback> =
/// #     unsafe { Heap::new(Doorbell::new(Mmio::new(0x9000_0000), 0), NoFallback) };
/// memento_driver::c_symbols!(HEAP);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! c_symbols {
    ($heap:path) => {
        const _: () = {
            use ::core::ffi::c_void;

            #[no_mangle]
            extern "C" fn malloc(size: usize) -> *mut c_void {
                $heap.c_malloc(size).cast()
            }

            #[no_mangle]
            extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
                $heap.c_calloc(count, size).cast()
            }

            #[no_mangle]
            extern "C" fn aligned_alloc(align: usize, size: usize) -> *mut c_void {
                $heap.c_aligned_alloc(align, size).cast()
            }

            #[no_mangle]
            unsafe extern "C" fn free(block: *mut c_void) {
                // SAFETY: C's rules are the method's.
                unsafe { $heap.c_free(block.cast()) }
            }

            #[no_mangle]
            unsafe extern "C" fn realloc(block: *mut c_void, size: usize) -> *mut c_void {
                // SAFETY: C's rules are the method's.
                unsafe { $heap.c_realloc(block.cast(), size).cast() }
            }

            #[no_mangle]
            unsafe extern "C" fn malloc_usable_size(block: *mut c_void) -> usize {
                // SAFETY: C's rules are the method's.
                unsafe { $heap.c_usable_size(block.cast()) }
            }
        };
    };
}
