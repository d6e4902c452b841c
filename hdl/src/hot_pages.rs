//! Where the arenas of the Hardware Object Table lie.

use crate::prim::{Ram, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// Whether an arena is its class's arena in the Hardware Object Table, found out ahead of time for a free.
///
/// ```text
///  check_class_i ──────► rows ──► compare ──► in_table_o
///  write, page  ───────►             ▲
///  check_page_i, a step later ───────┘
/// ```
///
/// Contract: a step is a cycle with `check_advance_i`: `in_table_o` is about the class of the step before last and the page of the last one. Nothing is
/// written while a class that is to be checked has gone in and its answer has not come out. After a reset, `clear_valid_i`
/// must visit every class before the first check.
///
/// Cost: a memory of 2^CLASS rows of PAGE + 1 bits. ROW is PAGE + 1.
#[derive(LogicBlock)]
pub struct HotPages<const CLASS: usize, const PAGE: usize, const ROW: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Mark the class `clear_class_i` as having no arena; no write then.
    pub clear_valid_i: Signal<In, Bit>,
    /// Class to mark.
    pub clear_class_i: Signal<In, Bits<CLASS>>,
    /// Write the first page of a class's arena.
    pub write_enable_i: Signal<In, Bit>,
    /// Class to write.
    pub write_class_i: Signal<In, Bits<CLASS>>,
    /// First page of its arena.
    pub write_page_i: Signal<In, Bits<PAGE>>,

    /// The check moves on by a step.
    pub check_advance_i: Signal<In, Bit>,
    /// Class to check.
    pub check_class_i: Signal<In, Bits<CLASS>>,
    /// First page of the arena asked about, for the class of the step before.
    pub check_page_i: Signal<In, Bits<PAGE>>,
    /// That arena is the class's arena in the table.
    pub in_table_o: Signal<Out, Bit>,

    /// A row is a page number with the valid bit below it.
    rows: Ram<Bits<ROW>, CLASS>,
    in_table: Register<Bit>,
    write: Signal<Local, Bit>,
    write_class: Signal<Local, Bits<CLASS>>,
    write_row: Signal<Local, Bits<ROW>>,
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> HotPages<CLASS, PAGE, ROW> {
    /// A memory that asks for `style`. `ROW` must be `PAGE` + 1.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(ROW, PAGE + 1, "ROW must be PAGE + 1");
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            clear_valid_i: Default::default(),
            clear_class_i: Default::default(),
            write_enable_i: Default::default(),
            write_class_i: Default::default(),
            write_page_i: Default::default(),
            check_advance_i: Default::default(),
            check_class_i: Default::default(),
            check_page_i: Default::default(),
            in_table_o: Default::default(),
            rows: Ram::new(style),
            in_table: Default::default(),
            write: Default::default(),
            write_class: Default::default(),
            write_row: Default::default(),
        }
    }
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> Logic for HotPages<CLASS, PAGE, ROW> {
    kernel! {
        #[hdl_gen]
        "memento_hot_pages",
        registers: [in_table],
        clocked: [rows],
        fn update(&mut self) {
            self.write.next = self.write_enable_i.val() || self.clear_valid_i.val();
            self.write_class.next = self.write_class_i.val();
            self.write_row.next = (bit_cast::<ROW, PAGE>(self.write_page_i.val()) << 1) | 1;
            if self.clear_valid_i.val() {
                self.write_class.next = self.clear_class_i.val();
                self.write_row.next = bits::<ROW>(0);
            }
            self.rows.write_enable_i.next = self.write.val();
            self.rows.write_address_i.next = self.write_class.val();
            self.rows.write_data_i.next = self.write_row.val();

            self.rows.read_enable_i.next = self.check_advance_i.val();
            self.rows.read_address_i.next = self.check_class_i.val();
            if self.check_advance_i.val() {
                self.in_table.d.next = self.rows.read_data_o.val().get_bit(0)
                    && (self.rows.read_data_o.val().get_bits::<PAGE>(1) == self.check_page_i.val());
            }
            self.in_table_o.next = self.in_table.q.val();
        }
    }
}
