//! A memory whose reads show every write up to the cycle before.
//!
//! ```text
//!                   +------------------+
//!  read_address_i ─►| [ address ]      |
//!                   |     ▼            |
//!  write_*_i ──────►| 2^ADDRESS rows ──|──► read_data_o, one cycle later
//!                   +------------------+
//! ```
//!
//! # Contract
//!
//! * `read_data_o` is the row of the last `read_address_i` that came with `enable_i`, with all that has been written to it.
//! * Assumes: a write comes only with `enable_i`; with a write, `same_row_i` says whether both addresses are the same; nobody relies on the
//!   contents of a row before its first write.
//!
//! # Cost
//!
//! A register of one row for what was written last: it goes around the memory. LUT memory takes it from there a cycle later, and has its
//! read address in a register, so that neither a late address nor a late row travels far; the row read follows from the address.
//! Block memory takes row and address themselves.

use super::RamStyle;
use rust_hdl_core::prelude::*;

/// A memory of 2^ADDRESS rows of `T` with one read port and one write port.
#[derive(LogicBlock)]
pub struct TransparentRam<T: Synth, const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Read a row; write one if `write_enable_i`.
    pub enable_i: Signal<In, Bit>,
    /// Row to read.
    pub read_address_i: Signal<In, Bits<ADDRESS>>,
    /// The row read last.
    pub read_data_o: Signal<Out, T>,
    /// Write a row.
    pub write_enable_i: Signal<In, Bit>,
    /// The row to read is the row to write.
    pub same_row_i: Signal<In, Bit>,
    /// Row to write.
    pub write_address_i: Signal<In, Bits<ADDRESS>>,
    /// What to write.
    pub write_data_i: Signal<In, T>,
    _style: RamStyle,
    _rows: Vec<T>,
    _address: usize,
}

impl<T: Synth, const ADDRESS: usize> TransparentRam<T, ADDRESS> {
    /// A memory in the given resource; LUT memory unless `style` asks for block memory.
    pub fn new(style: RamStyle) -> Self {
        Self {
            clk_i: Default::default(),
            enable_i: Default::default(),
            read_address_i: Default::default(),
            read_data_o: Default::default(),
            write_enable_i: Default::default(),
            same_row_i: Default::default(),
            write_address_i: Default::default(),
            write_data_i: Default::default(),
            _style: style,
            _rows: vec![T::default(); 1 << ADDRESS],
            _address: 0,
        }
    }
}

impl<T: Synth, const ADDRESS: usize> Logic for TransparentRam<T, ADDRESS> {
    fn update(&mut self) {
        if self.clk_i.pos_edge() && self.enable_i.val() {
            if self.write_enable_i.val() {
                self._rows[self.write_address_i.val().index()] = self.write_data_i.val();
            }
            self._address = self.read_address_i.val().index();
        }
        self.read_data_o.next = self._rows[self._address];
    }
    fn connect(&mut self) {
        self.read_data_o.connect();
    }
    fn hdl(&self) -> Verilog {
        let last = (1usize << ADDRESS) - 1;
        let (top, address_top) = (T::BITS - 1, ADDRESS - 1);
        // Block memory is written at once, LUT memory a cycle later.
        let (attribute, write, read) = match self._style {
            RamStyle::Block => (
                "no_rw_check, ram_style = \"block\"",
                "always_ff @(posedge clk_i) if (write_enable_i) rows[write_address_i] <= write_data_i;\n".to_string(),
                format!(
                    "logic [{top}:0] row;\nalways_ff @(posedge clk_i) if (enable_i) row <= rows[read_address_i];\n"
                ),
            ),
            RamStyle::Auto | RamStyle::Distributed => (
                "ram_style = \"distributed\"",
                format!(
                    "logic is_written;\n\
                     logic [{address_top}:0] written_address;\n\
                     always_ff @(posedge clk_i) begin\n  \
                       if (is_written) rows[written_address] <= written;\n  \
                       if (enable_i) begin\n    \
                         is_written <= write_enable_i;\n    \
                         written_address <= write_address_i;\n  \
                       end\n\
                     end\n"
                ),
                format!(
                    "logic [{address_top}:0] address;\n\
                     always_ff @(posedge clk_i) if (enable_i) address <= read_address_i;\n\
                     logic [{top}:0] row;\n\
                     assign row = rows[address];\n"
                ),
            ),
        };
        Verilog::Custom(format!(
            "// memento_transparent_ram_{rows}x{bits}\n\
             (* {attribute} *)\n\
             logic [{top}:0] rows [0:{last}];\n\
             logic [{top}:0] written;\n\
             logic goes_around;\n\
             always_ff @(posedge clk_i) if (enable_i) begin\n  \
               written <= write_data_i;\n  \
               goes_around <= write_enable_i && same_row_i;\n\
             end\n\
             {write}\
             {read}\
             assign read_data_o = goes_around ? written : row;\n",
            rows = last + 1,
            bits = T::BITS,
        ))
    }
}
