//! Random requests on every configuration: all invariants after every step, and a second, naive opinion on what may
//! be handed out and taken back.

use memento_abi::{Event, Geometry, Operation, Status, CONFIGURATIONS};
use memento_model::{CheckedModel, EventCounts, Frames, HeaderBytes, Model, Settings};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

/// One step, in terms that stay meaningful when proptest drops others.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// `None`: the scenario's favourite size.
    Alloc {
        size: Option<u64>,
    },
    /// Fills what is left of roughly one arena of the class.
    AllocMany {
        size: Option<u64>,
        count: usize,
    },
    /// Frees the n-th live object (modulo their number), posted or not.
    Free {
        nth: usize,
        posted: bool,
    },
    /// Frees many live objects, from the n-th on.
    FreeMany {
        nth: usize,
        count: usize,
    },
    /// Frees an address at or near the n-th object that was freed before, or near the n-th live one.
    FreeNear {
        nth: usize,
        freed: bool,
        offset: i64,
    },
    FreeAnything {
        address: u64,
    },
    Flush,
    SetThreshold {
        threshold: u32,
    },
    SetLimit {
        pages: u64,
    },
    /// From here on that many arenas can be backed, beside those that are released.
    SetFrames {
        arenas: u64,
    },
    Reset,
}

/// Frames by the number of arenas that can still be backed.
struct Counted {
    left: u64,
}

impl Frames for Counted {
    fn back(&mut self, _base: u64) -> bool {
        let given = self.left > 0;
        self.left -= u64::from(given);
        given
    }

    fn release(&mut self, _base: u64) {
        self.left = self.left.saturating_add(1);
    }
}

fn step() -> impl Strategy<Value = Step> {
    let any_size = || prop_oneof![2 => 1u64..=24, 2 => 0u64..=520, 1 => Just(128u64), 1 => Just(u64::MAX)];
    let size = || prop_oneof![8 => Just(None), 2 => any_size().prop_map(Some)];
    prop_oneof![
        6 => size().prop_map(|size| Step::Alloc { size }),
        10 => (size(), 1usize..300).prop_map(|(size, count)| Step::AllocMany { size, count }),
        6 => (any::<usize>(), any::<bool>()).prop_map(|(nth, posted)| Step::Free { nth, posted }),
        6 => (any::<usize>(), 1usize..200).prop_map(|(nth, count)| Step::FreeMany { nth, count }),
        4 => (any::<usize>(), any::<bool>(), prop_oneof![Just(0), -1100i64..1100])
            .prop_map(|(nth, freed, offset)| Step::FreeNear { nth, freed, offset }),
        1 => any::<u64>().prop_map(|address| Step::FreeAnything { address }),
        1 => Just(Step::Flush),
        1 => (0u32..40).prop_map(|threshold| Step::SetThreshold { threshold }),
        1 => (0u64..200).prop_map(|pages| Step::SetLimit { pages }),
        1 => prop_oneof![0u64..6, Just(u64::MAX)].prop_map(|arenas| Step::SetFrames { arenas }),
        1 => Just(Step::Reset),
    ]
}

/// Live objects as plain intervals: what any allocator must respect, whatever its arenas.
#[derive(Default)]
struct Naive {
    live: BTreeMap<u64, u64>,
    freed: Vec<u64>,
}

impl Naive {
    fn hand_out(&mut self, geometry: &Geometry, settings: &Settings, address: u64, size: u64) {
        let bytes = size.max(1).next_multiple_of(8);
        assert_eq!(address % 8, 0);
        assert!(
            address >= settings.region_base && address + bytes <= settings.region_base + (1 << geometry.region_bits)
        );
        let before = self.live.range(..=address).next_back();
        assert!(
            before.is_none_or(|(start, bytes)| start + bytes <= address),
            "{address:#x} overlaps {before:x?}"
        );
        let after = self.live.range(address..).next();
        assert!(
            after.is_none_or(|(&start, _)| address + bytes <= start),
            "{address:#x} overlaps {after:x?}"
        );
        self.live.insert(address, bytes);
    }

    fn nth(&self, nth: usize) -> Option<u64> {
        self.live.keys().nth(nth % self.live.len().max(1)).copied()
    }
}

struct Run {
    model: CheckedModel,
    frames: Counted,
    naive: Naive,
    favourite: u64,
    /// What happened, resets notwithstanding: by event, and by the code of the status.
    events: EventCounts,
    statuses: [u64; Status::ALL.len()],
}

impl Run {
    /// Carries out all `steps` and checks everything on the way.
    fn of(scenario: Scenario) -> Run {
        let geometry = CONFIGURATIONS[scenario.configuration];
        let settings = Settings {
            region_base: 1 << geometry.region_bits,
            slice_limit_pages: scenario.pages,
            reuse_threshold: scenario.threshold,
        };
        let mut run = Run {
            model: CheckedModel::new(Model::new(geometry, settings).unwrap()),
            frames: Counted { left: u64::MAX },
            naive: Naive::default(),
            favourite: scenario.favourite,
            events: EventCounts::new(),
            statuses: [0; Status::ALL.len()],
        };
        scenario.steps.into_iter().for_each(|step| run.step(step));
        run.finish();
        run
    }

    fn alloc(&mut self, size: u64) {
        let (geometry, settings) = (self.model.setup().geometry, self.model.setup().settings);
        let outcome = self
            .model
            .request_with(&mut self.frames, Operation::Alloc, size)
            .unwrap();
        match outcome.status {
            Status::Ok => self.naive.hand_out(&geometry, &settings, outcome.address, size),
            Status::TooLarge => assert!(size > geometry.max_size()),
            Status::OutOfMemory => self.assert_class_is_used_up(size),
            Status::OutOfFrames => assert_eq!(self.frames.left, 0),
            other => panic!("alloc of {size} B ended with {other:?}"),
        }
        self.statuses[outcome.status as usize] += 1;
        self.events += &outcome.events;
    }

    /// Out of memory is said only when no object of the class is free below the limit.
    fn assert_class_is_used_up(&self, size: u64) {
        let setup = self.model.setup();
        let class = setup.geometry.class_of(size).unwrap();
        let slice = setup.geometry.slice_base(setup.settings.region_base, class);
        let live = self
            .naive
            .live
            .range(slice..slice + (1 << setup.geometry.slice_bits()))
            .count() as u64;
        let arenas = setup.settings.slice_limit_pages / setup.geometry.span_pages(class);
        assert!(live >= arenas * u64::from(setup.geometry.objects_per_arena));
    }

    fn free(&mut self, address: u64, posted: bool) {
        let operation = if posted { Operation::Free } else { Operation::FreeWait };
        let outcome = self.model.request_with(&mut self.frames, operation, address).unwrap();
        self.events += &outcome.events;
        let was_live = self.naive.live.remove(&address).is_some();
        assert_eq!(
            outcome.result() == Status::Ok,
            was_live,
            "free of {address:#x}: {outcome:?}"
        );
        assert!(!posted || outcome.status == Status::Ok);
        assert_eq!(outcome.error.is_some(), posted && !was_live);
        if was_live {
            self.naive.freed.push(address);
        }
        self.statuses[outcome.result() as usize] += 1;
    }

    fn settings(&mut self, change: impl Fn(&mut Settings)) {
        let mut settings = self.model.setup().settings;
        change(&mut settings);
        self.model.model_mut().set_settings(settings).unwrap();
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Alloc { size } => self.alloc(size.unwrap_or(self.favourite)),
            Step::AllocMany { size, count } => (0..count).for_each(|_| self.alloc(size.unwrap_or(self.favourite))),
            Step::Free { nth, posted } => {
                if let Some(address) = self.naive.nth(nth) {
                    self.free(address, posted);
                }
            }
            Step::FreeMany { nth, count } => {
                for _ in 0..count {
                    if let Some(address) = self.naive.nth(nth) {
                        self.free(address, true);
                    }
                }
            }
            Step::FreeNear { nth, freed, offset } => {
                let addresses = &self.naive.freed;
                let old = addresses.get(nth % addresses.len().max(1)).copied();
                if let Some(address) = if freed { old } else { self.naive.nth(nth) } {
                    self.free(address.wrapping_add_signed(offset), false);
                }
            }
            Step::FreeAnything { address } => self.free(address, false),
            Step::Flush => {
                self.model.request(Operation::Flush, 0).unwrap();
                for state in self.model.classes() {
                    if let Some(entry) = state.entry {
                        assert_eq!(
                            self.model.header_bytes(entry.header.va),
                            HeaderBytes::Defined(entry.header)
                        );
                    }
                }
            }
            Step::SetThreshold { threshold } => self.settings(|settings| settings.reuse_threshold = threshold),
            Step::SetFrames { arenas } => self.frames.left = arenas,
            Step::SetLimit { pages } => self.settings(|settings| settings.slice_limit_pages = pages),
            Step::Reset => {
                self.model.model_mut().reset();
                self.naive = Naive::default();
            }
        }
    }

    /// What the model says of itself as a whole agrees with the naive opinion and with the events.
    fn finish(&self) {
        self.model.check().unwrap();
        let live: Vec<u64> = self.naive.live.keys().copied().collect();
        let mut modelled: Vec<u64> = self.model.live_objects().map(|(address, _)| address).collect();
        modelled.sort_unstable();
        assert_eq!(modelled, live);
        let (usage, counts) = (self.model.usage(), self.model.counts());
        assert_eq!(usage.objects, live.len() as u64);
        assert_eq!(usage.bytes, self.naive.live.values().sum::<u64>());
        let allocs = counts[Event::AllocHit] + counts[Event::AllocMiss];
        let frees = counts[Event::FreeHit] + counts[Event::FreeMiss];
        assert_eq!(allocs - frees, usage.objects);
        let sources = [
            Event::ArenaNew,
            Event::ArenaRecycled,
            Event::ListAvailablePop,
            Event::ListFullTake,
        ];
        assert_eq!(
            counts[Event::AllocMiss],
            sources.into_iter().map(|event| counts[event]).sum::<u64>()
        );
        let in_use = counts[Event::ArenaNew] + counts[Event::ArenaRecycled] - counts[Event::ListEmptyUnlink];
        assert_eq!(in_use, usage.arenas);
    }
}

#[derive(Clone, Debug)]
struct Scenario {
    configuration: usize,
    pages: u64,
    threshold: u32,
    /// Most allocs are of this size, so that lists of one class get long.
    favourite: u64,
    steps: Vec<Step>,
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let steps = prop::collection::vec(step(), 1..80);
    (0..CONFIGURATIONS.len(), 1u64..200, 0u32..40, 1u64..=128, steps).prop_map(
        |(configuration, pages, threshold, favourite, steps)| Scenario {
            configuration,
            pages,
            threshold,
            favourite,
            steps,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_requests_keep_every_invariant_and_no_two_objects_overlap(scenario in scenario()) {
        Run::of(scenario);
    }
}

/// The property above is worth what its requests reach: every event and every status but the bus's own.
#[test]
fn random_requests_reach_every_event_and_status() {
    let mut runner = TestRunner::deterministic();
    let mut events = EventCounts::new();
    let mut statuses = [0; Status::ALL.len()];
    for _ in 0..96 {
        let run = Run::of(scenario().new_tree(&mut runner).unwrap().current());
        events += &run.events;
        statuses
            .iter_mut()
            .zip(run.statuses)
            .for_each(|(sum, count)| *sum += count);
    }
    for (event, count) in events.iter() {
        assert!(count >= 10, "{event:?} happened {count} times");
    }
    for status in Status::ALL.into_iter().filter(|&status| status != Status::BusError) {
        assert!(
            statuses[status as usize] >= 10,
            "{status:?} happened {} times",
            statuses[status as usize]
        );
    }
}
