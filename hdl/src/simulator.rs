//! Running one module in rust-hdl's simulator, a cycle at a time and in the caller's thread.
//!
//! rust-hdl's own `Simulation` runs each test bench in a thread of its own and hands the circuit to and fro; a unit
//! test needs none of that. Order within a cycle: set inputs, [`settle`], read outputs, [`tick`].

use crate::emit::{emit, Options};
use rust_hdl_core::check_error::check_all;
use rust_hdl_core::prelude::*;

/// Passes after which a circuit that still changes is taken to oscillate.
const MAX_PASSES: usize = 100;

/// Connects `module`, runs rust-hdl's own checks (undriven signals, logic loops) on it, and sees that it has Verilog.
///
/// # Panics
///
/// When a check fails, the module cannot be printed, or the circuit oscillates.
pub fn prepare<M: Block>(mut module: M) -> M {
    module.connect_all();
    check_all(&module).expect("rust-hdl's checks pass");
    if let Err(error) = emit(&module, &Options::new("test")) {
        panic!("{error}");
    }
    settle(&mut module);
    module
}

/// Propagates the inputs through the combinational logic.
///
/// # Panics
///
/// When the circuit oscillates.
pub fn settle<M: Block>(module: &mut M) {
    assert!(simulate(module, MAX_PASSES), "the circuit did not settle");
}

/// One full clock cycle of the clock that `clk_i` selects: a rising edge, then a falling one.
///
/// # Panics
///
/// When the circuit oscillates.
pub fn tick<M: Block>(module: &mut M, clk_i: fn(&mut M) -> &mut Signal<In, Clock>) {
    settle(module);
    for level in [true, false] {
        clk_i(module).next = level.into();
        settle(module);
    }
}

/// Marsaglia's xorshift: a small generator, so that a test's inputs follow from its seed alone.
pub struct Random(u64);

impl Random {
    /// A generator that `seed`, which must not be 0, determines.
    pub fn new(seed: u64) -> Self {
        assert_ne!(seed, 0, "xorshift never leaves 0");
        Self(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
