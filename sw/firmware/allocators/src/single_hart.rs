//! State of an allocator on a system with one hart whose interrupt handlers do not allocate.

use core::cell::UnsafeCell;

/// A value that is only ever used by one function at a time.
pub(crate) struct SingleHart<T>(UnsafeCell<T>);

// SAFETY: there is one hart, and interrupt handlers do not allocate.
unsafe impl<T> Sync for SingleHart<T> {}

impl<T> SingleHart<T> {
    pub(crate) const fn new(value: T) -> SingleHart<T> {
        SingleHart(UnsafeCell::new(value))
    }

    /// The value.
    ///
    /// # Safety
    /// No other borrow of it is alive.
    #[allow(clippy::mut_from_ref)]
    #[inline]
    pub(crate) unsafe fn get(&self) -> &mut T {
        // SAFETY: the caller's.
        unsafe { &mut *self.0.get() }
    }
}
