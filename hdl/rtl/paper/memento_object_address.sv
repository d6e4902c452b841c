// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_object_address, configuration paper: generated from hdl/src/object_address.rs, do not edit.
//
// Object address: where the object with a given index of an arena lies.
//
//   a cycle before, or more
//                   +---------------------+
//   class_i ───────►| multiples ─► [ ]    |
//                   |               ▼     |
//   arena_i ───────►|   object_address    |
//   index_i ───────►|                     |──► address_o = arena + 64 + 128 * colour + 8 * divisor * index
//   pass_i ────────►|                     |     or pass
//                   +---------------------+
//
//   index = digits 3 2 1 0 in base 4; divisor = class + 1
//
//   divisor * digit 0                        ──┐
//   divisor * digit 1 * 4                    ──┼──► sums, carries ──┼──► sums, carries ──+──► address in granules of 8 bytes
//   (divisor * digit 2 + colour) * 16        ──┘                    │
//   divisor * digit 3 * 64 + header + arena  ───────────────────────┘
//
// Contract
//
// * In the cycle after one with `next_valid_i`, `address_o` is the address of object `index_i` of the arena at `arena_i`, an arena of the
//   class that was named last: `class_i` in the last cycle with `class_valid_i`, which may be that with `next_valid_i`. In any other
//   cycle it is `pass_i`.
// * Assumes: `pass_i` is 0 where an object's address is asked for.
//
// Cost
//
// Two levels of LUTs that make two summands of four, and an adder of GRANULES bits with nothing behind it: carry chains one behind
// the other lie too far apart in an FPGA. The colour (`Geometry::first_object_offset`) has no row of its own: multiples that have it
// in them are made beforehand, as all are. They are kept twice, since what is added must be 0 in a cycle without an object. Some 100
// flip-flops.
//
// Address of an object. DIVISOR is CLASS + 1, TRIPLE is CLASS + 2; GRANULES, the bits of an offset within the largest class's arena in
// granules of 8 bytes, is OBJECT + DIVISOR.

`default_nettype none

module memento_object_address (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // An object's address will be asked for in the next cycle.
  input  logic next_valid_i,
  // From the next cycle on, the class is `class_i`.
  input  logic class_valid_i,
  // A class.
  input  logic [5:0] class_i,
  // The arena.
  input  logic [47:0] arena_i,
  // Object's index in it.
  input  logic [7:0] index_i,
  // An address that passes where none is asked for.
  input  logic [47:0] pass_i,
  // The object's address.
  output logic [47:0] address_o
);
  localparam logic [47:0] HEADER_BYTES = 48'h40;
  // The address bits that no offset changes.
  localparam logic [47:0] OUTSIDE = 48'hfffffffc0007;
  logic [7:0] index;
  // The row of digit 2.
  logic [9:0] coloured;
  // What the offset is added to.
  logic [47:0] base;
  // The rows of the digits, in granules; the last one with the base.
  logic [14:0] rows_0, rows_1, rows_2, rows_3;
  // The sum of rows 0 to 2, bit by bit, and what is carried; and of these with row 3.
  logic [14:0] sums;
  logic [14:0] carries;
  logic [14:0] last_sums;
  logic [14:0] last_carries;
  logic [14:0] granules;
  logic [6:0] multiples_divisor_o;
  logic [7:0] multiples_triple_o;
  logic [3:0] multiples_colour_o;
  logic [7:0] multiples_coloured_1_o;
  logic [7:0] multiples_coloured_2_o;
  logic [7:0] multiples_coloured_3_o;
  logic [9:0] products_0_multiplicand_i;
  logic [9:0] products_0_triple_i;
  logic [9:0] products_0_product_o;
  logic [9:0] products_1_multiplicand_i;
  logic [9:0] products_1_triple_i;
  logic [9:0] products_1_product_o;
  logic [9:0] products_2_multiplicand_i;
  logic [9:0] products_2_triple_i;
  logic [9:0] products_2_product_o;
  logic valid_q, valid_d;
  // The object's size in granules, or 0; and three times that.
  logic [6:0] divisor_q, divisor_d;
  logic [7:0] triple_q, triple_d;
  // How far behind the header the first object lies, in units of 128 bytes; and 1 to 3 times the divisor
  // more.
  logic [3:0] colour_q, colour_d;
  logic [7:0] coloured_1_q, coloured_1_d;
  logic [7:0] coloured_2_q, coloured_2_d;
  logic [7:0] coloured_3_q, coloured_3_d;
  // The class's, whether an object is asked for or not.
  logic [6:0] class_divisor_q, class_divisor_d;
  logic [7:0] class_triple_q, class_triple_d;
  logic [3:0] class_colour_q, class_colour_d;
  logic [7:0] class_coloured_1_q, class_coloured_1_d;
  logic [7:0] class_coloured_2_q, class_coloured_2_d;
  logic [7:0] class_coloured_3_q, class_coloured_3_d;

  // Multiples of the divisor, for the next cycle; 0 where an address passes.
  memento_class_multiples u_multiples (
    .class_i(class_i),
    .divisor_o(multiples_divisor_o),
    .triple_o(multiples_triple_o),
    .colour_o(multiples_colour_o),
    .coloured_1_o(multiples_coloured_1_o),
    .coloured_2_o(multiples_coloured_2_o),
    .coloured_3_o(multiples_coloured_3_o)
  );

  memento_digit_product_10 u_products_0 (
    .multiplicand_i(products_0_multiplicand_i),
    .triple_i(products_0_triple_i),
    .digit_i(index[1:0]),
    .product_o(products_0_product_o)
  );

  memento_digit_product_10 u_products_1 (
    .multiplicand_i(products_1_multiplicand_i),
    .triple_i(products_1_triple_i),
    .digit_i(index[3:2]),
    .product_o(products_1_product_o)
  );

  memento_digit_product_10 u_products_2 (
    .multiplicand_i(products_2_multiplicand_i),
    .triple_i(products_2_triple_i),
    .digit_i(index[7:6]),
    .product_o(products_2_product_o)
  );

  always @* begin
    class_divisor_d = class_divisor_q;
    class_triple_d = class_triple_q;
    class_colour_d = class_colour_q;
    class_coloured_1_d = class_coloured_1_q;
    class_coloured_2_d = class_coloured_2_q;
    class_coloured_3_d = class_coloured_3_q;
    if (class_valid_i) begin
      class_divisor_d = multiples_divisor_o;
      class_triple_d = multiples_triple_o;
      class_colour_d = multiples_colour_o;
      class_coloured_1_d = multiples_coloured_1_o;
      class_coloured_2_d = multiples_coloured_2_o;
      class_coloured_3_d = multiples_coloured_3_o;
    end
  end

  always @* begin
    valid_d = valid_q;
    valid_d = next_valid_i;
  end

  always @* begin
    divisor_d = divisor_q;
    triple_d = triple_q;
    colour_d = colour_q;
    coloured_1_d = coloured_1_q;
    coloured_2_d = coloured_2_q;
    coloured_3_d = coloured_3_q;
    divisor_d = 7'd0;
    triple_d = 8'd0;
    colour_d = 4'd0;
    coloured_1_d = 8'd0;
    coloured_2_d = 8'd0;
    coloured_3_d = 8'd0;
    if (next_valid_i) begin
      divisor_d = class_divisor_d;
      triple_d = class_triple_d;
      colour_d = class_colour_d;
      coloured_1_d = class_coloured_1_d;
      coloured_2_d = class_coloured_2_d;
      coloured_3_d = class_coloured_3_d;
    end
  end

  // A row for each digit of the index.
  assign index = index_i;
  assign products_0_multiplicand_i = {3'd0, divisor_q};
  assign products_0_triple_i = {2'd0, triple_q};
  assign products_1_multiplicand_i = {3'd0, divisor_q};
  assign products_1_triple_i = {2'd0, triple_q};
  assign products_2_multiplicand_i = {3'd0, divisor_q};
  assign products_2_triple_i = {2'd0, triple_q};

  always @* begin
    case (index[5:4])
      2'd1: coloured = {2'd0, coloured_1_q};
      2'd2: coloured = {2'd0, coloured_2_q};
      2'd3: coloured = {2'd0, coloured_3_q};
      default: coloured = {6'd0, colour_q};
    endcase
  end

  always @* begin
    base = pass_i;
    if (valid_q) begin
      base = pass_i | arena_i | HEADER_BYTES;
    end
  end

  // An arena's base is 0 below its span, in which all its objects are; the header's bit is one of those that
  // digit 3 leaves free.
  assign rows_0 = {5'd0, products_0_product_o};
  assign rows_1 = {3'd0, products_1_product_o, 2'd0};
  assign rows_2 = {1'b0, coloured, 4'd0};
  assign rows_3 = {products_2_product_o[8:0], 6'd0} | base[17:3];

  // Four rows become three summands, and three two.
  assign sums = rows_0 ^ rows_1 ^ rows_2;
  assign carries = ((rows_0 & rows_1) | (rows_0 & rows_2) | (rows_1 & rows_2)) << 1;
  assign last_sums = sums ^ carries ^ rows_3;
  assign last_carries = ((sums & carries) | (sums & rows_3) | (carries & rows_3)) << 1;
  assign granules = last_sums + last_carries;
  assign address_o = (base & OUTSIDE) | {30'd0, granules, 3'd0};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      divisor_q <= 7'd0;
      triple_q <= 8'd0;
      colour_q <= 4'd0;
      coloured_1_q <= 8'd0;
      coloured_2_q <= 8'd0;
      coloured_3_q <= 8'd0;
      class_divisor_q <= 7'd0;
      class_triple_q <= 8'd0;
      class_colour_q <= 4'd0;
      class_coloured_1_q <= 8'd0;
      class_coloured_2_q <= 8'd0;
      class_coloured_3_q <= 8'd0;
    end else begin
      valid_q <= valid_d;
      divisor_q <= divisor_d;
      triple_q <= triple_d;
      colour_q <= colour_d;
      coloured_1_q <= coloured_1_d;
      coloured_2_q <= coloured_2_d;
      coloured_3_q <= coloured_3_d;
      class_divisor_q <= class_divisor_d;
      class_triple_q <= class_triple_d;
      class_colour_q <= class_colour_d;
      class_coloured_1_q <= class_coloured_1_d;
      class_coloured_2_q <= class_coloured_2_d;
      class_coloured_3_q <= class_coloured_3_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{products_2_product_o[9]};
endmodule

`default_nettype wire
