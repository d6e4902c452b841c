//! What a free, or an arena's going full, does to the state and the bitmap of a header.

use crate::arena_slot::beat;
use crate::prelude::*;
use memento_abi::{ArenaState, Header};

#[derive(Clone, Debug)]
pub struct HeaderUpdate {
    geometry: Geometry,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An object of an arena on the full list (or else the available one) is freed.
    Free { class: u8, words: [u16; 16], object: u32, full: bool, bypass: u16, threshold: u32 },
    /// Every object is live.
    Fill { class: u8, body_lines: u16 },
}

impl HeaderUpdate {
    /// The state beat of a header.
    fn state_beat(class: u8, words: &[u16; 16], bypass: u16, state: ArenaState) -> u64 {
        let full = (0..16).filter(|word| words[*word] == u16::MAX);
        let header = Header {
            va: 0,
            next: 0,
            prev: 0,
            summary: full.fold(0, |summary, word| summary | 1 << word),
            live: words.iter().map(|word| word.count_ones() as u16).sum(),
            bypass,
            class,
            state,
            bitmap: [0; 4],
        };
        header.to_beats()[3]
    }
}

impl Reference for HeaderUpdate {
    type Step = Change;
    const MODULE: &'static str = "memento_header_update";
    const CASES: u32 = 60;
    const STEPS: usize = 100;

    fn new(module: &Module) -> HeaderUpdate {
        HeaderUpdate { geometry: module.geometry }
    }

    fn steps(&self) -> BoxedStrategy<Change> {
        let objects = self.geometry.objects_per_arena;
        let present = objects as usize / 16;
        let class = 0..self.geometry.classes as u8;
        // From a single object to all of them.
        let word = prop_oneof![Just(0u16), Just(u16::MAX), any::<u16>()];
        let mixed = prop::array::uniform16(word);
        let single = (0..objects as usize).prop_map(|object| {
            let mut words = [0; 16];
            words[object / 16] = 1 << (object % 16);
            words
        });
        let words = prop_oneof![Just([u16::MAX; 16]), single, mixed].prop_map(move |mut words| {
            words[present..].fill(0);
            words
        });
        let free = (class.clone(), words, 0..objects, any::<bool>(), any::<u16>(), any::<u32>(), 0..5u32).prop_map(
            move |(class, words, object, full, bypass, far, by)| {
                // Mostly an object that is allocated.
                let allocated = |object: &u32| words[*object as usize / 16] >> (object % 16) & 1 == 1;
                let next = (object..objects).chain(0..object).find(allocated);
                let object = next.filter(|_| by > 0).unwrap_or(object);
                // Mostly near what becomes free.
                let live: u32 = words.iter().map(|word| word.count_ones()).sum();
                let near = (objects - live + by).saturating_sub(1);
                let threshold = if far % 4 == 0 { far % 512 } else { near.min(511) };
                Change::Free { class, words, object, full, bypass, threshold }
            },
        );
        let fill = (class, any::<u16>()).prop_map(|(class, body_lines)| Change::Fill { class, body_lines });
        prop_oneof![9 => free, 1 => fill].boxed()
    }

    fn play(&self, step: &Change, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let objects = self.geometry.objects_per_arena;
        match step {
            Change::Fill { class, body_lines } => {
                dut.set_all(pins! { fill_i: true, class_i: *class, body_lines_i: *body_lines });
                dut.edge();
                dut.set_all(pins! { fill_i: false, body_lines_i: !body_lines });
                let all = std::array::from_fn(|word| if word < objects as usize / 16 { u16::MAX } else { 0 });
                for _ in 0..2 {
                    dut.expect("state_o", Self::state_beat(*class, &all, *body_lines, ArenaState::Full))?;
                    dut.expect("bitmap_o", u64::MAX)?;
                    dut.edge();
                }
            }
            Change::Free { class, words, object, full, bypass, threshold } => {
                let (word, bit) = (*object as usize / 16, object % 16);
                let state = if *full { ArenaState::Full } else { ArenaState::Available };
                dut.set("reuse_threshold_i", *threshold);
                (0..2).for_each(|_| dut.edge());
                let before = Self::state_beat(*class, words, *bypass, state);
                dut.set_all(pins! {
                    take_i: true, class_i: *class, object_i: *object,
                    summary_i: before & 0xFFFF, live_i: before >> 16 & 0x1FF, state_i: before >> 56,
                    bypass_i: *bypass, bitmap_i: beat(words, word / 4),
                });
                dut.edge();
                // What was taken need not stay.
                dut.set_all(pins! { take_i: false, object_i: !object, summary_i: !before, live_i: 3u8, state_i: 1u8, bypass_i: !bypass, bitmap_i: !before });
                let mut after = *words;
                after[word] &= !(1 << bit);
                let live: u32 = after.iter().map(|word| word.count_ones()).sum();
                let reuse = *full && live > 0 && objects - live >= *threshold;
                let state = if reuse { ArenaState::Available } else { state };
                let allocated = words[word] >> bit & 1 == 1;
                for _ in 0..2 {
                    dut.expect("allocated_o", allocated)?;
                    if allocated {
                        dut.expect("empty_o", live == 0)?;
                        dut.expect("reuse_o", reuse)?;
                    }
                    if allocated && live > 0 {
                        dut.expect("state_o", Self::state_beat(*class, &after, *bypass, state))?;
                        dut.expect("bitmap_o", beat(&after, word / 4))?;
                    }
                    dut.edge();
                }
            }
        }
        Ok(())
    }
}

in_every_configuration!(HeaderUpdate);
