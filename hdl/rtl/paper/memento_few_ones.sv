// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_few_ones, configuration paper: generated from hdl/src/few_ones.rs, do not edit.
//
// How many ones a word has, as long as they are few.
//
// Number of ones in a 16-bit word, where 3 stands for three or more.
//
//   places ──► pairs ──► nibbles ──► bytes ──► word ──► count_o
//
// Each step adds the counts of two halves, and stays at 3 once it is there. Combinational, three levels of 4-input LUTs.

`default_nettype none

module memento_few_ones (
  // The word.
  input  logic [15:0] word_i,
  // Its ones, up to 3.
  output logic [1:0] count_o
);
  logic [15:0] low_pair;
  logic [15:0] high_pair;
  logic [15:0] low_nibble;
  logic [15:0] high_nibble;
  logic [15:0] low_byte;
  logic [15:0] high_byte;
  logic [15:0] low_word;
  logic [15:0] high_word;

  // Bit b of each pair of vectors is the count of the part that begins at place b.
  assign low_pair = word_i ^ (word_i >> 1);
  assign high_pair = word_i & (word_i >> 1);
  assign low_nibble = (low_pair ^ (low_pair >> 2)) | (high_pair & (high_pair >> 2));
  assign high_nibble = high_pair | (high_pair >> 2) | (low_pair & (low_pair >> 2));
  assign low_byte =
    (low_nibble ^ (low_nibble >> 4))
    | (high_nibble & (high_nibble >> 4))
    | (high_nibble & low_nibble)
    | ((high_nibble & low_nibble) >> 4);
  assign high_byte = high_nibble | (high_nibble >> 4) | (low_nibble & (low_nibble >> 4));
  assign low_word =
    (low_byte ^ (low_byte >> 8))
    | (high_byte & (high_byte >> 8))
    | (high_byte & low_byte)
    | ((high_byte & low_byte) >> 8);
  assign high_word = high_byte | (high_byte >> 8) | (low_byte & (low_byte >> 8));
  assign count_o = {high_word[0], low_word[0]};

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{low_word[15:1], high_word[15:1]};
endmodule

`default_nettype wire
