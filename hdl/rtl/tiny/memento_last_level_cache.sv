// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_last_level_cache, configuration tiny: generated from hdl/src/last_level_cache.rs, do not edit.
//
// The cache between a hart and memory.
//
//            step 0           step 1                       step 2
//  req_* ──► set, page ──► tags, words   ──► compare ──► the word   ──► rsp_*
//            translation ► physical page ───────┘        stores write it
//                                               └──► missing: query_*, line_*
//
// Contract
//
// * Every access accepted has one response, in order. A hit responds two cycles after it was accepted, one access a cycle,
//   whatever words loads and stores touch. A response that is not taken holds up what is behind it; `req_ready_o` depends on
//   `rsp_ready_i` and on `translated_valid_i`, not on `req_valid_i`.
// * A store changes the bytes of `req_wstrb_i`. A response's data are those of a load; they mean nothing for a store, and are 0 when
//   translation failed. Its status is 0, what translation said, or 6 when the line could not be read, or `fault_o` is high.
// * Translation: with `lookup_advance_o` what is offered (`lookup_valid_o`, `lookup_address_o`) is taken into step 1. From the cycle after, until
//   the next `lookup_advance_o`, `translated_*` is about it. The access waits for `translated_valid_i`.
// * A miss takes one query of the bypass unit. A new line is zeros: the response comes four cycles after the access was accepted, and step 1
//   waits nine cycles more, ten if a dirty line is replaced. Any other miss responds in the cycle after the last beat of its fill.
//   The lowest way that holds nothing gets the line, else the one in turn; that passes on to the next way with each valid line replaced.
// * A line that is replaced and dirty is written after its successor's read has been asked for. The next miss or command waits until
//   that is acknowledged. An error of it raises `fault_o` until reset, and every access from then on is answered with 6.
// * A line is looked for at the lowest bits of its virtual number. With more sets than a page has lines some of these are translated, so
//   no frame may have two addresses while the cache holds lines of it; a drop, by physical address, takes a cycle for each set where its
//   line may be.
// * `flush_*`, `drop_all_*` and `drop_*` are valid until ready, which says that it is done. The first two keep new accesses out, and
//   take place after all that were accepted; a drop takes place between two accesses, also while translation is waited for. While drops
//   follow each other without a pause, one access passes between two of them.
// * After reset the cache empties itself, one set a cycle, and accepts nothing. Accesses and commands under way are lost, and
//   so is every line that was not written. The memory path must be reset with it.
//
// Cost
//
// WAYS block memories of 2^SET × 8 words, tags of TAG + 1 bits per line, about 700 flip-flops.
//
// Write-back, write-allocate cache of 2^SET sets of WAYS lines of 64 bytes. PPN is ADDRESS - 12, ROW is SET + 3, TAG is ADDRESS - SET - 6 but
// not less than PPN, TAG_ROW is TAG + 1.

`default_nettype none

module memento_last_level_cache (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // An access.
  input  logic req_valid_i,
  // It is accepted.
  output logic req_ready_o,
  // It is a store.
  input  logic req_write_i,
  // Virtual address; its lowest three bits mean nothing.
  input  logic [31:0] req_address_i,
  // What to store.
  input  logic [63:0] req_wdata_i,
  // Which of its bytes.
  input  logic [7:0] req_wstrb_i,
  // A response.
  output logic rsp_valid_o,
  // It is taken.
  input  logic rsp_ready_i,
  // The 64 bits at the address.
  output logic [63:0] rsp_rdata_o,
  // Status code.
  output logic [2:0] rsp_status_o,
  // An access is offered to translation.
  output logic lookup_valid_o,
  // Translation takes what is offered.
  output logic lookup_advance_o,
  // Its virtual address.
  output logic [31:0] lookup_address_o,
  // The access in step 1 is translated.
  input  logic translated_valid_i,
  // Its frame.
  input  logic [19:0] translated_ppn_i,
  // Status code, 0 if it has one.
  input  logic [2:0] translated_status_i,
  // Ask the bypass unit about a line.
  output logic query_valid_o,
  // It answers.
  input  logic query_ready_i,
  // Class of the line's arena, in the cycle before the question and for as long as it is asked.
  output logic [3:0] query_class_o,
  // First page of the line's arena.
  output logic [11:0] query_page_o,
  // Body line of the arena.
  output logic [15:0] query_line_o,
  // It is new.
  input  logic query_new_i,
  // Memory request: read a line, or write the next beat of one.
  output logic line_req_valid_o,
  // Memory takes it.
  input  logic line_req_ready_i,
  // It is a write.
  output logic line_req_write_o,
  // Physical address of the line.
  output logic [31:0] line_req_address_o,
  // The beat to write.
  output logic [63:0] line_req_wdata_o,
  // Memory answers: each beat of a read, each write once.
  input  logic line_rsp_valid_i,
  // The beat.
  input  logic [63:0] line_rsp_rdata_i,
  // The access failed.
  input  logic line_rsp_error_i,
  // Write all dirty lines to memory, and hold none.
  input  logic flush_valid_i,
  // Done.
  output logic flush_ready_o,
  // Hold no line any more, without writing.
  input  logic drop_all_valid_i,
  // Done.
  output logic drop_all_ready_o,
  // Hold a line no more, without writing.
  input  logic drop_valid_i,
  // Done.
  output logic drop_ready_o,
  // Physical address of the line.
  input  logic [31:0] drop_address_i,
  // No access, no write and no command is under way.
  output logic idle_o,
  // The cache has been emptied since reset.
  output logic ready_o,
  // A line could not be written.
  output logic fault_o,
  // One cycle for each: 0 hit, 1 miss, 2 line read, 3 line made of zeros, 4 line written.
  output logic [4:0] events_o
);
  localparam logic [5:0] SLICE_BITS = 6'h18;
  localparam logic [5:0] TAG_SHIFT = 6'ha;
  logic accept;
  logic again;
  // Step 2 can take an access.
  logic room;
  logic advance;
  logic leave;
  logic ok;
  logic hit;
  logic [3:0] class_1;
  logic [15:0] line_1;
  logic [6:0] row_1;
  logic [6:0] row_0;
  logic [6:0] read_row;
  logic [31:0] physical_1;
  logic [31:0] tagged_;
  logic [3:0] set;
  logic [2:0] beat;
  logic stores;
  logic [63:0] word;
  // The word in step 2, with the bytes that a store changes.
  logic [7:0] bytes_0, bytes_1, bytes_2, bytes_3, bytes_4, bytes_5, bytes_6, bytes_7;
  logic [63:0] merged;
  logic tags_read_enable_i;
  logic [3:0] tags_read_set_i;
  logic [21:0] tags_tag_i;
  logic tags_hit_o;
  logic tags_valid_o;
  logic tags_victim_o;
  logic tags_victim_valid_o;
  logic [21:0] tags_victim_tag_o;
  logic [21:0] tags_write_tag_i;
  logic tags_take_turn_i;
  logic tags_mark_i;
  logic tags_dirty_o;
  logic data_load_i;
  logic [63:0] data_load_data_i;
  logic [63:0] data_choose_word_o;
  logic data_write_ways_i;
  logic [6:0] data_write_row_i;
  logic control_idle_o;
  logic control_empty_i;
  logic control_move_o;
  logic control_miss_done_o;
  logic control_miss_failed_o;
  logic control_miss_new_o;
  logic control_read_o;
  logic [3:0] control_read_set_o;
  logic [2:0] control_read_beat_o;
  logic control_dropping_o;
  logic control_flushing_o;
  logic control_way_o;
  logic [3:0] control_set_o;
  logic control_tag_write_o;
  logic control_tag_all_o;
  logic control_tag_ways_o;
  logic [3:0] control_tag_set_o;
  logic control_tag_valid_o;
  logic control_fill_o;
  logic control_write_o;
  logic control_write_zero_o;
  logic [2:0] control_write_beat_o;
  logic [31:0] control_fill_address_i;
  logic control_event_fill_o;
  logic control_event_bypass_o;
  logic control_event_write_back_o;
  logic [11:0] last_span_page_number_o;
  logic valid_1_q, valid_1_d;
  logic write_1_q, write_1_d;
  logic [31:0] address_1_q, address_1_d;
  logic [63:0] wdata_1_q, wdata_1_d;
  logic [7:0] wstrb_1_q, wstrb_1_d;
  logic answers_q, answers_d;
  logic write_q, write_d;
  logic [31:0] physical_q, physical_d;
  // Set and word.
  logic [6:0] row_q, row_d;
  logic [63:0] wdata_q, wdata_d;
  logic [7:0] wstrb_q, wstrb_d;
  logic [2:0] status_q, status_d;
  logic missing_q, missing_d;
  // Its line is new: the store's bytes go in between the zeros.
  logic new_q, new_d;
  // The way that hits, or the victim.
  logic way_q, way_d;
  logic victim_valid_q, victim_valid_d;
  logic [21:0] victim_tag_q, victim_tag_d;
  logic [3:0] query_class_q, query_class_d;
  logic [11:0] query_page_q, query_page_d;
  logic [15:0] query_line_q, query_line_d;
  // An access has come into step 2 in the cycle before.
  logic moved_q, moved_d;

  memento_cache_tags u_tags (
    .clk_i(clk_i),
    .read_enable_i(tags_read_enable_i),
    .read_set_i(tags_read_set_i),
    .tag_i(tags_tag_i),
    .hit_o(tags_hit_o),
    .choose_i(control_flushing_o),
    .choose_way_i(control_way_o),
    .valid_o(tags_valid_o),
    .victim_o(tags_victim_o),
    .victim_valid_o(tags_victim_valid_o),
    .victim_tag_o(tags_victim_tag_o),
    .write_enable_i(control_tag_write_o),
    .write_all_i(control_tag_all_o),
    .write_ways_i(control_tag_ways_o),
    .write_set_i(control_tag_set_o),
    .write_valid_i(control_tag_valid_o),
    .write_tag_i(tags_write_tag_i),
    .take_turn_i(tags_take_turn_i),
    .mark_i(tags_mark_i),
    .mark_ways_i(way_q),
    .mark_set_i(set),
    .mark_dirty_i(stores),
    .dirty_set_i(control_set_o),
    .dirty_o(tags_dirty_o)
  );

  memento_cache_data u_data (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .read_row_i(read_row),
    .row_i(row_1),
    .hit_i(hit),
    .move_i(room),
    .word_o(rsp_rdata_o),
    .load_i(data_load_i),
    .load_data_i(data_load_data_i),
    .choose_way_i(control_way_o),
    .choose_word_o(data_choose_word_o),
    .write_ways_i(data_write_ways_i),
    .write_row_i(data_write_row_i),
    .write_data_i(word)
  );

  memento_cache_control u_control (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .ready_o(ready_o),
    .idle_o(control_idle_o),
    .fault_o(fault_o),
    .empty_i(control_empty_i),
    .move_o(control_move_o),
    .missing_i(missing_q),
    .miss_set_i(set),
    .miss_way_i(way_q),
    .victim_valid_i(victim_valid_q),
    .victim_tag_i(victim_tag_q),
    .miss_done_o(control_miss_done_o),
    .miss_failed_o(control_miss_failed_o),
    .miss_new_o(control_miss_new_o),
    .query_valid_o(query_valid_o),
    .query_ready_i(query_ready_i),
    .query_new_i(query_new_i),
    .flush_valid_i(flush_valid_i),
    .flush_ready_o(flush_ready_o),
    .drop_all_valid_i(drop_all_valid_i),
    .drop_all_ready_o(drop_all_ready_o),
    .drop_valid_i(drop_valid_i),
    .drop_ready_o(drop_ready_o),
    .drop_set_i(drop_address_i[9:6]),
    .read_o(control_read_o),
    .read_set_o(control_read_set_o),
    .read_beat_o(control_read_beat_o),
    .dropping_o(control_dropping_o),
    .hit_i(tags_hit_o),
    .flushing_o(control_flushing_o),
    .way_o(control_way_o),
    .set_o(control_set_o),
    .dirty_i(tags_dirty_o),
    .flush_held_i(tags_valid_o),
    .flush_tag_i(tags_victim_tag_o),
    .word_i(data_choose_word_o),
    .tag_write_o(control_tag_write_o),
    .tag_all_o(control_tag_all_o),
    .tag_ways_o(control_tag_ways_o),
    .tag_set_o(control_tag_set_o),
    .tag_valid_o(control_tag_valid_o),
    .fill_o(control_fill_o),
    .write_o(control_write_o),
    .write_zero_o(control_write_zero_o),
    .write_beat_o(control_write_beat_o),
    .line_req_valid_o(line_req_valid_o),
    .line_req_ready_i(line_req_ready_i),
    .line_req_write_o(line_req_write_o),
    .fill_address_i(control_fill_address_i),
    .line_req_address_o(line_req_address_o),
    .line_req_wdata_o(line_req_wdata_o),
    .line_rsp_valid_i(line_rsp_valid_i),
    .line_rsp_error_i(line_rsp_error_i),
    .event_fill_o(control_event_fill_o),
    .event_bypass_o(control_event_bypass_o),
    .event_write_back_o(control_event_write_back_o)
  );

  memento_last_span_page u_last_span_page (
    .class_i(class_1),
    .number_o(last_span_page_number_o)
  );

  // Step 0: an access comes in when the one in step 1 goes on.
  assign leave = answers_q && rsp_ready_i;
  assign room = control_move_o && !missing_q && (!answers_q || rsp_ready_i);
  assign advance = valid_1_q && translated_valid_i && room;
  assign accept = ready_o && !flush_valid_i && !drop_all_valid_i && (!valid_1_q || advance);
  assign req_ready_o = accept;
  assign lookup_valid_o = req_valid_i;
  assign lookup_advance_o = accept;
  assign lookup_address_o = req_address_i;

  always @* begin
    valid_1_d = valid_1_q;
    write_1_d = write_1_q;
    address_1_d = address_1_q;
    wdata_1_d = wdata_1_q;
    wstrb_1_d = wstrb_1_q;
    if (advance) begin
      valid_1_d = 1'b0;
    end
    if (accept) begin
      valid_1_d = req_valid_i;
      write_1_d = req_write_i;
      address_1_d = req_address_i;
      wdata_1_d = req_wdata_i;
      wstrb_1_d = req_wstrb_i;
    end
  end

  // The data is read for the access that comes in, or again for the one that stays.
  assign row_0 = req_address_i[9:3];
  assign row_1 = address_1_q[9:3];

  always @* begin
    read_row = row_1;
    if (accept) begin
      read_row = row_0;
    end
    if (control_read_o) begin
      read_row = {control_read_set_o, control_read_beat_o};
    end
  end

  // Tags are read again only where they may change, and nothing comes in then.
  assign again = valid_1_q && (!control_move_o || missing_q);
  assign tags_read_enable_i = control_read_o || again || accept;

  always @* begin
    tags_read_set_i = row_0[6:3];
    if (again) begin
      tags_read_set_i = row_1[6:3];
    end
    if (control_read_o) begin
      tags_read_set_i = control_read_set_o;
    end
  end

  // Step 1: compare.
  assign physical_1 = {translated_ppn_i, address_1_q[11:0]};

  always @* begin
    tagged_ = physical_1;
    if (control_dropping_o) begin
      tagged_ = drop_address_i;
    end
  end

  assign tags_tag_i = 22'(tagged_ >> TAG_SHIFT);
  assign ok = !(|translated_status_i) && !fault_o;

  always @* begin
    hit = 1'b0;
    if (ok) begin
      hit = tags_hit_o;
    end
  end

  assign class_1 = 4'(address_1_q >> SLICE_BITS);
  assign line_1 = ({4'd0, address_1_q[23:12] & last_span_page_number_o} << 6) | {10'd0, address_1_q[11:6]};

  always @* begin
    moved_d = moved_q;
    moved_d = advance;
  end

  always @* begin
    answers_d = answers_q;
    write_d = write_q;
    physical_d = physical_q;
    row_d = row_q;
    wdata_d = wdata_q;
    wstrb_d = wstrb_q;
    status_d = status_q;
    missing_d = missing_q;
    new_d = new_q;
    way_d = way_q;
    victim_valid_d = victim_valid_q;
    victim_tag_d = victim_tag_q;
    query_class_d = query_class_q;
    query_page_d = query_page_q;
    query_line_d = query_line_q;
    // Step 2: respond; or miss, and respond when the line is here.
    if (leave) begin
      answers_d = 1'b0;
    end
    if (control_miss_done_o) begin
      answers_d = 1'b1;
      missing_d = 1'b0;
      new_d = control_miss_new_o;
    end
    if (control_miss_failed_o) begin
      status_d = 3'd6;
    end
    if (advance) begin
      answers_d = !ok || hit;
      missing_d = ok && !hit;
    end
    // Where there is room the rest follows step 1 whether an access goes on or not, so that it waits for no
    // translation.
    if (room) begin
      write_d = write_1_q;
      physical_d = physical_1;
      row_d = row_1;
      wdata_d = wdata_1_q;
      wstrb_d = wstrb_1_q;
      status_d = translated_status_i;
      if (fault_o) begin
        status_d = 3'd6;
      end
      new_d = 1'b0;
      way_d = tags_victim_o;
      if (hit) begin
        way_d = hit;
      end
      victim_valid_d = tags_victim_valid_o;
      victim_tag_d = tags_victim_tag_o;
      query_class_d = class_1;
      query_page_d = address_1_q[23:12] & ~last_span_page_number_o;
      query_line_d = line_1 - 16'd1;
    end
  end

  assign rsp_valid_o = answers_q;
  assign rsp_status_o = status_q;

  always @* begin
    // A store writes its word as it leaves, or as one of the zeros of a new line.
    bytes_0 = rsp_rdata_o[7:0];
    if (write_q && wstrb_q[0]) begin
      bytes_0 = wdata_q[7:0];
    end
  end

  always @* begin
    bytes_1 = rsp_rdata_o[15:8];
    if (write_q && wstrb_q[1]) begin
      bytes_1 = wdata_q[15:8];
    end
  end

  always @* begin
    bytes_2 = rsp_rdata_o[23:16];
    if (write_q && wstrb_q[2]) begin
      bytes_2 = wdata_q[23:16];
    end
  end

  always @* begin
    bytes_3 = rsp_rdata_o[31:24];
    if (write_q && wstrb_q[3]) begin
      bytes_3 = wdata_q[31:24];
    end
  end

  always @* begin
    bytes_4 = rsp_rdata_o[39:32];
    if (write_q && wstrb_q[4]) begin
      bytes_4 = wdata_q[39:32];
    end
  end

  always @* begin
    bytes_5 = rsp_rdata_o[47:40];
    if (write_q && wstrb_q[5]) begin
      bytes_5 = wdata_q[47:40];
    end
  end

  always @* begin
    bytes_6 = rsp_rdata_o[55:48];
    if (write_q && wstrb_q[6]) begin
      bytes_6 = wdata_q[55:48];
    end
  end

  always @* begin
    bytes_7 = rsp_rdata_o[63:56];
    if (write_q && wstrb_q[7]) begin
      bytes_7 = wdata_q[63:56];
    end
  end

  assign merged = {bytes_7, bytes_6, bytes_5, bytes_4, bytes_3, bytes_2, bytes_1, bytes_0};
  assign stores = leave && write_q && !(|status_q);
  assign set = row_q[6:3];
  assign beat = row_q[2:0];

  always @* begin
    word = merged;
    data_write_row_i = row_q;
    // No store leaves while a line comes: which word is written does not wait for a beat to arrive.
    if (control_fill_o || control_write_zero_o) begin
      data_write_row_i = {set, control_write_beat_o};
      if (!control_write_zero_o) begin
        word = line_rsp_rdata_i;
      end else if (control_write_beat_o != beat) begin
        word = 64'd0;
      end
    end
  end

  always @* begin
    data_write_ways_i = 1'b0;
    if (control_write_o || (stores && !new_q)) begin
      data_write_ways_i = way_q;
    end
  end

  assign data_load_i =
    missing_q
    && (control_miss_new_o || (control_write_o && (control_write_beat_o == beat)));

  always @* begin
    data_load_data_i = 64'd0;
    if (!control_miss_new_o) begin
      data_load_data_i = line_rsp_rdata_i;
    end
  end

  // The rest of a miss, and the commands.
  assign control_empty_i = !valid_1_q && !answers_q && !missing_q;

  always @* begin
    query_class_o = class_1;
    if (missing_q) begin
      query_class_o = query_class_q;
    end
  end

  assign query_page_o = query_page_q;
  assign query_line_o = query_line_q;
  assign control_fill_address_i = (physical_q >> 6) << 6;
  assign tags_write_tag_i = 22'(physical_q >> TAG_SHIFT);
  assign tags_take_turn_i = control_miss_done_o && victim_valid_q;
  assign tags_mark_i = stores || control_miss_done_o;
  assign idle_o = control_empty_i && control_idle_o;
  assign events_o = {
    control_event_write_back_o,
    control_event_bypass_o,
    control_event_fill_o,
    moved_q && missing_q,
    moved_q && answers_q && !(|status_q)
  };

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_1_q <= 1'b0;
      write_1_q <= 1'b0;
      address_1_q <= 32'd0;
      wdata_1_q <= 64'd0;
      wstrb_1_q <= 8'd0;
      answers_q <= 1'b0;
      write_q <= 1'b0;
      physical_q <= 32'd0;
      row_q <= 7'd0;
      wdata_q <= 64'd0;
      wstrb_q <= 8'd0;
      status_q <= 3'd0;
      missing_q <= 1'b0;
      new_q <= 1'b0;
      way_q <= 1'b0;
      victim_valid_q <= 1'b0;
      victim_tag_q <= 22'd0;
      query_class_q <= 4'd0;
      query_page_q <= 12'd0;
      query_line_q <= 16'd0;
      moved_q <= 1'b0;
    end else begin
      valid_1_q <= valid_1_d;
      write_1_q <= write_1_d;
      address_1_q <= address_1_d;
      wdata_1_q <= wdata_1_d;
      wstrb_1_q <= wstrb_1_d;
      answers_q <= answers_d;
      write_q <= write_d;
      physical_q <= physical_d;
      row_q <= row_d;
      wdata_q <= wdata_d;
      wstrb_q <= wstrb_d;
      status_q <= status_d;
      missing_q <= missing_d;
      new_q <= new_d;
      way_q <= way_d;
      victim_valid_q <= victim_valid_d;
      victim_tag_q <= victim_tag_d;
      query_class_q <= query_class_d;
      query_page_q <= query_page_d;
      query_line_q <= query_line_d;
      moved_q <= moved_d;
    end
  end
endmodule

`default_nettype wire
