//! Event counters.

use crate::{bus::Bus, map::same, Memento};
use core::{fmt, ops::Index};
use memento_abi::registers::{counter_offset, COUNTERS};

/// The counters, each with the name that the register map has for it.
macro_rules! counters {
    ($($(#[$doc:meta])* $counter:ident = $name:literal,)*) => {
        /// A counter of events, 64 bits wide.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Counter {
            $($(#[$doc])* $counter,)*
        }

        impl Counter {
            /// Every counter, in the order of the registers.
            pub const ALL: [Counter; COUNTERS.len()] = [$(Counter::$counter),*];
            const NAMES: [&'static str; COUNTERS.len()] = [$($name),*];
        }
    };
}

counters! {
    /// Allocs answered from the table.
    AllocHit = "ALLOC_HIT",
    /// Allocs that brought a new arena into the table.
    AllocMiss = "ALLOC_MISS",
    /// Frees into an arena in the table.
    FreeHit = "FREE_HIT",
    /// Frees into an arena in memory.
    FreeMiss = "FREE_MISS",
    /// Exhausted arenas that left the table for the full list.
    ListFullPush = "LIST_FULL_PUSH",
    /// Arenas that left the available list for the table.
    ListAvailablePop = "LIST_AVAILABLE_POP",
    /// Arenas that moved from the full list to the available list.
    ListFullToAvailable = "LIST_FULL_TO_AVAILABLE",
    /// Empty arenas that left their list to be recycled.
    ListEmptyUnlink = "LIST_EMPTY_UNLINK",
    /// Full arenas with free objects that were taken for the table.
    ListFullTake = "LIST_FULL_TAKE",
    /// Never-used arenas handed out.
    ArenaNew = "ARENA_NEW",
    /// Recycled arenas handed out again.
    ArenaRecycled = "ARENA_RECYCLED",
    /// Requests that ended with an error, posted frees included; sizes that are too large count too.
    Error = "ERROR",
    /// Frames given out by the pool.
    FramesGiven = "FRAMES_GIVEN",
    /// Frames that came back to the pool.
    FramesReturned = "FRAMES_RETURNED",
    /// Walks of the page table.
    PageWalks = "PAGE_WALKS",
    /// Translations that the TLB had.
    TlbHits = "TLB_HITS",
    /// Translations that it did not have.
    TlbMisses = "TLB_MISSES",
    /// Loads and stores of harts that found their line in the cache.
    CacheHits = "CACHE_HITS",
    /// Loads and stores of harts that did not.
    CacheMisses = "CACHE_MISSES",
    /// Lines read from memory.
    LineFills = "LINE_FILLS",
    /// Lines created as zeros instead.
    BypassedLines = "BYPASSED_LINES",
    /// Lines written back to memory.
    WriteBacks = "WRITE_BACKS",
    /// Loads and stores of harts that failed.
    AccessFaults = "ACCESS_FAULTS",
    /// Clock cycles.
    Cycles = "CYCLES",
}

const _: () = {
    let mut index = 0;
    while index < COUNTERS.len() {
        assert!(
            same(COUNTERS[index].name, Counter::NAMES[index]),
            "the register map has another counter there"
        );
        index += 1;
    }
};

/// The value of every counter, or how far each has come between two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics([u64; COUNTERS.len()]);

impl Statistics {
    /// What has happened since `earlier`.
    pub fn since(&self, earlier: &Statistics) -> Statistics {
        Statistics(core::array::from_fn(|index| {
            self.0[index].wrapping_sub(earlier.0[index])
        }))
    }
}

impl Index<Counter> for Statistics {
    type Output = u64;
    fn index(&self, counter: Counter) -> &u64 {
        &self.0[counter as usize]
    }
}

/// A line for each counter that is not 0.
impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = Counter::NAMES.iter().zip(&self.0).filter(|(_, count)| **count != 0);
        for (name, count) in counted {
            writeln!(f, "{name:<24}{count:>20}")?;
        }
        Ok(())
    }
}

impl<B: Bus> Memento<B> {
    /// The value of a counter, exact up to the read of its low half. The hardware holds the high half for the read that follows,
    /// so nobody else, no interrupt handler either, may read a counter meanwhile.
    pub fn counter(&self, counter: Counter) -> u64 {
        self.read_pair(counter_offset(counter as usize).into())
    }

    /// The value of every counter, one after the other, as [`Memento::counter`] reads it.
    pub fn statistics(&self) -> Statistics {
        Statistics(Counter::ALL.map(|counter| self.counter(counter)))
    }
}
