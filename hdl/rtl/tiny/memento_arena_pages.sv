// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_arena_pages, configuration tiny: generated from hdl/src/arena_pages.rs, do not edit.
//
// Arenas and their frames: backs the first page of an arena that is handed out, takes back those of one that is released.
//
// Backs and releases arenas.
//
//  request ──►| FSM ├─► walk          one a page: back, or unmap
//             |     ├─► invalidate    both TLBs, a page that had a frame
//  answer  ◄──|     ├─► frame return  its frame
//
// Contract
//
// * `pages_req_valid_i` while `pages_req_ready_o` starts a request; its inputs need not stay. `pages_rsp_valid_o` is high for one cycle when it
//   is done; the next is taken from the cycle after.
// * Back: the arena's first page gets a frame if it has none; the link of a recycled mark found there comes with the answer.
// * Release: the pages of the arena's span lose their frames, the first page last, whose entry becomes the mark. A frame is given back when its entry is
//   written and no TLB has it: its page was on `invalidate_vpn_o` in an earlier cycle.
// * A walk that fails ends the request with its status. What a release has given back by then stays so.
// * A back takes two cycles more than its walk. A release takes two cycles, and for each page its walk and one, and two more if it has a frame
//   that is taken back at once.

`default_nettype none

module memento_arena_pages (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // A request.
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
  // A walk is asked for.
  output logic walk_valid_o,
  // It begins.
  input  logic walk_ready_i,
  // To unmap the page, rather than back it.
  output logic walk_unmap_o,
  // The page of the region.
  output logic [15:0] walk_vpn_o,
  // Leave the recycled mark.
  output logic walk_mark_o,
  // The mark's: the list goes on.
  output logic walk_link_valid_o,
  // The mark's: first page of its next arena.
  output logic [11:0] walk_link_page_o,
  // It is done.
  input  logic walk_done_i,
  // How it ended.
  input  logic [2:0] walk_status_i,
  // The page had a frame.
  input  logic walk_leaf_i,
  // That frame.
  input  logic [19:0] walk_ppn_i,
  // The entry was a recycled mark.
  input  logic walk_marked_i,
  // The mark found: the list goes on.
  input  logic walk_marked_link_valid_i,
  // The mark found: first page of its next arena.
  input  logic [11:0] walk_marked_link_page_i,
  // A page has lost its frame.
  output logic invalidate_valid_o,
  // That page of the region.
  output logic [15:0] invalidate_vpn_o,
  // A frame comes back.
  output logic return_valid_o,
  // The pool takes it.
  input  logic return_ready_i,
  // The frame.
  output logic [19:0] return_ppn_o
);
  localparam logic [2:0] ARENA_PAGES_STATE_IDLE = 3'd0;
  localparam logic [2:0] ARENA_PAGES_STATE_BEGIN = 3'd1;
  localparam logic [2:0] ARENA_PAGES_STATE_ASK = 3'd2;
  localparam logic [2:0] ARENA_PAGES_STATE_WALK = 3'd3;
  localparam logic [2:0] ARENA_PAGES_STATE_INVALIDATE = 3'd4;
  localparam logic [2:0] ARENA_PAGES_STATE_RETURN = 3'd5;
  localparam logic [2:0] ARENA_PAGES_STATE_DONE = 3'd6;
  localparam logic [5:0] PAGE_BITS = 6'hc;
  logic last;
  logic [15:0] vpn;
  logic next_page;
  logic [11:0] last_span_page_number_o;
  logic [2:0] state_q, state_d;
  logic release_q, release_d;
  logic [3:0] class_q, class_d;
  logic [11:0] first_page_q, first_page_d;
  // Page that is walked, counted from the first page of the span.
  logic [11:0] offset_q, offset_d;
  // The link to write, then the link found.
  logic link_valid_q, link_valid_d;
  logic [11:0] link_page_q, link_page_d;
  logic [2:0] status_q, status_d;
  logic [19:0] ppn_q, ppn_d;

  // A span is a power of two of pages: the offset counts from 1 and comes round to 0, the first page.
  memento_last_span_page u_last_span_page (
    .class_i(class_q),
    .number_o(last_span_page_number_o)
  );

  assign last = !(|offset_q);
  assign vpn = ({12'd0, class_q} << PAGE_BITS) | {4'd0, first_page_q | offset_q};
  assign walk_valid_o = state_q == ARENA_PAGES_STATE_ASK;
  assign walk_unmap_o = release_q;
  assign walk_vpn_o = vpn;
  assign walk_mark_o = last;
  assign walk_link_valid_o = link_valid_q;
  assign walk_link_page_o = link_page_q;
  assign invalidate_valid_o = state_q == ARENA_PAGES_STATE_INVALIDATE;
  assign invalidate_vpn_o = vpn;
  assign return_valid_o = state_q == ARENA_PAGES_STATE_RETURN;
  assign return_ppn_o = ppn_q;
  assign pages_req_ready_o = state_q == ARENA_PAGES_STATE_IDLE;
  assign pages_rsp_valid_o = state_q == ARENA_PAGES_STATE_DONE;
  assign pages_rsp_status_o = status_q;
  assign pages_rsp_link_valid_o = link_valid_q;
  assign pages_rsp_link_page_o = link_page_q;

  always @* begin
    state_d = state_q;
    release_d = release_q;
    class_d = class_q;
    first_page_d = first_page_q;
    offset_d = offset_q;
    link_valid_d = link_valid_q;
    link_page_d = link_page_q;
    status_d = status_q;
    ppn_d = ppn_q;
    next_page = 1'b0;
    case (state_q)
      ARENA_PAGES_STATE_IDLE: begin
        release_d = pages_req_release_i;
        class_d = pages_req_class_i;
        first_page_d = pages_req_page_i;
        link_valid_d = pages_req_link_valid_i;
        link_page_d = pages_req_link_page_i;
        offset_d = 12'd0;
        if (pages_req_valid_i) begin
          state_d = ARENA_PAGES_STATE_ASK;
          if (pages_req_release_i) begin
            state_d = ARENA_PAGES_STATE_BEGIN;
          end
        end
      end
      ARENA_PAGES_STATE_BEGIN: begin
        offset_d = last_span_page_number_o & 12'd1;
        state_d = ARENA_PAGES_STATE_ASK;
      end
      ARENA_PAGES_STATE_ASK: begin
        if (walk_ready_i) begin
          state_d = ARENA_PAGES_STATE_WALK;
        end
      end
      ARENA_PAGES_STATE_WALK: begin
        status_d = walk_status_i;
        ppn_d = walk_ppn_i;
        if (walk_done_i) begin
          if ((|walk_status_i) || !release_q) begin
            link_valid_d = walk_marked_i && walk_marked_link_valid_i;
            link_page_d = walk_marked_link_page_i;
            state_d = ARENA_PAGES_STATE_DONE;
          end else if (walk_leaf_i) begin
            state_d = ARENA_PAGES_STATE_INVALIDATE;
          end else begin
            next_page = 1'b1;
          end
        end
      end
      ARENA_PAGES_STATE_INVALIDATE: state_d = ARENA_PAGES_STATE_RETURN;
      ARENA_PAGES_STATE_RETURN: next_page = return_ready_i;
      default: begin  // ARENA_PAGES_STATE_DONE
        state_d = ARENA_PAGES_STATE_IDLE;
      end
    endcase
    if (next_page) begin
      offset_d = (offset_q + 12'd1) & last_span_page_number_o;
      state_d = ARENA_PAGES_STATE_ASK;
      if (last) begin
        state_d = ARENA_PAGES_STATE_DONE;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= ARENA_PAGES_STATE_IDLE;
      release_q <= 1'b0;
      class_q <= 4'd0;
      first_page_q <= 12'd0;
      offset_q <= 12'd0;
      link_valid_q <= 1'b0;
      link_page_q <= 12'd0;
      status_q <= 3'd0;
      ppn_q <= 20'd0;
    end else begin
      state_q <= state_d;
      release_q <= release_d;
      class_q <= class_d;
      first_page_q <= first_page_d;
      offset_q <= offset_d;
      link_valid_q <= link_valid_d;
      link_page_q <= link_page_d;
      status_q <= status_d;
      ppn_q <= ppn_d;
    end
  end
endmodule

`default_nettype wire
