//! Random cases for the object allocator, biased towards where such machines break: exactly full arenas, the last
//! object of a word, emptied lists, thresholds of 0 and 1, pointers off by one, limits of a page or two.

use crate::{
    bench::Timing,
    memory::{MemoryErrors, MemoryTiming},
    steps::{Order, Step, Wild},
};
use memento_abi::{Geometry, DEFAULT_REUSE_THRESHOLD, PAPER, SOC32, TINY};
use memento_model::Settings;
use proptest::{prelude::*, sample::select};
use proptest_state_machine::ReferenceStateMachine;
use std::marker::PhantomData;

/// A configuration as a type, which is how proptest-state-machine wants it.
pub trait Configuration: std::fmt::Debug + Clone + 'static {
    /// The configuration.
    const GEOMETRY: Geometry;
}

macro_rules! configurations {
    ($($name:ident $geometry:ident)*) => {
        $(
            #[doc = concat!("The configuration [`memento_abi::", stringify!($geometry), "`].")]
            #[derive(Clone, Debug)]
            pub struct $name;
            impl Configuration for $name {
                const GEOMETRY: Geometry = $geometry;
            }
        )*
    };
}
configurations! { Paper PAPER Soc32 SOC32 Tiny TINY }

/// What surrounds the steps of a case, and about how many objects of which class are live: what later steps are drawn by.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Seed of memory's contents and of all timing.
    pub seed: u64,
    /// Settings at the start.
    pub settings: Settings,
    /// Speed of the surroundings.
    pub timing: Timing,
    /// Errors of memory.
    pub errors: MemoryErrors,
    /// The few classes that most steps are about.
    pub focus: Vec<u32>,
    /// Live objects of each class, if no alloc and no free has failed.
    pub live: Vec<u32>,
}

/// Draws the steps of a case one after another.
#[derive(Debug)]
pub struct Machine<C>(PhantomData<C>);

impl<C: Configuration> ReferenceStateMachine for Machine<C> {
    type State = Plan;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Plan> {
        let geometry = C::GEOMETRY;
        let classes = 0..geometry.classes;
        let focus = prop_oneof![
            3 => prop::collection::vec(classes.clone(), 1),
            3 => prop::collection::vec(classes.clone(), 2..=4),
            1 => Just(classes.collect::<Vec<_>>()),
        ];
        focus
            .prop_flat_map(move |focus| {
                (
                    any::<u64>(),
                    settings(geometry, focus[0]),
                    timing(),
                    errors(),
                    Just(focus),
                )
            })
            .prop_map(move |(seed, settings, timing, errors, focus)| {
                let live = vec![0; geometry.classes as usize];
                Plan {
                    seed,
                    settings,
                    timing,
                    errors,
                    focus,
                    live,
                }
            })
            .boxed()
    }

    fn transitions(plan: &Plan) -> BoxedStrategy<Step> {
        let geometry = C::GEOMETRY;
        let class = prop_oneof![9 => select(plan.focus.clone()), 1 => 0..geometry.classes].boxed();
        let limits = settings(geometry, plan.focus[0]).prop_map(|settings| Step::Configure {
            slice_limit_pages: settings.slice_limit_pages,
            reuse_threshold: settings.reuse_threshold,
        });
        // Drain what has grown, so that a case crosses every boundary several times.
        let grown = plan.live.iter().sum::<u32>() > 4 * geometry.objects_per_arena;
        let (grow, drain) = if grown { (2, 12) } else { (8, 6) };
        let pick = prop_oneof![0..4u32, any::<u32>()].boxed();
        let wait = any::<bool>();
        prop_oneof![
            grow => alloc(geometry, class.clone()),
            drain => free_many(geometry, class.clone()),
            5 => (pick.clone(), wait).prop_map(|(pick, wait)| Step::Free { pick, wait }),
            3 => (pick.clone(), wait).prop_map(|(pick, wait)| Step::FreeAgain { pick, wait }),
            3 => (wild(geometry, class, pick), wait).prop_map(|(wild, wait)| Step::FreeWild { wild, wait }),
            1 => Just(Step::Flush),
            1 => (0..200u32).prop_map(|cycles| Step::Wait { cycles }),
            2 => Just(Step::Settle),
            1 => limits,
            1 => prop::option::of(any::<u64>()).prop_map(|seed| Step::Shortage { seed }),
            1 => Just(Step::Reset),
        ]
        .boxed()
    }

    fn apply(mut plan: Plan, step: &Step) -> Plan {
        match *step {
            Step::Alloc { size_bytes, count } => {
                if let Some(class) = C::GEOMETRY.class_of(size_bytes) {
                    plan.live[class as usize] += count;
                }
            }
            Step::FreeMany { class, count, .. } => {
                let live = &mut plan.live[class as usize];
                *live = live.saturating_sub(count);
            }
            Step::Reset => plan.live.fill(0),
            _ => {}
        }
        plan
    }
}

/// Settings with, mostly, room for only a few arenas of `class`.
fn settings(geometry: Geometry, class: u32) -> impl Strategy<Value = Settings> {
    let span = geometry.span_pages(class);
    let limit = prop_oneof![
        1 => Just(0),
        1 => Just(1),
        4 => (1..=3u64).prop_map(move |arenas| arenas * span),
        1 => Just(span.max(2) - 1),
        1 => Just(4 * span + 1),
        3 => Just(geometry.slice_pages()),
    ];
    let threshold = prop_oneof![
        1 => Just(0),
        2 => Just(1),
        1 => Just(2),
        3 => Just(DEFAULT_REUSE_THRESHOLD),
        1 => Just(geometry.objects_per_arena - 1),
        1 => Just(geometry.objects_per_arena),
        1 => 0..512u32,
    ];
    let region = 1..(1u64 << (geometry.address_bits - geometry.region_bits));
    (region, limit, threshold).prop_map(move |(region, limit, reuse_threshold)| Settings {
        region_base: region << geometry.region_bits,
        slice_limit_pages: limit.min(geometry.slice_pages()),
        reuse_threshold,
    })
}

fn timing() -> impl Strategy<Value = Timing> {
    let latency = prop_oneof![Just((1, 1)), (1..4u32, 0..4u32), (1..40u32, 0..40u32)];
    let percent = || prop_oneof![2 => Just(0u8), 1 => 1..95u8];
    (latency, percent(), percent(), percent()).prop_map(|((min, more), stall_percent, gap, response)| Timing {
        memory: MemoryTiming {
            latency_min_cycles: min,
            latency_max_cycles: min + more,
            stall_percent,
        },
        request_gap_percent: gap,
        response_stall_percent: response,
    })
}

fn errors() -> impl Strategy<Value = MemoryErrors> {
    let none = MemoryErrors::default();
    prop_oneof![
        6 => Just(none),
        2 => (1..200u16).prop_map(move |reads_per_mille| MemoryErrors { reads_per_mille, ..none }),
        1 => (0..60u64).prop_map(move |nth| MemoryErrors { nth_access: Some(nth), ..none }),
        1 => (0..20u16, 1..20u16).prop_map(move |(reads_per_mille, writes_per_mille)| MemoryErrors {
            reads_per_mille,
            writes_per_mille,
            ..none
        }),
    ]
}

fn alloc(geometry: Geometry, class: BoxedStrategy<u32>) -> impl Strategy<Value = Step> {
    let max = geometry.max_size();
    let size = prop_oneof![
        12 => (class, 0..8u64).prop_map(move |(class, less)| geometry.object_bytes(class) - less),
        1 => select(vec![0, 1, 7, 8, 9, max - 1, max, max + 1, max + 8, 2 * max, u64::from(u32::MAX)]),
    ];
    let objects = geometry.objects_per_arena;
    let count = prop_oneof![
        4 => Just(1),
        3 => 1..=16u32,
        2 => 15..=17u32,
        2 => Just(objects),
        1 => objects - 1..=objects + 1,
        1 => 1..=2 * objects,
    ];
    (size, count).prop_map(|(size_bytes, count)| Step::Alloc { size_bytes, count })
}

fn free_many(geometry: Geometry, class: BoxedStrategy<u32>) -> impl Strategy<Value = Step> {
    let objects = geometry.objects_per_arena;
    let count = prop_oneof![2 => 1..=17u32, 1 => Just(objects), 1 => 1..=2 * objects, 1 => Just(u32::MAX)];
    let order = prop_oneof![
        Just(Order::Oldest),
        Just(Order::Newest),
        any::<u64>().prop_map(Order::Shuffled)
    ];
    (class, count, order, any::<bool>()).prop_map(|(class, count, order, wait)| Step::FreeMany {
        class,
        count,
        order,
        wait,
    })
}

fn wild(geometry: Geometry, class: BoxedStrategy<u32>, pick: BoxedStrategy<u32>) -> impl Strategy<Value = Wild> {
    let objects = geometry.objects_per_arena;
    let offset = prop_oneof![
        Just(0),
        select(vec![-8i64, -1, 1, 4, 7, 8, 64, 4096, -4096]),
        -600..600i64
    ];
    prop_oneof![
        2 => select(vec![
            Wild::Null,
            Wild::BelowRegion,
            Wild::RegionStart,
            Wild::RegionLast,
            Wild::BeyondRegion,
            Wild::Highest,
        ]),
        4 => (pick.clone(), offset).prop_map(|(pick, offset_bytes)| Wild::NearObject { pick, offset_bytes }),
        2 => (pick, 0..2048u16).prop_map(|(pick, byte)| Wild::BeforeObjects { pick, byte }),
        2 => (class, 0..3u32, prop_oneof![Just(0), Just(objects - 1), Just(objects), 0..objects])
            .prop_map(|(class, arenas, object)| Wild::BeyondLastArena { class, arenas, object }),
    ]
}
