//! The allocator as a whole: requests in, outcomes out.

use crate::{
    bits, invariants, ClassState, Entry, EventCounts, List, Outcome, Settings, SettingsError, Setup, Violation,
};
use memento_abi::{ArenaState, Event, Header, Operation, Status, HEADER_BYTES};

/// What memory holds at an arena's base once the allocator is idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderBytes {
    /// Exactly this header.
    Defined(Header),
    /// Anything: the arena is in the table and was changed since the last flush.
    NotDefined,
    /// What was there before: the arena has not been handed out since reset.
    NeverWritten,
}

/// How much is in use, and the most that ever was since reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Arenas handed out and not recycled.
    pub arenas: u64,
    /// The most arenas at any time.
    pub arenas_peak: u64,
    /// Live objects.
    pub objects: u64,
    /// The most live objects at any time.
    pub objects_peak: u64,
    /// Bytes of live objects, each rounded up to its class.
    pub bytes: u64,
    /// The most bytes of live objects at any time.
    pub bytes_peak: u64,
}

/// The golden model of the object allocator.
///
/// A request takes time logarithmic in the arenas of its class; only an alloc that finds no other memory searches the
/// full list.
#[derive(Clone, Debug)]
pub struct Model {
    setup: Setup,
    /// `setup` with the highest limit and threshold since reset: lowering them takes nothing back.
    highest: Setup,
    classes: Vec<ClassState>,
    counts: EventCounts,
    usage: Usage,
}

impl Model {
    /// The allocator of `geometry` after reset.
    ///
    /// # Errors
    /// The settings do not fit the geometry.
    pub fn new(geometry: memento_abi::Geometry, settings: Settings) -> Result<Model, SettingsError> {
        let setup = Setup::new(geometry, settings)?;
        Ok(Model {
            setup,
            highest: setup,
            classes: (0..geometry.classes).map(ClassState::new).collect(),
            counts: EventCounts::new(),
            usage: Usage::default(),
        })
    }

    /// Forgets everything but the settings. Counts and usage start anew.
    pub fn reset(&mut self) {
        self.highest = self.setup;
        self.classes = (0..self.setup.geometry.classes).map(ClassState::new).collect();
        self.counts = EventCounts::new();
        self.usage = Usage::default();
    }

    /// Resets with other settings, the region's base included.
    ///
    /// # Errors
    /// The settings do not fit the geometry; the model is as before.
    pub fn reset_with(&mut self, settings: Settings) -> Result<(), SettingsError> {
        self.setup = Setup::new(self.setup.geometry, settings)?;
        self.reset();
        Ok(())
    }

    /// Changes the slice limit and the reuse threshold, as software may between requests.
    ///
    /// # Errors
    /// The settings do not fit the geometry or move the region; the model is as before.
    pub fn set_settings(&mut self, settings: Settings) -> Result<(), SettingsError> {
        let (from, to) = (self.setup.settings.region_base, settings.region_base);
        if from != to {
            return Err(SettingsError::RegionMoved { from, to });
        }
        self.setup = Setup::new(self.setup.geometry, settings)?;
        let highest = &mut self.highest.settings;
        highest.slice_limit_pages = highest.slice_limit_pages.max(settings.slice_limit_pages);
        highest.reuse_threshold = highest.reuse_threshold.max(settings.reuse_threshold);
        Ok(())
    }

    /// Carries out one request. `operand` is a size for `Alloc`, an address for the frees, ignored for `Flush`.
    pub fn request(&mut self, operation: Operation, operand: u64) -> Outcome {
        let mut events = EventCounts::new();
        let result = match operation {
            Operation::Alloc => self.alloc(operand, &mut events),
            Operation::Free | Operation::FreeWait => self.free(operand, &mut events).map(|()| 0),
            Operation::Flush => {
                self.flush();
                Ok(0)
            }
        };
        let outcome = match result {
            Ok(address) => Outcome::ok(address, events),
            Err(status) => Outcome::failed(operation, operand, status),
        };
        self.counts += &outcome.events;
        outcome
    }

    fn alloc(&mut self, size: u64, events: &mut EventCounts) -> Result<u64, Status> {
        let setup = self.setup;
        let class = setup.geometry.class_of(size).ok_or(Status::TooLarge)?;
        let state = &mut self.classes[class as usize];
        let hit = state
            .entry
            .is_some_and(|entry| !bits::is_exhausted(&entry.header, &setup.geometry));
        if hit {
            events.count(Event::AllocHit);
        } else {
            let (found, source) = find_arena(state, &setup).ok_or(Status::OutOfMemory)?;
            events.count(Event::AllocMiss);
            events.count(source);
            if let Some(exhausted) = state.entry.take() {
                state.push(List::Full, exhausted.header);
                events.count(Event::ListFullPush);
            }
            state.entry = Some(Entry::new(found));
            if matches!(source, Event::ArenaNew | Event::ArenaRecycled) {
                self.usage.arenas += 1;
                self.usage.arenas_peak = self.usage.arenas_peak.max(self.usage.arenas);
            }
        }
        let entry = state
            .entry
            .as_mut()
            .expect("a hit has an entry and a miss has just made one");
        let index = entry.take(&setup);
        self.usage.objects += 1;
        self.usage.objects_peak = self.usage.objects_peak.max(self.usage.objects);
        self.usage.bytes += setup.geometry.object_bytes(class);
        self.usage.bytes_peak = self.usage.bytes_peak.max(self.usage.bytes);
        Ok(setup.geometry.object_address(entry.header.va, class, index))
    }

    fn free(&mut self, address: u64, events: &mut EventCounts) -> Result<(), Status> {
        let setup = self.setup;
        let geometry = &setup.geometry;
        if !geometry.in_region(setup.settings.region_base, address) {
            return Err(Status::NotOurs);
        }
        let class = geometry.class_at(address);
        let object_bytes = geometry.object_bytes(class);
        let body = geometry
            .offset_at(address)
            .checked_sub(HEADER_BYTES)
            .ok_or(Status::BadPointer)?;
        if body % object_bytes != 0 || body / object_bytes >= u64::from(geometry.objects_per_arena) {
            return Err(Status::BadPointer);
        }
        let index = (body / object_bytes) as u32;
        let page = geometry.page_at(address);
        let state = &mut self.classes[class as usize];
        if page >= state.allocation_pointer {
            return Err(Status::BadPointer);
        }
        let base = geometry.arena_base(setup.settings.region_base, class, page);

        match state.entry.as_mut().filter(|entry| entry.header.va == base) {
            Some(entry) => {
                if !bits::is_allocated(&entry.header, index) {
                    return Err(Status::DoubleFree);
                }
                entry.release(&setup, index);
                events.count(Event::FreeHit);
            }
            None => {
                let header = state
                    .headers
                    .get_mut(&base)
                    .expect("a handed-out arena has a header or the entry");
                if header.state == ArenaState::Unused || !bits::is_allocated(header, index) {
                    return Err(Status::DoubleFree);
                }
                bits::set_allocated(header, index, false);
                events.count(Event::FreeMiss);
                let header = *header;
                if header.live == 0 {
                    let list = if header.state == ArenaState::Full {
                        List::Full
                    } else {
                        List::Available
                    };
                    let empty = state.unlink(list, base);
                    state.push(List::Recycled, empty);
                    events.count(Event::ListEmptyUnlink);
                    self.usage.arenas -= 1;
                } else if header.state == ArenaState::Full
                    && bits::free_objects(&header, geometry) >= setup.settings.effective_threshold()
                {
                    let reusable = state.unlink(List::Full, base);
                    state.push(List::Available, reusable);
                    events.count(Event::ListFullToAvailable);
                }
            }
        }
        self.usage.objects -= 1;
        self.usage.bytes -= object_bytes;
        Ok(())
    }

    fn flush(&mut self) {
        for entry in self.classes.iter_mut().filter_map(|state| state.entry.as_mut()) {
            entry.flushed = true;
        }
    }

    /// What memory holds at `arena_base` (the base address of an arena in the region) once the allocator is idle.
    pub fn header_bytes(&self, arena_base: u64) -> HeaderBytes {
        let geometry = &self.setup.geometry;
        let is_base =
            geometry.in_region(self.setup.settings.region_base, arena_base) && geometry.offset_at(arena_base) == 0;
        if !is_base {
            return HeaderBytes::NeverWritten;
        }
        let state = &self.classes[geometry.class_at(arena_base) as usize];
        match (
            state.entry.filter(|entry| entry.header.va == arena_base),
            state.headers.get(&arena_base),
        ) {
            (Some(entry), _) if entry.flushed => HeaderBytes::Defined(entry.header),
            (Some(_), _) => HeaderBytes::NotDefined,
            (None, Some(header)) => HeaderBytes::Defined(*header),
            (None, None) => HeaderBytes::NeverWritten,
        }
    }

    /// Every header whose bytes in memory are defined now, with its arena's base address.
    pub fn headers(&self) -> impl Iterator<Item = (u64, Header)> + '_ {
        self.classes.iter().flat_map(|state| {
            let flushed = state
                .entry
                .filter(|entry| entry.flushed)
                .map(|entry| (entry.header.va, entry.header));
            state
                .headers
                .iter()
                .map(|(&base, &header)| (base, header))
                .chain(flushed)
        })
    }

    /// Address and class of every live object.
    pub fn live_objects(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.classes
            .iter()
            .flat_map(|state| state.live_objects(&self.setup).map(|address| (address, state.class)))
    }

    /// Checks I1..I11 on every class. I12 is about two states: see [`crate::CheckedModel`].
    ///
    /// # Errors
    /// The first invariant that does not hold.
    pub fn check(&self) -> Result<(), Violation> {
        self.classes
            .iter()
            .try_for_each(|state| invariants::check_class(&self.highest, state))
    }

    /// Checks I1..I11 on one class: enough after a request that concerned only that class.
    ///
    /// # Errors
    /// The first invariant that does not hold.
    pub fn check_class(&self, class: u32) -> Result<(), Violation> {
        invariants::check_class(&self.highest, &self.classes[class as usize])
    }

    /// The class that a request is about, if it is about one.
    pub fn class_of(&self, operation: Operation, operand: u64) -> Option<u32> {
        let Setup { geometry, settings } = &self.setup;
        match operation {
            Operation::Alloc => geometry.class_of(operand),
            Operation::Free | Operation::FreeWait => geometry
                .in_region(settings.region_base, operand)
                .then(|| geometry.class_at(operand)),
            Operation::Flush => None,
        }
    }

    /// The state of every class, in order.
    pub fn classes(&self) -> &[ClassState] {
        &self.classes
    }

    /// Geometry and settings in force.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Events since reset.
    pub fn counts(&self) -> &EventCounts {
        &self.counts
    }

    /// What is in use.
    pub fn usage(&self) -> &Usage {
        &self.usage
    }
}

/// An arena with a free object for a class that needs one, taken from where it was, and the event that tells where.
fn find_arena(state: &mut ClassState, setup: &Setup) -> Option<(Header, Event)> {
    if let Some(base) = state.head(List::Available) {
        return Some((state.unlink(List::Available, base), Event::ListAvailablePop));
    }
    if let Some(base) = state.head(List::Recycled) {
        return Some((state.unlink(List::Recycled, base), Event::ArenaRecycled));
    }
    let Setup { geometry, settings } = setup;
    let page = state.allocation_pointer;
    let end = page + geometry.span_pages(state.class);
    if end <= settings.slice_limit_pages {
        state.allocation_pointer = end;
        let va = geometry.arena_base(settings.region_base, state.class, page);
        return Some((unused_arena(va, state.class), Event::ArenaNew));
    }
    let with_a_free_object = state
        .walk(List::Full)
        .find(|base| !bits::is_exhausted(&state.headers[base], geometry))?;
    Some((state.unlink(List::Full, with_a_free_object), Event::ListFullTake))
}

/// The header of an arena without live objects.
fn unused_arena(va: u64, class: u32) -> Header {
    Header {
        va,
        next: 0,
        prev: 0,
        summary: 0,
        live: 0,
        bypass: 0,
        class: class as u8,
        state: ArenaState::Unused,
        bitmap: [0; 4],
    }
}
