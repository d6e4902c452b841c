//! Reads chosen beats of one arena header.

use crate::arena_address::ArenaAddress;
use crate::find_first_zero::FindFirstZero;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// Reads chosen beats of one arena header, all requests back to back.
///
/// ```text
///  start_i        _/‾\___________________________
///  go_i           _/‾\___________________________   with start_i, or any time later
///  mem_req        _________X b0 X b1 X___________   lowest beat first
///  mem_rsp        ______________X d0 X d1 X______
///  bitmap_data_o  ___________________X d0 X d1 X_   links, summary, live and state one cycle later
///  done_o         ____________________________/‾\   with the last beat in its registers
/// ```
///
/// Contract:
///
/// * `start_i`, with at least one beat, prepares; no request is made before `go_i`. A second `start_i` before `go_i` replaces the
///   first; between `go_i` and `done_o` there must be none. Region, class and page stay as they are until `done_o`.
/// * `stop_i` before the first request, at the latest in its cycle, calls the read off: no request is made, and there is no `done_o`. It
///   does not stop a read that begins with a `go_i` in the same cycle.
/// * The first request is made two cycles after `start_i` or one after `go_i`, whichever is later.
/// * A beat is worked on from a register: bitmap beats are shown in the cycle after they arrive, links, summary, live count and state
///   from the cycle after that until they are read again. `done_o` comes two cycles after the last response.
/// * Every beat asked for is waited for, also after an error, so that nothing is left under way. Responses that answer no request of
///   the reader are ignored.
#[derive(LogicBlock, Default)]
pub struct HeaderReader<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Prepare to read the beats of `beats_i`.
    pub start_i: Signal<In, Bit>,
    /// Read them.
    pub go_i: Signal<In, Bit>,
    /// Do not.
    pub stop_i: Signal<In, Bit>,
    /// Beats to read: bit n = the 64 bits at offset 8n.
    pub beats_i: Signal<In, Bits<8>>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// The arena's class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The arena's first page.
    pub page_i: Signal<In, Bits<PAGE>>,

    /// All beats have arrived; one cycle.
    pub done_o: Signal<Out, Bit>,
    /// With `done_o`: memory answered one of them with an error.
    pub error_o: Signal<Out, Bit>,
    /// There is a next header.
    pub next_valid_o: Signal<Out, Bit>,
    /// Its page.
    pub next_page_o: Signal<Out, Bits<PAGE>>,
    /// There is a previous header.
    pub prev_valid_o: Signal<Out, Bit>,
    /// Its page.
    pub prev_page_o: Signal<Out, Bits<PAGE>>,
    /// The header's summary.
    pub summary_o: Signal<Out, Bits<16>>,
    /// The header's live count.
    pub live_o: Signal<Out, Bits<9>>,
    /// The header's state.
    pub state_o: Signal<Out, Bits<2>>,
    /// The header's count of touched body lines.
    pub bypass_o: Signal<Out, Bits<16>>,
    /// A bitmap beat is here.
    pub bitmap_valid_o: Signal<Out, Bit>,
    /// Which one.
    pub bitmap_index_o: Signal<Out, Bits<2>>,
    /// The beat.
    pub bitmap_data_o: Signal<Out, Bits<64>>,

    /// Memory request.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// Address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Memory answers, in the order of the requests.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// The beat.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    base: ArenaAddress<ADDRESS, CLASS, PAGE>,
    first_to_ask: FindFirstZero<8, 3, 16>,
    first_to_come: FindFirstZero<8, 3, 16>,
    /// Beats not yet taken to the request.
    to_ask: Register<Bits<8>>,
    /// Beats not yet answered.
    to_come: Register<Bits<8>>,
    going: Register<Bit>,
    request: Register<Bit>,
    request_beat: Register<Bits<3>>,
    arrived: Register<Bit>,
    arrived_beat: Register<Bits<3>>,
    arrived_data: Register<Bits<64>>,
    last: Register<Bit>,
    failed: Register<Bit>,
    done: Register<Bit>,
    next_valid: Register<Bit>,
    next_page: Register<Bits<PAGE>>,
    prev_valid: Register<Bit>,
    prev_page: Register<Bits<PAGE>>,
    summary: Register<Bits<16>>,
    live: Register<Bits<9>>,
    state: Register<Bits<2>>,
    bypass: Register<Bits<16>>,
    ask_after: Signal<Local, Bits<8>>,
    come_after: Signal<Local, Bits<8>>,
    take: Signal<Local, Bit>,
    come: Signal<Local, Bit>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Logic for HeaderReader<ADDRESS, CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_header_reader",
        registers: [
            to_ask, to_come, going, request, request_beat, arrived, arrived_beat, arrived_data, last, failed, done,
            next_valid, next_page, prev_valid, prev_page, summary, live, state, bypass,
        ],
        fn update(&mut self) {
            comment!("Requests: the lowest beat moves to the request when that is free.");
            self.first_to_ask.word_i.next = !self.to_ask.q.val();
            self.ask_after.next = self.to_ask.q.val() & (self.to_ask.q.val() - 1);
            self.take.next = !self.request.q.val() || (self.going.q.val() && self.mem_req_ready_i.val());
            if self.take.val() {
                self.request.d.next = self.to_ask.q.val().any();
                self.request_beat.d.next = self.first_to_ask.index_o.val();
                self.to_ask.d.next = self.ask_after.val();
            }
            self.base.region_base_i.next = self.region_base_i.val();
            self.base.class_i.next = self.class_i.val();
            self.base.page_i.next = self.page_i.val();
            self.mem_req_valid_o.next = self.request.q.val() && self.going.q.val() && !self.stop_i.val();
            self.mem_req_address_o.next =
                self.base.address_o.val() | (bit_cast::<ADDRESS, 3>(self.request_beat.q.val()) << 3);

            comment!("Responses: the lowest beat comes next.");
            self.first_to_come.word_i.next = !self.to_come.q.val();
            self.come_after.next = self.to_come.q.val() & (self.to_come.q.val() - 1);
            self.come.next = self.mem_rsp_valid_i.val() && self.going.q.val() && self.to_come.q.val().any();
            if self.come.val() {
                self.to_come.d.next = self.come_after.val();
                self.failed.d.next = self.failed.q.val() || self.mem_rsp_error_i.val();
            }
            self.arrived.d.next = self.come.val();
            self.arrived_beat.d.next = self.first_to_come.index_o.val();
            self.arrived_data.d.next = self.mem_rsp_rdata_i.val();
            self.last.d.next = self.come.val() && !self.come_after.val().any();
            self.done.d.next = self.last.q.val();

            comment!("A link is the address of a header in the same slice, or 0.");
            if self.arrived.q.val() {
                match self.arrived_beat.q.val().index() {
                    1 => {
                        self.next_valid.d.next = self.arrived_data.q.val().any();
                        self.next_page.d.next = self.arrived_data.q.val().get_bits::<PAGE>(12);
                    }
                    2 => {
                        self.prev_valid.d.next = self.arrived_data.q.val().any();
                        self.prev_page.d.next = self.arrived_data.q.val().get_bits::<PAGE>(12);
                    }
                    3 => {
                        self.summary.d.next = self.arrived_data.q.val().get_bits::<16>(0);
                        self.live.d.next = self.arrived_data.q.val().get_bits::<9>(16);
                        self.state.d.next = self.arrived_data.q.val().get_bits::<2>(56);
                        self.bypass.d.next = self.arrived_data.q.val().get_bits::<16>(32);
                    }
                    _ => {}
                }
            }

            if self.start_i.val() {
                self.to_ask.d.next = self.beats_i.val();
                self.to_come.d.next = self.beats_i.val();
                self.request.d.next = false;
                self.going.d.next = false;
                self.failed.d.next = false;
            }
            if self.stop_i.val() {
                self.going.d.next = false;
            }
            if self.go_i.val() {
                self.going.d.next = true;
            }

            self.bitmap_valid_o.next = self.arrived.q.val() && self.arrived_beat.q.val().get_bit(2);
            self.bitmap_index_o.next = self.arrived_beat.q.val().get_bits::<2>(0);
            self.bitmap_data_o.next = self.arrived_data.q.val();
            self.done_o.next = self.done.q.val();
            self.error_o.next = self.failed.q.val();
            self.next_valid_o.next = self.next_valid.q.val();
            self.next_page_o.next = self.next_page.q.val();
            self.prev_valid_o.next = self.prev_valid.q.val();
            self.prev_page_o.next = self.prev_page.q.val();
            self.summary_o.next = self.summary.q.val();
            self.live_o.next = self.live.q.val();
            self.state_o.next = self.state.q.val();
            self.bypass_o.next = self.bypass.q.val();
        }
    }
}
