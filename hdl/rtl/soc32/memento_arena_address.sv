// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_arena_address, configuration soc32: generated from hdl/src/arena_address.rs, do not edit.
//
// Address of an arena.
//
// Address of an arena: region, class and page put together.
//
//   | region_base_i | class_i | page_i | 000000000000 |
//
// Combinational; wires only, since the region is aligned to its size.

`default_nettype none

module memento_arena_address (
  // First address of the region.
  input  logic [31:0] region_base_i,
  // Size class.
  input  logic [5:0] class_i,
  // First page of the arena in its class's slice.
  input  logic [11:0] page_i,
  // The arena's base address.
  output logic [31:0] address_o
);
  // The bits of the region's number; below them, its first address has none.
  localparam logic [31:0] REGION_MASK = 32'hc0000000;
  localparam logic [5:0] SLICE_SHIFT = 6'h18;

  assign address_o =
    (region_base_i & REGION_MASK)
    | ({26'd0, class_i} << SLICE_SHIFT)
    | {8'd0, page_i, 12'd0};
endmodule

`default_nettype wire
