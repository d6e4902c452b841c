//! Area, timing and power on a standard-cell library, before layout.

pub mod area;
pub mod buffer;
pub mod equivalence;
pub mod estimate;
pub mod flow;
pub mod function;
pub mod generic;
pub mod graph;
pub mod liberty;
mod liberty_file;
pub mod macros;
pub mod netlist;
pub mod power;
pub mod simulate;
pub mod sizing;
mod slack;
pub mod stimulus;
pub mod table;
pub mod technology;
pub mod timing;
pub mod verilog;
pub mod waveform;
