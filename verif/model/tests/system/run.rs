//! The model next to the naive device, step by step.

use crate::device::Device;
use crate::fault::Fault;
use crate::scenario::{Scenario, Step, CONTEXTS};
use memento_abi::registers::COUNTERS;
use memento_abi::{Operation, Status, CONFIGURATIONS};
use memento_model::{invariants, Answer, Settings, System};

/// Frames of the roots; those of the pools come behind them.
const ROOTS: u64 = 0x100;
const BLOCKS: u64 = 0x80_000;

/// A device and its model.
pub struct Run {
    pub device: Device,
    pub system: System,
    pub live: Vec<Vec<u64>>,
    pub freed: Vec<Vec<u64>>,
    pub context: usize,
    pub next_frame: u64,
    pub favourite: u64,
    pub stamp: u64,
    pub statuses: [u64; Status::ALL.len()],
    /// Requests that found frames only if nothing was fetched ahead.
    pub uncertain: u64,
}

impl Run {
    /// Carries out all steps on a device with `fault`, and compares everything on the way.
    pub fn of(scenario: &Scenario, fault: Option<Fault>) -> Run {
        let geometry = CONFIGURATIONS[scenario.configuration];
        let settings = Settings {
            slice_limit_pages: scenario.pages,
            ..Settings::whole_region(&geometry)
        };
        let mut device = Device::new(geometry, settings, ROOTS, scenario.seed, fault);
        let mut system = System::new(geometry, settings, ROOTS).unwrap();
        for other in 1..CONTEXTS as u64 {
            device.place_empty(BLOCKS + other * 64, settings, ROOTS + other);
            system
                .place_empty(BLOCKS + other * 64, settings, ROOTS + other)
                .unwrap();
        }
        let mut run = Run {
            device,
            system,
            live: vec![Vec::new(); CONTEXTS],
            freed: vec![Vec::new(); CONTEXTS],
            context: 0,
            next_frame: ROOTS + CONTEXTS as u64,
            favourite: scenario.favourite,
            stamp: 0,
            statuses: [0; Status::ALL.len()],
            uncertain: 0,
        };
        run.add_frames(scenario.frames);
        scenario.steps.iter().for_each(|step| run.step(*step));
        run.compare();
        run
    }

    fn add_frames(&mut self, count: u64) {
        let held = self.system.context.pool.ranges.len();
        let refused = held >= memento_model::pool::RANGES;
        let accepted = self.system.add_frames(self.next_frame, count, Some(!refused)).unwrap();
        if accepted {
            self.device.add_frames(self.next_frame, count);
        }
        self.next_frame += count;
    }

    fn request(&mut self, operation: Operation, operand: u64) -> Answer {
        let before = self.system.context.clone();
        let seen = self.device.request(operation, operand);
        let answer = Answer {
            status: seen.status,
            address: seen.address,
        };
        let bounds = before.available();
        self.uncertain += u64::from(bounds.lowest == 0 && bounds.highest > 0);
        let expected = self.system.request(operation, operand, Some(answer));
        assert_eq!(seen, expected, "{operation:?} {operand:#x}");
        invariants::check_error_changed_nothing(&before.model, &self.system.context.model, &expected).unwrap();
        invariants::pages::check_error(&before, &self.system.context, expected.result()).unwrap();
        self.statuses[expected.result() as usize] += 1;
        answer
    }

    /// A byte of the context that runs: its owner in the upper half.
    fn bytes(&mut self) -> u64 {
        self.stamp += 1;
        let owner = (self.context as u64 + 1) << 4;
        (0..8).fold(0, |bytes, byte| (bytes << 8) + owner + (self.stamp + byte) % 16)
    }

    fn access(&mut self, va: u64, store: Option<(u64, u8)>) {
        let before = self.system.context.clone();
        let seen = self.device.access(va);
        let status = seen.err().unwrap_or(Status::Ok);
        let access = match store {
            Some((data, strobe)) => self.system.store(va, data, strobe, Some(status)),
            None => self.system.load(va, Some(status)).status,
        };
        assert_eq!(access, status, "{va:#x}");
        self.statuses[status as usize] += 1;
        invariants::pages::check_error(&before, &self.system.context, status).unwrap();
        let Ok(pa) = seen else { return };
        if let Some((data, strobe)) = store {
            let beat = self.device.outside.memory.entry(pa).or_insert(0);
            let mask = (0..8)
                .filter(|bit| strobe >> bit & 1 == 1)
                .fold(0, |mask, bit| mask | 0xFF << (bit * 8));
            *beat = *beat & !mask | data & mask;
        }
        let (found, expected) = (self.device.outside.beat(pa), self.system.context.memory.load(va));
        assert!(expected.allows(found), "{va:#x} holds {found:#x}, not {expected:x?}");
        let owner = self.context as u8 + 1;
        let bytes = found.to_le_bytes();
        assert!(
            bytes.iter().all(|byte| *byte == 0 || byte >> 4 == owner),
            "{va:#x} holds {found:#x}"
        );
    }

    fn store(&mut self, va: u64, strobe: u8) {
        let data = self.bytes();
        self.access(va, Some((data, strobe)));
    }

    fn nth(list: &[u64], nth: usize) -> Option<u64> {
        list.get(nth % list.len().max(1)).copied()
    }

    fn free(&mut self, address: u64, posted: bool) {
        let operation = if posted { Operation::Free } else { Operation::FreeWait };
        self.request(operation, address);
        self.live[self.context].retain(|live| *live != address);
        self.freed[self.context].push(address);
    }

    fn switch(&mut self, to: usize) {
        let (from, to_address) = (BLOCKS + self.context as u64 * 64, BLOCKS + to as u64 * 64);
        self.device.save(from);
        self.system.save(from);
        self.compare();
        self.device.load_context(to_address);
        self.system.load_context(to_address).unwrap();
        self.context = to;
        if self.system.context.pool.ranges.is_empty() {
            self.add_frames(12);
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Alloc { size, count } => {
                for _ in 0..count {
                    let answer = self.request(Operation::Alloc, size.unwrap_or(self.favourite));
                    if answer.status != Status::Ok {
                        break;
                    }
                    self.live[self.context].push(answer.address);
                }
            }
            Step::Free { nth, count, posted } => {
                for _ in 0..count {
                    if let Some(address) = Run::nth(&self.live[self.context], nth) {
                        self.free(address, posted);
                    }
                }
            }
            Step::Store { nth, offset, strobe } => {
                if let Some(address) = Run::nth(&self.live[self.context], nth) {
                    self.store(address + offset, strobe);
                }
            }
            Step::Load { nth, offset } => {
                if let Some(address) = Run::nth(&self.live[self.context], nth) {
                    self.access(address + offset, None);
                }
            }
            Step::Fill { nth, count } => {
                for object in nth % 1000..nth % 1000 + count {
                    if let Some(address) = Run::nth(&self.live[self.context], object) {
                        self.store(address, 0xFF);
                    }
                }
            }
            Step::Stale {
                nth,
                count,
                offset,
                store,
            } => {
                for object in nth % 1000..nth % 1000 + count {
                    if let Some(address) = Run::nth(&self.freed[self.context], object) {
                        match store {
                            true => self.store(address + offset, 0xFF),
                            false => self.access(address + offset, None),
                        }
                    }
                }
            }
            Step::FreeStale { nth, offset } => {
                if let Some(address) = Run::nth(&self.freed[self.context], nth) {
                    self.free(address + offset, false);
                }
            }
            Step::LoadAnything { address } => self.access(address, None),
            Step::AddFrames { count } => self.add_frames(count),
            Step::SetLimit { pages } => {
                let settings = Settings {
                    slice_limit_pages: pages,
                    ..self.system.context.model.setup().settings
                };
                self.system.set_settings(settings).unwrap();
                self.device.model.set_settings(settings).unwrap();
            }
            Step::Flush => {
                self.request(Operation::Flush, 0);
            }
            Step::Compare => self.compare(),
            Step::Switch { context } if context != self.context => self.switch(context),
            Step::Switch { .. } => {}
            Step::Reload => {
                let block = BLOCKS + self.context as u64 * 64;
                self.device.save(block);
                self.system.save(block);
                self.device.load_context(block);
                self.system.load_context(block).unwrap();
            }
            Step::End => {
                self.device.end();
                self.system.end();
                invariants::pages::check_ended(&self.system.context).unwrap();
                self.live[self.context].clear();
                self.freed[self.context].clear();
            }
        }
    }

    fn compare(&mut self) {
        let memory = &self.device.outside;
        let mut read = |address| memory.beat(address);
        self.system.learn(&mut read).unwrap();
        self.system.check().unwrap();
        self.system.context.compare_pages(&mut read).unwrap();
        self.system.context.compare_free_frames(&mut read).unwrap();
        let events: Vec<u64> = self.device.model.counts().iter().map(|(_, count)| count).collect();
        let mut counter = |index: usize| match COUNTERS[index].name {
            _ if index < events.len() => events[index],
            "FRAMES_GIVEN" => memory.given,
            "FRAMES_RETURNED" => memory.returned,
            "CACHE_HITS" => memory.hits,
            "CACHE_MISSES" => memory.misses,
            "BYPASSED_LINES" => memory.new_lines,
            "LINE_FILLS" => memory.misses - memory.new_lines,
            "ACCESS_FAULTS" => memory.faults,
            _ => 0,
        };
        self.system.compare_counters(&mut counter).unwrap();
        assert_eq!(self.system.context.available().highest, {
            let used = self.system.context.pool.given.len();
            self.device.pages.frames.len() as u64 - used as u64
        });
    }
}
