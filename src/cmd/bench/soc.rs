//! `memento bench soc`: malloc against malloc, and whole programs, on the simulated RISC-V system.

mod figures;
mod page;
mod recording;
mod results;

use super::super::Error;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use memento_soc::{firmware, Program, Soc, Stop};
use results::{Line, Results};
use std::{path::PathBuf, time::Duration};

/// Binaries of the whole programs, an allocator each.
const PROGRAMS: [&str; 8] = [
    "programs-memento",
    "programs-doorbell",
    "programs-talc",
    "programs-tlsf",
    "programs-llff",
    "programs-linked-list",
    "programs-dlmalloc",
    "programs-bump",
];
/// Most cycles of a binary.
const LIMIT: u64 = 2_000_000_000;

/// Arguments of `memento bench soc`.
#[derive(Args)]
pub struct Arguments {
    /// Recordings whose beginnings are replayed on the core too
    traces: Vec<PathBuf>,
    /// Operations of each of them
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    operations: u32,
    /// Print JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Write the results into this page of the book instead, with plots (.svg) and JSON beside it
    #[arg(long, conflicts_with = "json")]
    page: Option<PathBuf>,
}

/// Builds the programs, runs them, and prints what was measured.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let mut data = Vec::new();
    for trace in &arguments.traces {
        data.extend(recording::beginning(trace, arguments.operations)?);
    }
    let results = measure(data)?;
    if let Some(path) = &arguments.page {
        return page::write(&results, arguments.operations, path);
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&results)?);
    } else {
        let tables = figures::tables(&results);
        tables.iter().for_each(|(title, table)| println!("{title}\n{table}"));
        println!("{}", figures::figures(&results));
    }
    Ok(())
}

/// Runs every binary, as many at a time as there are cores.
fn measure(data: Vec<u8>) -> Result<Results, Error> {
    let progress = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {msg}, {elapsed}")?);
    progress.enable_steady_tick(Duration::from_millis(200));
    progress.set_message("running the programs on the simulated system");
    let jobs: Vec<(&str, Vec<u8>)> = std::iter::once(("malloc-bench", data))
        .chain(PROGRAMS.map(|name| (name, Vec::new())))
        .collect();
    let queue = std::sync::Mutex::new(jobs.into_iter().enumerate());
    let lines = std::sync::Mutex::new(Vec::new());
    let failed = std::sync::Mutex::new(None);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| loop {
                let job = queue.lock().expect("no worker panics").next();
                let Some((number, (name, data))) = job else {
                    break;
                };
                match console(name, data).and_then(|text| results::lines(name, &text)) {
                    Ok(found) => lines.lock().expect("no worker panics").push((number, found)),
                    Err(error) => *failed.lock().expect("no worker panics") = Some(error),
                }
            });
        }
    });
    progress.finish_and_clear();
    if let Some(error) = failed.into_inner().expect("no worker panics") {
        return Err(error);
    }
    let mut lines: Vec<(usize, Vec<Line>)> = lines.into_inner().expect("no worker panics");
    lines.sort_by_key(|(number, _)| *number);
    Results::of(lines.into_iter().flat_map(|(_, lines)| lines))
}

/// What a binary prints, with data for it in RAM.
fn console(name: &str, data: Vec<u8>) -> Result<String, Error> {
    let mut program = Program::read(&firmware(name)?)?;
    program.put(recording::ADDRESS, data);
    let mut soc = Soc::new(&program, 1, None)?;
    let mut text = Vec::new();
    let stop = soc.run(LIMIT, |byte| text.push(byte))?;
    let text = String::from_utf8_lossy(&text).into_owned();
    match stop {
        Stop::Exit(0) => Ok(text),
        Stop::Exit(code) => Err(format!("{name} has ended with exit code {code}; it printed:\n{text}").into()),
        Stop::Limit { program_counter } => Err(format!(
            "{name} has not ended after {LIMIT} cycles and is at {program_counter:#x}; it printed:\n{text}"
        )
        .into()),
    }
}
