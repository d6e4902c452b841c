// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_single_bit, configuration paper: generated from hdl/src/single_bit.rs, do not edit.
//
// Whether a word has exactly one bit set.
//
// Whether a 16-bit word has exactly one bit set.
//
//   bits      pairs     nibbles   bytes     word
//   any  ──►  any  ──►  any  ──►  any  ──►  any  ─┐
//   two  ──►  two  ──►  two  ──►  two  ──►  two  ─┴► single = any and not two
//
// Combinational, four levels: a part has two ones when one of its halves has, or both have one.

`default_nettype none

module memento_single_bit (
  // The word.
  input  logic [15:0] word_i,
  // Exactly one bit of it is 1.
  output logic single_o
);
  logic [15:0] any_pair;
  logic [15:0] two_pair;
  logic [15:0] any_nibble;
  logic [15:0] two_nibble;
  logic [15:0] any_byte;
  logic [15:0] two_byte;
  logic [15:0] any_word;
  logic [15:0] two_word;

  // Bit b of each level is about the part that begins at bit b; only the parts' first bits are used.
  assign any_pair = word_i | (word_i >> 1);
  assign two_pair = word_i & (word_i >> 1);
  assign any_nibble = any_pair | (any_pair >> 2);
  assign two_nibble = two_pair | (two_pair >> 2) | (any_pair & (any_pair >> 2));
  assign any_byte = any_nibble | (any_nibble >> 4);
  assign two_byte = two_nibble | (two_nibble >> 4) | (any_nibble & (any_nibble >> 4));
  assign any_word = any_byte | (any_byte >> 8);
  assign two_word = two_byte | (two_byte >> 8) | (any_byte & (any_byte >> 8));
  assign single_o = any_word[0] && !two_word[0];

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{any_word[15:1], two_word[15:1]};
endmodule

`default_nettype wire
