// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_walk_cache, configuration tiny: generated from hdl/src/walk_cache.rs, do not edit.
//
// Walk cache: where the lowest tables of the page table lie, for the parts of the region walked of late.
//
//                 +---------------------------+
//   read_key_i ──►| 2^ROW rows (RAM),         |──► hit_o, ppn_o      from the next cycle on
//                 | one for each lowest part  |
//   write_key_i ─►| of a class number         |
//   write_ppn_i ─►|                           |
//                 +---------------------------+
//
// Contract
//
// * Latency: one cycle. `hit_o` and `ppn_o` tell what was there in the last cycle with `read_enable_i`.
// * A key is the number, within the region, of the memory that one lowest table covers. Its row is chosen by the lowest
//   ROW bits of its class; a write replaces what its row held.
// * `clear_i` empties every row; so does reset.
//
// Cost
//
// A memory of 2^ROW rows of KEY + PPN bits, and 2^ROW + KEY flip-flops.
//
// A direct-mapped memory of ROWS = 2^ROW table addresses. TAGGED is KEY + PPN.

`default_nettype none

module memento_walk_cache (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties every row.
  input  logic rst_ni,
  // Empty every row.
  input  logic clear_i,
  // Look a key up.
  input  logic read_enable_i,
  // The key.
  input  logic [5:0] read_key_i,
  // Its table is known.
  output logic hit_o,
  // The table's frame.
  output logic [19:0] ppn_o,
  // Keep a table.
  input  logic write_enable_i,
  // Its key.
  input  logic [5:0] write_key_i,
  // Its frame.
  input  logic [19:0] write_ppn_i
);
  // Bits of a key below its class.
  localparam logic [5:0] CLASS_SHIFT = 6'd2;
  localparam logic [5:0] PPN_BITS = 6'h14;
  logic [3:0] read_row;
  logic [3:0] write_row;
  logic [25:0] rows_read_data_o;
  logic [25:0] rows_write_data_i;
  logic [15:0] valid_q, valid_d;
  logic valid_1_q, valid_1_d;
  logic [5:0] key_1_q, key_1_d;

  memento_ram_16x26 u_rows (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_row),
    .read_data_o(rows_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_row),
    .write_data_i(rows_write_data_i)
  );

  assign read_row = 4'(read_key_i >> CLASS_SHIFT);

  always @* begin
    valid_1_d = valid_1_q;
    key_1_d = key_1_q;
    if (read_enable_i) begin
      valid_1_d = valid_q[read_row];
      key_1_d = read_key_i;
    end
  end

  assign hit_o = valid_1_q && ((6'(rows_read_data_o >> PPN_BITS)) == key_1_q);
  assign ppn_o = rows_read_data_o[19:0];
  assign write_row = 4'(write_key_i >> CLASS_SHIFT);
  assign rows_write_data_i = ({20'd0, write_key_i} << PPN_BITS) | {6'd0, write_ppn_i};

  always @* begin
    valid_d = valid_q;
    if (write_enable_i) begin
      valid_d = valid_q | (16'd1 << write_row);
    end
    if (clear_i) begin
      valid_d = 16'd0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 16'd0;
      valid_1_q <= 1'b0;
      key_1_q <= 6'd0;
    end else begin
      valid_q <= valid_d;
      valid_1_q <= valid_1_d;
      key_1_q <= key_1_d;
    end
  end
endmodule

`default_nettype wire
