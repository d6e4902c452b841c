//! What commands do.

use crate::prim::{Ram, RamStyle, Register};
use memento_abi::{context, Geometry};
use rust_hdl_core::prelude::*;

/// A command (`command_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Command {
    /// Write every header in the Hardware Object Table to memory.
    Flush = 1,
    /// Write the context to memory.
    Save = 2,
    /// Read a context from memory.
    Load = 3,
    /// Take everything back.
    End = 4,
    /// Write every dirty line of the cache to memory, and hold none.
    CacheFlush = 5,
}

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum CommandStep {
    /// Waiting for a command.
    Idle,
    /// Ask the allocator for a flush.
    Flush,
    /// Wait for it.
    Flushed,
    /// The cache writes and forgets its lines.
    CacheFlush,
    /// The cache forgets its lines.
    CacheDrop,
    /// The pool gathers its state.
    Park,
    /// Save: choose what the word is made of.
    Select,
    /// Save: read it.
    Read,
    /// Save: take it.
    Take,
    /// Ask memory for the word, or to write it.
    Ask,
    /// Wait for memory.
    Answer,
    /// Load: empty allocator and translation, and forget the pool.
    Empty,
    /// Load: they are being emptied.
    Emptying,
    /// Load: put the word where it belongs.
    Use,
    /// Load: put a class's row into the pointer bank.
    Row,
    /// Load: put an arena into the table.
    Adopt,
    /// End: start to clear the page table.
    Clear,
    /// End: wait for that.
    Cleared,
    /// End: the pool takes its frames back.
    Reclaim,
    /// The command is done.
    Done,
}

/// What commands do: flushes, and saving, loading and ending a context.
///
/// ```text
///               ┌────────────────────────┐──► flush request ─► object allocator ─► what was in the table
///   command ───►│ one step after another │──► rows, adopt ◄─►
///   done ◄──────│                        │──► flush, drop ──► cache
///               │                        │──► park, state, end ──► frame pool
///               └────┬───────────────────┘──► clear ──► translation, page table
///                    └──► memory port (context block, `memento_abi::context`)
/// ```
///
/// # Contract
///
/// * `command_valid_i` starts a command and stays, with `command_i`, until `command_done_o`, which is high for one cycle. Nothing else is under way meanwhile: no
///   request, no access of a hart.
/// * A command that is none, and a load of a block that another configuration wrote, end with `command_error_o` and change nothing.
/// * After a save and after a load the pool stays parked until something is asked of it (`pool_wanted_i`): the list in its frames is the one that was
///   saved, until the context goes on.
/// * A slice limit beyond the slice is loaded as the whole slice.
/// * An error of memory ends the command with `command_error_o`, and `fault_o` stays high until reset.
/// * `allocator_reset_o` is high for one cycle; `allocator_idle_i` is low while the allocator empties itself after it.
/// * Save: the words one after the other, each 4 cycles and its memory access. Load: 2 cycles and its access, and what adopting takes. End: what the
///   cache, the page table's clearing and the pool take, whatever the context holds.
///
/// # Cost
///
/// A memory of 2^CLASS rows of POINTER bits, and about 120 + ADDRESS flip-flops.
#[derive(LogicBlock)]
pub struct CommandUnit<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const POINTER: usize,
    const PPN: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// A command.
    pub command_valid_i: Signal<In, Bit>,
    /// 1 flush, 2 save, 3 load, 4 end, 5 cache flush.
    pub command_i: Signal<In, Bits<3>>,
    /// It has ended; one cycle.
    pub command_done_o: Signal<Out, Bit>,
    /// With `command_done_o`: it has failed.
    pub command_error_o: Signal<Out, Bit>,
    /// Memory answered a command with an error; until reset.
    pub fault_o: Signal<Out, Bit>,
    /// Address of the context block.
    pub context_address_i: Signal<In, Bits<ADDRESS>>,

    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Pages of each class's slice that may be handed out.
    pub slice_limit_pages_i: Signal<In, Bits<POINTER>>,
    /// Frame of the root page table.
    pub root_ppn_i: Signal<In, Bits<PPN>>,
    /// Load: the three become what follows.
    pub load_valid_o: Signal<Out, Bit>,
    /// First address of the region.
    pub load_region_base_o: Signal<Out, Bits<ADDRESS>>,
    /// Pages of each class's slice that may be handed out.
    pub load_slice_limit_pages_o: Signal<Out, Bits<POINTER>>,
    /// Frame of the root page table.
    pub load_root_ppn_o: Signal<Out, Bits<PPN>>,

    /// The allocator is asked for a flush.
    pub flush_req_valid_o: Signal<Out, Bit>,
    /// It is accepted.
    pub flush_req_ready_i: Signal<In, Bit>,
    /// It is done.
    pub flush_rsp_valid_i: Signal<In, Bit>,
    /// How it ended.
    pub flush_rsp_status_i: Signal<In, Bits<3>>,
    /// The flush has done a class.
    pub flushed_valid_i: Signal<In, Bit>,
    /// That class.
    pub flushed_class_i: Signal<In, Bits<CLASS>>,
    /// It has an arena in the table.
    pub flushed_occupied_i: Signal<In, Bit>,
    /// First page of that arena.
    pub flushed_page_i: Signal<In, Bits<PAGE>>,
    /// Reset the allocator.
    pub allocator_reset_o: Signal<Out, Bit>,
    /// The allocator does nothing.
    pub allocator_idle_i: Signal<In, Bit>,
    /// A row of the pointer bank is chosen ..
    pub row_class_valid_o: Signal<Out, Bit>,
    /// .. by its class, ..
    pub row_class_o: Signal<Out, Bits<CLASS>>,
    /// .. then read ..
    pub row_read_o: Signal<Out, Bit>,
    /// .. or written.
    pub row_write_o: Signal<Out, Bit>,
    /// Allocation pointer to write.
    pub row_pointer_o: Signal<Out, Bits<POINTER>>,
    /// Head of the available list to write.
    pub row_available_o: Signal<Out, Bits<POINTER>>,
    /// Head of the full list to write.
    pub row_full_o: Signal<Out, Bits<POINTER>>,
    /// Head of the recycled list to write.
    pub row_recycled_o: Signal<Out, Bits<POINTER>>,
    /// Allocation pointer read.
    pub row_pointer_i: Signal<In, Bits<POINTER>>,
    /// Head of the available list read.
    pub row_available_i: Signal<In, Bits<POINTER>>,
    /// Head of the full list read.
    pub row_full_i: Signal<In, Bits<POINTER>>,
    /// Head of the recycled list read.
    pub row_recycled_i: Signal<In, Bits<POINTER>>,
    /// An arena goes into the table.
    pub adopt_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub adopt_class_o: Signal<Out, Bits<CLASS>>,
    /// Its first page.
    pub adopt_page_o: Signal<Out, Bits<PAGE>>,
    /// It is there.
    pub adopt_done_i: Signal<In, Bit>,
    /// Its header could not be read.
    pub adopt_error_i: Signal<In, Bit>,

    /// The cache writes its lines and forgets them.
    pub cache_flush_valid_o: Signal<Out, Bit>,
    /// It has.
    pub cache_flush_ready_i: Signal<In, Bit>,
    /// The cache forgets its lines.
    pub cache_drop_valid_o: Signal<Out, Bit>,
    /// It has.
    pub cache_drop_ready_i: Signal<In, Bit>,

    /// Translation forgets what it knows of the page table.
    pub translation_clear_o: Signal<Out, Bit>,
    /// The region's part of the root is cleared.
    pub region_clear_start_o: Signal<Out, Bit>,
    /// It is clear.
    pub region_clear_done_i: Signal<In, Bit>,
    /// It could not be cleared.
    pub region_clear_error_i: Signal<In, Bit>,

    /// The pool gathers its state, and does nothing.
    pub pool_park_o: Signal<Out, Bit>,
    /// It has.
    pub pool_parked_i: Signal<In, Bit>,
    /// Something is asked of the pool.
    pub pool_wanted_i: Signal<In, Bit>,
    /// It forgets everything.
    pub pool_forget_o: Signal<Out, Bit>,
    /// Word of its state.
    pub pool_state_address_o: Signal<Out, Bits<4>>,
    /// Write it.
    pub pool_state_write_o: Signal<Out, Bit>,
    /// What to write.
    pub pool_state_wdata_o: Signal<Out, Bits<64>>,
    /// The word of the cycle before.
    pub pool_state_rdata_i: Signal<In, Bits<64>>,
    /// It takes all its frames back.
    pub pool_end_o: Signal<Out, Bit>,
    /// It has.
    pub pool_end_done_i: Signal<In, Bit>,

    /// Memory request.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub mem_req_write_o: Signal<Out, Bit>,
    /// Address of the word.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Word to write.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// Word read.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    identification: Constant<Bits<64>>,
    last_word: Constant<Bits<10>>,
    slice_pages: Constant<Bits<POINTER>>,
    /// The arenas in the table, by class: first page above whether there is one.
    in_table: Ram<Bits<POINTER>, CLASS>,
    step: Register<CommandStep>,
    /// Word of the context block.
    word: Register<Bits<10>>,
    data: Register<Bits<64>>,
    /// It is this configuration's identification.
    named: Register<Bit>,
    /// First word of a class.
    row: Register<Bits<64>>,
    region_base: Register<Bits<ADDRESS>>,
    slice_limit_pages: Register<Bits<POINTER>>,
    parked: Register<Bit>,
    error: Register<Bit>,
    fault: Register<Bit>,

    save: Signal<Local, Bit>,
    load: Signal<Local, Bit>,
    end: Signal<Local, Bit>,
    class: Signal<Local, Bits<CLASS>>,
    in_class: Signal<Local, Bit>,
    part: Signal<Local, Bits<2>>,
    taken: Signal<Local, Bits<64>>,
    failed: Signal<Local, Bit>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize, const POINTER: usize, const PPN: usize>
    CommandUnit<ADDRESS, CLASS, PAGE, POINTER, PPN>
{
    /// A command unit for `geometry`, whose widths the const generics must have; its memory asks for `style`.
    pub fn new(geometry: &Geometry, style: RamStyle) -> Self {
        let words = context::bytes(geometry) / 8;
        crate::module!(
            identification: Constant::new(context::identification(geometry).into()),
            slice_pages: Constant::new(geometry.slice_pages().into()),
            last_word: Constant::new((words - 2).into()),
            in_table: Ram::new(style),
            step: Register::new(CommandStep::Idle);
            clk_i, rst_ni, command_valid_i, command_i, command_done_o, command_error_o, fault_o, context_address_i,
            region_base_i, slice_limit_pages_i, root_ppn_i, load_valid_o, load_region_base_o, load_slice_limit_pages_o,
            load_root_ppn_o, flush_req_valid_o, flush_req_ready_i, flush_rsp_valid_i, flush_rsp_status_i,
            flushed_valid_i, flushed_class_i, flushed_occupied_i, flushed_page_i, allocator_reset_o, allocator_idle_i,
            row_class_valid_o, row_class_o, row_read_o, row_write_o, row_pointer_o, row_available_o, row_full_o,
            row_recycled_o, row_pointer_i, row_available_i, row_full_i, row_recycled_i, adopt_valid_o, adopt_class_o,
            adopt_page_o, adopt_done_i, adopt_error_i, cache_flush_valid_o, cache_flush_ready_i, cache_drop_valid_o,
            cache_drop_ready_i, translation_clear_o, region_clear_start_o, region_clear_done_i, region_clear_error_i,
            pool_park_o, pool_parked_i, pool_wanted_i, pool_forget_o, pool_state_address_o, pool_state_write_o, pool_state_wdata_o,
            pool_state_rdata_i, pool_end_o, pool_end_done_i, mem_req_valid_o, mem_req_ready_i, mem_req_write_o,
            mem_req_address_o, mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_rdata_i, mem_rsp_error_i, word, data, named, row,
            region_base, slice_limit_pages, parked, error, fault, save, load, end, class, in_class, part, taken, failed,
        )
    }
}

mod behaviour;
