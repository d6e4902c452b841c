//! Interrupts, and the errors that they tell of.

use crate::{
    bus::Bus,
    error::FramesError,
    map::{bits, offset, Bits},
    Frames, Memento,
};
use memento_abi::Status;

const IRQ_CAUSE: usize = offset("IRQ_CAUSE");
const IRQ_ENABLE: usize = offset("IRQ_ENABLE");
const ERROR_STATUS: usize = offset("ERROR_STATUS");
const ERROR_ADDRESS: usize = offset("ERROR_ADDRESS_LO");
const ACCESS_FAULT_STATUS: usize = offset("ACCESS_FAULT_STATUS");
const ACCESS_FAULT_ADDRESS: usize = offset("ACCESS_FAULT_ADDRESS_LO");
// The two registers look alike, but for WRITE.
const VALID: u32 = bits("ACCESS_FAULT_STATUS", "VALID").mask();
const OVERFLOW: u32 = bits("ACCESS_FAULT_STATUS", "OVERFLOW").mask();
const CODE: Bits = bits("ACCESS_FAULT_STATUS", "STATUS");
const WRITE: u32 = bits("ACCESS_FAULT_STATUS", "WRITE").mask();

const fn cause(name: &str) -> u32 {
    bits("IRQ_CAUSE", name).mask()
}

bitflags::bitflags! {
    /// Why the interrupt is raised.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Causes: u32 {
        /// A posted free has failed.
        const POSTED_ERROR = cause("POSTED_ERROR");
        /// The available frames have become fewer than the low-water mark.
        const LOW_WATER = cause("LOW_WATER");
        /// A request or an access found no frame.
        const OUT_OF_FRAMES = cause("OUT_OF_FRAMES");
        /// A write to memory has failed: only [`crate::Memento::reset`] helps.
        const BUS_FAULT = cause("BUS_FAULT");
        /// A load or store of a hart has failed.
        const ACCESS_FAULT = cause("ACCESS_FAULT");
        /// A command has ended.
        const COMMAND_DONE = cause("COMMAND_DONE");
    }
}

/// A posted free, or a load or store, that has failed: the program's error, unless memory or frames failed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Why.
    pub status: Status,
    /// The address it was given.
    pub address: u64,
    /// It was a store. Of a free, `false`.
    pub write: bool,
    /// Others failed after it, of which nothing is known.
    pub more: bool,
}

/// What was the matter, and what was done about it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Interrupt {
    /// The causes, which have been acknowledged.
    pub causes: Causes,
    /// With [`Causes::POSTED_ERROR`]: the free.
    pub posted_error: Option<Fault>,
    /// With [`Causes::ACCESS_FAULT`]: the load or store.
    pub access_fault: Option<Fault>,
    /// Frames that were to be handed over and were not taken.
    pub refused: Option<FramesError>,
}

impl<B: Bus> Memento<B> {
    /// Handles an interrupt: reads the causes and acknowledges them, collects what failed, and where frames are few or none asks
    /// `more_frames` for a range and hands it over. What happens meanwhile raises the interrupt again.
    ///
    /// Causes that are not enabled are handled too. While another part of the program may be in [`Memento::add_frames`] or switches
    /// contexts, the interrupt must be masked.
    pub fn handle_interrupt(&self, more_frames: impl FnOnce() -> Option<Frames>) -> Interrupt {
        let causes = Causes::from_bits_truncate(self.bus().read32(IRQ_CAUSE));
        // Before anything is read of what they are about, so that nothing new is missed.
        self.bus().write32(IRQ_CAUSE, causes.bits());
        let of = |cause, fault: fn(&Self) -> Option<Fault>| causes.contains(cause).then(|| fault(self)).flatten();
        let posted_error = of(Causes::POSTED_ERROR, Self::take_posted_error);
        let access_fault = of(Causes::ACCESS_FAULT, Self::take_access_fault);
        let few = causes.intersects(Causes::LOW_WATER | Causes::OUT_OF_FRAMES);
        let frames = few.then(more_frames).flatten();
        let refused = frames.and_then(|frames| self.add_frames(frames).err());
        Interrupt {
            causes,
            posted_error,
            access_fault,
            refused,
        }
    }

    /// Sets which causes raise the interrupt.
    pub fn set_interrupts(&self, causes: Causes) {
        self.bus().write32(IRQ_ENABLE, causes.bits());
    }

    /// The first posted free that failed since the last time, and forgets it. Those under way may fail yet: after
    /// [`crate::Command::Flush`], or once [`crate::State::IDLE`] was there, all are known.
    pub fn take_posted_error(&self) -> Option<Fault> {
        self.take_fault(ERROR_STATUS, ERROR_ADDRESS)
    }

    /// The first load or store that failed since the last time, and forgets it.
    pub fn take_access_fault(&self) -> Option<Fault> {
        self.take_fault(ACCESS_FAULT_STATUS, ACCESS_FAULT_ADDRESS)
    }

    /// Forgets what failed: a reset does not.
    pub(crate) fn forget_faults(&self) {
        for status in [ERROR_STATUS, ACCESS_FAULT_STATUS] {
            self.bus().write32(status, VALID | OVERFLOW);
        }
    }

    fn take_fault(&self, status: usize, address: usize) -> Option<Fault> {
        let word = self.bus().read32(status);
        if word & VALID == 0 {
            return None;
        }
        let address = self.read_pair(address);
        self.bus().write32(status, VALID | OVERFLOW);
        Some(Fault {
            status: Status::ALL[CODE.of(word) as usize],
            address,
            write: word & WRITE != 0,
            more: word & OVERFLOW != 0,
        })
    }
}
