//! How many ones a word has, up to three.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct FewOnes;

impl Reference for FewOnes {
    type Step = u16;
    const MODULE: &'static str = "memento_few_ones";
    const CASES: u32 = 1;

    fn new(_: &Module) -> FewOnes {
        FewOnes
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
        pins! { count_o: (0..16).map(|bit| word >> bit & 1).sum::<u16>().min(3) }
    }
}

in_every_configuration!(FewOnes);
