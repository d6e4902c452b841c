// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_table, configuration paper: generated from hdl/src/hot_table.rs, do not edit.
//
// The entries of the Hardware Object Table, one per class.
//
// The entries of the Hardware Object Table, with the first page of each class's arena: read, changed and written back in three
// steps that move together.
//
//       H0                     H1                        H2
//  read_class_i ─► [ class ] ─► rows (memory) ─► choice ─► [ entry, page ] ─► entry_o, page_o
//                                  ▲               ▲                            │
//                                  └───────────────┴──── write_entry_i, page ◄──┘ (the step)
//
// The memory's address comes straight from a register, and an entry is in one when it is looked at: the choice of an operation and
// what it makes of an entry have a cycle each. An operation right behind one of its class takes the entry that is being written.
//
// Contract: a step is a cycle with `advance_i`. The class that enters in a step is the one of the outputs two steps
// later, until the next. A write (`write_valid_i`, which may come without a step and then waits for it) is of that class; it and its page show in every later
// read. After a reset, `clear_valid_i` must visit every class; no class that is to be written enters before its last cycle is over.
// Whether a class that enters is that of the operation in H1, or in H2, is told from outside: the class comes late, and whoever chooses
// it can compare what it is chosen from. `write_entry_i` is `entry_o` while no operation changes it: what is cleared is written that way.
//
// Cost: 2^CLASS rows of 64 bits and of ROW = PAGE + 1 bits, and three times as many flip-flops as one row.

`default_nettype none

module memento_hot_table (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Empty the entry of `clear_class_i`; this cycle and the next are steps.
  input  logic clear_valid_i,
  // Class to clear.
  input  logic [5:0] clear_class_i,
  // The operations move on by a step.
  input  logic advance_i,
  // H1: the class gets another arena. The entry is the one of the arena that is replaced, but for the lowest
  // 16 bits.
  input  logic install_1_i,
  // They are these.
  input  logic [15:0] install_free_i,
  // H0: class to read.
  input  logic [5:0] read_class_i,
  // H0: it is `class_1_o`.
  input  logic read_is_1_i,
  // H0: it is `class_2_o`.
  input  logic read_is_2_i,
  // The class in H1.
  output logic [5:0] class_1_o,
  // The class in H2.
  output logic [5:0] class_2_o,
  // H2: the entry (`hot_step::HotStep` says what it holds).
  output logic [63:0] entry_o,
  // H2: bit 61 of it is 1 and bit 60 is 0; from a flip-flop of its own.
  output logic exhausted_o,
  // H2: the class has an arena.
  output logic occupied_o,
  // H2: its first page.
  output logic [19:0] page_o,
  // H2: write the entry.
  input  logic write_valid_i,
  // The entry.
  input  logic [63:0] write_entry_i,
  // Its bit 61 is 1 and bit 60 is 0.
  input  logic write_exhausted_i,
  // The class has another arena from now on.
  input  logic install_i,
  // Its first page.
  input  logic [19:0] install_page_i
);
  // The entry that comes into H2: its upper 48 bits, its lower 16, and all of it.
  logic [63:0] upper;
  logic [15:0] lower;
  logic [63:0] chosen;
  logic [20:0] page_after;
  logic write;
  logic follows;
  logic [63:0] entries_read_data_o;
  logic [20:0] pages_read_data_o;
  logic [5:0] read_class_q, read_class_d;
  logic [5:0] class_q, class_d;
  // The class in H1 is that in H2.
  logic same_class_q, same_class_d;
  logic [63:0] entry_q, entry_d;
  logic exhausted_q, exhausted_d;
  logic [20:0] page_q, page_d;
  logic clears_q, clears_d;

  // H0.
  memento_transparent_ram_64x64 u_entries (
    .clk_i(clk_i),
    .enable_i(advance_i),
    .read_address_i(read_class_i),
    .read_data_o(entries_read_data_o),
    .write_enable_i(write),
    .same_row_i(read_is_2_i),
    .write_address_i(class_q),
    .write_data_i(write_entry_i)
  );

  memento_transparent_ram_64x21 u_pages (
    .clk_i(clk_i),
    .enable_i(advance_i),
    .read_address_i(read_class_i),
    .read_data_o(pages_read_data_o),
    .write_enable_i(write),
    .same_row_i(read_is_2_i),
    .write_address_i(class_q),
    .write_data_i(page_after)
  );

  assign class_1_o = read_class_q;
  assign class_2_o = class_q;

  always @* begin
    // H1: the row, or what the operation ahead makes of it.
    page_after = page_q;
    if (install_i) begin
      page_after = {install_page_i, 1'b1};
    end
  end

  assign follows = write_valid_i && same_class_q;

  always @* begin
    upper = entries_read_data_o >> 16;
    lower = entries_read_data_o[15:0];
    if (follows) begin
      upper = write_entry_i >> 16;
      lower = write_entry_i[15:0];
    end
    if (install_1_i) begin
      lower = install_free_i;
    end
  end

  assign chosen = {upper[47:0], lower};

  always @* begin
    read_class_d = read_class_q;
    class_d = class_q;
    same_class_d = same_class_q;
    entry_d = entry_q;
    exhausted_d = exhausted_q;
    page_d = page_q;
    if (advance_i) begin
      read_class_d = read_class_i;
      class_d = read_class_q;
      same_class_d = read_is_1_i;
      entry_d = chosen;
      exhausted_d = entries_read_data_o[61] && !entries_read_data_o[60];
      if (follows) begin
        exhausted_d = write_exhausted_i;
      end
      page_d = pages_read_data_o;
      if (follows) begin
        page_d = page_after;
      end
    end
    if (clear_valid_i) begin
      class_d = clear_class_i;
      entry_d = 64'd0;
      exhausted_d = 1'b0;
      page_d = 21'd0;
    end
  end

  // H2. A class is cleared as if it had been read and were empty.
  assign entry_o = entry_q;
  assign exhausted_o = exhausted_q;
  assign occupied_o = page_q[0];
  assign page_o = page_q[20:1];
  assign write = (write_valid_i && advance_i) || clears_q;

  always @* begin
    clears_d = clears_q;
    clears_d = clear_valid_i;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      read_class_q <= 6'd0;
      class_q <= 6'd0;
      same_class_q <= 1'b0;
      entry_q <= 64'd0;
      exhausted_q <= 1'b0;
      page_q <= 21'd0;
      clears_q <= 1'b0;
    end else begin
      read_class_q <= read_class_d;
      class_q <= class_d;
      same_class_q <= same_class_d;
      entry_q <= entry_d;
      exhausted_q <= exhausted_d;
      page_q <= page_d;
      clears_q <= clears_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{upper[63:48]};
endmodule

`default_nettype wire
