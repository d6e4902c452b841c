//! Replay of traces, with the golden model as the device.

use memento_abi::{Geometry, PAPER, TINY};
use memento_harness::{
    dut::{Dut, InjectedErrors, Observation, Request, Violation},
    golden::Golden,
    replay::{Replay, ReplayError, ReplayOptions, ReplayReport},
};
use memento_model::{EventCounts, Settings};
use memento_trace::TraceOperation::{self, AlignedAlloc, Alloc, Free, Mark, Realloc};

fn options(geometry: &Geometry) -> ReplayOptions {
    ReplayOptions {
        settings: Settings::whole_region(geometry),
        minimum_alignment: 8,
        think_cycles: 0,
    }
}

fn run<D: Dut>(dut: D, options: ReplayOptions, trace: &[TraceOperation]) -> Result<ReplayReport, ReplayError> {
    let mut replay = Replay::new(dut, options)?;
    trace.iter().try_for_each(|operation| replay.step(operation))?;
    replay.finish()
}

fn golden(geometry: Geometry) -> Golden {
    Golden::new(geometry, &Settings::whole_region(&geometry)).unwrap()
}

fn alloc(size: u64) -> TraceOperation {
    Alloc { size, zeroed: false }
}

#[test]
fn every_kind_of_operation_is_counted_where_it_belongs() {
    let trace = [
        alloc(24),
        Mark(1),
        alloc(513),
        AlignedAlloc {
            log2_align: 12,
            size: 24,
        },
        AlignedAlloc {
            log2_align: 6,
            size: 24,
        },
        Realloc { id: 0, size: 20 },
        Realloc { id: 0, size: 200 },
        Free { id: 0 },
        Free { id: 1 },
    ];
    let report = run(golden(PAPER), options(&PAPER), &trace).unwrap();
    assert_eq!(report.operations, 8);
    assert_eq!((report.hardware_allocs, report.software_allocs), (3, 2));
    assert_eq!(
        (report.hardware_frees, report.reallocs_in_place, report.never_freed),
        (2, 1, 2)
    );
    assert_eq!(
        (report.small_share, report.alloc_hit_share, report.free_hit_share),
        (0.75, 0.0, 1.0)
    );
    assert_eq!((report.arenas_peak, report.mismatches), (3, 0));
}

#[test]
fn hits_misses_and_list_operations_are_those_of_a_hand_count() {
    // Two arenas of 64; the first, full, gets 16 frees and comes back.
    let mut trace = vec![alloc(8); 65];
    trace.extend((0..16).map(|id| Free { id }));
    trace.push(Free { id: 64 });
    let report = run(golden(TINY), options(&TINY), &trace).unwrap();
    assert_eq!(report.alloc_hit_share, 63.0 / 65.0);
    assert_eq!(report.free_hit_share, 1.0 / 17.0);
    let per_1000 = 1000.0 / 82.0;
    let lists = report.lists_per_1000;
    assert_eq!(
        (lists.full_push, lists.full_to_available, lists.available_pop),
        (per_1000, per_1000, 0.0)
    );
    assert_eq!(lists.total, 2.0 * per_1000);
    assert_eq!(report.alloc_cycles.unwrap().count, 65);
    assert_eq!(report.free_miss_cycles.unwrap().count, 16);
}

#[test]
fn what_the_hardware_refuses_is_the_softwares() {
    let settings = Settings {
        slice_limit_pages: 1,
        ..Settings::whole_region(&TINY)
    };
    let options = ReplayOptions {
        settings,
        ..options(&TINY)
    };
    let trace: Vec<_> = (0..70).map(|_| alloc(8)).chain((0..70).map(|id| Free { id })).collect();
    let report = run(Golden::new(TINY, &settings).unwrap(), options, &trace).unwrap();
    assert_eq!((report.refused_allocs, report.hardware_frees), (6, 64));
}

#[test]
fn a_report_is_json() {
    let report = run(golden(TINY), options(&TINY), &[alloc(8)]).unwrap();
    let json = serde_json::to_value(report).unwrap();
    assert_eq!(json["configuration"], "tiny");
    assert_eq!(json["alloc_cycles"]["p99"], 1);
    assert_eq!(json["free_cycles"], serde_json::Value::Null);
}

/// A golden model that does one request twice.
struct Stuttering(Golden, u32);

impl Dut for Stuttering {
    fn geometry(&self) -> Geometry {
        self.0.geometry()
    }
    fn reset(&mut self, settings: &Settings) {
        self.0.reset(settings);
    }
    fn configure(&mut self, settings: &Settings) {
        self.0.configure(settings);
    }
    fn set_shortage(&mut self, seed: Option<u64>) -> Vec<u64> {
        self.0.set_shortage(seed)
    }
    fn submit(&mut self, request: Request) -> Result<(), Violation> {
        self.1 += 1;
        // The hundredth request is done twice.
        if self.1 == 100 {
            self.0.submit(request)?;
            self.0.observe();
        }
        self.0.submit(request)
    }
    fn observe(&mut self) -> Option<Observation> {
        self.0.observe()
    }
    fn wait(&mut self, cycles: u32) -> Result<(), Violation> {
        self.0.wait(cycles)
    }
    fn await_responses(&mut self) -> Result<(), Violation> {
        self.0.await_responses()
    }
    fn settle(&mut self) -> Result<(), Violation> {
        self.0.settle()
    }
    fn memory_beat(&self, address: u64) -> u64 {
        self.0.memory_beat(address)
    }
    fn take_written_lines(&mut self) -> Vec<u64> {
        self.0.take_written_lines()
    }
    fn events(&self) -> EventCounts {
        self.0.events()
    }
    fn injected_errors(&self) -> InjectedErrors {
        self.0.injected_errors()
    }
    fn may_inject_errors(&self) -> bool {
        false
    }
    fn fault_cycle(&self) -> Option<u64> {
        None
    }
    fn cycle(&self) -> u64 {
        self.0.cycle()
    }
}

#[test]
fn a_device_that_differs_ends_the_replay_where_it_does() {
    let trace = vec![alloc(8); 200];
    let error = run(Stuttering(golden(TINY), 0), options(&TINY), &trace).unwrap_err();
    let ReplayError::Mismatch { operations, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(*operations, 100);
    let sentence = error.to_string();
    assert!(
        sentence.starts_with("after 100 operations the device differs from the golden model: cycle"),
        "{sentence}"
    );
}
