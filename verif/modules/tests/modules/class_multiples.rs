//! Multiples of each class's object size.

use crate::{first_object::first_object, prelude::*};

of_each_class!(ClassMultiples, "memento_class_multiples", |geometry, class| {
    let (divisor, colour) = (class + 1, (first_object(geometry, class) - 64) / 128);
    pins! {
        divisor_o: divisor, triple_o: 3 * divisor, colour_o: colour,
        coloured_1_o: divisor + colour, coloured_2_o: 2 * divisor + colour, coloured_3_o: 3 * divisor + colour,
    }
});

in_every_configuration!(ClassMultiples);
