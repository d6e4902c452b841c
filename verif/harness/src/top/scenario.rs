//! Random scenarios for the whole, in terms that stay meaningful when some steps are left out.

use super::TopTiming;
use crate::{axi::AxiTiming, memory::MemoryTiming};
use proptest::prelude::*;

/// Contexts that take turns.
pub const CONTEXTS: usize = 3;

/// A step of a scenario. Objects are named by their place among those of the context that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TopStep {
    /// `None`: the scenario's favourite size. By custom instructions or by the doorbell.
    Allocate {
        size: Option<u64>,
        count: usize,
        doorbell: bool,
    },
    Release {
        nth: usize,
        count: usize,
        posted: bool,
        doorbell: bool,
    },
    /// Accesses near the n-th live object: within it if `offset` is small.
    Store {
        nth: usize,
        offset: u64,
        strobe: u8,
    },
    Load {
        nth: usize,
        offset: u64,
    },
    /// Writes or reads the n-th live object and others behind it, one access behind the other.
    Fill {
        nth: usize,
        count: usize,
    },
    Scan {
        nth: usize,
        count: usize,
    },
    /// Allocates, and meanwhile writes and reads objects of other classes.
    Both {
        size: u64,
        count: usize,
        nth: usize,
        accesses: usize,
    },
    /// Accesses addresses near the n-th object that was freed and those freed after it.
    Stale {
        nth: usize,
        count: usize,
        offset: u64,
        store: bool,
    },
    /// Frees an address at or near the n-th object that was freed.
    /// Frees any address.
    ReleaseAnything {
        address: u64,
    },
    ReleaseStale {
        nth: usize,
        offset: u64,
    },
    /// Frees the n-th live object and others behind it, if they lie in the region; and any address, if that does.
    ReleaseIfOurs {
        nth: usize,
        count: usize,
        address: u64,
    },
    LoadAnything {
        address: u64,
    },
    AddFrames {
        count: u64,
    },
    SetLimit {
        pages: u64,
    },
    SetThreshold {
        objects: u32,
    },
    SetBypass {
        enabled: bool,
    },
    FlushHeaders,
    FlushCache,
    Compare,
    Switch {
        context: usize,
    },
    Reload,
    End,
    /// From here on memory answers with errors, until both are 0.
    Errors {
        reads_per_mille: u16,
        writes_per_mille: u16,
    },
    /// Resets while requests and accesses, or a command, are under way.
    Restart {
        by_software: bool,
        command: u8,
        nth: usize,
        cycles: u32,
    },
}

/// A scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Seed of memory's contents and of all timing.
    pub seed: u64,
    /// Which multiple of its size the region begins at.
    pub region: u64,
    /// Slice limit at the start.
    pub pages: u64,
    /// Frames at the start.
    pub frames: u64,
    /// Size of most objects.
    pub favourite: u64,
    /// Speed of the surroundings.
    pub timing: TopTiming,
    /// The steps.
    pub steps: Vec<TopStep>,
}

fn step() -> impl Strategy<Value = TopStep> {
    use TopStep::*;
    let any_size = || prop_oneof![6 => 1u64..=24, 2 => 100u64..=128, 2 => 200u64..=520, 1 => 513u64..=600];
    let size = prop_oneof![3 => Just(None), 1 => any_size().prop_map(Some)];
    let offset = || prop_oneof![4 => 0u64..8, 2 => 0u64..2000, 1 => 0u64..1 << 20];
    let nth = || 0usize..1 << 16;
    let often = || prop::bool::weighted(0.1);
    prop_oneof![
        10 => (size, 1usize..300, often()).prop_map(|(size, count, doorbell)| {
            Allocate { size, count: if doorbell { count % 16 + 1 } else { count }, doorbell }
        }),
        10 => (nth(), prop_oneof![3 => 1usize..150, 1 => Just(600)], any::<bool>(), often()).prop_map(
            |(nth, count, posted, doorbell)| {
                Release { nth, count: if doorbell { count % 16 + 1 } else { count }, posted, doorbell }
            }
        ),
        8 => (nth(), offset(), any::<u8>()).prop_map(|(nth, offset, strobe)| Store { nth, offset, strobe }),
        8 => (nth(), offset()).prop_map(|(nth, offset)| Load { nth, offset }),
        8 => (nth(), 1usize..80).prop_map(|(nth, count)| Fill { nth, count }),
        6 => (nth(), 1usize..80).prop_map(|(nth, count)| Scan { nth, count }),
        6 => (any_size(), 1usize..60, nth(), 1usize..60)
            .prop_map(|(size, count, nth, accesses)| Both { size, count, nth, accesses }),
        6 => (nth(), 1usize..100, offset(), any::<bool>())
            .prop_map(|(nth, count, offset, store)| Stale { nth, count, offset, store }),
        2 => (nth(), prop_oneof![3 => Just(0u64), 1 => 0u64..2000])
            .prop_map(|(nth, offset)| ReleaseStale { nth, offset }),
        1 => any::<u64>().prop_map(|address| ReleaseAnything { address }),
        5 => (nth(), 0usize..150, any::<u64>()).prop_map(|(nth, count, address)| ReleaseIfOurs { nth, count, address }),
        2 => any::<u64>().prop_map(|address| LoadAnything { address }),
        4 => (1u64..30).prop_map(|count| AddFrames { count }),
        1 => (1u64..64).prop_map(|pages| SetLimit { pages }),
        1 => (0u32..300).prop_map(|objects| SetThreshold { objects }),
        1 => any::<bool>().prop_map(|enabled| SetBypass { enabled }),
        1 => Just(FlushHeaders),
        1 => Just(FlushCache),
        2 => Just(Compare),
        1 => (0..CONTEXTS).prop_map(|context| Switch { context }),
        1 => Just(Reload),
        1 => Just(End),
        1 => prop_oneof![
            Just((0u16, 0u16)), Just((20, 0)), Just((100, 0)), Just((2, 40)),
        ].prop_map(|(reads_per_mille, writes_per_mille)| Errors { reads_per_mille, writes_per_mille }),
        1 => (any::<bool>(), 0u8..8, nth(), 0u32..600)
            .prop_map(|(by_software, command, nth, cycles)| Restart { by_software, command, nth, cycles }),
    ]
}

fn timing() -> impl Strategy<Value = TopTiming> {
    let memory = prop_oneof![Just((1, 1)), Just((1, 8)), Just((10, 60))];
    let stall = || prop_oneof![2 => Just(0u8), 1 => Just(30), 1 => Just(70)];
    (memory, stall(), any::<(bool, bool)>(), stall(), stall()).prop_map(
        |(
            (latency_min_cycles, latency_max_cycles),
            stall_percent,
            (aw_waits_for_w, w_waits_for_aw),
            registers,
            hart_percent,
        )| TopTiming {
            memory: AxiTiming {
                memory: MemoryTiming {
                    latency_min_cycles,
                    latency_max_cycles,
                    stall_percent,
                },
                aw_waits_for_w,
                w_waits_for_aw,
            },
            registers: [registers; 5],
            hart_percent,
        },
    )
}

/// Scenarios of at most `max_steps` steps.
pub fn scenario(max_steps: usize) -> impl Strategy<Value = Scenario> {
    let steps = prop::collection::vec(step(), 1..=max_steps);
    (
        any::<u64>(),
        1u64..=3,
        1u64..64,
        prop_oneof![2 => 3u64..14, 1 => 14u64..80],
        1u64..=128,
        timing(),
        steps,
    )
        .prop_map(|(seed, region, pages, frames, favourite, timing, steps)| Scenario {
            seed,
            region,
            pages,
            frames,
            favourite,
            timing,
            steps,
        })
}
