// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_cache_tags, configuration paper: generated from hdl/src/cache_tags.rs, do not edit.
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
  input  logic [7:0] read_set_i,
  // Tag to look for in the set read last.
  input  logic [35:0] tag_i,
  // The way that has it; none, if it is not there.
  output logic [15:0] hit_o,
  // The victim is `choose_way_i`.
  input  logic choose_i,
  // A way.
  input  logic [15:0] choose_way_i,
  // The ways that hold a line.
  output logic [15:0] valid_o,
  // The way that a new line would get.
  output logic [15:0] victim_o,
  // It holds a line.
  output logic victim_valid_o,
  // The tag of that line.
  output logic [35:0] victim_tag_o,
  // Write ways of a set.
  input  logic write_enable_i,
  // All ways of the set, which then hold nothing.
  input  logic write_all_i,
  // The ways, if not all.
  input  logic [15:0] write_ways_i,
  // The set.
  input  logic [7:0] write_set_i,
  // They hold a line.
  input  logic write_valid_i,
  // Its tag.
  input  logic [35:0] write_tag_i,
  // The next way is in turn.
  input  logic take_turn_i,
  // Change dirty bits.
  input  logic mark_i,
  // Of these ways.
  input  logic [15:0] mark_ways_i,
  // Of this set.
  input  logic [7:0] mark_set_i,
  // What they become.
  input  logic mark_dirty_i,
  // Set whose dirty bits to show.
  input  logic [7:0] dirty_set_i,
  // The ways that are dirty.
  output logic [15:0] dirty_o
);
  localparam logic [15:0] LAST_WAY = 16'h8000;
  logic [36:0] wanted;
  logic [15:0] invalid;
  logic [15:0] hit;
  logic [15:0] victim;
  logic [36:0] victim_row;
  logic [15:0] is_dirty;
  logic [36:0] rows_0_read_data_o;
  logic rows_0_write_enable_i;
  logic [36:0] rows_0_write_data_i;
  logic [36:0] rows_1_read_data_o;
  logic rows_1_write_enable_i;
  logic [36:0] rows_1_write_data_i;
  logic [36:0] rows_2_read_data_o;
  logic rows_2_write_enable_i;
  logic [36:0] rows_2_write_data_i;
  logic [36:0] rows_3_read_data_o;
  logic rows_3_write_enable_i;
  logic [36:0] rows_3_write_data_i;
  logic [36:0] rows_4_read_data_o;
  logic rows_4_write_enable_i;
  logic [36:0] rows_4_write_data_i;
  logic [36:0] rows_5_read_data_o;
  logic rows_5_write_enable_i;
  logic [36:0] rows_5_write_data_i;
  logic [36:0] rows_6_read_data_o;
  logic rows_6_write_enable_i;
  logic [36:0] rows_6_write_data_i;
  logic [36:0] rows_7_read_data_o;
  logic rows_7_write_enable_i;
  logic [36:0] rows_7_write_data_i;
  logic [36:0] rows_8_read_data_o;
  logic rows_8_write_enable_i;
  logic [36:0] rows_8_write_data_i;
  logic [36:0] rows_9_read_data_o;
  logic rows_9_write_enable_i;
  logic [36:0] rows_9_write_data_i;
  logic [36:0] rows_10_read_data_o;
  logic rows_10_write_enable_i;
  logic [36:0] rows_10_write_data_i;
  logic [36:0] rows_11_read_data_o;
  logic rows_11_write_enable_i;
  logic [36:0] rows_11_write_data_i;
  logic [36:0] rows_12_read_data_o;
  logic rows_12_write_enable_i;
  logic [36:0] rows_12_write_data_i;
  logic [36:0] rows_13_read_data_o;
  logic rows_13_write_enable_i;
  logic [36:0] rows_13_write_data_i;
  logic [36:0] rows_14_read_data_o;
  logic rows_14_write_enable_i;
  logic [36:0] rows_14_write_data_i;
  logic [36:0] rows_15_read_data_o;
  logic rows_15_write_enable_i;
  logic [36:0] rows_15_write_data_i;
  logic [15:0] turns_read_data_o;
  logic turns_write_enable_i;
  logic [15:0] turns_write_data_i;
  logic dirty_0_read_data_o;
  logic dirty_0_write_enable_i;
  logic dirty_1_read_data_o;
  logic dirty_1_write_enable_i;
  logic dirty_2_read_data_o;
  logic dirty_2_write_enable_i;
  logic dirty_3_read_data_o;
  logic dirty_3_write_enable_i;
  logic dirty_4_read_data_o;
  logic dirty_4_write_enable_i;
  logic dirty_5_read_data_o;
  logic dirty_5_write_enable_i;
  logic dirty_6_read_data_o;
  logic dirty_6_write_enable_i;
  logic dirty_7_read_data_o;
  logic dirty_7_write_enable_i;
  logic dirty_8_read_data_o;
  logic dirty_8_write_enable_i;
  logic dirty_9_read_data_o;
  logic dirty_9_write_enable_i;
  logic dirty_10_read_data_o;
  logic dirty_10_write_enable_i;
  logic dirty_11_read_data_o;
  logic dirty_11_write_enable_i;
  logic dirty_12_read_data_o;
  logic dirty_12_write_enable_i;
  logic dirty_13_read_data_o;
  logic dirty_13_write_enable_i;
  logic dirty_14_read_data_o;
  logic dirty_14_write_enable_i;
  logic dirty_15_read_data_o;
  logic dirty_15_write_enable_i;

  memento_ram_256x37 u_rows_0 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_0_read_data_o),
    .write_enable_i(rows_0_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_0_write_data_i)
  );

  memento_ram_256x37 u_rows_1 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_1_read_data_o),
    .write_enable_i(rows_1_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_1_write_data_i)
  );

  memento_ram_256x37 u_rows_2 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_2_read_data_o),
    .write_enable_i(rows_2_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_2_write_data_i)
  );

  memento_ram_256x37 u_rows_3 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_3_read_data_o),
    .write_enable_i(rows_3_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_3_write_data_i)
  );

  memento_ram_256x37 u_rows_4 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_4_read_data_o),
    .write_enable_i(rows_4_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_4_write_data_i)
  );

  memento_ram_256x37 u_rows_5 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_5_read_data_o),
    .write_enable_i(rows_5_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_5_write_data_i)
  );

  memento_ram_256x37 u_rows_6 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_6_read_data_o),
    .write_enable_i(rows_6_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_6_write_data_i)
  );

  memento_ram_256x37 u_rows_7 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_7_read_data_o),
    .write_enable_i(rows_7_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_7_write_data_i)
  );

  memento_ram_256x37 u_rows_8 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_8_read_data_o),
    .write_enable_i(rows_8_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_8_write_data_i)
  );

  memento_ram_256x37 u_rows_9 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_9_read_data_o),
    .write_enable_i(rows_9_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_9_write_data_i)
  );

  memento_ram_256x37 u_rows_10 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_10_read_data_o),
    .write_enable_i(rows_10_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_10_write_data_i)
  );

  memento_ram_256x37 u_rows_11 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_11_read_data_o),
    .write_enable_i(rows_11_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_11_write_data_i)
  );

  memento_ram_256x37 u_rows_12 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_12_read_data_o),
    .write_enable_i(rows_12_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_12_write_data_i)
  );

  memento_ram_256x37 u_rows_13 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_13_read_data_o),
    .write_enable_i(rows_13_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_13_write_data_i)
  );

  memento_ram_256x37 u_rows_14 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_14_read_data_o),
    .write_enable_i(rows_14_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_14_write_data_i)
  );

  memento_ram_256x37 u_rows_15 (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(rows_15_read_data_o),
    .write_enable_i(rows_15_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(rows_15_write_data_i)
  );

  // The victim: the lowest way that is not valid, or the one in turn.
  memento_ram_256x16 u_turns (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_set_i),
    .read_data_o(turns_read_data_o),
    .write_enable_i(turns_write_enable_i),
    .write_address_i(write_set_i),
    .write_data_i(turns_write_data_i)
  );

  memento_register_file_256x1 u_dirty_0 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_0_read_data_o),
    .write_enable_i(dirty_0_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_1 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_1_read_data_o),
    .write_enable_i(dirty_1_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_2 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_2_read_data_o),
    .write_enable_i(dirty_2_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_3 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_3_read_data_o),
    .write_enable_i(dirty_3_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_4 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_4_read_data_o),
    .write_enable_i(dirty_4_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_5 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_5_read_data_o),
    .write_enable_i(dirty_5_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_6 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_6_read_data_o),
    .write_enable_i(dirty_6_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_7 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_7_read_data_o),
    .write_enable_i(dirty_7_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_8 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_8_read_data_o),
    .write_enable_i(dirty_8_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_9 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_9_read_data_o),
    .write_enable_i(dirty_9_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_10 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_10_read_data_o),
    .write_enable_i(dirty_10_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_11 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_11_read_data_o),
    .write_enable_i(dirty_11_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_12 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_12_read_data_o),
    .write_enable_i(dirty_12_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_13 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_13_read_data_o),
    .write_enable_i(dirty_13_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_14 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_14_read_data_o),
    .write_enable_i(dirty_14_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  memento_register_file_256x1 u_dirty_15 (
    .clk_i(clk_i),
    .read_address_i(dirty_set_i),
    .read_data_o(dirty_15_read_data_o),
    .write_enable_i(dirty_15_write_enable_i),
    .write_address_i(mark_set_i),
    .write_data_i(mark_dirty_i)
  );

  // Compare.
  assign wanted = {tag_i, 1'b1};

  always @* begin
    hit = 16'd0;
    hit = {hit[15:1], rows_0_read_data_o == wanted};
    hit = {hit[15:2], rows_1_read_data_o == wanted, hit[0]};
    hit = {hit[15:3], rows_2_read_data_o == wanted, hit[1:0]};
    hit = {hit[15:4], rows_3_read_data_o == wanted, hit[2:0]};
    hit = {hit[15:5], rows_4_read_data_o == wanted, hit[3:0]};
    hit = {hit[15:6], rows_5_read_data_o == wanted, hit[4:0]};
    hit = {hit[15:7], rows_6_read_data_o == wanted, hit[5:0]};
    hit = {hit[15:8], rows_7_read_data_o == wanted, hit[6:0]};
    hit = {hit[15:9], rows_8_read_data_o == wanted, hit[7:0]};
    hit = {hit[15:10], rows_9_read_data_o == wanted, hit[8:0]};
    hit = {hit[15:11], rows_10_read_data_o == wanted, hit[9:0]};
    hit = {hit[15:12], rows_11_read_data_o == wanted, hit[10:0]};
    hit = {hit[15:13], rows_12_read_data_o == wanted, hit[11:0]};
    hit = {hit[15:14], rows_13_read_data_o == wanted, hit[12:0]};
    hit = {hit[15], rows_14_read_data_o == wanted, hit[13:0]};
    hit = {rows_15_read_data_o == wanted, hit[14:0]};
  end

  always @* begin
    invalid = 16'd0;
    invalid = {invalid[15:1], !rows_0_read_data_o[0]};
    invalid = {invalid[15:2], !rows_1_read_data_o[0], invalid[0]};
    invalid = {invalid[15:3], !rows_2_read_data_o[0], invalid[1:0]};
    invalid = {invalid[15:4], !rows_3_read_data_o[0], invalid[2:0]};
    invalid = {invalid[15:5], !rows_4_read_data_o[0], invalid[3:0]};
    invalid = {invalid[15:6], !rows_5_read_data_o[0], invalid[4:0]};
    invalid = {invalid[15:7], !rows_6_read_data_o[0], invalid[5:0]};
    invalid = {invalid[15:8], !rows_7_read_data_o[0], invalid[6:0]};
    invalid = {invalid[15:9], !rows_8_read_data_o[0], invalid[7:0]};
    invalid = {invalid[15:10], !rows_9_read_data_o[0], invalid[8:0]};
    invalid = {invalid[15:11], !rows_10_read_data_o[0], invalid[9:0]};
    invalid = {invalid[15:12], !rows_11_read_data_o[0], invalid[10:0]};
    invalid = {invalid[15:13], !rows_12_read_data_o[0], invalid[11:0]};
    invalid = {invalid[15:14], !rows_13_read_data_o[0], invalid[12:0]};
    invalid = {invalid[15], !rows_14_read_data_o[0], invalid[13:0]};
    invalid = {!rows_15_read_data_o[0], invalid[14:0]};
  end

  assign hit_o = hit;
  assign valid_o = ~invalid;

  always @* begin
    victim = turns_read_data_o;
    if (|invalid) begin
      victim = invalid & (~invalid + 16'd1);
    end
    if (choose_i) begin
      victim = choose_way_i;
    end
  end

  always @* begin
    victim_row = 37'd0;
    if (victim[0]) begin
      victim_row = victim_row | rows_0_read_data_o;
    end
    if (victim[1]) begin
      victim_row = victim_row | rows_1_read_data_o;
    end
    if (victim[2]) begin
      victim_row = victim_row | rows_2_read_data_o;
    end
    if (victim[3]) begin
      victim_row = victim_row | rows_3_read_data_o;
    end
    if (victim[4]) begin
      victim_row = victim_row | rows_4_read_data_o;
    end
    if (victim[5]) begin
      victim_row = victim_row | rows_5_read_data_o;
    end
    if (victim[6]) begin
      victim_row = victim_row | rows_6_read_data_o;
    end
    if (victim[7]) begin
      victim_row = victim_row | rows_7_read_data_o;
    end
    if (victim[8]) begin
      victim_row = victim_row | rows_8_read_data_o;
    end
    if (victim[9]) begin
      victim_row = victim_row | rows_9_read_data_o;
    end
    if (victim[10]) begin
      victim_row = victim_row | rows_10_read_data_o;
    end
    if (victim[11]) begin
      victim_row = victim_row | rows_11_read_data_o;
    end
    if (victim[12]) begin
      victim_row = victim_row | rows_12_read_data_o;
    end
    if (victim[13]) begin
      victim_row = victim_row | rows_13_read_data_o;
    end
    if (victim[14]) begin
      victim_row = victim_row | rows_14_read_data_o;
    end
    if (victim[15]) begin
      victim_row = victim_row | rows_15_read_data_o;
    end
  end

  assign victim_o = victim;
  assign victim_valid_o = victim_row[0];
  assign victim_tag_o = victim_row[36:1];

  // Writes.
  assign rows_0_write_enable_i = write_enable_i && (write_all_i || write_ways_i[0]);
  assign rows_0_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_1_write_enable_i = write_enable_i && (write_all_i || write_ways_i[1]);
  assign rows_1_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_2_write_enable_i = write_enable_i && (write_all_i || write_ways_i[2]);
  assign rows_2_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_3_write_enable_i = write_enable_i && (write_all_i || write_ways_i[3]);
  assign rows_3_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_4_write_enable_i = write_enable_i && (write_all_i || write_ways_i[4]);
  assign rows_4_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_5_write_enable_i = write_enable_i && (write_all_i || write_ways_i[5]);
  assign rows_5_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_6_write_enable_i = write_enable_i && (write_all_i || write_ways_i[6]);
  assign rows_6_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_7_write_enable_i = write_enable_i && (write_all_i || write_ways_i[7]);
  assign rows_7_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_8_write_enable_i = write_enable_i && (write_all_i || write_ways_i[8]);
  assign rows_8_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_9_write_enable_i = write_enable_i && (write_all_i || write_ways_i[9]);
  assign rows_9_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_10_write_enable_i = write_enable_i && (write_all_i || write_ways_i[10]);
  assign rows_10_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_11_write_enable_i = write_enable_i && (write_all_i || write_ways_i[11]);
  assign rows_11_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_12_write_enable_i = write_enable_i && (write_all_i || write_ways_i[12]);
  assign rows_12_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_13_write_enable_i = write_enable_i && (write_all_i || write_ways_i[13]);
  assign rows_13_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_14_write_enable_i = write_enable_i && (write_all_i || write_ways_i[14]);
  assign rows_14_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign rows_15_write_enable_i = write_enable_i && (write_all_i || write_ways_i[15]);
  assign rows_15_write_data_i = {write_tag_i, write_valid_i && !write_all_i};
  assign turns_write_enable_i = write_enable_i && (write_all_i || take_turn_i);

  always @* begin
    turns_write_data_i = write_ways_i << 1;
    if (write_all_i || (write_ways_i == LAST_WAY)) begin
      turns_write_data_i = 16'd1;
    end
  end

  always @* begin
    // Dirty bits.
    is_dirty = 16'd0;
    is_dirty = {is_dirty[15:1], dirty_0_read_data_o};
    is_dirty = {is_dirty[15:2], dirty_1_read_data_o, is_dirty[0]};
    is_dirty = {is_dirty[15:3], dirty_2_read_data_o, is_dirty[1:0]};
    is_dirty = {is_dirty[15:4], dirty_3_read_data_o, is_dirty[2:0]};
    is_dirty = {is_dirty[15:5], dirty_4_read_data_o, is_dirty[3:0]};
    is_dirty = {is_dirty[15:6], dirty_5_read_data_o, is_dirty[4:0]};
    is_dirty = {is_dirty[15:7], dirty_6_read_data_o, is_dirty[5:0]};
    is_dirty = {is_dirty[15:8], dirty_7_read_data_o, is_dirty[6:0]};
    is_dirty = {is_dirty[15:9], dirty_8_read_data_o, is_dirty[7:0]};
    is_dirty = {is_dirty[15:10], dirty_9_read_data_o, is_dirty[8:0]};
    is_dirty = {is_dirty[15:11], dirty_10_read_data_o, is_dirty[9:0]};
    is_dirty = {is_dirty[15:12], dirty_11_read_data_o, is_dirty[10:0]};
    is_dirty = {is_dirty[15:13], dirty_12_read_data_o, is_dirty[11:0]};
    is_dirty = {is_dirty[15:14], dirty_13_read_data_o, is_dirty[12:0]};
    is_dirty = {is_dirty[15], dirty_14_read_data_o, is_dirty[13:0]};
    is_dirty = {dirty_15_read_data_o, is_dirty[14:0]};
  end

  assign dirty_0_write_enable_i = mark_i && mark_ways_i[0];
  assign dirty_1_write_enable_i = mark_i && mark_ways_i[1];
  assign dirty_2_write_enable_i = mark_i && mark_ways_i[2];
  assign dirty_3_write_enable_i = mark_i && mark_ways_i[3];
  assign dirty_4_write_enable_i = mark_i && mark_ways_i[4];
  assign dirty_5_write_enable_i = mark_i && mark_ways_i[5];
  assign dirty_6_write_enable_i = mark_i && mark_ways_i[6];
  assign dirty_7_write_enable_i = mark_i && mark_ways_i[7];
  assign dirty_8_write_enable_i = mark_i && mark_ways_i[8];
  assign dirty_9_write_enable_i = mark_i && mark_ways_i[9];
  assign dirty_10_write_enable_i = mark_i && mark_ways_i[10];
  assign dirty_11_write_enable_i = mark_i && mark_ways_i[11];
  assign dirty_12_write_enable_i = mark_i && mark_ways_i[12];
  assign dirty_13_write_enable_i = mark_i && mark_ways_i[13];
  assign dirty_14_write_enable_i = mark_i && mark_ways_i[14];
  assign dirty_15_write_enable_i = mark_i && mark_ways_i[15];
  assign dirty_o = is_dirty;
endmodule

`default_nettype wire
