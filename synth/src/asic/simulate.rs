//! Simulation of a netlist, cycle by cycle, that counts how often each net changes.
//!
//! A cycle: inputs change, everything settles without delay, and at the clock's edge flip-flops and memories take their values. A net
//! changes at most once in a cycle; what it does between, glitches, is not seen. Registers and memories start as zeros.

use super::graph::order;
use super::liberty::{Library, STATE};
use super::netlist::{Memory, Net, Netlist, ONE};
use crate::Error;

/// An output of a combinational cell.
struct Gate {
    table: u64,
    inputs: [u32; 6],
    count: u8,
    output: u32,
}

/// A flip-flop: what it takes, and the nets that show it and its negation.
struct FlipFlop {
    next: Gate,
    shows: Vec<(u32, bool)>,
    state: bool,
}

struct MemoryState<'a> {
    memory: &'a Memory,
    rows: Vec<u128>,
}

/// A netlist at work.
pub struct Simulator<'a> {
    gates: Vec<Gate>,
    /// The gates that read each net.
    readers: Vec<Vec<u32>>,
    /// Gates to work out again, a bit each: a gate's number is larger than those of the gates before it.
    dirty: Vec<u64>,
    flip_flops: Vec<FlipFlop>,
    memories: Vec<MemoryState<'a>>,
    values: Vec<bool>,
    changed: Vec<u32>,
    /// By phase.
    activities: Vec<Activity>,
    phase: usize,
    cycle: u64,
    /// Since which cycle each net is what it is.
    since: Vec<u64>,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// Cycles.
    pub cycles: u64,
    /// Changes of each net.
    pub toggles: Vec<u64>,
    /// How often each net was 1: a part of all cycles, of every phase.
    pub ones: Vec<f64>,
    /// Reads and writes of each memory.
    pub accesses: Vec<u64>,
}

impl<'a> Simulator<'a> {
    /// A netlist in which every register and input is 0; what it does is counted in so many phases.
    ///
    /// # Errors
    /// The netlist has a combinational loop, or a memory whose rows are wider than 128 bits.
    pub fn new(library: &Library, netlist: &'a Netlist, phases: usize) -> Result<Simulator<'a>, Error> {
        let count = netlist.nets.len();
        let mut simulator = Simulator {
            gates: Vec::new(),
            readers: vec![Vec::new(); count],
            dirty: Vec::new(),
            flip_flops: Vec::new(),
            memories: Vec::new(),
            values: vec![false; count],
            changed: Vec::new(),
            activities: Vec::new(),
            phase: 0,
            cycle: 0,
            since: vec![0; count],
        };
        simulator.values[ONE] = true;
        let nothing = Activity {
            toggles: vec![0; count],
            ones: vec![0.0; count],
            accesses: vec![0; netlist.memories.len()],
            ..Activity::default()
        };
        simulator.activities = vec![nothing.clone(); phases];
        for index in order(library, netlist)? {
            let instance = &netlist.instances[index];
            let cell = &library.cells[instance.cell];
            for pin in cell.outputs() {
                if let (Some(net), Some(function)) = (instance.nets[pin], &cell.pins[pin].function) {
                    let gate = gate(function, &instance.nets, net);
                    for &input in &gate.inputs[..usize::from(gate.count)] {
                        simulator.readers[input as usize].push(simulator.gates.len() as u32);
                    }
                    simulator.gates.push(gate);
                }
            }
        }
        for instance in &netlist.instances {
            let cell = &library.cells[instance.cell];
            let Some(flip_flop) = &cell.flip_flop else { continue };
            let shown = cell.outputs().filter_map(|pin| {
                let function = cell.pins[pin]
                    .function
                    .as_ref()
                    .filter(|function| function.variables == [STATE])?;
                Some((instance.nets[pin]? as u32, function.table & 1 == 1))
            });
            simulator.flip_flops.push(FlipFlop {
                next: gate(&flip_flop.next_state, &instance.nets, 0),
                shows: shown.collect(),
                state: false,
            });
        }
        for memory in &netlist.memories {
            if memory.width > 128 {
                return Err(Error::Request(format!(
                    "memory {} has rows of {} bits: the simulation takes at most 128",
                    memory.name, memory.width
                )));
            }
            simulator.memories.push(MemoryState {
                memory,
                rows: vec![0; memory.rows],
            });
        }
        simulator.dirty = vec![0; simulator.gates.len().div_ceil(64)];
        for gate in 0..simulator.gates.len() {
            simulator.dirty[gate / 64] |= 1 << (gate % 64);
        }
        for index in 0..simulator.flip_flops.len() {
            simulator.show(index);
        }
        simulator.settle();
        // How it came to rest is no activity.
        simulator.activities = vec![nothing; phases];
        Ok(simulator)
    }

    /// Drives the nets of a bus, lowest bit first.
    pub fn drive(&mut self, nets: &[Net], value: u128) {
        for (bit, &net) in nets.iter().enumerate() {
            self.set(net, value >> bit & 1 == 1);
        }
    }

    /// The value of a bus, lowest bit first.
    pub fn value(&self, nets: &[Net]) -> u128 {
        let bit = |value, (bit, &net): (usize, &Net)| value | u128::from(self.values[net]) << bit;
        nets.iter().enumerate().fold(0, bit)
    }

    /// Works out everything that has changed.
    pub fn settle(&mut self) {
        for word in 0..self.dirty.len() {
            while self.dirty[word] != 0 {
                let bit = self.dirty[word].trailing_zeros() as usize;
                self.dirty[word] &= self.dirty[word] - 1;
                let gate = &self.gates[word * 64 + bit];
                let (output, value) = (gate.output as usize, evaluate(gate, &self.values));
                self.set(output, value);
            }
        }
    }

    /// The clock's edge.
    pub fn edge(&mut self) {
        self.changed.clear();
        for (index, flip_flop) in self.flip_flops.iter_mut().enumerate() {
            let next = evaluate(&flip_flop.next, &self.values);
            if next != flip_flop.state {
                flip_flop.state = next;
                self.changed.push(index as u32);
            }
        }
        let mut read = Vec::new();
        for index in 0..self.memories.len() {
            if let Some(data) = self.access(index) {
                read.push((index, data));
            }
        }
        for position in 0..self.changed.len() {
            self.show(self.changed[position] as usize);
        }
        for (index, data) in read {
            let memory = self.memories[index].memory;
            self.drive(&memory.read_data, data);
        }
        self.activities[self.phase].cycles += 1;
        self.cycle += 1;
    }

    /// What comes now counts in this phase.
    pub fn enter(&mut self, phase: usize) {
        self.phase = phase;
    }

    /// What was counted, by phase.
    pub fn activities(&self) -> Vec<Activity> {
        let mut ones = self.activities[0].ones.clone();
        for (net, ones) in ones.iter_mut().enumerate() {
            *ones += self.activities[1..]
                .iter()
                .map(|activity| activity.ones[net])
                .sum::<f64>();
            if self.values[net] {
                *ones += (self.cycle - self.since[net]) as f64;
            }
            *ones /= self.cycle.max(1) as f64;
        }
        let with_ones = |activity: &Activity| Activity {
            ones: ones.clone(),
            ..activity.clone()
        };
        self.activities.iter().map(with_ones).collect()
    }

    fn set(&mut self, net: Net, value: bool) {
        if self.values[net] == value {
            return;
        }
        self.values[net] = value;
        let activity = &mut self.activities[self.phase];
        activity.toggles[net] += 1;
        if value {
            self.since[net] = self.cycle;
        } else {
            activity.ones[net] += (self.cycle - self.since[net]) as f64;
        }
        for &reader in &self.readers[net] {
            self.dirty[reader as usize / 64] |= 1 << (reader % 64);
        }
    }

    fn show(&mut self, index: usize) {
        for position in 0..self.flip_flops[index].shows.len() {
            let (net, negated) = self.flip_flops[index].shows[position];
            let state = self.flip_flops[index].state;
            self.set(net as usize, state != negated);
        }
    }

    /// A memory's access at the clock's edge; the data read, if it reads.
    fn access(&mut self, index: usize) -> Option<u128> {
        let memory = self.memories[index].memory;
        let enables = self.value(&memory.write_enable);
        let (read_row, write_row) = (
            self.value(&memory.read_address) as usize,
            self.value(&memory.write_address) as usize,
        );
        let data = self.value(&memory.write_data);
        let (reads, resets) = (self.values[memory.read_enable], self.values[memory.read_reset]);
        self.activities[self.phase].accesses[index] += u64::from(reads) + u64::from(enables != 0);
        let state = &mut self.memories[index];
        let before = state.rows.get(read_row).copied().unwrap_or(0);
        if let Some(row) = state.rows.get_mut(write_row) {
            *row = *row & !enables | data & enables;
        }
        let after = state.rows.get(read_row).copied().unwrap_or(0);
        match (resets, reads) {
            (true, _) => Some(0),
            (false, true) => Some(if memory.transparent { after } else { before }),
            (false, false) => None,
        }
    }
}

fn gate(function: &super::function::Function, nets: &[Option<Net>], output: Net) -> Gate {
    let mut inputs = [0; 6];
    for (input, &variable) in inputs.iter_mut().zip(&function.variables) {
        // A pin that nothing drives is taken as 0.
        *input = nets.get(variable).copied().flatten().unwrap_or(0) as u32;
    }
    Gate {
        table: function.table,
        inputs,
        count: function.variables.len() as u8,
        output: output as u32,
    }
}

fn evaluate(gate: &Gate, values: &[bool]) -> bool {
    let mut row = 0;
    for (bit, &input) in gate.inputs[..usize::from(gate.count)].iter().enumerate() {
        row |= usize::from(values[input as usize]) << bit;
    }
    gate.table >> row & 1 == 1
}
