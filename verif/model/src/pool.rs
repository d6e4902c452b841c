//! The frame pool: which frames there are, and where each is. Which free frame is given out is the device's choice,
//! so the pool is told and says whether that was allowed.

use memento_abi::{Geometry, PAGE_SHIFT};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// Ranges that a pool takes between two ends of a context.
pub const RANGES: usize = 4;
/// Frames that are too many for one range.
pub const LARGEST: u64 = 1 << 20;

/// The frame pool of a context. Fields are public so that invariants can be checked on broken states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// Frame numbers that system software handed over.
    pub ranges: Vec<Range<u64>>,
    /// Frames that are known to be a page or a table.
    pub given: BTreeSet<u64>,
    /// Frames that came back and may be in the scrubber still. All others are free, or given out but not yet
    /// known by number.
    pub scrubbing: BTreeSet<u64>,
    /// Ranges accepted since the last end.
    pub accepted: usize,
}

/// What is wrong with frames handed over, given out or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolError {
    /// Software broke its side of the contract: frames that the pool has already.
    Twice(Range<u64>),
    /// The device took a range that it must refuse, or the other way round.
    Answer {
        /// The range.
        range: Range<u64>,
        /// What the device did.
        accepted: bool,
    },
    /// A frame was given out that is not the pool's.
    Foreign(u64),
    /// A frame was given out that is in use.
    InUse(u64),
}

impl fmt::Display for PoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PoolError::Twice(range) => write!(f, "frames {range:#x?} are in the pool already; hand over each once"),
            PoolError::Answer { range, accepted: true } => write!(
                f,
                "frames {range:#x?} were accepted: refuse a range that is empty, begins at 0, has {LARGEST} frames or more, goes beyond the address space or comes after {RANGES} others"
            ),
            PoolError::Answer { range, accepted: false } => {
                write!(
                    f,
                    "frames {range:#x?} were refused, although the pool has room for a range"
                )
            }
            PoolError::Foreign(ppn) => write!(f, "frame {ppn:#x} was given out, but is not in the pool"),
            PoolError::InUse(ppn) => write!(f, "frame {ppn:#x} was given out, but is in use"),
        }
    }
}

impl std::error::Error for PoolError {}

impl Pool {
    /// Takes a range of `count` frames from `first` on, or refuses it. `seen` is the device's answer, where one is
    /// known; the model's is returned.
    ///
    /// A range that is empty, begins at PPN 0, has [`LARGEST`] frames or more, or goes beyond the address space is refused. Any other is accepted while the pool holds fewer than
    /// [`RANGES`], and refused when that many came since the last end. In between (the pool has ranges from before the
    /// end) the device may do either.
    ///
    /// # Errors
    /// The contract is broken, by software or by the device.
    pub fn add(&mut self, geometry: &Geometry, first: u64, count: u64, seen: Option<bool>) -> Result<bool, PoolError> {
        let range = first..first.saturating_add(count);
        let there = range.end <= 1 << (geometry.address_bits - PAGE_SHIFT);
        let frames = first > 0 && (1..LARGEST).contains(&count) && there;
        if frames && self.ranges.iter().any(|held| overlap(held, &range)) {
            return Err(PoolError::Twice(range));
        }
        let must = frames && self.ranges.len() < RANGES;
        let may = frames && self.accepted < RANGES;
        let accepted = seen.unwrap_or(must);
        if accepted && !may || !accepted && must {
            return Err(PoolError::Answer { range, accepted });
        }
        if accepted {
            self.ranges.push(range);
            self.accepted += 1;
        }
        Ok(accepted)
    }

    /// Frames in the pool, in use or not.
    pub fn frames(&self) -> u64 {
        self.ranges.iter().map(|range| range.end - range.start).sum()
    }

    /// Whether frame `ppn` is the pool's.
    pub fn holds(&self, ppn: u64) -> bool {
        self.ranges.iter().any(|range| range.contains(&ppn))
    }

    /// Learns that frame `ppn` was given out.
    ///
    /// # Errors
    /// It is not the pool's, or is in use.
    pub fn give(&mut self, ppn: u64) -> Result<(), PoolError> {
        if !self.holds(ppn) {
            return Err(PoolError::Foreign(ppn));
        }
        if !self.given.insert(ppn) {
            return Err(PoolError::InUse(ppn));
        }
        self.scrubbing.remove(&ppn);
        Ok(())
    }

    /// Takes frame `ppn` back, into the scrubber.
    pub fn take_back(&mut self, ppn: u64) {
        if self.given.remove(&ppn) {
            self.scrubbing.insert(ppn);
        }
    }

    /// The scrubber has zeroed all it had.
    pub fn settle(&mut self) {
        self.scrubbing.clear();
    }

    /// Takes everything back at the end of a context.
    pub fn end(&mut self) {
        // Frames that were given out are not all known by number.
        self.given.clear();
        self.scrubbing = self.ranges.iter().flat_map(|range| range.clone()).collect();
        self.accepted = 0;
    }

    /// The frames that are not known to be in use, lowest first.
    pub fn available(&self) -> impl Iterator<Item = u64> + '_ {
        let frames = self.ranges.iter().flat_map(|range| range.clone());
        frames.filter(|ppn| !self.given.contains(ppn))
    }
}

/// Whether two ranges of frames have one in common.
pub fn overlap(one: &Range<u64>, other: &Range<u64>) -> bool {
    one.start < other.end && other.start < one.end
}
