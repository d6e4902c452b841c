//! The golden model of the object allocator: what every answer, event and header byte is, in plain Rust.
//!
//! It is one of two independent readings of `docs/src/semantics.md`; the RTL is the other. Neither crate sees the
//! other, so a lockstep run of the two is a real check of both.
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
//! | [`Model`] | requests, what memory holds, usage |
//! | [`ClassState`] | one class's pointer, lists and table entry |
//! | [`invariants`] | I1..I12, one function each, over a [`ClassState`] from anywhere |
//! | [`CheckedModel`] | a model that checks them after every request |
//! | [`Frames`] | where first pages of arenas get frames from; always, or refused for some |
//!
//! # Memory errors
//!
//! The model knows no bus. A request that the hardware ended with `BusError` because of a **read** has changed
//! nothing: do not apply it, and count [`Outcome::bus_error`] instead. After an error of a **write** the hardware
//! answers `BusError` until reset, and what memory holds is not defined: stop comparing, then call [`Model::reset`].

mod bits;
mod checked;
mod class;
mod frames;
pub mod invariants;
mod model;
mod outcome;
mod request;
mod settings;

pub use checked::CheckedModel;
pub use class::{ClassState, Entry, List};
pub use frames::{Frames, Refusing, Unlimited};
pub use invariants::Violation;
pub use model::{HeaderBytes, Model, Usage};
pub use outcome::{EventCounts, Outcome, PostedError};
pub use settings::{Settings, SettingsError, Setup};
