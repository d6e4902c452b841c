//! Takes the lowest one out of a word.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct TakeLowest;

impl Reference for TakeLowest {
    type Step = u16;
    const MODULE: &'static str = "memento_take_lowest";

    fn new(_: &Module) -> TakeLowest {
        TakeLowest
    }

    fn steps(&self) -> BoxedStrategy<u16> {
        let ones = prop::collection::vec(0..16u32, 0..4);
        let few = ones.prop_map(|ones| ones.iter().fold(0u16, |word, one| word | 1 << one));
        prop_oneof![few, any::<u16>()].boxed()
    }

    fn inputs(&self, word: &u16) -> Pins {
        pins! { word_i: *word }
    }

    fn outputs(&self, word: &u16) -> Pins {
        let places: Vec<u32> = (0..16).filter(|place| word >> place & 1 == 1).collect();
        let rest = places.iter().skip(1).fold(0u16, |rest, place| rest | 1 << place);
        let mut outputs = pins! { rest_o: rest, count_o: places.len().min(3) };
        outputs.extend(places.first().map(|place| ("place_o", (*place).into())));
        outputs
    }
}

in_every_configuration!(TakeLowest);
