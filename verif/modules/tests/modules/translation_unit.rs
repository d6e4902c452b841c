//! The translation unit as a whole: harts, the allocator and arenas at the same time, with frames that run out and come back and memory
//! that is slow and fails. What each is told is compared with an independent reading of the tables in memory, and every frame is
//! counted.

use crate::page_tables::{Format, Mapping};
use crate::prelude::*;
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Cycles within which all must be done.
const MOST_CYCLES: u64 = 60_000;
/// First frame of the pool.
const POOL: u64 = 0x800;
const ROOT: u64 = 0x321;

/// An arena of the run.
pub type Arena = usize;

#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    pub arena: Arena,
    /// Page in the arena's span, and offset in the page.
    pub page: u64,
    pub offset: u64,
    /// An address bit that is flipped, which makes it another page, slice or region.
    pub flip: Option<u32>,
    /// Cycles for which the translation is not taken.
    pub hold: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Beat {
    pub arena: Arena,
    pub beat: u64,
    pub write: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pages {
    pub arena: Arena,
    pub release: bool,
    pub link: Option<u64>,
}

/// What the three users do side by side, from a new context on.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub classes: [u32; 3],
    pub touches: Vec<Touch>,
    pub beats: Vec<Beat>,
    pub pages: Vec<Pages>,
    pub frames: u64,
    /// Cycles from a grant to the next, from a frame's return to its next life, and until the pool takes a return.
    pub pool_after: (u64, u64, u64),
    pub tables: Surroundings,
    pub headers: Surroundings,
    pub reset_after: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct TranslationUnit {
    geometry: Geometry,
    format: Format,
    region_base: u64,
}

/// A hart's access in stage 1.
struct Access {
    address: u64,
    hold: u32,
    since: u64,
    /// What was the case at some time since.
    exhausted: bool,
    marked: bool,
    failed: bool,
    /// A walk has begun for it.
    walked: bool,
    /// What its page mapped to when it came.
    before: Mapping,
}

/// The pool and what is outside of the unit.
struct World {
    format: Format,
    tables: MemoryPort,
    headers: MemoryPort,
    /// The beat of the page table that is asked to be written: it counts as written.
    offered: Option<(u64, u64)>,
    available: VecDeque<u64>,
    scrubbed: VecDeque<(u64, u64)>,
    /// Frames that are given out.
    given: BTreeSet<u64>,
    neighbours: BTreeMap<u64, u64>,
}

impl World {
    fn new(unit: &TranslationUnit, run: &Run) -> World {
        let mut world = World {
            format: unit.format,
            tables: MemoryPort::named("table_mem", &run.tables),
            headers: MemoryPort::named("header_mem", &run.headers),
            offered: None,
            // Not in order.
            available: (0..run.frames).rev().map(|n| POOL + (n + run.frames / 2) % run.frames).collect(),
            scrubbed: VecDeque::new(),
            given: BTreeSet::new(),
            neighbours: BTreeMap::new(),
        };
        let (base, end) = (unit.region_base, unit.region_base + (1 << unit.geometry.region_bits));
        let level = unit.format.levels - 1;
        let own = |va: u64| unit.format.entry_address(ROOT, level, va);
        for place in (ROOT * 4096..ROOT * 4096 + 4096).step_by(8) {
            if (own(base) & !7..=own(end - 1)).contains(&place) {
                world.tables.memory().store(place, 0);
            } else {
                world.neighbours.insert(place, world.tables.memory().beat(place));
            }
        }
        world
    }

    fn mapping(&mut self, va: u64) -> Mapping {
        let (memory, offered) = (self.tables.memory(), self.offered);
        let beat = |address| offered.filter(|(place, _)| *place == address).map_or_else(|| memory.beat(address), |(_, beat)| beat);
        self.format.walk(ROOT, va, beat, |_| {})
    }

    /// A write to the page table has failed, or will: whether it was done is anybody's guess.
    fn write_failed(&mut self) -> bool {
        self.tables.memory().injected().writes > 0
    }

    fn mark(&mut self, va: u64) -> Option<Option<u64>> {
        match self.mapping(va) {
            Mapping::None { level: 0, entry } if entry & 3 == 2 => Some((entry & 4 == 4).then_some(entry >> 10)),
            _ => None,
        }
    }

    fn exhausted(&self) -> bool {
        self.available.is_empty() && self.scrubbed.is_empty()
    }

    /// A frame goes out: all zeros.
    fn give(&mut self, ppn: u64, dut: &ModuleDut) -> Result<(), Mismatch> {
        if !self.given.insert(ppn) {
            return dut.fail(format!("frame {ppn:#x} is given out twice"));
        }
        for address in (ppn * 4096..ppn * 4096 + 4096).step_by(8) {
            self.tables.memory().store(address, 0);
            self.headers.memory().store(address, 0);
        }
        Ok(())
    }

    /// Every frame that the tables name, each of which must be named once; and all must be well-formed.
    fn named(&mut self, dut: &ModuleDut) -> Result<BTreeSet<u64>, Mismatch> {
        let mut named = BTreeSet::new();
        let mut tables = vec![(self.format.levels - 1, ROOT)];
        while let Some((level, table)) = tables.pop() {
            for place in (table * 4096..table * 4096 + 4096).step_by(self.format.entry_bytes as usize) {
                if self.neighbours.contains_key(&(place & !7)) {
                    continue;
                }
                let memory = self.tables.memory();
                let entry = self.format.entry(place, &mut |address| memory.beat(address));
                let ppn = entry >> 10;
                match (entry & 0x3FF, level) {
                    (0, _) if ppn == 0 => continue,
                    (2 | 6, 0) => continue,
                    (0xD7, 0) => {}
                    (1, 1..) => tables.push((level - 1, ppn)),
                    _ => return dut.fail(format!("the entry {entry:#x} at {place:#x} in level {level} is malformed")),
                }
                if !named.insert(ppn) {
                    return dut.fail(format!("frame {ppn:#x} is in the tables twice"));
                }
            }
        }
        Ok(named)
    }
}

impl TranslationUnit {
    /// Class, first page and base address of an arena.
    fn arena(&self, run: &Run, arena: Arena) -> (u32, u64, u64) {
        let class = run.classes[arena % 3];
        let page = (arena / 3) as u64 * self.geometry.span_pages(class);
        (class, page, self.geometry.arena_base(self.region_base, class, page))
    }

    fn address(&self, run: &Run, touch: &Touch) -> u64 {
        let (class, _, base) = self.arena(run, touch.arena);
        let address = base | (touch.page & (self.geometry.span_pages(class) - 1)) << 12 | touch.offset;
        touch.flip.map_or(address, |bit| address ^ 1 << bit)
    }
}

/// Arenas of each class that were handed out.
const ARENAS: usize = 4;

impl Reference for TranslationUnit {
    type Step = Run;
    const MODULE: &'static str = "memento_translation_unit";
    const CASES: u32 = 60;
    const STEPS: usize = 4;

    fn new(module: &Module) -> TranslationUnit {
        let geometry = module.geometry;
        TranslationUnit { geometry, format: Format::of(&geometry), region_base: 1 << geometry.region_bits }
    }

    fn steps(&self) -> BoxedStrategy<Run> {
        let geometry = self.geometry;
        // One arena of three was never handed out.
        let arena = || prop_oneof![6 => 0..3 * ARENAS, 1 => 0..3 * ARENAS + 3];
        let flip = prop::option::weighted(0.05, 12..geometry.address_bits);
        let offset = prop_oneof![Just(64u64), Just(63), 0..4096u64];
        let hold = prop_oneof![4 => Just(0u32), 1 => 0..30u32];
        let touch = (arena(), 0..8u64, offset, flip, hold)
            .prop_map(|(arena, page, offset, flip, hold)| Touch { arena, page, offset, flip, hold });
        let beat = (arena(), 0..8u64, prop::option::of(any::<u64>())).prop_map(|(arena, beat, write)| Beat { arena, beat, write });
        let link = prop::option::of(0..geometry.slice_pages());
        let pages = (0..3 * ARENAS, any::<bool>(), link).prop_map(|(arena, release, link)| Pages { arena, release, link });
        let class = || prop_oneof![0..geometry.classes, Just(geometry.classes - 1)];
        let classes = [class(), class(), class()].prop_filter("three classes", |[a, b, c]| a != b && b != c && a != c);
        let after = || prop_oneof![Just(0u64), 0..40u64];
        let frames = prop_oneof![Just(300u64), 1..30u64];
        let quiet = prop::bool::weighted(0.2);
        let users = (
            prop::collection::vec(touch, 0..80),
            prop::collection::vec(beat, 0..60),
            prop::collection::vec(pages, 0..40),
        );
        let memories = (surroundings(200), surroundings(200), prop::option::weighted(0.15, 0..600u64));
        (classes, users, frames, (after(), after(), after()), memories, quiet)
            .prop_map(|(classes, (touches, beats, pages), frames, pool_after, (tables, headers, reset_after), quiet)| Run {
                classes,
                touches,
                // At times the hart is alone.
                beats: if quiet { vec![] } else { beats },
                pages: if quiet { vec![] } else { pages },
                frames,
                pool_after,
                tables,
                headers,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, run: &Run, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let geometry = self.geometry;
        let mut world = World::new(self, run);
        dut.set_all(pins! {
            rst_ni: true, clear_i: false, region_base_i: self.region_base, root_ppn_i: ROOT, lookup_advance_i: false,
            lookup_valid_i: false, header_req_valid_i: false, pages_req_valid_i: false, frame_valid_i: false,
            table_mem_rsp_valid_i: false, header_mem_rsp_valid_i: false, return_ready_i: false,
        });
        dut.reset();
        let mut pointers = vec![0; geometry.classes as usize];
        run.classes.iter().for_each(|class| pointers[*class as usize] = ARENAS as u64 * geometry.span_pages(*class));
        for (class, pointer) in pointers.iter().enumerate() {
            dut.set_all(pins! { pointer_write_valid_i: true, pointer_write_class_i: class, pointer_write_value_i: *pointer });
            dut.edge();
        }
        dut.set("pointer_write_valid_i", false);

        let begin = dut.cycle();
        let (mut touches, mut beats, mut requests) = (run.touches.iter(), run.beats.iter(), run.pages.iter());
        let mut access: Option<Access> = None;
        let mut next_beat = beats.next();
        // Beats under way, and what the allocator's virtual memory holds.
        let mut under_way: VecDeque<(&Beat, bool, bool)> = VecDeque::new();
        let mut headers: HashMap<u64, u64> = HashMap::new();
        let mut offered = false;
        // The request under way: when it was taken, the mark found, and whether there were no frames or an error since.
        let mut next_pages = requests.next();
        let mut working: Option<(&Pages, Option<Option<u64>>, bool, bool)> = None;
        let (mut grant_in, mut offering, mut take_in) = (0, None, run.pool_after.2);
        let mut latest: Option<u64> = None;

        let in_span = |unit: &TranslationUnit, arena: Arena, va: u64| {
            let (class, _, base) = unit.arena(run, arena);
            va & !(geometry.span_pages(class) * 4096 - 1) == base
        };
        loop {
            let cycle = dut.cycle();
            if run.reset_after == Some(cycle - begin) {
                break;
            }
            if cycle - begin == MOST_CYCLES {
                return dut.fail("something waits for ever");
            }
            world.tables.drive(dut);
            world.headers.drive(dut);
            let table_error = world.tables.answer().is_some_and(|(_, error)| error);
            let asks = dut.bit("table_mem_req_valid_o");
            let writes = asks && dut.bit("table_mem_req_write_o");
            world.offered = writes.then(|| (dut.number("table_mem_req_address_o"), dut.number("table_mem_req_wdata_o")));
            if dut.bit("idle_o") && (asks || world.tables.memory().busy()) {
                return dut.fail("idle, but memory has yet to answer");
            }

            // The pool.
            while world.scrubbed.front().is_some_and(|(when, _)| *when <= cycle) {
                let (_, ppn) = world.scrubbed.pop_front().expect("there is one");
                world.available.push_back(ppn);
            }
            if offering.is_none() && grant_in == 0 {
                offering = world.available.pop_front();
            }
            let exhausted = world.exhausted() && offering.is_none();
            dut.set_all(pins! {
                frame_valid_i: offering.is_some(), frame_ppn_i: offering.unwrap_or(1), frames_exhausted_i: exhausted,
                return_ready_i: take_in == 0,
            });

            // The allocator. Nobody reads a header while its arena is backed or released.
            let worked_on = working.map(|(request, ..)| request.arena).or(next_pages.map(|request| request.arena));
            let busy_arena = |arena: Arena| under_way.iter().any(|(beat, ..)| beat.arena == arena);
            let offer_pages = working.is_none()
                && next_pages.is_some_and(|request| {
                    let next_beat_is_in_it = offered && next_beat.is_some_and(|beat| beat.arena == request.arena);
                    !busy_arena(request.arena) && !next_beat_is_in_it
                });
            offered = offered || next_beat.is_some_and(|beat| Some(beat.arena) != worked_on || working.is_none() && !offer_pages);
            offered &= next_beat.is_some();
            let beat_address = next_beat.map_or(0, |beat| self.arena(run, beat.arena).2 | beat.beat << 3);
            dut.set_all(pins! {
                header_req_valid_i: offered, header_req_address_i: beat_address,
                header_req_write_i: next_beat.is_some_and(|beat| beat.write.is_some()),
                header_req_wdata_i: next_beat.and_then(|beat| beat.write).unwrap_or(9),
            });
            let (class, page, _) = next_pages.map_or((0, 0, 0), |request| self.arena(run, request.arena));
            dut.set_all(pins! {
                pages_req_valid_i: offer_pages, pages_req_class_i: class, pages_req_page_i: page,
                pages_req_release_i: next_pages.is_some_and(|request| request.release),
                pages_req_link_valid_i: next_pages.is_some_and(|request| request.link.is_some()),
                pages_req_link_page_i: next_pages.and_then(|request| request.link).unwrap_or(3),
            });

            // The hart.
            let translated = dut.bit("translated_valid_o");
            let mut gone = access.is_none();
            if let Some(access) = &mut access {
                access.exhausted |= exhausted;
                access.failed |= table_error;
                access.walked |= dut.bit("translation_walk_o");
                access.marked |= world.mark(access.address).is_some();
                if translated {
                    let status = dut.number("translated_status_o");
                    let va = access.address;
                    let page = va >> 12 & (geometry.slice_pages() - 1);
                    let pointer = pointers[geometry.class_at(va) as usize];
                    let expected: &[u64] = match () {
                        _ if !geometry.in_region(self.region_base, va) => &[2],
                        _ if page >= pointer || geometry.offset_at(va) < 64 => &[3],
                        _ => &[0],
                    };
                    let excused = expected == [0]
                        && match status {
                            3 => access.marked,
                            6 => access.failed,
                            7 => access.exhausted,
                            _ => false,
                        };
                    if !expected.contains(&status) && !excused {
                        return dut.fail(format!("{va:#x} is answered {status}, the rules say {expected:?}"));
                    }
                    if status == 0 {
                        let ppn = dut.number("translated_ppn_o");
                        let released = working.is_some_and(|(request, ..)| request.release && in_span(self, request.arena, va));
                        let mapping = world.mapping(va);
                        if mapping != (Mapping::Page { ppn }) && !released && !world.write_failed() {
                            return dut.fail(format!("{va:#x} is frame {ppn:#x}, but the tables say {mapping:x?}"));
                        }
                        if !world.given.contains(&ppn) {
                            return dut.fail(format!("{va:#x} is frame {ppn:#x}, which is not given out"));
                        }
                        // The figure that matters: a first touch with its table known and a frame at hand.
                        let Surroundings { latency_cycles: (least, most), stall_percent, .. } = run.tables;
                        let alone = run.beats.is_empty() && run.pages.is_empty() && run.pool_after.0 == 0;
                        let first = matches!(access.before, Mapping::None { level: 0, .. });
                        let known = latest.is_some_and(|page| page >> 21 == va >> 21);
                        if alone && least == most && stall_percent == 0 && first && known && access.since < u64::MAX {
                            let cycles = cycle - access.since;
                            if cycles != 6 + u64::from(least) {
                                return dut.fail(format!("a first touch took {cycles} cycles, memory {least} each"));
                            }
                        }
                        if access.walked {
                            latest = Some(va);
                        }
                    } else if access.walked {
                        latest = None;
                    }
                    access.walked = false;
                    access.since = u64::MAX;
                    gone = access.hold == 0;
                    access.hold = access.hold.saturating_sub(1);
                }
            } else {
                dut.expect("translated_valid_o", false)?;
            }
            let entering = if gone { touches.next() } else { None };
            let entering_address = entering.map_or(0, |touch| self.address(run, touch));
            dut.set_all(pins! { lookup_advance_i: gone, lookup_valid_i: entering.is_some(), lookup_address_i: entering_address });

            // What the allocator is answered.
            under_way.iter_mut().for_each(|(_, _, failed)| *failed |= table_error);
            if dut.bit("header_rsp_valid_o") {
                let Some((beat, mapped, failed)) = under_way.pop_front() else {
                    return dut.fail("the allocator is answered without a question");
                };
                let (_, _, base) = self.arena(run, beat.arena);
                let va = base | beat.beat << 3;
                let memory_error = world.headers.answer().is_some_and(|(_, error)| error);
                let error = dut.bit("header_rsp_error_o");
                let excused = failed || memory_error || beat.write.is_some() && !mapped;
                if error && !excused || !error && memory_error {
                    return dut.fail(format!("the access to {va:#x} is answered with error {error}"));
                }
                let (reads, holds) = (dut.number("header_rsp_rdata_o"), headers.get(&va).copied().unwrap_or(0));
                match (error, beat.write) {
                    (false, None) if reads != holds => {
                        return dut.fail(format!("{va:#x} reads {reads:#x}, it holds {holds:#x}"));
                    }
                    (false, Some(data)) => {
                        headers.insert(va, data);
                    }
                    (true, Some(_)) if memory_error => {
                        // Whether it was written is anybody's guess.
                        let Mapping::Page { ppn } = world.mapping(va) else {
                            return dut.fail("memory was written at a page without a frame");
                        };
                        headers.insert(va, world.headers.memory().beat(ppn << 12 | beat.beat << 3));
                    }
                    _ => {}
                }
            }
            if offered && dut.bit("header_req_ready_o") {
                let mapped = matches!(world.mapping(beat_address), Mapping::Page { .. });
                under_way.extend(next_beat.map(|beat| (beat, mapped, table_error)));
                next_beat = beats.next();
                offered = false;
            }

            // Backed or released.
            if let Some((request, found, no_frames, failed)) = &mut working {
                *no_frames |= exhausted;
                *failed |= table_error;
                if dut.bit("pages_rsp_valid_o") {
                    let status = dut.number("pages_rsp_status_o");
                    let (class, _, base) = self.arena(run, request.arena);
                    let excused = match status {
                        0 => true,
                        6 => *failed || request.release && !matches!(world.mapping(base), Mapping::Page { .. } | Mapping::None { level: 0, .. }),
                        7 => *no_frames && !request.release,
                        _ => false,
                    };
                    if !excused {
                        return dut.fail(format!("{request:?} is answered {status}"));
                    }
                    if status == 0 && request.release {
                        let mark = world.mark(base);
                        if mark != Some(request.link) {
                            return dut.fail(format!("the arena at {base:#x} is released, and its mark is {mark:?}"));
                        }
                        let span = base..base + geometry.span_pages(class) * 4096;
                        headers.retain(|va, _| !span.contains(va));
                    }
                    if status == 0 && !request.release {
                        if !matches!(world.mapping(base), Mapping::Page { .. }) && !world.write_failed() {
                            return dut.fail(format!("the arena at {base:#x} is backed, and has no frame"));
                        }
                        let link = dut.bit("pages_rsp_link_valid_o").then(|| dut.number("pages_rsp_link_page_o"));
                        if link != found.flatten() {
                            return dut.fail(format!("the link found is {link:?}, the mark said {found:?}"));
                        }
                    }
                    working = None;
                }
            } else {
                dut.expect("pages_rsp_valid_o", false)?;
            }
            if offer_pages && dut.bit("pages_req_ready_o") {
                working = next_pages.map(|request| (request, world.mark(self.arena(run, request.arena).2), exhausted, false));
                next_pages = requests.next();
            }

            // Frames out and in.
            grant_in = u64::saturating_sub(grant_in, 1);
            if dut.bit("frame_ready_o") {
                if let Some(ppn) = offering.take() {
                    world.give(ppn, dut)?;
                    grant_in = run.pool_after.0;
                }
            }
            if dut.bit("return_valid_o") {
                let ppn = dut.number("return_ppn_o");
                if take_in > 0 {
                    take_in -= 1;
                } else {
                    take_in = run.pool_after.2;
                    if !world.given.remove(&ppn) || world.named(dut)?.contains(&ppn) {
                        return dut.fail(format!("frame {ppn:#x} comes back, but was not given out or is still in a table"));
                    }
                    world.scrubbed.push_back((cycle + run.pool_after.1, ppn));
                }
            }
            if dut.bit("fault_o") {
                break;
            }
            world.tables.look(dut)?;
            world.headers.look(dut)?;
            dut.edge();
            if gone {
                access = entering.map(|touch| Access {
                    address: entering_address,
                    hold: touch.hold,
                    since: cycle + 1,
                    exhausted: false,
                    marked: false,
                    failed: false,
                    walked: false,
                    before: world.mapping(entering_address),
                });
            }
            let idle = access.is_none() && next_beat.is_none() && under_way.is_empty() && next_pages.is_none() && working.is_none();
            if idle && touches.len() == 0 && dut.bit("idle_o") {
                break;
            }
        }
        // Whatever happened, the tables are sound, and others' entries are as they were.
        let fault = dut.bit("fault_o");
        if fault && !world.write_failed() {
            return dut.fail("a fault without a write that failed");
        }
        if !fault && run.reset_after.is_none() && world.write_failed() {
            return dut.fail("a write failed, but there is no fault");
        }
        for (place, beat) in world.neighbours.clone() {
            let now = world.tables.memory().beat(place);
            if now != beat {
                return dut.fail(format!("the neighbour at {place:#x} was {beat:#x} and is {now:#x}"));
            }
        }
        let named = world.named(dut)?;
        // A write that failed may lose the frames of a whole walk, a reset that of a walk; and a return is cut off.
        let lost = match (fault, run.reset_after) {
            (true, _) => self.format.levels + 1,
            (false, Some(_)) => 2,
            (false, None) => 0,
        };
        let astray: Vec<_> = world.given.symmetric_difference(&named).collect();
        if astray.len() > lost {
            return dut.fail(format!("frames {astray:x?} are given out or in the tables, but not both"));
        }
        Ok(())
    }
}

in_every_configuration!(TranslationUnit);
