//! What the programs print.

use super::{runs::Kind, whole::Wholes, Error};
use crate::cmd::distinct;
use memento_soc::Traffic;
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
    /// Where calls were timed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spent: Option<Spent>,
    /// What has gone to memory meanwhile.
    #[serde(default)]
    pub traffic: Traffic,
}

/// Cycles in the allocator, and calls of it; `malloc` has `calloc` and `realloc` in it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Spent {
    pub malloc: u64,
    pub mallocs: u64,
    pub free: u64,
    pub frees: u64,
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

/// The lines of a console. Before and behind each whole program there is an empty one: between the two is the program's traffic.
pub fn lines(name: &str, console: &str, traffic: &[Traffic]) -> Result<Vec<Line>, Error> {
    let mut marks = Vec::new();
    let mut lines = Vec::new();
    for (text, traffic) in console.lines().zip(traffic) {
        if text.is_empty() {
            marks.push(*traffic);
            continue;
        }
        let mut line = serde_json::from_str(text)
            .map_err(|error| format!("{name} has printed {text:?}, which is no result: {error}"))?;
        if let (Line::Whole(whole), [begin, end]) = (&mut line, &marks[..]) {
            whole.traffic = *end - *begin;
        }
        marks.clear();
        lines.push(line);
    }
    Ok(lines)
}

/// Everything that was measured.
#[derive(Serialize, Deserialize)]
pub struct Results {
    /// Versions of what it was measured with.
    pub tools: String,
    /// Operations of each recording.
    pub operations: u32,
    pub micro: Vec<Micro>,
    pub programs: Wholes,
}

impl Results {
    /// The field of which there is nothing, if there is one: no run writes such results.
    pub fn lacks(&self) -> Option<&'static str> {
        let Wholes {
            layouts,
            timed,
            without_bypass,
        } = &self.programs;
        [
            ("micro", self.micro.is_empty()),
            (
                "programs.layouts",
                layouts.is_empty() || layouts.iter().any(Vec::is_empty),
            ),
            ("programs.timed", timed.is_empty()),
            ("programs.without_bypass", without_bypass.is_empty()),
        ]
        .into_iter()
        .find_map(|(field, is_empty)| is_empty.then_some(field))
    }

    /// Sorts the lines. Every allocator must have come to the same checksums.
    pub fn of(operations: u32, lines: Vec<(Kind, Line)>) -> Result<Results, Error> {
        let (mut micro, mut programs) = (Vec::new(), Wholes::default());
        for (kind, line) in lines {
            match line {
                Line::Micro(line) => micro.push(line),
                Line::Whole(line) => programs.add(kind, line),
                Line::Empty { .. } => {}
            }
        }
        programs.check()?;
        let tools = format!(
            "memento {}, Verilator {}, {}",
            env!("CARGO_PKG_VERSION"),
            memento_tools::find("verilator")?.version,
            memento_tools::firmware_compiler()?,
        );
        Ok(Results {
            tools,
            operations,
            micro,
            programs,
        })
    }

    /// The patterns in their order.
    pub fn patterns(&self) -> Vec<&str> {
        distinct(self.micro.iter().map(|line| line.pattern.as_str()))
    }

    /// Allocators whose single operations were measured, in their order.
    pub fn measured(&self) -> Vec<&str> {
        distinct(self.micro.iter().map(|line| line.allocator.as_str()))
    }

    /// An allocator on a pattern.
    pub fn on(&self, pattern: &str, allocator: &str) -> Option<&Micro> {
        self.micro
            .iter()
            .find(|line| line.pattern == pattern && line.allocator == allocator)
    }
}

/// Whether an allocator is one of software.
pub fn is_software(allocator: &str) -> bool {
    !allocator.starts_with("Memento")
}
