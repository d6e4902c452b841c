//! The object allocator: malloc and free in hardware.

use crate::arena_address::ArenaAddress;
use crate::arena_list_walker::ArenaListWalker;
use crate::hot::Hot;
use crate::hot_flusher::HotFlusher;
use crate::object_address::ObjectAddress;
use crate::object_index::ObjectIndex;
use crate::prim::{Fifo, RamStyle, Register};
use crate::size_class::SizeClass;
use crate::size_in_class::SizeInClass;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// What the response on its way waits for.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum Awaiting {
    /// Nothing: it is ready.
    Nothing,
    /// An alloc's answer from the table.
    Table,
    /// The end of a free.
    Free,
    /// The end of a flush.
    Flush,
}

/// An alloc that the table could not answer at once.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum Parked {
    /// There is none.
    Nothing,
    /// It is tried again once no free is under way before it.
    Retry,
    /// It has just been tried again; the alloc behind it follows.
    Follow,
    /// It needs a new arena.
    NeedsArena,
}

/// What the slow side (walker and flusher) is doing.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum SlowState {
    /// Looking for work.
    Idle,
    /// The walker frees an object in memory.
    Free,
    /// A free has failed.
    Report,
    /// The walker looks for the arena that the parked alloc needs.
    Find,
    /// The walker fetches an arena ahead.
    Prefetch,
    /// The arena found is put into the table.
    Install,
    /// The table reads the entry.
    Installed,
    /// The table shows the arena that is replaced.
    Replaced,
    /// The walker is told what has gone in and out.
    SwapStart,
    /// The walker changes the lists.
    Swap,
    /// The flusher works.
    Flush,
    /// The walker reads an arena that is adopted.
    Adopt,
    /// Its bitmap goes into the table.
    Adopted,
}

/// The object allocator: one stream of requests in, one response each, in order, and a port to the memory that holds
/// the arena headers.
///
/// ```text
///            ┌─ size class ──────────────┐
///  request ──┤                           ├─► table (HOT) ─► object address ─► response
///            └─ object index (3 steps) ──┘       │ miss
///                                             miss queue
///                                                ▼
///                     arena-list walker, pointer bank, flusher ◄─► memory port
/// ```
///
/// Allocs go straight to the table. Frees are worked out to class, arena and object in three steps and reach the table in cycles in
/// which no alloc needs it; what misses there is queued for the walker. An alloc that follows a free of its class
/// which has not reached the table yet is parked until it has: requests take effect in the order of acceptance.
///
/// Two requests are under way at a time: *taken*, while the table reads its entry, and *pending*, the one that is to be answered
/// next. Whether an alloc can be answered at once is known only when it is pending. If it cannot, the one behind it is held: an alloc
/// loses its place in the table and comes back right behind the pending one, and a free stays in its first step.
///
/// Timing, in cycles from acceptance to response: alloc hit 2, posted free 2, with one request accepted every cycle. An alloc miss
/// whose arena was fetched ahead: 6.
///
/// Contract: see `docs/src/semantics.md`. `req_ready_o` depends on `req_operation_i` in the same cycle, and on no other input.
///
/// Invariants: I1..I12.
#[derive(LogicBlock)]
pub struct ObjectAllocator<
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
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// First address of the region, aligned to its size; not 0.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Pages of each class's slice that may be handed out.
    pub slice_limit_pages_i: Signal<In, Bits<POINTER>>,
    /// Free objects that bring a full arena back to the available list.
    pub reuse_threshold_i: Signal<In, Bits<9>>,

    /// A request.
    pub req_valid_i: Signal<In, Bit>,
    /// The request is accepted.
    pub req_ready_o: Signal<Out, Bit>,
    /// 0 alloc, 1 posted free, 2 free and wait, 3 flush.
    pub req_operation_i: Signal<In, Bits<2>>,
    /// Alloc: size in bytes. Frees: address.
    pub req_operand_i: Signal<In, Bits<ADDRESS>>,

    /// A response.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// The response is taken.
    pub rsp_ready_i: Signal<In, Bit>,
    /// 0 ok, 1 too large, 2 not ours, 3 bad pointer, 4 double free, 5 out of memory, 6 bus error, 7 out of frames.
    pub rsp_status_o: Signal<Out, Bits<3>>,
    /// Alloc: the object's address; 0 when there is none.
    pub rsp_address_o: Signal<Out, Bits<ADDRESS>>,

    /// Memory request.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub mem_req_write_o: Signal<Out, Bit>,
    /// Address of the 8-byte beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Beat to write.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers, in the order of the requests; reads and writes alike.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// The answer is taken (always).
    pub mem_rsp_ready_o: Signal<Out, Bit>,
    /// Beat read.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    /// The page allocator is asked for something about an arena's pages.
    pub pages_req_valid_o: Signal<Out, Bit>,
    /// The page allocator takes it.
    pub pages_req_ready_i: Signal<In, Bit>,
    /// 0: back the arena's first page with a frame; 1: release the arena, all its frames.
    pub pages_req_release_o: Signal<Out, Bit>,
    /// The arena's class.
    pub pages_req_class_o: Signal<Out, Bits<CLASS>>,
    /// Its first page.
    pub pages_req_page_o: Signal<Out, Bits<PAGE>>,
    /// Release: the recycled list had a first arena.
    pub pages_req_link_valid_o: Signal<Out, Bit>,
    /// Release: its first page.
    pub pages_req_link_page_o: Signal<Out, Bits<PAGE>>,
    /// The service is done; one cycle.
    pub pages_rsp_valid_i: Signal<In, Bit>,
    /// 0 ok, 6 bus error, 7 out of frames.
    pub pages_rsp_status_i: Signal<In, Bits<3>>,
    /// Back: the arena was on the recycled list, which goes on.
    pub pages_rsp_link_valid_i: Signal<In, Bit>,
    /// Back: first page of the next arena on it.
    pub pages_rsp_link_page_i: Signal<In, Bits<PAGE>>,

    /// An arena comes into the table; the bypass unit counts its touched lines from now on.
    pub bypass_install_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub bypass_install_class_o: Signal<Out, Bits<CLASS>>,
    /// Its first page.
    pub bypass_install_page_o: Signal<Out, Bits<PAGE>>,
    /// How many of its body lines may have been touched.
    pub bypass_install_value_o: Signal<Out, Bits<16>>,
    /// Flush: the bypass unit is asked about this class.
    pub bypass_class_o: Signal<Out, Bits<CLASS>>,
    /// Flush: how many body lines of the class's arena may have been touched, in the same cycle.
    pub bypass_value_i: Signal<In, Bits<16>>,

    /// Context: an arena that was in the table when the context was saved goes into it again.
    pub adopt_valid_i: Signal<In, Bit>,
    /// Its class.
    pub adopt_class_i: Signal<In, Bits<CLASS>>,
    /// Its first page.
    pub adopt_page_i: Signal<In, Bits<PAGE>>,
    /// It is in the table; one cycle.
    pub adopt_done_o: Signal<Out, Bit>,
    /// With `adopt_done_o`: its header could not be read.
    pub adopt_error_o: Signal<Out, Bit>,
    /// Flush: a class is done; one cycle.
    pub flushed_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub flushed_class_o: Signal<Out, Bits<CLASS>>,
    /// It has an arena in the table.
    pub flushed_occupied_o: Signal<Out, Bit>,
    /// First page of that arena.
    pub flushed_page_o: Signal<Out, Bits<PAGE>>,
    /// Context: the class whose row of the pointer bank is read or written in the cycles after; only while `idle_o` is high.
    pub row_class_valid_i: Signal<In, Bit>,
    /// Context: that class.
    pub row_class_i: Signal<In, Bits<CLASS>>,
    /// Context: show the row of the pointer bank of the class of the cycle before; from the next cycle on.
    pub row_read_i: Signal<In, Bit>,
    /// Context: write that row.
    pub row_write_i: Signal<In, Bit>,
    /// Context: allocation pointer to write.
    pub row_pointer_i: Signal<In, Bits<POINTER>>,
    /// Context: head of the available list to write, its page above whether there is one.
    pub row_available_i: Signal<In, Bits<POINTER>>,
    /// Context: head of the full list to write.
    pub row_full_i: Signal<In, Bits<POINTER>>,
    /// Context: head of the recycled list to write.
    pub row_recycled_i: Signal<In, Bits<POINTER>>,
    /// Context: allocation pointer.
    pub row_pointer_o: Signal<Out, Bits<POINTER>>,
    /// Context: head of the available list, its page above whether there is one.
    pub row_available_o: Signal<Out, Bits<POINTER>>,
    /// Context: head of the full list.
    pub row_full_o: Signal<Out, Bits<POINTER>>,
    /// Context: head of the recycled list.
    pub row_recycled_o: Signal<Out, Bits<POINTER>>,

    /// An allocation pointer changes, or its new arena goes into the table.
    pub pointer_write_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub pointer_write_class_o: Signal<Out, Bits<CLASS>>,
    /// First page never handed out.
    pub pointer_write_value_o: Signal<Out, Bits<POINTER>>,

    /// A posted free has failed; one cycle.
    pub error_valid_o: Signal<Out, Bit>,
    /// How.
    pub error_status_o: Signal<Out, Bits<3>>,
    /// The address it was given.
    pub error_address_o: Signal<Out, Bits<ADDRESS>>,
    /// A write to memory has failed; only a reset helps.
    pub fault_o: Signal<Out, Bit>,
    /// Nothing is under way.
    pub idle_o: Signal<Out, Bit>,
    /// What happened in this cycle: one bit per `memento_abi::Event`.
    pub events_o: Signal<Out, Bits<12>>,

    size_class: SizeClass<ADDRESS, CLASS>,
    in_class_1: SizeInClass<ADDRESS, CLASS>,
    in_class_2: SizeInClass<ADDRESS, CLASS>,
    object_index: ObjectIndex<ADDRESS, CLASS, PAGE, OBJECT, OFFSET, QUOTIENT>,
    object_address: ObjectAddress<ADDRESS, OBJECT, CLASS, DIVISOR, TRIPLE, GRANULES>,
    arena_address: ArenaAddress<ADDRESS, CLASS, PAGE>,
    hot: Hot<CLASS, PAGE, POINTER, ROW>,
    misses: Fifo<Bits<MISS>, 3, 4>,
    walker: ArenaListWalker<ADDRESS, CLASS, PAGE, POINTER, ROW>,
    flusher: HotFlusher<ADDRESS, CLASS, PAGE>,

    // The request that was accepted last, until the one before it is answered.
    taken: Register<Bit>,
    taken_awaiting: Register<Awaiting>,
    taken_status: Register<Bits<3>>,
    taken_class: Register<Bits<CLASS>>,
    /// There is one, and it is a free that is on its way to the table.
    taken_free: Register<Bit>,

    // The request that is to be answered next.
    pending: Register<Bit>,
    /// It is a flush.
    flushes: Register<Bit>,
    status: Register<Bits<3>>,
    /// It waits for nothing.
    answerable: Register<Bit>,
    /// It waits, and not in the table's second step.
    waits: Register<Bit>,
    /// It is an alloc in the table's second step, and there is no room for a response.
    stalled: Register<Bit>,
    /// The opposite, for the enables of the table's steps alone: there are hundreds.
    moves: Register<Bit>,
    /// It waits and, in the cycle before, no free was under way; none is now.
    quiet: Register<Bit>,

    // Frees on their way through the object index: what it does not carry.
    free_address_1: Register<Bits<ADDRESS>>,
    free_address_2: Register<Bits<ADDRESS>>,
    free_address_3: Register<Bits<ADDRESS>>,
    free_waits_1: Register<Bit>,
    free_waits_2: Register<Bit>,
    free_waits_3: Register<Bit>,

    // The operation in the table's first step (H1): what the table does not carry.
    read_alloc: Register<Bit>,
    /// It is the pending request's, tried again.
    read_retry: Register<Bit>,
    read_free: Register<Bit>,
    /// Its class. The table has it as well, and drives enough with its own.
    read_class: Register<Bits<CLASS>>,
    read_page: Register<Bits<PAGE>>,
    read_object: Register<Bits<8>>,
    read_address: Register<Bits<ADDRESS>>,
    read_waits: Register<Bit>,
    read_free_status: Register<Bits<3>>,

    // The operation in its second step (H2). An alloc is the pending request's.
    table_alloc: Register<Bit>,
    /// The pending alloc is behind a free of its class and must be tried again.
    table_behind: Register<Bit>,
    table_free: Register<Bit>,
    table_class: Register<Bits<CLASS>>,
    table_page: Register<Bits<PAGE>>,
    table_object: Register<Bits<8>>,
    table_address: Register<Bits<ADDRESS>>,
    table_waits: Register<Bit>,
    table_free_status: Register<Bits<3>>,

    // The free whose bitmap word is being looked at.
    checked_free: Register<Bit>,
    checked_waits: Register<Bit>,
    checked_object: Register<Bits<8>>,
    checked_class: Register<Bits<CLASS>>,
    checked_page: Register<Bits<PAGE>>,
    checked_address: Register<Bits<ADDRESS>>,
    checked_status: Register<Bits<3>>,

    // The free that the table has answered.
    answered_free: Register<Bit>,
    answered_waits: Register<Bit>,
    answered_object: Register<Bits<8>>,
    answered_class: Register<Bits<CLASS>>,
    answered_page: Register<Bits<PAGE>>,
    answered_address: Register<Bits<ADDRESS>>,
    answered_status: Register<Bits<3>>,

    // The parked alloc.
    parked: Register<Parked>,
    parked_class: Register<Bits<CLASS>>,
    parked_got_arena: Register<Bit>,

    // A response that was not taken at once.
    spare_valid: Register<Bit>,
    spare_status: Register<Bits<3>>,
    spare_address: Register<Bits<ADDRESS>>,

    /// No further free may go to the table: if all on their way missed, the queue would be full.
    misses_fill: Register<Bit>,

    // The slow side.
    slow: Register<SlowState>,
    report_status: Register<Bits<3>>,
    victim: Register<Bit>,
    victim_page: Register<Bits<PAGE>>,
    last_word: Register<Bit>,
    last_word_class: Register<Bits<CLASS>>,
    prefetch: Register<Bit>,
    prefetch_class: Register<Bits<CLASS>>,
    fault: Register<Bit>,
    adopting: Register<Bit>,

    asks_alloc: Signal<Local, Bit>,
    asks_free: Signal<Local, Bit>,
    room: Signal<Local, Bit>,
    accept: Signal<Local, Bit>,
    respond: Signal<Local, Bit>,
    /// The pending request is to be answered with an error.
    fails: Signal<Local, Bit>,
    respond_error: Signal<Local, Bit>,
    index_advance: Signal<Local, Bit>,
    frees_under_way: Signal<Local, Bit>,
    frees_before_table: Signal<Local, Bit>,
    behind_free: Signal<Local, Bit>,
    goes_ahead: Signal<Local, Bit>,
    free_status: Signal<Local, Bits<3>>,
    request_takes_table: Signal<Local, Bit>,
    /// What the table's class is if no alloc is offered.
    other_class: Signal<Local, Bits<CLASS>>,
    retry_takes_table: Signal<Local, Bit>,
    follower_takes_table: Signal<Local, Bit>,
    held: Signal<Local, Bit>,
    /// The request taken is the pending one from the next cycle on.
    follows: Signal<Local, Bit>,
    /// The pending request waits for nothing any more.
    settles: Signal<Local, Bit>,
    behind_taken: Signal<Local, Bit>,
    needs_arena: Signal<Local, Bit>,
    /// The pending request is not in the table, and not answered in this cycle.
    stays_ahead: Signal<Local, Bit>,
    /// The pending request may be answered in this cycle.
    may_respond: Signal<Local, Bit>,
    /// In the next cycle: a response may wait; an alloc is in H2; the address of one is made there.
    spare_after: Signal<Local, Bit>,
    alloc_stays: Signal<Local, Bit>,
    alloc_comes: Signal<Local, Bit>,
    alloc_after: Signal<Local, Bit>,
    address_after: Signal<Local, Bit>,
    slot_serves_table: Signal<Local, Bit>,
    own_alloc: Signal<Local, Bit>,
    free_may_take_table: Signal<Local, Bit>,
    free_takes_table: Signal<Local, Bit>,
    install_takes_table: Signal<Local, Bit>,
    request_wants_table: Signal<Local, Bit>,
    alloc_answered: Signal<Local, Bit>,
    table_moves: Signal<Local, Bit>,
    miss_status: Signal<Local, Bits<3>>,
    miss_class: Signal<Local, Bits<CLASS>>,
    miss_page: Signal<Local, Bits<PAGE>>,
    miss_object: Signal<Local, Bits<8>>,
    miss_waits: Signal<Local, Bit>,
    miss_address: Signal<Local, Bits<ADDRESS>>,
    report: Signal<Local, Bit>,
    slot_serves_parked: Signal<Local, Bit>,
    slot_serves_prefetch: Signal<Local, Bit>,
    flushing: Signal<Local, Bit>,
    hit_event: Signal<Local, Bit>,
    miss_event: Signal<Local, Bit>,
    free_event: Signal<Local, Bit>,
    error_event: Signal<Local, Bit>,
    walker_events: Signal<Local, Bits<12>>,
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
    >
    ObjectAllocator<
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
    >
{
    /// An allocator for `geometry`, whose widths the const generics must have. The bitmaps are in memory of `bitmap_style`,
    /// everything else in memory of `style`.
    pub fn new(geometry: &Geometry, style: RamStyle, bitmap_style: RamStyle) -> Self {
        assert_eq!(MISS, 38 + ADDRESS, "a queued miss is 38 bits and an address");
        assert_eq!(TRIPLE, CLASS + 2, "TRIPLE must be CLASS + 2");
        crate::module!(
            object_index: ObjectIndex::new(geometry),
            object_address: ObjectAddress::new(geometry),
            hot: Hot::new(style, bitmap_style),
            walker: ArenaListWalker::new(geometry, style),
            flusher: HotFlusher::new(geometry),
            taken_awaiting: Register::new(Awaiting::Nothing),
            moves: Register::new(true),
            parked: Register::new(Parked::Nothing),
            slow: Register::new(SlowState::Idle);
            clk_i, rst_ni, region_base_i, slice_limit_pages_i, reuse_threshold_i, req_valid_i, req_ready_o, req_operation_i, req_operand_i,
            rsp_valid_o, rsp_ready_i, rsp_status_o, rsp_address_o, mem_req_valid_o, mem_req_ready_i, mem_req_write_o, mem_req_address_o,
            mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_ready_o, mem_rsp_rdata_i, mem_rsp_error_i, pages_req_valid_o, pages_req_ready_i,
            pages_req_release_o, pages_req_class_o, pages_req_page_o, pages_req_link_valid_o, pages_req_link_page_o, pages_rsp_valid_i,
            pages_rsp_status_i, pages_rsp_link_valid_i, pages_rsp_link_page_i, bypass_install_valid_o, bypass_install_class_o,
            bypass_install_page_o, bypass_install_value_o, bypass_class_o, bypass_value_i, adopt_valid_i, adopt_class_i, adopt_page_i,
            adopt_done_o, adopt_error_o, flushed_valid_o, flushed_class_o, flushed_occupied_o, flushed_page_o, row_class_valid_i,
            row_class_i, row_read_i, row_write_i, row_pointer_i, row_available_i, row_full_i, row_recycled_i, row_pointer_o,
            row_available_o, row_full_o, row_recycled_o, pointer_write_valid_o, pointer_write_class_o, pointer_write_value_o,
            error_valid_o, error_status_o, error_address_o, fault_o, idle_o, events_o, size_class, in_class_1, in_class_2, other_class,
            arena_address, misses, taken, taken_status, taken_class, taken_free, pending, status, free_address_1, free_address_2,
            free_address_3, free_waits_1, free_waits_2, free_waits_3, read_alloc, read_retry, read_free, read_class, read_page,
            read_object, read_address, read_waits, read_free_status, table_alloc, table_behind, table_free, table_class, table_page,
            table_object, table_address, table_waits, table_free_status, checked_free, checked_waits, checked_object, checked_class,
            checked_page, checked_address, checked_status, answered_free, answered_waits, answered_object, answered_class, answered_page,
            answered_address, answered_status, parked_class, parked_got_arena, spare_valid, spare_status, spare_address, misses_fill,
            answerable, flushes, waits, stalled, quiet, follows, settles, report_status, victim, victim_page, last_word, last_word_class,
            prefetch, prefetch_class, fault, adopting, asks_alloc, asks_free, room, accept, respond, fails, respond_error, index_advance,
            frees_under_way, frees_before_table, behind_free, goes_ahead, free_status, request_takes_table, retry_takes_table, follower_takes_table,
            held, behind_taken, needs_arena, stays_ahead, may_respond, spare_after, alloc_stays, alloc_comes, alloc_after, address_after, slot_serves_table,
            own_alloc, free_may_take_table, free_takes_table, install_takes_table, request_wants_table, alloc_answered, table_moves,
            miss_status, miss_class, miss_page, miss_object, miss_waits, miss_address, report, slot_serves_parked, slot_serves_prefetch,
            flushing, hit_event, miss_event, free_event, error_event, walker_events,
        )
    }
}

mod behaviour;
