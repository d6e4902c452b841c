// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_masked_ram_256x64, configuration soc32: generated from hdl/src/prim/ram.rs, do not edit.
//
// Memories with one synchronous read port and one write port.
//
// A read of the row that is written in the same cycle returns the old contents; nobody relies on the contents of a
// row before its first write.
//
// A memory of 2^ADDRESS rows of 64 bits whose four 16-bit words are written one by one or together. Read data come
// one cycle after `read_enable_i` and stay until the next read.

`default_nettype none

module memento_masked_ram_256x64 (
  // Clock.
  input  logic clk_i,
  // Read a row.
  input  logic read_enable_i,
  // Row to read.
  input  logic [7:0] read_address_i,
  // The row read last.
  output logic [63:0] read_data_o,
  // Words of the row to write, lowest word first.
  input  logic [3:0] write_mask_i,
  // Row to write.
  input  logic [7:0] write_address_i,
  // What to write.
  input  logic [63:0] write_data_i
);
  (* no_rw_check, ram_style = "block" *)
  logic [63:0] rows [0:255];
  always_ff @(posedge clk_i) begin
    if (write_mask_i[0]) rows[write_address_i][15:0] <= write_data_i[15:0];
    if (write_mask_i[1]) rows[write_address_i][31:16] <= write_data_i[31:16];
    if (write_mask_i[2]) rows[write_address_i][47:32] <= write_data_i[47:32];
    if (write_mask_i[3]) rows[write_address_i][63:48] <= write_data_i[63:48];
    if (read_enable_i) read_data_o <= rows[read_address_i];
  end
endmodule

`default_nettype wire
