// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_arena_list_walker, configuration paper: generated from hdl/src/arena_list_walker.rs, do not edit.
//
// The arena-list walker: everything the allocator does to arenas in memory.
//
// The arena-list walker: the free that misses the Hardware Object Table, the search for a class's next arena, and the
// list changes when it goes into the table.
//
//             ┌──────────── pointer bank (list heads, allocation pointers)
//  command ──►│ FSM ├─► header reader ─┐
//             └─────┴─► list writer  ──┴─► memory port
//                   └─► arena slot ─────► table
//
// A free reads the bitmap beat and the state beat (2 reads) and writes them back (2 writes); only when the arena changes its list are its
// links read as well, and its neighbours written. All reads of a command come before its writes, so that a read error
// leaves everything as it was. A write error raises `fault_o` for good.
//
// Contract: `cmd_valid_i` while `cmd_ready_o` starts a command; its inputs need not stay. `done_o` is high for one cycle with the
// status and events. The arena found stays in the slot until it is swapped in, forgotten because a free touched its
// class, or replaced by the next search.
//
// Invariants: I2, I4..I8, I10, I11.

`default_nettype none

module memento_arena_list_walker (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // First address of the region.
  input  logic [47:0] region_base_i,
  // Pages of each class's slice that may be handed out.
  input  logic [20:0] slice_limit_pages_i,
  // Free objects that bring a full arena back to the available list.
  input  logic [8:0] reuse_threshold_i,
  // A command.
  input  logic cmd_valid_i,
  // The walker takes it.
  output logic cmd_ready_o,
  // 0 free, 1 prefetch, 2 find, 3 swap.
  input  logic [1:0] cmd_kind_i,
  // Class it works on.
  input  logic [5:0] cmd_class_i,
  // Free: first page of the arena. Swap: first page of the exhausted arena.
  input  logic [19:0] cmd_page_i,
  // Free: index of the object.
  input  logic [7:0] cmd_object_i,
  // Swap: there is an exhausted arena.
  input  logic cmd_victim_i,
  // The command is done; one cycle.
  output logic done_o,
  // With `done_o`: how it ended (`memento_abi::Status`).
  output logic [2:0] status_o,
  // With `done_o`: what happened (`memento_abi::Event`, one bit each).
  output logic [11:0] events_o,
  // A write failed: what memory holds is no longer known.
  output logic fault_o,
  // An arena is ready for the table.
  output logic slot_valid_o,
  // Its class.
  output logic [5:0] slot_class_o,
  // Its first page.
  output logic [19:0] slot_page_o,
  // Its full words; words that an arena does not have count as full.
  output logic [15:0] slot_summary_o,
  // Its lowest word that is not full.
  output logic [3:0] slot_word_o,
  // Free objects of that word.
  output logic [15:0] slot_free_o,
  // Copy its bitmap to the table.
  input  logic copy_i,
  // The copy is under way.
  output logic copying_o,
  // A bitmap row is offered to the table.
  output logic load_valid_o,
  // The table takes it.
  input  logic load_ready_i,
  // Row of the table.
  output logic [7:0] load_row_o,
  // The row, bit = 1 allocated.
  output logic [63:0] load_data_o,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the beat.
  output logic [47:0] mem_req_address_o,
  // Beat to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers, in the order of the requests.
  input  logic mem_rsp_valid_i,
  // Beat read.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  localparam logic [3:0] WALKER_STATE_IDLE = 4'd0;
  localparam logic [3:0] WALKER_STATE_PICK = 4'd1;
  localparam logic [3:0] WALKER_STATE_ASK = 4'd2;
  localparam logic [3:0] WALKER_STATE_READ = 4'd3;
  localparam logic [3:0] WALKER_STATE_CHECK = 4'd4;
  localparam logic [3:0] WALKER_STATE_DECIDE = 4'd5;
  localparam logic [3:0] WALKER_STATE_MOVE = 4'd6;
  localparam logic [3:0] WALKER_STATE_SEARCH = 4'd7;
  localparam logic [3:0] WALKER_STATE_KEEP = 4'd8;
  localparam logic [3:0] WALKER_STATE_LEAVE = 4'd9;
  localparam logic [3:0] WALKER_STATE_JOIN = 4'ha;
  localparam logic [3:0] WALKER_STATE_START = 4'hb;
  localparam logic [3:0] WALKER_STATE_WRITE = 4'hc;
  localparam logic [3:0] WALKER_STATE_COMMIT = 4'hd;
  localparam logic [3:0] WALKER_STATE_FINISH = 4'he;
  localparam logic [15:0] ABSENT_WORDS = 16'd0;
  localparam logic [7:0] BITMAP_READS = 8'hf0;
  localparam logic [15:0] BITMAP_WRITES = 16'hf00;
  localparam logic [8:0] OBJECTS = 9'h100;
  logic is_free;
  logic is_swap;
  logic [1:0] free_beat;
  logic [5:0] free_at;
  logic [8:0] objects_free;
  logic [15:0] free_writes;
  logic [7:0] free_reads;
  logic found_full;
  logic [1:0] state_after;
  logic full_valid;
  logic [19:0] full_page;
  logic bank_read_valid_i;
  logic [20:0] bank_pointer_o;
  logic bank_available_valid_o;
  logic [19:0] bank_available_page_o;
  logic bank_full_valid_o;
  logic [19:0] bank_full_page_o;
  logic bank_recycled_valid_o;
  logic [19:0] bank_recycled_page_o;
  logic bank_fresh_ok_o;
  logic [20:0] bank_fresh_next_o;
  logic bank_write_enable_i;
  logic [20:0] bank_write_pointer_i;
  logic bank_write_available_valid_i;
  logic [19:0] bank_write_available_page_i;
  logic bank_write_full_valid_i;
  logic [19:0] bank_write_full_page_i;
  logic bank_write_recycled_valid_i;
  logic [19:0] bank_write_recycled_page_i;
  logic reader_start_i;
  logic reader_done_o;
  logic reader_error_o;
  logic reader_next_valid_o;
  logic [19:0] reader_next_page_o;
  logic reader_prev_valid_o;
  logic [19:0] reader_prev_page_o;
  logic [15:0] reader_summary_o;
  logic [8:0] reader_live_o;
  logic [1:0] reader_state_o;
  logic reader_bitmap_valid_o;
  logic [1:0] reader_bitmap_index_o;
  logic [63:0] reader_bitmap_data_o;
  logic reader_mem_req_valid_o;
  logic [47:0] reader_mem_req_address_o;
  logic reader_mem_rsp_valid_i;
  logic writer_start_i;
  logic [19:0] writer_page_i;
  logic writer_next_valid_i;
  logic [19:0] writer_next_page_i;
  logic writer_prev_valid_i;
  logic [19:0] writer_prev_page_i;
  logic writer_head_valid_i;
  logic [19:0] writer_head_page_i;
  logic [63:0] writer_state_i;
  logic [63:0] writer_bitmap_i;
  logic writer_done_o;
  logic writer_error_o;
  logic [47:0] writer_mem_req_address_o;
  logic writer_mem_rsp_valid_i;
  logic next_arena_start_i;
  logic next_arena_beat_valid_i;
  logic next_arena_finish_i;
  logic next_arena_forget_i;
  logic [1:0] next_arena_source_o;
  logic next_arena_next_valid_o;
  logic [19:0] next_arena_next_page_o;
  logic next_arena_prev_valid_o;
  logic [19:0] next_arena_prev_page_o;
  logic [3:0] state_q, state_d;
  logic [1:0] kind_q, kind_d;
  logic [5:0] class_q, class_d;
  logic [19:0] page_q, page_d;
  logic [7:0] object_q, object_d;
  logic victim_q, victim_d;
  logic [19:0] victim_page_q, victim_page_d;
  logic [1:0] source_q, source_d;
  logic [7:0] beats_q, beats_d;
  logic searching_q, searching_d;
  logic links_read_q, links_read_d;
  logic [15:0] writes_q, writes_d;
  logic [63:0] bitmap_q, bitmap_d;
  logic [63:0] bitmap_after_q, bitmap_after_d;
  logic [15:0] summary_after_q, summary_after_d;
  logic [8:0] live_after_q, live_after_d;
  logic allocated_q, allocated_d;
  logic empty_q, empty_d;
  logic reuse_q, reuse_d;
  logic joining_q, joining_d;
  logic [2:0] status_q, status_d;
  logic [11:0] events_q, events_d;
  logic fault_q, fault_d;
  logic [20:0] limit_q, limit_d;

  memento_pointer_bank u_bank (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .slice_limit_pages_i(slice_limit_pages_i),
    .read_valid_i(bank_read_valid_i),
    .read_class_i(cmd_class_i),
    .pointer_o(bank_pointer_o),
    .available_valid_o(bank_available_valid_o),
    .available_page_o(bank_available_page_o),
    .full_valid_o(bank_full_valid_o),
    .full_page_o(bank_full_page_o),
    .recycled_valid_o(bank_recycled_valid_o),
    .recycled_page_o(bank_recycled_page_o),
    .fresh_ok_o(bank_fresh_ok_o),
    .fresh_next_o(bank_fresh_next_o),
    .write_enable_i(bank_write_enable_i),
    .write_class_i(class_q),
    .write_pointer_i(bank_write_pointer_i),
    .write_available_valid_i(bank_write_available_valid_i),
    .write_available_page_i(bank_write_available_page_i),
    .write_full_valid_i(bank_write_full_valid_i),
    .write_full_page_i(bank_write_full_page_i),
    .write_recycled_valid_i(bank_write_recycled_valid_i),
    .write_recycled_page_i(bank_write_recycled_page_i)
  );

  memento_header_reader u_reader (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(reader_start_i),
    .beats_i(beats_q),
    .region_base_i(region_base_i),
    .class_i(class_q),
    .page_i(page_q),
    .done_o(reader_done_o),
    .error_o(reader_error_o),
    .next_valid_o(reader_next_valid_o),
    .next_page_o(reader_next_page_o),
    .prev_valid_o(reader_prev_valid_o),
    .prev_page_o(reader_prev_page_o),
    .summary_o(reader_summary_o),
    .live_o(reader_live_o),
    .state_o(reader_state_o),
    .bitmap_valid_o(reader_bitmap_valid_o),
    .bitmap_index_o(reader_bitmap_index_o),
    .bitmap_data_o(reader_bitmap_data_o),
    .mem_req_valid_o(reader_mem_req_valid_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_address_o(reader_mem_req_address_o),
    .mem_rsp_valid_i(reader_mem_rsp_valid_i),
    .mem_rsp_rdata_i(mem_rsp_rdata_i),
    .mem_rsp_error_i(mem_rsp_error_i)
  );

  memento_list_writer u_writer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(writer_start_i),
    .writes_i(writes_q),
    .region_base_i(region_base_i),
    .class_i(class_q),
    .page_i(writer_page_i),
    .next_valid_i(writer_next_valid_i),
    .next_page_i(writer_next_page_i),
    .prev_valid_i(writer_prev_valid_i),
    .prev_page_i(writer_prev_page_i),
    .head_valid_i(writer_head_valid_i),
    .head_page_i(writer_head_page_i),
    .state_i(writer_state_i),
    .bitmap_i(writer_bitmap_i),
    .done_o(writer_done_o),
    .error_o(writer_error_o),
    .mem_req_valid_o(mem_req_write_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_address_o(writer_mem_req_address_o),
    .mem_req_wdata_o(mem_req_wdata_o),
    .mem_rsp_valid_i(writer_mem_rsp_valid_i),
    .mem_rsp_error_i(mem_rsp_error_i)
  );

  memento_arena_slot u_next_arena (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(next_arena_start_i),
    .class_i(class_q),
    .beat_valid_i(next_arena_beat_valid_i),
    .beat_index_i(reader_bitmap_index_o),
    .beat_data_i(reader_bitmap_data_o),
    .summary_i(reader_summary_o),
    .finish_i(next_arena_finish_i),
    .page_i(page_q),
    .source_i(source_q),
    .next_valid_i(reader_next_valid_o),
    .next_page_i(reader_next_page_o),
    .prev_valid_i(reader_prev_valid_o),
    .prev_page_i(reader_prev_page_o),
    .forget_i(next_arena_forget_i),
    .valid_o(slot_valid_o),
    .class_o(slot_class_o),
    .page_o(slot_page_o),
    .source_o(next_arena_source_o),
    .next_valid_o(next_arena_next_valid_o),
    .next_page_o(next_arena_next_page_o),
    .prev_valid_o(next_arena_prev_valid_o),
    .prev_page_o(next_arena_prev_page_o),
    .summary_o(slot_summary_o),
    .word_o(slot_word_o),
    .free_o(slot_free_o),
    .copy_i(copy_i),
    .copying_o(copying_o),
    .load_valid_o(load_valid_o),
    .load_ready_i(load_ready_i),
    .load_row_o(load_row_o),
    .load_data_o(load_data_o)
  );

  assign is_free = kind_q == 2'd0;
  assign is_swap = kind_q == 2'd3;
  assign free_beat = object_q[7:6];
  assign free_at = object_q[5:0];

  // Pointer bank: read as a command comes, written as it ends.
  assign cmd_ready_o = state_q == WALKER_STATE_IDLE;
  assign bank_read_valid_i = (state_q == WALKER_STATE_IDLE) && cmd_valid_i;

  always_comb begin
    state_d = state_q;
    kind_d = kind_q;
    class_d = class_q;
    page_d = page_q;
    object_d = object_q;
    victim_d = victim_q;
    victim_page_d = victim_page_q;
    source_d = source_q;
    beats_d = beats_q;
    searching_d = searching_q;
    links_read_d = links_read_q;
    writes_d = writes_q;
    bitmap_after_d = bitmap_after_q;
    summary_after_d = summary_after_q;
    live_after_d = live_after_q;
    allocated_d = allocated_q;
    empty_d = empty_q;
    reuse_d = reuse_q;
    joining_d = joining_q;
    status_d = status_q;
    events_d = events_q;
    fault_d = fault_q;
    bank_write_enable_i = 1'b0;
    bank_write_pointer_i = bank_pointer_o;
    bank_write_available_valid_i = bank_available_valid_o;
    bank_write_available_page_i = bank_available_page_o;
    bank_write_recycled_valid_i = bank_recycled_valid_o;
    bank_write_recycled_page_i = bank_recycled_page_o;
    bank_write_full_valid_i = bank_full_valid_o;
    bank_write_full_page_i = bank_full_page_o;
    // Arena slot: filled by a search, forgotten when a free may have touched what it holds.
    next_arena_start_i = 1'b0;
    next_arena_finish_i = 1'b0;
    next_arena_forget_i = limit_q != slice_limit_pages_i;
    case (state_q)
      WALKER_STATE_IDLE: begin
        kind_d = cmd_kind_i;
        class_d = cmd_class_i;
        page_d = cmd_page_i;
        object_d = cmd_object_i;
        victim_d = cmd_victim_i;
        victim_page_d = cmd_page_i;
        searching_d = 1'b0;
        links_read_d = 1'b0;
        empty_d = 1'b0;
        reuse_d = 1'b0;
        joining_d = 1'b0;
        status_d = 3'd0;
        events_d = 12'd0;
        if (cmd_valid_i) begin
          state_d = WALKER_STATE_PICK;
        end
      end
      WALKER_STATE_PICK: begin
        if (is_free) begin
          if (slot_class_o == class_q) begin
            next_arena_forget_i = 1'b1;
          end
          beats_d = free_reads;
          state_d = WALKER_STATE_ASK;
          if ({1'b0, page_q} >= bank_pointer_o) begin
            status_d = 3'd3;
            state_d = WALKER_STATE_FINISH;
          end
        end else if (is_swap) begin
          state_d = WALKER_STATE_LEAVE;
        end else begin
          next_arena_start_i = 1'b1;
          state_d = WALKER_STATE_ASK;
          if (bank_available_valid_o) begin
            source_d = 2'd0;
            page_d = bank_available_page_o;
            beats_d = BITMAP_READS | 8'ha;
          end else if (bank_recycled_valid_o) begin
            source_d = 2'd1;
            page_d = bank_recycled_page_o;
            beats_d = 8'd2;
          end else if (bank_fresh_ok_o) begin
            source_d = 2'd2;
            page_d = bank_pointer_o[19:0];
            state_d = WALKER_STATE_KEEP;
          end else if (kind_q[1] && bank_full_valid_o) begin
            source_d = 2'd3;
            page_d = bank_full_page_o;
            beats_d = 8'he;
            searching_d = 1'b1;
          end else begin
            status_d = 3'd5;
            state_d = WALKER_STATE_FINISH;
          end
        end
      end
      WALKER_STATE_ASK: state_d = WALKER_STATE_READ;
      WALKER_STATE_READ: begin
        if (reader_done_o) begin
          state_d = WALKER_STATE_KEEP;
          if (searching_q) begin
            state_d = WALKER_STATE_SEARCH;
          end
          if (is_free) begin
            state_d = WALKER_STATE_CHECK;
            if (links_read_q) begin
              state_d = WALKER_STATE_MOVE;
            end
          end
          if (reader_error_o) begin
            status_d = 3'd6;
            state_d = WALKER_STATE_FINISH;
          end
        end
      end
      WALKER_STATE_CHECK: begin
        allocated_d = bitmap_q[free_at];
        bitmap_after_d = bitmap_q & ~(64'd1 << free_at);
        summary_after_d = reader_summary_o & ~(16'd1 << object_q[7:4]);
        live_after_d = reader_live_o - 9'd1;
        state_d = WALKER_STATE_DECIDE;
      end
      WALKER_STATE_DECIDE: begin
        writes_d = free_writes;
        beats_d = 8'd6;
        links_read_d = 1'b1;
        state_d = WALKER_STATE_START;
        if (!allocated_q) begin
          status_d = 3'd4;
          state_d = WALKER_STATE_FINISH;
        end else if (live_after_q == 9'd0) begin
          empty_d = 1'b1;
          state_d = WALKER_STATE_ASK;
        end else if ((reader_state_o == 2'd3) && (objects_free >= reuse_threshold_i)) begin
          reuse_d = 1'b1;
          state_d = WALKER_STATE_ASK;
        end
      end
      WALKER_STATE_MOVE: begin
        writes_d =
          free_writes
          | 16'hc
          | {15'd0, reader_prev_valid_o}
          | {14'd0, reader_next_valid_o, 1'b0}
          | {11'd0, reuse_q && bank_available_valid_o, 4'd0};
        state_d = WALKER_STATE_START;
      end
      WALKER_STATE_SEARCH: begin
        if (reader_live_o < OBJECTS) begin
          searching_d = 1'b0;
          beats_d = BITMAP_READS;
          state_d = WALKER_STATE_ASK;
        end else if (reader_next_valid_o) begin
          page_d = reader_next_page_o;
          state_d = WALKER_STATE_ASK;
        end else begin
          status_d = 3'd5;
          state_d = WALKER_STATE_FINISH;
        end
      end
      WALKER_STATE_KEEP: begin
        next_arena_finish_i = 1'b1;
        state_d = WALKER_STATE_FINISH;
      end
      WALKER_STATE_LEAVE: begin
        writes_d = {14'd0, next_arena_next_valid_o, next_arena_prev_valid_o && found_full};
        state_d = WALKER_STATE_JOIN;
        // Only the available and the full list are linked both ways.
        if (
          (found_full && (next_arena_prev_valid_o || next_arena_next_valid_o))
          || ((next_arena_source_o == 2'd0) && next_arena_next_valid_o)) begin
          state_d = WALKER_STATE_START;
        end
      end
      WALKER_STATE_JOIN: begin
        joining_d = 1'b1;
        writes_d = BITMAP_WRITES | 16'h6c | {11'd0, full_valid, 4'd0};
        state_d = WALKER_STATE_COMMIT;
        if (victim_q) begin
          state_d = WALKER_STATE_START;
        end
      end
      WALKER_STATE_START: state_d = WALKER_STATE_WRITE;
      WALKER_STATE_WRITE: begin
        if (writer_done_o) begin
          state_d = WALKER_STATE_COMMIT;
          if (is_swap && !joining_q) begin
            state_d = WALKER_STATE_JOIN;
          end
          if (writer_error_o) begin
            fault_d = 1'b1;
            status_d = 3'd6;
            state_d = WALKER_STATE_FINISH;
          end
        end
      end
      WALKER_STATE_COMMIT: begin
        state_d = WALKER_STATE_FINISH;
        bank_write_enable_i = 1'b1;
        if (is_swap) begin
          next_arena_forget_i = 1'b1;
          bank_write_full_valid_i = full_valid;
          bank_write_full_page_i = full_page;
          if (victim_q) begin
            bank_write_full_valid_i = 1'b1;
            bank_write_full_page_i = victim_page_q;
          end
          case (next_arena_source_o)
            2'd0: begin
              bank_write_available_valid_i = next_arena_next_valid_o;
              bank_write_available_page_i = next_arena_next_page_o;
            end
            2'd1: begin
              bank_write_recycled_valid_i = next_arena_next_valid_o;
              bank_write_recycled_page_i = next_arena_next_page_o;
            end
            2'd2: bank_write_pointer_i = bank_fresh_next_o;
            default: ;
          endcase
          events_d = {
            1'b0,
            next_arena_source_o == 2'd1,
            next_arena_source_o == 2'd2,
            found_full,
            2'd0,
            next_arena_source_o == 2'd0,
            victim_q,
            4'd0
          };
        end else begin
          if ((empty_q || reuse_q) && !reader_prev_valid_o) begin
            if (reader_state_o == 2'd2) begin
              bank_write_available_valid_i = reader_next_valid_o;
              bank_write_available_page_i = reader_next_page_o;
            end else begin
              bank_write_full_valid_i = reader_next_valid_o;
              bank_write_full_page_i = reader_next_page_o;
            end
          end
          if (empty_q) begin
            bank_write_recycled_valid_i = 1'b1;
            bank_write_recycled_page_i = page_q;
          end
          if (reuse_q) begin
            bank_write_available_valid_i = 1'b1;
            bank_write_available_page_i = page_q;
          end
          events_d = {4'd0, empty_q, reuse_q, 6'd8};
        end
      end
      default: begin  // WALKER_STATE_FINISH
        state_d = WALKER_STATE_IDLE;
      end
    endcase
  end

  always_comb begin
    // The full list's head once the arena found has left it.
    full_valid = bank_full_valid_o;
    full_page = bank_full_page_o;
    if (found_full && !next_arena_prev_valid_o) begin
      full_valid = next_arena_next_valid_o;
      full_page = next_arena_next_page_o;
    end
  end

  assign found_full = next_arena_source_o == 2'd3;

  // Header reader.
  assign reader_start_i = state_q == WALKER_STATE_ASK;
  assign reader_mem_rsp_valid_i = mem_rsp_valid_i && (state_q == WALKER_STATE_READ);

  always_comb begin
    bitmap_d = bitmap_q;
    if (is_free && reader_bitmap_valid_o) begin
      bitmap_d = reader_bitmap_data_o;
    end
  end

  assign next_arena_beat_valid_i = reader_bitmap_valid_o && !is_free;

  always_comb begin
    limit_d = limit_q;
    // An arena found under another limit may lie beyond the new one.
    limit_d = slice_limit_pages_i;
  end

  // List writer: a free's header and move, or the two list changes of a swap.
  assign writer_start_i = state_q == WALKER_STATE_START;

  always_comb begin
    writer_page_i = page_q;
    writer_next_valid_i = reader_next_valid_o;
    writer_next_page_i = reader_next_page_o;
    writer_prev_valid_i = reader_prev_valid_o;
    writer_prev_page_i = reader_prev_page_o;
    writer_head_valid_i = bank_available_valid_o;
    writer_head_page_i = bank_available_page_o;
    if (empty_q) begin
      writer_head_valid_i = bank_recycled_valid_o;
      writer_head_page_i = bank_recycled_page_o;
    end
    writer_state_i = {6'd0, state_after, 2'd0, class_q, 23'd0, live_after_q, summary_after_q};
    writer_bitmap_i = bitmap_after_q;
    if (is_swap) begin
      writer_page_i = slot_page_o;
      writer_next_valid_i = next_arena_next_valid_o;
      writer_next_page_i = next_arena_next_page_o;
      writer_prev_valid_i = next_arena_prev_valid_o && found_full;
      writer_prev_page_i = next_arena_prev_page_o;
      writer_head_valid_i = full_valid;
      writer_head_page_i = full_page;
      writer_state_i = {10'hc, class_q, 23'd0, OBJECTS, ~ABSENT_WORDS};
      writer_bitmap_i = 64'hffffffffffffffff;
      if (joining_q) begin
        writer_page_i = victim_page_q;
      end
    end
  end

  always_comb begin
    state_after = reader_state_o;
    if (empty_q) begin
      state_after = 2'd0;
    end else if (reuse_q) begin
      state_after = 2'd2;
    end
  end

  assign writer_mem_rsp_valid_i = mem_rsp_valid_i && (state_q == WALKER_STATE_WRITE);

  // Memory port: the reader and the writer never work at the same time.
  assign mem_req_valid_o = reader_mem_req_valid_o || mem_req_write_o;

  always_comb begin
    mem_req_address_o = reader_mem_req_address_o;
    if (mem_req_write_o) begin
      mem_req_address_o = writer_mem_req_address_o;
    end
  end

  // The two beats that a free reads and writes.
  assign free_reads = 8'd8 | (8'd1 << {1'b1, free_beat});
  assign free_writes = 16'h20 | (16'd1 << {2'd2, free_beat});
  assign objects_free = OBJECTS - live_after_q;
  assign done_o = state_q == WALKER_STATE_FINISH;
  assign status_o = status_q;
  assign events_o = events_q;
  assign fault_o = fault_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= WALKER_STATE_IDLE;
      kind_q <= 2'd0;
      class_q <= 6'd0;
      page_q <= 20'd0;
      object_q <= 8'd0;
      victim_q <= 1'b0;
      victim_page_q <= 20'd0;
      source_q <= 2'd0;
      beats_q <= 8'd0;
      searching_q <= 1'b0;
      links_read_q <= 1'b0;
      writes_q <= 16'd0;
      bitmap_q <= 64'd0;
      bitmap_after_q <= 64'd0;
      summary_after_q <= 16'd0;
      live_after_q <= 9'd0;
      allocated_q <= 1'b0;
      empty_q <= 1'b0;
      reuse_q <= 1'b0;
      joining_q <= 1'b0;
      status_q <= 3'd0;
      events_q <= 12'd0;
      fault_q <= 1'b0;
      limit_q <= 21'd0;
    end else begin
      state_q <= state_d;
      kind_q <= kind_d;
      class_q <= class_d;
      page_q <= page_d;
      object_q <= object_d;
      victim_q <= victim_d;
      victim_page_q <= victim_page_d;
      source_q <= source_d;
      beats_q <= beats_d;
      searching_q <= searching_d;
      links_read_q <= links_read_d;
      writes_q <= writes_d;
      bitmap_q <= bitmap_d;
      bitmap_after_q <= bitmap_after_d;
      summary_after_q <= summary_after_d;
      live_after_q <= live_after_d;
      allocated_q <= allocated_d;
      empty_q <= empty_d;
      reuse_q <= reuse_d;
      joining_q <= joining_d;
      status_q <= status_d;
      events_q <= events_d;
      fault_q <= fault_d;
      limit_q <= limit_d;
    end
  end
endmodule

`default_nettype wire
