//! Runs random cases until one fails, shrinks it, and says all that is needed to look into it.

use crate::{
    bench::Timing,
    dut::Dut,
    generate::{Configuration, Machine, Plan},
    memory::{Access, MemoryErrors},
    scoreboard::Mismatch,
    steps::{Case, Coverage, Player, Step},
};
use memento_abi::Geometry;
use memento_model::Settings;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use proptest_state_machine::ReferenceStateMachine;
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::atomic::AtomicUsize,
};

/// Makes devices to test.
pub trait Maker {
    /// What it makes.
    type Dut: Dut;
    /// A new device for `case`, which records into `vcd` if that is given and the device can.
    fn make(&self, geometry: &Geometry, case: &Case, vcd: Option<&Path>) -> Self::Dut;
    /// The expression that names this maker in a test.
    fn name(&self) -> &'static str;
}

/// How many cases are run, and how long they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Cases.
    pub cases: u32,
    /// Most steps of a case.
    pub max_steps: usize,
    /// Seed of the first case.
    pub seed: u64,
}

/// Seed of a run that nobody chose a seed for: every run of the test suite does the same.
const SEED: u64 = 0x4D45_4D45_4E54_4F00;

impl Effort {
    /// `cases` cases, `MEMENTO_CASE_FACTOR` times as many if that is set (the soak), from the seed `MEMENTO_SEED` if that is set.
    ///
    /// # Panics
    /// One of the variables is set to what is no number.
    pub fn from_environment(cases: u32, max_steps: usize) -> Effort {
        let number = |name: &str, otherwise: u64| match std::env::var(name) {
            Ok(text) => text
                .parse()
                .unwrap_or_else(|_| panic!("{name} is {text:?}; set it to a whole number")),
            Err(_) => otherwise,
        };
        let factor = number("MEMENTO_CASE_FACTOR", 1);
        Effort {
            cases: (u64::from(cases) * factor) as u32,
            max_steps,
            seed: number("MEMENTO_SEED", SEED),
        }
    }
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
        let vcd = match &self.vcd {
            Some(path) => format!("recording: {}", path.display()),
            None => "recording: this device makes none".into(),
        };
        let code = format!("{:#?}", self.case)
            .replace("steps: [", "steps: vec![")
            .replace('\n', "\n    ");
        format!(
            "{maker} differs from the golden model in configuration {name}\n\
             first difference: {mismatch}\n\
             seed: MEMENTO_SEED={seed}\n\
             {vcd}\n\
             {accesses}\
             as a test:\n\n\
             #[test]\n\
             fn case_that_failed() {{\n    \
                 use memento_harness::prelude::*;\n    \
                 let case = {code};\n    \
                 replay_case(&{maker}, &{constant}, &case).unwrap();\n\
             }}\n",
            maker = self.maker,
            name = self.geometry.name,
            mismatch = self.mismatch,
            seed = self.seed,
            accesses = self
                .accesses
                .iter()
                .fold(String::new(), |text, access| format!("{text}memory, {access}\n")),
            constant = self.geometry.name.to_uppercase(),
        )
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

/// Where recordings of failures go.
fn failure_directory() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"))
        .join("memento-failures")
}

/// Runs random cases of configuration `C` on the devices that `maker` makes, and tells what they have reached.
///
/// # Errors
/// A case failed: shrunk, and run once more with a recording.
pub fn check<C: Configuration, M: Maker>(maker: &M, effort: Effort) -> Result<Coverage, Box<Failure>> {
    let geometry = C::GEOMETRY;
    let config = Config {
        cases: effort.cases,
        // A failure prints a test to paste; files of seeds go stale with every change of the generator.
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(effort.seed),
        max_shrink_iters: 4000,
        ..Config::default()
    };
    let case = |plan: &Plan, steps: Vec<Step>| Case {
        seed: plan.seed,
        settings: plan.settings,
        timing: plan.timing,
        errors: plan.errors,
        steps,
    };
    let strategy = Machine::<C>::sequential_strategy(1..=effort.max_steps);
    let coverage = RefCell::new(Coverage::default());
    let result = TestRunner::new(config).run(&strategy, |(plan, steps, seen)| {
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
        // Ever shorter runs of steps.
        let mut length = case.steps.len().div_ceil(2);
        while length > 0 {
            let mut start = 0;
            while start < case.steps.len() {
                let mut smaller = case.clone();
                smaller.steps.drain(start..(start + length).min(case.steps.len()));
                if fails(&smaller) {
                    case = smaller;
                } else {
                    start += length;
                }
            }
            length /= 2;
        }
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
    let directory = failure_directory();
    let path = directory.join(format!("{}-{seed:x}-{}.vcd", geometry.name, std::process::id()));
    let can_write = std::fs::create_dir_all(&directory).is_ok();
    let mut player = player(maker, &geometry, &case, can_write.then_some(path.as_path()));
    let result = player.play(&case.steps, &AtomicUsize::new(0));
    let accesses = player.scoreboard().dut().recent_accesses();
    // Completes the recording.
    drop(player);
    let mismatch = result.err().unwrap_or_else(|| Mismatch {
        cycle: 0,
        what: "the case did not fail again: the device is not deterministic".into(),
    });
    let vcd = path.is_file().then(|| path.canonicalize().unwrap_or(path));
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
