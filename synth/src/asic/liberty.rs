//! A Liberty library: the cells, and what is known of their area, delays and energies.
//!
//! Everything is in ns, fF, fJ, nW and um2, whatever the file's units are.

use super::function::Function;
use super::liberty_file::Reader;
use super::table::Table;
use crate::Error;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// A library.
#[derive(Clone, Debug)]
pub struct Library {
    /// Supply voltage in V.
    pub voltage: f64,
    /// The cells that can be used: combinational ones and plain flip-flops.
    pub cells: Vec<Cell>,
    /// What a wire weighs, where the library says so.
    pub wire_load: Option<WireLoad>,
    by_name: HashMap<String, usize>,
}

/// The library's guess of a net's wire before there is a layout.
#[derive(Clone, Debug)]
pub struct WireLoad {
    /// Its name.
    pub name: String,
    /// Capacitance of a unit of length, in fF.
    pub capacitance_ff: f64,
    /// Length for a number of sinks, ascending.
    pub lengths: Vec<(f64, f64)>,
    /// Length for each further sink.
    pub slope: f64,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its name.
    pub name: String,
    /// Its area in um2.
    pub area_um2: f64,
    /// Leakage in nW where no condition holds.
    pub leakage_nw: f64,
    /// Leakage in nW under conditions, which exclude one another.
    pub leakages: Vec<(Function, f64)>,
    /// Its signal pins.
    pub pins: Vec<Pin>,
    /// For a flip-flop: how it works.
    pub flip_flop: Option<FlipFlop>,
}

/// How a flip-flop works.
#[derive(Clone, Debug)]
pub struct FlipFlop {
    /// What it takes.
    pub next_state: Function,
    /// The pin whose rising edge it takes it at.
    pub clock: usize,
}

/// A pin of a cell.
#[derive(Clone, Debug)]
pub struct Pin {
    /// Its name.
    pub name: String,
    /// Whether the cell drives it.
    pub output: bool,
    /// Capacitance of an input while it rises and while it falls, in fF.
    pub capacitance_ff: [f64; 2],
    /// An output's value. Of a flip-flop's output: the identity or the negation of variable [`STATE`].
    pub function: Option<Function>,
    /// Delays to an output; setup times of an input.
    pub arcs: Vec<Arc>,
    /// Energy inside the cell for a transition of this pin.
    pub energies: Vec<Energy>,
}

/// The variable that stands for what a flip-flop holds.
pub const STATE: usize = usize::MAX;

/// How the edge of an output follows from that of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// The same edge.
    Positive,
    /// The other edge.
    Negative,
    /// Either.
    Either,
}

/// A delay, or a constraint.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Index of the pin where it starts; of a constraint: the clock.
    pub from: usize,
    /// How edges follow.
    pub sense: Sense,
    /// For the rising and the falling edge of the pin that has the arc.
    pub edges: [ArcEdge; 2],
}

/// The tables of an arc for one edge.
#[derive(Clone, Debug)]
pub struct ArcEdge {
    /// Delay, or setup time, in ns.
    pub delay: Table,
    /// Slew of the output, in ns; nothing of use for a setup time.
    pub slew: Table,
}

/// Energy of a transition, in fJ.
#[derive(Clone, Debug)]
pub struct Energy {
    /// The input that caused it.
    pub related: Option<usize>,
    /// When this entry holds.
    pub when: Option<Function>,
    /// For the rising and the falling edge.
    pub edges: [Table; 2],
}

impl Library {
    /// Reads a library.
    ///
    /// # Errors
    /// The file cannot be read or is no Liberty file.
    pub fn read(path: &Path) -> Result<Library, Error> {
        let text = fs::read_to_string(path).map_err(Error::file(path))?;
        let no_library = |reason: String| Error::content(path, format!("no Liberty library can be read: {reason}"));
        let file = liberty_parser::parse_lib(&text)
            .map_err(|error| no_library(error.to_string().lines().next().unwrap_or_default().to_string()))?;
        let group = file
            .iter()
            .next()
            .ok_or_else(|| no_library("the file is empty".into()))?;
        Reader::new(group)
            .and_then(|reader| reader.library(group))
            .map_err(no_library)
    }

    /// A library of these cells, without voltage and wires.
    pub fn of(cells: Vec<Cell>) -> Library {
        let by_name = cells.iter().enumerate().map(|(index, cell)| (cell.name.clone(), index));
        Library {
            voltage: 0.0,
            by_name: by_name.collect(),
            cells,
            wire_load: None,
        }
    }

    /// The index of a cell.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// A cell.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.index(name).map(|index| &self.cells[index])
    }

    /// Capacitance of the wire of a net with this many sinks, in fF; 0 where the library has no wire loads.
    pub fn wire_ff(&self, sinks: usize) -> f64 {
        let Some(load) = &self.wire_load else { return 0.0 };
        let sinks = sinks as f64;
        let length = match load.lengths.iter().position(|&(count, _)| count >= sinks) {
            _ if sinks == 0.0 => 0.0,
            Some(0) => load.lengths[0].1,
            Some(next) => {
                let ((low, from), (high, to)) = (load.lengths[next - 1], load.lengths[next]);
                from + (to - from) * (sinks - low) / (high - low)
            }
            None => load
                .lengths
                .last()
                .map_or(0.0, |&(last, length)| length + load.slope * (sinks - last)),
        };
        length * load.capacitance_ff
    }
}

impl Arc {
    /// The edges of its start that lead to this edge of its end: 0 rises, 1 falls.
    pub fn causes(&self, edge: usize) -> &'static [usize] {
        match (self.sense, edge) {
            (Sense::Either, _) => &[0, 1],
            (Sense::Positive, 0) | (Sense::Negative, 1) => &[0],
            _ => &[1],
        }
    }
}

impl Cell {
    /// The index of a pin.
    pub fn pin(&self, name: &str) -> Option<usize> {
        self.pins.iter().position(|pin| pin.name == name)
    }

    /// The indices of its outputs.
    pub fn outputs(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.pins.len()).filter(|&pin| self.pins[pin].output)
    }
}
