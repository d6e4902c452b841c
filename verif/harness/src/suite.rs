//! Cases that everything that calls itself an object allocator must pass: one for each rule of the semantics. They are
//! short, because rust-hdl's simulator runs them too.

use crate::{
    bench::Timing,
    memory::{MemoryErrors, MemoryTiming},
    steps::{Case, Order, Step, Wild},
};
use memento_abi::Geometry;
use memento_model::Settings;

/// Every case with its name, a sentence.
pub fn cases(geometry: &Geometry) -> Vec<(&'static str, Case)> {
    let objects = geometry.objects_per_arena;
    let max = geometry.max_size();
    let last_class = geometry.classes - 1;
    let alloc = |size_bytes, count| Step::Alloc { size_bytes, count };
    let free_all = |class, order, wait| Step::FreeMany {
        class,
        count: u32::MAX,
        order,
        wait,
    };
    let free_wild = |wild| [false, true].map(|wait| Step::FreeWild { wild, wait });
    let configure = |slice_limit_pages, reuse_threshold| Step::Configure {
        slice_limit_pages,
        reuse_threshold,
    };
    let calm = |steps| Case {
        seed: 1,
        settings: Settings::whole_region(geometry),
        timing: Timing::default(),
        errors: MemoryErrors::default(),
        steps,
    };
    let churn = || {
        vec![
            alloc(8, objects + 3),
            alloc(max, 2),
            free_all(0, Order::Shuffled(7), false),
            alloc(8, 20),
            Step::Flush,
            free_all(last_class, Order::Oldest, true),
            alloc(16, 1),
        ]
    };
    let mut cases = vec![
        (
            "sizes_at_the_edges_fall_into_their_classes",
            calm(
                [0, 1, 7, 8, 9, max - 1, max, max + 1, 2 * max]
                    .map(|size| alloc(size, 1))
                    .to_vec(),
            ),
        ),
        (
            "an_arena_is_filled_exactly_and_the_next_begun",
            calm(vec![alloc(24, objects), Step::Settle, alloc(24, 1)]),
        ),
        (
            "arenas_emptied_in_any_order_are_recycled_and_used_again",
            calm(vec![
                alloc(8, 2 * objects + 1),
                free_all(0, Order::Newest, false),
                alloc(8, 2 * objects + 1),
                free_all(0, Order::Oldest, true),
                alloc(8, objects + 1),
                free_all(0, Order::Shuffled(3), false),
            ]),
        ),
        (
            "a_full_arena_comes_back_at_the_reuse_threshold",
            calm(vec![
                configure(geometry.slice_pages(), 2),
                alloc(8, objects + 1),
                Step::Free { pick: 5, wait: true },
                Step::Settle,
                Step::Free { pick: 9, wait: true },
                Step::Settle,
                alloc(8, objects + 1),
            ]),
        ),
        (
            "the_full_list_is_searched_before_out_of_memory",
            calm(vec![
                configure(2 * geometry.span_pages(0), objects),
                alloc(8, 2 * objects),
                Step::Free { pick: 3, wait: false },
                alloc(8, 2),
                free_all(0, Order::Oldest, false),
                alloc(8, 1),
            ]),
        ),
        (
            "a_lowered_limit_holds_for_an_arena_fetched_ahead",
            calm(vec![alloc(40, objects), Step::Settle, configure(0, 16), alloc(40, 1)]),
        ),
        (
            "without_frames_the_full_list_is_searched_and_then_out_of_frames",
            calm(
                [configure(geometry.slice_pages(), objects)]
                    .into_iter()
                    .chain((0..8).map(|class| alloc(8 * class + 8, 3 * objects)))
                    .chain([Step::Settle])
                    .chain((0..8).map(|class| Step::Free {
                        pick: 50 * class,
                        wait: true,
                    }))
                    .chain([free_all(1, Order::Newest, true), Step::Shortage { seed: Some(9) }])
                    .chain((0..8).map(|class| alloc(8 * class + 8, objects)))
                    .chain([Step::Shortage { seed: None }])
                    .chain((0..8).map(|class| alloc(8 * class + 8, 2 * objects)))
                    .collect(),
            ),
        ),
        (
            "double_frees_are_told_apart_from_bad_pointers",
            calm(vec![
                alloc(8, objects + 2),
                Step::Free { pick: 0, wait: true },
                Step::FreeAgain { pick: 0, wait: true },
                Step::FreeAgain { pick: 0, wait: false },
                Step::Free {
                    pick: objects,
                    wait: false,
                },
                Step::FreeAgain { pick: 0, wait: false },
            ]),
        ),
        (
            "wild_pointers_are_refused_and_change_nothing",
            calm(
                [alloc(24, 3)]
                    .into_iter()
                    .chain(
                        [Wild::Null, Wild::BelowRegion, Wild::RegionStart, Wild::RegionLast]
                            .into_iter()
                            .flat_map(free_wild),
                    )
                    .chain([Wild::BeyondRegion, Wild::Highest].into_iter().flat_map(free_wild))
                    .chain(
                        [-1, 1, 8, 24 * 3]
                            .into_iter()
                            .flat_map(|offset_bytes| free_wild(Wild::NearObject { pick: 0, offset_bytes })),
                    )
                    .chain(
                        [0, 24, 63, 64, 200]
                            .into_iter()
                            .flat_map(|byte| free_wild(Wild::BeforeObjects { pick: 1, byte })),
                    )
                    .chain(free_wild(Wild::BeyondLastArena {
                        class: 2,
                        arenas: 0,
                        object: 0,
                    }))
                    .chain(free_wild(Wild::BeyondLastArena {
                        class: 2,
                        arenas: 1,
                        object: objects,
                    }))
                    .collect(),
            ),
        ),
        (
            "reset_in_mid_operation_forgets_everything",
            calm(vec![
                alloc(8, objects + 5),
                Step::Free { pick: 0, wait: false },
                Step::Reset,
                alloc(8, 2),
                Step::Reset,
            ]),
        ),
        (
            "a_flush_writes_every_entry_and_keeps_it",
            calm(vec![alloc(8, 17), alloc(max, 1), Step::Flush, alloc(8, 1)]),
        ),
        ("churn_at_full_speed", calm(churn())),
    ];
    let slow = MemoryTiming {
        latency_min_cycles: 1,
        latency_max_cycles: 9,
        stall_percent: 50,
    };
    let timing = Timing {
        memory: slow,
        request_gap_percent: 30,
        response_stall_percent: 50,
    };
    cases.push((
        "churn_with_everything_slow",
        Case {
            timing,
            ..calm(churn())
        },
    ));
    let reads = MemoryErrors {
        reads_per_mille: 250,
        ..MemoryErrors::default()
    };
    cases.push((
        "churn_with_read_errors",
        Case {
            errors: reads,
            ..calm(churn())
        },
    ));
    for nth in [0, 3, 8, 9] {
        let errors = MemoryErrors {
            nth_access: Some(nth),
            ..MemoryErrors::default()
        };
        cases.push((
            "churn_with_one_access_that_fails",
            Case {
                errors,
                ..calm(churn())
            },
        ));
    }
    cases
}
