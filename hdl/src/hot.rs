//! The Hardware Object Table.

use crate::hot_bitmaps::HotBitmaps;
use crate::hot_pages::HotPages;
use crate::hot_step::HotStep;
use crate::hot_table::HotTable;
use crate::prim::{RamStyle, Register};
use crate::word_fetch::WordFetch;
use rust_hdl_core::prelude::*;

/// What is done to an entry (`op_kind_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum HotOperation {
    /// Take the lowest free object of the current word.
    Alloc = 0,
    /// Give back the object `target_object_i`.
    Free = 1,
    /// Replace the class's arena by the one on the `install_*` inputs.
    Install = 2,
    /// Show the entry and the bitmap word of `target_object_i`, and change nothing.
    Peek = 3,
}

/// How a free ended (`outcome_o`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum HotOutcome {
    /// Done.
    Hit = 0,
    /// The arena is not in the table.
    Miss = 1,
    /// The object is not allocated.
    NotAllocated = 2,
}

/// The Hardware Object Table: per class one arena with its whole bitmap, of which the current word is held ready.
///
/// ```text
///         H0               H1                      H2                     H3
///  op ──► class ─► entries (read) ─► entry ─► answer
///                      ▲               └────► step ─► next entry ─► (entries)
///                  bitmaps (read) ──────────────────► row ─► word without the object ─► bitmaps
///                      ▲
///                      └── word fetch: the word that will be needed next
/// ```
///
/// In H0 an operation is chosen; in H1 its class's entry is read and, for a free or a peek, a bitmap row; in H2 the entry answers an
/// alloc as it is, and what the operation makes of it is written back, or handed to an operation of the class right behind, so that
/// these follow each other every cycle; in H3 the bitmap word of a free is there, and whether its object was allocated shows a cycle later.
/// The entry holds two 16-bit words, the current one and a copy of the next
/// one, so that an alloc that fills a word does not wait for another; the copy is fetched ahead. Bitmap rows are not kept up to
/// date for the current word and for full words: the entry has the one and implies the others.
///
/// Contract:
///
/// * After a reset `clearing_o` is high for 2^CLASS cycles, in which no operation may start.
/// * `op_valid_i` starts an operation in any cycle with `advance_i`. The operations in H1 and H2 stay there until `advance_i`, which
///   may be low only while an alloc is in H2. An alloc with `void_i` in H1 changes nothing.
/// * An alloc that waits for a word is answered after at most seven tries in vain, if between them no alloc of another class and no
///   free of its own takes effect, and no row is loaded.
/// * No free and no peek starts while `loading_i` is high.
/// * Whether a free's arena is in the table is found out ahead, in steps (cycles with `check_advance_i`): its class enters the check,
///   in the next step its page, and then the free may start, until another step has passed. No install starts while a free is
///   under way, and no free enters the check before the install has left H2.
/// * The `install_*` inputs are those of an install while it is in H1 and in H2. All four rows of an arena are loaded from the cycle
///   after its install has started; `loading_i` is high until they are.
///
/// Invariants: I4, I9 (`memento_abi::INVARIANTS`). In hardware terms: a current word that is known is not full
/// unless all are; a next word that is known is the lowest word, other than the current, that is not full.
///
/// Cost: per class 64 bits of entry, twice PAGE + 1 bits of page, and 256 bits of bitmap.
#[derive(LogicBlock)]
pub struct Hot<const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,
    /// The table is being emptied after a reset.
    pub clearing_o: Signal<Out, Bit>,

    /// Start an operation (H0).
    pub op_valid_i: Signal<In, Bit>,
    /// 0 alloc, 1 free, 2 install, 3 peek.
    pub op_kind_i: Signal<In, Bits<2>>,
    /// Class it works on.
    pub op_class_i: Signal<In, Bits<CLASS>>,
    /// It is `class_1_o`, also if no operation starts.
    pub op_is_1_i: Signal<In, Bit>,
    /// It is `class_2_o`, also if no operation starts.
    pub op_is_2_i: Signal<In, Bit>,
    /// The class that came with the last `advance_i`.
    pub class_1_o: Signal<Out, Bits<CLASS>>,
    /// The class that came with the one before.
    pub class_2_o: Signal<Out, Bits<CLASS>>,

    /// Free: the object's index. Peek: the bitmap word, in the upper four bits.
    pub op_object_i: Signal<In, Bits<8>>,

    /// The check of frees moves on by a step.
    pub check_advance_i: Signal<In, Bit>,
    /// Check: class of a free.
    pub check_class_i: Signal<In, Bits<CLASS>>,
    /// Check: first page of the object's arena, for the class of the step before.
    pub check_page_i: Signal<In, Bits<PAGE>>,

    /// The operations in H1 and H2 move on.
    pub advance_i: Signal<In, Bit>,
    /// The alloc in H1 changes nothing in H2.
    pub void_i: Signal<In, Bit>,
    /// H2: an alloc of this class is answered.
    pub ready_o: Signal<Out, Bit>,
    /// H2: an alloc that is not answered waits for a bitmap word; ask again. If not, the class needs another arena.
    pub word_on_its_way_o: Signal<Out, Bit>,
    /// H2: the class has an arena. For an install, that is the one that it replaces.
    pub occupied_o: Signal<Out, Bit>,
    /// H2: first page of that arena.
    pub page_o: Signal<Out, Bits<PAGE>>,
    /// H2: index of the object that an alloc takes.
    pub object_o: Signal<Out, Bits<8>>,
    /// H2: no other word than the current one has a free object.
    pub last_word_o: Signal<Out, Bit>,
    /// H2: full words of the arena; words that the arena does not have count as full.
    pub summary_o: Signal<Out, Bits<16>>,
    /// A cycle after H3: how a free ended: 0 hit, 1 its arena is not in the table, 2 the object is not allocated.
    pub outcome_o: Signal<Out, Bits<2>>,
    /// H3: the bitmap word of a peek, bit = 1 allocated.
    pub word_o: Signal<Out, Bits<16>>,

    /// Install: first page of the new arena.
    pub install_page_i: Signal<In, Bits<PAGE>>,
    /// Install: full words; words that the arena does not have count as full.
    pub install_summary_i: Signal<In, Bits<16>>,
    /// Install: index of the lowest word that is not full.
    pub install_word_i: Signal<In, Bits<4>>,
    /// Install: free objects of that word.
    pub install_free_i: Signal<In, Bits<16>>,

    /// Rows are being loaded.
    pub loading_i: Signal<In, Bit>,
    /// Write a whole bitmap row.
    pub load_valid_i: Signal<In, Bit>,
    /// The row is written in this cycle.
    pub load_ready_o: Signal<Out, Bit>,
    /// Row: class and quarter of the bitmap.
    pub load_row_i: Signal<In, Bits<ROW>>,
    /// The row, bit = 1 allocated.
    pub load_data_i: Signal<In, Bits<64>>,

    entries: HotTable<CLASS, PAGE, POINTER>,
    pages: HotPages<CLASS, PAGE, POINTER>,
    bitmaps: HotBitmaps<CLASS, ROW>,
    step: HotStep,
    fetch: WordFetch<CLASS>,

    clearing: Register<Bit>,
    clear_class: Register<Bits<CLASS>>,

    // The operation in H1.
    valid_1: Register<Bit>,
    alloc_1: Register<Bit>,
    install_1: Register<Bit>,
    target_1: Register<Bit>,
    free_1: Register<Bit>,
    in_table_1: Register<Bit>,
    object_1: Register<Bits<8>>,

    // The operation in H2.
    valid_2: Register<Bit>,
    alloc_2: Register<Bit>,
    install_2: Register<Bit>,
    target_2: Register<Bit>,
    free_2: Register<Bit>,
    in_table_2: Register<Bit>,
    object_2: Register<Bits<8>>,
    word_bit_2: Register<Bits<16>>,
    words_below_2: Register<Bits<16>>,
    object_bit_2: Register<Bits<16>>,
    places_above_2: Register<Bits<16>>,

    // The free in H3.
    missed: Register<Bit>,
    outcome: Register<Bits<2>>,

    frees_row: Signal<Local, Bit>,
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize> Hot<CLASS, PAGE, POINTER, ROW> {
    /// A table whose entries and pages are in memory of `style`, and its bitmaps in memory of `bitmap_style`. `POINTER` must be
    /// `PAGE` + 1 and `ROW` `CLASS` + 2.
    pub fn new(style: RamStyle, bitmap_style: RamStyle) -> Self {
        crate::module!(
            entries: HotTable::new(style),
            pages: HotPages::new(style),
            bitmaps: HotBitmaps::new(bitmap_style),
            clearing: Register::new(true);
            clk_i, rst_ni, clearing_o, op_valid_i, op_kind_i, op_class_i, op_is_1_i, op_is_2_i, class_1_o, class_2_o, op_object_i,
            check_advance_i, check_class_i, check_page_i, advance_i, void_i, ready_o, word_on_its_way_o, occupied_o, page_o,
            object_o, last_word_o, summary_o, outcome_o, word_o, install_page_i, install_summary_i, install_word_i, install_free_i,
            loading_i, load_valid_i, load_ready_o, load_row_i, load_data_i, step, fetch, clear_class, valid_1, alloc_1, install_1,
            target_1, free_1, in_table_1, object_1, valid_2, alloc_2, install_2, target_2, free_2, in_table_2, object_2,
            word_bit_2, words_below_2, object_bit_2, places_above_2, missed, outcome, frees_row,
        )
    }
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize> Logic
    for Hot<CLASS, PAGE, POINTER, ROW>
{
    kernel! {
        #[hdl_gen]
        "memento_hot",
        registers: [
            clearing, clear_class, valid_1, alloc_1, install_1, target_1, free_1, in_table_1, object_1, valid_2, alloc_2,
            install_2, target_2, free_2, in_table_2, object_2, word_bit_2, words_below_2, object_bit_2,
            places_above_2, missed, outcome,
        ],
        resettable: [entries, pages, bitmaps, fetch],
        fn update(&mut self) {
            comment!("After a reset, class by class.");
            self.clearing_o.next = self.clearing.q.val();
            if self.clearing.q.val() {
                self.clear_class.d.next = self.clear_class.q.val() + 1;
                self.clearing.d.next = !self.clear_class.q.val().all();
            }
            self.entries.clear_valid_i.next = self.clearing.q.val();
            self.entries.clear_class_i.next = self.clear_class.q.val();
            self.pages.clear_valid_i.next = self.clearing.q.val();
            self.pages.clear_class_i.next = self.clear_class.q.val();

            comment!("H0: take an operation.");
            self.entries.advance_i.next = self.advance_i.val();
            self.entries.read_class_i.next = self.op_class_i.val();
            self.entries.read_is_1_i.next = self.op_is_1_i.val();
            self.entries.read_is_2_i.next = self.op_is_2_i.val();
            self.class_1_o.next = self.entries.class_1_o.val();
            self.class_2_o.next = self.entries.class_2_o.val();
            self.pages.check_advance_i.next = self.check_advance_i.val();
            self.pages.check_class_i.next = self.check_class_i.val();
            self.pages.check_page_i.next = self.check_page_i.val();
            if self.advance_i.val() {
                self.valid_1.d.next = self.op_valid_i.val();
                self.alloc_1.d.next = self.op_valid_i.val() && (self.op_kind_i.val() == 0);
                self.install_1.d.next = self.op_valid_i.val() && (self.op_kind_i.val() == 2);
                self.free_1.d.next = self.op_valid_i.val() && (self.op_kind_i.val() == 1);
                self.target_1.d.next = self.op_valid_i.val() && self.op_kind_i.val().get_bit(0);
                self.in_table_1.d.next = self.pages.in_table_o.val();
                self.object_1.d.next = self.op_object_i.val();
            }

            comment!("H1: read what it works on. An install brings its own word.");
            self.entries.install_1_i.next = self.install_1.q.val();
            self.entries.install_free_i.next = self.install_free_i.val();
            if self.advance_i.val() {
                self.valid_2.d.next = self.valid_1.q.val();
                self.alloc_2.d.next = self.alloc_1.q.val() && !self.void_i.val();
                self.install_2.d.next = self.install_1.q.val();
                self.free_2.d.next = self.free_1.q.val() && self.in_table_1.q.val();
                self.target_2.d.next = self.target_1.q.val();
                self.in_table_2.d.next = self.in_table_1.q.val();
                self.object_2.d.next = self.object_1.q.val();
                self.word_bit_2.d.next =
                    bits::<16>(0).replace_bit(self.object_1.q.val().get_bits::<4>(4).index(), true);
                self.words_below_2.d.next = !(bits::<16>(0xFFFF) << self.object_1.q.val().get_bits::<4>(4));
                self.object_bit_2.d.next =
                    bits::<16>(0).replace_bit(self.object_1.q.val().get_bits::<4>(0).index(), true);
                self.places_above_2.d.next = bits::<16>(0xFFFE) << self.object_1.q.val().get_bits::<4>(0);
            }

            comment!("The bitmaps' read port: a free or a peek, else the word fetch. The frees ahead of the alloc");
            comment!("that asked for the word have written their rows by then, and one that follows cancels the fetch.");
            self.fetch.grant_i.next = !self.target_1.q.val() && !self.loading_i.val();
            self.bitmaps.read_enable_i.next = self.target_1.q.val() || self.fetch.wait_o.val();
            self.bitmaps.read_class_i.next = self.fetch.class_o.val();
            self.bitmaps.read_word_i.next = self.fetch.word_o.val();
            if self.target_1.q.val() {
                self.bitmaps.read_class_i.next = self.entries.class_1_o.val();
                self.bitmaps.read_word_i.next = self.object_1.q.val().get_bits::<4>(4);
            }

            comment!("H2: the operation, its entry, and what becomes of it.");
            self.step.alloc_i.next = self.alloc_2.q.val();
            self.step.free_i.next = self.free_2.q.val();
            self.step.install_i.next = self.install_2.q.val();
            self.step.word_i.next = self.object_2.q.val().get_bits::<4>(4);
            self.step.word_bit_i.next = self.word_bit_2.q.val();
            self.step.words_below_i.next = self.words_below_2.q.val();
            self.step.place_i.next = self.object_2.q.val().get_bits::<4>(0);
            self.step.places_above_i.next = self.places_above_2.q.val();
            self.step.object_bit_i.next = self.object_bit_2.q.val();
            self.step.fetch_valid_i.next = self.fetch.valid_o.val();
            self.step.fetch_place_i.next = self.fetch.place_o.val();
            self.step.fetch_rest_i.next = self.fetch.rest_o.val();
            self.step.fetch_single_i.next = self.fetch.single_o.val();
            self.step.install_word_i.next = self.install_word_i.val();
            self.step.install_full_i.next = self.install_summary_i.val();
            self.step.entry_i.next = self.entries.entry_o.val();
            self.step.exhausted_i.next = self.entries.exhausted_o.val();
            comment!("Every operation writes its entry back, changed or not: nothing late decides about the write.");
            self.entries.write_valid_i.next = self.valid_2.q.val();
            self.entries.write_entry_i.next = self.step.entry_o.val();
            self.entries.write_exhausted_i.next = self.step.exhausted_o.val();
            self.entries.install_i.next = self.install_2.q.val();
            self.entries.install_page_i.next = self.install_page_i.val();
            self.pages.write_enable_i.next = self.install_2.q.val();
            self.pages.write_class_i.next = self.entries.class_2_o.val();
            self.pages.write_page_i.next = self.install_page_i.val();
            self.ready_o.next = self.step.ready_o.val();
            self.occupied_o.next = self.entries.occupied_o.val();
            self.page_o.next = self.entries.page_o.val();
            self.word_on_its_way_o.next = self.entries.occupied_o.val() && self.step.unknown_o.val();
            self.object_o.next = (bit_cast::<8, 4>(self.entries.entry_o.val().get_bits::<4>(48)) << 4)
                | bit_cast::<8, 4>(self.entries.entry_o.val().get_bits::<4>(52));
            self.last_word_o.next = self.step.last_word_o.val();
            self.summary_o.next = self.step.summary_o.val();

            comment!("The word fetch.");
            self.frees_row.next = self.free_2.q.val() && !self.step.word_held_o.val();
            self.fetch.coming_i.next = self.advance_i.val();
            self.fetch.coming_class_i.next = self.entries.class_1_o.val();
            self.fetch.op_class_i.next = self.entries.class_2_o.val();
            self.fetch.alloc_i.next = self.alloc_2.q.val() && self.advance_i.val();
            self.fetch.urgent_i.next = self.word_on_its_way_o.val();
            self.fetch.wants_next_i.next = self.step.fetch_next_o.val();
            self.fetch.op_word_i.next = self.step.fetch_word_o.val();
            self.fetch.cancel_i.next = self.frees_row.val() || self.install_2.q.val();
            self.fetch.word_i.next = self.bitmaps.word_o.val();

            comment!("The bitmap word of a free or a peek: in the entry, or full, or as the row has it.");
            self.bitmaps.known_i.next =
                self.target_2.q.val() && (self.step.word_held_o.val() || self.step.word_full_o.val());
            self.bitmaps.known_word_i.next = bits::<16>(0xFFFF);
            if self.step.word_held_o.val() {
                self.bitmaps.known_word_i.next = !self.step.held_free_o.val();
            }
            self.bitmaps.known_allocated_i.next = self.step.allocated_o.val();
            self.bitmaps.free_i.next = self.frees_row.val();
            self.bitmaps.object_bit_i.next = self.object_bit_2.q.val();
            self.bitmaps.load_valid_i.next = self.load_valid_i.val();
            self.load_ready_o.next = self.bitmaps.load_ready_o.val();
            self.bitmaps.load_row_i.next = self.load_row_i.val();
            self.bitmaps.load_data_i.next = self.load_data_i.val();

            comment!("H3.");
            self.missed.d.next = !self.in_table_2.q.val();
            self.word_o.next = self.bitmaps.word_o.val();
            self.outcome.d.next = bits::<2>(0);
            if self.missed.q.val() {
                self.outcome.d.next = bits::<2>(1);
            } else if !self.bitmaps.allocated_o.val() {
                self.outcome.d.next = bits::<2>(2);
            }
            self.outcome_o.next = self.outcome.q.val();
        }
    }
}
