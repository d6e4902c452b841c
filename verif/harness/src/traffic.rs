//! What the accesses on the memory bus are for, told from their addresses and from the page tables as they are written.

use crate::{
    axi::{Burst, WriteBeat},
    memory::Memory,
};
use memento_abi::{Geometry, PageTable, HEADER_BYTES, PAGE_BYTES, PAGE_SHIFT};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// V of an entry.
const VALID: u64 = 1;
/// R, W, X of an entry: it is a leaf.
const LEAF: u64 = 0xE;
/// Lowest bit of an entry's PPN.
const PPN_SHIFT: u32 = 10;
/// Beats of a line.
const LINE_BEATS: usize = 8;
/// Lines of a page.
const PAGE_LINES: u64 = PAGE_BYTES / HEADER_BYTES;

/// Beats of 8 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Beats {
    /// Read from memory.
    pub read: u64,
    /// Written to memory.
    pub written: u64,
}

/// Frames of the pool that are given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Frames {
    /// Pages of the region: objects, and the headers of their arenas.
    pub pages: u64,
    /// Page tables below the root.
    pub tables: u64,
}

impl Frames {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.pages + self.tables
    }
}

/// Accesses by what they were for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TrafficCounts {
    /// Lines of 64 bytes that the cache read.
    pub line_fills: u64,
    /// Those of them that were the first read of their line since its page got its frame.
    pub first_fills: u64,
    /// Lines of 64 bytes that the cache wrote back.
    pub write_backs: u64,
    /// Headers of arenas.
    pub headers: Beats,
    /// Page tables, the root among them.
    pub page_tables: Beats,
    /// Links of the list of free frames.
    pub frame_links: Beats,
    /// Zeros written to frames that came back.
    pub scrubbing: Beats,
}

impl TrafficCounts {
    /// Lines between the cache and memory.
    pub fn lines(&self) -> u64 {
        self.line_fills + self.write_backs
    }

    /// Everything, in beats.
    pub fn all(&self) -> Beats {
        let lines = Beats {
            read: self.line_fills * LINE_BEATS as u64,
            written: self.write_backs * LINE_BEATS as u64,
        };
        let parts = [lines, self.headers, self.page_tables, self.frame_links, self.scrubbing];
        parts.iter().fold(Beats::default(), |sum, part| Beats {
            read: sum.read + part.read,
            written: sum.written + part.written,
        })
    }
}

/// What a frame is used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Table,
    Page,
}

/// Watches the accesses of one context that runs from a fresh root on.
///
/// An access to a frame that a table points to is one to a page: a line of it is the cache's, a beat of it a header's. What
/// goes to any other frame is the pool's: a beat is a link of its list, a line is zeros. But the cache may still replace a
/// dirty line of a page that has just been taken back, before the pool has dropped it: the pool writes zeros, and
/// each line once.
pub struct Traffic {
    entry_bits: u32,
    uses: HashMap<u64, Use>,
    /// Lines, a bit each, that were zeroed of frames that came back.
    zeroed: HashMap<u64, u64>,
    /// Lines of pages that were read, as numbers.
    filled: HashSet<u64>,
    counts: TrafficCounts,
    frames: Frames,
    peak: Frames,
}

impl Traffic {
    /// Nothing was accessed yet; the root table is in frame `root`, all zeros.
    pub fn new(geometry: &Geometry, root: u64) -> Traffic {
        Traffic {
            entry_bits: match geometry.page_table {
                PageTable::Sv32 => 32,
                PageTable::Sv39 => 64,
            },
            uses: [(root, Use::Table)].into(),
            zeroed: HashMap::new(),
            filled: HashSet::new(),
            counts: TrafficCounts::default(),
            frames: Frames::default(),
            peak: Frames::default(),
        }
    }

    /// The accesses so far.
    pub fn counts(&self) -> &TrafficCounts {
        &self.counts
    }

    /// The most frames that were given out at a time.
    pub fn peak(&self) -> Frames {
        self.peak
    }

    fn use_of(&self, burst: &Burst) -> Option<Use> {
        self.uses.get(&(burst.address >> PAGE_SHIFT)).copied()
    }

    /// A read is taken.
    pub fn read(&mut self, burst: &Burst) {
        let beats = usize::from(burst.len) + 1;
        let of = match (self.use_of(burst), beats) {
            (Some(Use::Page), LINE_BEATS) => {
                self.counts.line_fills += 1;
                self.counts.first_fills += u64::from(self.filled.insert(burst.address / HEADER_BYTES));
                return;
            }
            (Some(Use::Page), _) => &mut self.counts.headers,
            (Some(Use::Table), _) => &mut self.counts.page_tables,
            (None, _) => &mut self.counts.frame_links,
        };
        of.read += beats as u64;
    }

    /// A write is taken; `before` is what memory holds without it.
    pub fn write(&mut self, burst: &Burst, beats: &[WriteBeat], before: &Memory) {
        let written = beats.len() as u64;
        let used = self.use_of(burst);
        let counts = &mut self.counts;
        match (used, beats.len()) {
            (Some(Use::Page), LINE_BEATS) => counts.write_backs += 1,
            (Some(Use::Page), _) => counts.headers.written += written,
            (None, LINE_BEATS) => {
                let zeroed = self.zeroed.entry(burst.address >> PAGE_SHIFT).or_default();
                let line = 1 << (burst.address % PAGE_BYTES / HEADER_BYTES);
                if *zeroed & line != 0 || beats.iter().any(|beat| beat.data != 0) {
                    counts.write_backs += 1;
                } else {
                    *zeroed |= line;
                    counts.scrubbing.written += written;
                }
            }
            (None, _) => counts.frame_links.written += written,
            (Some(Use::Table), _) => {
                counts.page_tables.written += written;
                for (index, beat) in (0u64..).zip(beats) {
                    self.entries(before.beat(burst.address + 8 * index), beat.data);
                }
            }
        }
    }

    /// A beat of a table changes.
    fn entries(&mut self, before: u64, after: u64) {
        let mask = u64::MAX >> (64 - self.entry_bits);
        for shift in (0..64).step_by(self.entry_bits as usize) {
            let (old, new) = (before >> shift & mask, after >> shift & mask);
            if old == new {
                continue;
            }
            if old & VALID != 0 {
                let ppn = old >> PPN_SHIFT;
                let gone = self.uses.remove(&ppn);
                self.zeroed.remove(&ppn);
                for line in ppn * PAGE_LINES..(ppn + 1) * PAGE_LINES {
                    self.filled.remove(&line);
                }
                *self.count(gone == Some(Use::Table)) -= 1;
            }
            if new & VALID != 0 {
                let is_table = new & LEAF == 0;
                let use_now = if is_table { Use::Table } else { Use::Page };
                self.uses.insert(new >> PPN_SHIFT, use_now);
                *self.count(is_table) += 1;
            }
        }
        if self.frames.total() > self.peak.total() {
            self.peak = self.frames;
        }
    }

    fn count(&mut self, tables: bool) -> &mut u64 {
        match tables {
            true => &mut self.frames.tables,
            false => &mut self.frames.pages,
        }
    }
}
