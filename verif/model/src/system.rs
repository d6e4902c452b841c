//! The whole IP: requests, loads and stores, frames and context commands, in the order in which they take effect.

use crate::backing::Answer;
use crate::context::Context;
use crate::image::Difference;
use crate::invariants::pages::check_system;
use crate::memory::Beat;
use crate::pool::PoolError;
use crate::{Counts, EventCounts, Outcome, Settings, SettingsError, Violation};
use memento_abi::{Geometry, Operation, Status};
use std::collections::BTreeMap;
use std::fmt;

/// What a hart's access gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Its status.
    pub status: Status,
    /// What a load reads: nothing is specified unless the status is `Ok`.
    pub beat: Beat,
}

/// There is no block from which a context could be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoContext {
    /// The address given.
    pub address: u64,
}

impl fmt::Display for NoContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no context can be loaded from {:#x}: save one there and let it not go on, or write an empty block",
            self.address
        )
    }
}

impl std::error::Error for NoContext {}

/// The golden model of the whole IP.
///
/// It follows the device where the specification leaves a choice: it is told answers, and learns frame numbers from
/// the device's page tables. Without answers it behaves as a device that fetches nothing ahead.
#[derive(Clone, Debug)]
pub struct System {
    /// The context that runs.
    pub context: Context,
    /// Contexts that can be loaded, by the address of their block.
    pub parked: BTreeMap<u64, Context>,
    /// Whether a new line is created without a read (`CONTROL.BYPASS`). Nothing but a counter shows it.
    pub bypass_enabled: bool,
    counts: Counts,
}

impl System {
    /// The IP after reset, with its root table in frame `root`.
    ///
    /// # Errors
    /// The settings do not fit the geometry.
    pub fn new(geometry: Geometry, settings: Settings, root: u64) -> Result<System, SettingsError> {
        Ok(System {
            context: Context::new(geometry, settings, root)?,
            parked: BTreeMap::new(),
            bypass_enabled: true,
            counts: Counts::default(),
        })
    }

    /// Resets: the context that runs is gone, its pool included. Saved contexts stay in their blocks. Counters start anew:
    /// clear the device's too, for what a reset interrupts may count or not.
    ///
    /// # Errors
    /// The settings do not fit the geometry; nothing has changed.
    pub fn reset(&mut self, settings: Settings, root: u64) -> Result<(), SettingsError> {
        self.context = Context::new(self.context.model.setup().geometry, settings, root)?;
        self.counts = Counts::default();
        Ok(())
    }

    /// Changes slice limit and reuse threshold.
    ///
    /// # Errors
    /// The settings do not fit; nothing has changed.
    pub fn set_settings(&mut self, settings: Settings) -> Result<(), SettingsError> {
        self.context.saved_at = None;
        self.context.model.set_settings(settings)
    }

    /// Carries out a request of the object allocator. `seen` is the device's answer to an alloc, where one is known: it
    /// decides whether a frame was left when that is a matter of timing. A device that is right has given exactly the
    /// outcome's answer.
    pub fn request(&mut self, operation: Operation, operand: u64, seen: Option<Answer>) -> Outcome {
        self.context.request(&mut self.counts, operation, operand, seen)
    }

    /// A request ended with `BusError` because memory failed a read.
    pub fn request_bus_error(&mut self, operation: Operation, operand: u64) -> Outcome {
        self.context.request_bus_error(operation, operand);
        Outcome::bus_error(operation, operand)
    }

    /// A hart loads from `va`; the eight bytes around it are returned. `seen` is the device's status, as in
    /// [`System::request`].
    pub fn load(&mut self, va: u64, seen: Option<Status>) -> Access {
        let status = self.access(va, seen);
        let beat = match status {
            Status::Ok => self.context.memory.load(va),
            _ => Beat::UNKNOWN,
        };
        Access { status, beat }
    }

    /// A hart stores those of the eight bytes of `data` for which `strobe` has a bit to the eight bytes around `va`.
    pub fn store(&mut self, va: u64, data: u64, strobe: u8, seen: Option<Status>) -> Status {
        let status = self.access(va, seen);
        if status == Status::Ok {
            self.context.memory.store(va, data, strobe);
        }
        status
    }

    fn access(&mut self, va: u64, seen: Option<Status>) -> Status {
        let (status, new) = self.context.access(&mut self.counts, va, seen);
        self.counts.lines_new += new;
        if self.bypass_enabled {
            self.counts.lines_bypassed += new;
        }
        status
    }

    /// A load or store of a hart ended with `BusError` because memory failed a read.
    pub fn access_bus_error(&mut self, va: u64) {
        self.context.access_bus_error(&mut self.counts, va);
    }

    /// System software hands over `count` frames from `first` on. Returns whether the range is accepted; `seen` is the
    /// device's answer, where one is known.
    ///
    /// # Errors
    /// Software or the device broke the contract.
    pub fn add_frames(&mut self, first: u64, count: u64, seen: Option<bool>) -> Result<bool, PoolError> {
        (self.context.resting, self.context.saved_at) = (false, None);
        let geometry = self.context.model.setup().geometry;
        let accepted = self.context.pool.add(&geometry, first, count, seen)?;
        if accepted {
            self.context.ceiling = self.context.ceiling.saturating_add(count);
        }
        Ok(accepted)
    }

    /// Saves the context to the block at `address`.
    pub fn save(&mut self, address: u64) {
        self.context.save();
        self.parked.remove(&address);
        self.context.saved_at = Some(address);
    }

    /// System software writes a block of an empty context, without frames, to `address`.
    ///
    /// # Errors
    /// The settings do not fit the geometry.
    pub fn place_empty(&mut self, address: u64, settings: Settings, root: u64) -> Result<(), SettingsError> {
        let context = Context::new(self.context.model.setup().geometry, settings, root)?;
        self.parked.insert(address, context);
        Ok(())
    }

    /// Loads the context from the block at `address`. The one that ran can be loaded again if it was saved and nothing
    /// has happened since.
    ///
    /// # Errors
    /// There is no block, or the context has gone on since it was saved.
    pub fn load_context(&mut self, address: u64) -> Result<(), NoContext> {
        if self.context.saved_at != Some(address) {
            let next = self.parked.remove(&address).ok_or(NoContext { address })?;
            let last = std::mem::replace(&mut self.context, next);
            self.context.model.take_over(&last.model);
            match last.saved_at {
                Some(block) => drop(self.parked.insert(block, last)),
                None => self.counts.frames_given.highest += last.unsure().len() as u64,
            }
        }
        self.context.model.install_again();
        self.context.resting = true;
        self.context.saved_at = Some(address);
        Ok(())
    }

    /// Ends the context: everything is taken back.
    pub fn end(&mut self) {
        self.context.end(&mut self.counts);
    }

    /// The device is idle: all posted work is done, and the scrubber has nothing left unless the pool rests.
    pub fn settle(&mut self) {
        self.context.settle();
    }

    /// Learns from the device's memory, as `read` shows it in beats, which frame is where. The device must be idle; the
    /// cache need not be flushed.
    ///
    /// # Errors
    /// The page table is not what the specification says; the model is as before.
    pub fn learn(&mut self, read: &mut dyn FnMut(u64) -> u64) -> Result<(), Difference> {
        self.settle();
        let new = self.context.learn(read)?;
        self.counts.give(new);
        Ok(())
    }

    /// Checks every invariant that is about one state, on every context.
    ///
    /// # Errors
    /// The first that does not hold.
    pub fn check(&self) -> Result<(), Violation> {
        check_system(self)
    }

    /// Clears all counters. Frame numbers must have been learned, so that none given out before is counted later.
    pub fn clear_counters(&mut self) {
        self.counts = Counts::default();
        self.context.model.clear_counts();
    }

    /// Events of the object allocator since the counters were cleared.
    pub fn events(&self) -> &EventCounts {
        self.context.model.counts()
    }

    /// What happened behind the object allocator since the counters were cleared.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }
}
