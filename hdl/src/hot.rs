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
///           H0                       H1                                  H2
///  op ──► entries (read) ─► entry ─► step ─► answer, next entry
///         pages   (read) ─► page  ─► answer
///         bitmaps (read) ─────────────────► row ─► word without the object ─► bitmaps
///            ▲
///            └── word fetch: the word that will be needed next
/// ```
///
/// In H0 an operation reads its class's entry and, for a free or a peek, a bitmap row; in H1 an alloc is answered and the entry
/// is written back, so operations on one class follow each other every cycle; in H2 the bitmap row of a free is written, and
/// whether its object was allocated shows a cycle later. The entry holds two 16-bit words, the current one and a copy of the next
/// one, so that an alloc that fills a word does not wait for another; the copy is fetched ahead. Bitmap rows are not kept up to
/// date for the current word and for full words: the entry has the one and implies the others.
///
/// Contract:
///
/// * After a reset `clearing_o` is high for 2^CLASS cycles, in which no operation may start.
/// * `op_valid_i` starts an operation in any cycle in which no operation is in H1 or `advance_i` is high. An operation in H1
///   stays there until `advance_i`, which may be low only for an alloc. An alloc with `void_i` changes nothing.
/// * An alloc that waits for a word is answered after at most seven tries in vain, if between them no alloc of another class and no
///   free of its own takes effect, no row is loaded, and no `target_valid_i` is in vain.
/// * A free or a peek is the one on the `target_*` inputs, which `op_class_i` must agree with. None starts while
///   `loading_i` is high. `target_valid_i` without one only keeps the word fetch from the bitmaps.
/// * Whether a free's arena is in the table is found out ahead, in steps (cycles with `check_advance_i`): its class enters the check,
///   in the next step its page, and then the free may start, until another step has passed. No install starts while a free is
///   under way, and no free enters the check before the install has left H1.
/// * All four rows of an arena are loaded from the cycle after its install has started; `loading_i` is high until they are.
///
/// Invariants: I4, I9 (`memento_abi::INVARIANTS`). In hardware terms: a current word that is known is not full
/// unless all are; a next word that is known is the lowest word, other than the current, that is not full.
///
/// Cost: per class 57 bits of entry, twice PAGE + 1 bits of page, and 256 bits of bitmap.
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

    /// A free or a peek starts, or would if it could (H0).
    pub target_valid_i: Signal<In, Bit>,
    /// Its class.
    pub target_class_i: Signal<In, Bits<CLASS>>,
    /// Free: the object's index. Peek: the bitmap word, in the upper four bits.
    pub target_object_i: Signal<In, Bits<8>>,

    /// The check of frees moves on by a step.
    pub check_advance_i: Signal<In, Bit>,
    /// Check: class of a free.
    pub check_class_i: Signal<In, Bits<CLASS>>,
    /// Check: first page of the object's arena, for the class of the step before.
    pub check_page_i: Signal<In, Bits<PAGE>>,

    /// The operation in H1 leaves.
    pub advance_i: Signal<In, Bit>,
    /// The operation in H1 changes nothing.
    pub void_i: Signal<In, Bit>,
    /// H1: an alloc of this class is answered.
    pub ready_o: Signal<Out, Bit>,
    /// H1: an alloc that is not answered waits for a bitmap word; ask again. If not, the class needs another arena.
    pub word_on_its_way_o: Signal<Out, Bit>,
    /// H1: the class has an arena. For an install, that is the one that it replaces.
    pub occupied_o: Signal<Out, Bit>,
    /// H1: first page of that arena.
    pub page_o: Signal<Out, Bits<PAGE>>,
    /// H1: index of the object that an alloc takes.
    pub object_o: Signal<Out, Bits<8>>,
    /// H1: no other word than the current one has a free object.
    pub last_word_o: Signal<Out, Bit>,
    /// H1: full words of the arena; words that the arena does not have count as full.
    pub summary_o: Signal<Out, Bits<16>>,
    /// A cycle after H2: how a free ended: 0 hit, 1 its arena is not in the table, 2 the object is not allocated.
    pub outcome_o: Signal<Out, Bits<2>>,
    /// H2: the bitmap word of a peek, bit = 1 allocated.
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

    entries: HotTable<CLASS>,
    pages: HotPages<CLASS, PAGE, POINTER>,
    bitmaps: HotBitmaps<CLASS, ROW>,
    step: HotStep,
    fetch: WordFetch<CLASS>,

    clearing: Register<Bit>,
    clear_class: Register<Bits<CLASS>>,

    // The operation in H1.
    valid: Register<Bit>,
    is_alloc: Register<Bit>,
    is_install: Register<Bit>,
    is_free: Register<Bit>,
    is_target: Register<Bit>,
    in_table: Register<Bit>,
    class: Register<Bits<CLASS>>,
    word: Register<Bits<4>>,
    word_bit: Register<Bits<16>>,
    words_below: Register<Bits<16>>,
    object_bit: Register<Bits<16>>,

    // The free in H2.
    missed: Register<Bit>,
    outcome: Register<Bits<2>>,

    accept: Signal<Local, Bit>,
    takes_effect: Signal<Local, Bit>,
    frees_row: Signal<Local, Bit>,
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize> Hot<CLASS, PAGE, POINTER, ROW> {
    /// A table whose entries and pages are in memory of `style`, and its bitmaps in memory of `bitmap_style`. `POINTER` must be
    /// `PAGE` + 1 and `ROW` `CLASS` + 2.
    pub fn new(style: RamStyle, bitmap_style: RamStyle) -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            clearing_o: Default::default(),
            op_valid_i: Default::default(),
            op_kind_i: Default::default(),
            op_class_i: Default::default(),
            target_valid_i: Default::default(),
            target_class_i: Default::default(),
            target_object_i: Default::default(),
            check_advance_i: Default::default(),
            check_class_i: Default::default(),
            check_page_i: Default::default(),
            advance_i: Default::default(),
            void_i: Default::default(),
            ready_o: Default::default(),
            word_on_its_way_o: Default::default(),
            occupied_o: Default::default(),
            page_o: Default::default(),
            object_o: Default::default(),
            last_word_o: Default::default(),
            summary_o: Default::default(),
            outcome_o: Default::default(),
            word_o: Default::default(),
            install_page_i: Default::default(),
            install_summary_i: Default::default(),
            install_word_i: Default::default(),
            install_free_i: Default::default(),
            loading_i: Default::default(),
            load_valid_i: Default::default(),
            load_ready_o: Default::default(),
            load_row_i: Default::default(),
            load_data_i: Default::default(),
            entries: HotTable::new(style),
            pages: HotPages::new(style),
            bitmaps: HotBitmaps::new(bitmap_style),
            step: Default::default(),
            fetch: Default::default(),
            clearing: Register::new(true),
            clear_class: Default::default(),
            valid: Default::default(),
            is_alloc: Default::default(),
            is_install: Default::default(),
            is_free: Default::default(),
            is_target: Default::default(),
            in_table: Default::default(),
            class: Default::default(),
            word: Default::default(),
            word_bit: Default::default(),
            words_below: Default::default(),
            object_bit: Default::default(),
            missed: Default::default(),
            outcome: Default::default(),
            accept: Default::default(),
            takes_effect: Default::default(),
            frees_row: Default::default(),
        }
    }
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize> Logic
    for Hot<CLASS, PAGE, POINTER, ROW>
{
    kernel! {
        #[hdl_gen]
        "memento_hot",
        registers: [
            clearing, clear_class, valid, is_alloc, is_install, is_free, is_target, in_table, class, word, word_bit,
            words_below, object_bit, missed, outcome,
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

            comment!("H0: take an operation and read what it works on.");
            self.accept.next = !self.valid.q.val() || self.advance_i.val();
            self.entries.read_enable_i.next = self.accept.val();
            self.entries.read_class_i.next = self.op_class_i.val();
            self.pages.read_enable_i.next = self.accept.val();
            self.pages.read_class_i.next = self.op_class_i.val();
            self.pages.check_advance_i.next = self.check_advance_i.val();
            self.pages.check_class_i.next = self.check_class_i.val();
            self.pages.check_page_i.next = self.check_page_i.val();
            if self.accept.val() {
                self.valid.d.next = self.op_valid_i.val();
                self.is_alloc.d.next = self.op_valid_i.val() && (self.op_kind_i.val() == 0);
                self.is_install.d.next = self.op_valid_i.val() && (self.op_kind_i.val() == 2);
                self.is_free.d.next = self.op_valid_i.val() && (self.op_kind_i.val() == 1);
                self.is_target.d.next = self.op_valid_i.val() && self.op_kind_i.val().get_bit(0);
                self.in_table.d.next = self.pages.in_table_o.val();
                self.class.d.next = self.op_class_i.val();
                self.word.d.next = self.target_object_i.val().get_bits::<4>(4);
                self.word_bit.d.next =
                    bits::<16>(0).replace_bit(self.target_object_i.val().get_bits::<4>(4).index(), true);
                self.words_below.d.next = !(bits::<16>(0xFFFF) << self.target_object_i.val().get_bits::<4>(4));
                self.object_bit.d.next =
                    bits::<16>(0).replace_bit(self.target_object_i.val().get_bits::<4>(0).index(), true);
            }

            comment!("The bitmaps' read port: a free or a peek, else the word fetch. The frees ahead of the alloc");
            comment!("that asked for the word have written their rows by then, and one that follows cancels the fetch.");
            self.fetch.grant_i.next = !self.target_valid_i.val() && !self.loading_i.val();
            self.bitmaps.read_enable_i.next = self.target_valid_i.val() || self.fetch.wait_o.val();
            self.bitmaps.read_class_i.next = self.fetch.class_o.val();
            self.bitmaps.read_word_i.next = self.fetch.word_o.val();
            if self.target_valid_i.val() {
                self.bitmaps.read_class_i.next = self.target_class_i.val();
                self.bitmaps.read_word_i.next = self.target_object_i.val().get_bits::<4>(4);
            }

            comment!("H1: the operation, its entry, and what becomes of it.");
            self.takes_effect.next = self.valid.q.val() && self.advance_i.val() && !self.void_i.val();
            self.step.alloc_i.next = self.is_alloc.q.val() && !self.void_i.val();
            self.step.free_i.next = self.is_free.q.val() && self.in_table.q.val();
            self.step.install_i.next = self.is_install.q.val();
            self.step.word_i.next = self.word.q.val();
            self.step.word_bit_i.next = self.word_bit.q.val();
            self.step.words_below_i.next = self.words_below.q.val();
            self.step.object_bit_i.next = self.object_bit.q.val();
            self.step.fetch_valid_i.next = self.fetch.valid_o.val();
            self.step.fetch_free_i.next = self.fetch.free_o.val();
            self.step.fetch_single_i.next = self.fetch.single_o.val();
            self.step.install_word_i.next = self.install_word_i.val();
            self.step.install_free_i.next = self.install_free_i.val();
            self.step.install_full_i.next = self.install_summary_i.val();
            self.step.ready_i.next = self.entries.ready_o.val();
            self.step.entry_i.next = self.entries.entry_o.val();
            comment!("Every operation writes its entry back, changed or not: nothing late decides about the write.");
            self.entries.write_enable_i.next = self.valid.q.val() && self.advance_i.val();
            self.entries.write_class_i.next = self.class.q.val();
            self.entries.write_ready_i.next = self.step.ready_o.val();
            self.entries.write_entry_i.next = self.step.entry_o.val();
            self.pages.write_enable_i.next = self.is_install.q.val();
            self.pages.write_class_i.next = self.class.q.val();
            self.pages.write_page_i.next = self.install_page_i.val();
            self.ready_o.next = self.entries.ready_o.val();
            self.occupied_o.next = self.pages.occupied_o.val();
            self.page_o.next = self.pages.page_o.val();
            self.word_on_its_way_o.next = self.pages.occupied_o.val() && self.step.unknown_o.val();
            self.object_o.next = (bit_cast::<8, 4>(self.step.current_word_o.val()) << 4)
                | bit_cast::<8, 4>(self.step.place_o.val());
            self.last_word_o.next = self.step.last_word_o.val();
            self.summary_o.next = self.step.summary_o.val();

            comment!("The word fetch.");
            self.frees_row.next = self.step.free_i.val() && !self.step.word_held_o.val();
            self.fetch.coming_i.next = self.accept.val();
            self.fetch.coming_class_i.next = self.op_class_i.val();
            self.fetch.op_class_i.next = self.class.q.val();
            self.fetch.alloc_i.next = self.is_alloc.q.val() && self.takes_effect.val();
            self.fetch.urgent_i.next = self.word_on_its_way_o.val();
            self.fetch.wants_next_i.next = self.step.fetch_next_o.val();
            self.fetch.op_word_i.next = self.step.fetch_word_o.val();
            self.fetch.cancel_i.next = self.frees_row.val() || self.is_install.q.val();
            self.fetch.word_i.next = self.bitmaps.word_o.val();

            comment!("The bitmap word of a free or a peek: in the entry, or full, or as the row has it.");
            self.bitmaps.known_i.next =
                self.is_target.q.val() && (self.step.word_held_o.val() || self.step.word_full_o.val());
            self.bitmaps.known_word_i.next = bits::<16>(0xFFFF);
            if self.step.word_held_o.val() {
                self.bitmaps.known_word_i.next = !self.step.held_free_o.val();
            }
            self.bitmaps.free_i.next = self.frees_row.val();
            self.bitmaps.object_bit_i.next = self.object_bit.q.val();
            self.bitmaps.load_valid_i.next = self.load_valid_i.val();
            self.load_ready_o.next = self.bitmaps.load_ready_o.val();
            self.bitmaps.load_row_i.next = self.load_row_i.val();
            self.bitmaps.load_data_i.next = self.load_data_i.val();

            comment!("H2.");
            self.missed.d.next = !self.in_table.q.val();
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
