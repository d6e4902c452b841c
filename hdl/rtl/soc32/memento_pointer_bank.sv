// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_pointer_bank, configuration soc32: generated from hdl/src/pointer_bank.rs, do not edit.
//
// Pointer bank: for each size class, how far its slice has been handed out and where its arena lists begin.
//
//                    +--------------------------------------+
//   read_class_i ───►| rows (RAM)    touched (flip-flops)   |
//                    |  pointer ┐        |                  |──► pointer_o
//   write_class_i ──►|  heads   ┴──► never written: zeros ──|──► available / full / recycled head
//   row to write ───►|               just written: the write|──► fresh_ok_o    one more arena fits
//   limit ──────────►|  span (table)                        |──► fresh_next_o  pointer after it
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
// * A read in the cycle in which the same class is written shows what is written.
// * A class not written since reset reads as pointer 0 and three empty lists.
// * `fresh_ok_o` says whether `pointer_o` plus the span of the class is at most `slice_limit_pages_i`, as that was in the
//   cycle of the read; `fresh_next_o` is `pointer_o` plus the span.
// * Assumes: pointers and the limit are at most 2^PAGE, the pages of a slice, and a pointer is a multiple of its class's
//   span, which it is when it moves by `fresh_next_o` alone.
//
// Invariants
//
// The bank keeps what it is told; that the allocation pointer never goes back and that the lists hold what they should
// is the writer's duty.
//
// Cost
//
// A memory of 2^CLASS rows of 4 (PAGE + 1) bits with a synchronous read port, 2^CLASS flip-flops for what reset forgets, and
// about 5 (PAGE + 1) flip-flops beside the memory. Since spans are powers of two, the limit is rounded down to a multiple
// of the span by a mask in the cycle of the read; behind the memory stand a two-way choice and one carry chain.
//
// Allocation pointers and list heads of 2^CLASS classes. CLASSES is 2^CLASS; POINTER is PAGE + 1, since a pointer may
// stand at the end of the slice.

`default_nettype none

module memento_pointer_bank (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: forgets every row.
  input  logic rst_ni,
  // Pages of each slice that may be handed out.
  input  logic [12:0] slice_limit_pages_i,
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
  // Allocation pointer after one more arena.
  output logic [12:0] fresh_next_o,
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
  input  logic [11:0] write_recycled_page_i
);
  logic same_class;
  logic [12:0] write_available;
  logic [12:0] write_full;
  logic [12:0] write_recycled;
  logic [12:0] pointer;
  logic [12:0] available;
  logic [12:0] full;
  logic [12:0] recycled;
  logic [12:0] pointers_read_data_o;
  logic [12:0] available_heads_read_data_o;
  logic [12:0] full_heads_read_data_o;
  logic [12:0] recycled_heads_read_data_o;
  logic [11:0] last_span_page_data_o;
  // Classes written since reset.
  logic [63:0] touched_q, touched_d;
  // The row read last is not in the memory: it was being written, or never was.
  logic aside_q, aside_d;
  logic [12:0] aside_pointer_q, aside_pointer_d;
  logic [12:0] aside_available_q, aside_available_d;
  logic [12:0] aside_full_q, aside_full_d;
  logic [12:0] aside_recycled_q, aside_recycled_d;
  // Pages in the span of the class read last, less one.
  logic [11:0] span_mask_q, span_mask_d;
  // The limit, rounded down to a multiple of that span.
  logic [12:0] end_q, end_d;

  memento_ram_64x13 u_pointers (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(pointers_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_class_i),
    .write_data_i(write_pointer_i)
  );

  memento_ram_64x13 u_available_heads (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(available_heads_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_class_i),
    .write_data_i(write_available)
  );

  memento_ram_64x13 u_full_heads (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(full_heads_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_class_i),
    .write_data_i(write_full)
  );

  memento_ram_64x13 u_recycled_heads (
    .clk_i(clk_i),
    .read_enable_i(read_valid_i),
    .read_address_i(read_class_i),
    .read_data_o(recycled_heads_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_class_i),
    .write_data_i(write_recycled)
  );

  memento_rom_last_span_page u_last_span_page (
    .address_i(read_class_i),
    .data_o(last_span_page_data_o)
  );

  assign write_available = {write_available_page_i, write_available_valid_i};
  assign write_full = {write_full_page_i, write_full_valid_i};
  assign write_recycled = {write_recycled_page_i, write_recycled_valid_i};

  always_comb begin
    touched_d = touched_q;
    if (write_enable_i) begin
      touched_d = touched_q | (64'd1 << write_class_i);
    end
  end

  // The memory shows neither a write of this cycle nor what reset forgot: such rows are kept aside.
  assign same_class = write_enable_i && (write_class_i == read_class_i);

  always_comb begin
    aside_d = aside_q;
    aside_pointer_d = aside_pointer_q;
    aside_available_d = aside_available_q;
    aside_full_d = aside_full_q;
    aside_recycled_d = aside_recycled_q;
    span_mask_d = span_mask_q;
    end_d = end_q;
    if (read_valid_i) begin
      aside_d = same_class || !touched_q[read_class_i];
      aside_pointer_d = 13'd0;
      aside_available_d = 13'd0;
      aside_full_d = 13'd0;
      aside_recycled_d = 13'd0;
      if (same_class) begin
        aside_pointer_d = write_pointer_i;
        aside_available_d = write_available;
        aside_full_d = write_full;
        aside_recycled_d = write_recycled;
      end
      span_mask_d = last_span_page_data_o;
      end_d = slice_limit_pages_i & ~{1'b0, last_span_page_data_o};
    end
  end

  always_comb begin
    pointer = pointers_read_data_o;
    available = available_heads_read_data_o;
    full = full_heads_read_data_o;
    recycled = recycled_heads_read_data_o;
    if (aside_q) begin
      pointer = aside_pointer_q;
      available = aside_available_q;
      full = aside_full_q;
      recycled = aside_recycled_q;
    end
  end

  assign pointer_o = pointer;
  assign available_valid_o = available[0];
  assign available_page_o = available[12:1];
  assign full_valid_o = full[0];
  assign full_page_o = full[12:1];
  assign recycled_valid_o = recycled[0];
  assign recycled_page_o = recycled[12:1];
  assign fresh_ok_o = pointer < end_q;
  assign fresh_next_o = (pointer | {1'b0, span_mask_q}) + 13'd1;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      touched_q <= 64'd0;
      aside_q <= 1'b0;
      aside_pointer_q <= 13'd0;
      aside_available_q <= 13'd0;
      aside_full_q <= 13'd0;
      aside_recycled_q <= 13'd0;
      span_mask_q <= 12'd0;
      end_q <= 13'd0;
    end else begin
      touched_q <= touched_d;
      aside_q <= aside_d;
      aside_pointer_q <= aside_pointer_d;
      aside_available_q <= aside_available_d;
      aside_full_q <= aside_full_d;
      aside_recycled_q <= aside_recycled_d;
      span_mask_q <= span_mask_d;
      end_q <= end_d;
    end
  end
endmodule

`default_nettype wire
