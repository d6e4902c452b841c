// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_frame_ranges, configuration paper: generated from hdl/src/frame_ranges.rs, do not edit.
//
// The frames that system software has handed over, and how many of them have been in use.
//
// The ranges of frames that system software has handed over, and how many of their frames have been in use.
//
//               range 0        range 1        range 2
//             |■■■■■■■■■■■■■■|■■■■■■■■■░░░░|░░░░░░░░░·····|
//              └─ handed out ──────────┘next           └─ never in use
//              └─ zeros ┘scrubbed      to be zeroed ──┘dirty
//
// A *position* is a frame's place in the concatenated ranges: the range's number in bits 22:20, the place in it in bits 19:0. The end
// of a range is the start of the next, so positions compare as numbers.
//
// Contract:
//
// * Adds. A range is accepted while `open_i`, and takes its place two cycles later. It is refused, with `add_refused_o` for one cycle then,
//   when there are four, when it is empty or has 2^20 frames or more, when it begins at PPN 0, or when it goes beyond the last PPN. That ranges do
//   not overlap is the software's duty.
// * `fresh` offers the frame at `next`, if there is one and it is all zeros: always when `scrubbed` = `dirty`, else when it lies before
//   `scrubbed`. Taking it moves `next` up. The next is offered at most three cycles later.
// * `scrub` offers the frame at `scrubbed` while that is before `dirty`. Once it is taken, `scrub_done_i` says that it is all zeros, and moves `scrubbed` up.
// * `rewind_i` takes all frames back: `dirty` becomes the further of `dirty` and `next`, and both `next` and `scrubbed` 0. A
//   frame that is being scrubbed is forgotten.
// * While `parked_i`, nothing is offered, and the state can be read and written as words: 0 to 3 the ranges (count in bits 63:44, first PPN from
//   bit 0), 4 `next`, 5 `dirty`, 6 `scrubbed`. A word shows in the cycle after its address. To load, `forget_i` and then all
//   words from 0 up; a range without frames is none.

`default_nettype none

module memento_frame_ranges (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Ranges are accepted.
  input  logic open_i,
  // A range is handed over.
  input  logic add_valid_i,
  // It is looked at.
  output logic add_ready_o,
  // Its first frame.
  input  logic [35:0] add_ppn_i,
  // Its frames.
  input  logic [31:0] add_count_i,
  // It was refused.
  output logic add_refused_o,
  // Frames in all ranges.
  output logic [21:0] total_o,
  // There is a frame to hand out.
  output logic fresh_valid_o,
  // It is taken.
  input  logic fresh_ready_i,
  // Its number.
  output logic [35:0] fresh_ppn_o,
  // There is a frame to zero.
  output logic scrub_valid_o,
  // It is taken.
  input  logic scrub_ready_i,
  // Its number.
  output logic [35:0] scrub_ppn_o,
  // It has been zeroed.
  input  logic scrub_done_i,
  // Take all frames back.
  input  logic rewind_i,
  // Offer nothing; the state may be read and written.
  input  logic parked_i,
  // Parked: forget the ranges.
  input  logic forget_i,
  // Parked: word of the state.
  input  logic [3:0] state_address_i,
  // Parked: write it.
  input  logic state_write_i,
  // What to write.
  input  logic [63:0] state_wdata_i,
  // The word of the cycle before.
  output logic [63:0] state_rdata_o
);
  logic [35:0] new_ppn;
  logic [31:0] new_count;
  logic loads_range;
  logic accept;
  logic good;
  logic [1:0] row;
  logic [22:0] position;
  logic [19:0] behind;
  logic [35:0] found_ppn;
  logic found_last;
  logic all_clean;
  logic take;
  logic [35:0] bases_read_data_o;
  logic bases_write_enable_i;
  logic [19:0] counts_read_data_o;
  logic counts_write_enable_i;
  // Ranges in use.
  logic [2:0] used_q, used_d;
  logic [21:0] total_q, total_d;
  logic [22:0] next_q, next_d;
  logic [22:0] dirty_q, dirty_d;
  logic [22:0] scrubbed_q, scrubbed_d;
  // A range on its way in ..
  logic adding_q, adding_d;
  // .. with a state that is loaded: nobody is told that it is empty.
  logic add_loads_q, add_loads_d;
  logic [35:0] add_ppn_q, add_ppn_d;
  logic [19:0] add_count_q, add_count_d;
  logic add_too_many_q, add_too_many_d;
  // The PPN behind it.
  logic [35:0] add_end_q, add_end_d;
  logic refused_q, refused_d;
  // The ranges are looked up for `scrubbed`, else for `next`: in turn.
  logic looks_at_scrubbed_q, looks_at_scrubbed_d;
  logic fresh_valid_q, fresh_valid_d;
  logic [35:0] fresh_ppn_q, fresh_ppn_d;
  // It is the last of its range.
  logic fresh_last_q, fresh_last_d;
  logic scrub_valid_q, scrub_valid_d;
  logic [35:0] scrub_ppn_q, scrub_ppn_d;
  logic scrub_last_q, scrub_last_d;
  // The frame at `scrubbed` is being scrubbed.
  logic scrubbing_q, scrubbing_d;
  logic [63:0] rdata_q, rdata_d;

  memento_register_file_4x36 u_bases (
    .clk_i(clk_i),
    .read_address_i(row),
    .read_data_o(bases_read_data_o),
    .write_enable_i(bases_write_enable_i),
    .write_address_i(used_q[1:0]),
    .write_data_i(add_ppn_q)
  );

  memento_register_file_4x20 u_counts (
    .clk_i(clk_i),
    .read_address_i(row),
    .read_data_o(counts_read_data_o),
    .write_enable_i(counts_write_enable_i),
    .write_address_i(used_q[1:0]),
    .write_data_i(add_count_q)
  );

  // Adds: look at the range, then put it behind the others. A load adds its ranges one after another.
  assign loads_range = parked_i && state_write_i && !(|state_address_i[3:2]);
  assign add_ready_o = open_i;

  always @* begin
    new_ppn = add_ppn_i;
    new_count = add_count_i;
    if (parked_i) begin
      new_ppn = state_wdata_i[35:0];
      new_count = {12'd0, state_wdata_i[63:44]};
    end
  end

  always @* begin
    adding_d = adding_q;
    adding_d = loads_range || (add_valid_i && open_i);
  end

  always @* begin
    add_loads_d = add_loads_q;
    add_loads_d = loads_range;
  end

  always @* begin
    add_ppn_d = add_ppn_q;
    add_ppn_d = new_ppn;
  end

  always @* begin
    add_count_d = add_count_q;
    add_count_d = new_count[19:0];
  end

  always @* begin
    add_too_many_d = add_too_many_q;
    add_too_many_d = |new_count[31:20];
  end

  always @* begin
    add_end_d = add_end_q;
    add_end_d = new_ppn + {16'd0, new_count[19:0]};
  end

  assign good =
    (|add_count_q)
    && !add_too_many_q
    && (|add_ppn_q)
    && !((add_end_q < add_ppn_q) && (|add_end_q))
    && !used_q[2];
  assign accept = adding_q && good;

  always @* begin
    refused_d = refused_q;
    refused_d = adding_q && !add_loads_q && !good;
  end

  assign add_refused_o = refused_q;
  assign total_o = total_q;

  // The free row takes whatever is offered.
  assign bases_write_enable_i = adding_q && !used_q[2];
  assign counts_write_enable_i = adding_q && !used_q[2];

  always @* begin
    used_d = used_q;
    total_d = total_q;
    next_d = next_q;
    dirty_d = dirty_q;
    scrubbed_d = scrubbed_q;
    fresh_valid_d = fresh_valid_q;
    fresh_ppn_d = fresh_ppn_q;
    fresh_last_d = fresh_last_q;
    scrub_valid_d = scrub_valid_q;
    scrub_ppn_d = scrub_ppn_q;
    scrub_last_d = scrub_last_q;
    scrubbing_d = scrubbing_q;
    if (accept) begin
      used_d = used_q + 3'd1;
      total_d = total_q + {2'd0, add_count_q};
    end
    if (!looks_at_scrubbed_q && !fresh_valid_q) begin
      fresh_valid_d = (next_q[22:20] != used_q) && (all_clean || (next_q != scrubbed_q));
      fresh_ppn_d = found_ppn;
      fresh_last_d = found_last;
    end
    if (take) begin
      fresh_valid_d = 1'b0;
      next_d = next_q + 23'd1;
      if (fresh_last_q) begin
        next_d = {next_q[22:20] + 3'd1, 20'd0};
      end
    end
    if (looks_at_scrubbed_q && !scrub_valid_q && !scrubbing_q) begin
      scrub_valid_d = !all_clean;
      scrub_ppn_d = found_ppn;
      scrub_last_d = found_last;
    end
    if (scrub_valid_q && scrub_ready_i) begin
      scrub_valid_d = 1'b0;
      scrubbing_d = 1'b1;
    end
    if (scrub_done_i) begin
      scrubbing_d = 1'b0;
      scrubbed_d = scrubbed_q + 23'd1;
      if (scrub_last_q) begin
        scrubbed_d = {scrubbed_q[22:20] + 3'd1, 20'd0};
      end
    end
    if (rewind_i) begin
      if (dirty_q < next_q) begin
        dirty_d = next_q;
      end
      next_d = 23'd0;
      scrubbed_d = 23'd0;
      scrubbing_d = 1'b0;
    end
    if (rewind_i || parked_i) begin
      fresh_valid_d = 1'b0;
      scrub_valid_d = 1'b0;
    end
    if (parked_i && state_write_i) begin
      if (state_address_i == 4'd4) begin
        next_d = state_wdata_i[22:0];
      end
      if (state_address_i == 4'd5) begin
        dirty_d = state_wdata_i[22:0];
      end
      if (state_address_i == 4'd6) begin
        scrubbed_d = state_wdata_i[22:0];
      end
    end
    if (parked_i && forget_i) begin
      used_d = 3'd0;
      total_d = 22'd0;
      next_d = 23'd0;
      dirty_d = 23'd0;
      scrubbed_d = 23'd0;
    end
  end

  always @* begin
    // The frame at one of the two positions.
    position = next_q;
    if (looks_at_scrubbed_q) begin
      position = scrubbed_q;
    end
  end

  always @* begin
    row = position[21:20];
    if (parked_i) begin
      row = state_address_i[1:0];
    end
  end

  assign found_ppn = bases_read_data_o + {16'd0, position[19:0]};
  assign behind = position[19:0] + 20'd1;
  assign found_last = behind == counts_read_data_o;

  always @* begin
    looks_at_scrubbed_d = looks_at_scrubbed_q;
    looks_at_scrubbed_d = !looks_at_scrubbed_q;
  end

  assign all_clean = scrubbed_q == dirty_q;
  assign fresh_valid_o = fresh_valid_q;
  assign fresh_ppn_o = fresh_ppn_q;
  assign take = fresh_valid_q && fresh_ready_i;
  assign scrub_valid_o = scrub_valid_q;
  assign scrub_ppn_o = scrub_ppn_q;

  always @* begin
    rdata_d = rdata_q;
    // The state as words.
    rdata_d = 64'd0;
    if ({1'b0, used_q} > state_address_i) begin
      rdata_d = {counts_read_data_o, 8'd0, bases_read_data_o};
    end
    if (state_address_i == 4'd4) begin
      rdata_d = {41'd0, next_q};
    end
    if (state_address_i == 4'd5) begin
      rdata_d = {41'd0, dirty_q};
    end
    if (state_address_i == 4'd6) begin
      rdata_d = {41'd0, scrubbed_q};
    end
  end

  assign state_rdata_o = rdata_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      used_q <= 3'd0;
      total_q <= 22'd0;
      next_q <= 23'd0;
      dirty_q <= 23'd0;
      scrubbed_q <= 23'd0;
      adding_q <= 1'b0;
      add_loads_q <= 1'b0;
      add_ppn_q <= 36'd0;
      add_count_q <= 20'd0;
      add_too_many_q <= 1'b0;
      add_end_q <= 36'd0;
      refused_q <= 1'b0;
      looks_at_scrubbed_q <= 1'b0;
      fresh_valid_q <= 1'b0;
      fresh_ppn_q <= 36'd0;
      fresh_last_q <= 1'b0;
      scrub_valid_q <= 1'b0;
      scrub_ppn_q <= 36'd0;
      scrub_last_q <= 1'b0;
      scrubbing_q <= 1'b0;
      rdata_q <= 64'd0;
    end else begin
      used_q <= used_d;
      total_q <= total_d;
      next_q <= next_d;
      dirty_q <= dirty_d;
      scrubbed_q <= scrubbed_d;
      adding_q <= adding_d;
      add_loads_q <= add_loads_d;
      add_ppn_q <= add_ppn_d;
      add_count_q <= add_count_d;
      add_too_many_q <= add_too_many_d;
      add_end_q <= add_end_d;
      refused_q <= refused_d;
      looks_at_scrubbed_q <= looks_at_scrubbed_d;
      fresh_valid_q <= fresh_valid_d;
      fresh_ppn_q <= fresh_ppn_d;
      fresh_last_q <= fresh_last_d;
      scrub_valid_q <= scrub_valid_d;
      scrub_ppn_q <= scrub_ppn_d;
      scrub_last_q <= scrub_last_d;
      scrubbing_q <= scrubbing_d;
      rdata_q <= rdata_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{state_wdata_i[43:36], position[22]};
endmodule

`default_nettype wire
