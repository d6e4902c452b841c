// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_translation_unit, configuration tiny: generated from hdl/src/translation_unit.rs, do not edit.
//
// The translation unit: everything between virtual and physical addresses, connected.
//
// The translation unit.
//
//  hart's address ──► translation ────────┐
//  allocator's beats ► header translation ─┼─► walk arbiter ─► page table walker ──► table_mem_* beats
//  back, release ────► arena pages ────────┘                        ▲
//                           │                                      │ frame grants
//                           └──► frame return      both TLBs ◄── invalidate
//
// The contracts are those of the parts. First touch of a page whose table the walk cache knows, a frame granted at once, memory answering
// after L cycles: `translated_valid_o` comes 6 + L cycles after the cycle in which the access missed. `clear_i` needs `idle_o`.

`default_nettype none

module memento_translation_unit (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low. Memory must not answer an access from before it.
  input  logic rst_ni,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // Frame of the page table's root (MPTR).
  input  logic [19:0] root_ppn_i,
  // Forget all translations: the context has changed. Nothing may be under way.
  input  logic clear_i,
  // An allocation pointer is written.
  input  logic pointer_write_valid_i,
  // Its class.
  input  logic [3:0] pointer_write_class_i,
  // The pointer: the first page of the slice that was never handed out.
  input  logic [12:0] pointer_write_value_i,
  // Hart: there is an address in stage 0.
  input  logic lookup_valid_i,
  // Stage 0 moves to stage 1, and what was there has gone.
  input  logic lookup_advance_i,
  // The address.
  input  logic [31:0] lookup_address_i,
  // The address in stage 1 is translated.
  output logic translated_valid_o,
  // Its frame, if the status is `Ok`.
  output logic [19:0] translated_ppn_o,
  // `memento_abi::Status`: 0, 2, 3, 6 or 7.
  output logic [2:0] translated_status_o,
  // The address in stage 1 begins a walk; one cycle.
  output logic translation_walk_o,
  // A walk begins, whoever asked for it; one cycle.
  output logic walk_o,
  // Allocator: a request for a beat of a header.
  input  logic header_req_valid_i,
  // It is taken.
  output logic header_req_ready_o,
  // It is a write.
  input  logic header_req_write_i,
  // Virtual address of the beat.
  input  logic [31:0] header_req_address_i,
  // Beat to write.
  input  logic [63:0] header_req_wdata_i,
  // The answer, in the order of the requests.
  output logic header_rsp_valid_o,
  // Beat read.
  output logic [63:0] header_rsp_rdata_o,
  // The access failed.
  output logic header_rsp_error_o,
  // Header request to memory.
  output logic header_mem_req_valid_o,
  // Memory takes it.
  input  logic header_mem_req_ready_i,
  // It is a write.
  output logic header_mem_req_write_o,
  // Physical address of the beat.
  output logic [31:0] header_mem_req_address_o,
  // Beat to write.
  output logic [63:0] header_mem_req_wdata_o,
  // Memory answers, in the order of the requests.
  input  logic header_mem_rsp_valid_i,
  // Beat read.
  input  logic [63:0] header_mem_rsp_rdata_i,
  // The access failed.
  input  logic header_mem_rsp_error_i,
  // A back or a release.
  input  logic pages_req_valid_i,
  // It is taken.
  output logic pages_req_ready_o,
  // Release the arena, rather than back it.
  input  logic pages_req_release_i,
  // The arena's class.
  input  logic [3:0] pages_req_class_i,
  // Its first page in the class's slice.
  input  logic [11:0] pages_req_page_i,
  // Release: the recycled list is not empty.
  input  logic pages_req_link_valid_i,
  // Release: first page of its first arena.
  input  logic [11:0] pages_req_link_page_i,
  // Done; one cycle.
  output logic pages_rsp_valid_o,
  // `memento_abi::Status`: 0, 6 or 7.
  output logic [2:0] pages_rsp_status_o,
  // Back: the first page was marked as recycled, and the list goes on.
  output logic pages_rsp_link_valid_o,
  // First page of its next arena.
  output logic [11:0] pages_rsp_link_page_o,
  // A frame is granted.
  input  logic frame_valid_i,
  // It is taken.
  output logic frame_ready_o,
  // The frame, all zeros.
  input  logic [19:0] frame_ppn_i,
  // No frame is available, and none will be by itself.
  input  logic frames_exhausted_i,
  // A frame comes back.
  output logic return_valid_o,
  // The pool takes it.
  input  logic return_ready_i,
  // The frame.
  output logic [19:0] return_ppn_o,
  // Page table request to memory.
  output logic table_mem_req_valid_o,
  // Memory takes it.
  input  logic table_mem_req_ready_i,
  // It is a write.
  output logic table_mem_req_write_o,
  // Physical address of the beat.
  output logic [31:0] table_mem_req_address_o,
  // Beat to write.
  output logic [63:0] table_mem_req_wdata_o,
  // Memory answers.
  input  logic table_mem_rsp_valid_i,
  // Beat read.
  input  logic [63:0] table_mem_rsp_rdata_i,
  // The access failed.
  input  logic table_mem_rsp_error_i,
  // A write to the page table failed: what memory holds is no longer known.
  output logic fault_o,
  // No walk is under way, and memory holds what was written to the page table.
  output logic idle_o
);
  logic hart_walk_valid_o;
  logic [15:0] hart_walk_vpn_o;
  logic headers_walk_valid_o;
  logic [15:0] headers_walk_vpn_o;
  logic pages_walk_valid_o;
  logic pages_walk_unmap_o;
  logic [15:0] pages_walk_vpn_o;
  logic pages_walk_mark_o;
  logic pages_walk_link_valid_o;
  logic [11:0] pages_walk_link_page_o;
  logic pages_invalidate_valid_o;
  logic [15:0] pages_invalidate_vpn_o;
  logic arbiter_touch_ready_o;
  logic arbiter_touch_done_o;
  logic arbiter_look_ready_o;
  logic arbiter_look_done_o;
  logic arbiter_pages_ready_o;
  logic arbiter_pages_done_o;
  logic arbiter_cmd_valid_o;
  logic [1:0] arbiter_cmd_kind_o;
  logic [15:0] arbiter_cmd_vpn_o;
  logic walker_cmd_ready_o;
  logic walker_rsp_valid_o;
  logic [2:0] walker_rsp_status_o;
  logic walker_rsp_leaf_o;
  logic [19:0] walker_rsp_ppn_o;
  logic walker_rsp_mark_o;
  logic walker_rsp_link_valid_o;
  logic [11:0] walker_rsp_link_page_o;

  // A hart's accesses.
  memento_translation u_hart (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .region_base_i(region_base_i),
    .clear_i(clear_i),
    .pointer_write_valid_i(pointer_write_valid_i),
    .pointer_write_class_i(pointer_write_class_i),
    .pointer_write_value_i(pointer_write_value_i),
    .lookup_valid_i(lookup_valid_i),
    .lookup_advance_i(lookup_advance_i),
    .lookup_address_i(lookup_address_i),
    .translated_valid_o(translated_valid_o),
    .translated_ppn_o(translated_ppn_o),
    .translated_status_o(translated_status_o),
    .invalidate_valid_i(pages_invalidate_valid_o),
    .invalidate_vpn_i(pages_invalidate_vpn_o),
    .walk_valid_o(hart_walk_valid_o),
    .walk_ready_i(arbiter_touch_ready_o),
    .walk_vpn_o(hart_walk_vpn_o),
    .walk_done_i(arbiter_touch_done_o),
    .walk_status_i(walker_rsp_status_o),
    .walk_ppn_i(walker_rsp_ppn_o)
  );

  // The allocator's.
  memento_header_translation u_headers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(clear_i),
    .header_req_valid_i(header_req_valid_i),
    .header_req_ready_o(header_req_ready_o),
    .header_req_write_i(header_req_write_i),
    .header_req_address_i(header_req_address_i),
    .header_req_wdata_i(header_req_wdata_i),
    .header_rsp_valid_o(header_rsp_valid_o),
    .header_rsp_rdata_o(header_rsp_rdata_o),
    .header_rsp_error_o(header_rsp_error_o),
    .mem_req_valid_o(header_mem_req_valid_o),
    .mem_req_ready_i(header_mem_req_ready_i),
    .mem_req_write_o(header_mem_req_write_o),
    .mem_req_address_o(header_mem_req_address_o),
    .mem_req_wdata_o(header_mem_req_wdata_o),
    .mem_rsp_valid_i(header_mem_rsp_valid_i),
    .mem_rsp_rdata_i(header_mem_rsp_rdata_i),
    .mem_rsp_error_i(header_mem_rsp_error_i),
    .invalidate_valid_i(pages_invalidate_valid_o),
    .invalidate_vpn_i(pages_invalidate_vpn_o),
    .walk_valid_o(headers_walk_valid_o),
    .walk_ready_i(arbiter_look_ready_o),
    .walk_vpn_o(headers_walk_vpn_o),
    .walk_done_i(arbiter_look_done_o),
    .walk_status_i(walker_rsp_status_o),
    .walk_leaf_i(walker_rsp_leaf_o),
    .walk_ppn_i(walker_rsp_ppn_o)
  );

  // Arenas that are backed or released.
  memento_arena_pages u_pages (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .pages_req_valid_i(pages_req_valid_i),
    .pages_req_ready_o(pages_req_ready_o),
    .pages_req_release_i(pages_req_release_i),
    .pages_req_class_i(pages_req_class_i),
    .pages_req_page_i(pages_req_page_i),
    .pages_req_link_valid_i(pages_req_link_valid_i),
    .pages_req_link_page_i(pages_req_link_page_i),
    .pages_rsp_valid_o(pages_rsp_valid_o),
    .pages_rsp_status_o(pages_rsp_status_o),
    .pages_rsp_link_valid_o(pages_rsp_link_valid_o),
    .pages_rsp_link_page_o(pages_rsp_link_page_o),
    .walk_valid_o(pages_walk_valid_o),
    .walk_ready_i(arbiter_pages_ready_o),
    .walk_unmap_o(pages_walk_unmap_o),
    .walk_vpn_o(pages_walk_vpn_o),
    .walk_mark_o(pages_walk_mark_o),
    .walk_link_valid_o(pages_walk_link_valid_o),
    .walk_link_page_o(pages_walk_link_page_o),
    .walk_done_i(arbiter_pages_done_o),
    .walk_status_i(walker_rsp_status_o),
    .walk_leaf_i(walker_rsp_leaf_o),
    .walk_ppn_i(walker_rsp_ppn_o),
    .walk_marked_i(walker_rsp_mark_o),
    .walk_marked_link_valid_i(walker_rsp_link_valid_o),
    .walk_marked_link_page_i(walker_rsp_link_page_o),
    .invalidate_valid_o(pages_invalidate_valid_o),
    .invalidate_vpn_o(pages_invalidate_vpn_o),
    .return_valid_o(return_valid_o),
    .return_ready_i(return_ready_i),
    .return_ppn_o(return_ppn_o)
  );

  // Walks.
  memento_walk_arbiter u_arbiter (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .touch_valid_i(hart_walk_valid_o),
    .touch_ready_o(arbiter_touch_ready_o),
    .touch_vpn_i(hart_walk_vpn_o),
    .touch_done_o(arbiter_touch_done_o),
    .look_valid_i(headers_walk_valid_o),
    .look_ready_o(arbiter_look_ready_o),
    .look_vpn_i(headers_walk_vpn_o),
    .look_done_o(arbiter_look_done_o),
    .pages_valid_i(pages_walk_valid_o),
    .pages_ready_o(arbiter_pages_ready_o),
    .pages_unmap_i(pages_walk_unmap_o),
    .pages_vpn_i(pages_walk_vpn_o),
    .pages_done_o(arbiter_pages_done_o),
    .cmd_valid_o(arbiter_cmd_valid_o),
    .cmd_ready_i(walker_cmd_ready_o),
    .cmd_kind_o(arbiter_cmd_kind_o),
    .cmd_vpn_o(arbiter_cmd_vpn_o),
    .rsp_valid_i(walker_rsp_valid_o)
  );

  memento_page_table_walker u_walker (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .region_base_i(region_base_i),
    .root_ppn_i(root_ppn_i),
    .clear_i(clear_i),
    .cmd_valid_i(arbiter_cmd_valid_o),
    .cmd_ready_o(walker_cmd_ready_o),
    .cmd_kind_i(arbiter_cmd_kind_o),
    .cmd_vpn_i(arbiter_cmd_vpn_o),
    .cmd_mark_i(pages_walk_mark_o),
    .cmd_link_valid_i(pages_walk_link_valid_o),
    .cmd_link_page_i(pages_walk_link_page_o),
    .rsp_valid_o(walker_rsp_valid_o),
    .rsp_status_o(walker_rsp_status_o),
    .rsp_leaf_o(walker_rsp_leaf_o),
    .rsp_ppn_o(walker_rsp_ppn_o),
    .rsp_mark_o(walker_rsp_mark_o),
    .rsp_link_valid_o(walker_rsp_link_valid_o),
    .rsp_link_page_o(walker_rsp_link_page_o),
    .fault_o(fault_o),
    .idle_o(idle_o),
    .frame_valid_i(frame_valid_i),
    .frame_ready_o(frame_ready_o),
    .frame_ppn_i(frame_ppn_i),
    .frames_exhausted_i(frames_exhausted_i),
    .mem_req_valid_o(table_mem_req_valid_o),
    .mem_req_ready_i(table_mem_req_ready_i),
    .mem_req_write_o(table_mem_req_write_o),
    .mem_req_address_o(table_mem_req_address_o),
    .mem_req_wdata_o(table_mem_req_wdata_o),
    .mem_rsp_valid_i(table_mem_rsp_valid_i),
    .mem_rsp_rdata_i(table_mem_rsp_rdata_i),
    .mem_rsp_error_i(table_mem_rsp_error_i)
  );

  assign translation_walk_o = hart_walk_valid_o && arbiter_touch_ready_o;
  assign walk_o = arbiter_cmd_valid_o && walker_cmd_ready_o;
endmodule

`default_nettype wire
