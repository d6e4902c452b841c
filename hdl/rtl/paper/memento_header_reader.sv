// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_header_reader, configuration paper: generated from hdl/src/header_reader.rs, do not edit.
//
// Reads chosen beats of one arena header.
//
// Reads chosen beats of one arena header, all requests back to back.
//
//  start_i  _/‾\_______________
//  request  ___X b0 X b1 X_____   lowest beat first
//  response _______X d0 X d1 X_
//  done_o   ______________/‾\__   one cycle after the last response
//
// Contract: `start_i` only while not busy, with at least one beat; class and page stay as they are until `done_o`. Links, state
// and live count read stay on the outputs until they are read again; bitmap beats are shown only in the cycle in which they arrive.
// Every beat asked for is waited for, also after an error, so that nothing is left under way.

`default_nettype none

module memento_header_reader (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Read the beats of `beats_i`.
  input  logic start_i,
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
  // A bitmap beat arrives.
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
  logic link_valid;
  logic [19:0] link_page;
  logic [7:0] come_after;
  logic [47:0] base_address_o;
  logic [7:0] first_to_ask_word_i;
  logic first_to_ask_found_o;
  logic [2:0] first_to_ask_index_o;
  logic [7:0] first_to_come_word_i;
  logic first_to_come_found_o;
  logic [2:0] first_to_come_index_o;
  logic [7:0] to_ask_q, to_ask_d;
  logic [7:0] to_come_q, to_come_d;
  logic failed_q, failed_d;
  logic done_q, done_d;
  logic next_valid_q, next_valid_d;
  logic [19:0] next_page_q, next_page_d;
  logic prev_valid_q, prev_valid_d;
  logic [19:0] prev_page_q, prev_page_d;
  logic [15:0] summary_q, summary_d;
  logic [8:0] live_q, live_d;
  logic [1:0] state_q, state_d;

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

  assign first_to_ask_word_i = ~to_ask_q;
  assign mem_req_valid_o = |to_ask_q;
  assign mem_req_address_o = base_address_o | {42'd0, first_to_ask_index_o, 3'd0};

  always_comb begin
    to_ask_d = to_ask_q;
    to_come_d = to_come_q;
    failed_d = failed_q;
    done_d = done_q;
    next_valid_d = next_valid_q;
    next_page_d = next_page_q;
    prev_valid_d = prev_valid_q;
    prev_page_d = prev_page_q;
    summary_d = summary_q;
    live_d = live_q;
    state_d = state_q;
    if (mem_req_ready_i) begin
      to_ask_d = to_ask_q & ~(8'd1 << first_to_ask_index_o);
    end
    done_d = 1'b0;
    if (mem_rsp_valid_i && (|to_come_q)) begin
      to_come_d = come_after;
      failed_d = failed_q || mem_rsp_error_i;
      done_d = !(|come_after);
      case (first_to_come_index_o)
        3'd1: begin
          next_valid_d = link_valid;
          next_page_d = link_page;
        end
        3'd2: begin
          prev_valid_d = link_valid;
          prev_page_d = link_page;
        end
        3'd3: begin
          summary_d = mem_rsp_rdata_i[15:0];
          live_d = mem_rsp_rdata_i[24:16];
          state_d = mem_rsp_rdata_i[57:56];
        end
        default: ;
      endcase
    end
    if (start_i) begin
      to_ask_d = beats_i;
      to_come_d = beats_i;
      failed_d = 1'b0;
    end
  end

  // A link is the address of a header in the same slice, or 0.
  assign link_valid = |mem_rsp_rdata_i;
  assign link_page = mem_rsp_rdata_i[31:12];
  assign first_to_come_word_i = ~to_come_q;
  assign come_after = to_come_q & ~(8'd1 << first_to_come_index_o);
  assign bitmap_valid_o = mem_rsp_valid_i && (|to_come_q) && first_to_come_index_o[2];
  assign bitmap_index_o = first_to_come_index_o[1:0];
  assign bitmap_data_o = mem_rsp_rdata_i;
  assign done_o = done_q;
  assign error_o = failed_q;
  assign next_valid_o = next_valid_q;
  assign next_page_o = next_page_q;
  assign prev_valid_o = prev_valid_q;
  assign prev_page_o = prev_page_q;
  assign summary_o = summary_q;
  assign live_o = live_q;
  assign state_o = state_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      to_ask_q <= 8'd0;
      to_come_q <= 8'd0;
      failed_q <= 1'b0;
      done_q <= 1'b0;
      next_valid_q <= 1'b0;
      next_page_q <= 20'd0;
      prev_valid_q <= 1'b0;
      prev_page_q <= 20'd0;
      summary_q <= 16'd0;
      live_q <= 9'd0;
      state_q <= 2'd0;
    end else begin
      to_ask_q <= to_ask_d;
      to_come_q <= to_come_d;
      failed_q <= failed_d;
      done_q <= done_d;
      next_valid_q <= next_valid_d;
      next_page_q <= next_page_d;
      prev_valid_q <= prev_valid_d;
      prev_page_q <= prev_page_d;
      summary_q <= summary_d;
      live_q <= live_d;
      state_q <= state_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{first_to_ask_found_o, first_to_come_found_o};
endmodule

`default_nettype wire
