//! Buffer trees: no net drives more than a few cells. Yosys and ABC leave the outputs of flip-flops and the inputs of a design
//! as they are, however much hangs on them.

use super::liberty::Library;
use super::macros::Macros;
use super::netlist::{Instance, Net, Netlist, ONE, ZERO};
use super::timing::{Boundary, Timing};
use crate::Error;

/// How trees are built.
#[derive(Clone, Copy, Debug)]
pub struct Trees {
    /// The buffer: index of the cell, and of its input and output.
    pub buffer: (usize, usize, usize),
    /// Cells that a net drives at most.
    pub sinks: usize,
}

/// A cell's input that hangs on a net, and when its signal has to be there: smaller is more urgent.
#[derive(Clone, Copy, Debug)]
struct Sink {
    instance: usize,
    pin: usize,
    required_ns: f64,
}

/// Puts buffers into every net but the clock that drives more cells than it may; returns how many. The least urgent cells are
/// put behind buffers first. What hangs on a memory or an output stays at the net's root.
///
/// # Errors
/// The netlist cannot be analysed.
pub fn insert(
    library: &Library,
    netlist: &mut Netlist,
    trees: Trees,
    boundary: Boundary,
    macros: Macros,
) -> Result<usize, Error> {
    let light = |library: &Library| {
        // Loads as they will be behind the trees, or the urgency of everything would be that of the fullest nets.
        let cap = trees.sinks as f64 * typical_pin_ff(library);
        move |load: f64| load.min(cap)
    };
    let timing = Timing::with_loads(library, netlist, boundary, macros, light(library))?;
    let required = timing.required_ns(library, netlist, boundary, macros, timing.period_ns);
    let delay_ns = {
        let (cell, _, output) = trees.buffer;
        let load = trees.sinks as f64 * library.cells[cell].pins[trees.buffer.1].capacitance_ff[0];
        let arcs = &library.cells[cell].pins[output].arcs;
        arcs.iter()
            .flat_map(|arc| &arc.edges)
            .map(|edge| edge.delay.at(0.02, load))
            .fold(0.0, f64::max)
    };
    let mut sinks: Vec<Vec<Sink>> = vec![Vec::new(); netlist.nets.len()];
    for (index, instance) in netlist.instances.iter().enumerate() {
        let cell = &library.cells[instance.cell];
        for (pin, net) in instance.nets.iter().enumerate() {
            let clock = cell.flip_flop.as_ref().is_some_and(|flip_flop| flip_flop.clock == pin);
            if let (false, false, Some(net)) = (cell.pins[pin].output, clock, *net) {
                let needed = needed_at(library, netlist, &timing, &required, index, pin);
                sinks[net].push(Sink {
                    instance: index,
                    pin,
                    required_ns: needed,
                });
            }
        }
    }
    let before = netlist.instances.len();
    for (net, mut sinks) in sinks.into_iter().enumerate() {
        if net != ZERO && net != ONE && sinks.len() > trees.sinks {
            sinks.sort_by(|a, b| {
                a.required_ns
                    .total_cmp(&b.required_ns)
                    .then(a.instance.cmp(&b.instance))
            });
            tree(netlist, library, trees, net, sinks, delay_ns);
        }
    }
    Ok(netlist.instances.len() - before)
}

/// Capacitance of an input of middling size, in fF.
fn typical_pin_ff(library: &Library) -> f64 {
    let mut all: Vec<f64> = library
        .cells
        .iter()
        .flat_map(|cell| &cell.pins)
        .filter(|pin| !pin.output)
        .map(|pin| pin.capacitance_ff[0])
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(1.0)
}

/// When a signal has to be at one input of a cell for the cell's outputs to be in time.
fn needed_at(
    library: &Library,
    netlist: &Netlist,
    timing: &Timing,
    required: &[[f64; 2]],
    index: usize,
    pin: usize,
) -> f64 {
    let instance = &netlist.instances[index];
    let cell = &library.cells[instance.cell];
    if cell.flip_flop.is_some() {
        return timing.period_ns;
    }
    let Some(net) = instance.nets[pin] else {
        return f64::INFINITY;
    };
    let mut needed = f64::INFINITY;
    for output in cell.outputs() {
        let Some(driven) = instance.nets[output] else { continue };
        for arc in cell.pins[output].arcs.iter().filter(|arc| arc.from == pin) {
            for edge in [0, 1] {
                for &cause in arc.causes(edge) {
                    let delay = arc.edges[edge]
                        .delay
                        .at(timing.slew_ns[net][cause], timing.load_ff[driven][edge]);
                    needed = needed.min(required[driven][edge] - delay);
                }
            }
        }
    }
    needed
}

/// Puts the least urgent cells behind buffers, and these behind others, until the net drives as few as it may.
fn tree(netlist: &mut Netlist, library: &Library, trees: Trees, root: Net, mut sinks: Vec<Sink>, delay_ns: f64) {
    let (buffer, input, output) = trees.buffer;
    while sinks.len() > trees.sinks {
        // The last buffer need not be full.
        let excess = sinks.len() - trees.sinks + 1;
        let group = sinks.split_off(sinks.len() - excess.clamp(2, trees.sinks));
        let net = netlist.nets.len();
        let index = netlist.instances.len();
        netlist.nets.push(format!("{}_buffered_{index}", netlist.nets[root]));
        let mut nets = vec![None; library.cells[buffer].pins.len()];
        (nets[input], nets[output]) = (Some(root), Some(net));
        netlist.instances.push(Instance {
            name: format!("buffer_{index}"),
            cell: buffer,
            nets,
        });
        for sink in &group {
            netlist.instances[sink.instance].nets[sink.pin] = Some(net);
        }
        let required_ns = group.iter().map(|sink| sink.required_ns).fold(f64::INFINITY, f64::min) - delay_ns;
        let place = sinks.partition_point(|sink| sink.required_ns <= required_ns);
        sinks.insert(
            place,
            Sink {
                instance: index,
                pin: input,
                required_ns,
            },
        );
    }
}
