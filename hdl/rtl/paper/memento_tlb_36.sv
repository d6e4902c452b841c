// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_tlb_36, configuration paper: generated from hdl/src/tlb.rs, do not edit.
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

module memento_tlb_36 (
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
  output logic [35:0] data_o,
  // Put a page in.
  input  logic fill_valid_i,
  // Take a page out, if it is there.
  input  logic invalidate_valid_i,
  // That page.
  input  logic [25:0] change_vpn_i,
  // Data of the page put in.
  input  logic [35:0] fill_data_i
);
  // Entries whose number has bit n.
  localparam logic [3:0] WITH_BIT_0 = 4'ha;
  // Entries whose number has bit n.
  localparam logic [3:0] WITH_BIT_1 = 4'hc;
  logic [3:0] found;
  logic [1:0] found_index;
  // Entries of the page that changes.
  logic [3:0] changed;
  logic change;
  logic [1:0] filled_index;
  logic [3:0] filled;
  logic [3:0] valid_q, valid_d;
  logic [25:0] vpns_0_q, vpns_0_d, vpns_1_q, vpns_1_d, vpns_2_q, vpns_2_d, vpns_3_q, vpns_3_d;
  // The entry that is replaced next when all are valid.
  logic [1:0] turn_q, turn_d;
  logic first_free_found_o;
  logic [1:0] first_free_index_o;
  logic [25:0] vpn_1_q, vpn_1_d;
  logic hit_1_q, hit_1_d;
  logic [1:0] index_1_q, index_1_d;

  memento_register_file_4x36 u_rows (
    .clk_i(clk_i),
    .read_address_i(index_1_q),
    .read_data_o(data_o),
    .write_enable_i(fill_valid_i),
    .write_address_i(filled_index),
    .write_data_i(fill_data_i)
  );

  // Where a fill goes.
  memento_find_first_zero_4 u_first_free (
    .word_i(valid_q),
    .found_o(first_free_found_o),
    .index_o(first_free_index_o)
  );

  // Entries of the page that changes: whatever happens to it, they go.
  assign change = fill_valid_i || invalidate_valid_i;

  always @* begin
    changed = 4'd0;
    changed = {changed[3:1], change && (vpns_0_q == change_vpn_i)};
    changed = {changed[3:2], change && (vpns_1_q == change_vpn_i), changed[0]};
    changed = {changed[3], change && (vpns_2_q == change_vpn_i), changed[1:0]};
    changed = {change && (vpns_3_q == change_vpn_i), changed[2:0]};
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
    filled = 4'd0;
    if (fill_valid_i) begin
      filled = 4'd1 << filled_index;
      if (!first_free_found_o) begin
        turn_d = turn_q + 2'd1;
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
      valid_d = 4'd0;
      turn_d = 2'd0;
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
    // Stage 0: at most one entry is found, so that its number is made of ors alone.
    found = 4'd0;
    found = {found[3:1], valid_q[0] && (vpns_0_q == lookup_vpn_i)};
    found = {found[3:2], valid_q[1] && (vpns_1_q == lookup_vpn_i), found[0]};
    found = {found[3], valid_q[2] && (vpns_2_q == lookup_vpn_i), found[1:0]};
    found = {valid_q[3] && (vpns_3_q == lookup_vpn_i), found[2:0]};
  end

  always @* begin
    found_index = 2'd0;
    found_index = {found_index[1], |(found & WITH_BIT_0)};
    found_index = {|(found & WITH_BIT_1), found_index[0]};
  end

  assign vpn_o = vpn_1_q;
  assign hit_o = hit_1_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 4'd0;
      vpns_0_q <= 26'd0;
      vpns_1_q <= 26'd0;
      vpns_2_q <= 26'd0;
      vpns_3_q <= 26'd0;
      turn_q <= 2'd0;
      vpn_1_q <= 26'd0;
      hit_1_q <= 1'b0;
      index_1_q <= 2'd0;
    end else begin
      valid_q <= valid_d;
      vpns_0_q <= vpns_0_d;
      vpns_1_q <= vpns_1_d;
      vpns_2_q <= vpns_2_d;
      vpns_3_q <= vpns_3_d;
      turn_q <= turn_d;
      vpn_1_q <= vpn_1_d;
      hit_1_q <= hit_1_d;
      index_1_q <= index_1_d;
    end
  end
endmodule

`default_nettype wire
