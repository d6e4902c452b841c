//! Property tests of single modules, on the Verilog that is shipped.
//!
//! A test states a module's contract as a [`Reference`]: which steps may come next, and what each does and shows. The
//! rest is here: random steps for every form of the module in a configuration, shrinking, recording, and a report with a test to
//! paste. The tests are in `tests/modules`, one file for each module.

mod check;
mod dut;
mod faults;
#[allow(missing_docs)]
mod models {
    use memento_harness::verilator::{Functions, Handle, ModelInfo, PortInfo};
    use std::ffi::{c_int, c_void};
    use verilated::vcd::VcdC;
    include!(concat!(env!("OUT_DIR"), "/models.rs"));
}
pub mod line_port;
pub mod memory_port;
mod value;

pub use check::{check, check_module, notices, replay, Failure, Reference};
pub use dut::{Mismatch, Module, ModuleDut};
pub use faults::{Fault, FAULTS};
pub use value::{Pins, Value};
