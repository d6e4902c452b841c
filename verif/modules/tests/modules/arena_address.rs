//! An arena's address: region, class and page put together.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct ArenaAddress {
    geometry: Geometry,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arena {
    /// How many regions lie below this one.
    region: u64,
    class: u64,
    page: u64,
}

impl Reference for ArenaAddress {
    type Step = Arena;
    const MODULE: &'static str = "memento_arena_address";

    fn new(module: &Module) -> ArenaAddress {
        ArenaAddress {
            geometry: module.geometry,
        }
    }

    /// Each bit of each field alone, and all of them.
    fn always(module: &Module) -> Box<dyn Iterator<Item = Arena>> {
        let geometry = module.geometry;
        let bit = |field: u32, of: u32, bit: u32| if field == of { 1u64 << bit } else { 0 };
        let arena = move |field, place| Arena {
            region: bit(0, field, place),
            class: bit(1, field, place),
            page: bit(2, field, place),
        };
        let widths = [
            geometry.address_bits - geometry.region_bits,
            geometry.class_bits(),
            geometry.page_bits(),
        ];
        let single = (0..3).flat_map(move |field| (0..widths[field as usize]).map(move |place| arena(field, place)));
        let [region, class, page] = widths.map(|width| (1 << width) - 1);
        Box::new(single.chain([Arena { region, class, page }]))
    }

    fn steps(&self) -> BoxedStrategy<Arena> {
        let g = &self.geometry;
        let regions = 1u64 << (g.address_bits - g.region_bits);
        (0..regions, 0..u64::from(g.classes), 0..g.slice_pages())
            .prop_map(|(region, class, page)| Arena { region, class, page })
            .boxed()
    }

    fn inputs(&self, step: &Arena) -> Pins {
        let region_base = step.region << self.geometry.region_bits;
        pins! { region_base_i: region_base, class_i: step.class, page_i: step.page }
    }

    fn outputs(&self, step: &Arena) -> Pins {
        // Slices follow each other in the region, pages of 4096 bytes in a slice.
        let slice_bytes = (1u64 << self.geometry.region_bits) / u64::from(self.geometry.classes);
        let address = (step.region << self.geometry.region_bits) + step.class * slice_bytes + step.page * 4096;
        pins! { address_o: address }
    }
}

in_every_configuration!(ArenaAddress);
