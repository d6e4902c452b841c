//! What is around the pool.

use super::{Action, Life, Range};
use crate::prelude::*;
use crate::scrub_lines::{LinePorts, LINES, LINE_BYTES};
use memento_modules::memory_port::MemoryPort;
use std::collections::{BTreeMap, BTreeSet};

/// Most ranges, and frames fewer than which one has.
const RANGES: usize = 4;
const TOO_MANY: u64 = 1 << 20;
/// Bytes of a frame.
const FRAME_BYTES: u64 = 1 << 12;
/// Frames between the starts of small ranges.
const APART: u64 = 64;
/// Frames of a large range, of which a drain takes only some.
const LARGE: u64 = 1 << 18;
const DRAINED: usize = 40;
/// Cycles within which a frame comes, or a command is done.
const MOST_CYCLES: u64 = 20_000;
/// Cycles from one frame of the list or the ranges to the next, when memory answers in the next cycle.
const FRAME_EVERY_CYCLES: u64 = 4;
/// Cycles that an end takes beyond what it waits for: two accesses and the zero writes under way.
const END_CYCLES: u64 = 20;
/// Words of the state.
const WORDS: usize = 9;

/// Where the frames of a context are.
#[derive(Debug, Default)]
struct Context {
    ranges: Vec<(u64, u64)>,
    granted: Vec<u64>,
    /// Frames that were in use, and which of their lines have been zeroed since they came back.
    unclean: BTreeMap<u64, u64>,
}

impl Context {
    fn total(&self) -> u64 {
        self.ranges.iter().map(|(_, count)| count).sum()
    }

    fn has(&self, ppn: u64) -> bool {
        self.ranges.iter().any(|(first, count)| (*first..first + count).contains(&ppn))
    }
}

pub struct World {
    ppns: u64,
    low_water: u64,
    fast: bool,
    /// Cycles that the zero writes under way, and two accesses, may take; if memory never stalls.
    end_waits: Option<u64>,
    noise: u64,
    memory: MemoryPort,
    lines: LinePorts,
    context: Context,
    /// The other context, and the words of its state.
    other: (Context, Vec<u64>),
    /// Frames whose contents memory knows: the others are zeros.
    known: BTreeSet<u64>,
    /// Lines that are dirty in the cache.
    cached: BTreeSet<u64>,
    /// Small ranges handed over so far, and whether the others were.
    small: u64,
    large: bool,
    top: bool,
    adding: Option<(u64, u64)>,
    added: [Option<(u64, u64)>; 2],
    returning: Option<u64>,
    /// A command is held, and was in the cycle before.
    commanded: bool,
    closed: bool,
    offered: Option<u64>,
    low: bool,
    waited: u64,
    return_waited: u64,
    fault: [bool; 2],
}

impl World {
    /// A pool that was just reset.
    pub fn new(ppns: u64, life: &Life, dut: &mut ModuleDut) -> World {
        let (memory, lines) = (&life.memory, &life.lines);
        let stalls = memory.stall_percent > 0 || lines.stall_percent > 0;
        let waits = 2 * memory.latency_cycles.1 + lines.latency_cycles.1;
        let mut world = World {
            ppns,
            low_water: life.low_water,
            fast: memory.stall_percent == 0 && memory.latency_cycles.1 == 1,
            end_waits: (!stalls).then_some(waits.into()),
            noise: memory.seed,
            memory: MemoryPort::new(memory),
            lines: LinePorts::new(lines),
            context: Context::default(),
            other: (Context::default(), vec![0; WORDS]),
            known: BTreeSet::new(),
            cached: BTreeSet::new(),
            small: 0,
            large: false,
            top: false,
            adding: None,
            added: [None; 2],
            returning: None,
            commanded: false,
            closed: false,
            offered: None,
            low: false,
            waited: 0,
            return_waited: 0,
            fault: [false; 2],
        };
        world.reset(dut);
        world
    }

    fn reset(&mut self, dut: &mut ModuleDut) {
        dut.set_all(pins! {
            add_valid_i: false, frame_ready_i: false, return_valid_i: false, end_i: false, park_i: false, forget_i: false,
            state_write_i: false, mem_rsp_valid_i: false, zero_done_i: false, low_water_i: self.low_water,
        });
        dut.reset();
        self.memory.reset();
        self.lines.reset();
        // What is handed over anew is other frames.
        self.context = Context::default();
        (self.adding, self.added, self.returning, self.offered) = (None, [None; 2], None, None);
        (self.commanded, self.closed, self.low, self.waited) = (false, false, false, 0);
        self.return_waited = 0;
    }

    /// Whether an access has failed.
    pub fn fault(&self) -> bool {
        self.fault[1] || self.fault[0] || self.memory.failed
    }

    fn draw(&mut self, below: u64) -> u64 {
        self.noise = self.noise.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(7);
        (self.noise >> 33) % below
    }

    fn available(&self) -> u64 {
        self.context.total() - self.context.granted.len() as u64
    }

    /// Lets memory know a frame.
    fn know(&mut self, ppn: u64) {
        if self.known.insert(ppn) {
            for beat in 0..FRAME_BYTES / 8 {
                self.memory.memory().store(ppn * FRAME_BYTES + 8 * beat, 0);
            }
        }
    }

    /// Whether a frame is zeros from a beat on.
    fn is_zero(&mut self, ppn: u64, from: u64) -> bool {
        self.know(ppn);
        let memory = self.memory.memory();
        (from..FRAME_BYTES / 8).all(|beat| memory.beat(ppn * FRAME_BYTES + 8 * beat) == 0)
    }

    /// A frame is granted: its user fills it, some of it in the cache only.
    fn grant(&mut self, ppn: u64, dut: &ModuleDut) -> Result<(), Mismatch> {
        let frame = ppn * FRAME_BYTES;
        let place = match () {
            () if !self.context.has(ppn) => "not of the ranges",
            () if self.context.granted.contains(&ppn) => "granted already",
            () if self.context.unclean.contains_key(&ppn) => "not zeroed to the end",
            () if !self.is_zero(ppn, 0) => "not zeros",
            () if self.cached.range(frame..frame + FRAME_BYTES).next().is_some() => "in the cache",
            () => "",
        };
        if !place.is_empty() {
            return dut.fail(format!("frame {ppn:#x} is granted, and is {place}"));
        }
        self.context.granted.push(ppn);
        for line in 0..LINES {
            let address = frame + LINE_BYTES * line;
            let beat = if line == 0 { 0 } else { self.draw(8) };
            let data = self.draw(1 << 30) + 1;
            match self.draw(4) {
                0 => drop(self.cached.insert(address)),
                _ => self.memory.memory().store(address + 8 * beat, data),
            }
        }
        Ok(())
    }

    /// The cache writes a line back.
    fn write_back(&mut self) {
        let from = self.draw(self.ppns + 1) * FRAME_BYTES;
        let line = self.cached.range(from..).chain(&self.cached).next().copied();
        if let Some(line) = line {
            self.cached.remove(&line);
            let data = self.draw(1 << 30) + 1;
            self.memory.memory().store(line + 8 * (data % 8), data);
        }
    }

    /// The lines of a cycle.
    fn look_at_lines(&mut self, dut: &mut ModuleDut) -> Result<bool, Mismatch> {
        let lines = self.lines.look(dut)?;
        for line in lines.dropped.into_iter().chain(lines.zero_accepted) {
            let ppn = line / FRAME_BYTES;
            if !self.context.has(ppn) || self.context.granted.contains(&ppn) {
                return dut.fail(format!("line {line:#x} of a frame in use is scrubbed"));
            }
            self.know(ppn);
        }
        if let Some(line) = lines.dropped {
            self.cached.remove(&line);
        }
        if let Some((line, false)) = lines.ended {
            (0..8).for_each(|beat| self.memory.memory().store(line + 8 * beat, 0));
            let (ppn, bit) = (line / FRAME_BYTES, 1 << (line % FRAME_BYTES / LINE_BYTES));
            if let Some(zeroed) = self.context.unclean.get_mut(&ppn) {
                *zeroed |= bit;
                if *zeroed == u64::MAX {
                    self.context.unclean.remove(&ppn);
                }
            }
        }
        Ok(lines.ended.is_some_and(|(_, error)| error))
    }

    /// The beat that is asked for must be the link of a frame that is free.
    fn look_at_request(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if dut.bit("mem_req_valid_o") {
            let (address, data) = (dut.number("mem_req_address_o"), dut.number("mem_req_wdata_o"));
            let ppn = address / FRAME_BYTES;
            let free = self.context.has(ppn) && !self.context.granted.contains(&ppn);
            if !free || address % FRAME_BYTES != 0 || self.context.unclean.contains_key(&ppn) {
                return dut.fail(format!("{address:#x} (data {data:#x}) is no link of a free frame"));
            }
            self.know(ppn);
        }
        Ok(())
    }

    fn end(&mut self) {
        let was_in_use = self.context.granted.drain(..).chain(std::mem::take(&mut self.context.unclean).into_keys());
        self.context.unclean = was_in_use.map(|ppn| (ppn, 0)).collect();
    }

    /// A cycle. Returns the frame granted.
    fn cycle(&mut self, take: bool, dut: &mut ModuleDut) -> Result<Option<u64>, Mismatch> {
        let (adding, returning) = (self.adding, self.returning);
        let (ppn, count) = adding.unwrap_or((self.noise & self.ppns, self.noise >> 40));
        dut.set_all(pins! {
            add_valid_i: adding.is_some(), add_ppn_i: ppn, add_count_i: count, frame_ready_i: take,
            return_valid_i: returning.is_some(), return_ppn_i: returning.unwrap_or(self.noise & self.ppns),
        });
        self.memory.drive(dut);
        self.lines.drive(dut);
        let fault = self.fault[1];
        dut.expect("fault_o", fault)?;
        if dut.bit("end_done_o") {
            self.end();
        }

        // What is handed over takes its place.
        let due = self.added[0];
        self.added = [self.added[1], None];
        let refused = due.is_some_and(|(ppn, count)| {
            let good = self.context.ranges.len() < RANGES && (1..TOO_MANY).contains(&count) && ppn > 0;
            let good = good && ppn + count - 1 <= self.ppns;
            if good {
                self.context.ranges.push((ppn, count));
            }
            !good
        });
        let open = fault || !self.closed;
        dut.expect("add_ready_o", open)?;
        if open {
            self.added[1] = self.adding.take();
        }
        if !fault {
            dut.expect("add_refused_o", refused)?;
            dut.expect("available_o", self.available())?;
            dut.expect("low_o", self.low)?;
        }
        dut.expect("frames_exhausted_o", fault || self.available() == 0)?;
        self.low = self.available() < self.low_water;

        // Frames out, and in.
        let offered = dut.bit("frame_valid_o").then(|| dut.number("frame_ppn_o"));
        let waits = fault || self.closed || self.available() == 0;
        if offered.is_some() && waits || !waits && self.offered.is_some() && offered != self.offered {
            return dut.fail(format!("the frame offered is {offered:x?}, after {:x?}", self.offered));
        }
        self.waited = if waits || offered.is_some() { 0 } else { self.waited + 1 };
        if self.waited > MOST_CYCLES {
            return dut.fail(format!("no frame comes of {}", self.available()));
        }
        self.return_waited = if returning.is_none() || self.closed { 0 } else { self.return_waited + 1 };
        if self.return_waited > MOST_CYCLES {
            return dut.fail("a frame is not taken back");
        }
        self.offered = offered.filter(|_| !take);
        let granted = offered.filter(|_| take);
        let takes_back = dut.bit("return_ready_o");
        if takes_back && self.closed && !fault {
            return dut.fail("a frame is taken back while a command is held");
        }
        self.look_at_request(dut)?;
        let zero_failed = self.look_at_lines(dut)?;
        if let (Some(ppn), true) = (returning, takes_back) {
            (self.returning, self.return_waited) = (None, 0);
            self.context.granted.retain(|granted| *granted != ppn);
            self.context.unclean.insert(ppn, 0);
        }
        if let Some(ppn) = granted {
            self.grant(ppn, dut)?;
        }
        if self.draw(16) == 0 {
            self.write_back();
        }
        self.closed = self.commanded;
        self.memory.edge(dut)?;
        self.fault = [zero_failed, self.fault[1] || self.fault[0] || self.memory.failed];
        Ok(granted)
    }

    /// Holds a command until it is done.
    fn command(&mut self, command: &'static str, done: &'static str, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let start = dut.cycle();
        dut.set(command, true);
        self.commanded = true;
        while !dut.bit(done) {
            let take = self.draw(2) == 0;
            self.cycle(take, dut)?;
            if dut.cycle() > start + MOST_CYCLES {
                return dut.fail(format!("{done} does not come"));
            }
        }
        let most = self.end_waits.filter(|_| command == "end_i").map(|waits| waits + END_CYCLES);
        match most.is_some_and(|most| dut.cycle() > start + most) {
            true => dut.fail(format!("the end has taken {} cycles", dut.cycle() - start)),
            false => Ok(()),
        }
    }

    /// No command is held any more.
    fn release(&mut self, command: &'static str, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if command == "end_i" {
            // It is done in this very cycle.
            self.cycle(false, dut)?;
        }
        dut.set(command, false);
        self.commanded = false;
        self.cycle(false, dut).map(drop)
    }

    /// Reads the state, and looks whether every frame is where it says.
    fn words(&mut self, dut: &mut ModuleDut) -> Result<Vec<u64>, Mismatch> {
        let mut words = vec![];
        for address in 0..WORDS {
            dut.set("state_address_i", address);
            self.cycle(false, dut)?;
            words.push(dut.number("state_rdata_o"));
        }
        let ranges = &self.context.ranges;
        let range = |index: usize| ranges.get(index).map_or(0, |(ppn, count)| count << 44 | ppn);
        let expected: Vec<u64> = (0..RANGES).map(range).collect();
        let places = [4, 5, 6].map(|word| {
            let whole: u64 = ranges.iter().take((words[word] >> 20) as usize).map(|(_, count)| count).sum();
            whole + words[word] % (1 << 20)
        });
        let [next, dirty, scrubbed] = places;
        let (mut listed, mut frame) = (BTreeSet::new(), words[7]);
        while frame != 0 {
            let good = self.context.has(frame) && !self.context.granted.contains(&frame);
            let good = good && !self.context.unclean.contains_key(&frame) && listed.insert(frame) && self.is_zero(frame, 1);
            if !good {
                return dut.fail(format!("frame {frame:#x} cannot be on the list"));
            }
            frame = self.memory.memory().beat(frame * FRAME_BYTES) / FRAME_BYTES;
        }
        let free = listed.len() as u64 + self.context.total().wrapping_sub(next);
        let good = words[..RANGES] == expected && words[8] == self.context.granted.len() as u64;
        match good && free == self.available() && scrubbed <= dirty && (next <= scrubbed || scrubbed == dirty) {
            true => Ok(words),
            false => dut.fail(format!("the state {words:x?} is not {:x?}", self.context)),
        }
    }

    fn load(&mut self, context: Context, words: &[u64], dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.set("forget_i", true);
        dut.edge();
        dut.set("forget_i", false);
        dut.expect("available_o", 0u64)?;
        dut.expect("frames_exhausted_o", true)?;
        // Counts are in between until all words are there.
        for (address, word) in words.iter().enumerate() {
            dut.set_all(pins! { state_address_i: address, state_write_i: true, state_wdata_i: *word });
            dut.edge();
        }
        dut.set("state_write_i", false);
        self.context = context;
        dut.edge();
        self.low = self.available() < self.low_water;
        self.cycle(false, dut).map(drop)
    }

    /// Lets something happen.
    pub fn act(&mut self, action: &Action, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        match action {
            Action::Add(range) => self.add(*range, dut)?,
            Action::Run { cycles, take_percent, return_percent } => {
                for _ in 0..*cycles {
                    self.come_back(*return_percent);
                    let take = self.draw(100) < *take_percent;
                    self.cycle(take, dut)?;
                }
            }
            Action::Drain => self.drain(dut)?,
            Action::ReturnAll => {
                while !self.context.granted.is_empty() && !self.fault() {
                    self.come_back(100);
                    self.cycle(false, dut)?;
                }
            }
            Action::End => {
                self.settle(dut)?;
                self.command("end_i", "end_done_o", dut)?;
                self.release("end_i", dut)?;
            }
            Action::Reset => self.reset(dut),
            Action::Park { .. } | Action::Switch | Action::Forget => {
                if !matches!(action, Action::Park { .. }) {
                    self.settle(dut)?;
                }
                self.command("park_i", "parked_o", dut)?;
                if !self.fault() {
                    self.parked(action, dut)?;
                }
                self.release("park_i", dut)?;
            }
        }
        Ok(())
    }

    fn parked(&mut self, action: &Action, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let words = self.words(dut)?;
        let context = || Context::default();
        match action {
            Action::Park { reload: true } => {
                let context = std::mem::take(&mut self.context);
                self.load(context, &words, dut)
            }
            Action::Switch => {
                let (context, loaded) = std::mem::replace(&mut self.other, (context(), words));
                self.other.0 = std::mem::take(&mut self.context);
                self.load(context, &loaded, dut)
            }
            Action::Forget => self.load(context(), &[], dut),
            _ => Ok(()),
        }
    }

    /// Something that is granted is offered back.
    fn come_back(&mut self, percent: u64) {
        let frames = self.context.granted.len() as u64;
        if self.returning.is_none() && frames > 0 && self.draw(100) < percent {
            let chosen = self.draw(frames);
            self.returning = Some(self.context.granted[chosen as usize]);
        }
    }

    /// No frame is on its way back.
    fn settle(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        while self.returning.is_some() {
            self.cycle(false, dut)?;
        }
        // Nor is a range on its way in.
        self.cycle(false, dut)?;
        self.cycle(false, dut).map(drop)
    }

    fn add(&mut self, range: Range, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.small += 1;
        let small = 16 + APART * self.small;
        let range = match range {
            Range::Large if !self.large => (self.ppns / 2 + 1, LARGE),
            Range::Top if !self.top => (self.ppns - 2, 3),
            Range::Small(count) => (small, count),
            Range::Empty => (small, 0),
            Range::TooLarge => (small, TOO_MANY),
            Range::FromZero => (0, 3),
            Range::BeyondTop => (self.ppns - 2, 4),
            Range::Large | Range::Top => (small, 2),
        };
        self.large |= range.1 == LARGE;
        self.top |= range.0 == self.ppns - 2 && range.1 == 3;
        self.adding = Some(range);
        let mut cycles = 0;
        while self.adding.is_some() || cycles < 2 {
            let take = self.draw(2) == 0;
            self.cycle(take, dut)?;
            cycles += 1;
        }
        Ok(())
    }

    fn drain(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.settle(dut)?;
        let (mut latest, mut taken) = (None, 0);
        while self.available() > 0 && !self.fault() && taken < DRAINED {
            let quick = self.fast && self.context.unclean.is_empty() && self.lines.under_way() == 0;
            let now = dut.cycle();
            if self.cycle(true, dut)?.is_some() {
                let gap = latest.map_or(0, |latest| now - latest);
                if quick && gap > FRAME_EVERY_CYCLES {
                    return dut.fail(format!("a frame came only after {gap} cycles"));
                }
                (latest, taken) = (Some(now), taken + 1);
            }
            if !quick {
                latest = None;
            }
        }
        self.cycle(true, dut).map(drop)
    }

    /// After an access has failed, nothing is granted, and nothing waits.
    pub fn after_fault(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        for _ in 0..30 {
            self.come_back(50);
            self.cycle(true, dut)?;
        }
        let start = dut.cycle();
        while self.returning.is_some() {
            self.cycle(true, dut)?;
            if dut.cycle() > start + 10 {
                return dut.fail("a frame is not taken back");
            }
        }
        for (command, done) in [("park_i", "parked_o"), ("end_i", "end_done_o")] {
            self.command(command, done, dut)?;
            self.release(command, dut)?;
        }
        Ok(())
    }
}
