//! How the parts of Memento are connected.

use super::Top;
use rust_hdl_core::prelude::*;

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const CLASSES: usize,
        const DIVISOR: usize,
        const PAGE: usize,
        const POINTER: usize,
        const OBJECT: usize,
        const OFFSET: usize,
        const GRANULES: usize,
        const QUOTIENT: usize,
        const ROW: usize,
        const MISS: usize,
        const TRIPLE: usize,
        const VPN: usize,
        const PPN: usize,
        const TLB_DATA: usize,
        const WALK_KEY: usize,
        const WALK_ROW: usize,
        const TLB_INDEX: usize,
        const TLB_ENTRIES: usize,
        const TLB_LEAVES: usize,
        const SET: usize,
        const CACHE_ROW: usize,
        const TAG: usize,
        const TAG_ROW: usize,
        const WAYS: usize,
        const BYPASS_ROW: usize,
        const MASTER_ITEM: usize,
        const CLEAR_COUNT: usize,
        const OPERAND: usize,
        const TRACKED: usize,
    > Logic
    for Top<
        ADDRESS,
        CLASS,
        CLASSES,
        DIVISOR,
        PAGE,
        POINTER,
        OBJECT,
        OFFSET,
        GRANULES,
        QUOTIENT,
        ROW,
        MISS,
        TRIPLE,
        VPN,
        PPN,
        TLB_DATA,
        WALK_KEY,
        WALK_ROW,
        TLB_INDEX,
        TLB_ENTRIES,
        TLB_LEAVES,
        SET,
        CACHE_ROW,
        TAG,
        TAG_ROW,
        WAYS,
        BYPASS_ROW,
        MASTER_ITEM,
        CLEAR_COUNT,
        OPERAND,
        TRACKED,
    >
{
    kernel! {
        #[hdl_gen]
        "memento_top",
        registers: [entered, stopped, idle, quiet],
        clocked: [
            object_allocator, commands, translation, cache, bypass, pool, region_clear, memory_arbiter, accesses,
        ],
        resettable: [axi_lite, registers, cfu_port, request_arbiter, axi_master],
        fn update(&mut self) {
            comment!("Reset: everything behind the registers, once the bus has answered and no answer shows; and the allocator alone when a context is loaded or ends.");
            self.axi_master.stop_i.next = self.registers.engine_reset_o.val();
            self.stopped.d.next = self.registers.engine_reset_o.val()
                && self.axi_master.idle_o.val()
                && self.request_arbiter.reset_ready_o.val();
            self.registers.engine_stopped_i.next = self.stopped.q.val();
            self.engine_rst_n.next =
                self.rst_ni.val() && !(self.registers.engine_reset_o.val() && self.stopped.q.val());
            self.allocator_rst_n.next = self.engine_rst_n.val() && !self.commands.allocator_reset_o.val();
            self.commands.rst_ni.next = self.engine_rst_n.val();
            self.translation.rst_ni.next = self.engine_rst_n.val();
            self.cache.rst_ni.next = self.engine_rst_n.val();
            self.pool.rst_ni.next = self.engine_rst_n.val();
            self.region_clear.rst_ni.next = self.engine_rst_n.val();
            self.memory_arbiter.rst_ni.next = self.engine_rst_n.val();
            self.accesses.rst_ni.next = self.engine_rst_n.val();
            self.object_allocator.rst_ni.next = self.allocator_rst_n.val();
            self.bypass.rst_ni.next = self.allocator_rst_n.val();

            comment!("Registers, on AXI4-Lite.");
            self.axi_lite.axi_awvalid_i.next = self.csr_awvalid_i.val();
            self.csr_awready_o.next = self.axi_lite.axi_awready_o.val();
            self.axi_lite.axi_awaddr_i.next = self.csr_awaddr_i.val();
            self.axi_lite.axi_awprot_i.next = self.csr_awprot_i.val();
            self.axi_lite.axi_wvalid_i.next = self.csr_wvalid_i.val();
            self.csr_wready_o.next = self.axi_lite.axi_wready_o.val();
            self.axi_lite.axi_wdata_i.next = self.csr_wdata_i.val();
            self.axi_lite.axi_wstrb_i.next = self.csr_wstrb_i.val();
            self.csr_bvalid_o.next = self.axi_lite.axi_bvalid_o.val();
            self.axi_lite.axi_bready_i.next = self.csr_bready_i.val();
            self.csr_bresp_o.next = self.axi_lite.axi_bresp_o.val();
            self.axi_lite.axi_arvalid_i.next = self.csr_arvalid_i.val();
            self.csr_arready_o.next = self.axi_lite.axi_arready_o.val();
            self.axi_lite.axi_araddr_i.next = self.csr_araddr_i.val();
            self.axi_lite.axi_arprot_i.next = self.csr_arprot_i.val();
            self.csr_rvalid_o.next = self.axi_lite.axi_rvalid_o.val();
            self.axi_lite.axi_rready_i.next = self.csr_rready_i.val();
            self.csr_rdata_o.next = self.axi_lite.axi_rdata_o.val();
            self.csr_rresp_o.next = self.axi_lite.axi_rresp_o.val();
            self.registers.bus_valid_i.next = self.axi_lite.bus_valid_o.val();
            self.registers.bus_write_i.next = self.axi_lite.bus_write_o.val();
            self.registers.bus_address_i.next = self.axi_lite.bus_address_o.val();
            self.registers.bus_wdata_i.next = self.axi_lite.bus_wdata_o.val();
            self.registers.bus_wstrb_i.next = self.axi_lite.bus_wstrb_o.val();
            self.axi_lite.bus_ready_i.next = self.registers.bus_ready_o.val();
            self.axi_lite.rsp_valid_i.next = self.registers.rsp_valid_o.val();
            self.axi_lite.rsp_rdata_i.next = self.registers.rsp_rdata_o.val();
            self.axi_lite.rsp_error_i.next = self.registers.rsp_error_o.val();
            self.irq_o.next = self.registers.irq_o.val();

            comment!("Requests: custom instructions, the doorbell, and the flush of a command.");
            self.cfu_port.region_base_i.next = self.registers.region_base_o.val();
            self.cfu_port.cmd_valid_i.next = self.cfu_cmd_valid_i.val();
            self.cfu_cmd_ready_o.next = self.cfu_port.cmd_ready_o.val();
            self.cfu_port.cmd_function_id_i.next = self.cfu_cmd_function_id_i.val();
            self.cfu_port.cmd_inputs_0_i.next = self.cfu_cmd_inputs_0_i.val();
            self.cfu_port.cmd_inputs_1_i.next = self.cfu_cmd_inputs_1_i.val();
            self.cfu_rsp_valid_o.next = self.cfu_port.rsp_valid_o.val();
            self.cfu_port.rsp_ready_i.next = self.cfu_rsp_ready_i.val();
            self.cfu_rsp_outputs_0_o.next = self.cfu_port.rsp_outputs_0_o.val();
            self.request_arbiter.enable_i.next = self.registers.enable_o.val();
            self.request_arbiter.engine_reset_i.next = self.registers.engine_reset_o.val();
            self.request_arbiter.hold_i.next = self.registers.hold_o.val();
            self.request_arbiter.cfu_req_valid_i.next = self.cfu_port.req_valid_o.val();
            self.request_arbiter.cfu_req_operation_i.next = self.cfu_port.req_operation_o.val();
            self.request_arbiter.cfu_req_operand_i.next = self.cfu_port.req_operand_o.val();
            self.cfu_port.req_ready_i.next = self.request_arbiter.cfu_req_ready_o.val();
            self.request_arbiter.doorbell_req_valid_i.next = self.registers.doorbell_req_valid_o.val();
            self.request_arbiter.doorbell_req_operation_i.next = self.registers.doorbell_req_operation_o.val();
            self.request_arbiter.doorbell_req_operand_i.next = self.registers.doorbell_req_operand_o.val();
            self.registers.doorbell_req_ready_i.next = self.request_arbiter.doorbell_req_ready_o.val();
            self.cfu_port.answer_valid_i.next = self.request_arbiter.cfu_rsp_valid_o.val();
            self.request_arbiter.cfu_rsp_ready_i.next = self.cfu_port.answer_ready_o.val();
            self.cfu_port.answer_status_i.next = self.request_arbiter.answer_status_o.val();
            self.cfu_port.answer_address_i.next = self.request_arbiter.answer_address_o.val();
            self.registers.doorbell_rsp_valid_i.next = self.request_arbiter.doorbell_rsp_valid_o.val();
            self.registers.doorbell_rsp_status_i.next = self.request_arbiter.answer_status_o.val();
            self.registers.doorbell_rsp_address_i.next = self.request_arbiter.answer_address_o.val();
            self.request_arbiter.flush_req_valid_i.next = self.commands.flush_req_valid_o.val();
            self.commands.flush_req_ready_i.next = self.request_arbiter.flush_req_ready_o.val();
            self.commands.flush_rsp_valid_i.next = self.request_arbiter.flush_rsp_valid_o.val();
            self.commands.flush_rsp_status_i.next = self.request_arbiter.answer_status_o.val();

            comment!("Object allocator.");
            self.object_allocator.region_base_i.next = self.registers.region_base_o.val();
            self.object_allocator.slice_limit_pages_i.next = self.registers.slice_limit_pages_o.val();
            self.object_allocator.reuse_threshold_i.next = self.registers.reuse_threshold_o.val();
            self.object_allocator.req_valid_i.next = self.request_arbiter.req_valid_o.val();
            self.object_allocator.req_operation_i.next = self.request_arbiter.req_operation_o.val();
            self.object_allocator.req_operand_i.next = self.request_arbiter.req_operand_o.val();
            self.request_arbiter.req_ready_i.next = self.object_allocator.req_ready_o.val();
            self.request_arbiter.rsp_valid_i.next = self.object_allocator.rsp_valid_o.val();
            self.request_arbiter.rsp_status_i.next = self.object_allocator.rsp_status_o.val();
            self.request_arbiter.rsp_address_i.next = self.object_allocator.rsp_address_o.val();
            self.object_allocator.rsp_ready_i.next = self.request_arbiter.rsp_ready_o.val();
            self.translation.header_req_valid_i.next = self.object_allocator.mem_req_valid_o.val();
            self.translation.header_req_write_i.next = self.object_allocator.mem_req_write_o.val();
            self.translation.header_req_address_i.next = self.object_allocator.mem_req_address_o.val();
            self.translation.header_req_wdata_i.next = self.object_allocator.mem_req_wdata_o.val();
            self.object_allocator.mem_req_ready_i.next = self.translation.header_req_ready_o.val();
            self.object_allocator.mem_rsp_valid_i.next = self.translation.header_rsp_valid_o.val();
            self.object_allocator.mem_rsp_rdata_i.next = self.translation.header_rsp_rdata_o.val();
            self.object_allocator.mem_rsp_error_i.next = self.translation.header_rsp_error_o.val();
            self.translation.pages_req_valid_i.next = self.object_allocator.pages_req_valid_o.val();
            self.translation.pages_req_release_i.next = self.object_allocator.pages_req_release_o.val();
            self.translation.pages_req_class_i.next = self.object_allocator.pages_req_class_o.val();
            self.translation.pages_req_page_i.next = self.object_allocator.pages_req_page_o.val();
            self.translation.pages_req_link_valid_i.next = self.object_allocator.pages_req_link_valid_o.val();
            self.translation.pages_req_link_page_i.next = self.object_allocator.pages_req_link_page_o.val();
            self.object_allocator.pages_req_ready_i.next = self.translation.pages_req_ready_o.val();
            self.object_allocator.pages_rsp_valid_i.next = self.translation.pages_rsp_valid_o.val();
            self.object_allocator.pages_rsp_status_i.next = self.translation.pages_rsp_status_o.val();
            self.object_allocator.pages_rsp_link_valid_i.next = self.translation.pages_rsp_link_valid_o.val();
            self.object_allocator.pages_rsp_link_page_i.next = self.translation.pages_rsp_link_page_o.val();
            self.translation.pointer_write_valid_i.next = self.object_allocator.pointer_write_valid_o.val();
            self.translation.pointer_write_class_i.next = self.object_allocator.pointer_write_class_o.val();
            self.translation.pointer_write_value_i.next = self.object_allocator.pointer_write_value_o.val();
            self.registers.error_valid_i.next = self.object_allocator.error_valid_o.val();
            self.registers.error_status_i.next = self.object_allocator.error_status_o.val();
            self.registers.error_address_i.next = self.object_allocator.error_address_o.val();

            comment!("Bypass unit.");
            self.bypass.enable_i.next = self.registers.bypass_enable_o.val();
            self.bypass.clear_i.next = false;
            self.bypass.install_valid_i.next = self.object_allocator.bypass_install_valid_o.val();
            self.bypass.install_class_i.next = self.object_allocator.bypass_install_class_o.val();
            self.bypass.install_page_i.next = self.object_allocator.bypass_install_page_o.val();
            self.bypass.install_value_i.next = self.object_allocator.bypass_install_value_o.val();
            self.bypass.value_class_i.next = self.object_allocator.bypass_class_o.val();
            self.object_allocator.bypass_value_i.next = self.bypass.value_o.val();
            self.bypass.query_valid_i.next = self.cache.query_valid_o.val();
            self.bypass.query_class_i.next = self.cache.query_class_o.val();
            self.bypass.query_page_i.next = self.cache.query_page_o.val();
            self.bypass.query_line_i.next = self.cache.query_line_o.val();
            self.cache.query_ready_i.next = self.bypass.query_ready_o.val();
            self.cache.query_new_i.next = self.bypass.query_new_o.val();

            comment!("Commands and contexts.");
            self.commands.command_valid_i.next = self.registers.command_valid_o.val();
            self.commands.command_i.next = self.registers.command_o.val();
            self.registers.command_done_i.next = self.commands.command_done_o.val();
            self.registers.command_error_i.next = self.commands.command_error_o.val();
            self.commands.context_address_i.next = self.registers.context_address_o.val();
            self.commands.region_base_i.next = self.registers.region_base_o.val();
            self.registers.load_region_base_i.next = self.commands.load_region_base_o.val();
            self.commands.slice_limit_pages_i.next = self.registers.slice_limit_pages_o.val();
            self.registers.load_slice_limit_pages_i.next = self.commands.load_slice_limit_pages_o.val();
            self.commands.root_ppn_i.next = self.registers.root_ppn_o.val();
            self.registers.load_root_ppn_i.next = self.commands.load_root_ppn_o.val();
            self.registers.load_valid_i.next = self.commands.load_valid_o.val() && !self.registers.engine_reset_o.val();
            self.commands.flushed_valid_i.next = self.object_allocator.flushed_valid_o.val();
            self.commands.flushed_class_i.next = self.object_allocator.flushed_class_o.val();
            self.commands.flushed_occupied_i.next = self.object_allocator.flushed_occupied_o.val();
            self.commands.flushed_page_i.next = self.object_allocator.flushed_page_o.val();
            self.commands.allocator_idle_i.next = self.object_allocator.idle_o.val();
            self.object_allocator.row_class_valid_i.next = self.commands.row_class_valid_o.val();
            self.object_allocator.row_class_i.next = self.commands.row_class_o.val();
            self.object_allocator.row_read_i.next = self.commands.row_read_o.val();
            self.object_allocator.row_write_i.next = self.commands.row_write_o.val();
            self.object_allocator.row_pointer_i.next = self.commands.row_pointer_o.val();
            self.object_allocator.row_available_i.next = self.commands.row_available_o.val();
            self.object_allocator.row_full_i.next = self.commands.row_full_o.val();
            self.object_allocator.row_recycled_i.next = self.commands.row_recycled_o.val();
            self.object_allocator.adopt_valid_i.next = self.commands.adopt_valid_o.val();
            self.object_allocator.adopt_class_i.next = self.commands.adopt_class_o.val();
            self.object_allocator.adopt_page_i.next = self.commands.adopt_page_o.val();
            self.commands.row_pointer_i.next = self.object_allocator.row_pointer_o.val();
            self.commands.row_available_i.next = self.object_allocator.row_available_o.val();
            self.commands.row_full_i.next = self.object_allocator.row_full_o.val();
            self.commands.row_recycled_i.next = self.object_allocator.row_recycled_o.val();
            self.commands.adopt_done_i.next = self.object_allocator.adopt_done_o.val();
            self.commands.adopt_error_i.next = self.object_allocator.adopt_error_o.val();
            self.cache.flush_valid_i.next = self.commands.cache_flush_valid_o.val();
            self.commands.cache_flush_ready_i.next = self.cache.flush_ready_o.val();
            self.cache.drop_all_valid_i.next = self.commands.cache_drop_valid_o.val();
            self.commands.cache_drop_ready_i.next = self.cache.drop_all_ready_o.val();
            self.translation.clear_i.next = self.commands.translation_clear_o.val();
            self.region_clear.start_i.next = self.commands.region_clear_start_o.val();
            self.commands.region_clear_done_i.next = self.region_clear.done_o.val();
            self.commands.region_clear_error_i.next = self.region_clear.error_o.val();
            self.region_clear.region_base_i.next = self.registers.region_base_o.val();
            self.region_clear.root_ppn_i.next = self.registers.root_ppn_o.val();
            self.pool.park_i.next = self.commands.pool_park_o.val();
            self.commands.pool_parked_i.next = self.pool.parked_o.val();
            self.commands.pool_wanted_i.next = self.translation.frame_ready_o.val()
                || self.translation.return_valid_o.val()
                || self.registers.pool_add_valid_o.val();
            self.pool.forget_i.next = self.commands.pool_forget_o.val();
            self.pool.state_address_i.next = self.commands.pool_state_address_o.val();
            self.pool.state_write_i.next = self.commands.pool_state_write_o.val();
            self.pool.state_wdata_i.next = self.commands.pool_state_wdata_o.val();
            self.commands.pool_state_rdata_i.next = self.pool.state_rdata_o.val();
            self.pool.end_i.next = self.commands.pool_end_o.val();
            self.commands.pool_end_done_i.next = self.pool.end_done_o.val();

            comment!("Frame pool.");
            self.pool.add_valid_i.next = self.registers.pool_add_valid_o.val();
            self.registers.pool_add_ready_i.next = self.pool.add_ready_o.val();
            self.pool.add_ppn_i.next = self.registers.pool_add_ppn_o.val();
            self.pool.add_count_i.next = self.registers.pool_add_count_o.val();
            self.registers.pool_add_refused_i.next = self.pool.add_refused_o.val();
            self.registers.pool_available_i.next = self.pool.available_o.val();
            self.pool.low_water_i.next = self.registers.pool_low_water_o.val();
            self.registers.pool_low_i.next = self.pool.low_o.val();
            self.registers.frames_exhausted_i.next = self.pool.frames_exhausted_o.val();
            self.translation.frame_valid_i.next = self.pool.frame_valid_o.val();
            self.pool.frame_ready_i.next = self.translation.frame_ready_o.val();
            self.translation.frame_ppn_i.next = self.pool.frame_ppn_o.val();
            self.translation.frames_exhausted_i.next = self.pool.frames_exhausted_o.val();
            self.pool.return_valid_i.next = self.translation.return_valid_o.val();
            self.translation.return_ready_i.next = self.pool.return_ready_o.val();
            self.pool.return_ppn_i.next = self.translation.return_ppn_o.val();
            self.cache.drop_valid_i.next = self.pool.drop_valid_o.val();
            self.pool.drop_ready_i.next = self.cache.drop_ready_o.val();
            self.cache.drop_address_i.next = self.pool.drop_address_o.val();
            self.memory_arbiter.zero_valid_i.next = self.pool.zero_valid_o.val();
            self.pool.zero_ready_i.next = self.memory_arbiter.zero_ready_o.val();
            self.memory_arbiter.zero_address_i.next = self.pool.zero_address_o.val();
            self.pool.zero_done_i.next = self.memory_arbiter.zero_done_o.val();
            self.pool.zero_error_i.next = self.memory_arbiter.rsp_error_o.val();

            comment!("Loads and stores; none is accepted while a command is under way.");
            self.translation.region_base_i.next = self.registers.region_base_o.val();
            self.translation.root_ppn_i.next = self.registers.root_ppn_o.val();
            self.access_valid.next = self.data_req_valid_i.val()
                && !self.registers.hold_o.val()
                && self.accesses.push_ready_o.val();
            self.cache.req_valid_i.next = self.access_valid.val();
            self.data_req_ready_o.next = self.cache.req_ready_o.val() && !self.registers.hold_o.val() && self.accesses.push_ready_o.val();
            self.access_taken.next = self.access_valid.val() && self.cache.req_ready_o.val();
            self.cache.req_write_i.next = self.data_req_write_i.val();
            self.cache.req_address_i.next = self.data_req_address_i.val();
            self.cache.req_wdata_i.next = self.data_req_wdata_i.val();
            self.cache.req_wstrb_i.next = self.data_req_wstrb_i.val();
            self.data_rsp_valid_o.next = self.cache.rsp_valid_o.val();
            self.data_rsp_rdata_o.next = self.cache.rsp_rdata_o.val();
            self.data_rsp_status_o.next = self.cache.rsp_status_o.val();
            self.cache.rsp_ready_i.next = self.data_rsp_ready_i.val();
            self.translation.lookup_valid_i.next = self.cache.lookup_valid_o.val();
            self.translation.lookup_advance_i.next = self.cache.lookup_advance_o.val();
            self.translation.lookup_address_i.next = self.cache.lookup_address_o.val();
            self.cache.translated_valid_i.next = self.translation.translated_valid_o.val();
            self.cache.translated_ppn_i.next = self.translation.translated_ppn_o.val();
            self.cache.translated_status_i.next = self.translation.translated_status_o.val();
            self.accesses.push_valid_i.next = self.access_taken.val();
            self.accesses.push_data_i.next = (bit_cast::<TRACKED, ADDRESS>(self.data_req_address_i.val()) << 1)
                | bit_cast::<TRACKED, 1>(self.data_req_write_i.val().into());
            self.answer_taken.next = self.cache.rsp_valid_o.val() && self.data_rsp_ready_i.val();
            self.accesses.pop_ready_i.next = self.answer_taken.val();
            self.answer_failed.next = self.answer_taken.val() && (self.cache.rsp_status_o.val() != 0);
            self.registers.access_fault_valid_i.next = self.answer_failed.val();
            self.registers.access_fault_status_i.next = self.cache.rsp_status_o.val();
            self.registers.access_fault_write_i.next = self.accesses.pop_data_o.val().get_bit(0);
            self.registers.access_fault_address_i.next = self.accesses.pop_data_o.val().get_bits::<ADDRESS>(1);

            comment!("Memory: headers, page tables, the pool, contexts and the clearing of the root, and the cache's lines.");
            self.memory_arbiter.beat_req_valid_i[0].next = self.translation.header_mem_req_valid_o.val();
            self.memory_arbiter.beat_req_write_i[0].next = self.translation.header_mem_req_write_o.val();
            self.memory_arbiter.beat_req_address_i[0].next = self.translation.header_mem_req_address_o.val();
            self.memory_arbiter.beat_req_wdata_i[0].next = self.translation.header_mem_req_wdata_o.val();
            self.translation.header_mem_req_ready_i.next = self.memory_arbiter.beat_req_ready_o[0].val();
            self.translation.header_mem_rsp_valid_i.next = self.memory_arbiter.beat_rsp_valid_o[0].val();
            self.translation.header_mem_rsp_rdata_i.next = self.memory_arbiter.rsp_rdata_o.val();
            self.translation.header_mem_rsp_error_i.next = self.memory_arbiter.rsp_error_o.val();
            self.memory_arbiter.beat_req_valid_i[1].next = self.translation.table_mem_req_valid_o.val();
            self.memory_arbiter.beat_req_write_i[1].next = self.translation.table_mem_req_write_o.val();
            self.memory_arbiter.beat_req_address_i[1].next = self.translation.table_mem_req_address_o.val();
            self.memory_arbiter.beat_req_wdata_i[1].next = self.translation.table_mem_req_wdata_o.val();
            self.translation.table_mem_req_ready_i.next = self.memory_arbiter.beat_req_ready_o[1].val();
            self.translation.table_mem_rsp_valid_i.next = self.memory_arbiter.beat_rsp_valid_o[1].val();
            self.translation.table_mem_rsp_rdata_i.next = self.memory_arbiter.rsp_rdata_o.val();
            self.translation.table_mem_rsp_error_i.next = self.memory_arbiter.rsp_error_o.val();
            self.memory_arbiter.beat_req_valid_i[2].next = self.pool.mem_req_valid_o.val();
            self.memory_arbiter.beat_req_write_i[2].next = self.pool.mem_req_write_o.val();
            self.memory_arbiter.beat_req_address_i[2].next = self.pool.mem_req_address_o.val();
            self.memory_arbiter.beat_req_wdata_i[2].next = self.pool.mem_req_wdata_o.val();
            self.pool.mem_req_ready_i.next = self.memory_arbiter.beat_req_ready_o[2].val();
            self.pool.mem_rsp_valid_i.next = self.memory_arbiter.beat_rsp_valid_o[2].val();
            self.pool.mem_rsp_rdata_i.next = self.memory_arbiter.rsp_rdata_o.val();
            self.pool.mem_rsp_error_i.next = self.memory_arbiter.rsp_error_o.val();
            self.memory_arbiter.beat_req_valid_i[3].next = self.commands.mem_req_valid_o.val();
            self.memory_arbiter.beat_req_write_i[3].next = self.commands.mem_req_write_o.val();
            self.memory_arbiter.beat_req_address_i[3].next = self.commands.mem_req_address_o.val();
            self.memory_arbiter.beat_req_wdata_i[3].next = self.commands.mem_req_wdata_o.val();
            self.commands.mem_req_ready_i.next = self.memory_arbiter.beat_req_ready_o[3].val();
            self.commands.mem_rsp_valid_i.next = self.memory_arbiter.beat_rsp_valid_o[3].val();
            self.commands.mem_rsp_rdata_i.next = self.memory_arbiter.rsp_rdata_o.val();
            self.commands.mem_rsp_error_i.next = self.memory_arbiter.rsp_error_o.val();
            self.memory_arbiter.beat_req_valid_i[4].next = self.region_clear.mem_req_valid_o.val();
            self.memory_arbiter.beat_req_write_i[4].next = self.region_clear.mem_req_write_o.val();
            self.memory_arbiter.beat_req_address_i[4].next = self.region_clear.mem_req_address_o.val();
            self.memory_arbiter.beat_req_wdata_i[4].next = self.region_clear.mem_req_wdata_o.val();
            self.region_clear.mem_req_ready_i.next = self.memory_arbiter.beat_req_ready_o[4].val();
            self.region_clear.mem_rsp_valid_i.next = self.memory_arbiter.beat_rsp_valid_o[4].val();
            self.region_clear.mem_rsp_rdata_i.next = self.memory_arbiter.rsp_rdata_o.val();
            self.region_clear.mem_rsp_error_i.next = self.memory_arbiter.rsp_error_o.val();
            self.memory_arbiter.line_req_valid_i.next = self.cache.line_req_valid_o.val();
            self.memory_arbiter.line_req_write_i.next = self.cache.line_req_write_o.val();
            self.memory_arbiter.line_req_address_i.next = self.cache.line_req_address_o.val();
            self.memory_arbiter.line_req_wdata_i.next = self.cache.line_req_wdata_o.val();
            self.cache.line_req_ready_i.next = self.memory_arbiter.line_req_ready_o.val();
            self.cache.line_rsp_valid_i.next = self.memory_arbiter.line_rsp_valid_o.val();
            self.cache.line_rsp_rdata_i.next = self.memory_arbiter.rsp_rdata_o.val();
            self.cache.line_rsp_error_i.next = self.memory_arbiter.rsp_error_o.val();
            self.axi_master.req_valid_i.next = self.memory_arbiter.master_req_valid_o.val();
            self.axi_master.req_write_i.next = self.memory_arbiter.master_req_write_o.val();
            self.axi_master.req_line_i.next = self.memory_arbiter.master_req_line_o.val();
            self.axi_master.req_address_i.next = self.memory_arbiter.master_req_address_o.val();
            self.axi_master.req_wdata_i.next = self.memory_arbiter.master_req_wdata_o.val();
            self.memory_arbiter.master_read_ready_i.next = self.axi_master.read_ready_o.val();
            self.memory_arbiter.master_write_ready_i.next = self.axi_master.write_ready_o.val();
            self.memory_arbiter.master_rsp_valid_i.next = self.axi_master.rsp_valid_o.val();
            self.memory_arbiter.master_rsp_rdata_i.next = self.axi_master.rsp_rdata_o.val();
            self.memory_arbiter.master_rsp_error_i.next = self.axi_master.rsp_error_o.val();
            self.memory_arbiter.master_rsp_last_i.next = self.axi_master.rsp_last_o.val();
            self.axi_awvalid_o.next = self.axi_master.axi_awvalid_o.val();
            self.axi_master.axi_awready_i.next = self.axi_awready_i.val();
            self.axi_awid_o.next = self.axi_master.axi_awid_o.val();
            self.axi_awaddr_o.next = self.axi_master.axi_awaddr_o.val();
            self.axi_awlen_o.next = self.axi_master.axi_awlen_o.val();
            self.axi_awsize_o.next = self.axi_master.axi_awsize_o.val();
            self.axi_awburst_o.next = self.axi_master.axi_awburst_o.val();
            self.axi_awcache_o.next = self.axi_master.axi_awcache_o.val();
            self.axi_awprot_o.next = self.axi_master.axi_awprot_o.val();
            self.axi_wvalid_o.next = self.axi_master.axi_wvalid_o.val();
            self.axi_master.axi_wready_i.next = self.axi_wready_i.val();
            self.axi_wdata_o.next = self.axi_master.axi_wdata_o.val();
            self.axi_wstrb_o.next = self.axi_master.axi_wstrb_o.val();
            self.axi_wlast_o.next = self.axi_master.axi_wlast_o.val();
            self.axi_master.axi_bvalid_i.next = self.axi_bvalid_i.val();
            self.axi_bready_o.next = self.axi_master.axi_bready_o.val();
            self.axi_master.axi_bresp_i.next = self.axi_bresp_i.val();
            self.axi_arvalid_o.next = self.axi_master.axi_arvalid_o.val();
            self.axi_master.axi_arready_i.next = self.axi_arready_i.val();
            self.axi_arid_o.next = self.axi_master.axi_arid_o.val();
            self.axi_araddr_o.next = self.axi_master.axi_araddr_o.val();
            self.axi_arlen_o.next = self.axi_master.axi_arlen_o.val();
            self.axi_arsize_o.next = self.axi_master.axi_arsize_o.val();
            self.axi_arburst_o.next = self.axi_master.axi_arburst_o.val();
            self.axi_arcache_o.next = self.axi_master.axi_arcache_o.val();
            self.axi_arprot_o.next = self.axi_master.axi_arprot_o.val();
            self.axi_master.axi_rvalid_i.next = self.axi_rvalid_i.val();
            self.axi_rready_o.next = self.axi_master.axi_rready_o.val();
            self.axi_master.axi_rdata_i.next = self.axi_rdata_i.val();
            self.axi_master.axi_rresp_i.next = self.axi_rresp_i.val();
            self.axi_master.axi_rlast_i.next = self.axi_rlast_i.val();

            comment!("What the registers show and count.");
            self.fault.next = self.object_allocator.fault_o.val()
                || self.commands.fault_o.val()
                || self.translation.fault_o.val()
                || self.cache.fault_o.val()
                || self.pool.fault_o.val();
            self.registers.fault_i.next = self.fault.val();
            comment!("Idle is known a cycle later; so quiet must have lasted for as long.");
            self.idle.d.next = self.object_allocator.idle_o.val()
                && self.translation.idle_o.val()
                && self.cache.idle_o.val()
                && !self.accesses.pop_valid_o.val();
            self.registers.idle_i.next = self.idle.q.val();
            self.quiet.d.next = self.request_arbiter.quiet_o.val();
            self.registers.quiet_i.next = self.quiet.q.val() && self.request_arbiter.quiet_o.val();
            self.registers.clearing_i.next = !self.bypass.ready_o.val() || !self.cache.ready_o.val();
            self.allocator_answered.next = self.object_allocator.rsp_valid_o.val() && self.request_arbiter.rsp_ready_o.val();
            self.registers.out_of_frames_i.next = (self.allocator_answered.val() && (self.object_allocator.rsp_status_o.val() == 7))
                || (self.answer_taken.val() && (self.cache.rsp_status_o.val() == 7));
            self.entered.d.next = self.cache.lookup_valid_o.val() && self.cache.lookup_advance_o.val();
            self.registers.events_i.next = bit_cast::<23, 12>(self.object_allocator.events_o.val())
                | (bit_cast::<23, 1>((self.pool.frame_valid_o.val() && self.translation.frame_ready_o.val()).into()) << 12)
                | (bit_cast::<23, 1>((self.translation.return_valid_o.val() && self.pool.return_ready_o.val()).into()) << 13)
                | (bit_cast::<23, 1>(self.translation.walk_o.val().into()) << 14)
                | (bit_cast::<23, 1>((self.entered.q.val()
                    && self.translation.translated_valid_o.val()
                    && (self.translation.translated_status_o.val() == 0)).into()) << 15)
                | (bit_cast::<23, 1>(self.translation.translation_walk_o.val().into()) << 16)
                | (bit_cast::<23, 5>(self.cache.events_o.val()) << 17)
                | (bit_cast::<23, 1>(self.answer_failed.val().into()) << 22);
        }
    }
}
