//! Writes the headers of the table to memory: exactly those of its arenas, whole and right.

use crate::prelude::*;
use memento_abi::{ArenaState, Header};
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};
use std::collections::{BTreeMap, BTreeSet};

/// Cycles within which a flush must get on by one request or peek.
const MOST_IDLE_CYCLES: u64 = 500;
/// Cycles after a peek in which its entry is there.
const ENTRY_AFTER_CYCLES: std::ops::RangeInclusive<u64> = 2..=2;
/// Cycles after a peek in which its word is there.
const WORD_AFTER_CYCLES: std::ops::RangeInclusive<u64> = 2..=3;

/// A flush of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Flush {
    /// The arenas in the table: class, first page, bitmap words.
    pub arenas: Vec<(u32, u64, [u16; 16])>,
    pub memory: Surroundings,
    /// Cycles after which it is reset, if it is.
    pub reset_after: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct HotFlusher {
    geometry: Geometry,
    region_base: u64,
}

/// The table as the flusher sees it.
struct Table<'a> {
    arenas: BTreeMap<u64, (u64, &'a [u16; 16])>,
    /// What an arena does not have counts as full.
    absent: u16,
    peek: Option<(u64, usize, u64)>,
}

impl Table<'_> {
    /// Shows what the latest peek asked for, where it must be there, and otherwise nothing of use.
    fn show(&mut self, dut: &mut ModuleDut) {
        let now = dut.cycle();
        let within = |range: &std::ops::RangeInclusive<u64>| self.peek.filter(|(_, _, at)| range.contains(&(now - at)));
        let entry = within(&ENTRY_AFTER_CYCLES).map(|(class, _, _)| self.arenas.get(&class));
        let noise = now.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        dut.set_all(match entry {
            Some(Some((page, words))) => {
                let full = (0..16).filter(|word| words[*word] == u16::MAX);
                let summary = full.fold(self.absent, |summary, word| summary | 1 << word);
                pins! { occupied_i: true, page_i: *page, summary_i: summary }
            }
            Some(None) => pins! { occupied_i: false, page_i: noise, summary_i: noise },
            None => pins! { occupied_i: noise >> 63, page_i: noise, summary_i: noise },
        });
        let word = within(&WORD_AFTER_CYCLES).and_then(|(class, word, _)| Some(self.arenas.get(&class)?.1[word]));
        dut.set("word_i", word.map_or(noise, u64::from));
        // The bypass unit answers in the cycle in which it is asked.
        let class = dut.number("peek_class_o");
        dut.set("bypass_i", bypass(class));
    }

    fn look(&mut self, dut: &mut ModuleDut) {
        if dut.bit("peek_valid_o") {
            let (class, word) = (dut.number("peek_class_o"), dut.number("peek_word_o"));
            self.peek = Some((class, word as usize, dut.cycle()));
        }
    }
}

impl HotFlusher {
    /// Every header of the table.
    fn headers(&self, step: &Flush) -> BTreeMap<u64, u64> {
        let mut beats = BTreeMap::new();
        for (class, page, words) in &step.arenas {
            let base = self.geometry.arena_base(self.region_base, *class, *page);
            let bits = |beat: usize| (0..4).rev().fold(0, |bits, word| bits << 16 | u64::from(words[4 * beat + word]));
            let header = Header {
                va: base,
                next: 0,
                prev: 0,
                summary: (0..16).filter(|word| words[*word] == u16::MAX).fold(0, |summary, word| summary | 1 << word),
                live: words.iter().map(|word| word.count_ones() as u16).sum(),
                bypass: bypass(u64::from(*class)),
                class: *class as u8,
                state: ArenaState::Hot,
                bitmap: [0, 1, 2, 3].map(bits),
            };
            beats.extend(header.to_beats().into_iter().enumerate().map(|(beat, data)| (base + 8 * beat as u64, data)));
        }
        beats
    }
}

/// What the bypass unit says of a class.
fn bypass(class: u64) -> u16 {
    (class * 0x0421 + 0x8001) as u16
}

impl Reference for HotFlusher {
    type Step = Flush;
    const MODULE: &'static str = "memento_hot_flusher";
    const CASES: u32 = 20;
    const STEPS: usize = 10;

    fn new(module: &Module) -> HotFlusher {
        HotFlusher {
            geometry: module.geometry,
            region_base: 1 << module.geometry.region_bits,
        }
    }

    fn steps(&self) -> BoxedStrategy<Flush> {
        let geometry = self.geometry;
        let present = geometry.objects_per_arena as usize / 16;
        let word = prop_oneof![Just(0u16), Just(u16::MAX), any::<u16>()];
        let words = prop::array::uniform16(word).prop_map(move |mut words| {
            words[present..].fill(0);
            words
        });
        let arena = (0..geometry.classes, 0..geometry.slice_pages(), words);
        let arenas = prop::collection::vec(arena, 0..12).prop_map(|mut arenas| {
            arenas.sort_by_key(|(class, _, _)| *class);
            arenas.dedup_by_key(|(class, _, _)| *class);
            arenas
        });
        let reset_after = prop::option::weighted(0.1, 0..600u64);
        (arenas, surroundings(60), reset_after)
            .prop_map(|(arenas, memory, reset_after)| Flush {
                arenas,
                memory,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Flush, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut port = MemoryPort::new(&step.memory);
        let mut table = Table {
            arenas: step.arenas.iter().map(|(class, page, words)| ((*class).into(), (*page, words))).collect(),
            absent: (!0u32 << (self.geometry.objects_per_arena / 16)) as u16,
            peek: None,
        };
        dut.set_all(pins! { start_i: true, region_base_i: self.region_base });
        let start = dut.cycle();
        loop {
            if step.reset_after == Some(dut.cycle() - start) {
                dut.set_all(pins! { start_i: false, mem_rsp_valid_i: false });
                dut.reset();
                break;
            }
            let latest = port.taken.last().map_or(start, |taken| taken.cycle);
            let latest = latest.max(table.peek.map_or(start, |(_, _, cycle)| cycle)).max(port.answered_cycle);
            if dut.cycle() > latest + MOST_IDLE_CYCLES {
                return dut.fail("the flush does not end");
            }
            port.drive(dut);
            table.show(dut);
            table.look(dut);
            if dut.cycle() > start && dut.bit("done_o") {
                break;
            }
            port.edge(dut)?;
            dut.set("start_i", false);
        }
        if step.reset_after.is_none_or(|after| dut.cycle() - start < after) {
            dut.expect("error_o", port.failed)?;
            if port.memory().busy() {
                return dut.fail("done before every write was acknowledged");
            }
            let headers = self.headers(step);
            let written = port.taken.iter().map(|taken| (taken.address, taken.written.expect("it only writes")));
            let written: BTreeMap<u64, u64> = written.collect();
            if port.failed {
                // What was written before the error was right.
                let wrong = written.iter().find(|(address, data)| headers.get(address) != Some(data));
                if let Some((address, data)) = wrong {
                    return dut.fail(format!("{data:#x} was written to {address:#x}"));
                }
            } else if written != headers {
                let addresses: BTreeSet<u64> = headers.keys().chain(written.keys()).copied().collect();
                let beats = |address: &u64| (written.get(address), headers.get(address));
                let first = addresses.into_iter().find(|address| beats(address).0 != beats(address).1);
                let first = first.expect("they differ");
                let (found, expected) = beats(&first);
                return dut.fail(format!(
                    "{found:x?} was written to {first:#x}, the contract says {expected:x?}"
                ));
            } else if port.taken.len() != headers.len() {
                return dut.fail("a beat was written twice");
            }
            port.edge(dut)?;
        }
        // Nothing is left under way.
        for _ in 0..3 {
            dut.set("mem_rsp_valid_i", false);
            dut.expect("mem_req_valid_o", false)?;
            dut.expect("peek_valid_o", false)?;
            dut.expect("done_o", false)?;
            dut.edge();
        }
        Ok(())
    }
}

in_every_configuration!(HotFlusher);
