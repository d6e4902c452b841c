//! `memento replay --data`: traces with the loads and stores of a program, on the whole of Memento.

use super::{
    super::{footprint, table, Error},
    jobs::{self, Job},
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
use memento_trace::TraceReader;
use serde::Serialize;

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
    read_percent: u8,
    /// Seed of what is written and of which part is read
    #[arg(long, default_value_t = 1, requires = "data")]
    seed: u64,
    /// Most operations of a trace [default: all]
    #[arg(long, requires = "data")]
    operations: Option<u64>,
    /// Frames of 4 KiB handed over at the start
    #[arg(long, default_value_t = 16_384, value_parser = clap::value_parser!(u64).range(1..1 << 19), requires = "data")]
    frames: u64,
}

impl DataArguments {
    /// Whether data are wanted.
    pub fn wanted(&self) -> bool {
        self.data
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
struct Row {
    trace: String,
    without_bypass: DataReport,
    with_bypass: DataReport,
    /// Share of the lines between cache and memory that bypass saves.
    line_traffic_saved: f64,
    /// The most pages of 4 KiB that glibc's malloc takes for the same objects.
    glibc_peak_pages: u64,
}

/// Replays every trace twice, and prints the tables.
pub fn run(arguments: &super::Arguments) -> Result<(), Error> {
    let limit = arguments.data.operations.unwrap_or(u64::MAX);
    let jobs = arguments.traces.iter().map(|path| Job::new(path, limit));
    let jobs = jobs.collect::<Result<Vec<Job>, _>>()?;
    let rows = jobs::run(jobs, |job, bar| row(arguments, job, bar))?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print(arguments, &rows);
    }
    Ok(())
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

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn print(arguments: &super::Arguments, rows: &[Row]) {
    println!(
        "configuration {}, memory latency {} cycles",
        arguments.configuration.name, arguments.latency
    );
    let mut lines = table(&[
        "lines of 64 B",
        "operations",
        "software's",
        "loads",
        "stores",
        "fills",
        "first reads",
        "written back",
        "with bypass: fills",
        "zeros made",
        "written back",
        "of first reads saved %",
        "of all lines saved %",
    ]);
    let mut beats = table(&[
        "beats of 8 B with bypass: read / written",
        "headers",
        "page tables",
        "free-frame links",
        "scrubbing",
        "all",
        "all without bypass",
    ]);
    let mut frames = table(&[
        "pages of 4 KiB at peak",
        "objects, headers",
        "page tables",
        "all of Memento's",
        "glibc's heap",
        "Memento's against it %",
        "without tables %",
    ]);
    let mut pages = table(&[
        "with bypass",
        "first touches",
        "walks",
        "TLB hit %",
        "cache hit %",
        "cycles",
        "cycles without bypass",
    ]);
    for row in rows {
        let (off, on) = (&row.without_bypass, &row.with_bypass);
        let cells = [
            on.operations,
            on.software_allocs,
            on.loads,
            on.stores,
            off.traffic.line_fills,
            off.traffic.first_fills,
            off.traffic.write_backs,
            on.traffic.line_fills,
            on.counters["BYPASSED_LINES"],
            on.traffic.write_backs,
        ];
        let cells = cells.map(|count| count.to_string());
        let first = share(on.counters["BYPASSED_LINES"], off.traffic.first_fills);
        let saved = [percent(first), percent(row.line_traffic_saved)];
        lines.add_row([row.trace.clone()].into_iter().chain(cells).chain(saved));
        let t = &on.traffic;
        let of = [
            t.headers,
            t.page_tables,
            t.frame_links,
            t.scrubbing,
            t.all(),
            off.traffic.all(),
        ];
        let of = of.map(|beats| format!("{} / {}", beats.read, beats.written));
        beats.add_row([row.trace.clone()].into_iter().chain(of));
        let (peak, glibc) = (on.peak_frames, row.glibc_peak_pages);
        let against = |frames| format!("{:+.1}", 100.0 * (share(frames, glibc) - 1.0));
        frames.add_row([
            row.trace.clone(),
            peak.pages.to_string(),
            peak.tables.to_string(),
            peak.total().to_string(),
            glibc.to_string(),
            against(peak.total()),
            against(peak.pages),
        ]);
        let hits = |hits, misses| percent(share(on.counters[hits], on.counters[hits] + on.counters[misses]));
        pages.add_row([
            row.trace.clone(),
            on.first_touches.to_string(),
            on.counters["PAGE_WALKS"].to_string(),
            hits("TLB_HITS", "TLB_MISSES"),
            hits("CACHE_HITS", "CACHE_MISSES"),
            on.cycles.to_string(),
            off.cycles.to_string(),
        ]);
    }
    println!("{lines}\n{beats}\n{frames}\n{pages}");
}
