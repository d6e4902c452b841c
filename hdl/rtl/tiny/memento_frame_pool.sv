// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_frame_pool, configuration tiny: generated from hdl/src/frame_pool.rs, do not edit.
//
// The pool of frames: page tables and pages get theirs here, and give them back.
//
// The pool of frames: grants frames that are all zeros, and takes them back.
//
//            +--------+  fresh                       +-------+
//  add ─────►| ranges |─────────────────────────┬───►| ready |──► frame
//            +--------+                         │    |  of 4 |
//              │    ▲ done                      │    +-------+
//              ▼    │                           │
//            +----------+  clean   ┌────────────┤
//  return ──►| scrubber |──────────┤            │
//            +----------+          ▼ link       │ link read and zeroed
//              │ drop, zero   [ list in the frames, in memory ]
//
// Contract (docs/src/pages.md, "The frame pool"):
//
// * Every frame of the ranges is in exactly one place: not yet given out, on the list, ready, granted, or in the scrubber. All but those that
//   are granted are *available*; an added range counts two cycles after it is accepted, a grant or a return in the next cycle.
// * A frame that is granted is all zeros in memory, and each of its lines that may have been in the cache has been dropped.
// * `frames_exhausted_o` says that no frame is available. While it is low a consumer may wait: a frame comes, of the list, the ranges or the scrubber.
// * A frame moves to `ready` when there is room, in the background. From the scrubber it comes at once, from the list in four cycles when memory
//   answers in the next cycle, else from the ranges in at most three.
// * `end_i`, held until `end_done_o` (one cycle): everything granted, listed, ready or in the scrubber becomes available again, and is zeroed in
//   the background. It waits for at most two memory accesses and eight zero writes, which must be served.
// * `park_i`, held as long as it is to last, `parked_o`: what is in the scrubber and ready goes to the list. Then the whole state is in words that can
// be read and written: 0 to 6 as `FrameRanges` says, 7 the PPN of the first frame of the list (0: none), 8 the frames granted. `forget_i`
//   empties the pool. To load a state: `forget_i`, then all words from 0 up, then no `park_i`.
// * While either is held no range, return or grant begins, from the next cycle on. Only one at a time.
// * An access that fails raises `fault_o` until reset. Nothing is granted any more, and nothing waits for the pool: it says that it is exhausted, takes what
//   comes back, and answers both commands.

`default_nettype none

module memento_frame_pool (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low. Empties the pool.
  input  logic rst_ni,
  // A range of zeroed frames is handed over.
  input  logic add_valid_i,
  // It is looked at.
  output logic add_ready_o,
  // Its first frame.
  input  logic [19:0] add_ppn_i,
  // Its frames.
  input  logic [31:0] add_count_i,
  // It was refused; two cycles after it was looked at.
  output logic add_refused_o,
  // A frame is granted.
  output logic frame_valid_o,
  // It is taken.
  input  logic frame_ready_i,
  // Its number.
  output logic [19:0] frame_ppn_o,
  // No frame is available.
  output logic frames_exhausted_o,
  // A frame comes back.
  input  logic return_valid_i,
  // It is taken.
  output logic return_ready_o,
  // Its number.
  input  logic [19:0] return_ppn_i,
  // Frames that are available.
  output logic [21:0] available_o,
  // Fewer frames than this are few.
  input  logic [21:0] low_water_i,
  // Few frames were available in the cycle before.
  output logic low_o,
  // The context ends.
  input  logic end_i,
  // It has; one cycle.
  output logic end_done_o,
  // Gather the state.
  input  logic park_i,
  // The state can be read and written.
  output logic parked_o,
  // Parked: forget everything.
  input  logic forget_i,
  // Parked: word of the state.
  input  logic [3:0] state_address_i,
  // Parked: write it.
  input  logic state_write_i,
  // What to write.
  input  logic [63:0] state_wdata_i,
  // The word of the cycle before.
  output logic [63:0] state_rdata_o,
  // An access has failed.
  output logic fault_o,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the beat.
  output logic [31:0] mem_req_address_o,
  // What to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers, in the order of the requests.
  input  logic mem_rsp_valid_i,
  // The beat.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i,
  // The cache is to drop a line.
  output logic drop_valid_o,
  // It does.
  input  logic drop_ready_i,
  // Address of the line.
  output logic [31:0] drop_address_o,
  // Memory is to write zeros to a line.
  output logic zero_valid_o,
  // It will.
  input  logic zero_ready_i,
  // Address of the line.
  output logic [31:0] zero_address_o,
  // The oldest zero write has ended.
  input  logic zero_done_i,
  // With an error.
  input  logic zero_error_i
);
  localparam logic [3:0] POOL_STATE_IDLE = 4'd0;
  localparam logic [3:0] POOL_STATE_READ_LINK = 4'd1;
  localparam logic [3:0] POOL_STATE_AWAIT_LINK = 4'd2;
  localparam logic [3:0] POOL_STATE_ZERO = 4'd3;
  localparam logic [3:0] POOL_STATE_AWAIT_ZERO = 4'd4;
  localparam logic [3:0] POOL_STATE_WRITE_LINK = 4'd5;
  localparam logic [3:0] POOL_STATE_AWAIT_WRITE = 4'd6;
  localparam logic [3:0] POOL_STATE_PARKED = 4'd7;
  localparam logic [3:0] POOL_STATE_ENDED = 4'd8;
  logic works;
  logic [21:0] available;
  logic grant;
  logic takes_back;
  logic parked;
  logic rewind;
  logic room_for_two;
  logic listed;
  logic ranges_open_i;
  logic [21:0] ranges_total_o;
  logic ranges_fresh_valid_o;
  logic ranges_fresh_ready_i;
  logic [19:0] ranges_fresh_ppn_o;
  logic ranges_scrub_valid_o;
  logic ranges_scrub_ready_i;
  logic [19:0] ranges_scrub_ppn_o;
  logic [63:0] ranges_state_rdata_o;
  logic scrubber_closed_i;
  logic scrubber_discard_i;
  logic scrubber_idle_o;
  logic scrubber_range_valid_i;
  logic scrubber_range_ready_o;
  logic scrubber_range_done_o;
  logic scrubber_clean_valid_o;
  logic scrubber_clean_ready_i;
  logic [19:0] scrubber_clean_ppn_o;
  logic scrubber_error_o;
  logic ready_push_valid_i;
  logic ready_push_ready_o;
  logic [19:0] ready_push_data_i;
  logic ready_pop_valid_o;
  logic ready_pop_ready_i;
  logic [2:0] ready_count_o;
  logic [3:0] state_q, state_d;
  // The frame under work.
  logic [19:0] frame_q, frame_d;
  // First frame of the list; 0 is none.
  logic [19:0] head_q, head_d;
  logic [21:0] granted_q, granted_d;
  // A command is held: nothing begins.
  logic closed_q, closed_d;
  logic low_q, low_d;
  logic fault_q, fault_d;
  logic [3:0] state_word_q, state_word_d;

  // The state as words, and its end.
  memento_frame_ranges u_ranges (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .open_i(ranges_open_i),
    .add_valid_i(add_valid_i),
    .add_ready_o(add_ready_o),
    .add_ppn_i(add_ppn_i),
    .add_count_i(add_count_i),
    .add_refused_o(add_refused_o),
    .total_o(ranges_total_o),
    .fresh_valid_o(ranges_fresh_valid_o),
    .fresh_ready_i(ranges_fresh_ready_i),
    .fresh_ppn_o(ranges_fresh_ppn_o),
    .scrub_valid_o(ranges_scrub_valid_o),
    .scrub_ready_i(ranges_scrub_ready_i),
    .scrub_ppn_o(ranges_scrub_ppn_o),
    .scrub_done_i(scrubber_range_done_o),
    .rewind_i(rewind),
    .parked_i(parked),
    .forget_i(forget_i),
    .state_address_i(state_address_i),
    .state_write_i(state_write_i),
    .state_wdata_i(state_wdata_i),
    .state_rdata_o(ranges_state_rdata_o)
  );

  // The scrubber. After a fault it takes whatever comes back, and forgets it.
  memento_frame_scrubber u_scrubber (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .return_valid_i(return_valid_i),
    .return_ready_o(return_ready_o),
    .return_ppn_i(return_ppn_i),
    .closed_i(scrubber_closed_i),
    .discard_i(scrubber_discard_i),
    .idle_o(scrubber_idle_o),
    .range_valid_i(scrubber_range_valid_i),
    .range_ready_o(scrubber_range_ready_o),
    .range_ppn_i(ranges_scrub_ppn_o),
    .range_done_o(scrubber_range_done_o),
    .clean_valid_o(scrubber_clean_valid_o),
    .clean_ready_i(scrubber_clean_ready_i),
    .clean_ppn_o(scrubber_clean_ppn_o),
    .drop_valid_o(drop_valid_o),
    .drop_ready_i(drop_ready_i),
    .drop_address_o(drop_address_o),
    .zero_valid_o(zero_valid_o),
    .zero_ready_i(zero_ready_i),
    .zero_address_o(zero_address_o),
    .zero_done_i(zero_done_i),
    .zero_error_i(zero_error_i),
    .error_o(scrubber_error_o)
  );

  memento_fifo_20 u_ready (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(ready_push_valid_i),
    .push_ready_o(ready_push_ready_o),
    .push_data_i(ready_push_data_i),
    .pop_valid_o(ready_pop_valid_o),
    .pop_ready_i(ready_pop_ready_i),
    .pop_data_o(frame_ppn_o),
    .count_o(ready_count_o)
  );

  always @* begin
    closed_d = closed_q;
    closed_d = park_i || end_i;
  end

  assign works = !closed_q && !fault_q;
  assign parked = state_q == POOL_STATE_PARKED;
  assign parked_o = parked;
  assign end_done_o = state_q == POOL_STATE_ENDED;
  assign fault_o = fault_q;

  always @* begin
    state_d = state_q;
    frame_d = frame_q;
    head_d = head_q;
    granted_d = granted_q;
    fault_d = fault_q;
    if (scrubber_error_o) begin
      fault_d = 1'b1;
    end
    if (grant && !takes_back) begin
      granted_d = granted_q + 22'd1;
    end
    if (!grant && takes_back) begin
      granted_d = granted_q - 22'd1;
    end
    ready_push_valid_i = 1'b0;
    ready_push_data_i = frame_q;
    ready_pop_ready_i = grant;
    scrubber_clean_ready_i = 1'b0;
    ranges_fresh_ready_i = 1'b0;
    rewind = 1'b0;
    case (state_q)
      POOL_STATE_IDLE: begin
        frame_d = head_q;
        if (closed_q && end_i) begin
          ready_pop_ready_i = 1'b1;
          rewind = (scrubber_idle_o && !ready_pop_valid_o) || fault_q;
          if (rewind) begin
            state_d = POOL_STATE_ENDED;
          end
        end else if (closed_q && park_i && fault_q) begin
          state_d = POOL_STATE_PARKED;
        end else if (closed_q && park_i && ready_pop_valid_o) begin
          ready_pop_ready_i = 1'b1;
          frame_d = frame_ppn_o;
          state_d = POOL_STATE_WRITE_LINK;
        end else if (scrubber_clean_valid_o && !fault_q) begin
          scrubber_clean_ready_i = 1'b1;
          frame_d = scrubber_clean_ppn_o;
          ready_push_data_i = scrubber_clean_ppn_o;
          ready_push_valid_i = ready_push_ready_o && works;
          if (!ready_push_ready_o || !works) begin
            state_d = POOL_STATE_WRITE_LINK;
          end
        end else if (closed_q && park_i) begin
          if (scrubber_idle_o) begin
            state_d = POOL_STATE_PARKED;
          end
        end else if (works && ready_push_ready_o) begin
          ready_push_data_i = ranges_fresh_ppn_o;
          if (listed) begin
            state_d = POOL_STATE_READ_LINK;
          end else begin
            ready_push_valid_i = ranges_fresh_valid_o;
            ranges_fresh_ready_i = 1'b1;
          end
        end
      end
      POOL_STATE_READ_LINK: begin
        if (mem_req_ready_i) begin
          state_d = POOL_STATE_AWAIT_LINK;
        end
      end
      POOL_STATE_AWAIT_LINK: begin
        if (mem_rsp_valid_i) begin
          head_d = mem_rsp_rdata_i[31:12];
          state_d = POOL_STATE_ZERO;
          if (mem_rsp_error_i) begin
            fault_d = 1'b1;
            state_d = POOL_STATE_IDLE;
          end
        end
      end
      POOL_STATE_ZERO: begin
        if (mem_req_ready_i) begin
          state_d = POOL_STATE_AWAIT_ZERO;
        end
      end
      POOL_STATE_AWAIT_ZERO: begin
        if (mem_rsp_valid_i) begin
          ready_push_valid_i = 1'b1;
          state_d = POOL_STATE_IDLE;
          // The next one at once, if that is what would come.
          frame_d = head_q;
          if (mem_rsp_error_i) begin
            fault_d = 1'b1;
          end else if (listed && room_for_two && works && !scrubber_clean_valid_o) begin
            state_d = POOL_STATE_READ_LINK;
          end
        end
      end
      POOL_STATE_WRITE_LINK: begin
        if (mem_req_ready_i) begin
          state_d = POOL_STATE_AWAIT_WRITE;
        end
      end
      POOL_STATE_AWAIT_WRITE: begin
        if (mem_rsp_valid_i) begin
          head_d = frame_q;
          state_d = POOL_STATE_IDLE;
          if (mem_rsp_error_i) begin
            fault_d = 1'b1;
          end
        end
      end
      POOL_STATE_PARKED: begin
        if (!park_i) begin
          state_d = POOL_STATE_IDLE;
        end
      end
      default: state_d = POOL_STATE_IDLE;
    endcase
    if (parked && state_write_i) begin
      if (state_address_i == 4'd7) begin
        head_d = state_wdata_i[19:0];
      end
      if (state_address_i == 4'd8) begin
        granted_d = state_wdata_i[21:0];
      end
    end
    if (rewind || (parked && forget_i)) begin
      head_d = 20'd0;
      granted_d = 22'd0;
    end
  end

  // Frames in and out, and how many there are.
  assign frame_valid_o = ready_pop_valid_o && works;
  assign grant = frame_valid_o && frame_ready_i;
  assign takes_back = return_valid_i && return_ready_o;
  assign available = ranges_total_o - granted_q;
  assign available_o = available;
  assign frames_exhausted_o = (ranges_total_o == granted_q) || fault_q;

  always @* begin
    low_d = low_q;
    low_d = available < low_water_i;
  end

  assign low_o = low_q;
  assign ranges_open_i = !closed_q || fault_q;
  assign scrubber_closed_i = closed_q && !fault_q;
  assign scrubber_discard_i = (closed_q && end_i) || fault_q;
  assign scrubber_range_valid_i = ranges_scrub_valid_o && works;
  assign ranges_scrub_ready_i = scrubber_range_ready_o && works;

  // What to do next, and the list's accesses.
  assign mem_req_valid_o =
    (state_q == POOL_STATE_READ_LINK)
    || (state_q == POOL_STATE_ZERO)
    || (state_q == POOL_STATE_WRITE_LINK);
  assign mem_req_write_o = state_q != POOL_STATE_READ_LINK;
  assign mem_req_address_o = {frame_q, 12'd0};

  always @* begin
    mem_req_wdata_o = 64'd0;
    if (state_q == POOL_STATE_WRITE_LINK) begin
      mem_req_wdata_o = {32'd0, head_q, 12'd0};
    end
  end

  assign listed = |head_q;
  assign room_for_two = ready_count_o < 3'd3;

  always @* begin
    state_word_d = state_word_q;
    state_word_d = state_address_i;
  end

  always @* begin
    state_rdata_o = ranges_state_rdata_o;
    if (state_word_q == 4'd7) begin
      state_rdata_o = {44'd0, head_q};
    end
    if (state_word_q == 4'd8) begin
      state_rdata_o = {42'd0, granted_q};
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= POOL_STATE_IDLE;
      frame_q <= 20'd0;
      head_q <= 20'd0;
      granted_q <= 22'd0;
      closed_q <= 1'b0;
      low_q <= 1'b0;
      fault_q <= 1'b0;
      state_word_q <= 4'd0;
    end else begin
      state_q <= state_d;
      frame_q <= frame_d;
      head_q <= head_d;
      granted_q <= granted_d;
      closed_q <= closed_d;
      low_q <= low_d;
      fault_q <= fault_d;
      state_word_q <= state_word_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{mem_rsp_rdata_i[11:0], mem_rsp_rdata_i[63:32]};
endmodule

`default_nettype wire
