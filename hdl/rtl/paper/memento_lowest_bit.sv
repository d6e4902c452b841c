// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_lowest_bit, configuration paper: generated from hdl/src/lowest_bit.rs, do not edit.
//
// The lowest set bit of a word, by itself.
//
// The lowest set bit of a 16-bit word, by itself; 0 for 0.
//
//   word_i    0000 0110 0100 0000
//   first of  0000 0010 0100 0000     the lowest set bit of each nibble
//   reach     0000 0000 1111 1111     nibbles below which there is no set bit
//   lowest_o  0000 0000 0100 0000
//
// Combinational, three levels of 4-input LUTs: one fewer than an index would take.

`default_nettype none

module memento_lowest_bit (
  // The word.
  input  logic [15:0] word_i,
  // Its lowest set bit.
  output logic [15:0] lowest_o
);
  logic [15:0] before_;
  logic [15:0] first_of_nibbles;
  logic [15:0] reach;

  // Set bits below each bit in its nibble.
  assign before_ = ((word_i << 1) & 16'heeee) | ((word_i << 2) & 16'hcccc) | ((word_i << 3) & 16'h8888);
  assign first_of_nibbles = word_i & ~before_;

  always @* begin
    reach = 16'hf;
    if (!(|word_i[3:0])) begin
      reach = 16'hff;
      if (!(|word_i[7:4])) begin
        reach = 16'hfff;
        if (!(|word_i[11:8])) begin
          reach = 16'hffff;
        end
      end
    end
  end

  assign lowest_o = first_of_nibbles & reach;
endmodule

`default_nettype wire
