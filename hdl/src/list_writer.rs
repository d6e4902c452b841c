//! Writes what a change of an arena's list, or of its header, does to memory.

use crate::arena_address::ArenaAddress;
use crate::find_first_zero::FindFirstZero;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// One write of a [`ListWriter`], by the bit of `writes_i` that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ListWrite {
    /// The previous header's `next` becomes the arena's next.
    PrevNext = 0,
    /// The next header's `prev` becomes the arena's previous.
    NextPrev = 1,
    /// The arena's `next` becomes the head of the list it joins.
    OwnNext = 2,
    /// The arena's `prev` becomes 0.
    OwnPrev = 3,
    /// That head's `prev` becomes the arena.
    HeadPrev = 4,
    /// The arena's state beat.
    OwnState = 5,
    /// The arena's `va`.
    OwnVa = 6,
    /// The arena's first bitmap beat; the next three bits are the other beats.
    OwnBitmap = 8,
    /// The arena's first bitmap beat becomes 0; the next three bits are the other beats.
    OwnBitmapBlank = 12,
}

/// Writes what a change of an arena's list, or of its header, does to memory: any choice of beats, back to back.
///
/// ```text
///            previous          arena          next            head
///  leave:    next := next      -              prev := prev    -
///  join:     -                 next, prev     -               prev := arena
///  header:   -                 va, state, bitmap beats
/// ```
///
/// Contract: `start_i` only while not busy, with at least one write; every other input stays as it is until `done_o`, one cycle after
/// the last acknowledgement. All writes are made and waited for, also after an error.
#[derive(LogicBlock, Default)]
pub struct ListWriter<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Make the writes of `writes_i`.
    pub start_i: Signal<In, Bit>,
    /// Writes to make: 0 previous.next, 1 next.prev, 2 own next, 3 own prev, 4 head.prev, 5 state, 6 va,
    /// 8..11 bitmap beats, 12..15 bitmap beats that become 0.
    pub writes_i: Signal<In, Bits<16>>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// The arena's class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The arena's first page.
    pub page_i: Signal<In, Bits<PAGE>>,
    /// The arena has a next header.
    pub next_valid_i: Signal<In, Bit>,
    /// Its page.
    pub next_page_i: Signal<In, Bits<PAGE>>,
    /// The arena has a previous header.
    pub prev_valid_i: Signal<In, Bit>,
    /// Its page.
    pub prev_page_i: Signal<In, Bits<PAGE>>,
    /// The list that the arena joins has a head.
    pub head_valid_i: Signal<In, Bit>,
    /// Its page.
    pub head_page_i: Signal<In, Bits<PAGE>>,
    /// The arena's new state beat.
    pub state_i: Signal<In, Bits<64>>,
    /// What to write to the bitmap beats.
    pub bitmap_i: Signal<In, Bits<64>>,

    /// All writes are acknowledged; one cycle.
    pub done_o: Signal<Out, Bit>,
    /// With `done_o`: memory answered one of them with an error.
    pub error_o: Signal<Out, Bit>,

    /// Memory request (a write).
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// Address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The beat.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory acknowledges, in the order of the requests.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    target: ArenaAddress<ADDRESS, CLASS, PAGE>,
    link: ArenaAddress<ADDRESS, CLASS, PAGE>,
    first_to_ask: FindFirstZero<16, 4, 32>,
    to_ask: Register<Bits<16>>,
    unacknowledged: Register<Bits<4>>,
    busy: Register<Bit>,
    failed: Register<Bit>,
    done: Register<Bit>,
    beat: Signal<Local, Bits<3>>,
    link_valid: Signal<Local, Bit>,
    asked: Signal<Local, Bit>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Logic for ListWriter<ADDRESS, CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_list_writer",
        registers: [to_ask, unacknowledged, busy, failed, done],
        fn update(&mut self) {
            self.first_to_ask.word_i.next = !self.to_ask.q.val();
            self.target.region_base_i.next = self.region_base_i.val();
            self.target.class_i.next = self.class_i.val();
            self.target.page_i.next = self.page_i.val();
            self.link.region_base_i.next = self.region_base_i.val();
            self.link.class_i.next = self.class_i.val();
            self.link.page_i.next = self.page_i.val();
            self.link_valid.next = true;
            self.beat.next = (bit_cast::<3, 2>(self.first_to_ask.index_o.val().get_bits::<2>(0))) | 4;
            match self.first_to_ask.index_o.val().index() {
                0 => {
                    self.target.page_i.next = self.prev_page_i.val();
                    self.beat.next = bits::<3>(1);
                    self.link_valid.next = self.next_valid_i.val();
                    self.link.page_i.next = self.next_page_i.val();
                }
                1 => {
                    self.target.page_i.next = self.next_page_i.val();
                    self.beat.next = bits::<3>(2);
                    self.link_valid.next = self.prev_valid_i.val();
                    self.link.page_i.next = self.prev_page_i.val();
                }
                2 => {
                    self.beat.next = bits::<3>(1);
                    self.link_valid.next = self.head_valid_i.val();
                    self.link.page_i.next = self.head_page_i.val();
                }
                3 => {
                    self.beat.next = bits::<3>(2);
                    self.link_valid.next = false;
                }
                4 => {
                    self.target.page_i.next = self.head_page_i.val();
                    self.beat.next = bits::<3>(2);
                }
                5 => {
                    self.beat.next = bits::<3>(3);
                }
                6 => {
                    self.beat.next = bits::<3>(0);
                }
                _ => {}
            }
            self.mem_req_address_o.next = self.target.address_o.val() | (bit_cast::<ADDRESS, 3>(self.beat.val()) << 3);
            self.mem_req_wdata_o.next = bits::<64>(0);
            if self.link_valid.val() {
                self.mem_req_wdata_o.next = bit_cast::<64, ADDRESS>(self.link.address_o.val());
            }
            if self.first_to_ask.index_o.val() == 5 {
                self.mem_req_wdata_o.next = self.state_i.val();
            }
            if self.first_to_ask.index_o.val().get_bit(3) {
                self.mem_req_wdata_o.next = self.bitmap_i.val();
                if self.first_to_ask.index_o.val().get_bit(2) {
                    self.mem_req_wdata_o.next = bits::<64>(0);
                }
            }

            self.mem_req_valid_o.next = self.to_ask.q.val().any();
            self.asked.next = self.to_ask.q.val().any() && self.mem_req_ready_i.val();
            if self.asked.val() {
                self.to_ask.d.next = self.to_ask.q.val().replace_bit(self.first_to_ask.index_o.val().index(), false);
            }
            if self.asked.val() && !self.mem_rsp_valid_i.val() {
                self.unacknowledged.d.next = self.unacknowledged.q.val() + 1;
            }
            if !self.asked.val() && self.mem_rsp_valid_i.val() && self.busy.q.val() {
                self.unacknowledged.d.next = self.unacknowledged.q.val() - 1;
            }
            if self.mem_rsp_valid_i.val() {
                self.failed.d.next = self.failed.q.val() || self.mem_rsp_error_i.val();
            }
            self.done.d.next = false;
            if self.busy.q.val()
                && self.mem_rsp_valid_i.val()
                && !self.to_ask.q.val().any()
                && (self.unacknowledged.q.val() == 1)
            {
                self.busy.d.next = false;
                self.done.d.next = true;
            }
            if self.start_i.val() {
                self.to_ask.d.next = self.writes_i.val();
                self.busy.d.next = true;
                self.failed.d.next = false;
            }
            self.done_o.next = self.done.q.val();
            self.error_o.next = self.failed.q.val();
        }
    }
}
