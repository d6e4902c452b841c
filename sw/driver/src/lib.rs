//! Driver of Memento, the hardware memory allocator. The guide, with a program in 20 lines, is `docs/src/driver.md`.
//!
//! | to | use |
//! |---|---|
//! | find the hardware and bring it up | [`Memento`], [`Config`], [`Frames`] |
//! | serve a program's allocations, with software behind | [`Heap`], [`Region`] |
//! | allocate and free, one request at a time | [`Port`]: `CustomInstruction` (on RISC-V), [`Doorbell`], [`Fenced`], `Exclusive` |
//! | reach the registers | [`Bus`], [`Mmio`] |
//! | know what goes on | [`Memento::handle_interrupt`], [`Memento::statistics`], [`Memento::state`] |
//! | switch between programs | [`Memento::switch_context`], [`Command`], [`ContextBlock`] |
//!
//! # Features
//!
//! None is on by default.
//!
//! * `c`: `c_symbols!` defines `malloc` and its kin on a heap, for programs in C.
//! * `allocator-api2`: `&Heap` is an `Allocator` of that crate, for collections that take one.
//! * `critical-section`: `Exclusive`, a port whose requests are critical sections.
#![no_std]
#![deny(missing_docs, unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]

#[cfg(test)]
extern crate std;

/// The guide's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/src/driver.md")]
mod guide {}

mod adaptors;
mod bring_up;
mod bus;
#[cfg(feature = "c")]
mod c;
#[cfg(feature = "allocator-api2")]
mod collections;
mod context;
mod device;
mod doorbell;
mod error;
mod frames;
mod heap;
#[cfg(any(target_arch = "riscv32", target_arch = "riscv64"))]
mod instruction;
mod interrupt;
mod map;
mod port;
mod region;
mod statistics;

#[cfg(feature = "critical-section")]
pub use adaptors::Exclusive;
pub use adaptors::Fenced;
pub use bring_up::Config;
pub use bus::{Bus, Mmio};
#[cfg(feature = "c")]
pub use c::headed;
pub use context::{Command, ContextBlock};
pub use device::{Memento, State};
pub use doorbell::Doorbell;
pub use error::{BringUpError, CommandError, FramesError, FramesProblem, ProbeError, Property};
pub use frames::{Frame, Frames};
pub use heap::{Heap, NoFallback};
#[cfg(any(target_arch = "riscv32", target_arch = "riscv64"))]
pub use instruction::CustomInstruction;
pub use interrupt::{Causes, Fault, Interrupt};
pub use memento_abi::{Geometry, Status, PAPER, SOC32, TINY};
pub use port::Port;
pub use region::Region;
pub use statistics::{Counter, Statistics};
