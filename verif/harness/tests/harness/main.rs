//! The harness, and the devices in it. One binary, so that its tests share the processors until the last of them.

mod data;
mod harness_notices;
mod object_allocator;
mod replay;
mod rules;
mod suite;
mod top;
mod top_scoreboard;
mod verilator;
