//! `memento bench`: exact cycles, measured on the RTL.

use super::{table, Error};
use clap::Args;
use memento_abi::{Geometry, CONFIGURATIONS};
use memento_harness::{
    measure::{measure, Measurement},
    rtl::Rtl,
};
use serde::Serialize;

/// Arguments of `memento bench`.
#[derive(Args)]
pub struct Arguments {
    /// Configuration to measure [default: all]
    #[arg(short, long)]
    configuration: Option<Geometry>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Bench {
    configuration: &'static str,
    measurements: Vec<Measurement>,
}

/// Measures and prints.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let geometries = arguments
        .configuration
        .map_or(CONFIGURATIONS.to_vec(), |geometry| vec![geometry]);
    let mut benches = Vec::new();
    for geometry in geometries {
        let measurements = measure(Rtl::new(geometry, 1, None)?)
            .map_err(|mismatch| format!("configuration {} cannot be measured: {mismatch}", geometry.name))?;
        benches.push(Bench {
            configuration: geometry.name,
            measurements,
        });
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&benches)?);
    } else {
        for bench in &benches {
            println!("{}, memory answers in the next cycle", bench.configuration);
            let mut table = table(&["measured on the RTL", "result", "at most", "", ""]);
            for m in &bench.measurements {
                let (limit, verdict) = match m.limit {
                    Some(limit) => (format!("{limit:.0}"), if m.passes() { "ok" } else { "too slow" }),
                    None => ("-".into(), ""),
                };
                table.add_row([m.what, &format!("{:.2}", m.measured), &limit, m.unit, verdict]);
            }
            println!("{table}");
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
