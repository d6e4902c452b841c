// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_page_table_walker, configuration paper: generated from hdl/src/page_table_walker.rs, do not edit.
//
// Page table walker: reads, adds and takes out the entries of the region's page table, one walk at a time.
//
// The page table walker.
//
//  cmd ──►| FSM ├─► walk cache          the lowest tables' frames
//         |     ├─► page table entry    what the beat says, and what it becomes
//  rsp ◄──|     ├─► memory port         one beat at a time
//         |     |◄── frame grants       tables and pages
//
//  first touch of a page whose table is known, memory answering in the next cycle:
//   cycle    0    1    2    3    4    5    6
//   state    Idle Star Read RdAn Deci Writ Idle
//   mem_req            read           writ
//   mem_rsp                 beat           ok
//   frame                        take
//   rsp_valid_o                       1
//   idle_o   1                             .    1
//
// Contract
//
// * `cmd_valid_i` while `cmd_ready_o` starts a walk; its inputs need not stay. `rsp_valid_o` is high for one cycle, with its
//   answer; the next walk is taken from the cycle after, once memory has taken the write.
// * Region, root and the page table's memory stay as they are while `idle_o` is low; `clear_i`, while it is high, forgets the tables known,
//   and must follow any change of them.
// * Entries are read from the root down, and written only where the walk asks for it. A table that was just added is zeros, and is not read.
// * An entry that gets a frame is posted: nothing waits for its acknowledgement, and the walk is answered when it asks for the leaf to be
//   written. That is safe because memory serves this port in order, reads behind writes, and nobody else accesses entries while `idle_o`
//   is low. An `Unmap` ends when its write is acknowledged: what frame it gives back is in no entry.
// * `idle_o` tells that no walk is under way and no acknowledgement still to come: memory holds every entry.
// * A walk that needs a frame waits for one until `frames_exhausted_i`; then it ends with `OutOfFrames` (7), and tables that were added
//   stay. An error response to a read, or to the write of an `Unmap`, and a malformed entry end it with `BusError` (6); so does an `Unmap` with a
//   mark whose table is missing. After a write that failed, posted or not, `fault_o` stays high until reset.
// * With memory that answers after L cycles and a table known: 4 + L cycles from command to answer, 5 + 2 L for an `Unmap` that writes. Each
//   table that is added takes two cycles.
//
// Invariants
//
// Every entry is written as part of a whole beat, whose other half stays as it was read.

`default_nettype none

module memento_page_table_walker (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // First address of the region.
  input  logic [47:0] region_base_i,
  // Frame of the page table's root.
  input  logic [35:0] root_ppn_i,
  // Forget the tables known.
  input  logic clear_i,
  // A command.
  input  logic cmd_valid_i,
  // The walker takes it.
  output logic cmd_ready_o,
  // 0 touch, 1 back, 2 look, 3 unmap.
  input  logic [1:0] cmd_kind_i,
  // Page of the region.
  input  logic [25:0] cmd_vpn_i,
  // Unmap: leave the recycled mark.
  input  logic cmd_mark_i,
  // The mark's: the recycled list goes on.
  input  logic cmd_link_valid_i,
  // The mark's: first page of its next arena.
  input  logic [19:0] cmd_link_page_i,
  // The walk is done; one cycle.
  output logic rsp_valid_o,
  // How it ended (`memento_abi::Status`): 0, 3 (touch of a recycled arena), 6 or 7. The rest holds if it is
  // 0.
  output logic [2:0] rsp_status_o,
  // The page has a frame; unmap: had one.
  output logic rsp_leaf_o,
  // That frame.
  output logic [35:0] rsp_ppn_o,
  // The entry was a recycled mark.
  output logic rsp_mark_o,
  // The mark's: the recycled list goes on.
  output logic rsp_link_valid_o,
  // The mark's: first page of its next arena.
  output logic [19:0] rsp_link_page_o,
  // A write failed: what memory holds is no longer known.
  output logic fault_o,
  // No walk is under way, and memory holds what was written.
  output logic idle_o,
  // A frame is granted.
  input  logic frame_valid_i,
  // It is taken.
  output logic frame_ready_o,
  // The frame, all zeros.
  input  logic [35:0] frame_ppn_i,
  // No frame is available, and none will be by itself.
  input  logic frames_exhausted_i,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the beat.
  output logic [47:0] mem_req_address_o,
  // Beat to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers.
  input  logic mem_rsp_valid_i,
  // Beat read.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  localparam logic [2:0] WALK_STATE_IDLE = 3'd0;
  localparam logic [2:0] WALK_STATE_START = 3'd1;
  localparam logic [2:0] WALK_STATE_READ = 3'd2;
  localparam logic [2:0] WALK_STATE_READ_ANSWER = 3'd3;
  localparam logic [2:0] WALK_STATE_DECIDE = 3'd4;
  localparam logic [2:0] WALK_STATE_WRITE = 3'd5;
  localparam logic [2:0] WALK_STATE_WRITE_ANSWER = 3'd6;
  localparam logic [2:0] WALK_STATE_DONE = 3'd7;
  // Bits of an address below the number of the entry's beat, by level.
  localparam logic [5:0] BEAT_SHIFT_0 = 6'hc;
  // Bits of an address below the number of the entry's beat, by level.
  localparam logic [5:0] BEAT_SHIFT_1 = 6'h15;
  // Bits of an address below the number of the entry's beat, by level.
  localparam logic [5:0] BEAT_SHIFT_2 = 6'h1e;
  // Bits of a page's number below its key.
  localparam logic [5:0] KEY_SHIFT = 6'd9;
  localparam logic [1:0] ROOT_LEVEL = 2'd2;
  logic acknowledged;
  logic written;
  logic [47:0] address;
  logic [8:0] beat_index;
  logic last_level;
  logic unmap;
  // The entry needs a frame.
  logic grow;
  // Go on in a lower table.
  logic descend;
  logic [16:0] key;
  logic known_clear_i;
  logic known_read_enable_i;
  logic [16:0] known_read_key_i;
  logic known_hit_o;
  logic [35:0] known_ppn_o;
  logic entry_table_o;
  logic entry_leaf_o;
  logic entry_mark_o;
  logic entry_malformed_o;
  logic [35:0] entry_ppn_o;
  logic entry_link_valid_o;
  logic [19:0] entry_link_page_o;
  logic [1:0] entry_write_kind_i;
  logic [63:0] entry_beat_o;
  logic [2:0] state_q, state_d;
  logic [1:0] kind_q, kind_d;
  logic [25:0] vpn_q, vpn_d;
  logic mark_q, mark_d;
  logic link_valid_q, link_valid_d;
  logic [19:0] link_page_q, link_page_d;
  // Level of the entry, 0 the lowest.
  logic [1:0] level_q, level_d;
  // The entry is the upper half of its beat, if entries are halves.
  logic upper_q, upper_d;
  // Frame of the table that holds the entry.
  logic [35:0] table_ppn_q, table_ppn_d;
  logic [63:0] beat_q, beat_d;
  logic [2:0] status_q, status_d;
  // What the entry is: known with the beat, since what follows from it goes a long way.
  logic leaf_q, leaf_d;
  logic table_q, table_d;
  logic malformed_q, malformed_d;
  // Frame of the page, or of the next table.
  logic [35:0] ppn_q, ppn_d;
  logic marked_q, marked_d;
  logic marked_link_valid_q, marked_link_valid_d;
  logic [19:0] marked_link_page_q, marked_link_page_d;
  logic fault_q, fault_d;
  // The walk is answered.
  logic answer_q, answer_d;
  // Writes that memory has taken and not yet acknowledged: at most one to each level, as the next walk begins
  // with a read.
  logic [1:0] posted_q, posted_d;
  // The table just reached is a lowest one, for the walk cache.
  logic learns_q, learns_d;

  memento_walk_cache u_known (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(known_clear_i),
    .read_enable_i(known_read_enable_i),
    .read_key_i(known_read_key_i),
    .hit_o(known_hit_o),
    .ppn_o(known_ppn_o),
    .write_enable_i(learns_q),
    .write_key_i(key),
    .write_ppn_i(table_ppn_q)
  );

  memento_page_table_entry u_entry (
    .beat_i(mem_rsp_rdata_i),
    .upper_i(upper_q),
    .last_level_i(last_level),
    .table_o(entry_table_o),
    .leaf_o(entry_leaf_o),
    .mark_o(entry_mark_o),
    .malformed_o(entry_malformed_o),
    .ppn_o(entry_ppn_o),
    .link_valid_o(entry_link_valid_o),
    .link_page_o(entry_link_page_o),
    .old_beat_i(beat_q),
    .write_kind_i(entry_write_kind_i),
    .write_ppn_i(frame_ppn_i),
    .write_link_valid_i(link_valid_q),
    .write_link_page_i(link_page_q),
    .beat_o(entry_beat_o)
  );

  // Where the entry lies: a table has 512 beats.
  assign address = region_base_i | {10'd0, vpn_q, 12'd0};

  always @* begin
    case (level_q)
      2'd0: beat_index = 9'(address >> BEAT_SHIFT_0);
      2'd1: beat_index = 9'(address >> BEAT_SHIFT_1);
      default: beat_index = 9'(address >> BEAT_SHIFT_2);
    endcase
  end

  assign mem_req_address_o = {table_ppn_q, beat_index, 3'd0};

  always @* begin
    state_d = state_q;
    kind_d = kind_q;
    vpn_d = vpn_q;
    mark_d = mark_q;
    link_valid_d = link_valid_q;
    link_page_d = link_page_q;
    level_d = level_q;
    upper_d = upper_q;
    table_ppn_d = table_ppn_q;
    beat_d = beat_q;
    status_d = status_q;
    leaf_d = leaf_q;
    table_d = table_q;
    malformed_d = malformed_q;
    ppn_d = ppn_q;
    marked_d = marked_q;
    marked_link_valid_d = marked_link_valid_q;
    marked_link_page_d = marked_link_page_q;
    answer_d = answer_q;
    mem_req_valid_o = 1'b0;
    cmd_ready_o = 1'b0;
    answer_d = 1'b0;
    grow = 1'b0;
    descend = 1'b0;
    case (state_q)
      WALK_STATE_IDLE: begin
        cmd_ready_o = 1'b1;
        kind_d = cmd_kind_i;
        vpn_d = cmd_vpn_i;
        mark_d = cmd_mark_i;
        link_valid_d = cmd_link_valid_i;
        link_page_d = cmd_link_page_i;
        if (cmd_valid_i) begin
          state_d = WALK_STATE_START;
        end
      end
      WALK_STATE_START: begin
        level_d = ROOT_LEVEL;
        table_ppn_d = root_ppn_i;
        // Where entries are halves of beats there are two levels.
        upper_d = address[22];
        if (known_hit_o) begin
          level_d = 2'd0;
          upper_d = address[12];
          table_ppn_d = known_ppn_o;
        end
        status_d = 3'd0;
        leaf_d = 1'b0;
        marked_d = 1'b0;
        state_d = WALK_STATE_READ;
      end
      WALK_STATE_READ: begin
        mem_req_valid_o = 1'b1;
        if (mem_req_ready_i) begin
          state_d = WALK_STATE_READ_ANSWER;
        end
      end
      WALK_STATE_READ_ANSWER: begin
        beat_d = mem_rsp_rdata_i;
        table_d = entry_table_o;
        leaf_d = entry_leaf_o;
        malformed_d = entry_malformed_o;
        marked_d = entry_mark_o;
        marked_link_valid_d = entry_link_valid_o;
        marked_link_page_d = entry_link_page_o;
        ppn_d = entry_ppn_o;
        if (mem_rsp_valid_i && !(|posted_q)) begin
          state_d = WALK_STATE_DECIDE;
          if (mem_rsp_error_i) begin
            status_d = 3'd6;
            state_d = WALK_STATE_DONE;
          end
        end
      end
      WALK_STATE_DECIDE: begin
        state_d = WALK_STATE_DONE;
        if (malformed_q) begin
          status_d = 3'd6;
        end else if (table_q) begin
          descend = 1'b1;
          state_d = WALK_STATE_READ;
        end else if (unmap) begin
          if (leaf_q || (last_level && (marked_q || mark_q))) begin
            beat_d = entry_beat_o;
            state_d = WALK_STATE_WRITE;
          end else if (mark_q) begin
            status_d = 3'd6;
          end
        end else if (!leaf_q && !kind_q[1]) begin
          if (marked_q && !kind_q[0]) begin
            status_d = 3'd3;
          end else begin
            grow = 1'b1;
            state_d = WALK_STATE_DECIDE;
            if (frame_valid_i) begin
              leaf_d = last_level;
              ppn_d = frame_ppn_i;
              beat_d = entry_beat_o;
              answer_d = last_level;
              state_d = WALK_STATE_WRITE;
            end else if (frames_exhausted_i) begin
              status_d = 3'd7;
              state_d = WALK_STATE_DONE;
            end
          end
        end
      end
      WALK_STATE_WRITE: begin
        mem_req_valid_o = 1'b1;
        if (written) begin
          state_d = WALK_STATE_IDLE;
          if (unmap) begin
            state_d = WALK_STATE_WRITE_ANSWER;
          end else if (!last_level) begin
            descend = 1'b1;
            beat_d = 64'd0;
            state_d = WALK_STATE_DECIDE;
          end
        end
      end
      WALK_STATE_WRITE_ANSWER: begin
        if (acknowledged) begin
          state_d = WALK_STATE_DONE;
          if (mem_rsp_error_i) begin
            status_d = 3'd6;
          end
        end
      end
      default: begin  // WALK_STATE_DONE
        state_d = WALK_STATE_IDLE;
      end
    endcase
    // A lower table was read in the entry, or has just been added: then it is zeros, and its entries are
    // nothing.
    if (descend) begin
      table_ppn_d = ppn_q;
      level_d = level_q - 2'd1;
      upper_d = address[12];
    end
  end

  assign mem_req_write_o = state_q == WALK_STATE_WRITE;
  assign mem_req_wdata_o = beat_q;

  // What a beat that comes says, and what the entry in the beat that is here becomes.
  assign last_level = !(|level_q);
  assign unmap = kind_q == 2'd3;

  always @* begin
    entry_write_kind_i = 2'd2;
    if (last_level) begin
      entry_write_kind_i = 2'd3;
    end
    if (unmap) begin
      entry_write_kind_i = {1'b0, mark_q};
    end
  end

  // Answers come in order: acknowledgements of writes posted before a read come before its beat.
  assign acknowledged = mem_rsp_valid_i && (|posted_q);
  assign written = (state_q == WALK_STATE_WRITE) && mem_req_ready_i;

  always @* begin
    posted_d = posted_q;
    if (written && !acknowledged) begin
      posted_d = posted_q + 2'd1;
    end
    if (!written && acknowledged) begin
      posted_d = posted_q - 2'd1;
    end
  end

  always @* begin
    fault_d = fault_q;
    if (acknowledged && mem_rsp_error_i) begin
      fault_d = 1'b1;
    end
  end

  assign frame_ready_o = grow;
  assign key = 17'(vpn_q >> KEY_SHIFT);
  assign known_read_enable_i = state_q == WALK_STATE_IDLE;
  assign known_read_key_i = 17'(cmd_vpn_i >> KEY_SHIFT);

  always @* begin
    learns_d = learns_q;
    learns_d = descend && (level_q == 2'd1);
  end

  assign known_clear_i = clear_i || ((state_q == WALK_STATE_DONE) && (status_q == 3'd6));
  assign rsp_valid_o = answer_q || (state_q == WALK_STATE_DONE);
  assign rsp_status_o = status_q;
  assign rsp_leaf_o = leaf_q;
  assign rsp_ppn_o = ppn_q;
  assign rsp_mark_o = marked_q;
  assign rsp_link_valid_o = marked_link_valid_q;
  assign rsp_link_page_o = marked_link_page_q;
  assign fault_o = fault_q;
  assign idle_o = (state_q == WALK_STATE_IDLE) && !(|posted_q);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= WALK_STATE_IDLE;
      kind_q <= 2'd0;
      vpn_q <= 26'd0;
      mark_q <= 1'b0;
      link_valid_q <= 1'b0;
      link_page_q <= 20'd0;
      level_q <= 2'd0;
      upper_q <= 1'b0;
      table_ppn_q <= 36'd0;
      beat_q <= 64'd0;
      status_q <= 3'd0;
      leaf_q <= 1'b0;
      table_q <= 1'b0;
      malformed_q <= 1'b0;
      ppn_q <= 36'd0;
      marked_q <= 1'b0;
      marked_link_valid_q <= 1'b0;
      marked_link_page_q <= 20'd0;
      fault_q <= 1'b0;
      answer_q <= 1'b0;
      posted_q <= 2'd0;
      learns_q <= 1'b0;
    end else begin
      state_q <= state_d;
      kind_q <= kind_d;
      vpn_q <= vpn_d;
      mark_q <= mark_d;
      link_valid_q <= link_valid_d;
      link_page_q <= link_page_d;
      level_q <= level_d;
      upper_q <= upper_d;
      table_ppn_q <= table_ppn_d;
      beat_q <= beat_d;
      status_q <= status_d;
      leaf_q <= leaf_d;
      table_q <= table_d;
      malformed_q <= malformed_d;
      ppn_q <= ppn_d;
      marked_q <= marked_d;
      marked_link_valid_q <= marked_link_valid_d;
      marked_link_page_q <= marked_link_page_d;
      fault_q <= fault_d;
      answer_q <= answer_d;
      posted_q <= posted_d;
      learns_q <= learns_d;
    end
  end
endmodule

`default_nettype wire
