// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_list_writer, configuration soc32: generated from hdl/src/list_writer.rs, do not edit.
//
// Writes what a change of an arena's list, or of its header, does to memory.
//
// Writes what a change of an arena's list, or of its header, does to memory: any choice of beats, back to back.
//
//            previous          arena          next            head
//  leave:    next := next      -              prev := prev    -
//  join:     -                 next, prev     -               prev := arena
//  header:   -                 va, state, bitmap beats
//
//  start_i  _/‾\_______________________
//  go_i     _/‾\_______________________   with start_i, or any time later
//  mem_req  ______________X w0 X w1 X__   lowest write first
//  mem_rsp  ___________________/‾‾‾‾‾‾\_
//  done_o   __________________________/‾   one cycle after the last acknowledgement
//
// Contract:
//
// * `start_i` prepares; no request is made before `go_i`. A second `start_i` before `go_i` replaces the first; between `go_i` and
//   `done_o` there must be none. With no write to make, nothing is requested and `done_o` does not come: another `start_i` may.
// * The first request is made three cycles after `start_i` or one after `go_i`, whichever is later.
// * Links and pages stay as they are from `start_i` to `done_o`, all other inputs from the cycle after `go_i` on.
// * All writes are made and waited for, also after an error. Responses that answer no request of the writer are ignored.

`default_nettype none

module memento_list_writer (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Prepare to make the writes of `writes_i`.
  input  logic start_i,
  // Make them.
  input  logic go_i,
  // Writes to make: 0 previous.next, 1 next.prev, 2 own next, 3 own prev, 4 head.prev, 5 state, 6 va, 8..11
  // bitmap beats, 12..15 bitmap beats that become 0.
  input  logic [15:0] writes_i,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // The arena's class.
  input  logic [5:0] class_i,
  // The arena's first page.
  input  logic [11:0] page_i,
  // The arena has a next header.
  input  logic next_valid_i,
  // Its page.
  input  logic [11:0] next_page_i,
  // The arena has a previous header.
  input  logic prev_valid_i,
  // Its page.
  input  logic [11:0] prev_page_i,
  // The list that the arena joins has a head.
  input  logic head_valid_i,
  // Its page.
  input  logic [11:0] head_page_i,
  // The arena's new state beat.
  input  logic [63:0] state_i,
  // What to write to the bitmap beats.
  input  logic [63:0] bitmap_i,
  // All writes are acknowledged; one cycle.
  output logic done_o,
  // With `done_o`: memory answered one of them with an error.
  output logic error_o,
  // Memory request (a write).
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // Address of the beat.
  output logic [31:0] mem_req_address_o,
  // The beat.
  output logic [63:0] mem_req_wdata_o,
  // Memory acknowledges, in the order of the requests.
  input  logic mem_rsp_valid_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  logic taken;
  logic acknowledged;
  logic request_moves;
  logic pick_moves;
  logic [15:0] first;
  logic [31:0] target_address_o;
  logic [31:0] link_address_o;
  logic [15:0] below_below_o;
  // Writes not yet picked.
  logic [15:0] to_pick_q, to_pick_d;
  // The write picked ..
  logic pick_q, pick_d;
  // .. by its one bit ..
  logic [15:0] pick_write_q, pick_write_d;
  // .. and whose address it writes, if it is a link that is not 0.
  logic pick_next_q, pick_next_d;
  logic pick_prev_q, pick_prev_d;
  logic pick_head_q, pick_head_d;
  logic pick_own_q, pick_own_d;
  // The write that is requested.
  logic request_q, request_d;
  logic [11:0] request_page_q, request_page_d;
  logic [2:0] request_beat_q, request_beat_d;
  logic request_link_q, request_link_d;
  logic [11:0] request_link_page_q, request_link_page_d;
  logic request_state_q, request_state_d;
  logic request_bitmap_q, request_bitmap_d;
  logic going_q, going_d;
  // Writes that memory has taken and not yet acknowledged.
  logic [3:0] open_q, open_d;
  logic failed_q, failed_d;
  logic done_q, done_d;

  memento_arena_address u_target (
    .region_base_i(region_base_i),
    .class_i(class_i),
    .page_i(request_page_q),
    .address_o(target_address_o)
  );

  memento_arena_address u_link (
    .region_base_i(region_base_i),
    .class_i(class_i),
    .page_i(request_link_page_q),
    .address_o(link_address_o)
  );

  // Pick the lowest write.
  memento_any_below u_below (
    .word_i(to_pick_q),
    .below_o(below_below_o)
  );

  assign taken = request_q && going_q && mem_req_ready_i;
  assign request_moves = !request_q || (going_q && mem_req_ready_i);
  assign pick_moves = !pick_q || request_moves;
  assign first = to_pick_q & ~below_below_o;

  always @* begin
    to_pick_d = to_pick_q;
    pick_d = pick_q;
    pick_write_d = pick_write_q;
    pick_next_d = pick_next_q;
    pick_prev_d = pick_prev_q;
    pick_head_d = pick_head_q;
    pick_own_d = pick_own_q;
    request_d = request_q;
    request_page_d = request_page_q;
    request_beat_d = request_beat_q;
    request_link_d = request_link_q;
    request_link_page_d = request_link_page_q;
    request_state_d = request_state_q;
    request_bitmap_d = request_bitmap_q;
    going_d = going_q;
    failed_d = failed_q;
    if (pick_moves) begin
      to_pick_d = to_pick_q & below_below_o;
      pick_d = |to_pick_q;
      pick_write_d = first;
      pick_next_d = first[0] && next_valid_i;
      pick_prev_d = first[1] && prev_valid_i;
      pick_head_d = first[2] && head_valid_i;
      pick_own_d = first[4] || first[6];
    end
    // Look up its beat and its pages.
    if (request_moves) begin
      request_d = pick_q;
      // Beats 1, 2, 1, 2, 2, 3, 0 for links, state and va; then the bitmap beats, twice.
      request_beat_d = {|(pick_write_q & 16'hff00), |(pick_write_q & 16'hcc3a), |(pick_write_q & 16'haa25)};
      request_page_d = page_i;
      if (pick_write_q[0]) begin
        request_page_d = prev_page_i;
      end
      if (pick_write_q[1]) begin
        request_page_d = next_page_i;
      end
      if (pick_write_q[4]) begin
        request_page_d = head_page_i;
      end
      request_link_d = pick_next_q || pick_prev_q || pick_head_q || pick_own_q;
      request_link_page_d = page_i;
      if (pick_next_q) begin
        request_link_page_d = next_page_i;
      end
      if (pick_prev_q) begin
        request_link_page_d = prev_page_i;
      end
      if (pick_head_q) begin
        request_link_page_d = head_page_i;
      end
      request_state_d = pick_write_q[5];
      request_bitmap_d = |(pick_write_q & 16'hf00);
    end
    if (acknowledged) begin
      failed_d = failed_q || mem_rsp_error_i;
    end
    if (start_i) begin
      to_pick_d = writes_i;
      pick_d = 1'b0;
      request_d = 1'b0;
      going_d = 1'b0;
      failed_d = 1'b0;
    end
    if (go_i) begin
      going_d = 1'b1;
    end
  end

  assign mem_req_valid_o = request_q && going_q;
  assign mem_req_address_o = target_address_o | {26'd0, request_beat_q, 3'd0};

  always @* begin
    mem_req_wdata_o = 64'd0;
    if (request_link_q) begin
      mem_req_wdata_o = {32'd0, link_address_o};
    end
    if (request_state_q) begin
      mem_req_wdata_o = state_i;
    end
    if (request_bitmap_q) begin
      mem_req_wdata_o = bitmap_i;
    end
  end

  // While something is left to write, a write that memory has taken makes room for the next at once: nothing
  // is requested when the last one is acknowledged.
  assign acknowledged = mem_rsp_valid_i && (|open_q);

  always @* begin
    open_d = open_q;
    if (taken && !acknowledged) begin
      open_d = open_q + 4'd1;
    end
    if (!taken && acknowledged) begin
      open_d = open_q - 4'd1;
    end
  end

  always @* begin
    done_d = done_q;
    done_d = mem_rsp_valid_i && (open_q == 4'd1) && !request_q;
  end

  assign done_o = done_q;
  assign error_o = failed_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      to_pick_q <= 16'd0;
      pick_q <= 1'b0;
      pick_write_q <= 16'd0;
      pick_next_q <= 1'b0;
      pick_prev_q <= 1'b0;
      pick_head_q <= 1'b0;
      pick_own_q <= 1'b0;
      request_q <= 1'b0;
      request_page_q <= 12'd0;
      request_beat_q <= 3'd0;
      request_link_q <= 1'b0;
      request_link_page_q <= 12'd0;
      request_state_q <= 1'b0;
      request_bitmap_q <= 1'b0;
      going_q <= 1'b0;
      open_q <= 4'd0;
      failed_q <= 1'b0;
      done_q <= 1'b0;
    end else begin
      to_pick_q <= to_pick_d;
      pick_q <= pick_d;
      pick_write_q <= pick_write_d;
      pick_next_q <= pick_next_d;
      pick_prev_q <= pick_prev_d;
      pick_head_q <= pick_head_d;
      pick_own_q <= pick_own_d;
      request_q <= request_d;
      request_page_q <= request_page_d;
      request_beat_q <= request_beat_d;
      request_link_q <= request_link_d;
      request_link_page_q <= request_link_page_d;
      request_state_q <= request_state_d;
      request_bitmap_q <= request_bitmap_d;
      going_q <= going_d;
      open_q <= open_d;
      failed_q <= failed_d;
      done_q <= done_d;
    end
  end
endmodule

`default_nettype wire
