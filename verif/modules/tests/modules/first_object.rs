//! Where an arena's first object begins.

use crate::prelude::*;

/// Bytes in front of the first object of an arena: the header, and one of as many colours of 128 bytes as there are words of 16 objects.
pub fn first_object(geometry: &Geometry, class: u64) -> u64 {
    64 + 128 * (class % u64::from(geometry.objects_per_arena / 16))
}

#[derive(Clone, Debug)]
pub struct FirstObject {
    geometry: Geometry,
}

impl Reference for FirstObject {
    type Step = u64;
    const MODULE: &'static str = "memento_first_object";
    const CASES: u32 = 1;

    fn new(module: &Module) -> FirstObject {
        FirstObject {
            geometry: module.geometry,
        }
    }

    fn always(module: &Module) -> Box<dyn Iterator<Item = u64>> {
        Box::new(0..u64::from(module.geometry.classes))
    }

    fn steps(&self) -> BoxedStrategy<u64> {
        (0..u64::from(self.geometry.classes)).boxed()
    }

    fn inputs(&self, class: &u64) -> Pins {
        pins! { class_i: *class }
    }

    fn outputs(&self, class: &u64) -> Pins {
        pins! { offset_o: first_object(&self.geometry, *class) }
    }
}

in_every_configuration!(FirstObject);
