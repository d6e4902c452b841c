// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_any_below, configuration soc32: generated from hdl/src/any_below.rs, do not edit.
//
// Which places of a word have a set bit below them.
//
// For each place of a 16-bit word, whether any lower place holds a 1.
//
//   word_i           0000 0110 0100 0000
//   below_o          1111 1111 1000 0000
//   word & below     0000 0110 0000 0000     the word without its lowest 1
//   ~below           0000 0000 0111 1111     everything up to the lowest 1
//
// Combinational, two levels of LUTs.

`default_nettype none

module memento_any_below (
  // The word.
  input  logic [15:0] word_i,
  // Bit i = 1: one of the bits i-1..0 of the word is 1.
  output logic [15:0] below_o
);
  logic [15:0] in_nibble;
  logic [15:0] in_lower_nibbles;

  assign in_nibble = ((word_i << 1) & 16'heeee) | ((word_i << 2) & 16'hcccc) | ((word_i << 3) & 16'h8888);

  always @* begin
    in_lower_nibbles = 16'd0;
    if (|word_i[3:0]) begin
      in_lower_nibbles = 16'hfff0;
    end else if (|word_i[7:4]) begin
      in_lower_nibbles = 16'hff00;
    end else if (|word_i[11:8]) begin
      in_lower_nibbles = 16'hf000;
    end
  end

  assign below_o = in_nibble | in_lower_nibbles;
endmodule

`default_nettype wire
