// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_cfu_port, configuration paper: generated from hdl/src/cfu_port.rs, do not edit.
//
// The custom-instruction port of a hart.
//
// Turns custom-0 instructions of a hart into requests.
//
//           function, inputs             operation, operand
//  hart ────────────────────────► cmd ──────────────────────► request arbiter
//            ┌──── kinds (FIFO) ◄──┘
//            ▼
//  hart ◄─── rsp ◄──────────────────────────────────────────── status, address
//
// | `funct3` | instruction | rs1 | rd |
// |---|---|---|---|
// | 0 | alloc | size in bytes | address, or 0 |
// | 1 | posted free | address | 0: accepted |
// | 2 | free and wait | address | status |
// | 3 | status | | status of the latest alloc before it, 0 after reset |
// | 4 | free if ours | address | as of a posted free; all ones, and nothing happens, if the address lies outside the region |
//
// An allocator in software that serves what this one does not needs no comparison of its own before a free of the fourth kind: what it
// has given out lies outside the region, and comes back to it by the sign of rd.
//
// Any other function, one with `funct7` other than 0 among them, does nothing, and its rd is all ones. rs2 is not looked at. An operand that does not
// fit into an address is taken as all ones: too large a size, and no object's address.
//
// Contract: commands are answered in order, one response each; at most 4 are under way. A posted free is answered with its status like any other
// request, which is 0 unless the allocator is disabled, in reset, or in fault. No cycle is added: the request is offered in the command's cycle,
// the response in the answer's; but a free if ours is offered, or taken, a cycle later, when its address has been compared: the allocator's
// pipeline hangs on the request. `cmd_ready_o` depends on `cmd_function_id_i`, as the arbiter's ready does. What needs no request is answered in
// the next cycle, when nothing is before it. `region_base_i` is aligned to the region.
//
// Cost: a register file of 4 rows of 2 bits and 13 flip-flops.

`default_nettype none

module memento_cfu_port (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: forgets what is under way. The hart must be reset with it.
  input  logic rst_ni,
  // First address of the region.
  input  logic [47:0] region_base_i,
  // A command.
  input  logic cmd_valid_i,
  // It is taken.
  output logic cmd_ready_o,
  // `funct7` and, in the lowest 3 bits, `funct3`.
  input  logic [9:0] cmd_function_id_i,
  // rs1.
  input  logic [63:0] cmd_inputs_0_i,
  // rs2; not looked at.
  input  logic [63:0] cmd_inputs_1_i,
  // A response.
  output logic rsp_valid_o,
  // It is taken.
  input  logic rsp_ready_i,
  // rd.
  output logic [63:0] rsp_outputs_0_o,
  // A request.
  output logic req_valid_o,
  // It is accepted.
  input  logic req_ready_i,
  // 0 alloc, 1 posted free, 2 free and wait.
  output logic [1:0] req_operation_o,
  // Alloc: size in bytes. Frees: address.
  output logic [47:0] req_operand_o,
  // An answer.
  input  logic answer_valid_i,
  // It is taken.
  output logic answer_ready_o,
  // How the request ended.
  input  logic [2:0] answer_status_i,
  // The object's address.
  input  logic [47:0] answer_address_i
);
  // Bits of an address that tell the region.
  localparam logic [47:0] REGION_MASK = 48'hffc000000000;
  logic [1:0] kind;
  logic local_;
  logic compares;
  logic asks;
  logic goes;
  logic ready;
  logic [63:0] operand;
  logic fits;
  logic in_region;
  logic head_local;
  logic rsp_valid;
  logic [63:0] result;
  logic kinds_push_valid_i;
  logic kinds_push_ready_o;
  logic kinds_pop_valid_o;
  logic kinds_pop_ready_i;
  logic [1:0] kinds_pop_data_o;
  logic [2:0] kinds_count_o;
  // Of the latest alloc.
  logic [2:0] status_q, status_d;
  // The command is a free if ours, and its address has been compared: it lies in the region.
  logic ours_q, ours_d;
  // Or it does not.
  logic foreign_q, foreign_d;

  memento_fifo_2 u_kinds (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(kinds_push_valid_i),
    .push_ready_o(kinds_push_ready_o),
    .push_data_i(kind),
    .pop_valid_o(kinds_pop_valid_o),
    .pop_ready_i(kinds_pop_ready_i),
    .pop_data_o(kinds_pop_data_o),
    .count_o(kinds_count_o)
  );

  assign operand = cmd_inputs_0_i;
  assign fits = operand == {16'd0, operand[47:0]};

  always @* begin
    req_operand_o = operand[47:0];
    if (!fits) begin
      req_operand_o = 48'hffffffffffff;
    end
  end

  assign in_region = fits && !(|((operand[47:0] ^ region_base_i) & REGION_MASK));

  // A free if ours is compared first, and then asks, or does nothing.
  assign compares = cmd_function_id_i == 10'd4;

  always @* begin
    ours_d = ours_q;
    ours_d = cmd_valid_i && compares && in_region && !ready;
  end

  always @* begin
    foreign_d = foreign_q;
    foreign_d = cmd_valid_i && compares && !in_region && !ready;
  end

  always @* begin
    // What a command is.
    asks = ours_q;
    local_ = !compares || foreign_q;
    kind = 2'd3;
    if (!(|cmd_function_id_i[9:2])) begin
      asks = cmd_function_id_i[1:0] != 2'd3;
      local_ = cmd_function_id_i[1:0] == 2'd3;
      kind = 2'd2;
    end
    if (asks) begin
      kind = 2'd1;
      if ((cmd_function_id_i[1:0] == 2'd0) && !ours_q) begin
        kind = 2'd0;
      end
    end
  end

  always @* begin
    req_operation_o = cmd_function_id_i[1:0];
    if (ours_q) begin
      req_operation_o = 2'd1;
    end
  end

  // It goes on when its kind has room; what needs no request waits for the room alone.
  assign req_valid_o = cmd_valid_i && asks && kinds_push_ready_o;

  always @* begin
    goes = local_;
    if (asks) begin
      goes = req_ready_i;
    end
  end

  assign ready = kinds_push_ready_o && goes;
  assign cmd_ready_o = ready;
  assign kinds_push_valid_i = cmd_valid_i && goes;

  // The oldest command's response.
  assign head_local = kinds_pop_data_o[1];
  assign rsp_valid = kinds_pop_valid_o && (head_local || answer_valid_i);
  assign rsp_valid_o = rsp_valid;
  assign kinds_pop_ready_i = rsp_valid && rsp_ready_i;
  assign answer_ready_o = kinds_pop_valid_o && !head_local && rsp_ready_i;

  always @* begin
    result = 64'hffffffffffffffff;
    case (kinds_pop_data_o)
      2'd0: result = {16'd0, answer_address_i};
      2'd1: result = {61'd0, answer_status_i};
      2'd2: result = {61'd0, status_q};
      default: ;
    endcase
  end

  assign rsp_outputs_0_o = result;

  always @* begin
    status_d = status_q;
    if (answer_valid_i && answer_ready_o && (kinds_pop_data_o == 2'd0)) begin
      status_d = answer_status_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      status_q <= 3'd0;
      ours_q <= 1'b0;
      foreign_q <= 1'b0;
    end else begin
      status_q <= status_d;
      ours_q <= ours_d;
      foreign_q <= foreign_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{cmd_inputs_1_i, kinds_count_o};
endmodule

`default_nettype wire
