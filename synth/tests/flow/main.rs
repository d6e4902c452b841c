//! Synthesis, place and route. One binary, so that its tests share the processors until the last of them.

mod asic;
mod committed_verilog;
mod small_modules;
