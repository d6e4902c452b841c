//! The ranges of frames: each frame is offered once, in order, only while it is zeros, and again after a rewind once it has been zeroed.

use crate::prelude::*;

/// Most ranges, and frames fewer than which one has.
const RANGES: usize = 4;
const TOO_MANY: u64 = 1 << 20;
/// Cycles within which a frame must be offered.
const OFFERED_WITHIN: u32 = 3;
/// Cycles from an add to its effect.
const ADDED_AFTER: usize = 2;

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Cycle {
        add: Option<(u64, u64)>,
        open: bool,
        take_fresh: bool,
        take_scrub: bool,
        scrub_done: bool,
    },
    /// A context ends.
    Rewind,
    /// The state is read, and, if it is to be, loaded again after the ranges were forgotten.
    Park { reload: bool },
    /// The ranges are forgotten.
    Forget,
    Reset,
}

#[derive(Clone, Debug)]
pub struct FrameRanges {
    ppns: u64,
    ranges: Vec<(u64, u64)>,
    /// Frames before these, of all ranges.
    next: u64,
    dirty: u64,
    scrubbed: u64,
    /// The frame at `scrubbed` was taken.
    scrubbing: bool,
    /// Ranges handed over in the latest cycles, the latest last.
    added: [Option<(u64, u64)>; ADDED_AFTER],
    /// Cycles for which a frame should have been offered.
    late_fresh: u32,
    late_scrub: u32,
}

impl FrameRanges {
    /// Frames in all ranges.
    fn total(&self) -> u64 {
        self.ranges.iter().map(|(_, count)| count).sum()
    }

    /// The frame at a place in the concatenated ranges.
    fn frame(&self, mut place: u64) -> u64 {
        for (ppn, count) in &self.ranges {
            if place < *count {
                return ppn + place;
            }
            place -= count;
        }
        panic!("there is no such frame")
    }

    /// A place as the state's words say it.
    fn word(&self, mut place: u64) -> u64 {
        for (range, (_, count)) in self.ranges.iter().enumerate() {
            if place < *count {
                return (range as u64) << 20 | place;
            }
            place -= count;
        }
        (self.ranges.len() as u64) << 20
    }

    fn words(&self) -> Vec<u64> {
        let range = |index: usize| self.ranges.get(index).map_or(0, |(ppn, count)| count << 44 | ppn);
        let places = [self.next, self.dirty, self.scrubbed].map(|place| self.word(place));
        (0..RANGES).map(range).chain(places).collect()
    }

    fn forget(&mut self) {
        self.ranges.clear();
        (self.next, self.dirty, self.scrubbed) = (0, 0, 0);
    }

    /// Takes a range over, or refuses it.
    fn add(&mut self, (ppn, count): (u64, u64)) -> bool {
        let good = self.ranges.len() < RANGES && count > 0 && count < TOO_MANY && ppn > 0 && ppn + count - 1 <= self.ppns;
        if good {
            self.ranges.push((ppn, count));
        }
        good
    }

    fn cycle(&mut self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let Step::Cycle { add, open, take_fresh, take_scrub, scrub_done } = *step else { unreachable!() };
        let scrub_done = scrub_done && self.scrubbing;
        let (ppn, count) = add.unwrap_or((0, 0));
        dut.set_all(pins! {
            open_i: open, add_valid_i: add.is_some(), add_ppn_i: ppn, add_count_i: count,
            fresh_ready_i: take_fresh, scrub_ready_i: take_scrub, scrub_done_i: scrub_done,
        });
        dut.expect("add_ready_o", open)?;

        // What is handed over takes its place.
        let due = self.added[0];
        self.added = [self.added[1], add.filter(|_| open)];
        let refused = due.is_some_and(|range| !self.add(range));
        dut.expect("add_refused_o", refused)?;
        dut.expect("total_o", self.total())?;

        // What is offered must be there, and come in time.
        let fresh = self.next < self.total() && (self.scrubbed == self.dirty || self.next < self.scrubbed);
        let offered = dut.bit("fresh_valid_o");
        self.late_fresh = if fresh && !offered { self.late_fresh + 1 } else { 0 };
        let scrub = self.scrubbed < self.dirty && !self.scrubbing;
        let scrub_offered = dut.bit("scrub_valid_o");
        self.late_scrub = if scrub && !scrub_offered { self.late_scrub + 1 } else { 0 };
        if offered && !fresh || scrub_offered && !scrub || self.late_fresh.max(self.late_scrub) > OFFERED_WITHIN {
            return dut.fail(format!("offers are {offered}, {scrub_offered}; the contract says {fresh}, {scrub}: {self:x?}"));
        }
        if offered {
            dut.expect("fresh_ppn_o", self.frame(self.next))?;
            self.next += u64::from(take_fresh);
        }
        if scrub_done {
            self.scrubbed += 1;
            self.scrubbing = false;
        }
        if scrub_offered {
            dut.expect("scrub_ppn_o", self.frame(self.scrubbed))?;
            self.scrubbing = take_scrub;
        }
        dut.edge();
        Ok(())
    }

    /// A cycle in which nothing is asked for.
    fn rest(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let rest = Step::Cycle { add: None, open: false, take_fresh: false, take_scrub: false, scrub_done: false };
        self.cycle(&rest, dut)
    }

    fn park(&mut self, dut: &mut ModuleDut, reload: bool, forget: bool) -> Result<(), Mismatch> {
        while self.scrubbing {
            let done = Step::Cycle { add: None, open: false, take_fresh: false, take_scrub: false, scrub_done: true };
            self.cycle(&done, dut)?;
        }
        // No range is on its way in.
        self.rest(dut)?;
        self.rest(dut)?;
        dut.set_all(pins! { parked_i: true, scrub_done_i: false });
        dut.edge();
        let words = self.words();
        for (address, word) in words.iter().enumerate() {
            dut.set("state_address_i", address);
            dut.edge();
            dut.expect("state_rdata_o", *word)?;
        }
        if reload || forget {
            dut.set("forget_i", true);
            dut.edge();
            dut.set("forget_i", false);
            dut.expect("total_o", 0u64)?;
        }
        if forget {
            self.forget();
        }
        if reload {
            for (address, word) in words.iter().enumerate() {
                dut.set_all(pins! { state_address_i: address, state_write_i: true, state_wdata_i: *word });
                dut.edge();
            }
        }
        dut.set("state_write_i", false);
        dut.expect("fresh_valid_o", false)?;
        dut.expect("scrub_valid_o", false)?;
        dut.expect("add_refused_o", false)?;
        dut.set("parked_i", false);
        (self.late_fresh, self.late_scrub) = (0, 0);
        Ok(())
    }
}

impl Reference for FrameRanges {
    type Step = Step;
    const MODULE: &'static str = "memento_frame_ranges";

    fn new(module: &Module) -> FrameRanges {
        FrameRanges {
            ppns: module.mask("add_ppn_i"),
            ranges: vec![],
            next: 0,
            dirty: 0,
            scrubbed: 0,
            scrubbing: false,
            added: [None; ADDED_AFTER],
            late_fresh: 0,
            late_scrub: 0,
        }
    }

    fn steps(&self) -> BoxedStrategy<Step> {
        let ppns = self.ppns;
        let ppn = prop_oneof![4 => 1..=ppns, 1 => 0..3u64, 1 => ppns - 8..=ppns];
        let count = prop_oneof![
            8 => 1..=4u64,
            1 => 0..=u64::from(u32::MAX),
            1 => TOO_MANY - 2..=TOO_MANY,
            1 => Just(0),
        ];
        let add = prop::option::weighted(0.1, (ppn, count));
        let (open, fresh) = (prop::bool::weighted(0.9), prop::bool::weighted(0.6));
        let (scrub, done) = (prop::bool::weighted(0.8), prop::bool::weighted(0.4));
        let cycle = (add, open, fresh, scrub, done).prop_map(|(add, open, take_fresh, take_scrub, scrub_done)| Step::Cycle {
            add,
            open,
            take_fresh,
            take_scrub,
            scrub_done,
        });
        prop_oneof![
            150 => cycle,
            4 => Just(Step::Rewind),
            3 => any::<bool>().prop_map(|reload| Step::Park { reload }),
            1 => Just(Step::Forget),
            1 => Just(Step::Reset),
        ]
        .boxed()
    }

    fn follow(&mut self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        match step {
            Step::Cycle { .. } => self.cycle(step, dut),
            Step::Rewind => {
                dut.set("rewind_i", true);
                self.rest(dut)?;
                dut.set("rewind_i", false);
                self.dirty = self.dirty.max(self.next);
                (self.next, self.scrubbed, self.scrubbing) = (0, 0, false);
                (self.late_fresh, self.late_scrub) = (0, 0);
                Ok(())
            }
            Step::Park { reload } => self.park(dut, *reload, false),
            Step::Forget => self.park(dut, false, true),
            Step::Reset => {
                dut.set_all(pins! { add_valid_i: false, scrub_done_i: false });
                dut.reset();
                *self = FrameRanges::new(&dut.module());
                Ok(())
            }
        }
    }
}

in_every_configuration!(FrameRanges);
