//! The arena that its class gets next: what is filled in comes out, and its bitmap goes to the table row by row.

use crate::prelude::*;

/// Cycles within which the slot must show what was filled in.
const VALID_WITHIN_CYCLES: u32 = 3;

/// What the slot is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Fill(Arena),
    /// Copies the rows; the table is ready in the cycles whose bits are 1, and then always.
    Copy { ready: u32 },
    Forget,
    Idle { cycles: u8 },
    /// Resets, after so many cycles of a copy if one may start.
    Reset { copying: Option<u32> },
}

/// An arena.
#[derive(Clone, Debug, PartialEq)]
pub struct Arena {
    pub class: u64,
    pub page: u64,
    pub source: u8,
    pub bypass: u16,
    pub next: Option<u64>,
    pub prev: Option<u64>,
    /// Bitmap words; `None` for an arena of which no beat comes.
    pub words: Option<[u16; 16]>,
    /// The beats come in this order, as far as the arena has them.
    pub order: Vec<usize>,
    /// Idle cycles before each beat and before the end.
    pub gaps: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct ArenaSlot {
    geometry: Geometry,
    held: Option<Arena>,
}

impl ArenaSlot {
    /// What is held shows; a copy is not under way.
    fn compare(&self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.expect("copying_o", false)?;
        dut.expect("load_valid_o", false)?;
        dut.expect("valid_o", self.held.is_some())?;
        let Some(arena) = &self.held else { return Ok(()) };
        let words = arena.words.unwrap_or_default();
        let summary = summary(&self.geometry, &words);
        let word = summary.trailing_ones() % 16;
        dut.expect("class_o", arena.class)?;
        dut.expect("page_o", arena.page)?;
        dut.expect("source_o", arena.source)?;
        dut.expect("bypass_o", arena.words.map_or(0, |_| arena.bypass))?;
        dut.expect("next_valid_o", arena.next.is_some())?;
        arena.next.map_or(Ok(()), |page| dut.expect("next_page_o", page))?;
        dut.expect("prev_valid_o", arena.prev.is_some())?;
        arena.prev.map_or(Ok(()), |page| dut.expect("prev_page_o", page))?;
        dut.expect("summary_o", summary)?;
        dut.expect("word_o", word)?;
        dut.expect("free_o", !words[word as usize])
    }

    fn copy(&self, ready: u32, stop_after: Option<u32>, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let arena = self.held.as_ref().expect("only while an arena is held");
        copy(dut, arena.class, arena.words, ready, stop_after)
    }

    fn fill(&self, arena: &Arena, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut gaps = arena.gaps.iter().cycle();
        let mut wait = |dut: &mut ModuleDut| (0..*gaps.next().expect("there are gaps")).for_each(|_| dut.edge());
        // A header says nothing about words that the arena does not have.
        let summary = arena.words.map_or(0, |words| summary(&self.geometry, &words) & !absent_words(&self.geometry));
        dut.set_all(pins! { start_i: true, class_i: arena.class, summary_i: summary });
        dut.edge();
        dut.set_all(pins! { start_i: false, class_i: !arena.class });
        dut.expect("valid_o", false)?;
        let beats = self.geometry.objects_per_arena as usize / 64;
        for beat in arena.order.iter().filter(|beat| **beat < beats) {
            wait(dut);
            let Some(words) = &arena.words else { continue };
            dut.set_all(pins! { beat_valid_i: true, beat_index_i: *beat, beat_data_i: self::beat(words, *beat) });
            dut.edge();
            dut.set_all(pins! { beat_valid_i: false, beat_data_i: 0x5555_5555_5555_5555u64 });
        }
        wait(dut);
        // The summary is there in the cycle before.
        dut.edge();
        dut.set_all(pins! {
            finish_i: true, page_i: arena.page, source_i: arena.source, bypass_i: arena.bypass,
            next_valid_i: arena.next.is_some(), next_page_i: arena.next.unwrap_or(0),
            prev_valid_i: arena.prev.is_some(), prev_page_i: arena.prev.unwrap_or(0),
        });
        dut.expect("valid_o", false)?;
        dut.edge();
        dut.set_all(pins! {
            finish_i: false, summary_i: !summary, page_i: !arena.page, source_i: !arena.source, bypass_i: !arena.bypass,
            next_valid_i: arena.next.is_none(), prev_valid_i: arena.prev.is_none(),
        });
        for _ in 0..VALID_WITHIN_CYCLES {
            if dut.bit("valid_o") {
                return Ok(());
            }
            dut.edge();
        }
        dut.fail("what was filled in does not show")
    }
}

/// The bits of a summary that stand for words an arena does not have.
pub fn absent_words(geometry: &Geometry) -> u16 {
    (!0u32 << (geometry.objects_per_arena / 16)) as u16
}

/// Which words are full; those that an arena does not have count as full.
pub fn summary(geometry: &Geometry, words: &[u16; 16]) -> u16 {
    let full = (0..16).filter(|word| words[*word] == u16::MAX);
    full.fold(absent_words(geometry), |summary, word| summary | 1 << word)
}

/// Four words as the bitmap beat that holds them.
pub fn beat(words: &[u16; 16], beat: usize) -> u64 {
    (0..4).rev().fold(0, |bits, word| bits << 16 | u64::from(words[4 * beat + word]))
}

/// Has the slot's four rows copied, the one of the first word that is not full first, and compares them. `words` is `None` for a
/// blank arena. The table is ready in the cycles whose bits of `ready` are 1, and then always. Stops after `stop_after` cycles.
pub fn copy(
    dut: &mut ModuleDut,
    class: u64,
    words: Option<[u16; 16]>,
    ready: u32,
    stop_after: Option<u32>,
) -> Result<(), Mismatch> {
    let geometry = dut.module().geometry;
    let bitmap = words.unwrap_or_default();
    let first = summary(&geometry, &bitmap).trailing_ones() as usize % 16 / 4;
    let present = geometry.objects_per_arena as usize / 64;
    let mut rows = (0..4).map(|step| (first + step) % 4).peekable();
    dut.set_all(pins! { copy_i: true, load_ready_i: ready & 1 == 1 });
    dut.edge();
    dut.set("copy_i", false);
    for cycle in 0.. {
        if stop_after == Some(cycle) {
            return Ok(());
        }
        let Some(&row) = rows.peek() else { break };
        dut.expect("copying_o", true)?;
        dut.expect("load_valid_o", true)?;
        dut.expect("load_row_o", class * 4 + row as u64)?;
        // What rows hold that the arena does not have means nothing, unless it is blank.
        if row < present || words.is_none() {
            dut.expect("load_data_o", beat(&bitmap, row))?;
        }
        let ready = cycle >= 32 || ready >> cycle & 1 == 1;
        dut.set("load_ready_i", ready);
        if ready {
            rows.next();
        }
        dut.edge();
    }
    dut.expect("copying_o", false)?;
    dut.expect("load_valid_o", false)
}

impl Reference for ArenaSlot {
    type Step = Step;
    const MODULE: &'static str = "memento_arena_slot";
    const STEPS: usize = 40;

    fn new(module: &Module) -> ArenaSlot {
        ArenaSlot {
            geometry: module.geometry,
            held: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Step> {
        let pages = self.geometry.slice_pages();
        let present = self.geometry.objects_per_arena as usize / 16;
        let word = prop_oneof![Just(0u16), Just(u16::MAX), any::<u16>()];
        let words = (prop::array::uniform16(word), 0..present, 0..16u32, prop::bool::weighted(0.1)).prop_map(move |(mut words, hole, bit, full): ([u16; 16], usize, u32, bool)| {
            // One that is adopted may be full; words that it does not have are 0.
            if full {
                words.fill(u16::MAX);
            } else {
                words[hole] &= !(1u16 << bit);
            }
            words[present..].fill(0);
            words
        });
        let links = (prop::option::of(0..pages), prop::option::of(0..pages));
        let order = Just(vec![0, 1, 2, 3]).prop_shuffle();
        let arena = (0..u64::from(self.geometry.classes), 0..pages, (0..4u8, any::<u16>()), links, prop::option::weighted(0.8, words));
        let gaps = prop_oneof![Just(vec![0u8]), prop::collection::vec(0..3u8, 5)];
        let fill = (arena, order, gaps).prop_map(|((class, page, (source, bypass), (next, prev), words), order, gaps)| {
            Step::Fill(Arena {
                class,
                page,
                source,
                bypass,
                next,
                prev,
                words,
                order,
                gaps,
            })
        });
        let ready = prop_oneof![Just(u32::MAX), any::<u32>()];
        let others = prop_oneof![
            2 => (0..5u8).prop_map(|cycles| Step::Idle { cycles }),
            1 => Just(Step::Forget),
            1 => Just(Step::Reset { copying: None }),
        ];
        match self.held {
            None => prop_oneof![4 => fill, 1 => others].boxed(),
            Some(_) => prop_oneof![
                2 => fill,
                4 => ready.prop_map(|ready| Step::Copy { ready }),
                1 => (0..5u32).prop_map(|cycles| Step::Reset { copying: Some(cycles) }),
                2 => others,
            ]
            .boxed(),
        }
    }

    fn allows(&self, step: &Step) -> bool {
        self.held.is_some() || !matches!(step, Step::Copy { .. } | Step::Reset { copying: Some(_) })
    }

    fn play(&self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        match step {
            Step::Fill(arena) => self.fill(arena, dut)?,
            Step::Copy { ready } => self.copy(*ready, None, dut)?,
            Step::Forget => {
                dut.set("forget_i", true);
                dut.edge();
                dut.set("forget_i", false);
            }
            Step::Idle { cycles } => (0..*cycles).for_each(|_| dut.edge()),
            Step::Reset { copying } => {
                if copying.is_some() {
                    self.copy(u32::MAX, *copying, dut)?;
                }
                dut.reset();
            }
        }
        let mut after = self.clone();
        after.advance(step);
        after.compare(dut)
    }

    fn advance(&mut self, step: &Step) {
        match step {
            Step::Fill(arena) => self.held = Some(arena.clone()),
            Step::Forget | Step::Reset { .. } => self.held = None,
            Step::Copy { .. } | Step::Idle { .. } => {}
        }
    }
}

in_every_configuration!(ArenaSlot);
