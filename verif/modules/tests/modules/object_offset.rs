//! Where in its arena an object lies.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct ObjectOffset {
    objects: u64,
    classes: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    divisor: u64,
    index: u64,
}

impl Reference for ObjectOffset {
    type Step = Object;
    const MODULE: &'static str = "memento_object_offset";
    const CASES: u32 = 1;

    fn new(module: &Module) -> ObjectOffset {
        ObjectOffset {
            objects: module.geometry.objects_per_arena.into(),
            classes: module.geometry.classes.into(),
        }
    }

    fn always(module: &Module) -> Box<dyn Iterator<Item = Object>> {
        let ObjectOffset { objects, classes } = Self::new(module);
        Box::new((1..=classes).flat_map(move |divisor| (0..objects).map(move |index| Object { divisor, index })))
    }

    fn steps(&self) -> BoxedStrategy<Object> {
        (1..=self.classes, 0..self.objects)
            .prop_map(|(divisor, index)| Object { divisor, index })
            .boxed()
    }

    fn inputs(&self, step: &Object) -> Pins {
        pins! { index_i: step.index, divisor_i: step.divisor, triple_i: 3 * step.divisor }
    }

    fn outputs(&self, step: &Object) -> Pins {
        // A header of 64 bytes, then objects of eight times the divisor.
        pins! { offset_o: 64 + 8 * step.divisor * step.index }
    }
}

in_every_configuration!(ObjectOffset);
