//! The arena-list walker: everything the allocator does to arenas in memory.

use crate::arena_slot::{absent_words, ArenaSlot};
use crate::header_reader::HeaderReader;
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
}

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum WalkerState {
    /// Waiting for a command.
    Idle,
    /// The class's pointer bank row is here: decide where to look.
    Pick,
    /// Start to read header beats.
    Ask,
    /// Header beats are on their way.
    Read,
    /// Free: work out the header after it.
    Check,
    /// Free: decide whether the arena changes its list.
    Decide,
    /// Free: the arena changes its list, and its links are known.
    Move,
    /// Find: look at the full arena that was read.
    Search,
    /// Prefetch, find: the arena is complete.
    Keep,
    /// Swap: take the arena found off its list.
    Leave,
    /// Swap: put the exhausted arena on the full list.
    Join,
    /// Start to write.
    Start,
    /// Writes are on their way.
    Write,
    /// Update the pointer bank.
    Commit,
    /// Report.
    Finish,
}

/// The arena-list walker: the free that misses the Hardware Object Table, the search for a class's next arena, and the
/// list changes when it goes into the table.
///
/// ```text
///             ┌──────────── pointer bank (list heads, allocation pointers)
///  command ──►│ FSM ├─► header reader ─┐
///             └─────┴─► list writer  ──┴─► memory port
///                   └─► arena slot ─────► table
/// ```
///
/// A free reads the bitmap beat and the state beat (2 reads) and writes them back (2 writes); only when the arena changes its list are its
/// links read as well, and its neighbours written. All reads of a command come before its writes, so that a read error
/// leaves everything as it was. A write error raises `fault_o` for good.
///
/// Contract: `cmd_valid_i` while `cmd_ready_o` starts a command; its inputs need not stay. `done_o` is high for one cycle with the
/// status and events. The arena found stays in the slot until it is swapped in, forgotten because a free touched its
/// class, or replaced by the next search.
///
/// Invariants: I2, I4..I8, I10, I11.
#[derive(LogicBlock)]
pub struct ArenaListWalker<
    const ADDRESS: usize,
    const CLASS: usize,
    const CLASSES: usize,
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
    /// 0 free, 1 prefetch, 2 find, 3 swap.
    pub cmd_kind_i: Signal<In, Bits<2>>,
    /// Class it works on.
    pub cmd_class_i: Signal<In, Bits<CLASS>>,
    /// Free: first page of the arena. Swap: first page of the exhausted arena.
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
    /// Its full words; words that an arena does not have count as full.
    pub slot_summary_o: Signal<Out, Bits<16>>,
    /// Its lowest word that is not full.
    pub slot_word_o: Signal<Out, Bits<4>>,
    /// Free objects of that word.
    pub slot_free_o: Signal<Out, Bits<16>>,
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

    objects: Constant<Bits<9>>,
    absent_words: Constant<Bits<16>>,
    bitmap_writes: Constant<Bits<16>>,
    bitmap_reads: Constant<Bits<8>>,

    bank: PointerBank<CLASS, CLASSES, PAGE, POINTER>,
    reader: HeaderReader<ADDRESS, CLASS, PAGE>,
    writer: ListWriter<ADDRESS, CLASS, PAGE>,
    next_arena: ArenaSlot<CLASS, PAGE, ROW>,

    state: Register<WalkerState>,
    kind: Register<Bits<2>>,
    class: Register<Bits<CLASS>>,
    page: Register<Bits<PAGE>>,
    object: Register<Bits<8>>,
    victim: Register<Bit>,
    victim_page: Register<Bits<PAGE>>,
    source: Register<Bits<2>>,
    beats: Register<Bits<8>>,
    searching: Register<Bit>,
    links_read: Register<Bit>,
    writes: Register<Bits<16>>,
    bitmap: Register<Bits<64>>,
    bitmap_after: Register<Bits<64>>,
    summary_after: Register<Bits<16>>,
    live_after: Register<Bits<9>>,
    allocated: Register<Bit>,
    empty: Register<Bit>,
    reuse: Register<Bit>,
    joining: Register<Bit>,
    status: Register<Bits<3>>,
    events: Register<Bits<12>>,
    fault: Register<Bit>,
    limit: Register<Bits<POINTER>>,

    is_free: Signal<Local, Bit>,
    is_swap: Signal<Local, Bit>,
    free_beat: Signal<Local, Bits<2>>,
    free_at: Signal<Local, Bits<6>>,
    objects_free: Signal<Local, Bits<9>>,
    free_writes: Signal<Local, Bits<16>>,
    free_reads: Signal<Local, Bits<8>>,
    found_full: Signal<Local, Bit>,
    state_after: Signal<Local, Bits<2>>,
    full_valid: Signal<Local, Bit>,
    full_page: Signal<Local, Bits<PAGE>>,
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const CLASSES: usize,
        const PAGE: usize,
        const POINTER: usize,
        const ROW: usize,
    > ArenaListWalker<ADDRESS, CLASS, CLASSES, PAGE, POINTER, ROW>
{
    /// A walker for `geometry`, whose memories ask for `style`.
    pub fn new(geometry: &memento_abi::Geometry, style: RamStyle) -> Self {
        let beats = (1u64 << geometry.bitmap_beats()) - 1;
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            region_base_i: Default::default(),
            slice_limit_pages_i: Default::default(),
            reuse_threshold_i: Default::default(),
            cmd_valid_i: Default::default(),
            cmd_ready_o: Default::default(),
            cmd_kind_i: Default::default(),
            cmd_class_i: Default::default(),
            cmd_page_i: Default::default(),
            cmd_object_i: Default::default(),
            cmd_victim_i: Default::default(),
            done_o: Default::default(),
            status_o: Default::default(),
            events_o: Default::default(),
            fault_o: Default::default(),
            slot_valid_o: Default::default(),
            slot_class_o: Default::default(),
            slot_page_o: Default::default(),
            slot_summary_o: Default::default(),
            slot_word_o: Default::default(),
            slot_free_o: Default::default(),
            copy_i: Default::default(),
            copying_o: Default::default(),
            load_valid_o: Default::default(),
            load_ready_i: Default::default(),
            load_row_o: Default::default(),
            load_data_o: Default::default(),
            mem_req_valid_o: Default::default(),
            mem_req_ready_i: Default::default(),
            mem_req_write_o: Default::default(),
            mem_req_address_o: Default::default(),
            mem_req_wdata_o: Default::default(),
            mem_rsp_valid_i: Default::default(),
            mem_rsp_rdata_i: Default::default(),
            mem_rsp_error_i: Default::default(),
            objects: Constant::new((geometry.objects_per_arena as u64).into()),
            absent_words: Constant::new(absent_words(geometry.words())),
            bitmap_writes: Constant::new((beats << 8 | (0xF & !beats) << 12).into()),
            bitmap_reads: Constant::new((beats << 4).into()),
            bank: PointerBank::new(geometry, style),
            reader: Default::default(),
            writer: Default::default(),
            next_arena: ArenaSlot::new(geometry.words(), style),
            state: Register::new(WalkerState::Idle),
            kind: Default::default(),
            class: Default::default(),
            page: Default::default(),
            object: Default::default(),
            victim: Default::default(),
            victim_page: Default::default(),
            source: Default::default(),
            beats: Default::default(),
            searching: Default::default(),
            links_read: Default::default(),
            writes: Default::default(),
            bitmap: Default::default(),
            bitmap_after: Default::default(),
            summary_after: Default::default(),
            live_after: Default::default(),
            allocated: Default::default(),
            empty: Default::default(),
            reuse: Default::default(),
            joining: Default::default(),
            status: Default::default(),
            events: Default::default(),
            fault: Default::default(),
            limit: Default::default(),
            is_free: Default::default(),
            is_swap: Default::default(),
            free_beat: Default::default(),
            free_at: Default::default(),
            objects_free: Default::default(),
            free_writes: Default::default(),
            free_reads: Default::default(),
            found_full: Default::default(),
            state_after: Default::default(),
            full_valid: Default::default(),
            full_page: Default::default(),
        }
    }
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const CLASSES: usize,
        const PAGE: usize,
        const POINTER: usize,
        const ROW: usize,
    > Logic for ArenaListWalker<ADDRESS, CLASS, CLASSES, PAGE, POINTER, ROW>
{
    kernel! {
        #[hdl_gen]
        "memento_arena_list_walker",
        registers: [
            state, kind, class, page, object, victim, victim_page, source, beats, searching, links_read, writes, bitmap,
            bitmap_after, summary_after, live_after, allocated, empty, reuse, joining, status, events, fault,
            limit,
        ],
        resettable: [bank, reader, writer, next_arena],
        fn update(&mut self) {
            self.is_free.next = self.kind.q.val() == 0;
            self.is_swap.next = self.kind.q.val() == 3;
            self.free_beat.next = self.object.q.val().get_bits::<2>(6);
            self.free_at.next = self.object.q.val().get_bits::<6>(0);

            comment!("Pointer bank: read as a command comes, written as it ends.");
            self.cmd_ready_o.next = self.state.q.val() == WalkerState::Idle;
            self.bank.slice_limit_pages_i.next = self.slice_limit_pages_i.val();
            self.bank.read_valid_i.next = (self.state.q.val() == WalkerState::Idle) && self.cmd_valid_i.val();
            self.bank.read_class_i.next = self.cmd_class_i.val();
            self.bank.write_enable_i.next = false;
            self.bank.write_class_i.next = self.class.q.val();
            self.bank.write_pointer_i.next = self.bank.pointer_o.val();
            self.bank.write_available_valid_i.next = self.bank.available_valid_o.val();
            self.bank.write_available_page_i.next = self.bank.available_page_o.val();
            self.bank.write_recycled_valid_i.next = self.bank.recycled_valid_o.val();
            self.bank.write_recycled_page_i.next = self.bank.recycled_page_o.val();
            self.bank.write_full_valid_i.next = self.bank.full_valid_o.val();
            self.bank.write_full_page_i.next = self.bank.full_page_o.val();

            comment!("The full list's head once the arena found has left it.");
            self.full_valid.next = self.bank.full_valid_o.val();
            self.full_page.next = self.bank.full_page_o.val();
            self.found_full.next = self.next_arena.source_o.val() == 3;
            if self.found_full.val() && !self.next_arena.prev_valid_o.val() {
                self.full_valid.next = self.next_arena.next_valid_o.val();
                self.full_page.next = self.next_arena.next_page_o.val();
            }

            comment!("Header reader.");
            self.reader.start_i.next = self.state.q.val() == WalkerState::Ask;
            self.reader.beats_i.next = self.beats.q.val();
            self.reader.region_base_i.next = self.region_base_i.val();
            self.reader.class_i.next = self.class.q.val();
            self.reader.page_i.next = self.page.q.val();
            self.reader.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.reader.mem_rsp_valid_i.next =
                self.mem_rsp_valid_i.val() && (self.state.q.val() == WalkerState::Read);
            self.reader.mem_rsp_rdata_i.next = self.mem_rsp_rdata_i.val();
            self.reader.mem_rsp_error_i.next = self.mem_rsp_error_i.val();
            if self.is_free.val() && self.reader.bitmap_valid_o.val() {
                self.bitmap.d.next = self.reader.bitmap_data_o.val();
            }

            comment!("Arena slot: filled by a search, forgotten when a free may have touched what it holds.");
            self.next_arena.start_i.next = false;
            self.next_arena.class_i.next = self.class.q.val();
            self.next_arena.beat_valid_i.next = self.reader.bitmap_valid_o.val() && !self.is_free.val();
            self.next_arena.beat_index_i.next = self.reader.bitmap_index_o.val();
            self.next_arena.beat_data_i.next = self.reader.bitmap_data_o.val();
            self.next_arena.summary_i.next = self.reader.summary_o.val();
            self.next_arena.finish_i.next = false;
            self.next_arena.page_i.next = self.page.q.val();
            self.next_arena.source_i.next = self.source.q.val();
            self.next_arena.next_valid_i.next = self.reader.next_valid_o.val();
            self.next_arena.next_page_i.next = self.reader.next_page_o.val();
            self.next_arena.prev_valid_i.next = self.reader.prev_valid_o.val();
            self.next_arena.prev_page_i.next = self.reader.prev_page_o.val();
            comment!("An arena found under another limit may lie beyond the new one.");
            self.limit.d.next = self.slice_limit_pages_i.val();
            self.next_arena.forget_i.next = self.limit.q.val() != self.slice_limit_pages_i.val();
            self.next_arena.copy_i.next = self.copy_i.val();
            self.next_arena.load_ready_i.next = self.load_ready_i.val();
            self.slot_valid_o.next = self.next_arena.valid_o.val();
            self.slot_class_o.next = self.next_arena.class_o.val();
            self.slot_page_o.next = self.next_arena.page_o.val();
            self.slot_summary_o.next = self.next_arena.summary_o.val();
            self.slot_word_o.next = self.next_arena.word_o.val();
            self.slot_free_o.next = self.next_arena.free_o.val();
            self.copying_o.next = self.next_arena.copying_o.val();
            self.load_valid_o.next = self.next_arena.load_valid_o.val();
            self.load_row_o.next = self.next_arena.load_row_o.val();
            self.load_data_o.next = self.next_arena.load_data_o.val();

            comment!("List writer: a free's header and move, or the two list changes of a swap.");
            self.writer.start_i.next = self.state.q.val() == WalkerState::Start;
            self.writer.writes_i.next = self.writes.q.val();
            self.writer.region_base_i.next = self.region_base_i.val();
            self.writer.class_i.next = self.class.q.val();
            self.writer.page_i.next = self.page.q.val();
            self.writer.next_valid_i.next = self.reader.next_valid_o.val();
            self.writer.next_page_i.next = self.reader.next_page_o.val();
            self.writer.prev_valid_i.next = self.reader.prev_valid_o.val();
            self.writer.prev_page_i.next = self.reader.prev_page_o.val();
            self.writer.head_valid_i.next = self.bank.available_valid_o.val();
            self.writer.head_page_i.next = self.bank.available_page_o.val();
            if self.empty.q.val() {
                self.writer.head_valid_i.next = self.bank.recycled_valid_o.val();
                self.writer.head_page_i.next = self.bank.recycled_page_o.val();
            }
            self.state_after.next = self.reader.state_o.val();
            if self.empty.q.val() {
                self.state_after.next = bits::<2>(0);
            } else if self.reuse.q.val() {
                self.state_after.next = bits::<2>(2);
            }
            self.writer.state_i.next = bit_cast::<64, 16>(self.summary_after.q.val())
                | (bit_cast::<64, 9>(self.live_after.q.val()) << 16)
                | (bit_cast::<64, CLASS>(self.class.q.val()) << 48)
                | (bit_cast::<64, 2>(self.state_after.val()) << 56);
            self.writer.bitmap_i.next = self.bitmap_after.q.val();
            if self.is_swap.val() {
                self.writer.page_i.next = self.next_arena.page_o.val();
                self.writer.next_valid_i.next = self.next_arena.next_valid_o.val();
                self.writer.next_page_i.next = self.next_arena.next_page_o.val();
                self.writer.prev_valid_i.next =
                    self.next_arena.prev_valid_o.val() && self.found_full.val();
                self.writer.prev_page_i.next = self.next_arena.prev_page_o.val();
                self.writer.head_valid_i.next = self.full_valid.val();
                self.writer.head_page_i.next = self.full_page.val();
                self.writer.state_i.next = bit_cast::<64, 16>(!self.absent_words.val())
                    | (bit_cast::<64, 9>(self.objects.val()) << 16)
                    | (bit_cast::<64, CLASS>(self.class.q.val()) << 48)
                    | (bit_cast::<64, 2>(bits::<2>(3)) << 56);
                self.writer.bitmap_i.next = !bits::<64>(0);
                if self.joining.q.val() {
                    self.writer.page_i.next = self.victim_page.q.val();
                }
            }
            self.writer.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.writer.mem_rsp_valid_i.next =
                self.mem_rsp_valid_i.val() && (self.state.q.val() == WalkerState::Write);
            self.writer.mem_rsp_error_i.next = self.mem_rsp_error_i.val();
            comment!("Memory port: the reader and the writer never work at the same time.");
            self.mem_req_valid_o.next = self.reader.mem_req_valid_o.val() || self.writer.mem_req_valid_o.val();
            self.mem_req_write_o.next = self.writer.mem_req_valid_o.val();
            self.mem_req_address_o.next = self.reader.mem_req_address_o.val();
            if self.writer.mem_req_valid_o.val() {
                self.mem_req_address_o.next = self.writer.mem_req_address_o.val();
            }
            self.mem_req_wdata_o.next = self.writer.mem_req_wdata_o.val();

            comment!("The two beats that a free reads and writes.");
            self.free_reads.next = bits::<8>(0x08).replace_bit((bit_cast::<3, 2>(self.free_beat.val()) | 4).index(), true);
            self.free_writes.next = bits::<16>(0x20).replace_bit((bit_cast::<4, 2>(self.free_beat.val()) | 8).index(), true);
            self.objects_free.next = self.objects.val() - self.live_after.q.val();

            self.done_o.next = self.state.q.val() == WalkerState::Finish;
            self.status_o.next = self.status.q.val();
            self.events_o.next = self.events.q.val();
            self.fault_o.next = self.fault.q.val();

            match self.state.q.val() {
                WalkerState::Idle => {
                    self.kind.d.next = self.cmd_kind_i.val();
                    self.class.d.next = self.cmd_class_i.val();
                    self.page.d.next = self.cmd_page_i.val();
                    self.object.d.next = self.cmd_object_i.val();
                    self.victim.d.next = self.cmd_victim_i.val();
                    self.victim_page.d.next = self.cmd_page_i.val();
                    self.searching.d.next = false;
                    self.links_read.d.next = false;
                    self.empty.d.next = false;
                    self.reuse.d.next = false;
                    self.joining.d.next = false;
                    self.status.d.next = bits::<3>(0);
                    self.events.d.next = bits::<12>(0);
                    if self.cmd_valid_i.val() {
                        self.state.d.next = WalkerState::Pick;
                    }
                }
                WalkerState::Pick => {
                    if self.is_free.val() {
                        if self.next_arena.class_o.val() == self.class.q.val() {
                            self.next_arena.forget_i.next = true;
                        }
                        self.beats.d.next = self.free_reads.val();
                        self.state.d.next = WalkerState::Ask;
                        if bit_cast::<POINTER, PAGE>(self.page.q.val()) >= self.bank.pointer_o.val() {
                            self.status.d.next = bits::<3>(3);
                            self.state.d.next = WalkerState::Finish;
                        }
                    } else if self.is_swap.val() {
                        self.state.d.next = WalkerState::Leave;
                    } else {
                        self.next_arena.start_i.next = true;
                        self.state.d.next = WalkerState::Ask;
                        if self.bank.available_valid_o.val() {
                            self.source.d.next = bits::<2>(0);
                            self.page.d.next = self.bank.available_page_o.val();
                            self.beats.d.next = self.bitmap_reads.val() | 0x0A;
                        } else if self.bank.recycled_valid_o.val() {
                            self.source.d.next = bits::<2>(1);
                            self.page.d.next = self.bank.recycled_page_o.val();
                            self.beats.d.next = bits::<8>(0x02);
                        } else if self.bank.fresh_ok_o.val() {
                            self.source.d.next = bits::<2>(2);
                            self.page.d.next = self.bank.pointer_o.val().get_bits::<PAGE>(0);
                            self.state.d.next = WalkerState::Keep;
                        } else if self.kind.q.val().get_bit(1) && self.bank.full_valid_o.val() {
                            self.source.d.next = bits::<2>(3);
                            self.page.d.next = self.bank.full_page_o.val();
                            self.beats.d.next = bits::<8>(0x0E);
                            self.searching.d.next = true;
                        } else {
                            self.status.d.next = bits::<3>(5);
                            self.state.d.next = WalkerState::Finish;
                        }
                    }
                }
                WalkerState::Ask => {
                    self.state.d.next = WalkerState::Read;
                }
                WalkerState::Read => {
                    if self.reader.done_o.val() {
                        self.state.d.next = WalkerState::Keep;
                        if self.searching.q.val() {
                            self.state.d.next = WalkerState::Search;
                        }
                        if self.is_free.val() {
                            self.state.d.next = WalkerState::Check;
                            if self.links_read.q.val() {
                                self.state.d.next = WalkerState::Move;
                            }
                        }
                        if self.reader.error_o.val() {
                            self.status.d.next = bits::<3>(6);
                            self.state.d.next = WalkerState::Finish;
                        }
                    }
                }
                WalkerState::Check => {
                    self.allocated.d.next = self.bitmap.q.val().get_bit(self.free_at.val().index());
                    self.bitmap_after.d.next = self.bitmap.q.val().replace_bit(self.free_at.val().index(), false);
                    self.summary_after.d.next = self.reader.summary_o.val()
                        .replace_bit(self.object.q.val().get_bits::<4>(4).index(), false);
                    self.live_after.d.next = self.reader.live_o.val() - 1;
                    self.state.d.next = WalkerState::Decide;
                }
                WalkerState::Decide => {
                    self.writes.d.next = self.free_writes.val();
                    self.beats.d.next = bits::<8>(0x06);
                    self.links_read.d.next = true;
                    self.state.d.next = WalkerState::Start;
                    if !self.allocated.q.val() {
                        self.status.d.next = bits::<3>(4);
                        self.state.d.next = WalkerState::Finish;
                    } else if self.live_after.q.val() == 0 {
                        self.empty.d.next = true;
                        self.state.d.next = WalkerState::Ask;
                    } else if (self.reader.state_o.val() == 3)
                        && (self.objects_free.val() >= self.reuse_threshold_i.val())
                    {
                        self.reuse.d.next = true;
                        self.state.d.next = WalkerState::Ask;
                    }
                }
                WalkerState::Move => {
                    self.writes.d.next = (self.free_writes.val() | 0x0C)
                        | bit_cast::<16, 1>(self.reader.prev_valid_o.val().into())
                        | (bit_cast::<16, 1>(self.reader.next_valid_o.val().into()) << 1)
                        | (bit_cast::<16, 1>((self.reuse.q.val() && self.bank.available_valid_o.val()).into()) << 4);
                    self.state.d.next = WalkerState::Start;
                }
                WalkerState::Search => {
                    if self.reader.live_o.val() < self.objects.val() {
                        self.searching.d.next = false;
                        self.beats.d.next = self.bitmap_reads.val();
                        self.state.d.next = WalkerState::Ask;
                    } else if self.reader.next_valid_o.val() {
                        self.page.d.next = self.reader.next_page_o.val();
                        self.state.d.next = WalkerState::Ask;
                    } else {
                        self.status.d.next = bits::<3>(5);
                        self.state.d.next = WalkerState::Finish;
                    }
                }
                WalkerState::Keep => {
                    self.next_arena.finish_i.next = true;
                    self.state.d.next = WalkerState::Finish;
                }
                WalkerState::Leave => {
                    self.writes.d.next = bit_cast::<16, 1>((self.next_arena.prev_valid_o.val() && self.found_full.val()).into())
                        | (bit_cast::<16, 1>(self.next_arena.next_valid_o.val().into()) << 1);
                    self.state.d.next = WalkerState::Join;
                    comment!("Only the available and the full list are linked both ways.");
                    if (self.found_full.val() && (self.next_arena.prev_valid_o.val() || self.next_arena.next_valid_o.val()))
                        || ((self.next_arena.source_o.val() == 0) && self.next_arena.next_valid_o.val())
                    {
                        self.state.d.next = WalkerState::Start;
                    }
                }
                WalkerState::Join => {
                    self.joining.d.next = true;
                    self.writes.d.next = (self.bitmap_writes.val() | 0x6C)
                        | (bit_cast::<16, 1>(self.full_valid.val().into()) << 4);
                    self.state.d.next = WalkerState::Commit;
                    if self.victim.q.val() {
                        self.state.d.next = WalkerState::Start;
                    }
                }
                WalkerState::Start => {
                    self.state.d.next = WalkerState::Write;
                }
                WalkerState::Write => {
                    if self.writer.done_o.val() {
                        self.state.d.next = WalkerState::Commit;
                        if self.is_swap.val() && !self.joining.q.val() {
                            self.state.d.next = WalkerState::Join;
                        }
                        if self.writer.error_o.val() {
                            self.fault.d.next = true;
                            self.status.d.next = bits::<3>(6);
                            self.state.d.next = WalkerState::Finish;
                        }
                    }
                }
                WalkerState::Commit => {
                    self.state.d.next = WalkerState::Finish;
                    self.bank.write_enable_i.next = true;
                    if self.is_swap.val() {
                        self.next_arena.forget_i.next = true;
                        self.bank.write_full_valid_i.next = self.full_valid.val();
                        self.bank.write_full_page_i.next = self.full_page.val();
                        if self.victim.q.val() {
                            self.bank.write_full_valid_i.next = true;
                            self.bank.write_full_page_i.next = self.victim_page.q.val();
                        }
                        match self.next_arena.source_o.val().index() {
                            0 => {
                                self.bank.write_available_valid_i.next = self.next_arena.next_valid_o.val();
                                self.bank.write_available_page_i.next = self.next_arena.next_page_o.val();
                            }
                            1 => {
                                self.bank.write_recycled_valid_i.next = self.next_arena.next_valid_o.val();
                                self.bank.write_recycled_page_i.next = self.next_arena.next_page_o.val();
                            }
                            2 => {
                                self.bank.write_pointer_i.next = self.bank.fresh_next_o.val();
                            }
                            _ => {}
                        }
                        self.events.d.next = (bit_cast::<12, 1>(self.victim.q.val().into()) << 4)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 0).into()) << 5)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 1).into()) << 10)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 2).into()) << 9)
                            | (bit_cast::<12, 1>(self.found_full.val().into()) << 8);
                    } else {
                        if (self.empty.q.val() || self.reuse.q.val()) && !self.reader.prev_valid_o.val() {
                            if self.reader.state_o.val() == 2 {
                                self.bank.write_available_valid_i.next = self.reader.next_valid_o.val();
                                self.bank.write_available_page_i.next = self.reader.next_page_o.val();
                            } else {
                                self.bank.write_full_valid_i.next = self.reader.next_valid_o.val();
                                self.bank.write_full_page_i.next = self.reader.next_page_o.val();
                            }
                        }
                        if self.empty.q.val() {
                            self.bank.write_recycled_valid_i.next = true;
                            self.bank.write_recycled_page_i.next = self.page.q.val();
                        }
                        if self.reuse.q.val() {
                            self.bank.write_available_valid_i.next = true;
                            self.bank.write_available_page_i.next = self.page.q.val();
                        }
                        self.events.d.next = bits::<12>(0x008)
                            | (bit_cast::<12, 1>(self.reuse.q.val().into()) << 6)
                            | (bit_cast::<12, 1>(self.empty.q.val().into()) << 7);
                    }
                }
                WalkerState::Finish => {
                    self.state.d.next = WalkerState::Idle;
                }
            }
        }
    }
}
