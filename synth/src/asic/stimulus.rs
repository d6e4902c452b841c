//! What a module's ports did in a run of its Verilog, and the same again on its netlist.
//!
//! The netlist is given the inputs of every cycle and must show the outputs: its activity is that of the run, and it has been compared
//! with the Verilog on the way.

use super::liberty::Library;
use super::netlist::{Bus, Net, Netlist};
use super::simulate::{Activity, Simulator};
use crate::Error;

/// The ports of a module, cycle by cycle. A cycle belongs to a phase: what the module was busy with.
#[derive(Clone, Debug, Default)]
pub struct Stimulus {
    ports: Vec<Port>,
    values: Vec<u128>,
    /// Number and new value of each port that changed.
    changes: Vec<(u16, u128)>,
    cycles: Vec<Cycle>,
}

/// A port of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its Verilog name.
    pub name: String,
    /// Whether the module reads it.
    pub input: bool,
}

#[derive(Clone, Copy, Debug)]
struct Cycle {
    phase: u8,
    /// Where the changes of the next one begin.
    end: usize,
}

impl Stimulus {
    /// Nothing yet, of these ports. All of them begin as zeros.
    pub fn of(ports: Vec<Port>) -> Stimulus {
        Stimulus {
            values: vec![0; ports.len()],
            ports,
            ..Stimulus::default()
        }
    }

    /// The ports.
    pub fn ports(&self) -> &[Port] {
        &self.ports
    }

    /// Notes the value of a port in this cycle.
    pub fn note(&mut self, port: usize, value: u128) {
        if self.values[port] != value {
            self.values[port] = value;
            self.changes.push((port as u16, value));
        }
    }

    /// Ends the cycle; it belongs to a phase.
    pub fn end_cycle(&mut self, phase: u8) {
        let end = self.changes.len();
        self.cycles.push(Cycle { phase, end });
    }

    /// The value of a port in a cycle, if there are such.
    pub fn at(&self, cycle: usize, port: &str) -> Option<u128> {
        let port = self.ports.iter().position(|known| known.name == port)?;
        let end = self.cycles.get(cycle)?.end;
        let changes = self.changes[..end].iter().rev();
        let last = changes.into_iter().find(|(changed, _)| usize::from(*changed) == port);
        Some(last.map_or(0, |(_, value)| *value))
    }

    /// Cycles so far.
    pub fn cycles(&self) -> usize {
        self.cycles.len()
    }

    /// Plays it on a netlist; returns the activity of each phase. An output is compared in every cycle, unless it has a `valid` beside it
    /// that is low: `rsp_address_o` counts where `rsp_valid_o` is 1.
    ///
    /// # Errors
    /// An output differs, or the netlist cannot be simulated.
    pub fn play(&self, library: &Library, netlist: &Netlist, phases: usize) -> Result<Vec<Activity>, Error> {
        let mut simulator = Simulator::new(library, netlist, phases)?;
        let find = |buses: &[Bus], name: &str| buses.iter().find(|bus| bus.name == name).map(|bus| bus.nets.clone());
        let nets: Vec<Option<Vec<Net>>> = self
            .ports
            .iter()
            .map(|port| find(if port.input { &netlist.inputs } else { &netlist.outputs }, &port.name))
            .collect();
        let guards: Vec<Option<usize>> = self.ports.iter().map(|port| self.guard(port)).collect();
        let mut values = vec![0; self.ports.len()];
        let mut start = 0;
        for (number, cycle) in self.cycles.iter().enumerate() {
            simulator.enter(usize::from(cycle.phase));
            for &(port, value) in &self.changes[start..cycle.end] {
                let port = usize::from(port);
                values[port] = value;
                if let (true, Some(nets)) = (self.ports[port].input, &nets[port]) {
                    simulator.drive(nets, value);
                }
            }
            start = cycle.end;
            simulator.settle();
            for (port, nets) in nets.iter().enumerate() {
                let Some(nets) = nets.as_ref().filter(|_| !self.ports[port].input) else {
                    continue;
                };
                let guarded = guards[port].is_some_and(|guard| values[guard] == 0);
                let (found, wanted) = (simulator.value(nets), values[port]);
                if !guarded && found != wanted {
                    return Err(Error::Request(format!(
                        "the netlist is not its Verilog: in cycle {number}, {} is {found:#x} and should be {wanted:#x}",
                        self.ports[port].name
                    )));
                }
            }
            simulator.edge();
        }
        Ok(simulator.activities())
    }

    /// The port that says whether this one counts.
    fn guard(&self, port: &Port) -> Option<usize> {
        if port.input || port.name.ends_with("_valid_o") || port.name.ends_with("_ready_o") {
            return None;
        }
        let mut stream = port.name.as_str();
        while let Some((shorter, _)) = stream.rsplit_once('_') {
            let valid = format!("{shorter}_valid_o");
            if let Some(guard) = self.ports.iter().position(|port| port.name == valid) {
                return Some(guard);
            }
            stream = shorter;
        }
        None
    }
}
