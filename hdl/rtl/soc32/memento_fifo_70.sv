// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_fifo_70, configuration soc32: generated from hdl/src/prim/fifo.rs, do not edit.
//
// A queue between two streams.
//
//                +------------------------+
//  push_valid_i ►|                        |► pop_valid_o
//  push_data_i  ►|  2^DEPTH rows of T     |► pop_data_o
//  push_ready_o ◄|                        |◄ pop_ready_i
//                +-----------+------------+
//                            ▼ count_o
//
// Contract
//
// * An item moves in a cycle in which its side's `valid` and `ready` are both high. Items come out in the order in which they
//   went in, the first time in the cycle after; 2^DEPTH items fit.
// * Full throughput: one in and one out per cycle, at any filling below full.
// * No combinational path from one side to the other: `push_ready_o`, `pop_valid_o` and `count_o` come from registers alone,
//   `pop_data_o` from the rows.
// * Once `pop_valid_o` is high it and `pop_data_o` stay until the item is taken.
//
// Cost
//
// A register file of 2^DEPTH rows of `T` and 3 DEPTH + 1 flip-flops.
//
// A queue of 2^DEPTH items. COUNT is DEPTH + 1.

`default_nettype none

module memento_fifo_70 (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties the queue.
  input  logic rst_ni,
  // An item is offered.
  input  logic push_valid_i,
  // There is room for an item.
  output logic push_ready_o,
  // The item offered.
  input  logic [69:0] push_data_i,
  // The queue is not empty.
  output logic pop_valid_o,
  // The oldest item is taken.
  input  logic pop_ready_i,
  // The oldest item.
  output logic [69:0] pop_data_o,
  // Items in the queue.
  output logic [3:0] count_o
);
  localparam logic [3:0] CAPACITY = 4'd8;
  logic push;
  logic pop;
  logic [2:0] newest_q, newest_d;
  logic [2:0] oldest_q, oldest_d;
  logic [3:0] count_q, count_d;
  // The count is not 0.
  logic some_q, some_d;

  // The free row takes whatever is offered; only the counters wait for the push.
  memento_register_file_8x70 u_rows (
    .clk_i(clk_i),
    .read_address_i(oldest_q),
    .read_data_o(pop_data_o),
    .write_enable_i(push_ready_o),
    .write_address_i(newest_q),
    .write_data_i(push_data_i)
  );

  assign push_ready_o = count_q != CAPACITY;
  assign pop_valid_o = some_q;
  assign count_o = count_q;
  assign push = push_valid_i && (count_q != CAPACITY);
  assign pop = pop_ready_i && some_q;

  always @* begin
    newest_d = newest_q;
    if (push) begin
      newest_d = newest_q + 3'd1;
    end
  end

  always @* begin
    oldest_d = oldest_q;
    if (pop) begin
      oldest_d = oldest_q + 3'd1;
    end
  end

  always @* begin
    some_d = some_q;
    some_d = push || (some_q && !(pop && (count_q == 4'd1)));
  end

  always @* begin
    count_d = count_q;
    if (push && !pop) begin
      count_d = count_q + 4'd1;
    end
    if (pop && !push) begin
      count_d = count_q - 4'd1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      newest_q <= 3'd0;
      oldest_q <= 3'd0;
      count_q <= 4'd0;
      some_q <= 1'b0;
    end else begin
      newest_q <= newest_d;
      oldest_q <= oldest_d;
      count_q <= count_d;
      some_q <= some_d;
    end
  end
endmodule

`default_nettype wire
