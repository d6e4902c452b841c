//! `memento replay --data`: traces with the loads and stores of a program, on the whole of Memento.

use super::{
    super::{footprint, Error},
    jobs::{self, Job},
    page,
    tables::{share, tables},
};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use memento_harness::{
    axi::AxiTiming,
    top::{
        data::{DataOptions, DataReplay, DataReport, Written},
        TopTiming,
    },
};
use memento_tools::say;
use memento_trace::TraceReader;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `memento replay --data`.
#[derive(Args)]
pub struct DataArguments {
    /// Replay on the whole of Memento, with loads and stores, once without bypass and once with it
    #[arg(long)]
    data: bool,
    /// What is written of an object after its alloc
    #[arg(long, value_enum, default_value = "all", requires = "data")]
    write: Write,
    /// How much of an object is read before it is freed, in percent of its 8-byte beats
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u8).range(..=100), requires = "data")]
    pub read_percent: u8,
    /// Seed of what is written and of which part is read
    #[arg(long, default_value_t = 1, requires = "data")]
    seed: u64,
    /// Most operations of a trace [default: all]
    #[arg(long, requires = "data")]
    operations: Option<u64>,
    /// Frames of 4 KiB handed over at the start
    #[arg(long, default_value_t = 16_384, value_parser = clap::value_parser!(u64).range(1..1 << 19), requires = "data")]
    frames: u64,
    /// Write the results into this page of the book instead, with those of `bench --target top`
    #[arg(long, requires = "data", conflicts_with_all = ["json", "operations"])]
    page: Option<PathBuf>,
}

impl DataArguments {
    /// Whether data are wanted.
    pub fn wanted(&self) -> bool {
        self.data
    }

    /// What `--write` says, in words.
    pub fn written_text(&self) -> &'static str {
        match self.write {
            Write::All => "all",
            Write::FirstLine => "the first 64 bytes",
            Write::None => "nothing",
        }
    }

    /// The options that say what is written and read, as they are given.
    pub fn options(&self) -> String {
        let write = self.write.to_possible_value();
        let write = write.as_ref().map_or("", |value| value.get_name());
        format!(
            "--write {write} --read-percent {} --seed {}",
            self.read_percent, self.seed
        )
    }
}

/// See [`Written`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Write {
    /// All of it
    All,
    /// Its first 64 bytes
    FirstLine,
    /// Nothing but what calloc and realloc write
    None,
}

/// The result of one trace.
#[derive(Serialize)]
pub struct Row {
    /// Its name.
    pub trace: String,
    /// With CONTROL.BYPASS 0.
    pub without_bypass: DataReport,
    /// With CONTROL.BYPASS 1.
    pub with_bypass: DataReport,
    /// Share of the lines between cache and memory that bypass saves.
    pub line_traffic_saved: f64,
    /// The most pages of 4 KiB that glibc's malloc takes for the same objects.
    pub glibc_peak_pages: u64,
}

/// Replays every trace twice, and prints the tables or writes the page.
pub fn run(arguments: &super::Arguments) -> Result<(), Error> {
    if let Some(path) = &arguments.data.page {
        return page::write(arguments, path);
    }
    let rows = rows(arguments, arguments.data.operations)?;
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&rows)?)?;
    } else {
        say!(
            "configuration {}, memory latency {} cycles",
            arguments.configuration.name,
            arguments.latency
        )?;
        for table in tables(&rows) {
            say!("{table}")?;
        }
    }
    Ok(())
}

/// Replays so many operations of every trace, twice.
pub fn rows(arguments: &super::Arguments, limit: Option<u64>) -> Result<Vec<Row>, Error> {
    let jobs = arguments.traces.iter();
    let jobs = jobs.map(|path| Job::new(path, limit.unwrap_or(u64::MAX)));
    let jobs = jobs.collect::<Result<Vec<Job>, _>>()?;
    jobs::run(jobs, |job, bar| row(arguments, job, bar))
}

fn row(arguments: &super::Arguments, job: &Job, bar: &ProgressBar) -> Result<Row, Error> {
    bar.set_length(2 * job.operations);
    let without_bypass = replay(arguments, job, bar, false)?;
    let with_bypass = replay(arguments, job, bar, true)?;
    let (before, after) = (without_bypass.traffic.lines(), with_bypass.traffic.lines());
    Ok(Row {
        trace: jobs::name(job.path),
        line_traffic_saved: share(before, before) - share(after, before),
        glibc_peak_pages: footprint::measure(job, arguments.configuration, arguments.min_alignment)?,
        without_bypass,
        with_bypass,
    })
}

fn replay(arguments: &super::Arguments, job: &Job, bar: &ProgressBar, bypass: bool) -> Result<DataReport, Error> {
    let options = DataOptions {
        settings: arguments.settings(),
        timing: TopTiming {
            memory: AxiTiming {
                memory: arguments.memory(),
                ..AxiTiming::default()
            },
            ..TopTiming::default()
        },
        minimum_alignment: arguments.min_alignment,
        written: match arguments.data.write {
            Write::All => Written::All,
            Write::FirstLine => Written::FirstLine,
            Write::None => Written::None,
        },
        read_percent: arguments.data.read_percent,
        seed: arguments.data.seed,
        bypass,
        frames: arguments.data.frames,
    };
    let of_trace = |error: &dyn std::fmt::Display| format!("{}: {error}", job.path.display());
    let mut replay = DataReplay::new(arguments.configuration, options, None).map_err(|error| of_trace(&error))?;
    for operation in TraceReader::open(job.path)? {
        if replay.operations() == job.operations {
            break;
        }
        replay.step(&operation?).map_err(|error| of_trace(&error))?;
        if replay.operations().is_multiple_of(1024) {
            bar.inc(1024);
        }
    }
    Ok(replay.finish().map_err(|error| of_trace(&error))?)
}
