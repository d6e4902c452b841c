// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_take_lowest, configuration soc32: generated from hdl/src/take_lowest.rs, do not edit.
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
// Contract: of a word without a one, `place_o` means nothing and `rest_o` is 0. Combinational, three levels of 4-input LUTs.

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
  logic [15:0] pairs;
  // Bits 0, 4, 8 and 12: the nibble has a one; its lowest one is in its upper half; that has an odd place.
  logic [15:0] some;
  logic [15:0] upper;
  logic [15:0] odd;
  // Upper and lower bit of the place in the lower byte, and in the upper one.
  logic [1:0] low;
  logic [1:0] high;
  logic [15:0] below_below_o;

  memento_any_below u_below (
    .word_i(word_i),
    .below_o(below_below_o)
  );

  memento_few_ones u_ones (
    .word_i(word_i),
    .count_o(count_o)
  );

  // The place: in each nibble, which are 0 if it has no one, then in each byte, then in the word.
  assign pairs = word_i | (word_i >> 1);
  assign some = pairs | (pairs >> 2);
  assign upper = ~pairs & (pairs >> 2);
  assign odd = ~word_i & ((word_i >> 1) | (~(word_i >> 2) & (word_i >> 3)));

  always @* begin
    low = {upper[0], odd[0]};
    if (!some[0]) begin
      low = {upper[4], odd[4]};
    end
  end

  always @* begin
    high = {upper[8], odd[8]};
    if (!some[8]) begin
      high = {upper[12], odd[12]};
    end
  end

  always @* begin
    place_o = {2'd0, low};
    if (!some[0]) begin
      place_o = {2'd1, low};
      if (!some[4]) begin
        place_o = {2'd2, high};
        if (!some[8]) begin
          place_o = {2'd3, high};
        end
      end
    end
  end

  assign rest_o = word_i & below_below_o;

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{
    some[3:1],
    some[7:5],
    some[15:9],
    upper[3:1],
    upper[7:5],
    upper[11:9],
    upper[15:13],
    odd[3:1],
    odd[7:5],
    odd[11:9],
    odd[15:13]
  };
endmodule

`default_nettype wire
