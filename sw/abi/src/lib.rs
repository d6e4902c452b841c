//! What memory looks like and what the numbers mean: the one description of Memento's geometry, arena header,
//! operation, status and event codes, and register map. The HDL, the golden model, the driver and the documentation all read it, so
//! none of them can disagree about a parameter.
//!
//! Nothing here allocates, panics on bad input or needs an operating system.
#![no_std]

mod codes;
pub mod context;
mod geometry;
mod header;
mod invariants;
pub mod registers;

pub use codes::{Event, Operation, Status};
pub use geometry::{Geometry, PageTable, UnknownConfiguration, CONFIGURATIONS, PAPER, SOC32, TINY};
pub use header::{ArenaState, Header, HeaderBeat, UnknownState};
pub use invariants::{Invariant, INVARIANTS};

/// Bytes of an arena header: one cache line at the arena's base.
pub const HEADER_BYTES: u64 = 64;
/// Bytes of one memory-port access (a beat).
pub const BEAT_BYTES: u64 = 8;
/// Bytes of a page, the unit in which arenas are laid out.
pub const PAGE_BYTES: u64 = 4096;
/// log2 of [`PAGE_BYTES`].
pub const PAGE_SHIFT: u32 = 12;
/// Bytes by which size classes grow, and the alignment of every object.
pub const GRANULE_BYTES: u64 = 8;
/// Objects covered by one bitmap word (and by one bit of the summary).
pub const WORD_OBJECTS: u32 = 16;
/// Bytes from the first object of a class's arenas to that of the next class's, until colours begin again: two lines, so that each colour takes as much
/// as 16 objects of 8 bytes. An arena has room for that: its objects leave at least as much of their last page as all objects of 8 bytes take.
pub const COLOUR_BYTES: u64 = 128;
/// Free objects a full arena must have before it goes back to the available list, unless software says otherwise.
/// 1 is the paper's rule; 16 cuts list traffic nine-fold on Redis for 2 % more arenas (`memento replay`).
pub const DEFAULT_REUSE_THRESHOLD: u32 = 16;
