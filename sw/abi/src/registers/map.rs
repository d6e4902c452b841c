//! Every register, field, counter and command.

use super::{Access, Access::*, Capacities, Counter, Field, Register, Reset, When, When::*, ID, VERSION};
use crate::{Geometry, PageTable, DEFAULT_REUSE_THRESHOLD};

const fn field(name: &'static str, low: u8, width: u8, access: Access, description: &'static str) -> Field {
    Field {
        name,
        low,
        width,
        access,
        description,
    }
}

fn all(_: &Geometry) -> u32 {
    u32::MAX
}

/// Bits of the high half of an address.
fn high(geometry: &Geometry) -> u32 {
    ((1u64 << (geometry.address_bits - 32)) - 1) as u32
}

/// Bits of the low half of the address of a region.
fn region_low(geometry: &Geometry) -> u32 {
    (u64::MAX << geometry.region_bits) as u32
}

/// Bits of the high half of the address of a region.
fn region_high(geometry: &Geometry) -> u32 {
    high(geometry) & (u64::MAX << geometry.region_bits >> 32) as u32
}

/// Bits of the low half of a frame's address.
fn frame_low(_: &Geometry) -> u32 {
    !0xFFF
}

/// Bits of the low half of a line's address.
fn line_low(_: &Geometry) -> u32 {
    !0x3F
}

fn geometry_word(geometry: &Geometry, _: &Capacities) -> u32 {
    let page_table = match geometry.page_table {
        PageTable::Sv32 => 0,
        PageTable::Sv39 => 1,
    };
    geometry.classes | geometry.address_bits << 8 | geometry.region_bits << 16 | page_table << 24
}

fn objects_word(geometry: &Geometry, capacities: &Capacities) -> u32 {
    geometry.objects_per_arena | capacities.harts << 16
}

fn capacity_word(_: &Geometry, capacities: &Capacities) -> u32 {
    capacities.tlb_entries | capacities.cache_ways << 8 | capacities.cache_sets << 16
}

fn slice_pages(geometry: &Geometry, _: &Capacities) -> u32 {
    geometry.slice_pages() as u32
}

const NONE: Reset = Reset::Value(0);

/// Shorthand for a register whose bits do not depend on the configuration.
const fn register(
    offset: u16,
    name: &'static str,
    reset: Reset,
    when: When,
    description: &'static str,
    fields: &'static [Field],
) -> Register {
    Register {
        name,
        offset,
        reset,
        when,
        present: all,
        fields,
        description,
    }
}

/// Shorthand for half of a pair, one field of which the configuration says which bits there are.
const fn half(
    offset: u16,
    name: &'static str,
    when: When,
    present: fn(&Geometry) -> u32,
    description: &'static str,
    fields: &'static [Field],
) -> Register {
    Register {
        name,
        offset,
        reset: NONE,
        when,
        present,
        fields,
        description,
    }
}

const STORED: &[Field] = &[field("VALUE", 0, 32, ReadWrite, "The value.")];
const SHOWN: &[Field] = &[field("VALUE", 0, 32, ReadOnly, "The value.")];

/// The registers below the counters, in the order of their offsets.
pub const REGISTERS: [Register; 30] = [
    register(0x000, "ID", Reset::Value(ID), Always, "Identification: \"MEMO\".", SHOWN),
    register(
        0x004,
        "VERSION",
        Reset::Value(VERSION),
        Always,
        "Version of this register map. Software must refuse a major version that it does not know.",
        &[
            field("MINOR", 0, 16, ReadOnly, "Grows when something is added."),
            field("MAJOR", 16, 16, ReadOnly, "Grows when something changes."),
        ],
    ),
    register(
        0x008,
        "GEOMETRY",
        Reset::Configuration(geometry_word),
        Always,
        "What the configuration looks like.",
        &[
            field("CLASSES", 0, 8, ReadOnly, "Size classes."),
            field("ADDRESS_BITS", 8, 8, ReadOnly, "Bits of an address."),
            field("REGION_BITS", 16, 8, ReadOnly, "log2 of the region's bytes."),
            field("PAGE_TABLE", 24, 4, ReadOnly, "Page-table format: 0 Sv32, 1 Sv39."),
        ],
    ),
    register(
        0x00C,
        "OBJECTS",
        Reset::Configuration(objects_word),
        Always,
        "What the configuration looks like, continued.",
        &[
            field("PER_ARENA", 0, 16, ReadOnly, "Objects of an arena."),
            field("HARTS", 16, 8, ReadOnly, "Harts that have a doorbell."),
        ],
    ),
    register(
        0x010,
        "CAPACITY",
        Reset::Configuration(capacity_word),
        Always,
        "Sizes that software may want to know.",
        &[
            field("TLB_ENTRIES", 0, 8, ReadOnly, "Entries of the TLB."),
            field("CACHE_WAYS", 8, 8, ReadOnly, "Ways of the cache."),
            field("CACHE_SETS", 16, 16, ReadOnly, "Sets of the cache, of 64-byte lines."),
        ],
    ),
    register(
        0x014,
        "CONTROL",
        Reset::Value(0x6),
        Always,
        "What runs.",
        &[
            field("ENABLE", 0, 1, ReadWrite, "Requests are carried out. While 0, an alloc is answered `OutOfMemory` and a free, posted or not, `NotOurs`, at once: software serves them. Requests accepted before are carried out."),
            field("RESET", 1, 1, ReadWrite, "Everything but these registers and counters is held in reset: arenas, frames and lines are forgotten. Requests that it interrupts are answered `BusError`, later ones as with `ENABLE` 0. A command under way ends with an error. It takes hold once memory has answered what was under way; the next write of `CONTROL` waits for that."),
            field("BYPASS", 2, 1, ReadWrite, "A miss on a line that was never touched creates it as zeros; while 0 it reads memory."),
            field("CLEAR_COUNTERS", 8, 1, WriteOnly, "1: all event counters start at 0 again."),
        ],
    ),
    register(
        0x018,
        "STATUS",
        Reset::Live,
        Always,
        "What is the case now.",
        &[
            field("IDLE", 0, 1, ReadOnly, "No request and no posted work is under way."),
            field("COMMAND_BUSY", 1, 1, ReadOnly, "A command is under way."),
            field("FAULT", 2, 1, ReadOnly, "A write to memory has failed: only `CONTROL.RESET` helps."),
            field("CLEARING", 3, 1, ReadOnly, "Memories on chip are being emptied after reset; requests wait."),
            field("FRAMES_EXHAUSTED", 4, 1, ReadOnly, "No frame is available."),
        ],
    ),
    register(
        0x01C,
        "COMMAND",
        NONE,
        RunningNoCommand,
        "Starts a command. It begins once all requests accepted before and all posted work are done; requests that come meanwhile wait until it has ended. A code that there is not is answered with an error.",
        &[
            field("CODE", 0, 3, ReadWrite, "1 flush, 2 save, 3 load, 4 end, 5 cache flush. Reads the latest one."),
            field("BUSY", 8, 1, ReadOnly, "It has not ended."),
            field("DONE", 9, 1, ReadOnly, "It has ended."),
            field("ERROR", 10, 1, ReadOnly, "It has failed: memory answered with an error, or a reset interrupted it."),
        ],
    ),
    half(0x020, "REGION_BASE_LO", InReset, region_low, "MRS, the first address of the region, a multiple of its size and not 0. A load changes it.", STORED),
    half(0x024, "REGION_BASE_HI", InReset, region_high, "Upper half of it.", STORED),
    register(0x028, "SLICE_LIMIT", Reset::Configuration(slice_pages), Quiet, "Pages of each class's slice that may be handed out. More than a slice has counts, and reads, as all of them. A load changes it.", STORED),
    register(
        0x02C,
        "REUSE_THRESHOLD",
        Reset::Value(DEFAULT_REUSE_THRESHOLD),
        Quiet,
        "Free objects that a full arena must have to become available again; 0 means 1.",
        &[field("OBJECTS", 0, 9, ReadWrite, "The number.")],
    ),
    half(0x030, "MPTR_LO", Quiet, frame_low, "Physical address of the frame that holds the root page table. Change it only where nothing is mapped: before the first alloc, or after an end. A load changes it.", STORED),
    half(0x034, "MPTR_HI", Quiet, high, "Upper half of it.", STORED),
    half(0x038, "CONTEXT_ADDRESS_LO", NoCommand, line_low, "Physical address of the context block that save and load use, a multiple of 64.", STORED),
    half(0x03C, "CONTEXT_ADDRESS_HI", NoCommand, high, "Upper half of it.", STORED),
    half(0x040, "POOL_BASE_LO", Answered, frame_low, "Physical address of the first frame of a range of zeroed frames.", STORED),
    half(0x044, "POOL_BASE_HI", Answered, high, "Upper half of it.", STORED),
    register(0x048, "POOL_ADD", NONE, Running, "Hands the range over. A write waits until the range before has been looked at.", &[field("FRAMES", 0, 32, ReadWrite, "Its frames. Reads the latest number written.")]),
    register(
        0x04C,
        "POOL_STATUS",
        NONE,
        Always,
        "What became of the range handed over last.",
        &[
            field("BUSY", 0, 1, ReadOnly, "It has not been looked at yet: a command is under way."),
            field("REFUSED", 1, 1, ReadOnly, "It was refused: there were four already, it was empty, began at address 0, had 2^20 frames or more, or went beyond the address space."),
        ],
    ),
    register(0x050, "POOL_AVAILABLE", Reset::Live, Always, "Frames that are free or about to be.", &[field("FRAMES", 0, 22, ReadOnly, "The number.")]),
    register(0x054, "POOL_LOW_WATER", NONE, Always, "When fewer frames than this become available, the low-water interrupt is raised.", &[field("FRAMES", 0, 22, ReadWrite, "The number.")]),
    register(
        0x060,
        "ERROR_STATUS",
        NONE,
        Always,
        "The first posted free that failed since `VALID` was cleared.",
        &[
            field("VALID", 0, 1, WriteOneToClear, "There is one. While 0, the rest means nothing."),
            field("OVERFLOW", 1, 1, WriteOneToClear, "Another one failed after it."),
            field("STATUS", 4, 3, ReadOnly, "How it failed."),
        ],
    ),
    half(0x064, "ERROR_ADDRESS_LO", Always, all, "The address it was given.", SHOWN),
    half(0x068, "ERROR_ADDRESS_HI", Always, high, "Upper half of it.", SHOWN),
    register(
        0x070,
        "ACCESS_FAULT_STATUS",
        NONE,
        Always,
        "The first access of a hart to the region that failed since `VALID` was cleared.",
        &[
            field("VALID", 0, 1, WriteOneToClear, "There is one. While 0, the rest means nothing."),
            field("OVERFLOW", 1, 1, WriteOneToClear, "Another one failed after it."),
            field("STATUS", 4, 3, ReadOnly, "How it failed."),
            field("WRITE", 8, 1, ReadOnly, "It was a store."),
        ],
    ),
    half(0x074, "ACCESS_FAULT_ADDRESS_LO", Always, all, "Its virtual address.", SHOWN),
    half(0x078, "ACCESS_FAULT_ADDRESS_HI", Always, high, "Upper half of it.", SHOWN),
    register(
        0x080,
        "IRQ_CAUSE",
        NONE,
        Always,
        "Why the interrupt is raised. A cause that comes in the cycle in which it is cleared stays.",
        &[
            field("POSTED_ERROR", 0, 1, WriteOneToClear, "A posted free has failed."),
            field("LOW_WATER", 1, 1, WriteOneToClear, "The available frames have become few."),
            field("OUT_OF_FRAMES", 2, 1, WriteOneToClear, "A request or an access was answered `OutOfFrames`."),
            field("BUS_FAULT", 3, 1, WriteOneToClear, "A write to memory has failed."),
            field("ACCESS_FAULT", 4, 1, WriteOneToClear, "An access of a hart has failed."),
            field("COMMAND_DONE", 5, 1, WriteOneToClear, "A command has ended."),
        ],
    ),
    register(
        0x084,
        "IRQ_ENABLE",
        NONE,
        Always,
        "Which causes raise the interrupt.",
        &[field("CAUSES", 0, 6, ReadWrite, "The bits of `IRQ_CAUSE`.")],
    ),
];

/// A hart's doorbell: allocation by loads and stores, for a hart without the custom instructions.
pub const DOORBELL: [Register; 7] = [
    register(
        0x00,
        "ALLOC",
        NONE,
        Answered,
        "Starts an alloc.",
        &[field("SIZE", 0, 32, WriteOnly, "Bytes.")],
    ),
    register(
        0x04,
        "FREE",
        NONE,
        Answered,
        "Starts a posted free of the address whose upper half is in `OPERAND_HIGH`.",
        &[field("ADDRESS", 0, 32, WriteOnly, "Lower half of the address.")],
    ),
    register(
        0x08,
        "FREE_WAIT",
        NONE,
        Answered,
        "Starts a free whose status counts.",
        &[field("ADDRESS", 0, 32, WriteOnly, "Lower half of the address.")],
    ),
    half(
        0x0C,
        "OPERAND_HIGH",
        Always,
        high,
        "Upper half of the address of the frees to come.",
        STORED,
    ),
    register(
        0x10,
        "RESULT_STATUS",
        NONE,
        Always,
        "Status of the latest request. The read waits until it is there.",
        &[field(
            "STATUS",
            0,
            3,
            ReadOnly,
            "The status; of a posted free, whether it was accepted.",
        )],
    ),
    half(
        0x18,
        "RESULT_ADDRESS_LO",
        Always,
        all,
        "Address that the latest request was answered with, 0 when there is none. The read waits until it is there.",
        SHOWN,
    ),
    half(
        0x1C,
        "RESULT_ADDRESS_HI",
        Always,
        high,
        "Upper half of it; waits too.",
        SHOWN,
    ),
];

/// Name and meaning of each command, from code 1 up.
pub const COMMANDS: [(&str, &str); 5] = [
    (
        "FLUSH",
        "Writes every header held in the Hardware Object Table back to memory.",
    ),
    (
        "SAVE",
        "Writes the context to memory, at `CONTEXT_ADDRESS`, and flushes table and cache. The context goes on.",
    ),
    ("LOAD", "Forgets the context and takes the one at `CONTEXT_ADDRESS`."),
    ("END", "Takes back everything that the context has handed out."),
    (
        "CACHE_FLUSH",
        "Writes every dirty line of the cache back and forgets all lines.",
    ),
];

const fn counter(name: &'static str, description: &'static str) -> Counter {
    Counter { name, description }
}

/// The event counters, in the order of their offsets; the first ones are the bits of the object allocator's `events_o`.
pub const COUNTERS: [Counter; 24] = [
    counter("ALLOC_HIT", "Allocs answered from the table."),
    counter("ALLOC_MISS", "Allocs that brought a new arena into the table."),
    counter("FREE_HIT", "Frees into an arena in the table."),
    counter("FREE_MISS", "Frees into an arena in memory."),
    counter("LIST_FULL_PUSH", "Exhausted arenas that left the table for the full list."),
    counter("LIST_AVAILABLE_POP", "Arenas that left the available list for the table."),
    counter("LIST_FULL_TO_AVAILABLE", "Arenas that moved from the full list to the available list."),
    counter("LIST_EMPTY_UNLINK", "Empty arenas that left their list to be recycled."),
    counter("LIST_FULL_TAKE", "Full arenas with free objects that were taken for the table."),
    counter("ARENA_NEW", "Never-used arenas handed out."),
    counter("ARENA_RECYCLED", "Recycled arenas handed out again."),
    counter("ERROR", "Requests that ended with a status other than `Ok`, posted frees included; not those answered without the allocator."),
    counter("FRAMES_GIVEN", "Frames given out by the pool."),
    counter("FRAMES_RETURNED", "Frames that came back to the pool."),
    counter("PAGE_WALKS", "Walks of the page table."),
    counter("TLB_HITS", "Translations that the TLB had."),
    counter("TLB_MISSES", "Translations that it did not have."),
    counter("CACHE_HITS", "Accesses of harts that found their line in the cache."),
    counter("CACHE_MISSES", "Accesses of harts that did not."),
    counter("LINE_FILLS", "Lines read from memory."),
    counter("BYPASSED_LINES", "Lines created as zeros instead."),
    counter("WRITE_BACKS", "Lines written back to memory."),
    counter("ACCESS_FAULTS", "Accesses of harts that failed."),
    counter("CYCLES", "Clock cycles."),
];
