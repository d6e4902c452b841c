// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_transparent_ram_64x64, configuration paper: generated from hdl/src/prim/transparent_ram.rs, do not edit.
//
// A memory whose reads show every write up to the cycle before.
//
//                   +------------------+
//  read_address_i ─►| [ address ]      |
//                   |     ▼            |
//  write_*_i ──────►| 2^ADDRESS rows ──|──► read_data_o, one cycle later
//                   +------------------+
//
// Contract
//
// * `read_data_o` is the row of the last `read_address_i` that came with `enable_i`, with all that has been written to it.
// * Assumes: a write comes only with `enable_i`; with a write, `same_row_i` says whether both addresses are the same; nobody relies on the
//   contents of a row before its first write.
//
// Cost
//
// A register of one row for what was written last: it goes around the memory. LUT memory takes it from there a cycle later, and has its
// read address in a register, so that neither a late address nor a late row travels far; the row read follows from the address.
// Block memory takes row and address themselves.
//
// A memory of 2^ADDRESS rows of `T` with one read port and one write port.

`default_nettype none

module memento_transparent_ram_64x64 (
  // Clock.
  input  logic clk_i,
  // Read a row; write one if `write_enable_i`.
  input  logic enable_i,
  // Row to read.
  input  logic [5:0] read_address_i,
  // The row read last.
  output logic [63:0] read_data_o,
  // Write a row.
  input  logic write_enable_i,
  // The row to read is the row to write.
  input  logic same_row_i,
  // Row to write.
  input  logic [5:0] write_address_i,
  // What to write.
  input  logic [63:0] write_data_i
);
  (* ram_style = "distributed" *)
  logic [63:0] rows [0:63];
  logic [63:0] written;
  logic goes_around;
  always_ff @(posedge clk_i) if (enable_i) begin
    written <= write_data_i;
    goes_around <= write_enable_i && same_row_i;
  end
  logic is_written;
  logic [5:0] written_address;
  always_ff @(posedge clk_i) begin
    if (is_written) rows[written_address] <= written;
    if (enable_i) begin
      is_written <= write_enable_i;
      written_address <= write_address_i;
    end
  end
  logic [5:0] address;
  always_ff @(posedge clk_i) if (enable_i) address <= read_address_i;
  logic [63:0] row;
  assign row = rows[address];
  assign read_data_o = goes_around ? written : row;
endmodule

`default_nettype wire
