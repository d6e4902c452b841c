// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_find_first_zero_32, configuration paper: generated from hdl/src/find_first_zero.rs, do not edit.
//
// Find first zero: the index of the lowest zero bit of a word.
//
//   word_i   1  1  0  1  0  1  1  1      bit 0 on the left
//             \/    \/    \/    \/
//             --    2     4     --       each pair passes on its left zero, else its right one
//               \   /       \   /
//                 2           4
//                   \       /
//                     \   /
//   index_o             2       found_o 1
//
// Contract
//
// * Latency: none, combinational.
// * Guarantees: `found_o` says whether `word_i` has a zero; if so, `index_o` is the index of the lowest one, else it is
//   WIDTH - 1.
//
// Cost
//
// A binary tree of WIDTH - 1 two-way choices, INDEX levels deep. Meant for words of up to 32 bits; for a bitmap of
// 256 bits take `FindFirstZeroTwoLevel`(crate::find_first_zero_two_level::FindFirstZeroTwoLevel).
//
// Lowest zero bit of a word of WIDTH = 2^INDEX bits. LEAVES is 2 WIDTH.
//
// Node 0 is the tree's root and nodes 2n + 1 and 2n + 2 are node n's children. The word's bits are the children of the
// last WIDTH / 2 nodes: bit b stands where node WIDTH - 1 + b would.

`default_nettype none

module memento_find_first_zero_32 (
  // The word.
  input  logic [31:0] word_i,
  // It has a zero bit.
  output logic found_o,
  // Index of its lowest zero bit.
  output logic [4:0] index_o
);
  localparam logic [7:0] FIRST_LEAF = 8'h1f;
  // The zero bits of the word, each at its leaf's number.
  logic [63:0] zeros;
  logic found_0, found_1, found_2, found_3, found_4, found_5, found_6, found_7, found_8, found_9,
      found_10, found_11, found_12, found_13, found_14, found_15, found_16, found_17, found_18, found_19,
      found_20, found_21, found_22, found_23, found_24, found_25, found_26, found_27, found_28, found_29,
      found_30;
  logic [4:0] index_0, index_1, index_2, index_3, index_4, index_5, index_6, index_7, index_8, index_9,
      index_10, index_11, index_12, index_13, index_14, index_15, index_16, index_17, index_18, index_19,
      index_20, index_21, index_22, index_23, index_24, index_25, index_26, index_27, index_28, index_29,
      index_30;

  assign zeros = {32'd0, ~word_i} << FIRST_LEAF;

  // The lowest nodes choose between two bits ..
  assign found_15 = zeros[31] || zeros[32];
  assign index_15 = {4'd0, !zeros[31]};
  assign found_16 = zeros[33] || zeros[34];
  assign index_16 = {4'd1, !zeros[33]};
  assign found_17 = zeros[35] || zeros[36];
  assign index_17 = {4'd2, !zeros[35]};
  assign found_18 = zeros[37] || zeros[38];
  assign index_18 = {4'd3, !zeros[37]};
  assign found_19 = zeros[39] || zeros[40];
  assign index_19 = {4'd4, !zeros[39]};
  assign found_20 = zeros[41] || zeros[42];
  assign index_20 = {4'd5, !zeros[41]};
  assign found_21 = zeros[43] || zeros[44];
  assign index_21 = {4'd6, !zeros[43]};
  assign found_22 = zeros[45] || zeros[46];
  assign index_22 = {4'd7, !zeros[45]};
  assign found_23 = zeros[47] || zeros[48];
  assign index_23 = {4'd8, !zeros[47]};
  assign found_24 = zeros[49] || zeros[50];
  assign index_24 = {4'd9, !zeros[49]};
  assign found_25 = zeros[51] || zeros[52];
  assign index_25 = {4'ha, !zeros[51]};
  assign found_26 = zeros[53] || zeros[54];
  assign index_26 = {4'hb, !zeros[53]};
  assign found_27 = zeros[55] || zeros[56];
  assign index_27 = {4'hc, !zeros[55]};
  assign found_28 = zeros[57] || zeros[58];
  assign index_28 = {4'hd, !zeros[57]};
  assign found_29 = zeros[59] || zeros[60];
  assign index_29 = {4'he, !zeros[59]};
  assign found_30 = zeros[61] || zeros[62];
  assign index_30 = {4'hf, !zeros[61]};

  // .. and the others between two nodes.
  assign found_0 = found_1 || found_2;
  assign index_0 = found_1 ? index_1 : index_2;
  assign found_1 = found_3 || found_4;
  assign index_1 = found_3 ? index_3 : index_4;
  assign found_2 = found_5 || found_6;
  assign index_2 = found_5 ? index_5 : index_6;
  assign found_3 = found_7 || found_8;
  assign index_3 = found_7 ? index_7 : index_8;
  assign found_4 = found_9 || found_10;
  assign index_4 = found_9 ? index_9 : index_10;
  assign found_5 = found_11 || found_12;
  assign index_5 = found_11 ? index_11 : index_12;
  assign found_6 = found_13 || found_14;
  assign index_6 = found_13 ? index_13 : index_14;
  assign found_7 = found_15 || found_16;
  assign index_7 = found_15 ? index_15 : index_16;
  assign found_8 = found_17 || found_18;
  assign index_8 = found_17 ? index_17 : index_18;
  assign found_9 = found_19 || found_20;
  assign index_9 = found_19 ? index_19 : index_20;
  assign found_10 = found_21 || found_22;
  assign index_10 = found_21 ? index_21 : index_22;
  assign found_11 = found_23 || found_24;
  assign index_11 = found_23 ? index_23 : index_24;
  assign found_12 = found_25 || found_26;
  assign index_12 = found_25 ? index_25 : index_26;
  assign found_13 = found_27 || found_28;
  assign index_13 = found_27 ? index_27 : index_28;
  assign found_14 = found_29 || found_30;
  assign index_14 = found_29 ? index_29 : index_30;
  assign found_o = found_0;
  assign index_o = index_0;

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{zeros[30:0], zeros[63]};
endmodule

`default_nettype wire
