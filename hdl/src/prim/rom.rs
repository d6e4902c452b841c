//! A table of constants.
//!
//! ```text
//!                +-----------------+
//!   address_i ──►| 2^ADDRESS rows  |──► data_o
//!                +-----------------+
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational: `data_o` is the row at `address_i`.
//!
//! # Cost
//!
//! A `case` statement, of which a synthesiser makes LUTs: one six-input function per data bit for 64 rows, none for a
//! bit that is the same in all rows.

use super::sized_literal;
use rust_hdl_core::prelude::*;

/// A table of 2^ADDRESS constants of `T`.
#[derive(LogicBlock)]
pub struct Rom<T: Synth, const ADDRESS: usize> {
    /// Row to read.
    pub address_i: Signal<In, Bits<ADDRESS>>,
    /// The row.
    pub data_o: Signal<Out, T>,
    _name: &'static str,
    _rows: Vec<T>,
}

impl<T: Synth, const ADDRESS: usize> Rom<T, ADDRESS> {
    /// The table whose row `r` is `row(r)`. `name` says what the table holds and becomes part of the Verilog module's
    /// name.
    pub fn new(name: &'static str, row: impl FnMut(usize) -> T) -> Self {
        Self {
            address_i: Default::default(),
            data_o: Default::default(),
            _name: name,
            _rows: (0..1 << ADDRESS).map(row).collect(),
        }
    }

    /// The constant at `address`.
    pub fn row(&self, address: usize) -> T {
        self._rows[address]
    }
}

impl<T: Synth, const ADDRESS: usize> Logic for Rom<T, ADDRESS> {
    fn update(&mut self) {
        self.data_o.next = self._rows[self.address_i.val().index()];
    }
    fn connect(&mut self) {
        self.data_o.connect();
    }
    fn hdl(&self) -> Verilog {
        let rows: String = (self._rows.iter().enumerate())
            .map(|(address, &row)| format!("    {ADDRESS}'d{address}: data_o = {};\n", sized_literal(row)))
            .collect();
        Verilog::Custom(format!(
            "// memento_rom_{}\nalways @* begin\n  case (address_i)\n{rows}    default: data_o = {};\n  endcase\nend\n",
            self._name,
            sized_literal(T::default())
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn every_row_is_read_in_the_same_cycle() {
        let mut rom = prepare(Rom::<Bits<9>, 5>::new("squares", |row| bits((row * row) as u64 & 511)));
        for row in (0..32).rev() {
            rom.address_i.next = bits(row);
            settle(&mut rom);
            assert_eq!(rom.data_o.val(), bits((row * row) & 511));
        }
    }

    #[test]
    fn the_verilog_has_one_case_a_row() {
        let rom = Rom::<Bits<5>, 2>::new("odd", |row| bits(2 * row as u64 + 1));
        let Verilog::Custom(text) = rom.hdl() else {
            panic!("a table is printed as text")
        };
        assert!(text.starts_with("// memento_rom_odd\n"));
        for line in [
            "2'd0: data_o = 5'b1;",
            "2'd3: data_o = 5'b111;",
            "default: data_o = 5'b0;",
        ] {
            assert!(text.contains(line), "`{line}` is missing in:\n{text}");
        }
    }
}
