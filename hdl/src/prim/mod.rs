//! Primitives: the only place where flip-flops and memories are made.

mod fifo;
mod ram;
mod register;
mod register_file;
mod rom;
mod skid_buffer;
mod transparent_ram;

pub use fifo::Fifo;
pub use ram::{MaskedRam, Ram, RamStyle};
pub use register::Register;
pub use register_file::RegisterFile;
pub use rom::Rom;
pub use skid_buffer::SkidBuffer;
pub use transparent_ram::TransparentRam;

use rust_hdl_core::prelude::*;

/// `value` as a Verilog literal of its type's own width. (The literal that enums print is 64 bits wide.)
fn sized_literal<T: Synth>(value: T) -> String {
    let text = value.verilog().to_string();
    let digits = text.split_once('\'').map_or(text.as_str(), |(_, digits)| digits);
    format!("{}'{}", T::BITS, digits)
}
