//! Where an arena's first object begins.

use memento_abi::{Geometry, COLOUR_BYTES, HEADER_BYTES};
use rust_hdl_core::prelude::*;

/// Bytes from an arena's base to its first object: the header, and behind it the class's colour, 128 bytes times the class modulo the number
/// of colours ([`Geometry::first_object_offset`]).
///
/// ```text
///   | 0 | colour | 1000000 |      paper, soc32: 4 bits of colour; tiny: 2, below 3 zeros
/// ```
///
/// Combinational; wires only.
#[derive(LogicBlock)]
pub struct FirstObject<const CLASS: usize> {
    /// The class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The offset, less than a page.
    pub offset_o: Signal<Out, Bits<12>>,
    /// The class bits that are the colour.
    colours: Constant<Bits<CLASS>>,
    header_bytes: Constant<Bits<12>>,
}

impl<const CLASS: usize> FirstObject<CLASS> {
    /// For `geometry`, whose width the const generic must have.
    ///
    /// # Panics
    ///
    /// When it has not.
    pub fn new(geometry: &Geometry) -> Self {
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {}", geometry.name);
        const { assert!(COLOUR_BYTES == 1 << 7 && HEADER_BYTES < COLOUR_BYTES) };
        crate::module!(
            colours: Constant::new(bits(u64::from(geometry.words()) - 1)),
            header_bytes: Constant::new(bits(HEADER_BYTES));
            class_i, offset_o,
        )
    }
}

impl<const CLASS: usize> Logic for FirstObject<CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_first_object",
        registers: [],
        fn update(&mut self) {
            self.offset_o.next =
                (bit_cast::<12, CLASS>(self.class_i.val() & self.colours.val()) << 7) | self.header_bytes.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};
    use memento_abi::{SOC32, TINY};

    fn every_class_begins_where_it_should<const CLASS: usize>(geometry: &Geometry) {
        let mut uut = prepare(FirstObject::<CLASS>::new(geometry));
        for class in 0..geometry.classes {
            uut.class_i.next = bits(class.into());
            settle(&mut uut);
            assert_eq!(
                uut.offset_o.val(),
                bits(geometry.first_object_offset(class)),
                "{} {class}",
                geometry.name
            );
        }
    }

    #[test]
    fn the_first_object_is_that_of_the_class() {
        every_class_begins_where_it_should::<6>(&SOC32);
        every_class_begins_where_it_should::<4>(&TINY);
    }
}
