//! A mapped netlist, as Yosys writes it in JSON: cells of a library, and memories that are left to macros.

use super::liberty::Library;
use crate::yosys::{read_json, Direction};
use crate::Error;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Index of a net. The first two are the constants.
pub type Net = usize;
/// The net that is 0.
pub const ZERO: Net = 0;
/// The net that is 1.
pub const ONE: Net = 1;

/// A netlist.
#[derive(Clone, Debug)]
pub struct Netlist {
    /// Name of each net.
    pub nets: Vec<String>,
    /// Every name that Yosys has for a net.
    pub names: HashMap<String, Net>,
    /// The cells.
    pub instances: Vec<Instance>,
    /// The memories.
    pub memories: Vec<Memory>,
    /// Inputs, lowest bit first.
    pub inputs: Vec<Bus>,
    /// Outputs, lowest bit first.
    pub outputs: Vec<Bus>,
}

/// A port.
#[derive(Clone, Debug)]
pub struct Bus {
    /// Its name.
    pub name: String,
    /// Its nets.
    pub nets: Vec<Net>,
}

/// A cell of the library in its place.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Its name.
    pub name: String,
    /// Index of its cell in the library.
    pub cell: usize,
    /// The net of each of the cell's pins; an output that nobody reads has none.
    pub nets: Vec<Option<Net>>,
}

/// A memory with one write port and one clocked read port. All its pins take their values at the clock's rising edge.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Bits of a row.
    pub width: usize,
    /// A read shows what is written in the same cycle.
    pub transparent: bool,
    /// Row to read.
    pub read_address: Vec<Net>,
    /// Whether to read.
    pub read_enable: Net,
    /// Whether the data read become 0 instead; the few gates of that count as part of the macro.
    pub read_reset: Net,
    /// The row read last.
    pub read_data: Vec<Net>,
    /// Row to write.
    pub write_address: Vec<Net>,
    /// Which bits to write.
    pub write_enable: Vec<Net>,
    /// What to write.
    pub write_data: Vec<Net>,
}

impl Memory {
    /// Its bits.
    pub fn bits(&self) -> usize {
        self.rows * self.width
    }

    /// The net of every pin that it reads: a macro has one write enable for all bits that are written together.
    pub fn inputs(&self) -> Vec<Net> {
        let mut enables = self.write_enable.clone();
        enables.sort_unstable();
        enables.dedup();
        [
            &self.read_address,
            &self.write_address,
            &self.write_data,
            &enables,
            &vec![self.read_enable, self.read_reset],
        ]
        .into_iter()
        .flatten()
        .copied()
        .filter(|&net| net != ZERO && net != ONE)
        .collect()
    }
}

#[derive(Deserialize)]
struct File {
    modules: BTreeMap<String, Module>,
}

#[derive(Deserialize)]
struct Module {
    ports: BTreeMap<String, Port>,
    cells: BTreeMap<String, Cell>,
    netnames: BTreeMap<String, NetName>,
}

#[derive(Deserialize)]
struct Port {
    direction: Direction,
    bits: Vec<Bit>,
}

#[derive(Deserialize)]
struct Cell {
    r#type: String,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    connections: BTreeMap<String, Vec<Bit>>,
}

#[derive(Deserialize)]
struct NetName {
    bits: Vec<Bit>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Bit {
    Net(u64),
    Constant(String),
}

/// Makes indices of Yosys' numbers.
struct Nets {
    index: HashMap<u64, Net>,
}

impl Nets {
    fn of(&mut self, bit: &Bit) -> Net {
        match bit {
            // What Yosys calls undefined may be either.
            Bit::Constant(value) => {
                if value == "1" {
                    ONE
                } else {
                    ZERO
                }
            }
            Bit::Net(number) => {
                let next = self.index.len() + 2;
                *self.index.entry(*number).or_insert(next)
            }
        }
    }

    fn all(&mut self, bits: &[Bit]) -> Vec<Net> {
        bits.iter().map(|bit| self.of(bit)).collect()
    }
}

impl Netlist {
    /// Reads module `top` of a JSON netlist.
    ///
    /// # Errors
    /// The file cannot be read, or has a cell that the library has not.
    pub fn read(path: &Path, top: &str, library: &Library) -> Result<Netlist, Error> {
        let wrong = |reason: String| Error::content(path, reason);
        let mut file: File = read_json(path)?;
        let module = file
            .modules
            .remove(top)
            .ok_or_else(|| wrong(format!("there is no module {top}")))?;
        let mut nets = Nets { index: HashMap::new() };
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for (name, port) in &module.ports {
            let bus = Bus {
                name: name.clone(),
                nets: nets.all(&port.bits),
            };
            match port.direction {
                Direction::Input => inputs.push(bus),
                _ => outputs.push(bus),
            }
        }
        let (mut instances, mut memories) = (Vec::new(), Vec::new());
        for (name, cell) in &module.cells {
            if cell.r#type == "$mem_v2" {
                memories.push(memory(name, cell, &mut nets).map_err(wrong)?);
                continue;
            }
            // Yosys' notes on where a cell came from.
            if cell.r#type == "$scopeinfo" {
                continue;
            }
            let unknown = || {
                wrong(format!(
                    "cell {name} is a {}, which the library does not have in a usable form",
                    cell.r#type
                ))
            };
            let index = library.index(&cell.r#type).ok_or_else(unknown)?;
            let connect = |pin: &super::liberty::Pin| {
                let bit = cell.connections.get(&pin.name).and_then(|bits| bits.first());
                bit.map(|bit| nets.of(bit))
            };
            instances.push(Instance {
                name: name.clone(),
                cell: index,
                nets: library.cells[index].pins.iter().map(connect).collect(),
            });
        }
        let mut aliases = HashMap::new();
        let mut names = vec![String::new(); nets.index.len() + 2];
        (names[ZERO], names[ONE]) = ("0".into(), "1".into());
        for (name, entry) in &module.netnames {
            for (position, bit) in entry.bits.iter().enumerate() {
                let Bit::Net(number) = bit else { continue };
                let Some(&net) = nets.index.get(number) else { continue };
                // The shortest name is the one that people gave.
                let name = if entry.bits.len() > 1 {
                    format!("{name}[{position}]")
                } else {
                    name.clone()
                };
                aliases.insert(name.clone(), net);
                if names[net].is_empty() || names[net].contains('$') && !name.contains('$') {
                    names[net] = name;
                }
            }
        }
        Ok(Netlist {
            nets: names,
            names: aliases,
            instances,
            memories,
            inputs,
            outputs,
        })
    }
}

fn memory(name: &str, cell: &Cell, nets: &mut Nets) -> Result<Memory, String> {
    let number = |parameter: &str| {
        let digits = cell.parameters.get(parameter).map_or("", String::as_str);
        usize::from_str_radix(digits, 2).unwrap_or(0)
    };
    let clocked = number("RD_CLK_ENABLE") == 1 && number("WR_CLK_ENABLE") == 1;
    if number("RD_PORTS") != 1 || number("WR_PORTS") != 1 || !clocked {
        return Err(format!(
            "memory {name} has not one clocked read port and one clocked write port: no macro can be it"
        ));
    }
    let mut pins = |pin: &str| nets.all(cell.connections.get(pin).map_or(&[], Vec::as_slice));
    let reset_to_ones = cell
        .parameters
        .get("RD_SRST_VALUE")
        .is_some_and(|value| value.contains('1'));
    if pins("RD_ARST").iter().any(|&net| net != ZERO) || reset_to_ones || number("RD_CE_OVER_SRST") == 1 {
        return Err(format!(
            "the read port of memory {name} has a reset that no macro can have"
        ));
    }
    let read_reset = pins("RD_SRST");
    let read_enable = pins("RD_EN");
    Ok(Memory {
        name: name.into(),
        rows: number("SIZE"),
        width: number("WIDTH"),
        transparent: number("RD_TRANSPARENCY_MASK") == 1,
        read_address: pins("RD_ADDR"),
        read_enable: read_enable.first().copied().unwrap_or(ONE),
        read_reset: read_reset.first().copied().unwrap_or(ZERO),
        read_data: pins("RD_DATA"),
        write_address: pins("WR_ADDR"),
        write_enable: pins("WR_EN"),
        write_data: pins("WR_DATA"),
    })
}
