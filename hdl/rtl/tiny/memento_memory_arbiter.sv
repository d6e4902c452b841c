// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_memory_arbiter, configuration tiny: generated from hdl/src/memory_arbiter.rs, do not edit.
//
// Who may access memory next.
//
// Joins the accesses of five clients that read and write beats, of the cache's line port and of the scrubber's zero port
// into the one stream of `AxiMaster`(crate::axi_master::AxiMaster), and hands the answers back.
//
//  beat_*[0..5] ─┐                       ┌─────────────┐
//  line_*       ─┼─► one is granted ────►│ AXI4 master │
//  zero_*       ─┘        │              └─────────────┘
//                         ▼                     │
//                    who asked: queue ──► answers to the head
//
// Contract
//
// * Each client's accesses are made and answered in its own order; answers are always taken.
// * The grant lies with one client. It moves, in turn, to the next client that asks, as soon as the granted one has had an access
//   or asks for none; only between accesses. So every client that asks is served after at most one access of each other
//   one, and a client alone has one access a cycle. A client that has not got the grant waits one cycle for it.
// * A ready comes from the grant, from the master and from whether the client's own access is a write, not from its valid nor from the other clients.
// * Assumes: the master begins no access while seven are without their last answer.
// * A line is read by one handshake, answered by eight beats; it is written by eight, one a beat and with the same address, answered once.
//   A client that has begun to write a line must go on in every cycle.
// * A line of zeros is asked for by one handshake, which takes place when its last beat does, and answered by `zero_done_o`.
//
// Cost
//
// A choice of one in seven per bit of a request; a queue of eight: the master never has more than seven accesses under way, so there is always room.

`default_nettype none

module memento_memory_arbiter (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // A client asks for an access to a beat.
  input  logic beat_req_valid_i_0,
  // A client asks for an access to a beat.
  input  logic beat_req_valid_i_1,
  // A client asks for an access to a beat.
  input  logic beat_req_valid_i_2,
  // A client asks for an access to a beat.
  input  logic beat_req_valid_i_3,
  // A client asks for an access to a beat.
  input  logic beat_req_valid_i_4,
  // It is taken.
  output logic beat_req_ready_o_0,
  // It is taken.
  output logic beat_req_ready_o_1,
  // It is taken.
  output logic beat_req_ready_o_2,
  // It is taken.
  output logic beat_req_ready_o_3,
  // It is taken.
  output logic beat_req_ready_o_4,
  // It is a write.
  input  logic beat_req_write_i_0,
  // It is a write.
  input  logic beat_req_write_i_1,
  // It is a write.
  input  logic beat_req_write_i_2,
  // It is a write.
  input  logic beat_req_write_i_3,
  // It is a write.
  input  logic beat_req_write_i_4,
  // Address of the beat.
  input  logic [31:0] beat_req_address_i_0,
  // Address of the beat.
  input  logic [31:0] beat_req_address_i_1,
  // Address of the beat.
  input  logic [31:0] beat_req_address_i_2,
  // Address of the beat.
  input  logic [31:0] beat_req_address_i_3,
  // Address of the beat.
  input  logic [31:0] beat_req_address_i_4,
  // The beat to write.
  input  logic [63:0] beat_req_wdata_i_0,
  // The beat to write.
  input  logic [63:0] beat_req_wdata_i_1,
  // The beat to write.
  input  logic [63:0] beat_req_wdata_i_2,
  // The beat to write.
  input  logic [63:0] beat_req_wdata_i_3,
  // The beat to write.
  input  logic [63:0] beat_req_wdata_i_4,
  // An answer for the client.
  output logic beat_rsp_valid_o_0,
  // An answer for the client.
  output logic beat_rsp_valid_o_1,
  // An answer for the client.
  output logic beat_rsp_valid_o_2,
  // An answer for the client.
  output logic beat_rsp_valid_o_3,
  // An answer for the client.
  output logic beat_rsp_valid_o_4,
  // The cache asks for a line, or has the next beat of one.
  input  logic line_req_valid_i,
  // It is taken.
  output logic line_req_ready_o,
  // It is a write.
  input  logic line_req_write_i,
  // Address of the line.
  input  logic [31:0] line_req_address_i,
  // The beat to write.
  input  logic [63:0] line_req_wdata_i,
  // An answer for the cache.
  output logic line_rsp_valid_o,
  // The scrubber asks for a line of zeros.
  input  logic zero_valid_i,
  // It is taken.
  output logic zero_ready_o,
  // Address of the line.
  input  logic [31:0] zero_address_i,
  // A line of zeros was written.
  output logic zero_done_o,
  // Of every answer: the beat.
  output logic [63:0] rsp_rdata_o,
  // Of every answer: the access failed.
  output logic rsp_error_o,
  // Of every answer: it is the access's last.
  output logic rsp_last_o,
  // To the AXI4 master: an access, or the next beat of a line.
  output logic master_req_valid_o,
  // It is taken if it is a read.
  input  logic master_read_ready_i,
  // It is taken if it is a write.
  input  logic master_write_ready_i,
  // It is a write.
  output logic master_req_write_o,
  // It is of a line.
  output logic master_req_line_o,
  // Address of the beat or line.
  output logic [31:0] master_req_address_o,
  // The beat to write.
  output logic [63:0] master_req_wdata_o,
  // From the AXI4 master: an answer.
  input  logic master_rsp_valid_i,
  // The beat.
  input  logic [63:0] master_rsp_rdata_i,
  // The access failed.
  input  logic master_rsp_error_i,
  // It is the access's last answer.
  input  logic master_rsp_last_i
);
  logic [6:0] asking;
  // Those behind the granted one, then those up to it: the next in turn is the lowest.
  logic [6:0] behind;
  logic [6:0] rest;
  logic valid;
  logic write;
  logic line;
  logic [31:0] address;
  logic [63:0] wdata;
  logic first;
  logic last;
  logic taken;
  logic move_on;
  logic [6:0] granted;
  logic [6:0] to;
  logic askers_push_valid_i;
  logic askers_push_ready_o;
  logic askers_pop_valid_o;
  logic askers_pop_ready_i;
  logic [6:0] askers_pop_data_o;
  logic [3:0] askers_count_o;
  // The client that has the grant: beats from 0, the cache 5, the scrubber 6. One bit is high.
  logic [6:0] grant_q, grant_d;
  // Beats of a line that have been written.
  logic [2:0] beat_q, beat_d;

  memento_fifo_7 u_askers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(askers_push_valid_i),
    .push_ready_o(askers_push_ready_o),
    .push_data_i(grant_q),
    .pop_valid_o(askers_pop_valid_o),
    .pop_ready_i(askers_pop_ready_i),
    .pop_data_o(askers_pop_data_o),
    .count_o(askers_count_o)
  );

  // The access of the granted client.
  assign granted = grant_q;

  always @* begin
    write = 1'b0;
    address = 32'd0;
    wdata = 64'd0;
    if (granted[0]) begin
      write = beat_req_write_i_0;
      address = beat_req_address_i_0;
      wdata = beat_req_wdata_i_0;
    end
    if (granted[1]) begin
      write = beat_req_write_i_1;
      address = beat_req_address_i_1;
      wdata = beat_req_wdata_i_1;
    end
    if (granted[2]) begin
      write = beat_req_write_i_2;
      address = beat_req_address_i_2;
      wdata = beat_req_wdata_i_2;
    end
    if (granted[3]) begin
      write = beat_req_write_i_3;
      address = beat_req_address_i_3;
      wdata = beat_req_wdata_i_3;
    end
    if (granted[4]) begin
      write = beat_req_write_i_4;
      address = beat_req_address_i_4;
      wdata = beat_req_wdata_i_4;
    end
    if (granted[5]) begin
      write = line_req_write_i;
      address = line_req_address_i;
      wdata = line_req_wdata_i;
    end
    if (granted[6]) begin
      write = 1'b1;
      address = zero_address_i;
    end
  end

  assign asking = {
    zero_valid_i,
    line_req_valid_i,
    beat_req_valid_i_4,
    beat_req_valid_i_3,
    beat_req_valid_i_2,
    beat_req_valid_i_1,
    beat_req_valid_i_0
  };
  assign valid = |(asking & granted);
  assign line = granted[5] || granted[6];
  assign first = !(|beat_q);
  assign last = !line || !write || (&beat_q);
  assign master_req_valid_o = valid;
  assign master_req_write_o = write;
  assign master_req_line_o = line;
  assign master_req_address_o = address;
  assign master_req_wdata_o = wdata;

  always @* begin
    beat_req_ready_o_0 = granted[0] && master_read_ready_i;
    if (beat_req_write_i_0) begin
      beat_req_ready_o_0 = granted[0] && master_write_ready_i;
    end
  end

  always @* begin
    beat_req_ready_o_1 = granted[1] && master_read_ready_i;
    if (beat_req_write_i_1) begin
      beat_req_ready_o_1 = granted[1] && master_write_ready_i;
    end
  end

  always @* begin
    beat_req_ready_o_2 = granted[2] && master_read_ready_i;
    if (beat_req_write_i_2) begin
      beat_req_ready_o_2 = granted[2] && master_write_ready_i;
    end
  end

  always @* begin
    beat_req_ready_o_3 = granted[3] && master_read_ready_i;
    if (beat_req_write_i_3) begin
      beat_req_ready_o_3 = granted[3] && master_write_ready_i;
    end
  end

  always @* begin
    beat_req_ready_o_4 = granted[4] && master_read_ready_i;
    if (beat_req_write_i_4) begin
      beat_req_ready_o_4 = granted[4] && master_write_ready_i;
    end
  end

  always @* begin
    line_req_ready_o = granted[5] && master_read_ready_i;
    if (line_req_write_i) begin
      line_req_ready_o = granted[5] && master_write_ready_i;
    end
  end

  assign zero_ready_o = granted[6] && master_write_ready_i && (&beat_q);

  always @* begin
    taken = valid && master_read_ready_i;
    if (write) begin
      taken = valid && master_write_ready_i;
    end
  end

  assign askers_push_valid_i = taken && first;

  always @* begin
    beat_d = beat_q;
    if (taken && line && write) begin
      beat_d = beat_q + 3'd1;
    end
  end

  // The grant moves on between accesses.
  assign behind = asking & ~((granted << 1) - 7'd1);

  always @* begin
    rest = asking;
    if (|behind) begin
      rest = behind;
    end
  end

  assign move_on = (!valid && first) || (taken && last);

  always @* begin
    grant_d = grant_q;
    if (move_on && (|asking)) begin
      grant_d = rest & (~rest + 7'd1);
    end
  end

  // Answers go to who asked first.
  assign askers_pop_ready_i = master_rsp_valid_i && master_rsp_last_i;

  always @* begin
    to = 7'd0;
    if (master_rsp_valid_i) begin
      to = askers_pop_data_o;
    end
  end

  assign beat_rsp_valid_o_0 = to[0];
  assign beat_rsp_valid_o_1 = to[1];
  assign beat_rsp_valid_o_2 = to[2];
  assign beat_rsp_valid_o_3 = to[3];
  assign beat_rsp_valid_o_4 = to[4];
  assign line_rsp_valid_o = to[5];
  assign zero_done_o = to[6];
  assign rsp_rdata_o = master_rsp_rdata_i;
  assign rsp_error_o = master_rsp_error_i;
  assign rsp_last_o = master_rsp_last_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      grant_q <= 7'd1;
      beat_q <= 3'd0;
    end else begin
      grant_q <= grant_d;
      beat_q <= beat_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{askers_push_ready_o, askers_pop_valid_o, askers_count_o};
endmodule

`default_nettype wire
