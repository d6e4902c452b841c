// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_list_writer, configuration tiny: generated from hdl/src/list_writer.rs, do not edit.
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
// Contract: `start_i` only while not busy, with at least one write; every other input stays as it is until `done_o`, one cycle after
// the last acknowledgement. All writes are made and waited for, also after an error.

`default_nettype none

module memento_list_writer (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Make the writes of `writes_i`.
  input  logic start_i,
  // Writes to make: 0 previous.next, 1 next.prev, 2 own next, 3 own prev, 4 head.prev, 5 state, 6 va, 8..11
  // bitmap beats, 12..15 bitmap beats that become 0.
  input  logic [15:0] writes_i,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // The arena's class.
  input  logic [3:0] class_i,
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
  logic [2:0] beat;
  logic link_valid;
  logic asked;
  logic [11:0] target_page_i;
  logic [31:0] target_address_o;
  logic [11:0] link_page_i;
  logic [31:0] link_address_o;
  logic [15:0] first_to_ask_word_i;
  logic first_to_ask_found_o;
  logic [3:0] first_to_ask_index_o;
  logic [15:0] to_ask_q, to_ask_d;
  logic [3:0] unacknowledged_q, unacknowledged_d;
  logic busy_q, busy_d;
  logic failed_q, failed_d;
  logic done_q, done_d;

  memento_arena_address u_target (
    .region_base_i(region_base_i),
    .class_i(class_i),
    .page_i(target_page_i),
    .address_o(target_address_o)
  );

  memento_arena_address u_link (
    .region_base_i(region_base_i),
    .class_i(class_i),
    .page_i(link_page_i),
    .address_o(link_address_o)
  );

  memento_find_first_zero_16 u_first_to_ask (
    .word_i(first_to_ask_word_i),
    .found_o(first_to_ask_found_o),
    .index_o(first_to_ask_index_o)
  );

  assign first_to_ask_word_i = ~to_ask_q;

  always_comb begin
    target_page_i = page_i;
    link_page_i = page_i;
    link_valid = 1'b1;
    beat = {1'b1, first_to_ask_index_o[1:0]};
    case (first_to_ask_index_o)
      4'd0: begin
        target_page_i = prev_page_i;
        beat = 3'd1;
        link_valid = next_valid_i;
        link_page_i = next_page_i;
      end
      4'd1: begin
        target_page_i = next_page_i;
        beat = 3'd2;
        link_valid = prev_valid_i;
        link_page_i = prev_page_i;
      end
      4'd2: begin
        beat = 3'd1;
        link_valid = head_valid_i;
        link_page_i = head_page_i;
      end
      4'd3: begin
        beat = 3'd2;
        link_valid = 1'b0;
      end
      4'd4: begin
        target_page_i = head_page_i;
        beat = 3'd2;
      end
      4'd5: beat = 3'd3;
      4'd6: beat = 3'd0;
      default: ;
    endcase
  end

  assign mem_req_address_o = target_address_o | {26'd0, beat, 3'd0};

  always_comb begin
    mem_req_wdata_o = 64'd0;
    if (link_valid) begin
      mem_req_wdata_o = {32'd0, link_address_o};
    end
    if (first_to_ask_index_o == 4'd5) begin
      mem_req_wdata_o = state_i;
    end
    if (first_to_ask_index_o[3]) begin
      mem_req_wdata_o = bitmap_i;
      if (first_to_ask_index_o[2]) begin
        mem_req_wdata_o = 64'd0;
      end
    end
  end

  assign mem_req_valid_o = |to_ask_q;
  assign asked = (|to_ask_q) && mem_req_ready_i;

  always_comb begin
    to_ask_d = to_ask_q;
    busy_d = busy_q;
    failed_d = failed_q;
    done_d = done_q;
    if (asked) begin
      to_ask_d = to_ask_q & ~(16'd1 << first_to_ask_index_o);
    end
    if (mem_rsp_valid_i) begin
      failed_d = failed_q || mem_rsp_error_i;
    end
    done_d = 1'b0;
    if (busy_q && mem_rsp_valid_i && !(|to_ask_q) && (unacknowledged_q == 4'd1)) begin
      busy_d = 1'b0;
      done_d = 1'b1;
    end
    if (start_i) begin
      to_ask_d = writes_i;
      busy_d = 1'b1;
      failed_d = 1'b0;
    end
  end

  always_comb begin
    unacknowledged_d = unacknowledged_q;
    if (asked && !mem_rsp_valid_i) begin
      unacknowledged_d = unacknowledged_q + 4'd1;
    end
    if (!asked && mem_rsp_valid_i && busy_q) begin
      unacknowledged_d = unacknowledged_q - 4'd1;
    end
  end

  assign done_o = done_q;
  assign error_o = failed_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      to_ask_q <= 16'd0;
      unacknowledged_q <= 4'd0;
      busy_q <= 1'b0;
      failed_q <= 1'b0;
      done_q <= 1'b0;
    end else begin
      to_ask_q <= to_ask_d;
      unacknowledged_q <= unacknowledged_d;
      busy_q <= busy_d;
      failed_q <= failed_d;
      done_q <= done_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{first_to_ask_found_o};
endmodule

`default_nettype wire
