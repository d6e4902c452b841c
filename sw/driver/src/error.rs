//! What can go wrong, each as a sentence that says what to do.

use crate::Frames;
use core::fmt;
use memento_abi::registers::{ID, VERSION};

/// The hardware is not what this program was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// Something else answers.
    #[error("register ID reads {found:#010x} and not {ID:#010x}: there is no Memento at this address, look at the window's base")]
    NotMemento {
        /// What the register reads.
        found: u32,
    },
    /// The registers are of another version.
    #[error(
        "the hardware has version {}.{} of the registers, and this driver is for {}.{}: use driver and hardware of one release",
        found >> 16, found & 0xFFFF, VERSION >> 16, VERSION & 0xFFFF
    )]
    Version {
        /// The hardware's, major above minor.
        found: u32,
    },
    /// The configuration is another one.
    #[error("the hardware has {found} {property}, and this program was built for {expected} (`{configuration}`): build it for the hardware's configuration")]
    Geometry {
        /// What differs.
        property: Property,
        /// The hardware's.
        found: u32,
        /// The program's.
        expected: u32,
        /// The configuration that the program was built for.
        configuration: &'static str,
    },
    /// Addresses of the hardware do not fit this hart's.
    #[error("the hardware has addresses of {hardware_bits} bits, and this hart of {hart_bits}: use a configuration of at most {hart_bits}")]
    Addresses {
        /// The hardware's.
        hardware_bits: u32,
        /// The hart's.
        hart_bits: u32,
    },
}

/// What a configuration has a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// Size classes.
    Classes,
    /// Bits of an address.
    AddressBits,
    /// log2 of the region's bytes.
    RegionBits,
    /// Levels of the page table: 2 for Sv32, 3 for Sv39.
    PageTableLevels,
    /// Objects of an arena.
    ObjectsPerArena,
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Property::Classes => "size classes",
            Property::AddressBits => "address bits",
            Property::RegionBits => "bits of offset in the region",
            Property::PageTableLevels => "page-table levels",
            Property::ObjectsPerArena => "objects per arena",
        })
    }
}

/// The hardware could not be brought up.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BringUpError {
    /// The region's place is impossible.
    #[error("a region at {base:#x} is impossible: its base must be a multiple of its {bytes:#x} bytes, above 0, and of {address_bits} bits")]
    Region {
        /// The base given.
        base: u64,
        /// The region's size.
        bytes: u64,
        /// Width of an address.
        address_bits: u32,
    },
    /// The root page table's place is impossible.
    #[error("a root page table at {root:#x} is impossible: it must be a frame's address, a multiple of 4096, above 0, and of {address_bits} bits")]
    Root {
        /// The address given.
        root: u64,
        /// Width of an address.
        address_bits: u32,
    },
    /// A register does not hold what was written to it.
    #[error("register {register} reads {found:#x} after {written:#x} was written: the hardware refused it, or the window's bus is broken")]
    Refused {
        /// Its name.
        register: &'static str,
        /// What it reads.
        found: u64,
        /// What was written.
        written: u64,
    },
    /// A range of frames was not taken.
    #[error(transparent)]
    Frames(#[from] FramesError),
}

/// A command that was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The block's address is impossible.
    #[error(
        "a context block at {address:#x} is impossible: its address must be a multiple of 64, of {address_bits} bits"
    )]
    Block {
        /// The address given.
        address: u64,
        /// Width of an address.
        address_bits: u32,
    },
    /// Memento is held in reset.
    #[error("Memento is in reset, bring it up first")]
    NotRunning,
    /// Another command is under way.
    #[error("another command is under way, wait until it has finished")]
    Busy,
    /// Memory answered with an error, or a reset interrupted it.
    #[error("the command has failed, because memory answered with an error or a reset interrupted it: reset Memento and bring it up again")]
    Failed,
}

/// Frames that were not taken.
#[derive(Debug, PartialEq, Eq)]
pub struct FramesError {
    /// The frames: still the caller's.
    pub frames: Frames,
    /// Why not.
    pub problem: FramesProblem,
}

/// Why frames are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FramesProblem {
    /// There is none.
    Empty,
    /// The first one's address is no frame's.
    Unaligned,
    /// The first one is at address 0.
    AtZero,
    /// They are 2^20 or more.
    TooMany,
    /// They go beyond the address space.
    BeyondAddresses {
        /// Width of an address.
        address_bits: u32,
    },
    /// The pool has four ranges, as many as there can be.
    NoRoom,
    /// Memento is held in reset.
    NotRunning,
}

impl fmt::Display for FramesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, address) = (self.frames.count(), self.frames.address());
        write!(f, "{count} frames from {address:#x} on were not taken: ")?;
        match self.problem {
            FramesProblem::Empty => f.write_str("hand over at least one"),
            FramesProblem::Unaligned => f.write_str("the address must be a multiple of 4096"),
            FramesProblem::AtZero => f.write_str("address 0 cannot be handed out, leave its frame out"),
            FramesProblem::TooMany => f.write_str("a range has at most 1048575, make it smaller"),
            FramesProblem::BeyondAddresses { address_bits } => {
                write!(
                    f,
                    "they go beyond the {address_bits} bits of an address, hand over fewer"
                )
            }
            FramesProblem::NoRoom => f.write_str("the pool has four ranges already, make ranges larger"),
            FramesProblem::NotRunning => f.write_str("Memento is in reset, bring it up first"),
        }
    }
}

impl core::error::Error for FramesError {}
