//! The bypass counters of the arenas in the table.
//!
//! A line at or above the counter has never been in the cache since the arena came into the table, so the first access
//! to it is a miss whatever the cache evicted meanwhile: the counter and the number of new lines follow from the order
//! of the accesses alone, and the model is exact. The one exception is a program's error: a page of a recycled arena
//! that was touched may have lines in the cache when the arena is handed out again. There the counter is known by
//! bounds.

use memento_abi::Geometry;
use std::fmt;
use std::ops::AddAssign;

/// Lowest and highest value that something may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The lowest.
    pub lowest: u64,
    /// The highest.
    pub highest: u64,
}

impl Bounds {
    /// Exactly `value`.
    pub const fn exactly(value: u64) -> Bounds {
        Bounds {
            lowest: value,
            highest: value,
        }
    }

    /// Whether `value` is allowed.
    pub const fn allows(&self, value: u64) -> bool {
        self.lowest <= value && value <= self.highest
    }
}

impl AddAssign for Bounds {
    fn add_assign(&mut self, other: Bounds) {
        self.lowest += other.lowest;
        self.highest += other.highest;
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lowest == self.highest {
            return write!(f, "{}", self.lowest);
        }
        write!(f, "{} to {}", self.lowest, self.highest)
    }
}

/// The counter of the arena that a class has in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Body lines, from the first on, that may have been touched.
    pub lines: Bounds,
    /// The counter as the last flush or save wrote it to the header.
    pub written: Bounds,
}

/// The bypass unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bypass {
    /// By class; `None` when the class has no arena in the table.
    pub counters: Vec<Option<Counter>>,
}

impl Bypass {
    /// The unit when the table is empty.
    pub fn new(geometry: &Geometry) -> Bypass {
        Bypass {
            counters: vec![None; geometry.classes as usize],
        }
    }

    /// An arena of `class` comes into the table, with `lines` body lines that may have been touched.
    pub fn install(&mut self, class: u32, lines: u64) {
        self.counters[class as usize] = Some(Counter {
            lines: Bounds::exactly(lines),
            written: Bounds::exactly(lines),
        });
    }

    /// A hart accesses body line `line` of the arena that `class` has in the table. `cached` says whether the line may
    /// be in the cache although it is above the counter. Returns how many new lines that makes.
    pub fn access(&mut self, class: u32, line: u64, cached: bool) -> Bounds {
        let Some(counter) = &mut self.counters[class as usize] else {
            return Bounds::exactly(0);
        };
        let lines = &mut counter.lines;
        let new = Bounds {
            lowest: u64::from(line >= lines.highest && !cached),
            highest: u64::from(line >= lines.lowest),
        };
        lines.highest = lines.highest.max(line + 1);
        if !cached {
            lines.lowest = lines.lowest.max(line + 1);
        }
        new
    }

    /// An access to body line `line` ended with an error response: whether the counter moved is not specified.
    pub fn access_failed(&mut self, class: u32, line: u64) {
        if let Some(counter) = &mut self.counters[class as usize] {
            counter.lines.highest = counter.lines.highest.max(line + 1);
        }
    }

    /// All headers in the table are written.
    pub fn flush(&mut self) {
        for counter in self.counters.iter_mut().flatten() {
            counter.written = counter.lines;
        }
    }
}
