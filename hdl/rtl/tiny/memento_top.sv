// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_top, configuration tiny: generated from hdl/src/top.rs, do not edit.
//
// The whole of Memento.
//
// The whole of Memento: malloc and free for harts, and the memory behind the addresses that they get.
//
//  csr_* (AXI4-Lite) ─► registers ──► request arbiter ─► object allocator ─┬─► headers ──► translation ─┐
//  cfu_* ─────────────► CFU port ─────────┘    │             │  bypass unit │  back, release    │  frames  │
//                          command unit ◄──────┴─ contexts ──┘      │       └───────────────────┤  ▲       │
//                                                                   ▼                           ▼  │       ▼
//  data_* ────────────────────────────────────────────► last-level cache ◄── page ──────── page tables, frame pool
//                                                                   └────────► memory arbiter ─► axi_* (AXI4) ◄─┘
//
// Contract
//
// * What each part does: docs/src/semantics.md, docs/src/pages.md, docs/src/registers.md.
// * `csr_*` is an AXI4-Lite slave; `cfu_*` and `data_*` are valid/ready streams, answered in order; `axi_*` is an AXI4 master with one
//   identifier, single beats and bursts of eight.
// * A load or store is accepted while no command is under way; at most eight are unanswered.
// * Reset, of the pin or by CONTROL.RESET, may come at any time if the memory bus is reset with it; nothing of contexts is left but what memory holds.

`default_nettype none

module memento_top (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low. The memory bus must be reset with it.
  input  logic rst_ni,
  // Registers, AXI4-Lite: write address.
  input  logic csr_awvalid_i,
  // It is taken.
  output logic csr_awready_o,
  // Offset in the register window.
  input  logic [11:0] csr_awaddr_i,
  // AXI4-Lite AWPROT; means nothing.
  input  logic [2:0] csr_awprot_i,
  // Write data.
  input  logic csr_wvalid_i,
  // It is taken.
  output logic csr_wready_o,
  // The word.
  input  logic [31:0] csr_wdata_i,
  // Which bytes of it; all, or the write is refused.
  input  logic [3:0] csr_wstrb_i,
  // Write response.
  output logic csr_bvalid_o,
  // It is taken.
  input  logic csr_bready_i,
  // 0 OKAY, 2 SLVERR.
  output logic [1:0] csr_bresp_o,
  // Read address.
  input  logic csr_arvalid_i,
  // It is taken.
  output logic csr_arready_o,
  // Offset in the register window.
  input  logic [11:0] csr_araddr_i,
  // AXI4-Lite ARPROT; means nothing.
  input  logic [2:0] csr_arprot_i,
  // Read data.
  output logic csr_rvalid_o,
  // It is taken.
  input  logic csr_rready_i,
  // The word.
  output logic [31:0] csr_rdata_o,
  // 0 OKAY, 2 SLVERR.
  output logic [1:0] csr_rresp_o,
  // A cause that is enabled is pending.
  output logic irq_o,
  // Custom instruction.
  input  logic cfu_cmd_valid_i,
  // It is taken.
  output logic cfu_cmd_ready_o,
  // funct7 above funct3: 0 alloc, 1 free, 2 free and wait, 3 status, 4 free if ours.
  input  logic [9:0] cfu_cmd_function_id_i,
  // rs1: size or address.
  input  logic [31:0] cfu_cmd_inputs_0_i,
  // rs2: means nothing.
  input  logic [31:0] cfu_cmd_inputs_1_i,
  // Its result.
  output logic cfu_rsp_valid_o,
  // It is taken.
  input  logic cfu_rsp_ready_i,
  // rd: address or status.
  output logic [31:0] cfu_rsp_outputs_0_o,
  // A hart's load or store.
  input  logic data_req_valid_i,
  // It is accepted.
  output logic data_req_ready_o,
  // It is a store.
  input  logic data_req_write_i,
  // Virtual address; its lowest three bits mean nothing.
  input  logic [31:0] data_req_address_i,
  // What to store.
  input  logic [63:0] data_req_wdata_i,
  // Which of its bytes.
  input  logic [7:0] data_req_wstrb_i,
  // A response, in the order of the accesses.
  output logic data_rsp_valid_o,
  // It is taken.
  input  logic data_rsp_ready_i,
  // The 64 bits at the address.
  output logic [63:0] data_rsp_rdata_o,
  // 0 ok, 2 not ours, 3 bad pointer, 6 bus error, 7 out of frames.
  output logic [2:0] data_rsp_status_o,
  // Memory, AXI4: write address channel.
  output logic axi_awvalid_o,
  // AXI4 AWREADY.
  input  logic axi_awready_i,
  // AXI4 AWID.
  output logic axi_awid_o,
  // AXI4 AWADDR.
  output logic [31:0] axi_awaddr_o,
  // AXI4 AWLEN.
  output logic [7:0] axi_awlen_o,
  // AXI4 AWSIZE.
  output logic [2:0] axi_awsize_o,
  // AXI4 AWBURST.
  output logic [1:0] axi_awburst_o,
  // AXI4 AWCACHE.
  output logic [3:0] axi_awcache_o,
  // AXI4 AWPROT.
  output logic [2:0] axi_awprot_o,
  // Memory, AXI4: write data channel.
  output logic axi_wvalid_o,
  // AXI4 WREADY.
  input  logic axi_wready_i,
  // AXI4 WDATA.
  output logic [63:0] axi_wdata_o,
  // AXI4 WSTRB.
  output logic [7:0] axi_wstrb_o,
  // AXI4 WLAST.
  output logic axi_wlast_o,
  // Memory, AXI4: write response channel.
  input  logic axi_bvalid_i,
  // AXI4 BREADY.
  output logic axi_bready_o,
  // AXI4 BRESP.
  input  logic [1:0] axi_bresp_i,
  // Memory, AXI4: read address channel.
  output logic axi_arvalid_o,
  // AXI4 ARREADY.
  input  logic axi_arready_i,
  // AXI4 ARID.
  output logic axi_arid_o,
  // AXI4 ARADDR.
  output logic [31:0] axi_araddr_o,
  // AXI4 ARLEN.
  output logic [7:0] axi_arlen_o,
  // AXI4 ARSIZE.
  output logic [2:0] axi_arsize_o,
  // AXI4 ARBURST.
  output logic [1:0] axi_arburst_o,
  // AXI4 ARCACHE.
  output logic [3:0] axi_arcache_o,
  // AXI4 ARPROT.
  output logic [2:0] axi_arprot_o,
  // Memory, AXI4: read data channel.
  input  logic axi_rvalid_i,
  // AXI4 RREADY.
  output logic axi_rready_o,
  // AXI4 RDATA.
  input  logic [63:0] axi_rdata_i,
  // AXI4 RRESP.
  input  logic [1:0] axi_rresp_i,
  // AXI4 RLAST.
  input  logic axi_rlast_i
);
  logic engine_rst_n;
  logic allocator_rst_n;
  logic fault;
  logic access_valid;
  logic access_taken;
  logic answer_taken;
  logic answer_failed;
  logic allocator_answered;
  logic axi_lite_bus_valid_o;
  logic axi_lite_bus_write_o;
  logic [11:0] axi_lite_bus_address_o;
  logic [31:0] axi_lite_bus_wdata_o;
  logic [3:0] axi_lite_bus_wstrb_o;
  logic registers_bus_ready_o;
  logic registers_rsp_valid_o;
  logic [31:0] registers_rsp_rdata_o;
  logic registers_rsp_error_o;
  logic registers_enable_o;
  logic registers_engine_reset_o;
  logic registers_bypass_enable_o;
  logic [31:0] registers_region_base_o;
  logic [12:0] registers_slice_limit_pages_o;
  logic [8:0] registers_reuse_threshold_o;
  logic [19:0] registers_root_ppn_o;
  logic [31:0] registers_context_address_o;
  logic registers_load_valid_i;
  logic registers_hold_o;
  logic registers_quiet_i;
  logic registers_clearing_i;
  logic registers_command_valid_o;
  logic [2:0] registers_command_o;
  logic registers_pool_add_valid_o;
  logic [19:0] registers_pool_add_ppn_o;
  logic [31:0] registers_pool_add_count_o;
  logic [21:0] registers_pool_low_water_o;
  logic registers_out_of_frames_i;
  logic [22:0] registers_events_i;
  logic registers_doorbell_req_valid_o;
  logic [1:0] registers_doorbell_req_operation_o;
  logic [31:0] registers_doorbell_req_operand_o;
  logic cfu_port_req_valid_o;
  logic [1:0] cfu_port_req_operation_o;
  logic [31:0] cfu_port_req_operand_o;
  logic cfu_port_answer_ready_o;
  logic request_arbiter_reset_ready_o;
  logic request_arbiter_quiet_o;
  logic request_arbiter_cfu_req_ready_o;
  logic request_arbiter_cfu_rsp_valid_o;
  logic request_arbiter_doorbell_req_ready_o;
  logic request_arbiter_doorbell_rsp_valid_o;
  logic request_arbiter_flush_req_ready_o;
  logic request_arbiter_flush_rsp_valid_o;
  logic [2:0] request_arbiter_answer_status_o;
  logic [31:0] request_arbiter_answer_address_o;
  logic request_arbiter_req_valid_o;
  logic [1:0] request_arbiter_req_operation_o;
  logic [31:0] request_arbiter_req_operand_o;
  logic request_arbiter_rsp_ready_o;
  logic object_allocator_req_ready_o;
  logic object_allocator_rsp_valid_o;
  logic [2:0] object_allocator_rsp_status_o;
  logic [31:0] object_allocator_rsp_address_o;
  logic object_allocator_mem_req_valid_o;
  logic object_allocator_mem_req_write_o;
  logic [31:0] object_allocator_mem_req_address_o;
  logic [63:0] object_allocator_mem_req_wdata_o;
  logic object_allocator_mem_rsp_ready_o;
  logic object_allocator_pages_req_valid_o;
  logic object_allocator_pages_req_release_o;
  logic [3:0] object_allocator_pages_req_class_o;
  logic [11:0] object_allocator_pages_req_page_o;
  logic object_allocator_pages_req_link_valid_o;
  logic [11:0] object_allocator_pages_req_link_page_o;
  logic object_allocator_bypass_install_valid_o;
  logic [3:0] object_allocator_bypass_install_class_o;
  logic [11:0] object_allocator_bypass_install_page_o;
  logic [15:0] object_allocator_bypass_install_value_o;
  logic [3:0] object_allocator_bypass_class_o;
  logic object_allocator_adopt_done_o;
  logic object_allocator_adopt_error_o;
  logic object_allocator_flushed_valid_o;
  logic [3:0] object_allocator_flushed_class_o;
  logic object_allocator_flushed_occupied_o;
  logic [11:0] object_allocator_flushed_page_o;
  logic [12:0] object_allocator_row_pointer_o;
  logic [12:0] object_allocator_row_available_o;
  logic [12:0] object_allocator_row_full_o;
  logic [12:0] object_allocator_row_recycled_o;
  logic object_allocator_pointer_write_valid_o;
  logic [3:0] object_allocator_pointer_write_class_o;
  logic [12:0] object_allocator_pointer_write_value_o;
  logic object_allocator_error_valid_o;
  logic [2:0] object_allocator_error_status_o;
  logic [31:0] object_allocator_error_address_o;
  logic object_allocator_fault_o;
  logic object_allocator_idle_o;
  logic [11:0] object_allocator_events_o;
  logic commands_command_done_o;
  logic commands_command_error_o;
  logic commands_fault_o;
  logic commands_load_valid_o;
  logic [31:0] commands_load_region_base_o;
  logic [12:0] commands_load_slice_limit_pages_o;
  logic [19:0] commands_load_root_ppn_o;
  logic commands_flush_req_valid_o;
  logic commands_allocator_reset_o;
  logic commands_row_class_valid_o;
  logic [3:0] commands_row_class_o;
  logic commands_row_read_o;
  logic commands_row_write_o;
  logic [12:0] commands_row_pointer_o;
  logic [12:0] commands_row_available_o;
  logic [12:0] commands_row_full_o;
  logic [12:0] commands_row_recycled_o;
  logic commands_adopt_valid_o;
  logic [3:0] commands_adopt_class_o;
  logic [11:0] commands_adopt_page_o;
  logic commands_cache_flush_valid_o;
  logic commands_cache_drop_valid_o;
  logic commands_translation_clear_o;
  logic commands_region_clear_start_o;
  logic commands_pool_park_o;
  logic commands_pool_wanted_i;
  logic commands_pool_forget_o;
  logic [3:0] commands_pool_state_address_o;
  logic commands_pool_state_write_o;
  logic [63:0] commands_pool_state_wdata_o;
  logic commands_pool_end_o;
  logic commands_mem_req_valid_o;
  logic commands_mem_req_write_o;
  logic [31:0] commands_mem_req_address_o;
  logic [63:0] commands_mem_req_wdata_o;
  logic translation_translated_valid_o;
  logic [19:0] translation_translated_ppn_o;
  logic [2:0] translation_translated_status_o;
  logic translation_translation_walk_o;
  logic translation_walk_o;
  logic translation_header_req_ready_o;
  logic translation_header_rsp_valid_o;
  logic [63:0] translation_header_rsp_rdata_o;
  logic translation_header_rsp_error_o;
  logic translation_header_mem_req_valid_o;
  logic translation_header_mem_req_write_o;
  logic [31:0] translation_header_mem_req_address_o;
  logic [63:0] translation_header_mem_req_wdata_o;
  logic translation_pages_req_ready_o;
  logic translation_pages_rsp_valid_o;
  logic [2:0] translation_pages_rsp_status_o;
  logic translation_pages_rsp_link_valid_o;
  logic [11:0] translation_pages_rsp_link_page_o;
  logic translation_frame_ready_o;
  logic translation_return_valid_o;
  logic [19:0] translation_return_ppn_o;
  logic translation_table_mem_req_valid_o;
  logic translation_table_mem_req_write_o;
  logic [31:0] translation_table_mem_req_address_o;
  logic [63:0] translation_table_mem_req_wdata_o;
  logic translation_fault_o;
  logic translation_idle_o;
  logic cache_req_ready_o;
  logic cache_lookup_valid_o;
  logic cache_lookup_advance_o;
  logic [31:0] cache_lookup_address_o;
  logic cache_query_valid_o;
  logic [3:0] cache_query_class_o;
  logic [11:0] cache_query_page_o;
  logic [15:0] cache_query_line_o;
  logic cache_line_req_valid_o;
  logic cache_line_req_write_o;
  logic [31:0] cache_line_req_address_o;
  logic [63:0] cache_line_req_wdata_o;
  logic cache_flush_ready_o;
  logic cache_drop_all_ready_o;
  logic cache_drop_ready_o;
  logic cache_idle_o;
  logic cache_ready_o;
  logic cache_fault_o;
  logic [4:0] cache_events_o;
  logic bypass_ready_o;
  logic bypass_query_ready_o;
  logic bypass_query_new_o;
  logic [15:0] bypass_value_o;
  logic pool_add_ready_o;
  logic pool_add_refused_o;
  logic pool_frame_valid_o;
  logic [19:0] pool_frame_ppn_o;
  logic pool_frames_exhausted_o;
  logic pool_return_ready_o;
  logic [21:0] pool_available_o;
  logic pool_low_o;
  logic pool_end_done_o;
  logic pool_parked_o;
  logic [63:0] pool_state_rdata_o;
  logic pool_fault_o;
  logic pool_mem_req_valid_o;
  logic pool_mem_req_write_o;
  logic [31:0] pool_mem_req_address_o;
  logic [63:0] pool_mem_req_wdata_o;
  logic pool_drop_valid_o;
  logic [31:0] pool_drop_address_o;
  logic pool_zero_valid_o;
  logic [31:0] pool_zero_address_o;
  logic region_clear_done_o;
  logic region_clear_error_o;
  logic region_clear_mem_req_valid_o;
  logic region_clear_mem_req_write_o;
  logic [31:0] region_clear_mem_req_address_o;
  logic [63:0] region_clear_mem_req_wdata_o;
  logic memory_arbiter_beat_req_ready_o_0;
  logic memory_arbiter_beat_req_ready_o_1;
  logic memory_arbiter_beat_req_ready_o_2;
  logic memory_arbiter_beat_req_ready_o_3;
  logic memory_arbiter_beat_req_ready_o_4;
  logic memory_arbiter_beat_rsp_valid_o_0;
  logic memory_arbiter_beat_rsp_valid_o_1;
  logic memory_arbiter_beat_rsp_valid_o_2;
  logic memory_arbiter_beat_rsp_valid_o_3;
  logic memory_arbiter_beat_rsp_valid_o_4;
  logic memory_arbiter_line_req_ready_o;
  logic memory_arbiter_line_rsp_valid_o;
  logic memory_arbiter_zero_ready_o;
  logic memory_arbiter_zero_done_o;
  logic [63:0] memory_arbiter_rsp_rdata_o;
  logic memory_arbiter_rsp_error_o;
  logic memory_arbiter_rsp_last_o;
  logic memory_arbiter_master_req_valid_o;
  logic memory_arbiter_master_req_write_o;
  logic memory_arbiter_master_req_line_o;
  logic [31:0] memory_arbiter_master_req_address_o;
  logic [63:0] memory_arbiter_master_req_wdata_o;
  logic axi_master_read_ready_o;
  logic axi_master_write_ready_o;
  logic axi_master_rsp_valid_o;
  logic [63:0] axi_master_rsp_rdata_o;
  logic axi_master_rsp_error_o;
  logic axi_master_rsp_last_o;
  logic axi_master_idle_o;
  logic accesses_push_ready_o;
  logic [32:0] accesses_push_data_i;
  logic accesses_pop_valid_o;
  logic [32:0] accesses_pop_data_o;
  logic [3:0] accesses_count_o;
  // An access has just entered translation.
  logic entered_q, entered_d;
  // Everything behind the registers may be reset: the bus has answered, and no answer shows.
  logic stopped_q, stopped_d;
  // Nothing was under way in the cycle before, and no request was offered.
  logic idle_q, idle_d;
  logic quiet_q, quiet_d;

  // Registers, on AXI4-Lite.
  memento_axi_lite u_axi_lite (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .axi_awvalid_i(csr_awvalid_i),
    .axi_awready_o(csr_awready_o),
    .axi_awaddr_i(csr_awaddr_i),
    .axi_awprot_i(csr_awprot_i),
    .axi_wvalid_i(csr_wvalid_i),
    .axi_wready_o(csr_wready_o),
    .axi_wdata_i(csr_wdata_i),
    .axi_wstrb_i(csr_wstrb_i),
    .axi_bvalid_o(csr_bvalid_o),
    .axi_bready_i(csr_bready_i),
    .axi_bresp_o(csr_bresp_o),
    .axi_arvalid_i(csr_arvalid_i),
    .axi_arready_o(csr_arready_o),
    .axi_araddr_i(csr_araddr_i),
    .axi_arprot_i(csr_arprot_i),
    .axi_rvalid_o(csr_rvalid_o),
    .axi_rready_i(csr_rready_i),
    .axi_rdata_o(csr_rdata_o),
    .axi_rresp_o(csr_rresp_o),
    .bus_valid_o(axi_lite_bus_valid_o),
    .bus_ready_i(registers_bus_ready_o),
    .bus_write_o(axi_lite_bus_write_o),
    .bus_address_o(axi_lite_bus_address_o),
    .bus_wdata_o(axi_lite_bus_wdata_o),
    .bus_wstrb_o(axi_lite_bus_wstrb_o),
    .rsp_valid_i(registers_rsp_valid_o),
    .rsp_rdata_i(registers_rsp_rdata_o),
    .rsp_error_i(registers_rsp_error_o)
  );

  memento_register_block u_registers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .bus_valid_i(axi_lite_bus_valid_o),
    .bus_ready_o(registers_bus_ready_o),
    .bus_write_i(axi_lite_bus_write_o),
    .bus_address_i(axi_lite_bus_address_o),
    .bus_wdata_i(axi_lite_bus_wdata_o),
    .bus_wstrb_i(axi_lite_bus_wstrb_o),
    .rsp_valid_o(registers_rsp_valid_o),
    .rsp_rdata_o(registers_rsp_rdata_o),
    .rsp_error_o(registers_rsp_error_o),
    .enable_o(registers_enable_o),
    .engine_reset_o(registers_engine_reset_o),
    .engine_stopped_i(stopped_q),
    .bypass_enable_o(registers_bypass_enable_o),
    .region_base_o(registers_region_base_o),
    .slice_limit_pages_o(registers_slice_limit_pages_o),
    .reuse_threshold_o(registers_reuse_threshold_o),
    .root_ppn_o(registers_root_ppn_o),
    .context_address_o(registers_context_address_o),
    .load_valid_i(registers_load_valid_i),
    .load_region_base_i(commands_load_region_base_o),
    .load_slice_limit_pages_i(commands_load_slice_limit_pages_o),
    .load_root_ppn_i(commands_load_root_ppn_o),
    .hold_o(registers_hold_o),
    .quiet_i(registers_quiet_i),
    .idle_i(idle_q),
    .fault_i(fault),
    .clearing_i(registers_clearing_i),
    .command_valid_o(registers_command_valid_o),
    .command_o(registers_command_o),
    .command_done_i(commands_command_done_o),
    .command_error_i(commands_command_error_o),
    .pool_add_valid_o(registers_pool_add_valid_o),
    .pool_add_ready_i(pool_add_ready_o),
    .pool_add_ppn_o(registers_pool_add_ppn_o),
    .pool_add_count_o(registers_pool_add_count_o),
    .pool_add_refused_i(pool_add_refused_o),
    .pool_available_i(pool_available_o),
    .pool_low_water_o(registers_pool_low_water_o),
    .pool_low_i(pool_low_o),
    .frames_exhausted_i(pool_frames_exhausted_o),
    .error_valid_i(object_allocator_error_valid_o),
    .error_status_i(object_allocator_error_status_o),
    .error_address_i(object_allocator_error_address_o),
    .access_fault_valid_i(answer_failed),
    .access_fault_status_i(data_rsp_status_o),
    .access_fault_write_i(accesses_pop_data_o[0]),
    .access_fault_address_i(accesses_pop_data_o[32:1]),
    .out_of_frames_i(registers_out_of_frames_i),
    .events_i(registers_events_i),
    .doorbell_req_valid_o(registers_doorbell_req_valid_o),
    .doorbell_req_ready_i(request_arbiter_doorbell_req_ready_o),
    .doorbell_req_operation_o(registers_doorbell_req_operation_o),
    .doorbell_req_operand_o(registers_doorbell_req_operand_o),
    .doorbell_rsp_valid_i(request_arbiter_doorbell_rsp_valid_o),
    .doorbell_rsp_status_i(request_arbiter_answer_status_o),
    .doorbell_rsp_address_i(request_arbiter_answer_address_o),
    .irq_o(irq_o)
  );

  // Requests: custom instructions, the doorbell, and the flush of a command.
  memento_cfu_port u_cfu_port (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .region_base_i(registers_region_base_o),
    .cmd_valid_i(cfu_cmd_valid_i),
    .cmd_ready_o(cfu_cmd_ready_o),
    .cmd_function_id_i(cfu_cmd_function_id_i),
    .cmd_inputs_0_i(cfu_cmd_inputs_0_i),
    .cmd_inputs_1_i(cfu_cmd_inputs_1_i),
    .rsp_valid_o(cfu_rsp_valid_o),
    .rsp_ready_i(cfu_rsp_ready_i),
    .rsp_outputs_0_o(cfu_rsp_outputs_0_o),
    .req_valid_o(cfu_port_req_valid_o),
    .req_ready_i(request_arbiter_cfu_req_ready_o),
    .req_operation_o(cfu_port_req_operation_o),
    .req_operand_o(cfu_port_req_operand_o),
    .answer_valid_i(request_arbiter_cfu_rsp_valid_o),
    .answer_ready_o(cfu_port_answer_ready_o),
    .answer_status_i(request_arbiter_answer_status_o),
    .answer_address_i(request_arbiter_answer_address_o)
  );

  memento_request_arbiter u_request_arbiter (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .enable_i(registers_enable_o),
    .engine_reset_i(registers_engine_reset_o),
    .reset_ready_o(request_arbiter_reset_ready_o),
    .hold_i(registers_hold_o),
    .quiet_o(request_arbiter_quiet_o),
    .cfu_req_valid_i(cfu_port_req_valid_o),
    .cfu_req_ready_o(request_arbiter_cfu_req_ready_o),
    .cfu_req_operation_i(cfu_port_req_operation_o),
    .cfu_req_operand_i(cfu_port_req_operand_o),
    .cfu_rsp_valid_o(request_arbiter_cfu_rsp_valid_o),
    .cfu_rsp_ready_i(cfu_port_answer_ready_o),
    .doorbell_req_valid_i(registers_doorbell_req_valid_o),
    .doorbell_req_ready_o(request_arbiter_doorbell_req_ready_o),
    .doorbell_req_operation_i(registers_doorbell_req_operation_o),
    .doorbell_req_operand_i(registers_doorbell_req_operand_o),
    .doorbell_rsp_valid_o(request_arbiter_doorbell_rsp_valid_o),
    .flush_req_valid_i(commands_flush_req_valid_o),
    .flush_req_ready_o(request_arbiter_flush_req_ready_o),
    .flush_rsp_valid_o(request_arbiter_flush_rsp_valid_o),
    .answer_status_o(request_arbiter_answer_status_o),
    .answer_address_o(request_arbiter_answer_address_o),
    .req_valid_o(request_arbiter_req_valid_o),
    .req_ready_i(object_allocator_req_ready_o),
    .req_operation_o(request_arbiter_req_operation_o),
    .req_operand_o(request_arbiter_req_operand_o),
    .rsp_valid_i(object_allocator_rsp_valid_o),
    .rsp_ready_o(request_arbiter_rsp_ready_o),
    .rsp_status_i(object_allocator_rsp_status_o),
    .rsp_address_i(object_allocator_rsp_address_o)
  );

  // Object allocator.
  memento_object_allocator u_object_allocator (
    .clk_i(clk_i),
    .rst_ni(allocator_rst_n),
    .region_base_i(registers_region_base_o),
    .slice_limit_pages_i(registers_slice_limit_pages_o),
    .reuse_threshold_i(registers_reuse_threshold_o),
    .req_valid_i(request_arbiter_req_valid_o),
    .req_ready_o(object_allocator_req_ready_o),
    .req_operation_i(request_arbiter_req_operation_o),
    .req_operand_i(request_arbiter_req_operand_o),
    .rsp_valid_o(object_allocator_rsp_valid_o),
    .rsp_ready_i(request_arbiter_rsp_ready_o),
    .rsp_status_o(object_allocator_rsp_status_o),
    .rsp_address_o(object_allocator_rsp_address_o),
    .mem_req_valid_o(object_allocator_mem_req_valid_o),
    .mem_req_ready_i(translation_header_req_ready_o),
    .mem_req_write_o(object_allocator_mem_req_write_o),
    .mem_req_address_o(object_allocator_mem_req_address_o),
    .mem_req_wdata_o(object_allocator_mem_req_wdata_o),
    .mem_rsp_valid_i(translation_header_rsp_valid_o),
    .mem_rsp_ready_o(object_allocator_mem_rsp_ready_o),
    .mem_rsp_rdata_i(translation_header_rsp_rdata_o),
    .mem_rsp_error_i(translation_header_rsp_error_o),
    .pages_req_valid_o(object_allocator_pages_req_valid_o),
    .pages_req_ready_i(translation_pages_req_ready_o),
    .pages_req_release_o(object_allocator_pages_req_release_o),
    .pages_req_class_o(object_allocator_pages_req_class_o),
    .pages_req_page_o(object_allocator_pages_req_page_o),
    .pages_req_link_valid_o(object_allocator_pages_req_link_valid_o),
    .pages_req_link_page_o(object_allocator_pages_req_link_page_o),
    .pages_rsp_valid_i(translation_pages_rsp_valid_o),
    .pages_rsp_status_i(translation_pages_rsp_status_o),
    .pages_rsp_link_valid_i(translation_pages_rsp_link_valid_o),
    .pages_rsp_link_page_i(translation_pages_rsp_link_page_o),
    .bypass_install_valid_o(object_allocator_bypass_install_valid_o),
    .bypass_install_class_o(object_allocator_bypass_install_class_o),
    .bypass_install_page_o(object_allocator_bypass_install_page_o),
    .bypass_install_value_o(object_allocator_bypass_install_value_o),
    .bypass_class_o(object_allocator_bypass_class_o),
    .bypass_value_i(bypass_value_o),
    .adopt_valid_i(commands_adopt_valid_o),
    .adopt_class_i(commands_adopt_class_o),
    .adopt_page_i(commands_adopt_page_o),
    .adopt_done_o(object_allocator_adopt_done_o),
    .adopt_error_o(object_allocator_adopt_error_o),
    .flushed_valid_o(object_allocator_flushed_valid_o),
    .flushed_class_o(object_allocator_flushed_class_o),
    .flushed_occupied_o(object_allocator_flushed_occupied_o),
    .flushed_page_o(object_allocator_flushed_page_o),
    .row_class_valid_i(commands_row_class_valid_o),
    .row_class_i(commands_row_class_o),
    .row_read_i(commands_row_read_o),
    .row_write_i(commands_row_write_o),
    .row_pointer_i(commands_row_pointer_o),
    .row_available_i(commands_row_available_o),
    .row_full_i(commands_row_full_o),
    .row_recycled_i(commands_row_recycled_o),
    .row_pointer_o(object_allocator_row_pointer_o),
    .row_available_o(object_allocator_row_available_o),
    .row_full_o(object_allocator_row_full_o),
    .row_recycled_o(object_allocator_row_recycled_o),
    .pointer_write_valid_o(object_allocator_pointer_write_valid_o),
    .pointer_write_class_o(object_allocator_pointer_write_class_o),
    .pointer_write_value_o(object_allocator_pointer_write_value_o),
    .error_valid_o(object_allocator_error_valid_o),
    .error_status_o(object_allocator_error_status_o),
    .error_address_o(object_allocator_error_address_o),
    .fault_o(object_allocator_fault_o),
    .idle_o(object_allocator_idle_o),
    .events_o(object_allocator_events_o)
  );

  // Commands and contexts.
  memento_command_unit u_commands (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .command_valid_i(registers_command_valid_o),
    .command_i(registers_command_o),
    .command_done_o(commands_command_done_o),
    .command_error_o(commands_command_error_o),
    .fault_o(commands_fault_o),
    .context_address_i(registers_context_address_o),
    .region_base_i(registers_region_base_o),
    .slice_limit_pages_i(registers_slice_limit_pages_o),
    .root_ppn_i(registers_root_ppn_o),
    .load_valid_o(commands_load_valid_o),
    .load_region_base_o(commands_load_region_base_o),
    .load_slice_limit_pages_o(commands_load_slice_limit_pages_o),
    .load_root_ppn_o(commands_load_root_ppn_o),
    .flush_req_valid_o(commands_flush_req_valid_o),
    .flush_req_ready_i(request_arbiter_flush_req_ready_o),
    .flush_rsp_valid_i(request_arbiter_flush_rsp_valid_o),
    .flush_rsp_status_i(request_arbiter_answer_status_o),
    .flushed_valid_i(object_allocator_flushed_valid_o),
    .flushed_class_i(object_allocator_flushed_class_o),
    .flushed_occupied_i(object_allocator_flushed_occupied_o),
    .flushed_page_i(object_allocator_flushed_page_o),
    .allocator_reset_o(commands_allocator_reset_o),
    .allocator_idle_i(object_allocator_idle_o),
    .row_class_valid_o(commands_row_class_valid_o),
    .row_class_o(commands_row_class_o),
    .row_read_o(commands_row_read_o),
    .row_write_o(commands_row_write_o),
    .row_pointer_o(commands_row_pointer_o),
    .row_available_o(commands_row_available_o),
    .row_full_o(commands_row_full_o),
    .row_recycled_o(commands_row_recycled_o),
    .row_pointer_i(object_allocator_row_pointer_o),
    .row_available_i(object_allocator_row_available_o),
    .row_full_i(object_allocator_row_full_o),
    .row_recycled_i(object_allocator_row_recycled_o),
    .adopt_valid_o(commands_adopt_valid_o),
    .adopt_class_o(commands_adopt_class_o),
    .adopt_page_o(commands_adopt_page_o),
    .adopt_done_i(object_allocator_adopt_done_o),
    .adopt_error_i(object_allocator_adopt_error_o),
    .cache_flush_valid_o(commands_cache_flush_valid_o),
    .cache_flush_ready_i(cache_flush_ready_o),
    .cache_drop_valid_o(commands_cache_drop_valid_o),
    .cache_drop_ready_i(cache_drop_all_ready_o),
    .translation_clear_o(commands_translation_clear_o),
    .region_clear_start_o(commands_region_clear_start_o),
    .region_clear_done_i(region_clear_done_o),
    .region_clear_error_i(region_clear_error_o),
    .pool_park_o(commands_pool_park_o),
    .pool_parked_i(pool_parked_o),
    .pool_wanted_i(commands_pool_wanted_i),
    .pool_forget_o(commands_pool_forget_o),
    .pool_state_address_o(commands_pool_state_address_o),
    .pool_state_write_o(commands_pool_state_write_o),
    .pool_state_wdata_o(commands_pool_state_wdata_o),
    .pool_state_rdata_i(pool_state_rdata_o),
    .pool_end_o(commands_pool_end_o),
    .pool_end_done_i(pool_end_done_o),
    .mem_req_valid_o(commands_mem_req_valid_o),
    .mem_req_ready_i(memory_arbiter_beat_req_ready_o_3),
    .mem_req_write_o(commands_mem_req_write_o),
    .mem_req_address_o(commands_mem_req_address_o),
    .mem_req_wdata_o(commands_mem_req_wdata_o),
    .mem_rsp_valid_i(memory_arbiter_beat_rsp_valid_o_3),
    .mem_rsp_rdata_i(memory_arbiter_rsp_rdata_o),
    .mem_rsp_error_i(memory_arbiter_rsp_error_o)
  );

  // Loads and stores; none is accepted while a command is under way.
  memento_translation_unit u_translation (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .region_base_i(registers_region_base_o),
    .root_ppn_i(registers_root_ppn_o),
    .clear_i(commands_translation_clear_o),
    .pointer_write_valid_i(object_allocator_pointer_write_valid_o),
    .pointer_write_class_i(object_allocator_pointer_write_class_o),
    .pointer_write_value_i(object_allocator_pointer_write_value_o),
    .lookup_valid_i(cache_lookup_valid_o),
    .lookup_advance_i(cache_lookup_advance_o),
    .lookup_address_i(cache_lookup_address_o),
    .translated_valid_o(translation_translated_valid_o),
    .translated_ppn_o(translation_translated_ppn_o),
    .translated_status_o(translation_translated_status_o),
    .translation_walk_o(translation_translation_walk_o),
    .walk_o(translation_walk_o),
    .header_req_valid_i(object_allocator_mem_req_valid_o),
    .header_req_ready_o(translation_header_req_ready_o),
    .header_req_write_i(object_allocator_mem_req_write_o),
    .header_req_address_i(object_allocator_mem_req_address_o),
    .header_req_wdata_i(object_allocator_mem_req_wdata_o),
    .header_rsp_valid_o(translation_header_rsp_valid_o),
    .header_rsp_rdata_o(translation_header_rsp_rdata_o),
    .header_rsp_error_o(translation_header_rsp_error_o),
    .header_mem_req_valid_o(translation_header_mem_req_valid_o),
    .header_mem_req_ready_i(memory_arbiter_beat_req_ready_o_0),
    .header_mem_req_write_o(translation_header_mem_req_write_o),
    .header_mem_req_address_o(translation_header_mem_req_address_o),
    .header_mem_req_wdata_o(translation_header_mem_req_wdata_o),
    .header_mem_rsp_valid_i(memory_arbiter_beat_rsp_valid_o_0),
    .header_mem_rsp_rdata_i(memory_arbiter_rsp_rdata_o),
    .header_mem_rsp_error_i(memory_arbiter_rsp_error_o),
    .pages_req_valid_i(object_allocator_pages_req_valid_o),
    .pages_req_ready_o(translation_pages_req_ready_o),
    .pages_req_release_i(object_allocator_pages_req_release_o),
    .pages_req_class_i(object_allocator_pages_req_class_o),
    .pages_req_page_i(object_allocator_pages_req_page_o),
    .pages_req_link_valid_i(object_allocator_pages_req_link_valid_o),
    .pages_req_link_page_i(object_allocator_pages_req_link_page_o),
    .pages_rsp_valid_o(translation_pages_rsp_valid_o),
    .pages_rsp_status_o(translation_pages_rsp_status_o),
    .pages_rsp_link_valid_o(translation_pages_rsp_link_valid_o),
    .pages_rsp_link_page_o(translation_pages_rsp_link_page_o),
    .frame_valid_i(pool_frame_valid_o),
    .frame_ready_o(translation_frame_ready_o),
    .frame_ppn_i(pool_frame_ppn_o),
    .frames_exhausted_i(pool_frames_exhausted_o),
    .return_valid_o(translation_return_valid_o),
    .return_ready_i(pool_return_ready_o),
    .return_ppn_o(translation_return_ppn_o),
    .table_mem_req_valid_o(translation_table_mem_req_valid_o),
    .table_mem_req_ready_i(memory_arbiter_beat_req_ready_o_1),
    .table_mem_req_write_o(translation_table_mem_req_write_o),
    .table_mem_req_address_o(translation_table_mem_req_address_o),
    .table_mem_req_wdata_o(translation_table_mem_req_wdata_o),
    .table_mem_rsp_valid_i(memory_arbiter_beat_rsp_valid_o_1),
    .table_mem_rsp_rdata_i(memory_arbiter_rsp_rdata_o),
    .table_mem_rsp_error_i(memory_arbiter_rsp_error_o),
    .fault_o(translation_fault_o),
    .idle_o(translation_idle_o)
  );

  memento_last_level_cache u_cache (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .req_valid_i(access_valid),
    .req_ready_o(cache_req_ready_o),
    .req_write_i(data_req_write_i),
    .req_address_i(data_req_address_i),
    .req_wdata_i(data_req_wdata_i),
    .req_wstrb_i(data_req_wstrb_i),
    .rsp_valid_o(data_rsp_valid_o),
    .rsp_ready_i(data_rsp_ready_i),
    .rsp_rdata_o(data_rsp_rdata_o),
    .rsp_status_o(data_rsp_status_o),
    .lookup_valid_o(cache_lookup_valid_o),
    .lookup_advance_o(cache_lookup_advance_o),
    .lookup_address_o(cache_lookup_address_o),
    .translated_valid_i(translation_translated_valid_o),
    .translated_ppn_i(translation_translated_ppn_o),
    .translated_status_i(translation_translated_status_o),
    .query_valid_o(cache_query_valid_o),
    .query_ready_i(bypass_query_ready_o),
    .query_class_o(cache_query_class_o),
    .query_page_o(cache_query_page_o),
    .query_line_o(cache_query_line_o),
    .query_new_i(bypass_query_new_o),
    .line_req_valid_o(cache_line_req_valid_o),
    .line_req_ready_i(memory_arbiter_line_req_ready_o),
    .line_req_write_o(cache_line_req_write_o),
    .line_req_address_o(cache_line_req_address_o),
    .line_req_wdata_o(cache_line_req_wdata_o),
    .line_rsp_valid_i(memory_arbiter_line_rsp_valid_o),
    .line_rsp_rdata_i(memory_arbiter_rsp_rdata_o),
    .line_rsp_error_i(memory_arbiter_rsp_error_o),
    .flush_valid_i(commands_cache_flush_valid_o),
    .flush_ready_o(cache_flush_ready_o),
    .drop_all_valid_i(commands_cache_drop_valid_o),
    .drop_all_ready_o(cache_drop_all_ready_o),
    .drop_valid_i(pool_drop_valid_o),
    .drop_ready_o(cache_drop_ready_o),
    .drop_address_i(pool_drop_address_o),
    .idle_o(cache_idle_o),
    .ready_o(cache_ready_o),
    .fault_o(cache_fault_o),
    .events_o(cache_events_o)
  );

  // Bypass unit.
  memento_bypass_unit u_bypass (
    .clk_i(clk_i),
    .rst_ni(allocator_rst_n),
    .enable_i(registers_bypass_enable_o),
    .clear_i(1'b0),
    .ready_o(bypass_ready_o),
    .install_valid_i(object_allocator_bypass_install_valid_o),
    .install_class_i(object_allocator_bypass_install_class_o),
    .install_page_i(object_allocator_bypass_install_page_o),
    .install_value_i(object_allocator_bypass_install_value_o),
    .query_valid_i(cache_query_valid_o),
    .query_ready_o(bypass_query_ready_o),
    .query_class_i(cache_query_class_o),
    .query_page_i(cache_query_page_o),
    .query_line_i(cache_query_line_o),
    .query_new_o(bypass_query_new_o),
    .value_class_i(object_allocator_bypass_class_o),
    .value_o(bypass_value_o)
  );

  // Frame pool.
  memento_frame_pool u_pool (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .add_valid_i(registers_pool_add_valid_o),
    .add_ready_o(pool_add_ready_o),
    .add_ppn_i(registers_pool_add_ppn_o),
    .add_count_i(registers_pool_add_count_o),
    .add_refused_o(pool_add_refused_o),
    .frame_valid_o(pool_frame_valid_o),
    .frame_ready_i(translation_frame_ready_o),
    .frame_ppn_o(pool_frame_ppn_o),
    .frames_exhausted_o(pool_frames_exhausted_o),
    .return_valid_i(translation_return_valid_o),
    .return_ready_o(pool_return_ready_o),
    .return_ppn_i(translation_return_ppn_o),
    .available_o(pool_available_o),
    .low_water_i(registers_pool_low_water_o),
    .low_o(pool_low_o),
    .end_i(commands_pool_end_o),
    .end_done_o(pool_end_done_o),
    .park_i(commands_pool_park_o),
    .parked_o(pool_parked_o),
    .forget_i(commands_pool_forget_o),
    .state_address_i(commands_pool_state_address_o),
    .state_write_i(commands_pool_state_write_o),
    .state_wdata_i(commands_pool_state_wdata_o),
    .state_rdata_o(pool_state_rdata_o),
    .fault_o(pool_fault_o),
    .mem_req_valid_o(pool_mem_req_valid_o),
    .mem_req_ready_i(memory_arbiter_beat_req_ready_o_2),
    .mem_req_write_o(pool_mem_req_write_o),
    .mem_req_address_o(pool_mem_req_address_o),
    .mem_req_wdata_o(pool_mem_req_wdata_o),
    .mem_rsp_valid_i(memory_arbiter_beat_rsp_valid_o_2),
    .mem_rsp_rdata_i(memory_arbiter_rsp_rdata_o),
    .mem_rsp_error_i(memory_arbiter_rsp_error_o),
    .drop_valid_o(pool_drop_valid_o),
    .drop_ready_i(cache_drop_ready_o),
    .drop_address_o(pool_drop_address_o),
    .zero_valid_o(pool_zero_valid_o),
    .zero_ready_i(memory_arbiter_zero_ready_o),
    .zero_address_o(pool_zero_address_o),
    .zero_done_i(memory_arbiter_zero_done_o),
    .zero_error_i(memory_arbiter_rsp_error_o)
  );

  memento_region_clear u_region_clear (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .region_base_i(registers_region_base_o),
    .root_ppn_i(registers_root_ppn_o),
    .start_i(commands_region_clear_start_o),
    .done_o(region_clear_done_o),
    .error_o(region_clear_error_o),
    .mem_req_valid_o(region_clear_mem_req_valid_o),
    .mem_req_ready_i(memory_arbiter_beat_req_ready_o_4),
    .mem_req_write_o(region_clear_mem_req_write_o),
    .mem_req_address_o(region_clear_mem_req_address_o),
    .mem_req_wdata_o(region_clear_mem_req_wdata_o),
    .mem_rsp_valid_i(memory_arbiter_beat_rsp_valid_o_4),
    .mem_rsp_rdata_i(memory_arbiter_rsp_rdata_o),
    .mem_rsp_error_i(memory_arbiter_rsp_error_o)
  );

  // Memory: headers, page tables, the pool, contexts and the clearing of the root, and the cache's lines.
  memento_memory_arbiter u_memory_arbiter (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .beat_req_valid_i_0(translation_header_mem_req_valid_o),
    .beat_req_valid_i_1(translation_table_mem_req_valid_o),
    .beat_req_valid_i_2(pool_mem_req_valid_o),
    .beat_req_valid_i_3(commands_mem_req_valid_o),
    .beat_req_valid_i_4(region_clear_mem_req_valid_o),
    .beat_req_ready_o_0(memory_arbiter_beat_req_ready_o_0),
    .beat_req_ready_o_1(memory_arbiter_beat_req_ready_o_1),
    .beat_req_ready_o_2(memory_arbiter_beat_req_ready_o_2),
    .beat_req_ready_o_3(memory_arbiter_beat_req_ready_o_3),
    .beat_req_ready_o_4(memory_arbiter_beat_req_ready_o_4),
    .beat_req_write_i_0(translation_header_mem_req_write_o),
    .beat_req_write_i_1(translation_table_mem_req_write_o),
    .beat_req_write_i_2(pool_mem_req_write_o),
    .beat_req_write_i_3(commands_mem_req_write_o),
    .beat_req_write_i_4(region_clear_mem_req_write_o),
    .beat_req_address_i_0(translation_header_mem_req_address_o),
    .beat_req_address_i_1(translation_table_mem_req_address_o),
    .beat_req_address_i_2(pool_mem_req_address_o),
    .beat_req_address_i_3(commands_mem_req_address_o),
    .beat_req_address_i_4(region_clear_mem_req_address_o),
    .beat_req_wdata_i_0(translation_header_mem_req_wdata_o),
    .beat_req_wdata_i_1(translation_table_mem_req_wdata_o),
    .beat_req_wdata_i_2(pool_mem_req_wdata_o),
    .beat_req_wdata_i_3(commands_mem_req_wdata_o),
    .beat_req_wdata_i_4(region_clear_mem_req_wdata_o),
    .beat_rsp_valid_o_0(memory_arbiter_beat_rsp_valid_o_0),
    .beat_rsp_valid_o_1(memory_arbiter_beat_rsp_valid_o_1),
    .beat_rsp_valid_o_2(memory_arbiter_beat_rsp_valid_o_2),
    .beat_rsp_valid_o_3(memory_arbiter_beat_rsp_valid_o_3),
    .beat_rsp_valid_o_4(memory_arbiter_beat_rsp_valid_o_4),
    .line_req_valid_i(cache_line_req_valid_o),
    .line_req_ready_o(memory_arbiter_line_req_ready_o),
    .line_req_write_i(cache_line_req_write_o),
    .line_req_address_i(cache_line_req_address_o),
    .line_req_wdata_i(cache_line_req_wdata_o),
    .line_rsp_valid_o(memory_arbiter_line_rsp_valid_o),
    .zero_valid_i(pool_zero_valid_o),
    .zero_ready_o(memory_arbiter_zero_ready_o),
    .zero_address_i(pool_zero_address_o),
    .zero_done_o(memory_arbiter_zero_done_o),
    .rsp_rdata_o(memory_arbiter_rsp_rdata_o),
    .rsp_error_o(memory_arbiter_rsp_error_o),
    .rsp_last_o(memory_arbiter_rsp_last_o),
    .master_req_valid_o(memory_arbiter_master_req_valid_o),
    .master_read_ready_i(axi_master_read_ready_o),
    .master_write_ready_i(axi_master_write_ready_o),
    .master_req_write_o(memory_arbiter_master_req_write_o),
    .master_req_line_o(memory_arbiter_master_req_line_o),
    .master_req_address_o(memory_arbiter_master_req_address_o),
    .master_req_wdata_o(memory_arbiter_master_req_wdata_o),
    .master_rsp_valid_i(axi_master_rsp_valid_o),
    .master_rsp_rdata_i(axi_master_rsp_rdata_o),
    .master_rsp_error_i(axi_master_rsp_error_o),
    .master_rsp_last_i(axi_master_rsp_last_o)
  );

  // Reset: everything behind the registers, once the bus has answered and no answer shows; and the allocator
  // alone when a context is loaded or ends.
  memento_axi_master u_axi_master (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .req_valid_i(memory_arbiter_master_req_valid_o),
    .read_ready_o(axi_master_read_ready_o),
    .write_ready_o(axi_master_write_ready_o),
    .req_write_i(memory_arbiter_master_req_write_o),
    .req_line_i(memory_arbiter_master_req_line_o),
    .req_address_i(memory_arbiter_master_req_address_o),
    .req_wdata_i(memory_arbiter_master_req_wdata_o),
    .rsp_valid_o(axi_master_rsp_valid_o),
    .rsp_rdata_o(axi_master_rsp_rdata_o),
    .rsp_error_o(axi_master_rsp_error_o),
    .rsp_last_o(axi_master_rsp_last_o),
    .stop_i(registers_engine_reset_o),
    .idle_o(axi_master_idle_o),
    .axi_awvalid_o(axi_awvalid_o),
    .axi_awready_i(axi_awready_i),
    .axi_awid_o(axi_awid_o),
    .axi_awaddr_o(axi_awaddr_o),
    .axi_awlen_o(axi_awlen_o),
    .axi_awsize_o(axi_awsize_o),
    .axi_awburst_o(axi_awburst_o),
    .axi_awcache_o(axi_awcache_o),
    .axi_awprot_o(axi_awprot_o),
    .axi_wvalid_o(axi_wvalid_o),
    .axi_wready_i(axi_wready_i),
    .axi_wdata_o(axi_wdata_o),
    .axi_wstrb_o(axi_wstrb_o),
    .axi_wlast_o(axi_wlast_o),
    .axi_bvalid_i(axi_bvalid_i),
    .axi_bready_o(axi_bready_o),
    .axi_bresp_i(axi_bresp_i),
    .axi_arvalid_o(axi_arvalid_o),
    .axi_arready_i(axi_arready_i),
    .axi_arid_o(axi_arid_o),
    .axi_araddr_o(axi_araddr_o),
    .axi_arlen_o(axi_arlen_o),
    .axi_arsize_o(axi_arsize_o),
    .axi_arburst_o(axi_arburst_o),
    .axi_arcache_o(axi_arcache_o),
    .axi_arprot_o(axi_arprot_o),
    .axi_rvalid_i(axi_rvalid_i),
    .axi_rready_o(axi_rready_o),
    .axi_rdata_i(axi_rdata_i),
    .axi_rresp_i(axi_rresp_i),
    .axi_rlast_i(axi_rlast_i)
  );

  memento_fifo_33 u_accesses (
    .clk_i(clk_i),
    .rst_ni(engine_rst_n),
    .push_valid_i(access_taken),
    .push_ready_o(accesses_push_ready_o),
    .push_data_i(accesses_push_data_i),
    .pop_valid_o(accesses_pop_valid_o),
    .pop_ready_i(answer_taken),
    .pop_data_o(accesses_pop_data_o),
    .count_o(accesses_count_o)
  );

  always @* begin
    stopped_d = stopped_q;
    stopped_d = registers_engine_reset_o && axi_master_idle_o && request_arbiter_reset_ready_o;
  end

  assign engine_rst_n = rst_ni && !(registers_engine_reset_o && stopped_q);
  assign allocator_rst_n = engine_rst_n && !commands_allocator_reset_o;
  assign registers_load_valid_i = commands_load_valid_o && !registers_engine_reset_o;
  assign commands_pool_wanted_i =
    translation_frame_ready_o
    || translation_return_valid_o
    || registers_pool_add_valid_o;
  assign access_valid = data_req_valid_i && !registers_hold_o && accesses_push_ready_o;
  assign data_req_ready_o = cache_req_ready_o && !registers_hold_o && accesses_push_ready_o;
  assign access_taken = access_valid && cache_req_ready_o;
  assign accesses_push_data_i = {data_req_address_i, data_req_write_i};
  assign answer_taken = data_rsp_valid_o && data_rsp_ready_i;
  assign answer_failed = answer_taken && (data_rsp_status_o != 3'd0);

  // What the registers show and count.
  assign fault =
    object_allocator_fault_o
    || commands_fault_o
    || translation_fault_o
    || cache_fault_o
    || pool_fault_o;

  always @* begin
    idle_d = idle_q;
    // Idle is known a cycle later; so quiet must have lasted for as long.
    idle_d = object_allocator_idle_o && translation_idle_o && cache_idle_o && !accesses_pop_valid_o;
  end

  always @* begin
    quiet_d = quiet_q;
    quiet_d = request_arbiter_quiet_o;
  end

  assign registers_quiet_i = quiet_q && request_arbiter_quiet_o;
  assign registers_clearing_i = !bypass_ready_o || !cache_ready_o;
  assign allocator_answered = object_allocator_rsp_valid_o && request_arbiter_rsp_ready_o;
  assign registers_out_of_frames_i =
    (allocator_answered && (object_allocator_rsp_status_o == 3'd7))
    || (answer_taken && (data_rsp_status_o == 3'd7));

  always @* begin
    entered_d = entered_q;
    entered_d = cache_lookup_valid_o && cache_lookup_advance_o;
  end

  assign registers_events_i = {
    answer_failed,
    cache_events_o,
    translation_translation_walk_o,
    entered_q && translation_translated_valid_o && (translation_translated_status_o == 3'd0),
    translation_walk_o,
    translation_return_valid_o && pool_return_ready_o,
    pool_frame_valid_o && translation_frame_ready_o,
    object_allocator_events_o
  };

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      entered_q <= 1'b0;
      stopped_q <= 1'b0;
      idle_q <= 1'b0;
      quiet_q <= 1'b0;
    end else begin
      entered_q <= entered_d;
      stopped_q <= stopped_d;
      idle_q <= idle_d;
      quiet_q <= quiet_d;
    end
  end

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{object_allocator_mem_rsp_ready_o, memory_arbiter_rsp_last_o, accesses_count_o};
endmodule

`default_nettype wire
