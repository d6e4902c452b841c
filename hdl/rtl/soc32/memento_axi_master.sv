// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_axi_master, configuration soc32: generated from hdl/src/axi_master.rs, do not edit.
//
// AXI4 master port.
//
// Makes AXI4 bursts of a stream of accesses: of 64-bit beats (AxLEN 0) and of 64-byte lines (AxLEN 7).
//
//  req: read of a beat or line    1 item   ──┬─► [AR/AW] ──► axi_ar*, axi_aw*
//       write of a beat           1 item     │
//       write of a line           8 items  ──┴─► [W]     ──► axi_w*
//  rsp: 1 or 8 beats read, or 1 acknowledgement  ◄── [ ] ◄── axi_r*, axi_b*
//
// Contract
//
// * An access is one item of `req_*`, but a write of a line is eight, one a beat, in order and with the same address; no
//   other item may come between them. Addresses are multiples of 8, of lines multiples of 64: so no burst crosses 4 KiB.
// * A read is issued only when no write is under way, a write only when no read is: reads see earlier writes without any
//   address being compared. Up to seven accesses of one kind are under way at once.
// * Responses come in the order of the accesses: for a read each beat, for a write one acknowledgement, `rsp_last_o` with the
//   last one of an access. They are always taken (`axi_rready_o` and `axi_bready_o` are constant), and come one cycle after the bus's.
//   `rsp_error_o` is the beat's own: any response but OKAY.
// * AW and W do not wait for each other. All outputs to the bus come from flip-flops but for constants, and once valid stay until
//   taken.
// * A read is taken with `read_ready_o`, a write with `write_ready_o`. They tell nothing of the access offered, and come from flip-flops and `stop_i`.
// * With `stop_i` no access begins; a line that is being written is completed. Once `idle_o` is high then, it stays, and all else may be reset.
//
// One ID (0), INCR bursts of 8-byte beats. AxCACHE is 0010, normal and neither cacheable nor bufferable, so that a write's error is
// the write's own answer; AxPROT is 000.
//
// Cost
//
// Two register slices, of ADDRESS + 2 and of 65 bits, and a register of 67 bits for the responses. ITEM is ADDRESS + 2.

`default_nettype none

module memento_axi_master (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low. The bus must be reset with it.
  input  logic rst_ni,
  // An access, or the next beat of a line.
  input  logic req_valid_i,
  // It is taken if it is a read.
  output logic read_ready_o,
  // It is taken if it is a write.
  output logic write_ready_o,
  // It is a write.
  input  logic req_write_i,
  // It is of a line.
  input  logic req_line_i,
  // Address of the beat or line.
  input  logic [31:0] req_address_i,
  // The beat to write.
  input  logic [63:0] req_wdata_i,
  // An answer.
  output logic rsp_valid_o,
  // The beat, of a read.
  output logic [63:0] rsp_rdata_o,
  // The bus answered with an error.
  output logic rsp_error_o,
  // It is the access's last answer.
  output logic rsp_last_o,
  // No access begins.
  input  logic stop_i,
  // None is under way.
  output logic idle_o,
  // AXI4 write address channel.
  output logic axi_awvalid_o,
  // AXI4 AWREADY.
  input  logic axi_awready_i,
  // AXI4 AWID.
  output logic axi_awid_o,
  // AXI4 AWADDR.
  output logic [31:0] axi_awaddr_o,
  // AXI4 AWLEN.
  output logic [7:0] axi_awlen_o,
  // AXI4 AWSIZE.
  output logic [2:0] axi_awsize_o,
  // AXI4 AWBURST.
  output logic [1:0] axi_awburst_o,
  // AXI4 AWCACHE.
  output logic [3:0] axi_awcache_o,
  // AXI4 AWPROT.
  output logic [2:0] axi_awprot_o,
  // AXI4 write data channel.
  output logic axi_wvalid_o,
  // AXI4 WREADY.
  input  logic axi_wready_i,
  // AXI4 WDATA.
  output logic [63:0] axi_wdata_o,
  // AXI4 WSTRB.
  output logic [7:0] axi_wstrb_o,
  // AXI4 WLAST.
  output logic axi_wlast_o,
  // AXI4 write response channel.
  input  logic axi_bvalid_i,
  // AXI4 BREADY.
  output logic axi_bready_o,
  // AXI4 BRESP.
  input  logic [1:0] axi_bresp_i,
  // AXI4 read address channel.
  output logic axi_arvalid_o,
  // AXI4 ARREADY.
  input  logic axi_arready_i,
  // AXI4 ARID.
  output logic axi_arid_o,
  // AXI4 ARADDR.
  output logic [31:0] axi_araddr_o,
  // AXI4 ARLEN.
  output logic [7:0] axi_arlen_o,
  // AXI4 ARSIZE.
  output logic [2:0] axi_arsize_o,
  // AXI4 ARBURST.
  output logic [1:0] axi_arburst_o,
  // AXI4 ARCACHE.
  output logic [3:0] axi_arcache_o,
  // AXI4 ARPROT.
  output logic [2:0] axi_arprot_o,
  // AXI4 read data channel.
  input  logic axi_rvalid_i,
  // AXI4 RREADY.
  output logic axi_rready_o,
  // AXI4 RDATA.
  input  logic [63:0] axi_rdata_i,
  // AXI4 RRESP.
  input  logic [1:0] axi_rresp_i,
  // AXI4 RLAST.
  input  logic axi_rlast_i
);
  localparam logic [5:0] LINE_SHIFT = 6'h20;
  localparam logic [5:0] WRITE_SHIFT = 6'h21;
  logic first;
  logic open;
  logic quiet;
  logic last;
  logic ready;
  logic begin_;
  logic end_;
  logic [33:0] item;
  logic [7:0] burst_beats;
  logic bursts_push_ready_o;
  logic [33:0] bursts_push_data_i;
  logic bursts_pop_valid_o;
  logic bursts_pop_ready_i;
  logic beats_push_valid_i;
  logic beats_push_ready_o;
  logic [64:0] beats_push_data_i;
  logic [64:0] beats_pop_data_o;
  // Accesses without their last answer.
  logic [2:0] under_way_q, under_way_d;
  // They are writes.
  logic writes_q, writes_d;
  // Beats of a line that have been taken.
  logic [2:0] beat_q, beat_d;
  logic rsp_valid_q, rsp_valid_d;
  logic [63:0] rsp_rdata_q, rsp_rdata_d;
  logic rsp_error_q, rsp_error_d;
  logic rsp_last_q, rsp_last_d;

  memento_skid_buffer_34 u_bursts (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(begin_),
    .push_ready_o(bursts_push_ready_o),
    .push_data_i(bursts_push_data_i),
    .pop_valid_o(bursts_pop_valid_o),
    .pop_ready_i(bursts_pop_ready_i),
    .pop_data_o(item)
  );

  memento_skid_buffer_65 u_beats (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(beats_push_valid_i),
    .push_ready_o(beats_push_ready_o),
    .push_data_i(beats_push_data_i),
    .pop_valid_o(axi_wvalid_o),
    .pop_ready_i(axi_wready_i),
    .pop_data_o(beats_pop_data_o)
  );

  // An access begins when only such of its kind are under way; the other beats of a line just follow.
  assign first = !(|beat_q);
  assign last = !req_line_i || (&beat_q);
  assign open = bursts_push_ready_o && !stop_i && !(&under_way_q);
  assign quiet = !(|under_way_q);
  assign read_ready_o = first && open && (!writes_q || quiet);
  assign write_ready_o = beats_push_ready_o && (!first || (open && (writes_q || quiet)));

  always @* begin
    ready = read_ready_o;
    if (req_write_i) begin
      ready = write_ready_o;
    end
  end

  assign begin_ = req_valid_i && ready && first;

  always @* begin
    beat_d = beat_q;
    if (req_valid_i && ready && req_write_i && req_line_i) begin
      beat_d = beat_q + 3'd1;
    end
  end

  always @* begin
    writes_d = writes_q;
    if (begin_) begin
      writes_d = req_write_i;
    end
  end

  assign bursts_push_data_i =
    {2'd0, req_address_i}
    | ({33'd0, req_line_i} << LINE_SHIFT)
    | ({33'd0, req_write_i} << WRITE_SHIFT);
  assign beats_push_valid_i = req_valid_i && ready && req_write_i;
  assign beats_push_data_i = {last, req_wdata_i};

  always @* begin
    burst_beats = 8'd0;
    if (1'(item >> LINE_SHIFT)) begin
      burst_beats = 8'd7;
    end
  end

  always @* begin
    axi_arvalid_o = bursts_pop_valid_o;
    axi_awvalid_o = 1'b0;
    bursts_pop_ready_i = axi_arready_i;
    if (1'(item >> WRITE_SHIFT)) begin
      axi_arvalid_o = 1'b0;
      axi_awvalid_o = bursts_pop_valid_o;
      bursts_pop_ready_i = axi_awready_i;
    end
  end

  assign axi_awaddr_o = item[31:0];
  assign axi_awlen_o = burst_beats;
  assign axi_awid_o = 1'b0;
  assign axi_awsize_o = 3'd3;
  assign axi_awburst_o = 2'd1;
  assign axi_awcache_o = 4'd2;
  assign axi_awprot_o = 3'd0;
  assign axi_araddr_o = item[31:0];
  assign axi_arlen_o = burst_beats;
  assign axi_arid_o = 1'b0;
  assign axi_arsize_o = 3'd3;
  assign axi_arburst_o = 2'd1;
  assign axi_arcache_o = 4'd2;
  assign axi_arprot_o = 3'd0;
  assign axi_wdata_o = beats_pop_data_o[63:0];
  assign axi_wlast_o = beats_pop_data_o[64];
  assign axi_wstrb_o = 8'hff;

  // From the bus: reads or writes are under way, never both.
  assign axi_rready_o = 1'b1;
  assign axi_bready_o = 1'b1;

  always @* begin
    rsp_valid_d = rsp_valid_q;
    rsp_valid_d = axi_rvalid_i || axi_bvalid_i;
  end

  always @* begin
    rsp_rdata_d = rsp_rdata_q;
    rsp_rdata_d = axi_rdata_i;
  end

  always @* begin
    rsp_error_d = rsp_error_q;
    rsp_error_d = (axi_rvalid_i && (|axi_rresp_i)) || (axi_bvalid_i && (|axi_bresp_i));
  end

  always @* begin
    rsp_last_d = rsp_last_q;
    rsp_last_d = axi_bvalid_i || axi_rlast_i;
  end

  assign rsp_valid_o = rsp_valid_q;
  assign rsp_rdata_o = rsp_rdata_q;
  assign rsp_error_o = rsp_error_q;
  assign rsp_last_o = rsp_last_q;
  assign idle_o = !(|under_way_q);
  assign end_ = rsp_valid_q && rsp_last_q;

  always @* begin
    under_way_d = under_way_q;
    if (begin_ && !end_) begin
      under_way_d = under_way_q + 3'd1;
    end
    if (end_ && !begin_) begin
      under_way_d = under_way_q - 3'd1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      under_way_q <= 3'd0;
      writes_q <= 1'b0;
      beat_q <= 3'd0;
      rsp_valid_q <= 1'b0;
      rsp_rdata_q <= 64'd0;
      rsp_error_q <= 1'b0;
      rsp_last_q <= 1'b0;
    end else begin
      under_way_q <= under_way_d;
      writes_q <= writes_d;
      beat_q <= beat_d;
      rsp_valid_q <= rsp_valid_d;
      rsp_rdata_q <= rsp_rdata_d;
      rsp_error_q <= rsp_error_d;
      rsp_last_q <= rsp_last_d;
    end
  end
endmodule

`default_nettype wire
