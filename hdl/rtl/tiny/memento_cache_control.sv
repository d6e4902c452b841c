// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_cache_control, configuration tiny: generated from hdl/src/cache_control.rs, do not edit.
//
// Misses and commands of the cache.
//
// The sequences of the cache: empty it, replace a line, flush, drop a line. It steers the memories' ports; the access that has
// missed stands in step 2 and holds still meanwhile.
//
//            ┌── missing ──► query ─┬─ new ──► Zero ───┐
//  Clear ─► Idle ◄──────────────────┴───────► Fill ────┴─► Settle ─► Idle
//            ├── drop ────► DropCheck ─► DropWrite ────────► Settle
//            ├── flush ───► (FlushRead ─► FlushCheck ─► FlushWrite)* ─► Clear
//            └── drop all ► Clear
//
// Contract:
//
// * A dirty victim is copied to the line writer while its successor is awaited; it is written when the fill's request has been made. The
//   next miss or command begins when that write has been acknowledged: lines never overtake each other.
// * A miss is done (`miss_done_o`) with the last beat of its fill, or in the cycle after the query that says the line is new. `write_o` writes
//   beats of the line: eight of the fill, or eight of zeros.
// * `move_o`: an access may leave step 1. `drop_valid_i` keeps it low from the next cycle on until the drop is done, but in the first
//   cycle after a drop it is high, so that neither starves the other. A drop waits for nothing but memory.
// * With more than 64 sets, which are as many as a page has lines, the upper bits of a set's number are of the virtual address; a line's physical
//   address is then its tag and the lower six bits of its set. A drop knows only these, in `drop_set_i`, and looks in every set where the line may be,
//   one a cycle.
// * A flush takes two cycles for each set, one more for each dirty line beyond what it takes to write it, and then one for each set to make it empty.
// * A flush, or a drop of all, begins when no access is in the cache; its ready comes in its last cycle. So does that of a drop.
// * `fault_o` rises when a line could not be written, and stays.

`default_nettype none

module memento_cache_control (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties the cache.
  input  logic rst_ni,
  // The cache has been emptied since reset.
  output logic ready_o,
  // No line is on its way, and no command.
  output logic idle_o,
  // A line could not be written.
  output logic fault_o,
  // No access is in the cache.
  input  logic empty_i,
  // An access may leave step 1.
  output logic move_o,
  // The access in step 2 has missed.
  input  logic missing_i,
  // Its set.
  input  logic [3:0] miss_set_i,
  // The way that its line gets.
  input  logic miss_way_i,
  // That way holds a line.
  input  logic victim_valid_i,
  // The tag of that line.
  input  logic [21:0] victim_tag_i,
  // The miss is done; one cycle.
  output logic miss_done_o,
  // With `miss_done_o`: its line could not be read.
  output logic miss_failed_o,
  // With `miss_done_o`: its line is new.
  output logic miss_new_o,
  // Ask whether the line is new.
  output logic query_valid_o,
  // There is an answer.
  input  logic query_ready_i,
  // The line is new.
  input  logic query_new_i,
  // Write back all lines, and empty the cache.
  input  logic flush_valid_i,
  // Done.
  output logic flush_ready_o,
  // Empty the cache.
  input  logic drop_all_valid_i,
  // Done.
  output logic drop_all_ready_o,
  // Drop a line.
  input  logic drop_valid_i,
  // Done.
  output logic drop_ready_o,
  // Its set, as far as the place in a page says.
  input  logic [3:0] drop_set_i,
  // Read `read_set_o` and `read_beat_o`, whatever the accesses want.
  output logic read_o,
  // Set to read.
  output logic [3:0] read_set_o,
  // Beat to read.
  output logic [2:0] read_beat_o,
  // Look for the tag of the line to drop; the cycle after writes the ways that have it.
  output logic dropping_o,
  // The way that has it.
  input  logic hit_i,
  // The way that is looked at is that of a flush.
  output logic flushing_o,
  // The way, of a flush or of a miss.
  output logic way_o,
  // Its set.
  output logic [3:0] set_o,
  // The ways of that set that are dirty, if they hold a line.
  input  logic dirty_i,
  // In a flush: the ways that hold one.
  input  logic flush_held_i,
  // In a flush: the tag of the line in the way.
  input  logic [21:0] flush_tag_i,
  // The word read from that way.
  input  logic [63:0] word_i,
  // Write tags: the way of the miss, those that hit a drop, or all.
  output logic tag_write_o,
  // All.
  output logic tag_all_o,
  // Which.
  output logic tag_ways_o,
  // Of which set.
  output logic [3:0] tag_set_o,
  // They hold the line of the miss.
  output logic tag_valid_o,
  // The beats of the miss's line come from memory.
  output logic fill_o,
  // Write a beat of that line.
  output logic write_o,
  // The beats are zeros.
  output logic write_zero_o,
  // Which beat.
  output logic [2:0] write_beat_o,
  // Memory request: read a line, or write the next beat of one.
  output logic line_req_valid_o,
  // Memory takes it.
  input  logic line_req_ready_i,
  // It is a write.
  output logic line_req_write_o,
  // Address of the line to read.
  input  logic [31:0] fill_address_i,
  // Address of the line.
  output logic [31:0] line_req_address_o,
  // The beat.
  output logic [63:0] line_req_wdata_o,
  // Memory answers: a beat read, or an acknowledgement.
  input  logic line_rsp_valid_i,
  // The access failed.
  input  logic line_rsp_error_i,
  // A line is read from memory; one cycle.
  output logic event_fill_o,
  // A line is made of zeros; one cycle.
  output logic event_bypass_o,
  // A line is written to memory; one cycle.
  output logic event_write_back_o
);
  localparam logic [3:0] CACHE_STATE_CLEAR = 4'd0;
  localparam logic [3:0] CACHE_STATE_IDLE = 4'd1;
  localparam logic [3:0] CACHE_STATE_FILL = 4'd2;
  localparam logic [3:0] CACHE_STATE_ZERO = 4'd3;
  localparam logic [3:0] CACHE_STATE_SETTLE = 4'd4;
  localparam logic [3:0] CACHE_STATE_FLUSH_READ = 4'd5;
  localparam logic [3:0] CACHE_STATE_FLUSH_CHECK = 4'd6;
  localparam logic [3:0] CACHE_STATE_FLUSH_WRITE = 4'd7;
  localparam logic [3:0] CACHE_STATE_DROP_CHECK = 4'd8;
  localparam logic [3:0] CACHE_STATE_DROP_WRITE = 4'd9;
  // The bits of a set's number that say a line's place in its page.
  localparam logic [3:0] PLACE = 4'hf;
  localparam logic [5:0] TAG_SHIFT = 6'ha;
  logic busy;
  logic drop_begins;
  // The set above which no other has the same place in a page.
  logic drop_last;
  logic [3:0] drop_next;
  logic copy;
  logic flushing;
  logic read_done;
  logic arrive;
  logic [31:0] victim;
  logic [21:0] line_tag;
  logic [3:0] line_set;
  // Dirty lines of a flush's set that are still to be written.
  logic unwritten;
  // The first of them.
  logic next_way;
  logic writer_start_i;
  logic writer_busy_o;
  logic writer_line_req_valid_o;
  logic writer_line_req_ready_i;
  logic [31:0] writer_line_req_address_o;
  logic writer_line_ack_i;
  logic [3:0] state_q, state_d;
  logic ready_q, ready_d;
  // Set of a flush, to clear, or to look for the line to drop in; 0 when idle.
  logic [3:0] set_q, set_d;
  // Way of a flush, and those of the set that are done.
  logic way_q, way_d;
  logic flushed_q, flushed_d;
  // Beat that is filled.
  logic [2:0] beat_q, beat_d;
  // Zeros wait a cycle, so that the old beat is read before.
  logic lag_q, lag_d;
  // The request for the line is still to be taken.
  logic asking_q, asking_d;
  logic failed_q, failed_d;
  // Beats of the victim are read,
  logic copying_q, copying_d;
  logic [2:0] copy_beat_q, copy_beat_d;
  // and come a cycle later.
  logic copied_q, copied_d;
  logic [2:0] copied_beat_q, copied_beat_d;
  // A drop has just been done.
  logic turn_q, turn_d;
  // A line is to be dropped.
  logic drop_waits_q, drop_waits_d;
  // The ways that have it, and the upper bits of their set's number.
  logic drop_ways_q, drop_ways_d;
  logic [3:0] drop_above_q, drop_above_d;
  logic fault_q, fault_d;
  // The bypass unit has answered, and a miss begins ..
  logic begin_q, begin_d;
  // .. whose line is new.
  logic new_q, new_d;

  memento_line_writer u_writer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .put_i(copied_q),
    .put_beat_i(copied_beat_q),
    .put_data_i(word_i),
    .start_i(writer_start_i),
    .start_address_i(victim),
    .busy_o(writer_busy_o),
    .line_req_valid_o(writer_line_req_valid_o),
    .line_req_ready_i(writer_line_req_ready_i),
    .line_req_address_o(writer_line_req_address_o),
    .line_req_wdata_o(line_req_wdata_o),
    .line_ack_i(writer_line_ack_i)
  );

  assign busy = copying_q || copied_q || writer_busy_o;
  assign flushing =
    (state_q == CACHE_STATE_FLUSH_READ)
    || (state_q == CACHE_STATE_FLUSH_CHECK)
    || (state_q == CACHE_STATE_FLUSH_WRITE);
  assign ready_o = ready_q;
  assign idle_o = (state_q == CACHE_STATE_IDLE) && !busy;
  assign move_o = (state_q == CACHE_STATE_IDLE) && (!drop_waits_q || turn_q);

  // A miss begins with the question whether its line is new.
  assign query_valid_o = (state_q == CACHE_STATE_IDLE) && missing_i && !busy && !begin_q;

  always @* begin
    begin_d = begin_q;
    begin_d = query_valid_o && query_ready_i;
  end

  always @* begin
    new_d = new_q;
    new_d = query_new_i;
  end

  // Answers of memory: the beats of a fill, or the acknowledgement of a line.
  assign arrive = (state_q == CACHE_STATE_FILL) && !asking_q && line_rsp_valid_i;
  assign read_done = arrive && (&beat_q);
  assign writer_line_ack_i = line_rsp_valid_i && !arrive;

  always @* begin
    fault_d = fault_q;
    if (writer_line_ack_i && line_rsp_error_i) begin
      fault_d = 1'b1;
    end
  end

  assign fault_o = fault_q;
  assign miss_new_o = begin_q && new_q;
  assign miss_done_o = (begin_q && new_q) || read_done;
  assign miss_failed_o = read_done && (failed_q || line_rsp_error_i);
  assign fill_o = state_q == CACHE_STATE_FILL;
  assign write_zero_o = state_q == CACHE_STATE_ZERO;
  assign write_o = arrive || ((state_q == CACHE_STATE_ZERO) && !lag_q);
  assign write_beat_o = beat_q;

  always @* begin
    state_d = state_q;
    ready_d = ready_q;
    set_d = set_q;
    way_d = way_q;
    flushed_d = flushed_q;
    lag_d = lag_q;
    asking_d = asking_q;
    failed_d = failed_q;
    turn_d = turn_q;
    lag_d = 1'b0;
    if (arrive) begin
      failed_d = failed_q || line_rsp_error_i;
    end
    // The read of the new line is asked for before the old one is written.
    line_req_valid_o = writer_line_req_valid_o;
    line_req_write_o = 1'b1;
    line_req_address_o = writer_line_req_address_o;
    if (asking_q) begin
      line_req_valid_o = 1'b1;
      line_req_write_o = 1'b0;
      line_req_address_o = fill_address_i;
      asking_d = !line_req_ready_i;
    end
    flush_ready_o = 1'b0;
    drop_all_ready_o = 1'b0;
    drop_ready_o = 1'b0;
    case (state_q)
      CACHE_STATE_CLEAR: begin
        set_d = set_q + 4'd1;
        if (&set_q) begin
          ready_d = 1'b1;
          flush_ready_o = ready_q && flush_valid_i;
          drop_all_ready_o = ready_q && drop_all_valid_i && !flush_valid_i;
          state_d = CACHE_STATE_SETTLE;
        end
      end
      CACHE_STATE_IDLE: begin
        turn_d = 1'b0;
        if (begin_q) begin
          asking_d = !new_q;
          lag_d = copy;
          failed_d = 1'b0;
          state_d = CACHE_STATE_FILL;
          if (new_q) begin
            state_d = CACHE_STATE_ZERO;
          end
        end else if (!missing_i && !busy) begin
          if (drop_waits_q) begin
            if (drop_begins) begin
              state_d = CACHE_STATE_DROP_CHECK;
            end
          end else if (empty_i && flush_valid_i) begin
            state_d = CACHE_STATE_FLUSH_READ;
          end else if (empty_i && drop_all_valid_i) begin
            state_d = CACHE_STATE_CLEAR;
          end
        end
      end
      CACHE_STATE_FILL: begin
        if (read_done) begin
          state_d = CACHE_STATE_SETTLE;
        end
      end
      CACHE_STATE_ZERO: begin
        if (&beat_q) begin
          state_d = CACHE_STATE_SETTLE;
        end
      end
      CACHE_STATE_SETTLE: state_d = CACHE_STATE_IDLE;
      CACHE_STATE_FLUSH_READ: state_d = CACHE_STATE_FLUSH_CHECK;
      CACHE_STATE_FLUSH_CHECK: begin
        way_d = next_way;
        if (copy) begin
          flushed_d = flushed_q | next_way;
          state_d = CACHE_STATE_FLUSH_WRITE;
        end else begin
          flushed_d = 1'b0;
          set_d = set_q + 4'd1;
          state_d = CACHE_STATE_FLUSH_READ;
          if (&set_q) begin
            state_d = CACHE_STATE_CLEAR;
          end
        end
      end
      CACHE_STATE_FLUSH_WRITE: begin
        if (!busy) begin
          state_d = CACHE_STATE_FLUSH_CHECK;
        end
      end
      CACHE_STATE_DROP_CHECK: begin
        set_d = drop_next;
        if (drop_last) begin
          state_d = CACHE_STATE_DROP_WRITE;
        end
      end
      default: begin  // CACHE_STATE_DROP_WRITE
        drop_ready_o = 1'b1;
        turn_d = 1'b1;
        state_d = CACHE_STATE_SETTLE;
      end
    endcase
  end

  always @* begin
    beat_d = beat_q;
    if (write_o) begin
      beat_d = beat_q + 3'd1;
    end
  end

  // A dirty victim goes to the line writer beat by beat.
  assign unwritten = flush_held_i & dirty_i & !flushed_q;
  assign next_way = unwritten & (!unwritten + 1'b1);
  assign copy =
    (begin_q && victim_valid_i && (dirty_i & miss_way_i))
    || ((state_q == CACHE_STATE_FLUSH_CHECK) && unwritten);

  always @* begin
    copying_d = copying_q;
    copy_beat_d = copy_beat_q;
    if (copying_q) begin
      copy_beat_d = copy_beat_q + 3'd1;
      copying_d = !(&copy_beat_q);
    end
    if (copy) begin
      copying_d = 1'b1;
    end
  end

  always @* begin
    copied_d = copied_q;
    copied_d = copying_q;
  end

  always @* begin
    copied_beat_d = copied_beat_q;
    copied_beat_d = copy_beat_q;
  end

  always @* begin
    line_tag = victim_tag_i;
    line_set = miss_set_i;
    way_o = miss_way_i;
    if (flushing) begin
      line_tag = flush_tag_i;
      line_set = set_q;
      way_o = way_q;
    end
  end

  assign flushing_o = flushing;
  assign set_o = line_set;
  assign victim = ({10'd0, line_tag} << TAG_SHIFT) | {22'd0, line_set & PLACE, 6'd0};
  assign writer_start_i = copied_q && (&copied_beat_q);
  assign writer_line_req_ready_i = line_req_ready_i && !asking_q;

  // Reads of the memories.
  assign drop_begins =
    (state_q == CACHE_STATE_IDLE)
    && drop_waits_q
    && !turn_q
    && !begin_q
    && !missing_i
    && !busy;
  assign drop_last = &(set_q | PLACE);
  assign drop_next = set_q + PLACE + 4'd1;
  assign dropping_o = state_q == CACHE_STATE_DROP_CHECK;
  assign read_o = copying_q || flushing || drop_begins || dropping_o;

  always @* begin
    read_set_o = line_set;
    if (drop_begins) begin
      read_set_o = drop_set_i;
    end
    if (dropping_o) begin
      read_set_o = drop_next | drop_set_i;
    end
  end

  assign read_beat_o = copy_beat_q;

  always @* begin
    drop_ways_d = drop_ways_q;
    // The same comparators serve accesses, whose addresses come late: what they say of a drop is kept first.
    drop_ways_d = 1'b0;
    if (dropping_o) begin
      drop_ways_d = hit_i;
    end
  end

  always @* begin
    drop_above_d = drop_above_q;
    drop_above_d = set_q & ~PLACE;
  end

  // Writes of the tags.
  assign tag_write_o = (state_q == CACHE_STATE_CLEAR) || drop_ways_q || miss_done_o;
  assign tag_all_o = state_q == CACHE_STATE_CLEAR;

  always @* begin
    tag_ways_o = miss_way_i;
    tag_set_o = miss_set_i;
    if (drop_ways_q) begin
      tag_ways_o = drop_ways_q;
      tag_set_o = drop_above_q | drop_set_i;
    end
    if (state_q == CACHE_STATE_CLEAR) begin
      tag_set_o = set_q;
    end
  end

  assign tag_valid_o = miss_done_o && !miss_failed_o;

  always @* begin
    drop_waits_d = drop_waits_q;
    drop_waits_d = drop_valid_i && !drop_ready_o;
  end

  assign event_fill_o = begin_q && !new_q;
  assign event_bypass_o = begin_q && new_q;
  assign event_write_back_o = writer_start_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= CACHE_STATE_CLEAR;
      ready_q <= 1'b0;
      set_q <= 4'd0;
      way_q <= 1'b0;
      flushed_q <= 1'b0;
      beat_q <= 3'd0;
      lag_q <= 1'b0;
      asking_q <= 1'b0;
      failed_q <= 1'b0;
      copying_q <= 1'b0;
      copy_beat_q <= 3'd0;
      copied_q <= 1'b0;
      copied_beat_q <= 3'd0;
      turn_q <= 1'b0;
      drop_waits_q <= 1'b0;
      drop_ways_q <= 1'b0;
      drop_above_q <= 4'd0;
      fault_q <= 1'b0;
      begin_q <= 1'b0;
      new_q <= 1'b0;
    end else begin
      state_q <= state_d;
      ready_q <= ready_d;
      set_q <= set_d;
      way_q <= way_d;
      flushed_q <= flushed_d;
      beat_q <= beat_d;
      lag_q <= lag_d;
      asking_q <= asking_d;
      failed_q <= failed_d;
      copying_q <= copying_d;
      copy_beat_q <= copy_beat_d;
      copied_q <= copied_d;
      copied_beat_q <= copied_beat_d;
      turn_q <= turn_d;
      drop_waits_q <= drop_waits_d;
      drop_ways_q <= drop_ways_d;
      drop_above_q <= drop_above_d;
      fault_q <= fault_d;
      begin_q <= begin_d;
      new_q <= new_d;
    end
  end
endmodule

`default_nettype wire
