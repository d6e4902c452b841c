//! AXI4 master port.

use crate::prim::{Register, SkidBuffer};
use rust_hdl_core::prelude::*;

/// Makes AXI4 bursts of a stream of accesses: of 64-bit beats (AxLEN 0) and of 64-byte lines (AxLEN 7).
///
/// ```text
///  req: read of a beat or line    1 item   ──┬─► [AR/AW] ──► axi_ar*, axi_aw*
///       write of a beat           1 item     │
///       write of a line           8 items  ──┴─► [W]     ──► axi_w*
///  rsp: 1 or 8 beats read, or 1 acknowledgement  ◄── [ ] ◄── axi_r*, axi_b*
/// ```
///
/// # Contract
///
/// * An access is one item of `req_*`, but a write of a line is eight, one a beat, in order and with the same address; no
///   other item may come between them. Addresses are multiples of 8, of lines multiples of 64: so no burst crosses 4 KiB.
/// * A read is issued only when no write is under way, a write only when no read is: reads see earlier writes without any
///   address being compared. Up to seven accesses of one kind are under way at once.
/// * Responses come in the order of the accesses: for a read each beat, for a write one acknowledgement, `rsp_last_o` with the
///   last one of an access. They are always taken (`axi_rready_o` and `axi_bready_o` are constant), and come one cycle after the bus's.
///   `rsp_error_o` is the beat's own: any response but OKAY.
/// * AW and W do not wait for each other. All outputs to the bus come from flip-flops but for constants, and once valid stay until
///   taken.
/// * A read is taken with `read_ready_o`, a write with `write_ready_o`. They tell nothing of the access offered, and come from flip-flops and `stop_i`.
/// * With `stop_i` no access begins; a line that is being written is completed. Once `idle_o` is high then, it stays, and all else may be reset.
///
/// One ID (0), INCR bursts of 8-byte beats. AxCACHE is 0010, normal and neither cacheable nor bufferable, so that a write's error is
/// the write's own answer; AxPROT is 000.
///
/// # Cost
///
/// Two register slices, of ADDRESS + 2 and of 65 bits, and a register of 67 bits for the responses. ITEM is ADDRESS + 2.
#[derive(LogicBlock)]
pub struct AxiMaster<const ADDRESS: usize, const ITEM: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low. The bus must be reset with it.
    pub rst_ni: Signal<In, Bit>,

    /// An access, or the next beat of a line.
    pub req_valid_i: Signal<In, Bit>,
    /// It is taken if it is a read.
    pub read_ready_o: Signal<Out, Bit>,
    /// It is taken if it is a write.
    pub write_ready_o: Signal<Out, Bit>,
    /// It is a write.
    pub req_write_i: Signal<In, Bit>,
    /// It is of a line.
    pub req_line_i: Signal<In, Bit>,
    /// Address of the beat or line.
    pub req_address_i: Signal<In, Bits<ADDRESS>>,
    /// The beat to write.
    pub req_wdata_i: Signal<In, Bits<64>>,
    /// An answer.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// The beat, of a read.
    pub rsp_rdata_o: Signal<Out, Bits<64>>,
    /// The bus answered with an error.
    pub rsp_error_o: Signal<Out, Bit>,
    /// It is the access's last answer.
    pub rsp_last_o: Signal<Out, Bit>,
    /// No access begins.
    pub stop_i: Signal<In, Bit>,
    /// None is under way.
    pub idle_o: Signal<Out, Bit>,

    /// AXI4 write address channel.
    pub axi_awvalid_o: Signal<Out, Bit>,
    /// AXI4 AWREADY.
    pub axi_awready_i: Signal<In, Bit>,
    /// AXI4 AWID.
    pub axi_awid_o: Signal<Out, Bit>,
    /// AXI4 AWADDR.
    pub axi_awaddr_o: Signal<Out, Bits<ADDRESS>>,
    /// AXI4 AWLEN.
    pub axi_awlen_o: Signal<Out, Bits<8>>,
    /// AXI4 AWSIZE.
    pub axi_awsize_o: Signal<Out, Bits<3>>,
    /// AXI4 AWBURST.
    pub axi_awburst_o: Signal<Out, Bits<2>>,
    /// AXI4 AWCACHE.
    pub axi_awcache_o: Signal<Out, Bits<4>>,
    /// AXI4 AWPROT.
    pub axi_awprot_o: Signal<Out, Bits<3>>,
    /// AXI4 write data channel.
    pub axi_wvalid_o: Signal<Out, Bit>,
    /// AXI4 WREADY.
    pub axi_wready_i: Signal<In, Bit>,
    /// AXI4 WDATA.
    pub axi_wdata_o: Signal<Out, Bits<64>>,
    /// AXI4 WSTRB.
    pub axi_wstrb_o: Signal<Out, Bits<8>>,
    /// AXI4 WLAST.
    pub axi_wlast_o: Signal<Out, Bit>,
    /// AXI4 write response channel.
    pub axi_bvalid_i: Signal<In, Bit>,
    /// AXI4 BREADY.
    pub axi_bready_o: Signal<Out, Bit>,
    /// AXI4 BRESP.
    pub axi_bresp_i: Signal<In, Bits<2>>,
    /// AXI4 read address channel.
    pub axi_arvalid_o: Signal<Out, Bit>,
    /// AXI4 ARREADY.
    pub axi_arready_i: Signal<In, Bit>,
    /// AXI4 ARID.
    pub axi_arid_o: Signal<Out, Bit>,
    /// AXI4 ARADDR.
    pub axi_araddr_o: Signal<Out, Bits<ADDRESS>>,
    /// AXI4 ARLEN.
    pub axi_arlen_o: Signal<Out, Bits<8>>,
    /// AXI4 ARSIZE.
    pub axi_arsize_o: Signal<Out, Bits<3>>,
    /// AXI4 ARBURST.
    pub axi_arburst_o: Signal<Out, Bits<2>>,
    /// AXI4 ARCACHE.
    pub axi_arcache_o: Signal<Out, Bits<4>>,
    /// AXI4 ARPROT.
    pub axi_arprot_o: Signal<Out, Bits<3>>,
    /// AXI4 read data channel.
    pub axi_rvalid_i: Signal<In, Bit>,
    /// AXI4 RREADY.
    pub axi_rready_o: Signal<Out, Bit>,
    /// AXI4 RDATA.
    pub axi_rdata_i: Signal<In, Bits<64>>,
    /// AXI4 RRESP.
    pub axi_rresp_i: Signal<In, Bits<2>>,
    /// AXI4 RLAST.
    pub axi_rlast_i: Signal<In, Bit>,

    /// An item is the address, the line bit above it and the write bit above that.
    bursts: SkidBuffer<Bits<ITEM>>,
    /// A beat has WLAST above it.
    beats: SkidBuffer<Bits<65>>,
    /// Accesses without their last answer.
    under_way: Register<Bits<3>>,
    /// They are writes.
    writes: Register<Bit>,
    /// Beats of a line that have been taken.
    beat: Register<Bits<3>>,
    rsp_valid: Register<Bit>,
    rsp_rdata: Register<Bits<64>>,
    rsp_error: Register<Bit>,
    rsp_last: Register<Bit>,
    first: Signal<Local, Bit>,
    open: Signal<Local, Bit>,
    quiet: Signal<Local, Bit>,
    last: Signal<Local, Bit>,
    ready: Signal<Local, Bit>,
    begin: Signal<Local, Bit>,
    end: Signal<Local, Bit>,
    item: Signal<Local, Bits<ITEM>>,
    burst_beats: Signal<Local, Bits<8>>,
    line_shift: Constant<Bits<6>>,
    write_shift: Constant<Bits<6>>,
}

impl<const ADDRESS: usize, const ITEM: usize> Default for AxiMaster<ADDRESS, ITEM> {
    fn default() -> Self {
        assert_eq!(ITEM, ADDRESS + 2, "ITEM must be ADDRESS + 2");
        crate::module!(
            line_shift: Constant::new((ADDRESS as u64).into()),
            write_shift: Constant::new((ADDRESS as u64 + 1).into());
            clk_i, rst_ni, req_valid_i, read_ready_o, write_ready_o, req_write_i, req_line_i, req_address_i, req_wdata_i, rsp_valid_o,
            rsp_rdata_o, rsp_error_o, rsp_last_o, stop_i, idle_o, axi_awvalid_o, axi_awready_i, axi_awid_o, axi_awaddr_o, axi_awlen_o,
            axi_awsize_o, axi_awburst_o, axi_awcache_o, axi_awprot_o, axi_wvalid_o, axi_wready_i, axi_wdata_o,
            axi_wstrb_o, axi_wlast_o, axi_bvalid_i, axi_bready_o, axi_bresp_i, axi_arvalid_o, axi_arready_i, axi_arid_o,
            axi_araddr_o, axi_arlen_o, axi_arsize_o, axi_arburst_o, axi_arcache_o, axi_arprot_o, axi_rvalid_i,
            axi_rready_o, axi_rdata_i, axi_rresp_i, axi_rlast_i, bursts, beats, under_way, writes, beat, rsp_valid,
            rsp_rdata, rsp_error, rsp_last, first, open, quiet, last, ready, begin, end, item, burst_beats,
        )
    }
}

impl<const ADDRESS: usize, const ITEM: usize> Logic for AxiMaster<ADDRESS, ITEM> {
    kernel! {
        #[hdl_gen]
        "memento_axi_master",
        registers: [under_way, writes, beat, rsp_valid, rsp_rdata, rsp_error, rsp_last],
        resettable: [bursts, beats],
        fn update(&mut self) {
            comment!("An access begins when only such of its kind are under way; the other beats of a line just follow.");
            self.first.next = !self.beat.q.val().any();
            self.last.next = !self.req_line_i.val() || self.beat.q.val().all();
            self.open.next = self.bursts.push_ready_o.val() && !self.stop_i.val() && !self.under_way.q.val().all();
            self.quiet.next = !self.under_way.q.val().any();
            self.read_ready_o.next = self.first.val() && self.open.val() && (!self.writes.q.val() || self.quiet.val());
            self.write_ready_o.next = self.beats.push_ready_o.val()
                && (!self.first.val() || (self.open.val() && (self.writes.q.val() || self.quiet.val())));
            self.ready.next = self.read_ready_o.val();
            if self.req_write_i.val() {
                self.ready.next = self.write_ready_o.val();
            }
            self.begin.next = self.req_valid_i.val() && self.ready.val() && self.first.val();
            if self.req_valid_i.val() && self.ready.val() && self.req_write_i.val() && self.req_line_i.val() {
                self.beat.d.next = self.beat.q.val() + 1;
            }
            if self.begin.val() {
                self.writes.d.next = self.req_write_i.val();
            }

            self.bursts.push_valid_i.next = self.begin.val();
            self.bursts.push_data_i.next = bit_cast::<ITEM, ADDRESS>(self.req_address_i.val())
                | (bit_cast::<ITEM, 1>(self.req_line_i.val().into()) << self.line_shift.val())
                | (bit_cast::<ITEM, 1>(self.req_write_i.val().into()) << self.write_shift.val());
            self.beats.push_valid_i.next = self.req_valid_i.val() && self.ready.val() && self.req_write_i.val();
            self.beats.push_data_i.next = (bit_cast::<65, 1>(self.last.val().into()) << 64)
                | bit_cast::<65, 64>(self.req_wdata_i.val());

            comment!("To the bus.");
            self.item.next = self.bursts.pop_data_o.val();
            self.burst_beats.next = bits::<8>(0);
            if bit_cast::<1, ITEM>(self.item.val() >> self.line_shift.val()).any() {
                self.burst_beats.next = bits::<8>(7);
            }
            self.axi_arvalid_o.next = self.bursts.pop_valid_o.val();
            self.axi_awvalid_o.next = false;
            self.bursts.pop_ready_i.next = self.axi_arready_i.val();
            if bit_cast::<1, ITEM>(self.item.val() >> self.write_shift.val()).any() {
                self.axi_arvalid_o.next = false;
                self.axi_awvalid_o.next = self.bursts.pop_valid_o.val();
                self.bursts.pop_ready_i.next = self.axi_awready_i.val();
            }
            self.axi_awaddr_o.next = bit_cast::<ADDRESS, ITEM>(self.item.val());
            self.axi_awlen_o.next = self.burst_beats.val();
            self.axi_awid_o.next = false;
            self.axi_awsize_o.next = bits::<3>(3);
            self.axi_awburst_o.next = bits::<2>(1);
            self.axi_awcache_o.next = bits::<4>(2);
            self.axi_awprot_o.next = bits::<3>(0);
            self.axi_araddr_o.next = bit_cast::<ADDRESS, ITEM>(self.item.val());
            self.axi_arlen_o.next = self.burst_beats.val();
            self.axi_arid_o.next = false;
            self.axi_arsize_o.next = bits::<3>(3);
            self.axi_arburst_o.next = bits::<2>(1);
            self.axi_arcache_o.next = bits::<4>(2);
            self.axi_arprot_o.next = bits::<3>(0);
            self.axi_wvalid_o.next = self.beats.pop_valid_o.val();
            self.beats.pop_ready_i.next = self.axi_wready_i.val();
            self.axi_wdata_o.next = self.beats.pop_data_o.val().get_bits::<64>(0);
            self.axi_wlast_o.next = self.beats.pop_data_o.val().get_bit(64);
            self.axi_wstrb_o.next = bits::<8>(0xFF);

            comment!("From the bus: reads or writes are under way, never both.");
            self.axi_rready_o.next = true;
            self.axi_bready_o.next = true;
            self.rsp_valid.d.next = self.axi_rvalid_i.val() || self.axi_bvalid_i.val();
            self.rsp_rdata.d.next = self.axi_rdata_i.val();
            self.rsp_error.d.next = (self.axi_rvalid_i.val() && self.axi_rresp_i.val().any())
                || (self.axi_bvalid_i.val() && self.axi_bresp_i.val().any());
            self.rsp_last.d.next = self.axi_bvalid_i.val() || self.axi_rlast_i.val();
            self.rsp_valid_o.next = self.rsp_valid.q.val();
            self.rsp_rdata_o.next = self.rsp_rdata.q.val();
            self.rsp_error_o.next = self.rsp_error.q.val();
            self.rsp_last_o.next = self.rsp_last.q.val();

            self.idle_o.next = !self.under_way.q.val().any();
            self.end.next = self.rsp_valid.q.val() && self.rsp_last.q.val();
            if self.begin.val() && !self.end.val() {
                self.under_way.d.next = self.under_way.q.val() + 1;
            }
            if self.end.val() && !self.begin.val() {
                self.under_way.d.next = self.under_way.q.val() - 1;
            }
        }
    }
}
