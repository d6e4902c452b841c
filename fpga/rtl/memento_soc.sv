// SPDX-License-Identifier: MIT OR Apache-2.0
//
// VexRiscv (RV32IM, custom instructions, 4 KiB caches) with Memento, configuration soc32.
//
//   0x0000_0000  RAM, 2^RAM_BITS bytes; the core starts at 0. Memento's frames and tables are in it too.
//   0x4000_0000  Memento's region, 1 GiB of virtual memory: the core's data bus goes to Memento's data port
//   0xf000_0000  Memento's registers
//   0xf001_0000  console, timer, exit, size of RAM (soc_peripherals.sv)
//
// Addresses from 0x8000_0000 up are not cached by the core. It writes its cache through, and software empties it whenever another
// context is loaded or one ends. Nothing else answers: such an access reads 0.
module memento_soc #(
  parameter int unsigned RAM_BITS = 16,   // log2 of the RAM's bytes
  parameter string INIT_FILE = ""         // the RAM's contents (soc_ram.sv)
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
  // ---- The core ---------------------------------------------------------------------------------------------------
  logic        core_cfu_valid, core_cfu_ready, core_cfu_rsp_valid, core_cfu_rsp_ready;
  logic [9:0]  core_cfu_function;
  logic [31:0] core_cfu_operand, core_cfu_result;
  logic        irq, timer_irq;

  logic        i_cyc, i_stb, i_ack;
  logic [29:0] i_adr;
  logic [2:0]  i_cti;
  logic        d_cyc, d_stb, d_we, d_ack;
  logic [29:0] d_adr;
  logic [31:0] d_wdata, d_rdata, ram_rdata;
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
    .iBusWishbone_DAT_MISO(ram_rdata),
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

  // ---- Who answers the data bus -----------------------------------------------------------------------------------
  localparam logic [1:0] REGION = 2'b01;
  localparam logic [15:0] REGISTERS = 16'hf000;
  localparam logic [11:0] PERIPHERALS = 12'hf01;

  logic d_valid, to_ram, to_region, to_registers, to_peripherals, to_nobody;
  assign d_valid        = d_cyc && d_stb;
  assign to_ram         = d_adr[29:RAM_BITS-2] == '0;
  assign to_region      = d_adr[29:28] == REGION;
  assign to_registers   = d_adr[29:14] == REGISTERS;
  assign to_peripherals = d_adr[29:18] == PERIPHERALS;
  assign to_nobody      = !(to_ram || to_region || to_registers || to_peripherals);

  logic        ram_ack, region_ack, registers_ack, registers_err, peripherals_ack;
  logic [31:0] region_rdata, registers_rdata, peripherals_rdata;
  assign d_ack = (to_ram && ram_ack) || (to_region && region_ack) || (to_registers && (registers_ack || registers_err)) ||
                 (to_peripherals && peripherals_ack) || (to_nobody && d_valid);
  always_comb begin
    d_rdata = '0;
    if (to_ram)               d_rdata = ram_rdata;
    else if (to_region)       d_rdata = region_rdata;
    else if (to_registers)    d_rdata = registers_ack ? registers_rdata : '0;
    else if (to_peripherals)  d_rdata = peripherals_rdata;
  end

  // ---- RAM: one port for the core, one for Memento ----------------------------------------------------------------
  localparam logic [2:0] CTI_BURST = 3'b010;

  logic                a_enable, b_enable, i_beyond;
  logic [7:0]          a_write, b_write;
  logic [RAM_BITS-4:0] a_word, b_word;
  logic [63:0]         a_wdata, a_rdata, b_wdata, b_rdata;
  assign i_beyond = i_adr[29:RAM_BITS-2] != '0;

  logic ram_i_ack;
  assign i_ack = ram_i_ack || (i_cyc && i_stb && i_beyond);

  wishbone_ram #(.RAM_BITS(RAM_BITS)) u_wishbone_ram (
    .clk_i, .rst_ni,
    .i_valid_i(i_cyc && i_stb && !i_beyond), .i_word_i(i_adr[RAM_BITS-3:0]), .i_more_i(i_cti == CTI_BURST), .i_ack_o(ram_i_ack),
    .d_valid_i(d_valid && to_ram), .d_write_i(d_we), .d_word_i(d_adr[RAM_BITS-3:0]), .d_select_i(d_sel), .d_wdata_i(d_wdata),
    .d_more_i(d_cti == CTI_BURST), .d_ack_o(ram_ack), .rdata_o(ram_rdata),
    .load_valid_i(load_valid_i && !rst_ni), .load_word_i(load_address_i[RAM_BITS-1:2]), .load_data_i,
    .ram_enable_o(a_enable), .ram_write_o(a_write), .ram_word_o(a_word), .ram_wdata_o(a_wdata), .ram_rdata_i(a_rdata)
  );

  soc_ram #(.WORD_BITS(RAM_BITS - 3), .INIT_FILE(INIT_FILE)) u_ram (
    .clk_i,
    .a_enable_i(a_enable), .a_write_i(a_write), .a_word_i(a_word), .a_wdata_i(a_wdata), .a_rdata_o(a_rdata),
    .b_enable_i(b_enable), .b_write_i(b_write), .b_word_i(b_word), .b_wdata_i(b_wdata), .b_rdata_o(b_rdata)
  );

  logic        awvalid, awready, wvalid, wready, wlast, bvalid, bready, arvalid, arready, rvalid, rready, rlast;
  logic [31:0] awaddr, araddr;
  logic [63:0] wdata, rdata;
  logic [7:0]  wstrb, arlen;
  logic [1:0]  bresp, rresp;

  axi_ram #(.RAM_BITS(RAM_BITS)) u_axi_ram (
    .clk_i, .rst_ni,
    .awvalid_i(awvalid), .awready_o(awready), .awaddr_i(awaddr),
    .wvalid_i(wvalid), .wready_o(wready), .wdata_i(wdata), .wstrb_i(wstrb), .wlast_i(wlast),
    .bvalid_o(bvalid), .bready_i(bready), .bresp_o(bresp),
    .arvalid_i(arvalid), .arready_o(arready), .araddr_i(araddr), .arlen_i(arlen),
    .rvalid_o(rvalid), .rready_i(rready), .rdata_o(rdata), .rresp_o(rresp), .rlast_o(rlast),
    .ram_enable_o(b_enable), .ram_write_o(b_write), .ram_word_o(b_word), .ram_wdata_o(b_wdata), .ram_rdata_i(b_rdata)
  );

  // ---- Memento ----------------------------------------------------------------------------------------------------
  logic        data_req_valid, data_req_ready, data_req_write, data_rsp_valid, data_rsp_ready;
  logic [31:0] data_req_address;
  logic [63:0] data_req_wdata, data_rsp_rdata;
  logic [7:0]  data_req_wstrb;
  logic [2:0]  data_rsp_status;

  logic        cfu_valid, cfu_ready, cfu_rsp_valid, cfu_rsp_ready, store_answered, registers_wait;
  logic [9:0]  cfu_function;
  logic [31:0] cfu_operand, cfu_result;
  logic [3:0]  stores;

  vexriscv_cfu u_cfu (
    .clk_i, .rst_ni,
    .core_valid_i(core_cfu_valid), .core_ready_o(core_cfu_ready), .core_function_id_i(core_cfu_function),
    .core_operand_i(core_cfu_operand), .core_rsp_valid_o(core_cfu_rsp_valid), .core_rsp_ready_i(core_cfu_rsp_ready),
    .core_rsp_result_o(core_cfu_result),
    .stores_i(5'(stores) + 5'(d_valid && d_we && to_region)), .store_answered_i(store_answered),
    .setting_i(d_valid && d_we && to_registers), .registers_i(d_valid && to_registers), .registers_wait_o(registers_wait),
    .cfu_valid_o(cfu_valid), .cfu_ready_i(cfu_ready), .cfu_function_id_o(cfu_function), .cfu_operand_o(cfu_operand),
    .cfu_rsp_valid_i(cfu_rsp_valid), .cfu_rsp_ready_o(cfu_rsp_ready), .cfu_rsp_result_i(cfu_result)
  );

  region_bridge u_region (
    .clk_i, .rst_ni,
    .wb_valid_i(d_valid && to_region), .wb_write_i(d_we), .wb_word_i(d_adr), .wb_select_i(d_sel), .wb_wdata_i(d_wdata),
    .wb_burst_i(d_cti != 3'b000), .wb_ack_o(region_ack), .wb_rdata_o(region_rdata),
    .stores_o(stores), .store_answered_o(store_answered),
    .req_valid_o(data_req_valid), .req_ready_i(data_req_ready), .req_write_o(data_req_write), .req_address_o(data_req_address),
    .req_wdata_o(data_req_wdata), .req_wstrb_o(data_req_wstrb),
    .rsp_valid_i(data_rsp_valid), .rsp_ready_o(data_rsp_ready), .rsp_rdata_i(data_rsp_rdata), .rsp_status_i(data_rsp_status)
  );

  logic        csr_awvalid, csr_awready, csr_wvalid, csr_wready, csr_bvalid, csr_bready, csr_arvalid, csr_arready, csr_rvalid, csr_rready;
  logic [11:0] csr_awaddr, csr_araddr;
  logic [2:0]  csr_awprot, csr_arprot;
  logic [31:0] csr_wdata, csr_rdata;
  logic [3:0]  csr_wstrb;
  logic [1:0]  csr_bresp, csr_rresp;

  memento_wishbone_bridge u_registers (
    .clk_i, .rst_ni,
    .wb_cyc_i(d_cyc && to_registers && !registers_wait), .wb_stb_i(d_stb && to_registers && !registers_wait), .wb_we_i(d_we), .wb_adr_i(d_adr[9:0]), .wb_sel_i(d_sel),
    .wb_dat_i(d_wdata), .wb_dat_o(registers_rdata), .wb_ack_o(registers_ack), .wb_err_o(registers_err), .wb_stall_o(),
    .axi_awvalid_o(csr_awvalid), .axi_awready_i(csr_awready), .axi_awaddr_o(csr_awaddr), .axi_awprot_o(csr_awprot),
    .axi_wvalid_o(csr_wvalid), .axi_wready_i(csr_wready), .axi_wdata_o(csr_wdata), .axi_wstrb_o(csr_wstrb),
    .axi_bvalid_i(csr_bvalid), .axi_bready_o(csr_bready), .axi_bresp_i(csr_bresp),
    .axi_arvalid_o(csr_arvalid), .axi_arready_i(csr_arready), .axi_araddr_o(csr_araddr), .axi_arprot_o(csr_arprot),
    .axi_rvalid_i(csr_rvalid), .axi_rready_o(csr_rready), .axi_rdata_i(csr_rdata), .axi_rresp_i(csr_rresp)
  );

  memento_top u_memento (
    .clk_i, .rst_ni,
    .csr_awvalid_i(csr_awvalid), .csr_awready_o(csr_awready), .csr_awaddr_i(csr_awaddr), .csr_awprot_i(csr_awprot),
    .csr_wvalid_i(csr_wvalid), .csr_wready_o(csr_wready), .csr_wdata_i(csr_wdata), .csr_wstrb_i(csr_wstrb),
    .csr_bvalid_o(csr_bvalid), .csr_bready_i(csr_bready), .csr_bresp_o(csr_bresp),
    .csr_arvalid_i(csr_arvalid), .csr_arready_o(csr_arready), .csr_araddr_i(csr_araddr), .csr_arprot_i(csr_arprot),
    .csr_rvalid_o(csr_rvalid), .csr_rready_i(csr_rready), .csr_rdata_o(csr_rdata), .csr_rresp_o(csr_rresp),
    .irq_o(irq),
    .cfu_cmd_valid_i(cfu_valid), .cfu_cmd_ready_o(cfu_ready), .cfu_cmd_function_id_i(cfu_function),
    .cfu_cmd_inputs_0_i(cfu_operand), .cfu_cmd_inputs_1_i('0),
    .cfu_rsp_valid_o(cfu_rsp_valid), .cfu_rsp_ready_i(cfu_rsp_ready), .cfu_rsp_outputs_0_o(cfu_result),
    .data_req_valid_i(data_req_valid), .data_req_ready_o(data_req_ready), .data_req_write_i(data_req_write),
    .data_req_address_i(data_req_address), .data_req_wdata_i(data_req_wdata), .data_req_wstrb_i(data_req_wstrb),
    .data_rsp_valid_o(data_rsp_valid), .data_rsp_ready_i(data_rsp_ready), .data_rsp_rdata_o(data_rsp_rdata),
    .data_rsp_status_o(data_rsp_status),
    .axi_awvalid_o(awvalid), .axi_awready_i(awready), .axi_awid_o(), .axi_awaddr_o(awaddr), .axi_awlen_o(), .axi_awsize_o(),
    .axi_awburst_o(), .axi_awcache_o(), .axi_awprot_o(),
    .axi_wvalid_o(wvalid), .axi_wready_i(wready), .axi_wdata_o(wdata), .axi_wstrb_o(wstrb), .axi_wlast_o(wlast),
    .axi_bvalid_i(bvalid), .axi_bready_o(bready), .axi_bresp_i(bresp),
    .axi_arvalid_o(arvalid), .axi_arready_i(arready), .axi_arid_o(), .axi_araddr_o(araddr), .axi_arlen_o(arlen), .axi_arsize_o(),
    .axi_arburst_o(), .axi_arcache_o(), .axi_arprot_o(),
    .axi_rvalid_i(rvalid), .axi_rready_o(rready), .axi_rdata_i(rdata), .axi_rresp_i(rresp), .axi_rlast_i(rlast)
  );

  soc_peripherals #(.RAM_BITS(RAM_BITS)) u_peripherals (
    .clk_i, .rst_ni,
    .wb_valid_i(d_valid && to_peripherals), .wb_write_i(d_we), .wb_word_i(d_adr[17:0]), .wb_wdata_i(d_wdata),
    .wb_ack_o(peripherals_ack), .wb_rdata_o(peripherals_rdata),
    .console_valid_o, .console_ready_i, .console_data_o, .timer_irq_o(timer_irq), .exit_valid_o, .exit_code_o
  );
endmodule
