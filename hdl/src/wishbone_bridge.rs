//! From Wishbone to AXI4-Lite.

use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// A Wishbone B4 slave that is an AXI4-Lite master: put before the AXI4-Lite port, it makes a Wishbone slave of it.
///
/// ```text
///   CYC, STB, WE, ADR, DAT, SEL ──►[ request ]──► AW, W, AR
///   ACK, ERR, DAT ◄───────────────[ answer ]◄─── B, R
/// ```
///
/// Datasheet: slave, 32-bit port of 8-bit granularity, 4 KiB; classic cycles, single and block, and pipelined masters by `wb_stall_o`; no RTY, no tags.
///
/// Contract:
///
/// * Each access is answered by one cycle of `wb_ack_o`, or of `wb_err_o` when AXI answers it with an error. Both, and the data, come from flip-flops.
/// * A classic master keeps its request until the answer. A pipelined one keeps it while `wb_stall_o`, which is high whenever
///   there is a cycle and no answer: it takes the request and is answered in the same cycle.
/// * A master that ends its request early, for a cycle at least, gets no answer, but for one that shows in that very cycle; the access that it began on AXI is carried out, and a request that comes meanwhile waits.
/// * Bytes that `wb_sel_i` leaves out of a write are strobes that are low. Reads are always of the whole word.
/// * Latency: AXI sees the request one cycle after the bus, the bus the answer one cycle after AXI.
///
/// Cost: about 90 flip-flops.
#[derive(LogicBlock, Default)]
pub struct WishboneBridge {
    /// Clock (CLK_I).
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low (not RST_I).
    pub rst_ni: Signal<In, Bit>,

    /// CYC_I.
    pub wb_cyc_i: Signal<In, Bit>,
    /// STB_I.
    pub wb_stb_i: Signal<In, Bit>,
    /// WE_I.
    pub wb_we_i: Signal<In, Bit>,
    /// ADR_I(11..2): address of the word.
    pub wb_adr_i: Signal<In, Bits<10>>,
    /// SEL_I.
    pub wb_sel_i: Signal<In, Bits<4>>,
    /// DAT_I.
    pub wb_dat_i: Signal<In, Bits<32>>,
    /// DAT_O.
    pub wb_dat_o: Signal<Out, Bits<32>>,
    /// ACK_O.
    pub wb_ack_o: Signal<Out, Bit>,
    /// ERR_O.
    pub wb_err_o: Signal<Out, Bit>,
    /// STALL_O.
    pub wb_stall_o: Signal<Out, Bit>,

    /// AWVALID.
    pub axi_awvalid_o: Signal<Out, Bit>,
    /// AWREADY.
    pub axi_awready_i: Signal<In, Bit>,
    /// AWADDR.
    pub axi_awaddr_o: Signal<Out, Bits<12>>,
    /// AWPROT: 0.
    pub axi_awprot_o: Signal<Out, Bits<3>>,
    /// WVALID.
    pub axi_wvalid_o: Signal<Out, Bit>,
    /// WREADY.
    pub axi_wready_i: Signal<In, Bit>,
    /// WDATA.
    pub axi_wdata_o: Signal<Out, Bits<32>>,
    /// WSTRB.
    pub axi_wstrb_o: Signal<Out, Bits<4>>,
    /// BVALID.
    pub axi_bvalid_i: Signal<In, Bit>,
    /// BREADY.
    pub axi_bready_o: Signal<Out, Bit>,
    /// BRESP.
    pub axi_bresp_i: Signal<In, Bits<2>>,
    /// ARVALID.
    pub axi_arvalid_o: Signal<Out, Bit>,
    /// ARREADY.
    pub axi_arready_i: Signal<In, Bit>,
    /// ARADDR.
    pub axi_araddr_o: Signal<Out, Bits<12>>,
    /// ARPROT: 0.
    pub axi_arprot_o: Signal<Out, Bits<3>>,
    /// RVALID.
    pub axi_rvalid_i: Signal<In, Bit>,
    /// RREADY.
    pub axi_rready_o: Signal<Out, Bit>,
    /// RDATA.
    pub axi_rdata_i: Signal<In, Bits<32>>,
    /// RRESP.
    pub axi_rresp_i: Signal<In, Bits<2>>,

    /// An access is under way on AXI.
    busy: Register<Bit>,
    /// Its master has gone.
    left: Register<Bit>,
    aw_valid: Register<Bit>,
    w_valid: Register<Bit>,
    ar_valid: Register<Bit>,
    address: Register<Bits<10>>,
    wdata: Register<Bits<32>>,
    wstrb: Register<Bits<4>>,
    ack: Register<Bit>,
    err: Register<Bit>,
    rdata: Register<Bits<32>>,
    asked: Signal<Local, Bit>,
    answered: Signal<Local, Bit>,
    failed: Signal<Local, Bit>,
}

impl Logic for WishboneBridge {
    kernel! {
        #[hdl_gen]
        "memento_wishbone_bridge",
        registers: [busy, left, aw_valid, w_valid, ar_valid, address, wdata, wstrb, ack, err, rdata],
        fn update(&mut self) {
            self.asked.next = self.wb_cyc_i.val() && self.wb_stb_i.val();
            self.answered.next = self.busy.q.val() && (self.axi_bvalid_i.val() || self.axi_rvalid_i.val());
            self.failed.next = self.axi_rresp_i.val().get_bit(1);
            if self.axi_bvalid_i.val() {
                self.failed.next = self.axi_bresp_i.val().get_bit(1);
            }

            comment!("In the cycle of an answer the request is the one that is answered.");
            self.ack.d.next = false;
            self.err.d.next = false;
            if !self.busy.q.val() {
                if self.asked.val() && !self.ack.q.val() && !self.err.q.val() {
                    self.busy.d.next = true;
                    self.left.d.next = false;
                    self.aw_valid.d.next = self.wb_we_i.val();
                    self.w_valid.d.next = self.wb_we_i.val();
                    self.ar_valid.d.next = !self.wb_we_i.val();
                    self.address.d.next = self.wb_adr_i.val();
                    self.wdata.d.next = self.wb_dat_i.val();
                    self.wstrb.d.next = self.wb_sel_i.val();
                }
            } else {
                if self.axi_awready_i.val() {
                    self.aw_valid.d.next = false;
                }
                if self.axi_wready_i.val() {
                    self.w_valid.d.next = false;
                }
                if self.axi_arready_i.val() {
                    self.ar_valid.d.next = false;
                }
                if !self.asked.val() {
                    self.left.d.next = true;
                }
                if self.answered.val() {
                    self.busy.d.next = false;
                    self.rdata.d.next = self.axi_rdata_i.val();
                    if self.asked.val() && !self.left.q.val() {
                        self.ack.d.next = !self.failed.val();
                        self.err.d.next = self.failed.val();
                    }
                }
            }
            self.wb_ack_o.next = self.ack.q.val();
            self.wb_err_o.next = self.err.q.val();
            self.wb_dat_o.next = self.rdata.q.val();
            self.wb_stall_o.next = self.wb_cyc_i.val() && !self.ack.q.val() && !self.err.q.val();

            self.axi_awvalid_o.next = self.aw_valid.q.val();
            self.axi_awaddr_o.next = bit_cast::<12, 10>(self.address.q.val()) << 2;
            self.axi_awprot_o.next = bits::<3>(0);
            self.axi_wvalid_o.next = self.w_valid.q.val();
            self.axi_wdata_o.next = self.wdata.q.val();
            self.axi_wstrb_o.next = self.wstrb.q.val();
            self.axi_bready_o.next = self.busy.q.val();
            self.axi_arvalid_o.next = self.ar_valid.q.val();
            self.axi_araddr_o.next = bit_cast::<12, 10>(self.address.q.val()) << 2;
            self.axi_arprot_o.next = bits::<3>(0);
            self.axi_rready_o.next = self.busy.q.val();
        }
    }
}
