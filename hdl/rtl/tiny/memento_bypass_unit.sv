// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_bypass_unit, configuration tiny: generated from hdl/src/bypass_unit.rs, do not edit.
//
// Which lines of the arenas in the Hardware Object Table nobody can have touched yet.
//
// For the arena that each class has in the Hardware Object Table: how many of its body lines, from the first on, may
// have been touched. A line beyond them is new: the cache makes it of zeros and reads no memory.
//
//  install_*  ───────────────► row: valid | first page | bypass ──┬─► value_o  (of value_class_i)
//  query_class_i ─────────────►      └──► [row]                   │
//  query_page_i, query_line_i ─► same arena, line >= bypass ──► query_new_o
//                                    └──► [moved] ──► bypass = line + 1
//
// Contract
//
// * `query_class_i` is that of the next cycle's query. The answers are combinational: `query_new_o` in the query's own cycle, `value_o` in the cycle of
//   `value_class_i`.
// * A query takes place in a cycle with `query_valid_i` and `query_ready_o`; it waits while an entry is installed or was in the cycle before, while the
//   unit empties itself, and for two cycles while `bypass` moves. If its line is new, the arena's `bypass` moves to line + 1 in the next cycle without an install: the answer
//   comes late in its own. An arena that is replaced until then keeps nothing.
// * An install never waits, and replaces the class's entry. It must be done before anybody learns an address of the arena.
// * With `enable_i` low no line is called new; `bypass` moves all the same.
// * Reset, or `clear_i` in a cycle with `ready_o`, empties every entry: `ready_o` is low for the 2^CLASS cycles of that, and nothing
//   may be installed.
//
// Cost
//
// Two register files of 2^CLASS rows, of PAGE + 17 and of 16 bits, and registers of 2 (ROW + CLASS + 1) bits. ROW is PAGE + 17.

`default_nettype none

module memento_bypass_unit (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: forgets every arena.
  input  logic rst_ni,
  // Lines may be called new.
  input  logic enable_i,
  // Forget every arena.
  input  logic clear_i,
  // The unit is not emptying itself.
  output logic ready_o,
  // An arena comes into the table.
  input  logic install_valid_i,
  // Its class.
  input  logic [3:0] install_class_i,
  // Its first page.
  input  logic [11:0] install_page_i,
  // Body lines that may have been touched.
  input  logic [15:0] install_value_i,
  // A line is missing in the cache.
  input  logic query_valid_i,
  // The query takes place.
  output logic query_ready_o,
  // Class of the line's arena, a cycle earlier.
  input  logic [3:0] query_class_i,
  // First page of the line's arena.
  input  logic [11:0] query_page_i,
  // The line, counted from the first behind the header.
  input  logic [15:0] query_line_i,
  // It is new.
  output logic query_new_o,
  // Class whose `bypass` to show.
  input  logic [3:0] value_class_i,
  // `bypass` of the class's arena; means nothing before one was installed.
  output logic [15:0] value_o
);
  localparam logic [28:0] VALID_BIT = 29'h10000000;
  logic accept;
  logic advance;
  logic write;
  logic [3:0] write_class;
  logic [28:0] write_row;
  // The row that the line's arena would have, with `bypass` 0.
  logic [28:0] arena;
  logic [28:0] rows_read_data_o;
  logic ready_q, ready_d;
  // The class that is emptied.
  logic [3:0] emptied_q, emptied_d;
  // The row of the query's class, as it was in the cycle before, ..
  logic [28:0] row_q, row_d;
  logic [3:0] row_class_q, row_class_d;
  // .. in which a row was written.
  logic stale_q, stale_d;
  // A query has moved `bypass`: this row is still to be written.
  logic moved_q, moved_d;
  logic [3:0] moved_class_q, moved_class_d;
  logic [28:0] moved_row_q, moved_row_d;

  memento_register_file_16x29 u_rows (
    .clk_i(clk_i),
    .read_address_i(query_class_i),
    .read_data_o(rows_read_data_o),
    .write_enable_i(write),
    .write_address_i(write_class),
    .write_data_i(write_row)
  );

  memento_register_file_16x16 u_values (
    .clk_i(clk_i),
    .read_address_i(value_class_i),
    .read_data_o(value_o),
    .write_enable_i(write),
    .write_address_i(write_class),
    .write_data_i(write_row[15:0])
  );

  assign ready_o = ready_q;

  always @* begin
    ready_d = ready_q;
    emptied_d = emptied_q;
    if (clear_i) begin
      ready_d = 1'b0;
    end
    if (!ready_q) begin
      emptied_d = emptied_q + 4'd1;
      ready_d = &emptied_q;
    end
  end

  // A line of the arena in the table, at or beyond bypass, moves it; installs go first.
  assign accept = ready_q && !install_valid_i && !moved_q && !stale_q;
  assign query_ready_o = accept;
  assign arena = VALID_BIT | {1'b0, query_page_i, 16'd0};

  always @* begin
    row_d = row_q;
    row_d = rows_read_data_o;
  end

  always @* begin
    row_class_d = row_class_q;
    row_class_d = query_class_i;
  end

  assign advance = ((row_q >> 16) == (arena >> 16)) && (query_line_i >= row_q[15:0]);
  assign query_new_o = advance && enable_i;

  always @* begin
    moved_d = moved_q;
    moved_d =
      (query_valid_i && accept && advance)
      || (moved_q && install_valid_i && (install_class_i != moved_class_q));
    write = moved_q;
    write_class = moved_class_q;
    write_row = moved_row_q;
    if (install_valid_i) begin
      write = 1'b1;
      write_class = install_class_i;
      write_row = VALID_BIT | {1'b0, install_page_i, 16'd0} | {13'd0, install_value_i};
    end
    if (!ready_q) begin
      write = 1'b1;
      write_class = emptied_q;
      write_row = 29'd0;
      moved_d = 1'b0;
    end
  end

  always @* begin
    moved_class_d = moved_class_q;
    moved_row_d = moved_row_q;
    if (!moved_q) begin
      moved_class_d = row_class_q;
      moved_row_d = arena | {13'd0, query_line_i + 16'd1};
    end
  end

  always @* begin
    stale_d = stale_q;
    stale_d = write;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ready_q <= 1'b0;
      emptied_q <= 4'd0;
      row_q <= 29'd0;
      row_class_q <= 4'd0;
      stale_q <= 1'b0;
      moved_q <= 1'b0;
      moved_class_q <= 4'd0;
      moved_row_q <= 29'd0;
    end else begin
      ready_q <= ready_d;
      emptied_q <= emptied_d;
      row_q <= row_d;
      row_class_q <= row_class_d;
      stale_q <= stale_d;
      moved_q <= moved_d;
      moved_class_q <= moved_class_d;
      moved_row_q <= moved_row_d;
    end
  end
endmodule

`default_nettype wire
