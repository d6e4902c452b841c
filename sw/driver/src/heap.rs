//! The global allocator.

use crate::{port::Port, region, Region};
use core::{
    alloc::{GlobalAlloc, Layout},
    marker::PhantomData,
    ptr,
};

/// A global allocator of the hardware's objects in the region `R` through the port `P`; what the hardware does not take goes to
/// `F`: sizes above the largest class, alignments above 64, and whatever comes while it is out of memory or frames, or not yet brought up.
///
/// Alignments of 16 to 64 are had by rounding the size up. Which of the two an object belongs to is told from its address alone.
/// Its operations are as atomic as those of `P` and `F`: see [`Port`].
///
/// ```
/// use memento_driver::{Doorbell, Geometry, Heap, Mmio, NoFallback, Region, SOC32};
///
/// struct Board;
/// impl Region for Board {
///     const GEOMETRY: Geometry = SOC32;
///     const BASE: usize = 0x4000_0000;
/// }
///
/// // With custom instructions: `Heap<Board, CustomInstruction, NoFallback>`.
/// // SAFETY: the window is there, loads and stores of the region go to Memento, and nobody else has it.
/// static HEAP: Heap<Board, Doorbell<Mmio>, NoFallback> =
///     unsafe { Heap::new(Doorbell::new(Mmio::new(0x9000_0000), 0), NoFallback) };
/// ```
pub struct Heap<R, P, F> {
    port: P,
    fallback: F,
    region: PhantomData<fn() -> R>,
}

impl<R: Region, P: Port, F> Heap<R, P, F> {
    /// A heap. There may be several of one port, with one fallback behind each.
    ///
    /// # Safety
    /// Whenever Memento runs, its region is `R`, loads and stores there go to its data port, and [`crate::Memento::probe`] has found `R`'s configuration.
    /// Nobody but heaps frees objects that heaps have given out. What `fallback` gives out lies outside the region. Where requests of `port` are
    /// not atomic, no interrupt handler and no other hart comes between with one of its own.
    pub const unsafe fn new(port: P, fallback: F) -> Heap<R, P, F> {
        let region = PhantomData;
        Heap { port, fallback, region }
    }

    /// The port.
    pub const fn port(&self) -> &P {
        &self.port
    }

    /// The software allocator.
    pub const fn fallback(&self) -> &F {
        &self.fallback
    }

    /// Whether `object`, which this heap gave out, is one of the hardware's.
    #[inline]
    pub fn is_hardware(&self, object: *const u8) -> bool {
        region::contains::<R>(object.addr())
    }

    /// Bytes of the hardware's object at `object` that a program may use; `None` for one of software's, which has what was asked for.
    #[inline]
    pub fn usable_size(&self, object: *const u8) -> Option<usize> {
        self.is_hardware(object)
            .then(|| region::object_bytes::<R>(object.addr()))
    }

    /// An object of the hardware, or null. Its bytes hold anything.
    #[inline]
    pub(crate) fn take(&self, size: usize, align: usize) -> *mut u8 {
        match region::request(size, align).and_then(|size| self.port.alloc(size)) {
            Some(address) => ptr::with_exposed_provenance_mut(address.get()),
            None => ptr::null_mut(),
        }
    }

    /// Gives `object` back if it is one of the hardware's, and says whether it is.
    #[inline]
    pub(crate) fn give_back_if_hardware(&self, object: *mut u8) -> bool {
        self.port.free_if_ours(object.addr(), region::contains::<R>)
    }

    /// Gives an object of the hardware back.
    #[inline]
    pub(crate) fn give_back(&self, object: *mut u8) {
        self.port.free(object.addr());
    }

    /// Whether an object of the hardware serves so many bytes, so aligned, where it is.
    #[inline]
    pub(crate) fn stays(&self, object: *const u8, size: usize, align: usize) -> bool {
        region::same_class::<R>(object.addr(), size, align)
    }
}

/// Software's part, kept out of the way of the hardware's, which is a few instructions.
impl<R, P, F: GlobalAlloc> Heap<R, P, F> {
    /// # Safety
    /// As [`GlobalAlloc::alloc`].
    #[cold]
    #[inline(never)]
    unsafe fn software_alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { self.fallback.alloc(layout) }
    }

    /// # Safety
    /// As [`GlobalAlloc::dealloc`].
    #[cold]
    #[inline(never)]
    unsafe fn software_dealloc(&self, object: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { self.fallback.dealloc(object, layout) }
    }
}

// SAFETY: an object is the hardware's or the fallback's until it is given back to that one, by its address; neither gives
// it out twice, and neither unwinds.
unsafe impl<R: Region, P: Port, F: GlobalAlloc> GlobalAlloc for Heap<R, P, F> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let object = self.take(layout.size(), layout.align());
        if !object.is_null() {
            return object;
        }
        // SAFETY: the caller's promise.
        unsafe { self.software_alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
        if !self.give_back_if_hardware(object) {
            // SAFETY: it is not the hardware's, so it is the fallback's.
            unsafe { self.software_dealloc(object, layout) }
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let object = self.take(layout.size(), layout.align());
        if object.is_null() {
            // SAFETY: the caller's promise.
            return unsafe { self.fallback.alloc_zeroed(layout) };
        }
        // Former objects have left their bytes there.
        // SAFETY: the object has so many bytes, and nobody else has it.
        unsafe { object.write_bytes(0, layout.size()) };
        object
    }

    unsafe fn realloc(&self, object: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if !self.is_hardware(object) {
            // SAFETY: it is not the hardware's, so it is the fallback's.
            return unsafe { self.fallback.realloc(object, layout, new_size) };
        }
        // SAFETY: the caller promises that the size is not too large for the alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        if self.stays(object, new_size, layout.align()) {
            return object;
        }
        // SAFETY: the caller promises that the size is not 0.
        let moved = unsafe { self.alloc(wanted) };
        if !moved.is_null() {
            // SAFETY: both have so many bytes, and the new one is nobody else's.
            unsafe { moved.copy_from_nonoverlapping(object, layout.size().min(new_size)) };
            self.give_back(object);
        }
        moved
    }
}

/// A fallback that has nothing: what the hardware does not take, fails.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFallback;

// SAFETY: it gives out nothing.
unsafe impl GlobalAlloc for NoFallback {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
