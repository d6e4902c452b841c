//! `memento soak`: the property tests of the object allocator, as many as wanted.

use super::{table, Error};
use clap::Args;
use memento_abi::{Geometry, Status, PAPER, SOC32};
use memento_harness::{
    generate::{Paper, Soc32, Tiny},
    property::{check, Effort},
    rtl::RtlMaker,
    steps::Coverage,
};
use std::{
    thread::available_parallelism,
    time::{SystemTime, UNIX_EPOCH},
};

/// Arguments of `memento soak`.
#[derive(Args)]
pub struct Arguments {
    /// Configuration to run
    #[arg(short, long, default_value = "tiny")]
    configuration: Geometry,
    /// Random cases to run
    #[arg(long, default_value_t = 10_000)]
    cases: u32,
    /// Most steps of a case
    #[arg(long, default_value_t = 200)]
    steps: usize,
    /// Seed of the first case [default: the time of day]
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs cases on all processors until one fails or all are done.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    let threads = available_parallelism()?.get() as u32;
    let run_one = |thread: u32| {
        let effort = Effort {
            cases: arguments.cases / threads + u32::from(thread < arguments.cases % threads),
            max_steps: arguments.steps.max(1),
            seed: seed.wrapping_add(u64::from(thread)),
        };
        match arguments.configuration {
            PAPER => check::<Paper, _>(&RtlMaker, effort),
            SOC32 => check::<Soc32, _>(&RtlMaker, effort),
            _ => check::<Tiny, _>(&RtlMaker, effort),
        }
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || run_one(thread)))
            .collect();
        runs.into_iter()
            .map(|run| run.join().expect("a run does not panic"))
            .collect()
    });
    let mut coverage = Coverage::default();
    for result in results {
        coverage += &result?;
    }
    println!(
        "{} cases of {} passed, from seed {seed}: {} requests, {} resets, {} faults",
        arguments.cases, arguments.configuration.name, coverage.requests, coverage.resets, coverage.faults
    );
    let mut table = table(&["reached", "times"]);
    for status in Status::ALL {
        table.add_row([
            format!("status {status:?}"),
            coverage.statuses[status as usize].to_string(),
        ]);
    }
    for (event, count) in coverage.events.iter() {
        table.add_row([format!("event {event:?}"), count.to_string()]);
    }
    println!("{table}");
    Ok(())
}
