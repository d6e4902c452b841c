//! The figures that are to be reached, and the tables.

use super::results::{is_software, Micro, Results, Summary, MEMENTO};
use crate::cmd::table;
use comfy_table::Table;

/// A figure that is to be reached.
pub struct Figure {
    what: String,
    measured: f64,
    limit: f64,
    at_least: bool,
}

impl Figure {
    fn at_least(what: impl Into<String>, measured: f64, limit: f64) -> Figure {
        let (what, at_least) = (what.into(), true);
        Figure {
            what,
            measured,
            limit,
            at_least,
        }
    }

    fn at_most(what: impl Into<String>, measured: f64, limit: f64) -> Figure {
        Figure {
            at_least: false,
            ..Figure::at_least(what, measured, limit)
        }
    }

    fn reached(&self) -> bool {
        match self.at_least {
            true => self.measured >= self.limit,
            false => self.measured <= self.limit,
        }
    }
}

/// The figures as a table.
pub fn figures(results: &Results) -> Table {
    let mut rows = table(&["on the core, as a program sees it", "measured", "asked for", ""]);
    for figure in micro(results).into_iter().chain(whole(results)) {
        let bound = if figure.at_least { "at least" } else { "at most" };
        let verdict = if figure.reached() { "reached" } else { "**not reached**" };
        rows.add_row([
            figure.what.clone(),
            format!("{:.3}", figure.measured),
            format!("{bound} {}", figure.limit),
            verdict.into(),
        ]);
    }
    rows
}

fn micro(results: &Results) -> Vec<Figure> {
    let most = |of: fn(&Micro) -> u64| {
        let ours = results.micro.iter().filter(|line| line.allocator == MEMENTO);
        ours.filter(|line| line.large == 0).map(of).max().unwrap_or(0) as f64
    };
    let mut figures = vec![
        Figure::at_most(
            "cycles of a malloc, median of the worst pattern",
            most(|m| m.malloc.p50),
            6.0,
        ),
        Figure::at_most(
            "cycles of a free, median of the worst pattern",
            most(|m| m.free.p50),
            4.0,
        ),
        Figure::at_most(
            "cycles of the longest malloc of the patterns without sizes that are software's",
            most(|m| m.malloc.max),
            200.0,
        ),
    ];
    let pattern = "random live set";
    let less = |a: &&Micro, b: &&Micro| a.pair().total_cmp(&b.pair());
    let software = || results.micro.iter().filter(|line| is_software(&line.allocator));
    let best = software().filter(|line| line.pattern == pattern).min_by(less);
    let times = |line: &Micro| Some(line.pair() / results.on(&line.pattern, MEMENTO)?.pair());
    if let Some((best, times)) = best.and_then(|best| Some((best, times(best)?))) {
        let what = format!(
            "times fewer cycles of malloc and free than the best software allocator, {pattern} ({})",
            best.allocator
        );
        figures.push(Figure::at_least(what, times, 20.0));
    }
    // Of every software allocator, the pattern on which it is best.
    let fewest = software().filter_map(|line| Some((line, times(line)?)));
    let fewest =
        fewest.filter(|(line, _)| software().all(|o| o.allocator != line.allocator || o.pair() >= line.pair()));
    if let Some((line, times)) = fewest.min_by(|(_, a), (_, b)| a.total_cmp(b)) {
        let what = format!(
            "the same, each on its own best pattern: the least ({}, {})",
            line.allocator, line.pattern
        );
        figures.push(Figure::at_least(what, times, 10.0));
    }
    figures
}

fn whole(results: &Results) -> Vec<Figure> {
    let names = results.names();
    let mut times: Vec<f64> = names.iter().filter_map(|name| results.speed_up(name)).collect();
    times.sort_by(f64::total_cmp);
    let (Some(least), Some(most)) = (times.first(), times.last()) else {
        return Vec::new();
    };
    let mean = (times.iter().map(|times| times.ln()).sum::<f64>() / times.len() as f64).exp();
    let what = "whole programs, times faster than with the best software allocator of each";
    vec![
        Figure::at_least(format!("{what}: the most"), *most, 1.28),
        Figure::at_least("geometric mean", mean, 1.16),
        Figure::at_least("the least", *least, 1.0),
    ]
}

/// A table for each pattern, and one of the whole programs.
pub fn tables(results: &Results) -> Vec<(String, Table)> {
    let patterns = results.patterns().into_iter().map(|name| pattern(results, name));
    patterns.chain([("Whole programs".into(), programs(results))]).collect()
}

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

fn programs(results: &Results) -> Table {
    let names = results.names();
    let mut rows = table(&[&["cycles in thousands"], &names[..]].concat());
    let missing = || "-".to_string();
    for allocator in results.allocators() {
        let cycles = names.iter().map(|name| results.cycles(name, allocator));
        let cells = cycles.map(|cycles| cycles.map_or_else(missing, |cycles| (cycles / 1000).to_string()));
        rows.add_row(std::iter::once(allocator.to_string()).chain(cells));
    }
    let times = names.iter().map(|name| results.speed_up(name));
    let cells = times.map(|times| times.map_or_else(missing, |times| format!("{times:.2}")));
    rows.add_row(std::iter::once("times faster than the best of software".to_string()).chain(cells));
    rows
}
