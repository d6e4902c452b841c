//! Runs random cases until one fails, shrinks it, and says all that is needed to look into it.

use crate::{
    bench::Timing,
    dut::Dut,
    generate::{Configuration, Machine, Plan},
    memory::{Access, MemoryErrors},
    report::{fewest_steps, recording, Report},
    scoreboard::Mismatch,
    steps::{Case, Coverage, Player, Step},
};
use memento_abi::Geometry;
use memento_model::Settings;
use proptest::test_runner::{TestCaseError, TestError, TestRunner};
use proptest_state_machine::ReferenceStateMachine;
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::atomic::AtomicUsize,
};

pub use crate::effort::Effort;

/// Makes devices to test.
pub trait Maker {
    /// What it makes.
    type Dut: Dut;
    /// A new device for `case`, which records into `vcd` if that is given and the device can.
    fn make(&self, geometry: &Geometry, case: &Case, vcd: Option<&Path>) -> Self::Dut;
    /// The expression that names this maker in a test.
    fn name(&self) -> &'static str;
}

/// A case that failed, as small as could be found.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", self.report())]
pub struct Failure {
    /// Seed of the run of cases.
    pub seed: u64,
    /// The configuration.
    pub geometry: Geometry,
    /// The maker's name.
    pub maker: &'static str,
    /// The case.
    pub case: Case,
    /// The first difference.
    pub mismatch: Mismatch,
    /// The latest accesses to memory before it, oldest first.
    pub accesses: Vec<Access>,
    /// Where the recording lies, if there is one.
    pub vcd: Option<PathBuf>,
}

impl Failure {
    fn report(&self) -> String {
        Report {
            what: format!(
                "{} differs from the golden model in configuration {}",
                self.maker, self.geometry.name
            ),
            difference: self.mismatch.to_string(),
            seed: self.seed,
            vcd: self.vcd.as_deref(),
            notes: self.accesses.iter().map(|access| format!("memory, {access}")).collect(),
            test: format!(
                "use memento_harness::prelude::*;\n\
                 let case = {};\n\
                 replay_case(&{}, &{}, &case).unwrap();",
                format!("{:#?}", self.case).replace("steps: [", "steps: vec!["),
                self.maker,
                self.geometry.name.to_uppercase(),
            ),
        }
        .to_string()
    }
}

/// Runs one case. What a failure prints calls this.
///
/// # Errors
/// The device differs from the golden model.
///
/// # Panics
/// The settings do not fit the configuration.
pub fn replay_case<M: Maker>(maker: &M, geometry: &Geometry, case: &Case) -> Result<(), Mismatch> {
    run_case(maker, geometry, case, &AtomicUsize::new(0)).map(|_| ())
}

fn run_case<M: Maker>(maker: &M, geometry: &Geometry, case: &Case, seen: &AtomicUsize) -> Result<Coverage, Mismatch> {
    let mut player = player(maker, geometry, case, None);
    player.play(&case.steps, seen)?;
    Ok(player.coverage().clone())
}

fn player<M: Maker>(maker: &M, geometry: &Geometry, case: &Case, vcd: Option<&Path>) -> Player<M::Dut> {
    let dut = maker.make(geometry, case, vcd);
    Player::new(dut, &case.settings).expect("a case's settings fit its configuration")
}

/// Runs random cases of configuration `C` on the devices that `maker` makes, and tells what they have reached.
///
/// # Errors
/// A case failed: shrunk, and run once more with a recording.
pub fn check<C: Configuration, M: Maker>(maker: &M, effort: Effort) -> Result<Coverage, Box<Failure>> {
    let geometry = C::GEOMETRY;
    let case = |plan: &Plan, steps: Vec<Step>| Case {
        seed: plan.seed,
        settings: plan.settings,
        timing: plan.timing,
        errors: plan.errors,
        steps,
    };
    let strategy = Machine::<C>::sequential_strategy(1..=effort.max_steps);
    let coverage = RefCell::new(Coverage::default());
    let result = TestRunner::new(effort.config()).run(&strategy, |(plan, steps, seen)| {
        run_case(maker, &geometry, &case(&plan, steps), &seen.unwrap_or_default())
            .map(|reached| *coverage.borrow_mut() += &reached)
            .map_err(|mismatch| TestCaseError::fail(mismatch.to_string()))
    });
    match result {
        Ok(()) => Ok(coverage.into_inner()),
        Err(TestError::Abort(reason)) => panic!("no case could be made: {reason}"),
        Err(TestError::Fail(_, (plan, steps, _))) => {
            let case = minimise(maker, &geometry, case(&plan, steps));
            Err(Box::new(record(maker, geometry, effort.seed, case)))
        }
    }
}

/// Makes a case that fails smaller than proptest leaves it: calm surroundings if they will do, and no step, and no
/// repetition of a step, that can go.
fn minimise<M: Maker>(maker: &M, geometry: &Geometry, mut case: Case) -> Case {
    let fails = |case: &Case| replay_case(maker, geometry, case).is_err();
    let calm: [fn(&mut Case, &Geometry); 4] = [
        |case, _| case.errors = MemoryErrors::default(),
        |case, _| case.timing = Timing::default(),
        |case, geometry| case.settings = Settings::whole_region(geometry),
        |case, _| case.seed = 0,
    ];
    for change in calm {
        let mut smaller = case.clone();
        change(&mut smaller, geometry);
        if fails(&smaller) {
            case = smaller;
        }
    }
    loop {
        let before = case.clone();
        case.steps = fewest_steps(std::mem::take(&mut case.steps), |steps| {
            fails(&Case {
                steps: steps.to_vec(),
                ..before.clone()
            })
        });
        for index in 0..case.steps.len() {
            while let Some(smaller) = case.steps[index].smaller().into_iter().find_map(|step| {
                let mut smaller = case.clone();
                smaller.steps[index] = step;
                fails(&smaller).then_some(smaller)
            }) {
                case = smaller;
            }
        }
        if case == before {
            return case;
        }
    }
}

/// Runs a case that fails once more, with a recording.
fn record<M: Maker>(maker: &M, geometry: Geometry, seed: u64, case: Case) -> Failure {
    let path = recording(&format!("{}-{seed:x}", geometry.name));
    let mut player = player(maker, &geometry, &case, path.as_deref());
    let result = player.play(&case.steps, &AtomicUsize::new(0));
    let accesses = player.scoreboard().dut().recent_accesses();
    // Completes the recording.
    drop(player);
    let mismatch = result.err().unwrap_or_else(|| Mismatch {
        cycle: 0,
        what: "the case did not fail again: the device is not deterministic".into(),
    });
    let vcd = path.filter(|path| path.is_file());
    Failure {
        seed,
        geometry,
        maker: maker.name(),
        case,
        mismatch,
        accesses,
        vcd,
    }
}
