// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_digit_product_10, configuration soc32: generated from hdl/src/digit_product.rs, do not edit.
//
// The product of a word and a two-bit digit: the building block of the two small multipliers.
//
//                             digit_i
//                                |
//                      0 ─────►+---+
//   multiplicand_i ─┬────────►|   |──► product_o
//                   └─ * 2 ──►|   |
//   triple_i ────────────────►+---+
//
// Contract
//
// * Latency: none, combinational.
// * Assumes: `triple_i = 3 * multiplicand_i mod 2^WIDTH`. It does not depend on the digit, so it can be made beforehand.
// * Guarantees: `product_o = multiplicand_i * digit_i mod 2^WIDTH`.
//
// Cost
//
// One five-input function per bit, no carry. Half as many rows to add up as with single bits.
//
// `multiplicand_i * digit_i`, truncated to WIDTH bits.

`default_nettype none

module memento_digit_product_10 (
  // The word.
  input  logic [9:0] multiplicand_i,
  // Three times the word.
  input  logic [9:0] triple_i,
  // The digit.
  input  logic [1:0] digit_i,
  // The lower bits of the product.
  output logic [9:0] product_o
);

  always @* begin
    product_o = 10'd0;
    case (digit_i)
      2'd1: product_o = multiplicand_i;
      2'd2: product_o = multiplicand_i << 1;
      2'd3: product_o = triple_i;
      default: ;
    endcase
  end
endmodule

`default_nettype wire
