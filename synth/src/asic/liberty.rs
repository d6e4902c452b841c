//! A Liberty library: the cells, and what is known of their area, delays and energies.
//!
//! Everything is in ns, fF, fJ, nW and um2, whatever the file's units are.

use super::function::Function;
use super::table::Table;
use crate::Error;
use liberty_parser::liberty::Group;
use liberty_parser::Value;
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

/// A number, if the attribute is there and is one.
fn number(group: &Group, name: &str) -> Option<f64> {
    match group.simple_attribute(name)? {
        Value::Float(value) => Some(*value),
        Value::String(text) | Value::Expression(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn text<'a>(group: &'a Group, name: &str) -> Option<&'a str> {
    match group.simple_attribute(name)? {
        Value::String(text) | Value::Expression(text) => Some(text.trim()),
        _ => None,
    }
}

/// The numbers of a complex attribute, one after the other.
fn numbers(group: &Group, name: &str) -> Option<Vec<f64>> {
    let mut found = Vec::new();
    for value in group.complex_attribute(name)? {
        match value {
            Value::Float(value) => found.push(*value),
            Value::FloatGroup(values) => found.extend(values),
            Value::String(text) => {
                for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
                    found.push(word.parse().ok()?);
                }
            }
            _ => return None,
        }
    }
    Some(found)
}

/// The quantities of a table's two indices, and where they are marked unless a table says otherwise.
struct Template {
    variables: [Option<String>; 2],
    indices: [Option<Vec<f64>>; 2],
}

/// The file's units and templates.
struct Reader {
    time_ns: f64,
    capacitance_ff: f64,
    energy_fj: f64,
    leakage_nw: f64,
    voltage: f64,
    templates: HashMap<String, Template>,
}

impl Reader {
    fn new(library: &Group) -> Result<Reader, String> {
        let unit = |name: &str, known: &[(&str, f64)]| {
            let found = text(library, name).unwrap_or_default();
            let factor = known.iter().find(|(unit, _)| unit.eq_ignore_ascii_case(found));
            factor
                .map(|(_, factor)| *factor)
                .ok_or(format!("its {name}, \"{found}\", is not known"))
        };
        let time_ns = unit(
            "time_unit",
            &[("1ns", 1.0), ("1ps", 1e-3), ("10ps", 1e-2), ("100ps", 0.1)],
        )?;
        let leakage_nw = unit(
            "leakage_power_unit",
            &[("1nW", 1.0), ("1pW", 1e-3), ("1uW", 1e3), ("1mW", 1e6)],
        )?;
        let volts = unit("voltage_unit", &[("1V", 1.0), ("1mV", 1e-3)])?;
        let load = library.complex_attribute("capacitive_load_unit").map(Vec::as_slice);
        let capacitance_ff = match load {
            Some([Value::Float(count), Value::Expression(unit) | Value::String(unit)]) => {
                match unit.to_lowercase().as_str() {
                    "ff" => *count,
                    "pf" => count * 1000.0,
                    other => return Err(format!("its unit of capacitance, {other}, is not known")),
                }
            }
            _ => return Err("it has no capacitive_load_unit".into()),
        };
        let mut templates = HashMap::new();
        for group in library.iter_subgroups() {
            if group.type_ == "lu_table_template" || group.type_ == "power_lut_template" {
                let variable = |name| text(group, name).map(String::from);
                let variables = [variable("variable_1"), variable("variable_2")];
                let indices = [numbers(group, "index_1"), numbers(group, "index_2")];
                templates.insert(group.name.clone(), Template { variables, indices });
            }
        }
        Ok(Reader {
            time_ns,
            capacitance_ff,
            // The unit of internal energy is that of capacitance times that of voltage squared.
            energy_fj: capacitance_ff * volts * volts,
            leakage_nw,
            voltage: number(library, "nom_voltage").ok_or("it has no nom_voltage")? * volts,
            templates,
        })
    }

    fn library(&self, group: &Group) -> Result<Library, String> {
        let mut cells = Vec::new();
        for cell in group.iter_cells() {
            // Latches, tri-states, scan cells and fillers: a netlist that uses one is refused.
            if let Ok(cell) = self.cell(cell) {
                cells.push(cell);
            }
        }
        if cells.is_empty() {
            return Err("it has no cell that can be used".into());
        }
        Ok(Library {
            voltage: self.voltage,
            wire_load: self.wire_load(group),
            ..Library::of(cells)
        })
    }

    fn wire_load(&self, library: &Group) -> Option<WireLoad> {
        let name = text(library, "default_wire_load")?;
        let group = library
            .iter_subgroups_of_type("wire_load")
            .find(|group| group.name.trim_matches('"') == name)?;
        let mut lengths = Vec::new();
        for (attribute, values) in group.iter_complex_attributes() {
            if let ("fanout_length", [Value::Float(sinks), Value::Float(length), ..]) =
                (attribute.as_str(), values.as_slice())
            {
                lengths.push((*sinks, *length));
            }
        }
        lengths.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some(WireLoad {
            name: name.into(),
            capacitance_ff: number(group, "capacitance")? * self.capacitance_ff,
            lengths,
            slope: number(group, "slope")?,
        })
    }

    fn cell(&self, group: &Group) -> Result<Cell, String> {
        let names: Vec<&str> = group.iter_pins().map(|pin| pin.name.as_str()).collect();
        let pin_index = |name: &str| names.iter().position(|&pin| pin == name);
        let register = group.iter_subgroups_of_type("ff").next();
        let states: Vec<&str> = register.map_or(Vec::new(), |ff| {
            ff.name.split(',').map(|s| s.trim_matches([' ', '"'])).collect()
        });
        let flip_flop = match register {
            None => None,
            Some(ff) if ff.simple_attribute("clear").or(ff.simple_attribute("preset")).is_some() => {
                return Err("it has an asynchronous reset".into());
            }
            Some(ff) => Some(FlipFlop {
                next_state: Function::parse(text(ff, "next_state").unwrap_or_default(), pin_index)?,
                clock: pin_index(text(ff, "clocked_on").unwrap_or_default()).ok_or("its clock is not a pin")?,
            }),
        };
        let mut pins = Vec::new();
        for pin in group.iter_pins() {
            pins.push(self.pin(pin, &pin_index, &states)?);
        }
        let outputs_have_values = pins.iter().all(|pin| !pin.output || pin.function.is_some());
        if !outputs_have_values || !pins.iter().any(|pin| pin.output) {
            return Err("an output has no function".into());
        }
        let mut leakages = Vec::new();
        for leakage in group.iter_subgroups_of_type("leakage_power") {
            if let (Some(when), Some(value)) = (text(leakage, "when"), number(leakage, "value")) {
                leakages.push((Function::parse(when, pin_index)?, value * self.leakage_nw));
            }
        }
        Ok(Cell {
            name: group.name.clone(),
            area_um2: number(group, "area").ok_or("it has no area")?,
            leakage_nw: number(group, "cell_leakage_power").unwrap_or(0.0) * self.leakage_nw,
            leakages,
            pins,
            flip_flop,
        })
    }

    fn pin(&self, group: &Group, index: &dyn Fn(&str) -> Option<usize>, states: &[&str]) -> Result<Pin, String> {
        let output = text(group, "direction") == Some("output");
        if group.simple_attribute("three_state").is_some() {
            return Err("it is a tri-state".into());
        }
        let function = text(group, "function").map(|text| match states {
            [state, ..] if text == *state => Function::parse("Q", |_| Some(STATE)),
            [_, inverse] if text == *inverse => Function::parse("!Q", |_| Some(STATE)),
            _ => Function::parse(text, index),
        });
        let mut arcs = Vec::new();
        for timing in group.iter_subgroups_of_type("timing") {
            let from = text(timing, "related_pin").and_then(index);
            if let Some(arc) = from.and_then(|from| self.arc(timing, from)) {
                arcs.push(arc);
            }
        }
        let mut energies = Vec::new();
        for power in group.iter_subgroups_of_type("internal_power") {
            let table = |name: &str| {
                let table = power.iter_subgroups_of_type(name).next();
                table.map_or(Some(Table::constant(0.0)), |table| self.table(table, self.energy_fj))
            };
            if let (Some(rise), Some(fall)) = (table("rise_power"), table("fall_power")) {
                energies.push(Energy {
                    related: text(power, "related_pin").and_then(index),
                    when: text(power, "when")
                        .map(|when| Function::parse(when, index))
                        .transpose()?,
                    edges: [rise, fall],
                });
            }
        }
        Ok(Pin {
            name: group.name.clone(),
            output,
            capacitance_ff: ["rise_capacitance", "fall_capacitance"].map(|name| {
                let either = number(group, name).or_else(|| number(group, "capacitance"));
                either.unwrap_or(0.0) * self.capacitance_ff
            }),
            function: function.transpose()?,
            arcs,
            energies,
        })
    }

    /// A delay or a setup time at the rising edge of the clock; nothing else is looked at.
    fn arc(&self, timing: &Group, from: usize) -> Option<Arc> {
        let table = |name: &str| self.table(timing.iter_subgroups_of_type(name).next()?, self.time_ns);
        let edges = match text(timing, "timing_type") {
            None | Some("combinational" | "rising_edge") => {
                let edge = |delay: &str, slew: &str| {
                    Some(ArcEdge {
                        delay: table(delay)?,
                        slew: table(slew)?,
                    })
                };
                [
                    edge("cell_rise", "rise_transition")?,
                    edge("cell_fall", "fall_transition")?,
                ]
            }
            Some("setup_rising") => ["rise_constraint", "fall_constraint"]
                .map(|name| {
                    Some(ArcEdge {
                        delay: table(name)?,
                        slew: Table::constant(0.0),
                    })
                })
                .into_iter()
                .collect::<Option<Vec<_>>>()?
                .try_into()
                .ok()?,
            _ => return None,
        };
        let sense = match text(timing, "timing_sense") {
            Some("positive_unate") => Sense::Positive,
            Some("negative_unate") => Sense::Negative,
            _ => Sense::Either,
        };
        Some(Arc { from, sense, edges })
    }

    /// A table in the order and units of [`Table`]; `None` where a quantity is not one of those that it can have.
    fn table(&self, group: &Group, unit: f64) -> Option<Table> {
        let values: Vec<f64> = numbers(group, "values")?
            .into_iter()
            .map(|value| value * unit)
            .collect();
        let Some(Template { variables, indices }) = self.templates.get(&group.name) else {
            return (values.len() == 1).then(|| Table::constant(values[0]));
        };
        let axis = |position: usize| {
            let own = numbers(group, ["index_1", "index_2"][position]);
            own.or_else(|| indices[position].clone())
        };
        let scaled = |position: usize, factor: f64| {
            Some(
                axis(position)?
                    .into_iter()
                    .map(|mark| mark * factor)
                    .collect::<Vec<f64>>(),
            )
        };
        let is_slew = |name: &str| {
            matches!(
                name,
                "input_net_transition" | "input_transition_time" | "constrained_pin_transition"
            )
        };
        let other_unit = |name: &str| match name {
            "total_output_net_capacitance" => Some(self.capacitance_ff),
            "related_pin_transition" => Some(self.time_ns),
            _ => None,
        };
        match [variables[0].as_deref(), variables[1].as_deref()] {
            [Some(slew), None] if is_slew(slew) => Table::new(scaled(0, self.time_ns)?, vec![0.0], values),
            [Some(other), None] => Table::new(vec![0.0], scaled(0, other_unit(other)?)?, values),
            [Some(slew), Some(other)] if is_slew(slew) => {
                Table::new(scaled(0, self.time_ns)?, scaled(1, other_unit(other)?)?, values)
            }
            [Some(other), Some(slew)] if is_slew(slew) => {
                let (others, slews) = (scaled(0, other_unit(other)?)?, scaled(1, self.time_ns)?);
                let turned = (0..slews.len()).flat_map(|s| (0..others.len()).map(move |o| (s, o)));
                let turned = turned
                    .map(|(s, o)| values.get(o * slews.len() + s).copied())
                    .collect::<Option<_>>()?;
                Table::new(slews, others, turned)
            }
            _ => None,
        }
    }
}
