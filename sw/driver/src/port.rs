//! How requests reach the allocator.

use core::num::NonZeroUsize;
use memento_abi::Status;

/// A way for requests to reach the object allocator: custom instructions or a doorbell.
///
/// Requests of one port are answered, and take effect, in order. Each method says no more than that: whether an interrupt may come in the middle of one is the
/// implementation's affair, and each says so.
pub trait Port {
    /// Allocates an object of at least `size` bytes (0 counts as 1) and returns its address, a multiple of 8; its bytes hold anything.
    /// `None` means that software must serve the request: [`Port::status`] says why.
    ///
    /// While Memento is not running ([`crate::Memento::bring_up`]) every answer is `None`.
    fn alloc(&self, size: usize) -> Option<NonZeroUsize>;

    /// Why the latest request through this port, an alloc, ended as it did. Not atomic with it: between the two no other request
    /// may use the port.
    fn status(&self) -> Status;

    /// Frees the object at `address` and does not wait (*posted*). An error shows in [`crate::Memento::take_posted_error`] and as an interrupt.
    /// While Memento is not running nothing happens: the object stays allocated.
    ///
    /// Loads and stores to the object must have been answered before.
    fn free(&self, address: usize);

    /// Frees the object at `address` as [`Port::free`] does, if it lies in the region; else nothing happens, and `false` says that it is software's.
    ///
    /// `ours` says whether an address lies in the region, for ports that cannot tell; it must be right.
    fn free_if_ours(&self, address: usize, ours: fn(usize) -> bool) -> bool {
        let is_ours = ours(address);
        if is_ours {
            self.free(address);
        }
        is_ours
    }

    /// Frees the object at `address` and waits.
    ///
    /// # Errors
    /// [`Status::NotOurs`]: outside the region, or Memento is not running. [`Status::BadPointer`]: no object begins there.
    /// [`Status::DoubleFree`]: it is free already. [`Status::BusError`]: memory has failed. Nothing has changed.
    fn free_and_wait(&self, address: usize) -> Result<(), Status>;
}

impl<P: Port + ?Sized> Port for &P {
    fn alloc(&self, size: usize) -> Option<NonZeroUsize> {
        (**self).alloc(size)
    }

    fn status(&self) -> Status {
        (**self).status()
    }

    fn free(&self, address: usize) {
        (**self).free(address);
    }

    fn free_if_ours(&self, address: usize, ours: fn(usize) -> bool) -> bool {
        (**self).free_if_ours(address, ours)
    }

    fn free_and_wait(&self, address: usize) -> Result<(), Status> {
        (**self).free_and_wait(address)
    }
}

/// The status with this code, of which only three bits mean anything.
pub(crate) fn status(code: usize) -> Status {
    Status::ALL[code % Status::ALL.len()]
}

/// A free's status as a result.
pub(crate) fn freed(code: usize) -> Result<(), Status> {
    match status(code) {
        Status::Ok => Ok(()),
        error => Err(error),
    }
}
