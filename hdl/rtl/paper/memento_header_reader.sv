// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_header_reader, configuration paper: generated from hdl/src/header_reader.rs, do not edit.
//
// Reads chosen beats of one arena header.
//
// Reads chosen beats of one arena header, all requests back to back.
//
//  start_i        _/‾\___________________________
//  go_i           _/‾\___________________________   with start_i, or any time later
//  mem_req        _________X b0 X b1 X___________   lowest beat first
//  mem_rsp        ______________X d0 X d1 X______
//  bitmap_data_o  ___________________X d0 X d1 X_   links, summary, live and state one cycle later
//  done_o         ____________________________/‾\   with the last beat in its registers
//
// Contract:
//
// * `start_i`, with at least one beat, prepares; no request is made before `go_i`. A second `start_i` before `go_i` replaces the
//   first; between `go_i` and `done_o` there must be none. Region, class and page stay as they are until `done_o`.
// * `stop_i` before the first request, at the latest in its cycle, calls the read off: no request is made, and there is no `done_o`. It
//   does not stop a read that begins with a `go_i` in the same cycle.
// * The first request is made two cycles after `start_i` or one after `go_i`, whichever is later.
// * A beat is worked on from a register: bitmap beats are shown in the cycle after they arrive, links, summary, live count and state
//   from the cycle after that until they are read again. `done_o` comes two cycles after the last response.
// * Every beat asked for is waited for, also after an error, so that nothing is left under way. Responses that answer no request of
//   the reader are ignored.

`default_nettype none

module memento_header_reader (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Prepare to read the beats of `beats_i`.
  input  logic start_i,
  // Read them.
  input  logic go_i,
  // Do not.
  input  logic stop_i,
  // Beats to read: bit n = the 64 bits at offset 8n.
  input  logic [7:0] beats_i,
  // First address of the region.
  input  logic [47:0] region_base_i,
  // The arena's class.
  input  logic [5:0] class_i,
  // The arena's first page.
  input  logic [19:0] page_i,
  // All beats have arrived; one cycle.
  output logic done_o,
  // With `done_o`: memory answered one of them with an error.
  output logic error_o,
  // There is a next header.
  output logic next_valid_o,
  // Its page.
  output logic [19:0] next_page_o,
  // There is a previous header.
  output logic prev_valid_o,
  // Its page.
  output logic [19:0] prev_page_o,
  // The header's summary.
  output logic [15:0] summary_o,
  // The header's live count.
  output logic [8:0] live_o,
  // The header's state.
  output logic [1:0] state_o,
  // The header's count of touched body lines.
  output logic [15:0] bypass_o,
  // A bitmap beat is here.
  output logic bitmap_valid_o,
  // Which one.
  output logic [1:0] bitmap_index_o,
  // The beat.
  output logic [63:0] bitmap_data_o,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // Address of the beat.
  output logic [47:0] mem_req_address_o,
  // Memory answers, in the order of the requests.
  input  logic mem_rsp_valid_i,
  // The beat.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  logic [7:0] ask_after;
  logic [7:0] come_after;
  logic take;
  logic come;
  logic [47:0] base_address_o;
  logic [7:0] first_to_ask_word_i;
  logic first_to_ask_found_o;
  logic [2:0] first_to_ask_index_o;
  logic [7:0] first_to_come_word_i;
  logic first_to_come_found_o;
  logic [2:0] first_to_come_index_o;
  // Beats not yet taken to the request.
  logic [7:0] to_ask_q, to_ask_d;
  // Beats not yet answered.
  logic [7:0] to_come_q, to_come_d;
  logic going_q, going_d;
  logic request_q, request_d;
  logic [2:0] request_beat_q, request_beat_d;
  logic arrived_q, arrived_d;
  logic [2:0] arrived_beat_q, arrived_beat_d;
  logic [63:0] arrived_data_q, arrived_data_d;
  logic last_q, last_d;
  logic failed_q, failed_d;
  logic done_q, done_d;
  logic next_valid_q, next_valid_d;
  logic [19:0] next_page_q, next_page_d;
  logic prev_valid_q, prev_valid_d;
  logic [19:0] prev_page_q, prev_page_d;
  logic [15:0] summary_q, summary_d;
  logic [8:0] live_q, live_d;
  logic [1:0] state_q, state_d;
  logic [15:0] bypass_q, bypass_d;

  memento_arena_address u_base (
    .region_base_i(region_base_i),
    .class_i(class_i),
    .page_i(page_i),
    .address_o(base_address_o)
  );

  memento_find_first_zero_8 u_first_to_ask (
    .word_i(first_to_ask_word_i),
    .found_o(first_to_ask_found_o),
    .index_o(first_to_ask_index_o)
  );

  memento_find_first_zero_8 u_first_to_come (
    .word_i(first_to_come_word_i),
    .found_o(first_to_come_found_o),
    .index_o(first_to_come_index_o)
  );

  // Requests: the lowest beat moves to the request when that is free.
  assign first_to_ask_word_i = ~to_ask_q;
  assign ask_after = to_ask_q & (to_ask_q - 8'd1);
  assign take = !request_q || (going_q && mem_req_ready_i);

  always @* begin
    to_ask_d = to_ask_q;
    to_come_d = to_come_q;
    going_d = going_q;
    request_d = request_q;
    request_beat_d = request_beat_q;
    failed_d = failed_q;
    if (take) begin
      request_d = |to_ask_q;
      request_beat_d = first_to_ask_index_o;
      to_ask_d = ask_after;
    end
    if (come) begin
      to_come_d = come_after;
      failed_d = failed_q || mem_rsp_error_i;
    end
    if (start_i) begin
      to_ask_d = beats_i;
      to_come_d = beats_i;
      request_d = 1'b0;
      going_d = 1'b0;
      failed_d = 1'b0;
    end
    if (stop_i) begin
      going_d = 1'b0;
    end
    if (go_i) begin
      going_d = 1'b1;
    end
  end

  assign mem_req_valid_o = request_q && going_q && !stop_i;
  assign mem_req_address_o = base_address_o | {42'd0, request_beat_q, 3'd0};

  // Responses: the lowest beat comes next.
  assign first_to_come_word_i = ~to_come_q;
  assign come_after = to_come_q & (to_come_q - 8'd1);
  assign come = mem_rsp_valid_i && going_q && (|to_come_q);

  always @* begin
    arrived_d = arrived_q;
    arrived_d = come;
  end

  always @* begin
    arrived_beat_d = arrived_beat_q;
    arrived_beat_d = first_to_come_index_o;
  end

  always @* begin
    arrived_data_d = arrived_data_q;
    arrived_data_d = mem_rsp_rdata_i;
  end

  always @* begin
    last_d = last_q;
    last_d = come && !(|come_after);
  end

  always @* begin
    done_d = done_q;
    done_d = last_q;
  end

  always @* begin
    next_valid_d = next_valid_q;
    next_page_d = next_page_q;
    prev_valid_d = prev_valid_q;
    prev_page_d = prev_page_q;
    summary_d = summary_q;
    live_d = live_q;
    state_d = state_q;
    bypass_d = bypass_q;
    // A link is the address of a header in the same slice, or 0.
    if (arrived_q) begin
      case (arrived_beat_q)
        3'd1: begin
          next_valid_d = |arrived_data_q;
          next_page_d = arrived_data_q[31:12];
        end
        3'd2: begin
          prev_valid_d = |arrived_data_q;
          prev_page_d = arrived_data_q[31:12];
        end
        3'd3: begin
          summary_d = arrived_data_q[15:0];
          live_d = arrived_data_q[24:16];
          state_d = arrived_data_q[57:56];
          bypass_d = arrived_data_q[47:32];
        end
        default: ;
      endcase
    end
  end

  assign bitmap_valid_o = arrived_q && arrived_beat_q[2];
  assign bitmap_index_o = arrived_beat_q[1:0];
  assign bitmap_data_o = arrived_data_q;
  assign done_o = done_q;
  assign error_o = failed_q;
  assign next_valid_o = next_valid_q;
  assign next_page_o = next_page_q;
  assign prev_valid_o = prev_valid_q;
  assign prev_page_o = prev_page_q;
  assign summary_o = summary_q;
  assign live_o = live_q;
  assign state_o = state_q;
  assign bypass_o = bypass_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      to_ask_q <= 8'd0;
      to_come_q <= 8'd0;
      going_q <= 1'b0;
      request_q <= 1'b0;
      request_beat_q <= 3'd0;
      arrived_q <= 1'b0;
      arrived_beat_q <= 3'd0;
      arrived_data_q <= 64'd0;
      last_q <= 1'b0;
      failed_q <= 1'b0;
      done_q <= 1'b0;
      next_valid_q <= 1'b0;
      next_page_q <= 20'd0;
      prev_valid_q <= 1'b0;
      prev_page_q <= 20'd0;
      summary_q <= 16'd0;
      live_q <= 9'd0;
      state_q <= 2'd0;
      bypass_q <= 16'd0;
    end else begin
      to_ask_q <= to_ask_d;
      to_come_q <= to_come_d;
      going_q <= going_d;
      request_q <= request_d;
      request_beat_q <= request_beat_d;
      arrived_q <= arrived_d;
      arrived_beat_q <= arrived_beat_d;
      arrived_data_q <= arrived_data_d;
      last_q <= last_d;
      failed_q <= failed_d;
      done_q <= done_d;
      next_valid_q <= next_valid_d;
      next_page_q <= next_page_d;
      prev_valid_q <= prev_valid_d;
      prev_page_q <= prev_page_d;
      summary_q <= summary_d;
      live_q <= live_d;
      state_q <= state_d;
      bypass_q <= bypass_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{first_to_ask_found_o, first_to_come_found_o};
endmodule

`default_nettype wire
