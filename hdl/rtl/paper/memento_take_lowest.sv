// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_take_lowest, configuration paper: generated from hdl/src/take_lowest.rs, do not edit.
//
// Takes the lowest one out of a word.
//
// The lowest one of a 16-bit word, and the word without it.
//
//   word_i    0 0 1 0 1 1 0 ..      bit 0 on the left
//   place_o   2
//   rest_o    0 0 0 0 1 1 0 ..
//   count_o   3: at least three ones
//
// Contract: of a word without a one, `place_o` means nothing and `rest_o` is 0. Combinational, about four levels of 4-input LUTs.

`default_nettype none

module memento_take_lowest (
  // The word.
  input  logic [15:0] word_i,
  // Place of its lowest one.
  output logic [3:0] place_o,
  // Its other ones.
  output logic [15:0] rest_o,
  // How many ones it has; 3 stands for three or more.
  output logic [1:0] count_o
);
  logic [15:0] lowest_word_i;
  logic lowest_found_o;
  logic [15:0] below_below_o;

  memento_find_first_zero_16 u_lowest (
    .word_i(lowest_word_i),
    .found_o(lowest_found_o),
    .index_o(place_o)
  );

  memento_any_below u_below (
    .word_i(word_i),
    .below_o(below_below_o)
  );

  memento_few_ones u_ones (
    .word_i(word_i),
    .count_o(count_o)
  );

  assign lowest_word_i = ~word_i;
  assign rest_o = word_i & below_below_o;

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{lowest_found_o};
endmodule

`default_nettype wire
