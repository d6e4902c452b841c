//! Reads chosen beats of one arena header.

use crate::arena_address::ArenaAddress;
use crate::find_first_zero::FindFirstZero;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// Reads chosen beats of one arena header, all requests back to back.
///
/// ```text
///  start_i  _/‾\_______________
///  request  ___X b0 X b1 X_____   lowest beat first
///  response _______X d0 X d1 X_
///  done_o   ______________/‾\__   one cycle after the last response
/// ```
///
/// Contract: `start_i` only while not busy, with at least one beat; class and page stay as they are until `done_o`. Links, state
/// and live count read stay on the outputs until they are read again; bitmap beats are shown only in the cycle in which they arrive.
/// Every beat asked for is waited for, also after an error, so that nothing is left under way.
#[derive(LogicBlock, Default)]
pub struct HeaderReader<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Read the beats of `beats_i`.
    pub start_i: Signal<In, Bit>,
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
    /// A bitmap beat arrives.
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
    to_ask: Register<Bits<8>>,
    to_come: Register<Bits<8>>,
    failed: Register<Bit>,
    done: Register<Bit>,
    next_valid: Register<Bit>,
    next_page: Register<Bits<PAGE>>,
    prev_valid: Register<Bit>,
    prev_page: Register<Bits<PAGE>>,
    summary: Register<Bits<16>>,
    live: Register<Bits<9>>,
    state: Register<Bits<2>>,
    link_valid: Signal<Local, Bit>,
    link_page: Signal<Local, Bits<PAGE>>,
    come_after: Signal<Local, Bits<8>>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Logic for HeaderReader<ADDRESS, CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_header_reader",
        registers: [
            to_ask, to_come, failed, done, next_valid, next_page, prev_valid, prev_page, summary, live, state,
        ],
        fn update(&mut self) {
            self.base.region_base_i.next = self.region_base_i.val();
            self.base.class_i.next = self.class_i.val();
            self.base.page_i.next = self.page_i.val();
            self.first_to_ask.word_i.next = !self.to_ask.q.val();
            self.mem_req_valid_o.next = self.to_ask.q.val().any();
            self.mem_req_address_o.next =
                self.base.address_o.val() | (bit_cast::<ADDRESS, 3>(self.first_to_ask.index_o.val()) << 3);
            if self.mem_req_ready_i.val() {
                self.to_ask.d.next = self.to_ask.q.val().replace_bit(self.first_to_ask.index_o.val().index(), false);
            }

            comment!("A link is the address of a header in the same slice, or 0.");
            self.link_valid.next = self.mem_rsp_rdata_i.val().any();
            self.link_page.next = self.mem_rsp_rdata_i.val().get_bits::<PAGE>(12);
            self.first_to_come.word_i.next = !self.to_come.q.val();
            self.come_after.next =
                self.to_come.q.val().replace_bit(self.first_to_come.index_o.val().index(), false);
            self.done.d.next = false;
            if self.mem_rsp_valid_i.val() && self.to_come.q.val().any() {
                self.to_come.d.next = self.come_after.val();
                self.failed.d.next = self.failed.q.val() || self.mem_rsp_error_i.val();
                self.done.d.next = !self.come_after.val().any();
                match self.first_to_come.index_o.val().index() {
                    1 => {
                        self.next_valid.d.next = self.link_valid.val();
                        self.next_page.d.next = self.link_page.val();
                    }
                    2 => {
                        self.prev_valid.d.next = self.link_valid.val();
                        self.prev_page.d.next = self.link_page.val();
                    }
                    3 => {
                        self.summary.d.next = self.mem_rsp_rdata_i.val().get_bits::<16>(0);
                        self.live.d.next = self.mem_rsp_rdata_i.val().get_bits::<9>(16);
                        self.state.d.next = self.mem_rsp_rdata_i.val().get_bits::<2>(56);
                    }
                    _ => {}
                }
            }
            self.bitmap_valid_o.next = self.mem_rsp_valid_i.val()
                && self.to_come.q.val().any()
                && self.first_to_come.index_o.val().get_bit(2);
            self.bitmap_index_o.next = self.first_to_come.index_o.val().get_bits::<2>(0);
            self.bitmap_data_o.next = self.mem_rsp_rdata_i.val();

            if self.start_i.val() {
                self.to_ask.d.next = self.beats_i.val();
                self.to_come.d.next = self.beats_i.val();
                self.failed.d.next = false;
            }

            self.done_o.next = self.done.q.val();
            self.error_o.next = self.failed.q.val();
            self.next_valid_o.next = self.next_valid.q.val();
            self.next_page_o.next = self.next_page.q.val();
            self.prev_valid_o.next = self.prev_valid.q.val();
            self.prev_page_o.next = self.prev_page.q.val();
            self.summary_o.next = self.summary.q.val();
            self.live_o.next = self.live.q.val();
            self.state_o.next = self.state.q.val();
        }
    }
}
