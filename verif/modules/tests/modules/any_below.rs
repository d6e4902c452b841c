//! Which places of a word have a set bit below them.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct AnyBelow;

impl Reference for AnyBelow {
    type Step = u16;
    const MODULE: &'static str = "memento_any_below";
    const CASES: u32 = 1;

    fn new(_: &Module) -> AnyBelow {
        AnyBelow
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
        let below = (0..16).filter(|place| (0..*place).any(|lower| word >> lower & 1 == 1));
        pins! { below_o: below.map(|place| 1u16 << place).sum::<u16>() }
    }
}

in_every_configuration!(AnyBelow);
