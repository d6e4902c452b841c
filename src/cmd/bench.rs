//! `memento bench`: exact cycles, measured on the RTL.

mod soc;

use super::{table, Error, Target};
use clap::{Args, Subcommand};
use comfy_table::Table;
use memento_abi::{Geometry, CONFIGURATIONS};
use memento_harness::{
    measure::{measure, Measurement},
    rtl::Rtl,
    top,
};
use memento_tools::say;
use serde::Serialize;

/// Arguments of `memento bench`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Configuration to measure [default: all]
    #[arg(short, long)]
    configuration: Option<Geometry>,
    /// What to measure [default: both]
    #[arg(short, long, value_enum)]
    target: Option<Target>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Malloc against malloc, and whole programs, on the simulated RISC-V system
    Soc(soc::Arguments),
}

/// The cycles of one device.
#[derive(Serialize)]
pub struct Bench {
    target: &'static str,
    configuration: &'static str,
    measurements: Vec<Measurement>,
}

impl Bench {
    /// Measures.
    pub fn of(target: Target, geometry: Geometry) -> Result<Bench, Error> {
        let (name, measurements) = match target {
            Target::ObjectAllocator => ("memento_object_allocator", measure(Rtl::new(geometry, 1, None)?)),
            Target::Top => ("memento_top", top::measure::measure(geometry)),
        };
        let configuration = geometry.name;
        let measurements = measurements
            .map_err(|mismatch| format!("{name} in configuration {configuration} cannot be measured: {mismatch}"))?;
        Ok(Bench {
            target: name,
            configuration,
            measurements,
        })
    }

    /// What was measured, with limits and verdicts.
    pub fn table(&self) -> Table {
        let mut table = table(&["measured on the RTL", "result", "at most", "", ""]);
        for m in &self.measurements {
            let (limit, verdict) = match m.limit {
                Some(limit) => (format!("{limit:.0}"), if m.passes() { "ok" } else { "too slow" }),
                None => ("-".into(), ""),
            };
            table.add_row([m.what, &format!("{:.2}", m.measured), &limit, m.unit, verdict]);
        }
        table
    }
}

/// Measures and prints.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    if let Some(Command::Soc(arguments)) = &arguments.command {
        return soc::run(arguments);
    }
    let geometries = arguments
        .configuration
        .map_or(CONFIGURATIONS.to_vec(), |geometry| vec![geometry]);
    let targets = arguments
        .target
        .map_or(vec![Target::ObjectAllocator, Target::Top], |target| vec![target]);
    let mut benches = Vec::new();
    for target in targets {
        for geometry in &geometries {
            benches.push(Bench::of(target, *geometry)?);
        }
    }
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&benches)?)?;
    } else {
        for bench in &benches {
            say!(
                "{}, {}, memory answers in the next cycle",
                bench.target,
                bench.configuration
            )?;
            say!("{}", bench.table())?;
        }
    }
    let slow = benches
        .iter()
        .flat_map(|bench| &bench.measurements)
        .filter(|m| !m.passes())
        .count();
    if slow > 0 {
        return Err(format!("{slow} measurements are above their limits").into());
    }
    Ok(())
}
