// SPDX-License-Identifier: MIT OR Apache-2.0
//
// From the core's data bus to Memento's data port: 32-bit Wishbone accesses to 64-bit ones.
//
// A store is acknowledged when the data port has accepted it. A refill of the core's cache (CTI 010, from the start of a line of 32
// bytes) asks for four words of 64 bits one behind the other, and acknowledges a half of one in each cycle.
//
// The core's bus cannot tell of an error: an access that fails reads 0, and Memento's interrupt (IRQ_CAUSE.ACCESS_FAULT) tells.
//
// With STAGES an access that Memento does not take at once is kept, and counts as accepted: Memento's readiness, which hangs on its
// translation, reaches the core's bus through a flip-flop. No cycle is added.
module region_bridge #(
  parameter bit STAGES = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Wishbone, selected.
  input  logic        wb_valid_i,   // CYC and STB
  input  logic        wb_write_i,
  input  logic [29:0] wb_word_i,
  input  logic [3:0]  wb_select_i,
  input  logic [31:0] wb_wdata_i,
  input  logic        wb_burst_i,   // CTI 010 or, of its last word, 111
  output logic        wb_ack_o,
  output logic [31:0] wb_rdata_o,

  // Memento has not taken an access that was acknowledged: one to its registers must wait.
  output logic        kept_o,
  // Stores that were acknowledged and are not answered; one is answered in this cycle.
  output logic [3:0]  stores_o,
  output logic        store_answered_o,

  // Memento's data port.
  output logic        req_valid_o,
  input  logic        req_ready_i,
  output logic        req_write_o,
  output logic [31:0] req_address_o,
  output logic [63:0] req_wdata_o,
  output logic [7:0]  req_wstrb_o,
  input  logic        rsp_valid_i,
  output logic        rsp_ready_o,
  input  logic [63:0] rsp_rdata_i,
  input  logic [2:0]  rsp_status_i
);
  // Stores that were accepted and not answered; answers come in order, so theirs come before those of loads.
  logic [3:0] stores_q;
  // Loads of the burst that were asked for; all of the access have been.
  logic [1:0] beat_q;
  logic       asked_q;

  // What is asked, and what is kept of it.
  typedef struct packed {
    logic        write;
    logic [31:0] address;
    logic [31:0] wdata;
    logic [7:0]  wstrb;
  } request_t;
  request_t ask, kept_ask_q, request;
  logic     ask_valid, ask_ready, kept_q, stages;
  assign stages = STAGES;

  logic accepted, stored, store_answered, last_ask, last_ack;
  assign ask_ready      = stages ? !kept_q : req_ready_i;
  assign accepted       = ask_valid && ask_ready;
  assign stored         = accepted && wb_write_i;
  assign store_answered = rsp_valid_i && stores_q != '0;
  assign last_ask       = !wb_burst_i || beat_q == 2'd3;
  assign last_ack       = wb_ack_o && (!wb_burst_i || wb_word_i[2:0] == 3'd7);

  assign ask_valid   = wb_valid_i && (wb_write_i ? stores_q != '1 : !asked_q);
  assign ask.write   = wb_write_i;
  assign ask.address = wb_burst_i ? {wb_word_i[29:3], beat_q, 3'b0} : {wb_word_i[29:1], 3'b0};
  assign ask.wdata   = wb_wdata_i;
  assign ask.wstrb   = wb_word_i[0] ? {wb_select_i, 4'h0} : {4'h0, wb_select_i};

  assign request       = kept_q ? kept_ask_q : ask;
  assign req_valid_o   = kept_q || ask_valid;
  assign req_write_o   = request.write;
  assign req_address_o = request.address;
  assign req_wdata_o   = {2{request.wdata}};
  assign req_wstrb_o   = request.wstrb;
  assign kept_o        = kept_q;

  // The second half of a word, or the only one that is wanted, takes the answer away.
  logic loaded;
  assign loaded      = rsp_valid_i && stores_q == '0 && wb_valid_i && !wb_write_i;
  assign rsp_ready_o = stores_q != '0 || (loaded && (!wb_burst_i || wb_word_i[0]));
  assign wb_ack_o    = wb_write_i ? stored : loaded;
  always_comb begin
    wb_rdata_o = wb_word_i[0] ? rsp_rdata_i[63:32] : rsp_rdata_i[31:0];
    if (rsp_status_i != 3'd0) wb_rdata_o = '0;
  end
  assign stores_o         = stores_q;
  assign store_answered_o = store_answered;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      stores_q <= '0;
      beat_q   <= '0;
      asked_q  <= 1'b0;
      kept_q   <= 1'b0;
    end else begin
      kept_q   <= stages && req_valid_o && !req_ready_i;
      stores_q <= stores_q + 4'(stored) - 4'(store_answered);
      if (accepted && !wb_write_i) begin
        beat_q  <= last_ask ? '0 : beat_q + 1'b1;
        asked_q <= last_ask;
      end
      if (last_ack && !wb_write_i) asked_q <= 1'b0;
    end
    if (!kept_q) kept_ask_q <= ask;
  end
endmodule
