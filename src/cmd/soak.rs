//! `memento soak`: the property tests of the object allocator and of the whole, as many as wanted.

use super::{table, Error, Target};
use clap::Args;
use memento_abi::{Geometry, Status, PAPER, SOC32};
use memento_harness::{
    generate::{Paper, Soc32, Tiny},
    property::{check, Effort},
    rtl::RtlMaker,
    steps::Coverage,
    top,
};
use memento_tools::say;
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
    /// What to run
    #[arg(short, long, value_enum, default_value = "object-allocator")]
    target: Target,
    /// Random cases to run
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,
    /// Most steps of a case
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    steps: u32,
    /// Seed of the first case [default: the time of day]
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs cases on all processors until one fails or all are done.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    match arguments.target {
        Target::ObjectAllocator => run_object_allocator(arguments),
        Target::Top => run_top(arguments),
    }
}

/// The effort of each thread, and the seed of the first case.
fn efforts(arguments: &Arguments) -> Result<(Vec<Effort>, u64), Error> {
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    let threads = available_parallelism()?.get() as u32;
    let effort = |thread: u32| Effort {
        cases: arguments.cases / threads + u32::from(thread < arguments.cases % threads),
        max_steps: arguments.steps as usize,
        seed: seed.wrapping_add(u64::from(thread)),
    };
    Ok(((0..threads).map(effort).collect(), seed))
}

/// Runs one thread for each effort.
fn on_threads<T: Send>(efforts: Vec<Effort>, run_one: impl Fn(Effort) -> T + Sync) -> Vec<T> {
    let run_one = &run_one;
    std::thread::scope(|scope| {
        let runs: Vec<_> = efforts
            .into_iter()
            .map(|effort| scope.spawn(move || run_one(effort)))
            .collect();
        runs.into_iter()
            .map(|run| run.join().expect("a run does not panic"))
            .collect()
    })
}

fn run_top(arguments: &Arguments) -> Result<(), Error> {
    let (efforts, seed) = efforts(arguments)?;
    let mut coverage = top::run::Coverage::default();
    for result in on_threads(efforts, |effort| top::property::check(arguments.configuration, effort)) {
        coverage += &result?;
    }
    say!(
        "{} scenarios of memento_top, {}, passed, from seed {seed}: {} operations in {} cycles, {} comparisons of all bytes, {} resets, {} faults",
        arguments.cases,
        arguments.configuration.name,
        coverage.operations(),
        coverage.cycles,
        coverage.comparisons,
        coverage.resets,
        coverage.faults
    )?;
    let mut table = table(&["reached", "requests", "accesses"]);
    for status in Status::ALL {
        table.add_row([
            format!("{status:?}"),
            coverage.requests[status as usize].to_string(),
            coverage.accesses[status as usize].to_string(),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn run_object_allocator(arguments: &Arguments) -> Result<(), Error> {
    let (efforts, seed) = efforts(arguments)?;
    let results = on_threads(efforts, |effort| match arguments.configuration {
        PAPER => check::<Paper, _>(&RtlMaker, effort),
        SOC32 => check::<Soc32, _>(&RtlMaker, effort),
        _ => check::<Tiny, _>(&RtlMaker, effort),
    });
    let mut coverage = Coverage::default();
    for result in results {
        coverage += &result?;
    }
    say!(
        "{} cases of {} passed, from seed {seed}: {} requests, {} resets, {} faults",
        arguments.cases,
        arguments.configuration.name,
        coverage.requests,
        coverage.resets,
        coverage.faults
    )?;
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
    say!("{table}")?;
    Ok(())
}
