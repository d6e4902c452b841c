//! The arena-list walker: everything the allocator does to arenas in memory.

use crate::arena_slot::ArenaSlot;
use crate::header_reader::HeaderReader;
use crate::header_update::HeaderUpdate;
use crate::list_change::ListChange;
use crate::list_writer::ListWriter;
use crate::pointer_bank::PointerBank;
use crate::prim::{RamStyle, Register};
use rust_hdl_core::prelude::*;

/// What the walker is asked to do (`cmd_kind_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum WalkerCommand {
    /// Free an object of an arena that is not in the Hardware Object Table.
    Free = 0,
    /// Find the arena that the class gets next, without searching the full list.
    Prefetch = 1,
    /// Find the arena that the class gets next; search the full list if there is no other.
    Find = 2,
    /// The arena found has gone into the table: take it off its list, and put the table's exhausted arena (if
    /// `victim_valid_i`) on the full list.
    Swap = 3,
    /// Read an arena that was in the table when its context was saved, as if it had been found.
    Adopt = 4,
}

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum WalkerState {
    /// Waiting for a command.
    Idle,
    /// Read the class's pointer bank row; a free gets its reads and writes ready.
    Look,
    /// The row is here; a free of an arena that was handed out starts to read.
    Row,
    /// Find: decide where the arena comes from.
    Pick,
    /// Start to read.
    Ask,
    /// Header beats are on their way; when they are here, decide.
    Read,
    /// Find: look at the full arena that was read.
    Search,
    /// Find: ask for a frame for the first page of a recycled or never used arena.
    Back,
    /// Find: wait for it.
    Backed,
    /// Find: a blank arena is complete.
    Blank,
    /// Find: the arena slot makes it ready.
    Keep,
    /// An arena leaves its list.
    Leave,
    /// An arena joins a list.
    Join,
    /// Start to write, and keep the lists' new heads.
    Start,
    /// Writes are on their way; with the last one the command is done.
    Write,
    /// Free: an empty arena gives its frames back.
    Release,
    /// Free: wait until it has.
    Released,
    /// Done, with nothing on its way.
    Report,
}

/// The arena-list walker: the free that misses the Hardware Object Table, the search for a class's next arena, and the
/// list changes when it goes into the table.
///
/// ```text
///             ┌────► pointer bank ──► list change     list heads, allocation pointers
///  command ──►│ FSM ├─► header reader ─┬─► header update ─► list writer
///             │     │        ▲         └─► arena slot ─────► table
///             └─────┘        └──────────── memory port ◄──────┘
///
///  a free, memory answering in the next cycle:
///   cycle    0    1    2    3    4    5    6    7    8    9    10   11   12
///   state    Idle Look Row  Read Read Read Read Read Writ Writ Writ Writ Idle
///   mem_req                 stat bitm                stat bitm
///   mem_rsp                      stat bitm                ok   ok
///   done_o                                                          1
/// ```
///
/// A free reads the state beat and a bitmap beat (2 reads) and writes them back (2 writes); only when the arena changes its list are its
/// links read as well, and its neighbours written; an arena that becomes empty gives its pages back to the page allocator. All
/// reads of a command come before its writes, so that a read error leaves everything as it was. A write error, or a release that
/// fails, raises `fault_o` for good.
///
/// A recycled or never used arena gets a frame for its first page before it is found. When there is none, the search goes on, and ends with
/// "out of frames" rather than "out of memory". A recycled arena is never fetched ahead: with its frame, the link to the next one is gone.
///
/// Contract: `cmd_valid_i` while `cmd_ready_o` starts a command; its inputs need not stay. `done_o` is high for one cycle with the
/// status and events; a command is taken from the next cycle on. With memory that answers in the next cycle, `done_o` comes 11 cycles
/// after a free's command, and 4 when the arena was never handed out; 16 after that of a find in the available list (13 when an
/// arena has one bitmap beat), and 6 and the page allocator's time when it is a recycled or never used arena. The arena found stays in the slot until it is swapped in,
/// forgotten because a free touched its class or because the limit changed, or replaced by the next search.
///
/// A context is saved and loaded row by row (`row_*`), while the walker has no command.
///
/// Invariants: I1, I2, I4..I8, I10, I11.
#[derive(LogicBlock)]
pub struct ArenaListWalker<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const POINTER: usize,
    const ROW: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Pages of each class's slice that may be handed out.
    pub slice_limit_pages_i: Signal<In, Bits<POINTER>>,
    /// Free objects that bring a full arena back to the available list.
    pub reuse_threshold_i: Signal<In, Bits<9>>,

    /// A command.
    pub cmd_valid_i: Signal<In, Bit>,
    /// The walker takes it.
    pub cmd_ready_o: Signal<Out, Bit>,
    /// 0 free, 1 prefetch, 2 find, 3 swap, 4 adopt.
    pub cmd_kind_i: Signal<In, Bits<3>>,
    /// Class it works on.
    pub cmd_class_i: Signal<In, Bits<CLASS>>,
    /// Free and adopt: first page of the arena. Swap: first page of the exhausted arena.
    pub cmd_page_i: Signal<In, Bits<PAGE>>,
    /// Free: index of the object.
    pub cmd_object_i: Signal<In, Bits<8>>,
    /// Swap: there is an exhausted arena.
    pub cmd_victim_i: Signal<In, Bit>,

    /// The command is done; one cycle.
    pub done_o: Signal<Out, Bit>,
    /// With `done_o`: how it ended (`memento_abi::Status`).
    pub status_o: Signal<Out, Bits<3>>,
    /// With `done_o`: what happened (`memento_abi::Event`, one bit each).
    pub events_o: Signal<Out, Bits<12>>,
    /// A write failed: what memory holds is no longer known.
    pub fault_o: Signal<Out, Bit>,

    /// An arena is ready for the table.
    pub slot_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub slot_class_o: Signal<Out, Bits<CLASS>>,
    /// Its first page.
    pub slot_page_o: Signal<Out, Bits<PAGE>>,
    /// How many of its body lines may have been touched.
    pub slot_bypass_o: Signal<Out, Bits<16>>,
    /// Its full words; words that an arena does not have count as full.
    pub slot_summary_o: Signal<Out, Bits<16>>,
    /// Its lowest word that is not full.
    pub slot_word_o: Signal<Out, Bits<4>>,
    /// Free objects of that word.
    pub slot_free_o: Signal<Out, Bits<16>>,
    /// Forget it: it was adopted.
    pub slot_drop_i: Signal<In, Bit>,
    /// Copy its bitmap to the table.
    pub copy_i: Signal<In, Bit>,
    /// The copy is under way.
    pub copying_o: Signal<Out, Bit>,
    /// A bitmap row is offered to the table.
    pub load_valid_o: Signal<Out, Bit>,
    /// The table takes it.
    pub load_ready_i: Signal<In, Bit>,
    /// Row of the table.
    pub load_row_o: Signal<Out, Bits<ROW>>,
    /// The row, bit = 1 allocated.
    pub load_data_o: Signal<Out, Bits<64>>,

    /// Context: show the row of the pointer bank of the class that was on `cmd_class_i` in the cycle before; from the next cycle on.
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

    /// Memory request.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub mem_req_write_o: Signal<Out, Bit>,
    /// Address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Beat to write.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers, in the order of the requests.
    pub mem_rsp_valid_i: Signal<In, Bit>,
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

    /// An allocation pointer changes, or its new arena goes into the table.
    pub pointer_write_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub pointer_write_class_o: Signal<Out, Bits<CLASS>>,
    /// First page never handed out.
    pub pointer_write_value_o: Signal<Out, Bits<POINTER>>,

    objects: Constant<Bits<9>>,
    line_writes: Constant<Bits<16>>,
    bitmap_reads: Constant<Bits<8>>,

    bank: PointerBank<CLASS, PAGE, POINTER>,
    change: ListChange<PAGE, POINTER>,
    reader: HeaderReader<ADDRESS, CLASS, PAGE>,
    update: HeaderUpdate<CLASS>,
    writer: ListWriter<ADDRESS, CLASS, PAGE>,
    next_arena: ArenaSlot<CLASS, PAGE, ROW>,

    state: Register<WalkerState>,
    /// The state is `Look`.
    looking: Register<Bit>,
    free: Register<Bit>,
    swap: Register<Bit>,
    adopt: Register<Bit>,
    /// Find: search the full list too.
    thorough: Register<Bit>,
    victim: Register<Bit>,
    class: Register<Bits<CLASS>>,
    /// The arena that is read, or joins a list.
    page: Register<Bits<PAGE>>,
    object: Register<Bits<8>>,
    /// Find: where the arena comes from, as a number of [`ArenaList`](crate::list_change::ArenaList).
    source: Register<Bits<2>>,
    fresh_ok: Register<Bit>,
    /// Find: a page found no frame.
    out_of_frames: Register<Bit>,
    /// Find: the arena after a recycled one.
    link_valid: Register<Bit>,
    link_page: Register<Bits<PAGE>>,
    /// First page behind the span of a never used arena in the slot.
    slot_end: Register<Bits<POINTER>>,
    /// Free: the arena gives its frames back.
    releases: Register<Bit>,
    /// Free: the arena changes its list.
    moving: Register<Bit>,
    searching: Register<Bit>,
    /// Search: the arena that was read has a free object.
    has_room: Register<Bit>,
    beats: Register<Bits<8>>,
    status: Register<Bits<3>>,
    events: Register<Bits<12>>,
    fault: Register<Bit>,
    limit: Register<Bits<POINTER>>,
    limit_changed: Register<Bit>,
    /// The slot is of the command's class.
    slot_serves: Register<Bit>,
    /// The command ends with the last of the writes that are under way, unless one fails.
    only_writes: Register<Bit>,

    /// Free: the arena was never handed out.
    refused: Signal<Local, Bit>,
    free_reads: Signal<Local, Bits<8>>,
    free_writes: Signal<Local, Bits<16>>,
    find_reads: Signal<Local, Bits<8>>,
    whole_writes: Signal<Local, Bits<16>>,
    links: Signal<Local, Bits<5>>,
    changes_list: Signal<Local, Bit>,
    free_goes: Signal<Local, Bit>,
    starts_writing: Signal<Local, Bit>,
    written: Signal<Local, Bit>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize>
    ArenaListWalker<ADDRESS, CLASS, PAGE, POINTER, ROW>
{
    /// A walker for `geometry`, whose memories ask for `style`.
    pub fn new(geometry: &memento_abi::Geometry, style: RamStyle) -> Self {
        let beats = (1u64 << geometry.bitmap_beats()) - 1;
        crate::module!(
            objects: Constant::new((geometry.objects_per_arena as u64).into()),
            line_writes: Constant::new((0x60 | beats << 8 | (0xF & !beats) << 12).into()),
            bitmap_reads: Constant::new((beats << 4).into()),
            bank: PointerBank::new(geometry, style),
            update: HeaderUpdate::new(geometry),
            next_arena: ArenaSlot::new(geometry.words(), style),
            state: Register::new(WalkerState::Idle);
            clk_i, rst_ni, region_base_i, slice_limit_pages_i, reuse_threshold_i, cmd_valid_i, cmd_ready_o, cmd_kind_i,
            cmd_class_i, cmd_page_i, cmd_object_i, cmd_victim_i, done_o, status_o, events_o, fault_o, slot_valid_o,
            slot_class_o, slot_page_o, slot_drop_i, row_read_i, row_write_i, row_pointer_i, row_available_i, row_full_i,
            row_recycled_i, row_pointer_o, row_available_o, row_full_o, row_recycled_o, slot_bypass_o, slot_summary_o, slot_word_o, slot_free_o, copy_i, copying_o, load_valid_o,
            load_ready_i, load_row_o, load_data_o, mem_req_valid_o, mem_req_ready_i, mem_req_write_o,
            mem_req_address_o, mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_rdata_i, mem_rsp_error_i, pages_req_valid_o,
            pages_req_ready_i, pages_req_release_o, pages_req_class_o, pages_req_page_o, pages_req_link_valid_o,
            pages_req_link_page_o, pages_rsp_valid_i, pages_rsp_status_i, pages_rsp_link_valid_i, pages_rsp_link_page_i,
            pointer_write_valid_o, pointer_write_class_o, pointer_write_value_o, change, reader, writer, looking, free,
            swap, adopt, thorough, victim, class, page, object, source, fresh_ok, out_of_frames, link_valid, link_page, slot_end,
            releases, moving, searching, has_room, beats, status, events, fault, limit, limit_changed, slot_serves, only_writes,
            refused, free_reads, free_writes, find_reads, links, whole_writes, changes_list, free_goes, starts_writing, written,
        )
    }
}

mod behaviour;
