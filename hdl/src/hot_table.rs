//! The entries of the Hardware Object Table, one per class.

use crate::prim::{Ram, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// The entries of the Hardware Object Table: one row per class, read one cycle ahead, written back in place.
///
/// ```text
///  read_class_i ──►┌───────────┐   ┌─────────┐
///                  │ rows (RAM)├──►│ forward ├──► entry, one cycle later
///  write, entry ──►└─────┬─────┘   └────▲────┘
///                        └─ same class ─┘
/// ```
///
/// Contract: after a cycle with `read_enable_i`, the outputs show the entry of `read_class_i` and keep it until the
/// next read. A read in the cycle in which the same class is written shows what was written. A class never written
/// since reset reads as not valid; its other fields are then undefined.
///
/// Cost: 2^CLASS rows of 92 + PAGE bits, and 2^CLASS x 2 flip-flops.
#[derive(LogicBlock, Default)]
pub struct HotTable<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const ENTRY: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties every entry.
    pub rst_ni: Signal<In, Bit>,

    /// Read an entry.
    pub read_enable_i: Signal<In, Bit>,
    /// Class to read.
    pub read_class_i: Signal<In, Bits<CLASS>>,
    /// The class has an arena.
    pub valid_o: Signal<Out, Bit>,
    /// The class has an arena, and its current word is known and has a free object.
    pub ready_o: Signal<Out, Bit>,
    /// First page of the arena.
    pub page_o: Signal<Out, Bits<PAGE>>,
    /// Words other than the current one that are full; the current one and words that the arena does not have count
    /// as full.
    pub others_full_o: Signal<Out, Bits<16>>,
    /// Index of the current word.
    pub current_word_o: Signal<Out, Bits<4>>,
    /// The current word's bits are held here; if not, they are in the bitmap rows.
    pub current_known_o: Signal<Out, Bit>,
    /// Free objects of the current word, bit = 1 free.
    pub current_free_o: Signal<Out, Bits<16>>,
    /// The lowest free object of the current word, as one bit.
    pub current_pick_o: Signal<Out, Bits<16>>,
    /// It is the only one.
    pub current_single_o: Signal<Out, Bit>,
    /// A copy of the word that becomes current after this one is held here.
    pub next_known_o: Signal<Out, Bit>,
    /// Index of that word.
    pub next_word_o: Signal<Out, Bits<4>>,
    /// Free objects of that word, bit = 1 free.
    pub next_free_o: Signal<Out, Bits<16>>,
    /// The lowest of them, as one bit.
    pub next_pick_o: Signal<Out, Bits<16>>,
    /// It is the only one.
    pub next_single_o: Signal<Out, Bit>,

    /// Write an entry, which becomes valid.
    pub write_enable_i: Signal<In, Bit>,
    /// Class to write.
    pub write_class_i: Signal<In, Bits<CLASS>>,
    /// The current word is known and has a free object.
    pub ready_i: Signal<In, Bit>,
    /// First page of the arena.
    pub page_i: Signal<In, Bits<PAGE>>,
    /// Words other than the current one that are full; the current one counts as full.
    pub others_full_i: Signal<In, Bits<16>>,
    /// Index of the current word.
    pub current_word_i: Signal<In, Bits<4>>,
    /// The current word's bits are held in the entry.
    pub current_known_i: Signal<In, Bit>,
    /// Free objects of the current word.
    pub current_free_i: Signal<In, Bits<16>>,
    /// The lowest free object of the current word, as one bit.
    pub current_pick_i: Signal<In, Bits<16>>,
    /// It is the only one.
    pub current_single_i: Signal<In, Bit>,
    /// A copy of the next word is held in the entry.
    pub next_known_i: Signal<In, Bit>,
    /// Index of the next word.
    pub next_word_i: Signal<In, Bits<4>>,
    /// Free objects of the next word.
    pub next_free_i: Signal<In, Bits<16>>,
    /// The lowest of them, as one bit.
    pub next_pick_i: Signal<In, Bits<16>>,
    /// It is the only one.
    pub next_single_i: Signal<In, Bit>,

    rows: Ram<Bits<ENTRY>, CLASS>,
    occupied: Register<Bits<CLASSES>>,
    ready_classes: Register<Bits<CLASSES>>,
    valid: Register<Bit>,
    ready: Register<Bit>,
    forward: Register<Bit>,
    forwarded: Register<Bits<ENTRY>>,
    written: Signal<Local, Bits<ENTRY>>,
    entry: Signal<Local, Bits<ENTRY>>,
    same_class: Signal<Local, Bit>,
}

impl<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const ENTRY: usize>
    HotTable<CLASS, CLASSES, PAGE, ENTRY>
{
    /// An empty table. `ENTRY` must be 92 + `PAGE` and `CLASSES` 2^`CLASS`.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(
            ENTRY,
            92 + PAGE,
            "an entry of the Hardware Object Table is 92 bits and a page number"
        );
        assert_eq!(CLASSES, 1 << CLASS, "there is one entry per class");
        Self {
            rows: Ram::new(style),
            ..Default::default()
        }
    }
}

impl<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const ENTRY: usize> Logic
    for HotTable<CLASS, CLASSES, PAGE, ENTRY>
{
    kernel! {
        #[hdl_gen]
        "memento_hot_table",
        registers: [occupied, ready_classes, valid, ready, forward, forwarded],
        clocked: [rows],
        fn update(&mut self) {
            self.written.next = bit_cast::<ENTRY, 16>(self.current_free_i.val())
                | (bit_cast::<ENTRY, 16>(self.next_free_i.val()) << 16)
                | (bit_cast::<ENTRY, 16>(self.current_pick_i.val()) << 32)
                | (bit_cast::<ENTRY, 16>(self.next_pick_i.val()) << 48)
                | (bit_cast::<ENTRY, 4>(self.current_word_i.val()) << 64)
                | (bit_cast::<ENTRY, 4>(self.next_word_i.val()) << 68)
                | (bit_cast::<ENTRY, 1>(self.current_known_i.val().into()) << 72)
                | (bit_cast::<ENTRY, 1>(self.next_known_i.val().into()) << 73)
                | (bit_cast::<ENTRY, 1>(self.current_single_i.val().into()) << 74)
                | (bit_cast::<ENTRY, 1>(self.next_single_i.val().into()) << 75)
                | (bit_cast::<ENTRY, 16>(self.others_full_i.val()) << 76)
                | (bit_cast::<ENTRY, PAGE>(self.page_i.val()) << 92);

            self.rows.read_enable_i.next = self.read_enable_i.val();
            self.rows.read_address_i.next = self.read_class_i.val();
            self.rows.write_enable_i.next = self.write_enable_i.val();
            self.rows.write_address_i.next = self.write_class_i.val();
            self.rows.write_data_i.next = self.written.val();

            comment!("The memory shows a row as it was before the write, so the write goes around it.");
            self.same_class.next = self.write_enable_i.val() && (self.write_class_i.val() == self.read_class_i.val());
            if self.read_enable_i.val() {
                self.valid.d.next =
                    self.same_class.val() || self.occupied.q.val().get_bit(self.read_class_i.val().index());
                self.ready.d.next = self.ready_classes.q.val().get_bit(self.read_class_i.val().index());
                if self.same_class.val() {
                    self.ready.d.next = self.ready_i.val();
                }
                self.forward.d.next = self.same_class.val();
                self.forwarded.d.next = self.written.val();
            }
            if self.write_enable_i.val() {
                self.occupied.d.next = self.occupied.q.val().replace_bit(self.write_class_i.val().index(), true);
                self.ready_classes.d.next =
                    self.ready_classes.q.val().replace_bit(self.write_class_i.val().index(), self.ready_i.val());
            }

            self.entry.next = self.rows.read_data_o.val();
            if self.forward.q.val() {
                self.entry.next = self.forwarded.q.val();
            }
            self.valid_o.next = self.valid.q.val();
            self.ready_o.next = self.ready.q.val();
            self.current_free_o.next = self.entry.val().get_bits::<16>(0);
            self.next_free_o.next = self.entry.val().get_bits::<16>(16);
            self.current_pick_o.next = self.entry.val().get_bits::<16>(32);
            self.next_pick_o.next = self.entry.val().get_bits::<16>(48);
            self.current_word_o.next = self.entry.val().get_bits::<4>(64);
            self.next_word_o.next = self.entry.val().get_bits::<4>(68);
            self.current_known_o.next = self.entry.val().get_bit(72);
            self.next_known_o.next = self.entry.val().get_bit(73);
            self.current_single_o.next = self.entry.val().get_bit(74);
            self.next_single_o.next = self.entry.val().get_bit(75);
            self.others_full_o.next = self.entry.val().get_bits::<16>(76);
            self.page_o.next = self.entry.val().get_bits::<PAGE>(92);
        }
    }
}
