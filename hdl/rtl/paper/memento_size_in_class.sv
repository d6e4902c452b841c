// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_size_in_class, configuration paper: generated from hdl/src/size_in_class.rs, do not edit.
//
// Whether a request falls into a given size class.
//
//   size_i  ──►+-----------------+
//   (bytes)    |  size_in_class  |──► is_in_class_o
//   class_i ──►|  combinational  |
//              +-----------------+
//
// Contract
//
// * Latency: none, combinational. Guarantees: `is_in_class_o` says whether the `class_o` of
// `SizeClass`(crate::size_class::SizeClass) for `size_i` is `class_i`, for every size, also one that is too large for any class.
//
// Without a decrement
//
// The class is (size - 1) / 8. Of a size that is a multiple of 8 and not 0, that is a decrement of size / 8 = u; of any other it is u itself.
// Whether u = c + 1 is seen without adding: bit 0 must differ, and each other bit must differ just if the carry comes there, which, if all bits
// below are right, is when the bit before is 1 in c and 0 in u.
//
// Cost
//
// Two comparisons of CLASS bits, three levels of LUTs.
//
// Comparison of a size with a class, of 2^CLASS classes of 8, 16, .. 8 * 2^CLASS bytes.

`default_nettype none

module memento_size_in_class (
  // Requested bytes; 0 counts as 1.
  input  logic [47:0] size_i,
  // Size class.
  input  logic [5:0] class_i,
  // The size is of that class.
  output logic is_in_class_o
);
  // The bits of the largest size, and below it down to 8.
  localparam logic [47:0] UNIT_BITS = 48'h3f8;
  logic [5:0] units;
  // Bits in which the class less than the units by 1 would have to differ from them.
  logic [5:0] carries;

  assign units = size_i[8:3];
  assign carries = ((class_i & ~units) << 1) | 6'd1;

  always @* begin
    is_in_class_o = units == class_i;
    if (!(|size_i[2:0]) && (|(size_i & UNIT_BITS))) begin
      is_in_class_o = (units ^ class_i) == carries;
    end
  end
endmodule

`default_nettype wire
