//! The model of the whole IP next to a naive device: random requests, loads and stores, frames that run out, and
//! contexts whose bytes carry their owner's number.

mod device;
mod fault;
mod pages;
mod run;
mod scenario;

use fault::Fault;
use memento_abi::Status;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use run::Run;
use scenario::{scenario, Scenario};
use std::cell::RefCell;
use std::panic::{catch_unwind, set_hook, take_hook};

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_naive_device_and_the_model_agree(scenario in scenario()) {
        Run::of(&scenario, None);
    }
}

/// The property above is worth what its scenarios reach.
#[test]
fn scenarios_reach_every_status_and_what_is_not_sure() {
    let mut runner = TestRunner::deterministic();
    let mut statuses = [0; Status::ALL.len()];
    let (mut uncertain, mut returned, mut inexact) = (0, 0, 0);
    for _ in 0..128 {
        let run = Run::of(&scenario().new_tree(&mut runner).unwrap().current(), None);
        statuses
            .iter_mut()
            .zip(run.statuses)
            .for_each(|(sum, count)| *sum += count);
        let counts = run.system.counts();
        uncertain += run.uncertain;
        returned += counts.frames_returned.lowest;
        inexact += u64::from(counts.lines_new.lowest < counts.lines_new.highest);
    }
    let reached = Status::ALL
        .into_iter()
        .filter(|status| *status != Status::BusError && *status != Status::TooLarge);
    for status in reached {
        assert!(
            statuses[status as usize] >= 10,
            "{status:?} happened {} times",
            statuses[status as usize]
        );
    }
    assert!(uncertain >= 10, "{uncertain} requests with few frames left");
    assert!(returned >= 100, "{returned} frames came back");
    assert!(
        inexact >= 1,
        "no page of a recycled arena was touched and handed out again"
    );
}

/// Each fault of the device is noticed within that many scenarios.
const PATIENCE: usize = 400;

thread_local! {
    /// While a faulty device runs: the file whose assertion noticed.
    static NOTICED_IN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a scenario on a faulty device. `true`: a comparison with the model failed, and not the device itself.
fn is_noticed(scenario: &Scenario, fault: Fault) -> bool {
    NOTICED_IN.set(Some(String::new()));
    let failed = catch_unwind(|| Run::of(scenario, Some(fault))).is_err();
    let file = NOTICED_IN.take().unwrap_or_default();
    failed && file.ends_with("run.rs")
}

#[test]
fn every_fault_planted_in_the_device_is_noticed() {
    let default = take_hook();
    set_hook(Box::new(move |panic| {
        NOTICED_IN.with_borrow_mut(|noticed| match noticed {
            Some(file) => *file = panic.location().map_or(String::new(), |at| at.file().to_owned()),
            None => default(panic),
        });
    }));
    let missed: Vec<Fault> = Fault::ALL
        .into_iter()
        .filter(|fault| {
            let mut runner = TestRunner::deterministic();
            let mut scenarios = (0..PATIENCE).map(|_| scenario().new_tree(&mut runner).unwrap().current());
            !scenarios.any(|scenario| is_noticed(&scenario, *fault))
        })
        .collect();
    assert!(missed.is_empty(), "{missed:?} went unnoticed");
}
