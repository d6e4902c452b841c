//! The slave side of AXI4-Lite.

use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// An AXI4-Lite slave of 32-bit data in front of a simple bus.
///
/// ```text
///   AW ──►[ address ]──┐
///   W  ──►[ data    ]──┼─► take turns ──► bus
///   AR ──►[ address ]──┘
///   B  ◄──[ error ]◄───┐
///   R  ◄──[ data  ]◄───┴─── rsp
/// ```
///
/// Contract:
///
/// * AW and W come in any order and any number of cycles apart. Every ready and valid comes from flip-flops. The other channels' back-pressure holds up none: a write
///   whose response is not taken holds up later writes alone, and so for reads.
/// * A read and a write that are both there take turns. On the bus there is one access at a time: `bus_valid_o` stays until `bus_ready_i`, and the
///   next one comes after `rsp_valid_i`, which may come from the next cycle on.
/// * An access that ends with `rsp_error_i` is answered SLVERR, any other OKAY. Addresses and strobes go on as they are, for the bus to refuse; AWPROT and ARPROT
///   are not looked at.
/// * Latency: the bus sees a read one cycle after AR, a write one cycle after the later of AW and W; the response shows one cycle after the bus's.
///
/// Cost: 102 flip-flops and about 60 LUTs.
#[derive(LogicBlock, Default)]
pub struct AxiLite {
    /// Clock (ACLK).
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low (ARESETn).
    pub rst_ni: Signal<In, Bit>,

    /// AWVALID.
    pub axi_awvalid_i: Signal<In, Bit>,
    /// AWREADY.
    pub axi_awready_o: Signal<Out, Bit>,
    /// AWADDR, of the window.
    pub axi_awaddr_i: Signal<In, Bits<12>>,
    /// AWPROT; not looked at.
    pub axi_awprot_i: Signal<In, Bits<3>>,
    /// WVALID.
    pub axi_wvalid_i: Signal<In, Bit>,
    /// WREADY.
    pub axi_wready_o: Signal<Out, Bit>,
    /// WDATA.
    pub axi_wdata_i: Signal<In, Bits<32>>,
    /// WSTRB.
    pub axi_wstrb_i: Signal<In, Bits<4>>,
    /// BVALID.
    pub axi_bvalid_o: Signal<Out, Bit>,
    /// BREADY.
    pub axi_bready_i: Signal<In, Bit>,
    /// BRESP: 0 OKAY, 2 SLVERR.
    pub axi_bresp_o: Signal<Out, Bits<2>>,
    /// ARVALID.
    pub axi_arvalid_i: Signal<In, Bit>,
    /// ARREADY.
    pub axi_arready_o: Signal<Out, Bit>,
    /// ARADDR, of the window.
    pub axi_araddr_i: Signal<In, Bits<12>>,
    /// ARPROT; not looked at.
    pub axi_arprot_i: Signal<In, Bits<3>>,
    /// RVALID.
    pub axi_rvalid_o: Signal<Out, Bit>,
    /// RREADY.
    pub axi_rready_i: Signal<In, Bit>,
    /// RDATA.
    pub axi_rdata_o: Signal<Out, Bits<32>>,
    /// RRESP: 0 OKAY, 2 SLVERR.
    pub axi_rresp_o: Signal<Out, Bits<2>>,

    /// An access.
    pub bus_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub bus_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub bus_write_o: Signal<Out, Bit>,
    /// Its address.
    pub bus_address_o: Signal<Out, Bits<12>>,
    /// What to write.
    pub bus_wdata_o: Signal<Out, Bits<32>>,
    /// Which bytes of it.
    pub bus_wstrb_o: Signal<Out, Bits<4>>,
    /// The access is done; one cycle.
    pub rsp_valid_i: Signal<In, Bit>,
    /// What was read.
    pub rsp_rdata_i: Signal<In, Bits<32>>,
    /// It was refused.
    pub rsp_error_i: Signal<In, Bit>,

    aw_valid: Register<Bit>,
    aw_address: Register<Bits<12>>,
    w_valid: Register<Bit>,
    w_data: Register<Bits<32>>,
    w_strb: Register<Bits<4>>,
    b_valid: Register<Bit>,
    b_error: Register<Bit>,
    ar_valid: Register<Bit>,
    ar_address: Register<Bits<12>>,
    r_valid: Register<Bit>,
    r_error: Register<Bit>,
    r_data: Register<Bits<32>>,
    /// An access is under way on the bus.
    busy: Register<Bit>,
    /// It, or the one before, is a write.
    writes: Register<Bit>,
    /// The turn is a write's, if there is one.
    write: Register<Bit>,
    write_waits: Signal<Local, Bit>,
    read_waits: Signal<Local, Bit>,
    write_comes: Signal<Local, Bit>,
    read_comes: Signal<Local, Bit>,
    valid: Signal<Local, Bit>,
    taken: Signal<Local, Bit>,
}

impl Logic for AxiLite {
    kernel! {
        #[hdl_gen]
        "memento_axi_lite",
        registers: [
            aw_valid, aw_address, w_valid, w_data, w_strb, b_valid, b_error, ar_valid, ar_address, r_valid, r_error, r_data, busy,
            writes, write,
        ],
        fn update(&mut self) {
            comment!("One access at a time.");
            self.write_waits.next = self.aw_valid.q.val() && self.w_valid.q.val() && !self.b_valid.q.val();
            self.read_waits.next = self.ar_valid.q.val() && !self.r_valid.q.val();
            self.valid.next = (self.write_waits.val() || self.read_waits.val()) && !self.busy.q.val();
            self.taken.next = self.valid.val() && self.bus_ready_i.val();
            self.bus_valid_o.next = self.valid.val();
            self.bus_write_o.next = self.write.q.val();
            self.bus_address_o.next = self.ar_address.q.val();
            if self.write.q.val() {
                self.bus_address_o.next = self.aw_address.q.val();
            }
            self.bus_wdata_o.next = self.w_data.q.val();
            self.bus_wstrb_o.next = self.w_strb.q.val();
            if self.rsp_valid_i.val() {
                self.busy.d.next = false;
            }
            if self.taken.val() {
                self.busy.d.next = true;
                self.writes.d.next = self.write.q.val();
            }

            comment!("Each channel has a register, which is free again when the bus has taken what is in it.");
            self.axi_awready_o.next = !self.aw_valid.q.val();
            self.axi_wready_o.next = !self.w_valid.q.val();
            self.axi_arready_o.next = !self.ar_valid.q.val();
            if !self.aw_valid.q.val() {
                self.aw_valid.d.next = self.axi_awvalid_i.val();
                self.aw_address.d.next = self.axi_awaddr_i.val();
            }
            if !self.w_valid.q.val() {
                self.w_valid.d.next = self.axi_wvalid_i.val();
                self.w_data.d.next = self.axi_wdata_i.val();
                self.w_strb.d.next = self.axi_wstrb_i.val();
            }
            if !self.ar_valid.q.val() {
                self.ar_valid.d.next = self.axi_arvalid_i.val();
                self.ar_address.d.next = self.axi_araddr_i.val();
            }
            if self.taken.val() && self.write.q.val() {
                self.aw_valid.d.next = false;
                self.w_valid.d.next = false;
            }
            if self.taken.val() && !self.write.q.val() {
                self.ar_valid.d.next = false;
            }

            comment!("A response register is free before its access starts.");
            if self.axi_bready_i.val() {
                self.b_valid.d.next = false;
            }
            if self.axi_rready_i.val() {
                self.r_valid.d.next = false;
            }
            if self.rsp_valid_i.val() && self.busy.q.val() {
                if self.writes.q.val() {
                    self.b_valid.d.next = true;
                    self.b_error.d.next = self.rsp_error_i.val();
                } else {
                    self.r_valid.d.next = true;
                    self.r_error.d.next = self.rsp_error_i.val();
                    self.r_data.d.next = self.rsp_rdata_i.val();
                }
            }

            comment!("Whose turn the next cycle is, in a register for the clock: that of the one not served last. What was offered stays.");
            self.write_comes.next = self.aw_valid.d.val() && self.w_valid.d.val() && !self.b_valid.d.val();
            self.read_comes.next = self.ar_valid.d.val() && !self.r_valid.d.val();
            if !self.valid.val() || self.bus_ready_i.val() {
                self.write.d.next = self.write_comes.val() && !(self.read_comes.val() && self.writes.d.val());
            }

            self.axi_bvalid_o.next = self.b_valid.q.val();
            self.axi_bresp_o.next = bit_cast::<2, 1>(self.b_error.q.val().into()) << 1;
            self.axi_rvalid_o.next = self.r_valid.q.val();
            self.axi_rdata_o.next = self.r_data.q.val();
            self.axi_rresp_o.next = bit_cast::<2, 1>(self.r_error.q.val().into()) << 1;
        }
    }
}
