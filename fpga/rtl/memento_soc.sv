// SPDX-License-Identifier: MIT OR Apache-2.0
//
// VexRiscv (RV32IM, custom instructions, 4 KiB caches) with Memento, configuration soc32. The memory map is in soc_fabric.sv; the core
// starts at 0.
//
// Addresses from 0x8000_0000 up are not cached by the core. It writes its cache through, and software empties it whenever another
// context is loaded or one ends.
module memento_soc #(
  parameter int unsigned RAM_BYTES = 65536,  // a multiple of 8
  parameter INIT_FILE = "",                  // the RAM's contents (soc_ram.sv)
  // For the clock: custom instructions, their answers (vexriscv_cfu.sv), and Memento's readiness for accesses (region_bridge.sv) go through
  // flip-flops.
  parameter bit STAGES = 1'b0
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
  localparam logic [1:0] REGION = 2'b01;  // the region's addresses, bits 31:30

  logic        core_cfu_valid, core_cfu_ready, core_cfu_rsp_valid, core_cfu_rsp_ready;
  logic [9:0]  core_cfu_function;
  logic [31:0] core_cfu_operand, core_cfu_result;
  logic        irq, timer_irq;

  logic        i_cyc, i_stb, i_ack;
  logic [29:0] i_adr;
  logic [31:0] i_rdata;
  logic [2:0]  i_cti;
  logic        d_cyc, d_stb, d_we, d_ack;
  logic [29:0] d_adr;
  logic [31:0] d_wdata, d_rdata;
  logic [3:0]  d_sel;
  logic [2:0]  d_cti;

  VexRiscv u_core (
    .clk(clk_i),
    .reset(!rst_ni),
    .externalResetVector('0),
    .timerInterrupt(timer_irq),
    .softwareInterrupt(1'b0),
    .externalInterruptArray({31'b0, irq}),
    .CfuPlugin_bus_cmd_valid(core_cfu_valid),
    .CfuPlugin_bus_cmd_ready(core_cfu_ready),
    .CfuPlugin_bus_cmd_payload_function_id(core_cfu_function),
    .CfuPlugin_bus_cmd_payload_inputs_0(core_cfu_operand),
    .CfuPlugin_bus_cmd_payload_inputs_1(),
    .CfuPlugin_bus_rsp_valid(core_cfu_rsp_valid),
    .CfuPlugin_bus_rsp_ready(core_cfu_rsp_ready),
    .CfuPlugin_bus_rsp_payload_outputs_0(core_cfu_result),
    .iBusWishbone_CYC(i_cyc),
    .iBusWishbone_STB(i_stb),
    .iBusWishbone_ACK(i_ack),
    .iBusWishbone_WE(),
    .iBusWishbone_ADR(i_adr),
    .iBusWishbone_DAT_MISO(i_rdata),
    .iBusWishbone_DAT_MOSI(),
    .iBusWishbone_SEL(),
    .iBusWishbone_ERR(1'b0),
    .iBusWishbone_CTI(i_cti),
    .iBusWishbone_BTE(),
    .dBusWishbone_CYC(d_cyc),
    .dBusWishbone_STB(d_stb),
    .dBusWishbone_ACK(d_ack),
    .dBusWishbone_WE(d_we),
    .dBusWishbone_ADR(d_adr),
    .dBusWishbone_DAT_MISO(d_rdata),
    .dBusWishbone_DAT_MOSI(d_wdata),
    .dBusWishbone_SEL(d_sel),
    .dBusWishbone_ERR(1'b0),
    .dBusWishbone_CTI(d_cti),
    .dBusWishbone_BTE()
  );

  logic        cfu_valid, cfu_ready, cfu_rsp_valid, cfu_rsp_ready, store, store_answered, devices, registers_wait;
  logic [9:0]  cfu_function;
  logic [31:0] cfu_operand, cfu_result;
  logic [3:0]  stores;

  vexriscv_cfu #(.REGION(REGION), .STAGES(STAGES)) u_cfu (
    .clk_i, .rst_ni,
    .core_valid_i(core_cfu_valid), .core_ready_o(core_cfu_ready), .core_function_id_i(core_cfu_function),
    .core_operand_i(core_cfu_operand), .core_rsp_valid_o(core_cfu_rsp_valid), .core_rsp_ready_i(core_cfu_rsp_ready),
    .core_rsp_result_o(core_cfu_result),
    .store_i(store), .stores_i(stores), .store_answered_i(store_answered),
    .devices_i(devices), .registers_wait_o(registers_wait),
    .cfu_valid_o(cfu_valid), .cfu_ready_i(cfu_ready), .cfu_function_id_o(cfu_function), .cfu_operand_o(cfu_operand),
    .cfu_rsp_valid_i(cfu_rsp_valid), .cfu_rsp_ready_o(cfu_rsp_ready), .cfu_rsp_result_i(cfu_result)
  );

  soc_fabric #(.REGION(REGION), .RAM_BYTES(RAM_BYTES), .INIT_FILE(INIT_FILE), .STAGES(STAGES)) u_fabric (
    .clk_i, .rst_ni,
    .i_valid_i(i_cyc && i_stb), .i_adr_i(i_adr), .i_cti_i(i_cti), .i_ack_o(i_ack), .i_rdata_o(i_rdata),
    .d_valid_i(d_cyc && d_stb), .d_we_i(d_we), .d_adr_i(d_adr), .d_wdata_i(d_wdata), .d_sel_i(d_sel), .d_cti_i(d_cti), .d_ack_o(d_ack),
    .d_rdata_o(d_rdata),
    .store_o(store), .stores_o(stores), .store_answered_o(store_answered), .devices_o(devices),
    .registers_wait_i(registers_wait),
    .cfu_valid_i(cfu_valid), .cfu_ready_o(cfu_ready), .cfu_function_id_i(cfu_function), .cfu_operand_i(cfu_operand),
    .cfu_rsp_valid_o(cfu_rsp_valid), .cfu_rsp_ready_i(cfu_rsp_ready), .cfu_rsp_result_o(cfu_result),
    .irq_o(irq), .timer_irq_o(timer_irq),
    .console_valid_o, .console_ready_i, .console_data_o, .exit_valid_o, .exit_code_o,
    .load_valid_i, .load_address_i, .load_data_i
  );
endmodule
