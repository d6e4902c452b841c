//! Which object an address names: the answer is looked up among all objects of the arena, without any division.

use crate::{first_object::first_object, last_span_page::span_bytes, prelude::*};

/// Steps from an address to its answer.
const STAGES: usize = 3;

#[derive(Clone, Debug)]
pub struct ObjectIndex {
    geometry: Geometry,
    region_base: u64,
    /// The addresses that entered, latest first.
    stages: [Option<u64>; STAGES],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub advance: bool,
    /// What is in stage 1 stays there.
    pub hold: bool,
    pub address: Option<u64>,
}

/// What an address in the region names: class, first page of the arena's span, and the object, if it is one's first byte.
fn place(geometry: &Geometry, address: u64) -> (u64, u64, Option<u64>) {
    let slice_bytes = (1 << geometry.region_bits) / u64::from(geometry.classes);
    let in_region = address % (1 << geometry.region_bits);
    let (class, in_slice) = (in_region / slice_bytes, in_region % slice_bytes);
    let object_bytes = 8 * (class + 1);
    let span = span_bytes(geometry, class + 1);
    let in_arena = in_slice % span;
    let first = first_object(geometry, class);
    let mut starts = (0..u64::from(geometry.objects_per_arena)).map(|index| first + index * object_bytes);
    let index = starts.position(|start| start == in_arena);
    (class, (in_slice - in_arena) / 4096, index.map(|index| index as u64))
}

impl Reference for ObjectIndex {
    type Step = Cycle;
    const MODULE: &'static str = "memento_object_index";

    fn new(module: &Module) -> ObjectIndex {
        let geometry = module.geometry;
        ObjectIndex {
            geometry,
            region_base: 1 << geometry.region_bits,
            stages: [None; STAGES],
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let (geometry, region_base) = (self.geometry, self.region_base);
        let slice_bytes = (1 << geometry.region_bits) / u64::from(geometry.classes);
        let class = 0..u64::from(geometry.classes);
        let near_object = (class, any::<u64>(), 0..=u64::from(geometry.objects_per_arena), -9i64..=9).prop_map(
            move |(class, arena, index, off)| {
                let object_bytes = 8 * (class + 1);
                let span = span_bytes(&geometry, class + 1);
                let arena = arena % (slice_bytes / span) * span;
                let object = region_base + class * slice_bytes + arena + first_object(&geometry, class) + index * object_bytes;
                // Most are exact, or a granule beside.
                object.wrapping_add_signed(match off {
                    -9..=-4 => 0,
                    -3 | 3 => 8 * off.signum(),
                    _ => off,
                })
            },
        );
        let anywhere = any::<u64>().prop_map(move |address| region_base + address % (1 << geometry.region_bits));
        let outside = any::<u64>().prop_map(move |address| address % (1 << geometry.address_bits));
        let address = prop_oneof![6 => near_object, 2 => anywhere, 1 => outside];
        let moves = (prop::bool::weighted(0.8), prop::bool::weighted(0.2));
        (prop::bool::weighted(0.02), moves, prop::option::weighted(0.9, address))
            .prop_map(|(reset, (advance, hold), address)| Cycle { reset, advance, hold, address })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        pins! {
            rst_ni: !step.reset, region_base_i: self.region_base,
            advance_i: step.advance, hold_i: step.hold, valid_i: step.address.is_some(), address_i: step.address.unwrap_or(0),
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let in_region = |address: u64| address >> self.geometry.region_bits == self.region_base >> self.geometry.region_bits;
        let class = |address: u64| place(&self.geometry, address).0;
        let mut outputs = pins! {
            valid_1_o: self.stages[0].is_some(),
            valid_2_o: self.stages[1].is_some(),
            valid_o: self.stages[STAGES - 1].is_some(),
        };
        if let Some(address) = self.stages[0].filter(|address| in_region(*address)) {
            outputs.extend(pins! { class_1_o: class(address) });
        }
        if let Some(address) = self.stages[1].filter(|address| in_region(*address)) {
            outputs.extend(pins! { class_2_o: class(address) });
        }
        if let Some(address) = self.stages[STAGES - 1] {
            outputs.extend(pins! { in_region_o: in_region(address) });
            if in_region(address) {
                let (class, page, index) = place(&self.geometry, address);
                outputs.extend(pins! { class_o: class, page_o: page, exact_o: index.is_some() });
                outputs.extend(index.map(|index| ("index_o", index.into())));
            }
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if step.advance {
            self.stages[STAGES - 1] = self.stages[1];
            self.stages[1] = self.stages[0].filter(|_| !step.hold);
            if !step.hold {
                self.stages[0] = step.address;
            }
        }
        if step.reset {
            self.stages = [None; STAGES];
        }
    }
}

in_every_configuration!(ObjectIndex);

/// Every granule of an arena of every class, and the bytes beside it.
#[test]
fn every_granule_of_every_class_has_its_place() {
    for geometry in [memento_abi::PAPER, memento_abi::SOC32, memento_abi::TINY] {
        let module = Module::all("memento_object_index", geometry)[0];
        let mut dut = module.start(1);
        dut.reset();
        let mut reference = ObjectIndex::new(&module);
        for class in 0..geometry.classes {
            let base = geometry.arena_base(reference.region_base, class, 0);
            for granule in 0..geometry.span_pages(class) * 512 {
                for off in [0, 1 + granule % 7] {
                    let step = Cycle {
                        reset: false,
                        advance: true,
                        hold: false,
                        address: Some(base + 8 * granule + off),
                    };
                    if let Err(mismatch) = reference.play(&step, &mut dut) {
                        panic!("class {class}, granule {granule} or one of the two before it: {mismatch}");
                    }
                    reference.advance(&step);
                }
            }
        }
    }
}
