// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_cache_tags, configuration tiny: generated from hdl/src/cache_tags.rs, do not edit.
//
// Which lines the cache holds.
//
// Tags, dirty bits and turns of a set-associative cache of 2^SET sets: which way has a line, and which way a new line
// gets.
//
//  read_set_i ──► rows (one memory a way) ──► compare with tag_i ──► hit_o
//             └─► turns ──────────────────► an invalid way, else the way in turn ──► victim_o
//
// Contract:
//
// * `hit_o` and `victim_*` are about the set read last, in the cycle before or earlier, `hit_o` about the `tag_i` of the same cycle. Ways are one
//   bit each. The victim is the lowest way that is not valid, else the one in turn, or with `choose_i` the way `choose_way_i`. What is
//   written shows when the set is read in a later cycle.
// * `valid_o` says which ways of the set read last hold a line. `dirty_o` says which ways of set `dirty_set_i` are dirty, in the same cycle; of a
//   way that is not valid it means nothing.
// * A write makes the ways `write_ways_i` of `write_set_i` hold the tag, or nothing. With `write_all_i` it makes the whole set hold nothing, and way 0 be in
//   turn. With `take_turn_i` the turn passes from the way written on to the next.
// * `mark_i` makes ways dirty or clean; only marks change that.
// * Reset does nothing: every set must be written with `write_all_i` before it is read.
//
// Cost: WAYS memories of 2^SET rows of TAG + 1 bits, one of WAYS bits, and as many register files of one bit. ROW is TAG + 1.

`default_nettype none

module memento_cache_tags (
  // Clock.
  input  logic clk_i,
  // Read a set.
  input  logic read_enable_i,
  // The set.
  input  logic [3:0] read_set_i,
  // Tag to look for in the set read last.
  input  logic [21:0] tag_i,
  // The way that has it; none, if it is not there.
  output logic hit_o,
  // The victim is `choose_way_i`.
  input  logic choose_i,
  // A way.
  input  logic choose_way_i,
  // The ways that hold a line.
  output logic valid_o,
  // The way that a new line would get.
  output logic victim_o,
  // It holds a line.
  output logic victim_valid_o,
  // The tag of that line.
  output logic [21:0] victim_tag_o,
  // Write ways of a set.
  input  logic write_enable_i,
  // All ways of the set, which then hold nothing.
  input  logic write_all_i,
  // The ways, if not all.
  input  logic write_ways_i,
  // The set.
  input  logic [3:0] write_set_i,
  // They hold a line.
  input  logic write_valid_i,
  // Its tag.
  input  logic [21:0] write_tag_i,
  // The next way is in turn.
  input  logic take_turn_i,
  // Change dirty bits.
  input  logic mark_i,
  // Of these ways.
  input  logic mark_ways_i,
  // Of this set.
  input  logic [3:0] mark_set_i,
  // What they become.
  input  logic mark_dirty_i,
  // Set whose dirty bits to show.
  input  logic [3:0] dirty_set_i,
  // The ways that are dirty.
  output logic dirty_o
);
  localparam logic LAST_WAY = 1'b1;
  logic [22:0] wanted;
  logic invalid;
  logic hit;
  logic victim;
  logic [22:0] victim_row;
  logic is_dirty;
  logic [22:0] rows_0_read_data_o;
  logic rows_0_write_enable_i;
  logic [22:0] rows_0_write_data_i;
  logic turns_read_data_o;
  logic turns_write_enable_i;
  logic turns_write_data_i;
  logic dirty_0_read_data_o;
  logic dirty_0_write_enable_i;

  memento_ram_16x23 u_rows_0 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_0_read_data_o),
    .write_enable_i(rows_0_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_0_write_data_i)
  );

  // The victim: the lowest way that is not valid, or the one in turn.
  memento_ram_16x1 u_turns (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(turns_read_data_o),
    .write_enable_i(turns_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(turns_write_data_i)
  );

  memento_register_file_16x1 u_dirty_0 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_0_read_data_o),
    .write_enable_i(dirty_0_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  // Compare.
  assign wanted = {tag_i, 1'b1};

  always @* begin
    hit = 1'b0;
    hit = rows_0_read_data_o == wanted;
  end

  always @* begin
    invalid = 1'b0;
    invalid = !rows_0_read_data_o[0];
  end

  assign hit_o = hit;
  assign valid_o = !invalid;

  always @* begin
    victim = turns_read_data_o;
    if (invalid) begin
      victim = invalid & (!invalid + 1'b1);
    end
    if (choose_i) begin
      victim = choose_way_i;
    end
  end

  always @* begin
    victim_row = 23'd0;
    if (victim) begin
      victim_row = victim_row | rows_0_read_data_o;
    end
  end

  assign victim_o = victim;
  assign victim_valid_o = victim_row[0];
  assign victim_tag_o = victim_row[22:1];

  // Writes.
  assign rows_0_write_enable_i = write_enable_i && (write_all_i || write_ways_i);
  assign rows_0_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign turns_write_enable_i = write_enable_i && (write_all_i || take_turn_i);

  always @* begin
    turns_write_data_i = 1'b0;
    if (write_all_i || (write_ways_i == LAST_WAY)) begin
      turns_write_data_i = 1'b1;
    end
  end

  always @* begin
    // Dirty bits.
    is_dirty = 1'b0;
    is_dirty = dirty_0_read_data_o;
  end

  assign dirty_0_write_enable_i = mark_i && mark_ways_i;
  assign dirty_o = is_dirty;
endmodule

`default_nettype wire
