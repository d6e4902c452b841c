//! Walk cache: where the lowest tables of the page table lie, for the parts of the region walked of late.
//!
//! ```text
//!                 +---------------------------+
//!   read_key_i ──►| 2^ROW rows (RAM),         |──► hit_o, ppn_o      from the next cycle on
//!                 | one for each lowest part  |
//!   write_key_i ─►| of a class number         |
//!   write_ppn_i ─►|                           |
//!                 +---------------------------+
//! ```
//!
//! # Contract
//!
//! * Latency: one cycle. `hit_o` and `ppn_o` tell what was there in the last cycle with `read_enable_i`.
//! * A key is the number, within the region, of the memory that one lowest table covers. Its row is chosen by the lowest
//!   ROW bits of its class; a write replaces what its row held.
//! * `clear_i` empties every row; so does reset.
//!
//! # Cost
//!
//! A memory of 2^ROW rows of KEY + PPN bits, and 2^ROW + KEY flip-flops.

use crate::prim::{Ram, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// A direct-mapped memory of ROWS = 2^ROW table addresses. TAGGED is KEY + PPN.
#[derive(LogicBlock)]
pub struct WalkCache<const ROW: usize, const ROWS: usize, const KEY: usize, const PPN: usize, const TAGGED: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties every row.
    pub rst_ni: Signal<In, Bit>,
    /// Empty every row.
    pub clear_i: Signal<In, Bit>,

    /// Look a key up.
    pub read_enable_i: Signal<In, Bit>,
    /// The key.
    pub read_key_i: Signal<In, Bits<KEY>>,
    /// Its table is known.
    pub hit_o: Signal<Out, Bit>,
    /// The table's frame.
    pub ppn_o: Signal<Out, Bits<PPN>>,

    /// Keep a table.
    pub write_enable_i: Signal<In, Bit>,
    /// Its key.
    pub write_key_i: Signal<In, Bits<KEY>>,
    /// Its frame.
    pub write_ppn_i: Signal<In, Bits<PPN>>,

    /// Rows are a key with the table's frame below it.
    rows: Ram<Bits<TAGGED>, ROW>,
    valid: Register<Bits<ROWS>>,
    valid_1: Register<Bit>,
    key_1: Register<Bits<KEY>>,
    /// Bits of a key below its class.
    class_shift: Constant<Bits<6>>,
    ppn_bits: Constant<Bits<6>>,
    read_row: Signal<Local, Bits<ROW>>,
    write_row: Signal<Local, Bits<ROW>>,
}

impl<const ROW: usize, const ROWS: usize, const KEY: usize, const PPN: usize, const TAGGED: usize>
    WalkCache<ROW, ROWS, KEY, PPN, TAGGED>
{
    /// Empty rows, in a memory of the given style, for keys that begin with a class of `class_bits` bits.
    ///
    /// # Panics
    ///
    /// When the widths do not fit each other.
    pub fn new(class_bits: usize, style: RamStyle) -> Self {
        assert_eq!(ROWS, 1 << ROW, "ROWS must be 2^ROW");
        assert_eq!(TAGGED, KEY + PPN, "TAGGED must be KEY + PPN");
        assert!(ROW <= class_bits, "rows are chosen by the class");
        crate::module!(
            rows: Ram::new(style),
            class_shift: Constant::new(bits((KEY - class_bits) as u64)),
            ppn_bits: Constant::new(bits(PPN as u64));
            clk_i, rst_ni, clear_i, read_enable_i, read_key_i, hit_o, ppn_o, write_enable_i, write_key_i, write_ppn_i,
            valid, valid_1, key_1, read_row, write_row,
        )
    }
}

impl<const ROW: usize, const ROWS: usize, const KEY: usize, const PPN: usize, const TAGGED: usize> Logic
    for WalkCache<ROW, ROWS, KEY, PPN, TAGGED>
{
    kernel! {
        #[hdl_gen]
        "memento_walk_cache",
        registers: [valid, valid_1, key_1],
        clocked: [rows],
        fn update(&mut self) {
            self.read_row.next = bit_cast::<ROW, KEY>(self.read_key_i.val() >> self.class_shift.val());
            self.rows.read_enable_i.next = self.read_enable_i.val();
            self.rows.read_address_i.next = self.read_row.val();
            if self.read_enable_i.val() {
                self.valid_1.d.next = self.valid.q.val().get_bit(self.read_row.val().index());
                self.key_1.d.next = self.read_key_i.val();
            }
            self.hit_o.next = self.valid_1.q.val()
                && (bit_cast::<KEY, TAGGED>(self.rows.read_data_o.val() >> self.ppn_bits.val()) == self.key_1.q.val());
            self.ppn_o.next = self.rows.read_data_o.val().get_bits::<PPN>(0);

            self.write_row.next = bit_cast::<ROW, KEY>(self.write_key_i.val() >> self.class_shift.val());
            self.rows.write_enable_i.next = self.write_enable_i.val();
            self.rows.write_address_i.next = self.write_row.val();
            self.rows.write_data_i.next = (bit_cast::<TAGGED, KEY>(self.write_key_i.val()) << self.ppn_bits.val())
                | bit_cast::<TAGGED, PPN>(self.write_ppn_i.val());
            if self.write_enable_i.val() {
                self.valid.d.next = self.valid.q.val().replace_bit(self.write_row.val().index(), true);
            }
            if self.clear_i.val() {
                self.valid.d.next = bits::<ROWS>(0);
            }
        }
    }
}
