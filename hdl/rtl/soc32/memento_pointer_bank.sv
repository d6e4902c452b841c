// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_pointer_bank, configuration soc32: generated from hdl/src/pointer_bank.rs, do not edit.
//
// Pointer bank: for each size class, how far its slice has been handed out and where its arena lists begin.
//
//                    +--------------------------------------+
//   read_class_i ───►| rows (RAM)                           |
//                    |  pointer ────────────────────────────|──► pointer_o
//   write_class_i ──►|  heads ──────────────────────────────|──► available / full / recycled head
//   row to write ───►|                                      |──► fresh_ok_o    one more arena fits
//   limit ──────────►|  span (table)                        |──► last_span_page_o
//   page_i ─────────►|                                      |──► handed_out_o  the page is below the pointer
//                    +--------------------------------------+
//
//   clk_i           __/^^\__/^^\__/^^\__/^^\__
//   read_valid_i    __/^^^^^^^^^^^\___________
//   read_class_i    --X  3  X  5  X-----------
//   pointer_o, ..         --X  3  X  5 ........     stays until the next read
//
// Contract
//
// * Latency: outputs show the row of `read_class_i` from the cycle after one with `read_valid_i`, and keep showing it until
//   the next read, whatever is written in between. One read and one write per cycle.
// * `handed_out_o` compares `page_i` with the row shown, both as they were in the cycle before; `last_span_page_o` is of the class whose
//   row was shown then.
// * Reset empties every class: pointer 0 and three empty lists. The memory cannot be emptied at once, so `ready_o` is low for the
//   2^CLASS cycles after reset in which that is done.
// * `fresh_ok_o` says whether `pointer_o` plus the span of the class is at most the limit; `pointer_o` plus the span is
//   `(pointer_o | last_span_page_o) + 1`.
// * Assumes: pointers and the limit are at most 2^PAGE, the pages of a slice, and a pointer is a multiple of its class's
//   span; no class is read in the cycle in which it is written, and none is
//   written while `ready_o` is low; what is read then means nothing.
//
// Invariants
//
// The bank keeps what it is told; that the allocation pointer never goes back and that the lists hold what they should
// is the writer's duty.
//
// Cost
//
// A memory of 2^CLASS rows of 4 (PAGE + 1) bits with a synchronous read port, and 2 CLASS + PAGE + 2
// flip-flops beside it. Since spans are powers of two, the limit is rounded down to a multiple
// of the span by a mask; behind the memory stands one carry chain. The mask is looked up for the class of the row shown, because
// `read_class_i` comes late.
//
// Allocation pointers and list heads of 2^CLASS classes. POINTER is PAGE + 1, since a pointer may
// stand at the end of the slice.

`default_nettype none

module memento_pointer_bank (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: forgets every row.
  input  logic rst_ni,
  // Pages of each slice that may be handed out.
  input  logic [12:0] slice_limit_pages_i,
  // Rows can be read and written.
  output logic ready_o,
  // Read a row.
  input  logic read_valid_i,
  // Class whose row to read.
  input  logic [5:0] read_class_i,
  // Allocation pointer: first page never handed out.
  output logic [12:0] pointer_o,
  // The available list is not empty.
  output logic available_valid_o,
  // First page of the available list's first arena.
  output logic [11:0] available_page_o,
  // The full list is not empty.
  output logic full_valid_o,
  // First page of the full list's first arena.
  output logic [11:0] full_page_o,
  // The recycled list is not empty.
  output logic recycled_valid_o,
  // First page of the recycled list's first arena.
  output logic [11:0] recycled_page_o,
  // One more arena fits below the limit.
  output logic fresh_ok_o,
  // Pages in the span of the class whose row was shown in the cycle before, less one.
  output logic [11:0] last_span_page_o,
  // A page of the class read.
  input  logic [11:0] page_i,
  // It was below the allocation pointer.
  output logic handed_out_o,
  // Write a row.
  input  logic write_enable_i,
  // Class whose row to write.
  input  logic [5:0] write_class_i,
  // Allocation pointer to write.
  input  logic [12:0] write_pointer_i,
  // Whether the available list has a first arena.
  input  logic write_available_valid_i,
  // Its first page.
  input  logic [11:0] write_available_page_i,
  // Whether the full list has a first arena.
  input  logic write_full_valid_i,
  // Its first page.
  input  logic [11:0] write_full_page_i,
  // Whether the recycled list has a first arena.
  input  logic write_recycled_valid_i,
  // Its first page.
  input  logic [11:0] write_recycled_page_i,
  // An allocation pointer is written in this cycle, after a reset too.
  output logic pointer_write_valid_o,
  // Its class.
  output logic [5:0] pointer_write_class_o,
  // The pointer.
  output logic [12:0] pointer_write_value_o
);
  // The limit, rounded down to a multiple of that class's span.
  logic [12:0] fit_end;
  logic write_enable;
  logic [5:0] write_class;
  logic [12:0] write_pointer;
  logic [12:0] write_available;
  logic [12:0] write_full;
  logic [12:0] write_recycled;
  logic [12:0] available_heads_read_data_o;
  logic [12:0] full_heads_read_data_o;
  logic [12:0] recycled_heads_read_data_o;
  logic [11:0] last_span_page_number_o;
  logic [11:0] shown_span_q, shown_span_d;
  logic ready_q, ready_d;
  // The class that is emptied, after reset.
  logic [5:0] emptied_q, emptied_d;
  logic handed_out_q, handed_out_d;
  // The class whose row is shown.
  logic [5:0] class_q, class_d;

  memento_ram_64x13 u_pointers (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(pointer_o),
    .write_enable_i(write_enable),
    .write_address_i(write_class),
    .write_data_i(write_pointer)
  );

  memento_ram_64x13 u_available_heads (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(available_heads_read_data_o),
    .write_enable_i(write_enable),
    .write_address_i(write_class),
    .write_data_i(write_available)
  );

  memento_ram_64x13 u_full_heads (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(full_heads_read_data_o),
    .write_enable_i(write_enable),
    .write_address_i(write_class),
    .write_data_i(write_full)
  );

  memento_ram_64x13 u_recycled_heads (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(recycled_heads_read_data_o),
    .write_enable_i(write_enable),
    .write_address_i(write_class),
    .write_data_i(write_recycled)
  );

  memento_last_span_page u_last_span_page (
    .class_i(class_q),
    .number_o(last_span_page_number_o)
  );

  // After reset, one empty row after the other is written.
  assign ready_o = ready_q;

  always @* begin
    write_enable = !ready_q;
    write_class = emptied_q;
    write_pointer = 13'd0;
    write_available = 13'd0;
    write_full = 13'd0;
    write_recycled = 13'd0;
    if (ready_q) begin
      write_enable = write_enable_i;
      write_class = write_class_i;
      write_pointer = write_pointer_i;
      write_available = {write_available_page_i, write_available_valid_i};
      write_full = {write_full_page_i, write_full_valid_i};
      write_recycled = {write_recycled_page_i, write_recycled_valid_i};
    end
  end

  always @* begin
    emptied_d = emptied_q;
    emptied_d = emptied_q + 6'd1;
  end

  always @* begin
    ready_d = ready_q;
    if (&emptied_q) begin
      ready_d = 1'b1;
    end
  end

  assign pointer_write_valid_o = write_enable;
  assign pointer_write_class_o = write_class;
  assign pointer_write_value_o = write_pointer;

  always @* begin
    class_d = class_q;
    if (read_valid_i) begin
      class_d = read_class_i;
    end
  end

  assign fit_end = slice_limit_pages_i & ~{1'b0, last_span_page_number_o};
  assign available_valid_o = available_heads_read_data_o[0];
  assign available_page_o = available_heads_read_data_o[12:1];
  assign full_valid_o = full_heads_read_data_o[0];
  assign full_page_o = full_heads_read_data_o[12:1];
  assign recycled_valid_o = recycled_heads_read_data_o[0];
  assign recycled_page_o = recycled_heads_read_data_o[12:1];
  assign fresh_ok_o = pointer_o < fit_end;

  always @* begin
    shown_span_d = shown_span_q;
    shown_span_d = last_span_page_number_o;
  end

  assign last_span_page_o = shown_span_q;

  always @* begin
    handed_out_d = handed_out_q;
    // Half a page is added, so that it is the page, and not the later pointer, that the subtraction inverts.
    handed_out_d = {18'd0, pointer_o, 1'b0} >= {19'd0, page_i, 1'b1};
  end

  assign handed_out_o = handed_out_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      shown_span_q <= 12'd0;
      ready_q <= 1'b0;
      emptied_q <= 6'd0;
      handed_out_q <= 1'b0;
      class_q <= 6'd0;
    end else begin
      shown_span_q <= shown_span_d;
      ready_q <= ready_d;
      emptied_q <= emptied_d;
      handed_out_q <= handed_out_d;
      class_q <= class_d;
    end
  end
endmodule

`default_nettype wire
