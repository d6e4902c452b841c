//! The figures that are to be reached.

use super::{
    results::{is_software, Micro, Results, MEMENTO},
    whole::Spread,
};
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
    let Some(Spread { mean, least, most }) = results.programs.speed_ups(MEMENTO) else {
        return Vec::new();
    };
    let what = "whole programs, times faster than with the best software allocator of each, mean of the layouts";
    vec![
        Figure::at_least(format!("{what}: the most"), most, 1.28),
        Figure::at_least("geometric mean", mean, 1.16),
        Figure::at_least("the least", least, 1.0),
    ]
}
