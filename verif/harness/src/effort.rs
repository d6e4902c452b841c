//! How much random testing is done.

use proptest::test_runner::{Config, RngSeed};

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

    /// How proptest is to make the cases.
    pub fn config(&self) -> Config {
        Config {
            cases: self.cases,
            // A failure prints a test to paste; files of seeds go stale with every change of the generator.
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(self.seed),
            max_shrink_iters: 4000,
            // Whatever the environment says: forks need tests with names.
            fork: false,
            timeout: 0,
            ..Config::default()
        }
    }
}
