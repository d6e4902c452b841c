//! The cache's sequences: each writes and reads exactly the lines it should, and answers once.

use crate::prelude::*;
use memento_modules::line_port::{line_timing, LineEvent, LinePort, LineTiming};

/// A flush of sixteen ways of 256 sets, most of them dirty, to a memory that stalls.
const MOST_CYCLES: u64 = 400_000;

#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// An access has missed: set, way, tag of the victim and whether it is dirty, whether the line is new.
    Miss { set: u64, way: u32, victim: Option<(u64, bool)>, new: bool, query_waits: u64 },
    /// The line's place in its page, the set in which it is of those with that place, ways that have it.
    Drop { place: u64, held: u64, hit: u64 },
    /// The ways of each set: from a seed; none of them dirty, or some.
    Flush { lines: u64, clean: bool },
    DropAll,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub job: Job,
    pub memory: LineTiming,
    pub reset_after: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct CacheControl {
    sets: u64,
    ways: u32,
    /// Sets whose lines have different places in a page, and the bits that tell them apart.
    places: u64,
    place_bits: u32,
    tag_mask: u64,
    address_mask: u64,
    fresh: bool,
}

/// What the data memory holds.
fn word(set: u64, beat: u64, way: u64) -> u64 {
    (set << 8 | beat << 4 | way).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1
}

/// The line in a way, for a flush: tag and whether it is dirty.
fn line(lines: u64, set: u64, way: u64, tag_mask: u64) -> Option<(u64, bool)> {
    let number = word(set, 9, way) ^ lines;
    (number >> 40 & 3 != 0).then_some((number & tag_mask, number >> 50 & 1 == 1))
}

impl CacheControl {
    /// Every set is made empty, one a cycle; `done` is high in the last.
    fn clearing(&self, dut: &mut ModuleDut, done: Option<&str>) -> Result<(), Mismatch> {
        for set in 0..self.sets {
            dut.expect("tag_write_o", true)?;
            dut.expect("tag_all_o", true)?;
            dut.expect("tag_set_o", set)?;
            dut.expect("move_o", false)?;
            for name in ["flush_ready_o", "drop_all_ready_o", "drop_ready_o"] {
                dut.expect(name, done == Some(name) && set == self.sets - 1)?;
            }
            dut.edge();
        }
        dut.set_all(pins! { flush_valid_i: false, drop_all_valid_i: false });
        dut.expect("ready_o", true)?;
        dut.expect("tag_write_o", false)?;
        dut.expect("move_o", false)?;
        dut.edge();
        dut.expect("move_o", true)?;
        dut.expect("idle_o", true)
    }

    fn quiet(dut: &mut ModuleDut) {
        dut.set_all(pins! {
            rst_ni: true, empty_i: true, missing_i: false, query_ready_i: false, flush_valid_i: false, drop_all_valid_i: false,
            drop_valid_i: false, line_req_ready_i: false, line_rsp_valid_i: false, flush_held_i: 0u64, dirty_i: 0u64, hit_i: 0u64,
        });
    }

    fn address(&self, tag: u64, set: u64) -> u64 {
        tag << (self.place_bits + 6) | (set % self.places) << 6
    }
}

impl Reference for CacheControl {
    type Step = Step;
    const MODULE: &'static str = "memento_cache_control";
    const STEPS: usize = 12;

    fn new(module: &Module) -> CacheControl {
        // A page has 64 lines.
        let place_bits = module.width("set_o").min(6);
        CacheControl {
            sets: 1 << module.width("set_o"),
            ways: module.width("way_o"),
            places: 1 << place_bits,
            place_bits,
            tag_mask: module.mask("victim_tag_i"),
            address_mask: module.mask("fill_address_i"),
            fresh: true,
        }
    }

    fn steps(&self) -> BoxedStrategy<Step> {
        let (sets, places, ways, mask) = (self.sets, self.places, self.ways, self.tag_mask);
        let victim = prop::option::weighted(0.8, (any::<u64>().prop_map(move |tag| tag & mask), any::<bool>()));
        let job = prop_oneof![
            8 => (0..sets, 0..ways, victim, any::<bool>(), 0..4u64)
                .prop_map(|(set, way, victim, new, query_waits)| Job::Miss { set, way, victim, new, query_waits }),
            4 => (0..places, 0..sets / places, 0..=ways).prop_map(|(place, held, way)| Job::Drop { place, held, hit: (1 << way) >> 1 }),
            1 => (any::<u64>(), any::<bool>()).prop_map(|(lines, clean)| Job::Flush { lines, clean }),
            1 => Just(Job::DropAll),
        ];
        (job, line_timing(), prop::option::weighted(0.1, 0..40u64)).prop_map(|(job, memory, reset_after)| Step { job, memory, reset_after }).boxed()
    }

    fn advance(&mut self, step: &Step) {
        // What a failed write leaves is a fault until reset, with which each such step ends.
        self.fresh = step.reset_after.is_some();
    }

    fn play(&self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        CacheControl::quiet(dut);
        if self.fresh {
            dut.reset();
            dut.expect("fault_o", false)?;
            dut.expect("ready_o", false)?;
            self.clearing(dut, None)?;
        }
        let mut memory = LinePort::new(|address| address);
        memory.become_like(step.memory);
        let (mut expected_written, mut fill): (Vec<u64>, Option<u64>) = (vec![], None);
        let every_way = (1u64 << self.ways) - 1;
        let fill_address = step.memory.seed & self.address_mask & !63;
        match &step.job {
            Job::Miss { set, way, victim, new, .. } => {
                dut.set_all(pins! {
                    missing_i: true, empty_i: false, miss_set_i: *set, miss_way_i: 1u64 << way, victim_valid_i: victim.is_some(),
                    victim_tag_i: victim.map_or(5, |(tag, _)| tag) & self.tag_mask, query_new_i: *new, fill_address_i: fill_address,
                    dirty_i: step.memory.seed & every_way & !(1 << way) | u64::from(victim.map_or(step.memory.seed & 1 == 1, |(_, dirty)| dirty)) << way,
                });
                expected_written.extend(victim.filter(|(_, dirty)| *dirty).map(|(tag, _)| self.address(tag, *set)));
                fill = (!new).then_some(fill_address);
            }
            Job::Drop { place, .. } => dut.set_all(pins! { drop_valid_i: true, drop_set_i: *place }),
            Job::Flush { lines, clean } => {
                dut.set("flush_valid_i", true);
                for (set, way) in (0..self.sets).flat_map(|set| (0..u64::from(self.ways)).map(move |way| (set, way))) {
                    let dirty = line(*lines, set, way, self.tag_mask).filter(|(_, dirty)| *dirty && !clean);
                    expected_written.extend(dirty.map(|(tag, _)| self.address(tag, set)));
                }
            }
            Job::DropAll => dut.set("drop_all_valid_i", true),
        }
        let (mut read, mut written, mut beats, mut missing, mut queries) = (None, vec![], 0u64, matches!(step.job, Job::Miss { .. }), 0);
        let (mut shown, mut old_beats, mut events, mut dropped) = ((0, 0), 0, [0u64; 3], false);
        // Sets in which a drop has looked, and what it found in the cycle before, if it looked then.
        let (mut looked, mut looked_before) = (0, None);
        for cycle in 0.. {
            if cycle == MOST_CYCLES {
                return dut.fail("the job does not end");
            }
            if step.reset_after == Some(cycle) {
                CacheControl::quiet(dut);
                return Ok(());
            }
            memory.drive(dut);
            if let Job::Miss { query_waits, .. } = step.job {
                dut.set("query_ready_i", cycle >= query_waits);
            }
            // The memories behind it show what was read in the cycle before.
            let way = u64::from(dut.number("way_o").trailing_zeros());
            dut.set("word_i", word(shown.0, shown.1, way));
            if let Job::Flush { lines, clean } = step.job {
                let ways = |set, is: fn((u64, bool)) -> bool| {
                    let held = (0..u64::from(self.ways)).filter(|way| line(lines, set, *way, self.tag_mask).is_some_and(is));
                    held.fold(0u64, |ways, way| ways | 1 << way)
                };
                // Dirty bits of ways that hold nothing mean nothing.
                let set = dut.number("set_o");
                let dirty = if clean { 0 } else { ways(set, |(_, dirty)| dirty) };
                let dirty = dirty | !ways(set, |_| true) & lines & every_way;
                dut.set_all(pins! {
                    flush_held_i: ways(shown.0, |_| true), dirty_i: dirty,
                    flush_tag_i: line(lines, shown.0, way, self.tag_mask).map_or(3, |(tag, _)| tag) & self.tag_mask,
                });
            }
            if let Job::Drop { place, held, hit } = step.job {
                let looks = dut.bit("dropping_o");
                if looks && shown.0 != looked * self.places + place {
                    return dut.fail(format!("the line to drop is looked for in set {}", shown.0));
                }
                // Where nobody looks, what the tags say is about something else.
                let found = if looks && looked == held { hit } else { 0 };
                dut.set("hit_i", if looks { found } else { step.memory.seed & every_way });
                let all = looked * self.places == self.sets;
                dut.expect("drop_ready_o", all && looked_before.is_some())?;
                dropped |= dut.bit("drop_ready_o");
                let ways = looked_before.unwrap_or(0);
                dut.expect("tag_write_o", ways != 0)?;
                if ways != 0 {
                    dut.expect("tag_ways_o", hit)?;
                    dut.expect("tag_set_o", held * self.places + place)?;
                    dut.expect("tag_valid_o", false)?;
                    dut.expect("tag_all_o", false)?;
                }
                looked_before = looks.then_some(found);
                looked += u64::from(looks);
            }
            if dut.bit("query_valid_o") {
                if !missing || queries > 0 {
                    return dut.fail("a query although nothing has missed");
                }
                queries += u64::from(dut.bit("query_ready_i"));
            }
            let beat_shown = memory.beat_shown();
            let answer_shown = dut.bit("line_rsp_valid_i");
            let error = answer_shown && dut.bit("line_rsp_error_i");
            if dut.bit("write_o") {
                dut.expect("write_beat_o", beats)?;
                dut.expect("fill_o", fill.is_some())?;
                dut.expect("write_zero_o", fill.is_none())?;
                if beats >= old_beats && !expected_written.is_empty() {
                    return dut.fail(format!("beat {beats} is written before the old one was read"));
                }
                beats += 1;
            } else if beat_shown {
                return dut.fail("a beat that was read is not written");
            }
            if let (Job::Miss { set, way, new, .. }, true) = (&step.job, dut.bit("miss_done_o")) {
                if !missing || queries != 1 || (!new && beats != 8) {
                    return dut.fail("the miss is done too early or twice");
                }
                let failed = !new && (memory.read_failed || error);
                dut.expect("miss_failed_o", failed)?;
                dut.expect("miss_new_o", *new)?;
                dut.expect("tag_write_o", true)?;
                dut.expect("tag_all_o", false)?;
                dut.expect("tag_ways_o", 1u64 << way)?;
                dut.expect("tag_set_o", *set)?;
                dut.expect("tag_valid_o", !failed)?;
                missing = false;
            } else if missing {
                dut.expect("tag_write_o", false)?;
            }
            match memory.look(dut)? {
                Some(LineEvent::Read(address)) if fill == Some(address) && read.is_none() && written.is_empty() => read = Some(address),
                Some(LineEvent::Read(address)) => return dut.fail(format!("{address:#x} is read")),
                Some(LineEvent::Written(address)) => written.push(address),
                None => {}
            }
            for (count, name) in events.iter_mut().zip(["event_fill_o", "event_bypass_o", "event_write_back_o"]) {
                *count += dut.number(name);
            }
            let moves = dut.bit("move_o");
            let idle = dut.bit("idle_o");
            if matches!(step.job, Job::Drop { .. }) && !dropped && moves && cycle > 0 {
                return dut.fail("an access may move although a line is to be dropped");
            }
            if idle && !memory.idle() {
                return dut.fail("idle_o is high although a line is on its way");
            }
            if read.is_some() && beats == 8 && written.len() < expected_written.len() && idle {
                return dut.fail("idle_o is high although the old line is not written");
            }
            let done = match step.job {
                Job::Miss { .. } => !missing && beats == 8 && moves && idle,
                Job::Drop { .. } => dropped && moves,
                // A clearing that has begun.
                _ => dut.bit("tag_all_o"),
            };
            if done {
                // A cycle to begin, and two for each set.
                let clean = matches!(step.job, Job::Flush { clean: true, .. });
                if clean && cycle != 2 * self.sets + 1 {
                    return dut.fail(format!("{} sets without a dirty line take {cycle} cycles", self.sets));
                }
                break;
            }
            if dut.bit("read_o") {
                shown = (dut.number("read_set_o"), dut.number("read_beat_o"));
                old_beats += u64::from(shown.1 == old_beats);
            }
            dut.edge();
            if missing != dut.bit("missing_i") {
                dut.set_all(pins! { missing_i: missing, victim_valid_i: true });
            }
        }
        if written != expected_written {
            return dut.fail(format!("lines {written:x?} are written, the contract says {expected_written:x?}"));
        }
        match step.job {
            Job::Miss { new, .. } => {
                let expected = [u64::from(!new), u64::from(new), expected_written.len() as u64];
                if events != expected || read != fill || beats != 8 {
                    return dut.fail(format!("events {events:?}, read {read:x?}, {beats} beats written; the contract says {expected:?}, {fill:x?}, 8"));
                }
            }
            Job::Drop { .. } => {
                // The next one waits already, and one access may go before it.
                dut.expect("move_o", true)?;
                dut.set("drop_valid_i", false);
                dut.edge();
            }
            Job::Flush { .. } => self.clearing(dut, Some("flush_ready_o"))?,
            Job::DropAll => self.clearing(dut, Some("drop_all_ready_o"))?,
        }
        for address in &written {
            let (place, tag) = (address >> 6 & (self.places - 1), address >> (self.place_bits + 6));
            let (set, way) = match &step.job {
                Job::Miss { set, way, .. } => (*set, u64::from(*way)),
                Job::Flush { lines, .. } => {
                    let sets = (place..self.sets).step_by(self.places as usize);
                    let mut all = sets.flat_map(|set| (0..u64::from(self.ways)).map(move |way| (set, way)));
                    all.find(|(set, way)| line(*lines, *set, *way, self.tag_mask) == Some((tag, true))).expect("it is expected")
                }
                _ => (0, 0),
            };
            for beat in 0..8 {
                let (found, expected) = (memory.beat(address + 8 * beat), word(set, beat, way));
                if found != expected && !memory.write_failed {
                    return dut.fail(format!("beat {beat} of {address:#x} is written as {found:#x}, it should be {expected:#x}"));
                }
            }
        }
        dut.expect("fault_o", memory.write_failed)?;
        if memory.write_failed {
            CacheControl::quiet(dut);
            dut.reset();
            self.clearing(dut, None)?;
        }
        Ok(())
    }
}

in_every_configuration!(CacheControl);
