// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_frame_scrubber, configuration soc32: generated from hdl/src/frame_scrubber.rs, do not edit.
//
// Makes frames all zeros again.
//
// Makes frames all zeros again, in memory and for the cache: those that come back, and those that an end of a context took back.
//
//                 +---------+      +------------------+
//  return ───────►| queue   |─────►| frame under way  |──► clean      a frame that came back
//                 +---------+  ┌──►| 64 lines         |──► range_done the frame of the ranges
//  range ──────────────────────┘   +--┬-----------┬---+
//                                     ▼ drop      ▼ zero ─► zero_done
//
// Contract:
//
// * Frames are done one at a time; those that came back go before those of the ranges. Each line of a frame, from the lowest, is dropped,
//   and then, in a later cycle than the one in which the drop was accepted, its zero write is asked for. At most 8 lines are between their drop and
//   their `zero_done`.
// * A frame that came back is offered on `clean` in the second cycle after its last `zero_done`; for one of the ranges, `range_done_o` is high in the
//   first.
// * `closed_i`: no frame that comes back is taken; those taken before are done.
// * `discard_i`, held until `idle_o`: everything taken is forgotten. What is offered stays until it is accepted, and what
//   was accepted is waited for; no further line is dropped. A frame on offer on `clean` is withdrawn.
// * A zero write that fails raises `error_o` until reset. No frame is said to be done any more.
//
// A frame takes 64 cycles and few more where the ports allow a line a cycle.

`default_nettype none

module memento_frame_scrubber (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // A frame comes back.
  input  logic return_valid_i,
  // There is room for it.
  output logic return_ready_o,
  // Its number.
  input  logic [19:0] return_ppn_i,
  // Take no frame that comes back.
  input  logic closed_i,
  // Forget all frames.
  input  logic discard_i,
  // No frame is here.
  output logic idle_o,
  // A frame of the ranges is to be done. It may be withdrawn.
  input  logic range_valid_i,
  // It is taken.
  output logic range_ready_o,
  // Its number.
  input  logic [19:0] range_ppn_i,
  // It is done; one cycle.
  output logic range_done_o,
  // A frame that came back is all zeros.
  output logic clean_valid_o,
  // It is taken.
  input  logic clean_ready_i,
  // Its number.
  output logic [19:0] clean_ppn_o,
  // The cache is to drop a line.
  output logic drop_valid_o,
  // It does.
  input  logic drop_ready_i,
  // Address of the line.
  output logic [31:0] drop_address_o,
  // Memory is to write zeros to a line.
  output logic zero_valid_o,
  // It will.
  input  logic zero_ready_i,
  // Address of the line.
  output logic [31:0] zero_address_o,
  // The oldest zero write has ended.
  input  logic zero_done_i,
  // With an error.
  input  logic zero_error_i,
  // A zero write has failed.
  output logic error_o
);
  logic [6:0] between;
  logic free;
  logic [31:0] frame;
  logic finished;
  logic good;
  logic queue_push_valid_i;
  logic queue_push_ready_o;
  logic queue_pop_valid_o;
  logic queue_pop_ready_i;
  logic [19:0] queue_pop_data_o;
  logic [2:0] queue_count_o;
  // A frame is under way ..
  logic busy_q, busy_d;
  // .. or done and on offer.
  logic clean_q, clean_d;
  logic [19:0] ppn_q, ppn_d;
  // It is one of the ranges.
  logic of_range_q, of_range_d;
  // Lines of it whose drop has been accepted ..
  logic [6:0] dropped_q, dropped_d;
  // .. whose zero write has been accepted ..
  logic [6:0] zeroed_q, zeroed_d;
  // .. whose zero write has ended.
  logic [6:0] ended_q, ended_d;
  // No further line is dropped.
  logic stopped_q, stopped_d;
  logic failed_q, failed_d;

  memento_fifo_20 u_queue (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(queue_push_valid_i),
    .push_ready_o(queue_push_ready_o),
    .push_data_i(return_ppn_i),
    .pop_valid_o(queue_pop_valid_o),
    .pop_ready_i(queue_pop_ready_i),
    .pop_data_o(queue_pop_data_o),
    .count_o(queue_count_o)
  );

  assign free = !busy_q && !clean_q;
  assign queue_push_valid_i = return_valid_i && !closed_i;
  assign queue_pop_ready_i = free || discard_i;
  assign return_ready_o = queue_push_ready_o && !closed_i;
  assign range_ready_o = free && !queue_pop_valid_o && !discard_i;
  assign idle_o = free && !queue_pop_valid_o;
  assign clean_valid_o = clean_q;
  assign clean_ppn_o = ppn_q;
  assign error_o = failed_q;

  // Lines. What is offered is not withdrawn: only an accepted line brings a drop nearer to its limits.
  assign frame = {ppn_q, 12'd0};
  assign between = dropped_q - ended_q;
  assign drop_valid_o = busy_q && !stopped_q && !dropped_q[6] && !(|between[6:3]);
  assign drop_address_o = frame | {20'd0, dropped_q[5:0], 6'd0};
  assign zero_valid_o = zeroed_q != dropped_q;
  assign zero_address_o = frame | {20'd0, zeroed_q[5:0], 6'd0};

  always @* begin
    busy_d = busy_q;
    clean_d = clean_q;
    ppn_d = ppn_q;
    of_range_d = of_range_q;
    dropped_d = dropped_q;
    zeroed_d = zeroed_q;
    ended_d = ended_q;
    failed_d = failed_q;
    if (drop_valid_o && drop_ready_i) begin
      dropped_d = dropped_q + 7'd1;
    end
    if (zero_valid_o && zero_ready_i) begin
      zeroed_d = zeroed_q + 7'd1;
    end
    if (zero_done_i) begin
      ended_d = ended_q + 7'd1;
      failed_d = failed_q || zero_error_i;
    end
    if (free) begin
      ppn_d = range_ppn_i;
      of_range_d = !queue_pop_valid_o;
      if (queue_pop_valid_o) begin
        ppn_d = queue_pop_data_o;
      end
      busy_d = (queue_pop_valid_o || range_valid_i) && !discard_i;
      dropped_d = 7'd0;
      zeroed_d = 7'd0;
      ended_d = 7'd0;
    end
    if (finished) begin
      busy_d = 1'b0;
      clean_d = good && !of_range_q;
    end
    if (clean_q && (clean_ready_i || discard_i)) begin
      clean_d = 1'b0;
    end
  end

  always @* begin
    stopped_d = stopped_q;
    stopped_d = discard_i && (stopped_q || !drop_valid_o || drop_ready_i);
  end

  // Frames.
  assign finished = busy_q && (ended_q == dropped_q) && ((dropped_q[6] && !failed_q) || stopped_q);
  assign good = finished && !discard_i;
  assign range_done_o = good && of_range_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      clean_q <= 1'b0;
      ppn_q <= 20'd0;
      of_range_q <= 1'b0;
      dropped_q <= 7'd0;
      zeroed_q <= 7'd0;
      ended_q <= 7'd0;
      stopped_q <= 1'b0;
      failed_q <= 1'b0;
    end else begin
      busy_q <= busy_d;
      clean_q <= clean_d;
      ppn_q <= ppn_d;
      of_range_q <= of_range_d;
      dropped_q <= dropped_d;
      zeroed_q <= zeroed_d;
      ended_q <= ended_d;
      stopped_q <= stopped_d;
      failed_q <= failed_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{between[2:0], queue_count_o};
endmodule

`default_nettype wire
