//! The cache against a memory that is right byte by byte: loads see the last stores whatever is replaced, dropped or
//! flushed; and against a model of its sets: what hits, and which lines memory is asked for.

use crate::prelude::*;
use memento_abi::registers::Capacities;
use memento_modules::line_port::{line_timing, Dice, LineEvent, LinePort, LineTiming};
use std::collections::{HashMap, HashSet, VecDeque};

/// Cycles within which something must happen.
const MOST_CYCLES: u64 = 4000;

/// An access of the hart.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Number of the virtual page, in the table of pages.
    pub page: usize,
    /// Line and word in the page.
    pub line: u64,
    pub word: u64,
    /// Bytes to store, and what; a load has none.
    pub store: Option<(u8, u64)>,
    /// Cycles for which nothing was offered before.
    pub gap: u8,
    /// Cycles of its translation.
    pub walk: u8,
}

/// What else happens while the accesses go on.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Nothing,
    /// Of a page that the accesses do not touch, in a cycle. If it moves, all its lines are dropped, and the frame has another page then.
    DropLines { page: usize, first: u64, count: u64, moves: bool },
    Flush,
    DropAll,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    pub accesses: Vec<Access>,
    pub command: Command,
    /// Cycle in which the command, or a reset instead, comes.
    pub after: u64,
    pub reset: bool,
    /// Cycles of 100 in which responses are not taken, and in which the bypass unit does not answer.
    pub stall_percent: u8,
    /// Of 100 lines that may be called new, those that are.
    pub new_percent: u8,
    pub memory: LineTiming,
}

/// A way of a set: tag, dirty.
type Way = Option<(u64, bool)>;

#[derive(Clone, Debug)]
pub struct LastLevelCache {
    geometry: Geometry,
    sets: u64,
    ways: usize,
    /// What each access should see, where that differs from what memory holds: by address of the beat.
    truth: HashMap<u64, u64>,
    memory: LinePort,
    /// Lines that were in the cache since memory began; they are not new.
    touched: HashSet<u64>,
    /// How often a frame has got another page, all its lines having been dropped.
    moves: [u64; PAGES],
    /// The model of the sets, and whose turn it is; none while a drop has made it uncertain.
    model: Option<Vec<(Vec<Way>, usize)>>,
    fresh: bool,
}

/// Half of the lines are zeros, and may be called new.
fn is_zero(line: u64) -> bool {
    (line >> 6).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 63 == 0
}

fn contents(address: u64) -> u64 {
    match is_zero(address & !63) {
        true => 0,
        false => address.wrapping_mul(0xD6E8_FEB8_6659_FD93) | 1,
    }
}

/// Pages that are translated, more than a set has ways; behind them, one each whose translation says that it faults.
const MAPPED: usize = 24;
const FAULTS: [u8; 3] = [3, 7, 6];
const PAGES: usize = MAPPED + FAULTS.len();

impl LastLevelCache {
    /// Virtual address and frame of a page of the table, and the status of its translation.
    fn page(&self, page: usize) -> (u64, u64, u8) {
        let g = &self.geometry;
        let class = (page as u32 * 11 + page as u32 / 5) % g.classes;
        // With more sets than a page has lines, three pages of four meet in the same sets, the others anywhere, until they move.
        let beyond_place = (self.sets >> 6).saturating_sub(1);
        let number = (page as u64).wrapping_mul(0x9E37_79B9) & !beyond_place;
        let elsewhere = if page % 4 == 3 { page as u64 / 4 } else { 0 };
        let number = (number + ((elsewhere + self.moves[page]) & beyond_place)) % g.slice_pages();
        let virtual_page = g.arena_base(3 << g.region_bits & ((1 << g.address_bits) - 1), class, number);
        // Frames that differ in one bit or two each, at both ends of the tag.
        let ppn_bits = g.address_bits - 12;
        let ppn = match page {
            0..=5 => 1 << page,
            6..=15 => 1 << (ppn_bits - 1) >> (page - 6) | 1 << 9,
            _ => 3 << (page - 16),
        };
        let status = page.checked_sub(MAPPED).map_or(0, |fault| FAULTS[fault]);
        (virtual_page, ppn << 12, status)
    }

    /// The set of a line, by the address at which its page is mapped.
    fn set_of(&self, line: u64) -> usize {
        let mut pages = (0..MAPPED).map(|page| self.page(page));
        let (page, ..) = pages.find(|(_, frame, _)| *frame == line & !0xFFF).expect("only pages of the table are touched");
        ((page + line % 4096) >> 6) as usize % self.sets as usize
    }

    fn sees(&self, address: u64) -> u64 {
        self.truth.get(&address).copied().unwrap_or_else(|| self.memory.beat(address))
    }

    /// What the cache held is gone; memory is what it is.
    fn forget(&mut self, line: impl Fn(u64) -> bool) {
        self.truth.retain(|address, _| !line(address & !63));
    }

    fn empty_model(&mut self) {
        let set = (vec![None; self.ways], 0);
        self.model = Some(vec![set; self.sets as usize]);
    }

    /// The way that holds a line in the model.
    fn way_of(&mut self, line: u64) -> Option<&mut Way> {
        let set = self.set_of(line);
        let (ways, _) = &mut self.model.as_mut()?[set];
        ways.iter_mut().find(|way| way.is_some_and(|(held, _)| held == line))
    }

    /// An access that was answered: whether it hit, and the dirty line it replaced.
    fn access_model(&mut self, line: u64, store: bool, fails: bool) -> Option<(bool, Option<u64>)> {
        let set = self.set_of(line);
        let (ways, turn) = &mut self.model.as_mut()?[set];
        if let Some((_, dirty)) = ways.iter_mut().flatten().find(|(held, _)| *held == line) {
            *dirty |= store;
            return Some((true, None));
        }
        let way = ways.iter().position(Option::is_none).unwrap_or(*turn);
        let victim = ways[way].take();
        if victim.is_some() {
            *turn = (way + 1) % ways.len();
        }
        if !fails {
            ways[way] = Some((line, store));
        }
        Some((false, victim.filter(|(_, dirty)| *dirty).map(|(line, _)| line)))
    }

    /// Ends a reset: the sets are emptied one a cycle, and nothing is accepted meanwhile.
    fn start(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.set_all(pins! {
            req_valid_i: true, rsp_ready_i: true, translated_valid_i: true, query_ready_i: true, flush_valid_i: false,
            drop_all_valid_i: false, drop_valid_i: false, line_req_ready_i: false, line_rsp_valid_i: false,
        });
        for _ in 0..self.sets {
            dut.expect("req_ready_o", false)?;
            dut.expect("ready_o", false)?;
            dut.expect("rsp_valid_o", false)?;
            dut.expect("line_req_valid_o", false)?;
            dut.edge();
        }
        dut.set("req_valid_i", false);
        dut.expect("req_ready_o", true)?;
        dut.expect("ready_o", true)?;
        dut.expect("fault_o", false)?;
        self.memory.reset();
        self.truth.clear();
        self.empty_model();
        self.fresh = false;
        Ok(())
    }
}

/// An access on its way: where it is in the burst, when it was accepted, whether `fault_o` was high then.
struct Under {
    access: Access,
    accepted: u64,
    fault: bool,
    /// Its line was read from memory; it is new.
    read: bool,
    new: bool,
}

impl Reference for LastLevelCache {
    type Step = Burst;
    const MODULE: &'static str = "memento_last_level_cache";
    const STEPS: usize = 16;
    const CASES: u32 = 60;

    fn new(module: &Module) -> LastLevelCache {
        let geometry = module.geometry;
        let capacities = Capacities::of(&geometry);
        LastLevelCache {
            geometry,
            sets: capacities.cache_sets.into(),
            ways: capacities.cache_ways as usize,
            truth: HashMap::new(),
            memory: LinePort::new(contents),
            touched: HashSet::new(),
            moves: [0; PAGES],
            model: None,
            fresh: true,
        }
    }

    fn steps(&self) -> BoxedStrategy<Burst> {
        // Few lines, so that they meet in a set and are touched again; pages that fault are rare.
        let page = prop_oneof![12 => 0..3usize, 12 => 0..(self.ways + 9).min(MAPPED), 1 => MAPPED..PAGES];
        let line = prop_oneof![8 => 0..2u64, 3 => 0..64u64, 1 => Just(63u64)];
        let word = prop_oneof![0..2u64, 0..8u64];
        let strobes = prop_oneof![Just(0xFFu8), Just(0x0F), any::<u8>(), (0..8u8).prop_map(|byte| 1 << byte)];
        let store = prop::option::of((strobes, any::<u64>()));
        let rare = |most: u8| prop_oneof![12 => Just(0u8), 1 => 0..most];
        let access = (page, line, word, store, rare(8), rare(12));
        let access = access.prop_map(|(page, line, word, store, gap, walk)| Access { page, line, word, store, gap, walk });
        let command = prop_oneof![
            4 => Just(Command::Nothing),
            1 => (0..MAPPED).prop_map(|page| Command::DropLines { page, first: 0, count: 64, moves: true }),
            2 => (0..MAPPED, 0..64u64, 1..6u64).prop_map(|(page, first, count)| Command::DropLines { page, first, count, moves: false }),
            1 => Just(Command::Flush),
            1 => Just(Command::DropAll),
        ];
        let rest = (0..120u64, prop::bool::weighted(0.06), prop_oneof![Just(0u8), Just(40)], prop_oneof![Just(0u8), Just(100), Just(50)]);
        (prop::collection::vec(access, 1..50), command, rest, line_timing())
            .prop_map(|(accesses, command, (after, reset, stall_percent, new_percent), memory)| Burst {
                accesses,
                command,
                after,
                reset,
                stall_percent,
                new_percent,
                memory,
            })
            .boxed()
    }

    fn follow(&mut self, step: &Burst, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.fresh {
            self.start(dut)?;
        }
        self.memory.become_like(step.memory);
        let mut dice = Dice::new(step.memory.seed ^ 0x55);
        let mut to_come: VecDeque<&Access> = step.accesses.iter().collect();
        let mut under_way: VecDeque<Under> = VecDeque::new();
        // In step 1 of the cache: cycles until it is translated.
        let mut looked_up: Option<(Access, u8)> = None;
        let mut gap = to_come.front().map_or(0, |access| access.gap);
        let mut command = step.command.clone();
        let mut events = [0u64; 5];
        let mut expected = [0u64; 5];
        let mut counted = self.model.is_some();
        let (mut waiting_rsp, mut query_waits, mut query_class) = (None, None, 0);
        let mut quiet = 0;
        let mut last_response = 0;
        // The access before did not keep those behind it waiting.
        let mut smooth = true;
        for cycle in 0.. {
            if cycle > MOST_CYCLES + 400 * step.accesses.len() as u64 {
                return dut.fail("the burst does not end");
            }
            if step.reset && cycle == step.after {
                dut.set_all(pins! { line_rsp_valid_i: false });
                dut.reset();
                return self.start(dut);
            }
            // Drive.
            let commanding = cycle >= step.after && !step.reset;
            let offered = to_come.front().filter(|_| gap == 0).copied();
            let dropped = match &command {
                Command::DropLines { page, first, .. } if commanding => Some(self.page(*page).1 + first % 64 * 64),
                _ => None,
            };
            let noise = dice.number();
            let shown = offered.cloned().unwrap_or(Access { page: noise as usize % PAGES, line: noise >> 8 & 63, word: 0, store: Some((0xFF, noise)), gap: 0, walk: 0 });
            let (strobes, data) = shown.store.unwrap_or((noise as u8, noise));
            let response_taken = !dice.percent(step.stall_percent);
            let (translated, ppn, status) = match &looked_up {
                Some((access, 0)) => {
                    let (_, frame, status) = self.page(access.page);
                    (true, if status == 0 { frame >> 12 } else { noise & ((1 << (self.geometry.address_bits - 12)) - 1) }, status)
                }
                Some(_) => (false, noise & 0xFFF, noise as u8 & 7),
                None => (noise >> 7 & 1 == 1, noise & 0xFFF, noise as u8 & 7),
            };
            let drop_in_use = matches!(&command, Command::DropLines { page, .. } if step.accesses.iter().any(|access| access.page == *page));
            let dropped = dropped.filter(|_| !drop_in_use || (to_come.is_empty() && under_way.is_empty()));
            let address = self.page(shown.page).0 + shown.line * 64 + shown.word * 8 + (noise & 7);
            dut.set_all(pins! {
                req_valid_i: offered.is_some(), req_write_i: shown.store.is_some(),
                req_address_i: address,
                req_wdata_i: data, req_wstrb_i: strobes, rsp_ready_i: response_taken,
                translated_valid_i: translated, translated_ppn_i: ppn, translated_status_i: status,
                flush_valid_i: commanding && command == Command::Flush, drop_all_valid_i: commanding && command == Command::DropAll,
                drop_valid_i: dropped.is_some(), drop_address_i: dropped.unwrap_or(noise & 0xFFFF_FFFF) | (noise >> 40 & 63),
                query_ready_i: !dice.percent(step.stall_percent),
            });
            self.memory.drive(dut);

            // A query is about the line of the oldest access.
            let oldest = under_way.front().map(|under| {
                let (page, frame, _) = self.page(under.access.page);
                (page + under.access.line * 64, frame + under.access.line * 64)
            });
            dut.set("query_new_i", noise >> 9 & 1 == 1);
            let class_before = std::mem::replace(&mut query_class, dut.number("query_class_o"));
            if dut.bit("query_valid_o") {
                let Some((address, line)) = oldest else {
                    return dut.fail("a query although no access is under way");
                };
                let g = &self.geometry;
                let class = g.class_at(address);
                dut.expect("query_class_o", class)?;
                if class_before != u64::from(class) {
                    return dut.fail("the query's class comes too late");
                }
                dut.expect("query_page_o", g.page_at(address))?;
                dut.expect("query_line_o", (g.offset_at(address) / 64).wrapping_sub(1) & 0xFFFF)?;
                let new = *query_waits.get_or_insert_with(|| is_zero(line) && !self.touched.contains(&line) && dice.percent(step.new_percent));
                dut.set("query_new_i", new);
                let oldest = under_way.front_mut().expect("there is one");
                if oldest.new || oldest.read {
                    return dut.fail("a second query for one access");
                }
                if dut.bit("query_ready_i") {
                    self.touched.insert(line);
                    oldest.new = new;
                    query_waits = None;
                }
            }

            // Look: memory.
            match self.memory.look(dut)? {
                Some(LineEvent::Read(line)) => {
                    let Some(oldest) = under_way.front_mut().filter(|_| Some(line) == oldest.map(|(_, line)| line)) else {
                        return dut.fail(format!("line {line:#x} is read, which the oldest access does not want"));
                    };
                    if oldest.new || oldest.read {
                        return dut.fail(format!("line {line:#x} is read, but it is new or was read already"));
                    }
                    oldest.read = true;
                }
                Some(LineEvent::Written(line)) => {
                    for address in (line..line + 64).step_by(8) {
                        // A write that fails leaves memory as it was.
                        let held = self.memory.beat(address);
                        if self.truth.get(&address).is_some_and(|truth| *truth != held) && step.memory.write_errors_percent == 0 {
                            return dut.fail(format!("{address:#x} is written as {held:#x}, it should be {:#x}", self.truth[&address]));
                        }
                    }
                }
                None => {}
            }
            let fault = dut.bit("fault_o");
            if fault && !self.memory.write_failed {
                return dut.fail("fault_o is high although no write has failed");
            }
            // Look: responses.
            if dut.bit("rsp_valid_o") {
                let now = (dut.number("rsp_status_o"), dut.number("rsp_rdata_o"));
                let store = under_way.front().is_some_and(|under| under.access.store.is_some());
                let now = if store { (now.0, 0) } else { now };
                if waiting_rsp.is_some_and(|before| before != now) {
                    return dut.fail(format!("the response {waiting_rsp:x?} was not taken and is now {now:x?}"));
                }
                waiting_rsp = Some(now).filter(|_| !response_taken);
                if under_way.front().is_none_or(|under| dut.cycle() < under.accepted + 2 + u64::from(under.access.walk)) {
                    return dut.fail("a response before its access is translated");
                }
                if response_taken {
                    let under = under_way.pop_front().expect("there is one");
                    let (_, frame, status) = self.page(under.access.page);
                    let line = frame + under.access.line * 64;
                    let address = line + under.access.word * 8;
                    let failed = std::mem::take(&mut self.memory.read_failed);
                    let expected_status = match (status, failed) {
                        (0, true) => 6,
                        (status, _) => u64::from(status),
                    };
                    let faulty = self.memory.write_failed && now.0 == 6;
                    if under.fault && now.0 != 6 || now.0 != expected_status && !faulty {
                        return dut.fail(format!("status of {under_access:x?} is {}, it should be {expected_status}", now.0, under_access = under.access));
                    }
                    if status != 0 && now.1 != 0 {
                        return dut.fail(format!("an access that was not translated is answered with {:#x}", now.1));
                    }
                    if now.0 == 0 {
                        let old = self.sees(address);
                        match under.access.store {
                            Some((strobes, data)) => {
                                let mask = (0..8).filter(|byte| strobes >> byte & 1 == 1).fold(0, |mask, byte| mask | 0xFFu64 << (8 * byte));
                                self.truth.insert(address, old & !mask | data & mask);
                            }
                            None if now.1 != old => {
                                return dut.fail(format!("{address:#x} is loaded as {:#x}, it should be {old:#x}", now.1));
                            }
                            None => {}
                        }
                    }
                    if status == 0 && !self.memory.write_failed {
                        let missed = under.new || under.read;
                        expected[usize::from(missed)] += 1;
                        expected[2] += u64::from(under.read);
                        expected[3] += u64::from(under.new);
                        match self.access_model(line, under.access.store.is_some(), failed) {
                            Some((hit, victim)) => {
                                if hit == missed {
                                    return dut.fail(format!("line {line:#x} {}", if missed { "missed, but it is there" } else { "hit, but it is not there" }));
                                }
                                expected[4] += u64::from(victim.is_some());
                            }
                            None => counted = false,
                        }
                        // A hit, and a new line if nothing else has missed, have an exact time.
                        let due = match missed {
                            true => under.accepted + 4,
                            false => (under.accepted + 2).max(last_response + 1),
                        };
                        let exact = smooth
                            && step.stall_percent == 0
                            && step.command == Command::Nothing
                            && under.access.walk == 0
                            && (!missed || under.new && expected[1] == 1);
                        if exact && dut.cycle() != due {
                            return dut.fail(format!("the response comes in cycle {}, it was due in {due}", dut.cycle()));
                        }
                        smooth = !missed;
                    } else {
                        smooth = false;
                    }
                    last_response = dut.cycle();
                }
            } else if waiting_rsp.is_some() {
                return dut.fail("a response was withdrawn");
            }
            for (bit, count) in events.iter_mut().enumerate() {
                *count += dut.number("events_o") >> bit & 1;
            }
            // Commands.
            for (done, this) in [("flush_ready_o", Command::Flush), ("drop_all_ready_o", Command::DropAll)] {
                if dut.bit(done) {
                    if !(commanding && command == this) {
                        return dut.fail(format!("{done} although nobody asked"));
                    }
                    if !under_way.is_empty() || !self.memory.idle() {
                        return dut.fail(format!("{done} although work is under way"));
                    }
                    if this == Command::Flush && !self.memory.write_failed {
                        if let Some((address, truth)) = self.truth.iter().find(|(address, truth)| self.memory.beat(**address) != **truth) {
                            return dut.fail(format!("{address:#x} was not flushed: it should be {truth:#x}"));
                        }
                        let dirty = self.model.iter().flatten().flat_map(|(ways, _)| ways).flatten().filter(|(_, dirty)| *dirty);
                        expected[4] += dirty.count() as u64;
                    }
                    self.forget(|_| true);
                    counted &= self.model.is_some();
                    self.empty_model();
                    command = Command::Nothing;
                }
            }
            if dut.bit("drop_ready_o") {
                let Some(line) = dropped else {
                    return dut.fail("drop_ready_o although nobody asked");
                };
                if !self.memory.idle() {
                    return dut.fail("a drop is done although a line is on its way");
                }
                self.forget(|held| held == line);
                // Which of two accesses a drop came between is not seen; without accesses it is.
                match self.way_of(line) {
                    Some(way) if under_way.is_empty() => *way = None,
                    Some(_) => self.model = None,
                    None => {}
                }
                counted &= self.model.is_some();
                if let Command::DropLines { page, first, count, moves } = &mut command {
                    (*first, *count) = (*first + 1, *count - 1);
                    if *count == 0 {
                        self.moves[*page] += u64::from(*moves);
                        command = Command::Nothing;
                    }
                }
            }
            let idle = dut.bit("idle_o");
            if idle && (!under_way.is_empty() || !self.memory.idle()) {
                return dut.fail("idle_o is high although work is under way");
            }
            // The clock: what is accepted is looked up.
            let accepted = dut.bit("req_ready_o");
            dut.expect("lookup_advance_o", accepted)?;
            if let Some((_, walk)) = &mut looked_up {
                *walk = walk.saturating_sub(1);
            }
            if accepted {
                looked_up = None;
                dut.expect("lookup_valid_o", offered.is_some())?;
                if let Some(access) = offered {
                    dut.expect("lookup_address_o", address)?;
                    looked_up = Some((access.clone(), access.walk));
                    under_way.push_back(Under { access: access.clone(), accepted: dut.cycle(), fault, read: false, new: false });
                    to_come.pop_front();
                    gap = to_come.front().map_or(0, |access| access.gap);
                }
            }
            gap = match offered {
                Some(_) => gap,
                None => gap.saturating_sub(1),
            };
            let work = !to_come.is_empty() || !under_way.is_empty() || !matches!(command, Command::Nothing);
            dut.edge();
            if looked_up.is_some() && under_way.is_empty() {
                looked_up = None;
            }
            if !work || (step.reset && cycle > step.after) {
                quiet = if idle { quiet + 1 } else { 0 };
                if quiet == 2 {
                    break;
                }
            }
        }
        if self.memory.write_failed {
            dut.expect("fault_o", true)?;
            dut.set_all(pins! { line_rsp_valid_i: false });
            dut.reset();
            return self.start(dut);
        }
        if counted && events != expected {
            return dut.fail(format!("events (hits, misses, fills, new lines, write-backs) are {events:?}, the model says {expected:?}"));
        }
        Ok(())
    }
}

in_every_configuration!(LastLevelCache);
