//! Stronger cells where time is short: each round looks at the cells of the slowest paths and takes the next larger size
//! where that gains more in the cell than it costs in those that drive it.

use super::liberty::{Cell, Library};
use super::macros::Macros;
use super::netlist::{Net, Netlist};
use super::timing::{Boundary, Timing, EDGES};
use crate::Error;

/// Rounds without a better period after which it ends.
const PATIENCE: usize = 12;
/// Rounds at most: an end where every round gains a little.
const ROUNDS: usize = 200;
/// Paths within this part of the slowest one's length are looked at in a round.
const WINDOW: f64 = 0.02;

/// Cells of the same function and pins, by area; each cell's place among them.
struct Sizes {
    larger: Vec<Option<usize>>,
}

impl Sizes {
    fn of(library: &Library) -> Sizes {
        let same = |a: &Cell, b: &Cell| {
            let pin = |pins: (&super::liberty::Pin, &super::liberty::Pin)| {
                let (a, b) = pins;
                a.name == b.name && a.output == b.output && a.function == b.function
            };
            let state = |cell: &Cell| {
                cell.flip_flop
                    .as_ref()
                    .map(|flip_flop| (flip_flop.next_state.clone(), flip_flop.clock))
            };
            a.pins.len() == b.pins.len() && state(a) == state(b) && a.pins.iter().zip(&b.pins).all(pin)
        };
        // Buffers for clocks are made for other slews and are as large as they are strong.
        let usable = |cell: &Cell| !cell.name.starts_with("CLK");
        let larger = library.cells.iter().map(|cell| {
            let all = library.cells.iter().enumerate();
            let larger = all.filter(|(_, other)| other.area_um2 > cell.area_um2 && usable(other) && same(cell, other));
            larger
                .min_by(|a, b| a.1.area_um2.total_cmp(&b.1.area_um2))
                .map(|(index, _)| index)
        });
        Sizes {
            larger: larger.collect(),
        }
    }
}

/// Sizes the cells of a netlist for the shortest period; returns what was reached.
///
/// # Errors
/// The netlist cannot be analysed.
pub fn size(library: &Library, netlist: &mut Netlist, boundary: Boundary, macros: Macros) -> Result<Timing, Error> {
    let sizes = Sizes::of(library);
    let mut best = Timing::of(library, netlist, boundary, macros)?;
    let mut best_cells: Vec<usize> = netlist.instances.iter().map(|instance| instance.cell).collect();
    let mut timing = best.clone();
    let mut since_best = 0;
    for _ in 0..ROUNDS {
        if since_best > PATIENCE || !round(library, netlist, &sizes, &timing, boundary, macros) {
            break;
        }
        timing = Timing::of(library, netlist, boundary, macros)?;
        if timing.period_ns < best.period_ns * 0.9999 {
            best_cells = netlist.instances.iter().map(|instance| instance.cell).collect();
            best = timing.clone();
            since_best = 0;
        } else {
            since_best += 1;
        }
    }
    for (instance, cell) in netlist.instances.iter_mut().zip(best_cells) {
        instance.cell = cell;
    }
    Ok(best)
}

/// One round; `false` when nothing could be gained.
fn round(
    library: &Library,
    netlist: &mut Netlist,
    sizes: &Sizes,
    timing: &Timing,
    boundary: Boundary,
    macros: Macros,
) -> bool {
    let required = timing.required_ns(library, netlist, boundary, macros, timing.period_ns);
    let critical = |net: Net| {
        let slack = EDGES.map(|edge| required[net][edge] - timing.arrival_ns[net][edge]);
        slack[0].min(slack[1]) < WINDOW * timing.period_ns
    };
    let mut driver = vec![None; netlist.nets.len()];
    for (index, instance) in netlist.instances.iter().enumerate() {
        for pin in library.cells[instance.cell].outputs() {
            if let Some(net) = instance.nets[pin] {
                driver[net] = Some((index, pin));
            }
        }
    }
    let mut gains = Vec::new();
    for (index, instance) in netlist.instances.iter().enumerate() {
        let Some(larger) = sizes.larger[instance.cell] else {
            continue;
        };
        let cell = &library.cells[instance.cell];
        let outputs = cell.outputs().filter(|&pin| instance.nets[pin].is_some_and(critical));
        let mut gain = f64::NEG_INFINITY;
        for pin in outputs {
            let delay = |size: usize| delay_ns(library, netlist, timing, index, size, pin, 0.0);
            gain = gain.max(delay(instance.cell) - delay(larger));
        }
        if gain <= 0.0 {
            continue;
        }
        for (pin, net) in instance.nets.iter().enumerate() {
            let Some((from, output)) = net.filter(|&net| critical(net)).and_then(|net| driver[net]) else {
                continue;
            };
            if cell.pins[pin].output || from == index {
                continue;
            }
            let input_ff = |cell: &Cell| cell.pins[pin].capacitance_ff[0];
            let more = input_ff(&library.cells[larger]) - input_ff(cell);
            let delay = |more: f64| {
                delay_ns(
                    library,
                    netlist,
                    timing,
                    from,
                    netlist.instances[from].cell,
                    output,
                    more,
                )
            };
            gain -= delay(more) - delay(0.0);
        }
        if gain > 0.0 {
            gains.push((gain, index, larger));
        }
    }
    // All at once would spoil each other's gains: the better half of them.
    gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    gains.truncate(gains.len().div_ceil(2));
    for &(_, index, larger) in &gains {
        netlist.instances[index].cell = larger;
    }
    !gains.is_empty()
}

/// The longest delay of a cell of some size to one of its outputs with some more load, in ns.
fn delay_ns(
    library: &Library,
    netlist: &Netlist,
    timing: &Timing,
    index: usize,
    size: usize,
    pin: usize,
    more_ff: f64,
) -> f64 {
    let instance = &netlist.instances[index];
    let Some(net) = instance.nets[pin] else { return 0.0 };
    let mut latest = f64::NEG_INFINITY;
    let clocked = library.cells[size].flip_flop.is_some();
    for arc in &library.cells[size].pins[pin].arcs {
        let Some(from) = instance.nets[arc.from] else { continue };
        for edge in EDGES {
            for &cause in arc.causes(edge) {
                let (arrival, slew) = match clocked {
                    true => (0.0, 0.0),
                    false => (timing.arrival_ns[from][cause], timing.slew_ns[from][cause]),
                };
                latest = latest.max(arrival + arc.edges[edge].delay.at(slew, timing.load_ff[net][edge] + more_ff));
            }
        }
    }
    latest
}
