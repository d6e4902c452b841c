// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Between PicoRV32's co-processor interface (PCPI) and Memento's custom-instruction port.
//
// The core shows one instruction that it does not know until it is answered, and begins nothing else, so that a store has been accepted
// when the custom instruction behind it shows. It has to be answered too before the free of its object (Programmer's guide,
// "Order").
//
// Programs are built for cores with CSRs, fences and WFI, which this one lacks: their instructions do nothing here, and read 0.
module picorv32_pcpi (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The core.
  input  logic        pcpi_valid_i,
  input  logic [31:0] pcpi_insn_i,
  input  logic [31:0] pcpi_rs1_i,
  output logic        pcpi_wr_o,
  output logic [31:0] pcpi_rd_o,
  output logic        pcpi_wait_o,
  output logic        pcpi_ready_o,

  input  logic [3:0]  stores_i,      // stores to the region that were accepted and are not answered

  // Memento.
  output logic        cfu_valid_o,
  input  logic        cfu_ready_i,
  output logic [9:0]  cfu_function_id_o,
  output logic [31:0] cfu_operand_o,
  input  logic        cfu_rsp_valid_i,
  output logic        cfu_rsp_ready_o,
  input  logic [31:0] cfu_rsp_result_i
);
  localparam logic [6:0] CUSTOM_0 = 7'h0b, MISC_MEM = 7'h0f, SYSTEM = 7'h73;
  localparam logic [9:0] FREE = 10'd1, FREE_WAIT = 10'd2, FREE_IF_OURS = 10'd4;
  localparam logic [31:0] WFI = 32'h10500073;

  logic [6:0] opcode;
  logic is_custom, is_free, is_nothing, sent_q;
  assign opcode     = pcpi_insn_i[6:0];
  assign is_custom  = opcode == CUSTOM_0;
  assign is_free    = cfu_function_id_o == FREE || cfu_function_id_o == FREE_WAIT || cfu_function_id_o == FREE_IF_OURS;
  assign is_nothing = opcode == MISC_MEM || (opcode == SYSTEM && pcpi_insn_i[14:12] != 3'd0) || pcpi_insn_i == WFI;

  assign cfu_function_id_o = {pcpi_insn_i[31:25], pcpi_insn_i[14:12]};
  assign cfu_operand_o     = pcpi_rs1_i;
  assign cfu_valid_o       = pcpi_valid_i && is_custom && !sent_q && !(is_free && stores_i != '0);
  assign cfu_rsp_ready_o   = sent_q;

  assign pcpi_wait_o  = pcpi_valid_i && is_custom;
  assign pcpi_ready_o = pcpi_valid_i && (is_nothing || (sent_q && cfu_rsp_valid_i));
  assign pcpi_wr_o    = pcpi_ready_o;
  assign pcpi_rd_o    = is_custom ? cfu_rsp_result_i : '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) sent_q <= 1'b0;
    else         sent_q <= (cfu_valid_o && cfu_ready_i) || (sent_q && !cfu_rsp_valid_i);
  end
endmodule
