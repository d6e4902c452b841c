//! The bitmaps of the arenas in the Hardware Object Table.

use crate::prim::{MaskedRam, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// The bitmaps of the arenas in the Hardware Object Table, and the frees that change them.
///
/// ```text
///            B0                    B1                       B2
///  read ──► row ──► (memory) ──► register ──► word ──► word_o, allocated_o
///                                   ▲           └──► without the object ──► row
///          known already ───────────┘
/// ```
///
/// A read passes three steps, one per cycle, and never waits. In B0 it names a class and a word; in B1 it may say that the word is
/// known already, or that it is a free, which takes an object out of the word; in B2 the word shows. A free writes the word back a cycle
/// later, and the reads behind it see it written.
///
/// A row is 64 bits, four words of 16 objects; bit = 1 allocated. Loading writes whole rows, in cycles in which no free writes.
///
/// Cost: a memory of 2^ROW rows of 64 bits. ROW is CLASS + 2.
#[derive(LogicBlock)]
pub struct HotBitmaps<const CLASS: usize, const ROW: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// B0: read.
    pub read_enable_i: Signal<In, Bit>,
    /// B0: class.
    pub read_class_i: Signal<In, Bits<CLASS>>,
    /// B0: index of the word.
    pub read_word_i: Signal<In, Bits<4>>,

    /// B1: the word is `known_word_i`, whatever the memory holds.
    pub known_i: Signal<In, Bit>,
    /// B1: the word, if it is known.
    pub known_word_i: Signal<In, Bits<16>>,
    /// B1: if it is known, the object is allocated in it.
    pub known_allocated_i: Signal<In, Bit>,
    /// B1: take `object_bit_i` out of the word.
    pub free_i: Signal<In, Bit>,
    /// B1: an object of the word, one bit of 16.
    pub object_bit_i: Signal<In, Bits<16>>,

    /// B2: the word.
    pub word_o: Signal<Out, Bits<16>>,
    /// B2: the object is allocated in it.
    pub allocated_o: Signal<Out, Bit>,

    /// Write a whole row.
    pub load_valid_i: Signal<In, Bit>,
    /// The row is written in this cycle.
    pub load_ready_o: Signal<Out, Bit>,
    /// Row: class and quarter of the bitmap.
    pub load_row_i: Signal<In, Bits<ROW>>,
    /// The row.
    pub load_data_i: Signal<In, Bits<64>>,

    rows: MaskedRam<ROW>,

    // B1.
    class_1: Register<Bits<CLASS>>,
    word_1: Register<Bits<4>>,
    /// It is the word of the read before it.
    same_1: Register<Bit>,
    /// It is the word of the second read before it.
    same_2: Register<Bit>,
    /// It is the word of the third read before it.
    same_3: Register<Bit>,

    // B2.
    row: Register<Bits<64>>,
    class: Register<Bits<CLASS>>,
    word: Register<Bits<4>>,
    object_bit: Register<Bits<16>>,
    write: Register<Bit>,
    /// Where the word comes from, one bit high: a quarter of `row`, `aside`, or what the free ahead has written.
    from_quarter: Register<Bits<4>>,
    from_aside: Register<Bit>,
    from_written: Register<Bit>,
    aside: Register<Bits<16>>,
    /// `object_bit` in the word's quarter.
    object_in_row: Register<Bits<64>>,
    /// Whether the object is allocated is told by `row`, or by what the free ahead has written; else it is `allocated_elsewhere`.
    row_tells: Register<Bit>,
    written_tells: Register<Bit>,
    allocated_elsewhere: Register<Bit>,
    /// The word is `known_word`, wherever else it would come from.
    known: Register<Bit>,
    known_word: Register<Bits<16>>,

    // After B2: what the free ahead has written.
    written: Register<Bit>,
    written_class: Register<Bits<CLASS>>,
    written_index: Register<Bits<4>>,
    written_word: Register<Bits<16>>,

    // What the free before that has written.
    earlier: Register<Bit>,
    earlier_word: Register<Bits<16>>,

    follows: Signal<Local, Bit>,
    follows_second: Signal<Local, Bit>,
    follows_third: Signal<Local, Bit>,
    takes_row: Signal<Local, Bit>,
    takes_aside: Signal<Local, Bit>,
    aside_after: Signal<Local, Bits<16>>,
    masks: [Signal<Local, Bits<16>>; 6],
    result: Signal<Local, Bits<16>>,
    word_after: Signal<Local, Bits<16>>,
}

impl<const CLASS: usize, const ROW: usize> HotBitmaps<CLASS, ROW> {
    /// Bitmaps in a memory that asks for `style`. `ROW` must be `CLASS` + 2.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(ROW, CLASS + 2, "a class has four bitmap rows");
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            read_enable_i: Default::default(),
            read_class_i: Default::default(),
            read_word_i: Default::default(),
            known_i: Default::default(),
            known_word_i: Default::default(),
            known_allocated_i: Default::default(),
            free_i: Default::default(),
            object_bit_i: Default::default(),
            word_o: Default::default(),
            allocated_o: Default::default(),
            load_valid_i: Default::default(),
            load_ready_o: Default::default(),
            load_row_i: Default::default(),
            load_data_i: Default::default(),
            rows: MaskedRam::new(style),
            class_1: Default::default(),
            word_1: Default::default(),
            same_1: Default::default(),
            same_2: Default::default(),
            same_3: Default::default(),
            row: Default::default(),
            class: Default::default(),
            word: Default::default(),
            object_bit: Default::default(),
            object_in_row: Default::default(),
            row_tells: Default::default(),
            written_tells: Default::default(),
            allocated_elsewhere: Default::default(),
            write: Default::default(),
            from_quarter: Default::default(),
            from_aside: Default::default(),
            from_written: Default::default(),
            aside: Default::default(),
            known: Default::default(),
            known_word: Default::default(),
            written: Default::default(),
            written_class: Default::default(),
            written_index: Default::default(),
            written_word: Default::default(),
            earlier: Default::default(),
            earlier_word: Default::default(),
            follows: Default::default(),
            follows_second: Default::default(),
            follows_third: Default::default(),
            takes_row: Default::default(),
            takes_aside: Default::default(),
            aside_after: Default::default(),
            masks: Default::default(),
            result: Default::default(),
            word_after: Default::default(),
        }
    }
}

impl<const CLASS: usize, const ROW: usize> Logic for HotBitmaps<CLASS, ROW> {
    kernel! {
        #[hdl_gen]
        "memento_hot_bitmaps",
        registers: [
            class_1, word_1, same_1, same_2, same_3, row, class, word, object_bit, object_in_row, write, from_quarter, from_aside,
            from_written, aside, row_tells, written_tells, allocated_elsewhere, known, known_word, written, written_class,
            written_index, written_word, earlier, earlier_word,
        ],
        clocked: [rows],
        fn update(&mut self) {
            comment!("B0.");
            self.rows.read_enable_i.next = self.read_enable_i.val();
            self.rows.read_address_i.next = (bit_cast::<ROW, CLASS>(self.read_class_i.val()) << 2)
                | bit_cast::<ROW, 2>(self.read_word_i.val().get_bits::<2>(2));
            self.class_1.d.next = self.read_class_i.val();
            self.word_1.d.next = self.read_word_i.val();
            self.same_1.d.next = (self.class_1.q.val() == self.read_class_i.val())
                && (self.word_1.q.val() == self.read_word_i.val());
            self.same_2.d.next = (self.class.q.val() == self.read_class_i.val())
                && (self.word.q.val() == self.read_word_i.val());
            self.same_3.d.next = (self.written_class.q.val() == self.read_class_i.val())
                && (self.written_index.q.val() == self.read_word_i.val());

            comment!("B1: the memory was read before the three frees ahead had written; what they write goes around it.");
            self.follows.next = self.write.q.val() && self.same_1.q.val();
            self.follows_second.next = self.written.q.val() && self.same_2.q.val();
            self.follows_third.next = self.earlier.q.val() && self.same_3.q.val();
            self.row.d.next = self.rows.read_data_o.val();
            self.class.d.next = self.class_1.q.val();
            self.word.d.next = self.word_1.q.val();
            self.object_bit.d.next = self.object_bit_i.val();
            self.write.d.next = self.free_i.val();
            self.known.d.next = self.known_i.val();
            self.known_word.d.next = self.known_word_i.val();
            self.aside_after.next = self.earlier_word.q.val();
            if self.follows_second.val() {
                self.aside_after.next = self.written_word.q.val();
            }
            self.aside.d.next = self.aside_after.val();
            self.from_written.d.next = self.follows.val();
            self.takes_aside.next = (self.follows_second.val() || self.follows_third.val()) && !self.follows.val();
            self.from_aside.d.next = self.takes_aside.val();
            self.from_quarter.d.next = bits::<4>(0);
            self.takes_row.next = !self.follows.val() && !self.follows_second.val() && !self.follows_third.val();
            if self.takes_row.val() {
                self.from_quarter.d.next =
                    bits::<4>(0).replace_bit(self.word_1.q.val().get_bits::<2>(0).index(), true);
            }

            comment!("Where the object would be, and so whether it is allocated, need not wait for the word.");
            match self.word_1.q.val().get_bits::<2>(0).index() {
                0 => {
                    self.object_in_row.d.next = bit_cast::<64, 16>(self.object_bit_i.val());
                }
                1 => {
                    self.object_in_row.d.next = bit_cast::<64, 16>(self.object_bit_i.val()) << 16;
                }
                2 => {
                    self.object_in_row.d.next = bit_cast::<64, 16>(self.object_bit_i.val()) << 32;
                }
                _ => {
                    self.object_in_row.d.next = bit_cast::<64, 16>(self.object_bit_i.val()) << 48;
                }
            }
            self.row_tells.d.next = self.takes_row.val() && !self.known_i.val();
            self.written_tells.d.next = self.follows.val() && !self.known_i.val();
            self.allocated_elsewhere.d.next =
                self.takes_aside.val() && (self.aside_after.val() & self.object_bit_i.val()).any();
            if self.known_i.val() {
                self.allocated_elsewhere.d.next = self.known_allocated_i.val();
            }

            comment!("B2: the word is the known one or one of six.");
            for quarter in 0..4 {
                self.masks[quarter].next = bits::<16>(0);
                if self.from_quarter.q.val().get_bit(quarter) {
                    self.masks[quarter].next = bits::<16>(0xFFFF);
                }
            }
            self.masks[4].next = bits::<16>(0);
            if self.from_aside.q.val() {
                self.masks[4].next = bits::<16>(0xFFFF);
            }
            self.masks[5].next = bits::<16>(0);
            if self.from_written.q.val() {
                self.masks[5].next = bits::<16>(0xFFFF);
            }
            self.result.next = (self.row.q.val().get_bits::<16>(0) & self.masks[0].val())
                | (self.row.q.val().get_bits::<16>(16) & self.masks[1].val())
                | (self.row.q.val().get_bits::<16>(32) & self.masks[2].val())
                | (self.row.q.val().get_bits::<16>(48) & self.masks[3].val())
                | (self.aside.q.val() & self.masks[4].val())
                | (self.written_word.q.val() & self.masks[5].val());
            if self.known.q.val() {
                self.result.next = self.known_word.q.val();
            }
            self.word_o.next = self.result.val();
            self.allocated_o.next = (self.row_tells.q.val()
                && (self.row.q.val() & self.object_in_row.q.val()).any())
                || (self.written_tells.q.val() && (self.written_word.q.val() & self.object_bit.q.val()).any())
                || self.allocated_elsewhere.q.val();
            self.word_after.next = self.result.val() & !self.object_bit.q.val();
            self.written.d.next = self.write.q.val();
            self.written_class.d.next = self.class.q.val();
            self.written_index.d.next = self.word.q.val();
            self.written_word.d.next = self.word_after.val();

            comment!("What is written goes to the memory from a register.");
            self.earlier.d.next = self.written.q.val();
            self.earlier_word.d.next = self.written_word.q.val();
            self.load_ready_o.next = !self.written.q.val();
            self.rows.write_mask_i.next = bits::<4>(0);
            self.rows.write_address_i.next = self.load_row_i.val();
            self.rows.write_data_i.next = self.load_data_i.val();
            if self.written.q.val() {
                self.rows.write_mask_i.next =
                    bits::<4>(0).replace_bit(self.written_index.q.val().get_bits::<2>(0).index(), true);
                self.rows.write_address_i.next = (bit_cast::<ROW, CLASS>(self.written_class.q.val()) << 2)
                    | bit_cast::<ROW, 2>(self.written_index.q.val().get_bits::<2>(2));
                self.rows.write_data_i.next = bit_cast::<64, 16>(self.written_word.q.val())
                    | (bit_cast::<64, 16>(self.written_word.q.val()) << 16)
                    | (bit_cast::<64, 16>(self.written_word.q.val()) << 32)
                    | (bit_cast::<64, 16>(self.written_word.q.val()) << 48);
            } else if self.load_valid_i.val() {
                self.rows.write_mask_i.next = bits::<4>(0xF);
            }
        }
    }
}
