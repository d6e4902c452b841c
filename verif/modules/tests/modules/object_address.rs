//! Where an object lies; and what passes while no object is asked for.

use crate::{first_object::first_object, prelude::*};

#[derive(Clone, Debug)]
pub struct ObjectAddress {
    geometry: Geometry,
}

/// Three cycles: one that names the object's class, or another; one that may name it again; one that asks for the address.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// An address to pass, or a byte of the object's arena.
    address: u64,
    /// The object's class; none: the address is to pass.
    class: Option<u32>,
    index: u32,
    /// What the first two cycles have at the module's inputs.
    first: Next,
    second: Next,
    /// And the third, for a fourth.
    third: Next,
}

/// Whether an object is asked for in the next cycle; a class, if it is named.
type Next = (bool, Option<u32>);

impl Object {
    /// The class that is known when the address is asked for is the object's.
    fn named(mut self) -> Object {
        self.second.0 = self.class.is_some();
        if let Some(class) = self.class {
            let naming = if self.second.1.is_some() { &mut self.second } else { &mut self.first };
            naming.1 = Some(class);
        }
        self
    }

    /// The arena, aligned to its span.
    fn arena(&self, geometry: &Geometry, class: u32) -> u64 {
        self.address & !(geometry.span_pages(class) * 4096 - 1)
    }
}

fn next((valid, class): Next) -> Pins {
    // A class that is not named does not matter.
    pins! { next_valid_i: valid, class_valid_i: class.is_some(), class_i: class.unwrap_or(3) }
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
            let second = (true, (index % 2 == 0).then_some(class));
            Object { address, class: Some(class), index, first: (false, None), second, third: (false, None) }.named()
        }))
    }

    fn steps(&self) -> BoxedStrategy<Object> {
        let Geometry { classes, objects_per_arena, .. } = self.geometry;
        let class = prop::option::weighted(0.8, 0..classes);
        let next = || (any::<bool>(), prop::option::of(0..classes));
        (0..1u64 << self.geometry.address_bits, class, 0..objects_per_arena, next(), next(), next())
            .prop_map(|(address, class, index, first, second, third)| Object { address, class, index, first, second, third }.named())
            .boxed()
    }

    fn inputs(&self, step: &Object) -> Pins {
        let (arena, pass) = match step.class {
            Some(class) => (step.arena(&self.geometry, class), 0),
            // An arena that nobody asks for does not show.
            None => (!step.address & !4095, step.address),
        };
        pins! { arena_i: arena, index_i: step.index, pass_i: pass }
    }

    fn outputs(&self, step: &Object) -> Pins {
        let address = match step.class {
            Some(class) => {
                let offset = 8 * u64::from(class + 1) * u64::from(step.index);
                step.arena(&self.geometry, class) + first_object(&self.geometry, class.into()) + offset
            }
            None => step.address,
        };
        pins! { address_o: address }
    }

    fn play(&self, step: &Object, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        for inputs in [step.first, step.second] {
            dut.set_all(next(inputs));
            dut.edge();
        }
        dut.set_all(next(step.third));
        self.cycle(step, dut)
    }
}

in_every_configuration!(ObjectAddress);
