//! Runs Memento's RTL under test.
//!
//! From the bottom up: [`verilator`] owns compiled models and their ports.

pub mod verilator;
