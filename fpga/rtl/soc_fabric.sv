// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a system has around its core: Memento, RAM, console and timer, on the core's bus of data, its bus of instructions (if it has one
// of its own) and its custom instructions. Memento's configuration is that of the memento_top which is compiled with it.
//
//   0x0000_0000  RAM, RAM_BYTES bytes. Memento's frames and tables are in it too.
//   0x4000_0000  Memento's region, 1 GiB of virtual memory: Memento's data port
//   0xf000_0000  Memento's registers
//   0xf001_0000  console, timer, exit, size of RAM (soc_peripherals.sv)
//
// Nothing else answers: such an access reads 0. The buses are Wishbone's, classic cycles and incrementing bursts (CTI).
module soc_fabric #(
  parameter logic [1:0] REGION = 2'b01,      // the region's addresses, bits 31:30
  parameter int unsigned RAM_BYTES = 65536,  // a multiple of 8
  parameter INIT_FILE = "",                  // the RAM's contents (soc_ram.sv)
  parameter bit STAGES = 1'b0                // Memento's readiness for an access reaches the data bus through a flip-flop
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Instructions: only from RAM.
  input  logic        i_valid_i,
  input  logic [29:0] i_adr_i,
  input  logic [2:0]  i_cti_i,
  output logic        i_ack_o,
  output logic [31:0] i_rdata_o,

  // Data.
  input  logic        d_valid_i,
  input  logic        d_we_i,
  input  logic [29:0] d_adr_i,
  input  logic [31:0] d_wdata_i,
  input  logic [3:0]  d_sel_i,
  input  logic [2:0]  d_cti_i,
  output logic        d_ack_o,
  output logic [31:0] d_rdata_o,

  // Of this bus, for the order of custom instructions.
  output logic        store_o,            // a store to the region is on the bus
  output logic [3:0]  stores_o,           // so many were accepted from there and not answered
  output logic        store_answered_o,   // one of them is answered in this cycle
  output logic        devices_o,          // an access to Memento's registers or to peripherals is on the bus
  input  logic        registers_wait_i,   // one to Memento's registers may not begin

  // Custom instructions.
  input  logic        cfu_valid_i,
  output logic        cfu_ready_o,
  input  logic [9:0]  cfu_function_id_i,
  input  logic [31:0] cfu_operand_i,
  output logic        cfu_rsp_valid_o,
  input  logic        cfu_rsp_ready_i,
  output logic [31:0] cfu_rsp_result_o,

  output logic        irq_o,              // Memento's
  output logic        timer_irq_o,

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
  localparam int unsigned RAM_BITS = $clog2(RAM_BYTES);

  // ---- Who answers the data bus -----------------------------------------------------------------------------------
  localparam logic [15:0] REGISTERS = 16'hf000;
  localparam logic [11:0] PERIPHERALS = 12'hf01;

  logic to_ram, to_region, to_registers, to_peripherals, to_nobody;
  assign to_ram         = d_adr_i < 30'(RAM_BYTES / 4);
  assign to_region      = d_adr_i[29:28] == REGION;
  assign to_registers   = d_adr_i[29:14] == REGISTERS;
  assign to_peripherals = d_adr_i[29:18] == PERIPHERALS;
  assign to_nobody      = !(to_ram || to_region || to_registers || to_peripherals);

  logic        ram_ack, region_ack, registers_ack, registers_err, peripherals_ack;
  logic [31:0] ram_rdata, region_rdata, registers_rdata, peripherals_rdata;
  assign i_rdata_o = ram_rdata;
  assign d_ack_o = (to_ram && ram_ack) || (to_region && region_ack) || (to_registers && (registers_ack || registers_err)) ||
                 (to_peripherals && peripherals_ack) || (to_nobody && d_valid_i);
  always_comb begin
    d_rdata_o = '0;
    if (to_ram)               d_rdata_o = ram_rdata;
    else if (to_region)       d_rdata_o = region_rdata;
    else if (to_registers)    d_rdata_o = registers_ack ? registers_rdata : '0;
    else if (to_peripherals)  d_rdata_o = peripherals_rdata;
  end

  // ---- RAM: one port for the core, one for Memento ----------------------------------------------------------------
  localparam logic [2:0] CTI_BURST = 3'b010;

  logic                a_enable, b_enable, i_beyond;
  logic [7:0]          a_write, b_write;
  logic [RAM_BITS-4:0] a_word, b_word;
  logic [63:0]         a_wdata, a_rdata, b_wdata, b_rdata;
  assign i_beyond = i_adr_i >= 30'(RAM_BYTES / 4);

  logic ram_i_ack;
  assign i_ack_o = ram_i_ack || (i_valid_i && i_beyond);

  wishbone_ram #(.RAM_BITS(RAM_BITS)) u_wishbone_ram (
    .clk_i, .rst_ni,
    .i_valid_i(i_valid_i && !i_beyond), .i_word_i(i_adr_i[RAM_BITS-3:0]), .i_more_i(i_cti_i == CTI_BURST), .i_ack_o(ram_i_ack),
    .d_valid_i(d_valid_i && to_ram), .d_write_i(d_we_i), .d_word_i(d_adr_i[RAM_BITS-3:0]), .d_select_i(d_sel_i), .d_wdata_i(d_wdata_i),
    .d_more_i(d_cti_i == CTI_BURST), .d_ack_o(ram_ack), .rdata_o(ram_rdata),
    .load_valid_i(load_valid_i && !rst_ni), .load_word_i(load_address_i[RAM_BITS-1:2]), .load_data_i,
    .ram_enable_o(a_enable), .ram_write_o(a_write), .ram_word_o(a_word), .ram_wdata_o(a_wdata), .ram_rdata_i(a_rdata)
  );

  soc_ram #(.WORDS(RAM_BYTES / 8), .INIT_FILE(INIT_FILE)) u_ram (
    .clk_i,
    .a_enable_i(a_enable), .a_write_i(a_write), .a_word_i(a_word), .a_wdata_i(a_wdata), .a_rdata_o(a_rdata),
    .b_enable_i(b_enable), .b_write_i(b_write), .b_word_i(b_word), .b_wdata_i(b_wdata), .b_rdata_o(b_rdata)
  );

  logic        awvalid, awready, wvalid, wready, wlast, bvalid, bready, arvalid, arready, rvalid, rready, rlast;
  logic [31:0] awaddr, araddr;
  logic [63:0] wdata, rdata;
  logic [7:0]  wstrb, arlen;
  logic [1:0]  bresp, rresp;

  axi_ram #(.RAM_BYTES(RAM_BYTES)) u_axi_ram (
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

  // Custom instructions wait for these two in the cycle in which they are on the bus: no more is decoded than is needed.
  assign store_o   = d_valid_i && d_we_i && to_region;
  assign devices_o = d_valid_i && d_adr_i[29:26] == REGISTERS[15:12];

  logic region_kept;

  region_bridge #(.STAGES(STAGES)) u_region (
    .clk_i, .rst_ni,
    .wb_valid_i(d_valid_i && to_region), .wb_write_i(d_we_i), .wb_word_i(d_adr_i), .wb_select_i(d_sel_i), .wb_wdata_i(d_wdata_i),
    .wb_burst_i(d_cti_i != 3'b000), .wb_ack_o(region_ack), .wb_rdata_o(region_rdata),
    .kept_o(region_kept), .stores_o, .store_answered_o,
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

  logic registers_begin;
  assign registers_begin = d_valid_i && to_registers && !registers_wait_i && !region_kept;

  memento_wishbone_bridge u_registers (
    .clk_i, .rst_ni,
    .wb_cyc_i(registers_begin), .wb_stb_i(registers_begin), .wb_we_i(d_we_i), .wb_adr_i(d_adr_i[9:0]),
    .wb_sel_i(d_sel_i), .wb_dat_i(d_wdata_i), .wb_dat_o(registers_rdata), .wb_ack_o(registers_ack), .wb_err_o(registers_err), .wb_stall_o(),
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
    .irq_o,
    .cfu_cmd_valid_i(cfu_valid_i), .cfu_cmd_ready_o(cfu_ready_o), .cfu_cmd_function_id_i(cfu_function_id_i),
    .cfu_cmd_inputs_0_i(cfu_operand_i), .cfu_cmd_inputs_1_i('0),
    .cfu_rsp_valid_o, .cfu_rsp_ready_i, .cfu_rsp_outputs_0_o(cfu_rsp_result_o),
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

  soc_peripherals #(.RAM_BYTES(RAM_BYTES)) u_peripherals (
    .clk_i, .rst_ni,
    .wb_valid_i(d_valid_i && to_peripherals), .wb_write_i(d_we_i), .wb_word_i(d_adr_i[17:0]), .wb_wdata_i(d_wdata_i),
    .wb_ack_o(peripherals_ack), .wb_rdata_o(peripherals_rdata),
    .console_valid_o, .console_ready_i, .console_data_o, .timer_irq_o, .exit_valid_o, .exit_code_o
  );
endmodule
