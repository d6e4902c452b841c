// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_class_multiples, configuration soc32: generated from hdl/src/class_multiples.rs, do not edit.
//
// Multiples of a class's object size, as rows of an object's address.
//
// What an object's address needs of its class: the divisor (class + 1, the object's size in granules of 8 bytes), the colour (how far behind
// the header the first object lies, in units of 128 bytes), and sums of them.
//
// Combinational, an adder each and none behind another. DIVISOR is CLASS + 1, TRIPLE is CLASS + 2: the
// largest divisor is 2^CLASS, and the largest colour is less.

`default_nettype none

module memento_class_multiples (
  // The class.
  input  logic [5:0] class_i,
  // The divisor.
  output logic [6:0] divisor_o,
  // Three times that.
  output logic [7:0] triple_o,
  // The colour.
  output logic [3:0] colour_o,
  // The divisor and the colour.
  output logic [7:0] coloured_1_o,
  // Twice the divisor, and the colour.
  output logic [7:0] coloured_2_o,
  // Three times the divisor, and the colour.
  output logic [7:0] coloured_3_o
);
  logic [9:0] class_number;
  logic [9:0] colour;
  // Four times the divisor, less one.
  logic [9:0] below_four;
  logic [11:0] first_object_offset_o;

  memento_first_object u_first_object (
    .class_i(class_i),
    .offset_o(first_object_offset_o)
  );

  assign class_number = {4'd0, class_i};
  assign colour = {6'd0, first_object_offset_o[10:7]};
  assign divisor_o = {1'b0, class_i} + 7'd1;
  assign colour_o = colour[3:0];

  // The class is the divisor less one. Two halves, one of each summand, make the one that is missing.
  assign coloured_1_o = 8'(({class_number[8:0], 1'b1} + {colour[8:0], 1'b1}) >> 1);
  assign coloured_2_o = 8'(({class_number[7:0], 2'd3} + {colour[8:0], 1'b1}) >> 1);

  // Three divisors are four less one. The colour is some of the class's bits: with it, only the others are
  // taken off.
  assign below_four = {class_number[7:0], 2'd3};
  assign triple_o = 8'(below_four - class_number);
  assign coloured_3_o = 8'(below_four - (class_number ^ colour));

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{first_object_offset_o[6:0], first_object_offset_o[11]};
endmodule

`default_nettype wire
