// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_region_clear, configuration soc32: generated from hdl/src/region_clear.rs, do not edit.
//
// Region clear: makes every entry of the page table's root that covers the region nothing.
//
//   clk_i          __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__
//   start_i        __/^^^^^\_______________________________
//   mem_req        --------X first X ... X last X----------    a beat of zeros a cycle
//   mem_rsp        --------------X first X ... X last X-----
//   done_o         ___________________________________/^^^^^\
//
// Contract
//
// * `start_i` starts it; root and region stay as they are until `done_o`, which is high for one cycle after the last write is
//   acknowledged, with `error_o` if a write failed. There is no other `start_i` before.
// * The region covers whole beats of the root, and only they are written.
// * 2^COUNT writes, and that many cycles and a few more when memory takes one a cycle.
//
// Cost
//
// 2 COUNT + 5 flip-flops.
//
// Clears the 2^COUNT beats of the root that cover the region.

`default_nettype none

module memento_region_clear (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // Frame of the page table's root.
  input  logic [19:0] root_ppn_i,
  // Clear.
  input  logic start_i,
  // All writes are acknowledged; one cycle.
  output logic done_o,
  // With `done_o`: one of them failed.
  output logic error_o,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the beat.
  output logic [31:0] mem_req_address_o,
  // Beat to write: zeros.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers.
  input  logic mem_rsp_valid_i,
  // A write has no data in its answer.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  // Bits of an address below the number of its beat in the root.
  localparam logic [5:0] BEAT_SHIFT = 6'h17;
  logic [8:0] first_beat;
  logic asking_q, asking_d;
  logic waiting_q, waiting_d;
  logic [6:0] asked_q, asked_d;
  logic [6:0] answered_q, answered_d;
  logic failed_q, failed_d;
  logic done_q, done_d;

  assign first_beat = 9'(region_base_i >> BEAT_SHIFT);
  assign mem_req_valid_o = asking_q;
  assign mem_req_write_o = 1'b1;
  assign mem_req_address_o = {root_ppn_i, first_beat, 3'd0} | {22'd0, asked_q, 3'd0};
  assign mem_req_wdata_o = 64'd0;

  always @* begin
    asking_d = asking_q;
    waiting_d = waiting_q;
    asked_d = asked_q;
    answered_d = answered_q;
    failed_d = failed_q;
    done_d = done_q;
    if (asking_q && mem_req_ready_i) begin
      asked_d = asked_q + 7'd1;
      if (&asked_q) begin
        asking_d = 1'b0;
      end
    end
    done_d = 1'b0;
    if (waiting_q && mem_rsp_valid_i) begin
      answered_d = answered_q + 7'd1;
      failed_d = failed_q || mem_rsp_error_i;
      if (&answered_q) begin
        waiting_d = 1'b0;
        done_d = 1'b1;
      end
    end
    // Both counts come round to 0.
    if (start_i) begin
      asking_d = 1'b1;
      waiting_d = 1'b1;
      failed_d = 1'b0;
    end
  end

  assign done_o = done_q;
  assign error_o = failed_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      asking_q <= 1'b0;
      waiting_q <= 1'b0;
      asked_q <= 7'd0;
      answered_q <= 7'd0;
      failed_q <= 1'b0;
      done_q <= 1'b0;
    end else begin
      asking_q <= asking_d;
      waiting_q <= waiting_d;
      asked_q <= asked_d;
      answered_q <= answered_d;
      failed_q <= failed_d;
      done_q <= done_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{mem_rsp_rdata_i};
endmodule

`default_nettype wire
