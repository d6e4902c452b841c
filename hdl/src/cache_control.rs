//! Misses and commands of the cache.

use crate::line_writer::LineWriter;
use crate::prim::Register;
use memento_abi::PAGE_SHIFT;
use rust_hdl_core::prelude::*;

/// Bits of an address below a cache's tags, if it has 2^`set` sets: where in the line, and the line's place in its page as far as the
/// set says it.
pub fn tag_shift(set: usize) -> usize {
    (set + 6).min(PAGE_SHIFT as usize)
}

/// What the cache is busy with.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum CacheState {
    /// Makes every set empty, one a cycle.
    Clear,
    /// Accesses that hit.
    Idle,
    /// A line comes from memory.
    Fill,
    /// A new line is made of zeros.
    Zero,
    /// Accesses that wait look up their set anew.
    Settle,
    /// On to the next set of a flush.
    FlushRead,
    /// Is another way of the set dirty?
    FlushCheck,
    /// It is written.
    FlushWrite,
    /// Look for the line to drop, in each set where it may be.
    DropCheck,
    /// Drop it.
    DropWrite,
}

/// The sequences of the cache: empty it, replace a line, flush, drop a line. It steers the memories' ports; the access that has
/// missed stands in step 2 and holds still meanwhile.
///
/// ```text
///            ┌── missing ──► query ─┬─ new ──► Zero ───┐
///  Clear ─► Idle ◄──────────────────┴───────► Fill ────┴─► Settle ─► Idle
///            ├── drop ────► DropCheck ─► DropWrite ────────► Settle
///            ├── flush ───► (FlushRead ─► FlushCheck ─► FlushWrite)* ─► Clear
///            └── drop all ► Clear
/// ```
///
/// Contract:
///
/// * A dirty victim is copied to the line writer while its successor is awaited; it is written when the fill's request has been made. The
///   next miss or command begins when that write has been acknowledged: lines never overtake each other.
/// * A miss is done (`miss_done_o`) with the last beat of its fill, or in the cycle after the query that says the line is new. `write_o` writes
///   beats of the line: eight of the fill, or eight of zeros.
/// * `move_o`: an access may leave step 1. `drop_valid_i` keeps it low from the next cycle on until the drop is done, but in the first
///   cycle after a drop it is high, so that neither starves the other. A drop waits for nothing but memory.
/// * With more than 64 sets, which are as many as a page has lines, the upper bits of a set's number are of the virtual address; a line's physical
///   address is then its tag and the lower six bits of its set. A drop knows only these, in `drop_set_i`, and looks in every set where the line may be,
///   one a cycle.
/// * A flush takes two cycles for each set, one more for each dirty line beyond what it takes to write it, and then one for each set to make it empty.
/// * A flush, or a drop of all, begins when no access is in the cache; its ready comes in its last cycle. So does that of a drop.
/// * `fault_o` rises when a line could not be written, and stays.
#[derive(LogicBlock)]
pub struct CacheControl<const ADDRESS: usize, const SET: usize, const TAG: usize, const WAYS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties the cache.
    pub rst_ni: Signal<In, Bit>,

    /// The cache has been emptied since reset.
    pub ready_o: Signal<Out, Bit>,
    /// No line is on its way, and no command.
    pub idle_o: Signal<Out, Bit>,
    /// A line could not be written.
    pub fault_o: Signal<Out, Bit>,
    /// No access is in the cache.
    pub empty_i: Signal<In, Bit>,
    /// An access may leave step 1.
    pub move_o: Signal<Out, Bit>,

    /// The access in step 2 has missed.
    pub missing_i: Signal<In, Bit>,
    /// Its set.
    pub miss_set_i: Signal<In, Bits<SET>>,
    /// The way that its line gets.
    pub miss_way_i: Signal<In, Bits<WAYS>>,
    /// That way holds a line.
    pub victim_valid_i: Signal<In, Bit>,
    /// The tag of that line.
    pub victim_tag_i: Signal<In, Bits<TAG>>,
    /// The miss is done; one cycle.
    pub miss_done_o: Signal<Out, Bit>,
    /// With `miss_done_o`: its line could not be read.
    pub miss_failed_o: Signal<Out, Bit>,
    /// With `miss_done_o`: its line is new.
    pub miss_new_o: Signal<Out, Bit>,
    /// Ask whether the line is new.
    pub query_valid_o: Signal<Out, Bit>,
    /// There is an answer.
    pub query_ready_i: Signal<In, Bit>,
    /// The line is new.
    pub query_new_i: Signal<In, Bit>,

    /// Write back all lines, and empty the cache.
    pub flush_valid_i: Signal<In, Bit>,
    /// Done.
    pub flush_ready_o: Signal<Out, Bit>,
    /// Empty the cache.
    pub drop_all_valid_i: Signal<In, Bit>,
    /// Done.
    pub drop_all_ready_o: Signal<Out, Bit>,
    /// Drop a line.
    pub drop_valid_i: Signal<In, Bit>,
    /// Done.
    pub drop_ready_o: Signal<Out, Bit>,
    /// Its set, as far as the place in a page says.
    pub drop_set_i: Signal<In, Bits<SET>>,

    /// Read `read_set_o` and `read_beat_o`, whatever the accesses want.
    pub read_o: Signal<Out, Bit>,
    /// Set to read.
    pub read_set_o: Signal<Out, Bits<SET>>,
    /// Beat to read.
    pub read_beat_o: Signal<Out, Bits<3>>,
    /// Look for the tag of the line to drop; the cycle after writes the ways that have it.
    pub dropping_o: Signal<Out, Bit>,
    /// The way that has it.
    pub hit_i: Signal<In, Bits<WAYS>>,
    /// The way that is looked at is that of a flush.
    pub flushing_o: Signal<Out, Bit>,
    /// The way, of a flush or of a miss.
    pub way_o: Signal<Out, Bits<WAYS>>,
    /// Its set.
    pub set_o: Signal<Out, Bits<SET>>,
    /// The ways of that set that are dirty, if they hold a line.
    pub dirty_i: Signal<In, Bits<WAYS>>,
    /// In a flush: the ways that hold one.
    pub flush_held_i: Signal<In, Bits<WAYS>>,
    /// In a flush: the tag of the line in the way.
    pub flush_tag_i: Signal<In, Bits<TAG>>,
    /// The word read from that way.
    pub word_i: Signal<In, Bits<64>>,

    /// Write tags: the way of the miss, those that hit a drop, or all.
    pub tag_write_o: Signal<Out, Bit>,
    /// All.
    pub tag_all_o: Signal<Out, Bit>,
    /// Which.
    pub tag_ways_o: Signal<Out, Bits<WAYS>>,
    /// Of which set.
    pub tag_set_o: Signal<Out, Bits<SET>>,
    /// They hold the line of the miss.
    pub tag_valid_o: Signal<Out, Bit>,
    /// The beats of the miss's line come from memory.
    pub fill_o: Signal<Out, Bit>,
    /// Write a beat of that line.
    pub write_o: Signal<Out, Bit>,
    /// The beats are zeros.
    pub write_zero_o: Signal<Out, Bit>,
    /// Which beat.
    pub write_beat_o: Signal<Out, Bits<3>>,

    /// Memory request: read a line, or write the next beat of one.
    pub line_req_valid_o: Signal<Out, Bit>,
    /// Memory takes it.
    pub line_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub line_req_write_o: Signal<Out, Bit>,
    /// Address of the line to read.
    pub fill_address_i: Signal<In, Bits<ADDRESS>>,
    /// Address of the line.
    pub line_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The beat.
    pub line_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers: a beat read, or an acknowledgement.
    pub line_rsp_valid_i: Signal<In, Bit>,
    /// The access failed.
    pub line_rsp_error_i: Signal<In, Bit>,

    /// A line is read from memory; one cycle.
    pub event_fill_o: Signal<Out, Bit>,
    /// A line is made of zeros; one cycle.
    pub event_bypass_o: Signal<Out, Bit>,
    /// A line is written to memory; one cycle.
    pub event_write_back_o: Signal<Out, Bit>,

    writer: LineWriter<ADDRESS>,
    state: Register<CacheState>,
    ready: Register<Bit>,
    /// Set of a flush, to clear, or to look for the line to drop in; 0 when idle.
    set: Register<Bits<SET>>,
    /// Way of a flush, and those of the set that are done.
    way: Register<Bits<WAYS>>,
    flushed: Register<Bits<WAYS>>,
    /// Beat that is filled.
    beat: Register<Bits<3>>,
    /// Zeros wait a cycle, so that the old beat is read before.
    lag: Register<Bit>,
    /// The request for the line is still to be taken.
    asking: Register<Bit>,
    failed: Register<Bit>,
    /// Beats of the victim are read,
    copying: Register<Bit>,
    copy_beat: Register<Bits<3>>,
    /// and come a cycle later.
    copied: Register<Bit>,
    copied_beat: Register<Bits<3>>,
    /// A drop has just been done.
    turn: Register<Bit>,
    /// A line is to be dropped.
    drop_waits: Register<Bit>,
    /// The ways that have it, and the upper bits of their set's number.
    drop_ways: Register<Bits<WAYS>>,
    drop_above: Register<Bits<SET>>,
    fault: Register<Bit>,
    /// The bypass unit has answered, and a miss begins ..
    begin: Register<Bit>,
    /// .. whose line is new.
    new: Register<Bit>,
    busy: Signal<Local, Bit>,
    drop_begins: Signal<Local, Bit>,
    /// The set above which no other has the same place in a page.
    drop_last: Signal<Local, Bit>,
    drop_next: Signal<Local, Bits<SET>>,
    copy: Signal<Local, Bit>,
    flushing: Signal<Local, Bit>,
    read_done: Signal<Local, Bit>,
    arrive: Signal<Local, Bit>,
    victim: Signal<Local, Bits<ADDRESS>>,
    line_tag: Signal<Local, Bits<TAG>>,
    line_set: Signal<Local, Bits<SET>>,
    /// Dirty lines of a flush's set that are still to be written.
    unwritten: Signal<Local, Bits<WAYS>>,
    /// The first of them.
    next_way: Signal<Local, Bits<WAYS>>,
    /// The bits of a set's number that say a line's place in its page.
    place: Constant<Bits<SET>>,
    tag_shift: Constant<Bits<6>>,
}

mod behaviour;
