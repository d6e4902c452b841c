// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_tlb_37, configuration paper: generated from hdl/src/tlb.rs, do not edit.
//
// Translation look-aside buffer: which frame a page has, for the pages asked about of late.
//
//   stage 0                                              stage 1
//                 +-----------------------------+
//  lookup_vpn_i ─►| compare with every entry    |──► hit_o, data_o, vpn_o
//                 |          ▲                  |
//  change_vpn_i ─►| fill, or invalidate one ────|──► stage 1 follows, if it holds that page
//                 +-----------------------------+
//
//   clk_i             __/^^\__/^^\__/^^\__/^^\__/^^\__
//   lookup_advance_i  __/^^^^^^^^^^^\_________________
//   lookup_vpn_i      --X  a  X  b  X-----------------
//   vpn_o                     X  a  X        b
//   hit_o             ________/^^^^^\___________/^^^^^      b is filled in the cycle before
//
// Contract
//
// * Latency: one cycle. `hit_o` and `data_o` tell of the page that was on `lookup_vpn_i` in the last cycle with
//   `lookup_advance_i`; one page a cycle.
// * A fill goes into the lowest entry that is not valid; if all are, into the entries in turn, from the lowest on. The turn starts
//   anew with `clear_i`. A fill of a page that is there takes its old entry out.
// * What is filled, invalidated or cleared while a page waits in stage 1 changes the result for that page. A page that enters stage 1 in the
//   cycle in which it is filled is a miss, and so is one that is invalidated then.
// * Assumes: no fill in the cycle of an invalidation, and none of another page while the one in stage 1 has an entry and stays: its data
//   may be replaced.
//
// Cost
//
// ENTRIES pages in flip-flops with two comparators each; the data are in LUT memory, one row an entry. That is read in stage 1, which balances
// the two: the comparators take most of stage 0.
//
// A fully associative buffer of ENTRIES = 2^INDEX pages of VPN bits, with DATA bits each. LEAVES is 2 ENTRIES.

`default_nettype none

module memento_tlb_37 (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: takes every entry out.
  input  logic rst_ni,
  // Take every entry out.
  input  logic clear_i,
  // The page of stage 0 moves to stage 1.
  input  logic lookup_advance_i,
  // Page in stage 0.
  input  logic [25:0] lookup_vpn_i,
  // Page in stage 1.
  output logic [25:0] vpn_o,
  // It has an entry.
  output logic hit_o,
  // The entry's data.
  output logic [36:0] data_o,
  // Put a page in.
  input  logic fill_valid_i,
  // Take a page out, if it is there.
  input  logic invalidate_valid_i,
  // That page.
  input  logic [25:0] change_vpn_i,
  // Data of the page put in.
  input  logic [36:0] fill_data_i
);
  // Entries whose number has bit n.
  localparam logic [15:0] WITH_BIT_0 = 16'haaaa;
  // Entries whose number has bit n.
  localparam logic [15:0] WITH_BIT_1 = 16'hcccc;
  // Entries whose number has bit n.
  localparam logic [15:0] WITH_BIT_2 = 16'hf0f0;
  // Entries whose number has bit n.
  localparam logic [15:0] WITH_BIT_3 = 16'hff00;
  logic [15:0] found;
  logic [3:0] found_index;
  // Entries of the page that changes.
  logic [15:0] changed;
  logic change;
  logic [3:0] filled_index;
  logic [15:0] filled;
  logic [15:0] valid_q, valid_d;
  logic [25:0] vpns_0_q, vpns_0_d, vpns_1_q, vpns_1_d, vpns_2_q, vpns_2_d, vpns_3_q, vpns_3_d, vpns_4_q,
      vpns_4_d, vpns_5_q, vpns_5_d, vpns_6_q, vpns_6_d, vpns_7_q, vpns_7_d, vpns_8_q, vpns_8_d, vpns_9_q,
      vpns_9_d, vpns_10_q, vpns_10_d, vpns_11_q, vpns_11_d, vpns_12_q, vpns_12_d, vpns_13_q, vpns_13_d,
      vpns_14_q, vpns_14_d, vpns_15_q, vpns_15_d;
  // The entry that is replaced next when all are valid.
  logic [3:0] turn_q, turn_d;
  logic first_free_found_o;
  logic [3:0] first_free_index_o;
  logic [25:0] vpn_1_q, vpn_1_d;
  logic hit_1_q, hit_1_d;
  logic [3:0] index_1_q, index_1_d;

  memento_register_file_16x37 u_rows (
    .clk_i(clk_i),
    .read_address_i(index_1_q),
    .read_data_o(data_o),
    .write_enable_i(fill_valid_i),
    .write_address_i(filled_index),
    .write_data_i(fill_data_i)
  );

  // Where a fill goes.
  memento_find_first_zero_16 u_first_free (
    .word_i(valid_q),
    .found_o(first_free_found_o),
    .index_o(first_free_index_o)
  );

  // Entries of the page that changes: whatever happens to it, they go.
  assign change = fill_valid_i || invalidate_valid_i;

  always @* begin
    changed = 16'd0;
    changed = {changed[15:1], change && (vpns_0_q == change_vpn_i)};
    changed = {changed[15:2], change && (vpns_1_q == change_vpn_i), changed[0]};
    changed = {changed[15:3], change && (vpns_2_q == change_vpn_i), changed[1:0]};
    changed = {changed[15:4], change && (vpns_3_q == change_vpn_i), changed[2:0]};
    changed = {changed[15:5], change && (vpns_4_q == change_vpn_i), changed[3:0]};
    changed = {changed[15:6], change && (vpns_5_q == change_vpn_i), changed[4:0]};
    changed = {changed[15:7], change && (vpns_6_q == change_vpn_i), changed[5:0]};
    changed = {changed[15:8], change && (vpns_7_q == change_vpn_i), changed[6:0]};
    changed = {changed[15:9], change && (vpns_8_q == change_vpn_i), changed[7:0]};
    changed = {changed[15:10], change && (vpns_9_q == change_vpn_i), changed[8:0]};
    changed = {changed[15:11], change && (vpns_10_q == change_vpn_i), changed[9:0]};
    changed = {changed[15:12], change && (vpns_11_q == change_vpn_i), changed[10:0]};
    changed = {changed[15:13], change && (vpns_12_q == change_vpn_i), changed[11:0]};
    changed = {changed[15:14], change && (vpns_13_q == change_vpn_i), changed[12:0]};
    changed = {changed[15], change && (vpns_14_q == change_vpn_i), changed[13:0]};
    changed = {change && (vpns_15_q == change_vpn_i), changed[14:0]};
  end

  always @* begin
    filled_index = turn_q;
    if (first_free_found_o) begin
      filled_index = first_free_index_o;
    end
  end

  always @* begin
    valid_d = valid_q;
    turn_d = turn_q;
    vpn_1_d = vpn_1_q;
    hit_1_d = hit_1_q;
    index_1_d = index_1_q;
    filled = 16'd0;
    if (fill_valid_i) begin
      filled = 16'd1 << filled_index;
      if (!first_free_found_o) begin
        turn_d = turn_q + 4'd1;
      end
    end
    valid_d = (valid_q & ~changed) | filled;
    // Stage 1.
    if (lookup_advance_i) begin
      vpn_1_d = lookup_vpn_i;
      hit_1_d = (|found) && !(change && (lookup_vpn_i == change_vpn_i));
      index_1_d = found_index;
    end else if (change && (vpn_1_q == change_vpn_i)) begin
      hit_1_d = fill_valid_i;
      index_1_d = filled_index;
    end
    if (clear_i) begin
      valid_d = 16'd0;
      turn_d = 4'd0;
      hit_1_d = 1'b0;
    end
  end

  always @* begin
    vpns_0_d = vpns_0_q;
    if (filled[0]) begin
      vpns_0_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_1_d = vpns_1_q;
    if (filled[1]) begin
      vpns_1_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_2_d = vpns_2_q;
    if (filled[2]) begin
      vpns_2_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_3_d = vpns_3_q;
    if (filled[3]) begin
      vpns_3_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_4_d = vpns_4_q;
    if (filled[4]) begin
      vpns_4_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_5_d = vpns_5_q;
    if (filled[5]) begin
      vpns_5_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_6_d = vpns_6_q;
    if (filled[6]) begin
      vpns_6_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_7_d = vpns_7_q;
    if (filled[7]) begin
      vpns_7_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_8_d = vpns_8_q;
    if (filled[8]) begin
      vpns_8_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_9_d = vpns_9_q;
    if (filled[9]) begin
      vpns_9_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_10_d = vpns_10_q;
    if (filled[10]) begin
      vpns_10_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_11_d = vpns_11_q;
    if (filled[11]) begin
      vpns_11_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_12_d = vpns_12_q;
    if (filled[12]) begin
      vpns_12_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_13_d = vpns_13_q;
    if (filled[13]) begin
      vpns_13_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_14_d = vpns_14_q;
    if (filled[14]) begin
      vpns_14_d = change_vpn_i;
    end
  end

  always @* begin
    vpns_15_d = vpns_15_q;
    if (filled[15]) begin
      vpns_15_d = change_vpn_i;
    end
  end

  always @* begin
    // Stage 0: at most one entry is found, so that its number is made of ors alone.
    found = 16'd0;
    found = {found[15:1], valid_q[0] && (vpns_0_q == lookup_vpn_i)};
    found = {found[15:2], valid_q[1] && (vpns_1_q == lookup_vpn_i), found[0]};
    found = {found[15:3], valid_q[2] && (vpns_2_q == lookup_vpn_i), found[1:0]};
    found = {found[15:4], valid_q[3] && (vpns_3_q == lookup_vpn_i), found[2:0]};
    found = {found[15:5], valid_q[4] && (vpns_4_q == lookup_vpn_i), found[3:0]};
    found = {found[15:6], valid_q[5] && (vpns_5_q == lookup_vpn_i), found[4:0]};
    found = {found[15:7], valid_q[6] && (vpns_6_q == lookup_vpn_i), found[5:0]};
    found = {found[15:8], valid_q[7] && (vpns_7_q == lookup_vpn_i), found[6:0]};
    found = {found[15:9], valid_q[8] && (vpns_8_q == lookup_vpn_i), found[7:0]};
    found = {found[15:10], valid_q[9] && (vpns_9_q == lookup_vpn_i), found[8:0]};
    found = {found[15:11], valid_q[10] && (vpns_10_q == lookup_vpn_i), found[9:0]};
    found = {found[15:12], valid_q[11] && (vpns_11_q == lookup_vpn_i), found[10:0]};
    found = {found[15:13], valid_q[12] && (vpns_12_q == lookup_vpn_i), found[11:0]};
    found = {found[15:14], valid_q[13] && (vpns_13_q == lookup_vpn_i), found[12:0]};
    found = {found[15], valid_q[14] && (vpns_14_q == lookup_vpn_i), found[13:0]};
    found = {valid_q[15] && (vpns_15_q == lookup_vpn_i), found[14:0]};
  end

  always @* begin
    found_index = 4'd0;
    found_index = {found_index[3:1], |(found & WITH_BIT_0)};
    found_index = {found_index[3:2], |(found & WITH_BIT_1), found_index[0]};
    found_index = {found_index[3], |(found & WITH_BIT_2), found_index[1:0]};
    found_index = {|(found & WITH_BIT_3), found_index[2:0]};
  end

  assign vpn_o = vpn_1_q;
  assign hit_o = hit_1_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 16'd0;
      vpns_0_q <= 26'd0;
      vpns_1_q <= 26'd0;
      vpns_2_q <= 26'd0;
      vpns_3_q <= 26'd0;
      vpns_4_q <= 26'd0;
      vpns_5_q <= 26'd0;
      vpns_6_q <= 26'd0;
      vpns_7_q <= 26'd0;
      vpns_8_q <= 26'd0;
      vpns_9_q <= 26'd0;
      vpns_10_q <= 26'd0;
      vpns_11_q <= 26'd0;
      vpns_12_q <= 26'd0;
      vpns_13_q <= 26'd0;
      vpns_14_q <= 26'd0;
      vpns_15_q <= 26'd0;
      turn_q <= 4'd0;
      vpn_1_q <= 26'd0;
      hit_1_q <= 1'b0;
      index_1_q <= 4'd0;
    end else begin
      valid_q <= valid_d;
      vpns_0_q <= vpns_0_d;
      vpns_1_q <= vpns_1_d;
      vpns_2_q <= vpns_2_d;
      vpns_3_q <= vpns_3_d;
      vpns_4_q <= vpns_4_d;
      vpns_5_q <= vpns_5_d;
      vpns_6_q <= vpns_6_d;
      vpns_7_q <= vpns_7_d;
      vpns_8_q <= vpns_8_d;
      vpns_9_q <= vpns_9_d;
      vpns_10_q <= vpns_10_d;
      vpns_11_q <= vpns_11_d;
      vpns_12_q <= vpns_12_d;
      vpns_13_q <= vpns_13_d;
      vpns_14_q <= vpns_14_d;
      vpns_15_q <= vpns_15_d;
      turn_q <= turn_d;
      vpn_1_q <= vpn_1_d;
      hit_1_q <= hit_1_d;
      index_1_q <= index_1_d;
    end
  end
endmodule

`default_nettype wire
