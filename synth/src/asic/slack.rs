//! When signals have to be where, for a given period: the analysis backwards.

use super::liberty::Library;
use super::macros::Macros;
use super::netlist::Netlist;
use super::timing::{Boundary, Timing, EDGES};

impl Timing {
    /// The latest time in ns at which each net's edges may come in a period of `period_ns`.
    pub fn required_ns(
        &self,
        library: &Library,
        netlist: &Netlist,
        boundary: Boundary,
        macros: Macros,
        period_ns: f64,
    ) -> Vec<[f64; 2]> {
        let mut required = vec![[f64::INFINITY; 2]; netlist.nets.len()];
        self.each_end(library, netlist, boundary, macros, |end| {
            for edge in EDGES {
                let latest = period_ns - end.setup_ns[edge];
                required[end.net][edge] = required[end.net][edge].min(latest);
            }
        });
        for &index in self.order.iter().rev() {
            let instance = &netlist.instances[index];
            let cell = &library.cells[instance.cell];
            for pin in cell.outputs() {
                let Some(net) = instance.nets[pin] else { continue };
                for arc in &cell.pins[pin].arcs {
                    let Some(from) = instance.nets[arc.from] else { continue };
                    for edge in EDGES {
                        for &cause in arc.causes(edge) {
                            let delay = arc.edges[edge]
                                .delay
                                .at(self.slew_ns[from][cause], self.load_ff[net][edge]);
                            required[from][cause] = required[from][cause].min(required[net][edge] - delay);
                        }
                    }
                }
            }
        }
        required
    }
}
