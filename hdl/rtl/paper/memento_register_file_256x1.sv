// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_register_file_256x1, configuration paper: generated from hdl/src/prim/register_file.rs, do not edit.
//
// A small memory that is read combinationally.
//
//                        +-----------------+
//   read_address_i ─────►| 2^ADDRESS rows  |──► read_data_o
//   write_enable_i ─────►|                 |
//   write_address_i ────►|                 |
//   write_data_i ───────►|                 |
//                        +-----------------+
//
// Contract
//
// * Latency: reads none, combinational; a row shows what was written from the cycle after the write.
// * Assumes: nobody relies on the contents of a row before its first write; there is no reset.
//
// Cost
//
// LUT memory on ECP5, one cell per 16 rows of 4 bits. iCE40 has none: it takes block RAM where the read address comes
// straight from a register, else flip-flops. Keep it small. Where the read address comes straight from a register Yosys may take
// block RAM on ECP5 too, which shows its data 5.8 ns after the edge: ask for `RamStyle::Distributed` where that is too late.
//
// 2^ADDRESS rows of `T` with one combinational read port and one write port.

`default_nettype none

module memento_register_file_256x1 (
  // Clock.
  input  logic clk_i,
  // Row to read.
  input  logic [7:0] read_address_i,
  // That row, in the same cycle.
  output logic read_data_o,
  // Write a row.
  input  logic write_enable_i,
  // Row to write.
  input  logic [7:0] write_address_i,
  // What to write.
  input  logic write_data_i
);
  logic [0:0] rows [0:255];
  always_ff @(posedge clk_i) begin
    if (write_enable_i) rows[write_address_i] <= write_data_i;
  end
  assign read_data_o = rows[read_address_i];
endmodule

`default_nettype wire
