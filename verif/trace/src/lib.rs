//! Allocation traces of real programs: sizes and lifetimes, no content.
//!
//! | module | holds |
//! |---|---|
//! | [`TraceReader`] | any trace file as a stream of [`TraceOperation`]s |
//! | [`MtrReader`], [`MtrWriter`] | the binary format MTRC1, zstd-compressed in `.mtr.zst` files |
//! | [`RepReader`] | the text format `.rep` |
//! | [`Profile`] | what a trace asks of any allocator |
//! | [`Player`] | a trace as requests to the hardware |
//!
//! A trace that is cut or corrupt is refused with a [`TraceError`] that says where and what was expected there.

mod error;
mod identities;
mod mtr;
mod operation;
mod player;
mod profile;
mod reader;
mod rep;
mod writer;

pub use error::{Position, Problem, TraceError};
pub use mtr::MtrReader;
pub use operation::TraceOperation;
pub use player::{Player, PlayerCounts};
pub use profile::Profile;
pub use reader::TraceReader;
pub use rep::RepReader;
pub use writer::{MtrWriter, NotAllocated};
