// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_request_arbiter, configuration paper: generated from hdl/src/request_arbiter.rs, do not edit.
//
// Who asks the object allocator, and who gets the answer.
//
// Joins the custom-instruction port, the doorbell and the command unit to the object allocator's one stream of requests.
//
//  CFU ───────┐                                   ┌─► object allocator
//  doorbell ──┼─► choose ──► hold, refuse ────────┤
//  command ───┘                        │ tag      │
//                                  [ tags ]       │
//  CFU, doorbell, command ◄──────── answer ◄──────┴── its responses
//
// Contract:
//
// * Nothing is added: CFU's request is offered in the cycle in which it comes, a doorbell's in the next, an answer shows in the cycle in which the allocator shows it. Answers
//   come to the one who asked, in the order in which its requests were accepted. 8 requests may be unanswered.
// * CFU and doorbell take turns, and the doorbell's begins a cycle after it came; so `cfu_req_ready_o` does not depend on `cfu_req_valid_i`. A request that
//   was offered to the allocator stays until it is accepted.
// * While `enable_i` is low or `engine_reset_i` is high, an alloc is answered `OutOfMemory` and a free, posted or not, `NotOurs`, in turn but without the allocator. What was
//   offered to the allocator before `enable_i` fell is carried out.
// * A reset of the allocator is announced by `engine_reset_i` and comes in any cycle of it with `reset_ready_o`. An answer that was shown and not taken stays, and the
//   reset waits for it; all other requests that are unanswered then are answered `BusError`, with address 0.
// * From the cycle after `hold_i` has come no request of CFU or doorbell is taken, but for one that was offered already. `quiet_o`: nothing of theirs is offered; in a cycle
//   with `hold_i`, nothing will be for as long as that stays. The command's flush is taken only then, whatever `enable_i` says; a reset has it answered `NotOurs`.
// * An answer that its asker does not take holds up the answers behind it. Doorbell and command always take theirs.
//
// Cost: a register file of 8 rows of 4 bits and about 20 flip-flops.

`default_nettype none

module memento_request_arbiter (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Requests are carried out.
  input  logic enable_i,
  // The allocator is about to be reset, for as long as this is high.
  input  logic engine_reset_i,
  // It may be reset in this cycle, with `engine_reset_i`.
  output logic reset_ready_o,
  // Let nothing more of CFU and doorbell pass.
  input  logic hold_i,
  // It is the command's turn: nothing of theirs is offered. Depends on no input.
  output logic quiet_o,
  // CFU: a request.
  input  logic cfu_req_valid_i,
  // It is accepted. Depends on the operation.
  output logic cfu_req_ready_o,
  // 0 alloc, 1 posted free, 2 free and wait.
  input  logic [1:0] cfu_req_operation_i,
  // Size or address.
  input  logic [47:0] cfu_req_operand_i,
  // CFU: an answer.
  output logic cfu_rsp_valid_o,
  // It is taken.
  input  logic cfu_rsp_ready_i,
  // Doorbell: a request.
  input  logic doorbell_req_valid_i,
  // It is accepted.
  output logic doorbell_req_ready_o,
  // 0 alloc, 1 posted free, 2 free and wait.
  input  logic [1:0] doorbell_req_operation_i,
  // Size or address.
  input  logic [47:0] doorbell_req_operand_i,
  // Doorbell: an answer, which is taken.
  output logic doorbell_rsp_valid_o,
  // Command: a flush is asked for.
  input  logic flush_req_valid_i,
  // It is accepted.
  output logic flush_req_ready_o,
  // Command: an answer, which is taken.
  output logic flush_rsp_valid_o,
  // Every answer: how the request ended.
  output logic [2:0] answer_status_o,
  // Every answer: the object's address, or 0.
  output logic [47:0] answer_address_o,
  // Allocator: a request.
  output logic req_valid_o,
  // It is accepted.
  input  logic req_ready_i,
  // 0 alloc, 1 posted free, 2 free and wait, 3 flush.
  output logic [1:0] req_operation_o,
  // Size or address.
  output logic [47:0] req_operand_o,
  // Allocator: a response.
  input  logic rsp_valid_i,
  // It is taken.
  output logic rsp_ready_o,
  // How the request ended.
  input  logic [2:0] rsp_status_i,
  // The object's address.
  input  logic [47:0] rsp_address_i
);
  localparam logic [1:0] ASKER_CFU = 2'd0;
  localparam logic [1:0] ASKER_DOORBELL = 2'd1;
  localparam logic [1:0] ASKER_COMMAND = 2'd2;
  localparam logic [2:0] BUS_ERROR = 3'd6;
  localparam logic [2:0] NOT_OURS = 3'd2;
  localparam logic [2:0] OUT_OF_MEMORY = 3'd5;
  logic valid;
  logic alloc;
  logic refuse;
  logic take;
  logic offered;
  logic [1:0] operation;
  logic [3:0] head;
  logic unanswered;
  logic made_up;
  logic answer;
  logic answer_ready;
  logic loses;
  logic pop;
  logic [1:0] asker_code;
  logic tags_push_valid_i;
  logic tags_push_ready_o;
  logic [3:0] tags_push_data_i;
  logic [3:0] tags_count_o;
  // What was offered must stay.
  logic locked_q, locked_d;
  // Whose turn it is: known before the cycle, since what is offered goes a long way in it.
  logic [1:0] asker_q, asker_d;
  // An answer of the allocator showed and was not taken.
  logic kept_q, kept_d;
  // Tags, from the oldest on, whose answers a reset has taken.
  logic [3:0] lost_q, lost_d;

  memento_fifo_4 u_tags (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .push_valid_i(tags_push_valid_i),
    .push_ready_o(tags_push_ready_o),
    .push_data_i(tags_push_data_i),
    .pop_valid_o(unanswered),
    .pop_ready_i(pop),
    .pop_data_o(head),
    .count_o(tags_count_o)
  );

  // Whose turn it is.
  assign quiet_o = asker_q == ASKER_COMMAND;

  always @* begin
    valid = cfu_req_valid_i;
    operation = cfu_req_operation_i;
    req_operand_o = cfu_req_operand_i;
    asker_code = 2'd0;
    case (asker_q)
      ASKER_CFU: ;
      ASKER_DOORBELL: begin
        valid = doorbell_req_valid_i;
        operation = doorbell_req_operation_i;
        req_operand_o = doorbell_req_operand_i;
        asker_code = 2'd1;
      end
      default: begin  // ASKER_COMMAND
        valid = flush_req_valid_i;
        operation = 2'd3;
        asker_code = 2'd2;
      end
    endcase
  end

  assign req_operation_o = operation;
  assign alloc = operation == 2'd0;

  // A refused request is taken at once, when there is room for its tag.
  assign refuse = engine_reset_i || (!enable_i && !locked_q && (asker_q != ASKER_COMMAND));
  assign offered = valid && !refuse && tags_push_ready_o;
  assign req_valid_o = offered;
  assign take = tags_push_ready_o && (refuse || req_ready_i);
  assign cfu_req_ready_o = take && (asker_q == ASKER_CFU);
  assign doorbell_req_ready_o = take && (asker_q == ASKER_DOORBELL);
  assign flush_req_ready_o = take && (asker_q == ASKER_COMMAND);
  assign tags_push_valid_i = valid && (refuse || req_ready_i);
  assign tags_push_data_i = {alloc, refuse, asker_code};

  always @* begin
    locked_d = locked_q;
    locked_d = offered && !req_ready_i;
  end

  always @* begin
    asker_d = asker_q;
    // The next turn. The doorbell's begins once CFU has had one or wants none, and lasts until it is used.
    if (!locked_d) begin
      asker_d = ASKER_CFU;
      if (hold_i) begin
        asker_d = ASKER_COMMAND;
      end else if (
        doorbell_req_valid_i
        && !doorbell_req_ready_o
        && ((asker_q == ASKER_DOORBELL) || cfu_req_ready_o || !cfu_req_valid_i)) begin
        asker_d = ASKER_DOORBELL;
      end
    end
  end

  // The oldest tag's answer: made up here, or the allocator's. A reset takes all that do not show yet.
  assign loses = engine_reset_i && !kept_q;
  assign reset_ready_o = !kept_q;
  assign made_up = head[2] || (|lost_q);
  assign answer = unanswered && (made_up || (rsp_valid_i && !loses));

  always @* begin
    answer_status_o = rsp_status_i;
    answer_address_o = rsp_address_i;
    if (head[2]) begin
      answer_status_o = NOT_OURS;
      if (head[3]) begin
        answer_status_o = OUT_OF_MEMORY;
      end
      answer_address_o = 48'd0;
    end else if (|lost_q) begin
      answer_status_o = BUS_ERROR;
      answer_address_o = 48'd0;
    end
  end

  assign cfu_rsp_valid_o = answer && (head[1:0] == 2'd0);
  assign doorbell_rsp_valid_o = answer && (head[1:0] == 2'd1);
  assign flush_rsp_valid_o = answer && (head[1:0] == 2'd2);
  assign answer_ready = cfu_rsp_ready_i || (|head[1:0]);
  assign rsp_ready_o = unanswered && !made_up && answer_ready && !loses;

  always @* begin
    kept_d = kept_q;
    kept_d = answer && !made_up && !answer_ready;
  end

  assign pop = answer && answer_ready;

  always @* begin
    lost_d = lost_q;
    if (pop && (|lost_q)) begin
      lost_d = lost_q - 4'd1;
    end
    if (loses) begin
      lost_d = tags_count_o;
      if (pop) begin
        lost_d = tags_count_o - 4'd1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      locked_q <= 1'b0;
      asker_q <= ASKER_CFU;
      kept_q <= 1'b0;
      lost_q <= 4'd0;
    end else begin
      locked_q <= locked_d;
      asker_q <= asker_d;
      kept_q <= kept_d;
      lost_q <= lost_d;
    end
  end
endmodule

`default_nettype wire
