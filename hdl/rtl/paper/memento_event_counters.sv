// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_event_counters, configuration paper: generated from hdl/src/event_counters.rs, do not edit.
//
// Counts events, each in 64 bits, without 64 flip-flops for each.
//
// COUNT event counters of 64 bits.
//
//  events_i ──► [ ] ──► [ 5-bit count of each ] ──┐ the slot's
//                                                 ▼
//                       slot ──► [ totals (RAM) ] ─► + ─► + carry ──► totals
//                       (0, 1, .. COUNT-1, 0, ..)   low   high   └──► rsp_value_o
//
// Events are first counted in a few flip-flops. Each cycle has a slot, the counters in turn: what the slot's counter has gathered is added to
// its total in a memory, the lower half in one cycle, the upper half in the next.
//
// Contract:
//
// * Every counter is exact. The value shown in a cycle with `rsp_valid_o` counts the events of all cycles up to the fifth before, and none
//   of the four before. `events_i` goes straight to flip-flops: it comes late in its cycle.
// * `read_valid_i` and `read_index_i` (below COUNT) stay until `rsp_valid_o`, which comes 3 to COUNT + 2 cycles after; then they go.
// * `clear_i` forgets the events of its cycle and of all before, as reset does. No read is under way meanwhile, nor in the cycle after.
// * COUNT is at least 4 and at most 31, so that a slot comes again after its total was written and before its flip-flops overflow.
//
// Cost: a memory of 2^INDEX rows of 64 bits, 7 COUNT + 64 + 33 + 64 flip-flops and 64 bits of adder.

`default_nettype none

module memento_event_counters (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: all counters are 0.
  input  logic rst_ni,
  // Events of this cycle, one bit each.
  input  logic [23:0] events_i,
  // All counters are 0 from the next cycle on.
  input  logic clear_i,
  // Read a counter.
  input  logic read_valid_i,
  // Which one.
  input  logic [4:0] read_index_i,
  // Here it is; one cycle.
  output logic rsp_valid_o,
  // Its value.
  output logic [63:0] rsp_value_o
);
  localparam logic [4:0] LAST_SLOT = 5'h17;
  localparam logic [4:0] SLOTS = 5'h18;
  logic [4:0] slot_gathered;
  logic [63:0] total;
  logic [63:0] new_total;
  // Events of the cycle before, and whether they and all before are forgotten.
  logic [23:0] events_q, events_d;
  logic clear_q, clear_d;
  logic [63:0] totals_read_data_o;
  logic [4:0] gathered_0_q, gathered_0_d, gathered_1_q, gathered_1_d, gathered_2_q, gathered_2_d,
      gathered_3_q, gathered_3_d, gathered_4_q, gathered_4_d, gathered_5_q, gathered_5_d, gathered_6_q,
      gathered_6_d, gathered_7_q, gathered_7_d, gathered_8_q, gathered_8_d, gathered_9_q, gathered_9_d,
      gathered_10_q, gathered_10_d, gathered_11_q, gathered_11_d, gathered_12_q, gathered_12_d, gathered_13_q,
      gathered_13_d, gathered_14_q, gathered_14_d, gathered_15_q, gathered_15_d, gathered_16_q, gathered_16_d,
      gathered_17_q, gathered_17_d, gathered_18_q, gathered_18_d, gathered_19_q, gathered_19_d, gathered_20_q,
      gathered_20_d, gathered_21_q, gathered_21_d, gathered_22_q, gathered_22_d, gathered_23_q, gathered_23_d;
  logic [4:0] slot_q, slot_d;
  // The same, one bit of COUNT.
  logic [23:0] slot_bit_q, slot_bit_d;
  // Slots to come whose totals count as 0.
  logic [4:0] blank_q, blank_d;
  logic adding_q, adding_d;
  logic [4:0] added_index_q, added_index_d;
  logic [4:0] added_q, added_d;
  logic added_blank_q, added_blank_d;
  logic added_wanted_q, added_wanted_d;
  logic carrying_q, carrying_d;
  logic [4:0] carried_index_q, carried_index_d;
  logic carried_wanted_q, carried_wanted_d;
  logic [32:0] low_q, low_d;
  logic [31:0] high_q, high_d;
  logic rsp_valid_q, rsp_valid_d;
  logic [63:0] rsp_value_q, rsp_value_d;

  memento_ram_32x64 u_totals (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(slot_q),
    .read_data_o(totals_read_data_o),
    .write_enable_i(carrying_q),
    .write_address_i(carried_index_q),
    .write_data_i(new_total)
  );

  always @* begin
    events_d = events_q;
    // Count events; what the slot's counter has gathered is taken away.
    events_d = events_i;
  end

  always @* begin
    clear_d = clear_q;
    clear_d = clear_i;
  end

  always @* begin
    gathered_0_d = gathered_0_q;
    if (clear_q) begin
      gathered_0_d = 5'd0;
    end else if (slot_bit_q[0]) begin
      gathered_0_d = 5'd0;
      if (events_q[0]) begin
        gathered_0_d = 5'd1;
      end
    end else if (events_q[0]) begin
      gathered_0_d = gathered_0_q + 5'd1;
    end
  end

  always @* begin
    gathered_1_d = gathered_1_q;
    if (clear_q) begin
      gathered_1_d = 5'd0;
    end else if (slot_bit_q[1]) begin
      gathered_1_d = 5'd0;
      if (events_q[1]) begin
        gathered_1_d = 5'd1;
      end
    end else if (events_q[1]) begin
      gathered_1_d = gathered_1_q + 5'd1;
    end
  end

  always @* begin
    gathered_2_d = gathered_2_q;
    if (clear_q) begin
      gathered_2_d = 5'd0;
    end else if (slot_bit_q[2]) begin
      gathered_2_d = 5'd0;
      if (events_q[2]) begin
        gathered_2_d = 5'd1;
      end
    end else if (events_q[2]) begin
      gathered_2_d = gathered_2_q + 5'd1;
    end
  end

  always @* begin
    gathered_3_d = gathered_3_q;
    if (clear_q) begin
      gathered_3_d = 5'd0;
    end else if (slot_bit_q[3]) begin
      gathered_3_d = 5'd0;
      if (events_q[3]) begin
        gathered_3_d = 5'd1;
      end
    end else if (events_q[3]) begin
      gathered_3_d = gathered_3_q + 5'd1;
    end
  end

  always @* begin
    gathered_4_d = gathered_4_q;
    if (clear_q) begin
      gathered_4_d = 5'd0;
    end else if (slot_bit_q[4]) begin
      gathered_4_d = 5'd0;
      if (events_q[4]) begin
        gathered_4_d = 5'd1;
      end
    end else if (events_q[4]) begin
      gathered_4_d = gathered_4_q + 5'd1;
    end
  end

  always @* begin
    gathered_5_d = gathered_5_q;
    if (clear_q) begin
      gathered_5_d = 5'd0;
    end else if (slot_bit_q[5]) begin
      gathered_5_d = 5'd0;
      if (events_q[5]) begin
        gathered_5_d = 5'd1;
      end
    end else if (events_q[5]) begin
      gathered_5_d = gathered_5_q + 5'd1;
    end
  end

  always @* begin
    gathered_6_d = gathered_6_q;
    if (clear_q) begin
      gathered_6_d = 5'd0;
    end else if (slot_bit_q[6]) begin
      gathered_6_d = 5'd0;
      if (events_q[6]) begin
        gathered_6_d = 5'd1;
      end
    end else if (events_q[6]) begin
      gathered_6_d = gathered_6_q + 5'd1;
    end
  end

  always @* begin
    gathered_7_d = gathered_7_q;
    if (clear_q) begin
      gathered_7_d = 5'd0;
    end else if (slot_bit_q[7]) begin
      gathered_7_d = 5'd0;
      if (events_q[7]) begin
        gathered_7_d = 5'd1;
      end
    end else if (events_q[7]) begin
      gathered_7_d = gathered_7_q + 5'd1;
    end
  end

  always @* begin
    gathered_8_d = gathered_8_q;
    if (clear_q) begin
      gathered_8_d = 5'd0;
    end else if (slot_bit_q[8]) begin
      gathered_8_d = 5'd0;
      if (events_q[8]) begin
        gathered_8_d = 5'd1;
      end
    end else if (events_q[8]) begin
      gathered_8_d = gathered_8_q + 5'd1;
    end
  end

  always @* begin
    gathered_9_d = gathered_9_q;
    if (clear_q) begin
      gathered_9_d = 5'd0;
    end else if (slot_bit_q[9]) begin
      gathered_9_d = 5'd0;
      if (events_q[9]) begin
        gathered_9_d = 5'd1;
      end
    end else if (events_q[9]) begin
      gathered_9_d = gathered_9_q + 5'd1;
    end
  end

  always @* begin
    gathered_10_d = gathered_10_q;
    if (clear_q) begin
      gathered_10_d = 5'd0;
    end else if (slot_bit_q[10]) begin
      gathered_10_d = 5'd0;
      if (events_q[10]) begin
        gathered_10_d = 5'd1;
      end
    end else if (events_q[10]) begin
      gathered_10_d = gathered_10_q + 5'd1;
    end
  end

  always @* begin
    gathered_11_d = gathered_11_q;
    if (clear_q) begin
      gathered_11_d = 5'd0;
    end else if (slot_bit_q[11]) begin
      gathered_11_d = 5'd0;
      if (events_q[11]) begin
        gathered_11_d = 5'd1;
      end
    end else if (events_q[11]) begin
      gathered_11_d = gathered_11_q + 5'd1;
    end
  end

  always @* begin
    gathered_12_d = gathered_12_q;
    if (clear_q) begin
      gathered_12_d = 5'd0;
    end else if (slot_bit_q[12]) begin
      gathered_12_d = 5'd0;
      if (events_q[12]) begin
        gathered_12_d = 5'd1;
      end
    end else if (events_q[12]) begin
      gathered_12_d = gathered_12_q + 5'd1;
    end
  end

  always @* begin
    gathered_13_d = gathered_13_q;
    if (clear_q) begin
      gathered_13_d = 5'd0;
    end else if (slot_bit_q[13]) begin
      gathered_13_d = 5'd0;
      if (events_q[13]) begin
        gathered_13_d = 5'd1;
      end
    end else if (events_q[13]) begin
      gathered_13_d = gathered_13_q + 5'd1;
    end
  end

  always @* begin
    gathered_14_d = gathered_14_q;
    if (clear_q) begin
      gathered_14_d = 5'd0;
    end else if (slot_bit_q[14]) begin
      gathered_14_d = 5'd0;
      if (events_q[14]) begin
        gathered_14_d = 5'd1;
      end
    end else if (events_q[14]) begin
      gathered_14_d = gathered_14_q + 5'd1;
    end
  end

  always @* begin
    gathered_15_d = gathered_15_q;
    if (clear_q) begin
      gathered_15_d = 5'd0;
    end else if (slot_bit_q[15]) begin
      gathered_15_d = 5'd0;
      if (events_q[15]) begin
        gathered_15_d = 5'd1;
      end
    end else if (events_q[15]) begin
      gathered_15_d = gathered_15_q + 5'd1;
    end
  end

  always @* begin
    gathered_16_d = gathered_16_q;
    if (clear_q) begin
      gathered_16_d = 5'd0;
    end else if (slot_bit_q[16]) begin
      gathered_16_d = 5'd0;
      if (events_q[16]) begin
        gathered_16_d = 5'd1;
      end
    end else if (events_q[16]) begin
      gathered_16_d = gathered_16_q + 5'd1;
    end
  end

  always @* begin
    gathered_17_d = gathered_17_q;
    if (clear_q) begin
      gathered_17_d = 5'd0;
    end else if (slot_bit_q[17]) begin
      gathered_17_d = 5'd0;
      if (events_q[17]) begin
        gathered_17_d = 5'd1;
      end
    end else if (events_q[17]) begin
      gathered_17_d = gathered_17_q + 5'd1;
    end
  end

  always @* begin
    gathered_18_d = gathered_18_q;
    if (clear_q) begin
      gathered_18_d = 5'd0;
    end else if (slot_bit_q[18]) begin
      gathered_18_d = 5'd0;
      if (events_q[18]) begin
        gathered_18_d = 5'd1;
      end
    end else if (events_q[18]) begin
      gathered_18_d = gathered_18_q + 5'd1;
    end
  end

  always @* begin
    gathered_19_d = gathered_19_q;
    if (clear_q) begin
      gathered_19_d = 5'd0;
    end else if (slot_bit_q[19]) begin
      gathered_19_d = 5'd0;
      if (events_q[19]) begin
        gathered_19_d = 5'd1;
      end
    end else if (events_q[19]) begin
      gathered_19_d = gathered_19_q + 5'd1;
    end
  end

  always @* begin
    gathered_20_d = gathered_20_q;
    if (clear_q) begin
      gathered_20_d = 5'd0;
    end else if (slot_bit_q[20]) begin
      gathered_20_d = 5'd0;
      if (events_q[20]) begin
        gathered_20_d = 5'd1;
      end
    end else if (events_q[20]) begin
      gathered_20_d = gathered_20_q + 5'd1;
    end
  end

  always @* begin
    gathered_21_d = gathered_21_q;
    if (clear_q) begin
      gathered_21_d = 5'd0;
    end else if (slot_bit_q[21]) begin
      gathered_21_d = 5'd0;
      if (events_q[21]) begin
        gathered_21_d = 5'd1;
      end
    end else if (events_q[21]) begin
      gathered_21_d = gathered_21_q + 5'd1;
    end
  end

  always @* begin
    gathered_22_d = gathered_22_q;
    if (clear_q) begin
      gathered_22_d = 5'd0;
    end else if (slot_bit_q[22]) begin
      gathered_22_d = 5'd0;
      if (events_q[22]) begin
        gathered_22_d = 5'd1;
      end
    end else if (events_q[22]) begin
      gathered_22_d = gathered_22_q + 5'd1;
    end
  end

  always @* begin
    gathered_23_d = gathered_23_q;
    if (clear_q) begin
      gathered_23_d = 5'd0;
    end else if (slot_bit_q[23]) begin
      gathered_23_d = 5'd0;
      if (events_q[23]) begin
        gathered_23_d = 5'd1;
      end
    end else if (events_q[23]) begin
      gathered_23_d = gathered_23_q + 5'd1;
    end
  end

  always @* begin
    slot_gathered = 5'd0;
    if (slot_bit_q[0]) begin
      slot_gathered = slot_gathered | gathered_0_q;
    end
    if (slot_bit_q[1]) begin
      slot_gathered = slot_gathered | gathered_1_q;
    end
    if (slot_bit_q[2]) begin
      slot_gathered = slot_gathered | gathered_2_q;
    end
    if (slot_bit_q[3]) begin
      slot_gathered = slot_gathered | gathered_3_q;
    end
    if (slot_bit_q[4]) begin
      slot_gathered = slot_gathered | gathered_4_q;
    end
    if (slot_bit_q[5]) begin
      slot_gathered = slot_gathered | gathered_5_q;
    end
    if (slot_bit_q[6]) begin
      slot_gathered = slot_gathered | gathered_6_q;
    end
    if (slot_bit_q[7]) begin
      slot_gathered = slot_gathered | gathered_7_q;
    end
    if (slot_bit_q[8]) begin
      slot_gathered = slot_gathered | gathered_8_q;
    end
    if (slot_bit_q[9]) begin
      slot_gathered = slot_gathered | gathered_9_q;
    end
    if (slot_bit_q[10]) begin
      slot_gathered = slot_gathered | gathered_10_q;
    end
    if (slot_bit_q[11]) begin
      slot_gathered = slot_gathered | gathered_11_q;
    end
    if (slot_bit_q[12]) begin
      slot_gathered = slot_gathered | gathered_12_q;
    end
    if (slot_bit_q[13]) begin
      slot_gathered = slot_gathered | gathered_13_q;
    end
    if (slot_bit_q[14]) begin
      slot_gathered = slot_gathered | gathered_14_q;
    end
    if (slot_bit_q[15]) begin
      slot_gathered = slot_gathered | gathered_15_q;
    end
    if (slot_bit_q[16]) begin
      slot_gathered = slot_gathered | gathered_16_q;
    end
    if (slot_bit_q[17]) begin
      slot_gathered = slot_gathered | gathered_17_q;
    end
    if (slot_bit_q[18]) begin
      slot_gathered = slot_gathered | gathered_18_q;
    end
    if (slot_bit_q[19]) begin
      slot_gathered = slot_gathered | gathered_19_q;
    end
    if (slot_bit_q[20]) begin
      slot_gathered = slot_gathered | gathered_20_q;
    end
    if (slot_bit_q[21]) begin
      slot_gathered = slot_gathered | gathered_21_q;
    end
    if (slot_bit_q[22]) begin
      slot_gathered = slot_gathered | gathered_22_q;
    end
    if (slot_bit_q[23]) begin
      slot_gathered = slot_gathered | gathered_23_q;
    end
  end

  always @* begin
    slot_d = slot_q;
    slot_bit_d = slot_bit_q;
    // The counters in turn.
    slot_d = slot_q + 5'd1;
    slot_bit_d = slot_bit_q << 1;
    if (slot_q == LAST_SLOT) begin
      slot_d = 5'd0;
      slot_bit_d = 24'd1;
    end
  end

  always @* begin
    blank_d = blank_q;
    if (|blank_q) begin
      blank_d = blank_q - 5'd1;
    end
    if (clear_q) begin
      blank_d = SLOTS;
    end
  end

  always @* begin
    adding_d = adding_q;
    adding_d = 1'b1;
  end

  always @* begin
    added_index_d = added_index_q;
    added_index_d = slot_q;
  end

  always @* begin
    added_d = added_q;
    added_d = slot_gathered;
  end

  always @* begin
    added_blank_d = added_blank_q;
    added_blank_d = |blank_q;
  end

  always @* begin
    added_wanted_d = added_wanted_q;
    added_wanted_d = read_valid_i && (read_index_i == slot_q);
  end

  always @* begin
    // The lower half, and a cycle later the upper one.
    total = 64'd0;
    if (!added_blank_q) begin
      total = totals_read_data_o;
    end
  end

  always @* begin
    carrying_d = carrying_q;
    carrying_d = adding_q;
  end

  always @* begin
    carried_index_d = carried_index_q;
    carried_index_d = added_index_q;
  end

  always @* begin
    carried_wanted_d = carried_wanted_q;
    carried_wanted_d = added_wanted_q;
  end

  always @* begin
    low_d = low_q;
    low_d = {1'b0, total[31:0]} + {28'd0, added_q};
  end

  always @* begin
    high_d = high_q;
    high_d = total[63:32];
  end

  assign new_total = {high_q + {31'd0, low_q[32]}, low_q[31:0]};

  always @* begin
    rsp_valid_d = rsp_valid_q;
    rsp_valid_d = carried_wanted_q;
  end

  always @* begin
    rsp_value_d = rsp_value_q;
    if (carried_wanted_q) begin
      rsp_value_d = new_total;
    end
  end

  assign rsp_valid_o = rsp_valid_q;
  assign rsp_value_o = rsp_value_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      events_q <= 24'd0;
      clear_q <= 1'b0;
      gathered_0_q <= 5'd0;
      gathered_1_q <= 5'd0;
      gathered_2_q <= 5'd0;
      gathered_3_q <= 5'd0;
      gathered_4_q <= 5'd0;
      gathered_5_q <= 5'd0;
      gathered_6_q <= 5'd0;
      gathered_7_q <= 5'd0;
      gathered_8_q <= 5'd0;
      gathered_9_q <= 5'd0;
      gathered_10_q <= 5'd0;
      gathered_11_q <= 5'd0;
      gathered_12_q <= 5'd0;
      gathered_13_q <= 5'd0;
      gathered_14_q <= 5'd0;
      gathered_15_q <= 5'd0;
      gathered_16_q <= 5'd0;
      gathered_17_q <= 5'd0;
      gathered_18_q <= 5'd0;
      gathered_19_q <= 5'd0;
      gathered_20_q <= 5'd0;
      gathered_21_q <= 5'd0;
      gathered_22_q <= 5'd0;
      gathered_23_q <= 5'd0;
      slot_q <= 5'd0;
      slot_bit_q <= 24'd1;
      blank_q <= 5'h18;
      adding_q <= 1'b0;
      added_index_q <= 5'd0;
      added_q <= 5'd0;
      added_blank_q <= 1'b0;
      added_wanted_q <= 1'b0;
      carrying_q <= 1'b0;
      carried_index_q <= 5'd0;
      carried_wanted_q <= 1'b0;
      low_q <= 33'd0;
      high_q <= 32'd0;
      rsp_valid_q <= 1'b0;
      rsp_value_q <= 64'd0;
    end else begin
      events_q <= events_d;
      clear_q <= clear_d;
      gathered_0_q <= gathered_0_d;
      gathered_1_q <= gathered_1_d;
      gathered_2_q <= gathered_2_d;
      gathered_3_q <= gathered_3_d;
      gathered_4_q <= gathered_4_d;
      gathered_5_q <= gathered_5_d;
      gathered_6_q <= gathered_6_d;
      gathered_7_q <= gathered_7_d;
      gathered_8_q <= gathered_8_d;
      gathered_9_q <= gathered_9_d;
      gathered_10_q <= gathered_10_d;
      gathered_11_q <= gathered_11_d;
      gathered_12_q <= gathered_12_d;
      gathered_13_q <= gathered_13_d;
      gathered_14_q <= gathered_14_d;
      gathered_15_q <= gathered_15_d;
      gathered_16_q <= gathered_16_d;
      gathered_17_q <= gathered_17_d;
      gathered_18_q <= gathered_18_d;
      gathered_19_q <= gathered_19_d;
      gathered_20_q <= gathered_20_d;
      gathered_21_q <= gathered_21_d;
      gathered_22_q <= gathered_22_d;
      gathered_23_q <= gathered_23_d;
      slot_q <= slot_d;
      slot_bit_q <= slot_bit_d;
      blank_q <= blank_d;
      adding_q <= adding_d;
      added_index_q <= added_index_d;
      added_q <= added_d;
      added_blank_q <= added_blank_d;
      added_wanted_q <= added_wanted_d;
      carrying_q <= carrying_d;
      carried_index_q <= carried_index_d;
      carried_wanted_q <= carried_wanted_d;
      low_q <= low_d;
      high_q <= high_d;
      rsp_valid_q <= rsp_valid_d;
      rsp_value_q <= rsp_value_d;
    end
  end
endmodule

`default_nettype wire
