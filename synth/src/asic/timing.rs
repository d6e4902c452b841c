//! Static timing analysis before layout: the longest paths between registers, from a library's tables.
//!
//! The clock is ideal: it reaches every register at time 0, with an edge of no length. A net's slew is the largest of all its
//! drivers' arcs, its load the pins that it drives and the wire that the library guesses for so many; a wire takes no time.

use super::graph::{data_pin, loads, order};
use super::liberty::{Arc, Library};
use super::macros::Macros;
use super::netlist::{Net, Netlist};
use crate::Error;

/// What is around the netlist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Boundary {
    /// Inputs are there at the clock's edge, outputs may come at its next one, nothing hangs on them.
    Ideal,
    /// Every input comes from a flip-flop of this cell and every output goes into one.
    Registers(usize),
}

/// The rising and the falling edge.
pub const EDGES: [usize; 2] = [0, 1];

/// What an analysis found.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Load of each net while it rises and while it falls, in fF.
    pub load_ff: Vec<[f64; 2]>,
    /// Slew of each net's edges, in ns.
    pub slew_ns: Vec<[f64; 2]>,
    /// When each net's edges come at the latest, in ns after the clock's edge; before everything where never.
    pub arrival_ns: Vec<[f64; 2]>,
    /// The combinational instances, each behind those that drive it.
    pub order: Vec<usize>,
    /// The shortest period, in ns.
    pub period_ns: f64,
    /// The path that asks for it.
    pub critical: Path,
    cause: Vec<[Option<Cause>; 2]>,
}

/// A path between registers.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// Each net, its edge, when it comes, and the cell that drives it.
    pub steps: Vec<Step>,
    /// What takes it in the end.
    pub end: String,
    /// Setup time there, in ns.
    pub setup_ns: f64,
}

/// A net of a path.
#[derive(Clone, Debug)]
pub struct Step {
    /// The cell that drives it.
    pub cell: String,
    /// The net.
    pub net: String,
    /// Whether it rises.
    pub rises: bool,
    /// When, in ns.
    pub arrival_ns: f64,
    /// Its load in fF.
    pub load_ff: f64,
}

/// Why an edge comes when it does.
#[derive(Clone, Copy, Debug)]
struct Cause {
    instance: usize,
    from: Net,
    edge: usize,
}

/// A place where a path ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) net: Net,
    pub(super) setup_ns: [f64; 2],
    place: Place,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Instance(usize),
    Memory(usize),
    Output(usize),
}

pub(super) const NEVER: f64 = f64::NEG_INFINITY;

impl Timing {
    /// Analyses a netlist.
    ///
    /// # Errors
    /// The netlist has a combinational loop or no path that ends anywhere.
    pub fn of(library: &Library, netlist: &Netlist, boundary: Boundary, macros: Macros) -> Result<Timing, Error> {
        Timing::with_loads(library, netlist, boundary, macros, |load_ff| load_ff)
    }

    /// Analyses a netlist with other loads than those that it has.
    ///
    /// # Errors
    /// As [`Timing::of`].
    pub fn with_loads(
        library: &Library,
        netlist: &Netlist,
        boundary: Boundary,
        macros: Macros,
        change: impl Fn(f64) -> f64,
    ) -> Result<Timing, Error> {
        let count = netlist.nets.len();
        let mut timing = Timing {
            load_ff: loads(library, netlist, boundary, macros)
                .into_iter()
                .map(|load| load.map(&change))
                .collect(),
            slew_ns: vec![[0.0; 2]; count],
            arrival_ns: vec![[NEVER; 2]; count],
            order: order(library, netlist)?,
            period_ns: NEVER,
            critical: Path::default(),
            cause: vec![[None; 2]; count],
        };
        timing.start(library, netlist, boundary, macros);
        for position in 0..timing.order.len() {
            timing.propagate(library, netlist, timing.order[position]);
        }
        timing.finish(library, netlist, boundary, macros)?;
        Ok(timing)
    }

    /// The highest clock in MHz.
    pub fn fmax_mhz(&self) -> f64 {
        1000.0 / self.period_ns
    }

    /// Inputs, flip-flops and memories show what they hold.
    fn start(&mut self, library: &Library, netlist: &Netlist, boundary: Boundary, macros: Macros) {
        for &net in netlist.inputs.iter().flat_map(|bus| &bus.nets) {
            match boundary {
                Boundary::Ideal => self.arrival_ns[net] = [0.0; 2],
                Boundary::Registers(cell) => {
                    let cell = &library.cells[cell];
                    let output = cell.outputs().next().unwrap_or_default();
                    for arc in &cell.pins[output].arcs {
                        self.shown(arc, net, None);
                    }
                }
            }
        }
        for memory in &netlist.memories {
            for &net in &memory.read_data {
                self.arrival_ns[net] = [macros.access_ns(memory); 2];
                self.slew_ns[net] = [macros.slew_ns(); 2];
            }
        }
        for (index, instance) in netlist.instances.iter().enumerate() {
            let cell = &library.cells[instance.cell];
            if cell.flip_flop.is_none() {
                continue;
            }
            for pin in cell.outputs() {
                let Some(net) = instance.nets[pin] else { continue };
                for arc in &cell.pins[pin].arcs {
                    self.shown(arc, net, Some(index));
                }
            }
        }
    }

    /// A flip-flop's output after the clock's edge.
    fn shown(&mut self, arc: &Arc, net: Net, instance: Option<usize>) {
        for edge in EDGES {
            let load = self.load_ff[net][edge];
            let delay = arc.edges[edge].delay.at(0.0, load);
            self.slew_ns[net][edge] = self.slew_ns[net][edge].max(arc.edges[edge].slew.at(0.0, load));
            if delay > self.arrival_ns[net][edge] {
                self.arrival_ns[net][edge] = delay;
                self.cause[net][edge] = instance.map(|instance| Cause {
                    instance,
                    from: net,
                    edge,
                });
            }
        }
    }

    fn propagate(&mut self, library: &Library, netlist: &Netlist, index: usize) {
        let instance = &netlist.instances[index];
        let cell = &library.cells[instance.cell];
        for pin in cell.outputs() {
            let Some(net) = instance.nets[pin] else { continue };
            for arc in &cell.pins[pin].arcs {
                let Some(from) = instance.nets[arc.from] else { continue };
                for edge in EDGES {
                    let load = self.load_ff[net][edge];
                    for &cause in arc.causes(edge) {
                        let arrival = self.arrival_ns[from][cause];
                        if arrival == NEVER {
                            continue;
                        }
                        let slew = self.slew_ns[from][cause];
                        let tables = &arc.edges[edge];
                        let arrival = arrival + tables.delay.at(slew, load);
                        self.slew_ns[net][edge] = self.slew_ns[net][edge].max(tables.slew.at(slew, load));
                        if arrival > self.arrival_ns[net][edge] {
                            self.arrival_ns[net][edge] = arrival;
                            self.cause[net][edge] = Some(Cause {
                                instance: index,
                                from,
                                edge: cause,
                            });
                        }
                    }
                }
            }
        }
    }

    /// Finds the path that needs most time until the next edge of the clock.
    fn finish(
        &mut self,
        library: &Library,
        netlist: &Netlist,
        boundary: Boundary,
        macros: Macros,
    ) -> Result<(), Error> {
        let mut worst: Option<(f64, End, usize)> = None;
        self.each_end(library, netlist, boundary, macros, |end| {
            for edge in EDGES {
                let period = self.arrival_ns[end.net][edge] + end.setup_ns[edge];
                if period > worst.as_ref().map_or(NEVER, |worst| worst.0) {
                    worst = Some((period, end, edge));
                }
            }
        });
        let (period, end, edge) = worst.ok_or_else(|| {
            Error::Request("the netlist has no path between registers: there is no clock to find".into())
        })?;
        self.period_ns = period;
        self.critical = Path {
            steps: self.trace(library, netlist, end.net, edge),
            end: match end.place {
                Place::Instance(index) => {
                    let instance = &netlist.instances[index];
                    format!("{} {}", library.cells[instance.cell].name, instance.name)
                }
                Place::Memory(index) => format!("memory {}", netlist.memories[index].name),
                Place::Output(index) => format!("output {}", netlist.outputs[index].name),
            },
            setup_ns: end.setup_ns[edge],
        };
        Ok(())
    }

    /// Calls `visit` with every place where a path ends.
    pub(super) fn each_end(
        &self,
        library: &Library,
        netlist: &Netlist,
        boundary: Boundary,
        macros: Macros,
        mut visit: impl FnMut(End),
    ) {
        let setup = |arcs: &[Arc], net: Net| {
            EDGES.map(|edge| {
                let setups = arcs
                    .iter()
                    .map(|arc| arc.edges[edge].delay.at(self.slew_ns[net][edge], 0.0));
                setups.fold(0.0, f64::max)
            })
        };
        for (index, instance) in netlist.instances.iter().enumerate() {
            let cell = &library.cells[instance.cell];
            let Some(flip_flop) = &cell.flip_flop else { continue };
            for (pin, net) in instance.nets.iter().enumerate() {
                let Some(net) = *net else { continue };
                if !cell.pins[pin].output && pin != flip_flop.clock {
                    let setup_ns = setup(&cell.pins[pin].arcs, net);
                    visit(End {
                        net,
                        setup_ns,
                        place: Place::Instance(index),
                    });
                }
            }
        }
        for (index, memory) in netlist.memories.iter().enumerate() {
            for net in memory.inputs() {
                visit(End {
                    net,
                    setup_ns: [macros.setup_ns(); 2],
                    place: Place::Memory(index),
                });
            }
        }
        for (index, bus) in netlist.outputs.iter().enumerate() {
            for &net in &bus.nets {
                let setup_ns = match boundary {
                    Boundary::Ideal => [0.0; 2],
                    Boundary::Registers(cell) => setup(&library.cells[cell].pins[data_pin(library, cell)].arcs, net),
                };
                visit(End {
                    net,
                    setup_ns,
                    place: Place::Output(index),
                });
            }
        }
    }

    /// The path that makes a net's edge as late as it is.
    fn trace(&self, library: &Library, netlist: &Netlist, mut net: Net, mut edge: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        loop {
            let cause = self.cause[net][edge];
            let cell = cause.map(|cause| library.cells[netlist.instances[cause.instance].cell].name.clone());
            steps.push(Step {
                cell: cell.unwrap_or_else(|| "input or memory".into()),
                net: netlist.nets[net].clone(),
                rises: edge == 0,
                arrival_ns: self.arrival_ns[net][edge],
                load_ff: self.load_ff[net][edge],
            });
            match cause {
                Some(cause) if cause.from != net => (net, edge) = (cause.from, cause.edge),
                _ => break,
            }
        }
        steps.reverse();
        steps
    }
}
