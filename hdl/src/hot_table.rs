//! The entries of the Hardware Object Table, one per class.

use crate::prim::{Ram, RamStyle, Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// The entries of the Hardware Object Table: one row per class, read one cycle ahead, written back in place.
///
/// ```text
///  read_class_i ──►┌───────────┐   ┌─────────┐
///                  │ rows (RAM)├──►│ forward ├──► entry_o, ready_o, one cycle later
///  write, entry ──►└─────┬─────┘   └────▲────┘
///                        └─ same class ─┘
/// ```
///
/// Contract: after a cycle with `read_enable_i`, the outputs show the entry of `read_class_i` and keep it until the
/// next read. A read in the cycle in which the same class is written shows what was written. `ready_o` is a choice between two
/// flip-flops. A class not written since reset reads as not ready; its entry is then undefined. After a reset,
/// `clear_valid_i` must visit every class before the first read.
///
/// Cost: 2^CLASS rows of 57 bits, 57 flip-flops for what is forwarded.
#[derive(LogicBlock)]
pub struct HotTable<const CLASS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Mark the entry of `clear_class_i` as not ready; no write then.
    pub clear_valid_i: Signal<In, Bit>,
    /// Class to mark.
    pub clear_class_i: Signal<In, Bits<CLASS>>,

    /// Read an entry.
    pub read_enable_i: Signal<In, Bit>,
    /// Class to read.
    pub read_class_i: Signal<In, Bits<CLASS>>,
    /// The entry can answer an alloc.
    pub ready_o: Signal<Out, Bit>,
    /// The entry (`hot_step::HotStep` says what it holds).
    pub entry_o: Signal<Out, Bits<56>>,

    /// Write an entry.
    pub write_enable_i: Signal<In, Bit>,
    /// Class to write.
    pub write_class_i: Signal<In, Bits<CLASS>>,
    /// The entry can answer an alloc.
    pub write_ready_i: Signal<In, Bit>,
    /// The entry.
    pub write_entry_i: Signal<In, Bits<56>>,

    rows: Ram<Bits<56>, CLASS>,
    ready_flags: RegisterFile<Bit, CLASS>,
    ready: Register<Bit>,
    forwarded_ready: Register<Bit>,
    forward: Register<Bit>,
    forwarded: Register<Bits<56>>,
    same_class: Signal<Local, Bit>,
}

impl<const CLASS: usize> HotTable<CLASS> {
    /// A table whose memory asks for `style`.
    pub fn new(style: RamStyle) -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            clear_valid_i: Default::default(),
            clear_class_i: Default::default(),
            read_enable_i: Default::default(),
            read_class_i: Default::default(),
            ready_o: Default::default(),
            entry_o: Default::default(),
            write_enable_i: Default::default(),
            write_class_i: Default::default(),
            write_ready_i: Default::default(),
            write_entry_i: Default::default(),
            rows: Ram::new(style),
            ready_flags: Default::default(),
            ready: Default::default(),
            forwarded_ready: Default::default(),
            forward: Default::default(),
            forwarded: Default::default(),
            same_class: Default::default(),
        }
    }
}

impl<const CLASS: usize> Logic for HotTable<CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_hot_table",
        registers: [ready, forwarded_ready, forward, forwarded],
        clocked: [rows, ready_flags],
        fn update(&mut self) {
            self.rows.read_enable_i.next = self.read_enable_i.val();
            self.rows.read_address_i.next = self.read_class_i.val();
            self.rows.write_enable_i.next = self.write_enable_i.val();
            self.rows.write_address_i.next = self.write_class_i.val();
            self.rows.write_data_i.next = self.write_entry_i.val();
            self.ready_flags.read_address_i.next = self.read_class_i.val();
            self.ready_flags.write_enable_i.next = self.write_enable_i.val() || self.clear_valid_i.val();
            self.ready_flags.write_address_i.next = self.write_class_i.val();
            self.ready_flags.write_data_i.next = self.write_ready_i.val() && !self.clear_valid_i.val();
            if self.clear_valid_i.val() {
                self.ready_flags.write_address_i.next = self.clear_class_i.val();
            }

            comment!("The memories show a row as it was before the write, so the write goes around them.");
            self.same_class.next = self.write_enable_i.val() && (self.write_class_i.val() == self.read_class_i.val());
            if self.read_enable_i.val() {
                self.ready.d.next = self.ready_flags.read_data_o.val();
                self.forwarded_ready.d.next = self.write_ready_i.val();
                self.forward.d.next = self.same_class.val();
                self.forwarded.d.next = self.write_entry_i.val();
            }
            self.ready_o.next = self.ready.q.val();
            self.entry_o.next = self.rows.read_data_o.val();
            if self.forward.q.val() {
                self.ready_o.next = self.forwarded_ready.q.val();
                self.entry_o.next = self.forwarded.q.val();
            }
        }
    }
}
