// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_skid_buffer_54, configuration paper: generated from hdl/src/prim/skid_buffer.rs, do not edit.
//
// A register slice: cuts every combinational path between the two sides of a stream.
//
//                +-----------------------------+
//  push_valid_i ►|──┬──────────────►[ front ]──|► pop_valid_o
//  push_data_i  ►|  └─►[ spare ]──────▲        |► pop_data_o
//  push_ready_o ◄|──── spare is empty          |◄ pop_ready_i
//                +-----------------------------+
//
//   clk_i         __/^^\__/^^\__/^^\__/^^\__/^^\__
//   push_data_i   X  a  X  b  X     c     X
//   push_ready_o  ^^^^^^^^^^^^\___________/^^^^^^    b went to the spare register
//   pop_data_o          X        a        X  b  X
//   pop_ready_i   __________________/^^^^^^^^^^^^
//
// Contract
//
// * An item moves in a cycle in which its side's `valid` and `ready` are both high. Items come out in order, one cycle after
//   they went in when nothing is in the way.
// * Full throughput: one item per cycle. `push_ready_o`, `pop_valid_o` and `pop_data_o` come straight from registers.
// * Once `pop_valid_o` is high it and `pop_data_o` stay until the item is taken.
//
// Cost
//
// Two registers of `T`, two flip-flops, and one two-way choice per bit.
//
// A register slice for a stream of `T`.

`default_nettype none

module memento_skid_buffer_54 (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties both registers.
  input  logic rst_ni,
  // An item is offered.
  input  logic push_valid_i,
  // There is room for an item.
  output logic push_ready_o,
  // The item offered.
  input  logic [53:0] push_data_i,
  // An item has come through.
  output logic pop_valid_o,
  // The item is taken.
  input  logic pop_ready_i,
  // The item.
  output logic [53:0] pop_data_o
);
  logic front_valid_q, front_valid_d;
  logic [53:0] front_q, front_d;
  logic spare_valid_q, spare_valid_d;
  logic [53:0] spare_q, spare_d;

  assign push_ready_o = !spare_valid_q;
  assign pop_valid_o = front_valid_q;
  assign pop_data_o = front_q;

  always @* begin
    front_valid_d = front_valid_q;
    front_d = front_q;
    spare_valid_d = spare_valid_q;
    spare_d = spare_q;
    if (pop_ready_i || !front_valid_q) begin
      if (spare_valid_q) begin
        front_d = spare_q;
        spare_valid_d = 1'b0;
      end else begin
        front_d = push_data_i;
        front_valid_d = push_valid_i;
      end
    end else if (push_valid_i && !spare_valid_q) begin
      spare_d = push_data_i;
      spare_valid_d = 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      front_valid_q <= 1'b0;
      front_q <= 54'd0;
      spare_valid_q <= 1'b0;
      spare_q <= 54'd0;
    end else begin
      front_valid_q <= front_valid_d;
      front_q <= front_d;
      spare_valid_q <= spare_valid_d;
      spare_q <= spare_d;
    end
  end
endmodule

`default_nettype wire
