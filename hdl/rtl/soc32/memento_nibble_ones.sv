// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_nibble_ones, configuration soc32: generated from hdl/src/nibble_ones.rs, do not edit.
//
// How many ones a nibble has.
//
// The number of ones of a nibble, 0 to 4.
//
// Combinational, one level of 4-input LUTs.

`default_nettype none

module memento_nibble_ones (
  // The nibble.
  input  logic [3:0] nibble_i,
  // How many ones it has.
  output logic [2:0] count_o
);
  // Of the two bits from each place on, one is 1; both are.
  logic [3:0] one;
  logic [3:0] both;

  assign one = nibble_i ^ (nibble_i >> 1);
  assign both = nibble_i & (nibble_i >> 1);

  // A table would do as well, but a synthesiser that keeps it in memory moves it in front of the nibble's
  // register.
  assign count_o = {
    1'(both & (both >> 2)),
    1'((both ^ (both >> 2)) | (one & (one >> 2))),
    1'(one ^ (one >> 2))
  };
endmodule

`default_nettype wire
