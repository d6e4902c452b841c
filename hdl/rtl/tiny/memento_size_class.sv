// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_size_class, configuration tiny: generated from hdl/src/size_class.rs, do not edit.
//
// Size class decode: which size class serves a request of so many bytes.
//
//                 +------------------+
//   size_i ──────►|    size_class    |──► class_o      size class
//   (bytes)       |                  |──► too_large_o  no class is large enough
//                 |  combinational   |
//                 +------------------+
//
//   size_i        0   1   8   9   16  17   ..  504  505  512  513
//   class_o       0   0   0   1   1   2    ..  62   63   63   -        (64 classes)
//   too_large_o   0   0   0   0   0   0    ..  0    0    0    1
//
// Contract
//
// * Latency: none, combinational.
// * Guarantees: `too_large_o` is exact for every value of `size_i`. While it is low, `class_o = (max(size_i, 1) - 1) / 8`;
//   while it is high, that means nothing.
//
// Cost
//
// One decrement of CLASS bits and an OR over the upper bits; no carry crosses the width of the size.
//
// Size class decode for 2^CLASS classes of 8, 16, .. 8 * 2^CLASS bytes.

`default_nettype none

module memento_size_class (
  // Requested bytes; 0 counts as 1.
  input  logic [31:0] size_i,
  // Size class.
  output logic [3:0] class_o,
  // The size is above the largest class.
  output logic too_large_o
);
  // The bits of the largest size and those below it.
  localparam logic [31:0] CLASS_BITS = 32'hff;
  // The bit of the largest size.
  localparam logic [31:0] LARGEST_BIT = 32'h80;
  // The bits below the largest size.
  localparam logic [31:0] LOWER_BITS = 32'h7f;
  // The size's bits of the largest size and below; and for each place, whether one of the 2, 4, 8 places
  // above it is set.
  logic [15:0] set;
  logic [15:0] above_2;
  logic [15:0] above_4;
  logic [15:0] above_8;
  // The size less 1, in the bits of the class and below.
  logic [15:0] unrounded;
  logic [15:0] below_word_i;
  logic [15:0] below_below_o;

  memento_any_below u_below (
    .word_i(below_word_i),
    .below_o(below_below_o)
  );

  assign too_large_o = (|(size_i & ~CLASS_BITS)) || ((|(size_i & LARGEST_BIT)) && (|(size_i & LOWER_BITS)));

  // The size less 1, borrow by borrow: a bit flips when nothing below it is set. Of a size of 0, none does:
  // nothing above is set either.
  assign below_word_i = 16'(size_i & LOWER_BITS);
  assign set = 16'(size_i & CLASS_BITS);
  assign above_2 = (set >> 1) | (set >> 2);
  assign above_4 = above_2 | (above_2 >> 2);
  assign above_8 = above_4 | (above_4 >> 4);
  assign unrounded = (set & below_below_o) | (~set & ~below_below_o & (above_8 | (above_8 >> 8)));
  assign class_o = unrounded[6:3];

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{unrounded[2:0], unrounded[15:7]};
endmodule

`default_nettype wire
