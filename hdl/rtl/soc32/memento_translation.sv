// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_translation, configuration soc32: generated from hdl/src/translation.rs, do not edit.
//
// Translation of a hart's accesses: which frame, or which error.
//
// Translation of a hart's accesses.
//
//            stage 0                     stage 1
//  address ─►| region?    |─────────────►| NotOurs                              |──► translated
//            | pointer    |─────────────►| a miss at or above it: BadPointer    |
//            | TLB        |─────────────►| a hit: the frame; a header: BadPoin. |
//            +------------+     ▲        | any other miss: walk                 |
//                               └─ fill ─┤                                      |
//
//   clk_i               __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__
//   lookup_address_i    --X hit X miss X-----------------------------
//   lookup_advance_i    __/^^^^^^^^^^^\_________________/^^^^^\______
//   translated_valid_o  ________/^^^^^\_________________/^^^^^\______
//   walk_valid_o        ____________________/^^^^^\__________________
//   walk_done_i         __________________________/^^^^^\____________   0 .. cycles later
//
// Contract
//
// * An address enters stage 1 with `lookup_advance_i`, if there is one (`lookup_valid_i`). `translated_valid_o` is high when its
//   frame or error is known: in its first cycle in stage 1 when the page is in the TLB or the address is not in the region, else two
//   cycles more than the walk takes. It stays high until the next `lookup_advance_i`, before which it must have been high,
//   unless the page is invalidated: then the result is withdrawn and the access translated anew.
// * The status is that of the first check that fails: region, allocation pointer, header, walk.
// * The pointer mirror is written by the pointer bank's owner, in the cycle before the address enters at the latest. Whatever is in
//   the TLB is below its pointer: a pointer never goes back but with `clear_i`.
// * Assumes: `clear_i` while no access waits.
//
// Cost
//
// The TLB, a memory of 2^CLASS pointers, and ADDRESS + PAGE or so flip-flops.

`default_nettype none

module memento_translation (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties TLB and stage 1.
  input  logic rst_ni,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // Take every entry out of the TLB.
  input  logic clear_i,
  // An allocation pointer is written.
  input  logic pointer_write_valid_i,
  // Its class.
  input  logic [5:0] pointer_write_class_i,
  // The pointer: the first page of the slice that was never handed out.
  input  logic [12:0] pointer_write_value_i,
  // There is an address in stage 0.
  input  logic lookup_valid_i,
  // Stage 0 moves to stage 1, and what was there has gone.
  input  logic lookup_advance_i,
  // The address.
  input  logic [31:0] lookup_address_i,
  // The address in stage 1 is translated.
  output logic translated_valid_o,
  // Its frame, if the status is `Ok`.
  output logic [19:0] translated_ppn_o,
  // `memento_abi::Status`: 0, 2, 3, 6 or 7.
  output logic [2:0] translated_status_o,
  // A page has lost its frame.
  input  logic invalidate_valid_i,
  // That page of the region.
  input  logic [17:0] invalidate_vpn_i,
  // A walk is asked for, to touch the page.
  output logic walk_valid_o,
  // It begins.
  input  logic walk_ready_i,
  // The page.
  output logic [17:0] walk_vpn_o,
  // It is done.
  input  logic walk_done_i,
  // How it ended.
  input  logic [2:0] walk_status_i,
  // The page's frame.
  input  logic [19:0] walk_ppn_i
);
  localparam logic [1:0] MISS_STATE_CHECK = 2'd0;
  localparam logic [1:0] MISS_STATE_ASK = 2'd1;
  localparam logic [1:0] MISS_STATE_WALK = 2'd2;
  localparam logic [1:0] MISS_STATE_FAILED = 2'd3;
  localparam logic [5:0] PAGE_BITS = 6'hc;
  localparam logic [5:0] PPN_BITS = 6'h14;
  // Bits of an address that tell the region.
  localparam logic [31:0] REGION_MASK = 32'hc0000000;
  // Bits of an address below its class.
  localparam logic [5:0] SLICE_BITS = 6'h18;
  logic [5:0] class_1;
  logic [11:0] page_1;
  logic is_first_page;
  logic handed_out;
  logic in_region;
  // The access ends without a frame.
  logic fails;
  logic tlb_hit_o;
  logic [20:0] tlb_data_o;
  logic tlb_fill_valid_i;
  logic [17:0] tlb_change_vpn_i;
  logic [20:0] tlb_fill_data_i;
  logic [5:0] pointers_read_address_i;
  logic [12:0] pointers_read_data_o;
  logic [11:0] last_span_page_number_o;
  logic valid_1_q, valid_1_d;
  logic in_region_1_q, in_region_1_d;
  // It is answered without a frame.
  logic ends_1_q, ends_1_d;
  // The address is in the first line of its page.
  logic first_line_1_q, first_line_1_d;
  logic [1:0] state_q, state_d;
  // The page is the first of its span.
  logic first_page_q, first_page_d;
  logic [2:0] status_q, status_d;

  memento_tlb_21 u_tlb (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(clear_i),
    .lookup_advance_i(lookup_advance_i),
    .lookup_vpn_i(lookup_address_i[29:12]),
    .vpn_o(walk_vpn_o),
    .hit_o(tlb_hit_o),
    .data_o(tlb_data_o),
    .fill_valid_i(tlb_fill_valid_i),
    .invalidate_valid_i(invalidate_valid_i),
    .change_vpn_i(tlb_change_vpn_i),
    .fill_data_i(tlb_fill_data_i)
  );

  memento_ram_64x13 u_pointers (
    .clk_i(clk_i),
    .read_enable_i(lookup_advance_i),
    .read_address_i(pointers_read_address_i),
    .read_data_o(pointers_read_data_o),
    .write_enable_i(pointer_write_valid_i),
    .write_address_i(pointer_write_class_i),
    .write_data_i(pointer_write_value_i)
  );

  memento_last_span_page u_last_span_page (
    .class_i(class_1),
    .number_o(last_span_page_number_o)
  );

  // Stage 0.
  assign in_region = !(|((lookup_address_i ^ region_base_i) & REGION_MASK));
  assign pointers_read_address_i = 6'(lookup_address_i >> SLICE_BITS);

  // Stage 1: what a miss needs to know before it may walk.
  assign class_1 = 6'(walk_vpn_o >> PAGE_BITS);
  assign page_1 = walk_vpn_o[11:0];
  assign is_first_page = !(|(page_1 & last_span_page_number_o));
  assign handed_out = {1'b0, page_1} < pointers_read_data_o;
  assign walk_valid_o = state_q == MISS_STATE_ASK;

  always @* begin
    valid_1_d = valid_1_q;
    in_region_1_d = in_region_1_q;
    ends_1_d = ends_1_q;
    first_line_1_d = first_line_1_q;
    state_d = state_q;
    first_page_d = first_page_q;
    status_d = status_q;
    tlb_fill_valid_i = 1'b0;
    fails = 1'b0;
    case (state_q)
      MISS_STATE_CHECK: begin
        first_page_d = is_first_page;
        status_d = 3'd3;
        if (valid_1_q && in_region_1_q && !tlb_hit_o) begin
          state_d = MISS_STATE_ASK;
          fails = !handed_out || (is_first_page && first_line_1_q);
        end
      end
      MISS_STATE_ASK: begin
        if (walk_ready_i) begin
          state_d = MISS_STATE_WALK;
        end
      end
      MISS_STATE_WALK: begin
        status_d = walk_status_i;
        if (walk_done_i) begin
          // An invalidation in this very cycle leaves a miss, which is walked again.
          tlb_fill_valid_i = !(|walk_status_i) && !invalidate_valid_i;
          state_d = MISS_STATE_CHECK;
          fails = |walk_status_i;
        end
      end
      default: ;  // MISS_STATE_FAILED
    endcase
    if (fails) begin
      state_d = MISS_STATE_FAILED;
      ends_1_d = 1'b1;
    end
    if (lookup_advance_i) begin
      valid_1_d = lookup_valid_i;
      in_region_1_d = in_region;
      ends_1_d = !in_region;
      first_line_1_d = !(|lookup_address_i[11:6]);
      state_d = MISS_STATE_CHECK;
    end
  end

  assign tlb_fill_data_i = {1'b0, walk_ppn_i} | ({20'd0, first_page_q} << PPN_BITS);

  always @* begin
    tlb_change_vpn_i = walk_vpn_o;
    if (invalidate_valid_i) begin
      tlb_change_vpn_i = invalidate_vpn_i;
    end
  end

  assign translated_valid_o = valid_1_q && (ends_1_q || tlb_hit_o);
  assign translated_ppn_o = tlb_data_o[19:0];

  always @* begin
    translated_status_o = 3'd0;
    if (!in_region_1_q) begin
      translated_status_o = 3'd2;
    end else if (state_q == MISS_STATE_FAILED) begin
      translated_status_o = status_q;
    end else if (first_line_1_q && (|(tlb_data_o >> PPN_BITS))) begin
      translated_status_o = 3'd3;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_1_q <= 1'b0;
      in_region_1_q <= 1'b0;
      ends_1_q <= 1'b0;
      first_line_1_q <= 1'b0;
      state_q <= MISS_STATE_CHECK;
      first_page_q <= 1'b0;
      status_q <= 3'd0;
    end else begin
      valid_1_q <= valid_1_d;
      in_region_1_q <= in_region_1_d;
      ends_1_q <= ends_1_d;
      first_line_1_q <= first_line_1_d;
      state_q <= state_d;
      first_page_q <= first_page_d;
      status_q <= status_d;
    end
  end
endmodule

`default_nettype wire
