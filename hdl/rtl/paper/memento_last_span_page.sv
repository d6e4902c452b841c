// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_last_span_page, configuration paper: generated from hdl/src/last_span_page.rs, do not edit.
//
// Number of the last page of an arena's span.
//
// Number of the last page of the span that an arena of a class takes, which is also the mask of a page's number within the span.
//
//   class_i ──► a one at or above? ────────────┬──► number_o
//          └──► ones alone from the lowest on? ┘
//
// The objects of an arena, 2^n of d = class + 1 granules of 8 bytes, fill f = d / 2^s whole pages, s = 9 - n; the header, the class's colour
// and what is left of them need another. The span has the next power of two of pages from f + 1 on, so the number of its last page is f with every bit
// below its highest set: bit k is set if d >= 2^(k+s). In the class that is a one in bit k + s or above, or ones alone below.
//
// Combinational, one function of the class for each bit. It is no table, because synthesisers move a table in front of the
// flip-flops of its address, where long paths end.

`default_nettype none

module memento_last_span_page (
  // The class.
  input  logic [5:0] class_i,
  // The page's number, counted from the first page of the span.
  output logic [19:0] number_o
);
  // s - 1.
  localparam logic [3:0] HALF_PAGE = 4'd0;
  // s.
  localparam logic [3:0] ONE_PAGE = 4'd1;
  logic [5:0] above_pairs;
  logic [5:0] above_nibbles;
  // Some bit is one at this place or above.
  logic [5:0] above;
  logic [5:0] below_pairs;
  logic [5:0] below_nibbles;
  // Some bit is zero at this place or below.
  logic [5:0] below;

  assign above_pairs = class_i | (class_i >> 1);
  assign above_nibbles = above_pairs | (above_pairs >> 2);
  assign above = above_nibbles | (above_nibbles >> 4);
  assign below_pairs = ~class_i | (~class_i << 1);
  assign below_nibbles = below_pairs | (below_pairs << 2);
  assign below = below_nibbles | (below_nibbles << 4);
  assign number_o = {14'd0, (above >> ONE_PAGE) | (~below >> HALF_PAGE)};
endmodule

`default_nettype wire
