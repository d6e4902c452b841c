//! What the lines in the cache hold.

use crate::prim::{Ram, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// The data of a set-associative cache, one memory of 2^ROW words of 64 bits a way, and the word of the access in
/// the cache's second step.
///
/// ```text
///           step 1                                     step 2
///  row ──► (memory) ──► the way that hits ──► register ──┬─► word_o
///                       what was written in this cycle ──┤
///                       and in the one before          ──┘
/// ```
///
/// Contract:
///
/// * The row to read is named in the cycle before step 1, `row_i` and `hit_i` are about the access in step 1. With `move_i` it moves on to step 2,
///   and from the next cycle on `word_o` is the word it hits as all writes leave it, those of the
///   `move_i` cycle and of the cycle before included. Until the next `move_i` it stays.
/// * `load_i` makes `word_o` be `load_data_i` from the next cycle on; no move then.
/// * `choose_word_o` is the word of the row read in the cycle before in the way `choose_way_i`; it means nothing if that cycle wrote it.
/// * A write makes the word `write_row_i` of the ways `write_ways_i` be `write_data_i`.
///
/// Cost: WAYS memories of 2^ROW × 64 bits, 192 flip-flops.
#[derive(LogicBlock)]
pub struct CacheData<const ROW: usize, const WAYS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Word to read: the set above the beat.
    pub read_row_i: Signal<In, Bits<ROW>>,
    /// Word of the access in step 1.
    pub row_i: Signal<In, Bits<ROW>>,
    /// The way that has it.
    pub hit_i: Signal<In, Bits<WAYS>>,
    /// It moves on to step 2.
    pub move_i: Signal<In, Bit>,
    /// The word in step 2.
    pub word_o: Signal<Out, Bits<64>>,
    /// The word in step 2 becomes `load_data_i`.
    pub load_i: Signal<In, Bit>,
    /// A word.
    pub load_data_i: Signal<In, Bits<64>>,
    /// A way.
    pub choose_way_i: Signal<In, Bits<WAYS>>,
    /// The word in it.
    pub choose_word_o: Signal<Out, Bits<64>>,

    /// Ways to write.
    pub write_ways_i: Signal<In, Bits<WAYS>>,
    /// Word to write.
    pub write_row_i: Signal<In, Bits<ROW>>,
    /// What to write.
    pub write_data_i: Signal<In, Bits<64>>,

    rows: [Ram<Bits<64>, ROW>; WAYS],
    /// From the memory.
    word: Register<Bits<64>>,
    /// What was written in the cycle before.
    written: Register<Bits<64>>,
    /// What was written before that; or the word that stays.
    aside: Register<Bits<64>>,
    written_ways: Register<Bits<WAYS>>,
    written_row: Register<Bits<ROW>>,
    from_written: Register<Bit>,
    from_aside: Register<Bit>,
    hit_word: Signal<Local, Bits<64>>,
    chosen_word: Signal<Local, Bits<64>>,
    result: Signal<Local, Bits<64>>,
}

impl<const ROW: usize, const WAYS: usize> CacheData<ROW, WAYS> {
    /// Memories that ask for `style`.
    pub fn new(style: RamStyle) -> Self {
        crate::module!(
            rows: std::array::from_fn(|_| Ram::new(style));
            clk_i, rst_ni, read_row_i, row_i, hit_i, move_i, word_o, load_i, load_data_i, choose_way_i, choose_word_o,
            write_ways_i, write_row_i, write_data_i, word, written, aside, written_ways, written_row, from_written,
            from_aside, hit_word, chosen_word, result,
        )
    }
}

impl<const ROW: usize, const WAYS: usize> Logic for CacheData<ROW, WAYS> {
    kernel! {
        #[hdl_gen]
        "memento_cache_data",
        registers: [word, written, aside, written_ways, written_row, from_written, from_aside],
        fn update(&mut self) {
            self.hit_word.next = bits::<64>(0);
            self.chosen_word.next = bits::<64>(0);
            for way in 0..WAYS {
                self.rows[way].clk_i.next = self.clk_i.val();
                self.rows[way].read_enable_i.next = true;
                self.rows[way].read_address_i.next = self.read_row_i.val();
                self.rows[way].write_enable_i.next = self.write_ways_i.val().get_bit(way);
                self.rows[way].write_address_i.next = self.write_row_i.val();
                self.rows[way].write_data_i.next = self.write_data_i.val();
                if self.hit_i.val().get_bit(way) {
                    self.hit_word.next = self.hit_word.val() | self.rows[way].read_data_o.val();
                }
                if self.choose_way_i.val().get_bit(way) {
                    self.chosen_word.next = self.chosen_word.val() | self.rows[way].read_data_o.val();
                }
            }
            self.choose_word_o.next = self.chosen_word.val();

            comment!("A word read before, or while, it was written is taken from what was written.");
            self.written.d.next = self.write_data_i.val();
            self.written_ways.d.next = self.write_ways_i.val();
            self.written_row.d.next = self.write_row_i.val();
            self.result.next = self.word.q.val();
            if self.from_aside.q.val() {
                self.result.next = self.aside.q.val();
            }
            if self.from_written.q.val() {
                self.result.next = self.written.q.val();
            }
            self.word_o.next = self.result.val();
            if self.move_i.val() {
                self.word.d.next = self.hit_word.val();
                self.aside.d.next = self.written.q.val();
                self.from_written.d.next = (self.write_ways_i.val() & self.hit_i.val()).any()
                    && (self.write_row_i.val() == self.row_i.val());
                self.from_aside.d.next = (self.written_ways.q.val() & self.hit_i.val()).any()
                    && (self.written_row.q.val() == self.row_i.val());
            } else {
                self.aside.d.next = self.result.val();
                self.from_written.d.next = false;
                self.from_aside.d.next = true;
            }
            if self.load_i.val() {
                self.aside.d.next = self.load_data_i.val();
            }
        }
    }
}
