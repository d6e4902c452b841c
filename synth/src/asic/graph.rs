//! A netlist as a graph: what hangs on each net, and in which order values go through it.

use super::liberty::Library;
use super::macros::Macros;
use super::netlist::{Net, Netlist, ONE, ZERO};
use super::timing::Boundary;
use crate::Error;

/// The pin at which a flip-flop takes its data.
pub fn data_pin(library: &Library, cell: usize) -> usize {
    let flip_flop = library.cells[cell].flip_flop.as_ref();
    flip_flop
        .and_then(|flip_flop| flip_flop.next_state.variables.first().copied())
        .unwrap_or_default()
}

/// Load of each net while it rises and while it falls, in fF.
pub fn loads(library: &Library, netlist: &Netlist, boundary: Boundary, macros: Macros) -> Vec<[f64; 2]> {
    let mut loads = vec![[0.0; 2]; netlist.nets.len()];
    let mut sinks = vec![0; netlist.nets.len()];
    let mut add = |net: Net, capacitance: [f64; 2]| {
        loads[net] = [loads[net][0] + capacitance[0], loads[net][1] + capacitance[1]];
        sinks[net] += 1;
    };
    for instance in &netlist.instances {
        for (pin, net) in library.cells[instance.cell].pins.iter().zip(&instance.nets) {
            if let (false, Some(net)) = (pin.output, net) {
                add(*net, pin.capacitance_ff);
            }
        }
    }
    for memory in &netlist.memories {
        for net in memory.inputs() {
            add(net, [macros.capacitance_ff(); 2]);
        }
    }
    if let Boundary::Registers(cell) = boundary {
        let pin = &library.cells[cell].pins[data_pin(library, cell)];
        for &net in netlist.outputs.iter().flat_map(|bus| &bus.nets) {
            add(net, pin.capacitance_ff);
        }
    }
    for (load, sinks) in loads.iter_mut().zip(sinks) {
        *load = load.map(|load| load + library.wire_ff(sinks));
    }
    loads
}

/// The combinational instances, each behind those that drive it.
pub fn order(library: &Library, netlist: &Netlist) -> Result<Vec<usize>, Error> {
    let combinational = |index: usize| library.cells[netlist.instances[index].cell].flip_flop.is_none();
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); netlist.nets.len()];
    let mut driven = vec![false; netlist.nets.len()];
    for (index, instance) in netlist
        .instances
        .iter()
        .enumerate()
        .filter(|(index, _)| combinational(*index))
    {
        for (pin, net) in library.cells[instance.cell].pins.iter().zip(&instance.nets) {
            match (pin.output, net) {
                (true, Some(net)) => driven[*net] = true,
                (false, Some(net)) => readers[*net].push(index),
                _ => {}
            }
        }
    }
    let mut waits = vec![0; netlist.instances.len()];
    for (net, readers) in readers.iter().enumerate() {
        if driven[net] && net != ZERO && net != ONE {
            for &reader in readers {
                waits[reader] += 1;
            }
        }
    }
    let all: Vec<usize> = (0..netlist.instances.len())
        .filter(|&index| combinational(index))
        .collect();
    let mut order: Vec<usize> = all.iter().copied().filter(|&index| waits[index] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        let instance = &netlist.instances[order[next]];
        next += 1;
        for pin in library.cells[instance.cell].outputs() {
            for &reader in instance.nets[pin].iter().flat_map(|&net| &readers[net]) {
                waits[reader] -= 1;
                if waits[reader] == 0 {
                    order.push(reader);
                }
            }
        }
    }
    match all.iter().find(|&&index| waits[index] > 0) {
        None => Ok(order),
        Some(&index) => Err(Error::Request(format!(
            "the netlist has a combinational loop through cell {}: it has no longest path",
            netlist.instances[index].name
        ))),
    }
}
