//! What was measured of whole programs.

use super::{
    results::{is_software, Spent, Whole, MEMENTO, NONE},
    runs::Kind,
    Error,
};
use crate::cmd::distinct;
use serde::{Deserialize, Serialize};

/// Whole programs, each with every allocator.
#[derive(Default, Serialize, Deserialize)]
pub struct Wholes {
    /// By layout.
    pub layouts: Vec<Vec<Whole>>,
    /// In layout 0, with calls of the allocator timed: what is of use is [`Whole::spent`], since timing takes time.
    pub timed: Vec<Whole>,
    /// Memento in layout 0, with bypass off.
    pub without_bypass: Vec<Whole>,
}

/// A mean and what it is the mean of.
#[derive(Clone, Copy)]
pub struct Spread {
    /// The geometric mean.
    pub mean: f64,
    pub least: f64,
    pub most: f64,
}

impl Spread {
    /// Of these, of which there is one at least.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Spread> {
        let values: Vec<f64> = values.into_iter().collect();
        let mean = (values.iter().map(|value| value.ln()).sum::<f64>() / values.len().max(1) as f64).exp();
        let least = values.iter().copied().reduce(f64::min)?;
        let most = values.iter().copied().reduce(f64::max)?;
        Some(Spread { mean, least, most })
    }
}

fn find<'a>(lines: &'a [Whole], program: &str, allocator: &str) -> Option<&'a Whole> {
    lines
        .iter()
        .find(|line| line.program == program && line.allocator == allocator)
}

impl Wholes {
    /// Adds a line of a run of this kind.
    pub fn add(&mut self, kind: Kind, line: Whole) {
        match kind {
            Kind::Plain(layout) => {
                let layout = layout as usize;
                self.layouts.resize(self.layouts.len().max(layout + 1), Vec::new());
                self.layouts[layout].push(line);
            }
            Kind::Timed => self.timed.push(line),
            Kind::WithoutBypass => self.without_bypass.push(line),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Whole> {
        let others = self.timed.iter().chain(&self.without_bypass);
        self.layouts.iter().flatten().chain(others)
    }

    /// Sees that every run of a program has the same checksum.
    pub fn check(&self) -> Result<(), Error> {
        for whole in self.all() {
            let mut others = self.all();
            let other = others.find(|other| other.program == whole.program && other.checksum != whole.checksum);
            if let Some(other) = other {
                return Err(format!(
                    "{} has checksum {} with {} and {} with {}: one of the allocators is broken",
                    whole.program, whole.checksum, whole.allocator, other.checksum, other.allocator
                )
                .into());
            }
        }
        Ok(())
    }

    /// The programs in their order.
    pub fn names(&self) -> Vec<&str> {
        distinct(self.all().map(|line| line.program.as_str()))
    }

    /// The allocators in their order.
    pub fn allocators(&self) -> Vec<&str> {
        distinct(self.all().map(|line| line.allocator.as_str()))
    }

    /// A value of a program with an allocator in each layout.
    pub fn spread(&self, program: &str, allocator: &str, value: impl Fn(&Whole) -> f64) -> Option<Spread> {
        let lines = self.layouts.iter().filter_map(|lines| find(lines, program, allocator));
        Spread::of(lines.map(value))
    }

    /// Cycles of a program with an allocator.
    pub fn cycles(&self, program: &str, allocator: &str) -> Option<Spread> {
        self.spread(program, allocator, |line| line.cycles as f64)
    }

    /// The software allocator with which a program takes least in the mean of the layouts.
    pub fn best(&self, program: &str) -> Option<&str> {
        let software = self
            .allocators()
            .into_iter()
            .filter(|name| is_software(name) && *name != NONE);
        let cycles = |name: &&str| self.cycles(program, name).map_or(f64::INFINITY, |cycles| cycles.mean);
        software.min_by(|a, b| cycles(a).total_cmp(&cycles(b)))
    }

    /// How many times faster a program is with an allocator than with the best of software, in each layout.
    pub fn speed_up(&self, program: &str, allocator: &str) -> Option<Spread> {
        let best = self.best(program)?;
        let times = |lines: &Vec<Whole>| {
            let [theirs, ours] = [best, allocator].map(|allocator| find(lines, program, allocator));
            Some(theirs?.cycles as f64 / ours?.cycles as f64)
        };
        Spread::of(self.layouts.iter().filter_map(times))
    }

    /// The programs' mean speed-ups with an allocator.
    pub fn speed_ups(&self, allocator: &str) -> Option<Spread> {
        let programs = self.names().into_iter();
        Spread::of(programs.filter_map(|program| Some(self.speed_up(program, allocator)?.mean)))
    }

    /// What was spent in an allocator, in layout 0.
    pub fn spent(&self, program: &str, allocator: &str) -> Option<Spent> {
        find(&self.timed, program, allocator)?.spent
    }

    /// Cycles that bypass saves Memento, in layout 0.
    pub fn bypass(&self, program: &str) -> Option<f64> {
        let with = find(self.layouts.first()?, program, MEMENTO)?.cycles as f64;
        Some(find(&self.without_bypass, program, MEMENTO)?.cycles as f64 - with)
    }

    /// A program with Memento without bypass.
    pub fn without_bypass(&self, program: &str) -> Option<&Whole> {
        find(&self.without_bypass, program, MEMENTO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(allocator: &str, cycles: u64) -> Whole {
        Whole {
            allocator: allocator.into(),
            program: "p".into(),
            cycles,
            checksum: 1,
            spent: None,
            traffic: memento_soc::Traffic::default(),
        }
    }

    #[test]
    fn the_best_of_software_is_that_of_the_mean_and_not_of_one_layout() {
        let mut wholes = Wholes::default();
        for (layout, ours, talc, tlsf) in [(0, 100, 120, 150), (1, 100, 180, 110)] {
            wholes.add(Kind::Plain(layout), line(MEMENTO, ours));
            wholes.add(Kind::Plain(layout), line("talc", talc));
            wholes.add(Kind::Plain(layout), line("tlsf", tlsf));
            wholes.add(Kind::Plain(layout), line(NONE, 1));
        }
        assert_eq!(wholes.best("p"), Some("tlsf"));
        let Spread { mean, least, most } = wholes.speed_up("p", MEMENTO).unwrap();
        assert_eq!((least, most), (1.1, 1.5));
        assert!((mean - (1.1f64 * 1.5).sqrt()).abs() < 1e-9);
    }

    #[test]
    fn two_checksums_of_a_program_are_an_error() {
        let mut wholes = Wholes::default();
        wholes.add(Kind::Plain(0), line(MEMENTO, 1));
        let mut other = line("talc", 1);
        other.checksum = 2;
        wholes.add(Kind::Timed, other);
        assert!(wholes
            .check()
            .unwrap_err()
            .to_string()
            .contains("p has checksum 1 with Memento"));
    }
}
