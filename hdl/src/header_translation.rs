//! Translation of the allocator's own accesses, which are to headers.

use crate::prim::Register;
use crate::tlb::Tlb;
use rust_hdl_core::prelude::*;

/// What becomes of an access whose page the TLB does not have.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum HeaderState {
    /// Send an access on, or see that it misses.
    Check,
    /// Ask for a walk.
    Ask,
    /// The walk is under way.
    Walk,
    /// Answer a read with zeros, when all before it is answered.
    Zeros,
    /// Answer with an error, when all before it is answered.
    Failed,
}

/// Translation of the allocator's own accesses.
///
/// ```text
///  virtual beat port ─┬───────────►| stage 1: TLB |──► physical beat port
///       header_*      └─►[spare]──►|    │ miss    |         mem_*
///                                  |    ▼         |
///                                  |  walk: look  |──► a page without a frame: zeros; a write to it, or a bad walk: an error
///
///   clk_i                 __/^^\__/^^\__/^^\__/^^\__/^^\__
///   header_req_valid_i       __/^^^^^^^^^^^\_________________
///   header_req_ready_o       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^    as long as the pages are in the TLB
///   mem_req_valid_o      ________/^^^^^^^^^^^\___________
///   mem_rsp_valid_i      ______________/^^^^^^^^^^^\_____
///   header_rsp_valid_o       ______________/^^^^^^^^^^^\_____
/// ```
///
/// # Contract
///
/// * One access a cycle while pages are in the TLB, each a cycle later than without translation; answers go through unchanged. `header_req_ready_o` comes
///   straight from a flip-flop: one access more is taken after memory has begun to stall.
/// * Answers come in the order of the requests, those made here included: they wait until memory has answered all before.
/// * A read of a page that has no frame is answered with zeros, a write to it with an error; so are all whose walk ends with an
///   error. Pages without a frame are not kept in the TLB.
/// * Assumes: every address is in the region; no access to a page is under way when it is invalidated.
/// * At most 63 accesses are with memory at a time.
#[derive(LogicBlock)]
pub struct HeaderTranslation<const ADDRESS: usize, const VPN: usize, const PPN: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low. Memory must not answer an access from before it.
    pub rst_ni: Signal<In, Bit>,
    /// Take every entry out of the TLB.
    pub clear_i: Signal<In, Bit>,

    /// A request.
    pub header_req_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub header_req_ready_o: Signal<Out, Bit>,
    /// It is a write.
    pub header_req_write_i: Signal<In, Bit>,
    /// Virtual address of the beat.
    pub header_req_address_i: Signal<In, Bits<ADDRESS>>,
    /// Beat to write.
    pub header_req_wdata_i: Signal<In, Bits<64>>,
    /// The answer, in the order of the requests.
    pub header_rsp_valid_o: Signal<Out, Bit>,
    /// Beat read.
    pub header_rsp_rdata_o: Signal<Out, Bits<64>>,
    /// The access failed.
    pub header_rsp_error_o: Signal<Out, Bit>,

    /// Request to memory.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes it.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub mem_req_write_o: Signal<Out, Bit>,
    /// Physical address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Beat to write.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers, in the order of the requests.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// Beat read.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    /// A page has lost its frame.
    pub invalidate_valid_i: Signal<In, Bit>,
    /// That page of the region.
    pub invalidate_vpn_i: Signal<In, Bits<VPN>>,

    /// A walk is asked for, to look at the page.
    pub walk_valid_o: Signal<Out, Bit>,
    /// It begins.
    pub walk_ready_i: Signal<In, Bit>,
    /// The page.
    pub walk_vpn_o: Signal<Out, Bits<VPN>>,
    /// It is done.
    pub walk_done_i: Signal<In, Bit>,
    /// How it ended.
    pub walk_status_i: Signal<In, Bits<3>>,
    /// The page has a frame.
    pub walk_leaf_i: Signal<In, Bit>,
    /// That frame.
    pub walk_ppn_i: Signal<In, Bits<PPN>>,

    tlb: Tlb<2, 4, 8, VPN, PPN>,
    /// An access was taken while stage 1 could not move.
    spare_valid: Register<Bit>,
    /// That access, or the one that was offered when there was room last.
    spare_write: Register<Bit>,
    spare_address: Register<Bits<ADDRESS>>,
    spare_wdata: Register<Bits<64>>,
    valid_1: Register<Bit>,
    write_1: Register<Bit>,
    /// Number of the beat in its page.
    beat_1: Register<Bits<9>>,
    wdata_1: Register<Bits<64>>,
    state: Register<HeaderState>,
    /// Accesses that memory has not answered.
    under_way: Register<Bits<6>>,
    send: Signal<Local, Bit>,
    sent: Signal<Local, Bit>,
    answer: Signal<Local, Bit>,
    advance: Signal<Local, Bit>,
    write: Signal<Local, Bit>,
    address: Signal<Local, Bits<ADDRESS>>,
    wdata: Signal<Local, Bits<64>>,
}

impl<const ADDRESS: usize, const VPN: usize, const PPN: usize> Default for HeaderTranslation<ADDRESS, VPN, PPN> {
    fn default() -> Self {
        crate::module!(
            state: Register::new(HeaderState::Check);
            clk_i, rst_ni, clear_i, header_req_valid_i, header_req_ready_o, header_req_write_i, header_req_address_i,
            header_req_wdata_i, header_rsp_valid_o, header_rsp_rdata_o, header_rsp_error_o, mem_req_valid_o, mem_req_ready_i,
            mem_req_write_o, mem_req_address_o, mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_rdata_i,
            mem_rsp_error_i, invalidate_valid_i, invalidate_vpn_i, walk_valid_o, walk_ready_i, walk_vpn_o,
            walk_done_i, walk_status_i, walk_leaf_i, walk_ppn_i, tlb, spare_valid, spare_write, spare_address,
            spare_wdata, valid_1, write_1, beat_1, wdata_1, under_way, send, sent, answer, advance, write, address, wdata,
        )
    }
}

impl<const ADDRESS: usize, const VPN: usize, const PPN: usize> Logic for HeaderTranslation<ADDRESS, VPN, PPN> {
    kernel! {
        #[hdl_gen]
        "memento_header_translation",
        registers: [
            spare_valid, spare_write, spare_address, spare_wdata, valid_1, write_1, beat_1, wdata_1, state, under_way,
        ],
        resettable: [tlb],
        fn update(&mut self) {
            comment!("Stage 1: on to memory, or answered here.");
            self.send.next = self.valid_1.q.val() && self.tlb.hit_o.val() && !self.under_way.q.val().all();
            self.sent.next = self.send.val() && self.mem_req_ready_i.val();
            self.answer.next = ((self.state.q.val() == HeaderState::Zeros) || (self.state.q.val() == HeaderState::Failed))
                && !self.under_way.q.val().any();
            self.mem_req_valid_o.next = self.send.val();
            self.mem_req_write_o.next = self.write_1.q.val();
            self.mem_req_address_o.next = (bit_cast::<ADDRESS, PPN>(self.tlb.data_o.val()) << 12)
                | (bit_cast::<ADDRESS, 9>(self.beat_1.q.val()) << 3);
            self.mem_req_wdata_o.next = self.wdata_1.q.val();

            self.header_rsp_valid_o.next = self.mem_rsp_valid_i.val() || self.answer.val();
            self.header_rsp_rdata_o.next = self.mem_rsp_rdata_i.val();
            self.header_rsp_error_o.next = self.mem_rsp_error_i.val();
            if self.answer.val() {
                self.header_rsp_rdata_o.next = bits::<64>(0);
                self.header_rsp_error_o.next = self.state.q.val() == HeaderState::Failed;
            }
            if self.sent.val() && !self.mem_rsp_valid_i.val() {
                self.under_way.d.next = self.under_way.q.val() + 1;
            }
            if !self.sent.val() && self.mem_rsp_valid_i.val() {
                self.under_way.d.next = self.under_way.q.val() - 1;
            }

            comment!("A miss is walked.");
            self.walk_valid_o.next = self.state.q.val() == HeaderState::Ask;
            self.walk_vpn_o.next = self.tlb.vpn_o.val();
            self.tlb.fill_valid_i.next = false;
            self.tlb.fill_data_i.next = self.walk_ppn_i.val();
            self.tlb.clear_i.next = self.clear_i.val();
            self.tlb.invalidate_valid_i.next = self.invalidate_valid_i.val();
            self.tlb.change_vpn_i.next = self.tlb.vpn_o.val();
            if self.invalidate_valid_i.val() {
                self.tlb.change_vpn_i.next = self.invalidate_vpn_i.val();
            }
            match self.state.q.val() {
                HeaderState::Check => {
                    if self.valid_1.q.val() && !self.tlb.hit_o.val() {
                        self.state.d.next = HeaderState::Ask;
                    }
                }
                HeaderState::Ask => {
                    if self.walk_ready_i.val() {
                        self.state.d.next = HeaderState::Walk;
                    }
                }
                HeaderState::Walk => {
                    if self.walk_done_i.val() {
                        if self.walk_status_i.val().any() || (!self.walk_leaf_i.val() && self.write_1.q.val()) {
                            self.state.d.next = HeaderState::Failed;
                        } else if self.walk_leaf_i.val() {
                            comment!("An invalidation in this very cycle leaves a miss, which is walked again.");
                            self.tlb.fill_valid_i.next = !self.invalidate_valid_i.val();
                            self.state.d.next = HeaderState::Check;
                        } else {
                            self.state.d.next = HeaderState::Zeros;
                        }
                    }
                }
                _ => {
                    if self.answer.val() {
                        self.state.d.next = HeaderState::Check;
                    }
                }
            }

            comment!("Stage 0: an access that stage 1 has no room for is kept, so that ready tells nothing of this cycle.");
            self.header_req_ready_o.next = !self.spare_valid.q.val();
            self.write.next = self.header_req_write_i.val();
            self.address.next = self.header_req_address_i.val();
            self.wdata.next = self.header_req_wdata_i.val();
            if self.spare_valid.q.val() {
                self.write.next = self.spare_write.q.val();
                self.address.next = self.spare_address.q.val();
                self.wdata.next = self.spare_wdata.q.val();
            } else {
                self.spare_write.d.next = self.header_req_write_i.val();
                self.spare_address.d.next = self.header_req_address_i.val();
                self.spare_wdata.d.next = self.header_req_wdata_i.val();
            }
            self.advance.next = !self.valid_1.q.val() || self.sent.val() || self.answer.val();
            self.spare_valid.d.next =
                !self.advance.val() && (self.spare_valid.q.val() || self.header_req_valid_i.val());
            self.tlb.lookup_advance_i.next = self.advance.val();
            self.tlb.lookup_vpn_i.next = self.address.val().get_bits::<VPN>(12);
            if self.advance.val() {
                self.valid_1.d.next = self.spare_valid.q.val() || self.header_req_valid_i.val();
                self.write_1.d.next = self.write.val();
                self.beat_1.d.next = self.address.val().get_bits::<9>(3);
                self.wdata_1.d.next = self.wdata.val();
            }
        }
    }
}
