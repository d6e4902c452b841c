//! Programs on the simulated systems. One binary, so that its tests share the processors until the last of them.

mod board;
mod picorv32;
mod programs;
mod selftest;
mod stress;
