//! Translation of a hart's accesses: which frame, or which error.

use crate::last_span_page::LastSpanPage;
use crate::prim::{Ram, RamStyle, Register};
use crate::tlb::Tlb;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// What becomes of a page that the TLB does not have.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum MissState {
    /// Check an access that misses.
    Check,
    /// Ask for a walk.
    Ask,
    /// The walk is under way.
    Walk,
    /// The access has failed.
    Failed,
}

/// Translation of a hart's accesses.
///
/// ```text
///            stage 0                     stage 1
///  address ─►| region?    |─────────────►| NotOurs                              |──► translated
///            | pointer    |─────────────►| a miss at or above it: BadPointer    |
///            | TLB        |─────────────►| a hit: the frame; a header: BadPoin. |
///            +------------+     ▲        | any other miss: walk                 |
///                               └─ fill ─┤                                      |
///
///   clk_i               __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__
///   lookup_address_i    --X hit X miss X-----------------------------
///   lookup_advance_i    __/^^^^^^^^^^^\_________________/^^^^^\______
///   translated_valid_o  ________/^^^^^\_________________/^^^^^\______
///   walk_valid_o        ____________________/^^^^^\__________________
///   walk_done_i         __________________________/^^^^^\____________   0 .. cycles later
/// ```
///
/// # Contract
///
/// * An address enters stage 1 with `lookup_advance_i`, if there is one (`lookup_valid_i`). `translated_valid_o` is high when its
///   frame or error is known: in its first cycle in stage 1 when the page is in the TLB or the address is not in the region, else two
///   cycles more than the walk takes. It stays high until the next `lookup_advance_i`, before which it must have been high,
///   unless the page is invalidated: then the result is withdrawn and the access translated anew.
/// * The status is that of the first check that fails: region, allocation pointer, header, walk.
/// * The pointer mirror is written by the pointer bank's owner, in the cycle before the address enters at the latest. Whatever is in
///   the TLB is below its pointer: a pointer never goes back but with `clear_i`.
/// * Assumes: `clear_i` while no access waits.
///
/// # Cost
///
/// The TLB, a memory of 2^CLASS pointers, and ADDRESS + PAGE or so flip-flops.
#[derive(LogicBlock)]
pub struct Translation<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const POINTER: usize,
    const VPN: usize,
    const PPN: usize,
    const DATA: usize,
    const INDEX: usize,
    const ENTRIES: usize,
    const LEAVES: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties TLB and stage 1.
    pub rst_ni: Signal<In, Bit>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Take every entry out of the TLB.
    pub clear_i: Signal<In, Bit>,

    /// An allocation pointer is written.
    pub pointer_write_valid_i: Signal<In, Bit>,
    /// Its class.
    pub pointer_write_class_i: Signal<In, Bits<CLASS>>,
    /// The pointer: the first page of the slice that was never handed out.
    pub pointer_write_value_i: Signal<In, Bits<POINTER>>,

    /// There is an address in stage 0.
    pub lookup_valid_i: Signal<In, Bit>,
    /// Stage 0 moves to stage 1, and what was there has gone.
    pub lookup_advance_i: Signal<In, Bit>,
    /// The address.
    pub lookup_address_i: Signal<In, Bits<ADDRESS>>,
    /// The address in stage 1 is translated.
    pub translated_valid_o: Signal<Out, Bit>,
    /// Its frame, if the status is `Ok`.
    pub translated_ppn_o: Signal<Out, Bits<PPN>>,
    /// `memento_abi::Status`: 0, 2, 3, 6 or 7.
    pub translated_status_o: Signal<Out, Bits<3>>,

    /// A page has lost its frame.
    pub invalidate_valid_i: Signal<In, Bit>,
    /// That page of the region.
    pub invalidate_vpn_i: Signal<In, Bits<VPN>>,

    /// A walk is asked for, to touch the page.
    pub walk_valid_o: Signal<Out, Bit>,
    /// It begins.
    pub walk_ready_i: Signal<In, Bit>,
    /// The page.
    pub walk_vpn_o: Signal<Out, Bits<VPN>>,
    /// It is done.
    pub walk_done_i: Signal<In, Bit>,
    /// How it ended.
    pub walk_status_i: Signal<In, Bits<3>>,
    /// The page's frame.
    pub walk_ppn_i: Signal<In, Bits<PPN>>,

    tlb: Tlb<INDEX, ENTRIES, LEAVES, VPN, DATA>,
    pointers: Ram<Bits<POINTER>, CLASS>,
    last_span_page: LastSpanPage<CLASS, PAGE>,

    valid_1: Register<Bit>,
    in_region_1: Register<Bit>,
    /// It is answered without a frame.
    ends_1: Register<Bit>,
    /// The address is in the first line of its page.
    first_line_1: Register<Bit>,
    state: Register<MissState>,
    /// The page is the first of its span.
    first_page: Register<Bit>,
    status: Register<Bits<3>>,

    class_1: Signal<Local, Bits<CLASS>>,
    page_1: Signal<Local, Bits<PAGE>>,
    is_first_page: Signal<Local, Bit>,
    handed_out: Signal<Local, Bit>,
    in_region: Signal<Local, Bit>,
    /// The access ends without a frame.
    fails: Signal<Local, Bit>,

    /// Bits of an address that tell the region.
    region_mask: Constant<Bits<ADDRESS>>,
    page_bits: Constant<Bits<6>>,
    /// Bits of an address below its class.
    slice_bits: Constant<Bits<6>>,
    ppn_bits: Constant<Bits<6>>,
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const POINTER: usize,
        const VPN: usize,
        const PPN: usize,
        const DATA: usize,
        const INDEX: usize,
        const ENTRIES: usize,
        const LEAVES: usize,
    > Translation<ADDRESS, CLASS, PAGE, POINTER, VPN, PPN, DATA, INDEX, ENTRIES, LEAVES>
{
    /// Translation for `geometry`, whose widths the const generics must have, with a pointer mirror in a memory of the given style.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, style: RamStyle) -> Self {
        let name = geometry.name;
        assert_eq!(ADDRESS, geometry.address_bits as usize, "ADDRESS of {name}");
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert_eq!(POINTER, PAGE + 1, "POINTER must be PAGE + 1");
        assert_eq!(VPN, CLASS + PAGE, "VPN must be CLASS + PAGE");
        assert_eq!(PPN, ADDRESS - 12, "PPN must be ADDRESS - 12");
        assert_eq!(DATA, PPN + 1, "DATA must be PPN + 1");
        crate::module!(
            pointers: Ram::new(style),
            last_span_page: LastSpanPage::new(geometry),
            state: Register::new(MissState::Check),
            region_mask: Constant::new(!bits::<ADDRESS>((1 << geometry.region_bits) - 1)),
            page_bits: Constant::new(bits(PAGE as u64)),
            slice_bits: Constant::new(bits(geometry.slice_bits() as u64)),
            ppn_bits: Constant::new(bits(PPN as u64));
            clk_i, rst_ni, region_base_i, clear_i, pointer_write_valid_i, pointer_write_class_i,
            pointer_write_value_i, lookup_valid_i, lookup_advance_i, lookup_address_i, translated_valid_o,
            translated_ppn_o, translated_status_o, invalidate_valid_i, invalidate_vpn_i, walk_valid_o, walk_ready_i,
            walk_vpn_o, walk_done_i, walk_status_i, walk_ppn_i, tlb, valid_1, in_region_1, ends_1, first_line_1, first_page,
            status, class_1, page_1, is_first_page, handed_out, in_region, fails,
        )
    }
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const POINTER: usize,
        const VPN: usize,
        const PPN: usize,
        const DATA: usize,
        const INDEX: usize,
        const ENTRIES: usize,
        const LEAVES: usize,
    > Logic for Translation<ADDRESS, CLASS, PAGE, POINTER, VPN, PPN, DATA, INDEX, ENTRIES, LEAVES>
{
    kernel! {
        #[hdl_gen]
        "memento_translation",
        registers: [valid_1, in_region_1, ends_1, first_line_1, state, first_page, status],
        clocked: [pointers],
        resettable: [tlb],
        fn update(&mut self) {
            self.pointers.write_enable_i.next = self.pointer_write_valid_i.val();
            self.pointers.write_address_i.next = self.pointer_write_class_i.val();
            self.pointers.write_data_i.next = self.pointer_write_value_i.val();

            comment!("Stage 0.");
            self.in_region.next =
                !((self.lookup_address_i.val() ^ self.region_base_i.val()) & self.region_mask.val()).any();
            self.pointers.read_enable_i.next = self.lookup_advance_i.val();
            self.pointers.read_address_i.next =
                bit_cast::<CLASS, ADDRESS>(self.lookup_address_i.val() >> self.slice_bits.val());
            self.tlb.clear_i.next = self.clear_i.val();
            self.tlb.lookup_advance_i.next = self.lookup_advance_i.val();
            self.tlb.lookup_vpn_i.next = self.lookup_address_i.val().get_bits::<VPN>(12);

            comment!("Stage 1: what a miss needs to know before it may walk.");
            self.class_1.next = bit_cast::<CLASS, VPN>(self.tlb.vpn_o.val() >> self.page_bits.val());
            self.page_1.next = self.tlb.vpn_o.val().get_bits::<PAGE>(0);
            self.last_span_page.class_i.next = self.class_1.val();
            self.is_first_page.next = !(self.page_1.val() & self.last_span_page.number_o.val()).any();
            self.handed_out.next = bit_cast::<POINTER, PAGE>(self.page_1.val()) < self.pointers.read_data_o.val();

            self.walk_valid_o.next = self.state.q.val() == MissState::Ask;
            self.walk_vpn_o.next = self.tlb.vpn_o.val();
            self.tlb.fill_valid_i.next = false;
            self.tlb.fill_data_i.next = bit_cast::<DATA, PPN>(self.walk_ppn_i.val())
                | (bit_cast::<DATA, 1>(self.first_page.q.val().into()) << self.ppn_bits.val());
            self.tlb.invalidate_valid_i.next = self.invalidate_valid_i.val();
            self.tlb.change_vpn_i.next = self.tlb.vpn_o.val();
            if self.invalidate_valid_i.val() {
                self.tlb.change_vpn_i.next = self.invalidate_vpn_i.val();
            }
            self.fails.next = false;
            match self.state.q.val() {
                MissState::Check => {
                    self.first_page.d.next = self.is_first_page.val();
                    self.status.d.next = bits::<3>(3);
                    if self.valid_1.q.val() && self.in_region_1.q.val() && !self.tlb.hit_o.val() {
                        self.state.d.next = MissState::Ask;
                        self.fails.next = !self.handed_out.val() || (self.is_first_page.val() && self.first_line_1.q.val());
                    }
                }
                MissState::Ask => {
                    if self.walk_ready_i.val() {
                        self.state.d.next = MissState::Walk;
                    }
                }
                MissState::Walk => {
                    self.status.d.next = self.walk_status_i.val();
                    if self.walk_done_i.val() {
                        comment!("An invalidation in this very cycle leaves a miss, which is walked again.");
                        self.tlb.fill_valid_i.next = !self.walk_status_i.val().any() && !self.invalidate_valid_i.val();
                        self.state.d.next = MissState::Check;
                        self.fails.next = self.walk_status_i.val().any();
                    }
                }
                MissState::Failed => {}
            }
            if self.fails.val() {
                self.state.d.next = MissState::Failed;
                self.ends_1.d.next = true;
            }
            if self.lookup_advance_i.val() {
                self.valid_1.d.next = self.lookup_valid_i.val();
                self.in_region_1.d.next = self.in_region.val();
                self.ends_1.d.next = !self.in_region.val();
                self.first_line_1.d.next = !self.lookup_address_i.val().get_bits::<6>(6).any();
                self.state.d.next = MissState::Check;
            }

            self.translated_valid_o.next = self.valid_1.q.val() && (self.ends_1.q.val() || self.tlb.hit_o.val());
            self.translated_ppn_o.next = self.tlb.data_o.val().get_bits::<PPN>(0);
            self.translated_status_o.next = bits::<3>(0);
            if !self.in_region_1.q.val() {
                self.translated_status_o.next = bits::<3>(2);
            } else if self.state.q.val() == MissState::Failed {
                self.translated_status_o.next = self.status.q.val();
            } else if self.first_line_1.q.val() && (self.tlb.data_o.val() >> self.ppn_bits.val()).any() {
                self.translated_status_o.next = bits::<3>(3);
            }
        }
    }
}
