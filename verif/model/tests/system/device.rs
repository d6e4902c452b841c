//! A naive device: real page tables in a plain memory, a cache that evicts at random, arenas fetched ahead at random,
//! any free frame given out. It shares the object allocator with the model and nothing else.

use crate::fault::Fault;
use crate::pages::{Chance, Outside, Pages, Port};
use memento_abi::{Event, Geometry, Operation, PageTable, Status, HEADER_BYTES, PAGE_BYTES, PAGE_SHIFT};
use memento_model::{walk, Model, Outcome, Settings};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The device.
pub struct Device {
    pub model: Model,
    pub pages: Pages,
    pub outside: Outside,
    blocks: BTreeMap<u64, (Model, Pages)>,
}

impl Device {
    pub fn new(geometry: Geometry, settings: Settings, root: u64, seed: u64, fault: Option<Fault>) -> Device {
        Device {
            model: Model::new(geometry, settings).unwrap(),
            pages: Pages::new(geometry, root),
            outside: Outside {
                memory: HashMap::new(),
                cached: BTreeSet::new(),
                new_lines: 0,
                given: 0,
                returned: 0,
                hits: 0,
                misses: 0,
                faults: 0,
                chance: Chance(seed | 1),
                fault,
            },
            blocks: BTreeMap::new(),
        }
    }

    pub fn add_frames(&mut self, first: u64, count: u64) {
        self.pages.fresh.extend(first..first + count);
        self.pages.frames.extend(first..first + count);
    }

    pub fn request(&mut self, operation: Operation, operand: u64) -> Outcome {
        let mut port = Port(&mut self.pages, &mut self.outside);
        let outcome = self.model.request_with(&mut port, operation, operand);
        let class = self.model.class_of(operation, operand).unwrap_or(0);
        let all = self.lines(class);
        let (recycled, listed) = (
            if self.outside.has(Fault::CounterFull) { all } else { 0 },
            if self.outside.has(Fault::CounterEmpty) { 0 } else { all },
        );
        let starts = [
            (Event::ArenaNew, 0),
            (Event::ArenaRecycled, recycled),
            (Event::ListAvailablePop, listed),
            (Event::ListFullTake, listed),
        ];
        for (_, start) in starts.into_iter().filter(|(event, _)| outcome.events[*event] > 0) {
            self.pages.counters.insert(class, start);
        }
        self.write_headers(operation == Operation::Flush);
        self.fetch_ahead(class);
        outcome
    }

    fn lines(&self, class: u32) -> u64 {
        (1 << self.pages.geometry.span_shift(class)) / 64 - 1
    }

    fn fetch_ahead(&mut self, class: u32) {
        let setup = *self.model.setup();
        let state = &self.model.classes()[class as usize];
        let page = state.allocation_pointer;
        let fits = page + setup.geometry.span_pages(class) <= setup.settings.slice_limit_pages;
        if state.entry.is_some() && fits && self.outside.chance.below(3) == 0 {
            let base = setup.geometry.arena_base(setup.settings.region_base, class, page);
            self.pages.touch(&mut self.outside, base);
        }
    }

    /// Writes the headers of all arenas on lists and, at a flush, of those in the table.
    fn write_headers(&mut self, flush: bool) {
        let mut headers = Vec::new();
        for state in self.model.classes() {
            let kept = self.pages.counters.get(&state.class);
            let kept = kept.copied().filter(|_| self.outside.has(Fault::CounterKept));
            let lines = kept.unwrap_or(self.lines(state.class));
            headers.extend(state.headers.values().map(|header| (*header, lines)));
            if let Some(entry) = state.entry.filter(|_| flush) {
                headers.push((entry.header, self.pages.counters[&state.class]));
            }
        }
        for (mut header, bypass) in headers {
            header.bypass = bypass as u16;
            let slot = self.pages.leaf(&self.outside, header.va).unwrap();
            let page = self.pages.entry(&self.outside, slot) >> 10 << PAGE_SHIFT;
            for (index, beat) in header.to_beats().into_iter().enumerate() {
                self.outside.memory.insert(page + 8 * index as u64, beat);
            }
        }
    }

    /// Where a hart's access to `va` ends: the physical address of its eight bytes, or a status.
    pub fn access(&mut self, va: u64) -> Result<u64, Status> {
        let result = self.translate_and_look_up(va);
        self.outside.faults += u64::from(result.is_err());
        result
    }

    fn translate_and_look_up(&mut self, va: u64) -> Result<u64, Status> {
        let setup = *self.model.setup();
        let geometry = setup.geometry;
        if !geometry.in_region(setup.settings.region_base, va) {
            return Err(Status::NotOurs);
        }
        let (class, base) = (geometry.class_at(va), va - geometry.offset_at(va));
        let state = &self.model.classes()[class as usize];
        let in_header = va - base < HEADER_BYTES && !self.outside.has(Fault::HeaderOpen);
        if geometry.page_at(va) >= state.allocation_pointer || in_header {
            return Err(Status::BadPointer);
        }
        let in_table = state.entry.is_some_and(|entry| entry.header.va == base);
        let slot = self.pages.leaf(&self.outside, va);
        let mark = slot.is_some_and(|slot| self.pages.entry(&self.outside, slot) & 3 == 2);
        if mark && !self.outside.has(Fault::RecycledOpen) {
            return Err(Status::BadPointer);
        }
        let ppn = self.pages.touch(&mut self.outside, va).ok_or(Status::OutOfFrames)?;
        let pa = (ppn << PAGE_SHIFT) + va % PAGE_BYTES;
        let mut read = |address| self.outside.beat(address);
        let walked = walk::walk(geometry.page_table, self.pages.root, va, walk::Intent::Store, &mut read);
        assert!(walked == Ok(pa) || self.outside.fault.is_some());
        if self.outside.chance.below(64) == 0 {
            self.outside.cached.clear();
        }
        let missed = self.outside.cached.insert(pa & !63);
        self.outside.misses += u64::from(missed);
        self.outside.hits += u64::from(!missed);
        if missed && in_table && va - base >= HEADER_BYTES {
            let line = (va - base) / 64 - 1;
            let counter = self.pages.counters.get_mut(&class).unwrap();
            if line >= *counter {
                *counter = line + 1;
                self.outside.new_lines += 1;
                self.outside.zero(pa & !63, 64);
            }
        }
        Ok(pa & !7)
    }

    pub fn save(&mut self, address: u64) {
        self.request(Operation::Flush, 0);
        self.blocks.insert(address, (self.model.clone(), self.pages.clone()));
        self.outside.cached.clear();
    }

    pub fn place_empty(&mut self, address: u64, settings: Settings, root: u64) {
        let geometry = self.pages.geometry;
        let model = Model::new(geometry, settings).unwrap();
        self.blocks.insert(address, (model, Pages::new(geometry, root)));
    }

    pub fn load_context(&mut self, address: u64) {
        let (model, pages) = self.blocks[&address].clone();
        let last = std::mem::replace(&mut self.model, model);
        self.model.take_over(&last);
        self.model.install_again();
        let last = std::mem::replace(&mut self.pages, pages);
        if self.outside.has(Fault::PoolStays) {
            (self.pages.fresh, self.pages.returned, self.pages.frames) = (last.fresh, last.returned, last.frames);
        }
        if self.outside.has(Fault::RootStays) {
            self.pages.root = last.root;
        }
        self.outside.cached.clear();
    }

    pub fn end(&mut self) {
        let setup = *self.model.setup();
        let geometry = setup.geometry;
        let top = if geometry.page_table == PageTable::Sv32 { 1 } else { 2 };
        let step = 1u64 << if geometry.page_table == PageTable::Sv32 { 22 } else { 30 };
        let skip = usize::from(self.outside.has(Fault::EndLeavesEntry));
        for offset in (0..1 << geometry.region_bits).step_by(step as usize).skip(skip) {
            let slot = self
                .pages
                .slot(self.pages.root, top, setup.settings.region_base + offset);
            self.pages.write(&mut self.outside, slot, 0);
        }
        if !self.outside.has(Fault::EndLeavesBytes) {
            for ppn in &self.pages.frames {
                self.outside.zero(ppn << PAGE_SHIFT, PAGE_BYTES);
            }
        }
        self.outside.cached.clear();
        let empty = Pages::new(geometry, self.pages.root);
        let last = std::mem::replace(&mut self.pages, empty);
        let lost = self.outside.has(Fault::EndLosesFrames);
        self.pages.fresh = if lost { last.fresh } else { last.frames.clone() };
        self.pages.frames = last.frames;
        self.model.forget_arenas();
    }
}
