//! The Hardware Object Table.

use crate::find_first_zero::FindFirstZero;
use crate::hot_table::HotTable;
use crate::lowest_bit::LowestBit;
use crate::prim::{MaskedRam, RamStyle, Register};
use crate::single_bit::SingleBit;
use rust_hdl_core::prelude::*;

/// What is done to an entry (`op_kind_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum HotOperation {
    /// Take the lowest free object of the current word.
    Alloc = 0,
    /// Give back the object `op_object_i` of the arena `op_page_i`.
    Free = 1,
    /// Replace the class's arena by the one on the `install_*` inputs.
    Install = 2,
    /// Show the entry and the bitmap word `op_object_i[7:4]`, and change nothing.
    Peek = 3,
}

/// How it ended (`outcome_o`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum HotOutcome {
    /// Done.
    Hit = 0,
    /// Alloc: the class has no arena, or its arena has no free object. Free: the arena is not in the table.
    Miss = 1,
    /// Alloc: the current word is still on its way from the bitmap rows; ask again.
    Retry = 2,
    /// Free: the object is not allocated.
    NotAllocated = 3,
}

/// The Hardware Object Table: per class one arena with its whole bitmap, of which the current word is held ready.
///
/// ```text
///           H0                            H1                       H2
///  op ──► read ─────► entry ───► outcome, object, next entry ──►  write row
///         │           row word
///         └ fetch: the word that will be needed next, read while no free or peek wants the row port
/// ```
///
/// In H0 an operation reads its class's entry and, for a free or a peek, a bitmap row; in H1 the outcome shows and the
/// entry is written back, so operations on one class follow each other every cycle; a changed bitmap row is written a
/// cycle later. The entry holds two 16-bit words: the current one, and a copy of the next one, so that an alloc that fills a word does
/// not wait for another. The copy is fetched ahead.
///
/// Contract: `op_valid_i` starts an operation in any cycle in which no operation is in H1 or `advance_i` is high. An
/// operation in H1 stays there until `advance_i`; it changes the table only in a cycle with `commit_i`, which implies
/// `advance_i`. In a cycle in which a free or a peek starts, `row_request_i` is high with its class and word. After a
/// reset the table is empty.
///
/// Invariants: I4, I9 (`memento_abi::INVARIANTS`). In hardware terms: a current word that is known is not full
/// unless all are; a next word that is known is the lowest word, other than the current, that is not full.
///
/// Cost: per class 92 + PAGE bits of entry and 256 bits of bitmap.
#[derive(LogicBlock, Default)]
pub struct Hot<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const ROW: usize, const ENTRY: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Start an operation (H0).
    pub op_valid_i: Signal<In, Bit>,
    /// 0 alloc, 1 free, 2 install, 3 peek.
    pub op_kind_i: Signal<In, Bits<2>>,
    /// Class it works on.
    pub op_class_i: Signal<In, Bits<CLASS>>,
    /// Free: first page of the object's arena.
    pub op_page_i: Signal<In, Bits<PAGE>>,
    /// Free: the object's index. Peek: the bitmap word, in the upper four bits.
    pub op_object_i: Signal<In, Bits<8>>,

    /// A free or a peek needs a bitmap row, at the latest in the cycle in which it starts.
    pub row_request_i: Signal<In, Bit>,
    /// Class of the row.
    pub row_class_i: Signal<In, Bits<CLASS>>,
    /// Bitmap word in it.
    pub row_word_i: Signal<In, Bits<4>>,

    /// The operation in H1 leaves.
    pub advance_i: Signal<In, Bit>,
    /// The operation in H1 takes effect.
    pub commit_i: Signal<In, Bit>,
    /// An operation is in H1; the outputs below are about it.
    pub result_valid_o: Signal<Out, Bit>,
    /// 0 hit, 1 miss, 2 retry, 3 not allocated.
    pub outcome_o: Signal<Out, Bits<2>>,
    /// An alloc of this class would be a hit. Comes straight from a flip-flop.
    pub ready_o: Signal<Out, Bit>,
    /// The class has an arena.
    pub occupied_o: Signal<Out, Bit>,
    /// First page of that arena.
    pub page_o: Signal<Out, Bits<PAGE>>,
    /// Alloc: index of the object taken.
    pub object_o: Signal<Out, Bits<8>>,
    /// Alloc: no other word than the current one has a free object.
    pub last_word_o: Signal<Out, Bit>,
    /// Full words of the arena; words that the arena does not have count as full.
    pub summary_o: Signal<Out, Bits<16>>,
    /// Peek: the bitmap word, bit = 1 allocated.
    pub word_o: Signal<Out, Bits<16>>,

    /// Install: first page of the new arena.
    pub install_page_i: Signal<In, Bits<PAGE>>,
    /// Install: full words; words that the arena does not have count as full.
    pub install_summary_i: Signal<In, Bits<16>>,
    /// Install: index of the lowest word that is not full.
    pub install_word_i: Signal<In, Bits<4>>,
    /// Install: free objects of that word.
    pub install_free_i: Signal<In, Bits<16>>,

    /// Rows are being loaded: no free, peek or fetch may read them.
    pub loading_i: Signal<In, Bit>,
    /// Write a whole bitmap row.
    pub load_valid_i: Signal<In, Bit>,
    /// The row is written in this cycle.
    pub load_ready_o: Signal<Out, Bit>,
    /// Row: class and quarter of the bitmap.
    pub load_row_i: Signal<In, Bits<ROW>>,
    /// The row, bit = 1 allocated.
    pub load_data_i: Signal<In, Bits<64>>,

    table: HotTable<CLASS, CLASSES, PAGE, ENTRY>,
    rows: MaskedRam<ROW>,
    candidate: FindFirstZero<16, 4, 32>,
    lowest: LowestBit,
    lowest_fetched: LowestBit,
    lowest_installed: LowestBit,
    single: SingleBit,
    single_fetched: SingleBit,
    single_installed: SingleBit,

    // The operation in H1.
    valid: Register<Bit>,
    kind: Register<Bits<2>>,
    class: Register<Bits<CLASS>>,
    page: Register<Bits<PAGE>>,
    object: Register<Bits<8>>,
    object_bit: Register<Bits<16>>,

    // The row write in H2, and what an operation in H1 that read its row too early must see instead.
    row_write: Register<Bit>,
    row_write_class: Register<Bits<CLASS>>,
    row_write_word: Register<Bits<4>>,
    row_write_data: Register<Bits<16>>,
    behind_h1: Register<Bit>,
    behind_h2: Register<Bit>,
    behind_h2_data: Register<Bits<16>>,

    // The word fetch: asked for, being read, arrived.
    fetch_pending: Register<Bit>,
    fetch_reading: Register<Bit>,
    fetch_arrived: Register<Bit>,
    fetch_age: Register<Bits<4>>,
    fetch_class: Register<Bits<CLASS>>,
    fetch_word: Register<Bits<4>>,
    fetch_free: Register<Bits<16>>,
    fetch_pick: Register<Bits<16>>,
    fetch_single: Register<Bit>,

    accept: Signal<Local, Bit>,
    is_alloc: Signal<Local, Bit>,
    is_free: Signal<Local, Bit>,
    is_install: Signal<Local, Bit>,
    word: Signal<Local, Bits<4>>,
    row_word: Signal<Local, Bits<16>>,
    fetched_row_word: Signal<Local, Bits<16>>,
    in_table: Signal<Local, Bit>,
    at_current: Signal<Local, Bit>,
    exhausted: Signal<Local, Bit>,
    in_entry: Signal<Local, Bit>,
    allocated: Signal<Local, Bit>,
    alloc_hit: Signal<Local, Bit>,
    alloc_retry: Signal<Local, Bit>,
    free_hit: Signal<Local, Bit>,
    free_after: Signal<Local, Bits<16>>,
    early_free: Signal<Local, Bits<16>>,
    early_pick: Signal<Local, Bits<16>>,
    early_single: Signal<Local, Bit>,
    changes_word: Signal<Local, Bit>,
    fills: Signal<Local, Bit>,
    fetch_mine: Signal<Local, Bit>,
    fetch_ready: Signal<Local, Bit>,
    next_known: Signal<Local, Bit>,
    next_word: Signal<Local, Bits<4>>,
    next_free: Signal<Local, Bits<16>>,
    next_pick: Signal<Local, Bits<16>>,
    next_single: Signal<Local, Bit>,
    fetch_request: Signal<Local, Bit>,
    fetch_request_word: Signal<Local, Bits<4>>,
    fetch_cancel: Signal<Local, Bit>,
}

impl<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const ROW: usize, const ENTRY: usize>
    Hot<CLASS, CLASSES, PAGE, ROW, ENTRY>
{
    /// An empty table whose memories ask for `style`. `ROW` must be `CLASS` + 2.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(ROW, CLASS + 2, "a class has four bitmap rows");
        Self {
            table: HotTable::new(style),
            rows: MaskedRam::new(style),
            ..Default::default()
        }
    }
}

impl<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const ROW: usize, const ENTRY: usize> Logic
    for Hot<CLASS, CLASSES, PAGE, ROW, ENTRY>
{
    kernel! {
        #[hdl_gen]
        "memento_hot",
        registers: [
            valid, kind, class, page, object, object_bit,
            row_write, row_write_class, row_write_word, row_write_data, behind_h1, behind_h2, behind_h2_data,
            fetch_pending, fetch_reading, fetch_arrived, fetch_class, fetch_word, fetch_free, fetch_pick,
            fetch_single, fetch_age,
        ],
        clocked: [rows],
        resettable: [table],
        fn update(&mut self) {
            comment!("H0: take an operation and read what it works on.");
            self.accept.next = !self.valid.q.val() || self.advance_i.val();
            self.table.read_enable_i.next = self.accept.val() && self.op_valid_i.val();
            self.table.read_class_i.next = self.op_class_i.val();
            if self.accept.val() {
                self.valid.d.next = self.op_valid_i.val();
                self.kind.d.next = self.op_kind_i.val();
                self.class.d.next = self.op_class_i.val();
                self.page.d.next = self.op_page_i.val();
                self.object.d.next = self.op_object_i.val();
                self.object_bit.d.next =
                    bits::<16>(0).replace_bit(self.op_object_i.val().get_bits::<4>(0).index(), true);
            }

            comment!("The row port serves frees and peeks first, then the word fetch.");
            self.rows.read_enable_i.next = self.row_request_i.val() || self.fetch_pending.q.val();
            self.rows.read_address_i.next = (bit_cast::<ROW, CLASS>(self.fetch_class.q.val()) << 2)
                | bit_cast::<ROW, 2>(self.fetch_word.q.val().get_bits::<2>(2));
            if self.row_request_i.val() {
                self.rows.read_address_i.next = (bit_cast::<ROW, CLASS>(self.row_class_i.val()) << 2)
                    | bit_cast::<ROW, 2>(self.row_word_i.val().get_bits::<2>(2));
            }

            comment!("H1: the operation and its entry.");
            self.is_alloc.next = self.valid.q.val() && (self.kind.q.val() == 0);
            self.is_free.next = self.valid.q.val() && (self.kind.q.val() == 1);
            self.is_install.next = self.valid.q.val() && (self.kind.q.val() == 2);
            self.word.next = self.object.q.val().get_bits::<4>(4);
            match self.word.val().get_bits::<2>(0).index() {
                0 => { self.row_word.next = self.rows.read_data_o.val().get_bits::<16>(0); }
                1 => { self.row_word.next = self.rows.read_data_o.val().get_bits::<16>(16); }
                2 => { self.row_word.next = self.rows.read_data_o.val().get_bits::<16>(32); }
                _ => { self.row_word.next = self.rows.read_data_o.val().get_bits::<16>(48); }
            }
            comment!("The row was read before the two operations ahead had written theirs.");
            if self.behind_h1.q.val() && self.row_write.q.val() {
                self.row_word.next = self.row_write_data.q.val();
            } else if self.behind_h2.q.val() {
                self.row_word.next = self.behind_h2_data.q.val();
            }
            self.in_table.next = self.table.valid_o.val() && (self.table.page_o.val() == self.page.q.val());
            self.at_current.next =
                self.table.current_known_o.val() && (self.table.current_word_o.val() == self.word.val());
            comment!("A current word that is known and has nothing free: no word has.");
            self.exhausted.next = self.table.current_known_o.val() && !self.table.ready_o.val();
            self.in_entry.next = self.at_current.val() || self.exhausted.val();

            comment!("The word that becomes current next: the lowest other word that is not full, fetched or not.");
            self.candidate.word_i.next = self.table.others_full_o.val();
            self.fetch_mine.next = self.fetch_class.q.val() == self.class.q.val();
            self.fetch_ready.next = self.fetch_arrived.q.val() && self.fetch_mine.val();
            self.next_known.next = self.table.next_known_o.val() || self.fetch_ready.val();
            self.next_word.next = self.table.next_word_o.val();
            self.next_free.next = self.table.next_free_o.val();
            self.next_pick.next = self.table.next_pick_o.val();
            self.next_single.next = self.table.next_single_o.val();
            if self.fetch_ready.val() {
                self.next_word.next = self.fetch_word.q.val();
                self.next_free.next = self.fetch_free.q.val();
                self.next_pick.next = self.fetch_pick.q.val();
                self.next_single.next = self.fetch_single.q.val();
            }

            comment!("Outcome.");
            self.alloc_hit.next = self.is_alloc.val() && self.table.ready_o.val();
            self.alloc_retry.next =
                self.is_alloc.val() && self.table.valid_o.val() && !self.table.current_known_o.val();
            comment!("Freeing a free object again changes nothing below, so only the outcome needs to know.");
            self.allocated.next = (self.row_word.val() & self.object_bit.q.val()).any();
            if self.at_current.val() {
                self.allocated.next = !(self.table.current_free_o.val() & self.object_bit.q.val()).any();
            }
            self.free_hit.next = self.is_free.val() && self.in_table.val();
            self.outcome_o.next = bits::<2>(0);
            if self.is_alloc.val() {
                if self.alloc_retry.val() {
                    self.outcome_o.next = bits::<2>(2);
                } else if !self.table.ready_o.val() {
                    self.outcome_o.next = bits::<2>(1);
                }
            }
            if self.is_free.val() {
                if !self.in_table.val() {
                    self.outcome_o.next = bits::<2>(1);
                } else if !self.allocated.val() {
                    self.outcome_o.next = bits::<2>(3);
                }
            }
            self.result_valid_o.next = self.valid.q.val();
            self.ready_o.next = self.table.ready_o.val();
            self.occupied_o.next = self.table.valid_o.val();
            self.page_o.next = self.table.page_o.val();
            self.object_o.next = (bit_cast::<8, 4>(self.table.current_word_o.val()) << 4)
                | bit_cast::<8, 1>((self.table.current_pick_o.val() & 0xAAAA).any().into())
                | (bit_cast::<8, 1>((self.table.current_pick_o.val() & 0xCCCC).any().into()) << 1)
                | (bit_cast::<8, 1>((self.table.current_pick_o.val() & 0xF0F0).any().into()) << 2)
                | (bit_cast::<8, 1>((self.table.current_pick_o.val() & 0xFF00).any().into()) << 3);
            self.last_word_o.next = self.table.others_full_o.val().all();
            self.summary_o.next = self.table.others_full_o.val()
                .replace_bit(self.table.current_word_o.val().index(), self.exhausted.val());
            self.word_o.next = self.row_word.val();
            if self.at_current.val() {
                self.word_o.next = !self.table.current_free_o.val();
            }

            comment!("The current word after an alloc or a free in it, and its lowest free object.");
            self.free_after.next = self.table.current_free_o.val() | self.object_bit.q.val();
            if self.is_alloc.val() {
                self.free_after.next = self.table.current_free_o.val() & !self.table.current_pick_o.val();
            }
            self.lowest.word_i.next = self.free_after.val();
            self.single.word_i.next = self.free_after.val();
            self.fills.next = self.alloc_hit.val() && self.table.current_single_o.val();

            comment!("The entry after the operation.");
            self.table.write_enable_i.next = self.commit_i.val()
                && (self.alloc_hit.val()
                    || (self.alloc_retry.val() && self.fetch_ready.val())
                    || self.free_hit.val()
                    || self.is_install.val());
            self.table.write_class_i.next = self.class.q.val();
            self.table.page_i.next = self.table.page_o.val();
            self.table.ready_i.next = true;
            self.table.others_full_i.next = self.table.others_full_o.val();
            self.table.current_word_i.next = self.table.current_word_o.val();
            self.table.current_known_i.next = true;
            self.table.next_known_i.next = self.table.next_known_o.val();
            self.table.next_word_i.next = self.next_word.val();
            self.table.next_free_i.next = self.next_free.val();
            self.table.next_pick_i.next = self.next_pick.val();
            self.table.next_single_i.next = self.next_single.val();
            comment!("Current word: what replaces it is known early; what changes it comes late and has the last choice.");
            self.early_free.next = self.table.current_free_o.val();
            self.early_pick.next = self.table.current_pick_o.val();
            self.early_single.next = self.table.current_single_o.val();
            self.changes_word.next = false;
            match self.kind.q.val().index() {
                0 => {
                    self.table.next_known_i.next = self.next_known.val();
                    self.changes_word.next = self.table.current_known_o.val() && !self.table.current_single_o.val();
                    if !self.table.current_known_o.val() {
                        comment!("A retry: the word fetched is the current one.");
                        self.table.next_known_i.next = false;
                        self.early_free.next = self.fetch_free.q.val();
                        self.early_pick.next = self.fetch_pick.q.val();
                        self.early_single.next = self.fetch_single.q.val();
                    } else if self.table.current_single_o.val() {
                        self.table.next_known_i.next = false;
                        if self.next_known.val() {
                            self.table.current_word_i.next = self.next_word.val();
                            self.early_free.next = self.next_free.val();
                            self.early_pick.next = self.next_pick.val();
                            self.early_single.next = self.next_single.val();
                            self.table.others_full_i.next =
                                self.table.others_full_o.val().replace_bit(self.next_word.val().index(), true);
                        } else {
                            self.table.ready_i.next = false;
                            self.early_free.next = bits::<16>(0);
                            if self.candidate.found_o.val() {
                                self.table.current_word_i.next = self.candidate.index_o.val();
                                self.table.current_known_i.next = false;
                                self.table.others_full_i.next = self.table.others_full_o.val()
                                    .replace_bit(self.candidate.index_o.val().index(), true);
                            }
                        }
                    }
                }
                1 => {
                    self.changes_word.next = self.in_entry.val();
                    if self.in_entry.val() {
                        self.table.current_word_i.next = self.word.val();
                    } else {
                        self.table.ready_i.next = self.table.ready_o.val();
                        self.table.current_known_i.next = self.table.current_known_o.val();
                        self.table.others_full_i.next =
                            self.table.others_full_o.val().replace_bit(self.word.val().index(), false);
                        comment!("A word that is not known yet stays the current one, whatever is freed in it.");
                        if self.table.current_word_o.val() == self.word.val() {
                            self.table.others_full_i.next = self.table.others_full_o.val();
                        }
                        if self.word.val() <= self.table.next_word_o.val() {
                            self.table.next_known_i.next = false;
                        }
                    }
                }
                _ => {
                    self.table.page_i.next = self.install_page_i.val();
                    self.table.others_full_i.next =
                        self.install_summary_i.val().replace_bit(self.install_word_i.val().index(), true);
                    self.table.current_word_i.next = self.install_word_i.val();
                    self.early_free.next = self.install_free_i.val();
                    self.early_pick.next = self.lowest_installed.lowest_o.val();
                    self.early_single.next = self.single_installed.single_o.val();
                    self.table.next_known_i.next = false;
                }
            }
            self.table.current_free_i.next = self.early_free.val();
            self.table.current_pick_i.next = self.early_pick.val();
            self.table.current_single_i.next = self.early_single.val();
            if self.changes_word.val() {
                self.table.current_free_i.next = self.free_after.val();
                self.table.current_pick_i.next = self.lowest.lowest_o.val();
                self.table.current_single_i.next = self.single.single_o.val();
            }
            self.lowest_installed.word_i.next = self.install_free_i.val();
            self.single_installed.word_i.next = self.install_free_i.val();

            comment!("The row after the operation: a word that an alloc filled, or a free outside the current word.");
            self.row_write.d.next =
                self.commit_i.val() && (self.fills.val() || (self.free_hit.val() && !self.in_entry.val()));
            self.row_write_class.d.next = self.class.q.val();
            self.row_write_word.d.next = self.table.current_word_o.val();
            self.row_write_data.d.next = bits::<16>(0xFFFF);
            if self.is_free.val() {
                self.row_write_word.d.next = self.word.val();
                self.row_write_data.d.next = self.row_word.val() & !self.object_bit.q.val();
            }
            self.behind_h1.d.next = (self.class.q.val() == self.row_class_i.val())
                && (self.word.val() == self.row_word_i.val())
                && self.is_free.val();
            self.behind_h2.d.next = self.row_write.q.val()
                && (self.row_write_class.q.val() == self.row_class_i.val())
                && (self.row_write_word.q.val() == self.row_word_i.val());
            self.behind_h2_data.d.next = self.row_write_data.q.val();
            if self.is_alloc.val() {
                self.behind_h1.d.next = (self.class.q.val() == self.row_class_i.val())
                    && (self.table.current_word_o.val() == self.row_word_i.val());
            }

            comment!("H2: write the row; rows that are being loaded wait.");
            self.load_ready_o.next = !self.row_write.q.val();
            self.rows.write_mask_i.next = bits::<4>(0);
            self.rows.write_address_i.next = self.load_row_i.val();
            self.rows.write_data_i.next = self.load_data_i.val();
            if self.row_write.q.val() {
                self.rows.write_mask_i.next =
                    bits::<4>(0).replace_bit(self.row_write_word.q.val().get_bits::<2>(0).index(), true);
                self.rows.write_address_i.next = (bit_cast::<ROW, CLASS>(self.row_write_class.q.val()) << 2)
                    | bit_cast::<ROW, 2>(self.row_write_word.q.val().get_bits::<2>(2));
                self.rows.write_data_i.next = bit_cast::<64, 16>(self.row_write_data.q.val())
                    | (bit_cast::<64, 16>(self.row_write_data.q.val()) << 16)
                    | (bit_cast::<64, 16>(self.row_write_data.q.val()) << 32)
                    | (bit_cast::<64, 16>(self.row_write_data.q.val()) << 48);
            } else if self.load_valid_i.val() {
                self.rows.write_mask_i.next = bits::<4>(0xF);
            }

            comment!("The word fetch: granted when the row port is free, captured a cycle later.");
            match self.fetch_word.q.val().get_bits::<2>(0).index() {
                0 => { self.fetched_row_word.next = self.rows.read_data_o.val().get_bits::<16>(0); }
                1 => { self.fetched_row_word.next = self.rows.read_data_o.val().get_bits::<16>(16); }
                2 => { self.fetched_row_word.next = self.rows.read_data_o.val().get_bits::<16>(32); }
                _ => { self.fetched_row_word.next = self.rows.read_data_o.val().get_bits::<16>(48); }
            }
            self.lowest_fetched.word_i.next = !self.fetched_row_word.val();
            self.single_fetched.word_i.next = !self.fetched_row_word.val();
            if self.fetch_pending.q.val() && !self.row_request_i.val() && !self.loading_i.val() {
                self.fetch_pending.d.next = false;
                self.fetch_reading.d.next = true;
            }
            if self.fetch_reading.q.val() {
                self.fetch_reading.d.next = false;
                self.fetch_arrived.d.next = true;
                self.fetch_free.d.next = !self.fetched_row_word.val();
                self.fetch_pick.d.next = self.lowest_fetched.lowest_o.val();
                self.fetch_single.d.next = self.single_fetched.single_o.val();
            }
            comment!("An alloc in the fetched word's class takes the word along into its entry.");
            if self.commit_i.val() && self.fetch_ready.val() && (self.alloc_hit.val() || self.alloc_retry.val()) {
                self.fetch_arrived.d.next = false;
            }
            comment!("A retry must have its word. An alloc that hits asks ahead when no fetch is under way; a word that has");
            comment!("arrived is left to its class for 15 cycles, so that classes in turn do not take it from each other.");
            self.fetch_age.d.next = bits::<4>(0);
            if self.fetch_arrived.q.val() {
                self.fetch_age.d.next = self.fetch_age.q.val();
                if !self.fetch_age.q.val().all() {
                    self.fetch_age.d.next = self.fetch_age.q.val() + 1;
                }
            }
            self.fetch_request.next = false;
            self.fetch_request_word.next = self.candidate.index_o.val();
            if self.commit_i.val() && self.alloc_retry.val() && !self.fetch_ready.val() {
                self.fetch_request.next =
                    !(self.fetch_mine.val() && (self.fetch_pending.q.val() || self.fetch_reading.q.val()));
                self.fetch_request_word.next = self.table.current_word_o.val();
            }
            if self.commit_i.val() && self.alloc_hit.val() && !self.fills.val() {
                self.fetch_request.next = !self.next_known.val()
                    && !self.last_word_o.val()
                    && !self.fetch_pending.q.val()
                    && !self.fetch_reading.q.val()
                    && (!self.fetch_arrived.q.val() || self.fetch_age.q.val().all());
            }
            comment!("A free outside the current word may change which word comes next, or the word itself.");
            self.fetch_cancel.next = self.commit_i.val()
                && self.fetch_mine.val()
                && ((self.free_hit.val() && !self.in_entry.val()) || self.is_install.val());
            if self.fetch_cancel.val() {
                self.fetch_pending.d.next = false;
                self.fetch_reading.d.next = false;
                self.fetch_arrived.d.next = false;
            }
            if self.fetch_request.val() {
                self.fetch_pending.d.next = true;
                self.fetch_reading.d.next = false;
                self.fetch_arrived.d.next = false;
                self.fetch_class.d.next = self.class.q.val();
                self.fetch_word.d.next = self.fetch_request_word.val();
            }
        }
    }
}
