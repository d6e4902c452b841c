// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_object_offset, configuration paper: generated from hdl/src/object_offset.rs, do not edit.
//
// Object offset: where in its arena the object with a given index lies.
//
//                   +------------------+
//   index_i ───────►|  object_offset   |
//   divisor_i ─────►|                  |──► offset_o = 64 + 8 * divisor * index
//   (class + 1)     |  combinational   |
//   triple_i ──────►|                  |
//                   +------------------+
//
//   index = digits 3 2 1 0 in base 4
//
//   divisor * digit 0          ──┐
//   divisor * digit 1 * 4      ──+──┐
//   divisor * digit 2 * 16     ──┐  +──► offset in granules of 8 bytes
//   divisor * digit 3 * 64 | 8 ──+──┘
//                            └─ the header, in a bit that this row leaves 0
//
// Contract
//
// * Latency: none, combinational.
// * Assumes: 1 <= `divisor_i` <= 2^CLASS, with DIVISOR = CLASS + 1; `triple_i` is three times that.
// * Guarantees: `offset_o` is the distance in bytes of object `index_i` from its arena's base. It is below the arena's
//   span, so that `base | offset_o` is the object's address.
//
// Cost
//
// Two levels of adders; 3 adders of OFFSET - 3 bits.
//
// Byte offset of an object. OFFSET, the bits of an offset in the largest class's arena, is OBJECT + DIVISOR + 3, and
// GRANULES is OFFSET - 3.

`default_nettype none

module memento_object_offset (
  // Object's index in its arena.
  input  logic [7:0] index_i,
  // Object's size in granules of 8 bytes: class + 1.
  input  logic [6:0] divisor_i,
  // Three times that.
  input  logic [8:0] triple_i,
  // Bytes from the arena's base to the object.
  output logic [17:0] offset_o
);
  localparam logic [14:0] HEADER_GRANULES = 15'd8;
  logic [7:0] index;
  logic [9:0] divisor;
  logic [9:0] triple;
  // The divisor times the lower and the upper four bits of the index, less than 2^10 each.
  logic [9:0] lower;
  logic [9:0] upper;
  logic [14:0] granules;
  logic [9:0] products_0_product_o;
  logic [9:0] products_1_product_o;
  logic [9:0] products_2_product_o;
  logic [9:0] products_3_product_o;

  memento_digit_product_10 u_products_0 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[1:0]),
    .product_o(products_0_product_o)
  );

  memento_digit_product_10 u_products_1 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[3:2]),
    .product_o(products_1_product_o)
  );

  memento_digit_product_10 u_products_2 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[5:4]),
    .product_o(products_2_product_o)
  );

  memento_digit_product_10 u_products_3 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[7:6]),
    .product_o(products_3_product_o)
  );

  assign index = index_i;
  assign divisor = {3'd0, divisor_i};
  assign triple = {1'b0, triple_i};
  assign lower = products_0_product_o + (products_1_product_o << 2);
  assign upper = products_2_product_o + (products_3_product_o << 2);
  assign granules = {5'd0, lower} + ({1'b0, upper, 4'd0} | HEADER_GRANULES);
  assign offset_o = {granules, 3'd0};
endmodule

`default_nettype wire
