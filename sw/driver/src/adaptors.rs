//! Ports for harts and ports that promise less.

use crate::{bus::barrier, port::Port};
use core::num::NonZeroUsize;
use memento_abi::Status;

/// A port for a hart that may have stores under way (a write buffer): each free waits, by a `fence`, until memory has them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fenced<P>(pub P);

impl<P: Port> Port for Fenced<P> {
    #[inline]
    fn alloc(&self, size: usize) -> Option<NonZeroUsize> {
        self.0.alloc(size)
    }

    fn status(&self) -> Status {
        self.0.status()
    }

    #[inline]
    fn free(&self, address: usize) {
        barrier();
        self.0.free(address);
    }

    #[inline]
    fn free_if_ours(&self, address: usize, ours: fn(usize) -> bool) -> bool {
        barrier();
        self.0.free_if_ours(address, ours)
    }

    fn free_and_wait(&self, address: usize) -> Result<(), Status> {
        barrier();
        self.0.free_and_wait(address)
    }
}

/// A port each of whose requests is a critical section, which makes it atomic: for a [`crate::Doorbell`] that interrupt handlers or several
/// harts use. An alloc and the [`Port::status`] after it are two.
#[cfg(feature = "critical-section")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Exclusive<P>(pub P);

#[cfg(feature = "critical-section")]
impl<P: Port> Port for Exclusive<P> {
    fn alloc(&self, size: usize) -> Option<NonZeroUsize> {
        critical_section::with(|_| self.0.alloc(size))
    }

    fn status(&self) -> Status {
        critical_section::with(|_| self.0.status())
    }

    fn free(&self, address: usize) {
        critical_section::with(|_| self.0.free(address));
    }

    fn free_if_ours(&self, address: usize, ours: fn(usize) -> bool) -> bool {
        critical_section::with(|_| self.0.free_if_ours(address, ours))
    }

    fn free_and_wait(&self, address: usize) -> Result<(), Status> {
        critical_section::with(|_| self.0.free_and_wait(address))
    }
}
