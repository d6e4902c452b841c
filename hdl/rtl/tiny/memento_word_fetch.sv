// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_word_fetch, configuration tiny: generated from hdl/src/word_fetch.rs, do not edit.
//
// Fetches the bitmap word that an entry of the Hardware Object Table needs next.
//
// Fetches the bitmap word that an entry of the Hardware Object Table needs next, one for all classes.
//
//  alloc, its class ──► [ Idle ► Wait ► Read ► Land ► Pick ► Arrived ] ──► valid_o, place_o, ..
//                              │ wait_o, class_o, word_o     ▲                     to the alloc
//                              ▼                             │ word_i
//                            bitmaps ────────────────────────┘
//
// Contract: an operation is announced by `coming_i` with its class and stays until the next one is; it takes effect (`alloc_i`,
// `cancel_i`), if at all, in the cycle in which the next one is announced. While nothing is under way, an alloc that is `urgent_i` (its
// current word is not known) or `wants_next_i` starts a fetch. A fetch for another class is given up for an urgent alloc, and a word
// that has arrived for one that wants the next word, once it was left alone for 7 cycles: classes in turn do not take the fetch from each
// other, and a word of a class that is alone still comes within its 16 allocs. The alloc after that starts its own fetch.
// An alloc that sees `valid_o` takes the word. `cancel_i` forgets a fetch for
// `op_class_i`: the word, or which word comes next, has changed. Until then, or until the word is taken, a class wants the same word.
//
// The bitmaps are read in a cycle with `wait_o` and `grant_i`; `word_i` shows the word two cycles later, `valid_o` four.

`default_nettype none

module memento_word_fetch (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // An operation comes: the one that may take effect from the next cycle on.
  input  logic coming_i,
  // Its class.
  input  logic [3:0] coming_class_i,
  // Class of the operation that takes effect.
  input  logic [3:0] op_class_i,
  // It is an alloc.
  input  logic alloc_i,
  // Alloc: the current word is not known.
  input  logic urgent_i,
  // Alloc: the next word is not known.
  input  logic wants_next_i,
  // Alloc: index of the word to fetch.
  input  logic [3:0] op_word_i,
  // It makes a fetch for its class useless.
  input  logic cancel_i,
  // A word for `op_class_i` is here.
  output logic valid_o,
  // Its lowest free object.
  output logic [3:0] place_o,
  // Its other free objects.
  output logic [15:0] rest_o,
  // Exactly one of them is free.
  output logic single_o,
  // The fetch waits for the bitmaps' read port. Comes from the state alone.
  output logic wait_o,
  // It has the port.
  input  logic grant_i,
  // Class to read.
  output logic [3:0] class_o,
  // Index of the word to read.
  output logic [3:0] word_o,
  // B2: the word, bit = 1 allocated.
  input  logic [15:0] word_i
);
  localparam logic [2:0] FETCH_STATE_IDLE = 3'd0;
  localparam logic [2:0] FETCH_STATE_WAIT = 3'd1;
  localparam logic [2:0] FETCH_STATE_READ = 3'd2;
  localparam logic [2:0] FETCH_STATE_LAND = 3'd3;
  localparam logic [2:0] FETCH_STATE_PICK = 3'd4;
  localparam logic [2:0] FETCH_STATE_ARRIVED = 3'd5;
  logic arrived;
  logic idle;
  logic [2:0] state_q, state_d;
  logic [3:0] class_q, class_d;
  logic [3:0] word_q, word_d;
  logic [3:0] place_q, place_d;
  // Its free objects, once the lowest has been picked out the others.
  logic [15:0] free_q, free_d;
  logic single_q, single_d;
  logic [2:0] age_q, age_d;
  // The operation that takes effect is of the fetch's class.
  logic mine_q, mine_d;
  logic [3:0] lowest_place_o;
  logic [15:0] lowest_rest_o;
  logic [1:0] lowest_count_o;

  memento_take_lowest u_lowest (
    .word_i(free_q),
    .place_o(lowest_place_o),
    .rest_o(lowest_rest_o),
    .count_o(lowest_count_o)
  );

  assign arrived = state_q == FETCH_STATE_ARRIVED;
  assign idle = state_q == FETCH_STATE_IDLE;
  assign valid_o = arrived && mine_q;
  assign place_o = place_q;
  assign rest_o = free_q;
  assign single_o = single_q;
  assign wait_o = state_q == FETCH_STATE_WAIT;
  assign class_o = class_q;
  assign word_o = word_q;

  always @* begin
    state_d = state_q;
    class_d = class_q;
    word_d = word_q;
    place_d = place_q;
    free_d = free_q;
    single_d = single_q;
    age_d = age_q;
    case (state_q)
      FETCH_STATE_WAIT: begin
        if (grant_i) begin
          state_d = FETCH_STATE_READ;
        end
      end
      FETCH_STATE_READ: state_d = FETCH_STATE_LAND;
      FETCH_STATE_LAND: begin
        free_d = ~word_i;
        state_d = FETCH_STATE_PICK;
      end
      FETCH_STATE_PICK: begin
        place_d = lowest_place_o;
        free_d = lowest_rest_o;
        single_d = lowest_count_o == 2'd1;
        age_d = 3'd0;
        state_d = FETCH_STATE_ARRIVED;
      end
      FETCH_STATE_ARRIVED: begin
        if (!(&age_q)) begin
          age_d = age_q + 3'd1;
        end
      end
      default: ;
    endcase
    // An idle fetch has the operation's class and word anyway; only its state waits for the word to be
    // wanted.
    if (idle) begin
      class_d = op_class_i;
      word_d = op_word_i;
      if (alloc_i && (urgent_i || wants_next_i)) begin
        state_d = FETCH_STATE_WAIT;
      end
    end else if (alloc_i && (valid_o || (urgent_i && !mine_q) || (wants_next_i && arrived && (&age_q)))) begin
      state_d = FETCH_STATE_IDLE;
    end
    if (cancel_i && mine_q) begin
      state_d = FETCH_STATE_IDLE;
    end
  end

  always @* begin
    mine_d = mine_q;
    if (coming_i) begin
      mine_d = coming_class_i == class_q;
      if (idle) begin
        mine_d = coming_class_i == op_class_i;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= FETCH_STATE_IDLE;
      class_q <= 4'd0;
      word_q <= 4'd0;
      place_q <= 4'd0;
      free_q <= 16'd0;
      single_q <= 1'b0;
      age_q <= 3'd0;
      mine_q <= 1'b0;
    end else begin
      state_q <= state_d;
      class_q <= class_d;
      word_q <= word_d;
      place_q <= place_d;
      free_q <= free_d;
      single_q <= single_d;
      age_q <= age_d;
      mine_q <= mine_d;
    end
  end
endmodule

`default_nettype wire
