// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_table, configuration paper: generated from hdl/src/hot_table.rs, do not edit.
//
// The entries of the Hardware Object Table, one per class.
//
// The entries of the Hardware Object Table: one row per class, read one cycle ahead, written back in place.
//
//  read_class_i ────►┌────────────┐   ┌─────────┐
//                    │ rows (RAM) ├──►│ forward ├──► entry_o, ready_o, one cycle later
//                    └─────▲──────┘   └─▲─────▲─┘
//  write, entry ────►[ written ]────────┴─►[ earlier ]
//
// What is written goes to a register first and to the memory from there, so that a new entry, which is late in its cycle, need not
// travel far. A read of the class that is being written, or was in the cycle before, takes the entry from there.
//
// Contract: after a cycle with `read_enable_i`, the outputs show the entry of `read_class_i` and keep it until the
// next read; `ready_o` is a choice between two flip-flops. A write comes only in a cycle with a read; a read of the same class shows what is written. A class not written since
// reset reads as not ready, with an entry of 0. After a reset, `clear_valid_i` must visit every class before the first read.
//
// Cost: 2^CLASS rows of 57 bits, 113 flip-flops for what is forwarded.

`default_nettype none

module memento_hot_table (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Write 0 to the entry of `clear_class_i`; no write and no read then.
  input  logic clear_valid_i,
  // Class to clear.
  input  logic [5:0] clear_class_i,
  // Read an entry.
  input  logic read_enable_i,
  // Class to read.
  input  logic [5:0] read_class_i,
  // The entry can answer an alloc.
  output logic ready_o,
  // The entry (`hot_step::HotStep` says what it holds).
  output logic [55:0] entry_o,
  // Write an entry.
  input  logic write_enable_i,
  // Class to write.
  input  logic [5:0] write_class_i,
  // The entry can answer an alloc.
  input  logic write_ready_i,
  // The entry.
  input  logic [55:0] write_entry_i
);
  logic follows_written;
  logic [55:0] rows_read_data_o;
  logic ready_flags_read_data_o;
  logic ready_q, ready_d;
  logic written_valid_q, written_valid_d;
  logic [5:0] written_class_q, written_class_d;
  logic written_ready_q, written_ready_d;
  logic [55:0] written_q, written_d;
  logic [55:0] earlier_q, earlier_d;
  // The entry shown is the one written with its read, or the one before.
  logic from_written_q, from_written_d;
  logic from_earlier_q, from_earlier_d;

  memento_ram_64x56 u_rows (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_class_i),
    .read_data_o(rows_read_data_o),
    .write_enable_i(written_valid_q),
    .write_address_i(written_class_q),
    .write_data_i(written_q)
  );

  memento_register_file_64x1 u_ready_flags (
    .clk_i(clk_i),
    .read_address_i(read_class_i),
    .read_data_o(ready_flags_read_data_o),
    .write_enable_i(written_valid_q),
    .write_address_i(written_class_q),
    .write_data_i(written_ready_q)
  );

  // What is on its way to the memories goes around them.
  assign follows_written = written_valid_q && (written_class_q == read_class_i);

  always @* begin
    ready_d = ready_q;
    written_valid_d = written_valid_q;
    written_class_d = written_class_q;
    written_ready_d = written_ready_q;
    written_d = written_q;
    earlier_d = earlier_q;
    from_written_d = from_written_q;
    from_earlier_d = from_earlier_q;
    if (read_enable_i) begin
      ready_d = ready_flags_read_data_o;
      if (follows_written) begin
        ready_d = written_ready_q;
      end
      written_valid_d = write_enable_i;
      written_class_d = write_class_i;
      written_ready_d = write_ready_i;
      written_d = write_entry_i;
      earlier_d = written_q;
      from_written_d = write_enable_i && (write_class_i == read_class_i);
      from_earlier_d = follows_written;
    end
    if (clear_valid_i) begin
      written_valid_d = 1'b1;
      written_class_d = clear_class_i;
      written_ready_d = 1'b0;
      written_d = 56'd0;
    end
  end

  always @* begin
    ready_o = ready_q;
    entry_o = rows_read_data_o;
    if (from_earlier_q) begin
      entry_o = earlier_q;
    end
    if (from_written_q) begin
      ready_o = written_ready_q;
      entry_o = written_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ready_q <= 1'b0;
      written_valid_q <= 1'b0;
      written_class_q <= 6'd0;
      written_ready_q <= 1'b0;
      written_q <= 56'd0;
      earlier_q <= 56'd0;
      from_written_q <= 1'b0;
      from_earlier_q <= 1'b0;
    end else begin
      ready_q <= ready_d;
      written_valid_q <= written_valid_d;
      written_class_q <= written_class_d;
      written_ready_q <= written_ready_d;
      written_q <= written_d;
      earlier_q <= earlier_d;
      from_written_q <= from_written_d;
      from_earlier_q <= from_earlier_d;
    end
  end
endmodule

`default_nettype wire
