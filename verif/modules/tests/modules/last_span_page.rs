//! The last page of an arena's span.

use crate::{first_object::first_object, prelude::*};

/// Bytes of an arena's address space: header, colour and objects, rounded up to a power of two of pages.
pub fn span_bytes(geometry: &Geometry, granules: u64) -> u64 {
    let used = first_object(geometry, granules - 1) + u64::from(geometry.objects_per_arena) * 8 * granules;
    (12..).map(|shift| 1 << shift).find(|span| *span >= used).expect("an arena is finite")
}

#[derive(Clone, Debug)]
pub struct LastSpanPage {
    geometry: Geometry,
}

impl Reference for LastSpanPage {
    type Step = u64;
    const MODULE: &'static str = "memento_last_span_page";
    const CASES: u32 = 1;

    fn new(module: &Module) -> LastSpanPage {
        LastSpanPage {
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
        pins! { number_o: span_bytes(&self.geometry, class + 1) / 4096 - 1 }
    }
}

in_every_configuration!(LastSpanPage);
