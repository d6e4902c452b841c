//! How fast and how large a Verilog module is on an FPGA: Yosys and nextpnr on the module alone, between registers. And on standard
//! cells, with its power: [`asic`]. The command `memento synth` is [`command`].
//!
//! For an FPGA the module is put into a wrapper ([`wrapper`]) whose flip-flops feed every input and take every output, so that what
//! is measured is the module's own clock and no pin matters. Everything is read from the tools' JSON reports.

pub mod asic;
pub mod command;
pub mod design;
pub mod error;
pub mod expect;
pub mod measure;
pub mod output_registers;
pub mod report;
pub mod route;
pub mod target;
pub mod wrapper;
pub mod yosys;

pub use design::Design;
pub use error::Error;
pub use measure::{measure, Measurement};
pub use target::Target;
