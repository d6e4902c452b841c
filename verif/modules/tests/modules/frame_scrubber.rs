//! Makes frames all zeros: each line is dropped, then zeroed; frames that come back go first, and none is lost or said to be done too early.

use crate::prelude::*;
use crate::scrub_lines::{LinePorts, LINES, LINE_BYTES};
use memento_modules::memory_port::{surroundings, Surroundings};
use std::collections::VecDeque;

/// Returned frames that may be inside: four in the queue and one under way.
const MOST_INSIDE: usize = 5;
/// Frames for which there is always room.
const ROOM: usize = 4;
/// Cycles without any event after which it hangs.
const MOST_IDLE_CYCLES: u64 = 300;
/// Cycles from a last `zero_done` to `range_done_o`, and to `clean_valid_o`.
const RANGE_DONE_AFTER: u64 = 1;
const CLEAN_AFTER: u64 = 2;
/// Cycles that a frame may take beyond 64 when memory takes a line a cycle and answers within five.
const MOST_OVERHEAD_CYCLES: u64 = 10;

/// How a phase ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// When all is done.
    Drain,
    /// No returns from a cycle on.
    Close(u64),
    /// Everything is discarded in a cycle.
    Discard(u64),
    /// It is reset in a cycle.
    Reset(u64),
}

/// Frames to scrub, from an idle scrubber to an idle scrubber.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    pub returned: Vec<u64>,
    pub ranges: Vec<u64>,
    /// Cycles of 100 in which a frame is offered to it, and in which a clean one is taken.
    pub offered_percent: u64,
    pub taken_percent: u64,
    pub lines: Surroundings,
    pub end: End,
}

#[derive(Clone, Debug)]
pub struct FrameScrubber {
    ppns: u64,
}

/// The frame under way.
#[derive(Debug)]
struct Frame {
    ppn: u64,
    of_range: bool,
    began: u64,
    dropped: u64,
    ended: u64,
    last_cycle: u64,
    failed: bool,
}

impl Frame {
    fn new(ppn: u64, of_range: bool, began: u64) -> Frame {
        Frame { ppn, of_range, began, dropped: 0, ended: 0, last_cycle: 0, failed: false }
    }

    /// Whether its end is told in this cycle.
    fn tells(&self, now: u64, after: u64) -> bool {
        self.ended == LINES && !self.failed && now >= self.last_cycle + after
    }
}

impl Reference for FrameScrubber {
    type Step = Phase;
    const MODULE: &'static str = "memento_frame_scrubber";
    const CASES: u32 = 30;
    const STEPS: usize = 8;

    fn new(module: &Module) -> FrameScrubber {
        FrameScrubber { ppns: module.mask("return_ppn_i") }
    }

    fn steps(&self) -> BoxedStrategy<Phase> {
        let ppns = self.ppns;
        let frames = move |most| prop::collection::vec(1..=ppns, 0..most);
        let percent = || prop_oneof![Just(5u64), Just(50), Just(100)];
        let at = || prop_oneof![0..20u64, 0..600u64];
        let end = prop_oneof![
            3 => Just(End::Drain),
            1 => at().prop_map(End::Close),
            3 => at().prop_map(End::Discard),
            1 => at().prop_map(End::Reset),
        ];
        (frames(9), frames(4), percent(), percent(), surroundings(600), end)
            .prop_map(|(returned, ranges, offered_percent, taken_percent, lines, end)| Phase {
                returned,
                ranges,
                offered_percent,
                taken_percent,
                lines,
                end,
            })
            .boxed()
    }

    fn play(&self, step: &Phase, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let start = dut.cycle();
        let mut lines = LinePorts::new(&step.lines);
        let mut noise = step.lines.seed;
        let mut draw = |percent: u64| {
            noise = noise.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(99);
            (noise >> 40) % 100 < percent
        };
        let (mut returned, mut ranges) = (VecDeque::from(step.returned.clone()), VecDeque::from(step.ranges.clone()));
        let (mut offers_return, mut inside) = (false, VecDeque::new());
        let mut frame: Option<Frame> = None;
        let (mut failed, mut event_cycle) = (false, start);
        let mut last_drop = None;
        loop {
            let now = dut.cycle();
            let reached = |at: u64| now >= start + at;
            let closed = matches!(step.end, End::Close(at) | End::Discard(at) if reached(at));
            let discard = matches!(step.end, End::Discard(at) if reached(at));
            offers_return = !returned.is_empty() && (offers_return || draw(step.offered_percent));
            let offers_range = !ranges.is_empty() && !closed && draw(step.offered_percent);
            let takes = draw(step.taken_percent);
            dut.set_all(pins! {
                return_valid_i: offers_return, return_ppn_i: returned.front().copied().unwrap_or(noise_of(now, self.ppns)),
                range_valid_i: offers_range, range_ppn_i: ranges.front().copied().unwrap_or(noise_of(now, self.ppns)),
                closed_i: closed, discard_i: discard, clean_ready_i: takes,
            });
            lines.drive(dut);
            if matches!(step.end, End::Reset(at) if reached(at)) || (failed && now > event_cycle + 30) {
                dut.set_all(pins! { return_valid_i: false, range_valid_i: false, closed_i: false, discard_i: false, zero_done_i: false });
                dut.reset();
                dut.expect("error_o", false)?;
                return dut.expect("idle_o", true);
            }
            dut.expect("error_o", failed)?;

            let idle = dut.bit("idle_o");
            if idle && lines.under_way() > 0 || !discard && idle != (frame.is_none() && inside.is_empty()) {
                return dut.fail(format!("idle_o is {idle} with {frame:?} and {inside:x?} inside"));
            }

            // Frames in. One that waits is begun when none is under way.
            if frame.is_none() && !discard {
                frame = inside.front().map(|ppn| Frame::new(*ppn, false, now));
            }
            let takes_return = dut.bit("return_ready_o");
            if takes_return && (closed || inside.len() >= MOST_INSIDE) || !takes_return && !closed && inside.len() < ROOM {
                return dut.fail(format!("return_ready_o is {takes_return} with {} frames inside", inside.len()));
            }
            if offers_range && dut.bit("range_ready_o") {
                if frame.is_some() {
                    return dut.fail(format!("a frame of the ranges is taken before {frame:x?}"));
                }
                frame = ranges.pop_front().map(|ppn| Frame::new(ppn, true, now));
                event_cycle = now;
            }
            if takes_return && offers_return {
                inside.extend(returned.pop_front());
                offers_return = false;
                event_cycle = now;
            }

            // Lines.
            let seen = lines.look(dut)?;
            if seen.drop_offered.is_some() && discard && !matches!(step.end, End::Discard(at) if now == start + at) && last_drop != seen.drop_offered {
                return dut.fail("a line is dropped though everything is discarded");
            }
            last_drop = seen.drop_offered.filter(|_| seen.dropped.is_none());
            if let Some(address) = seen.drop_offered {
                let expected = frame.as_ref().filter(|frame| frame.dropped < LINES);
                let expected = expected.map(|frame| (frame.ppn << 12) + LINE_BYTES * frame.dropped);
                if expected != Some(address) {
                    return dut.fail(format!("line {address:x} is dropped, the contract says {expected:x?}"));
                }
            }
            if let Some(frame) = frame.as_mut() {
                frame.dropped += u64::from(seen.dropped.is_some());
            }

            // Frames out.
            let told = |after| frame.as_ref().filter(|frame| !discard && frame.tells(now, after));
            let range_done = told(RANGE_DONE_AFTER).is_some_and(|frame| frame.of_range);
            let clean = told(CLEAN_AFTER).filter(|frame| !frame.of_range).map(|frame| frame.ppn);
            dut.expect("range_done_o", range_done)?;
            if !discard {
                dut.expect("clean_valid_o", clean.is_some())?;
            }
            if let Some(ppn) = clean {
                dut.expect("clean_ppn_o", ppn)?;
            }
            if range_done || (clean.is_some() && takes) {
                let frame = frame.take().expect("it is under way");
                let fast = step.lines.stall_percent == 0 && step.lines.latency_cycles.1 < 6;
                if fast && frame.last_cycle > frame.began + LINES + MOST_OVERHEAD_CYCLES {
                    return dut.fail(format!("{frame:x?} took too long"));
                }
                if !frame.of_range {
                    inside.pop_front();
                }
                event_cycle = now;
            }
            if let Some((_, error)) = seen.ended {
                failed |= error;
                event_cycle = now;
                if let Some(frame) = frame.as_mut() {
                    frame.ended += 1;
                    frame.last_cycle = now;
                    frame.failed |= error;
                }
            }
            if seen.dropped.is_some() {
                event_cycle = now;
            }

            let done = match discard {
                true => idle,
                false => frame.is_none() && inside.is_empty() && (closed || returned.is_empty()) && (closed || ranges.is_empty()),
            };
            if !failed && now > event_cycle + MOST_IDLE_CYCLES {
                return dut.fail(format!("it does not get on; inside are {inside:x?}"));
            }
            dut.edge();
            if done && !failed {
                dut.set_all(pins! { return_valid_i: false, range_valid_i: false, closed_i: false, discard_i: false, zero_done_i: false });
                dut.edge();
                dut.expect("clean_valid_o", false)?;
                return dut.expect("idle_o", true);
            }
        }
    }
}

/// What a pin shows that means nothing.
fn noise_of(cycle: u64, mask: u64) -> u64 {
    cycle.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20 & mask
}

in_every_configuration!(FrameScrubber);
