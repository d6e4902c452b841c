//! Power of a netlist from its activity: energies of the library's tables and of the nets' capacitances.
//!
//! Per transition of a net: half its capacitance times the voltage squared, and what the library says is used inside the cell
//! at the slews and loads of the timing analysis. Where the library tells cases apart (`when`, or which input it was) and the
//! activity does not, each counts with its probability, from how often its nets were 1 and changed, as if they were independent.
//! The clock's edges are free of slew and its wires have no capacitance: there is no clock tree yet.

use super::function::Function;
use super::liberty::{Cell, Energy};
use super::netlist::{Instance, Netlist, ONE};
use super::simulate::Activity;
use super::technology::Technology;
use super::timing::{Timing, EDGES};
use serde::Serialize;

/// Energy of a run in fJ, and leakage in nW.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Power {
    /// Cycles of the run.
    pub cycles: u64,
    /// The clock's edges: flip-flops' clock pins, and their capacitance.
    pub clock_fj: f64,
    /// Flip-flops' other pins and the nets that they drive.
    pub sequential_fj: f64,
    /// Gates, and the nets that they or the inputs drive.
    pub combinational_fj: f64,
    /// Reads and writes of memory macros: smallest and largest.
    pub memory_fj: [f64; 2],
    /// Leakage of the cells.
    pub leakage_nw: f64,
    /// Leakage of the memory macros, smallest and largest, where it is known.
    pub memory_leakage_nw: Option<[f64; 2]>,
}

impl Power {
    /// The power of a netlist with this activity.
    pub fn of(technology: &Technology, netlist: &Netlist, timing: &Timing, activity: &Activity) -> Power {
        let meter = Meter {
            technology,
            timing,
            activity,
            half_square: 0.5 * technology.library.voltage * technology.library.voltage,
        };
        let mut power = Power {
            cycles: activity.cycles,
            ..Power::default()
        };
        for instance in &netlist.instances {
            meter.add(instance, &mut power);
        }
        for &net in netlist.inputs.iter().flat_map(|bus| &bus.nets) {
            power.combinational_fj += meter.net_fj(net);
        }
        for (memory, &accesses) in netlist.memories.iter().zip(&activity.accesses) {
            let nets: f64 = memory.read_data.iter().map(|&net| meter.net_fj(net)).sum();
            power.sequential_fj += nets;
            let energy = technology
                .macros
                .access_fj(memory)
                .map(|energy| energy * accesses as f64);
            power.memory_fj = [power.memory_fj[0] + energy[0], power.memory_fj[1] + energy[1]];
        }
        let bits = netlist.memories.iter().map(|memory| memory.bits()).sum();
        power.memory_leakage_nw = technology.macros.leakage_nw(bits);
        power
    }

    /// Energy of all but leakage, smallest and largest, in fJ.
    pub fn dynamic_fj(&self) -> [f64; 2] {
        self.memory_fj
            .map(|memory| memory + self.clock_fj + self.sequential_fj + self.combinational_fj)
    }

    /// Power in mW of an energy of this run, at a clock in MHz.
    pub fn milliwatts(&self, energy_fj: f64, clock_mhz: f64) -> f64 {
        // fJ times MHz is nW.
        energy_fj / self.cycles as f64 * clock_mhz * 1e-6
    }
}

struct Meter<'a> {
    technology: &'a Technology,
    timing: &'a Timing,
    activity: &'a Activity,
    half_square: f64,
}

impl Meter<'_> {
    /// Energy of a net's transitions, in fJ.
    fn net_fj(&self, net: usize) -> f64 {
        let load = 0.5 * (self.timing.load_ff[net][0] + self.timing.load_ff[net][1]);
        self.half_square * load * self.activity.toggles[net] as f64
    }

    fn add(&self, instance: &Instance, power: &mut Power) {
        let cell = &self.technology.library.cells[instance.cell];
        let clock = cell.flip_flop.as_ref().map(|flip_flop| flip_flop.clock);
        let mut energy = 0.0;
        for (index, pin) in cell.pins.iter().enumerate() {
            let Some(net) = instance.nets[index] else { continue };
            if Some(index) == clock {
                // Two edges in each cycle, on the pin alone.
                let capacitance = pin.capacitance_ff[0] + pin.capacitance_ff[1];
                let net = self.half_square * capacitance * self.activity.cycles as f64;
                power.clock_fj += net + self.clock_pin_fj(instance, cell, index);
            } else if pin.output {
                energy += self.net_fj(net) + self.output_fj(instance, cell, index, net);
            } else {
                energy += self.input_fj(instance, cell, index, net);
            }
        }
        match clock {
            Some(_) => power.sequential_fj += energy,
            None => power.combinational_fj += energy,
        }
        power.leakage_nw += self.leakage_nw(instance, cell);
    }

    /// How probable it is that a pin is 1.
    fn probability(&self, instance: &Instance, pin: usize) -> f64 {
        match instance.nets.get(pin).copied().flatten() {
            Some(ONE) => 1.0,
            Some(net) => self.activity.ones[net],
            None => 0.0,
        }
    }

    /// As [`Meter::probability`], for a cell's own pins: the clock is high half the time, and an output that nobody reads is what it has to be.
    fn pin_probability(&self, instance: &Instance, cell: &Cell, pin: usize) -> f64 {
        if cell.flip_flop.as_ref().is_some_and(|flip_flop| flip_flop.clock == pin) {
            return 0.5;
        }
        if instance.nets[pin].is_none() && cell.pins[pin].output && cell.flip_flop.is_some() {
            let other = cell
                .outputs()
                .find(|&other| other != pin && instance.nets[other].is_some());
            return other.map_or(0.5, |other| 1.0 - self.probability(instance, other));
        }
        self.probability(instance, pin)
    }

    fn weight(&self, instance: &Instance, cell: &Cell, energy: &Energy) -> f64 {
        let when = energy.when.as_ref();
        when.map_or(1.0, |when| {
            when.probability(|pin| self.pin_probability(instance, cell, pin))
        })
    }

    /// Energy of an input's transitions inside the cell, in fJ.
    fn input_fj(&self, instance: &Instance, cell: &Cell, pin: usize, net: usize) -> f64 {
        let slews = self.timing.slew_ns[net];
        let (mut weights, mut sum) = (0.0, 0.0);
        for energy in &cell.pins[pin].energies {
            let both: f64 = EDGES.iter().map(|&edge| energy.edges[edge].at(slews[edge], 0.0)).sum();
            let weight = self.weight(instance, cell, energy);
            weights += weight;
            sum += weight * 0.5 * both;
        }
        // The cases exclude one another and one of them holds.
        if weights == 0.0 {
            0.0
        } else {
            sum / weights * self.activity.toggles[net] as f64
        }
    }

    /// Energy of an output's transitions inside the cell, in fJ: those of the inputs that can have caused it, by how often each changes.
    fn output_fj(&self, instance: &Instance, cell: &Cell, pin: usize, net: usize) -> f64 {
        let toggles = self.activity.toggles[net];
        if toggles == 0 {
            return 0.0;
        }
        let (mut weights, mut sum) = (0.0, 0.0);
        for energy in &cell.pins[pin].energies {
            let related = energy.related.filter(|_| cell.flip_flop.is_none());
            let cause = related.and_then(|related| instance.nets[related]);
            let changes = cause.map_or(1.0, |cause| self.activity.toggles[cause] as f64);
            let slews = cause.map_or([0.0; 2], |cause| self.timing.slew_ns[cause]);
            let slew = slews[0].max(slews[1]);
            let both = EDGES.map(|edge| energy.edges[edge].at(slew, self.timing.load_ff[net][edge]));
            let weight = changes * self.weight(instance, cell, energy);
            weights += weight;
            sum += weight * 0.5 * (both[0] + both[1]);
        }
        if weights == 0.0 {
            0.0
        } else {
            sum / weights * toggles as f64
        }
    }

    /// Energy of the clock's edges inside a flip-flop, in fJ. In a cycle without a change its data are what it holds.
    fn clock_pin_fj(&self, instance: &Instance, cell: &Cell, clock: usize) -> f64 {
        let cycles = self.activity.cycles as f64;
        let mut energy = 0.0;
        for entry in &cell.pins[clock].energies {
            let both = entry.edges[0].at(0.0, 0.0) + entry.edges[1].at(0.0, 0.0);
            let probability = entry
                .when
                .as_ref()
                .map_or(1.0, |when| self.held(instance, cell, when, true));
            energy += probability * both * cycles;
        }
        energy
    }

    /// How probable a condition is on what a flip-flop is given and holds: the two are the same but in the cycles before it changes.
    fn held(&self, instance: &Instance, cell: &Cell, when: &Function, clock_high: bool) -> f64 {
        let clock = cell.flip_flop.as_ref().map(|flip_flop| flip_flop.clock);
        let shown = cell.outputs().find(|&pin| instance.nets[pin].is_some());
        let Some((pin, net)) = shown.and_then(|pin| Some((pin, instance.nets[pin]?))) else {
            return 0.0;
        };
        let negated = |pin: usize| {
            cell.pins[pin]
                .function
                .as_ref()
                .is_some_and(|function| function.table & 1 == 1)
        };
        let mut one = self.activity.ones[net];
        if negated(pin) {
            one = 1.0 - one;
        }
        let changes = (0.5 * self.activity.toggles[net] as f64 / self.activity.cycles.max(1) as f64)
            .min(one)
            .min(1.0 - one);
        let cases = [
            (false, false, 1.0 - one - changes),
            (false, true, changes),
            (true, false, changes),
            (true, true, one - changes),
        ];
        let holds = |data: bool, state: bool| {
            when.evaluate(|pin| match cell.pins[pin].output {
                true => state != negated(pin),
                false if Some(pin) == clock => clock_high,
                false => data,
            })
        };
        cases
            .iter()
            .filter(|(data, state, _)| holds(*data, *state))
            .map(|case| case.2)
            .sum()
    }

    fn leakage_nw(&self, instance: &Instance, cell: &Cell) -> f64 {
        let mut known = 0.0;
        let mut leakage = 0.0;
        for (when, value) in &cell.leakages {
            let probability = match &cell.flip_flop {
                None => when.probability(|pin| self.pin_probability(instance, cell, pin)),
                Some(_) => [true, false]
                    .iter()
                    .map(|&high| 0.5 * self.held(instance, cell, when, high))
                    .sum(),
            };
            known += probability;
            leakage += probability * value;
        }
        leakage + (1.0 - known).max(0.0) * cell.leakage_nw
    }
}
