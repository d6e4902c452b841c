// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_header_update, configuration soc32: generated from hdl/src/header_update.rs, do not edit.
//
// What a free, or an arena's going full, does to the state and the bitmap of a header.
//
// What a free, or an arena's going full, does to the state and the bitmap of a header: works out the two beats to write, and what
// becomes of the arena.
//
//   state beat's fields ──┐               ┌──► state_o, bitmap_o   the beats to write
//   bitmap beat ──────────┼──► registers ─┼──► allocated_o         else: double free
//   object ───────────────┘               └──► empty_o, reuse_o    the arena changes its list
//
//   clk_i      __/^^\__/^^\__/^^\__
//   take_i     __/^^^^^\___________
//   bitmap_i   --X beat X----------
//   state_o    ----------X .......    stays until the next take_i or fill_i
//
// Contract:
//
// * `take_i`: the outputs are, from the next cycle on, the header after the free of `object_i`; `bitmap_i` is the beat that holds its bit. When
//   `allocated_o` is low the header must not be written, and the other outputs mean nothing.
// * `empty_o`: no live object is left, and the header is not to be written. Otherwise `reuse_o`: the arena was full and now has at least
//   `reuse_threshold_i` free objects; the state written is 2 (available). Otherwise the state stays. Never both.
// * `fill_i`: the outputs are the state beat and any bitmap beat of an arena in which every object is live and any body line may have been
//   touched, with state 3 (full).
// * Assumes: `reuse_threshold_i` has been the same for two cycles, and one of `take_i` and `fill_i` at most.
//
// Invariants: I2 and I4 (live count and summary are as the bitmap says), I6 and I8 (the state names the list the arena goes to).
//
// Cost: about 125 flip-flops; four 16-way choices, two comparisons of 9 bits and a decrement, side by side.

`default_nettype none

module memento_header_update (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Free objects that bring a full arena back to the available list; 0 means 1.
  input  logic [8:0] reuse_threshold_i,
  // The arena's class.
  input  logic [5:0] class_i,
  // Work out a free.
  input  logic take_i,
  // Index of the object.
  input  logic [7:0] object_i,
  // The header's summary.
  input  logic [15:0] summary_i,
  // The header's live count.
  input  logic [8:0] live_i,
  // The header's state.
  input  logic [1:0] state_i,
  // The header's count of touched body lines.
  input  logic [15:0] bypass_i,
  // The bitmap beat that holds the object's bit.
  input  logic [63:0] bitmap_i,
  // Show a full arena.
  input  logic fill_i,
  // Its body lines.
  input  logic [15:0] body_lines_i,
  // The object was allocated.
  output logic allocated_o,
  // It was the last one.
  output logic empty_o,
  // The arena becomes available again.
  output logic reuse_o,
  // The state beat to write.
  output logic [63:0] state_o,
  // The bitmap beat to write.
  output logic [63:0] bitmap_o
);
  localparam logic [8:0] OBJECTS = 9'h100;
  localparam logic [15:0] PRESENT_WORDS = 16'hffff;
  logic [5:0] at;
  logic [3:0] word;
  logic [15:0] beat_words_0, beat_words_1, beat_words_2, beat_words_3;
  logic [3:0] in_word;
  logic last;
  logic [1:0] state_after;
  // Live objects up to which, before the free, a full arena becomes available; 0 when it never does.
  logic [8:0] reusable_q, reusable_d;
  // The object's bit, if it is in the first, second, third or fourth word of the beat ..
  logic [3:0] allocated_q, allocated_d;
  // .. and in which it is.
  logic [1:0] allocated_word_q, allocated_word_d;
  logic empty_q, empty_d;
  logic reuse_q, reuse_d;
  logic [15:0] summary_q, summary_d;
  logic [8:0] live_q, live_d;
  logic [1:0] state_q, state_d;
  logic [15:0] bypass_q, bypass_d;
  logic [63:0] bitmap_q, bitmap_d;

  always @* begin
    reusable_d = reusable_q;
    // Free objects after the free: objects - (live - 1), at least the threshold.
    reusable_d = 9'd0;
    if (reuse_threshold_i <= OBJECTS) begin
      reusable_d = (OBJECTS - reuse_threshold_i) + 9'd1;
    end
  end

  assign at = object_i[5:0];
  assign word = object_i[7:4];
  assign in_word = object_i[3:0];
  assign beat_words_0 = bitmap_i[15:0];
  assign beat_words_1 = bitmap_i[31:16];
  assign beat_words_2 = bitmap_i[47:32];
  assign beat_words_3 = bitmap_i[63:48];
  assign last = live_i == 9'd1;

  always @* begin
    allocated_d = allocated_q;
    allocated_word_d = allocated_word_q;
    empty_d = empty_q;
    reuse_d = reuse_q;
    summary_d = summary_q;
    live_d = live_q;
    state_d = state_q;
    bypass_d = bypass_q;
    bitmap_d = bitmap_q;
    if (take_i) begin
      allocated_d = {
        beat_words_3[in_word],
        beat_words_2[in_word],
        beat_words_1[in_word],
        beat_words_0[in_word]
      };
      allocated_word_d = object_i[5:4];
      bitmap_d = bitmap_i & ~(64'd1 << at);
      summary_d = summary_i & ~(16'd1 << word);
      live_d = live_i - 9'd1;
      state_d = state_i;
      bypass_d = bypass_i;
      empty_d = last;
      reuse_d = (state_i == 2'd3) && (live_i <= reusable_q) && !last;
    end
    if (fill_i) begin
      bitmap_d = 64'hffffffffffffffff;
      summary_d = PRESENT_WORDS;
      live_d = OBJECTS;
      state_d = 2'd3;
      bypass_d = body_lines_i;
      empty_d = 1'b0;
      reuse_d = 1'b0;
    end
  end

  always @* begin
    state_after = state_q;
    if (reuse_q) begin
      state_after = 2'd2;
    end
  end

  assign allocated_o = allocated_q[allocated_word_q];
  assign empty_o = empty_q;
  assign reuse_o = reuse_q;
  assign state_o = {6'd0, state_after, 2'd0, class_i, bypass_q, 7'd0, live_q, summary_q};
  assign bitmap_o = bitmap_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      reusable_q <= 9'd0;
      allocated_q <= 4'd0;
      allocated_word_q <= 2'd0;
      empty_q <= 1'b0;
      reuse_q <= 1'b0;
      summary_q <= 16'd0;
      live_q <= 9'd0;
      state_q <= 2'd0;
      bypass_q <= 16'd0;
      bitmap_q <= 64'd0;
    end else begin
      reusable_q <= reusable_d;
      allocated_q <= allocated_d;
      allocated_word_q <= allocated_word_d;
      empty_q <= empty_d;
      reuse_q <= reuse_d;
      summary_q <= summary_d;
      live_q <= live_d;
      state_q <= state_d;
      bypass_q <= bypass_d;
      bitmap_q <= bitmap_d;
    end
  end
endmodule

`default_nettype wire
