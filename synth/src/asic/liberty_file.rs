//! Reading a Liberty file: its groups as a [`Library`], in the units of that.

use super::function::Function;
use super::liberty::{Arc, ArcEdge, Cell, Energy, FlipFlop, Library, Pin, Sense, WireLoad, STATE};
use super::table::Table;
use liberty_parser::liberty::Group;
use liberty_parser::Value;
use std::collections::HashMap;

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
pub(super) struct Reader {
    time_ns: f64,
    capacitance_ff: f64,
    energy_fj: f64,
    leakage_nw: f64,
    voltage: f64,
    templates: HashMap<String, Template>,
}

impl Reader {
    /// Reads units and templates.
    pub(super) fn new(library: &Group) -> Result<Reader, String> {
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

    /// Reads every cell that can be used.
    pub(super) fn library(&self, group: &Group) -> Result<Library, String> {
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
        let mut library = Library::of(cells);
        library.voltage = self.voltage;
        library.wire_load = self.wire_load(group);
        Ok(library)
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
