//! The lowest zero bit of a word, at every width that is generated.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct FindFirstZero {
    width: u32,
}

/// The word whose lowest zero is at `bit`, with `rest` above it; all ones where `bit` is beyond the word.
fn lowest_zero_at(bit: u32, rest: u64) -> u64 {
    rest << bit << 1 | ((1 << bit) - 1)
}

impl Reference for FindFirstZero {
    type Step = u64;
    const MODULE: &'static str = "memento_find_first_zero";

    fn new(module: &Module) -> FindFirstZero {
        FindFirstZero {
            width: module.width("word_i"),
        }
    }

    /// All words of up to 16 bits; every lowest zero of wider ones.
    fn always(module: &Module) -> Box<dyn Iterator<Item = u64>> {
        let (width, mask) = (module.width("word_i"), module.mask("word_i"));
        if width <= 16 {
            return Box::new(0..=mask);
        }
        let above = [0, u64::MAX, 0x5555_5555_5555_5555];
        Box::new((0..=width).flat_map(move |bit| above.map(|rest| lowest_zero_at(bit, rest) & mask)))
    }

    fn steps(&self) -> BoxedStrategy<u64> {
        let mask = u64::MAX >> (64 - self.width);
        let word = (0..=self.width, any::<u64>()).prop_map(move |(bit, rest)| lowest_zero_at(bit, rest) & mask);
        word.boxed()
    }

    fn inputs(&self, word: &u64) -> Pins {
        pins! { word_i: *word }
    }

    fn outputs(&self, word: &u64) -> Pins {
        let lowest = (0..self.width).find(|bit| word >> bit & 1 == 0);
        pins! { found_o: lowest.is_some(), index_o: lowest.unwrap_or(self.width - 1) }
    }
}

in_every_configuration!(FindFirstZero);
