//! Where an object lies; and what passes while no object is asked for.

use crate::{first_object::first_object, prelude::*};

#[derive(Clone, Debug)]
pub struct ObjectAddress {
    geometry: Geometry,
}

/// Two cycles: what will be asked for, and what is.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// An address to pass, or a byte of the object's arena.
    address: u64,
    /// The object's class; none: the address is to pass.
    class: Option<u32>,
    index: u32,
    /// It is that of what moves; and the class of what else there is.
    moves: bool,
    other: u32,
    /// What is asked for next.
    behind: Next,
}

/// What is asked for in the next cycle: whether anything is, whether its class is that of what moves; that, and that of what stays.
type Next = (bool, bool, u32, u32);

impl Object {
    fn next(&self) -> Next {
        let class = self.class.unwrap_or(5);
        let (moving, staying) = if self.moves { (class, self.other) } else { (self.other, class) };
        (self.class.is_some(), self.moves, moving, staying)
    }

    /// The arena, aligned to its span.
    fn arena(&self, geometry: &Geometry, class: u32) -> u64 {
        self.address & !(geometry.span_pages(class) * 4096 - 1)
    }
}

fn next((valid, moves, moving, staying): Next) -> Pins {
    pins! { next_valid_i: valid, next_moves_i: moves, moving_class_i: moving, staying_class_i: staying }
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
            Object { address, class: Some(class), index, moves: index % 2 == 0, other: 0, behind: (false, false, 0, 0) }
        }))
    }

    fn steps(&self) -> BoxedStrategy<Object> {
        let Geometry { classes, objects_per_arena, .. } = self.geometry;
        let class = prop::option::weighted(0.8, 0..classes);
        let behind = (any::<bool>(), any::<bool>(), 0..classes, 0..classes);
        (0..1u64 << self.geometry.address_bits, class, 0..objects_per_arena, any::<bool>(), 0..classes, behind)
            .prop_map(|(address, class, index, moves, other, behind)| Object { address, class, index, moves, other, behind })
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
        dut.set_all(next(step.next()));
        dut.edge();
        dut.set_all(next(step.behind));
        self.cycle(step, dut)
    }
}

in_every_configuration!(ObjectAddress);
