//! Page table walker: reads, adds and takes out the entries of the region's page table, one walk at a time.

use crate::page_table_entry::PageTableEntry;
use crate::prim::{RamStyle, Register};
use crate::walk_cache::WalkCache;
use memento_abi::{Geometry, PageTable};
use rust_hdl_core::prelude::*;

/// What a walk is for (`cmd_kind_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum WalkKind {
    /// A hart touches the page: it gets a frame if it has none; a recycled mark is a `BadPointer`.
    Touch = 0,
    /// The page is the first of an arena that is handed out: it gets a frame if it has none, in place of a recycled mark.
    Back = 1,
    /// What does the entry say? Nothing is written.
    Look = 2,
    /// The page loses its frame: its entry becomes nothing, or the recycled mark.
    Unmap = 3,
}

/// Where a walk stands.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum WalkState {
    /// Waiting for a command.
    Idle,
    /// Begin at the lowest table if the walk cache knows it, else at the root.
    Start,
    /// Ask for the entry's beat.
    Read,
    /// The beat is on its way.
    ReadAnswer,
    /// The beat is here; wait for a frame if one is needed.
    Decide,
    /// Ask for the beat to be written. A walk that gives the page its frame is answered in the first cycle of this.
    Write,
    /// Unmap: wait until it is written.
    WriteAnswer,
    /// Answer.
    Done,
}

/// The page table walker.
///
/// ```text
///  cmd ──►| FSM ├─► walk cache          the lowest tables' frames
///         |     ├─► page table entry    what the beat says, and what it becomes
///  rsp ◄──|     ├─► memory port         one beat at a time
///         |     |◄── frame grants       tables and pages
///
///  first touch of a page whose table is known, memory answering in the next cycle:
///   cycle    0    1    2    3    4    5    6
///   state    Idle Star Read RdAn Deci Writ Idle
///   mem_req            read           writ
///   mem_rsp                 beat           ok
///   frame                        take
///   rsp_valid_o                       1
///   idle_o   1                             .    1
/// ```
///
/// # Contract
///
/// * `cmd_valid_i` while `cmd_ready_o` starts a walk; its inputs need not stay. `rsp_valid_o` is high for one cycle, with its
///   answer; the next walk is taken from the cycle after, once memory has taken the write.
/// * Region, root and the page table's memory stay as they are while `idle_o` is low; `clear_i`, while it is high, forgets the tables known,
///   and must follow any change of them.
/// * Entries are read from the root down, and written only where the walk asks for it. A table that was just added is zeros, and is not read.
/// * An entry that gets a frame is posted: nothing waits for its acknowledgement, and the walk is answered when it asks for the leaf to be
///   written. That is safe because memory serves this port in order, reads behind writes, and nobody else accesses entries while `idle_o`
///   is low. An `Unmap` ends when its write is acknowledged: what frame it gives back is in no entry.
/// * `idle_o` tells that no walk is under way and no acknowledgement still to come: memory holds every entry.
/// * A walk that needs a frame waits for one until `frames_exhausted_i`; then it ends with `OutOfFrames` (7), and tables that were added
///   stay. An error response to a read, or to the write of an `Unmap`, and a malformed entry end it with `BusError` (6); so does an `Unmap` with a
///   mark whose table is missing. After a write that failed, posted or not, `fault_o` stays high until reset.
/// * With memory that answers after L cycles and a table known: 4 + L cycles from command to answer, 5 + 2 L for an `Unmap` that writes. Each
///   table that is added takes two cycles.
///
/// # Invariants
///
/// Every entry is written as part of a whole beat, whose other half stays as it was read.
#[derive(LogicBlock)]
pub struct PageTableWalker<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const VPN: usize,
    const PPN: usize,
    const KEY: usize,
    const TAGGED: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Frame of the page table's root.
    pub root_ppn_i: Signal<In, Bits<PPN>>,
    /// Forget the tables known.
    pub clear_i: Signal<In, Bit>,

    /// A command.
    pub cmd_valid_i: Signal<In, Bit>,
    /// The walker takes it.
    pub cmd_ready_o: Signal<Out, Bit>,
    /// 0 touch, 1 back, 2 look, 3 unmap.
    pub cmd_kind_i: Signal<In, Bits<2>>,
    /// Page of the region.
    pub cmd_vpn_i: Signal<In, Bits<VPN>>,
    /// Unmap: leave the recycled mark.
    pub cmd_mark_i: Signal<In, Bit>,
    /// The mark's: the recycled list goes on.
    pub cmd_link_valid_i: Signal<In, Bit>,
    /// The mark's: first page of its next arena.
    pub cmd_link_page_i: Signal<In, Bits<PAGE>>,

    /// The walk is done; one cycle.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// How it ended (`memento_abi::Status`): 0, 3 (touch of a recycled arena), 6 or 7. The rest holds if it is 0.
    pub rsp_status_o: Signal<Out, Bits<3>>,
    /// The page has a frame; unmap: had one.
    pub rsp_leaf_o: Signal<Out, Bit>,
    /// That frame.
    pub rsp_ppn_o: Signal<Out, Bits<PPN>>,
    /// The entry was a recycled mark.
    pub rsp_mark_o: Signal<Out, Bit>,
    /// The mark's: the recycled list goes on.
    pub rsp_link_valid_o: Signal<Out, Bit>,
    /// The mark's: first page of its next arena.
    pub rsp_link_page_o: Signal<Out, Bits<PAGE>>,
    /// A write failed: what memory holds is no longer known.
    pub fault_o: Signal<Out, Bit>,
    /// No walk is under way, and memory holds what was written.
    pub idle_o: Signal<Out, Bit>,

    /// A frame is granted.
    pub frame_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub frame_ready_o: Signal<Out, Bit>,
    /// The frame, all zeros.
    pub frame_ppn_i: Signal<In, Bits<PPN>>,
    /// No frame is available, and none will be by itself.
    pub frames_exhausted_i: Signal<In, Bit>,

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
    /// Memory answers.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// Beat read.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    known: WalkCache<4, 16, KEY, PPN, TAGGED>,
    entry: PageTableEntry<PPN, PAGE>,

    state: Register<WalkState>,
    kind: Register<Bits<2>>,
    vpn: Register<Bits<VPN>>,
    mark: Register<Bit>,
    link_valid: Register<Bit>,
    link_page: Register<Bits<PAGE>>,
    /// Level of the entry, 0 the lowest.
    level: Register<Bits<2>>,
    /// The entry is the upper half of its beat, if entries are halves.
    upper: Register<Bit>,
    /// Frame of the table that holds the entry.
    table_ppn: Register<Bits<PPN>>,
    beat: Register<Bits<64>>,
    status: Register<Bits<3>>,
    /// What the entry is: known with the beat, since what follows from it goes a long way.
    leaf: Register<Bit>,
    table: Register<Bit>,
    malformed: Register<Bit>,
    /// Frame of the page, or of the next table.
    ppn: Register<Bits<PPN>>,
    marked: Register<Bit>,
    marked_link_valid: Register<Bit>,
    marked_link_page: Register<Bits<PAGE>>,
    fault: Register<Bit>,
    /// The walk is answered.
    answer: Register<Bit>,
    /// Writes that memory has taken and not yet acknowledged: at most one to each level, as the next walk begins with a read.
    posted: Register<Bits<2>>,

    /// The table just reached is a lowest one, for the walk cache.
    learns: Register<Bit>,

    acknowledged: Signal<Local, Bit>,
    written: Signal<Local, Bit>,
    address: Signal<Local, Bits<ADDRESS>>,
    beat_index: Signal<Local, Bits<9>>,
    last_level: Signal<Local, Bit>,
    unmap: Signal<Local, Bit>,
    /// The entry needs a frame.
    grow: Signal<Local, Bit>,
    /// Go on in a lower table.
    descend: Signal<Local, Bit>,
    key: Signal<Local, Bits<KEY>>,

    root_level: Constant<Bits<2>>,
    /// Bits of a page's number below its key.
    key_shift: Constant<Bits<6>>,
    /// Bits of an address below the number of the entry's beat, by level.
    beat_shift: [Constant<Bits<6>>; 3],
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const VPN: usize,
        const PPN: usize,
        const KEY: usize,
        const TAGGED: usize,
    > PageTableWalker<ADDRESS, CLASS, PAGE, VPN, PPN, KEY, TAGGED>
{
    /// A walker for `geometry`, whose widths the const generics must have. The walk cache asks for `style`.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, style: RamStyle) -> Self {
        let name = geometry.name;
        // A table holds 512 beats in both formats.
        let (index_bits, entries_a_beat_bits, root_level) = match geometry.page_table {
            PageTable::Sv32 => (10, 1, 1),
            PageTable::Sv39 => (9, 0, 2),
        };
        assert_eq!(ADDRESS, geometry.address_bits as usize, "ADDRESS of {name}");
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert_eq!(VPN, CLASS + PAGE, "VPN must be CLASS + PAGE");
        assert_eq!(PPN, ADDRESS - 12, "PPN must be ADDRESS - 12");
        assert_eq!(KEY, VPN - index_bits, "KEY of {name}");
        let beat_shift = |level: usize| 12 + entries_a_beat_bits + level.min(root_level) * index_bits;
        crate::module!(
            known: WalkCache::new(CLASS, style),
            entry: PageTableEntry::new(geometry),
            state: Register::new(WalkState::Idle),
            root_level: Constant::new(bits(root_level as u64)),
            key_shift: Constant::new(bits(index_bits as u64)),
            beat_shift: [0, 1, 2].map(|level| Constant::new(bits(beat_shift(level) as u64)));
            clk_i, rst_ni, region_base_i, root_ppn_i, clear_i, cmd_valid_i, cmd_ready_o, cmd_kind_i, cmd_vpn_i,
            cmd_mark_i, cmd_link_valid_i, cmd_link_page_i, rsp_valid_o, rsp_status_o, rsp_leaf_o, rsp_ppn_o,
            rsp_mark_o, rsp_link_valid_o, rsp_link_page_o, fault_o, idle_o, frame_valid_i, frame_ready_o, frame_ppn_i,
            frames_exhausted_i, mem_req_valid_o, mem_req_ready_i, mem_req_write_o, mem_req_address_o,
            mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_rdata_i, mem_rsp_error_i, kind, vpn, mark, link_valid,
            link_page, level, table_ppn, beat, status, leaf, ppn, marked, marked_link_valid, marked_link_page,
            fault, answer, posted, learns, upper, table, malformed, acknowledged, written, address, beat_index, last_level, unmap, grow, descend, key,
        )
    }
}

mod behaviour;
