// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_flusher, configuration paper: generated from hdl/src/hot_flusher.rs, do not edit.
//
// Writes the headers that the Hardware Object Table holds to memory.
//
// Writes the header of every arena in the Hardware Object Table to memory, class by class. The table does not change.
//
//  class 0: peek words 0..3 ► beat ► peek 4..7 ► beat ► .. ► va, next, prev, state
//  class 1: ..
//
// The live count is not kept anywhere on chip: it is the number of ones in the words as they pass. They are counted two cycles behind,
// while the beat is written.
//
// Contract: `start_i` only while idle; a peek's entry is on the inputs two cycles after `peek_valid_o`, its word a cycle later. `done_o` is high for one cycle; a
// write error ends the flush at once.

`default_nettype none

module memento_hot_flusher (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // First address of the region.
  input  logic [47:0] region_base_i,
  // Flush.
  input  logic start_i,
  // The flush is done; one cycle.
  output logic done_o,
  // With `done_o`: memory answered a write with an error.
  output logic error_o,
  // Ask the table for a bitmap word. Comes straight from a flip-flop.
  output logic peek_valid_o,
  // Class.
  output logic [5:0] peek_class_o,
  // Index of the word.
  output logic [3:0] peek_word_o,
  // The class has an arena.
  input  logic occupied_i,
  // Its first page.
  input  logic [19:0] page_i,
  // Its full words.
  input  logic [15:0] summary_i,
  // The word asked for, bit = 1 allocated.
  input  logic [15:0] word_i,
  // How many body lines of the class's arena may have been touched.
  input  logic [15:0] bypass_i,
  // A class is done; one cycle.
  output logic shown_valid_o,
  // It has an arena.
  output logic shown_occupied_o,
  // First page of that arena.
  output logic [19:0] shown_page_o,
  // Memory request (a write).
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // Address of the beat.
  output logic [47:0] mem_req_address_o,
  // The beat.
  output logic [63:0] mem_req_wdata_o,
  // Memory acknowledges.
  input  logic mem_rsp_valid_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  localparam logic [3:0] FLUSHER_STATE_IDLE = 4'd0;
  localparam logic [3:0] FLUSHER_STATE_PEEK = 4'd1;
  localparam logic [3:0] FLUSHER_STATE_ASK = 4'd2;
  localparam logic [3:0] FLUSHER_STATE_READ = 4'd3;
  localparam logic [3:0] FLUSHER_STATE_TAKE = 4'd4;
  localparam logic [3:0] FLUSHER_STATE_WORD = 4'd5;
  localparam logic [3:0] FLUSHER_STATE_JOIN = 4'd6;
  localparam logic [3:0] FLUSHER_STATE_BEAT = 4'd7;
  localparam logic [3:0] FLUSHER_STATE_BEAT_WRITE = 4'd8;
  localparam logic [3:0] FLUSHER_STATE_LINE = 4'd9;
  localparam logic [3:0] FLUSHER_STATE_LINE_WRITE = 4'ha;
  localparam logic [3:0] FLUSHER_STATE_NEXT = 4'hb;
  localparam logic [3:0] FLUSHER_STATE_FINISH = 4'hc;
  localparam logic [5:0] LAST_CLASS = 6'h3f;
  localparam logic [3:0] LAST_WORD = 4'hf;
  localparam logic [15:0] LINE_WRITES = 16'h6c;
  localparam logic [15:0] PRESENT_WORDS = 16'hffff;
  logic writer_start_i;
  logic writer_go_i;
  logic [15:0] writer_writes_i;
  logic [63:0] writer_state_i;
  logic writer_done_o;
  logic writer_error_o;
  logic writer_mem_rsp_valid_i;
  logic [3:0] state_q, state_d;
  logic peeking_q, peeking_d;
  logic [5:0] class_q, class_d;
  logic [3:0] word_q, word_d;
  logic occupied_q, occupied_d;
  logic [19:0] page_q, page_d;
  logic [15:0] summary_q, summary_d;
  logic [15:0] latest_q, latest_d;
  logic [63:0] beat_q, beat_d;
  // Ones in the lower and the upper byte of the latest word.
  logic [8:0] ones_low_q, ones_low_d;
  logic [8:0] ones_high_q, ones_high_d;
  logic counted_q, counted_d;
  logic [8:0] live_q, live_d;
  logic failed_q, failed_d;
  logic [2:0] ones_0_count_o;
  logic [2:0] ones_1_count_o;
  logic [2:0] ones_2_count_o;
  logic [2:0] ones_3_count_o;

  memento_list_writer u_writer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(writer_start_i),
    .go_i(writer_go_i),
    .writes_i(writer_writes_i),
    .region_base_i(region_base_i),
    .class_i(class_q),
    .page_i(page_q),
    .next_valid_i(1'b0),
    .next_page_i(page_q),
    .prev_valid_i(1'b0),
    .prev_page_i(page_q),
    .head_valid_i(1'b0),
    .head_page_i(page_q),
    .state_i(writer_state_i),
    .bitmap_i(beat_q),
    .done_o(writer_done_o),
    .error_o(writer_error_o),
    .mem_req_valid_o(mem_req_valid_o),
    .mem_req_ready_i(mem_req_ready_i),
    .mem_req_address_o(mem_req_address_o),
    .mem_req_wdata_o(mem_req_wdata_o),
    .mem_rsp_valid_i(writer_mem_rsp_valid_i),
    .mem_rsp_error_i(mem_rsp_error_i)
  );

  // Count the ones of the latest word by bytes, and then add them to the live count.
  memento_nibble_ones u_ones_0 (
    .nibble_i(latest_q[3:0]),
    .count_o(ones_0_count_o)
  );

  memento_nibble_ones u_ones_1 (
    .nibble_i(latest_q[7:4]),
    .count_o(ones_1_count_o)
  );

  memento_nibble_ones u_ones_2 (
    .nibble_i(latest_q[11:8]),
    .count_o(ones_2_count_o)
  );

  memento_nibble_ones u_ones_3 (
    .nibble_i(latest_q[15:12]),
    .count_o(ones_3_count_o)
  );

  always @* begin
    ones_low_d = ones_low_q;
    ones_low_d = {6'd0, ones_0_count_o} + {6'd0, ones_1_count_o};
  end

  always @* begin
    ones_high_d = ones_high_q;
    ones_high_d = {6'd0, ones_2_count_o} + {6'd0, ones_3_count_o};
  end

  always @* begin
    counted_d = counted_q;
    counted_d = (state_q == FLUSHER_STATE_JOIN) && occupied_q;
  end

  always @* begin
    state_d = state_q;
    peeking_d = peeking_q;
    class_d = class_q;
    word_d = word_q;
    occupied_d = occupied_q;
    page_d = page_q;
    summary_d = summary_q;
    latest_d = latest_q;
    beat_d = beat_q;
    live_d = live_q;
    failed_d = failed_q;
    if (counted_q) begin
      live_d = live_q + ones_low_q + ones_high_q;
    end
    peeking_d = 1'b0;
    case (state_q)
      FLUSHER_STATE_IDLE: begin
        class_d = 6'd0;
        word_d = 4'd0;
        live_d = 9'd0;
        failed_d = 1'b0;
        if (start_i) begin
          state_d = FLUSHER_STATE_PEEK;
        end
      end
      FLUSHER_STATE_PEEK: begin
        peeking_d = 1'b1;
        state_d = FLUSHER_STATE_ASK;
      end
      FLUSHER_STATE_ASK: state_d = FLUSHER_STATE_READ;
      FLUSHER_STATE_READ: state_d = FLUSHER_STATE_TAKE;
      FLUSHER_STATE_TAKE: begin
        occupied_d = occupied_i;
        page_d = page_i;
        summary_d = summary_i & PRESENT_WORDS;
        state_d = FLUSHER_STATE_WORD;
      end
      FLUSHER_STATE_WORD: begin
        latest_d = word_i;
        state_d = FLUSHER_STATE_JOIN;
      end
      FLUSHER_STATE_JOIN: begin
        beat_d = (beat_q >> 16) | {latest_q, 48'd0};
        word_d = word_q + 4'd1;
        state_d = FLUSHER_STATE_PEEK;
        if (word_q[1:0] == 2'd3) begin
          word_d = word_q;
          state_d = FLUSHER_STATE_BEAT;
        end
        if (!occupied_q) begin
          state_d = FLUSHER_STATE_NEXT;
        end
      end
      FLUSHER_STATE_BEAT: state_d = FLUSHER_STATE_BEAT_WRITE;
      FLUSHER_STATE_BEAT_WRITE: begin
        if (writer_done_o) begin
          word_d = word_q + 4'd1;
          state_d = FLUSHER_STATE_PEEK;
          if (word_q == LAST_WORD) begin
            state_d = FLUSHER_STATE_LINE;
          end
          if (writer_error_o) begin
            failed_d = 1'b1;
            state_d = FLUSHER_STATE_FINISH;
          end
        end
      end
      FLUSHER_STATE_LINE: state_d = FLUSHER_STATE_LINE_WRITE;
      FLUSHER_STATE_LINE_WRITE: begin
        if (writer_done_o) begin
          state_d = FLUSHER_STATE_NEXT;
          if (writer_error_o) begin
            failed_d = 1'b1;
            state_d = FLUSHER_STATE_FINISH;
          end
        end
      end
      FLUSHER_STATE_NEXT: begin
        class_d = class_q + 6'd1;
        word_d = 4'd0;
        live_d = 9'd0;
        state_d = FLUSHER_STATE_PEEK;
        if (class_q == LAST_CLASS) begin
          state_d = FLUSHER_STATE_FINISH;
        end
      end
      default: begin  // FLUSHER_STATE_FINISH
        state_d = FLUSHER_STATE_IDLE;
      end
    endcase
  end

  assign peek_valid_o = peeking_q;
  assign peek_class_o = class_q;
  assign peek_word_o = word_q;
  assign writer_start_i = (state_q == FLUSHER_STATE_BEAT) || (state_q == FLUSHER_STATE_LINE);
  assign writer_go_i = writer_start_i;

  always @* begin
    writer_writes_i = LINE_WRITES;
    if (state_q == FLUSHER_STATE_BEAT) begin
      writer_writes_i = 16'd0 | (16'd1 << {2'd2, word_q[3:2]});
    end
  end

  assign writer_state_i = {10'd4, class_q, bypass_i, 7'd0, live_q, summary_q};
  assign writer_mem_rsp_valid_i = mem_rsp_valid_i && (state_q != FLUSHER_STATE_IDLE);
  assign shown_valid_o = state_q == FLUSHER_STATE_NEXT;
  assign shown_occupied_o = occupied_q;
  assign shown_page_o = page_q;
  assign done_o = state_q == FLUSHER_STATE_FINISH;
  assign error_o = failed_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= FLUSHER_STATE_IDLE;
      peeking_q <= 1'b0;
      class_q <= 6'd0;
      word_q <= 4'd0;
      occupied_q <= 1'b0;
      page_q <= 20'd0;
      summary_q <= 16'd0;
      latest_q <= 16'd0;
      beat_q <= 64'd0;
      ones_low_q <= 9'd0;
      ones_high_q <= 9'd0;
      counted_q <= 1'b0;
      live_q <= 9'd0;
      failed_q <= 1'b0;
    end else begin
      state_q <= state_d;
      peeking_q <= peeking_d;
      class_q <= class_d;
      word_q <= word_d;
      occupied_q <= occupied_d;
      page_q <= page_d;
      summary_q <= summary_d;
      latest_q <= latest_d;
      beat_q <= beat_d;
      ones_low_q <= ones_low_d;
      ones_high_q <= ones_high_d;
      counted_q <= counted_d;
      live_q <= live_d;
      failed_q <= failed_d;
    end
  end
endmodule

`default_nettype wire
