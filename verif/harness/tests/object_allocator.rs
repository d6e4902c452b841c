//! The object allocator's Verilog against the golden model: random cases in every configuration, and what earlier ones
//! found.

use memento_abi::{PAPER, SOC32, TINY};
use memento_harness::{
    generate::{Configuration, Paper, Soc32, Tiny},
    measure::measure,
    prelude::*,
    property::{check, Effort},
    rtl::{Rtl, RtlMaker},
};

/// Runs cases, which must reach everything there is to reach.
fn holds<C: Configuration>(cases: u32) {
    let coverage = check::<C, _>(&RtlMaker, Effort::from_environment(cases, 120)).unwrap_or_else(|f| panic!("{f}"));
    assert_eq!(coverage.gaps(), Vec::<String>::new(), "{coverage:#?}");
}

#[test]
fn paper_does_what_the_golden_model_does() {
    holds::<Paper>(200);
}

#[test]
fn soc32_does_what_the_golden_model_does() {
    holds::<Soc32>(200);
}

#[test]
fn tiny_does_what_the_golden_model_does() {
    holds::<Tiny>(400);
}

/// A case with calm surroundings.
fn calm(geometry: &memento_abi::Geometry, steps: Vec<Step>) -> Case {
    Case {
        seed: 0,
        settings: Settings::whole_region(geometry),
        timing: Timing::default(),
        errors: MemoryErrors::default(),
        steps,
    }
}

#[test]
fn a_flush_writes_the_whole_line_of_a_small_arena() {
    let case = calm(
        &TINY,
        vec![Alloc {
            size_bytes: 104,
            count: 2,
        }],
    );
    replay_case(&RtlMaker, &TINY, &case).unwrap();
}

#[test]
fn an_arena_fetched_ahead_is_not_handed_out_beyond_a_lowered_limit() {
    for geometry in [PAPER, SOC32, TINY] {
        let steps = vec![
            Alloc {
                size_bytes: 40,
                count: geometry.objects_per_arena,
            },
            Configure {
                slice_limit_pages: 0,
                reuse_threshold: 0,
            },
            Alloc {
                size_bytes: 40,
                count: 1,
            },
        ];
        replay_case(&RtlMaker, &geometry, &calm(&geometry, steps)).unwrap();
    }
}

#[test]
fn every_operation_is_as_fast_as_asked() {
    for geometry in [PAPER, SOC32, TINY] {
        for measurement in measure(Rtl::new(geometry, 1, None).unwrap()).unwrap() {
            assert!(measurement.passes(), "{}: {measurement:?}", geometry.name);
        }
    }
}
