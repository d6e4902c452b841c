// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_class_multiples, configuration tiny: generated from hdl/src/class_multiples.rs, do not edit.
//
// Multiples of a class's object size, as rows of an object's address.
//
// What an object's address needs of its class: the divisor (class + 1, the object's size in granules of 8 bytes), the colour (how far behind
// the header the first object lies, in units of 128 bytes), and sums of them.
//
// Combinational; up to three adders behind one another. DIVISOR is CLASS + 1, TRIPLE is DIVISOR + 2.

`default_nettype none

module memento_class_multiples (
  // The class.
  input  logic [3:0] class_i,
  // The divisor.
  output logic [4:0] divisor_o,
  // Three times that.
  output logic [6:0] triple_o,
  // The colour.
  output logic [3:0] colour_o,
  // The divisor and the colour.
  output logic [6:0] coloured_1_o,
  // Twice the divisor, and the colour.
  output logic [6:0] coloured_2_o,
  // Three times the divisor, and the colour.
  output logic [6:0] coloured_3_o
);
  logic [6:0] once;
  logic [6:0] triple;
  logic [6:0] colour;
  logic [11:0] first_object_offset_o;

  memento_first_object u_first_object (
    .class_i(class_i),
    .offset_o(first_object_offset_o)
  );

  assign colour = {3'd0, first_object_offset_o[10:7]};
  assign once = {3'd0, class_i} + 7'd1;
  assign triple = once + (once << 1);
  assign divisor_o = once[4:0];
  assign triple_o = triple;
  assign colour_o = colour[3:0];
  assign coloured_1_o = once + colour;
  assign coloured_2_o = (once << 1) + colour;
  assign coloured_3_o = triple + colour;

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{first_object_offset_o[6:0], first_object_offset_o[11]};
endmodule

`default_nettype wire
