//! Memories with one synchronous read port and one write port.
//!
//! A read of the row that is written in the same cycle returns the old contents; nobody relies on the contents of a
//! row before its first write.

use rust_hdl_core::prelude::*;

/// Which memory resource the synthesiser is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RamStyle {
    /// The synthesiser's choice.
    #[default]
    Auto,
    /// LUT memory.
    Distributed,
    /// Block memory.
    Block,
}

impl RamStyle {
    fn attribute(self) -> &'static str {
        match self {
            RamStyle::Auto => "(* no_rw_check *)",
            RamStyle::Distributed => "(* no_rw_check, ram_style = \"distributed\" *)",
            RamStyle::Block => "(* no_rw_check, ram_style = \"block\" *)",
        }
    }
}

/// A memory of 2^ADDRESS rows of `T`. Read data come one cycle after `read_enable_i` and stay until the next read.
#[derive(LogicBlock)]
pub struct Ram<T: Synth, const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Read a row.
    pub read_enable_i: Signal<In, Bit>,
    /// Row to read.
    pub read_address_i: Signal<In, Bits<ADDRESS>>,
    /// The row read last.
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

impl<T: Synth, const ADDRESS: usize> Ram<T, ADDRESS> {
    /// A memory in the given resource.
    pub fn new(style: RamStyle) -> Self {
        Self {
            clk_i: Default::default(),
            read_enable_i: Default::default(),
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

impl<T: Synth, const ADDRESS: usize> Default for Ram<T, ADDRESS> {
    fn default() -> Self {
        Self::new(RamStyle::Auto)
    }
}

impl<T: Synth, const ADDRESS: usize> Logic for Ram<T, ADDRESS> {
    fn update(&mut self) {
        if self.clk_i.pos_edge() {
            if self.read_enable_i.val() {
                self.read_data_o.next = self._rows[self.read_address_i.val().index()];
            }
            if self.write_enable_i.val() {
                self._rows[self.write_address_i.val().index()] = self.write_data_i.val();
            }
        }
    }
    fn connect(&mut self) {
        self.read_data_o.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "// memento_ram_{rows}x{bits}\n\
             {attribute}\n\
             logic [{top}:0] rows [0:{last}];\n\
             always_ff @(posedge clk_i) begin\n  \
               if (write_enable_i) rows[write_address_i] <= write_data_i;\n  \
               if (read_enable_i) read_data_o <= rows[read_address_i];\n\
             end\n",
            attribute = self._style.attribute(),
            bits = T::BITS,
            rows = 1usize << ADDRESS,
            top = T::BITS - 1,
            last = (1usize << ADDRESS) - 1,
        ))
    }
}

/// A memory of 2^ADDRESS rows of 64 bits whose four 16-bit words are written one by one or together. Read data come
/// one cycle after `read_enable_i` and stay until the next read.
#[derive(LogicBlock)]
pub struct MaskedRam<const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Read a row.
    pub read_enable_i: Signal<In, Bit>,
    /// Row to read.
    pub read_address_i: Signal<In, Bits<ADDRESS>>,
    /// The row read last.
    pub read_data_o: Signal<Out, Bits<64>>,
    /// Words of the row to write, lowest word first.
    pub write_mask_i: Signal<In, Bits<4>>,
    /// Row to write.
    pub write_address_i: Signal<In, Bits<ADDRESS>>,
    /// What to write.
    pub write_data_i: Signal<In, Bits<64>>,
    _style: RamStyle,
    _rows: Vec<Bits<64>>,
}

impl<const ADDRESS: usize> MaskedRam<ADDRESS> {
    /// A memory in the given resource.
    pub fn new(style: RamStyle) -> Self {
        Self {
            clk_i: Default::default(),
            read_enable_i: Default::default(),
            read_address_i: Default::default(),
            read_data_o: Default::default(),
            write_mask_i: Default::default(),
            write_address_i: Default::default(),
            write_data_i: Default::default(),
            _style: style,
            _rows: vec![Default::default(); 1 << ADDRESS],
        }
    }
}

impl<const ADDRESS: usize> Default for MaskedRam<ADDRESS> {
    fn default() -> Self {
        Self::new(RamStyle::Auto)
    }
}

impl<const ADDRESS: usize> Logic for MaskedRam<ADDRESS> {
    fn update(&mut self) {
        if self.clk_i.pos_edge() {
            if self.read_enable_i.val() {
                self.read_data_o.next = self._rows[self.read_address_i.val().index()];
            }
            let row = &mut self._rows[self.write_address_i.val().index()];
            for word in 0..4 {
                if self.write_mask_i.val().get_bit(word) {
                    for bit in 16 * word..16 * word + 16 {
                        *row = row.replace_bit(bit, self.write_data_i.val().get_bit(bit));
                    }
                }
            }
        }
    }
    fn connect(&mut self) {
        self.read_data_o.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "// memento_masked_ram_{rows}x64\n\
             {attribute}\n\
             logic [63:0] rows [0:{last}];\n\
             always_ff @(posedge clk_i) begin\n  \
               if (write_mask_i[0]) rows[write_address_i][15:0] <= write_data_i[15:0];\n  \
               if (write_mask_i[1]) rows[write_address_i][31:16] <= write_data_i[31:16];\n  \
               if (write_mask_i[2]) rows[write_address_i][47:32] <= write_data_i[47:32];\n  \
               if (write_mask_i[3]) rows[write_address_i][63:48] <= write_data_i[63:48];\n  \
               if (read_enable_i) read_data_o <= rows[read_address_i];\n\
             end\n",
            attribute = self._style.attribute(),
            rows = 1usize << ADDRESS,
            last = (1usize << ADDRESS) - 1,
        ))
    }
}
