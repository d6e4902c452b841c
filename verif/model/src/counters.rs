//! The counters that software can read, as far as they follow from what was asked.

use crate::bypass::Bounds;
use crate::{Difference, System};
use memento_abi::registers::COUNTERS;

/// What happened behind the object allocator since the counters were cleared, contexts notwithstanding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Frames given out, up to the latest [`System::learn`] and since then but for arenas fetched ahead. Exact, unless a
    /// context ended or was left with frames that had not been learned.
    pub frames_given: Bounds,
    /// Frames taken back. Whether those count that the end of a context takes back is not specified.
    pub frames_returned: Bounds,
    /// Pages that got their frame because a hart touched them.
    pub first_touches: u64,
    /// Accesses of harts that ended well.
    pub accesses: u64,
    /// Lines that were new to the cache.
    pub lines_new: Bounds,
    /// Those of them that were created without a read, because bypass was enabled.
    pub lines_bypassed: Bounds,
    /// Accesses of harts that ended with a status other than `Ok`.
    pub access_errors: u64,
    /// Those of them that ended with `BusError`: what they count beside is not specified.
    pub access_bus_errors: u64,
}

impl Counts {
    pub(crate) fn give(&mut self, frames: u64) {
        self.frames_given += Bounds::exactly(frames);
    }

    /// Takes `sure` frames back by a release, and up to `unsure` that may have been given out.
    pub(crate) fn take_back(&mut self, sure: u64, unsure: u64) {
        self.frames_given.highest += unsure;
        self.frames_returned += Bounds {
            lowest: sure,
            highest: sure + unsure,
        };
    }

    /// Forgets `sure` frames at the end of a context, and up to `unsure` that may have been given out.
    pub(crate) fn end(&mut self, sure: u64, unsure: u64) {
        self.frames_given.highest += unsure;
        self.frames_returned.highest += sure + unsure;
    }
}

impl System {
    /// Compares the device's counters, which `read` shows by their index in [`COUNTERS`], with the model. The device must be
    /// idle and frame numbers learned. Walks, TLB and write-backs are matters of timing, and not looked at; how many accesses
    /// hit the cache neither, but all must be counted, and every miss must have brought a line.
    ///
    /// # Errors
    /// The first counter that cannot be right.
    pub fn compare_counters(&self, read: &mut dyn FnMut(usize) -> u64) -> Result<(), Difference> {
        let mut value = |name: &str| {
            COUNTERS
                .iter()
                .position(|counter| counter.name == name)
                .map_or(0, &mut *read)
        };
        let counts = self.counts();
        let maybe = counts.access_bus_errors;
        let (hits, misses) = (value("CACHE_HITS"), value("CACHE_MISSES"));
        let lines = value("LINE_FILLS") + value("BYPASSED_LINES");
        let up_to = |lowest: u64, more: u64| Bounds {
            lowest,
            highest: lowest + more,
        };
        let bypassed = Bounds {
            highest: counts.lines_bypassed.highest + maybe,
            ..counts.lines_bypassed
        };
        let sums = [
            ("FRAMES_GIVEN", value("FRAMES_GIVEN"), counts.frames_given),
            ("FRAMES_RETURNED", value("FRAMES_RETURNED"), counts.frames_returned),
            (
                "ACCESS_FAULTS",
                value("ACCESS_FAULTS"),
                Bounds::exactly(counts.access_errors),
            ),
            ("BYPASSED_LINES", value("BYPASSED_LINES"), bypassed),
            (
                "CACHE_HITS + CACHE_MISSES",
                hits + misses,
                up_to(counts.accesses, maybe),
            ),
            (
                "LINE_FILLS + BYPASSED_LINES",
                lines,
                up_to(misses.saturating_sub(maybe), 2 * maybe),
            ),
        ];
        let events = self.events().iter().map(|(event, count)| {
            let name = COUNTERS[event as usize].name;
            (name, value(name), Bounds::exactly(count))
        });
        let wrong = events.chain(sums).find(|(_, found, bounds)| !bounds.allows(*found));
        wrong.map_or(Ok(()), |(name, found, bounds)| {
            Err(Difference(format!("{name} is {found}, not {bounds}")))
        })
    }
}
