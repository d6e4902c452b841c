//! A small memory that is read combinationally.
//!
//! ```text
//!                        +-----------------+
//!   read_address_i ─────►| 2^ADDRESS rows  |──► read_data_o
//!   write_enable_i ─────►|                 |
//!   write_address_i ────►|                 |
//!   write_data_i ───────►|                 |
//!                        +-----------------+
//! ```
//!
//! # Contract
//!
//! * Latency: reads none, combinational; a row shows what was written from the cycle after the write.
//! * Assumes: nobody relies on the contents of a row before its first write; there is no reset.
//!
//! # Cost
//!
//! LUT memory on ECP5, one cell per 16 rows of 4 bits. iCE40 has none: it takes block RAM where the read address comes
//! straight from a register, else flip-flops. Keep it small. Where the read address comes straight from a register Yosys may take
//! block RAM on ECP5 too, which shows its data 5.8 ns after the edge: ask for `RamStyle::Distributed` where that is too late.

use super::RamStyle;
use rust_hdl_core::prelude::*;

/// 2^ADDRESS rows of `T` with one combinational read port and one write port.
#[derive(LogicBlock)]
pub struct RegisterFile<T: Synth, const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Row to read.
    pub read_address_i: Signal<In, Bits<ADDRESS>>,
    /// That row, in the same cycle.
    pub read_data_o: Signal<Out, T>,
    /// Write a row.
    pub write_enable_i: Signal<In, Bit>,
    /// Row to write.
    pub write_address_i: Signal<In, Bits<ADDRESS>>,
    /// What to write.
    pub write_data_i: Signal<In, T>,
    _style: RamStyle,
    _rows: Vec<T>,
}

impl<T: Synth, const ADDRESS: usize> RegisterFile<T, ADDRESS> {
    /// A register file in LUT memory if `style` asks for that; block memory alone cannot hold one, so that any other style leaves
    /// the choice to the synthesiser.
    pub fn new(style: RamStyle) -> Self {
        Self {
            clk_i: Default::default(),
            read_address_i: Default::default(),
            read_data_o: Default::default(),
            write_enable_i: Default::default(),
            write_address_i: Default::default(),
            write_data_i: Default::default(),
            _style: style,
            _rows: vec![T::default(); 1 << ADDRESS],
        }
    }
}

impl<T: Synth, const ADDRESS: usize> Default for RegisterFile<T, ADDRESS> {
    fn default() -> Self {
        Self::new(RamStyle::Auto)
    }
}

impl<T: Synth, const ADDRESS: usize> Logic for RegisterFile<T, ADDRESS> {
    fn update(&mut self) {
        if self.clk_i.pos_edge() && self.write_enable_i.val() {
            self._rows[self.write_address_i.val().index()] = self.write_data_i.val();
        }
        self.read_data_o.next = self._rows[self.read_address_i.val().index()];
    }
    fn connect(&mut self) {
        self.read_data_o.connect();
    }
    fn hdl(&self) -> Verilog {
        let rows = 1usize << ADDRESS;
        let attribute = match self._style {
            RamStyle::Distributed => "(* ram_style = \"distributed\" *)\n",
            RamStyle::Auto | RamStyle::Block => "",
        };
        Verilog::Custom(format!(
            "// memento_register_file_{rows}x{bits}\n\
             {attribute}logic [{top}:0] rows [0:{last}];\n\
             always_ff @(posedge clk_i) begin\n  \
               if (write_enable_i) rows[write_address_i] <= write_data_i;\n\
             end\n\
             assign read_data_o = rows[read_address_i];\n",
            bits = T::BITS,
            top = T::BITS - 1,
            last = rows - 1,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle, tick, Random};

    #[test]
    fn every_row_shows_its_last_write_from_the_next_cycle_on() {
        let mut uut = prepare(RegisterFile::<Bits<20>, 3>::default());
        let mut random = Random::new(5);
        let mut rows = [0; 8];
        for _ in 0..2_000 {
            let (row, value, write) = (random.below(8), random.below(1 << 20), random.below(2) == 0);
            uut.write_enable_i.next = write;
            uut.write_address_i.next = bits(row);
            uut.write_data_i.next = bits(value);
            uut.read_address_i.next = bits(row);
            settle(&mut uut);
            assert_eq!(
                uut.read_data_o.val(),
                bits(rows[row as usize]),
                "before the write of row {row}"
            );
            tick(&mut uut, |m| &mut m.clk_i);
            if write {
                rows[row as usize] = value;
            }
            for (address, &value) in rows.iter().enumerate() {
                uut.read_address_i.next = bits(address as u64);
                settle(&mut uut);
                assert_eq!(uut.read_data_o.val(), bits(value), "row {address}");
            }
        }
    }
}
