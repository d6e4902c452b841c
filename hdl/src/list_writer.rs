//! Writes what a change of an arena's list, or of its header, does to memory.

use crate::any_below::AnyBelow;
use crate::arena_address::ArenaAddress;
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
///
///  start_i  _/‾\_______________________
///  go_i     _/‾\_______________________   with start_i, or any time later
///  mem_req  ______________X w0 X w1 X__   lowest write first
///  mem_rsp  ___________________/‾‾‾‾‾‾\_
///  done_o   __________________________/‾   one cycle after the last acknowledgement
/// ```
///
/// Contract:
///
/// * `start_i` prepares; no request is made before `go_i`. A second `start_i` before `go_i` replaces the first; between `go_i` and
///   `done_o` there must be none. With no write to make, nothing is requested and `done_o` does not come: another `start_i` may.
/// * The first request is made three cycles after `start_i` or one after `go_i`, whichever is later.
/// * Links and pages stay as they are from `start_i` to `done_o`, all other inputs from the cycle after `go_i` on.
/// * All writes are made and waited for, also after an error. Responses that answer no request of the writer are ignored.
#[derive(LogicBlock, Default)]
pub struct ListWriter<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Prepare to make the writes of `writes_i`.
    pub start_i: Signal<In, Bit>,
    /// Make them.
    pub go_i: Signal<In, Bit>,
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
    below: AnyBelow,
    /// Writes not yet picked.
    to_pick: Register<Bits<16>>,
    /// The write picked ..
    pick: Register<Bit>,
    /// .. by its one bit ..
    pick_write: Register<Bits<16>>,
    /// .. and whose address it writes, if it is a link that is not 0.
    pick_next: Register<Bit>,
    pick_prev: Register<Bit>,
    pick_head: Register<Bit>,
    pick_own: Register<Bit>,
    /// The write that is requested.
    request: Register<Bit>,
    request_page: Register<Bits<PAGE>>,
    request_beat: Register<Bits<3>>,
    request_link: Register<Bit>,
    request_link_page: Register<Bits<PAGE>>,
    request_state: Register<Bit>,
    request_bitmap: Register<Bit>,
    going: Register<Bit>,
    /// Writes that memory has taken and not yet acknowledged.
    open: Register<Bits<4>>,
    failed: Register<Bit>,
    done: Register<Bit>,
    taken: Signal<Local, Bit>,
    acknowledged: Signal<Local, Bit>,
    request_moves: Signal<Local, Bit>,
    pick_moves: Signal<Local, Bit>,
    first: Signal<Local, Bits<16>>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Logic for ListWriter<ADDRESS, CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_list_writer",
        registers: [
            to_pick, pick, pick_write, pick_next, pick_prev, pick_head, pick_own, request, request_page, request_beat,
            request_link, request_link_page, request_state, request_bitmap, going, open, failed, done,
        ],
        fn update(&mut self) {
            self.taken.next = self.request.q.val() && self.going.q.val() && self.mem_req_ready_i.val();
            self.request_moves.next = !self.request.q.val() || (self.going.q.val() && self.mem_req_ready_i.val());
            self.pick_moves.next = !self.pick.q.val() || self.request_moves.val();

            comment!("Pick the lowest write.");
            self.below.word_i.next = self.to_pick.q.val();
            self.first.next = self.to_pick.q.val() & !self.below.below_o.val();
            if self.pick_moves.val() {
                self.to_pick.d.next = self.to_pick.q.val() & self.below.below_o.val();
                self.pick.d.next = self.to_pick.q.val().any();
                self.pick_write.d.next = self.first.val();
                self.pick_next.d.next = self.first.val().get_bit(0) && self.next_valid_i.val();
                self.pick_prev.d.next = self.first.val().get_bit(1) && self.prev_valid_i.val();
                self.pick_head.d.next = self.first.val().get_bit(2) && self.head_valid_i.val();
                self.pick_own.d.next = self.first.val().get_bit(4) || self.first.val().get_bit(6);
            }

            comment!("Look up its beat and its pages.");
            if self.request_moves.val() {
                self.request.d.next = self.pick.q.val();
                comment!("Beats 1, 2, 1, 2, 2, 3, 0 for links, state and va; then the bitmap beats, twice.");
                self.request_beat.d.next = bits::<3>(0)
                    .replace_bit(0, (self.pick_write.q.val() & 0xAA25).any())
                    .replace_bit(1, (self.pick_write.q.val() & 0xCC3A).any())
                    .replace_bit(2, (self.pick_write.q.val() & 0xFF00).any());
                self.request_page.d.next = self.page_i.val();
                if self.pick_write.q.val().get_bit(0) {
                    self.request_page.d.next = self.prev_page_i.val();
                }
                if self.pick_write.q.val().get_bit(1) {
                    self.request_page.d.next = self.next_page_i.val();
                }
                if self.pick_write.q.val().get_bit(4) {
                    self.request_page.d.next = self.head_page_i.val();
                }
                self.request_link.d.next = self.pick_next.q.val()
                    || self.pick_prev.q.val()
                    || self.pick_head.q.val()
                    || self.pick_own.q.val();
                self.request_link_page.d.next = self.page_i.val();
                if self.pick_next.q.val() {
                    self.request_link_page.d.next = self.next_page_i.val();
                }
                if self.pick_prev.q.val() {
                    self.request_link_page.d.next = self.prev_page_i.val();
                }
                if self.pick_head.q.val() {
                    self.request_link_page.d.next = self.head_page_i.val();
                }
                self.request_state.d.next = self.pick_write.q.val().get_bit(5);
                self.request_bitmap.d.next = (self.pick_write.q.val() & 0x0F00).any();
            }

            self.mem_req_valid_o.next = self.request.q.val() && self.going.q.val();
            self.target.region_base_i.next = self.region_base_i.val();
            self.target.class_i.next = self.class_i.val();
            self.target.page_i.next = self.request_page.q.val();
            self.mem_req_address_o.next =
                self.target.address_o.val() | (bit_cast::<ADDRESS, 3>(self.request_beat.q.val()) << 3);
            self.link.region_base_i.next = self.region_base_i.val();
            self.link.class_i.next = self.class_i.val();
            self.link.page_i.next = self.request_link_page.q.val();
            self.mem_req_wdata_o.next = bits::<64>(0);
            if self.request_link.q.val() {
                self.mem_req_wdata_o.next = bit_cast::<64, ADDRESS>(self.link.address_o.val());
            }
            if self.request_state.q.val() {
                self.mem_req_wdata_o.next = self.state_i.val();
            }
            if self.request_bitmap.q.val() {
                self.mem_req_wdata_o.next = self.bitmap_i.val();
            }

            comment!("While something is left to write, a write that memory has taken makes room for the next at once: nothing is");
            comment!("requested when the last one is acknowledged.");
            self.acknowledged.next = self.mem_rsp_valid_i.val() && self.open.q.val().any();
            if self.taken.val() && !self.acknowledged.val() {
                self.open.d.next = self.open.q.val() + 1;
            }
            if !self.taken.val() && self.acknowledged.val() {
                self.open.d.next = self.open.q.val() - 1;
            }
            if self.acknowledged.val() {
                self.failed.d.next = self.failed.q.val() || self.mem_rsp_error_i.val();
            }
            self.done.d.next = self.mem_rsp_valid_i.val() && (self.open.q.val() == 1) && !self.request.q.val();

            if self.start_i.val() {
                self.to_pick.d.next = self.writes_i.val();
                self.pick.d.next = false;
                self.request.d.next = false;
                self.going.d.next = false;
                self.failed.d.next = false;
            }
            if self.go_i.val() {
                self.going.d.next = true;
            }
            self.done_o.next = self.done.q.val();
            self.error_o.next = self.failed.q.val();
        }
    }
}
