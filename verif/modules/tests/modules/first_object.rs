//! Where an arena's first object begins.

use crate::prelude::*;

/// Bytes in front of the first object of an arena: the header, and one of as many colours of 128 bytes as there are words of 16 objects.
pub fn first_object(geometry: &Geometry, class: u64) -> u64 {
    64 + 128 * (class % u64::from(geometry.objects_per_arena / 16))
}

of_each_class!(FirstObject, "memento_first_object", |geometry, class| pins! { offset_o: first_object(geometry, class) });

in_every_configuration!(FirstObject);
