// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_header_translation, configuration tiny: generated from hdl/src/header_translation.rs, do not edit.
//
// Translation of the allocator's own accesses, which are to headers.
//
// Translation of the allocator's own accesses.
//
//  virtual beat port ─┬───────────►| stage 1: TLB |──► physical beat port
//       header_*      └─►[spare]──►|    │ miss    |         mem_*
//                                  |    ▼         |
//                                  |  walk: look  |──► a page without a frame: zeros; a write to it, or a bad walk: an error
//
//   clk_i                 __/^^\__/^^\__/^^\__/^^\__/^^\__
//   header_req_valid_i       __/^^^^^^^^^^^\_________________
//   header_req_ready_o       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^    as long as the pages are in the TLB
//   mem_req_valid_o      ________/^^^^^^^^^^^\___________
//   mem_rsp_valid_i      ______________/^^^^^^^^^^^\_____
//   header_rsp_valid_o       ______________/^^^^^^^^^^^\_____
//
// Contract
//
// * One access a cycle while pages are in the TLB, each a cycle later than without translation; answers go through unchanged. `header_req_ready_o` comes
//   straight from a flip-flop: one access more is taken after memory has begun to stall.
// * Answers come in the order of the requests, those made here included: they wait until memory has answered all before.
// * A read of a page that has no frame is answered with zeros, a write to it with an error; so are all whose walk ends with an
//   error. Pages without a frame are not kept in the TLB.
// * Assumes: every address is in the region; no access to a page is under way when it is invalidated.
// * At most 63 accesses are with memory at a time.

`default_nettype none

module memento_header_translation (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low. Memory must not answer an access from before it.
  input  logic rst_ni,
  // Take every entry out of the TLB.
  input  logic clear_i,
  // A request.
  input  logic header_req_valid_i,
  // It is taken.
  output logic header_req_ready_o,
  // It is a write.
  input  logic header_req_write_i,
  // Virtual address of the beat.
  input  logic [31:0] header_req_address_i,
  // Beat to write.
  input  logic [63:0] header_req_wdata_i,
  // The answer, in the order of the requests.
  output logic header_rsp_valid_o,
  // Beat read.
  output logic [63:0] header_rsp_rdata_o,
  // The access failed.
  output logic header_rsp_error_o,
  // Request to memory.
  output logic mem_req_valid_o,
  // Memory takes it.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Physical address of the beat.
  output logic [31:0] mem_req_address_o,
  // Beat to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers, in the order of the requests.
  input  logic mem_rsp_valid_i,
  // Beat read.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i,
  // A page has lost its frame.
  input  logic invalidate_valid_i,
  // That page of the region.
  input  logic [15:0] invalidate_vpn_i,
  // A walk is asked for, to look at the page.
  output logic walk_valid_o,
  // It begins.
  input  logic walk_ready_i,
  // The page.
  output logic [15:0] walk_vpn_o,
  // It is done.
  input  logic walk_done_i,
  // How it ended.
  input  logic [2:0] walk_status_i,
  // The page has a frame.
  input  logic walk_leaf_i,
  // That frame.
  input  logic [19:0] walk_ppn_i
);
  localparam logic [2:0] HEADER_STATE_CHECK = 3'd0;
  localparam logic [2:0] HEADER_STATE_ASK = 3'd1;
  localparam logic [2:0] HEADER_STATE_WALK = 3'd2;
  localparam logic [2:0] HEADER_STATE_ZEROS = 3'd3;
  localparam logic [2:0] HEADER_STATE_FAILED = 3'd4;
  logic send;
  logic sent;
  logic answer;
  logic advance;
  logic write;
  logic [31:0] address;
  logic [63:0] wdata;
  logic tlb_hit_o;
  logic [19:0] tlb_data_o;
  logic tlb_fill_valid_i;
  logic [15:0] tlb_change_vpn_i;
  // An access was taken while stage 1 could not move.
  logic spare_valid_q, spare_valid_d;
  // That access, or the one that was offered when there was room last.
  logic spare_write_q, spare_write_d;
  logic [31:0] spare_address_q, spare_address_d;
  logic [63:0] spare_wdata_q, spare_wdata_d;
  logic valid_1_q, valid_1_d;
  logic write_1_q, write_1_d;
  // Number of the beat in its page.
  logic [8:0] beat_1_q, beat_1_d;
  logic [63:0] wdata_1_q, wdata_1_d;
  logic [2:0] state_q, state_d;
  // Accesses that memory has not answered.
  logic [5:0] under_way_q, under_way_d;

  memento_tlb_20 u_tlb (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(clear_i),
    .lookup_advance_i(advance),
    .lookup_vpn_i(address[27:12]),
    .vpn_o(walk_vpn_o),
    .hit_o(tlb_hit_o),
    .data_o(tlb_data_o),
    .fill_valid_i(tlb_fill_valid_i),
    .invalidate_valid_i(invalidate_valid_i),
    .change_vpn_i(tlb_change_vpn_i),
    .fill_data_i(walk_ppn_i)
  );

  // Stage 1: on to memory, or answered here.
  assign send = valid_1_q && tlb_hit_o && !(&under_way_q);
  assign sent = send && mem_req_ready_i;
  assign answer = ((state_q == HEADER_STATE_ZEROS) || (state_q == HEADER_STATE_FAILED)) && !(|under_way_q);
  assign mem_req_valid_o = send;
  assign mem_req_write_o = write_1_q;
  assign mem_req_address_o = {tlb_data_o, beat_1_q, 3'd0};
  assign mem_req_wdata_o = wdata_1_q;
  assign header_rsp_valid_o = mem_rsp_valid_i || answer;

  always @* begin
    header_rsp_rdata_o = mem_rsp_rdata_i;
    header_rsp_error_o = mem_rsp_error_i;
    if (answer) begin
      header_rsp_rdata_o = 64'd0;
      header_rsp_error_o = state_q == HEADER_STATE_FAILED;
    end
  end

  always @* begin
    under_way_d = under_way_q;
    if (sent && !mem_rsp_valid_i) begin
      under_way_d = under_way_q + 6'd1;
    end
    if (!sent && mem_rsp_valid_i) begin
      under_way_d = under_way_q - 6'd1;
    end
  end

  // A miss is walked.
  assign walk_valid_o = state_q == HEADER_STATE_ASK;

  always @* begin
    state_d = state_q;
    tlb_fill_valid_i = 1'b0;
    case (state_q)
      HEADER_STATE_CHECK: begin
        if (valid_1_q && !tlb_hit_o) begin
          state_d = HEADER_STATE_ASK;
        end
      end
      HEADER_STATE_ASK: begin
        if (walk_ready_i) begin
          state_d = HEADER_STATE_WALK;
        end
      end
      HEADER_STATE_WALK: begin
        if (walk_done_i) begin
          if ((|walk_status_i) || (!walk_leaf_i && write_1_q)) begin
            state_d = HEADER_STATE_FAILED;
          end else if (walk_leaf_i) begin
            // An invalidation in this very cycle leaves a miss, which is walked again.
            tlb_fill_valid_i = !invalidate_valid_i;
            state_d = HEADER_STATE_CHECK;
          end else begin
            state_d = HEADER_STATE_ZEROS;
          end
        end
      end
      default: begin
        if (answer) begin
          state_d = HEADER_STATE_CHECK;
        end
      end
    endcase
  end

  always @* begin
    tlb_change_vpn_i = walk_vpn_o;
    if (invalidate_valid_i) begin
      tlb_change_vpn_i = invalidate_vpn_i;
    end
  end

  // Stage 0: an access that stage 1 has no room for is kept, so that ready tells nothing of this cycle.
  assign header_req_ready_o = !spare_valid_q;

  always @* begin
    spare_write_d = spare_write_q;
    spare_address_d = spare_address_q;
    spare_wdata_d = spare_wdata_q;
    write = header_req_write_i;
    address = header_req_address_i;
    wdata = header_req_wdata_i;
    if (spare_valid_q) begin
      write = spare_write_q;
      address = spare_address_q;
      wdata = spare_wdata_q;
    end else begin
      spare_write_d = header_req_write_i;
      spare_address_d = header_req_address_i;
      spare_wdata_d = header_req_wdata_i;
    end
  end

  assign advance = !valid_1_q || sent || answer;

  always @* begin
    spare_valid_d = spare_valid_q;
    spare_valid_d = !advance && (spare_valid_q || header_req_valid_i);
  end

  always @* begin
    valid_1_d = valid_1_q;
    write_1_d = write_1_q;
    beat_1_d = beat_1_q;
    wdata_1_d = wdata_1_q;
    if (advance) begin
      valid_1_d = spare_valid_q || header_req_valid_i;
      write_1_d = write;
      beat_1_d = address[11:3];
      wdata_1_d = wdata;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      spare_valid_q <= 1'b0;
      spare_write_q <= 1'b0;
      spare_address_q <= 32'd0;
      spare_wdata_q <= 64'd0;
      valid_1_q <= 1'b0;
      write_1_q <= 1'b0;
      beat_1_q <= 9'd0;
      wdata_1_q <= 64'd0;
      state_q <= HEADER_STATE_CHECK;
      under_way_q <= 6'd0;
    end else begin
      spare_valid_q <= spare_valid_d;
      spare_write_q <= spare_write_d;
      spare_address_q <= spare_address_d;
      spare_wdata_q <= spare_wdata_d;
      valid_1_q <= valid_1_d;
      write_1_q <= write_1_d;
      beat_1_q <= beat_1_d;
      wdata_1_q <= wdata_1_d;
      state_q <= state_d;
      under_way_q <= under_way_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{address[2:0], address[31:28]};
endmodule

`default_nettype wire
