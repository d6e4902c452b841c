//! The entries of the Hardware Object Table, one per class.

use crate::prim::{RamStyle, Register, TransparentRam};
use rust_hdl_core::prelude::*;

/// The entries of the Hardware Object Table, with the first page of each class's arena: read, changed and written back in three
/// steps that move together.
///
/// ```text
///       H0                     H1                        H2
///  read_class_i ─► [ class ] ─► rows (memory) ─► choice ─► [ entry, page ] ─► entry_o, page_o
///                                  ▲               ▲                            │
///                                  └───────────────┴──── write_entry_i, page ◄──┘ (the step)
/// ```
///
/// The memory's address comes straight from a register, and an entry is in one when it is looked at: the choice of an operation and
/// what it makes of an entry have a cycle each. An operation right behind one of its class takes the entry that is being written.
///
/// Contract: a step is a cycle with `advance_i`. The class that enters in a step is the one of the outputs two steps
/// later, until the next. A write (`write_valid_i`, which may come without a step and then waits for it) is of that class; it and its page show in every later
/// read. After a reset, `clear_valid_i` must visit every class; no class that is to be written enters before its last cycle is over.
/// Whether a class that enters is that of the operation in H1, or in H2, is told from outside: the class comes late, and whoever chooses
/// it can compare what it is chosen from. `write_entry_i` is `entry_o` while no operation changes it: what is cleared is written that way.
///
/// Cost: 2^CLASS rows of 64 bits and of ROW = PAGE + 1 bits, and three times as many flip-flops as one row.
#[derive(LogicBlock)]
pub struct HotTable<const CLASS: usize, const PAGE: usize, const ROW: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Empty the entry of `clear_class_i`; this cycle and the next are steps.
    pub clear_valid_i: Signal<In, Bit>,
    /// Class to clear.
    pub clear_class_i: Signal<In, Bits<CLASS>>,

    /// The operations move on by a step.
    pub advance_i: Signal<In, Bit>,
    /// H1: the class gets another arena. The entry is the one of the arena that is replaced, but for the lowest 16 bits.
    pub install_1_i: Signal<In, Bit>,
    /// They are these.
    pub install_free_i: Signal<In, Bits<16>>,
    /// H0: class to read.
    pub read_class_i: Signal<In, Bits<CLASS>>,
    /// H0: it is `class_1_o`.
    pub read_is_1_i: Signal<In, Bit>,
    /// H0: it is `class_2_o`.
    pub read_is_2_i: Signal<In, Bit>,
    /// The class in H1.
    pub class_1_o: Signal<Out, Bits<CLASS>>,
    /// The class in H2.
    pub class_2_o: Signal<Out, Bits<CLASS>>,

    /// H2: the entry (`hot_step::HotStep` says what it holds).
    pub entry_o: Signal<Out, Bits<64>>,
    /// H2: bit 61 of it is 1 and bit 60 is 0; from a flip-flop of its own.
    pub exhausted_o: Signal<Out, Bit>,
    /// H2: the class has an arena.
    pub occupied_o: Signal<Out, Bit>,
    /// H2: its first page.
    pub page_o: Signal<Out, Bits<PAGE>>,

    /// H2: write the entry.
    pub write_valid_i: Signal<In, Bit>,
    /// The entry.
    pub write_entry_i: Signal<In, Bits<64>>,
    /// Its bit 61 is 1 and bit 60 is 0.
    pub write_exhausted_i: Signal<In, Bit>,
    /// The class has another arena from now on.
    pub install_i: Signal<In, Bit>,
    /// Its first page.
    pub install_page_i: Signal<In, Bits<PAGE>>,

    entries: TransparentRam<Bits<64>, CLASS>,
    /// A row is a page number with the valid bit below it.
    pages: TransparentRam<Bits<ROW>, CLASS>,
    read_class: Register<Bits<CLASS>>,
    class: Register<Bits<CLASS>>,
    /// The class in H1 is that in H2.
    same_class: Register<Bit>,
    entry: Register<Bits<64>>,
    exhausted: Register<Bit>,
    page: Register<Bits<ROW>>,
    clears: Register<Bit>,
    /// The entry that comes into H2: its upper 48 bits, its lower 16, and all of it.
    upper: Signal<Local, Bits<64>>,
    lower: Signal<Local, Bits<16>>,
    chosen: Signal<Local, Bits<64>>,
    page_after: Signal<Local, Bits<ROW>>,
    write: Signal<Local, Bit>,
    follows: Signal<Local, Bit>,
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> HotTable<CLASS, PAGE, ROW> {
    /// A table whose memory asks for `style`. `ROW` must be `PAGE` + 1.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(ROW, PAGE + 1, "ROW must be PAGE + 1");
        crate::module!(
            entries: TransparentRam::new(style),
            pages: TransparentRam::new(style);
            clk_i, rst_ni, clear_valid_i, clear_class_i, advance_i, read_class_i, read_is_1_i, read_is_2_i, class_1_o, class_2_o,
            install_1_i, install_free_i, entry_o, exhausted_o, occupied_o, page_o, write_valid_i, write_entry_i,
            write_exhausted_i, install_i, install_page_i, read_class, class, same_class, entry, exhausted, page, clears, upper,
            lower, chosen, page_after, write, follows,
        )
    }
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> Logic for HotTable<CLASS, PAGE, ROW> {
    kernel! {
        #[hdl_gen]
        "memento_hot_table",
        registers: [read_class, class, same_class, entry, exhausted, page, clears],
        clocked: [entries, pages],
        fn update(&mut self) {
            comment!("H0.");
            self.entries.enable_i.next = self.advance_i.val();
            self.entries.read_address_i.next = self.read_class_i.val();
            self.pages.enable_i.next = self.advance_i.val();
            self.pages.read_address_i.next = self.read_class_i.val();
            self.class_1_o.next = self.read_class.q.val();
            self.class_2_o.next = self.class.q.val();
            self.entries.same_row_i.next = self.read_is_2_i.val();
            self.pages.same_row_i.next = self.read_is_2_i.val();

            comment!("H1: the row, or what the operation ahead makes of it.");
            self.page_after.next = self.page.q.val();
            if self.install_i.val() {
                self.page_after.next = (bit_cast::<ROW, PAGE>(self.install_page_i.val()) << 1) | 1;
            }
            self.follows.next = self.write_valid_i.val() && self.same_class.q.val();
            self.upper.next = self.entries.read_data_o.val() >> 16;
            self.lower.next = self.entries.read_data_o.val().get_bits::<16>(0);
            if self.follows.val() {
                self.upper.next = self.write_entry_i.val() >> 16;
                self.lower.next = self.write_entry_i.val().get_bits::<16>(0);
            }
            if self.install_1_i.val() {
                self.lower.next = self.install_free_i.val();
            }
            self.chosen.next = (self.upper.val() << 16) | bit_cast::<64, 16>(self.lower.val());
            if self.advance_i.val() {
                self.read_class.d.next = self.read_class_i.val();
                self.class.d.next = self.read_class.q.val();
                self.same_class.d.next = self.read_is_1_i.val();
                self.entry.d.next = self.chosen.val();
                self.exhausted.d.next = self.entries.read_data_o.val().get_bit(61)
                    && !self.entries.read_data_o.val().get_bit(60);
                if self.follows.val() {
                    self.exhausted.d.next = self.write_exhausted_i.val();
                }
                self.page.d.next = self.pages.read_data_o.val();
                if self.follows.val() {
                    self.page.d.next = self.page_after.val();
                }
            }

            comment!("H2. A class is cleared as if it had been read and were empty.");
            self.entry_o.next = self.entry.q.val();
            self.exhausted_o.next = self.exhausted.q.val();
            self.occupied_o.next = self.page.q.val().get_bit(0);
            self.page_o.next = self.page.q.val().get_bits::<PAGE>(1);
            self.write.next = (self.write_valid_i.val() && self.advance_i.val()) || self.clears.q.val();
            self.entries.write_enable_i.next = self.write.val();
            self.entries.write_address_i.next = self.class.q.val();
            self.entries.write_data_i.next = self.write_entry_i.val();
            self.pages.write_enable_i.next = self.write.val();
            self.pages.write_address_i.next = self.class.q.val();
            self.pages.write_data_i.next = self.page_after.val();
            self.clears.d.next = self.clear_valid_i.val();
            if self.clear_valid_i.val() {
                self.class.d.next = self.clear_class_i.val();
                self.entry.d.next = bits::<64>(0);
                self.exhausted.d.next = false;
                self.page.d.next = bits::<ROW>(0);
            }
        }
    }
}
