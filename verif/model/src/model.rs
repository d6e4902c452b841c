//! The allocator as a whole: requests in, outcomes out.

use crate::{invariants, ClassState, EventCounts, Settings, SettingsError, Setup, Violation};
use memento_abi::{Geometry, Header, Operation};

/// What memory holds at an arena's base once the allocator is idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderBytes {
    /// Exactly this header.
    Defined(Header),
    /// Anything: the arena is in the table and was changed since the last flush.
    NotDefined,
    /// What was there before: the arena has not been handed out since reset.
    NeverWritten,
    /// Nothing: the arena is recycled, its frames are gone, and a read of its header shows zeros.
    NoFrame,
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

impl Usage {
    pub(crate) fn take_arena(&mut self) {
        self.arenas += 1;
        self.arenas_peak = self.arenas_peak.max(self.arenas);
    }

    pub(crate) fn take_object(&mut self, bytes: u64) {
        self.objects += 1;
        self.bytes += bytes;
        self.objects_peak = self.objects_peak.max(self.objects);
        self.bytes_peak = self.bytes_peak.max(self.bytes);
    }
}

/// The golden model of the object allocator.
///
/// A request takes time logarithmic in the arenas of its class; only an alloc that finds no other memory searches the
/// full list.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) setup: Setup,
    /// `setup` with the highest limit and threshold since reset: lowering them takes nothing back.
    highest: Setup,
    pub(crate) classes: Vec<ClassState>,
    pub(crate) counts: EventCounts,
    pub(crate) usage: Usage,
}

impl Model {
    /// The allocator of `geometry` after reset.
    ///
    /// # Errors
    /// The settings do not fit the geometry.
    pub fn new(geometry: Geometry, settings: Settings) -> Result<Model, SettingsError> {
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

    /// Counts no event yet.
    pub fn clear_counts(&mut self) {
        self.counts = EventCounts::new();
    }

    /// Forgets every arena, as the end of a context does. Counts go on.
    pub fn forget_arenas(&mut self) {
        let counts = self.counts;
        self.reset();
        self.counts = counts;
    }

    /// Goes on from `last`, another context's model: the reuse threshold and the counts are the hardware's.
    pub fn take_over(&mut self, last: &Model) {
        self.counts = last.counts;
        self.setup.settings.reuse_threshold = last.setup.settings.reuse_threshold;
        let highest = &mut self.highest.settings.reuse_threshold;
        *highest = (*highest).max(last.highest.settings.reuse_threshold);
    }

    /// Reads the header of every arena in the table again, as loading a context does.
    pub fn install_again(&mut self) {
        for entry in self.classes.iter_mut().filter_map(|state| state.entry.as_mut()) {
            *entry = entry.again(&self.setup);
        }
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
            (None, None) if state.marks.contains_key(&arena_base) => HeaderBytes::NoFrame,
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

    /// The settings in force with the highest limit and threshold since reset: lowering them takes nothing back.
    pub fn highest(&self) -> &Setup {
        &self.highest
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
