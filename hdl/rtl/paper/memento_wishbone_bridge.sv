// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_wishbone_bridge, configuration paper: generated from hdl/src/wishbone_bridge.rs, do not edit.
//
// From Wishbone to AXI4-Lite.
//
// A Wishbone B4 slave that is an AXI4-Lite master: put before the AXI4-Lite port, it makes a Wishbone slave of it.
//
//   CYC, STB, WE, ADR, DAT, SEL ──►[ request ]──► AW, W, AR
//   ACK, ERR, DAT ◄───────────────[ answer ]◄─── B, R
//
// Datasheet: slave, 32-bit port of 8-bit granularity, 4 KiB; classic cycles, single and block, and pipelined masters by `wb_stall_o`; no RTY, no tags.
//
// Contract:
//
// * Each access is answered by one cycle of `wb_ack_o`, or of `wb_err_o` when AXI answers it with an error. Both, and the data, come from flip-flops.
// * A classic master keeps its request until the answer. A pipelined one keeps it while `wb_stall_o`, which is high whenever
//   there is a cycle and no answer: it takes the request and is answered in the same cycle.
// * A master that ends its request early, for a cycle at least, gets no answer, but for one that shows in that very cycle; the access that it began on AXI is carried out, and a request that comes meanwhile waits.
// * Bytes that `wb_sel_i` leaves out of a write are strobes that are low. Reads are always of the whole word.
// * Latency: AXI sees the request one cycle after the bus, the bus the answer one cycle after AXI.
//
// Cost: about 90 flip-flops.

`default_nettype none

module memento_wishbone_bridge (
  // Clock (CLK_I).
  input  logic clk_i,
  // Synchronous reset, active low (not RST_I).
  input  logic rst_ni,
  // CYC_I.
  input  logic wb_cyc_i,
  // STB_I.
  input  logic wb_stb_i,
  // WE_I.
  input  logic wb_we_i,
  // ADR_I(11..2): address of the word.
  input  logic [9:0] wb_adr_i,
  // SEL_I.
  input  logic [3:0] wb_sel_i,
  // DAT_I.
  input  logic [31:0] wb_dat_i,
  // DAT_O.
  output logic [31:0] wb_dat_o,
  // ACK_O.
  output logic wb_ack_o,
  // ERR_O.
  output logic wb_err_o,
  // STALL_O.
  output logic wb_stall_o,
  // AWVALID.
  output logic axi_awvalid_o,
  // AWREADY.
  input  logic axi_awready_i,
  // AWADDR.
  output logic [11:0] axi_awaddr_o,
  // AWPROT: 0.
  output logic [2:0] axi_awprot_o,
  // WVALID.
  output logic axi_wvalid_o,
  // WREADY.
  input  logic axi_wready_i,
  // WDATA.
  output logic [31:0] axi_wdata_o,
  // WSTRB.
  output logic [3:0] axi_wstrb_o,
  // BVALID.
  input  logic axi_bvalid_i,
  // BREADY.
  output logic axi_bready_o,
  // BRESP.
  input  logic [1:0] axi_bresp_i,
  // ARVALID.
  output logic axi_arvalid_o,
  // ARREADY.
  input  logic axi_arready_i,
  // ARADDR.
  output logic [11:0] axi_araddr_o,
  // ARPROT: 0.
  output logic [2:0] axi_arprot_o,
  // RVALID.
  input  logic axi_rvalid_i,
  // RREADY.
  output logic axi_rready_o,
  // RDATA.
  input  logic [31:0] axi_rdata_i,
  // RRESP.
  input  logic [1:0] axi_rresp_i
);
  logic asked;
  logic answered;
  logic failed;
  // An access is under way on AXI.
  logic busy_q, busy_d;
  // Its master has gone.
  logic left_q, left_d;
  logic aw_valid_q, aw_valid_d;
  logic w_valid_q, w_valid_d;
  logic ar_valid_q, ar_valid_d;
  logic [9:0] address_q, address_d;
  logic [31:0] wdata_q, wdata_d;
  logic [3:0] wstrb_q, wstrb_d;
  logic ack_q, ack_d;
  logic err_q, err_d;
  logic [31:0] rdata_q, rdata_d;

  assign asked = wb_cyc_i && wb_stb_i;
  assign answered = busy_q && (axi_bvalid_i || axi_rvalid_i);

  always @* begin
    failed = axi_rresp_i[1];
    if (axi_bvalid_i) begin
      failed = axi_bresp_i[1];
    end
  end

  always @* begin
    busy_d = busy_q;
    left_d = left_q;
    aw_valid_d = aw_valid_q;
    w_valid_d = w_valid_q;
    ar_valid_d = ar_valid_q;
    address_d = address_q;
    wdata_d = wdata_q;
    wstrb_d = wstrb_q;
    ack_d = ack_q;
    err_d = err_q;
    rdata_d = rdata_q;
    // In the cycle of an answer the request is the one that is answered.
    ack_d = 1'b0;
    err_d = 1'b0;
    if (!busy_q) begin
      if (asked && !ack_q && !err_q) begin
        busy_d = 1'b1;
        left_d = 1'b0;
        aw_valid_d = wb_we_i;
        w_valid_d = wb_we_i;
        ar_valid_d = !wb_we_i;
        address_d = wb_adr_i;
        wdata_d = wb_dat_i;
        wstrb_d = wb_sel_i;
      end
    end else begin
      if (axi_awready_i) begin
        aw_valid_d = 1'b0;
      end
      if (axi_wready_i) begin
        w_valid_d = 1'b0;
      end
      if (axi_arready_i) begin
        ar_valid_d = 1'b0;
      end
      if (!asked) begin
        left_d = 1'b1;
      end
      if (answered) begin
        busy_d = 1'b0;
        rdata_d = axi_rdata_i;
        if (asked && !left_q) begin
          ack_d = !failed;
          err_d = failed;
        end
      end
    end
  end

  assign wb_ack_o = ack_q;
  assign wb_err_o = err_q;
  assign wb_dat_o = rdata_q;
  assign wb_stall_o = wb_cyc_i && !ack_q && !err_q;
  assign axi_awvalid_o = aw_valid_q;
  assign axi_awaddr_o = {address_q, 2'd0};
  assign axi_awprot_o = 3'd0;
  assign axi_wvalid_o = w_valid_q;
  assign axi_wdata_o = wdata_q;
  assign axi_wstrb_o = wstrb_q;
  assign axi_bready_o = busy_q;
  assign axi_arvalid_o = ar_valid_q;
  assign axi_araddr_o = {address_q, 2'd0};
  assign axi_arprot_o = 3'd0;
  assign axi_rready_o = busy_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      left_q <= 1'b0;
      aw_valid_q <= 1'b0;
      w_valid_q <= 1'b0;
      ar_valid_q <= 1'b0;
      address_q <= 10'd0;
      wdata_q <= 32'd0;
      wstrb_q <= 4'd0;
      ack_q <= 1'b0;
      err_q <= 1'b0;
      rdata_q <= 32'd0;
    end else begin
      busy_q <= busy_d;
      left_q <= left_d;
      aw_valid_q <= aw_valid_d;
      w_valid_q <= w_valid_d;
      ar_valid_q <= ar_valid_d;
      address_q <= address_d;
      wdata_q <= wdata_d;
      wstrb_q <= wstrb_d;
      ack_q <= ack_d;
      err_q <= err_d;
      rdata_q <= rdata_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{axi_bresp_i[0], axi_rresp_i[0]};
endmodule

`default_nettype wire
