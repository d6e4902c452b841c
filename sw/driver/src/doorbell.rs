//! Requests by reads and writes of a hart's doorbell.

use crate::{
    bus::Bus,
    map::doorbell,
    port::{freed, status, Port},
};
use core::num::NonZeroUsize;
use memento_abi::{registers::doorbell_offset, Status};

const ALLOC: usize = doorbell("ALLOC");
const FREE: usize = doorbell("FREE");
const FREE_WAIT: usize = doorbell("FREE_WAIT");
const OPERAND_HIGH: usize = doorbell("OPERAND_HIGH");
const RESULT_STATUS: usize = doorbell("RESULT_STATUS");
const RESULT_ADDRESS_LO: usize = doorbell("RESULT_ADDRESS_LO");
const RESULT_ADDRESS_HI: usize = doorbell("RESULT_ADDRESS_HI");

/// Requests by a hart's doorbell, for a hart without the custom instructions.
///
/// A request takes several accesses and is **not** atomic: nobody else, no interrupt handler either, may use the doorbell meanwhile.
/// `Exclusive` (feature `critical-section`) sees to it.
#[derive(Clone, Copy, Debug)]
pub struct Doorbell<B> {
    bus: B,
    base: usize,
}

impl<B> Doorbell<B> {
    /// The doorbell of `hart`, of which [`crate::Memento::capacities`] says how many there are.
    pub const fn new(bus: B, hart: u32) -> Doorbell<B> {
        let base = doorbell_offset(hart) as usize;
        Doorbell { bus, base }
    }
}

impl<B: Bus> Doorbell<B> {
    fn read(&self, offset: usize) -> usize {
        self.bus.read32(self.base + offset) as usize
    }

    /// Writes `register` with the lower half of `address`, after the upper half where addresses have one.
    fn write_address(&self, register: usize, address: usize) {
        let address = address as u64;
        if usize::BITS > 32 {
            self.bus.write32(self.base + OPERAND_HIGH, (address >> 32) as u32);
        }
        self.bus.write32(self.base + register, address as u32);
    }
}

impl<B: Bus> Port for Doorbell<B> {
    #[inline]
    fn alloc(&self, size: usize) -> Option<NonZeroUsize> {
        // A size beyond 32 bits is too large in any case.
        self.bus
            .write32(self.base + ALLOC, u32::try_from(size).unwrap_or(u32::MAX));
        let mut address = self.read(RESULT_ADDRESS_LO) as u64;
        if usize::BITS > 32 {
            address |= (self.read(RESULT_ADDRESS_HI) as u64) << 32;
        }
        NonZeroUsize::new(address as usize)
    }

    fn status(&self) -> Status {
        status(self.read(RESULT_STATUS))
    }

    #[inline]
    fn free(&self, address: usize) {
        self.write_address(FREE, address);
    }

    fn free_and_wait(&self, address: usize) -> Result<(), Status> {
        self.write_address(FREE_WAIT, address);
        freed(self.read(RESULT_STATUS))
    }
}
