//! Arenas and their frames: backs the first page of an arena that is handed out, takes back those of one that is released.

use crate::last_span_page::LastSpanPage;
use crate::prim::Register;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// Where a back or a release stands.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum ArenaPagesState {
    /// Waiting for a request.
    Idle,
    /// Begin a release with the span's second page, if it has one.
    Begin,
    /// Ask for a page's walk.
    Ask,
    /// The walk is under way.
    Walk,
    /// Take the page out of the TLBs.
    Invalidate,
    /// Give its frame back.
    Return,
    /// Answer.
    Done,
}

/// Backs and releases arenas.
///
/// ```text
///  request ──►| FSM ├─► walk          one a page: back, or unmap
///             |     ├─► invalidate    both TLBs, a page that had a frame
///  answer  ◄──|     ├─► frame return  its frame
/// ```
///
/// # Contract
///
/// * `pages_req_valid_i` while `pages_req_ready_o` starts a request; its inputs need not stay. `pages_rsp_valid_o` is high for one cycle when it
///   is done; the next is taken from the cycle after.
/// * Back: the arena's first page gets a frame if it has none; the link of a recycled mark found there comes with the answer.
/// * Release: the pages of the arena's span lose their frames, the first page last, whose entry becomes the mark. A frame is given back when its entry is
///   written and no TLB has it: its page was on `invalidate_vpn_o` in an earlier cycle.
/// * A walk that fails ends the request with its status. What a release has given back by then stays so.
/// * A back takes two cycles more than its walk. A release takes two cycles, and for each page its walk and one, and two more if it has a frame
///   that is taken back at once.
#[derive(LogicBlock)]
pub struct ArenaPages<const CLASS: usize, const PAGE: usize, const VPN: usize, const PPN: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// A request.
    pub pages_req_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub pages_req_ready_o: Signal<Out, Bit>,
    /// Release the arena, rather than back it.
    pub pages_req_release_i: Signal<In, Bit>,
    /// The arena's class.
    pub pages_req_class_i: Signal<In, Bits<CLASS>>,
    /// Its first page in the class's slice.
    pub pages_req_page_i: Signal<In, Bits<PAGE>>,
    /// Release: the recycled list is not empty.
    pub pages_req_link_valid_i: Signal<In, Bit>,
    /// Release: first page of its first arena.
    pub pages_req_link_page_i: Signal<In, Bits<PAGE>>,

    /// Done; one cycle.
    pub pages_rsp_valid_o: Signal<Out, Bit>,
    /// `memento_abi::Status`: 0, 6 or 7.
    pub pages_rsp_status_o: Signal<Out, Bits<3>>,
    /// Back: the first page was marked as recycled, and the list goes on.
    pub pages_rsp_link_valid_o: Signal<Out, Bit>,
    /// First page of its next arena.
    pub pages_rsp_link_page_o: Signal<Out, Bits<PAGE>>,

    /// A walk is asked for.
    pub walk_valid_o: Signal<Out, Bit>,
    /// It begins.
    pub walk_ready_i: Signal<In, Bit>,
    /// To unmap the page, rather than back it.
    pub walk_unmap_o: Signal<Out, Bit>,
    /// The page of the region.
    pub walk_vpn_o: Signal<Out, Bits<VPN>>,
    /// Leave the recycled mark.
    pub walk_mark_o: Signal<Out, Bit>,
    /// The mark's: the list goes on.
    pub walk_link_valid_o: Signal<Out, Bit>,
    /// The mark's: first page of its next arena.
    pub walk_link_page_o: Signal<Out, Bits<PAGE>>,
    /// It is done.
    pub walk_done_i: Signal<In, Bit>,
    /// How it ended.
    pub walk_status_i: Signal<In, Bits<3>>,
    /// The page had a frame.
    pub walk_leaf_i: Signal<In, Bit>,
    /// That frame.
    pub walk_ppn_i: Signal<In, Bits<PPN>>,
    /// The entry was a recycled mark.
    pub walk_marked_i: Signal<In, Bit>,
    /// The mark found: the list goes on.
    pub walk_marked_link_valid_i: Signal<In, Bit>,
    /// The mark found: first page of its next arena.
    pub walk_marked_link_page_i: Signal<In, Bits<PAGE>>,

    /// A page has lost its frame.
    pub invalidate_valid_o: Signal<Out, Bit>,
    /// That page of the region.
    pub invalidate_vpn_o: Signal<Out, Bits<VPN>>,

    /// A frame comes back.
    pub return_valid_o: Signal<Out, Bit>,
    /// The pool takes it.
    pub return_ready_i: Signal<In, Bit>,
    /// The frame.
    pub return_ppn_o: Signal<Out, Bits<PPN>>,

    last_span_page: LastSpanPage<CLASS, PAGE>,
    state: Register<ArenaPagesState>,
    release: Register<Bit>,
    class: Register<Bits<CLASS>>,
    first_page: Register<Bits<PAGE>>,
    /// Page that is walked, counted from the first page of the span.
    offset: Register<Bits<PAGE>>,
    /// The link to write, then the link found.
    link_valid: Register<Bit>,
    link_page: Register<Bits<PAGE>>,
    status: Register<Bits<3>>,
    ppn: Register<Bits<PPN>>,
    last: Signal<Local, Bit>,
    vpn: Signal<Local, Bits<VPN>>,
    next_page: Signal<Local, Bit>,
    page_bits: Constant<Bits<6>>,
}

impl<const CLASS: usize, const PAGE: usize, const VPN: usize, const PPN: usize> ArenaPages<CLASS, PAGE, VPN, PPN> {
    /// For the spans of `geometry`.
    pub fn new(geometry: &Geometry) -> Self {
        crate::module!(
            last_span_page: LastSpanPage::new(geometry),
            state: Register::new(ArenaPagesState::Idle),
            page_bits: Constant::new(bits(PAGE as u64));
            clk_i, rst_ni, pages_req_valid_i, pages_req_ready_o, pages_req_release_i, pages_req_class_i,
            pages_req_page_i, pages_req_link_valid_i, pages_req_link_page_i, pages_rsp_valid_o, pages_rsp_status_o,
            pages_rsp_link_valid_o, pages_rsp_link_page_o, walk_valid_o, walk_ready_i, walk_unmap_o, walk_vpn_o,
            walk_mark_o, walk_link_valid_o, walk_link_page_o, walk_done_i, walk_status_i, walk_leaf_i, walk_ppn_i,
            walk_marked_i, walk_marked_link_valid_i, walk_marked_link_page_i, invalidate_valid_o, invalidate_vpn_o,
            return_valid_o, return_ready_i, return_ppn_o, release, class, first_page, offset, link_valid, link_page,
            status, ppn, last, vpn, next_page,
        )
    }
}

impl<const CLASS: usize, const PAGE: usize, const VPN: usize, const PPN: usize> Logic
    for ArenaPages<CLASS, PAGE, VPN, PPN>
{
    kernel! {
        #[hdl_gen]
        "memento_arena_pages",
        registers: [state, release, class, first_page, offset, link_valid, link_page, status, ppn],
        fn update(&mut self) {
            comment!("A span is a power of two of pages: the offset counts from 1 and comes round to 0, the first page.");
            self.last_span_page.class_i.next = self.class.q.val();
            self.last.next = !self.offset.q.val().any();
            self.vpn.next = (bit_cast::<VPN, CLASS>(self.class.q.val()) << self.page_bits.val())
                | bit_cast::<VPN, PAGE>(self.first_page.q.val() | self.offset.q.val());
            self.walk_valid_o.next = self.state.q.val() == ArenaPagesState::Ask;
            self.walk_unmap_o.next = self.release.q.val();
            self.walk_vpn_o.next = self.vpn.val();
            self.walk_mark_o.next = self.last.val();
            self.walk_link_valid_o.next = self.link_valid.q.val();
            self.walk_link_page_o.next = self.link_page.q.val();
            self.invalidate_valid_o.next = self.state.q.val() == ArenaPagesState::Invalidate;
            self.invalidate_vpn_o.next = self.vpn.val();
            self.return_valid_o.next = self.state.q.val() == ArenaPagesState::Return;
            self.return_ppn_o.next = self.ppn.q.val();
            self.pages_req_ready_o.next = self.state.q.val() == ArenaPagesState::Idle;
            self.pages_rsp_valid_o.next = self.state.q.val() == ArenaPagesState::Done;
            self.pages_rsp_status_o.next = self.status.q.val();
            self.pages_rsp_link_valid_o.next = self.link_valid.q.val();
            self.pages_rsp_link_page_o.next = self.link_page.q.val();

            self.next_page.next = false;
            match self.state.q.val() {
                ArenaPagesState::Idle => {
                    self.release.d.next = self.pages_req_release_i.val();
                    self.class.d.next = self.pages_req_class_i.val();
                    self.first_page.d.next = self.pages_req_page_i.val();
                    self.link_valid.d.next = self.pages_req_link_valid_i.val();
                    self.link_page.d.next = self.pages_req_link_page_i.val();
                    self.offset.d.next = bits::<PAGE>(0);
                    if self.pages_req_valid_i.val() {
                        self.state.d.next = ArenaPagesState::Ask;
                        if self.pages_req_release_i.val() {
                            self.state.d.next = ArenaPagesState::Begin;
                        }
                    }
                }
                ArenaPagesState::Begin => {
                    self.offset.d.next = self.last_span_page.number_o.val() & 1;
                    self.state.d.next = ArenaPagesState::Ask;
                }
                ArenaPagesState::Ask => {
                    if self.walk_ready_i.val() {
                        self.state.d.next = ArenaPagesState::Walk;
                    }
                }
                ArenaPagesState::Walk => {
                    self.status.d.next = self.walk_status_i.val();
                    self.ppn.d.next = self.walk_ppn_i.val();
                    if self.walk_done_i.val() {
                        if self.walk_status_i.val().any() || !self.release.q.val() {
                            self.link_valid.d.next = self.walk_marked_i.val() && self.walk_marked_link_valid_i.val();
                            self.link_page.d.next = self.walk_marked_link_page_i.val();
                            self.state.d.next = ArenaPagesState::Done;
                        } else if self.walk_leaf_i.val() {
                            self.state.d.next = ArenaPagesState::Invalidate;
                        } else {
                            self.next_page.next = true;
                        }
                    }
                }
                ArenaPagesState::Invalidate => {
                    self.state.d.next = ArenaPagesState::Return;
                }
                ArenaPagesState::Return => {
                    self.next_page.next = self.return_ready_i.val();
                }
                ArenaPagesState::Done => {
                    self.state.d.next = ArenaPagesState::Idle;
                }
            }
            if self.next_page.val() {
                self.offset.d.next = (self.offset.q.val() + 1) & self.last_span_page.number_o.val();
                self.state.d.next = ArenaPagesState::Ask;
                if self.last.val() {
                    self.state.d.next = ArenaPagesState::Done;
                }
            }
        }
    }
}
