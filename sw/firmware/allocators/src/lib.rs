//! Memento and the software allocators it is measured against, as heaps of one kind.
//!
//! All are for one hart: those that do not lock by themselves get no lock, and those of `embedded-alloc` keep their critical
//! sections, which are theirs to have.
#![no_std]

mod c;
mod dlmalloc;
mod hardware;
mod picolibc;
mod single_hart;
mod software;

pub use c::Blocks;
pub use dlmalloc::Dlmalloc;
pub use hardware::{ByDoorbell, ByInstruction};
pub use picolibc::Picolibc;
pub use software::{Bump, LinkedList, Llff, Talc, Tlsf};

use core::alloc::GlobalAlloc;

/// A heap that can be started with a piece of memory.
pub trait Allocator: GlobalAlloc + Sync {
    /// Its name in tables.
    const NAME: &'static str;

    /// Gives it the memory of which software's objects are made, `bytes` from `first` on.
    ///
    /// # Safety
    /// To be called once, before anything else. The memory is nobody else's.
    unsafe fn start(&self, first: *mut u8, bytes: usize);
}
