// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_axi_lite, configuration tiny: generated from hdl/src/axi_lite.rs, do not edit.
//
// The slave side of AXI4-Lite.
//
// An AXI4-Lite slave of 32-bit data in front of a simple bus.
//
//   AW ──►[ address ]──┐
//   W  ──►[ data    ]──┼─► take turns ──► bus
//   AR ──►[ address ]──┘
//   B  ◄──[ error ]◄───┐
//   R  ◄──[ data  ]◄───┴─── rsp
//
// Contract:
//
// * AW and W come in any order and any number of cycles apart. Every ready and valid comes from flip-flops. The other channels' back-pressure holds up none: a write
//   whose response is not taken holds up later writes alone, and so for reads.
// * A read and a write that are both there take turns. On the bus there is one access at a time: `bus_valid_o` stays until `bus_ready_i`, and the
//   next one comes after `rsp_valid_i`, which may come from the next cycle on.
// * An access that ends with `rsp_error_i` is answered SLVERR, any other OKAY. Addresses and strobes go on as they are, for the bus to refuse; AWPROT and ARPROT
//   are not looked at.
// * Latency: the bus sees a read one cycle after AR, a write one cycle after the later of AW and W; the response shows one cycle after the bus's.
//
// Cost: 102 flip-flops and about 60 LUTs.

`default_nettype none

module memento_axi_lite (
  // Clock (ACLK).
  input  logic clk_i,
  // Synchronous reset, active low (ARESETn).
  input  logic rst_ni,
  // AWVALID.
  input  logic axi_awvalid_i,
  // AWREADY.
  output logic axi_awready_o,
  // AWADDR, of the window.
  input  logic [11:0] axi_awaddr_i,
  // AWPROT; not looked at.
  input  logic [2:0] axi_awprot_i,
  // WVALID.
  input  logic axi_wvalid_i,
  // WREADY.
  output logic axi_wready_o,
  // WDATA.
  input  logic [31:0] axi_wdata_i,
  // WSTRB.
  input  logic [3:0] axi_wstrb_i,
  // BVALID.
  output logic axi_bvalid_o,
  // BREADY.
  input  logic axi_bready_i,
  // BRESP: 0 OKAY, 2 SLVERR.
  output logic [1:0] axi_bresp_o,
  // ARVALID.
  input  logic axi_arvalid_i,
  // ARREADY.
  output logic axi_arready_o,
  // ARADDR, of the window.
  input  logic [11:0] axi_araddr_i,
  // ARPROT; not looked at.
  input  logic [2:0] axi_arprot_i,
  // RVALID.
  output logic axi_rvalid_o,
  // RREADY.
  input  logic axi_rready_i,
  // RDATA.
  output logic [31:0] axi_rdata_o,
  // RRESP: 0 OKAY, 2 SLVERR.
  output logic [1:0] axi_rresp_o,
  // An access.
  output logic bus_valid_o,
  // It is taken.
  input  logic bus_ready_i,
  // It is a write.
  output logic bus_write_o,
  // Its address.
  output logic [11:0] bus_address_o,
  // What to write.
  output logic [31:0] bus_wdata_o,
  // Which bytes of it.
  output logic [3:0] bus_wstrb_o,
  // The access is done; one cycle.
  input  logic rsp_valid_i,
  // What was read.
  input  logic [31:0] rsp_rdata_i,
  // It was refused.
  input  logic rsp_error_i
);
  logic write_waits;
  logic read_waits;
  logic write_comes;
  logic read_comes;
  logic valid;
  logic taken;
  logic aw_valid_q, aw_valid_d;
  logic [11:0] aw_address_q, aw_address_d;
  logic w_valid_q, w_valid_d;
  logic [31:0] w_data_q, w_data_d;
  logic [3:0] w_strb_q, w_strb_d;
  logic b_valid_q, b_valid_d;
  logic b_error_q, b_error_d;
  logic ar_valid_q, ar_valid_d;
  logic [11:0] ar_address_q, ar_address_d;
  logic r_valid_q, r_valid_d;
  logic r_error_q, r_error_d;
  logic [31:0] r_data_q, r_data_d;
  // An access is under way on the bus.
  logic busy_q, busy_d;
  // It, or the one before, is a write.
  logic writes_q, writes_d;
  // The turn is a write's, if there is one.
  logic write_q, write_d;

  // One access at a time.
  assign write_waits = aw_valid_q && w_valid_q && !b_valid_q;
  assign read_waits = ar_valid_q && !r_valid_q;
  assign valid = (write_waits || read_waits) && !busy_q;
  assign taken = valid && bus_ready_i;
  assign bus_valid_o = valid;
  assign bus_write_o = write_q;

  always @* begin
    bus_address_o = ar_address_q;
    if (write_q) begin
      bus_address_o = aw_address_q;
    end
  end

  assign bus_wdata_o = w_data_q;
  assign bus_wstrb_o = w_strb_q;

  always @* begin
    busy_d = busy_q;
    writes_d = writes_q;
    if (rsp_valid_i) begin
      busy_d = 1'b0;
    end
    if (taken) begin
      busy_d = 1'b1;
      writes_d = write_q;
    end
  end

  // Each channel has a register, which is free again when the bus has taken what is in it.
  assign axi_awready_o = !aw_valid_q;
  assign axi_wready_o = !w_valid_q;
  assign axi_arready_o = !ar_valid_q;

  always @* begin
    aw_valid_d = aw_valid_q;
    aw_address_d = aw_address_q;
    w_valid_d = w_valid_q;
    w_data_d = w_data_q;
    w_strb_d = w_strb_q;
    if (!aw_valid_q) begin
      aw_valid_d = axi_awvalid_i;
      aw_address_d = axi_awaddr_i;
    end
    if (!w_valid_q) begin
      w_valid_d = axi_wvalid_i;
      w_data_d = axi_wdata_i;
      w_strb_d = axi_wstrb_i;
    end
    if (taken && write_q) begin
      aw_valid_d = 1'b0;
      w_valid_d = 1'b0;
    end
  end

  always @* begin
    ar_valid_d = ar_valid_q;
    ar_address_d = ar_address_q;
    if (!ar_valid_q) begin
      ar_valid_d = axi_arvalid_i;
      ar_address_d = axi_araddr_i;
    end
    if (taken && !write_q) begin
      ar_valid_d = 1'b0;
    end
  end

  always @* begin
    b_valid_d = b_valid_q;
    b_error_d = b_error_q;
    r_valid_d = r_valid_q;
    r_error_d = r_error_q;
    r_data_d = r_data_q;
    // A response register is free before its access starts.
    if (axi_bready_i) begin
      b_valid_d = 1'b0;
    end
    if (axi_rready_i) begin
      r_valid_d = 1'b0;
    end
    if (rsp_valid_i && busy_q) begin
      if (writes_q) begin
        b_valid_d = 1'b1;
        b_error_d = rsp_error_i;
      end else begin
        r_valid_d = 1'b1;
        r_error_d = rsp_error_i;
        r_data_d = rsp_rdata_i;
      end
    end
  end

  // Whose turn the next cycle is, in a register for the clock: that of the one not served last. What was
  // offered stays.
  assign write_comes = aw_valid_d && w_valid_d && !b_valid_d;
  assign read_comes = ar_valid_d && !r_valid_d;

  always @* begin
    write_d = write_q;
    if (!valid || bus_ready_i) begin
      write_d = write_comes && !(read_comes && writes_d);
    end
  end

  assign axi_bvalid_o = b_valid_q;
  assign axi_bresp_o = {b_error_q, 1'b0};
  assign axi_rvalid_o = r_valid_q;
  assign axi_rdata_o = r_data_q;
  assign axi_rresp_o = {r_error_q, 1'b0};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      aw_valid_q <= 1'b0;
      aw_address_q <= 12'd0;
      w_valid_q <= 1'b0;
      w_data_q <= 32'd0;
      w_strb_q <= 4'd0;
      b_valid_q <= 1'b0;
      b_error_q <= 1'b0;
      ar_valid_q <= 1'b0;
      ar_address_q <= 12'd0;
      r_valid_q <= 1'b0;
      r_error_q <= 1'b0;
      r_data_q <= 32'd0;
      busy_q <= 1'b0;
      writes_q <= 1'b0;
      write_q <= 1'b0;
    end else begin
      aw_valid_q <= aw_valid_d;
      aw_address_q <= aw_address_d;
      w_valid_q <= w_valid_d;
      w_data_q <= w_data_d;
      w_strb_q <= w_strb_d;
      b_valid_q <= b_valid_d;
      b_error_q <= b_error_d;
      ar_valid_q <= ar_valid_d;
      ar_address_q <= ar_address_d;
      r_valid_q <= r_valid_d;
      r_error_q <= r_error_d;
      r_data_q <= r_data_d;
      busy_q <= busy_d;
      writes_q <= writes_d;
      write_q <= write_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{axi_awprot_i, axi_arprot_i};
endmodule

`default_nettype wire
