// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_object_index, configuration paper: generated from hdl/src/object_index.rs, do not edit.
//
// Object index: which object an address names, if it names one.
//
//              stage 1                  stage 2                    stage 3
//           +-----------+ class     +-------------+ partial    +------------+
// address ─►| cut apart ├──────────►| multiply by ├───────────►| add up,    ├─► class, page, index
//           | mask span | dividend  | 1/m         | products   | range check|   in_region, exact
//           | align     |           +-------------+            +------------+
//           +-----------+
//
// clk_i      __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\_
// advance_i  ^^^^^^^^^^^^^^\_____/^^^^^^^^^^^^^^^^
// address_i  X a  X b  X   c     X
// valid_1_o        a    b    b    c
// valid_2_o             a    a    b    c
// valid_o                         a    b    c
//
// Contract
//
// * Latency: 3 cycles with `advance_i` high; one address per such cycle. While `advance_i` is low nothing moves. With `hold_i` the address
//   in stage 1 stays there, and none enters.
// * Assumes: `region_base_i` is aligned to the region and does not change while anything is in flight.
// * Guarantees, while `valid_o` is high: `in_region_o` says whether the address lies in the region. If so, `class_o` and
//   `page_o` name the arena span that holds it, and `exact_o` says whether it is the first byte of an object, whose
//   index is then `index_o`. In every other case the fields mean nothing.
// * `valid_1_o`, `valid_2_o` and their classes show what is still in flight.
//
// Exact division
//
// Let a be the address and f the arena's first object, both in granules of 8 bytes from the beginning of the span, and d = class + 1
// the object's size in granules, d = 2^k m with m odd. The address is an object's start when a - f = q d for a q below the number of
// objects. Nothing is divided, and nothing subtracted before the multiplication: a and f must agree in their k lowest bits, and then
// q = A m' - F m' modulo 2^w, where A and F are a and f without these bits and m m' = 1 modulo 2^w. F m' is a constant of the class. *The
// only check needed is that this q is below 2^OBJECT.* For suppose it is. Then q m = A - F modulo 2^w by construction, and so they are equal:
//
// * 0 <= q m < 2^OBJECT * 2^CLASS = 2^w, with w = QUOTIENT = OBJECT + CLASS;
// * A - F < 2^w, as A < span / (8 * 2^k) <= 2^w;
// * if A - F is negative, the address being before the first object, q m would be 2^w - (F - A) >= 2^w - F; but F + (2^OBJECT - 1) m is below 2^w.
//
// `ObjectIndex::new` asserts both conditions on constants for every class. The other way round, the index of a true object start
// satisfies the congruence, whose solution is unique.
//
// Cost
//
// Six tables of 2^CLASS rows, a shifter, about QUOTIENT^2 / 4 bits of adders split over two stages, and about
// 6 QUOTIENT + 3 (PAGE + CLASS) flip-flops.
//
// Address to object, in three stages. OFFSET, the bits of an offset in the largest class's arena, is
// OBJECT + CLASS + 4; QUOTIENT is OBJECT + CLASS.

`default_nettype none

module memento_object_index (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties the stages.
  input  logic rst_ni,
  // First address of the region.
  input  logic [47:0] region_base_i,
  // All stages move on.
  input  logic advance_i,
  // Stage 1 does not, whatever the others do.
  input  logic hold_i,
  // An address enters.
  input  logic valid_i,
  // The address.
  input  logic [47:0] address_i,
  // An address is in stage 1.
  output logic valid_1_o,
  // Its class.
  output logic [5:0] class_1_o,
  // An address is in stage 2.
  output logic valid_2_o,
  // Its class.
  output logic [5:0] class_2_o,
  // First page, within the class's slice, of the arena span that holds it.
  output logic [19:0] page_2_o,
  // An address has come out.
  output logic valid_o,
  // The address lies in the region.
  output logic in_region_o,
  // Size class whose slice holds the address.
  output logic [5:0] class_o,
  // First page, within the slice, of the arena span that holds the address.
  output logic [19:0] page_o,
  // The address is the first byte of an object.
  output logic exact_o,
  // Index of that object in its arena.
  output logic [7:0] index_o
);
  // Quotient bits that an object's index does not have.
  localparam logic [13:0] BEYOND_ARENA = 14'h3f00;
  // Bits of an address that tell the region.
  localparam logic [47:0] REGION_MASK = 48'hffc000000000;
  // Bits of an address below its class.
  localparam logic [5:0] SLICE_BITS = 6'h20;
  logic [5:0] slice_class;
  // The address in granules, right in the bits of an offset in the arena's span.
  logic [17:0] granules;
  // Where it differs from the first object's, right in the bits of an offset in a page.
  logic [11:0] difference;
  logic [13:0] dividend;
  logic [13:0] quotient;
  logic [19:0] last_span_page_number_o;
  logic [2:0] alignment_shift_data_o;
  logic [11:0] alignment_mask_data_o;
  logic [13:0] dividend_mask_data_o;
  logic [13:0] inverse_data_o;
  logic [13:0] triple_inverse_data_o;
  logic [13:0] origin_data_o;
  logic [11:0] first_object_offset_o;
  logic valid_1_q, valid_1_d;
  logic in_region_1_q, in_region_1_d;
  logic [5:0] class_1_q, class_1_d;
  logic [19:0] page_1_q, page_1_d;
  // The distance from the first object is a multiple of 8 * 2^k bytes.
  logic aligned_1_q, aligned_1_d;
  logic [13:0] dividend_1_q, dividend_1_d;
  logic [13:0] inverse_1_q, inverse_1_d;
  logic [13:0] triple_inverse_1_q, triple_inverse_1_d;
  logic [13:0] origin_1_q, origin_1_d;
  logic [13:0] products_0_product_o;
  logic [13:0] products_1_product_o;
  logic [13:0] products_2_product_o;
  logic [13:0] products_3_product_o;
  logic [13:0] products_4_product_o;
  logic [13:0] products_5_product_o;
  logic [13:0] products_6_product_o;
  logic valid_2_q, valid_2_d;
  logic in_region_2_q, in_region_2_d;
  logic [5:0] class_2_q, class_2_d;
  logic [19:0] page_2_q, page_2_d;
  // Everything but the quotient's range is right.
  logic aligned_2_q, aligned_2_d;
  logic [13:0] lower_sum_2_q, lower_sum_2_d;
  logic [13:0] middle_2_q, middle_2_d;
  logic [13:0] upper_sum_2_q, upper_sum_2_d;
  logic valid_3_q, valid_3_d;
  logic in_region_3_q, in_region_3_d;
  logic [5:0] class_3_q, class_3_d;
  logic [19:0] page_3_q, page_3_d;
  logic exact_3_q, exact_3_d;
  logic [7:0] index_3_q, index_3_d;

  memento_last_span_page u_last_span_page (
    .class_i(slice_class),
    .number_o(last_span_page_number_o)
  );

  memento_rom_alignment_shift u_alignment_shift (
    .address_i(slice_class),
    .data_o(alignment_shift_data_o)
  );

  memento_rom_alignment_mask u_alignment_mask (
    .address_i(slice_class),
    .data_o(alignment_mask_data_o)
  );

  memento_rom_dividend_mask u_dividend_mask (
    .address_i(slice_class),
    .data_o(dividend_mask_data_o)
  );

  memento_rom_inverse u_inverse (
    .address_i(slice_class),
    .data_o(inverse_data_o)
  );

  memento_rom_triple_inverse u_triple_inverse (
    .address_i(slice_class),
    .data_o(triple_inverse_data_o)
  );

  memento_rom_origin u_origin (
    .address_i(slice_class),
    .data_o(origin_data_o)
  );

  memento_first_object u_first_object (
    .class_i(slice_class),
    .offset_o(first_object_offset_o)
  );

  memento_digit_product_14 u_products_0 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[1:0]),
    .product_o(products_0_product_o)
  );

  memento_digit_product_14 u_products_1 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[3:2]),
    .product_o(products_1_product_o)
  );

  memento_digit_product_14 u_products_2 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[5:4]),
    .product_o(products_2_product_o)
  );

  memento_digit_product_14 u_products_3 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[7:6]),
    .product_o(products_3_product_o)
  );

  memento_digit_product_14 u_products_4 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[9:8]),
    .product_o(products_4_product_o)
  );

  memento_digit_product_14 u_products_5 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[11:10]),
    .product_o(products_5_product_o)
  );

  memento_digit_product_14 u_products_6 (
    .multiplicand_i(inverse_1_q),
    .triple_i(triple_inverse_1_q),
    .digit_i(dividend[13:12]),
    .product_o(products_6_product_o)
  );

  // Stage 1: cut the address apart, and take out the power of two.
  assign slice_class = 6'(address_i >> SLICE_BITS);
  assign granules = address_i[20:3];
  assign difference = address_i[11:0] ^ first_object_offset_o;

  always @* begin
    valid_1_d = valid_1_q;
    in_region_1_d = in_region_1_q;
    class_1_d = class_1_q;
    page_1_d = page_1_q;
    aligned_1_d = aligned_1_q;
    dividend_1_d = dividend_1_q;
    inverse_1_d = inverse_1_q;
    triple_inverse_1_d = triple_inverse_1_q;
    origin_1_d = origin_1_q;
    if (advance_i && !hold_i) begin
      valid_1_d = valid_i;
      in_region_1_d = !(|((address_i ^ region_base_i) & REGION_MASK));
      class_1_d = slice_class;
      page_1_d = address_i[31:12] & ~last_span_page_number_o;
      aligned_1_d = !(|(difference & alignment_mask_data_o));
      dividend_1_d = (14'(granules >> alignment_shift_data_o)) & dividend_mask_data_o;
      inverse_1_d = inverse_data_o;
      triple_inverse_1_d = triple_inverse_data_o;
      origin_1_d = origin_data_o;
    end
  end

  // Stage 2: multiply by the inverse; what the first object would come to is taken off.
  assign dividend = dividend_1_q;

  always @* begin
    valid_2_d = valid_2_q;
    in_region_2_d = in_region_2_q;
    class_2_d = class_2_q;
    page_2_d = page_2_q;
    aligned_2_d = aligned_2_q;
    lower_sum_2_d = lower_sum_2_q;
    middle_2_d = middle_2_q;
    upper_sum_2_d = upper_sum_2_q;
    if (advance_i) begin
      valid_2_d = valid_1_q && !hold_i;
      in_region_2_d = in_region_1_q;
      class_2_d = class_1_q;
      page_2_d = page_1_q;
      aligned_2_d = aligned_1_q;
      lower_sum_2_d = products_0_product_o + (products_1_product_o << 2) + (products_2_product_o << 4);
      middle_2_d = (products_3_product_o << 6) + origin_1_q;
      upper_sum_2_d =
        (products_4_product_o << 8)
        + (products_5_product_o << 10)
        + (products_6_product_o << 12);
    end
  end

  // Stage 3: add up; a quotient that is an index is the right one.
  assign quotient = lower_sum_2_q + middle_2_q + upper_sum_2_q;

  always @* begin
    valid_3_d = valid_3_q;
    in_region_3_d = in_region_3_q;
    class_3_d = class_3_q;
    page_3_d = page_3_q;
    exact_3_d = exact_3_q;
    index_3_d = index_3_q;
    if (advance_i) begin
      valid_3_d = valid_2_q;
      in_region_3_d = in_region_2_q;
      class_3_d = class_2_q;
      page_3_d = page_2_q;
      exact_3_d = aligned_2_q && !(|(quotient & BEYOND_ARENA));
      index_3_d = quotient[7:0];
    end
  end

  assign valid_1_o = valid_1_q;
  assign class_1_o = class_1_q;
  assign valid_2_o = valid_2_q;
  assign class_2_o = class_2_q;
  assign page_2_o = page_2_q;
  assign valid_o = valid_3_q;
  assign in_region_o = in_region_3_q;
  assign class_o = class_3_q;
  assign page_o = page_3_q;
  assign exact_o = exact_3_q;
  assign index_o = index_3_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_1_q <= 1'b0;
      in_region_1_q <= 1'b0;
      class_1_q <= 6'd0;
      page_1_q <= 20'd0;
      aligned_1_q <= 1'b0;
      dividend_1_q <= 14'd0;
      inverse_1_q <= 14'd0;
      triple_inverse_1_q <= 14'd0;
      origin_1_q <= 14'd0;
      valid_2_q <= 1'b0;
      in_region_2_q <= 1'b0;
      class_2_q <= 6'd0;
      page_2_q <= 20'd0;
      aligned_2_q <= 1'b0;
      lower_sum_2_q <= 14'd0;
      middle_2_q <= 14'd0;
      upper_sum_2_q <= 14'd0;
      valid_3_q <= 1'b0;
      in_region_3_q <= 1'b0;
      class_3_q <= 6'd0;
      page_3_q <= 20'd0;
      exact_3_q <= 1'b0;
      index_3_q <= 8'd0;
    end else begin
      valid_1_q <= valid_1_d;
      in_region_1_q <= in_region_1_d;
      class_1_q <= class_1_d;
      page_1_q <= page_1_d;
      aligned_1_q <= aligned_1_d;
      dividend_1_q <= dividend_1_d;
      inverse_1_q <= inverse_1_d;
      triple_inverse_1_q <= triple_inverse_1_d;
      origin_1_q <= origin_1_d;
      valid_2_q <= valid_2_d;
      in_region_2_q <= in_region_2_d;
      class_2_q <= class_2_d;
      page_2_q <= page_2_d;
      aligned_2_q <= aligned_2_d;
      lower_sum_2_q <= lower_sum_2_d;
      middle_2_q <= middle_2_d;
      upper_sum_2_q <= upper_sum_2_d;
      valid_3_q <= valid_3_d;
      in_region_3_q <= in_region_3_d;
      class_3_q <= class_3_d;
      page_3_q <= page_3_d;
      exact_3_q <= exact_3_d;
      index_3_q <= index_3_d;
    end
  end
endmodule

`default_nettype wire
