// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Between VexRiscv's CFU plugin and Memento's custom-instruction port.
//
// The plugin issues a command twice when the command has fired while execute was stalled and its ready is low as the stall ends. So
// the core sees ready high whenever it shows no command.
//
// The core's stores go through buffers, and a custom instruction could overtake them. A store to the region must have been answered
// before the free of its object (Programmer's guide, "Order"): a free is kept here until then. Nothing is taken from the core while an
// access to Memento's registers is on the bus, since it may be what enables it; nor while one to peripherals is, since less is decoded
// so. One that is still in the core's buffers, behind another store, is not seen: where it matters, software reads the register back.
//
// What Memento does not take at once is kept here too. What comes after what is kept waits for it: other custom instructions, and
// accesses to Memento's registers.
//
// A posted free is answered to the core at once. That answer is 0 even when Memento refuses the free. A free if ours is answered by
// where the system has the region, which software must have told Memento too (REGION_BASE): 0, or all ones if the address lies outside.
//
// Memento's readiness reaches the core through flip-flops: its execute stage, and with it its whole front, hangs on it.
//
// With STAGES every instruction goes through the flip-flops that keep one, and every answer through some too; an instruction that waits
// for its answer takes two cycles more. Without, the longest paths of a system go from the core's execute stage through Memento's
// arbiter to its table, and from there through the answer into the core's memory stage, and on to its front.
module vexriscv_cfu #(
  parameter logic [1:0] REGION = 2'b01,  // the region's addresses, bits 31:30
  parameter bit STAGES = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The core's CFU plugin.
  input  logic        core_valid_i,
  output logic        core_ready_o,
  input  logic [9:0]  core_function_id_i,
  input  logic [31:0] core_operand_i,
  output logic        core_rsp_valid_o,
  input  logic        core_rsp_ready_i,
  output logic [31:0] core_rsp_result_o,

  // The core's data bus.
  input  logic        store_i,            // a store to the region is on the bus
  input  logic [3:0]  stores_i,           // so many were accepted from there and not answered
  input  logic        store_answered_i,   // one of them is answered in this cycle
  input  logic        devices_i,          // an access to Memento's registers or to peripherals is on the bus
  output logic        registers_wait_o,   // one to Memento's registers may not begin

  // Memento.
  output logic        cfu_valid_o,
  input  logic        cfu_ready_i,
  output logic [9:0]  cfu_function_id_o,
  output logic [31:0] cfu_operand_o,
  input  logic        cfu_rsp_valid_i,
  output logic        cfu_rsp_ready_o,
  input  logic [31:0] cfu_rsp_result_i
);
  localparam logic [9:0] FREE = 10'd1, FREE_WAIT = 10'd2, FREE_IF_OURS = 10'd4;
  localparam logic [2:0] UNKNOWN = 3'd7;
  logic stages;
  assign stages = STAGES;

  // The instruction that is kept, and the stores before it that have no answer yet. It goes when there are none: a flip-flop, since
  // Memento's whole pipeline hangs on it.
  logic        kept_q, go_q;
  logic [2:0]  function_q;
  logic [31:0] operand_q;
  logic [4:0]  stores_q;
  // An answer shows to the core, in registers of its own: to a posted free, or with STAGES Memento's.
  logic        shown_q;
  logic [31:0] shown_result_q;
  // Answers of Memento to come: to posted frees, which the core has had, and then to the core's other instructions.
  logic [2:0]  unseen_q, seen_q;

  // The kept one as Memento is told: what has more than three bits is unknown.
  logic [9:0] kept_function;
  assign kept_function = 10'(function_q);

  function automatic logic posted(input logic [9:0] function_id);
    posted = function_id == FREE || function_id == FREE_IF_OURS;
  endfunction

  logic is_free, is_posted, is_foreign, room, take, pass, issued, issues_posted, answered, kept_d;
  logic [4:0] stores_after, stores_d;
  assign is_posted    = posted(core_function_id_i);
  assign is_foreign   = core_function_id_i == FREE_IF_OURS && core_operand_i[31:30] != REGION;
  assign is_free      = is_posted || core_function_id_i == FREE_WAIT;
  assign stores_after = 5'(stores_i) + 5'(store_i) - 5'(store_answered_i);

  // A posted free is answered in its turn. The core's whole front hangs on the room, so three bits tell here what is one: an unknown
  // function that looks like it waits for its turn too.
  assign room  = !kept_q && !devices_i &&
                 (posted(10'(core_function_id_i[2:0])) ? !shown_q && seen_q == '0 && unseen_q != '1 : seen_q != '1);
  assign take  = core_valid_i && room;
  assign pass  = take && !stages && !(is_free && (store_i || stores_i != '0));
  assign core_ready_o = !core_valid_i || room;

  always_comb begin
    stores_d = stores_q;
    if (!kept_q) stores_d = is_free ? stores_after : '0;
    else if (store_answered_i && stores_q != '0) stores_d = stores_q - 1'b1;
  end

  assign kept_d            = (kept_q || take) && !issued;
  assign cfu_valid_o       = go_q || pass;
  assign cfu_function_id_o = kept_q || stages ? kept_function : core_function_id_i;
  assign cfu_operand_o     = kept_q || stages ? operand_q : core_operand_i;
  assign issued            = cfu_valid_o && cfu_ready_i;
  assign issues_posted     = kept_q ? posted(kept_function) : is_posted;
  assign registers_wait_o  = kept_q;

  // Memento's answer to an instruction that the core waits for.
  logic wanted;
  assign wanted            = cfu_rsp_valid_i && unseen_q == '0;
  assign answered          = cfu_rsp_valid_i && cfu_rsp_ready_o;
  assign cfu_rsp_ready_o   = unseen_q != '0 || (!shown_q && (stages || core_rsp_ready_i));
  assign core_rsp_valid_o  = shown_q || (wanted && !stages);
  assign core_rsp_result_o = shown_q || stages ? shown_result_q : cfu_rsp_result_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      kept_q   <= 1'b0;
      go_q     <= 1'b0;
      shown_q  <= 1'b0;
      unseen_q <= '0;
      seen_q   <= '0;
    end else begin
      kept_q   <= kept_d;
      go_q     <= kept_d && stores_d == '0;
      shown_q  <= (take && is_posted) || (wanted && !shown_q && stages) || (shown_q && !core_rsp_ready_i);
      unseen_q <= unseen_q + 3'(issued && issues_posted) - 3'(answered && unseen_q != '0);
      seen_q   <= seen_q + 3'(issued && !issues_posted) - 3'(answered && unseen_q == '0);
    end
    if (!shown_q) shown_result_q <= wanted && stages ? cfu_rsp_result_i : {32{is_foreign}};
    if (!kept_q) begin
      function_q <= core_function_id_i[9:3] == '0 ? core_function_id_i[2:0] : UNKNOWN;
      operand_q  <= core_operand_i;
    end
    stores_q <= stores_d;
  end
endmodule
