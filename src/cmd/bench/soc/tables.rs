//! What was measured, as tables, and what the columns mean.

use super::{
    results::{Results, Summary, Whole, MEMENTO, NONE},
    whole::{Spread, Wholes},
};
use crate::cmd::table;
use comfy_table::Table;

const MISSING: &str = "-";

/// A table, and what is to be said of it.
pub struct Section {
    pub title: String,
    pub table: Table,
    pub note: String,
}

/// A table for each pattern, and those of the whole programs.
pub fn sections(results: &Results) -> Vec<Section> {
    let programs = &results.programs;
    let section = |title: &str, table, note: &str| Section {
        title: title.into(),
        table,
        note: note.into(),
    };
    let whole = [
        section(
            "Whole programs",
            cycles(programs),
            &format!("{CYCLES}{}", without_allocator(programs)),
        ),
        section("Cycles in the allocator", shares(programs), SHARES),
        section("What Memento saves, and where", savings(programs), SAVINGS),
        section("Memory traffic", traffic(programs), TRAFFIC),
    ];
    let patterns = results.patterns().into_iter().map(|name| {
        let (title, table) = pattern(results, name);
        section(&title, table, "")
    });
    patterns.chain(whole).collect()
}

const CYCLES: &str = "Geometric mean of the layouts. *none (bump)* hands out memory and never takes it back: what allocation cannot be made cheaper \
     than in software, with all the memory in the world. The best of software is the allocator with the least mean, and the last column says how many times faster \
     Memento by instruction is than that one in the worst layout and in the best. Where that is below 1, it is slower there.";

/// What the mean of the programs would be with an allocator that takes next to nothing, in a sentence.
fn without_allocator(programs: &Wholes) -> String {
    programs.speed_ups(NONE).map_or(String::new(), |times| {
        format!(
            " With *none* in Memento's place the geometric mean of the programs would be {:.3}: little more can be gained from these programs' calls alone.",
            times.mean
        )
    })
}

const SHARES: &str = "From a run in layout 0 in which each call is timed from a read of the cycle counter before it to one behind it, less what timing nothing takes; `calloc` with its zeros \
     and `realloc` with its copies count as mallocs. The cycles that this is divided by are those of runs without timing. In an allocator's cycles are the \
     misses of both caches that it has itself, not those that it brings about in the program.";

const SAVINGS: &str = "*Saved*: the mean cycles with the best software allocator, less those with Memento. *In malloc*, *in free*: the difference of the cycles in these calls, as in the table before. *By bypass*: how many cycles \
     more the program takes with Memento when bypass is off, in layout 0. *Elsewhere*: the rest. It holds what cannot be measured by itself: loads and stores that go through Memento's translation and \
     cache, the page work that they cause there (frames at the first touch, walks of the page table), objects that lie closer together or further apart in the core's \
     cache, and the luck of layouts. Below 0, it costs. Page work saves nothing here, because software on this system has none: no operating system \
     gives it pages. The paper's system has one, so its gain has that part too: of what memory management had cost there, user space made up 96 % in functions in \
     C++, and the kernel 52 % in those in Python (as a [course's summary](https://khale.github.io/mem-systems-w26/blog/memento) has it). The paper's own share of each cause in its \
     gain is not in the sources that this project has.";

const TRAFFIC: &str = "Data between RAM and whoever asks, without instructions: words of 4 bytes for the core's cache, which is written through, and of 8 bytes for Memento, with its headers, its page tables and \
     the zeros that it writes into frames that come back. Counted at RAM's ports in the simulation, mean of the layouts; *without bypass* in layout 0. The last column is what the core exchanges with Memento's \
     cache instead of RAM.";

fn pattern(results: &Results, name: &str) -> (String, Table) {
    let mut rows = table(&[
        "cycles",
        "malloc mean",
        "p50",
        "p99",
        "max",
        "free mean",
        "p50",
        "p99",
        "max",
        "KiB at peak",
    ]);
    let cells = |s: &Summary| {
        let numbers = [s.p50, s.p99, s.max].map(|cycles| cycles.to_string());
        std::iter::once(format!("{:.1}", s.mean())).chain(numbers)
    };
    for line in results.micro.iter().filter(|line| line.pattern == name) {
        let mut row = vec![line.allocator.clone()];
        row.extend(cells(&line.malloc).chain(cells(&line.free)));
        row.push((line.peak_bytes / 1024).to_string());
        rows.add_row(row);
    }
    let mallocs = results.on(name, MEMENTO).map_or(0, |line| line.malloc.count);
    (format!("{name}, {mallocs} mallocs"), rows)
}

fn or_missing(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| MISSING.into())
}

/// A number of cycles in thousands.
fn thousands(cycles: f64) -> String {
    format!("{:.0}", cycles / 1000.0)
}

/// A row for each program, whose cells `row` makes.
fn by_program(head: &[&str], programs: &Wholes, row: impl Fn(&str) -> Vec<Option<String>>) -> Table {
    let mut rows = table(head);
    for name in programs.names() {
        let cells = row(name).into_iter().map(or_missing);
        rows.add_row(std::iter::once(name.to_string()).chain(cells));
    }
    rows
}

/// Cycles of each program with each allocator.
fn cycles(programs: &Wholes) -> Table {
    let allocators = programs.allocators();
    let head = [
        &["cycles in thousands"],
        &allocators[..],
        &["times faster than the best of software", "in each layout"],
    ]
    .concat();
    by_program(&head, programs, |name| {
        let cell = |allocator: &&str| Some(thousands(programs.cycles(name, allocator)?.mean));
        let times = programs.speed_up(name, MEMENTO);
        let range = |Spread { least, most, .. }| format!("{least:.2} to {most:.2}");
        let ends = [times.map(|times| format!("{:.3}", times.mean)), times.map(range)];
        allocators.iter().map(cell).chain(ends).collect()
    })
}

/// How much of a program's cycles is in its allocator.
fn shares(programs: &Wholes) -> Table {
    let allocators = programs.allocators();
    let head = [&["% of the cycles"], &allocators[..], &["mallocs", "frees"]].concat();
    by_program(&head, programs, |name| {
        let share = |allocator: &&str| {
            let spent = programs.spent(name, allocator)?;
            let all = programs.cycles(name, allocator)?.mean;
            Some(format!(
                "{:.1}",
                100.0 * (spent.malloc as f64 + spent.free as f64) / all
            ))
        };
        let calls = programs.spent(name, MEMENTO);
        let counts = [calls.map(|calls| calls.mallocs), calls.map(|calls| calls.frees)];
        let counts = counts.map(|count| Some(count?.to_string()));
        allocators.iter().map(share).chain(counts).collect()
    })
}

/// The cycles that Memento saves against the best software allocator, by what saves them.
fn savings(programs: &Wholes) -> Table {
    let head = [
        "cycles in thousands",
        "best of software",
        "saved",
        "in malloc",
        "in free",
        "by bypass",
        "elsewhere",
    ];
    by_program(&head, programs, |name| {
        let row = || {
            let best = programs.best(name)?;
            let saved = programs.cycles(name, best)?.mean - programs.cycles(name, MEMENTO)?.mean;
            let (theirs, ours) = (programs.spent(name, best)?, programs.spent(name, MEMENTO)?);
            let malloc = theirs.malloc as f64 - ours.malloc as f64;
            let free = theirs.free as f64 - ours.free as f64;
            let bypass = programs.bypass(name)?;
            let cells = [saved, malloc, free, bypass, saved - malloc - free - bypass].map(thousands);
            Some(std::iter::once(best.to_string()).chain(cells).map(Some).collect())
        };
        row().unwrap_or_else(|| vec![None; head.len() - 1])
    })
}

/// Bytes of data between RAM and the caches.
fn traffic(programs: &Wholes) -> Table {
    let head = [
        "KiB",
        "Memento: core loads",
        "core stores",
        "Memento reads",
        "Memento writes",
        "all",
        "without bypass",
        "best of software: loads",
        "stores",
        "all",
        "between core and Memento",
    ];
    by_program(&head, programs, |name| {
        let mean = |allocator: &str, bytes: fn(&Whole) -> u64| {
            // One more than there are, since a mean of logarithms has no zero.
            let bytes = programs.spread(name, allocator, |line| (bytes(line) + 1) as f64)?.mean - 1.0;
            Some(format!("{:.0}", bytes / 1024.0))
        };
        let loads: fn(&Whole) -> u64 = |line| 4 * line.traffic.core_loaded;
        let stores: fn(&Whole) -> u64 = |line| 4 * line.traffic.core_stored;
        let all: fn(&Whole) -> u64 = |line| line.traffic.data_bytes();
        let without = programs
            .without_bypass(name)
            .map(|line| format!("{:.0}", all(line) as f64 / 1024.0));
        let ours = |bytes| mean(MEMENTO, bytes);
        let theirs = |bytes| mean(programs.best(name)?, bytes);
        vec![
            ours(loads),
            ours(stores),
            ours(|line| 8 * line.traffic.memento_read),
            ours(|line| 8 * line.traffic.memento_written),
            ours(all),
            without,
            theirs(loads),
            theirs(stores),
            theirs(all),
            ours(|line| 4 * line.traffic.region_accesses),
        ]
    })
}
