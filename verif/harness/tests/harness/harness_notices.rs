//! Devices with a fault planted in them: a harness that lets one through would prove nothing.

use memento_abi::{Event, Geometry, Operation, Status, TINY};
use memento_harness::{
    dut::{Dut, InjectedErrors, Observation, Request, Violation},
    generate::{Paper, Soc32, Tiny},
    golden::{Golden, GoldenMaker},
    property::{check, Effort, Failure, Maker},
    steps::Case,
};
use memento_model::{EventCounts, Settings};
use std::path::Path;

/// What is wrong with a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// An object of the largest class is handed out 8 bytes too high.
    WrongAddress,
    /// A double free is answered `BadPointer`.
    WrongStatus,
    /// The error of a posted free is not reported.
    ErrorNotReported,
    /// A posted free that succeeded is reported.
    ErrorInvented,
    /// A response is lost.
    ResponseLost,
    /// A free is dropped though it is answered `Ok`.
    FreeDropped,
    /// A flush does not reach memory.
    HeaderBitFlipped,
    /// An event is not counted.
    EventNotCounted,
    /// A header of an arena never handed out is written.
    StrayWrite,
    /// A lowered or raised threshold is ignored.
    ThresholdIgnored,
    /// Reset keeps what was allocated.
    ResetForgetsNothing,
    /// `BusError` though memory was fine.
    BusErrorInvented,
}

struct Planted {
    golden: Golden,
    fault: Fault,
    fresh: bool,
}

impl Planted {
    fn wrong_class(&self, address: u64) -> bool {
        address != 0 && self.geometry().class_at(address) == self.geometry().classes - 1
    }
}

impl Dut for Planted {
    fn geometry(&self) -> Geometry {
        self.golden.geometry()
    }
    fn reset(&mut self, settings: &Settings) {
        if self.fresh || self.fault != Fault::ResetForgetsNothing {
            self.golden.reset(settings);
        }
        self.fresh = false;
    }
    fn configure(&mut self, settings: &Settings) {
        if self.fault != Fault::ThresholdIgnored {
            self.golden.configure(settings);
        }
    }
    fn set_shortage(&mut self, seed: Option<u64>) -> Vec<u64> {
        self.golden.set_shortage(seed)
    }
    fn submit(&mut self, request: Request) -> Result<(), Violation> {
        if self.fault == Fault::FreeDropped && request.operation == Operation::Free {
            return self.golden.submit(Request::flush());
        }
        self.golden.submit(request)
    }
    fn observe(&mut self) -> Option<Observation> {
        let mut observation = self.golden.observe()?;
        match (&mut observation, self.fault) {
            (Observation::Response(response), Fault::WrongAddress) if self.wrong_class(response.address) => {
                response.address += 8;
            }
            (Observation::Response(response), Fault::WrongStatus) if response.status == Status::DoubleFree => {
                response.status = Status::BadPointer;
            }
            (Observation::PostedError { .. }, Fault::ErrorNotReported) => return self.observe(),
            (Observation::Response(response), Fault::ResponseLost) if response.status == Status::OutOfMemory => {
                return self.observe();
            }
            (Observation::Response(response), Fault::BusErrorInvented) if response.status == Status::OutOfMemory => {
                response.status = Status::BusError;
            }
            (Observation::Response(response), Fault::ErrorInvented) if response.status == Status::NotOurs => {
                let error = memento_model::PostedError {
                    status: Status::NotOurs,
                    address: 0,
                };
                return Some(Observation::PostedError {
                    error,
                    cycle: response.valid_cycle,
                });
            }
            _ => {}
        }
        Some(observation)
    }
    fn wait(&mut self, cycles: u32) -> Result<(), Violation> {
        self.golden.wait(cycles)
    }
    fn await_responses(&mut self) -> Result<(), Violation> {
        self.golden.await_responses()
    }
    fn settle(&mut self) -> Result<(), Violation> {
        self.golden.settle()
    }
    fn memory_beat(&self, address: u64) -> u64 {
        let flip = self.fault == Fault::HeaderBitFlipped && address % 64 == 0x20 && self.wrong_class(address);
        self.golden.memory_beat(address) ^ u64::from(flip) << 63
    }
    fn take_written_lines(&mut self) -> Vec<u64> {
        let mut lines = self.golden.take_written_lines();
        if self.fault == Fault::StrayWrite {
            lines.extend(
                lines
                    .iter()
                    .max()
                    .map(|line| line + 0x10_0000)
                    .into_iter()
                    .collect::<Vec<_>>(),
            );
        }
        lines
    }
    fn events(&self) -> EventCounts {
        let events = self.golden.events();
        let counted = |event: &Event| self.fault != Fault::EventNotCounted || *event != Event::ListEmptyUnlink;
        Event::ALL
            .into_iter()
            .filter(counted)
            .flat_map(|event| std::iter::repeat_n(event, events[event] as usize))
            .collect()
    }
    fn injected_errors(&self) -> InjectedErrors {
        InjectedErrors::default()
    }
    fn may_inject_errors(&self) -> bool {
        self.fault == Fault::BusErrorInvented
    }
    fn fault_cycle(&self) -> Option<u64> {
        None
    }
    fn cycle(&self) -> u64 {
        self.golden.cycle()
    }
}

impl Maker for Fault {
    type Dut = Planted;
    fn make(&self, geometry: &Geometry, case: &Case, _vcd: Option<&Path>) -> Planted {
        Planted {
            golden: GoldenMaker.make(geometry, case, None),
            fault: *self,
            fresh: true,
        }
    }
    fn name(&self) -> &'static str {
        "Fault"
    }
}

fn effort(cases: u32) -> Effort {
    Effort {
        cases,
        max_steps: 60,
        seed: 1,
    }
}

fn failure(fault: Fault) -> Failure {
    *check::<Tiny, _>(&fault, effort(300)).expect_err("the fault must be noticed")
}

#[test]
fn a_second_golden_model_passes_in_every_configuration() {
    check::<Paper, _>(&GoldenMaker, effort(100)).unwrap();
    check::<Soc32, _>(&GoldenMaker, effort(100)).unwrap();
    check::<Tiny, _>(&GoldenMaker, effort(300)).unwrap();
}

macro_rules! noticed {
    ($($test:ident $fault:ident $says:literal at_most $steps:literal)*) => {
        $(
            #[test]
            fn $test() {
                let failure = failure(Fault::$fault);
                let what = &failure.mismatch.what;
                assert!(what.contains($says), "{what}");
                assert!(failure.case.steps.len() <= $steps, "shrunk only to {:#?}", failure.case.steps);
            }
        )*
    };
}

noticed! {
    a_wrong_address_is_noticed WrongAddress "the model says Ok" at_most 1
    a_wrong_status_is_noticed WrongStatus "the model says DoubleFree" at_most 3
    a_missing_error_report_is_noticed ErrorNotReported "did not report" at_most 1
    an_invented_error_report_is_noticed ErrorInvented "NotOurs" at_most 1
    a_lost_response_is_noticed ResponseLost "no response" at_most 3
    a_flipped_header_bit_is_noticed HeaderBitFlipped "memory holds" at_most 3
    an_event_that_is_not_counted_is_noticed EventNotCounted "ListEmptyUnlink 0 times" at_most 8
    a_stray_write_is_noticed StrayWrite "never handed out" at_most 2
    an_ignored_threshold_is_noticed ThresholdIgnored "the model" at_most 8
    a_reset_that_forgets_nothing_is_noticed ResetForgetsNothing "the model" at_most 4
    an_invented_bus_error_is_noticed BusErrorInvented "memory failed only 0 reads" at_most 2
}

#[test]
fn a_failure_says_how_to_repeat_it() {
    let report = failure(Fault::WrongAddress).to_string();
    for part in [
        "MEMENTO_SEED=1",
        "configuration tiny",
        "first difference: cycle",
        "steps: vec![",
        "Alloc {",
        "&TINY",
    ] {
        assert!(report.contains(part), "{part} is missing in:\n{report}");
    }
}

/// What such a report prints compiles and runs: this is one, pasted.
#[test]
fn a_pasted_case_runs() {
    use memento_harness::prelude::*;
    let case = Case {
        seed: 0,
        settings: Settings {
            region_base: 268435456,
            slice_limit_pages: 0,
            reuse_threshold: 0,
        },
        timing: Timing {
            memory: MemoryTiming {
                latency_min_cycles: 1,
                latency_max_cycles: 1,
                stall_percent: 0,
            },
            request_gap_percent: 0,
            response_stall_percent: 0,
        },
        errors: MemoryErrors {
            reads_per_mille: 0,
            writes_per_mille: 0,
            nth_access: None,
        },
        steps: vec![
            Alloc {
                size_bytes: 121,
                count: 1,
            },
            FreeMany {
                class: 3,
                count: 1,
                order: Shuffled(5),
                wait: true,
            },
            FreeWild {
                wild: NearObject {
                    pick: 0,
                    offset_bytes: -1,
                },
                wait: false,
            },
        ],
    };
    replay_case(&GoldenMaker, &TINY, &case).unwrap();
}

#[test]
fn a_dropped_free_is_noticed() {
    use memento_harness::prelude::*;
    let case = Case {
        seed: 0,
        settings: Settings::whole_region(&TINY),
        timing: Timing::default(),
        errors: MemoryErrors::default(),
        steps: vec![
            Alloc {
                size_bytes: 8,
                count: 1,
            },
            FreeMany {
                class: 0,
                count: 1,
                order: Oldest,
                wait: false,
            },
        ],
    };
    let mismatch = replay_case(&Fault::FreeDropped, &TINY, &case).unwrap_err();
    assert!(mismatch.what.contains("FreeHit 0 times, the model 1"), "{mismatch}");
}

#[test]
fn the_same_seed_gives_the_same_failure() {
    assert_eq!(failure(Fault::WrongStatus).case, failure(Fault::WrongStatus).case);
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let settings = Settings {
        region_base: 4096,
        ..Settings::whole_region(&TINY)
    };
    assert!(Golden::new(TINY, &settings).is_err());
}
