//! Tests of the Verilog back end.
#![allow(missing_docs)]

mod determinism;
mod operators;
mod random;
mod refusals;
mod sources;
