//! How many ones a nibble has.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct NibbleOnes;

impl Reference for NibbleOnes {
    type Step = u8;
    const MODULE: &'static str = "memento_nibble_ones";
    const CASES: u32 = 1;

    fn new(_: &Module) -> NibbleOnes {
        NibbleOnes
    }

    fn always(_: &Module) -> Box<dyn Iterator<Item = u8>> {
        Box::new(0..16)
    }

    fn steps(&self) -> BoxedStrategy<u8> {
        (0..16u8).boxed()
    }

    fn inputs(&self, nibble: &u8) -> Pins {
        pins! { nibble_i: *nibble }
    }

    fn outputs(&self, nibble: &u8) -> Pins {
        pins! { count_o: nibble.count_ones() }
    }
}

in_every_configuration!(NibbleOnes);
