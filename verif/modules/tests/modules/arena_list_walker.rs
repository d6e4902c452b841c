//! Frees in memory, the search for a class's next arena, and the list changes when it goes into the table: answers, events and
//! every byte of every header are those of `docs/src/semantics.md`, and so is what the page allocator is asked for.

use crate::arena_slot::{copy, summary};
use crate::prelude::*;
use memento_abi::{ArenaState, Event, Header, Status};
use memento_modules::memory_port::{MemoryPort, Surroundings};
use std::collections::BTreeMap;

/// Cycles within which a command must get on by one request.
const MOST_IDLE_CYCLES: u64 = 300;
/// Classes that steps work on.
const CLASSES: [u32; 3] = [0, 5, 15];

/// A command, or what happens between two.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Frees objects of the arena of a page, one after another.
    Free { class: u32, page: u64, objects: Vec<u32>, memory: Conditions },
    /// Looks for the class's next arena, in the full list too if `thorough`.
    Find { class: u32, thorough: bool, memory: Conditions },
    /// The arena found goes into the table, in place of an exhausted one. Its bitmap is copied before.
    Swap { ready: u32, memory: Conditions },
    Configure { limit_pages: u64, threshold: u32 },
    Reset,
}

/// What memory is like during a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    pub latency_cycles: (u32, u32),
    pub stall_percent: u8,
    pub fails: Option<Fails>,
    pub seed: u64,
    /// Cycles after which there is a reset, if there is one.
    pub reset_after: Option<u32>,
}

/// Which accesses of a command fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fails {
    FirstRead,
    SecondRead,
    Writes,
    /// What the page allocator is asked for.
    Pages,
    /// It has no frame. That is no error.
    Frames,
}

/// Where the arena in the slot was found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Available,
    Recycled,
    Fresh,
    Full,
}

type Bitmap = [u16; 16];

/// What is known of a class.
#[derive(Clone, Debug, Default)]
struct Class {
    pointer: u64,
    /// First pages, head first.
    available: Vec<u64>,
    full: Vec<u64>,
    recycled: Vec<u64>,
    bitmaps: BTreeMap<u64, Bitmap>,
    /// First page of the arena in the table.
    table: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct ArenaListWalker {
    geometry: Geometry,
    region_base: u64,
    limit_pages: u64,
    threshold: u32,
    classes: BTreeMap<u32, Class>,
    slot: Option<(u32, u64, Source)>,
    /// A write has failed: only a reset helps.
    fault: bool,
}

/// How a command ends.
struct Outcome {
    status: Status,
    events: Vec<Event>,
    asks: Vec<Asks>,
}

impl Outcome {
    fn of(status: Status) -> Outcome {
        Outcome { status, events: vec![], asks: vec![] }
    }
}

/// What the page allocator is asked for, and what it says.
#[derive(Clone, Debug, PartialEq)]
enum Asks {
    /// A frame for the first page; the next arena on the recycled list.
    Back { page: u64, link: Option<u64> },
    /// The arena's frames are given back; the recycled list as it was.
    Release { page: u64, link: Option<u64> },
}

impl ArenaListWalker {
    fn all_allocated(&self) -> Bitmap {
        let words = self.geometry.objects_per_arena as usize / 16;
        std::array::from_fn(|word| if word < words { u16::MAX } else { 0 })
    }

    fn live(bitmap: &Bitmap) -> u32 {
        bitmap.iter().map(|word| word.count_ones()).sum()
    }

    /// Every beat of the header of every arena on a list.
    fn headers(&self) -> BTreeMap<u64, u64> {
        let mut beats = BTreeMap::new();
        for (&number, class) in &self.classes {
            let base = |page: u64| self.geometry.arena_base(self.region_base, number, page);
            let lists = [
                (&class.available, ArenaState::Available),
                (&class.full, ArenaState::Full),
            ];
            for (list, state) in lists {
                for (place, &page) in list.iter().enumerate() {
                    let bitmap = &class.bitmaps[&page];
                    let full = (0..16).filter(|word| bitmap[*word] == u16::MAX);
                    let header = Header {
                        va: base(page),
                        next: list.get(place + 1).map_or(0, |next| base(*next)),
                        prev: if place > 0 { base(list[place - 1]) } else { 0 },
                        summary: full.fold(0, |summary, word| summary | 1 << word),
                        live: Self::live(bitmap) as u16,
                        // It has been exhausted: every line may have been touched.
                        bypass: (self.geometry.span_pages(number) * 64 - 1) as u16,
                        class: number as u8,
                        state,
                        bitmap: [0, 1, 2, 3].map(|beat| crate::arena_slot::beat(bitmap, beat)),
                    };
                    let addresses = (0..8).map(|beat| base(page) + 8 * beat);
                    beats.extend(addresses.zip(header.to_beats()));
                }
            }
        }
        beats
    }

    /// The arena that a search of a class finds, and what it asks the page allocator for.
    fn search(&self, number: u32, thorough: bool, frames: bool) -> (Result<(u64, Source), Status>, Vec<Asks>) {
        let class = self.classes.get(&number).cloned().unwrap_or_default();
        if let Some(page) = class.available.first() {
            return (Ok((*page, Source::Available)), vec![]);
        }
        let recycled = class.recycled.first().map(|page| (*page, Source::Recycled));
        if recycled.is_some() && !thorough {
            return (Err(Status::OutOfMemory), vec![]);
        }
        let span = self.geometry.span_pages(number);
        let fresh = (class.pointer + span <= self.limit_pages).then_some((class.pointer, Source::Fresh));
        let mut asks = vec![];
        for (page, source) in recycled.into_iter().chain(fresh) {
            let link = class.recycled.get(1).filter(|_| source == Source::Recycled).copied();
            asks.push(Asks::Back { page, link });
            if frames {
                return (Ok((page, source)), asks);
            }
        }
        let has_hole = |page: &&u64| class.bitmaps[*page] != self.all_allocated();
        let full = class.full.iter().find(has_hole).filter(|_| thorough);
        let nothing = if asks.is_empty() { Status::OutOfMemory } else { Status::OutOfFrames };
        (full.map(|page| (*page, Source::Full)).ok_or(nothing), asks)
    }

    fn free(&mut self, number: u32, page: u64, object: u32) -> Outcome {
        let (threshold, objects) = (self.threshold, self.geometry.objects_per_arena);
        let class = self.classes.entry(number).or_default();
        if page >= class.pointer {
            return Outcome::of(Status::BadPointer);
        }
        let bitmap = class.bitmaps.get_mut(&page).expect("an arena below the pointer");
        let (word, bit) = (object as usize / 16, object % 16);
        if bitmap[word] >> bit & 1 == 0 {
            return Outcome::of(Status::DoubleFree);
        }
        bitmap[word] &= !(1 << bit);
        let live = Self::live(bitmap);
        let mut events = vec![Event::FreeMiss];
        let mut asks = vec![];
        if live == 0 {
            class.available.retain(|other| *other != page);
            class.full.retain(|other| *other != page);
            asks.push(Asks::Release { page, link: class.recycled.first().copied() });
            class.recycled.insert(0, page);
            events.push(Event::ListEmptyUnlink);
        } else if class.full.contains(&page) && objects - live >= threshold {
            class.full.retain(|other| *other != page);
            class.available.insert(0, page);
            events.push(Event::ListFullToAvailable);
        }
        self.slot = self.slot.filter(|(slot_class, _, _)| *slot_class != number);
        Outcome {
            status: Status::Ok,
            events,
            asks,
        }
    }

    fn find(&mut self, number: u32, thorough: bool, frames: bool) -> Outcome {
        let (found, asks) = self.search(number, thorough, frames);
        self.slot = found.ok().map(|(page, source)| (number, page, source));
        Outcome { status: found.err().unwrap_or(Status::Ok), events: vec![], asks }
    }

    fn swap(&mut self) -> Outcome {
        let (number, page, source) = self.slot.take().expect("only while an arena is found");
        let (span, all) = (self.geometry.span_pages(number), self.all_allocated());
        let class = self.classes.entry(number).or_default();
        let mut events = vec![match source {
            Source::Available => Event::ListAvailablePop,
            Source::Recycled => Event::ArenaRecycled,
            Source::Fresh => Event::ArenaNew,
            Source::Full => Event::ListFullTake,
        }];
        for list in [&mut class.available, &mut class.recycled, &mut class.full] {
            list.retain(|other| *other != page);
        }
        if source == Source::Fresh {
            class.pointer += span;
            class.bitmaps.insert(page, [0; 16]);
        }
        if let Some(victim) = class.table.replace(page) {
            class.bitmaps.insert(victim, all);
            class.full.insert(0, victim);
            events.push(Event::ListFullPush);
        }
        Outcome {
            status: Status::Ok,
            events,
            asks: vec![],
        }
    }

    /// Runs one command, which `after` is the state after, and compares everything.
    fn command(&self, dut: &mut ModuleDut, inputs: Pins, memory: &Conditions, after: &ArenaListWalker, outcome: Outcome) -> Result<bool, Mismatch> {
        let mut port = MemoryPort::new(&Surroundings {
            latency_cycles: memory.latency_cycles,
            stall_percent: memory.stall_percent,
            error_at: None,
            seed: memory.seed,
        });
        let before = self.headers();
        before.iter().for_each(|(address, data)| port.memory().store(*address, *data));
        // What has no frame reads as zeros.
        for (&number, class) in &self.classes {
            for page in &class.recycled {
                let base = self.geometry.arena_base(self.region_base, number, *page);
                (0..8).for_each(|beat| port.memory().store(base + 8 * beat, 0));
            }
        }
        let mut pages = PageAllocator::new(memory, &outcome.asks);
        dut.set_all(inputs);
        dut.set_all(pins! {
            cmd_valid_i: true, region_base_i: self.region_base, slice_limit_pages_i: self.limit_pages,
            reuse_threshold_i: self.threshold,
        });
        let (mut started, mut latest) = (None, dut.cycle());
        let begin = dut.cycle();
        loop {
            if memory.reset_after.is_some_and(|after| dut.cycle() - begin >= u64::from(after)) {
                dut.set_all(pins! { cmd_valid_i: false, mem_rsp_valid_i: false, pages_rsp_valid_i: false });
                dut.reset();
                return Ok(false);
            }
            latest = port.taken.last().map_or(latest, |taken| latest.max(taken.cycle)).max(port.answered_cycle);
            latest = latest.max(pages.latest_cycle);
            if dut.cycle() > latest + MOST_IDLE_CYCLES {
                return dut.fail("the command does not end");
            }
            port.fail_next(match memory.fails {
                Some(Fails::FirstRead) => (port.taken.is_empty(), false),
                Some(Fails::SecondRead) => (port.taken.len() == 1, false),
                Some(Fails::Writes) => (false, true),
                Some(Fails::Pages | Fails::Frames) | None => (false, false),
            });
            port.drive(dut);
            pages.drive(dut);
            if started.is_some() && dut.bit("done_o") {
                break;
            }
            if started.is_none() && dut.bit("cmd_ready_o") {
                started = Some(dut.cycle());
                pages.look(dut)?;
                port.edge(dut)?;
                // What was taken need not stay.
                dut.set_all(pins! { cmd_valid_i: false, cmd_kind_i: 1u8, cmd_class_i: 3u8, cmd_page_i: 1u8, cmd_object_i: 77u8 });
                continue;
            }
            pages.look(dut)?;
            port.edge(dut)?;
        }
        if port.memory().busy() {
            return dut.fail("done while memory accesses are under way");
        }
        let released = outcome.asks.iter().any(|asks| matches!(asks, Asks::Release { .. }));
        let failed = port.failed || pages.failed;
        let failed_write = (port.failed && port.taken.iter().any(|taken| taken.written.is_some())) || (pages.failed && released);
        if !failed && !pages.expected.is_empty() {
            return dut.fail(format!("the page allocator was not asked for {:x?}", pages.expected));
        }
        let (after, outcome) = match failed {
            // A read that fails changes nothing; what a write that fails leaves is not known.
            true => (self, Outcome::of(Status::BusError)),
            false => (after, outcome),
        };
        let events = outcome.events.iter().fold(0u64, |events, event| events | 1 << *event as u32);
        dut.expect("status_o", outcome.status as u8)?;
        if !failed_write {
            dut.expect("events_o", events)?;
            let expected = after.headers();
            if let Some((address, data)) = expected.iter().find(|(address, data)| port.memory().beat(**address) != **data) {
                let found = port.memory().beat(*address);
                return dut.fail(format!("memory holds {found:#x} at {address:#x}, the contract says {data:#x}"));
            }
            let is_header = |address: &u64| expected.contains_key(address) || before.contains_key(address);
            if let Some(stray) = port.taken.iter().find(|taken| taken.written.is_some() && !is_header(&taken.address)) {
                return dut.fail(format!("{stray:x?} is in no header of a list"));
            }
            if outcome.events[..] == [Event::FreeMiss] && port.taken.len() > 4 {
                return dut.fail(format!("{} accesses are more than two reads and two writes", port.taken.len()));
            }
        }
        port.edge(dut)?;
        dut.expect("done_o", false)?;
        dut.expect("fault_o", failed_write)?;
        Ok(failed)
    }

    /// The arena found shows.
    fn compare_slot(&self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let Some((class, page, source)) = self.slot else { return Ok(()) };
        let bitmap = self.found_bitmap(class, page, source).unwrap_or_default();
        let summary = summary(&self.geometry, &bitmap);
        dut.expect("slot_valid_o", true)?;
        dut.expect("slot_class_o", class)?;
        dut.expect("slot_page_o", page)?;
        let bypass = match source {
            Source::Fresh | Source::Recycled => 0,
            Source::Available | Source::Full => self.geometry.span_pages(class) * 64 - 1,
        };
        dut.expect("slot_bypass_o", bypass)?;
        dut.expect("slot_summary_o", summary)?;
        dut.expect("slot_word_o", summary.trailing_ones())?;
        dut.expect("slot_free_o", !bitmap[summary.trailing_ones() as usize])
    }

    /// The bitmap of an arena found; `None` if it is blank.
    fn found_bitmap(&self, class: u32, page: u64, source: Source) -> Option<Bitmap> {
        let is_blank = matches!(source, Source::Fresh | Source::Recycled);
        (!is_blank).then(|| self.classes[&class].bitmaps[&page])
    }

    /// Whether memory is asked for anything to be read, or written, in a step, and the page allocator for anything.
    fn accesses(&self, step: &Step) -> (bool, bool, bool) {
        match step {
            Step::Free { class, page, objects, .. } => {
                let is_handed_out = self.classes.get(class).is_some_and(|class| *page < class.pointer);
                let (mut writes, mut releases) = (false, false);
                let mut after = self.clone();
                for object in objects {
                    let before = after.headers();
                    let outcome = after.free(*class, *page, *object);
                    writes |= outcome.status == Status::Ok && changes(&before, &after.headers());
                    releases |= !outcome.asks.is_empty();
                }
                (is_handed_out, writes, releases)
            }
            Step::Find { class, thorough, memory } => {
                let frames = memory.fails != Some(Fails::Frames);
                let (found, asks) = self.search(*class, *thorough, frames);
                let searches = *thorough && self.classes.get(class).is_some_and(|class| !class.full.is_empty());
                let reads = found.map_or(searches, |(_, source)| matches!(source, Source::Available | Source::Full));
                (reads, false, !asks.is_empty())
            }
            Step::Swap { .. } => {
                let mut after = self.clone();
                after.swap();
                (false, changes(&self.headers(), &after.headers()), false)
            }
            Step::Configure { .. } | Step::Reset => (false, false, false),
        }
    }

    /// The conditions of a step, and whether an access of it fails.
    fn conditions<'a>(&self, step: &'a Step) -> Option<(&'a Conditions, bool)> {
        let (Step::Free { memory, .. } | Step::Find { memory, .. } | Step::Swap { memory, .. }) = step else {
            return None;
        };
        let (reads, writes, asks) = self.accesses(step);
        let fails = match memory.fails {
            Some(Fails::FirstRead | Fails::SecondRead) => reads,
            Some(Fails::Writes) => writes,
            Some(Fails::Pages) => asks,
            Some(Fails::Frames) | None => false,
        };
        Some((memory, fails))
    }
}

/// Whether a header that there is afterwards is to be written: a neighbour's link, or the exhausted arena's line.
fn changes(before: &BTreeMap<u64, u64>, after: &BTreeMap<u64, u64>) -> bool {
    after.iter().any(|(address, data)| before.get(address) != Some(data))
}

/// The page allocator, which expects to be asked for something, and then answers as slowly as memory.
struct PageAllocator<'a> {
    conditions: &'a Conditions,
    expected: Vec<Asks>,
    rng: u64,
    ready: bool,
    /// When the answer is due, whether it needs a frame, and the link in it.
    answer: Option<(u64, bool, Option<u64>)>,
    latest_cycle: u64,
    failed: bool,
}

impl PageAllocator<'_> {
    fn new<'a>(conditions: &'a Conditions, asks: &[Asks]) -> PageAllocator<'a> {
        PageAllocator {
            conditions,
            expected: asks.to_vec(),
            rng: conditions.seed,
            ready: false,
            answer: None,
            latest_cycle: 0,
            failed: false,
        }
    }

    fn draw(&mut self) -> u64 {
        self.rng = self.rng.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        self.rng >> 33
    }

    /// Drives the inputs for a cycle.
    fn drive(&mut self, dut: &mut ModuleDut) {
        self.ready = self.answer.is_none() && self.draw() % 100 >= u64::from(self.conditions.stall_percent);
        let answer = self.answer.take_if(|(due, _, _)| *due <= dut.cycle());
        let status = match self.conditions.fails {
            Some(Fails::Pages) => Status::BusError,
            Some(Fails::Frames) if answer.is_some_and(|(_, back, _)| back) => Status::OutOfFrames,
            _ => Status::Ok,
        };
        if answer.is_some() {
            self.latest_cycle = dut.cycle();
            self.failed |= status == Status::BusError;
        }
        let noise = self.draw();
        let link = answer.map_or(Some(noise & 1), |(_, _, link)| link);
        dut.set_all(pins! {
            pages_req_ready_i: self.ready, pages_rsp_valid_i: answer.is_some(),
            pages_rsp_status_i: answer.map_or(noise & 7, |_| status as u64),
            pages_rsp_link_valid_i: link.is_some(), pages_rsp_link_page_i: link.unwrap_or(noise & 1),
        });
    }

    /// Looks at the outputs.
    fn look(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if !dut.bit("pages_req_valid_o") {
            return Ok(());
        }
        let link = dut.bit("pages_req_link_valid_o").then(|| dut.number("pages_req_link_page_o"));
        let page = dut.number("pages_req_page_o");
        let asked = match dut.bit("pages_req_release_o") {
            true => Asks::Release { page, link },
            false => Asks::Back { page, link: None },
        };
        let expected = self.expected.first().cloned();
        let (known, answer_link) = match expected.clone() {
            Some(Asks::Back { page, link }) => (Some(Asks::Back { page, link: None }), link),
            other => (other, None),
        };
        if known.as_ref() != Some(&asked) {
            return dut.fail(format!("the page allocator is asked for {asked:x?}, the contract says {expected:x?}"));
        }
        if self.ready {
            let back = matches!(self.expected.remove(0), Asks::Back { .. });
            let (fewest, most) = self.conditions.latency_cycles;
            let latency_cycles = u64::from(fewest) + self.draw() % u64::from(most - fewest + 1);
            self.answer = Some((dut.cycle() + latency_cycles, back, answer_link));
            self.latest_cycle = dut.cycle();
        }
        Ok(())
    }
}

impl Reference for ArenaListWalker {
    type Step = Step;
    const MODULE: &'static str = "memento_arena_list_walker";
    const CASES: u32 = 40;
    const STEPS: usize = 120;

    fn new(module: &Module) -> ArenaListWalker {
        let geometry = module.geometry;
        ArenaListWalker {
            geometry,
            region_base: 1 << geometry.region_bits,
            limit_pages: geometry.slice_pages(),
            threshold: 16,
            classes: BTreeMap::new(),
            slot: None,
            fault: false,
        }
    }

    fn steps(&self) -> BoxedStrategy<Step> {
        if self.fault {
            return Just(Step::Reset).boxed();
        }
        let geometry = self.geometry;
        let objects = geometry.objects_per_arena;
        let latency_cycles = prop_oneof![3 => Just((1u32, 1u32)), 1 => Just((1, 6)), 1 => Just((9, 9))];
        let stall_percent = prop_oneof![3 => Just(0u8), 1 => Just(50)];
        let fails = vec![Fails::FirstRead, Fails::SecondRead, Fails::Writes, Fails::Pages, Fails::Frames, Fails::Frames];
        let fails = prop::option::weighted(0.08, prop::sample::select(fails));
        let memory = (latency_cycles, stall_percent, fails, any::<u64>(), prop::option::weighted(0.01, 1..30u32)).prop_map(
            |(latency_cycles, stall_percent, fails, seed, reset_after)| Conditions {
                latency_cycles,
                stall_percent,
                fails,
                seed,
                reset_after,
            },
        );
        let class = prop::sample::select(CLASSES.to_vec());
        let find = (class.clone(), any::<bool>(), memory.clone())
            .prop_map(|(class, thorough, memory)| Step::Find { class, thorough, memory });
        let spans = move |class: u32| geometry.span_pages(class);
        let limit_pages = prop_oneof![
            Just(geometry.slice_pages()),
            (0..4u64, class.clone()).prop_map(move |(arenas, class)| arenas * spans(class)),
        ];
        let threshold = prop_oneof![Just(0), Just(1), Just(16), 2..objects, Just(objects)];
        let configure =
            (limit_pages, threshold).prop_map(|(limit_pages, threshold)| Step::Configure { limit_pages, threshold });
        // Arenas that are on a list: few objects of one, most or all.
        let listed = self.classes.iter().flat_map(|(number, class)| {
            let pages = class.bitmaps.keys().filter(|page| class.table != Some(**page));
            pages.map(|page| (*number, *page))
        });
        let listed: Vec<(u32, u64)> = listed.collect();
        let all: Vec<u32> = (0..objects).collect();
        let some = prop_oneof![
            2 => prop::collection::vec(0..objects, 1..6),
            2 => prop::sample::subsequence(all.clone(), 10..objects as usize - 1),
            1 => Just(all),
        ];
        // And now and then one that was never handed out.
        let pointer = |class: u32| self.classes.get(&class).map_or(0, |class| class.pointer);
        let beyond = CLASSES.map(|class| (class, pointer(class))).to_vec();
        let beyond = (prop::sample::select(beyond), prop::collection::vec(0..objects, 1..3));
        let arena = match listed.is_empty() {
            true => beyond.boxed(),
            false => prop_oneof![9 => (prop::sample::select(listed), some.prop_shuffle()), 1 => beyond].boxed(),
        };
        let free = (arena, memory.clone()).prop_map(|(((class, page), objects), memory)| Step::Free {
            class,
            page,
            objects,
            memory,
        });
        let ready = prop_oneof![Just(u32::MAX), any::<u32>()];
        let swap = (ready, memory).prop_map(|(ready, memory)| Step::Swap { ready, memory });
        let others = prop_oneof![6 => find, 6 => free, 1 => configure];
        match self.slot {
            Some(_) => prop_oneof![2 => swap, 1 => others].boxed(),
            None => others.boxed(),
        }
    }

    fn allows(&self, step: &Step) -> bool {
        match step {
            Step::Reset => true,
            _ if self.fault => false,
            Step::Swap { .. } => self.slot.is_some(),
            // What lies in the table is freed there, and a page below the pointer is an arena's first.
            Step::Free { class, page, .. } => {
                let known = self.classes.get(class);
                known.is_none_or(|class| {
                    class.table != Some(*page) && (*page >= class.pointer || class.bitmaps.contains_key(page))
                })
            }
            _ => true,
        }
    }

    fn play(&self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut after = self.clone();
        match step {
            Step::Free { class, page, objects, memory } => {
                for object in objects {
                    let before = after.clone();
                    let outcome = after.free(*class, *page, *object);
                    let inputs = pins! { cmd_kind_i: 0u8, cmd_class_i: *class, cmd_page_i: *page, cmd_object_i: *object };
                    if before.command(dut, inputs, memory, &after, outcome)? || memory.reset_after.is_some() {
                        break;
                    }
                }
            }
            Step::Find { class, thorough, memory } => {
                let outcome = after.find(*class, *thorough, memory.fails != Some(Fails::Frames));
                let inputs = pins! { cmd_kind_i: 1 + u8::from(*thorough), cmd_class_i: *class };
                self.command(dut, inputs, memory, &after, outcome)?;
            }
            Step::Swap { ready, memory } => {
                let (class, page, source) = self.slot.expect("allowed");
                copy(dut, class.into(), self.found_bitmap(class, page, source), *ready, None)?;
                let victim = self.classes.get(&class).and_then(|class| class.table);
                let outcome = after.swap();
                let inputs = pins! {
                    cmd_kind_i: 3u8, cmd_class_i: class, cmd_victim_i: victim.is_some(), cmd_page_i: victim.unwrap_or(0),
                };
                self.command(dut, inputs, memory, &after, outcome)?;
            }
            Step::Configure { limit_pages, threshold } => {
                dut.set_all(pins! { slice_limit_pages_i: *limit_pages, reuse_threshold_i: *threshold });
                (0..3).for_each(|_| dut.edge());
            }
            Step::Reset => dut.reset(),
        }
        if self.conditions(step).is_some_and(|(memory, _)| memory.reset_after.is_some()) {
            // If the command ended before.
            dut.reset();
        }
        let mut after = self.clone();
        after.advance(step);
        dut.expect("fault_o", after.fault)?;
        after.compare_slot(dut)
    }

    fn advance(&mut self, step: &Step) {
        let reset = |state: &mut ArenaListWalker| {
            (state.classes, state.slot, state.fault) = (BTreeMap::new(), None, false);
        };
        if let Some((memory, fails)) = self.conditions(step) {
            if memory.reset_after.is_some() {
                return reset(self);
            }
            if fails {
                let is_free = matches!(step, Step::Free { .. });
                self.fault = memory.fails == Some(Fails::Writes) || (memory.fails == Some(Fails::Pages) && is_free);
                // Whether the slot keeps what it holds is not said; a swap that failed may be tried again.
                self.slot = None;
                return;
            }
        }
        match step {
            Step::Free { class, page, objects, .. } => {
                for object in objects {
                    self.free(*class, *page, *object);
                }
                // An erroneous free may have made the walker forget the arena too.
                self.slot = self.slot.filter(|(slot_class, _, _)| slot_class != class);
            }
            Step::Find { class, thorough, memory } => {
                self.find(*class, *thorough, memory.fails != Some(Fails::Frames));
            }
            Step::Swap { .. } => {
                self.swap();
            }
            Step::Configure { limit_pages, threshold } => {
                (self.limit_pages, self.threshold) = (*limit_pages, *threshold);
                // A changed limit may make the walker forget the arena.
                self.slot = None;
            }
            Step::Reset => reset(self),
        }
    }
}

in_every_configuration!(ArenaListWalker);
