//! Where an object lies; and what passes while no object is asked for.

use crate::{first_object::first_object, prelude::*};

#[derive(Clone, Debug)]
pub struct ObjectAddress {
    geometry: Geometry,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// An address to pass, or a byte of the object's arena.
    address: u64,
    /// The object's class; none: the address is to pass.
    class: Option<u32>,
    index: u32,
}

impl Object {
    /// The size in granules.
    fn divisor(&self) -> u32 {
        self.class.map_or(0, |class| class + 1)
    }

    /// What is on `first_i`: the arena is aligned to its span.
    fn first(&self, geometry: &Geometry) -> u64 {
        match self.class {
            Some(class) => {
                let arena = self.address & !(geometry.span_pages(class) * 4096 - 1);
                arena + first_object(geometry, class.into())
            }
            None => self.address,
        }
    }
}

impl Reference for ObjectAddress {
    type Step = Object;
    const MODULE: &'static str = "memento_object_address";

    fn new(module: &Module) -> ObjectAddress {
        ObjectAddress { geometry: module.geometry }
    }

    fn always(module: &Module) -> Box<dyn Iterator<Item = Object>> {
        let geometry = module.geometry;
        let objects = move |class| (0..geometry.objects_per_arena).map(move |index| (class, index));
        Box::new((0..geometry.classes).flat_map(objects).map(|(class, index)| {
            let address = (0x1234_5678 * u64::from(index + 1)) & 0x7FFF_FFFF;
            Object { address, class: Some(class), index }
        }))
    }

    fn steps(&self) -> BoxedStrategy<Object> {
        let Geometry { classes, objects_per_arena, .. } = self.geometry;
        let class = prop::option::weighted(0.8, 0..classes);
        (0..1u64 << self.geometry.address_bits, class, 0..objects_per_arena)
            .prop_map(|(address, class, index)| Object { address, class, index })
            .boxed()
    }

    fn inputs(&self, step: &Object) -> Pins {
        pins! {
            first_i: step.first(&self.geometry), index_i: step.index,
            divisor_i: step.divisor(), triple_i: 3 * step.divisor(),
        }
    }

    fn outputs(&self, step: &Object) -> Pins {
        let offset = 8 * u64::from(step.divisor()) * u64::from(step.index);
        pins! { address_o: step.first(&self.geometry) + offset }
    }
}

in_every_configuration!(ObjectAddress);
