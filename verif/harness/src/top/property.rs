//! Random scenarios until one fails, made small, with all that is needed to look into it.

use super::{
    run::{Coverage, Run},
    scenario::{scenario, Scenario},
    TopTiming,
};
use crate::{
    effort::Effort,
    report::{fewest_steps, recording, Report},
    scoreboard::Mismatch,
    verilator::Recording,
};
use memento_abi::Geometry;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use std::{cell::RefCell, path::PathBuf};

/// A scenario that failed, as small as could be found.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", self.report())]
pub struct TopFailure {
    /// Seed of the run of scenarios.
    pub seed: u64,
    /// The configuration.
    pub geometry: Geometry,
    /// The scenario.
    pub scenario: Scenario,
    /// The first difference.
    pub mismatch: Mismatch,
    /// Where the recording lies, if there is one.
    pub vcd: Option<PathBuf>,
}

impl TopFailure {
    fn report(&self) -> String {
        Report {
            what: format!(
                "memento_top differs from the golden model in configuration {}",
                self.geometry.name
            ),
            difference: self.mismatch.to_string(),
            seed: self.seed,
            vcd: self.vcd.as_deref(),
            notes: Vec::new(),
            test: format!(
                "use memento_harness::top::prelude::*;\n\
                 let scenario = {};\n\
                 Run::of({}, &scenario, None).unwrap();",
                format!("{:#?}", self.scenario).replace("steps: [", "steps: vec!["),
                self.geometry.name.to_uppercase(),
            ),
        }
        .to_string()
    }
}

/// Runs random scenarios and tells what they have reached.
///
/// # Errors
/// A scenario failed: made small, and run once more with a recording.
pub fn check(geometry: Geometry, effort: Effort) -> Result<Coverage, Box<TopFailure>> {
    let coverage = RefCell::new(Coverage::default());
    // A scenario takes up to a second: what proptest leaves is made smaller step by step.
    let config = Config {
        max_shrink_iters: 60,
        ..effort.config()
    };
    let result = TestRunner::new(config).run(&scenario(effort.max_steps), |scenario| {
        Run::of(geometry, &scenario, None)
            .map(|run| *coverage.borrow_mut() += &run.coverage)
            .map_err(|mismatch| TestCaseError::fail(mismatch.to_string()))
    });
    match result {
        Ok(()) => Ok(coverage.into_inner()),
        Err(TestError::Abort(reason)) => panic!("no scenario could be made: {reason}"),
        Err(TestError::Fail(_, scenario)) => Err(Box::new(record(geometry, effort.seed, minimise(geometry, scenario)))),
    }
}

/// Calm surroundings if they will do, and no step that can go.
fn minimise(geometry: Geometry, mut scenario: Scenario) -> Scenario {
    let fails = |scenario: &Scenario| Run::of(geometry, scenario, None).is_err();
    let calm = Scenario {
        timing: TopTiming::default(),
        ..scenario.clone()
    };
    if fails(&calm) {
        scenario = calm;
    }
    let surroundings = scenario.clone();
    scenario.steps = fewest_steps(std::mem::take(&mut scenario.steps), |steps| {
        fails(&Scenario {
            steps: steps.to_vec(),
            ..surroundings.clone()
        })
    });
    scenario
}

/// Runs a scenario that fails once more, with a recording.
fn record(geometry: Geometry, seed: u64, scenario: Scenario) -> TopFailure {
    let path = recording(&format!("top-{}-{seed:x}", geometry.name));
    let recording = path.clone().map(|path| Recording {
        path,
        cycles: 0..u64::MAX,
    });
    let mismatch = Run::of(geometry, &scenario, recording)
        .err()
        .unwrap_or_else(|| Mismatch {
            cycle: 0,
            what: "the scenario did not fail again: the device is not deterministic".into(),
        });
    TopFailure {
        seed,
        geometry,
        scenario,
        mismatch,
        vcd: path.filter(|path| path.is_file()),
    }
}
