//! Writes the headers that the Hardware Object Table holds to memory.

use crate::arena_slot::absent_words;
use crate::list_writer::ListWriter;
use crate::nibble_ones::NibbleOnes;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// Where a flush stands.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum FlusherState {
    /// Waiting for a start.
    Idle,
    /// On to the next bitmap word.
    Peek,
    /// Ask the table for it.
    Ask,
    /// The table reads its entry.
    Read,
    /// The entry is here.
    Take,
    /// The word is here.
    Word,
    /// It joins its beat.
    Join,
    /// Start to write a bitmap beat.
    Beat,
    /// The beat is on its way.
    BeatWrite,
    /// Start to write the rest of the line.
    Line,
    /// The rest is on its way.
    LineWrite,
    /// On to the next class.
    Next,
    /// Report.
    Finish,
}

/// Writes the header of every arena in the Hardware Object Table to memory, class by class. The table does not change.
///
/// ```text
///  class 0: peek words 0..3 ► beat ► peek 4..7 ► beat ► .. ► va, next, prev, state
///  class 1: ..
/// ```
///
/// The live count is not kept anywhere on chip: it is the number of ones in the words as they pass. They are counted two cycles behind,
/// while the beat is written.
///
/// Contract: `start_i` only while idle; a peek's entry is on the inputs two cycles after `peek_valid_o`, its word a cycle later. `done_o` is high for one cycle; a
/// write error ends the flush at once.
#[derive(LogicBlock)]
pub struct HotFlusher<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Flush.
    pub start_i: Signal<In, Bit>,
    /// The flush is done; one cycle.
    pub done_o: Signal<Out, Bit>,
    /// With `done_o`: memory answered a write with an error.
    pub error_o: Signal<Out, Bit>,

    /// Ask the table for a bitmap word. Comes straight from a flip-flop.
    pub peek_valid_o: Signal<Out, Bit>,
    /// Class.
    pub peek_class_o: Signal<Out, Bits<CLASS>>,
    /// Index of the word.
    pub peek_word_o: Signal<Out, Bits<4>>,
    /// The class has an arena.
    pub occupied_i: Signal<In, Bit>,
    /// Its first page.
    pub page_i: Signal<In, Bits<PAGE>>,
    /// Its full words.
    pub summary_i: Signal<In, Bits<16>>,
    /// The word asked for, bit = 1 allocated.
    pub word_i: Signal<In, Bits<16>>,
    /// How many body lines of the class's arena may have been touched.
    pub bypass_i: Signal<In, Bits<16>>,

    /// A class is done; one cycle.
    pub shown_valid_o: Signal<Out, Bit>,
    /// It has an arena.
    pub shown_occupied_o: Signal<Out, Bit>,
    /// First page of that arena.
    pub shown_page_o: Signal<Out, Bits<PAGE>>,

    /// Memory request (a write).
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// Address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The beat.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory acknowledges.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    line_writes: Constant<Bits<16>>,
    present_words: Constant<Bits<16>>,
    last_word: Constant<Bits<4>>,
    last_class: Constant<Bits<CLASS>>,
    writer: ListWriter<ADDRESS, CLASS, PAGE>,
    state: Register<FlusherState>,
    peeking: Register<Bit>,
    class: Register<Bits<CLASS>>,
    word: Register<Bits<4>>,
    occupied: Register<Bit>,
    page: Register<Bits<PAGE>>,
    summary: Register<Bits<16>>,
    latest: Register<Bits<16>>,
    beat: Register<Bits<64>>,
    /// Ones in the lower and the upper byte of the latest word.
    ones_low: Register<Bits<9>>,
    ones_high: Register<Bits<9>>,
    counted: Register<Bit>,
    live: Register<Bits<9>>,
    failed: Register<Bit>,
    ones: [NibbleOnes; 4],
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> HotFlusher<ADDRESS, CLASS, PAGE> {
    /// A flusher for `geometry`.
    pub fn new(geometry: &memento_abi::Geometry) -> Self {
        let blank_beats = (0xF & !((1u64 << geometry.bitmap_beats()) - 1)) << 12;
        crate::module!(
            line_writes: Constant::new((0x6C | blank_beats).into()),
            present_words: Constant::new(!absent_words(geometry.words())),
            last_word: Constant::new((geometry.words() as u64 - 1).into()),
            last_class: Constant::new((geometry.classes as u64 - 1).into()),
            state: Register::new(FlusherState::Idle);
            clk_i, rst_ni, region_base_i, start_i, done_o, error_o, peek_valid_o, peek_class_o, peek_word_o, occupied_i,
            page_i, summary_i, word_i, bypass_i, shown_valid_o, shown_occupied_o, shown_page_o, mem_req_valid_o, mem_req_ready_i,
            mem_req_address_o, mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_error_i, writer, peeking, class, word, occupied, page, summary,
            latest, beat, ones_low, ones_high, counted, live, failed, ones,
        )
    }
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Logic for HotFlusher<ADDRESS, CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_hot_flusher",
        registers: [
            state, peeking, class, word, occupied, page, summary, latest, beat, ones_low, ones_high, counted, live, failed,
        ],
        resettable: [writer],
        fn update(&mut self) {
            comment!("Count the ones of the latest word by bytes, and then add them to the live count.");
            for nibble in 0..4 {
                self.ones[nibble].nibble_i.next = self.latest.q.val().get_bits::<4>(4 * nibble);
            }
            self.ones_low.d.next =
                bit_cast::<9, 3>(self.ones[0].count_o.val()) + bit_cast::<9, 3>(self.ones[1].count_o.val());
            self.ones_high.d.next =
                bit_cast::<9, 3>(self.ones[2].count_o.val()) + bit_cast::<9, 3>(self.ones[3].count_o.val());
            self.counted.d.next = (self.state.q.val() == FlusherState::Join) && self.occupied.q.val();
            if self.counted.q.val() {
                self.live.d.next = self.live.q.val() + self.ones_low.q.val() + self.ones_high.q.val();
            }

            self.peek_valid_o.next = self.peeking.q.val();
            self.peeking.d.next = false;
            self.peek_class_o.next = self.class.q.val();
            self.peek_word_o.next = self.word.q.val();

            self.writer.start_i.next =
                (self.state.q.val() == FlusherState::Beat) || (self.state.q.val() == FlusherState::Line);
            self.writer.go_i.next = self.writer.start_i.val();
            self.writer.writes_i.next = self.line_writes.val();
            if self.state.q.val() == FlusherState::Beat {
                self.writer.writes_i.next = bits::<16>(0)
                    .replace_bit((bit_cast::<4, 2>(self.word.q.val().get_bits::<2>(2)) | 8).index(), true);
            }
            self.writer.region_base_i.next = self.region_base_i.val();
            self.writer.class_i.next = self.class.q.val();
            self.writer.page_i.next = self.page.q.val();
            self.writer.next_valid_i.next = false;
            self.writer.next_page_i.next = self.page.q.val();
            self.writer.prev_valid_i.next = false;
            self.writer.prev_page_i.next = self.page.q.val();
            self.writer.head_valid_i.next = false;
            self.writer.head_page_i.next = self.page.q.val();
            self.writer.state_i.next = bit_cast::<64, 16>(self.summary.q.val())
                | (bit_cast::<64, 9>(self.live.q.val()) << 16)
                | (bit_cast::<64, 16>(self.bypass_i.val()) << 32)
                | (bit_cast::<64, CLASS>(self.class.q.val()) << 48)
                | (bit_cast::<64, 2>(bits::<2>(1)) << 56);
            self.writer.bitmap_i.next = self.beat.q.val();
            self.mem_req_valid_o.next = self.writer.mem_req_valid_o.val();
            self.mem_req_address_o.next = self.writer.mem_req_address_o.val();
            self.mem_req_wdata_o.next = self.writer.mem_req_wdata_o.val();
            self.writer.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.writer.mem_rsp_valid_i.next = self.mem_rsp_valid_i.val() && (self.state.q.val() != FlusherState::Idle);
            self.writer.mem_rsp_error_i.next = self.mem_rsp_error_i.val();

            self.shown_valid_o.next = self.state.q.val() == FlusherState::Next;
            self.shown_occupied_o.next = self.occupied.q.val();
            self.shown_page_o.next = self.page.q.val();
            self.done_o.next = self.state.q.val() == FlusherState::Finish;
            self.error_o.next = self.failed.q.val();

            match self.state.q.val() {
                FlusherState::Idle => {
                    self.class.d.next = bits::<CLASS>(0);
                    self.word.d.next = bits::<4>(0);
                    self.live.d.next = bits::<9>(0);
                    self.failed.d.next = false;
                    if self.start_i.val() {
                        self.state.d.next = FlusherState::Peek;
                    }
                }
                FlusherState::Peek => {
                    self.peeking.d.next = true;
                    self.state.d.next = FlusherState::Ask;
                }
                FlusherState::Ask => {
                    self.state.d.next = FlusherState::Read;
                }
                FlusherState::Read => {
                    self.state.d.next = FlusherState::Take;
                }
                FlusherState::Take => {
                    self.occupied.d.next = self.occupied_i.val();
                    self.page.d.next = self.page_i.val();
                    self.summary.d.next = self.summary_i.val() & self.present_words.val();
                    self.state.d.next = FlusherState::Word;
                }
                FlusherState::Word => {
                    self.latest.d.next = self.word_i.val();
                    self.state.d.next = FlusherState::Join;
                }
                FlusherState::Join => {
                    self.beat.d.next = (self.beat.q.val() >> 16) | (bit_cast::<64, 16>(self.latest.q.val()) << 48);
                    self.word.d.next = self.word.q.val() + 1;
                    self.state.d.next = FlusherState::Peek;
                    if self.word.q.val().get_bits::<2>(0) == 3 {
                        self.word.d.next = self.word.q.val();
                        self.state.d.next = FlusherState::Beat;
                    }
                    if !self.occupied.q.val() {
                        self.state.d.next = FlusherState::Next;
                    }
                }
                FlusherState::Beat => {
                    self.state.d.next = FlusherState::BeatWrite;
                }
                FlusherState::BeatWrite => {
                    if self.writer.done_o.val() {
                        self.word.d.next = self.word.q.val() + 1;
                        self.state.d.next = FlusherState::Peek;
                        if self.word.q.val() == self.last_word.val() {
                            self.state.d.next = FlusherState::Line;
                        }
                        if self.writer.error_o.val() {
                            self.failed.d.next = true;
                            self.state.d.next = FlusherState::Finish;
                        }
                    }
                }
                FlusherState::Line => {
                    self.state.d.next = FlusherState::LineWrite;
                }
                FlusherState::LineWrite => {
                    if self.writer.done_o.val() {
                        self.state.d.next = FlusherState::Next;
                        if self.writer.error_o.val() {
                            self.failed.d.next = true;
                            self.state.d.next = FlusherState::Finish;
                        }
                    }
                }
                FlusherState::Next => {
                    self.class.d.next = self.class.q.val() + 1;
                    self.word.d.next = bits::<4>(0);
                    self.live.d.next = bits::<9>(0);
                    self.state.d.next = FlusherState::Peek;
                    if self.class.q.val() == self.last_class.val() {
                        self.state.d.next = FlusherState::Finish;
                    }
                }
                FlusherState::Finish => {
                    self.state.d.next = FlusherState::Idle;
                }
            }
        }
    }
}
