// SPDX-License-Identifier: MIT OR Apache-2.0
//
// PicoRV32 (RV32IM) with Memento at its co-processor interface. The memory map is in soc_fabric.sv; the core starts at 0. It has one
// bus, no caches, and no interrupts that a program for RISC-V's privileged architecture understands: programs poll IRQ_CAUSE.
module memento_pico_soc #(
  parameter int unsigned RAM_BYTES = 65536,  // a multiple of 8
  parameter INIT_FILE = ""                   // the RAM's contents (soc_ram.sv)
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Bytes to the console.
  output logic        console_valid_o,
  input  logic        console_ready_i,
  output logic [7:0]  console_data_o,

  // The program has ended, and with which code.
  output logic        exit_valid_o,
  output logic [31:0] exit_code_o,

  // While rst_ni is low: a word into the RAM.
  input  logic        load_valid_i,
  input  logic [31:0] load_address_i,
  input  logic [31:0] load_data_i
);
  logic        valid, ready;
  logic [31:0] address, wdata, rdata;
  logic [3:0]  wstrb;
  logic        pcpi_valid, pcpi_wr, pcpi_wait, pcpi_ready;
  logic [31:0] pcpi_insn, pcpi_rs1, pcpi_rd;

  picorv32 #(
    .ENABLE_PCPI(1), .ENABLE_MUL(1), .ENABLE_DIV(1), .BARREL_SHIFTER(1)
  ) u_core (
    .clk(clk_i), .resetn(rst_ni), .trap(),
    .mem_valid(valid), .mem_instr(), .mem_ready(ready), .mem_addr(address), .mem_wdata(wdata), .mem_wstrb(wstrb), .mem_rdata(rdata),
    .mem_la_read(), .mem_la_write(), .mem_la_addr(), .mem_la_wdata(), .mem_la_wstrb(),
    .pcpi_valid, .pcpi_insn, .pcpi_rs1, .pcpi_rs2(), .pcpi_wr, .pcpi_rd, .pcpi_wait, .pcpi_ready,
    .irq('0), .eoi(), .trace_valid(), .trace_data()
  );

  logic        cfu_valid, cfu_ready, cfu_rsp_valid, cfu_rsp_ready;
  logic [9:0]  cfu_function;
  logic [31:0] cfu_operand, cfu_result;
  logic [3:0]  stores;

  picorv32_pcpi u_pcpi (
    .clk_i, .rst_ni,
    .pcpi_valid_i(pcpi_valid), .pcpi_insn_i(pcpi_insn), .pcpi_rs1_i(pcpi_rs1), .pcpi_wr_o(pcpi_wr), .pcpi_rd_o(pcpi_rd),
    .pcpi_wait_o(pcpi_wait), .pcpi_ready_o(pcpi_ready), .stores_i(stores),
    .cfu_valid_o(cfu_valid), .cfu_ready_i(cfu_ready), .cfu_function_id_o(cfu_function), .cfu_operand_o(cfu_operand),
    .cfu_rsp_valid_i(cfu_rsp_valid), .cfu_rsp_ready_o(cfu_rsp_ready), .cfu_rsp_result_i(cfu_result)
  );

  soc_fabric #(.RAM_BYTES(RAM_BYTES), .INIT_FILE(INIT_FILE)) u_fabric (
    .clk_i, .rst_ni,
    .i_valid_i(1'b0), .i_adr_i('0), .i_cti_i('0), .i_ack_o(), .i_rdata_o(),
    .d_valid_i(valid), .d_we_i(wstrb != '0), .d_adr_i(address[31:2]), .d_wdata_i(wdata), .d_sel_i(wstrb == '0 ? 4'hf : wstrb),
    .d_cti_i('0), .d_ack_o(ready), .d_rdata_o(rdata),
    .store_o(), .stores_o(stores), .store_answered_o(), .devices_o(), .registers_wait_i(1'b0),
    .cfu_valid_i(cfu_valid), .cfu_ready_o(cfu_ready), .cfu_function_id_i(cfu_function), .cfu_operand_i(cfu_operand),
    .cfu_rsp_valid_o(cfu_rsp_valid), .cfu_rsp_ready_i(cfu_rsp_ready), .cfu_rsp_result_o(cfu_result),
    .irq_o(), .timer_irq_o(),
    .console_valid_o, .console_ready_i, .console_data_o, .exit_valid_o, .exit_code_o,
    .load_valid_i, .load_address_i, .load_data_i
  );
endmodule
