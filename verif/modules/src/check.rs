//! Runs a module and its reference side by side.

use crate::{value::Pins, Mismatch, Module, ModuleDut};
use memento_abi::Geometry;
use memento_harness::{
    effort::Effort,
    report::{fewest_steps, recording, Report},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseError, TestError, TestRunner},
};
use proptest_state_machine::Sequential;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

/// A module's contract: a state that steps change.
///
/// A step is by default one clock cycle, of which [`Reference::inputs`] and [`Reference::outputs`] tell the pins. A
/// reference whose steps are whole transactions writes its own [`Reference::play`] instead; one whose state depends on what the
/// module chose to answer, its own [`Reference::follow`].
pub trait Reference: Clone + fmt::Debug + Send + Sync + 'static {
    /// A step.
    type Step: Clone + fmt::Debug + PartialEq + 'static;

    /// The module's Verilog name. Forms with widths behind it are tested too.
    const MODULE: &'static str;

    /// Random cases.
    const CASES: u32 = 40;

    /// Most steps of a case.
    const STEPS: usize = 300;

    /// The state after reset.
    fn new(module: &Module) -> Self;

    /// What may come next.
    fn steps(&self) -> BoxedStrategy<Self::Step>;

    /// Whether the contract allows `step` next. [`Reference::steps`] makes such steps only, but shrinking leaves steps out.
    fn allows(&self, _step: &Self::Step) -> bool {
        true
    }

    /// Steps that are always tried, each alone after reset: all there are, or the edges.
    fn always(_module: &Module) -> Box<dyn Iterator<Item = Self::Step>> {
        Box::new(std::iter::empty())
    }

    /// Inputs in the cycle that `step` is.
    fn inputs(&self, _step: &Self::Step) -> Pins {
        Pins::new()
    }

    /// Outputs in that cycle, as far as the contract tells them.
    fn outputs(&self, _step: &Self::Step) -> Pins {
        Pins::new()
    }

    /// The state after `step`. What is combinational has none.
    fn advance(&mut self, _step: &Self::Step) {}

    /// Drives `step`, and compares. The reference is in the state before it.
    ///
    /// # Errors
    /// The module does not do what its contract says.
    fn play(&self, step: &Self::Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.cycle(step, dut)
    }

    /// A cycle with the inputs of `step`, in which the outputs are compared.
    ///
    /// # Errors
    /// An output is another.
    fn cycle(&self, step: &Self::Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.set_all(self.inputs(step));
        for (name, value) in self.outputs(step) {
            dut.expect(name, value)?;
        }
        dut.edge();
        Ok(())
    }

    /// Plays `step`, and moves on to the state after it.
    ///
    /// # Errors
    /// The module does not do what its contract says.
    fn follow(&mut self, step: &Self::Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.play(step, dut)?;
        self.advance(step);
        Ok(())
    }
}

/// A module that does not keep its contract: the steps that show it, as few as could be found.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The module's Verilog name.
    pub module: &'static str,
    /// The configuration's name.
    pub configuration: &'static str,
    /// The contract's type.
    pub reference: String,
    /// Seed of the run of cases.
    pub seed: u64,
    /// What registers without a reset value started as.
    pub contents_seed: u64,
    /// The steps, as Rust.
    pub steps: String,
    /// How many they are.
    pub step_count: usize,
    /// The first difference.
    pub mismatch: Mismatch,
    /// Where the recording lies, if there is one.
    pub vcd: Option<PathBuf>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure {
            module, configuration, ..
        } = self;
        let report = Report {
            what: format!("{module} of configuration {configuration} does not keep its contract"),
            difference: self.mismatch.to_string(),
            seed: self.seed,
            vcd: self.vcd.as_deref(),
            notes: vec![],
            test: format!(
                "use memento_abi::*;\nuse memento_modules::replay;\nlet steps = {};\nreplay::<{}>({module:?}, &{}, {}, &steps).unwrap();",
                self.steps,
                self.reference,
                configuration.to_uppercase(),
                self.contents_seed,
            ),
        };
        report.fmt(f)
    }
}

/// Runs steps on a new model.
fn run<R: Reference>(
    module: Module,
    contents_seed: u64,
    steps: &[R::Step],
    vcd: Option<&Path>,
) -> Result<(), Mismatch> {
    let mut dut = module.start(contents_seed);
    if let Some(path) = vcd {
        dut.record(path);
    }
    dut.reset();
    let mut reference = R::new(&module);
    for step in steps {
        reference.follow(step, &mut dut)?;
    }
    Ok(())
}

/// Runs the steps that a failure printed.
///
/// # Errors
/// The module does not keep its contract.
///
/// # Panics
/// There is no such module.
pub fn replay<R: Reference>(
    name: &str,
    geometry: &Geometry,
    contents_seed: u64,
    steps: &[R::Step],
) -> Result<(), Mismatch> {
    let module = Module::all(name, *geometry)
        .into_iter()
        .find(|module| module.name() == name);
    let module = module.unwrap_or_else(|| panic!("configuration {} has no module {name}", geometry.name));
    run::<R>(module, contents_seed, steps, None)
}

/// Checks every form of a module in a configuration: the steps that are always tried, then random ones.
///
/// # Errors
/// A module does not keep its contract: the steps that show it, shrunk, and a recording.
///
/// # Panics
/// The configuration has no such module.
pub fn check<R: Reference>(geometry: Geometry) -> Result<(), Box<Failure>> {
    let modules = Module::all(R::MODULE, geometry);
    assert!(
        !modules.is_empty(),
        "configuration {} has no module {}: if it is gone, so should its test be",
        geometry.name,
        R::MODULE
    );
    modules.into_iter().try_for_each(check_module::<R>)
}

/// Checks one module, as [`check`] does.
///
/// # Errors
/// The module does not keep its contract.
pub fn check_module<R: Reference>(module: Module) -> Result<(), Box<Failure>> {
    let effort = Effort::from_environment(R::CASES, R::STEPS);
    match fails::<R>(module, effort, effort.config()) {
        Some((contents_seed, steps)) => Err(failure::<R>(module, effort, contents_seed, steps)),
        None => Ok(()),
    }
}

/// Whether the check finds that one module does not keep the contract: the difference found first, not shrunk.
pub fn notices<R: Reference>(module: Module) -> Option<Mismatch> {
    let effort = Effort::from_environment(R::CASES, R::STEPS);
    let config = Config {
        max_shrink_iters: 0,
        ..effort.config()
    };
    let (contents_seed, steps) = fails::<R>(module, effort, config)?;
    run::<R>(module, contents_seed, &steps, None).err()
}

/// Seed of the contents and steps that fail.
type Failing<R> = Option<(u64, Vec<<R as Reference>::Step>)>;

fn fails<R: Reference>(module: Module, effort: Effort, config: Config) -> Failing<R> {
    let mut dut = module.start(effort.seed);
    let reference = R::new(&module);
    for step in R::always(&module) {
        dut.reset();
        if reference.clone().follow(&step, &mut dut).is_err() {
            return Some((effort.seed, vec![step]));
        }
    }
    fails_at_random::<R>(module, effort, config)
}

fn fails_at_random<R: Reference>(module: Module, effort: Effort, config: Config) -> Failing<R> {
    let strategy = Sequential::new(
        (1..=effort.max_steps).into(),
        move || any::<u32>().prop_map(move |seed| (seed, R::new(&module))),
        |(_, state): &(u32, R), step| state.allows(step),
        |(_, state)| state.steps(),
        |(seed, mut state), step| {
            state.advance(step);
            (seed, state)
        },
    );
    // Steps that were not reached are left out first when a case is made smaller.
    let shrinks = config.max_shrink_iters > 0;
    let result = TestRunner::new(config).run(&strategy, |((seed, mut reference), steps, seen)| {
        let mut dut = module.start(seed.into());
        dut.reset();
        for step in &steps {
            if let (true, Some(seen)) = (shrinks, &seen) {
                seen.fetch_add(1, Ordering::SeqCst);
            }
            let followed = reference.follow(step, &mut dut);
            followed.map_err(|mismatch| TestCaseError::fail(mismatch.to_string()))?;
        }
        Ok(())
    });
    match result {
        Ok(()) => None,
        Err(TestError::Abort(reason)) => panic!("no case could be made: {reason}"),
        Err(TestError::Fail(_, ((seed, _), steps, _))) => Some((seed.into(), steps)),
    }
}

/// Makes steps that fail fewer than proptest leaves them, and runs them once more with a recording.
fn failure<R: Reference>(module: Module, effort: Effort, contents_seed: u64, steps: Vec<R::Step>) -> Box<Failure> {
    let steps = fewest_steps(steps, |steps| {
        let mut state = R::new(&module);
        let allowed = steps.iter().all(|step| {
            let allows = state.allows(step);
            if allows {
                state.advance(step);
            }
            allows
        });
        allowed && run::<R>(module, contents_seed, steps, None).is_err()
    });
    let path = recording(&format!("{}-{}", module.name(), module.geometry.name));
    let mismatch = run::<R>(module, contents_seed, &steps, path.as_deref()).err();
    Box::new(Failure {
        module: module.name(),
        configuration: module.geometry.name,
        reference: short_name(std::any::type_name::<R>()),
        seed: effort.seed,
        contents_seed,
        step_count: steps.len(),
        steps: format!("{steps:#?}"),
        mismatch: mismatch.unwrap_or_else(|| Mismatch {
            cycle: 0,
            what: "the case did not fail again: the device is not deterministic".into(),
        }),
        vcd: path.filter(|path| path.is_file()),
    })
}

/// A type's name without the modules that it and its parameters are in.
fn short_name(name: &str) -> String {
    let parts = name.split_inclusive(['<', '>', ',', ' ']);
    parts.map(|part| part.rsplit("::").next().unwrap_or(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn a_type_is_named_as_its_own_file_would() {
        assert_eq!(short_name("modules::stream::Queue<modules::fifo::Fifo>"), "Queue<Fifo>");
    }
}
