//! The page table walker: what a walk finds, adds and takes out is what the rules say of the tables in memory, as an independent
//! reader of Sv32 and Sv39 sees them; everything else in memory stays.

use crate::page_tables::{Format, Mapping};
use crate::prelude::*;
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};
use std::collections::{BTreeMap, VecDeque};

/// Cycles within which a walk must end.
const MOST_CYCLES: u32 = 3000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Touch,
    Back,
    Look,
    /// With the link of the recycled mark, if it becomes one.
    Unmap(Option<Option<u64>>),
}

/// A walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    pub kind: Kind,
    /// Page of the region.
    pub vpn: u64,
    /// The context changes first.
    pub clear: bool,
    /// A look at the page follows at once.
    pub look_after: bool,
    /// The entry of this level for the page is changed by somebody else first (and the walker told to forget).
    pub spoil: Option<(usize, u64)>,
    /// Frames that can be had, and cycles until each is offered.
    pub frames: usize,
    pub frame_after: u32,
    pub memory: Surroundings,
    pub reset_after: Option<u32>,
}

/// How a walk ends.
#[derive(Clone, Debug, Default)]
struct Outcome {
    status: u64,
    ppn: Option<u64>,
    mark: Option<Option<u64>>,
    /// Address of the beat and what it becomes.
    writes: Vec<(u64, u64)>,
    frames: usize,
    tables: usize,
}

#[derive(Clone, Debug)]
pub struct PageTableWalker {
    geometry: Geometry,
    format: Format,
    region_base: u64,
    root: u64,
    /// All memory that is not zero, by address of the beat.
    beats: BTreeMap<u64, u64>,
    /// The next frame that nobody had before.
    fresh: u64,
    free: VecDeque<u64>,
    /// A write has failed.
    fault: bool,
    /// Page of the latest walk that went well, since the walker was told to forget.
    latest: Option<u64>,
}

impl PageTableWalker {
    fn va(&self, vpn: u64) -> u64 {
        self.region_base | vpn << 12
    }

    fn beat(&self, address: u64) -> u64 {
        self.beats.get(&address).copied().unwrap_or(0)
    }

    /// What the entry at `address` becomes, as its beat; `beats` are what the walk has written so far.
    fn merged(&self, writes: &[(u64, u64)], address: u64, entry: u64) -> (u64, u64) {
        let place = address & !7;
        let before = writes.iter().rev().find(|(other, _)| *other == place).map_or(self.beat(place), |(_, beat)| *beat);
        let shift = 8 * (address & 7);
        let mask = if self.format.entry_bytes == 4 { 0xFFFF_FFFF } else { u64::MAX };
        (place, before & !(mask << shift) | entry << shift)
    }

    fn expect(&self, step: &Walk, free: &[u64]) -> Outcome {
        let va = self.va(step.vpn);
        let mut outcome = Outcome::default();
        let mut table = self.root;
        let mut frames = free.iter().take(step.frames);
        let mapping = self.format.walk(self.root, va, |address| self.beat(address), |lower| table = lower);
        let (level, entry) = match mapping {
            Mapping::Foreign { .. } => return Outcome { status: 6, ..outcome },
            Mapping::Page { ppn } => {
                outcome.ppn = Some(ppn);
                if let Kind::Unmap(mark) = step.kind {
                    let entry = mark.map_or(0, |link| link.map_or(2, |page| page << 10 | 6));
                    outcome.writes.push(self.merged(&[], self.format.entry_address(table, 0, va), entry));
                }
                return outcome;
            }
            Mapping::None { level, entry } => (level, entry),
        };
        if level == 0 && entry >> 1 & 1 == 1 {
            outcome.mark = Some((entry >> 2 & 1 == 1).then_some(entry >> 10));
        }
        match step.kind {
            Kind::Look => {}
            Kind::Unmap(mark) if level > 0 => outcome.status = if mark.is_some() { 6 } else { 0 },
            Kind::Unmap(mark) => {
                if mark.is_some() || outcome.mark.is_some() {
                    let entry = mark.map_or(0, |link| link.map_or(2, |page| page << 10 | 6));
                    outcome.writes.push(self.merged(&[], self.format.entry_address(table, 0, va), entry));
                }
            }
            Kind::Touch if outcome.mark.is_some() => outcome.status = 3,
            Kind::Touch | Kind::Back => {
                for level in (0..=level).rev() {
                    let Some(frame) = frames.next() else {
                        outcome.status = 7;
                        return outcome;
                    };
                    outcome.frames += 1;
                    outcome.tables += usize::from(level > 0);
                    let flags = if level == 0 { 0xD7 } else { 1 };
                    let entry = self.format.entry_address(table, level, va);
                    let write = self.merged(&outcome.writes, entry, frame << 10 | flags);
                    outcome.writes.push(write);
                    table = *frame;
                }
                outcome.ppn = Some(table);
            }
        }
        outcome
    }

    /// Somebody else changes an entry.
    fn spoil(&mut self, step: &Walk) {
        let Some((level, entry)) = step.spoil else { return };
        let va = self.va(step.vpn);
        let mut tables = vec![self.root];
        self.format.walk(self.root, va, |address| self.beat(address), |lower| tables.push(lower));
        let level = level % self.format.levels;
        let Some(table) = tables.get(self.format.levels - 1 - level) else { return };
        let mask = if self.format.entry_bytes == 4 { 0xFFFF_FFFF } else { u64::MAX };
        let (place, beat) = self.merged(&[], self.format.entry_address(*table, level, va), entry & mask);
        self.beats.insert(place, beat);
    }

    /// Compares the answer of a walk that took so many cycles.
    fn compare(
        &mut self,
        step: &Walk,
        expected: &Outcome,
        cycles: u64,
        port: &mut MemoryPort,
        dut: &mut ModuleDut,
    ) -> Result<(), Mismatch> {
        let unmap = matches!(step.kind, Kind::Unmap(_));
        // What an unmap took out is in no entry any more.
        if unmap && (port.memory().busy() || dut.bit("mem_req_valid_o")) {
            return dut.fail("an unmap ends before its write is acknowledged");
        }
        let injected = port.memory().injected();
        // Nobody waits for a write that is posted.
        let failed = port.failed && (unmap || injected.reads > 0);
        dut.expect("rsp_status_o", if failed { 6 } else { expected.status })?;
        if failed || expected.status != 0 {
            self.latest = None;
            return Ok(());
        }
        dut.expect("rsp_leaf_o", expected.ppn.is_some())?;
        expected.ppn.map_or(Ok(()), |ppn| dut.expect("rsp_ppn_o", ppn))?;
        self.compare_mark(expected.mark, dut)?;
        let latest = self.latest.replace(step.vpn);
        let Surroundings { latency_cycles: (least, most), stall_percent, .. } = step.memory;
        let known = latest.is_some_and(|page| page >> 9 == step.vpn >> 9);
        let frames_at_once = expected.frames == 0 || step.frame_after == 0;
        let known = known && expected.tables == 0;
        if (known || expected.tables > 0) && least == most && stall_percent == 0 && frames_at_once && expected.ppn.is_some() {
            let latency = u64::from(least);
            let reads = if known { 1 } else { (self.format.levels - expected.tables) as u64 };
            let written = if unmap { 1 + latency } else { 2 * expected.tables as u64 };
            let contract = 2 + reads * (2 + latency) + written;
            if cycles != contract {
                return dut.fail(format!("the walk took {cycles} cycles, the contract says {contract}"));
            }
        }
        Ok(())
    }

    fn compare_mark(&self, mark: Option<Option<u64>>, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.expect("rsp_mark_o", mark.is_some())?;
        if let Some(link) = mark {
            dut.expect("rsp_link_valid_o", link.is_some())?;
            link.map_or(Ok(()), |page| dut.expect("rsp_link_page_o", page & (self.geometry.slice_pages() - 1)))?;
        }
        Ok(())
    }

    /// A look at the same page, at once, finds what the walk left there.
    fn compare_look(&mut self, walk: &Outcome, kind: Kind, port: &MemoryPort, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if port.failed {
            self.latest = None;
        }
        if port.failed || ![0, 3].contains(&walk.status) {
            return Ok(());
        }
        let (ppn, mark) = match kind {
            Kind::Unmap(mark) => (None, mark),
            _ => (walk.ppn, walk.mark.filter(|_| walk.writes.is_empty())),
        };
        dut.expect("rsp_status_o", 0u64)?;
        dut.expect("rsp_leaf_o", ppn.is_some())?;
        ppn.map_or(Ok(()), |ppn| dut.expect("rsp_ppn_o", ppn))?;
        self.compare_mark(mark, dut)
    }
}

impl Reference for PageTableWalker {
    type Step = Walk;
    const MODULE: &'static str = "memento_page_table_walker";
    const CASES: u32 = 60;
    const STEPS: usize = 60;

    fn new(module: &Module) -> PageTableWalker {
        let geometry = module.geometry;
        let root = 0x123;
        PageTableWalker {
            geometry,
            format: Format::of(&geometry),
            region_base: 1 << geometry.region_bits,
            root,
            beats: BTreeMap::new(),
            fresh: (1 << (geometry.address_bits - 12)) - 1,
            free: VecDeque::new(),
            fault: false,
            latest: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Walk> {
        let bits = self.geometry.region_bits - 12;
        // Neighbours, which share a beat or a table; the same low bits in other tables and classes; and anything.
        let near = (0..4u64, prop::option::weighted(0.6, 0..bits), prop::option::weighted(0.2, 0..bits));
        let near = near.prop_map(|(low, a, b)| low ^ a.map_or(0, |bit| 1 << bit) ^ b.map_or(0, |bit| 1 << bit));
        let vpn = prop_oneof![9 => near, 1 => 0..1u64 << bits];
        let link = prop::option::of(0..self.geometry.slice_pages());
        let kind = prop_oneof![
            4 => Just(Kind::Touch),
            3 => Just(Kind::Back),
            2 => Just(Kind::Look),
            3 => prop::option::of(link).prop_map(Kind::Unmap),
        ];
        let top = 1 << (10 + self.geometry.address_bits - 12);
        let entry = prop_oneof![
            Just(0xD7), Just(1), Just(0x4D7), Just(0x401), Just(0x403), Just(0x40F), Just(0x4CF), Just(0x5D7), Just(0x441),
            Just(top | 0x401), Just(top | 0x4D7), any::<u64>().prop_map(|entry| entry | 1), any::<u64>(),
        ];
        let spoil = prop::option::weighted(0.05, (0..3usize, entry));
        let frames = prop_oneof![6 => Just(5usize), 3 => 0..4usize];
        let reset_after = prop::option::weighted(0.03, 0..40u32);
        let timing = (prop_oneof![Just(0u32), 0..9u32], surroundings(6), reset_after);
        (kind, vpn, (prop::bool::weighted(0.05), any::<bool>()), spoil, frames, timing)
            .prop_map(|(kind, vpn, (clear, look_after), spoil, frames, (frame_after, memory, reset_after))| Walk {
                kind,
                vpn,
                clear,
                look_after,
                spoil,
                frames,
                frame_after,
                memory,
                reset_after,
            })
            .boxed()
    }

    fn follow(&mut self, step: &Walk, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.spoil(step);
        while self.free.len() < step.frames.max(3) {
            self.free.push_back(self.fresh);
            self.fresh -= 1;
        }
        if self.fault {
            dut.expect("fault_o", true)?;
            dut.reset();
            (self.fault, self.latest) = (false, None);
        }
        dut.expect("fault_o", false)?;
        let forget = step.clear || step.spoil.is_some();
        if forget {
            dut.set_all(pins! { clear_i: true, cmd_valid_i: false });
            dut.edge();
            self.latest = None;
        }
        let free: Vec<u64> = self.free.iter().copied().collect();
        let expected = self.expect(step, &free);
        let mut port = MemoryPort::new(&step.memory);
        // The walker may read the entries of its own path only: elsewhere is garbage.
        let va = self.va(step.vpn);
        let mut tables = vec![self.root];
        self.format.walk(self.root, va, |address| self.beat(address), |lower| tables.push(lower));
        for level in 0..self.format.levels {
            for table in tables.iter().chain(&free) {
                let address = self.format.entry_address(*table, level, va) & !7;
                port.memory().store(address, self.beat(address));
            }
        }
        let (number, mark) = match step.kind {
            Kind::Touch => (0u64, None),
            Kind::Back => (1, None),
            Kind::Look => (2, None),
            Kind::Unmap(mark) => (3, mark),
        };
        let garbage = pins! {
            cmd_valid_i: false, cmd_kind_i: !number & 3, cmd_vpn_i: !step.vpn, cmd_mark_i: true, cmd_link_page_i: 0u64,
        };
        dut.set_all(pins! {
            clear_i: false, region_base_i: self.region_base, root_ppn_i: self.root,
            cmd_valid_i: true, cmd_kind_i: number, cmd_vpn_i: step.vpn,
            // What only an unmap with a mark needs means nothing otherwise.
            cmd_mark_i: if number == 3 { mark.is_some() } else { step.vpn & 1 == 1 },
            cmd_link_valid_i: mark.map_or(step.vpn & 2 == 2, |link| link.is_some()), cmd_link_page_i: mark.flatten().unwrap_or(3),
        });
        dut.expect("cmd_ready_o", true)?;
        let (begin, mut taken, mut wait) = (dut.cycle(), 0, step.frame_after);
        // A walk is to come, or under way.
        let (mut commanded, mut walking) = (true, false);
        let (mut answered, mut look, mut ended) = (false, step.look_after, true);
        for cycle in 0.. {
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { cmd_valid_i: false, mem_rsp_valid_i: false, frame_valid_i: false });
                dut.reset();
                dut.expect("mem_req_valid_o", false)?;
                dut.expect("rsp_valid_o", false)?;
                dut.expect("cmd_ready_o", true)?;
                dut.expect("idle_o", true)?;
                (self.latest, ended) = (None, false);
                break;
            }
            if cycle == MOST_CYCLES {
                return dut.fail("the walk does not end");
            }
            let left = step.frames - taken;
            let offered = left > 0 && wait == 0;
            dut.set_all(pins! {
                frame_valid_i: offered, frame_ppn_i: if offered { free[taken] } else { 0x55 }, frames_exhausted_i: left == 0,
            });
            port.drive(dut);
            let (busy, asks) = (port.memory().busy(), dut.bit("mem_req_valid_o"));
            let reads = busy && port.taken.last().is_some_and(|taken| taken.written.is_none());
            if asks && reads {
                return dut.fail("a request is made before the read before it is answered");
            }
            dut.expect("idle_o", !walking && !busy && !asks)?;
            dut.expect("cmd_ready_o", !walking && !asks)?;
            if dut.bit("rsp_valid_o") {
                if !walking {
                    return dut.fail("an answer without a walk");
                }
                if answered {
                    self.compare_look(&expected, step.kind, &port, dut)?;
                } else {
                    self.compare(step, &expected, dut.cycle() - begin, &mut port, dut)?;
                    (commanded, answered) = (std::mem::take(&mut look), true);
                }
                walking = false;
            } else if !walking && !commanded && !busy && !asks {
                break;
            }
            if dut.bit("frame_ready_o") && offered {
                taken += 1;
                wait = step.frame_after;
            } else if left > 0 && dut.bit("frame_ready_o") {
                wait -= 1;
            }
            let begins = commanded && dut.bit("cmd_ready_o");
            port.edge(dut)?;
            if begins {
                (commanded, walking) = (false, true);
            }
            // A command is taken over.
            dut.set_all(garbage.clone());
            if commanded {
                dut.set_all(pins! { cmd_valid_i: true, cmd_kind_i: 2u64, cmd_vpn_i: step.vpn });
            }
        }
        let writes: Vec<_> = port.taken.iter().filter_map(|taken| Some((taken.address, taken.written?))).collect();
        let injected = port.memory().injected();
        let whole = ended && injected.reads == 0;
        if writes != expected.writes[..expected.writes.len().min(writes.len())] || whole && writes.len() != expected.writes.len() {
            return dut.fail(format!("the walk wrote {writes:x?}, the rules say {:x?}", expected.writes));
        }
        if taken > expected.frames || whole && taken != expected.frames {
            return dut.fail(format!("the walk took {taken} frames, the rules say {}", expected.frames));
        }
        for (address, _) in &writes {
            self.beats.insert(*address, port.memory().beat(*address));
        }
        // A frame that was taken but is in no entry is lost with the reset that must follow; nobody gets it again.
        self.free.drain(..taken);
        if !ended {
            return Ok(());
        }
        self.fault = injected.writes > 0;
        for _ in 0..2 {
            dut.expect("rsp_valid_o", false)?;
            dut.expect("cmd_ready_o", true)?;
            dut.expect("idle_o", true)?;
            dut.expect("fault_o", self.fault)?;
            dut.expect("frame_ready_o", false)?;
            port.idle(dut)?;
        }
        Ok(())
    }
}

in_every_configuration!(PageTableWalker);
