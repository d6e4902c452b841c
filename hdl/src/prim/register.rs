//! A register with synchronous, active-low reset.

use super::sized_literal;
use rust_hdl_core::prelude::*;

/// A register: `q` takes `d` at each rising clock edge, or the reset value while `rst_ni` is low.
///
/// The Verilog back end prints it in place, as an `always_ff` of the module that owns it.
#[derive(LogicBlock, Clone, Debug)]
pub struct Register<T: Synth> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,
    /// Next value.
    pub d: Signal<In, T>,
    /// Value.
    pub q: Signal<Out, T>,
    _reset_value: T,
}

impl<T: Synth> Register<T> {
    /// A register that reset sets to `reset_value`.
    pub fn new(reset_value: T) -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            d: Default::default(),
            q: Signal::new_with_default(reset_value),
            _reset_value: reset_value,
        }
    }
}

impl<T: Synth> Default for Register<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Synth> Logic for Register<T> {
    fn update(&mut self) {
        if self.clk_i.pos_edge() {
            self.q.next = if self.rst_ni.val() {
                self.d.val()
            } else {
                self._reset_value
            };
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "// memento_register\nalways_ff @(posedge clk_i) begin\n  if (!rst_ni) q <= {};\n  else q <= d;\nend\n",
            sized_literal(self._reset_value)
        ))
    }
}
