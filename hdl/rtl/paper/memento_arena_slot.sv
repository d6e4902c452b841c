// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_arena_slot, configuration paper: generated from hdl/src/arena_slot.rs, do not edit.
//
// The arena that its class gets next.
//
// The arena that its class gets next: where it was found, and its bitmap, ready to be put into the Hardware Object
// Table.
//
//  header beats ──► staged rows ──► bitmap rows of the table (copy)
//  links, page ───► registers ────► install, and later the list change
//
//  clk_i       __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__
//  start_i     __/^^^^^\__________________________________________
//  finish_i    ______________/^^^^^\______________________________
//  valid_o     __________________________/^^^^^^^^^^^^^^^^^^^^^^^^
//  copy_i      ________________________________/^^^^^\____________
//  load_row_o  --------------------------------------X first X ..   one row per cycle with load_ready_i
//
// Contract:
//
// * `start_i` forgets what is held; bitmap beats then arrive in any number of cycles; `finish_i` completes it, and `valid_o` is high
//   two cycles later. Unless the arena is blank, `summary_i` is the header's summary from at least the cycle before `finish_i`.
// * An arena without a beat is blank: it has no object allocated.
// * Of a full arena the first word is shown, with no free object.
// * `copy_i` (only while valid) moves the four rows to the table, the row of the first current word first, one row per cycle in which
//   the table is ready, from the next cycle on; `copying_o` is high meanwhile. No `start_i` while copying.
// * `forget_i` clears `valid_o` from the next cycle on, also between `finish_i` and then; everything else stays.
//
// Cost: 4 rows of 64 bits, about 4 PAGE + 50 flip-flops, a 16-bit search and a four-way choice, each between registers.

`default_nettype none

module memento_arena_slot (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Forget what is held, and begin to fill the slot for `class_i`.
  input  logic start_i,
  // Class to fill the slot for.
  input  logic [5:0] class_i,
  // A bitmap beat.
  input  logic beat_valid_i,
  // Which one.
  input  logic [1:0] beat_index_i,
  // The beat.
  input  logic [63:0] beat_data_i,
  // The header's summary, until `finish_i`.
  input  logic [15:0] summary_i,
  // The arena is complete.
  input  logic finish_i,
  // With `finish_i`: its first page.
  input  logic [19:0] page_i,
  // With `finish_i`: 0 from the available list, 1 recycled, 2 never used, 3 from the full list.
  input  logic [1:0] source_i,
  // With `finish_i`: its count of touched body lines; a blank arena's is 0.
  input  logic [15:0] bypass_i,
  // With `finish_i`: it has a next header.
  input  logic next_valid_i,
  // With `finish_i`: the next header's page.
  input  logic [19:0] next_page_i,
  // With `finish_i`: it has a previous header.
  input  logic prev_valid_i,
  // With `finish_i`: the previous header's page.
  input  logic [19:0] prev_page_i,
  // Forget what is held.
  input  logic forget_i,
  // An arena is held.
  output logic valid_o,
  // Its class.
  output logic [5:0] class_o,
  // Its first page.
  output logic [19:0] page_o,
  // Where it was found.
  output logic [1:0] source_o,
  // How many of its body lines may have been touched.
  output logic [15:0] bypass_o,
  // It has a next header.
  output logic next_valid_o,
  // The next header's page.
  output logic [19:0] next_page_o,
  // It has a previous header.
  output logic prev_valid_o,
  // The previous header's page.
  output logic [19:0] prev_page_o,
  // Full words; words that an arena does not have count as full.
  output logic [15:0] summary_o,
  // The lowest word that is not full.
  output logic [3:0] word_o,
  // Its free objects.
  output logic [15:0] free_o,
  // Start to copy the rows.
  input  logic copy_i,
  // The copy is under way.
  output logic copying_o,
  // A row is offered to the table.
  output logic load_valid_o,
  // The table takes it.
  input  logic load_ready_i,
  // Row of the table.
  output logic [7:0] load_row_o,
  // The row, bit = 1 allocated.
  output logic [63:0] load_data_o
);
  localparam logic [15:0] ABSENT_WORDS = 16'd0;
  logic [15:0] first_word;
  logic [1:0] next_row;
  logic staged_read_enable_i;
  logic [1:0] staged_read_address_i;
  logic [63:0] staged_read_data_o;
  logic [15:0] lowest_word_word_i;
  logic lowest_word_found_o;
  logic [3:0] lowest_word_index_o;
  logic valid_q, valid_d;
  logic [5:0] class_q, class_d;
  logic [19:0] page_q, page_d;
  logic [1:0] source_q, source_d;
  logic [15:0] bypass_q, bypass_d;
  logic next_valid_q, next_valid_d;
  logic [19:0] next_page_q, next_page_d;
  logic prev_valid_q, prev_valid_d;
  logic [19:0] prev_page_q, prev_page_d;
  logic blank_q, blank_d;
  logic [15:0] summary_q, summary_d;
  logic [3:0] word_q, word_d;
  logic [15:0] free_q, free_d;
  // Beats may still come.
  logic filling_q, filling_d;
  // The first current word's row is on the staged rows' output.
  logic settling_q, settling_d;
  logic copying_q, copying_d;
  // The row on the staged rows' output.
  logic [1:0] row_q, row_d;
  logic [1:0] rows_left_q, rows_left_d;

  // Bitmap beats go to the staged rows; meanwhile the lowest word that is not full is found.
  memento_ram_4x64 u_staged (
    .clk_i(clk_i),
    .read_enable_i(staged_read_enable_i),
    .read_address_i(staged_read_address_i),
    .read_data_o(staged_read_data_o),
    .write_enable_i(beat_valid_i),
    .write_address_i(beat_index_i),
    .write_data_i(beat_data_i)
  );

  memento_find_first_zero_16 u_lowest_word (
    .word_i(lowest_word_word_i),
    .found_o(lowest_word_found_o),
    .index_o(lowest_word_index_o)
  );

  always @* begin
    valid_d = valid_q;
    class_d = class_q;
    page_d = page_q;
    source_d = source_q;
    bypass_d = bypass_q;
    next_valid_d = next_valid_q;
    next_page_d = next_page_q;
    prev_valid_d = prev_valid_q;
    prev_page_d = prev_page_q;
    blank_d = blank_q;
    summary_d = summary_q;
    word_d = word_q;
    free_d = free_q;
    filling_d = filling_q;
    settling_d = settling_q;
    copying_d = copying_q;
    row_d = row_q;
    rows_left_d = rows_left_q;
    if (beat_valid_i) begin
      blank_d = 1'b0;
    end
    if (filling_q) begin
      summary_d = lowest_word_word_i;
      word_d = lowest_word_index_o;
      // In a full arena the search may name a word that the arena lacks.
      if (!lowest_word_found_o) begin
        word_d = 4'd0;
      end
    end
    if (finish_i) begin
      filling_d = 1'b0;
      settling_d = 1'b1;
      page_d = page_i;
      source_d = source_i;
      bypass_d = bypass_i;
      next_valid_d = next_valid_i;
      next_page_d = next_page_i;
      prev_valid_d = prev_valid_i;
      prev_page_d = prev_page_i;
    end
    if (settling_q) begin
      settling_d = 1'b0;
      valid_d = 1'b1;
      row_d = word_q[3:2];
      free_d = ~first_word;
      if (blank_q) begin
        bypass_d = 16'd0;
        summary_d = ABSENT_WORDS;
        word_d = 4'd0;
        row_d = 2'd0;
        free_d = 16'hffff;
      end
    end
    staged_read_address_i = word_q[3:2];
    if (copying_q) begin
      staged_read_address_i = next_row;
      if (load_ready_i) begin
        row_d = next_row;
        rows_left_d = rows_left_q - 2'd1;
        if (rows_left_q == 2'd0) begin
          copying_d = 1'b0;
        end
      end
    end
    if (copy_i) begin
      copying_d = 1'b1;
      rows_left_d = 2'd3;
    end
    if (start_i) begin
      valid_d = 1'b0;
      class_d = class_i;
      blank_d = 1'b1;
      filling_d = 1'b1;
    end
    if (forget_i) begin
      valid_d = 1'b0;
      settling_d = 1'b0;
    end
  end

  assign lowest_word_word_i = summary_i | ABSENT_WORDS;

  always @* begin
    // Its row is read as the arena is complete, and is the first on offer when the rows are copied.
    case (word_q[1:0])
      2'd0: first_word = staged_read_data_o[15:0];
      2'd1: first_word = staged_read_data_o[31:16];
      2'd2: first_word = staged_read_data_o[47:32];
      default: first_word = staged_read_data_o[63:48];
    endcase
  end

  // Copy: the next row is read as one is taken.
  assign next_row = row_q + 2'd1;
  assign staged_read_enable_i = finish_i || (copying_q && load_ready_i);
  assign copying_o = copying_q;
  assign load_valid_o = copying_q;
  assign load_row_o = {class_q, row_q};

  always @* begin
    load_data_o = 64'd0;
    if (!blank_q) begin
      load_data_o = staged_read_data_o;
    end
  end

  assign valid_o = valid_q;
  assign class_o = class_q;
  assign page_o = page_q;
  assign source_o = source_q;
  assign bypass_o = bypass_q;
  assign next_valid_o = next_valid_q;
  assign next_page_o = next_page_q;
  assign prev_valid_o = prev_valid_q;
  assign prev_page_o = prev_page_q;
  assign summary_o = summary_q;
  assign word_o = word_q;
  assign free_o = free_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      class_q <= 6'd0;
      page_q <= 20'd0;
      source_q <= 2'd0;
      bypass_q <= 16'd0;
      next_valid_q <= 1'b0;
      next_page_q <= 20'd0;
      prev_valid_q <= 1'b0;
      prev_page_q <= 20'd0;
      blank_q <= 1'b0;
      summary_q <= 16'd0;
      word_q <= 4'd0;
      free_q <= 16'd0;
      filling_q <= 1'b0;
      settling_q <= 1'b0;
      copying_q <= 1'b0;
      row_q <= 2'd0;
      rows_left_q <= 2'd0;
    end else begin
      valid_q <= valid_d;
      class_q <= class_d;
      page_q <= page_d;
      source_q <= source_d;
      bypass_q <= bypass_d;
      next_valid_q <= next_valid_d;
      next_page_q <= next_page_d;
      prev_valid_q <= prev_valid_d;
      prev_page_q <= prev_page_d;
      blank_q <= blank_d;
      summary_q <= summary_d;
      word_q <= word_d;
      free_q <= free_d;
      filling_q <= filling_d;
      settling_q <= settling_d;
      copying_q <= copying_d;
      row_q <= row_d;
      rows_left_q <= rows_left_d;
    end
  end
endmodule

`default_nettype wire
