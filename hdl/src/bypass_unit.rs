//! Which lines of the arenas in the Hardware Object Table nobody can have touched yet.

use crate::prim::{RamStyle, Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// For the arena that each class has in the Hardware Object Table: how many of its body lines, from the first on, may
/// have been touched. A line beyond them is new: the cache makes it of zeros and reads no memory.
///
/// ```text
///  install_*  ───────────────► row: valid | first page | bypass ──┬─► value_o  (of value_class_i)
///  query_class_i ─────────────►      └──► [row]                   │
///  query_page_i, query_line_i ─► same arena, line >= bypass ──► query_new_o
///                                    └──► [moved] ──► bypass = line + 1
/// ```
///
/// # Contract
///
/// * `query_class_i` is that of the next cycle's query. The answers are combinational: `query_new_o` in the query's own cycle, `value_o` in the cycle of
///   `value_class_i`.
/// * A query takes place in a cycle with `query_valid_i` and `query_ready_o`; it waits while an entry is installed or was in the cycle before, while the
///   unit empties itself, and for two cycles while `bypass` moves. If its line is new, the arena's `bypass` moves to line + 1 in the next cycle without an install: the answer
///   comes late in its own. An arena that is replaced until then keeps nothing.
/// * An install never waits, and replaces the class's entry. It must be done before anybody learns an address of the arena.
/// * With `enable_i` low no line is called new; `bypass` moves all the same.
/// * Reset, or `clear_i` in a cycle with `ready_o`, empties every entry: `ready_o` is low for the 2^CLASS cycles of that, and nothing
///   may be installed.
///
/// # Cost
///
/// Two register files of 2^CLASS rows, of PAGE + 17 and of 16 bits, and registers of 2 (ROW + CLASS + 1) bits. ROW is PAGE + 17.
#[derive(LogicBlock)]
pub struct BypassUnit<const CLASS: usize, const PAGE: usize, const ROW: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: forgets every arena.
    pub rst_ni: Signal<In, Bit>,

    /// Lines may be called new.
    pub enable_i: Signal<In, Bit>,
    /// Forget every arena.
    pub clear_i: Signal<In, Bit>,
    /// The unit is not emptying itself.
    pub ready_o: Signal<Out, Bit>,

    /// An arena comes into the table.
    pub install_valid_i: Signal<In, Bit>,
    /// Its class.
    pub install_class_i: Signal<In, Bits<CLASS>>,
    /// Its first page.
    pub install_page_i: Signal<In, Bits<PAGE>>,
    /// Body lines that may have been touched.
    pub install_value_i: Signal<In, Bits<16>>,

    /// A line is missing in the cache.
    pub query_valid_i: Signal<In, Bit>,
    /// The query takes place.
    pub query_ready_o: Signal<Out, Bit>,
    /// Class of the line's arena, a cycle earlier.
    pub query_class_i: Signal<In, Bits<CLASS>>,
    /// First page of the line's arena.
    pub query_page_i: Signal<In, Bits<PAGE>>,
    /// The line, counted from the first behind the header.
    pub query_line_i: Signal<In, Bits<16>>,
    /// It is new.
    pub query_new_o: Signal<Out, Bit>,

    /// Class whose `bypass` to show.
    pub value_class_i: Signal<In, Bits<CLASS>>,
    /// `bypass` of the class's arena; means nothing before one was installed.
    pub value_o: Signal<Out, Bits<16>>,

    /// A row is the valid bit, above the first page, above `bypass`.
    rows: RegisterFile<Bits<ROW>, CLASS>,
    values: RegisterFile<Bits<16>, CLASS>,
    ready: Register<Bit>,
    /// The class that is emptied.
    emptied: Register<Bits<CLASS>>,
    /// The row of the query's class, as it was in the cycle before, ..
    row: Register<Bits<ROW>>,
    row_class: Register<Bits<CLASS>>,
    /// .. in which a row was written.
    stale: Register<Bit>,
    /// A query has moved `bypass`: this row is still to be written.
    moved: Register<Bit>,
    moved_class: Register<Bits<CLASS>>,
    moved_row: Register<Bits<ROW>>,
    accept: Signal<Local, Bit>,
    advance: Signal<Local, Bit>,
    write: Signal<Local, Bit>,
    write_class: Signal<Local, Bits<CLASS>>,
    write_row: Signal<Local, Bits<ROW>>,
    /// The row that the line's arena would have, with `bypass` 0.
    arena: Signal<Local, Bits<ROW>>,
    valid_bit: Constant<Bits<ROW>>,
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> BypassUnit<CLASS, PAGE, ROW> {
    /// A unit whose register files ask for `style`: an answer goes a long way in its cycle.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(ROW, PAGE + 17, "ROW must be PAGE + 17");
        crate::module!(
            valid_bit: Constant::new(bits(1 << (PAGE + 16))),
            rows: RegisterFile::new(style),
            values: RegisterFile::new(style);
            clk_i, rst_ni, enable_i, clear_i, ready_o, install_valid_i, install_class_i, install_page_i,
            install_value_i, query_valid_i, query_ready_o, query_class_i, query_page_i, query_line_i, query_new_o,
            value_class_i, value_o, ready, emptied, row, row_class, stale, moved, moved_class, moved_row, accept, advance, write, write_class, write_row, arena,
        )
    }
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> Logic for BypassUnit<CLASS, PAGE, ROW> {
    kernel! {
        #[hdl_gen]
        "memento_bypass_unit",
        registers: [ready, emptied, row, row_class, stale, moved, moved_class, moved_row],
        clocked: [rows, values],
        fn update(&mut self) {
            self.ready_o.next = self.ready.q.val();
            if self.clear_i.val() {
                self.ready.d.next = false;
            }
            if !self.ready.q.val() {
                self.emptied.d.next = self.emptied.q.val() + 1;
                self.ready.d.next = self.emptied.q.val().all();
            }

            comment!("A line of the arena in the table, at or beyond bypass, moves it; installs go first.");
            self.accept.next = self.ready.q.val() && !self.install_valid_i.val() && !self.moved.q.val() && !self.stale.q.val();
            self.query_ready_o.next = self.accept.val();
            self.rows.read_address_i.next = self.query_class_i.val();
            self.arena.next = self.valid_bit.val() | (bit_cast::<ROW, PAGE>(self.query_page_i.val()) << 16);
            self.row.d.next = self.rows.read_data_o.val();
            self.row_class.d.next = self.query_class_i.val();
            self.advance.next = ((self.row.q.val() >> 16) == (self.arena.val() >> 16))
                && (self.query_line_i.val() >= self.row.q.val().get_bits::<16>(0));
            self.query_new_o.next = self.advance.val() && self.enable_i.val();

            self.moved.d.next = (self.query_valid_i.val() && self.accept.val() && self.advance.val())
                || (self.moved.q.val()
                    && self.install_valid_i.val()
                    && (self.install_class_i.val() != self.moved_class.q.val()));
            if !self.moved.q.val() {
                self.moved_class.d.next = self.row_class.q.val();
                self.moved_row.d.next = self.arena.val() | bit_cast::<ROW, 16>(self.query_line_i.val() + 1);
            }

            self.write.next = self.moved.q.val();
            self.write_class.next = self.moved_class.q.val();
            self.write_row.next = self.moved_row.q.val();
            if self.install_valid_i.val() {
                self.write.next = true;
                self.write_class.next = self.install_class_i.val();
                self.write_row.next = self.valid_bit.val()
                    | (bit_cast::<ROW, PAGE>(self.install_page_i.val()) << 16)
                    | bit_cast::<ROW, 16>(self.install_value_i.val());
            }
            if !self.ready.q.val() {
                self.write.next = true;
                self.write_class.next = self.emptied.q.val();
                self.write_row.next = bits::<ROW>(0);
                self.moved.d.next = false;
            }
            self.stale.d.next = self.write.val();
            self.rows.write_enable_i.next = self.write.val();
            self.rows.write_address_i.next = self.write_class.val();
            self.rows.write_data_i.next = self.write_row.val();
            self.values.write_enable_i.next = self.write.val();
            self.values.write_address_i.next = self.write_class.val();
            self.values.write_data_i.next = self.write_row.val().get_bits::<16>(0);

            self.values.read_address_i.next = self.value_class_i.val();
            self.value_o.next = self.values.read_data_o.val();
        }
    }
}
