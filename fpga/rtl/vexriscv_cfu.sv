// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Between VexRiscv's CFU plugin and Memento's custom-instruction port.
//
// The plugin issues a command twice when the command has fired while execute was stalled and its ready is low as the stall ends. So
// the core sees ready high whenever it shows no command.
//
// The core's stores go through buffers, and a custom instruction could overtake them. A store to the region must have been answered
// before the free of its object (Programmer's guide, "Order"). A posted free is answered to the core at once and kept here until the
// stores before it are answered; one that asks for its status waits until no store is under way. What comes after a free that is kept
// here waits for it: other custom instructions, and accesses to Memento's registers. Everything waits for a store to
// Memento's registers, which may be what enables it.
//
// The core's answer to a posted free is 0 even when Memento refuses it.
module vexriscv_cfu (
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
  input  logic [4:0]  stores_i,           // stores to the region that are on the bus, or were accepted from there and not answered
  input  logic        store_answered_i,   // one of them is answered in this cycle
  input  logic        setting_i,          // a store to Memento's registers is on the bus
  input  logic        registers_i,        // an access to Memento's registers is on the bus
  output logic        registers_wait_o,   // it may not begin

  // Memento.
  output logic        cfu_valid_o,
  input  logic        cfu_ready_i,
  output logic [9:0]  cfu_function_id_o,
  output logic [31:0] cfu_operand_o,
  input  logic        cfu_rsp_valid_i,
  output logic        cfu_rsp_ready_o,
  input  logic [31:0] cfu_rsp_result_i
);
  localparam logic [9:0] FREE = 10'd1, FREE_WAIT = 10'd2;

  // The free that is kept, and the stores before it that have no answer yet.
  logic        kept_q;
  logic [31:0] operand_q;
  logic [4:0]  stores_q;
  // A posted free is to be answered to the core.
  logic        posted_q;
  // Answers of Memento to come: to posted frees, which the core has had, and then to the core's other instructions.
  logic [2:0]  unseen_q, seen_q;

  logic is_free, is_free_wait, room, hold, other, post, pass, go, issued, answered;
  logic [4:0] stores_after;
  assign is_free      = core_function_id_i == FREE;
  assign is_free_wait = core_function_id_i == FREE_WAIT;
  assign stores_after = stores_i - 5'(store_answered_i);

  // A posted free is answered in its turn, and is here before a later access to the registers begins.
  assign room = !kept_q && !posted_q && seen_q == '0 && unseen_q != '1 && !registers_i;
  assign post = core_valid_i && is_free && room;
  assign pass = post && stores_i == '0;

  assign hold  = setting_i || kept_q || seen_q == '1 || (is_free_wait && stores_i != '0);
  assign other = core_valid_i && !is_free && !hold;

  assign go                = kept_q && stores_q == '0;
  assign cfu_valid_o       = go || pass || other;
  assign cfu_function_id_o = kept_q ? FREE : core_function_id_i;
  assign cfu_operand_o     = kept_q ? operand_q : core_operand_i;
  assign issued            = cfu_valid_o && cfu_ready_i;
  assign registers_wait_o  = kept_q;

  assign core_ready_o = !core_valid_i || (is_free ? room : cfu_ready_i && !hold);

  assign answered          = cfu_rsp_valid_i && cfu_rsp_ready_o;
  assign cfu_rsp_ready_o   = unseen_q != '0 || (!posted_q && core_rsp_ready_i);
  assign core_rsp_valid_o  = posted_q || (unseen_q == '0 && cfu_rsp_valid_i);
  assign core_rsp_result_o = posted_q ? '0 : cfu_rsp_result_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      kept_q   <= 1'b0;
      posted_q <= 1'b0;
      unseen_q <= '0;
      seen_q   <= '0;
    end else begin
      kept_q   <= (kept_q && !(go && cfu_ready_i)) || (post && !(pass && cfu_ready_i));
      posted_q <= post || (posted_q && !core_rsp_ready_i);
      unseen_q <= unseen_q + 3'(issued && !other) - 3'(answered && unseen_q != '0);
      seen_q   <= seen_q + 3'(issued && other) - 3'(answered && unseen_q == '0);
    end
    if (post) begin
      operand_q <= core_operand_i;
      stores_q  <= stores_after;
    end else if (store_answered_i && stores_q != '0) begin
      stores_q <= stores_q - 1'b1;
    end
  end
endmodule
