//! What every program for the system of `fpga/rtl/memento_soc.sv` needs: start, console, time, exit, and Memento.
#![no_std]

pub mod c;
pub mod console;
mod core_setup;
pub mod memory;
mod panic;
pub mod time;

pub use core_setup::{empty_data_cache, enable};
pub use memento_driver as driver;
pub use panic::exit;
pub use riscv;
pub use riscv_rt::entry;
