// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_find_first_zero_4, configuration soc32: generated from hdl/src/find_first_zero.rs, do not edit.
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

module memento_find_first_zero_4 (
  // The word.
  input  logic [3:0] word_i,
  // It has a zero bit.
  output logic found_o,
  // Index of its lowest zero bit.
  output logic [1:0] index_o
);
  localparam logic [7:0] FIRST_LEAF = 8'd3;
  // The zero bits of the word, each at its leaf's number.
  logic [7:0] zeros;
  logic found_0, found_1, found_2;
  logic [1:0] index_0, index_1, index_2;

  assign zeros = {4'd0, ~word_i} << FIRST_LEAF;

  // The lowest nodes choose between two bits ..
  assign found_1 = zeros[3] || zeros[4];
  assign index_1 = {1'b0, !zeros[3]};
  assign found_2 = zeros[5] || zeros[6];
  assign index_2 = {1'b1, !zeros[5]};

  // .. and the others between two nodes.
  assign found_0 = found_1 || found_2;
  assign index_0 = found_1 ? index_1 : index_2;
  assign found_o = found_0;
  assign index_o = index_0;

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{zeros[2:0], zeros[7]};
endmodule

`default_nettype wire
