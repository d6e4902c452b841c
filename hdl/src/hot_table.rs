//! The entries of the Hardware Object Table, one per class.

use crate::prim::{Ram, RamStyle, Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// The entries of the Hardware Object Table: one row per class, read one cycle ahead, written back in place.
///
/// ```text
///  read_class_i ────►┌────────────┐   ┌─────────┐
///                    │ rows (RAM) ├──►│ forward ├──► entry_o, ready_o, one cycle later
///                    └─────▲──────┘   └─▲─────▲─┘
///  write, entry ────►[ written ]────────┴─►[ earlier ]
/// ```
///
/// What is written goes to a register first and to the memory from there, so that a new entry, which is late in its cycle, need not
/// travel far. A read of the class that is being written, or was in the cycle before, takes the entry from there.
///
/// Contract: after a cycle with `read_enable_i`, the outputs show the entry of `read_class_i` and keep it until the
/// next read; `ready_o` is a choice between two flip-flops. A write comes only in a cycle with a read; a read of the same class shows what is written. A class not written since
/// reset reads as not ready, with an entry of 0. After a reset, `clear_valid_i` must visit every class before the first read.
///
/// Cost: 2^CLASS rows of 57 bits, 113 flip-flops for what is forwarded.
#[derive(LogicBlock)]
pub struct HotTable<const CLASS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Write 0 to the entry of `clear_class_i`; no write and no read then.
    pub clear_valid_i: Signal<In, Bit>,
    /// Class to clear.
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

    // What has been written, and goes to the memory.
    written_valid: Register<Bit>,
    written_class: Register<Bits<CLASS>>,
    written_ready: Register<Bit>,
    written: Register<Bits<56>>,
    // What was written before that.
    earlier: Register<Bits<56>>,
    /// The entry shown is the one written with its read, or the one before.
    from_written: Register<Bit>,
    from_earlier: Register<Bit>,
    follows_written: Signal<Local, Bit>,
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
            written_valid: Default::default(),
            written_class: Default::default(),
            written_ready: Default::default(),
            written: Default::default(),
            earlier: Default::default(),
            from_written: Default::default(),
            from_earlier: Default::default(),
            follows_written: Default::default(),
        }
    }
}

impl<const CLASS: usize> Logic for HotTable<CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_hot_table",
        registers: [
            ready, written_valid, written_class, written_ready, written, earlier, from_written, from_earlier,
        ],
        clocked: [rows, ready_flags],
        fn update(&mut self) {
            self.rows.read_enable_i.next = self.read_enable_i.val();
            self.rows.read_address_i.next = self.read_class_i.val();
            self.rows.write_enable_i.next = self.written_valid.q.val();
            self.rows.write_address_i.next = self.written_class.q.val();
            self.rows.write_data_i.next = self.written.q.val();
            self.ready_flags.read_address_i.next = self.read_class_i.val();
            self.ready_flags.write_enable_i.next = self.written_valid.q.val();
            self.ready_flags.write_address_i.next = self.written_class.q.val();
            self.ready_flags.write_data_i.next = self.written_ready.q.val();

            comment!("What is on its way to the memories goes around them.");
            self.follows_written.next =
                self.written_valid.q.val() && (self.written_class.q.val() == self.read_class_i.val());
            if self.read_enable_i.val() {
                self.ready.d.next = self.ready_flags.read_data_o.val();
                if self.follows_written.val() {
                    self.ready.d.next = self.written_ready.q.val();
                }
                self.written_valid.d.next = self.write_enable_i.val();
                self.written_class.d.next = self.write_class_i.val();
                self.written_ready.d.next = self.write_ready_i.val();
                self.written.d.next = self.write_entry_i.val();
                self.earlier.d.next = self.written.q.val();
                self.from_written.d.next =
                    self.write_enable_i.val() && (self.write_class_i.val() == self.read_class_i.val());
                self.from_earlier.d.next = self.follows_written.val();
            }
            if self.clear_valid_i.val() {
                self.written_valid.d.next = true;
                self.written_class.d.next = self.clear_class_i.val();
                self.written_ready.d.next = false;
                self.written.d.next = bits::<56>(0);
            }
            self.ready_o.next = self.ready.q.val();
            self.entry_o.next = self.rows.read_data_o.val();
            if self.from_earlier.q.val() {
                self.entry_o.next = self.earlier.q.val();
            }
            if self.from_written.q.val() {
                self.ready_o.next = self.written_ready.q.val();
                self.entry_o.next = self.written.q.val();
            }
        }
    }
}
