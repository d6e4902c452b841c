//! Which class serves a request of so many bytes.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct SizeClass {
    geometry: Geometry,
    mask: u64,
}

impl Reference for SizeClass {
    type Step = u64;
    const MODULE: &'static str = "memento_size_class";

    fn new(module: &Module) -> SizeClass {
        SizeClass {
            geometry: module.geometry,
            mask: module.mask("size_i"),
        }
    }

    /// All sizes to far beyond the largest class, and those around each power of two.
    fn always(module: &Module) -> Box<dyn Iterator<Item = u64>> {
        let (bits, mask) = (module.width("size_i"), module.mask("size_i"));
        let powers = (0..bits).map(|bit| 1u64 << bit);
        let edges = powers.flat_map(|power| [power.wrapping_sub(1), power, power + 1, power.wrapping_neg()]);
        Box::new((0..4 * module.geometry.max_size()).chain(edges.map(move |size| size & mask)))
    }

    fn steps(&self) -> BoxedStrategy<u64> {
        let mask = self.mask;
        prop_oneof![
            0..=2 * self.geometry.max_size(),
            any::<u64>().prop_map(move |size| size & mask)
        ]
        .boxed()
    }

    fn inputs(&self, size: &u64) -> Pins {
        pins! { size_i: *size }
    }

    fn outputs(&self, size: &u64) -> Pins {
        // Eight bytes a class, and nothing asked for is one byte.
        let class = ((*size).max(1) - 1) / 8;
        if class >= u64::from(self.geometry.classes) {
            return pins! { too_large_o: true };
        }
        pins! { too_large_o: false, class_o: class }
    }
}

in_every_configuration!(SizeClass);
