//! A context: everything that is saved and loaded together, and what a request does to it.

use crate::backing::{Answer, Backing};
use crate::bypass::{Bounds, Bypass};
use crate::format::Node;
use crate::memory::Memory;
use crate::page_table::{fetched_ahead, PageTable};
use crate::pool::Pool;
use crate::{translation, Counts, HeaderBytes, Model, Outcome, Settings, SettingsError};
use memento_abi::{Event, Geometry, Header, Operation, Status, HEADER_BYTES, PAGE_BYTES};
use std::collections::BTreeSet;

/// A context. Fields are public so that invariants can be checked on broken states.
#[derive(Clone, Debug)]
pub struct Context {
    /// Pointers, lists, table and headers.
    pub model: Model,
    /// Pages and tables with frames.
    pub table: PageTable,
    /// Where the frames come from.
    pub pool: Pool,
    /// The bytes that harts see.
    pub memory: Memory,
    /// The bypass counters.
    pub bypass: Bypass,
    /// Frames returned since the device was last idle: a hart's access may come before them.
    pub late: u64,
    /// The most frames that can be available: a request that found none has left none.
    pub ceiling: u64,
    /// Nothing has been asked of the pool since the context was saved or loaded: frames that an end took back may wait to be
    /// zeroed even when the device is idle.
    pub resting: bool,
    /// Address of the block from which this very context can be loaded.
    pub saved_at: Option<u64>,
}

/// What memory holds in the line at an arena's base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderLine {
    /// This header, with a bypass counter within the bounds.
    Header(Header, Bounds),
    /// Zeros: the page has no frame, or nothing was ever written to it.
    Zeros,
    /// Anything: the arena is in the table and was changed since the last flush.
    NotDefined,
}

impl Context {
    /// An empty context with its root table in frame `root`.
    ///
    /// # Errors
    /// The settings do not fit the geometry.
    pub fn new(geometry: Geometry, settings: Settings, root: u64) -> Result<Context, SettingsError> {
        Ok(Context {
            model: Model::new(geometry, settings)?,
            table: PageTable::new(&geometry, root),
            pool: Pool::default(),
            memory: Memory::default(),
            bypass: Bypass::new(&geometry),
            late: 0,
            ceiling: u64::MAX,
            resting: false,
            saved_at: None,
        })
    }

    /// Frames that are available: exactly, but for arenas that may have been fetched ahead.
    pub fn available(&self) -> Bounds {
        let left = self.pool.frames().saturating_sub(self.table.nodes.len() as u64);
        let highest = left.min(self.ceiling);
        let lowest = highest.min(left.saturating_sub(self.unsure().len() as u64));
        Bounds { lowest, highest }
    }

    /// What may have a frame, beside what has one for sure.
    pub(crate) fn unsure(&self) -> BTreeSet<Node> {
        let ahead = fetched_ahead(self.model.highest(), self.model.classes(), &self.table);
        self.table.maybe.union(&ahead).copied().collect()
    }

    /// Splits off what giving frames needs.
    fn backing<'a>(&'a mut self, counts: &'a mut Counts, geometry: &'a Geometry) -> (Backing<'a>, &'a mut Model) {
        let free = self.pool.frames().saturating_sub(self.table.nodes.len() as u64);
        let levels = u64::from(self.table.format.levels);
        // What was fetched ahead matters only when frames are scarce.
        let most_ahead = levels * (u64::from(geometry.classes) + 2) + self.table.maybe.len() as u64 + self.late;
        let ahead = (free < most_ahead).then(|| fetched_ahead(self.model.highest(), self.model.classes(), &self.table));
        let backing = Backing {
            geometry,
            table: &mut self.table,
            pool: &mut self.pool,
            memory: &mut self.memory,
            counts,
            ahead: ahead.unwrap_or_default(),
            late: &mut self.late,
            ceiling: &mut self.ceiling,
            early: false,
            answer: None,
        };
        (backing, &mut self.model)
    }

    /// Carries out a request of the object allocator.
    pub(crate) fn request(
        &mut self,
        counts: &mut Counts,
        operation: Operation,
        operand: u64,
        answer: Option<Answer>,
    ) -> Outcome {
        self.saved_at = None;
        let geometry = self.model.setup().geometry;
        let in_use = self.table.nodes.len();
        let (mut backing, model) = self.backing(counts, &geometry);
        backing.answer = answer;
        let outcome = model.request_with(&mut backing, operation, operand);
        self.resting &= self.table.nodes.len() == in_use;
        if operation == Operation::Flush {
            self.bypass.flush();
        }
        let class = self.model.class_of(operation, operand).unwrap_or(0);
        let happened = |event| outcome.events[event] > 0;
        if happened(Event::AllocMiss) {
            let entry = self.model.classes()[class as usize].entry;
            self.bypass
                .install(class, entry.map_or(0, |entry| entry.header.bypass.into()));
        }
        if happened(Event::ArenaRecycled) {
            self.blur_leftovers(outcome.address);
        }
        outcome
    }

    /// Pages of an arena that was just handed out, beside its first, have a frame only if a program touched them while
    /// it was recycled: what they hold is not specified.
    fn blur_leftovers(&mut self, object: u64) {
        let geometry = self.model.setup().geometry;
        let base = object - geometry.offset_at(object);
        let end = base + (1 << geometry.span_shift(geometry.class_at(object)));
        for page in (base..end).step_by(PAGE_BYTES as usize).skip(1) {
            let node = self.table.format.node(page, 0);
            if self.table.nodes.contains_key(&node) || self.table.maybe.contains(&node) {
                self.memory.blur(page);
            }
        }
    }

    /// A request ended with `BusError` because of a read: page tables may have been added for a new arena.
    pub(crate) fn request_bus_error(&mut self, operation: Operation, operand: u64) {
        self.saved_at = None;
        let setup = *self.model.setup();
        if let (Operation::Alloc, Some(class)) = (operation, setup.geometry.class_of(operand)) {
            let state = &self.model.classes()[class as usize];
            let page = state.allocation_pointer;
            if page + setup.geometry.span_pages(class) <= setup.settings.slice_limit_pages {
                let base = setup.geometry.arena_base(setup.settings.region_base, class, page);
                self.table.suspect(self.table.format.path(base));
            }
        }
    }

    /// A hart accesses `va`: the checks, the first touch and the bypass counter. `seen` is the device's status, where
    /// one is known. Returns the status and how many lines were new.
    pub(crate) fn access(&mut self, counts: &mut Counts, va: u64, seen: Option<Status>) -> (Status, Bounds) {
        self.saved_at = None;
        let setup = *self.model.setup();
        let geometry = setup.geometry;
        let checked = translation::check(&setup, self.model.classes(), va);
        let touched_before = self.table.page(va).is_some();
        let result = checked.and_then(|()| {
            let (mut backing, _) = self.backing(counts, &geometry);
            backing.early = true;
            let told = seen.is_none_or(|status| status == Status::Ok);
            backing.touch(va, told).then_some(()).ok_or(Status::OutOfFrames)
        });
        self.resting &= touched_before || result.is_err();
        if let Err(status) = result {
            counts.access_errors += 1;
            return (status, Bounds::default());
        }
        counts.accesses += 1;
        counts.first_touches += u64::from(!touched_before);
        let cached = self.memory.blurred.contains(&(va & !(PAGE_BYTES - 1)));
        let new = self.body_line_in_table(va);
        let new = new.map_or(Bounds::default(), |(class, line)| {
            self.bypass.access(class, line, cached)
        });
        (Status::Ok, new)
    }

    /// An access to `va` ended with `BusError`: the page may have got a frame and the bypass counter may have moved.
    pub(crate) fn access_bus_error(&mut self, counts: &mut Counts, va: u64) {
        self.saved_at = None;
        counts.access_errors += 1;
        counts.access_bus_errors += 1;
        if translation::check(self.model.setup(), self.model.classes(), va).is_ok() {
            self.table.suspect(self.table.format.path(va));
            if let Some((class, line)) = self.body_line_in_table(va) {
                self.bypass.access_failed(class, line);
            }
        }
    }

    /// Class and body line of `va`, if its arena is in the table.
    fn body_line_in_table(&self, va: u64) -> Option<(u32, u64)> {
        let geometry = self.model.setup().geometry;
        let (class, offset) = (geometry.class_at(va), geometry.offset_at(va));
        let hot = self.model.classes()[class as usize].entry?.header.va == va - offset;
        hot.then(|| (class, (offset - HEADER_BYTES) / HEADER_BYTES))
    }

    /// What memory holds in the line at `base`, an arena's, once the device is idle.
    pub fn header_line(&self, base: u64) -> HeaderLine {
        let class = self.model.setup().geometry.class_at(base);
        match self.model.header_bytes(base) {
            HeaderBytes::NotDefined => HeaderLine::NotDefined,
            HeaderBytes::NeverWritten | HeaderBytes::NoFrame => HeaderLine::Zeros,
            HeaderBytes::Defined(header) => {
                let state = &self.model.classes()[class as usize];
                let hot = state.entry.is_some_and(|entry| entry.header.va == base);
                let counter = self.bypass.counters[class as usize].filter(|_| hot);
                let listed = Bounds::exactly(header.bypass.into());
                HeaderLine::Header(header, counter.map_or(listed, |counter| counter.written))
            }
        }
    }

    /// Writes every header in the table, and lets the pool rest, as a save does.
    pub(crate) fn save(&mut self) {
        self.model.request(Operation::Flush, 0);
        self.bypass.flush();
        self.late = 0;
        self.resting = true;
    }

    /// The device is idle: all posted work is done, and the scrubber has nothing left unless the pool rests.
    pub(crate) fn settle(&mut self) {
        self.late = 0;
        if !self.resting {
            self.pool.settle();
        }
    }

    /// Takes back everything.
    pub(crate) fn end(&mut self, counts: &mut Counts) {
        counts.end(self.table.nodes.len() as u64, self.unsure().len() as u64);
        self.model.forget_arenas();
        self.table.clear();
        self.pool.end();
        self.memory = Memory::default();
        self.bypass = Bypass::new(&self.model.setup().geometry);
        (self.late, self.ceiling, self.resting, self.saved_at) = (0, u64::MAX, false, None);
    }
}
