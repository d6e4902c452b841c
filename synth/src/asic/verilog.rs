//! A netlist as structural Verilog, for other tools. Every net that is no port is called by its number.

use super::liberty::Library;
use super::netlist::{Net, Netlist, ONE, ZERO};
use std::collections::HashMap;
use std::fmt::Write;

/// The module. Memories are instances of modules of their own, `<name>_memory_<n>`, which other tools take as black boxes.
pub fn module(name: &str, library: &Library, netlist: &Netlist) -> String {
    let mut ports: HashMap<Net, String> = HashMap::new();
    let mut text = format!("module {name} (");
    let buses = || {
        netlist
            .inputs
            .iter()
            .map(|bus| ("input", bus))
            .chain(netlist.outputs.iter().map(|bus| ("output", bus)))
    };
    let list: Vec<&str> = buses().map(|(_, bus)| bus.name.as_str()).collect();
    let _ = writeln!(text, "{});", list.join(", "));
    let mut aliases = String::new();
    for (direction, bus) in buses() {
        let _ = writeln!(text, "  {direction} [{}:0] {};", bus.nets.len() - 1, bus.name);
        for (bit, &net) in bus.nets.iter().enumerate() {
            let own = format!("{}[{bit}]", bus.name);
            if direction == "input" {
                ports.insert(net, own);
            } else {
                let _ = writeln!(aliases, "  assign {own} = {};", net_name(&ports, net));
            }
        }
    }
    for net in 2..netlist.nets.len() {
        if !ports.contains_key(&net) {
            let _ = writeln!(text, "  wire n{net};");
        }
    }
    text += &aliases;
    for (index, instance) in netlist.instances.iter().enumerate() {
        let cell = &library.cells[instance.cell];
        let pins = cell.pins.iter().zip(&instance.nets);
        let pins = pins.filter_map(|(pin, net)| Some(format!(".{}({})", pin.name, net_name(&ports, (*net)?))));
        let _ = writeln!(
            text,
            "  {} i{index} ({});",
            cell.name,
            pins.collect::<Vec<_>>().join(", ")
        );
    }
    for (index, memory) in netlist.memories.iter().enumerate() {
        let bus = |nets: &[Net]| {
            let bits: Vec<String> = nets.iter().rev().map(|&net| net_name(&ports, net)).collect();
            format!("{{{}}}", bits.join(", "))
        };
        let _ = writeln!(
            text,
            "  {name}_memory_{index} m{index} (.ra({}), .re({}), .rd({}), .wa({}), .we({}), .wd({}));",
            bus(&memory.read_address),
            bus(&[memory.read_enable]),
            bus(&memory.read_data),
            bus(&memory.write_address),
            bus(&memory.write_enable),
            bus(&memory.write_data),
        );
    }
    text + "endmodule\n"
}

fn net_name(ports: &HashMap<Net, String>, net: Net) -> String {
    match net {
        ZERO => "1'b0".into(),
        ONE => "1'b1".into(),
        _ => ports.get(&net).cloned().unwrap_or_else(|| format!("n{net}")),
    }
}
