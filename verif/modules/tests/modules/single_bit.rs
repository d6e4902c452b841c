//! Whether a word has exactly one bit set.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct SingleBit;

impl Reference for SingleBit {
    type Step = u16;
    const MODULE: &'static str = "memento_single_bit";
    const CASES: u32 = 1;

    fn new(_: &Module) -> SingleBit {
        SingleBit
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
        pins! { single_o: (0..16).filter(|bit| word >> bit & 1 == 1).count() == 1 }
    }
}

in_every_configuration!(SingleBit);
