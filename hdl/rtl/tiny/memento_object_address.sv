// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_object_address, configuration tiny: generated from hdl/src/object_address.rs, do not edit.
//
// Object address: where the object with a given index of an arena lies.
//
//                   +------------------+
//   first_i ───────►|  object_address  |
//   index_i ───────►|                  |
//   divisor_i ─────►|                  |──► address_o = first + 8 * divisor * index
//   (class + 1)     |  combinational   |
//   triple_i ──────►|                  |
//                   +------------------+
//
//   index = digits 3 2 1 0 in base 4
//
//   divisor * digit 0          ──┐
//   divisor * digit 1 * 4      ──+──┐
//   divisor * digit 2 * 16     ──┐  +──► address in granules of 8 bytes
//   divisor * digit 3 * 64     ──+──┘
//
// Contract
//
// * Latency: none, combinational.
// * Assumes: `divisor_i` is at most 2^CLASS, with DIVISOR = CLASS + 1, and `triple_i` three times that. Unless
//   `divisor_i` is 0, `first_i` is the address of the first object of an arena of the class: less than 2048 more than a multiple of the class's span.
// * Guarantees: `address_o` is the address of object `index_i`; if `divisor_i` is 0, it is `first_i`.
//
// Cost
//
// Two levels of adders, and nothing behind the last; 3 adders of about GRANULES bits. Most of the first object's address needs no adder: it
// is put where the rows, which lie within the span, leave bits 0. Two bits are a third summand.
//
// Address of an object. GRANULES, the bits of an offset within the largest class's arena in granules of 8 bytes, is OBJECT + DIVISOR.

`default_nettype none

module memento_object_address (
  // Address of the arena's first object, or any address that is to pass.
  input  logic [31:0] first_i,
  // Object's index in its arena.
  input  logic [5:0] index_i,
  // Object's size in granules of 8 bytes: class + 1. 0: no object.
  input  logic [4:0] divisor_i,
  // Three times that.
  input  logic [6:0] triple_i,
  // The object's address.
  output logic [31:0] address_o
);
  // The address bits that no offset changes.
  localparam logic [31:0] OUTSIDE = 32'hffffc007;
  logic [7:0] index;
  logic [9:0] divisor;
  logic [9:0] triple;
  // Granules of `first_i` that an offset may change.
  logic [10:0] first;
  // The divisor times the lower four bits of the index.
  logic [9:0] lower;
  // The divisor times the upper four bits.
  logic [9:0] upper;
  logic [10:0] granules;
  logic [9:0] products_0_product_o;
  logic [9:0] products_1_product_o;
  logic [9:0] products_2_product_o;
  logic [9:0] products_3_product_o;

  memento_digit_product u_products_0 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[1:0]),
    .product_o(products_0_product_o)
  );

  memento_digit_product u_products_1 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[3:2]),
    .product_o(products_1_product_o)
  );

  memento_digit_product u_products_2 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[5:4]),
    .product_o(products_2_product_o)
  );

  memento_digit_product u_products_3 (
    .multiplicand_i(divisor),
    .triple_i(triple),
    .digit_i(index[7:6]),
    .product_o(products_3_product_o)
  );

  assign index = {2'd0, index_i};
  assign divisor = {5'd0, divisor_i};
  assign triple = {3'd0, triple_i};

  // Each bit of the first object's address goes where the fewest others can be: bits 0 to 3 below the upper
  // sum, 4 and 5 below row 3, 8 and 9 above row 0, the others above the lower sum; 6 and 7 are beside rows 2
  // and 3.
  assign first = first_i[13:3];
  assign lower = (products_0_product_o | (first[9:0] & 10'h300)) + (products_1_product_o << 2);
  assign upper =
    products_2_product_o
    + ((products_3_product_o << 2) | ({3'd0, first[10:4]} & 10'd3))
    + ({3'd0, first[10:4]} & 10'hc);
  assign granules = {first[10], lower} + ({upper[6:0], 4'd0} | (first & 11'hf));
  assign address_o = (first_i & OUTSIDE) | {18'd0, granules, 3'd0};

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{upper[9:7]};
endmodule

`default_nettype wire
