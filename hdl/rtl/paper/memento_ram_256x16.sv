// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_ram_256x16, configuration paper: generated from hdl/src/prim/ram.rs, do not edit.
//
// Memories with one synchronous read port and one write port.
//
// A read of the row that is written in the same cycle returns the old contents; nobody relies on the contents of a
// row before its first write.
//
// A memory of 2^ADDRESS rows of `T`. Read data come one cycle after `read_enable_i` and stay until the next read.

`default_nettype none

module memento_ram_256x16 (
  // Clock.
  input  logic clk_i,
  // Read a row.
  input  logic read_enable_i,
  // Row to read.
  input  logic [7:0] read_address_i,
  // The row read last.
  output logic [15:0] read_data_o,
  // Write a row.
  input  logic write_enable_i,
  // Row to write.
  input  logic [7:0] write_address_i,
  // What to write.
  input  logic [15:0] write_data_i
);
  (* no_rw_check *)
  logic [15:0] rows [0:255];
  always_ff @(posedge clk_i) begin
    if (write_enable_i) rows[write_address_i] <= write_data_i;
    if (read_enable_i) read_data_o <= rows[read_address_i];
  end
endmodule

`default_nettype wire
