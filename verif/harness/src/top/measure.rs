//! Exact cycle counts of the whole, each next to what is asked of it.

mod sample;

use crate::{measure::Measurement, scoreboard::Mismatch};
use memento_abi::Geometry;
pub(super) use sample::latency;
use sample::Sample;

/// Latencies of memory in cycles. From the two, cycles that do not depend on memory follow.
const FAST: u32 = 1;
const SLOW: u32 = 21;

/// How many cycles `whole` is longer than `part`.
fn beyond(whole: u64, part: u64) -> f64 {
    whole as f64 - part as f64
}

/// Measures the whole with memory that answers in the next cycle; a second run with slower memory tells how many accesses
/// follow one another.
///
/// # Errors
/// The device breaks a rule of its ports or refuses what must succeed.
pub fn measure(geometry: Geometry) -> Result<Vec<Measurement>, Mismatch> {
    let (fast, slow) = (Sample::take(geometry, FAST)?, Sample::take(geometry, SLOW)?);
    // Accesses to memory one after the other, and the cycles that are not theirs.
    let split = |of: fn(&Sample) -> f64| {
        let accesses = (of(&slow) - of(&fast)) / f64::from(SLOW - FAST);
        (accesses, of(&fast) - accesses * f64::from(FAST))
    };
    let hit = fast.load_hit;
    let (touch_accesses, touch) = split(|sample| beyond(sample.first_touch, sample.new_line));
    let (walk_accesses, walk) = split(|sample| beyond(sample.walk, sample.load_hit));
    let (fill_accesses, fill) = split(|sample| beyond(sample.line_fill, sample.load_hit));
    let row = |what, measured: f64, unit, limit| Measurement {
        what,
        measured,
        unit,
        limit,
    };
    let cycles = |what, measured: u64, limit: Option<u32>| row(what, measured as f64, "cycles", limit.map(f64::from));
    let end_grows = fast.end_of_many.abs_diff(fast.end_of_few);
    Ok(vec![
        cycles(
            "alloc hit by custom instruction, acceptance to result",
            fast.alloc,
            Some(2),
        ),
        row(
            "alloc hits by custom instruction, interval",
            fast.alloc_interval,
            "cycles",
            Some(1.0),
        ),
        cycles(
            "posted free hit by custom instruction, acceptance to result",
            fast.free,
            Some(2),
        ),
        cycles("alloc hit by doorbell, two register accesses", fast.doorbell, None),
        cycles(
            "alloc hit and first store to a page without a frame",
            fast.alloc_and_touch,
            None,
        ),
        cycles("load, hit in cache and TLB", hit, Some(2)),
        cycles("store, hit in cache and TLB", fast.store_hit, Some(2)),
        row("loads that hit, interval", fast.load_interval, "cycles", Some(1.0)),
        row("stores that hit, interval", fast.store_interval, "cycles", Some(1.0)),
        row(
            "TLB miss, table known, beyond a hit",
            beyond(fast.walk, hit),
            "cycles",
            None,
        ),
        row(
            "TLB miss, table known, accesses to memory one after the other",
            walk_accesses,
            "accesses",
            Some(1.0),
        ),
        row(
            "TLB miss, table known, beyond a hit and memory's latency",
            walk,
            "cycles",
            None,
        ),
        row(
            "TLB miss after pages of all other classes, beyond a hit",
            beyond(fast.far_walk, hit),
            "cycles",
            None,
        ),
        row(
            "first touch, beyond a line made new",
            beyond(fast.first_touch, fast.new_line),
            "cycles",
            None,
        ),
        row(
            "first touch, accesses to memory one after the other",
            touch_accesses,
            "accesses",
            Some(2.0),
        ),
        row(
            "first touch, beyond a line made new and memory's latency",
            touch,
            "cycles",
            Some(8.0),
        ),
        row(
            "miss, line made new by bypass, beyond a hit",
            beyond(fast.new_line, hit),
            "cycles",
            None,
        ),
        row(
            "miss, line from memory, beyond a hit",
            beyond(fast.line_fill, hit),
            "cycles",
            None,
        ),
        row(
            "miss, line from memory, accesses one after the other",
            fill_accesses,
            "accesses",
            Some(1.0),
        ),
        row(
            "miss, line from memory, beyond a hit and memory's latency",
            fill,
            "cycles",
            None,
        ),
        row(
            "stores to new lines in order, interval of lines",
            fast.new_line_interval,
            "cycles",
            None,
        ),
        row(
            "loads of lines from memory in order, interval of lines",
            fast.fill_interval,
            "cycles",
            None,
        ),
        cycles("context save", fast.save, None),
        cycles("context load", fast.load, None),
        cycles("end of a context with 10 objects", fast.end_of_few, None),
        cycles("end of a context with 100000 objects", fast.end_of_many, None),
        cycles("difference of the two", end_grows, Some(0)),
        row("scrubbing, for each frame", fast.scrub, "cycles", None),
    ])
}
