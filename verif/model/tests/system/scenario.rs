//! Random scenarios: requests, accesses, frames and context commands in terms that stay meaningful when proptest drops
//! some of them.

use memento_abi::CONFIGURATIONS;
use proptest::prelude::*;

/// Contexts that take turns.
pub const CONTEXTS: usize = 3;

#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// `None`: the scenario's favourite size.
    Alloc {
        size: Option<u64>,
        count: u64,
    },
    Free {
        nth: usize,
        count: usize,
        posted: bool,
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
    /// Writes the whole of the n-th live object and others behind it.
    Fill {
        nth: usize,
        count: usize,
    },
    /// Accesses addresses near the n-th object that was freed and those freed after it.
    Stale {
        nth: usize,
        count: usize,
        offset: u64,
        store: bool,
    },
    /// Frees an address at or near the n-th object that was freed.
    FreeStale {
        nth: usize,
        offset: u64,
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
    Flush,
    Compare,
    Switch {
        context: usize,
    },
    Reload,
    End,
}

fn step() -> impl Strategy<Value = Step> {
    let any_size = prop_oneof![6 => 1u64..=24, 2 => 100u64..=128, 2 => 200u64..=512];
    let size = prop_oneof![3 => Just(None), 1 => any_size.prop_map(Some)];
    let offset = || prop_oneof![4 => 0u64..8, 2 => 0u64..2000, 1 => 0u64..1 << 20];
    let nth = any::<usize>;
    prop_oneof![
        8 => (size, 1u64..400).prop_map(|(size, count)| Step::Alloc { size, count }),
        8 => (nth(), prop_oneof![3 => 1usize..150, 1 => Just(1000)], any::<bool>()).prop_map(|(nth, count, posted)| Step::Free { nth, count, posted }),
        10 => (nth(), offset(), any::<u8>()).prop_map(|(nth, offset, strobe)| Step::Store { nth, offset, strobe }),
        10 => (nth(), offset()).prop_map(|(nth, offset)| Step::Load { nth, offset }),
        8 => (nth(), 1usize..40).prop_map(|(nth, count)| Step::Fill { nth, count }),
        6 => (nth(), 1usize..200, offset(), any::<bool>())
            .prop_map(|(nth, count, offset, store)| Step::Stale { nth, count, offset, store }),
        2 => (nth(), prop_oneof![3 => Just(0u64), 1 => 0u64..2000])
            .prop_map(|(nth, offset)| Step::FreeStale { nth, offset }),
        1 => any::<u64>().prop_map(|address| Step::LoadAnything { address }),
        4 => (1u64..30).prop_map(|count| Step::AddFrames { count }),
        1 => (1u64..64).prop_map(|pages| Step::SetLimit { pages }),
        1 => Just(Step::Flush),
        2 => Just(Step::Compare),
        2 => (0usize..CONTEXTS).prop_map(|context| Step::Switch { context }),
        1 => Just(Step::Reload),
        1 => Just(Step::End),
    ]
}

#[derive(Clone, Debug)]
pub struct Scenario {
    pub configuration: usize,
    pub seed: u64,
    pub pages: u64,
    pub frames: u64,
    pub favourite: u64,
    pub steps: Vec<Step>,
}

pub fn scenario() -> impl Strategy<Value = Scenario> {
    let steps = prop::collection::vec(step(), 1..60);
    (
        0..CONFIGURATIONS.len(),
        any::<u64>(),
        1u64..64,
        3u64..80,
        1u64..=128,
        steps,
    )
        .prop_map(|(configuration, seed, pages, frames, favourite, steps)| Scenario {
            configuration,
            seed,
            pages,
            frames,
            favourite,
            steps,
        })
}
