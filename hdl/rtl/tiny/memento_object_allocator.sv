// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_object_allocator, configuration tiny: generated from hdl/src/object_allocator.rs, do not edit.
//
// The object allocator: malloc and free in hardware.
//
// The object allocator: one stream of requests in, one response each, in order, and a port to the memory that holds
// the arena headers.
//
//            ┌─ size class ──────────────┐
//  request ──┤                           ├─► table (HOT) ─► object address ─► response
//            └─ object index (3 steps) ──┘       │ miss
//                                             miss queue
//                                                ▼
//                     arena-list walker, pointer bank, flusher ◄─► memory port
//
// Allocs go straight to the table. Frees are worked out to class, arena and object in three steps and reach the table in cycles in
// which no alloc needs it; what misses there is queued for the walker. An alloc that follows a free of its class
// which has not reached the table yet is parked until it has: requests take effect in the order of acceptance.
//
// Two requests are under way at a time: *taken*, while the table reads its entry, and *pending*, the one that is to be answered
// next. Whether an alloc can be answered at once is known only when it is pending. If it cannot, the one behind it is held: an alloc
// loses its place in the table and comes back right behind the pending one, and a free stays in its first step.
//
// Timing, in cycles from acceptance to response: alloc hit 2, posted free 2, with one request accepted every cycle. An alloc miss
// whose arena was fetched ahead: 6.
//
// Contract: see `docs/src/semantics.md`. `req_ready_o` depends on `req_operation_i` in the same cycle, and on no other input.
//
// Invariants: I1..I12.

`default_nettype none

module memento_object_allocator (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // First address of the region, aligned to its size; not 0.
  input  logic [31:0] region_base_i,
  // Pages of each class's slice that may be handed out.
  input  logic [12:0] slice_limit_pages_i,
  // Free objects that bring a full arena back to the available list.
  input  logic [8:0] reuse_threshold_i,
  // A request.
  input  logic req_valid_i,
  // The request is accepted.
  output logic req_ready_o,
  // 0 alloc, 1 posted free, 2 free and wait, 3 flush.
  input  logic [1:0] req_operation_i,
  // Alloc: size in bytes. Frees: address.
  input  logic [31:0] req_operand_i,
  // A response.
  output logic rsp_valid_o,
  // The response is taken.
  input  logic rsp_ready_i,
  // 0 ok, 1 too large, 2 not ours, 3 bad pointer, 4 double free, 5 out of memory, 6 bus error, 7 out of
  // frames.
  output logic [2:0] rsp_status_o,
  // Alloc: the object's address; 0 when there is none.
  output logic [31:0] rsp_address_o,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the 8-byte beat.
  output logic [31:0] mem_req_address_o,
  // Beat to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers, in the order of the requests; reads and writes alike.
  input  logic mem_rsp_valid_i,
  // The answer is taken (always).
  output logic mem_rsp_ready_o,
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
  // An arena comes into the table; the bypass unit counts its touched lines from now on.
  output logic bypass_install_valid_o,
  // Its class.
  output logic [3:0] bypass_install_class_o,
  // Its first page.
  output logic [11:0] bypass_install_page_o,
  // How many of its body lines may have been touched.
  output logic [15:0] bypass_install_value_o,
  // Flush: the bypass unit is asked about this class.
  output logic [3:0] bypass_class_o,
  // Flush: how many body lines of the class's arena may have been touched, in the same cycle.
  input  logic [15:0] bypass_value_i,
  // Context: an arena that was in the table when the context was saved goes into it again.
  input  logic adopt_valid_i,
  // Its class.
  input  logic [3:0] adopt_class_i,
  // Its first page.
  input  logic [11:0] adopt_page_i,
  // It is in the table; one cycle.
  output logic adopt_done_o,
  // With `adopt_done_o`: its header could not be read.
  output logic adopt_error_o,
  // Flush: a class is done; one cycle.
  output logic flushed_valid_o,
  // Its class.
  output logic [3:0] flushed_class_o,
  // It has an arena in the table.
  output logic flushed_occupied_o,
  // First page of that arena.
  output logic [11:0] flushed_page_o,
  // Context: the class whose row of the pointer bank is read or written in the cycles after; only while
  // `idle_o` is high.
  input  logic row_class_valid_i,
  // Context: that class.
  input  logic [3:0] row_class_i,
  // Context: show the row of the pointer bank of the class of the cycle before; from the next cycle on.
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
  // An allocation pointer changes, or its new arena goes into the table.
  output logic pointer_write_valid_o,
  // Its class.
  output logic [3:0] pointer_write_class_o,
  // First page never handed out.
  output logic [12:0] pointer_write_value_o,
  // A posted free has failed; one cycle.
  output logic error_valid_o,
  // How.
  output logic [2:0] error_status_o,
  // The address it was given.
  output logic [31:0] error_address_o,
  // A write to memory has failed; only a reset helps.
  output logic fault_o,
  // Nothing is under way.
  output logic idle_o,
  // What happened in this cycle: one bit per `memento_abi::Event`.
  output logic [11:0] events_o
);
  localparam logic [1:0] AWAITING_NOTHING = 2'd0;
  localparam logic [1:0] AWAITING_TABLE = 2'd1;
  localparam logic [1:0] AWAITING_FREE = 2'd2;
  localparam logic [1:0] AWAITING_FLUSH = 2'd3;
  localparam logic [1:0] PARKED_NOTHING = 2'd0;
  localparam logic [1:0] PARKED_RETRY = 2'd1;
  localparam logic [1:0] PARKED_FOLLOW = 2'd2;
  localparam logic [1:0] PARKED_NEEDS_ARENA = 2'd3;
  localparam logic [3:0] SLOW_STATE_IDLE = 4'd0;
  localparam logic [3:0] SLOW_STATE_FREE = 4'd1;
  localparam logic [3:0] SLOW_STATE_REPORT = 4'd2;
  localparam logic [3:0] SLOW_STATE_FIND = 4'd3;
  localparam logic [3:0] SLOW_STATE_PREFETCH = 4'd4;
  localparam logic [3:0] SLOW_STATE_INSTALL = 4'd5;
  localparam logic [3:0] SLOW_STATE_INSTALLED = 4'd6;
  localparam logic [3:0] SLOW_STATE_REPLACED = 4'd7;
  localparam logic [3:0] SLOW_STATE_SWAP_START = 4'd8;
  localparam logic [3:0] SLOW_STATE_SWAP = 4'd9;
  localparam logic [3:0] SLOW_STATE_FLUSH = 4'ha;
  localparam logic [3:0] SLOW_STATE_ADOPT = 4'hb;
  localparam logic [3:0] SLOW_STATE_ADOPTED = 4'hc;
  logic asks_alloc;
  logic asks_free;
  logic room;
  logic accept;
  logic respond;
  // The pending request is to be answered with an error.
  logic fails;
  logic respond_error;
  logic index_advance;
  logic frees_under_way;
  logic frees_before_table;
  logic behind_free;
  logic goes_ahead;
  logic [2:0] free_status;
  logic request_takes_table;
  // What the table's class is if no alloc is offered.
  logic [3:0] other_class;
  logic retry_takes_table;
  logic follower_takes_table;
  logic held;
  // The request taken is the pending one from the next cycle on.
  logic follows;
  // The pending request waits for nothing any more.
  logic settles;
  logic behind_taken;
  logic needs_arena;
  // The pending request is not in the table, and not answered in this cycle.
  logic stays_ahead;
  // The pending request may be answered in this cycle.
  logic may_respond;
  // In the next cycle: a response may wait; an alloc is in H2; the address of one is made there.
  logic spare_after;
  logic alloc_stays;
  logic alloc_comes;
  logic alloc_after;
  logic address_after;
  logic slot_serves_table;
  logic own_alloc;
  logic free_may_take_table;
  logic free_takes_table;
  logic install_takes_table;
  logic request_wants_table;
  logic alloc_answered;
  logic table_moves;
  logic [2:0] miss_status;
  logic [3:0] miss_class;
  logic [11:0] miss_page;
  logic [7:0] miss_object;
  logic miss_waits;
  logic [31:0] miss_address;
  logic report;
  logic slot_serves_parked;
  logic slot_serves_prefetch;
  logic flushing;
  logic hit_event;
  logic miss_event;
  logic free_event;
  logic error_event;
  logic [11:0] walker_events;
  logic [3:0] size_class_class_o;
  logic size_class_too_large_o;
  logic in_class_1_is_in_class_o;
  logic in_class_2_is_in_class_o;
  logic object_index_hold_i;
  logic object_index_valid_i;
  logic object_index_valid_1_o;
  logic [3:0] object_index_class_1_o;
  logic object_index_valid_2_o;
  logic [3:0] object_index_class_2_o;
  logic [11:0] object_index_page_2_o;
  logic object_index_valid_o;
  logic object_index_in_region_o;
  logic [3:0] object_index_class_o;
  logic [11:0] object_index_page_o;
  logic object_index_exact_o;
  logic [5:0] object_index_index_o;
  logic object_address_next_valid_i;
  logic [31:0] arena_address_address_o;
  logic hot_clearing_o;
  logic hot_op_valid_i;
  logic [1:0] hot_op_kind_i;
  logic [3:0] hot_op_class_i;
  logic hot_op_is_1_i;
  logic hot_op_is_2_i;
  logic [3:0] hot_class_1_o;
  logic [3:0] hot_class_2_o;
  logic [7:0] hot_op_object_i;
  logic hot_void_i;
  logic hot_ready_o;
  logic hot_word_on_its_way_o;
  logic hot_occupied_o;
  logic [11:0] hot_page_o;
  logic [7:0] hot_object_o;
  logic hot_last_word_o;
  logic [15:0] hot_summary_o;
  logic [1:0] hot_outcome_o;
  logic [15:0] hot_word_o;
  logic hot_load_ready_o;
  logic misses_push_valid_i;
  logic misses_push_ready_o;
  logic [69:0] misses_push_data_i;
  logic misses_pop_valid_o;
  logic misses_pop_ready_i;
  logic [69:0] misses_pop_data_o;
  logic [3:0] misses_count_o;
  logic walker_cmd_valid_i;
  logic walker_cmd_ready_o;
  logic [2:0] walker_cmd_kind_i;
  logic [3:0] walker_cmd_class_i;
  logic [11:0] walker_cmd_page_i;
  logic walker_done_o;
  logic [2:0] walker_status_o;
  logic [11:0] walker_events_o;
  logic walker_fault_o;
  logic walker_slot_valid_o;
  logic [15:0] walker_slot_summary_o;
  logic [3:0] walker_slot_word_o;
  logic [15:0] walker_slot_free_o;
  logic walker_slot_drop_i;
  logic walker_copying_o;
  logic walker_load_valid_o;
  logic [5:0] walker_load_row_o;
  logic [63:0] walker_load_data_o;
  logic walker_mem_req_valid_o;
  logic walker_mem_req_write_o;
  logic [31:0] walker_mem_req_address_o;
  logic [63:0] walker_mem_req_wdata_o;
  logic walker_mem_rsp_valid_i;
  logic flusher_start_i;
  logic flusher_done_o;
  logic flusher_error_o;
  logic flusher_peek_valid_o;
  logic [3:0] flusher_peek_word_o;
  logic flusher_mem_req_valid_o;
  logic [31:0] flusher_mem_req_address_o;
  logic [63:0] flusher_mem_req_wdata_o;
  logic flusher_mem_rsp_valid_i;
  logic taken_q, taken_d;
  logic [1:0] taken_awaiting_q, taken_awaiting_d;
  logic [2:0] taken_status_q, taken_status_d;
  logic [3:0] taken_class_q, taken_class_d;
  // There is one, and it is a free that is on its way to the table.
  logic taken_free_q, taken_free_d;
  logic pending_q, pending_d;
  // It is a flush.
  logic flushes_q, flushes_d;
  logic [2:0] status_q, status_d;
  // It waits for nothing.
  logic answerable_q, answerable_d;
  // It waits, and not in the table's second step.
  logic waits_q, waits_d;
  // It is an alloc in the table's second step, and there is no room for a response.
  logic stalled_q, stalled_d;
  // The opposite, for the enables of the table's steps alone: there are hundreds.
  logic moves_q, moves_d;
  // It waits and, in the cycle before, no free was under way; none is now.
  logic quiet_q, quiet_d;
  logic [31:0] free_address_1_q, free_address_1_d;
  logic [31:0] free_address_2_q, free_address_2_d;
  logic [31:0] free_address_3_q, free_address_3_d;
  logic free_waits_1_q, free_waits_1_d;
  logic free_waits_2_q, free_waits_2_d;
  logic free_waits_3_q, free_waits_3_d;
  logic read_alloc_q, read_alloc_d;
  // It is the pending request's, tried again.
  logic read_retry_q, read_retry_d;
  logic read_free_q, read_free_d;
  // Its class. The table has it as well, and drives enough with its own.
  logic [3:0] read_class_q, read_class_d;
  logic [11:0] read_page_q, read_page_d;
  logic [7:0] read_object_q, read_object_d;
  logic [31:0] read_address_q, read_address_d;
  logic read_waits_q, read_waits_d;
  logic [2:0] read_free_status_q, read_free_status_d;
  logic table_alloc_q, table_alloc_d;
  // The pending alloc is behind a free of its class and must be tried again.
  logic table_behind_q, table_behind_d;
  logic table_free_q, table_free_d;
  logic [3:0] table_class_q, table_class_d;
  logic [11:0] table_page_q, table_page_d;
  logic [7:0] table_object_q, table_object_d;
  logic [31:0] table_address_q, table_address_d;
  logic table_waits_q, table_waits_d;
  logic [2:0] table_free_status_q, table_free_status_d;
  logic checked_free_q, checked_free_d;
  logic checked_waits_q, checked_waits_d;
  logic [7:0] checked_object_q, checked_object_d;
  logic [3:0] checked_class_q, checked_class_d;
  logic [11:0] checked_page_q, checked_page_d;
  logic [31:0] checked_address_q, checked_address_d;
  logic [2:0] checked_status_q, checked_status_d;
  logic answered_free_q, answered_free_d;
  logic answered_waits_q, answered_waits_d;
  logic [7:0] answered_object_q, answered_object_d;
  logic [3:0] answered_class_q, answered_class_d;
  logic [11:0] answered_page_q, answered_page_d;
  logic [31:0] answered_address_q, answered_address_d;
  logic [2:0] answered_status_q, answered_status_d;
  logic [1:0] parked_q, parked_d;
  logic [3:0] parked_class_q, parked_class_d;
  logic parked_got_arena_q, parked_got_arena_d;
  logic spare_valid_q, spare_valid_d;
  logic [2:0] spare_status_q, spare_status_d;
  logic [31:0] spare_address_q, spare_address_d;
  // No further free may go to the table: if all on their way missed, the queue would be full.
  logic misses_fill_q, misses_fill_d;
  logic [3:0] slow_q, slow_d;
  logic [2:0] report_status_q, report_status_d;
  logic victim_q, victim_d;
  logic [11:0] victim_page_q, victim_page_d;
  logic last_word_q, last_word_d;
  logic [3:0] last_word_class_q, last_word_class_d;
  logic prefetch_q, prefetch_d;
  logic [3:0] prefetch_class_q, prefetch_class_d;
  logic fault_q, fault_d;
  logic adopting_q, adopting_d;

  memento_size_class u_size_class (
    .size_i(req_operand_i),
    .class_o(size_class_class_o),
    .too_large_o(size_class_too_large_o)
  );

  // Whether its class is one that is in the table's steps is known before the class itself.
  memento_size_in_class u_in_class_1 (
    .size_i(req_operand_i),
    .class_i(hot_class_1_o),
    .is_in_class_o(in_class_1_is_in_class_o)
  );

  memento_size_in_class u_in_class_2 (
    .size_i(req_operand_i),
    .class_i(hot_class_2_o),
    .is_in_class_o(in_class_2_is_in_class_o)
  );

  // Frees: address to class, arena and object, in three steps that move together.
  memento_object_index u_object_index (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .region_base_i(region_base_i),
    .advance_i(index_advance),
    .hold_i(object_index_hold_i),
    .valid_i(object_index_valid_i),
    .address_i(req_operand_i),
    .valid_1_o(object_index_valid_1_o),
    .class_1_o(object_index_class_1_o),
    .valid_2_o(object_index_valid_2_o),
    .class_2_o(object_index_class_2_o),
    .page_2_o(object_index_page_2_o),
    .valid_o(object_index_valid_o),
    .in_region_o(object_index_in_region_o),
    .class_o(object_index_class_o),
    .page_o(object_index_page_o),
    .exact_o(object_index_exact_o),
    .index_o(object_index_index_o)
  );

  memento_object_address u_object_address (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .next_valid_i(object_address_next_valid_i),
    .class_valid_i(table_moves),
    .class_i(read_class_q),
    .arena_i(arena_address_address_o),
    .index_i(hot_object_o[5:0]),
    .pass_i(spare_address_q),
    .address_o(rsp_address_o)
  );

  // Response, unless one that was not taken is still there.
  memento_arena_address u_arena_address (
    .region_base_i(region_base_i),
    .class_i(table_class_q),
    .page_i(hot_page_o),
    .address_o(arena_address_address_o)
  );

  memento_hot u_hot (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clearing_o(hot_clearing_o),
    .op_valid_i(hot_op_valid_i),
    .op_kind_i(hot_op_kind_i),
    .op_class_i(hot_op_class_i),
    .op_is_1_i(hot_op_is_1_i),
    .op_is_2_i(hot_op_is_2_i),
    .class_1_o(hot_class_1_o),
    .class_2_o(hot_class_2_o),
    .op_object_i(hot_op_object_i),
    .check_advance_i(index_advance),
    .check_class_i(object_index_class_1_o),
    .check_page_i(object_index_page_2_o),
    .advance_i(table_moves),
    .void_i(hot_void_i),
    .ready_o(hot_ready_o),
    .word_on_its_way_o(hot_word_on_its_way_o),
    .occupied_o(hot_occupied_o),
    .page_o(hot_page_o),
    .object_o(hot_object_o),
    .last_word_o(hot_last_word_o),
    .summary_o(hot_summary_o),
    .outcome_o(hot_outcome_o),
    .word_o(hot_word_o),
    .install_page_i(bypass_install_page_o),
    .install_summary_i(walker_slot_summary_o),
    .install_word_i(walker_slot_word_o),
    .install_free_i(walker_slot_free_o),
    .loading_i(walker_copying_o),
    .load_valid_i(walker_load_valid_o),
    .load_ready_o(hot_load_ready_o),
    .load_row_i(walker_load_row_o),
    .load_data_i(walker_load_data_o)
  );

  memento_fifo_70 u_misses (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(misses_push_valid_i),
    .push_ready_o(misses_push_ready_o),
    .push_data_i(misses_push_data_i),
    .pop_valid_o(misses_pop_valid_o),
    .pop_ready_i(misses_pop_ready_i),
    .pop_data_o(misses_pop_data_o),
    .count_o(misses_count_o)
  );

  // The slow side: frees first, then a flush or the alloc, whichever is pending, then a prefetch.
  memento_arena_list_walker u_walker (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .region_base_i(region_base_i),
    .slice_limit_pages_i(slice_limit_pages_i),
    .reuse_threshold_i(reuse_threshold_i),
    .cmd_valid_i(walker_cmd_valid_i),
    .cmd_ready_o(walker_cmd_ready_o),
    .cmd_kind_i(walker_cmd_kind_i),
    .cmd_class_i(walker_cmd_class_i),
    .cmd_page_i(walker_cmd_page_i),
    .cmd_object_i(miss_object),
    .cmd_victim_i(victim_q),
    .done_o(walker_done_o),
    .status_o(walker_status_o),
    .events_o(walker_events_o),
    .fault_o(walker_fault_o),
    .slot_valid_o(walker_slot_valid_o),
    .slot_class_o(bypass_install_class_o),
    .slot_page_o(bypass_install_page_o),
    .slot_bypass_o(bypass_install_value_o),
    .slot_summary_o(walker_slot_summary_o),
    .slot_word_o(walker_slot_word_o),
    .slot_free_o(walker_slot_free_o),
    .slot_drop_i(walker_slot_drop_i),
    .copy_i(install_takes_table),
    .copying_o(walker_copying_o),
    .load_valid_o(walker_load_valid_o),
    .load_ready_i(hot_load_ready_o),
    .load_row_o(walker_load_row_o),
    .load_data_o(walker_load_data_o),
    .row_read_i(row_read_i),
    .row_write_i(row_write_i),
    .row_pointer_i(row_pointer_i),
    .row_available_i(row_available_i),
    .row_full_i(row_full_i),
    .row_recycled_i(row_recycled_i),
    .row_pointer_o(row_pointer_o),
    .row_available_o(row_available_o),
    .row_full_o(row_full_o),
    .row_recycled_o(row_recycled_o),
    .mem_req_valid_o(walker_mem_req_valid_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_write_o(walker_mem_req_write_o),
    .mem_req_address_o(walker_mem_req_address_o),
    .mem_req_wdata_o(walker_mem_req_wdata_o),
    .mem_rsp_valid_i(walker_mem_rsp_valid_i),
    .mem_rsp_rdata_i(mem_rsp_rdata_i),
    .mem_rsp_error_i(mem_rsp_error_i),
    .pages_req_valid_o(pages_req_valid_o),
    .pages_req_ready_i(pages_req_ready_i),
    .pages_req_release_o(pages_req_release_o),
    .pages_req_class_o(pages_req_class_o),
    .pages_req_page_o(pages_req_page_o),
    .pages_req_link_valid_o(pages_req_link_valid_o),
    .pages_req_link_page_o(pages_req_link_page_o),
    .pages_rsp_valid_i(pages_rsp_valid_i),
    .pages_rsp_status_i(pages_rsp_status_i),
    .pages_rsp_link_valid_i(pages_rsp_link_valid_i),
    .pages_rsp_link_page_i(pages_rsp_link_page_i),
    .pointer_write_valid_o(pointer_write_valid_o),
    .pointer_write_class_o(pointer_write_class_o),
    .pointer_write_value_o(pointer_write_value_o)
  );

  memento_hot_flusher u_flusher (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .region_base_i(region_base_i),
    .start_i(flusher_start_i),
    .done_o(flusher_done_o),
    .error_o(flusher_error_o),
    .peek_valid_o(flusher_peek_valid_o),
    .peek_class_o(bypass_class_o),
    .peek_word_o(flusher_peek_word_o),
    .occupied_i(hot_occupied_o),
    .page_i(hot_page_o),
    .summary_i(hot_summary_o),
    .word_i(hot_word_o),
    .bypass_i(bypass_value_i),
    .shown_valid_o(flushed_valid_o),
    .shown_occupied_o(flushed_occupied_o),
    .shown_page_o(flushed_page_o),
    .mem_req_valid_o(flusher_mem_req_valid_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_address_o(flusher_mem_req_address_o),
    .mem_req_wdata_o(flusher_mem_req_wdata_o),
    .mem_rsp_valid_i(flusher_mem_rsp_valid_i),
    .mem_rsp_error_i(mem_rsp_error_i)
  );

  // The pending request is answered as soon as what it waits for is there. An alloc stays in the table until
  // there is room for a response; whether it has one is known too late to ask.
  assign alloc_answered = table_alloc_q && hot_ready_o;
  assign table_moves = moves_q;
  assign respond = (answerable_q || alloc_answered) && !spare_valid_q;

  // What the table answers is no error.
  assign fails = answerable_q && (|status_q);
  assign respond_error = fails && !spare_valid_q;

  // Until it is, the one behind it is held.
  assign held = taken_q && pending_q && !respond;
  assign follows = taken_q && !held;
  assign asks_alloc = req_operation_i == 2'd0;
  assign asks_free = (req_operation_i == 2'd1) || (req_operation_i == 2'd2);
  assign room = !hot_clearing_o && (!pending_q || respond);

  // Who uses the table: a new alloc, the parked one, the slow side, then the oldest free.
  // A free that is held is no concern of the request before it.
  assign behind_taken = taken_free_q && pending_q;
  assign frees_before_table =
    (object_index_valid_1_o && !behind_taken)
    || object_index_valid_2_o
    || object_index_valid_o;
  assign frees_under_way =
    frees_before_table
    || read_free_q
    || table_free_q
    || checked_free_q
    || answered_free_q;
  assign slot_serves_parked = walker_slot_valid_o && (bypass_install_class_o == parked_class_q);
  assign slot_serves_table = walker_slot_valid_o && (bypass_install_class_o == table_class_q);
  assign slot_serves_prefetch = walker_slot_valid_o && (bypass_install_class_o == prefetch_class_q);
  assign install_takes_table = slow_q == SLOW_STATE_INSTALL;

  // An alloc that is offered has the table's inputs, unless the request before it still needs them.
  assign request_wants_table = req_valid_i && asks_alloc && !waits_q;
  assign request_takes_table = request_wants_table && room && !fault_q;
  assign retry_takes_table = (parked_q == PARKED_RETRY) && !frees_before_table;
  assign follower_takes_table = parked_q == PARKED_FOLLOW;

  // A flush and an install begin when no free is under way: none meets them here.
  assign free_may_take_table = object_index_valid_o && !misses_fill_q && !walker_copying_o && !stalled_q;
  assign free_takes_table = free_may_take_table && !request_wants_table;
  assign index_advance = !object_index_valid_o || free_takes_table;

  // Accept: a free when the index advances, as no alloc is offered with it.
  assign req_ready_o = room && (!asks_free || !object_index_valid_o || free_may_take_table);
  assign accept = req_valid_i && req_ready_o;

  // An alloc that has been held is not in the table any more.
  assign own_alloc = read_alloc_q && !read_retry_q;

  always @* begin
    flushes_d = flushes_q;
    status_d = status_q;
    parked_d = parked_q;
    parked_class_d = parked_class_q;
    parked_got_arena_d = parked_got_arena_q;
    slow_d = slow_q;
    report_status_d = report_status_q;
    victim_d = victim_q;
    victim_page_d = victim_page_q;
    prefetch_d = prefetch_q;
    prefetch_class_d = prefetch_class_q;
    adopting_d = adopting_q;
    if (follows) begin
      flushes_d = taken_awaiting_q == AWAITING_FLUSH;
      status_d = taken_status_q;
      parked_got_arena_d = 1'b0;
      if ((taken_awaiting_q == AWAITING_TABLE) && !own_alloc) begin
        parked_d = PARKED_RETRY;
        parked_class_d = taken_class_q;
      end
    end
    // An alloc that was not answered is parked. When it is tried again, the alloc behind it follows at once.
    if (follower_takes_table) begin
      parked_d = PARKED_NOTHING;
    end
    if (retry_takes_table) begin
      parked_d = PARKED_NOTHING;
      parked_class_d = taken_class_q;
      if (taken_q && (taken_awaiting_q == AWAITING_TABLE)) begin
        parked_d = PARKED_FOLLOW;
      end
    end
    if (table_behind_q || (table_alloc_q && !stalled_q && !hot_ready_o)) begin
      parked_d = PARKED_RETRY;
      parked_class_d = table_class_q;
      if (needs_arena) begin
        parked_d = PARKED_NEEDS_ARENA;
      end
    end
    misses_pop_ready_i = 1'b0;
    settles = 1'b0;
    if (answered_free_q && answered_waits_q && !misses_push_valid_i) begin
      settles = 1'b1;
    end
    if (last_word_q) begin
      prefetch_d = 1'b1;
      prefetch_class_d = last_word_class_q;
    end
    walker_cmd_valid_i = 1'b0;
    walker_slot_drop_i = 1'b0;
    flusher_start_i = 1'b0;
    report = 1'b0;
    adopt_done_o = 1'b0;
    adopt_error_o = 1'b0;
    case (slow_q)
      SLOW_STATE_IDLE: begin
        if (misses_pop_valid_o) begin
          report_status_d = misses_pop_data_o[10:8];
          slow_d = SLOW_STATE_REPORT;
          if (fault_q) begin
            report_status_d = 3'd6;
          end else if (misses_pop_data_o[10:8] == 3'd0) begin
            walker_cmd_valid_i = 1'b1;
            slow_d = SLOW_STATE_FREE;
          end
        end else if (waits_q && flushes_q) begin
          if (quiet_q) begin
            if (fault_q) begin
              settles = 1'b1;
              status_d = 3'd6;
            end else begin
              flusher_start_i = 1'b1;
              slow_d = SLOW_STATE_FLUSH;
            end
          end
        end else if (needs_arena) begin
          // An arena that was fetched ahead goes in at once.
          if (slot_serves_table && !frees_under_way && !fault_q) begin
            slow_d = SLOW_STATE_INSTALL;
          end
        end else if (parked_q == PARKED_NEEDS_ARENA) begin
          if (!frees_under_way) begin
            if (fault_q) begin
              parked_d = PARKED_NOTHING;
              settles = 1'b1;
              status_d = 3'd6;
            end else if (slot_serves_parked) begin
              slow_d = SLOW_STATE_INSTALL;
            end else begin
              walker_cmd_valid_i = 1'b1;
              slow_d = SLOW_STATE_FIND;
            end
          end
        end else if (prefetch_q) begin
          prefetch_d = 1'b0;
          // An arena of the class may be there already.
          if (!fault_q && !slot_serves_prefetch) begin
            walker_cmd_valid_i = 1'b1;
            slow_d = SLOW_STATE_PREFETCH;
          end
        end else if (adopt_valid_i) begin
          adopting_d = 1'b1;
          parked_class_d = adopt_class_i;
          walker_cmd_valid_i = 1'b1;
          slow_d = SLOW_STATE_ADOPT;
        end
      end
      SLOW_STATE_FREE: begin
        report_status_d = walker_status_o;
        if (walker_done_o) begin
          slow_d = SLOW_STATE_REPORT;
          if (walker_status_o == 3'd0) begin
            misses_pop_ready_i = 1'b1;
            slow_d = SLOW_STATE_IDLE;
            if (miss_waits) begin
              settles = 1'b1;
            end
          end
        end
      end
      SLOW_STATE_REPORT: begin
        // One error is counted per cycle, so a failing response goes first. A free that waits is the pending
        // request itself.
        if (!fails) begin
          misses_pop_ready_i = 1'b1;
          slow_d = SLOW_STATE_IDLE;
          if (miss_waits) begin
            settles = 1'b1;
            status_d = report_status_q;
          end else begin
            report = 1'b1;
          end
        end
      end
      SLOW_STATE_FIND: begin
        if (walker_done_o) begin
          slow_d = SLOW_STATE_IDLE;
          if (walker_status_o != 3'd0) begin
            parked_d = PARKED_NOTHING;
            settles = 1'b1;
            status_d = walker_status_o;
          end
        end
      end
      SLOW_STATE_PREFETCH: begin
        if (walker_done_o) begin
          slow_d = SLOW_STATE_IDLE;
        end
      end
      SLOW_STATE_INSTALL: begin
        if (!adopting_q) begin
          parked_d = PARKED_RETRY;
          parked_got_arena_d = 1'b1;
        end
        slow_d = SLOW_STATE_INSTALLED;
      end
      SLOW_STATE_INSTALLED: slow_d = SLOW_STATE_REPLACED;
      SLOW_STATE_REPLACED: begin
        victim_d = hot_occupied_o;
        victim_page_d = hot_page_o;
        slow_d = SLOW_STATE_SWAP_START;
        if (adopting_q) begin
          slow_d = SLOW_STATE_ADOPTED;
        end
      end
      SLOW_STATE_SWAP_START: begin
        walker_cmd_valid_i = 1'b1;
        slow_d = SLOW_STATE_SWAP;
      end
      SLOW_STATE_SWAP: begin
        if (walker_cmd_ready_o && !walker_copying_o) begin
          slow_d = SLOW_STATE_IDLE;
        end
      end
      SLOW_STATE_ADOPT: begin
        if (walker_done_o) begin
          slow_d = SLOW_STATE_INSTALL;
          if (walker_status_o != 3'd0) begin
            adopting_d = 1'b0;
            adopt_done_o = 1'b1;
            adopt_error_o = 1'b1;
            slow_d = SLOW_STATE_IDLE;
          end
        end
      end
      SLOW_STATE_ADOPTED: begin
        walker_slot_drop_i = 1'b1;
        if (!walker_copying_o) begin
          adopting_d = 1'b0;
          adopt_done_o = 1'b1;
          slow_d = SLOW_STATE_IDLE;
        end
      end
      default: begin  // SLOW_STATE_FLUSH
        if (flusher_done_o) begin
          slow_d = SLOW_STATE_IDLE;
          settles = 1'b1;
          if (flusher_error_o) begin
            status_d = 3'd6;
          end
        end
      end
    endcase
  end

  always @* begin
    taken_d = taken_q;
    taken_awaiting_d = taken_awaiting_q;
    taken_status_d = taken_status_q;
    taken_class_d = taken_class_q;
    taken_free_d = taken_free_q;
    // What is offered is looked at whether it is accepted or not.
    if (!held) begin
      taken_d = accept;
      taken_free_d = accept && asks_free && !fault_q;
      taken_status_d = 3'd0;
      taken_class_d = size_class_class_o;
      case (req_operation_i)
        2'd0: begin
          taken_awaiting_d = AWAITING_TABLE;
          if (size_class_too_large_o) begin
            taken_awaiting_d = AWAITING_NOTHING;
            taken_status_d = 3'd1;
          end
        end
        2'd1: taken_awaiting_d = AWAITING_NOTHING;
        2'd2: taken_awaiting_d = AWAITING_FREE;
        default: taken_awaiting_d = AWAITING_FLUSH;
      endcase
      if (fault_q) begin
        taken_awaiting_d = AWAITING_NOTHING;
        taken_status_d = 3'd6;
      end
    end
  end

  assign object_index_valid_i = req_valid_i && room && asks_free && !fault_q;
  assign object_index_hold_i = behind_taken && !respond;

  always @* begin
    free_address_1_d = free_address_1_q;
    free_address_2_d = free_address_2_q;
    free_address_3_d = free_address_3_q;
    free_waits_1_d = free_waits_1_q;
    free_waits_2_d = free_waits_2_q;
    free_waits_3_d = free_waits_3_q;
    if (index_advance) begin
      if (!object_index_hold_i) begin
        free_address_1_d = req_operand_i;
        free_waits_1_d = req_operation_i == 2'd2;
      end
      free_address_2_d = free_address_1_q;
      free_address_3_d = free_address_2_q;
      free_waits_2_d = free_waits_1_q;
      free_waits_3_d = free_waits_2_q;
    end
  end

  always @* begin
    free_status = 3'd0;
    if (!object_index_in_region_o) begin
      free_status = 3'd2;
    end else if (!object_index_exact_o) begin
      free_status = 3'd3;
    end
  end

  // The frees ahead of an alloc that has just been accepted, one step on.
  assign behind_free =
    (object_index_valid_1_o && (object_index_class_1_o == read_class_q))
    || (object_index_valid_2_o && (object_index_class_2_o == read_class_q))
    || (object_index_valid_o && (object_index_class_o == read_class_q));

  // What the table is asked.
  assign hot_op_valid_i =
    request_takes_table
    || retry_takes_table
    || follower_takes_table
    || install_takes_table
    || flusher_peek_valid_o
    || (free_takes_table && (free_status == 3'd0));

  always @* begin
    // Nothing but a free is started while one is waiting, unless an alloc is offered.
    hot_op_kind_i = 2'd0;
    other_class = parked_class_q;
    if (install_takes_table) begin
      hot_op_kind_i = 2'd2;
    end
    if (flusher_peek_valid_o) begin
      hot_op_kind_i = 2'd3;
      other_class = bypass_class_o;
    end
    if (object_index_valid_o) begin
      hot_op_kind_i = 2'd1;
      other_class = object_index_class_o;
    end
    hot_op_class_i = other_class;
    hot_op_is_1_i = other_class == hot_class_1_o;
    hot_op_is_2_i = other_class == hot_class_2_o;
    if (request_wants_table) begin
      hot_op_kind_i = 2'd0;
      hot_op_class_i = size_class_class_o;
      hot_op_is_1_i = in_class_1_is_in_class_o;
      hot_op_is_2_i = in_class_2_is_in_class_o;
    end
  end

  always @* begin
    hot_op_object_i = {2'd0, object_index_index_o};
    if (flusher_peek_valid_o) begin
      hot_op_object_i = {flusher_peek_word_o, 4'd0};
    end
  end

  always @* begin
    read_alloc_d = read_alloc_q;
    read_retry_d = read_retry_q;
    read_free_d = read_free_q;
    read_class_d = read_class_q;
    read_page_d = read_page_q;
    read_object_d = read_object_q;
    read_address_d = read_address_q;
    read_waits_d = read_waits_q;
    read_free_status_d = read_free_status_q;
    table_behind_d = table_behind_q;
    table_free_d = table_free_q;
    table_class_d = table_class_q;
    table_page_d = table_page_q;
    table_object_d = table_object_q;
    table_address_d = table_address_q;
    table_waits_d = table_waits_q;
    table_free_status_d = table_free_status_q;
    if (table_moves) begin
      read_alloc_d = request_takes_table || retry_takes_table || follower_takes_table;
      read_retry_d = retry_takes_table;
      read_free_d = free_takes_table;
      read_class_d = hot_op_class_i;
      read_page_d = object_index_page_o;
      read_object_d = {2'd0, object_index_index_o};
      read_address_d = free_address_3_q;
      read_waits_d = free_waits_3_q;
      read_free_status_d = free_status;
      table_behind_d = own_alloc && behind_free && !held && (taken_awaiting_q == AWAITING_TABLE);
      table_free_d = read_free_q;
      table_class_d = read_class_q;
      table_page_d = read_page_q;
      table_object_d = read_object_q;
      table_address_d = read_address_q;
      table_waits_d = read_waits_q;
      table_free_status_d = read_free_status_q;
    end
  end

  assign goes_ahead = !behind_free && (taken_awaiting_q == AWAITING_TABLE);
  assign hot_void_i = !read_retry_q && (held || !goes_ahead);
  assign needs_arena = table_alloc_q && !stalled_q && !hot_ready_o && !hot_word_on_its_way_o;
  assign rsp_valid_o = spare_valid_q || respond;

  always @* begin
    rsp_status_o = status_q;
    if (spare_valid_q) begin
      rsp_status_o = spare_status_q;
    end
  end

  always @* begin
    spare_status_d = spare_status_q;
    spare_status_d = rsp_status_o;
  end

  always @* begin
    spare_valid_d = spare_valid_q;
    spare_valid_d = (spare_valid_q || respond) && !rsp_ready_i;
  end

  // What an address follows from is 0 in a cycle that will not show it, so that nothing has to choose between
  // that of an object and the one that was not taken. Whether the table has an object is known too late to
  // ask: if it has none, nothing is answered in the next cycle either, and no address shows.
  assign may_respond = answerable_q || table_alloc_q;
  assign spare_after = (spare_valid_q || may_respond) && !rsp_ready_i;

  always @* begin
    spare_address_d = spare_address_q;
    spare_address_d = 32'd0;
    if (spare_after) begin
      spare_address_d = rsp_address_o;
    end
  end

  assign stays_ahead = waits_q || (answerable_q && spare_valid_q);

  always @* begin
    // The alloc that is in the table in the next cycle: the one that is there, or one that comes. That the
    // request ahead of it is answered is asked last.
    alloc_stays = table_alloc_q;
    alloc_comes = 1'b0;
    if (table_moves) begin
      alloc_stays = read_alloc_q && read_retry_q;
      alloc_comes = read_alloc_q && (respond || !(taken_q && pending_q));
    end
  end

  assign alloc_after = alloc_stays || (alloc_comes && goes_ahead);

  always @* begin
    table_alloc_d = table_alloc_q;
    table_alloc_d = alloc_after;
  end

  always @* begin
    // The address of an alloc that comes into the table, unless a request ahead, which has none, may be
    // answered next. That the alloc ahead has found no object, or that a free of its class is ahead, is known
    // too late, and nothing is answered then.
    address_after = table_alloc_q;
    if (table_moves) begin
      address_after =
        read_alloc_q
        && (read_retry_q || ((taken_awaiting_q == AWAITING_TABLE) && !stays_ahead));
    end
  end

  assign object_address_next_valid_i = address_after && !spare_after;

  always @* begin
    checked_free_d = checked_free_q;
    // Frees that miss the table, or are wrong, go to the slow side in order, once the table has answered.
    checked_free_d = table_free_q;
  end

  always @* begin
    checked_waits_d = checked_waits_q;
    checked_waits_d = table_waits_q;
  end

  always @* begin
    checked_object_d = checked_object_q;
    checked_object_d = table_object_q;
  end

  always @* begin
    checked_class_d = checked_class_q;
    checked_class_d = table_class_q;
  end

  always @* begin
    checked_page_d = checked_page_q;
    checked_page_d = table_page_q;
  end

  always @* begin
    checked_address_d = checked_address_q;
    checked_address_d = table_address_q;
  end

  always @* begin
    checked_status_d = checked_status_q;
    checked_status_d = table_free_status_q;
  end

  always @* begin
    answered_free_d = answered_free_q;
    answered_free_d = checked_free_q;
  end

  always @* begin
    answered_waits_d = answered_waits_q;
    answered_waits_d = checked_waits_q;
  end

  always @* begin
    answered_object_d = answered_object_q;
    answered_object_d = checked_object_q;
  end

  always @* begin
    answered_class_d = answered_class_q;
    answered_class_d = checked_class_q;
  end

  always @* begin
    answered_page_d = answered_page_q;
    answered_page_d = checked_page_q;
  end

  always @* begin
    answered_address_d = answered_address_q;
    answered_address_d = checked_address_q;
  end

  always @* begin
    answered_status_d = answered_status_q;
    answered_status_d = checked_status_q;
  end

  always @* begin
    miss_status = answered_status_q;
    if ((answered_status_q == 3'd0) && (hot_outcome_o == 2'd2)) begin
      miss_status = 3'd4;
    end
  end

  assign misses_push_valid_i = answered_free_q && ((answered_status_q != 3'd0) || (hot_outcome_o != 2'd0));
  assign misses_push_data_i = {
    answered_address_q,
    8'd0,
    answered_page_q,
    2'd0,
    answered_class_q,
    answered_waits_q,
    miss_status,
    answered_object_q
  };

  always @* begin
    misses_fill_d = misses_fill_q;
    // With those between the table's first step and here, four are room for all that a queue of eight may
    // get.
    misses_fill_d = (misses_count_o > 4'd3) || ((misses_count_o == 4'd3) && misses_push_valid_i);
  end

  assign miss_object = misses_pop_data_o[7:0];
  assign miss_waits = misses_pop_data_o[11];
  assign miss_class = misses_pop_data_o[15:12];
  assign miss_page = misses_pop_data_o[29:18];
  assign miss_address = misses_pop_data_o[69:38];

  always @* begin
    last_word_d = last_word_q;
    // An alloc from the last word that is not full: fetch the class's next arena ahead.
    last_word_d = alloc_answered && hot_last_word_o;
  end

  always @* begin
    last_word_class_d = last_word_class_q;
    last_word_class_d = table_class_q;
  end

  always @* begin
    // Whose command it would be is known before whether there is one.
    walker_cmd_kind_i = 3'd1;
    walker_cmd_class_i = prefetch_class_q;
    walker_cmd_page_i = adopt_page_i;
    if (!prefetch_q) begin
      if (row_class_valid_i) begin
        walker_cmd_class_i = row_class_i;
      end
      if (adopt_valid_i) begin
        walker_cmd_kind_i = 3'd4;
        walker_cmd_class_i = adopt_class_i;
      end
    end
    if (parked_q == PARKED_NEEDS_ARENA) begin
      walker_cmd_kind_i = 3'd2;
      walker_cmd_class_i = parked_class_q;
    end
    if (misses_pop_valid_o) begin
      walker_cmd_kind_i = 3'd0;
      walker_cmd_class_i = miss_class;
      walker_cmd_page_i = miss_page;
    end
    if (slow_q == SLOW_STATE_SWAP_START) begin
      walker_cmd_kind_i = 3'd3;
      walker_cmd_class_i = bypass_install_class_o;
      walker_cmd_page_i = victim_page_q;
    end
  end

  always @* begin
    fault_d = fault_q;
    if (walker_fault_o || (flusher_done_o && flusher_error_o)) begin
      fault_d = 1'b1;
    end
  end

  always @* begin
    pending_d = pending_q;
    // The pending request, in flip-flops for each question that is asked of it.
    pending_d = taken_q || (pending_q && !respond);
  end

  always @* begin
    answerable_d = answerable_q;
    answerable_d =
      settles
      || (answerable_q && spare_valid_q)
      || (follows && (taken_awaiting_q == AWAITING_NOTHING));
  end

  always @* begin
    waits_d = waits_q;
    waits_d = pending_d && !answerable_d && !alloc_after;
  end

  always @* begin
    stalled_d = stalled_q;
    stalled_d = spare_valid_d && alloc_after;
  end

  always @* begin
    moves_d = moves_q;
    moves_d = !stalled_d;
  end

  always @* begin
    quiet_d = quiet_q;
    quiet_d = waits_q && !frees_under_way;
  end

  // Memory port: walker and flusher never work at the same time.
  assign flushing = slow_q == SLOW_STATE_FLUSH;

  always @* begin
    mem_req_valid_o = walker_mem_req_valid_o;
    mem_req_write_o = walker_mem_req_write_o;
    mem_req_address_o = walker_mem_req_address_o;
    mem_req_wdata_o = walker_mem_req_wdata_o;
    if (flushing) begin
      mem_req_valid_o = flusher_mem_req_valid_o;
      mem_req_write_o = 1'b1;
      mem_req_address_o = flusher_mem_req_address_o;
      mem_req_wdata_o = flusher_mem_req_wdata_o;
    end
  end

  assign mem_rsp_ready_o = 1'b1;
  assign walker_mem_rsp_valid_i = mem_rsp_valid_i && !flushing;
  assign flusher_mem_rsp_valid_i = mem_rsp_valid_i && flushing;

  // The bypass unit.
  assign bypass_install_valid_o = install_takes_table;
  assign flushed_class_o = bypass_class_o;

  // What the outside can watch.
  assign error_valid_o = report;
  assign error_status_o = report_status_q;
  assign error_address_o = miss_address;
  assign fault_o = fault_q;
  assign idle_o =
    !taken_q
    && !pending_q
    && !spare_valid_q
    && !hot_clearing_o
    && !frees_under_way
    && !misses_pop_valid_o
    && (slow_q == SLOW_STATE_IDLE)
    && !prefetch_q
    && !last_word_q;
  assign hit_event = alloc_answered && respond && !parked_got_arena_q;
  assign miss_event = alloc_answered && respond && parked_got_arena_q;
  assign free_event = answered_free_q && !misses_push_valid_i;
  assign error_event = respond_error || report;

  always @* begin
    walker_events = 12'd0;
    if (walker_done_o) begin
      walker_events = walker_events_o;
    end
  end

  assign events_o =
    walker_events
    | {11'd0, hit_event}
    | {10'd0, miss_event, 1'b0}
    | {9'd0, free_event, 2'd0}
    | {error_event, 11'd0};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      taken_q <= 1'b0;
      taken_awaiting_q <= AWAITING_NOTHING;
      taken_status_q <= 3'd0;
      taken_class_q <= 4'd0;
      taken_free_q <= 1'b0;
      pending_q <= 1'b0;
      flushes_q <= 1'b0;
      status_q <= 3'd0;
      answerable_q <= 1'b0;
      waits_q <= 1'b0;
      stalled_q <= 1'b0;
      moves_q <= 1'b1;
      quiet_q <= 1'b0;
      free_address_1_q <= 32'd0;
      free_address_2_q <= 32'd0;
      free_address_3_q <= 32'd0;
      free_waits_1_q <= 1'b0;
      free_waits_2_q <= 1'b0;
      free_waits_3_q <= 1'b0;
      read_alloc_q <= 1'b0;
      read_retry_q <= 1'b0;
      read_free_q <= 1'b0;
      read_class_q <= 4'd0;
      read_page_q <= 12'd0;
      read_object_q <= 8'd0;
      read_address_q <= 32'd0;
      read_waits_q <= 1'b0;
      read_free_status_q <= 3'd0;
      table_alloc_q <= 1'b0;
      table_behind_q <= 1'b0;
      table_free_q <= 1'b0;
      table_class_q <= 4'd0;
      table_page_q <= 12'd0;
      table_object_q <= 8'd0;
      table_address_q <= 32'd0;
      table_waits_q <= 1'b0;
      table_free_status_q <= 3'd0;
      checked_free_q <= 1'b0;
      checked_waits_q <= 1'b0;
      checked_object_q <= 8'd0;
      checked_class_q <= 4'd0;
      checked_page_q <= 12'd0;
      checked_address_q <= 32'd0;
      checked_status_q <= 3'd0;
      answered_free_q <= 1'b0;
      answered_waits_q <= 1'b0;
      answered_object_q <= 8'd0;
      answered_class_q <= 4'd0;
      answered_page_q <= 12'd0;
      answered_address_q <= 32'd0;
      answered_status_q <= 3'd0;
      parked_q <= PARKED_NOTHING;
      parked_class_q <= 4'd0;
      parked_got_arena_q <= 1'b0;
      spare_valid_q <= 1'b0;
      spare_status_q <= 3'd0;
      spare_address_q <= 32'd0;
      misses_fill_q <= 1'b0;
      slow_q <= SLOW_STATE_IDLE;
      report_status_q <= 3'd0;
      victim_q <= 1'b0;
      victim_page_q <= 12'd0;
      last_word_q <= 1'b0;
      last_word_class_q <= 4'd0;
      prefetch_q <= 1'b0;
      prefetch_class_q <= 4'd0;
      fault_q <= 1'b0;
      adopting_q <= 1'b0;
    end else begin
      taken_q <= taken_d;
      taken_awaiting_q <= taken_awaiting_d;
      taken_status_q <= taken_status_d;
      taken_class_q <= taken_class_d;
      taken_free_q <= taken_free_d;
      pending_q <= pending_d;
      flushes_q <= flushes_d;
      status_q <= status_d;
      answerable_q <= answerable_d;
      waits_q <= waits_d;
      stalled_q <= stalled_d;
      moves_q <= moves_d;
      quiet_q <= quiet_d;
      free_address_1_q <= free_address_1_d;
      free_address_2_q <= free_address_2_d;
      free_address_3_q <= free_address_3_d;
      free_waits_1_q <= free_waits_1_d;
      free_waits_2_q <= free_waits_2_d;
      free_waits_3_q <= free_waits_3_d;
      read_alloc_q <= read_alloc_d;
      read_retry_q <= read_retry_d;
      read_free_q <= read_free_d;
      read_class_q <= read_class_d;
      read_page_q <= read_page_d;
      read_object_q <= read_object_d;
      read_address_q <= read_address_d;
      read_waits_q <= read_waits_d;
      read_free_status_q <= read_free_status_d;
      table_alloc_q <= table_alloc_d;
      table_behind_q <= table_behind_d;
      table_free_q <= table_free_d;
      table_class_q <= table_class_d;
      table_page_q <= table_page_d;
      table_object_q <= table_object_d;
      table_address_q <= table_address_d;
      table_waits_q <= table_waits_d;
      table_free_status_q <= table_free_status_d;
      checked_free_q <= checked_free_d;
      checked_waits_q <= checked_waits_d;
      checked_object_q <= checked_object_d;
      checked_class_q <= checked_class_d;
      checked_page_q <= checked_page_d;
      checked_address_q <= checked_address_d;
      checked_status_q <= checked_status_d;
      answered_free_q <= answered_free_d;
      answered_waits_q <= answered_waits_d;
      answered_object_q <= answered_object_d;
      answered_class_q <= answered_class_d;
      answered_page_q <= answered_page_d;
      answered_address_q <= answered_address_d;
      answered_status_q <= answered_status_d;
      parked_q <= parked_d;
      parked_class_q <= parked_class_d;
      parked_got_arena_q <= parked_got_arena_d;
      spare_valid_q <= spare_valid_d;
      spare_status_q <= spare_status_d;
      spare_address_q <= spare_address_d;
      misses_fill_q <= misses_fill_d;
      slow_q <= slow_d;
      report_status_q <= report_status_d;
      victim_q <= victim_d;
      victim_page_q <= victim_page_d;
      last_word_q <= last_word_d;
      last_word_class_q <= last_word_class_d;
      prefetch_q <= prefetch_d;
      prefetch_class_q <= prefetch_class_d;
      fault_q <= fault_d;
      adopting_q <= adopting_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{
    hot_object_o[7:6],
    misses_push_ready_o,
    misses_pop_data_o[17:16],
    misses_pop_data_o[37:30]
  };
endmodule

`default_nettype wire
