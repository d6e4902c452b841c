//! What the programs print.

use super::Error;
use serde::{Deserialize, Serialize};

/// Memento's name in the results.
pub const MEMENTO: &str = "Memento, instruction";
/// What takes next to no time to allocate and never frees.
pub const NONE: &str = "none (bump)";

/// Operations of a kind, in cycles.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    pub count: u64,
    pub sum: u64,
    pub p50: u64,
    pub p99: u64,
    pub max: u64,
}

impl Summary {
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.count.max(1) as f64
    }
}

/// An allocator on a pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Micro {
    pub allocator: String,
    pub pattern: String,
    /// Mallocs that are too large for the hardware: with Memento, too, they are software's.
    pub large: u64,
    pub malloc: Summary,
    pub free: Summary,
    pub peak_bytes: u64,
}

impl Micro {
    /// Mean cycles of a malloc and a free.
    pub fn pair(&self) -> f64 {
        self.malloc.mean() + self.free.mean()
    }
}

/// An allocator in a whole program.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Whole {
    pub allocator: String,
    pub program: String,
    pub cycles: u64,
    pub checksum: u32,
}

/// A line of a program's console.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Line {
    Micro(Micro),
    Whole(Whole),
    /// Cycles that measuring nothing takes, which the program has subtracted.
    Empty {
        #[allow(dead_code)]
        empty: u64,
    },
}

/// The lines of a console.
pub fn lines(name: &str, console: &str) -> Result<Vec<Line>, Error> {
    let parse = |line: &str| {
        serde_json::from_str(line)
            .map_err(|error| format!("{name} has printed {line:?}, which is no result: {error}").into())
    };
    console.lines().map(parse).collect()
}

/// Everything that was measured.
#[derive(Serialize)]
pub struct Results {
    pub micro: Vec<Micro>,
    pub programs: Vec<Whole>,
}

impl Results {
    /// Sorts the lines. Every allocator must have come to the same checksums.
    pub fn of(lines: impl Iterator<Item = Line>) -> Result<Results, Error> {
        let (mut micro, mut programs): (Vec<Micro>, Vec<Whole>) = (Vec::new(), Vec::new());
        for line in lines {
            match line {
                Line::Micro(line) => micro.push(line),
                Line::Whole(line) => programs.push(line),
                Line::Empty { .. } => {}
            }
        }
        for whole in &programs {
            let other = programs
                .iter()
                .find(|other| other.program == whole.program && other.checksum != whole.checksum);
            if let Some(other) = other {
                return Err(format!(
                    "{} has checksum {} with {} and {} with {}: one of the allocators is broken",
                    whole.program, whole.checksum, whole.allocator, other.checksum, other.allocator
                )
                .into());
            }
        }
        Ok(Results { micro, programs })
    }

    /// The patterns in their order.
    pub fn patterns(&self) -> Vec<&str> {
        distinct(self.micro.iter().map(|line| line.pattern.as_str()))
    }

    /// The programs in their order.
    pub fn names(&self) -> Vec<&str> {
        distinct(self.programs.iter().map(|line| line.program.as_str()))
    }

    /// Allocators whose single operations were measured, in their order.
    pub fn measured(&self) -> Vec<&str> {
        distinct(self.micro.iter().map(|line| line.allocator.as_str()))
    }

    /// Allocators of whole programs in their order.
    pub fn allocators(&self) -> Vec<&str> {
        distinct(self.programs.iter().map(|line| line.allocator.as_str()))
    }

    /// An allocator on a pattern.
    pub fn on(&self, pattern: &str, allocator: &str) -> Option<&Micro> {
        self.micro
            .iter()
            .find(|line| line.pattern == pattern && line.allocator == allocator)
    }

    /// Cycles of a program with an allocator.
    pub fn cycles(&self, program: &str, allocator: &str) -> Option<u64> {
        let mut lines = self.programs.iter();
        let found = lines.find(|line| line.program == program && line.allocator == allocator);
        Some(found?.cycles)
    }

    /// The software allocator with which a program takes least, and its cycles.
    pub fn best(&self, program: &str) -> Option<(&str, u64)> {
        let lines = self.programs.iter().filter(|line| line.program == program);
        let software = lines.filter(|line| is_software(&line.allocator) && line.allocator != NONE);
        software
            .map(|line| (line.allocator.as_str(), line.cycles))
            .min_by_key(|(_, cycles)| *cycles)
    }

    /// How many times faster a program is than with the best software allocator.
    pub fn speed_up(&self, program: &str) -> Option<f64> {
        Some(self.best(program)?.1 as f64 / self.cycles(program, MEMENTO)? as f64)
    }
}

/// Whether an allocator is one of software.
pub fn is_software(allocator: &str) -> bool {
    !allocator.starts_with("Memento")
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}
