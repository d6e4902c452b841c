// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_first_object, configuration tiny: generated from hdl/src/first_object.rs, do not edit.
//
// Where an arena's first object begins.
//
// Bytes from an arena's base to its first object: the header, and behind it the class's colour, 128 bytes times the class modulo the number
// of colours (`Geometry::first_object_offset`).
//
//   | 0 | colour | 1000000 |      paper, soc32: 4 bits of colour; tiny: 2, below 3 zeros
//
// Combinational; wires only.

`default_nettype none

module memento_first_object (
  // The class.
  input  logic [3:0] class_i,
  // The offset, less than a page.
  output logic [11:0] offset_o
);
  // The class bits that are the colour.
  localparam logic [3:0] COLOURS = 4'd3;
  localparam logic [11:0] HEADER_BYTES = 12'h40;

  assign offset_o = {1'b0, class_i & COLOURS, 7'd0} | HEADER_BYTES;
endmodule

`default_nettype wire
