//! RISC-V systems with Memento, in Verilator: `rtl/memento_soc.sv` and `rtl/memento_pico_soc.sv` with [`RAM_BYTES`] of RAM.
//!
//! [`Program`] is what runs, read from an ELF file; [`Soc`] runs it, cycle by cycle, until it says that it has ended or a limit is
//! reached. [`Board`] makes bitstreams of the systems.

mod bitstream;
mod board;
mod chip;
mod firmware;
mod layout;
mod program;
mod soc;
mod traffic;
#[allow(missing_docs)]
mod models {
    use memento_harness::verilator::{Functions, Handle, ModelInfo, PortInfo};
    use std::ffi::{c_int, c_void};
    use verilated::vcd::VcdC;
    include!(concat!(env!("OUT_DIR"), "/models.rs"));
}

pub use bitstream::{Bitstream, BitstreamError, Options};
pub use board::{Board, System};
pub use chip::{Chip, Use};
pub use firmware::{firmware, FirmwareError, WholePrograms};
pub use memento_harness::verilator::Recording;
pub use program::{Program, ProgramError};
pub use soc::{Core, CustomInstruction, Soc, Stop, DATA_ADDRESS, RAM_BYTES};
pub use traffic::Traffic;
