//! Whether a request of so many bytes falls into a class.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct SizeInClass {
    geometry: Geometry,
    mask: u64,
}

impl Reference for SizeInClass {
    type Step = (u64, u64);
    const MODULE: &'static str = "memento_size_in_class";

    fn new(module: &Module) -> SizeInClass {
        SizeInClass {
            geometry: module.geometry,
            mask: module.mask("size_i"),
        }
    }

    /// All sizes to the largest class's and beyond it, in their class and in those around it.
    fn always(module: &Module) -> Box<dyn Iterator<Item = (u64, u64)>> {
        let classes = u64::from(module.geometry.classes);
        let sizes = 0..module.geometry.max_size();
        Box::new(sizes.flat_map(move |size| [0, 1, 2, classes - 1].map(|ahead| (size, (size / 8 + ahead) % classes))))
    }

    fn steps(&self) -> BoxedStrategy<(u64, u64)> {
        let mask = self.mask;
        let size = prop_oneof![
            0..=2 * self.geometry.max_size(),
            any::<u64>().prop_map(move |size| size & mask)
        ];
        (size, 0..u64::from(self.geometry.classes)).boxed()
    }

    fn inputs(&self, (size, class): &(u64, u64)) -> Pins {
        pins! { size_i: *size, class_i: *class }
    }

    fn outputs(&self, (size, class): &(u64, u64)) -> Pins {
        // Eight bytes a class, and nothing asked for is one byte. Of a size that is too large, only the bits of the largest one count.
        let size = size & (2 * self.geometry.max_size() - 1);
        let of = (size.max(1) - 1) / 8 % u64::from(self.geometry.classes);
        pins! { is_in_class_o: of == *class }
    }
}

in_every_configuration!(SizeInClass);
