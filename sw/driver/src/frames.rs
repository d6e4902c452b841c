//! Frames of physical memory for the pool.

use crate::{
    bus::{barrier, Bus},
    error::{FramesError, FramesProblem},
    map::{bits, offset},
    Memento,
};
use memento_abi::{PAGE_BYTES, PAGE_SHIFT};

const POOL_BASE_LO: usize = offset("POOL_BASE_LO");
const POOL_ADD: usize = offset("POOL_ADD");
const POOL_STATUS: usize = offset("POOL_STATUS");
const POOL_AVAILABLE: usize = offset("POOL_AVAILABLE");
const BUSY: u32 = bits("POOL_STATUS", "BUSY").mask();
const REFUSED: u32 = bits("POOL_STATUS", "REFUSED").mask();
/// A range has fewer frames than this.
const TOO_MANY_FRAMES: u32 = 1 << 20;

/// 4096 aligned bytes.
#[repr(C, align(4096))]
pub struct Frame([u8; PAGE_BYTES as usize]);

impl Frame {
    /// A frame of zeros.
    pub const ZERO: Frame = Frame([0; PAGE_BYTES as usize]);
}

/// Zeroed frames one behind the other, in physical memory, that are nobody's: to be handed over to Memento.
#[derive(Debug, PartialEq, Eq)]
pub struct Frames {
    address: u64,
    count: u32,
}

impl Frames {
    /// `count` frames from physical address `address` on.
    ///
    /// # Safety
    /// From now on the frames are Memento's alone: nobody else reads or writes them, and they are handed over once. All their bytes are zero in
    /// memory, not in a cache that Memento does not see.
    pub const unsafe fn new(address: u64, count: u32) -> Frames {
        Frames { address, count }
    }

    /// Zeroes `memory` and gives it away, where physical addresses are addresses of this hart, and what it stores reaches memory.
    pub fn zeroed(memory: &'static mut [Frame]) -> Frames {
        for frame in memory.iter_mut() {
            frame.0.fill(0);
        }
        Frames {
            address: memory.as_mut_ptr().expose_provenance() as u64,
            count: memory.len() as u32,
        }
    }

    /// Physical address of the first frame.
    pub const fn address(&self) -> u64 {
        self.address
    }

    /// How many frames of 4096 bytes.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// What is wrong with them for addresses of so many bits.
    fn problem(&self, address_bits: u32) -> Option<FramesProblem> {
        let end = (self.address >> PAGE_SHIFT) + u64::from(self.count);
        if !self.address.is_multiple_of(PAGE_BYTES) {
            Some(FramesProblem::Unaligned)
        } else if self.count == 0 {
            Some(FramesProblem::Empty)
        } else if self.count >= TOO_MANY_FRAMES {
            Some(FramesProblem::TooMany)
        } else if self.address == 0 {
            Some(FramesProblem::AtZero)
        } else if end > 1 << (address_bits - PAGE_SHIFT) {
            Some(FramesProblem::BeyondAddresses { address_bits })
        } else {
            None
        }
    }
}

impl<B: Bus> Memento<B> {
    /// Hands over frames. Waits until a command that is under way has ended.
    ///
    /// Takes several accesses, so nobody else may do the same meanwhile. With several contexts, the frames are of the one that runs.
    ///
    /// # Errors
    /// They do not fit, the pool has four ranges already, or Memento is not running. The error has the frames.
    pub fn add_frames(&self, frames: Frames) -> Result<(), FramesError> {
        let problem = match self.in_reset() {
            true => Some(FramesProblem::NotRunning),
            false => frames.problem(self.geometry().address_bits),
        };
        if let Some(problem) = problem {
            return Err(FramesError { frames, problem });
        }
        barrier();
        self.write_pair(POOL_BASE_LO, frames.address);
        self.bus().write32(POOL_ADD, frames.count);
        loop {
            let status = self.bus().read32(POOL_STATUS);
            if status & BUSY == 0 {
                let problem = FramesProblem::NoRoom;
                return if status & REFUSED == 0 {
                    Ok(())
                } else {
                    Err(FramesError { frames, problem })
                };
            }
        }
    }

    /// Frames that are free, or being zeroed and about to be.
    pub fn available_frames(&self) -> u32 {
        self.bus().read32(POOL_AVAILABLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{boxed::Box, vec::Vec};

    #[test]
    fn memory_that_is_given_away_is_zeroed_first() {
        let memory: Vec<Frame> = (0..3).map(|_| Frame([0xEE; PAGE_BYTES as usize])).collect();
        let frames = Frames::zeroed(Box::leak(memory.into_boxed_slice()));
        assert_eq!((frames.count(), frames.address() % PAGE_BYTES), (3, 0));
        let first: *const u8 = core::ptr::with_exposed_provenance(frames.address() as usize);
        // SAFETY: it was leaked, and nobody has it.
        let bytes = unsafe { core::slice::from_raw_parts(first, 3 * PAGE_BYTES as usize) };
        assert!(bytes.iter().all(|byte| *byte == 0));
    }
}
