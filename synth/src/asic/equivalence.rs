//! Proof that a mapped netlist does what was synthesised: combinational equivalence between registers, by Berkeley ABC.
//!
//! Both sides become networks without state: what a flip-flop or a memory shows is an input, what it is given an output, and equal names
//! are the same thing. One side is the design as Yosys has read it, in AND gates and inverters, before anything of the library was
//! chosen; the other is the finished netlist with its buffers and sizes. So mapping, buffers and sizes are proven. How Yosys reads
//! Verilog is not: that the simulation of the netlist compares with Verilator's reading.

use super::flow::Mapped;
use super::function::Function;
use super::generic;
use super::liberty::Library;
use super::netlist::{Memory, Net, Netlist, ONE, ZERO};
use super::technology::Technology;
use crate::Error;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::process::Stdio;

/// Proves a netlist; says how many of its flip-flops were matched.
///
/// # Errors
/// The two differ, a register of one is not in the other, or ABC is missing.
pub fn prove(mapped: &Mapped, top: &str, technology: &Technology) -> Result<usize, Error> {
    let generic = generic::library();
    let path = mapped.folder.join("rtl.json");
    let rtl = Netlist::read(&path, top, &generic)?;
    let matched = matches(&generic, &rtl, &technology.library, &mapped.netlist)?;
    let write = |name: &str, text: String| {
        let file = mapped.folder.join(name);
        fs::write(&file, text).map_err(Error::file(&file))
    };
    let of_rtl = |index: usize| {
        let own = matched.get(&index);
        Some(Register {
            held: own.map_or(format!("lost_{index}"), |own| format!("held_{own}")),
            next: own.map_or(Vec::new(), |_| vec![index]),
        })
    };
    let mut rtl_of: HashMap<usize, Vec<usize>> = HashMap::new();
    for (&of_rtl, &own) in &matched {
        rtl_of.entry(own).or_default().push(of_rtl);
    }
    let of_netlist = |index: usize| {
        Some(Register {
            held: format!("held_{index}"),
            next: rtl_of.get(&index)?.clone(),
        })
    };
    let lost: Vec<String> = flip_flops(&generic, &rtl)
        .filter(|(index, _)| !matched.contains_key(index))
        .map(|(index, _)| format!("lost_{index}"))
        .collect();
    write("rtl.blif", network(&generic, &rtl, of_rtl, &[]))?;
    write(
        "netlist.blif",
        network(&technology.library, &mapped.netlist, of_netlist, &lost),
    )?;
    let mut abc = memento_tools::command("berkeley-abc")?;
    let output = abc
        .args(["-q", "cec -T 1000 rtl.blif netlist.blif"])
        .current_dir(&mapped.folder)
        .stdin(Stdio::null())
        .output();
    let output = output.map_err(Error::file(mapped.folder.join("netlist.blif")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match text.contains("Networks are equivalent") {
        true => Ok(rtl_of.len()),
        false => Err(Error::Request(format!(
            "the netlist of {top} on {} is not proven to do what its Verilog does; ABC says: {}",
            technology.entry.name,
            text.lines().take(3).collect::<Vec<_>>().join(" / ")
        ))),
    }
}

/// What stands for a flip-flop in a network without state.
struct Register {
    /// The input that is what it holds.
    held: String,
    /// Numbers of the outputs that are what it is given. A register of the netlist may be several of the Verilog, which hold the same.
    next: Vec<usize>,
}

/// By flip-flop of the first netlist: the one of the second that shows a net of the same name.
fn matches(
    rtl_library: &Library,
    rtl: &Netlist,
    library: &Library,
    netlist: &Netlist,
) -> Result<HashMap<usize, usize>, Error> {
    let mut by_net = HashMap::new();
    for (index, net) in flip_flops(rtl_library, rtl) {
        by_net.insert(net, index);
    }
    let mut by_own_net = HashMap::new();
    for (index, net) in flip_flops(library, netlist) {
        by_own_net.insert(net, index);
    }
    let mut matched = HashMap::new();
    for (name, own) in &netlist.names {
        let Some(&index) = by_own_net.get(own) else { continue };
        if let Some(&of_rtl) = rtl.names.get(name).and_then(|net| by_net.get(net)) {
            matched.insert(of_rtl, index);
        }
    }
    let mut found: Vec<usize> = matched.values().copied().collect();
    found.sort_unstable();
    found.dedup();
    let lost = by_own_net.iter().find(|(_, index)| found.binary_search(index).is_err());
    match lost {
        None => Ok(matched),
        Some((&net, _)) => Err(Error::Request(format!(
            "flip-flop {} of the netlist is not in the Verilog: nothing can be proven",
            netlist.nets[net]
        ))),
    }
}

/// Each flip-flop with the net that shows what it holds.
fn flip_flops<'a>(library: &'a Library, netlist: &'a Netlist) -> impl Iterator<Item = (usize, Net)> + 'a {
    netlist.instances.iter().enumerate().filter_map(|(index, instance)| {
        let cell = &library.cells[instance.cell];
        cell.flip_flop.as_ref()?;
        cell.outputs().find_map(|pin| Some((index, instance.nets[pin]?)))
    })
}

/// A netlist without its state, in BLIF, with some more inputs that it does not read: flip-flops that synthesis found to change nothing may
/// hold anything.
fn network(
    library: &Library,
    netlist: &Netlist,
    register: impl Fn(usize) -> Option<Register>,
    more_inputs: &[String],
) -> String {
    let mut declared = HashSet::new();
    let (mut inputs, mut outputs, mut body) = (String::new(), String::new(), String::new());
    let _ = writeln!(body, ".names n{ZERO}\n.names n{ONE}\n1");
    let mut input = |body: &mut String, name: String, net: Net| {
        let _ = write!(inputs, " {name}");
        let _ = writeln!(body, ".names {name} n{net}\n1 1");
    };
    let mut output = |body: &mut String, name: String, net: Net| {
        let _ = write!(outputs, " {name}");
        let _ = writeln!(body, ".names n{net} {name}\n1 1");
    };
    let bits = |name: &str, nets: &[Net]| -> Vec<(String, Net)> {
        nets.iter()
            .enumerate()
            .map(|(bit, &net)| (format!("{name}[{bit}]"), net))
            .collect()
    };
    for bus in &netlist.inputs {
        bits(&bus.name, &bus.nets)
            .into_iter()
            .for_each(|(name, net)| input(&mut body, name, net));
    }
    for bus in &netlist.outputs {
        bits(&bus.name, &bus.nets)
            .into_iter()
            .for_each(|(name, net)| output(&mut body, name, net));
    }
    for memory in &netlist.memories {
        bits(&format!("{}.read", memory.name), &memory.read_data)
            .into_iter()
            .for_each(|(name, net)| input(&mut body, name, net));
        for (pins, nets) in memory_pins(memory) {
            bits(&format!("{}.{pins}", memory.name), nets)
                .into_iter()
                .for_each(|(name, net)| output(&mut body, name, net));
        }
    }
    for (index, instance) in netlist.instances.iter().enumerate() {
        let cell = &library.cells[instance.cell];
        let Some(flip_flop) = &cell.flip_flop else {
            for pin in cell.outputs() {
                if let (Some(net), Some(function)) = (instance.nets[pin], &cell.pins[pin].function) {
                    cover(&mut body, function, &instance.nets, &format!("n{net}"));
                }
            }
            continue;
        };
        let Some(Register { held, mut next }) = register(index) else {
            continue;
        };
        if declared.insert(held.clone()) {
            let _ = write!(inputs, " {held}");
        }
        for pin in cell.outputs() {
            if let (Some(net), Some(function)) = (instance.nets[pin], &cell.pins[pin].function) {
                let _ = writeln!(body, ".names {held} n{net}\n{} 1", function.table >> 1 & 1);
            }
        }
        next.sort_unstable();
        for next in next {
            let _ = write!(outputs, " next_{next}");
            cover(
                &mut body,
                &flip_flop.next_state,
                &instance.nets,
                &format!("next_{next}"),
            );
        }
    }
    for name in more_inputs {
        let _ = write!(inputs, " {name}");
    }
    format!(".model network\n.inputs{inputs}\n.outputs{outputs}\n{body}.end\n")
}

/// Every pin that a memory reads.
fn memory_pins(memory: &Memory) -> [(&'static str, &[Net]); 6] {
    [
        ("read_address", &memory.read_address),
        ("read_enable", std::slice::from_ref(&memory.read_enable)),
        ("read_reset", std::slice::from_ref(&memory.read_reset)),
        ("write_address", &memory.write_address),
        ("write_enable", &memory.write_enable),
        ("write_data", &memory.write_data),
    ]
}

/// A function as the rows of its truth table that are 1.
fn cover(body: &mut String, function: &Function, nets: &[Option<Net>], output: &str) {
    let count = function.variables.len();
    let _ = write!(body, ".names");
    for &variable in &function.variables {
        let _ = write!(body, " n{}", nets.get(variable).copied().flatten().unwrap_or(ZERO));
    }
    let _ = writeln!(body, " {output}");
    for row in (0..1u64 << count).filter(|row| function.table >> row & 1 == 1) {
        let bits: String = (0..count)
            .map(|bit| if row >> bit & 1 == 1 { '1' } else { '0' })
            .collect();
        let _ = writeln!(body, "{bits} 1");
    }
}
