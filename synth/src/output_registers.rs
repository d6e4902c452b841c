//! Output registers of ECP5's block RAM.
//!
//! DP16KD has a register behind each data output. Without it data come 5.8 ns after the clock on speed grade 6, with it after 1 ns
//! (nextpnr's database), but Yosys leaves a register that only takes what a block RAM shows in flip-flops of its own, a wire away. This
//! moves such registers into the block RAM; the netlist does the same as before, cycle by cycle.
//!
//! ```text
//!   DP16KD ──► TRELLIS_FF ──►      becomes      DP16KD with REGMODE "OUTREG" ──►
//! ```
//!
//! A RAM is changed if each of its outputs that is read at all is read by one flip-flop and nothing else, and all of these have the RAM's
//! clock, no enable, and the same synchronous reset to 0, or none. What a RAM in this mode does: Lattice, "ECP5 and ECP5-5G Memory Usage
//! Guide" (FPGA-TN-02204).

use crate::{yosys::read_json, Error};
use serde_json::{json, Map, Value};
use std::{collections::HashMap, fs, path::Path};

/// Moves registers into the block RAM of the flat netlist `netlist.json` in `folder`, whose top module is `top`; returns how many
/// flip-flops went away.
///
/// # Errors
/// The netlist cannot be read or written, or has no such module.
pub fn absorb(folder: &Path, top: &str) -> Result<u64, Error> {
    let path = folder.join("netlist.json");
    let mut netlist: Value = read_json(&path)?;
    let Some(module) = netlist["modules"].get_mut(top) else {
        return Err(Error::content(&path, format!("there is no module {top}")));
    };
    let absorbed = absorb_in(module);
    if absorbed > 0 {
        fs::write(&path, netlist.to_string()).map_err(Error::file(&path))?;
    }
    Ok(absorbed)
}

/// A net: Yosys numbers them, and writes constants as text.
type Net = u64;

/// A flip-flop that a RAM's output register can stand for.
struct Flop {
    name: String,
    output: Value,
    reset: Value,
}

fn absorb_in(module: &mut Value) -> u64 {
    let readers = readers(module);
    let cells = module["cells"].as_object_mut().expect("a module has cells");
    let rams: Vec<String> = cells
        .iter()
        .filter(|(_, cell)| cell["type"] == "DP16KD")
        .map(|(name, _)| name.clone())
        .collect();
    let mut absorbed = 0;
    for ram in rams {
        let Some(flops) = flops_behind(&cells[&ram], cells, &readers) else {
            continue;
        };
        let reset = flops.values().next().map_or(json!("0"), |flop| flop.reset.clone());
        let cell = &mut cells[&ram];
        for (port, bits) in cell["connections"].as_object_mut().expect("a cell has connections") {
            if let Some(flop) = bits[0]
                .as_u64()
                .filter(|_| port.starts_with("DO"))
                .and_then(|net| flops.get(&net))
            {
                bits[0] = flop.output.clone();
            }
        }
        for port in ["A", "B"] {
            cell["parameters"][format!("REGMODE_{port}")] = json!("OUTREG");
            cell["connections"][format!("OCE{port}")] = json!(["1"]);
            cell["connections"][format!("RST{port}")] = json!([reset]);
        }
        cell["parameters"]["RESETMODE"] = json!("SYNC");
        for flop in flops.values() {
            cells.remove(&flop.name);
            absorbed += 1;
        }
    }
    absorbed
}

/// The cells and ports that read each net; a port of the module has no name.
fn readers(module: &Value) -> HashMap<Net, Vec<(String, String)>> {
    let mut readers: HashMap<Net, Vec<(String, String)>> = HashMap::new();
    for (name, cell) in module["cells"].as_object().expect("a module has cells") {
        for (port, bits) in cell["connections"].as_object().expect("a cell has connections") {
            if cell["port_directions"][port] != "output" {
                for net in bits.as_array().into_iter().flatten().filter_map(Value::as_u64) {
                    readers.entry(net).or_default().push((name.clone(), port.clone()));
                }
            }
        }
    }
    for port in module["ports"].as_object().into_iter().flat_map(Map::values) {
        for net in port["bits"].as_array().into_iter().flatten().filter_map(Value::as_u64) {
            readers.entry(net).or_default().push(Default::default());
        }
    }
    readers
}

/// The flip-flops by the net of the RAM's output that they take, if the RAM can stand for them.
fn flops_behind(
    ram: &Value,
    cells: &Map<String, Value>,
    readers: &HashMap<Net, Vec<(String, String)>>,
) -> Option<HashMap<Net, Flop>> {
    let (connections, parameters) = (ram["connections"].as_object()?, &ram["parameters"]);
    let clock = &connections["CLKA"];
    let plain = parameters["REGMODE_A"] == "NOREG"
        && parameters["REGMODE_B"] == "NOREG"
        && parameters["CLKAMUX"] == "CLKA"
        && parameters["CLKBMUX"] == "CLKB"
        && &connections["CLKB"] == clock;
    if !plain {
        return None;
    }
    let mut flops: HashMap<Net, Flop> = HashMap::new();
    for (_, bits) in connections.iter().filter(|(port, _)| port.starts_with("DO")) {
        let Some((net, reading)) = bits[0].as_u64().and_then(|net| Some((net, readers.get(&net)?))) else {
            continue;
        };
        let [(name, port)] = reading.as_slice() else {
            return None;
        };
        let cell = cells
            .get(name)
            .filter(|cell| cell["type"] == "TRELLIS_FF" && port == "DI")?;
        let parameter = |name: &str| cell["parameters"][name].as_str().unwrap_or_default().trim();
        let reset = cell["connections"]
            .get("LSR")
            .map_or(json!("0"), |bits| bits[0].clone());
        let simple = &cell["connections"]["CLK"] == clock
            && parameter("CLKMUX") == "CLK"
            && parameter("CEMUX") == "1"
            && parameter("LSRMUX") == "LSR"
            && parameter("REGSET") == "RESET"
            && (parameter("SRMODE") == "LSR_OVER_CE" || reset == "0")
            && flops.values().all(|flop| flop.reset == reset);
        if !simple {
            return None;
        }
        let output = cell["connections"]["Q"][0].clone();
        let name = name.clone();
        flops.insert(net, Flop { name, output, reset });
    }
    (!flops.is_empty()).then_some(flops)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A RAM with two outputs in use, each with a flip-flop behind it.
    fn module() -> Value {
        let flop = |data: u64, output: u64| {
            json!({
                "type": "TRELLIS_FF",
                "parameters": {"CLKMUX": "CLK", "CEMUX": "1 ", "LSRMUX": "LSR", "REGSET": "RESET", "SRMODE": "LSR_OVER_CE"},
                "port_directions": {"CLK": "input", "LSR": "input", "DI": "input", "Q": "output"},
                "connections": {"CLK": [2], "LSR": [3], "DI": [data], "Q": [output]}
            })
        };
        json!({
            "ports": {"clk": {"direction": "input", "bits": [2]}, "out": {"direction": "output", "bits": [20, 21]}},
            "cells": {
                "ram": {
                    "type": "DP16KD",
                    "parameters": {"REGMODE_A": "NOREG", "REGMODE_B": "NOREG", "CLKAMUX": "CLKA", "CLKBMUX": "CLKB", "RESETMODE": "ASYNC"},
                    "port_directions": {"CLKA": "input", "CLKB": "input", "OCEA": "input", "OCEB": "input", "RSTA": "input",
                        "RSTB": "input", "DOA0": "output", "DOA1": "output", "DOB0": "output"},
                    "connections": {"CLKA": [2], "CLKB": [2], "OCEA": ["0"], "OCEB": ["1"], "RSTA": ["0"], "RSTB": ["0"],
                        "DOA0": [10], "DOA1": [12], "DOB0": [11]}
                },
                "low": flop(10, 20),
                "high": flop(11, 21)
            }
        })
    }

    #[test]
    fn registers_behind_all_outputs_in_use_move_into_the_ram() {
        let mut module = module();
        assert_eq!(absorb_in(&mut module), 2);
        let cells = module["cells"].as_object().unwrap();
        assert_eq!(cells.len(), 1);
        let (connections, parameters) = (&cells["ram"]["connections"], &cells["ram"]["parameters"]);
        assert_eq!(
            (&connections["DOA0"], &connections["DOB0"]),
            (&json!([20]), &json!([21]))
        );
        assert_eq!(
            (&connections["RSTA"], &connections["OCEA"]),
            (&json!([3]), &json!(["1"]))
        );
        assert_eq!(
            (&parameters["REGMODE_B"], &parameters["RESETMODE"]),
            (&json!("OUTREG"), &json!("SYNC"))
        );
    }

    /// Whether the RAM is left alone after a change of the module.
    fn is_left_alone(change: impl Fn(&mut Value)) -> bool {
        let mut module = module();
        change(&mut module);
        let before = module.clone();
        absorb_in(&mut module) == 0 && module == before
    }

    #[test]
    fn registers_that_are_not_the_ram_s_own_stay_where_they_are() {
        assert!(is_left_alone(
            |module| module["cells"]["low"]["parameters"]["CEMUX"] = json!("CE")
        ));
        assert!(is_left_alone(
            |module| module["cells"]["low"]["parameters"]["REGSET"] = json!("SET")
        ));
        assert!(is_left_alone(
            |module| module["cells"]["low"]["parameters"]["CLKMUX"] = json!("INV")
        ));
        assert!(is_left_alone(
            |module| module["cells"]["low"]["connections"]["CLK"] = json!([4])
        ));
        assert!(is_left_alone(
            |module| module["cells"]["low"]["connections"]["LSR"] = json!([4])
        ));
        assert!(is_left_alone(|module| module["cells"]["low"]["type"] = json!("LUT4")));
        assert!(is_left_alone(
            |module| module["cells"]["high"]["connections"]["CLK"] = json!([10])
        ));
        assert!(is_left_alone(|module| module["ports"]["out"]["bits"] = json!([10])));
        assert!(is_left_alone(
            |module| module["cells"]["ram"]["parameters"]["REGMODE_A"] = json!("OUTREG")
        ));
        assert!(is_left_alone(|module| {
            module["cells"].as_object_mut().unwrap().remove("low");
            module["cells"].as_object_mut().unwrap().remove("high");
        }));
    }
}
