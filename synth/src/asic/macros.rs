//! What a memory macro is taken to be. No library here has memories, and no compiler for them is at hand: these are published
//! figures of macros of about the same shape, and a range for the area.
//!
//! The figures are those of `fakeram45_*.lib` for Nangate45 in the platform files of OpenROAD-flow-scripts, which the generator
//! `bsg_fakeram` made with CACTI for 45 nm, 1.1 V and 25 degrees. They are estimates themselves; nobody has laid such a macro out.

use super::netlist::Memory;

/// Area of a bit at 45 nm with its share of decoders and sense amplifiers, in um2: from a little less than in the densest of the macros
/// named here (512x64: 0.53) to that of a 512x64 macro as OpenRAM lays it out for FreePDK45 (49,875 um2: 1.52). OpenRAM's 64x64 macro has
/// 26,573 um2, 6.5 a bit; it is made for more rows, and out of the range.
pub const AREA_UM2_PER_BIT: [f64; 2] = [0.4, 1.5];

/// A published macro.
struct Published {
    bits: usize,
    width: usize,
    access_ns: f64,
    /// Energy of one edge of the clock, in fJ.
    clock_edge_fj: f64,
    leakage_nw: f64,
}

/// By bits: 64x21, 64x64, 512x64.
const PUBLISHED: [Published; 3] = [
    Published {
        bits: 64 * 21,
        width: 21,
        access_ns: 0.203,
        clock_edge_fj: 606.056,
        leakage_nw: 72_554.6,
    },
    Published {
        bits: 64 * 64,
        width: 64,
        access_ns: 0.198,
        clock_edge_fj: 2497.93,
        leakage_nw: 187_170.0,
    },
    Published {
        bits: 512 * 64,
        width: 64,
        access_ns: 0.305,
        clock_edge_fj: 5300.43,
        leakage_nw: 823_237.0,
    },
];

/// Node and voltage of the published figures, in nm and V.
const PUBLISHED_NODE: (f64, f64) = (45.0, 1.1);

/// Macros of a technology.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Macros {
    /// The node in nm.
    pub node_nm: f64,
    /// The supply in V.
    pub voltage: f64,
}

impl Macros {
    /// How much longer than at 45 nm.
    fn scale(&self) -> f64 {
        self.node_nm / PUBLISHED_NODE.0
    }

    /// From the clock to the data read, in ns: that of the next larger published macro, in proportion to the node.
    pub fn access_ns(&self, memory: &Memory) -> f64 {
        next_larger(memory).access_ns * self.scale()
    }

    /// Slew of the data read, in ns: the published one for a small load.
    pub fn slew_ns(&self) -> f64 {
        0.009 * self.scale()
    }

    /// How long before the clock data and addresses have to be there, in ns.
    pub fn setup_ns(&self) -> f64 {
        0.05 * self.scale()
    }

    /// Capacitance of an input, in fF, in proportion to the node.
    pub fn capacitance_ff(&self) -> f64 {
        5.0 * self.scale()
    }

    /// Area in um2, smallest and largest, in proportion to the square of the node.
    pub fn area_um2(&self, bits: usize) -> [f64; 2] {
        AREA_UM2_PER_BIT.map(|area| area * bits as f64 * self.scale() * self.scale())
    }

    /// Energy of a read or a write in fJ: that of the next larger published macro, in proportion to the bits of a row, to the node and to the
    /// square of the voltage. The source gives one number for each edge of the clock and does not say whether an access is one or both: the
    /// range is from one to both.
    pub fn access_fj(&self, memory: &Memory) -> [f64; 2] {
        let published = next_larger(memory);
        let voltage = self.voltage / PUBLISHED_NODE.1;
        let row = memory.width as f64 / published.width as f64;
        let edge = published.clock_edge_fj * row * self.scale() * voltage * voltage;
        [edge, 2.0 * edge]
    }

    /// Leakage in nW, smallest and largest published for a bit; `None` for another node, where nothing says how it scales.
    pub fn leakage_nw(&self, bits: usize) -> Option<[f64; 2]> {
        let of_bit = PUBLISHED.iter().map(|macro_| macro_.leakage_nw / macro_.bits as f64);
        let (low, high) = of_bit.fold((f64::INFINITY, 0.0f64), |(low, high), bit| {
            (low.min(bit), high.max(bit))
        });
        (self.node_nm == PUBLISHED_NODE.0).then_some([low * bits as f64, high * bits as f64])
    }
}

/// The smallest published macro with at least as many bits; the largest for what is larger.
fn next_larger(memory: &Memory) -> &'static Published {
    let fits = PUBLISHED.iter().find(|macro_| macro_.bits >= memory.bits());
    fits.unwrap_or(&PUBLISHED[PUBLISHED.len() - 1])
}
