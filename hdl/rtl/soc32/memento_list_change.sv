// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_list_change, configuration soc32: generated from hdl/src/list_change.rs, do not edit.
//
// What a change of lists does to a class's list heads, and which links it writes.
//
// What a change of lists does to a class's list heads, and which links it writes: an arena leaves its list, then an arena (the same or
// another) joins a list as its first.
//
//   pointer bank row ──► load ──► leave ──► join ──► row after the change, head that was there before
//                                  next      page    links to write (`writes_o`, see ListWrite)
//
//   clk_i     __/^^\__/^^\__/^^\__/^^\__
//   load_i    __/^^^^^\_________________
//   leave_i   ________/^^^^^\___________     any of them may come later, or not at all
//   join_i    ______________/^^^^^\_____
//   *_o       --------X load X leave X join ..
//
// Contract:
//
// * One of `load_i`, `leave_i`, `join_i` at a time; outputs show what it did from the next cycle on, and stay.
// * `load_i` takes the row and forgets the writes. `leave_i`: the first arena of a list (`leave_prev_valid_i` low) takes the list's head with
//   it; an arena never used moves the pointer by its span. `join_i`: `join_page_i` becomes the list's head; `head_valid_o` and
//   `head_page_o` are the head that it had.
// * An arena that joins the recycled list writes no link of its own.
// * Assumes: nothing joins "never used"; an arena that leaves the recycled list is its first.
//
// Invariants: I1 (an arena that leaves or joins is in one place afterwards), I5 (the links written keep both directions alike).
//
// Cost: about 5 (PAGE + 1) flip-flops, with a choice of three before each.

`default_nettype none

module memento_list_change (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Begin with this row of the pointer bank.
  input  logic load_i,
  // Allocation pointer.
  input  logic [12:0] pointer_i,
  // Whether the available list has a first arena.
  input  logic available_valid_i,
  // Its first page.
  input  logic [11:0] available_page_i,
  // Whether the full list has a first arena.
  input  logic full_valid_i,
  // Its first page.
  input  logic [11:0] full_page_i,
  // Whether the recycled list has a first arena.
  input  logic recycled_valid_i,
  // Its first page.
  input  logic [11:0] recycled_page_i,
  // An arena leaves its list.
  input  logic leave_i,
  // The list: 0 available, 1 recycled, 2 never used, 3 full.
  input  logic [1:0] leave_list_i,
  // The arena has a next one.
  input  logic leave_next_valid_i,
  // Its page.
  input  logic [11:0] leave_next_page_i,
  // The arena has a previous one.
  input  logic leave_prev_valid_i,
  // Pages in the class's span, less one; the pointer is a multiple of the span.
  input  logic [11:0] last_span_page_i,
  // An arena joins a list.
  input  logic join_i,
  // The list: 0 available, 1 recycled, 3 full.
  input  logic [1:0] join_list_i,
  // The arena.
  input  logic [11:0] join_page_i,
  // Allocation pointer.
  output logic [12:0] pointer_o,
  // Whether the available list has a first arena.
  output logic available_valid_o,
  // Its first page.
  output logic [11:0] available_page_o,
  // Whether the full list has a first arena.
  output logic full_valid_o,
  // Its first page.
  output logic [11:0] full_page_o,
  // Whether the recycled list has a first arena.
  output logic recycled_valid_o,
  // Its first page.
  output logic [11:0] recycled_page_o,
  // The list joined had a first arena.
  output logic head_valid_o,
  // Its first page.
  output logic [11:0] head_page_o,
  // Links to write: 0 previous.next, 1 next.prev, 2 own next, 3 own prev, 4 head.prev.
  output logic [4:0] writes_o
);
  logic leaves_both_ways;
  logic [12:0] pointer_q, pointer_d;
  logic available_valid_q, available_valid_d;
  logic [11:0] available_page_q, available_page_d;
  logic full_valid_q, full_valid_d;
  logic [11:0] full_page_q, full_page_d;
  logic recycled_valid_q, recycled_valid_d;
  logic [11:0] recycled_page_q, recycled_page_d;
  logic head_valid_q, head_valid_d;
  logic [11:0] head_page_q, head_page_d;
  logic [4:0] writes_q, writes_d;

  always @* begin
    pointer_d = pointer_q;
    available_valid_d = available_valid_q;
    available_page_d = available_page_q;
    full_valid_d = full_valid_q;
    full_page_d = full_page_q;
    recycled_valid_d = recycled_valid_q;
    recycled_page_d = recycled_page_q;
    head_valid_d = head_valid_q;
    head_page_d = head_page_q;
    writes_d = writes_q;
    if (load_i) begin
      pointer_d = pointer_i;
      available_valid_d = available_valid_i;
      available_page_d = available_page_i;
      full_valid_d = full_valid_i;
      full_page_d = full_page_i;
      recycled_valid_d = recycled_valid_i;
      recycled_page_d = recycled_page_i;
      writes_d = 5'd0;
    end
    if (leave_i) begin
      writes_d = {3'd0, leave_next_valid_i && leaves_both_ways, leave_prev_valid_i && leaves_both_ways};
      if (leave_list_i == 2'd2) begin
        pointer_d = (pointer_q | {1'b0, last_span_page_i}) + 13'd1;
      end
      if (!leave_prev_valid_i) begin
        case (leave_list_i)
          2'd0: begin
            available_valid_d = leave_next_valid_i;
            available_page_d = leave_next_page_i;
          end
          2'd1: begin
            recycled_valid_d = leave_next_valid_i;
            recycled_page_d = leave_next_page_i;
          end
          2'd3: begin
            full_valid_d = leave_next_valid_i;
            full_page_d = leave_next_page_i;
          end
          default: ;
        endcase
      end
    end
    if (join_i) begin
      case (join_list_i)
        2'd0: begin
          head_valid_d = available_valid_q;
          head_page_d = available_page_q;
          available_valid_d = 1'b1;
          available_page_d = join_page_i;
          writes_d = ((writes_q | 5'hc) & 5'hf) | {available_valid_q, 4'd0};
        end
        2'd1: begin
          head_valid_d = recycled_valid_q;
          head_page_d = recycled_page_q;
          recycled_valid_d = 1'b1;
          recycled_page_d = join_page_i;
        end
        default: begin
          head_valid_d = full_valid_q;
          head_page_d = full_page_q;
          full_valid_d = 1'b1;
          full_page_d = join_page_i;
          writes_d = ((writes_q | 5'hc) & 5'hf) | {full_valid_q, 4'd0};
        end
      endcase
    end
  end

  assign leaves_both_ways = (leave_list_i == 2'd0) || (leave_list_i == 2'd3);
  assign pointer_o = pointer_q;
  assign available_valid_o = available_valid_q;
  assign available_page_o = available_page_q;
  assign full_valid_o = full_valid_q;
  assign full_page_o = full_page_q;
  assign recycled_valid_o = recycled_valid_q;
  assign recycled_page_o = recycled_page_q;
  assign head_valid_o = head_valid_q;
  assign head_page_o = head_page_q;
  assign writes_o = writes_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pointer_q <= 13'd0;
      available_valid_q <= 1'b0;
      available_page_q <= 12'd0;
      full_valid_q <= 1'b0;
      full_page_q <= 12'd0;
      recycled_valid_q <= 1'b0;
      recycled_page_q <= 12'd0;
      head_valid_q <= 1'b0;
      head_page_q <= 12'd0;
      writes_q <= 5'd0;
    end else begin
      pointer_q <= pointer_d;
      available_valid_q <= available_valid_d;
      available_page_q <= available_page_d;
      full_valid_q <= full_valid_d;
      full_page_q <= full_page_d;
      recycled_valid_q <= recycled_valid_d;
      recycled_page_q <= recycled_page_d;
      head_valid_q <= head_valid_d;
      head_page_q <= head_page_d;
      writes_q <= writes_d;
    end
  end
endmodule

`default_nettype wire
