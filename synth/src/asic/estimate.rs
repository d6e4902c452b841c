//! Everything that is estimated of a module on a library.

use super::area::{self, Area, Part};
use super::flow::{self, Mapped};
use super::power::Power;
use super::stimulus::Stimulus;
use super::technology::Technology;
use crate::{Design, Error};
use serde::Serialize;

/// A module on a library.
#[derive(Clone, Debug, Serialize)]
pub struct Estimate {
    /// The library.
    pub library: String,
    /// The module.
    pub module: String,
    /// Its area.
    pub area: Area,
    /// Its memory macros: name, rows, bits of a row.
    pub memories: Vec<(String, usize, usize)>,
    /// How the area is shared; empty when it was not asked for.
    pub parts: Vec<Part>,
    /// Highest clock in MHz, every port in a flip-flop outside.
    pub fmax_mhz: f64,
    /// The same before there were buffers and sizes.
    pub unbuffered_mhz: f64,
    /// Buffers among the cells.
    pub buffers: usize,
    /// Where the slowest path begins and ends, and the cells on it.
    pub critical_path: String,
    /// Power by phase of the stimulus; empty where there was none.
    pub power: Vec<Power>,
}

/// Makes the netlist of a design and measures it.
///
/// # Errors
/// A tool fails, or the netlist differs from the stimulus.
pub fn of(
    design: &Design,
    technology: &Technology,
    stimulus: Option<(&Stimulus, usize)>,
    parts: bool,
    progress: &dyn Fn(&str),
) -> Result<Estimate, Error> {
    progress("synthesis");
    let mapped = flow::map(design, technology, false)?;
    let power = match stimulus {
        None => Vec::new(),
        Some((stimulus, phases)) => {
            progress("simulation");
            power(&mapped, technology, stimulus, phases)?
        }
    };
    let parts = match parts {
        false => Vec::new(),
        true => {
            progress("synthesis by module");
            area::split(design, technology)?
        }
    };
    Ok(Estimate {
        library: technology.entry.name.clone(),
        module: design.top.clone(),
        area: Area::of(&mapped, technology),
        memories: mapped
            .netlist
            .memories
            .iter()
            .map(|memory| (memory.name.clone(), memory.rows, memory.width))
            .collect(),
        parts,
        fmax_mhz: mapped.timing.fmax_mhz(),
        unbuffered_mhz: mapped.unbuffered_mhz,
        buffers: mapped.buffers,
        critical_path: path(&mapped),
        power,
    })
}

/// The netlist's power in each phase of a run.
///
/// # Errors
/// The netlist differs from the stimulus, or cannot be simulated.
pub fn power(
    mapped: &Mapped,
    technology: &Technology,
    stimulus: &Stimulus,
    phases: usize,
) -> Result<Vec<Power>, Error> {
    let activities = stimulus.play(&technology.library, &mapped.netlist, phases)?;
    let of = |activity| Power::of(technology, &mapped.netlist, &mapped.timing, activity);
    Ok(activities.iter().map(of).collect())
}

/// The slowest path in words.
fn path(mapped: &Mapped) -> String {
    let critical = &mapped.timing.critical;
    // Yosys' own names say nothing.
    let named = critical
        .steps
        .iter()
        .map(|step| step.net.as_str())
        .filter(|net| !net.contains('$'));
    let named: Vec<String> = named.map(|net| format!("`{net}`")).collect();
    format!(
        "{:.2} ns through {} cells: {}",
        mapped.timing.period_ns,
        critical.steps.len(),
        named.join(", ")
    )
}
