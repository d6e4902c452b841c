//! The registers that software sees.

use crate::event_counters::EventCounters;
use crate::prim::{RamStyle, Register};
use memento_abi::registers::{Capacities, Reset, REGISTERS};
use memento_abi::{Geometry, DEFAULT_REUSE_THRESHOLD};
use rust_hdl_core::prelude::*;

/// What lies at an offset: a register of `memento_abi::registers`.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum Place {
    /// No register.
    Nothing,
    /// ID.
    Id,
    /// VERSION.
    Version,
    /// GEOMETRY.
    Geometry,
    /// OBJECTS.
    Objects,
    /// CAPACITY.
    Capacity,
    /// CONTROL.
    Control,
    /// STATUS.
    Status,
    /// COMMAND.
    Command,
    /// REGION_BASE_LO.
    RegionBaseLow,
    /// REGION_BASE_HI.
    RegionBaseHigh,
    /// SLICE_LIMIT.
    SliceLimit,
    /// REUSE_THRESHOLD.
    ReuseThreshold,
    /// MPTR_LO.
    RootLow,
    /// MPTR_HI.
    RootHigh,
    /// CONTEXT_ADDRESS_LO.
    ContextLow,
    /// CONTEXT_ADDRESS_HI.
    ContextHigh,
    /// POOL_BASE_LO.
    PoolBaseLow,
    /// POOL_BASE_HI.
    PoolBaseHigh,
    /// POOL_ADD.
    PoolAdd,
    /// POOL_STATUS.
    PoolStatus,
    /// POOL_AVAILABLE.
    PoolAvailable,
    /// POOL_LOW_WATER.
    PoolLowWater,
    /// ERROR_STATUS.
    ErrorStatus,
    /// ERROR_ADDRESS_LO.
    ErrorLow,
    /// ERROR_ADDRESS_HI.
    ErrorHigh,
    /// ACCESS_FAULT_STATUS.
    FaultStatus,
    /// ACCESS_FAULT_ADDRESS_LO.
    FaultLow,
    /// ACCESS_FAULT_ADDRESS_HI.
    FaultHigh,
    /// IRQ_CAUSE.
    IrqCause,
    /// IRQ_ENABLE.
    IrqEnable,
    /// A counter's low half.
    CounterLow,
    /// A counter's high half.
    CounterHigh,
    /// ALLOC.
    Alloc,
    /// FREE.
    Free,
    /// FREE_WAIT.
    FreeWait,
    /// OPERAND_HIGH.
    OperandHigh,
    /// RESULT_STATUS.
    ResultStatus,
    /// RESULT_ADDRESS_LO.
    ResultLow,
    /// RESULT_ADDRESS_HI.
    ResultHigh,
}

/// What an access of the bus is about.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum AccessState {
    /// There is none.
    Idle,
    /// It is looked at, and waits where it has to.
    Look,
    /// It is answered.
    Answer,
}

/// What a command is about.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum CommandState {
    /// There is none.
    Idle,
    /// It waits until nothing is under way.
    Wait,
    /// It is carried out.
    Run,
}

/// Every register of `memento_abi::registers`, with hart 0's doorbell and the event counters, behind a simple bus.
///
/// ```text
///            ┌───────────────────────────────┐──► settings: enable, reset, bypass, region, limits, MPTR
///   bus ────►│ registers                     │──► hold ─► request arbiter,  quiet ◄─
///   rsp ◄────│                               │──► command ─► command unit, done ◄─
///            │ doorbell                      │──► doorbell_req ─► request arbiter, answer ◄─
///            │ event counters                │──► range of frames ─► pool
///   irq ◄────│ first errors, causes          │◄── events, errors, levels
///            └───────────────────────────────┘
/// ```
///
/// Contract: docs/src/registers.md, and
///
/// * `bus_valid_i` and what goes with it stay until `bus_ready_o`; `rsp_valid_o` is high for one cycle, two cycles later unless the access has to wait. One access at
///   a time.
/// * `hold_o` is high while a write waits for quiet and from a command's start to its end. What needs quiet happens in a cycle with `hold_o`, `quiet_i` and
///   `idle_i`, or with `fault_i`, or during reset.
/// * `command_valid_o` stays, and `command_o` with it, until `command_done_i`. With `fault_i` a command that has not begun ends with an error.
/// * `engine_reset_o` is the reset of all that is behind; what is under way in it is forgotten here too, and the doorbell gets its answer from the arbiter. A load writes its
///   settings by `load_*`, which comes only with `command_valid_o`.
/// * `irq_o` comes from a flip-flop.
///
/// Cost, with the event counters, for 32-bit addresses: about 860 flip-flops and 1200 LUTs.
#[derive(LogicBlock)]
pub struct RegisterBlock<const ADDRESS: usize, const PPN: usize, const POINTER: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// An access.
    pub bus_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub bus_ready_o: Signal<Out, Bit>,
    /// It is a write.
    pub bus_write_i: Signal<In, Bit>,
    /// Offset in the window.
    pub bus_address_i: Signal<In, Bits<12>>,
    /// What to write.
    pub bus_wdata_i: Signal<In, Bits<32>>,
    /// Which bytes of it; all, or the write is refused.
    pub bus_wstrb_i: Signal<In, Bits<4>>,
    /// The access is done; one cycle.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// What was read.
    pub rsp_rdata_o: Signal<Out, Bits<32>>,
    /// It was refused.
    pub rsp_error_o: Signal<Out, Bit>,

    /// Requests are carried out.
    pub enable_o: Signal<Out, Bit>,
    /// Everything behind is to be in reset.
    pub engine_reset_o: Signal<Out, Bit>,
    /// It is: memory has answered what was under way.
    pub engine_stopped_i: Signal<In, Bit>,
    /// Lines that were never touched are created as zeros.
    pub bypass_enable_o: Signal<Out, Bit>,
    /// First address of the region.
    pub region_base_o: Signal<Out, Bits<ADDRESS>>,
    /// Pages of each class's slice that may be handed out.
    pub slice_limit_pages_o: Signal<Out, Bits<POINTER>>,
    /// Free objects that bring a full arena back to the available list.
    pub reuse_threshold_o: Signal<Out, Bits<9>>,
    /// Frame of the root page table.
    pub root_ppn_o: Signal<Out, Bits<PPN>>,
    /// Address of the context block.
    pub context_address_o: Signal<Out, Bits<ADDRESS>>,
    /// A load sets region, limit and root.
    pub load_valid_i: Signal<In, Bit>,
    /// First address of the region.
    pub load_region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Pages of each class's slice that may be handed out.
    pub load_slice_limit_pages_i: Signal<In, Bits<POINTER>>,
    /// Frame of the root page table.
    pub load_root_ppn_i: Signal<In, Bits<PPN>>,

    /// No request may begin.
    pub hold_o: Signal<Out, Bit>,
    /// With `hold_o`: none is offered.
    pub quiet_i: Signal<In, Bit>,
    /// Nothing is under way.
    pub idle_i: Signal<In, Bit>,
    /// A write to memory has failed, until reset.
    pub fault_i: Signal<In, Bit>,
    /// Memories are being emptied after reset.
    pub clearing_i: Signal<In, Bit>,
    /// A command is to be carried out.
    pub command_valid_o: Signal<Out, Bit>,
    /// 1 flush, 2 save, 3 load, 4 end, 5 cache flush.
    pub command_o: Signal<Out, Bits<3>>,
    /// It has ended; one cycle.
    pub command_done_i: Signal<In, Bit>,
    /// With `command_done_i`: it has failed.
    pub command_error_i: Signal<In, Bit>,

    /// A range of zeroed frames is handed over.
    pub pool_add_valid_o: Signal<Out, Bit>,
    /// It is looked at.
    pub pool_add_ready_i: Signal<In, Bit>,
    /// Its first frame.
    pub pool_add_ppn_o: Signal<Out, Bits<PPN>>,
    /// Its frames.
    pub pool_add_count_o: Signal<Out, Bits<32>>,
    /// It was refused; two cycles after it was looked at.
    pub pool_add_refused_i: Signal<In, Bit>,
    /// Frames that are available.
    pub pool_available_i: Signal<In, Bits<22>>,
    /// Fewer than this are few.
    pub pool_low_water_o: Signal<Out, Bits<22>>,
    /// Few are available.
    pub pool_low_i: Signal<In, Bit>,
    /// None is available.
    pub frames_exhausted_i: Signal<In, Bit>,

    /// A posted free has failed; one cycle.
    pub error_valid_i: Signal<In, Bit>,
    /// How.
    pub error_status_i: Signal<In, Bits<3>>,
    /// The address it was given.
    pub error_address_i: Signal<In, Bits<ADDRESS>>,
    /// An access of a hart has failed; one cycle.
    pub access_fault_valid_i: Signal<In, Bit>,
    /// How.
    pub access_fault_status_i: Signal<In, Bits<3>>,
    /// It was a store.
    pub access_fault_write_i: Signal<In, Bit>,
    /// Its virtual address.
    pub access_fault_address_i: Signal<In, Bits<ADDRESS>>,
    /// Something was answered `OutOfFrames`; one cycle.
    pub out_of_frames_i: Signal<In, Bit>,
    /// What happened in this cycle: a bit for each counter but the last, which counts cycles.
    pub events_i: Signal<In, Bits<23>>,

    /// Doorbell: a request.
    pub doorbell_req_valid_o: Signal<Out, Bit>,
    /// It is accepted.
    pub doorbell_req_ready_i: Signal<In, Bit>,
    /// 0 alloc, 1 posted free, 2 free and wait.
    pub doorbell_req_operation_o: Signal<Out, Bits<2>>,
    /// Size or address.
    pub doorbell_req_operand_o: Signal<Out, Bits<ADDRESS>>,
    /// Doorbell: an answer, which is taken.
    pub doorbell_rsp_valid_i: Signal<In, Bit>,
    /// How the request ended.
    pub doorbell_rsp_status_i: Signal<In, Bits<3>>,
    /// The object's address, or 0.
    pub doorbell_rsp_address_i: Signal<In, Bits<ADDRESS>>,

    /// A cause that is enabled is pending.
    pub irq_o: Signal<Out, Bit>,

    counters: EventCounters<24, 5>,

    access: Register<AccessState>,
    place: Register<Place>,
    write: Register<Bit>,
    /// Misaligned, or not all bytes.
    bad: Register<Bit>,
    index: Register<Bits<5>>,
    wdata: Register<Bits<32>>,
    /// What is read, from two halves of the registers.
    settings: Register<Bits<32>>,
    state: Register<Bits<32>>,
    error: Register<Bit>,
    counter_high: Register<Bits<32>>,

    enable: Register<Bit>,
    reset: Register<Bit>,
    bypass: Register<Bit>,
    region_base: Register<Bits<ADDRESS>>,
    slice_limit: Register<Bits<POINTER>>,
    reuse_threshold: Register<Bits<9>>,
    root_ppn: Register<Bits<PPN>>,
    context_address: Register<Bits<ADDRESS>>,
    pool_ppn: Register<Bits<PPN>>,
    pool_count: Register<Bits<32>>,
    low_water: Register<Bits<22>>,

    /// A write waits for quiet.
    settling: Register<Bit>,
    command: Register<CommandState>,
    command_code: Register<Bits<3>>,
    command_done: Register<Bit>,
    command_error: Register<Bit>,

    pool_offered: Register<Bit>,
    pool_looked_1: Register<Bit>,
    pool_looked_2: Register<Bit>,
    pool_refused: Register<Bit>,

    error_valid: Register<Bit>,
    error_overflow: Register<Bit>,
    error_status: Register<Bits<3>>,
    error_address: Register<Bits<ADDRESS>>,
    fault_valid: Register<Bit>,
    fault_overflow: Register<Bit>,
    fault_status: Register<Bits<3>>,
    fault_write: Register<Bit>,
    fault_address: Register<Bits<ADDRESS>>,

    cause: Register<Bits<6>>,
    irq_enable: Register<Bits<6>>,
    irq: Register<Bit>,
    low_before: Register<Bit>,
    memory_fault_before: Register<Bit>,

    /// A request has not been answered.
    ringing: Register<Bit>,
    doorbell_offered: Register<Bit>,
    operation: Register<Bits<2>>,
    operand: Register<Bits<ADDRESS>>,
    operand_high: Register<Bits<32>>,
    result_status: Register<Bits<3>>,
    result_address: Register<Bits<ADDRESS>>,

    decoded: Signal<Local, Place>,
    counter_place: Signal<Local, Bit>,
    readable: Signal<Local, Bit>,
    writable: Signal<Local, Bit>,
    refuse: Signal<Local, Bit>,
    needs_quiet: Signal<Local, Bit>,
    settled: Signal<Local, Bit>,
    wait: Signal<Local, Bit>,
    finish: Signal<Local, Bit>,
    set: Signal<Local, Bit>,
    read: Signal<Local, Bit>,
    pool_busy: Signal<Local, Bit>,
    command_busy: Signal<Local, Bit>,
    command_ends: Signal<Local, Bit>,
    ring: Signal<Local, Bit>,
    new_causes: Signal<Local, Bits<6>>,
    clear_error: Signal<Local, Bit>,
    clear_error_overflow: Signal<Local, Bit>,
    clear_fault: Signal<Local, Bit>,
    clear_fault_overflow: Signal<Local, Bit>,
    region_wide: Signal<Local, Bits<64>>,
    root_wide: Signal<Local, Bits<64>>,
    context_wide: Signal<Local, Bits<64>>,
    pool_wide: Signal<Local, Bits<64>>,
    error_wide: Signal<Local, Bits<64>>,
    fault_wide: Signal<Local, Bits<64>>,
    result_wide: Signal<Local, Bits<64>>,

    id: Constant<Bits<32>>,
    version: Constant<Bits<32>>,
    geometry: Constant<Bits<32>>,
    objects: Constant<Bits<32>>,
    capacity: Constant<Bits<32>>,
    region_mask: Constant<Bits<ADDRESS>>,
    line_mask: Constant<Bits<ADDRESS>>,
    high_mask: Constant<Bits<32>>,
    slice_pages: Constant<Bits<32>>,
}

/// What a register that follows from the configuration alone reads.
fn fixed(name: &str, geometry: &Geometry, capacities: &Capacities) -> Bits<32> {
    let register = REGISTERS.iter().find(|register| register.name == name);
    match register.map(|register| register.reset) {
        Some(Reset::Value(value)) => bits(value.into()),
        Some(Reset::Configuration(value)) => bits(value(geometry, capacities).into()),
        _ => panic!("{name} is no register with a fixed value"),
    }
}

impl<const ADDRESS: usize, const PPN: usize, const POINTER: usize> RegisterBlock<ADDRESS, PPN, POINTER> {
    /// The registers of `geometry`, whose widths the const generics must have, and of an instance with `capacities`; the counters' totals
    /// are in a memory of the given style.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, capacities: &Capacities, style: RamStyle) -> Self {
        let name = geometry.name;
        assert_eq!(ADDRESS, geometry.address_bits as usize, "ADDRESS of {name}");
        assert_eq!(PPN, ADDRESS - 12, "PPN must be ADDRESS - 12");
        assert_eq!(POINTER, geometry.page_bits() as usize + 1, "POINTER of {name}");
        let fixed = |name| Constant::new(fixed(name, geometry, capacities));
        crate::module!(
            counters: EventCounters::new(style),
            access: Register::new(AccessState::Idle),
            place: Register::new(Place::Nothing),
            command: Register::new(CommandState::Idle),
            reset: Register::new(true),
            bypass: Register::new(true),
            slice_limit: Register::new(bits(geometry.slice_pages())),
            reuse_threshold: Register::new(bits(DEFAULT_REUSE_THRESHOLD.into())),
            id: fixed("ID"),
            version: fixed("VERSION"),
            geometry: fixed("GEOMETRY"),
            objects: fixed("OBJECTS"),
            capacity: fixed("CAPACITY"),
            slice_pages: fixed("SLICE_LIMIT"),
            region_mask: Constant::new(!bits((1 << geometry.region_bits) - 1)),
            line_mask: Constant::new(!bits(63)),
            high_mask: Constant::new(bits((1 << (ADDRESS - 32)) - 1));
            clk_i, rst_ni, bus_valid_i, bus_ready_o, bus_write_i, bus_address_i, bus_wdata_i, bus_wstrb_i, rsp_valid_o,
            rsp_rdata_o, rsp_error_o, enable_o, engine_reset_o, engine_stopped_i, bypass_enable_o, region_base_o, slice_limit_pages_o,
            reuse_threshold_o, root_ppn_o, context_address_o, load_valid_i, load_region_base_i, load_slice_limit_pages_i,
            load_root_ppn_i, hold_o, quiet_i, idle_i, fault_i, clearing_i, command_valid_o, command_o, command_done_i,
            command_error_i, pool_add_valid_o, pool_add_ready_i, pool_add_ppn_o, pool_add_count_o, pool_add_refused_i,
            pool_available_i, pool_low_water_o, pool_low_i, frames_exhausted_i, error_valid_i, error_status_i, error_address_i,
            access_fault_valid_i, access_fault_status_i, access_fault_write_i, access_fault_address_i, out_of_frames_i, events_i,
            doorbell_req_valid_o, doorbell_req_ready_i, doorbell_req_operation_o, doorbell_req_operand_o, doorbell_rsp_valid_i,
            doorbell_rsp_status_i, doorbell_rsp_address_i, irq_o, write, bad, index, wdata, settings, state, error,
            counter_high, enable, region_base, root_ppn, context_address, pool_ppn, pool_count, low_water, settling,
            command_code, command_done, command_error, pool_offered, pool_looked_1, pool_looked_2, pool_refused, error_valid,
            error_overflow, error_status, error_address, fault_valid, fault_overflow, fault_status, fault_write, fault_address,
            cause, irq_enable, irq, low_before, memory_fault_before, ringing, doorbell_offered, operation, operand, operand_high,
            result_status, result_address, decoded, counter_place, readable, writable, refuse, needs_quiet, settled, wait, finish, set,
            read, pool_busy, command_busy, command_ends, ring, new_causes, clear_error, clear_error_overflow, clear_fault,
            clear_fault_overflow, region_wide, root_wide, context_wide, pool_wide, error_wide, fault_wide, result_wide,
        )
    }
}

mod behaviour;
