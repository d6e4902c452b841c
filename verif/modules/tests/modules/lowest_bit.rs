//! The lowest set bit of a word, by itself.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct LowestBit;

impl Reference for LowestBit {
    type Step = u16;
    const MODULE: &'static str = "memento_lowest_bit";
    const CASES: u32 = 1;

    fn new(_: &Module) -> LowestBit {
        LowestBit
    }

    fn always(_: &Module) -> Box<dyn Iterator<Item = u16>> {
        Box::new(0..=u16::MAX)
    }

    fn steps(&self) -> BoxedStrategy<u16> {
        any::<u16>().boxed()
    }

    fn inputs(&self, word: &u16) -> Pins {
        pins! { word_i: *word }
    }

    fn outputs(&self, word: &u16) -> Pins {
        let lowest = (0..16).map(|bit| 1u16 << bit).find(|bit| word & bit != 0);
        pins! { lowest_o: lowest.unwrap_or(0) }
    }
}

in_every_configuration!(LowestBit);
