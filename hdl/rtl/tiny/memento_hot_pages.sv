// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_pages, configuration tiny: generated from hdl/src/hot_pages.rs, do not edit.
//
// Where the arenas of the Hardware Object Table lie.
//
// Whether an arena is its class's arena in the Hardware Object Table, found out ahead of time for a free.
//
//  check_class_i ──────► rows ──► compare ──► in_table_o
//  write, page  ───────►             ▲
//  check_page_i, a step later ───────┘
//
// Contract: a step is a cycle with `check_advance_i`: `in_table_o` is about the class of the step before last and the page of the last one. Nothing is
// written while a class that is to be checked has gone in and its answer has not come out. After a reset, `clear_valid_i`
// must visit every class before the first check.
//
// Cost: a memory of 2^CLASS rows of PAGE + 1 bits. ROW is PAGE + 1.

`default_nettype none

module memento_hot_pages (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Mark the class `clear_class_i` as having no arena; no write then.
  input  logic clear_valid_i,
  // Class to mark.
  input  logic [3:0] clear_class_i,
  // Write the first page of a class's arena.
  input  logic write_enable_i,
  // Class to write.
  input  logic [3:0] write_class_i,
  // First page of its arena.
  input  logic [11:0] write_page_i,
  // The check moves on by a step.
  input  logic check_advance_i,
  // Class to check.
  input  logic [3:0] check_class_i,
  // First page of the arena asked about, for the class of the step before.
  input  logic [11:0] check_page_i,
  // That arena is the class's arena in the table.
  output logic in_table_o
);
  logic write;
  logic [3:0] write_class;
  logic [12:0] write_row;
  logic [12:0] rows_read_data_o;
  logic in_table_q, in_table_d;

  memento_ram_16x13 u_rows (
    .clk_i(clk_i),
    .read_enable_i(check_advance_i),
    .read_address_i(check_class_i),
    .read_data_o(rows_read_data_o),
    .write_enable_i(write),
    .write_address_i(write_class),
    .write_data_i(write_row)
  );

  assign write = write_enable_i || clear_valid_i;

  always @* begin
    write_class = write_class_i;
    write_row = {write_page_i, 1'b1};
    if (clear_valid_i) begin
      write_class = clear_class_i;
      write_row = 13'd0;
    end
  end

  always @* begin
    in_table_d = in_table_q;
    if (check_advance_i) begin
      in_table_d = rows_read_data_o[0] && (rows_read_data_o[12:1] == check_page_i);
    end
  end

  assign in_table_o = in_table_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      in_table_q <= 1'b0;
    end else begin
      in_table_q <= in_table_d;
    end
  end
endmodule

`default_nettype wire
