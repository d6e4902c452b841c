//! The naive device behind its object allocator: page tables in a plain memory, and a pool of frames.

use crate::fault::Fault;
use memento_abi::{Geometry, PageTable, PAGE_BYTES, PAGE_SHIFT};
use memento_model::Frames;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pseudo-random decisions (xorshift).
#[derive(Clone)]
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Everything behind the object allocator.
#[derive(Clone)]
pub struct Pages {
    pub geometry: Geometry,
    pub root: u64,
    pub fresh: Vec<u64>,
    /// Frames that came back, linked in memory through their first beats.
    pub returned: Vec<u64>,
    /// All frames of the pool.
    pub frames: Vec<u64>,
    pub recycled: BTreeMap<u32, Vec<u64>>,
    /// Bypass counters by class.
    pub counters: BTreeMap<u32, u64>,
}

/// What is in no context: memory, the cache's lines, the counter of new lines, and chance.
pub struct Outside {
    pub memory: HashMap<u64, u64>,
    pub cached: BTreeSet<u64>,
    pub new_lines: u64,
    /// Frames given out and returned; accesses that hit and missed the cache and that failed.
    pub given: u64,
    pub returned: u64,
    pub hits: u64,
    pub misses: u64,
    pub faults: u64,
    pub chance: Chance,
    pub fault: Option<Fault>,
}

/// The object allocator's way to its frames.
pub struct Port<'a>(pub &'a mut Pages, pub &'a mut Outside);

impl Outside {
    pub fn beat(&self, address: u64) -> u64 {
        self.memory.get(&address).copied().unwrap_or(0)
    }

    pub fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    pub fn zero(&mut self, address: u64, bytes: u64) {
        for beat in (address..address + bytes).step_by(8) {
            self.memory.remove(&beat);
        }
    }
}

impl Pages {
    pub fn new(geometry: Geometry, root: u64) -> Pages {
        Pages {
            geometry,
            root,
            fresh: Vec::new(),
            returned: Vec::new(),
            frames: Vec::new(),
            recycled: BTreeMap::new(),
            counters: BTreeMap::new(),
        }
    }

    fn give(&mut self, out: &mut Outside) -> Option<u64> {
        if out.has(Fault::LastFrameKept) && self.returned.len() + self.fresh.len() == 1 {
            return None;
        }
        let ppn = if self.returned.is_empty() || (!self.fresh.is_empty() && out.chance.below(2) == 0) {
            let pick = out.chance.below(self.fresh.len().max(1) as u64) as usize;
            (pick < self.fresh.len()).then(|| self.fresh.swap_remove(pick))?
        } else {
            let ppn = self.returned.pop()?;
            if !out.has(Fault::LinkStays) {
                out.memory.remove(&(ppn << PAGE_SHIFT));
            }
            ppn
        };
        out.given += 1;
        Some(ppn)
    }

    fn take_back(&mut self, out: &mut Outside, ppn: u64) {
        out.returned += 1;
        let page = ppn << PAGE_SHIFT;
        if !out.has(Fault::NoScrub) {
            out.zero(page, PAGE_BYTES);
        }
        if !out.has(Fault::NoDrop) {
            out.cached.retain(|line| !(page..page + PAGE_BYTES).contains(line));
        }
        if let Some(next) = self.returned.last() {
            out.memory.insert(page, next << PAGE_SHIFT);
        }
        self.returned.push(ppn);
    }

    /// Address and width in bits of `va`'s entry in `table`.
    pub fn slot(&self, table: u64, level: u32, va: u64) -> (u64, u32) {
        let (bits, width) = match self.geometry.page_table {
            PageTable::Sv32 => (10, 32),
            PageTable::Sv39 => (9, 64),
        };
        let index = va >> (PAGE_SHIFT + level * bits) & ((1 << bits) - 1);
        ((table << PAGE_SHIFT) + index * u64::from(width / 8), width)
    }

    pub fn entry(&self, out: &Outside, (address, width): (u64, u32)) -> u64 {
        let beat = out.beat(address & !7);
        if width == 64 {
            beat
        } else {
            beat >> (address % 8 * 8) & 0xFFFF_FFFF
        }
    }

    pub fn write(&self, out: &mut Outside, (address, width): (u64, u32), entry: u64) {
        let mask = if width == 64 {
            u64::MAX
        } else {
            0xFFFF_FFFF << (address % 8 * 8)
        };
        let beat = out.memory.entry(address & !7).or_insert(0);
        *beat = *beat & !mask | entry << (address % 8 * 8 % u64::from(width.max(33))) & mask;
    }

    /// Gives `va` a frame where it has none.
    pub fn touch(&mut self, out: &mut Outside, va: u64) -> Option<u64> {
        let mut table = self.root;
        let levels = if self.geometry.page_table == PageTable::Sv32 {
            2
        } else {
            3
        };
        let mut added = Vec::new();
        for level in (0..levels).rev() {
            let slot = self.slot(table, level, va);
            let mut entry = self.entry(out, slot);
            if entry & 1 == 0 {
                let Some(ppn) = self.give(out) else {
                    if out.has(Fault::TablesTakenBack) {
                        for (slot, ppn) in added {
                            self.write(out, slot, 0);
                            self.take_back(out, ppn);
                        }
                    }
                    return None;
                };
                let leaf = if out.has(Fault::NotDirty) { 0x57 } else { 0xD7 };
                let table = if out.has(Fault::TableAsLeaf) { 0xD7 } else { 1 };
                entry = ppn << 10 | if level == 0 { leaf } else { table };
                self.write(out, slot, entry);
                added.push((slot, ppn));
            }
            table = entry >> 10;
        }
        Some(table)
    }

    /// The slot of the leaf of `va`, if its table is there.
    pub fn leaf(&self, out: &Outside, va: u64) -> Option<(u64, u32)> {
        let mut table = self.root;
        let levels = if self.geometry.page_table == PageTable::Sv32 {
            2
        } else {
            3
        };
        for level in (1..levels).rev() {
            let entry = self.entry(out, self.slot(table, level, va));
            table = (entry & 1 == 1).then_some(entry >> 10)?;
        }
        Some(self.slot(table, 0, va))
    }
}

impl Frames for Port<'_> {
    fn back(&mut self, base: u64) -> bool {
        let class = self.0.geometry.class_at(base);
        let recycled = self.0.recycled.get(&class).and_then(|list| list.last()) == Some(&base);
        let given = recycled && self.1.has(Fault::NotBacked) || self.0.touch(self.1, base).is_some();
        let list = self.0.recycled.entry(class).or_default();
        if given && list.last() == Some(&base) {
            list.pop();
        }
        given
    }

    fn release(&mut self, base: u64) {
        let Port(pages, out) = self;
        let geometry = pages.geometry;
        let class = geometry.class_at(base);
        let end = base + (1 << geometry.span_shift(class));
        for va in (base..end).step_by(PAGE_BYTES as usize) {
            let slot = pages.leaf(out, va).unwrap();
            let entry = pages.entry(out, slot);
            if entry & 1 == 1 && (va == base || !out.has(Fault::FirstPageOnly)) {
                if !out.has(Fault::LeavesStay) {
                    pages.write(out, slot, 0);
                }
                pages.take_back(out, entry >> 10);
            }
        }
        let list = pages.recycled.entry(class).or_default();
        let mut mark = list.last().map_or(2, |next| geometry.page_at(*next) << 10 | 6);
        if out.has(Fault::MarkWithoutLink) {
            mark &= !4;
        }
        if out.has(Fault::MarkOfItself) && mark & 4 != 0 {
            mark = geometry.page_at(base) << 10 | 6;
        }
        list.push(base);
        let slot = pages.leaf(out, base).unwrap();
        pages.write(out, slot, mark);
    }
}
