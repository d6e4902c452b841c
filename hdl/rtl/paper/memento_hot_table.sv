// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_table, configuration paper: generated from hdl/src/hot_table.rs, do not edit.
//
// The entries of the Hardware Object Table, one per class.
//
// The entries of the Hardware Object Table: one row per class, read one cycle ahead, written back in place.
//
//  read_class_i ──►┌───────────┐   ┌─────────┐
//                  │ rows (RAM)├──►│ forward ├──► entry_o, ready_o, one cycle later
//  write, entry ──►└─────┬─────┘   └────▲────┘
//                        └─ same class ─┘
//
// Contract: after a cycle with `read_enable_i`, the outputs show the entry of `read_class_i` and keep it until the
// next read. A read in the cycle in which the same class is written shows what was written. `ready_o` is a choice between two
// flip-flops. A class not written since reset reads as not ready; its entry is then undefined. After a reset,
// `clear_valid_i` must visit every class before the first read.
//
// Cost: 2^CLASS rows of 57 bits, 57 flip-flops for what is forwarded.

`default_nettype none

module memento_hot_table (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Mark the entry of `clear_class_i` as not ready; no write then.
  input  logic clear_valid_i,
  // Class to mark.
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
  logic same_class;
  logic [55:0] rows_read_data_o;
  logic ready_flags_read_data_o;
  logic ready_flags_write_enable_i;
  logic [5:0] ready_flags_write_address_i;
  logic ready_flags_write_data_i;
  logic ready_q, ready_d;
  logic forwarded_ready_q, forwarded_ready_d;
  logic forward_q, forward_d;
  logic [55:0] forwarded_q, forwarded_d;

  memento_ram_64x56 u_rows (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_class_i),
    .read_data_o(rows_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_class_i),
    .write_data_i(write_entry_i)
  );

  memento_register_file_64x1 u_ready_flags (
    .clk_i(clk_i),
    .read_address_i(read_class_i),
    .read_data_o(ready_flags_read_data_o),
    .write_enable_i(ready_flags_write_enable_i),
    .write_address_i(ready_flags_write_address_i),
    .write_data_i(ready_flags_write_data_i)
  );

  assign ready_flags_write_enable_i = write_enable_i || clear_valid_i;

  always @* begin
    ready_flags_write_address_i = write_class_i;
    if (clear_valid_i) begin
      ready_flags_write_address_i = clear_class_i;
    end
  end

  assign ready_flags_write_data_i = write_ready_i && !clear_valid_i;

  // The memories show a row as it was before the write, so the write goes around them.
  assign same_class = write_enable_i && (write_class_i == read_class_i);

  always @* begin
    ready_d = ready_q;
    forwarded_ready_d = forwarded_ready_q;
    forward_d = forward_q;
    forwarded_d = forwarded_q;
    if (read_enable_i) begin
      ready_d = ready_flags_read_data_o;
      forwarded_ready_d = write_ready_i;
      forward_d = same_class;
      forwarded_d = write_entry_i;
    end
  end

  always @* begin
    ready_o = ready_q;
    entry_o = rows_read_data_o;
    if (forward_q) begin
      ready_o = forwarded_ready_q;
      entry_o = forwarded_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ready_q <= 1'b0;
      forwarded_ready_q <= 1'b0;
      forward_q <= 1'b0;
      forwarded_q <= 56'd0;
    end else begin
      ready_q <= ready_d;
      forwarded_ready_q <= forwarded_ready_d;
      forward_q <= forward_d;
      forwarded_q <= forwarded_d;
    end
  end
endmodule

`default_nettype wire
