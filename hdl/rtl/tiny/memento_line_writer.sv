// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_line_writer, configuration tiny: generated from hdl/src/line_writer.rs, do not edit.
//
// Writes a line to memory.
//
// Takes the eight beats of a line that leaves the cache, and writes them to memory when there is time.
//
//  put_i       _/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\______________________________
//  put_beat_i   X0 X1 X2 X3 .. X7
//  start_i     _________________/‾\____________________________   with the line's address
//  line_req    ____________________X b0 X b1 .. X b7 X_________
//  line_ack    _____________________________________________/‾\_
//  busy_o      ____________________/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\_
//
// Contract: nothing is put and nothing started while `busy_o` is high; `start_i` no earlier than the last put. The first request is made in
// the cycle after `start_i`; eight are made, one a beat, with the same address, and one acknowledgement ends the write.
//
// Cost: a register file of eight words, ADDRESS + 5 flip-flops.

`default_nettype none

module memento_line_writer (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Take a beat.
  input  logic put_i,
  // Which.
  input  logic [2:0] put_beat_i,
  // The beat.
  input  logic [63:0] put_data_i,
  // All beats are here: write them.
  input  logic start_i,
  // Address of the line.
  input  logic [31:0] start_address_i,
  // A write is under way.
  output logic busy_o,
  // Memory request: the next beat.
  output logic line_req_valid_o,
  // Memory takes it.
  input  logic line_req_ready_i,
  // Address of the line.
  output logic [31:0] line_req_address_o,
  // The beat.
  output logic [63:0] line_req_wdata_o,
  // Memory acknowledges.
  input  logic line_ack_i
);
  logic busy_q, busy_d;
  logic asking_q, asking_d;
  logic [2:0] beat_q, beat_d;
  logic [31:0] address_q, address_d;

  memento_register_file_8x64 u_beats (
    .clk_i(clk_i),
    .read_address_i(beat_q),
    .read_data_o(line_req_wdata_o),
    .write_enable_i(put_i),
    .write_address_i(put_beat_i),
    .write_data_i(put_data_i)
  );

  assign busy_o = busy_q;
  assign line_req_valid_o = asking_q;
  assign line_req_address_o = address_q;

  always @* begin
    busy_d = busy_q;
    asking_d = asking_q;
    beat_d = beat_q;
    address_d = address_q;
    if (asking_q && line_req_ready_i) begin
      beat_d = beat_q + 3'd1;
      asking_d = !(&beat_q);
    end
    if (line_ack_i) begin
      busy_d = 1'b0;
    end
    if (start_i) begin
      busy_d = 1'b1;
      asking_d = 1'b1;
      address_d = start_address_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      asking_q <= 1'b0;
      beat_q <= 3'd0;
      address_q <= 32'd0;
    end else begin
      busy_q <= busy_d;
      asking_q <= asking_d;
      beat_q <= beat_d;
      address_q <= address_d;
    end
  end
endmodule

`default_nettype wire
