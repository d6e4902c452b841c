//! `memento replay`: traces of real programs on the RTL, in lockstep with the golden model.

mod data;
pub mod jobs;
mod page;
mod tables;

use super::{table, Error};
use clap::{builder::RangedU64ValueParser, Args};
use indicatif::ProgressBar;
use jobs::Job;
use memento_abi::{Geometry, DEFAULT_REUSE_THRESHOLD};
use memento_harness::{
    bench::{Bench, Timing},
    memory::{MemoryErrors, MemoryTiming},
    replay::{CycleSummary, Replay, ReplayOptions, ReplayReport},
    rtl::Rtl,
    verilator::Recording,
};
use memento_model::{Settings, Setup};
use memento_tools::{output::OutputFile, say};
use memento_trace::TraceReader;
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// Arguments of `memento replay`.
#[derive(Args)]
pub struct Arguments {
    /// Traces: .mtr.zst (MTRC1) or .rep
    #[arg(required = true)]
    traces: Vec<PathBuf>,
    /// Configuration of the hardware: paper, soc32 or tiny
    #[arg(short, long, default_value = "paper")]
    configuration: Geometry,
    /// Cycles from a memory request to its response
    #[arg(long, default_value_t = 1, value_parser = RangedU64ValueParser::<u32>::new().range(1..=10_000))]
    latency: u32,
    /// Free objects a full arena must have to become available again; 1 is the paper's rule
    #[arg(long, default_value_t = DEFAULT_REUSE_THRESHOLD, value_parser = RangedU64ValueParser::<u32>::new().range(..512))]
    reuse_threshold: u32,
    /// Alignment in bytes of every object large enough to need it: 8, 16, 32 or 64
    #[arg(long, default_value_t = 8, value_parser = alignment)]
    min_alignment: u64,
    /// Cycles that the program spends between a response and its next request
    #[arg(long, default_value_t = 0, conflicts_with = "data")]
    think: u32,
    /// Pages of each class that may be handed out [default: all]
    #[arg(long)]
    limit_pages: Option<u64>,
    /// Record every signal into this VCD file (of one trace)
    #[arg(long, conflicts_with = "data")]
    vcd: Option<PathBuf>,
    /// First cycle to record
    #[arg(long, default_value_t = 0, requires = "vcd")]
    vcd_from: u64,
    /// Cycles to record
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..), requires = "vcd")]
    vcd_cycles: u64,
    #[command(flatten)]
    data: data::DataArguments,
    /// Print JSON instead of tables
    #[arg(long)]
    json: bool,
}

fn alignment(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(bytes @ (8 | 16 | 32 | 64)) => Ok(bytes),
        _ => Err("the alignment must be 8, 16, 32 or 64: an arena's objects start at a multiple of 64 bytes".into()),
    }
}

/// The result of one trace.
#[derive(Serialize)]
struct Row {
    trace: String,
    #[serde(flatten)]
    report: ReplayReport,
    seconds: f64,
}

/// Replays every trace, as many at a time as there are processors, and prints the tables.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    if arguments.vcd.is_some() && arguments.traces.len() > 1 {
        return Err("a recording is of one trace; name one".into());
    }
    Setup::new(arguments.configuration, arguments.settings())?;
    if arguments.data.wanted() {
        return data::run(arguments);
    }
    let jobs = arguments.traces.iter().map(|path| Job::new(path, u64::MAX));
    let rows = jobs::run(jobs.collect::<Result<_, _>>()?, |job, bar| {
        replay(arguments, job.path, bar)
    })?;
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&rows)?)?;
    } else {
        print(arguments, &rows)?;
    }
    Ok(())
}

impl Arguments {
    /// The settings of the hardware.
    fn settings(&self) -> Settings {
        let whole = Settings::whole_region(&self.configuration);
        Settings {
            reuse_threshold: self.reuse_threshold,
            slice_limit_pages: self.limit_pages.unwrap_or(whole.slice_limit_pages),
            ..whole
        }
    }

    /// The speed of memory.
    fn memory(&self) -> MemoryTiming {
        MemoryTiming {
            latency_min_cycles: self.latency,
            latency_max_cycles: self.latency,
            stall_percent: 0,
        }
    }
}

fn replay(arguments: &Arguments, path: &Path, bar: &ProgressBar) -> Result<Row, Error> {
    let recording = OutputFile::wanted(&arguments.vcd, [path])?;
    let recorder = recording.as_ref().map(|recording| Recording {
        path: recording.partial().into(),
        cycles: arguments.vcd_from..arguments.vcd_from.saturating_add(arguments.vcd_cycles),
    });
    let rtl = Rtl::new(arguments.configuration, 1, recorder)?;
    let bench = Bench::new(
        rtl,
        Timing {
            memory: arguments.memory(),
            ..Timing::default()
        },
        MemoryErrors::default(),
        1,
    );
    let options = ReplayOptions {
        settings: arguments.settings(),
        minimum_alignment: arguments.min_alignment,
        think_cycles: arguments.think,
    };
    let mut replay = Replay::new(bench, options)?;
    let start = Instant::now();
    for operation in TraceReader::open(path)? {
        replay
            .step(&operation?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if replay.operations().is_multiple_of(4096) {
            bar.set_position(replay.operations());
        }
    }
    let report = replay
        .finish()
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let seconds = start.elapsed().as_secs_f64();
    if let Some(recording) = recording {
        if recording.is_empty() {
            return Err(format!(
                "--vcd-from {} is behind the last cycle: nothing was recorded",
                arguments.vcd_from
            )
            .into());
        }
        recording.keep()?;
    }
    Ok(Row {
        trace: jobs::name(path),
        report,
        seconds,
    })
}

fn percent(share: f64) -> String {
    format!("{:.2}", 100.0 * share)
}

fn cycles(summary: &Option<CycleSummary>) -> String {
    match summary {
        Some(s) => format!("{:.2} / {} / {} / {}", s.mean, s.p50, s.p99, s.max),
        None => "-".into(),
    }
}

fn print(arguments: &Arguments, rows: &[Row]) -> Result<(), Error> {
    say!(
        "configuration {}, memory latency {} cycles, reuse threshold {}, minimum alignment {} B",
        arguments.configuration.name,
        arguments.latency,
        arguments.reuse_threshold,
        arguments.min_alignment
    )?;
    let small = format!("≤{} B %", arguments.configuration.max_size());
    let mut behaviour = table(&[
        "trace",
        "operations",
        &small,
        "freed soon %",
        "never freed",
        "alloc hit %",
        "free hit %",
        "arenas",
        "software's",
        "mismatches",
        "M ops/min",
    ]);
    let mut lists = table(&[
        "list operations per 1000",
        "all",
        "full push",
        "available pop",
        "full to available",
        "empty unlink",
        "full take",
    ]);
    let mut timing = table(&[
        "cycles: mean / p50 / p99 / max",
        "alloc",
        "alloc hit",
        "alloc miss",
        "free",
        "free hit",
        "free miss",
    ]);
    for Row {
        trace,
        report: r,
        seconds,
    } in rows
    {
        behaviour.add_row([
            trace.clone(),
            r.operations.to_string(),
            percent(r.small_share),
            percent(r.freed_soon_share),
            r.never_freed.to_string(),
            percent(r.alloc_hit_share),
            percent(r.free_hit_share),
            r.arenas_peak.to_string(),
            (r.software_allocs + r.refused_allocs).to_string(),
            r.mismatches.to_string(),
            format!("{:.1}", r.operations as f64 / seconds * 60.0 / 1e6),
        ]);
        let l = &r.lists_per_1000;
        let counts = [
            l.total,
            l.full_push,
            l.available_pop,
            l.full_to_available,
            l.empty_unlink,
            l.full_take,
        ];
        lists.add_row(std::iter::once(trace.clone()).chain(counts.map(|count| format!("{count:.2}"))));
        let of = [
            &r.alloc_cycles,
            &r.alloc_hit_cycles,
            &r.alloc_miss_cycles,
            &r.free_cycles,
            &r.free_hit_cycles,
            &r.free_miss_cycles,
        ];
        timing.add_row(std::iter::once(trace.clone()).chain(of.map(cycles)));
    }
    say!("{behaviour}\n{lists}\n{timing}")?;
    Ok(())
}
