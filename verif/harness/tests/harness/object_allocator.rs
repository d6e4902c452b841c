//! The object allocator's Verilog against the golden model: random cases in every configuration, and what earlier ones
//! found.

use memento_abi::{PAPER, SOC32, TINY};
use memento_harness::{
    bench::Bench,
    dut::{Dut, Observation, Request},
    generate::{Configuration, Paper, Soc32, Tiny},
    measure::measure,
    pins::{Inputs, Outputs, Pins},
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

/// An allocator in the last cycle of a reset, an alloc on offer, no response ever taken.
fn reset(geometry: memento_abi::Geometry) -> (Rtl, Inputs) {
    let mut pins = Rtl::new(geometry, 1, None).unwrap();
    let settings = Settings::whole_region(&geometry);
    let mut inputs = Inputs {
        region_base: settings.region_base,
        slice_limit_pages: settings.slice_limit_pages,
        reuse_threshold: settings.reuse_threshold,
        req_valid: true,
        req_operand: 600,
        ..Inputs::default()
    };
    pins.eval(&inputs);
    pins.edge();
    inputs.rst_n = true;
    (pins, inputs)
}

#[test]
fn requests_wait_after_a_reset_for_as_many_cycles_as_there_are_classes() {
    for geometry in [PAPER, SOC32, TINY] {
        let (mut pins, inputs) = reset(geometry);
        for _ in 0..geometry.classes {
            let outputs = pins.eval(&inputs);
            assert!(!outputs.req_ready && !outputs.idle, "{}", geometry.name);
            pins.edge();
        }
        let outputs = pins.eval(&inputs);
        assert!(outputs.req_ready && outputs.idle, "{}", geometry.name);
    }
}

#[test]
fn three_requests_are_accepted_although_no_response_is_taken() {
    let (mut pins, inputs) = reset(SOC32);
    let mut accepted = 0;
    for _ in 0..SOC32.classes + 20 {
        accepted += u32::from(pins.eval(&inputs).req_ready);
        pins.edge();
    }
    assert_eq!(accepted, 3);
}

/// Pins that see to it that `req_ready_o` depends on nothing that comes in the same cycle but the operation.
struct Probe(Rtl);

impl Pins for Probe {
    fn geometry(&self) -> memento_abi::Geometry {
        self.0.geometry()
    }

    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        let other = Inputs {
            req_valid: !inputs.req_valid,
            req_operand: !inputs.req_operand,
            rsp_ready: !inputs.rsp_ready,
            mem_req_ready: !inputs.mem_req_ready,
            mem_rsp_valid: !inputs.mem_rsp_valid,
            mem_rsp_rdata: !inputs.mem_rsp_rdata,
            mem_rsp_error: !inputs.mem_rsp_error,
            ..*inputs
        };
        let ready = self.0.eval(&other).req_ready;
        let outputs = self.0.eval(inputs);
        assert_eq!(ready, outputs.req_ready, "{inputs:?}");
        outputs
    }

    fn edge(&mut self) {
        self.0.edge();
    }
}

#[test]
fn whether_a_request_is_accepted_depends_on_its_operation_alone() {
    let settings = Settings::whole_region(&TINY);
    let timing = Timing {
        response_stall_percent: 30,
        ..Timing::default()
    };
    let mut bench = Bench::new(
        Probe(Rtl::new(TINY, 1, None).unwrap()),
        timing,
        MemoryErrors::default(),
        1,
    );
    bench.reset(&settings);
    let mut live = vec![];
    // Up to a few arenas of each of two classes, and down again.
    for round in 0..2000u64 {
        let frees = (round / 500) % 2 == 1 && !live.is_empty();
        let request = match frees {
            true => Request::free(live.swap_remove(round as usize * 7 % live.len()), round % 5 == 0),
            false => Request::alloc(8 + 8 * (round % 2)),
        };
        bench.submit(request).unwrap();
        while let Some(observation) = bench.observe() {
            if let Observation::Response(response) = observation {
                live.extend(Some(response.address).filter(|address| *address != 0));
            }
        }
    }
    bench.settle().unwrap();
}
