//! Data of the cache: the word of step 2 is what all writes up to its move have left.

use crate::prelude::*;
use std::collections::HashMap;

#[derive(Clone, Debug)]
pub struct CacheData {
    ways: usize,
    rows: usize,
    /// By way and row, where known.
    words: HashMap<(usize, usize), u64>,
    /// The row read in the cycle before, what the ways held before that cycle's write, and whether that wrote it.
    read: Option<(usize, Vec<Option<u64>>, bool)>,
    /// The word in step 2.
    word: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step2 {
    Stays,
    /// The access in step 1 moves on; the way it hits, if any.
    Moves(Option<usize>),
    Load(u64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub read_row: usize,
    pub step_2: Step2,
    /// Ways, row, word.
    pub write: Option<(u64, usize, u64)>,
    pub choose: usize,
}

impl Reference for CacheData {
    type Step = Cycle;
    const MODULE: &'static str = "memento_cache_data";

    fn new(module: &Module) -> CacheData {
        CacheData {
            ways: module.width("hit_i") as usize,
            rows: 1 << module.width("row_i"),
            words: HashMap::new(),
            read: None,
            word: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let rows = self.rows;
        // Few rows, so that a word is written just before it is used.
        let row = move || prop_oneof![6 => 0..2usize, 1 => 0..rows];
        let ways = self.ways;
        let step_2 = prop_oneof![
            2 => Just(Step2::Stays),
            6 => prop::option::weighted(0.9, 0..ways).prop_map(Step2::Moves),
            1 => any::<u64>().prop_map(Step2::Load),
        ];
        let write = prop::option::weighted(0.6, (1..1u64 << ways, row(), any::<u64>()));
        (row(), step_2, write, 0..ways)
            .prop_map(|(read_row, step_2, write, choose)| Cycle { read_row, step_2, write, choose })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        self.read.is_some() || !matches!(step.step_2, Step2::Moves(_))
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (ways, row, data) = step.write.unwrap_or((0, step.read_row, 0xBAD));
        let hit = match step.step_2 {
            Step2::Moves(hit) => hit.map_or(0, |way| 1u64 << way),
            _ => 1,
        };
        let load = match step.step_2 {
            Step2::Load(data) => Some(data),
            _ => None,
        };
        pins! {
            rst_ni: true,
            read_row_i: step.read_row, row_i: self.read.as_ref().map_or(0, |(row, ..)| *row), hit_i: hit,
            move_i: matches!(step.step_2, Step2::Moves(_)), load_i: load.is_some(), load_data_i: load.unwrap_or(0xBAD),
            choose_way_i: 1u64 << step.choose, write_ways_i: ways, write_row_i: row, write_data_i: data,
        }
    }

    fn outputs(&self, step: &Cycle) -> Pins {
        let mut outputs = Pins::new();
        outputs.extend(self.word.map(|word| ("word_o", word.into())));
        if let Some((_, words, false)) = &self.read {
            outputs.extend(words[step.choose].map(|word| ("choose_word_o", word.into())));
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        let row = step.read_row;
        let words = (0..self.ways).map(|way| self.words.get(&(way, row)).copied()).collect();
        let collides = step.write.is_some_and(|(_, written, _)| written == row);
        if let Some((ways, row, data)) = step.write {
            let written = (0..self.ways).filter(|way| ways >> way & 1 == 1);
            self.words.extend(written.map(|way| ((way, row), data)));
        }
        match step.step_2 {
            Step2::Stays => {}
            Step2::Moves(hit) => {
                let row = self.read.as_ref().expect("a row was read").0;
                self.word = hit.map_or(Some(0), |way| self.words.get(&(way, row)).copied());
            }
            Step2::Load(data) => self.word = Some(data),
        }
        self.read = Some((row, words, collides));
    }
}

in_every_configuration!(CacheData);
