//! What harts find in memory: every byte of the region's pages, zero from the first touch on, then as last stored.

use memento_abi::{BEAT_BYTES, PAGE_BYTES};
use std::collections::{BTreeMap, BTreeSet};

const BEATS: usize = (PAGE_BYTES / BEAT_BYTES) as usize;

/// Eight aligned bytes, as far as they are specified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// The bytes, little-endian; 0 where they are not specified.
    pub value: u64,
    /// Ones in all bytes that are specified.
    pub known: u64,
}

impl Beat {
    /// What every page holds when it gets its frame.
    pub const ZERO: Beat = Beat {
        value: 0,
        known: u64::MAX,
    };
    /// Bytes of which nothing is specified.
    pub const UNKNOWN: Beat = Beat { value: 0, known: 0 };

    /// Whether `found` has every specified byte.
    pub const fn allows(&self, found: u64) -> bool {
        (found ^ self.value) & self.known == 0
    }

    /// Stores the bytes of `data` for which `strobe` has a bit.
    fn store(&mut self, data: u64, strobe: u8) {
        let mask = (0..8)
            .filter(|byte| strobe >> byte & 1 == 1)
            .fold(0, |mask, byte| mask | 0xFF << (8 * byte));
        self.value = self.value & !mask | data & mask;
        self.known |= mask;
    }
}

/// The bytes of one context. A page that is not here has, or would have, zeros alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Beats of pages that were stored to, by the page's first address.
    pub pages: BTreeMap<u64, Vec<Beat>>,
    /// Pages that had a frame, and maybe lines in the cache, before their arena was handed out.
    pub blurred: BTreeSet<u64>,
}

impl Memory {
    /// The eight bytes around virtual address `va`.
    pub fn load(&self, va: u64) -> Beat {
        let page = self.pages.get(&(va & !(PAGE_BYTES - 1)));
        page.map_or(Beat::ZERO, |beats| beats[Memory::beat(va)])
    }

    /// Stores those of the eight bytes around `va` for which `strobe` has a bit.
    pub fn store(&mut self, va: u64, data: u64, strobe: u8) {
        if strobe != 0 {
            let page = self.pages.entry(va & !(PAGE_BYTES - 1));
            page.or_insert_with(|| vec![Beat::ZERO; BEATS])[Memory::beat(va)].store(data, strobe);
        }
    }

    /// Forgets the pages in `bytes` bytes from `base` on: their frames are gone.
    pub fn release(&mut self, base: u64, bytes: u64) {
        self.pages.retain(|page, _| !(base..base + bytes).contains(page));
        self.blurred.retain(|page| !(base..base + bytes).contains(page));
    }

    /// From here on nothing is specified of the page at `page`, until it is stored to.
    pub fn blur(&mut self, page: u64) {
        self.pages.insert(page, vec![Beat::UNKNOWN; BEATS]);
        self.blurred.insert(page);
    }

    /// Every beat that is not specified to be zero, with its address.
    pub fn beats(&self) -> impl Iterator<Item = (u64, Beat)> + '_ {
        self.pages.iter().flat_map(|(page, beats)| {
            let all = beats.iter().enumerate();
            all.filter(|(_, beat)| **beat != Beat::ZERO)
                .map(move |(index, beat)| (page + index as u64 * BEAT_BYTES, *beat))
        })
    }

    fn beat(va: u64) -> usize {
        (va % PAGE_BYTES / BEAT_BYTES) as usize
    }
}
