//! The golden model of Memento: what every answer, event and byte is, in plain Rust.
//!
//! It is one of two independent readings of `docs/src/semantics.md` and `docs/src/pages.md`; the RTL is the other.
//! Neither crate sees the other, so a lockstep run of the two is a real check of both.
//!
//! ```
//! use memento_abi::{Operation, Status, PAPER};
//! use memento_model::{Model, Settings};
//!
//! let mut model = Model::new(PAPER, Settings::whole_region(&PAPER))?;
//! let object = model.request(Operation::Alloc, 32);
//! assert_eq!(object.status, Status::Ok);
//! assert_eq!(model.request(Operation::FreeWait, object.address).status, Status::Ok);
//! assert_eq!(model.request(Operation::FreeWait, object.address).status, Status::DoubleFree);
//! model.check()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | holds |
//! |---|---|
//! | [`Model`] | the object allocator: requests, what memory holds, usage |
//! | [`ClassState`] | one class's pointer, lists and table entry |
//! | [`Frames`] | where first pages of arenas get frames from: always, or refused for some |
//! | [`CheckedModel`] | a [`Model`] that checks I1..I12 after every request |
//! | [`System`] | the whole IP: requests, loads and stores, frames, context commands, counters |
//! | [`Context`] | what is saved and loaded together; compares itself with an image of memory |
//! | [`pool`], [`page_table`], [`translation`], [`memory`], [`bypass`] | its parts |
//! | [`mod@format`] | entries of Sv32 and Sv39, as Memento writes them |
//! | [`walk`] | a reader of Sv32 and Sv39 written from the privileged specification alone |
//! | [`invariants`] | I1..I22, one function each, over a state from anywhere |
//!
//! # What is exact, and what follows the device
//!
//! A [`System`] takes requests, accesses and commands in the order in which they take effect. Which free frame is given
//! out is the device's choice: [`System::learn`] reads it from the page tables. Whether an arena was fetched ahead, and
//! so has a frame already, is a matter of timing: it shows only when frames run out, and there the device's answer
//! decides ([`Answer`]), within bounds that [`System::learn`] makes exact again. Everything else is exact: statuses,
//! addresses, bytes, marks, headers, events, bypass counters and the number of new lines. TLB and cache do not show, but
//! for that last number: hits, walks and evictions are not modelled.
//!
//! ```
//! use memento_abi::{Operation, Status, SOC32};
//! use memento_model::{Settings, System};
//!
//! let mut system = System::new(SOC32, Settings::whole_region(&SOC32), 0x80)?;
//! assert_eq!(system.request(Operation::Alloc, 32, None).status, Status::OutOfFrames);
//! system.add_frames(0x100, 16, None)?;
//! let object = system.request(Operation::Alloc, 32, None).address;
//! assert_eq!(system.store(object, 0x1234, 0xFF, None), Status::Ok);
//! assert_eq!(system.load(object, None).beat.value, 0x1234);
//! system.check()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Memory errors
//!
//! The models know no bus. A request that the hardware ended with `BusError` because of a **read** has changed
//! nothing but, maybe, page tables: count [`Outcome::bus_error`], or call [`System::request_bus_error`] and
//! [`System::access_bus_error`]. After an error of a **write** the hardware answers `BusError` until reset, and what
//! memory holds is not defined: stop comparing, then call [`Model::reset`] or [`System::reset`].

mod backing;
mod bits;
pub mod bypass;
mod checked;
mod class;
mod context;
mod counters;
pub mod format;
mod frames;
mod image;
pub mod invariants;
pub mod memory;
mod model;
mod outcome;
pub mod page_table;
pub mod pool;
mod request;
mod settings;
mod system;
pub mod translation;
pub mod walk;

pub use backing::Answer;
pub use checked::CheckedModel;
pub use class::{ClassState, Entry, List};
pub use context::{Context, HeaderLine};
pub use counters::Counts;
pub use frames::{Frames, Refusing, Unlimited};
pub use image::{Difference, Read};
pub use invariants::Violation;
pub use model::{HeaderBytes, Model, Usage};
pub use outcome::{EventCounts, Outcome, PostedError};
pub use settings::{Settings, SettingsError, Setup};
pub use system::{Access, NoContext, System};
