//! The whole of Memento.

use crate::axi_lite::AxiLite;
use crate::axi_master::AxiMaster;
use crate::bypass_unit::BypassUnit;
use crate::cfu_port::CfuPort;
use crate::command_unit::CommandUnit;
use crate::frame_pool::FramePool;
use crate::last_level_cache::LastLevelCache;
use crate::memory_arbiter::MemoryArbiter;
use crate::object_allocator::ObjectAllocator;
use crate::prim::{Fifo, RamStyle, Register};
use crate::region_clear::RegionClear;
use crate::register_block::RegisterBlock;
use crate::request_arbiter::RequestArbiter;
use crate::translation_unit::TranslationUnit;
use memento_abi::registers::Capacities;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// Which memory each part asks for.
#[derive(Clone, Copy, Debug)]
pub struct RamStyles {
    /// Where an answer is needed soon after the address.
    pub fast: RamStyle,
    /// The bitmaps of the Hardware Object Table.
    pub bitmaps: RamStyle,
}

/// The whole of Memento: malloc and free for harts, and the memory behind the addresses that they get.
///
/// ```text
///  csr_* (AXI4-Lite) ─► registers ──► request arbiter ─► object allocator ─┬─► headers ──► translation ─┐
///  cfu_* ─────────────► CFU port ─────────┘    │             │  bypass unit │  back, release    │  frames  │
///                          command unit ◄──────┴─ contexts ──┘      │       └───────────────────┤  ▲       │
///                                                                   ▼                           ▼  │       ▼
///  data_* ────────────────────────────────────────────► last-level cache ◄── page ──────── page tables, frame pool
///                                                                   └────────► memory arbiter ─► axi_* (AXI4) ◄─┘
/// ```
///
/// # Contract
///
/// * What each part does: docs/src/semantics.md, docs/src/pages.md, docs/src/registers.md.
/// * `csr_*` is an AXI4-Lite slave; `cfu_*` and `data_*` are valid/ready streams, answered in order; `axi_*` is an AXI4 master with one
///   identifier, single beats and bursts of eight.
/// * A load or store is accepted while no command is under way; at most eight are unanswered.
/// * Reset, of the pin or by CONTROL.RESET, may come at any time if the memory bus is reset with it; nothing of contexts is left but what memory holds.
#[derive(LogicBlock)]
pub struct Top<
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
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low. The memory bus must be reset with it.
    pub rst_ni: Signal<In, Bit>,

    /// Registers, AXI4-Lite: write address.
    pub csr_awvalid_i: Signal<In, Bit>,
    /// It is taken.
    pub csr_awready_o: Signal<Out, Bit>,
    /// Offset in the register window.
    pub csr_awaddr_i: Signal<In, Bits<12>>,
    /// AXI4-Lite AWPROT; means nothing.
    pub csr_awprot_i: Signal<In, Bits<3>>,
    /// Write data.
    pub csr_wvalid_i: Signal<In, Bit>,
    /// It is taken.
    pub csr_wready_o: Signal<Out, Bit>,
    /// The word.
    pub csr_wdata_i: Signal<In, Bits<32>>,
    /// Which bytes of it; all, or the write is refused.
    pub csr_wstrb_i: Signal<In, Bits<4>>,
    /// Write response.
    pub csr_bvalid_o: Signal<Out, Bit>,
    /// It is taken.
    pub csr_bready_i: Signal<In, Bit>,
    /// 0 OKAY, 2 SLVERR.
    pub csr_bresp_o: Signal<Out, Bits<2>>,
    /// Read address.
    pub csr_arvalid_i: Signal<In, Bit>,
    /// It is taken.
    pub csr_arready_o: Signal<Out, Bit>,
    /// Offset in the register window.
    pub csr_araddr_i: Signal<In, Bits<12>>,
    /// AXI4-Lite ARPROT; means nothing.
    pub csr_arprot_i: Signal<In, Bits<3>>,
    /// Read data.
    pub csr_rvalid_o: Signal<Out, Bit>,
    /// It is taken.
    pub csr_rready_i: Signal<In, Bit>,
    /// The word.
    pub csr_rdata_o: Signal<Out, Bits<32>>,
    /// 0 OKAY, 2 SLVERR.
    pub csr_rresp_o: Signal<Out, Bits<2>>,
    /// A cause that is enabled is pending.
    pub irq_o: Signal<Out, Bit>,

    /// Custom instruction.
    pub cfu_cmd_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub cfu_cmd_ready_o: Signal<Out, Bit>,
    /// funct7 above funct3: 0 alloc, 1 free, 2 free and wait, 3 status, 4 free if ours.
    pub cfu_cmd_function_id_i: Signal<In, Bits<10>>,
    /// rs1: size or address.
    pub cfu_cmd_inputs_0_i: Signal<In, Bits<OPERAND>>,
    /// rs2: means nothing.
    pub cfu_cmd_inputs_1_i: Signal<In, Bits<OPERAND>>,
    /// Its result.
    pub cfu_rsp_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub cfu_rsp_ready_i: Signal<In, Bit>,
    /// rd: address or status.
    pub cfu_rsp_outputs_0_o: Signal<Out, Bits<OPERAND>>,

    /// A hart's load or store.
    pub data_req_valid_i: Signal<In, Bit>,
    /// It is accepted.
    pub data_req_ready_o: Signal<Out, Bit>,
    /// It is a store.
    pub data_req_write_i: Signal<In, Bit>,
    /// Virtual address; its lowest three bits mean nothing.
    pub data_req_address_i: Signal<In, Bits<ADDRESS>>,
    /// What to store.
    pub data_req_wdata_i: Signal<In, Bits<64>>,
    /// Which of its bytes.
    pub data_req_wstrb_i: Signal<In, Bits<8>>,
    /// A response, in the order of the accesses.
    pub data_rsp_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub data_rsp_ready_i: Signal<In, Bit>,
    /// The 64 bits at the address.
    pub data_rsp_rdata_o: Signal<Out, Bits<64>>,
    /// 0 ok, 2 not ours, 3 bad pointer, 6 bus error, 7 out of frames.
    pub data_rsp_status_o: Signal<Out, Bits<3>>,

    /// Memory, AXI4: write address channel.
    pub axi_awvalid_o: Signal<Out, Bit>,
    /// AXI4 AWREADY.
    pub axi_awready_i: Signal<In, Bit>,
    /// AXI4 AWID.
    pub axi_awid_o: Signal<Out, Bit>,
    /// AXI4 AWADDR.
    pub axi_awaddr_o: Signal<Out, Bits<ADDRESS>>,
    /// AXI4 AWLEN.
    pub axi_awlen_o: Signal<Out, Bits<8>>,
    /// AXI4 AWSIZE.
    pub axi_awsize_o: Signal<Out, Bits<3>>,
    /// AXI4 AWBURST.
    pub axi_awburst_o: Signal<Out, Bits<2>>,
    /// AXI4 AWCACHE.
    pub axi_awcache_o: Signal<Out, Bits<4>>,
    /// AXI4 AWPROT.
    pub axi_awprot_o: Signal<Out, Bits<3>>,
    /// Memory, AXI4: write data channel.
    pub axi_wvalid_o: Signal<Out, Bit>,
    /// AXI4 WREADY.
    pub axi_wready_i: Signal<In, Bit>,
    /// AXI4 WDATA.
    pub axi_wdata_o: Signal<Out, Bits<64>>,
    /// AXI4 WSTRB.
    pub axi_wstrb_o: Signal<Out, Bits<8>>,
    /// AXI4 WLAST.
    pub axi_wlast_o: Signal<Out, Bit>,
    /// Memory, AXI4: write response channel.
    pub axi_bvalid_i: Signal<In, Bit>,
    /// AXI4 BREADY.
    pub axi_bready_o: Signal<Out, Bit>,
    /// AXI4 BRESP.
    pub axi_bresp_i: Signal<In, Bits<2>>,
    /// Memory, AXI4: read address channel.
    pub axi_arvalid_o: Signal<Out, Bit>,
    /// AXI4 ARREADY.
    pub axi_arready_i: Signal<In, Bit>,
    /// AXI4 ARID.
    pub axi_arid_o: Signal<Out, Bit>,
    /// AXI4 ARADDR.
    pub axi_araddr_o: Signal<Out, Bits<ADDRESS>>,
    /// AXI4 ARLEN.
    pub axi_arlen_o: Signal<Out, Bits<8>>,
    /// AXI4 ARSIZE.
    pub axi_arsize_o: Signal<Out, Bits<3>>,
    /// AXI4 ARBURST.
    pub axi_arburst_o: Signal<Out, Bits<2>>,
    /// AXI4 ARCACHE.
    pub axi_arcache_o: Signal<Out, Bits<4>>,
    /// AXI4 ARPROT.
    pub axi_arprot_o: Signal<Out, Bits<3>>,
    /// Memory, AXI4: read data channel.
    pub axi_rvalid_i: Signal<In, Bit>,
    /// AXI4 RREADY.
    pub axi_rready_o: Signal<Out, Bit>,
    /// AXI4 RDATA.
    pub axi_rdata_i: Signal<In, Bits<64>>,
    /// AXI4 RRESP.
    pub axi_rresp_i: Signal<In, Bits<2>>,
    /// AXI4 RLAST.
    pub axi_rlast_i: Signal<In, Bit>,

    axi_lite: AxiLite,
    registers: RegisterBlock<ADDRESS, PPN, POINTER>,
    cfu_port: CfuPort<OPERAND, ADDRESS>,
    request_arbiter: RequestArbiter<ADDRESS>,
    object_allocator: ObjectAllocator<
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
    >,
    commands: CommandUnit<ADDRESS, CLASS, PAGE, POINTER, PPN>,
    translation: TranslationUnit<
        ADDRESS,
        CLASS,
        PAGE,
        POINTER,
        VPN,
        PPN,
        TLB_DATA,
        WALK_KEY,
        WALK_ROW,
        TLB_INDEX,
        TLB_ENTRIES,
        TLB_LEAVES,
    >,
    cache: LastLevelCache<ADDRESS, CLASS, PAGE, PPN, SET, CACHE_ROW, TAG, TAG_ROW, WAYS>,
    bypass: BypassUnit<CLASS, PAGE, BYPASS_ROW>,
    pool: FramePool<ADDRESS, PPN>,
    region_clear: RegionClear<ADDRESS, PPN, CLEAR_COUNT>,
    memory_arbiter: MemoryArbiter<ADDRESS>,
    axi_master: AxiMaster<ADDRESS, MASTER_ITEM>,
    /// Loads and stores that are not answered: address, and whether it is a store.
    accesses: Fifo<Bits<TRACKED>, 3, 4>,
    /// An access has just entered translation.
    entered: Register<Bit>,
    /// Everything behind the registers may be reset: the bus has answered, and no answer shows.
    stopped: Register<Bit>,
    /// Nothing was under way in the cycle before, and no request was offered.
    idle: Register<Bit>,
    quiet: Register<Bit>,

    engine_rst_n: Signal<Local, Bit>,
    allocator_rst_n: Signal<Local, Bit>,
    fault: Signal<Local, Bit>,
    access_valid: Signal<Local, Bit>,
    access_taken: Signal<Local, Bit>,
    answer_taken: Signal<Local, Bit>,
    answer_failed: Signal<Local, Bit>,
    allocator_answered: Signal<Local, Bit>,
}

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
    >
    Top<
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
    /// Memento for `geometry`, whose widths the const generics must have.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, capacities: &Capacities, styles: RamStyles) -> Self {
        assert_eq!(TRACKED, ADDRESS + 1, "TRACKED must be ADDRESS + 1");
        crate::module!(
            registers: RegisterBlock::new(geometry, capacities, styles.fast),
            cfu_port: CfuPort::new(geometry),
            object_allocator: ObjectAllocator::new(geometry, styles.fast, styles.bitmaps),
            commands: CommandUnit::new(geometry, styles.fast),
            translation: TranslationUnit::new(geometry, styles.fast),
            cache: LastLevelCache::new(geometry, styles.fast),
            bypass: BypassUnit::new(styles.fast),
            region_clear: RegionClear::new(geometry);
            clk_i, rst_ni, csr_awvalid_i, csr_awready_o, csr_awaddr_i, csr_awprot_i, csr_wvalid_i, csr_wready_o,
            csr_wdata_i, csr_wstrb_i, csr_bvalid_o, csr_bready_i, csr_bresp_o, csr_arvalid_i, csr_arready_o,
            csr_araddr_i, csr_arprot_i, csr_rvalid_o, csr_rready_i, csr_rdata_o, csr_rresp_o, irq_o, cfu_cmd_valid_i,
            cfu_cmd_ready_o, cfu_cmd_function_id_i, cfu_cmd_inputs_0_i, cfu_cmd_inputs_1_i, cfu_rsp_valid_o,
            cfu_rsp_ready_i, cfu_rsp_outputs_0_o, data_req_valid_i, data_req_ready_o, data_req_write_i,
            data_req_address_i, data_req_wdata_i, data_req_wstrb_i, data_rsp_valid_o, data_rsp_ready_i,
            data_rsp_rdata_o, data_rsp_status_o, axi_awvalid_o, axi_awready_i, axi_awid_o, axi_awaddr_o, axi_awlen_o,
            axi_awsize_o, axi_awburst_o, axi_awcache_o, axi_awprot_o, axi_wvalid_o, axi_wready_i, axi_wdata_o,
            axi_wstrb_o, axi_wlast_o, axi_bvalid_i, axi_bready_o, axi_bresp_i, axi_arvalid_o, axi_arready_i,
            axi_arid_o, axi_araddr_o, axi_arlen_o, axi_arsize_o, axi_arburst_o, axi_arcache_o, axi_arprot_o,
            axi_rvalid_i, axi_rready_o, axi_rdata_i, axi_rresp_i, axi_rlast_i, axi_lite, request_arbiter,
            pool, memory_arbiter, axi_master, accesses, entered, stopped, idle, quiet, engine_rst_n, allocator_rst_n, fault,
            access_valid, access_taken, answer_taken, answer_failed, allocator_answered,
        )
    }
}

mod wiring;
