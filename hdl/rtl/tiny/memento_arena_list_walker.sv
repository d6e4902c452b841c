// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_arena_list_walker, configuration tiny: generated from hdl/src/arena_list_walker.rs, do not edit.
//
// The arena-list walker: everything the allocator does to arenas in memory.
//
// The arena-list walker: the free that misses the Hardware Object Table, the search for a class's next arena, and the
// list changes when it goes into the table.
//
//             ┌────► pointer bank ──► list change     list heads, allocation pointers
//  command ──►│ FSM ├─► header reader ─┬─► header update ─► list writer
//             │     │        ▲         └─► arena slot ─────► table
//             └─────┘        └──────────── memory port ◄──────┘
//
//  a free, memory answering in the next cycle:
//   cycle    0    1    2    3    4    5    6    7    8    9    10   11   12
//   state    Idle Look Row  Read Read Read Read Read Writ Writ Writ Writ Idle
//   mem_req                 stat bitm                stat bitm
//   mem_rsp                      stat bitm                ok   ok
//   done_o                                                          1
//
// A free reads the state beat and a bitmap beat (2 reads) and writes them back (2 writes); only when the arena changes its list are its
// links read as well, and its neighbours written; an arena that becomes empty gives its pages back to the page allocator. All
// reads of a command come before its writes, so that a read error leaves everything as it was. A write error, or a release that
// fails, raises `fault_o` for good.
//
// A recycled or never used arena gets a frame for its first page before it is found. When there is none, the search goes on, and ends with
// "out of frames" rather than "out of memory". A recycled arena is never fetched ahead: with its frame, the link to the next one is gone.
//
// Contract: `cmd_valid_i` while `cmd_ready_o` starts a command; its inputs need not stay. `done_o` is high for one cycle with the
// status and events; a command is taken from the next cycle on. With memory that answers in the next cycle, `done_o` comes 11 cycles
// after a free's command, and 4 when the arena was never handed out; 16 after that of a find in the available list (13 when an
// arena has one bitmap beat), and 6 and the page allocator's time when it is a recycled or never used arena. The arena found stays in the slot until it is swapped in,
// forgotten because a free touched its class or because the limit changed, or replaced by the next search.
//
// A context is saved and loaded row by row (`row_*`), while the walker has no command.
//
// Invariants: I1, I2, I4..I8, I10, I11.

`default_nettype none

module memento_arena_list_walker (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // Pages of each class's slice that may be handed out.
  input  logic [12:0] slice_limit_pages_i,
  // Free objects that bring a full arena back to the available list.
  input  logic [8:0] reuse_threshold_i,
  // A command.
  input  logic cmd_valid_i,
  // The walker takes it.
  output logic cmd_ready_o,
  // 0 free, 1 prefetch, 2 find, 3 swap, 4 adopt.
  input  logic [2:0] cmd_kind_i,
  // Class it works on.
  input  logic [3:0] cmd_class_i,
  // Free and adopt: first page of the arena. Swap: first page of the exhausted arena.
  input  logic [11:0] cmd_page_i,
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
  output logic [3:0] slot_class_o,
  // Its first page.
  output logic [11:0] slot_page_o,
  // How many of its body lines may have been touched.
  output logic [15:0] slot_bypass_o,
  // Its full words; words that an arena does not have count as full.
  output logic [15:0] slot_summary_o,
  // Its lowest word that is not full.
  output logic [3:0] slot_word_o,
  // Free objects of that word.
  output logic [15:0] slot_free_o,
  // Forget it: it was adopted.
  input  logic slot_drop_i,
  // Copy its bitmap to the table.
  input  logic copy_i,
  // The copy is under way.
  output logic copying_o,
  // A bitmap row is offered to the table.
  output logic load_valid_o,
  // The table takes it.
  input  logic load_ready_i,
  // Row of the table.
  output logic [5:0] load_row_o,
  // The row, bit = 1 allocated.
  output logic [63:0] load_data_o,
  // Context: show the row of the pointer bank of the class that was on `cmd_class_i` in the cycle before;
  // from the next cycle on.
  input  logic row_read_i,
  // Context: write that row.
  input  logic row_write_i,
  // Context: allocation pointer to write.
  input  logic [12:0] row_pointer_i,
  // Context: head of the available list to write, its page above whether there is one.
  input  logic [12:0] row_available_i,
  // Context: head of the full list to write.
  input  logic [12:0] row_full_i,
  // Context: head of the recycled list to write.
  input  logic [12:0] row_recycled_i,
  // Context: allocation pointer.
  output logic [12:0] row_pointer_o,
  // Context: head of the available list, its page above whether there is one.
  output logic [12:0] row_available_o,
  // Context: head of the full list.
  output logic [12:0] row_full_o,
  // Context: head of the recycled list.
  output logic [12:0] row_recycled_o,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the beat.
  output logic [31:0] mem_req_address_o,
  // Beat to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers, in the order of the requests.
  input  logic mem_rsp_valid_i,
  // Beat read.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i,
  // The page allocator is asked for something about an arena's pages.
  output logic pages_req_valid_o,
  // The page allocator takes it.
  input  logic pages_req_ready_i,
  // 0: back the arena's first page with a frame; 1: release the arena, all its frames.
  output logic pages_req_release_o,
  // The arena's class.
  output logic [3:0] pages_req_class_o,
  // Its first page.
  output logic [11:0] pages_req_page_o,
  // Release: the recycled list had a first arena.
  output logic pages_req_link_valid_o,
  // Release: its first page.
  output logic [11:0] pages_req_link_page_o,
  // The service is done; one cycle.
  input  logic pages_rsp_valid_i,
  // 0 ok, 6 bus error, 7 out of frames.
  input  logic [2:0] pages_rsp_status_i,
  // Back: the arena was on the recycled list, which goes on.
  input  logic pages_rsp_link_valid_i,
  // Back: first page of the next arena on it.
  input  logic [11:0] pages_rsp_link_page_i,
  // An allocation pointer changes, or its new arena goes into the table.
  output logic pointer_write_valid_o,
  // Its class.
  output logic [3:0] pointer_write_class_o,
  // First page never handed out.
  output logic [12:0] pointer_write_value_o
);
  localparam logic [4:0] WALKER_STATE_IDLE = 5'd0;
  localparam logic [4:0] WALKER_STATE_LOOK = 5'd1;
  localparam logic [4:0] WALKER_STATE_ROW = 5'd2;
  localparam logic [4:0] WALKER_STATE_PICK = 5'd3;
  localparam logic [4:0] WALKER_STATE_ASK = 5'd4;
  localparam logic [4:0] WALKER_STATE_READ = 5'd5;
  localparam logic [4:0] WALKER_STATE_SEARCH = 5'd6;
  localparam logic [4:0] WALKER_STATE_BACK = 5'd7;
  localparam logic [4:0] WALKER_STATE_BACKED = 5'd8;
  localparam logic [4:0] WALKER_STATE_BLANK = 5'd9;
  localparam logic [4:0] WALKER_STATE_KEEP = 5'ha;
  localparam logic [4:0] WALKER_STATE_LEAVE = 5'hb;
  localparam logic [4:0] WALKER_STATE_JOIN = 5'hc;
  localparam logic [4:0] WALKER_STATE_START = 5'hd;
  localparam logic [4:0] WALKER_STATE_WRITE = 5'he;
  localparam logic [4:0] WALKER_STATE_RELEASE = 5'hf;
  localparam logic [4:0] WALKER_STATE_RELEASED = 5'h10;
  localparam logic [4:0] WALKER_STATE_REPORT = 5'h11;
  localparam logic [7:0] BITMAP_READS = 8'h10;
  localparam logic [15:0] LINE_WRITES = 16'he160;
  localparam logic [8:0] OBJECTS = 9'h40;
  // Free: the arena was never handed out.
  logic refused;
  logic [7:0] free_reads;
  logic [15:0] free_writes;
  logic [7:0] find_reads;
  logic [15:0] whole_writes;
  logic [4:0] links;
  logic changes_list;
  logic free_goes;
  logic starts_writing;
  logic written;
  logic bank_ready_o;
  logic bank_read_valid_i;
  logic bank_available_valid_o;
  logic [11:0] bank_available_page_o;
  logic bank_full_valid_o;
  logic [11:0] bank_full_page_o;
  logic bank_recycled_valid_o;
  logic [11:0] bank_recycled_page_o;
  logic bank_fresh_ok_o;
  logic [11:0] bank_last_span_page_o;
  logic bank_handed_out_o;
  logic bank_write_enable_i;
  logic [12:0] bank_write_pointer_i;
  logic bank_write_available_valid_i;
  logic [11:0] bank_write_available_page_i;
  logic bank_write_full_valid_i;
  logic [11:0] bank_write_full_page_i;
  logic bank_write_recycled_valid_i;
  logic [11:0] bank_write_recycled_page_i;
  logic bank_pointer_write_valid_o;
  logic [3:0] bank_pointer_write_class_o;
  logic [12:0] bank_pointer_write_value_o;
  logic change_load_i;
  logic change_leave_i;
  logic [1:0] change_leave_list_i;
  logic change_leave_next_valid_i;
  logic [11:0] change_leave_next_page_i;
  logic change_leave_prev_valid_i;
  logic change_join_i;
  logic [1:0] change_join_list_i;
  logic [12:0] change_pointer_o;
  logic change_available_valid_o;
  logic [11:0] change_available_page_o;
  logic change_full_valid_o;
  logic [11:0] change_full_page_o;
  logic change_recycled_valid_o;
  logic [11:0] change_recycled_page_o;
  logic [4:0] change_writes_o;
  logic reader_start_i;
  logic reader_go_i;
  logic [7:0] reader_beats_i;
  logic reader_done_o;
  logic reader_error_o;
  logic reader_next_valid_o;
  logic [11:0] reader_next_page_o;
  logic reader_prev_valid_o;
  logic [11:0] reader_prev_page_o;
  logic [15:0] reader_summary_o;
  logic [8:0] reader_live_o;
  logic [1:0] reader_state_o;
  logic [15:0] reader_bypass_o;
  logic reader_bitmap_valid_o;
  logic [1:0] reader_bitmap_index_o;
  logic [63:0] reader_bitmap_data_o;
  logic reader_mem_req_valid_o;
  logic [31:0] reader_mem_req_address_o;
  logic update_fill_i;
  logic [15:0] update_body_lines_i;
  logic update_allocated_o;
  logic update_empty_o;
  logic update_reuse_o;
  logic [63:0] update_state_o;
  logic [63:0] update_bitmap_o;
  logic writer_start_i;
  logic writer_go_i;
  logic [15:0] writer_writes_i;
  logic writer_next_valid_i;
  logic [11:0] writer_next_page_i;
  logic writer_prev_valid_i;
  logic [11:0] writer_prev_page_i;
  logic writer_done_o;
  logic writer_error_o;
  logic [31:0] writer_mem_req_address_o;
  logic next_arena_start_i;
  logic next_arena_beat_valid_i;
  logic next_arena_finish_i;
  logic next_arena_next_valid_i;
  logic [11:0] next_arena_next_page_i;
  logic next_arena_prev_valid_i;
  logic next_arena_forget_i;
  logic [1:0] next_arena_source_o;
  logic next_arena_next_valid_o;
  logic [11:0] next_arena_next_page_o;
  logic next_arena_prev_valid_o;
  logic [11:0] next_arena_prev_page_o;
  logic [4:0] state_q, state_d;
  // The state is `Look`.
  logic looking_q, looking_d;
  logic free_q, free_d;
  logic swap_q, swap_d;
  logic adopt_q, adopt_d;
  // Find: search the full list too.
  logic thorough_q, thorough_d;
  logic victim_q, victim_d;
  logic [3:0] class_q, class_d;
  // The arena that is read, or joins a list.
  logic [11:0] page_q, page_d;
  logic [7:0] object_q, object_d;
  // Find: where the arena comes from, as a number of `ArenaList`(crate::list_change::ArenaList).
  logic [1:0] source_q, source_d;
  logic fresh_ok_q, fresh_ok_d;
  // Find: a page found no frame.
  logic out_of_frames_q, out_of_frames_d;
  // Find: the arena after a recycled one.
  logic link_valid_q, link_valid_d;
  logic [11:0] link_page_q, link_page_d;
  // First page behind the span of a never used arena in the slot.
  logic [12:0] slot_end_q, slot_end_d;
  // Free: the arena gives its frames back.
  logic releases_q, releases_d;
  // Free: the arena changes its list.
  logic moving_q, moving_d;
  logic searching_q, searching_d;
  // Search: the arena that was read has a free object.
  logic has_room_q, has_room_d;
  logic [7:0] beats_q, beats_d;
  logic [2:0] status_q, status_d;
  logic [11:0] events_q, events_d;
  logic fault_q, fault_d;
  logic [12:0] limit_q, limit_d;
  logic limit_changed_q, limit_changed_d;
  // The slot is of the command's class.
  logic slot_serves_q, slot_serves_d;
  // The command ends with the last of the writes that are under way, unless one fails.
  logic only_writes_q, only_writes_d;

  // Pointer bank.
  memento_pointer_bank u_bank (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .slice_limit_pages_i(slice_limit_pages_i),
    .ready_o(bank_ready_o),
    .read_valid_i(bank_read_valid_i),
    .read_class_i(class_q),
    .pointer_o(row_pointer_o),
    .available_valid_o(bank_available_valid_o),
    .available_page_o(bank_available_page_o),
    .full_valid_o(bank_full_valid_o),
    .full_page_o(bank_full_page_o),
    .recycled_valid_o(bank_recycled_valid_o),
    .recycled_page_o(bank_recycled_page_o),
    .fresh_ok_o(bank_fresh_ok_o),
    .last_span_page_o(bank_last_span_page_o),
    .page_i(page_q),
    .handed_out_o(bank_handed_out_o),
    .write_enable_i(bank_write_enable_i),
    .write_class_i(class_q),
    .write_pointer_i(bank_write_pointer_i),
    .write_available_valid_i(bank_write_available_valid_i),
    .write_available_page_i(bank_write_available_page_i),
    .write_full_valid_i(bank_write_full_valid_i),
    .write_full_page_i(bank_write_full_page_i),
    .write_recycled_valid_i(bank_write_recycled_valid_i),
    .write_recycled_page_i(bank_write_recycled_page_i),
    .pointer_write_valid_o(bank_pointer_write_valid_o),
    .pointer_write_class_o(bank_pointer_write_class_o),
    .pointer_write_value_o(bank_pointer_write_value_o)
  );

  memento_list_change u_change (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .load_i(change_load_i),
    .pointer_i(row_pointer_o),
    .available_valid_i(bank_available_valid_o),
    .available_page_i(bank_available_page_o),
    .full_valid_i(bank_full_valid_o),
    .full_page_i(bank_full_page_o),
    .recycled_valid_i(bank_recycled_valid_o),
    .recycled_page_i(bank_recycled_page_o),
    .leave_i(change_leave_i),
    .leave_list_i(change_leave_list_i),
    .leave_next_valid_i(change_leave_next_valid_i),
    .leave_next_page_i(change_leave_next_page_i),
    .leave_prev_valid_i(change_leave_prev_valid_i),
    .last_span_page_i(bank_last_span_page_o),
    .join_i(change_join_i),
    .join_list_i(change_join_list_i),
    .join_page_i(page_q),
    .pointer_o(change_pointer_o),
    .available_valid_o(change_available_valid_o),
    .available_page_o(change_available_page_o),
    .full_valid_o(change_full_valid_o),
    .full_page_o(change_full_page_o),
    .recycled_valid_o(change_recycled_valid_o),
    .recycled_page_o(change_recycled_page_o),
    .head_valid_o(pages_req_link_valid_o),
    .head_page_o(pages_req_link_page_o),
    .writes_o(change_writes_o)
  );

  memento_header_reader u_reader (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(reader_start_i),
    .go_i(reader_go_i),
    .stop_i(refused),
    .beats_i(reader_beats_i),
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
    .bypass_o(reader_bypass_o),
    .bitmap_valid_o(reader_bitmap_valid_o),
    .bitmap_index_o(reader_bitmap_index_o),
    .bitmap_data_o(reader_bitmap_data_o),
    .mem_req_valid_o(reader_mem_req_valid_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_address_o(reader_mem_req_address_o),
    .mem_rsp_valid_i(mem_rsp_valid_i),
    .mem_rsp_rdata_i(mem_rsp_rdata_i),
    .mem_rsp_error_i(mem_rsp_error_i)
  );

  // Header update: a free changes the header, an exhausted arena is full.
  memento_header_update u_update (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .reuse_threshold_i(reuse_threshold_i),
    .class_i(class_q),
    .take_i(reader_bitmap_valid_o),
    .object_i(object_q),
    .summary_i(reader_summary_o),
    .live_i(reader_live_o),
    .state_i(reader_state_o),
    .bypass_i(reader_bypass_o),
    .bitmap_i(reader_bitmap_data_o),
    .fill_i(update_fill_i),
    .body_lines_i(update_body_lines_i),
    .allocated_o(update_allocated_o),
    .empty_o(update_empty_o),
    .reuse_o(update_reuse_o),
    .state_o(update_state_o),
    .bitmap_o(update_bitmap_o)
  );

  memento_list_writer u_writer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(writer_start_i),
    .go_i(writer_go_i),
    .writes_i(writer_writes_i),
    .region_base_i(region_base_i),
    .class_i(class_q),
    .page_i(page_q),
    .next_valid_i(writer_next_valid_i),
    .next_page_i(writer_next_page_i),
    .prev_valid_i(writer_prev_valid_i),
    .prev_page_i(writer_prev_page_i),
    .head_valid_i(pages_req_link_valid_o),
    .head_page_i(pages_req_link_page_o),
    .state_i(update_state_o),
    .bitmap_i(update_bitmap_o),
    .done_o(writer_done_o),
    .error_o(writer_error_o),
    .mem_req_valid_o(mem_req_write_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_address_o(writer_mem_req_address_o),
    .mem_req_wdata_o(mem_req_wdata_o),
    .mem_rsp_valid_i(mem_rsp_valid_i),
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
    .bypass_i(reader_bypass_o),
    .next_valid_i(next_arena_next_valid_i),
    .next_page_i(next_arena_next_page_i),
    .prev_valid_i(next_arena_prev_valid_i),
    .prev_page_i(reader_prev_page_o),
    .forget_i(next_arena_forget_i),
    .valid_o(slot_valid_o),
    .class_o(slot_class_o),
    .page_o(slot_page_o),
    .source_o(next_arena_source_o),
    .bypass_o(slot_bypass_o),
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

  assign bank_read_valid_i = looking_q || row_read_i;

  always @* begin
    fresh_ok_d = fresh_ok_q;
    fresh_ok_d = bank_fresh_ok_o;
  end

  assign bank_write_enable_i = (state_q == WALKER_STATE_START) || row_write_i;

  always @* begin
    bank_write_pointer_i = change_pointer_o;
    bank_write_available_valid_i = change_available_valid_o;
    bank_write_available_page_i = change_available_page_o;
    bank_write_recycled_valid_i = change_recycled_valid_o;
    bank_write_recycled_page_i = change_recycled_page_o;
    bank_write_full_valid_i = change_full_valid_o;
    bank_write_full_page_i = change_full_page_o;
    if (row_write_i) begin
      bank_write_pointer_i = row_pointer_i;
      bank_write_available_valid_i = row_available_i[0];
      bank_write_available_page_i = row_available_i[12:1];
      bank_write_recycled_valid_i = row_recycled_i[0];
      bank_write_recycled_page_i = row_recycled_i[12:1];
      bank_write_full_valid_i = row_full_i[0];
      bank_write_full_page_i = row_full_i[12:1];
    end
  end

  assign row_available_o = {bank_available_page_o, bank_available_valid_o};
  assign row_full_o = {bank_full_page_o, bank_full_valid_o};
  assign row_recycled_o = {bank_recycled_page_o, bank_recycled_valid_o};

  always @* begin
    pointer_write_valid_o = bank_pointer_write_valid_o;
    pointer_write_class_o = bank_pointer_write_class_o;
    pointer_write_value_o = bank_pointer_write_value_o;
    // A hart may use a never used arena as soon as it is in the table, before the bank knows.
    if (copy_i && !adopt_q && (next_arena_source_o == 2'd2)) begin
      pointer_write_valid_o = 1'b1;
      pointer_write_class_o = slot_class_o;
      pointer_write_value_o = slot_end_q;
    end
  end

  // List change: a free's arena, or the arena found and then the exhausted one.
  assign change_load_i = state_q == WALKER_STATE_ROW;
  assign change_leave_i = state_q == WALKER_STATE_LEAVE;

  always @* begin
    change_leave_list_i = next_arena_source_o;
    change_join_list_i = 2'd3;
    if (free_q) begin
      // State 2 is available, 3 is full.
      change_leave_list_i = 2'd0;
      if (reader_state_o == 2'd3) begin
        change_leave_list_i = 2'd3;
      end
      change_join_list_i = {1'b0, update_empty_o};
    end
  end

  assign change_leave_next_valid_i = writer_next_valid_i;
  assign change_leave_next_page_i = writer_next_page_i;
  assign change_leave_prev_valid_i = writer_prev_valid_i;
  assign change_join_i = (state_q == WALKER_STATE_JOIN) && (free_q || victim_q);

  // Header reader.
  assign free_reads = 8'd8 | (8'd1 << {1'b1, object_q[7:6]});
  assign reader_start_i = looking_q || (state_q == WALKER_STATE_ASK);
  assign reader_go_i = ((state_q == WALKER_STATE_ROW) && free_q) || (state_q == WALKER_STATE_ASK);
  assign refused = free_q && !bank_handed_out_o;

  always @* begin
    reader_beats_i = beats_q;
    if (looking_q) begin
      reader_beats_i = free_reads;
    end
  end

  assign update_body_lines_i = {bank_last_span_page_o[9:0], 6'h3f};
  assign update_fill_i = (state_q == WALKER_STATE_LEAVE) && swap_q;
  assign changes_list = update_empty_o || update_reuse_o;

  // Arena slot: filled by a search, forgotten when a free may have touched what it holds.
  assign next_arena_start_i = state_q == WALKER_STATE_PICK;
  assign next_arena_beat_valid_i = reader_bitmap_valid_o && !free_q;

  always @* begin
    state_d = state_q;
    looking_d = looking_q;
    free_d = free_q;
    swap_d = swap_q;
    adopt_d = adopt_q;
    thorough_d = thorough_q;
    victim_d = victim_q;
    class_d = class_q;
    page_d = page_q;
    object_d = object_q;
    source_d = source_q;
    out_of_frames_d = out_of_frames_q;
    link_valid_d = link_valid_q;
    link_page_d = link_page_q;
    slot_end_d = slot_end_q;
    releases_d = releases_q;
    moving_d = moving_q;
    searching_d = searching_q;
    beats_d = beats_q;
    status_d = status_q;
    events_d = events_q;
    fault_d = fault_q;
    next_arena_finish_i = 1'b0;
    case (state_q)
      WALKER_STATE_IDLE: begin
        free_d = cmd_kind_i == 3'd0;
        thorough_d = cmd_kind_i == 3'd2;
        swap_d = cmd_kind_i == 3'd3;
        adopt_d = cmd_kind_i == 3'd4;
        victim_d = cmd_victim_i;
        class_d = cmd_class_i;
        page_d = cmd_page_i;
        object_d = cmd_object_i;
        moving_d = 1'b0;
        searching_d = 1'b0;
        releases_d = 1'b0;
        out_of_frames_d = 1'b0;
        status_d = 3'd0;
        events_d = 12'd0;
        looking_d = cmd_valid_i;
        if (cmd_valid_i) begin
          state_d = WALKER_STATE_LOOK;
        end
      end
      WALKER_STATE_LOOK: begin
        // After reset, the bank is not ready at once.
        looking_d = !bank_ready_o;
        if (bank_ready_o) begin
          state_d = WALKER_STATE_ROW;
        end
      end
      WALKER_STATE_ROW: begin
        state_d = WALKER_STATE_PICK;
        if (free_q) begin
          state_d = WALKER_STATE_READ;
        end
        if (swap_q) begin
          state_d = WALKER_STATE_LEAVE;
        end
      end
      WALKER_STATE_PICK: begin
        beats_d = find_reads;
        state_d = WALKER_STATE_ASK;
        if (adopt_q) begin
          beats_d = BITMAP_READS | 8'd8;
        end else if (change_available_valid_o) begin
          source_d = 2'd0;
          page_d = change_available_page_o;
        end else if (change_recycled_valid_o) begin
          source_d = 2'd1;
          page_d = change_recycled_page_o;
          state_d = WALKER_STATE_BACK;
          if (!thorough_q) begin
            status_d = 3'd5;
            state_d = WALKER_STATE_REPORT;
          end
        end else if (fresh_ok_q) begin
          source_d = 2'd2;
          page_d = change_pointer_o[11:0];
          state_d = WALKER_STATE_BACK;
        end else if (thorough_q && change_full_valid_o) begin
          source_d = 2'd3;
          page_d = change_full_page_o;
          searching_d = 1'b1;
        end else begin
          status_d = 3'd5;
          state_d = WALKER_STATE_REPORT;
        end
      end
      WALKER_STATE_ASK: state_d = WALKER_STATE_READ;
      WALKER_STATE_READ: begin
        if (refused) begin
          status_d = 3'd3;
          state_d = WALKER_STATE_REPORT;
        end
        if (reader_done_o) begin
          if (reader_error_o) begin
            status_d = 3'd6;
            state_d = WALKER_STATE_REPORT;
          end else if (free_q) begin
            beats_d = 8'd6;
            moving_d = 1'b1;
            state_d = WALKER_STATE_WRITE;
            if (moving_q) begin
              state_d = WALKER_STATE_LEAVE;
            end else if (!update_allocated_o) begin
              status_d = 3'd4;
              state_d = WALKER_STATE_REPORT;
            end else if (changes_list) begin
              state_d = WALKER_STATE_ASK;
            end else begin
              events_d = 12'd8;
            end
          end else if (searching_q) begin
            state_d = WALKER_STATE_SEARCH;
          end else begin
            next_arena_finish_i = 1'b1;
            state_d = WALKER_STATE_KEEP;
          end
        end
      end
      WALKER_STATE_SEARCH: begin
        state_d = WALKER_STATE_ASK;
        if (has_room_q) begin
          searching_d = 1'b0;
          beats_d = BITMAP_READS;
        end else if (reader_next_valid_o) begin
          page_d = reader_next_page_o;
        end else begin
          status_d = 3'd5;
          if (out_of_frames_q) begin
            status_d = 3'd7;
          end
          state_d = WALKER_STATE_REPORT;
        end
      end
      WALKER_STATE_BACK: begin
        if (pages_req_ready_i) begin
          state_d = WALKER_STATE_BACKED;
        end
      end
      WALKER_STATE_BACKED: begin
        link_valid_d = pages_rsp_link_valid_i;
        link_page_d = pages_rsp_link_page_i;
        if (pages_rsp_valid_i) begin
          status_d = pages_rsp_status_i;
          state_d = WALKER_STATE_REPORT;
          if (pages_rsp_status_i == 3'd0) begin
            state_d = WALKER_STATE_BLANK;
          end
          if (pages_rsp_status_i == 3'd7) begin
            // The source counts as empty.
            out_of_frames_d = 1'b1;
            if ((source_q == 2'd1) && fresh_ok_q) begin
              source_d = 2'd2;
              page_d = change_pointer_o[11:0];
              state_d = WALKER_STATE_BACK;
            end else if (thorough_q && change_full_valid_o) begin
              status_d = 3'd0;
              source_d = 2'd3;
              page_d = change_full_page_o;
              searching_d = 1'b1;
              state_d = WALKER_STATE_ASK;
            end
          end
        end
      end
      WALKER_STATE_BLANK: begin
        next_arena_finish_i = 1'b1;
        slot_end_d = {1'b0, page_q | bank_last_span_page_o} + 13'd1;
        state_d = WALKER_STATE_KEEP;
      end
      WALKER_STATE_KEEP: state_d = WALKER_STATE_REPORT;
      WALKER_STATE_LEAVE: begin
        releases_d = free_q && update_empty_o;
        state_d = WALKER_STATE_JOIN;
      end
      WALKER_STATE_JOIN: begin
        events_d = {4'd0, update_empty_o, update_reuse_o, 6'd8};
        if (swap_q) begin
          events_d = {
            1'b0,
            next_arena_source_o == 2'd1,
            next_arena_source_o == 2'd2,
            next_arena_source_o == 2'd3,
            2'd0,
            next_arena_source_o == 2'd0,
            victim_q,
            4'd0
          };
        end
        state_d = WALKER_STATE_START;
      end
      WALKER_STATE_START: begin
        state_d = WALKER_STATE_WRITE;
        if (!(|change_writes_o)) begin
          state_d = WALKER_STATE_REPORT;
          if (releases_q) begin
            state_d = WALKER_STATE_RELEASE;
          end
        end
      end
      WALKER_STATE_WRITE: begin
        if (writer_done_o) begin
          state_d = WALKER_STATE_IDLE;
          if (releases_q) begin
            state_d = WALKER_STATE_RELEASE;
          end
          if (writer_error_o) begin
            status_d = 3'd6;
            events_d = 12'd0;
            fault_d = 1'b1;
            state_d = WALKER_STATE_REPORT;
          end
        end
      end
      WALKER_STATE_RELEASE: begin
        if (pages_req_ready_i) begin
          state_d = WALKER_STATE_RELEASED;
        end
      end
      WALKER_STATE_RELEASED: begin
        if (pages_rsp_valid_i) begin
          state_d = WALKER_STATE_REPORT;
          if (pages_rsp_status_i != 3'd0) begin
            // Its neighbours have been written: there is no way back.
            status_d = 3'd6;
            events_d = 12'd0;
            fault_d = 1'b1;
          end
        end
      end
      default: begin  // WALKER_STATE_REPORT
        state_d = WALKER_STATE_IDLE;
      end
    endcase
  end

  always @* begin
    next_arena_next_valid_i = reader_next_valid_o;
    next_arena_next_page_i = reader_next_page_o;
    if (state_q == WALKER_STATE_BLANK) begin
      next_arena_next_valid_i = link_valid_q;
      next_arena_next_page_i = link_page_q;
    end
  end

  // Only an arena of the full list may have one before it.
  assign next_arena_prev_valid_i = reader_prev_valid_o && (source_q == 2'd3);

  always @* begin
    limit_d = limit_q;
    // An arena found under another limit may lie beyond the new one.
    limit_d = slice_limit_pages_i;
  end

  always @* begin
    limit_changed_d = limit_changed_q;
    limit_changed_d = limit_q != slice_limit_pages_i;
  end

  always @* begin
    slot_serves_d = slot_serves_q;
    slot_serves_d = slot_class_o == class_q;
  end

  assign next_arena_forget_i =
    limit_changed_q
    || ((state_q == WALKER_STATE_ROW) && free_q && slot_serves_q)
    || ((state_q == WALKER_STATE_START) && swap_q)
    || slot_drop_i;

  always @* begin
    // List writer: the links to change, and a free's two beats or the exhausted arena's whole line.
    free_writes = 16'h20 | (16'd1 << {2'd2, object_q[7:6]});
    links = 5'd0;
    if (state_q == WALKER_STATE_START) begin
      links = change_writes_o;
      // An empty arena's header goes with its frame.
      if (releases_q) begin
        free_writes = 16'd0;
      end
    end
  end

  always @* begin
    whole_writes = 16'd0;
    if (victim_q) begin
      whole_writes = LINE_WRITES;
    end
  end

  assign free_goes =
    (state_q == WALKER_STATE_READ)
    && free_q
    && reader_done_o
    && !reader_error_o
    && !moving_q
    && update_allocated_o
    && !changes_list;

  // Without a link to change there is nothing to write, and no end of it to wait for.
  assign starts_writing = state_q == WALKER_STATE_START;
  assign writer_start_i = looking_q || starts_writing;
  assign writer_go_i = free_goes || starts_writing;

  always @* begin
    writer_writes_i = free_writes | {11'd0, links};
    writer_next_valid_i = reader_next_valid_o;
    writer_next_page_i = reader_next_page_o;
    writer_prev_valid_i = reader_prev_valid_o;
    writer_prev_page_i = reader_prev_page_o;
    if (swap_q) begin
      writer_writes_i = whole_writes | {11'd0, links};
      writer_next_valid_i = next_arena_next_valid_o;
      writer_next_page_i = next_arena_next_page_o;
      writer_prev_valid_i = next_arena_prev_valid_o;
      writer_prev_page_i = next_arena_prev_page_o;
    end
  end

  // Memory port: the reader and the writer never work at the same time.
  assign mem_req_valid_o = reader_mem_req_valid_o || mem_req_write_o;

  always @* begin
    mem_req_address_o = reader_mem_req_address_o;
    if (mem_req_write_o) begin
      mem_req_address_o = writer_mem_req_address_o;
    end
  end

  // The page allocator backs the first page of a blank arena, and takes the frames of an empty one.
  assign pages_req_valid_o = (state_q == WALKER_STATE_BACK) || (state_q == WALKER_STATE_RELEASE);
  assign pages_req_release_o = free_q;
  assign pages_req_class_o = class_q;
  assign pages_req_page_o = page_q;

  always @* begin
    only_writes_d = only_writes_q;
    // A command that only writes ends with its last acknowledgement, unless a write has failed.
    only_writes_d =
      free_goes
      || (starts_writing && (|change_writes_o) && !releases_q)
      || (only_writes_q && !writer_done_o);
  end

  assign written = only_writes_q && writer_done_o && !writer_error_o;
  assign cmd_ready_o = state_q == WALKER_STATE_IDLE;
  assign done_o = (state_q == WALKER_STATE_REPORT) || written;
  assign status_o = status_q;
  assign events_o = events_q;
  assign fault_o = fault_q;

  always @* begin
    has_room_d = has_room_q;
    // Find: what to read of an available arena, or of one on the full list; whether one of that list has a
    // free object.
    has_room_d = reader_live_o < OBJECTS;
  end

  always @* begin
    find_reads = 8'he;
    if (change_available_valid_o) begin
      find_reads = BITMAP_READS | 8'ha;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= WALKER_STATE_IDLE;
      looking_q <= 1'b0;
      free_q <= 1'b0;
      swap_q <= 1'b0;
      adopt_q <= 1'b0;
      thorough_q <= 1'b0;
      victim_q <= 1'b0;
      class_q <= 4'd0;
      page_q <= 12'd0;
      object_q <= 8'd0;
      source_q <= 2'd0;
      fresh_ok_q <= 1'b0;
      out_of_frames_q <= 1'b0;
      link_valid_q <= 1'b0;
      link_page_q <= 12'd0;
      slot_end_q <= 13'd0;
      releases_q <= 1'b0;
      moving_q <= 1'b0;
      searching_q <= 1'b0;
      has_room_q <= 1'b0;
      beats_q <= 8'd0;
      status_q <= 3'd0;
      events_q <= 12'd0;
      fault_q <= 1'b0;
      limit_q <= 13'd0;
      limit_changed_q <= 1'b0;
      slot_serves_q <= 1'b0;
      only_writes_q <= 1'b0;
    end else begin
      state_q <= state_d;
      looking_q <= looking_d;
      free_q <= free_d;
      swap_q <= swap_d;
      adopt_q <= adopt_d;
      thorough_q <= thorough_d;
      victim_q <= victim_d;
      class_q <= class_d;
      page_q <= page_d;
      object_q <= object_d;
      source_q <= source_d;
      fresh_ok_q <= fresh_ok_d;
      out_of_frames_q <= out_of_frames_d;
      link_valid_q <= link_valid_d;
      link_page_q <= link_page_d;
      slot_end_q <= slot_end_d;
      releases_q <= releases_d;
      moving_q <= moving_d;
      searching_q <= searching_d;
      has_room_q <= has_room_d;
      beats_q <= beats_d;
      status_q <= status_d;
      events_q <= events_d;
      fault_q <= fault_d;
      limit_q <= limit_d;
      limit_changed_q <= limit_changed_d;
      slot_serves_q <= slot_serves_d;
      only_writes_q <= only_writes_d;
    end
  end
endmodule

`default_nettype wire
