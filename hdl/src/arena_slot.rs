//! The arena that its class gets next.

use crate::find_first_zero::FindFirstZero;
use crate::prim::{Ram, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// The arena that its class gets next: where it was found, and its bitmap, ready to be put into the Hardware Object
/// Table.
///
/// ```text
///  header beats ──► staged rows ──► bitmap rows of the table (copy)
///  links, page ───► registers ────► install, and later the list change
///
///  clk_i       __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__
///  start_i     __/^^^^^\__________________________________________
///  finish_i    ______________/^^^^^\______________________________
///  valid_o     __________________________/^^^^^^^^^^^^^^^^^^^^^^^^
///  copy_i      ________________________________/^^^^^\____________
///  load_row_o  --------------------------------------X first X ..   one row per cycle with load_ready_i
/// ```
///
/// Contract:
///
/// * `start_i` forgets what is held; bitmap beats then arrive in any number of cycles; `finish_i` completes it, and `valid_o` is high
///   two cycles later. Unless the arena is blank, `summary_i` is the header's summary from at least the cycle before `finish_i`.
/// * An arena without a beat is blank: it has no object allocated.
/// * Of a full arena the first word is shown, with no free object.
/// * `copy_i` (only while valid) moves the four rows to the table, the row of the first current word first, one row per cycle in which
///   the table is ready, from the next cycle on; `copying_o` is high meanwhile. No `start_i` while copying.
/// * `forget_i` clears `valid_o` from the next cycle on, also between `finish_i` and then; everything else stays.
///
/// Cost: 4 rows of 64 bits, about 4 PAGE + 50 flip-flops, a 16-bit search and a four-way choice, each between registers.
#[derive(LogicBlock)]
pub struct ArenaSlot<const CLASS: usize, const PAGE: usize, const ROW: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Forget what is held, and begin to fill the slot for `class_i`.
    pub start_i: Signal<In, Bit>,
    /// Class to fill the slot for.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// A bitmap beat.
    pub beat_valid_i: Signal<In, Bit>,
    /// Which one.
    pub beat_index_i: Signal<In, Bits<2>>,
    /// The beat.
    pub beat_data_i: Signal<In, Bits<64>>,
    /// The header's summary, until `finish_i`.
    pub summary_i: Signal<In, Bits<16>>,
    /// The arena is complete.
    pub finish_i: Signal<In, Bit>,
    /// With `finish_i`: its first page.
    pub page_i: Signal<In, Bits<PAGE>>,
    /// With `finish_i`: 0 from the available list, 1 recycled, 2 never used, 3 from the full list.
    pub source_i: Signal<In, Bits<2>>,
    /// With `finish_i`: its count of touched body lines; a blank arena's is 0.
    pub bypass_i: Signal<In, Bits<16>>,
    /// With `finish_i`: it has a next header.
    pub next_valid_i: Signal<In, Bit>,
    /// With `finish_i`: the next header's page.
    pub next_page_i: Signal<In, Bits<PAGE>>,
    /// With `finish_i`: it has a previous header.
    pub prev_valid_i: Signal<In, Bit>,
    /// With `finish_i`: the previous header's page.
    pub prev_page_i: Signal<In, Bits<PAGE>>,
    /// Forget what is held.
    pub forget_i: Signal<In, Bit>,

    /// An arena is held.
    pub valid_o: Signal<Out, Bit>,
    /// Its class.
    pub class_o: Signal<Out, Bits<CLASS>>,
    /// Its first page.
    pub page_o: Signal<Out, Bits<PAGE>>,
    /// Where it was found.
    pub source_o: Signal<Out, Bits<2>>,
    /// How many of its body lines may have been touched.
    pub bypass_o: Signal<Out, Bits<16>>,
    /// It has a next header.
    pub next_valid_o: Signal<Out, Bit>,
    /// The next header's page.
    pub next_page_o: Signal<Out, Bits<PAGE>>,
    /// It has a previous header.
    pub prev_valid_o: Signal<Out, Bit>,
    /// The previous header's page.
    pub prev_page_o: Signal<Out, Bits<PAGE>>,
    /// Full words; words that an arena does not have count as full.
    pub summary_o: Signal<Out, Bits<16>>,
    /// The lowest word that is not full.
    pub word_o: Signal<Out, Bits<4>>,
    /// Its free objects.
    pub free_o: Signal<Out, Bits<16>>,

    /// Start to copy the rows.
    pub copy_i: Signal<In, Bit>,
    /// The copy is under way.
    pub copying_o: Signal<Out, Bit>,
    /// A row is offered to the table.
    pub load_valid_o: Signal<Out, Bit>,
    /// The table takes it.
    pub load_ready_i: Signal<In, Bit>,
    /// Row of the table.
    pub load_row_o: Signal<Out, Bits<ROW>>,
    /// The row, bit = 1 allocated.
    pub load_data_o: Signal<Out, Bits<64>>,

    absent_words: Constant<Bits<16>>,
    staged: Ram<Bits<64>, 2>,
    lowest_word: FindFirstZero<16, 4, 32>,
    valid: Register<Bit>,
    class: Register<Bits<CLASS>>,
    page: Register<Bits<PAGE>>,
    source: Register<Bits<2>>,
    bypass: Register<Bits<16>>,
    next_valid: Register<Bit>,
    next_page: Register<Bits<PAGE>>,
    prev_valid: Register<Bit>,
    prev_page: Register<Bits<PAGE>>,
    blank: Register<Bit>,
    summary: Register<Bits<16>>,
    word: Register<Bits<4>>,
    free: Register<Bits<16>>,
    /// Beats may still come.
    filling: Register<Bit>,
    /// The first current word's row is on the staged rows' output.
    settling: Register<Bit>,
    copying: Register<Bit>,
    /// The row on the staged rows' output.
    row: Register<Bits<2>>,
    rows_left: Register<Bits<2>>,
    first_word: Signal<Local, Bits<16>>,
    next_row: Signal<Local, Bits<2>>,
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> ArenaSlot<CLASS, PAGE, ROW> {
    /// An empty slot for arenas of `words` bitmap words, whose memory asks for `style`. `ROW` must be `CLASS` + 2.
    pub fn new(words: u32, style: RamStyle) -> Self {
        assert_eq!(ROW, CLASS + 2, "a class has four bitmap rows");
        crate::module!(
            absent_words: Constant::new(absent_words(words)),
            staged: Ram::new(style);
            clk_i, rst_ni, start_i, class_i, beat_valid_i, beat_index_i, beat_data_i, summary_i, finish_i, page_i,
            source_i, bypass_i, next_valid_i, next_page_i, prev_valid_i, prev_page_i, forget_i, valid_o, class_o, page_o,
            source_o, bypass_o, next_valid_o, next_page_o, prev_valid_o, prev_page_o, summary_o, word_o, free_o, copy_i,
            copying_o, load_valid_o, load_ready_i, load_row_o, load_data_o, lowest_word, valid, class, page, source, bypass,
            next_valid, next_page, prev_valid, prev_page, blank, summary, word, free, filling, settling, copying, row,
            rows_left, first_word, next_row,
        )
    }
}

/// The bits of a 16-bit summary that stand for words an arena of `words` words does not have.
pub(crate) fn absent_words(words: u32) -> Bits<16> {
    (0xFFFF & !((1u64 << words) - 1)).into()
}

impl<const CLASS: usize, const PAGE: usize, const ROW: usize> Logic for ArenaSlot<CLASS, PAGE, ROW> {
    kernel! {
        #[hdl_gen]
        "memento_arena_slot",
        registers: [
            valid, class, page, source, bypass, next_valid, next_page, prev_valid, prev_page, blank, summary, word,
            free, filling, settling, copying, row, rows_left,
        ],
        clocked: [staged],
        fn update(&mut self) {
            comment!("Bitmap beats go to the staged rows; meanwhile the lowest word that is not full is found.");
            self.staged.write_enable_i.next = self.beat_valid_i.val();
            self.staged.write_address_i.next = self.beat_index_i.val();
            self.staged.write_data_i.next = self.beat_data_i.val();
            if self.beat_valid_i.val() {
                self.blank.d.next = false;
            }
            self.lowest_word.word_i.next = self.summary_i.val() | self.absent_words.val();
            if self.filling.q.val() {
                self.summary.d.next = self.lowest_word.word_i.val();
                self.word.d.next = self.lowest_word.index_o.val();
                comment!("In a full arena the search may name a word that the arena lacks.");
                if !self.lowest_word.found_o.val() {
                    self.word.d.next = bits::<4>(0);
                }
            }
            if self.finish_i.val() {
                self.filling.d.next = false;
                self.settling.d.next = true;
                self.page.d.next = self.page_i.val();
                self.source.d.next = self.source_i.val();
                self.bypass.d.next = self.bypass_i.val();
                self.next_valid.d.next = self.next_valid_i.val();
                self.next_page.d.next = self.next_page_i.val();
                self.prev_valid.d.next = self.prev_valid_i.val();
                self.prev_page.d.next = self.prev_page_i.val();
            }

            comment!("Its row is read as the arena is complete, and is the first on offer when the rows are copied.");
            match self.word.q.val().get_bits::<2>(0).index() {
                0 => { self.first_word.next = self.staged.read_data_o.val().get_bits::<16>(0); }
                1 => { self.first_word.next = self.staged.read_data_o.val().get_bits::<16>(16); }
                2 => { self.first_word.next = self.staged.read_data_o.val().get_bits::<16>(32); }
                _ => { self.first_word.next = self.staged.read_data_o.val().get_bits::<16>(48); }
            }
            if self.settling.q.val() {
                self.settling.d.next = false;
                self.valid.d.next = true;
                self.row.d.next = self.word.q.val().get_bits::<2>(2);
                self.free.d.next = !self.first_word.val();
                if self.blank.q.val() {
                    self.bypass.d.next = bits::<16>(0);
                    self.summary.d.next = self.absent_words.val();
                    self.word.d.next = bits::<4>(0);
                    self.row.d.next = bits::<2>(0);
                    self.free.d.next = !bits::<16>(0);
                }
            }

            comment!("Copy: the next row is read as one is taken.");
            self.next_row.next = self.row.q.val() + 1;
            self.staged.read_enable_i.next = self.finish_i.val() || (self.copying.q.val() && self.load_ready_i.val());
            self.staged.read_address_i.next = self.word.q.val().get_bits::<2>(2);
            if self.copying.q.val() {
                self.staged.read_address_i.next = self.next_row.val();
                if self.load_ready_i.val() {
                    self.row.d.next = self.next_row.val();
                    self.rows_left.d.next = self.rows_left.q.val() - 1;
                    if self.rows_left.q.val() == 0 {
                        self.copying.d.next = false;
                    }
                }
            }
            if self.copy_i.val() {
                self.copying.d.next = true;
                self.rows_left.d.next = bits::<2>(3);
            }
            self.copying_o.next = self.copying.q.val();
            self.load_valid_o.next = self.copying.q.val();
            self.load_row_o.next =
                (bit_cast::<ROW, CLASS>(self.class.q.val()) << 2) | bit_cast::<ROW, 2>(self.row.q.val());
            self.load_data_o.next = bits::<64>(0);
            if !self.blank.q.val() {
                self.load_data_o.next = self.staged.read_data_o.val();
            }

            if self.start_i.val() {
                self.valid.d.next = false;
                self.class.d.next = self.class_i.val();
                self.blank.d.next = true;
                self.filling.d.next = true;
            }
            if self.forget_i.val() {
                self.valid.d.next = false;
                self.settling.d.next = false;
            }

            self.valid_o.next = self.valid.q.val();
            self.class_o.next = self.class.q.val();
            self.page_o.next = self.page.q.val();
            self.source_o.next = self.source.q.val();
            self.bypass_o.next = self.bypass.q.val();
            self.next_valid_o.next = self.next_valid.q.val();
            self.next_page_o.next = self.next_page.q.val();
            self.prev_valid_o.next = self.prev_valid.q.val();
            self.prev_page_o.next = self.prev_page.q.val();
            self.summary_o.next = self.summary.q.val();
            self.word_o.next = self.word.q.val();
            self.free_o.next = self.free.q.val();
        }
    }
}
