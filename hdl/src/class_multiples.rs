//! Multiples of a class's object size, as rows of an object's address.

use crate::first_object::FirstObject;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// What an object's address needs of its class: the divisor (class + 1, the object's size in granules of 8 bytes), the colour (how far behind
/// the header the first object lies, in units of 128 bytes), and sums of them.
///
/// Combinational; up to three adders behind one another. DIVISOR is CLASS + 1, TRIPLE is DIVISOR + 2.
#[derive(LogicBlock)]
pub struct ClassMultiples<const CLASS: usize, const DIVISOR: usize, const TRIPLE: usize> {
    /// The class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The divisor.
    pub divisor_o: Signal<Out, Bits<DIVISOR>>,
    /// Three times that.
    pub triple_o: Signal<Out, Bits<TRIPLE>>,
    /// The colour.
    pub colour_o: Signal<Out, Bits<4>>,
    /// The divisor and the colour.
    pub coloured_1_o: Signal<Out, Bits<TRIPLE>>,
    /// Twice the divisor, and the colour.
    pub coloured_2_o: Signal<Out, Bits<TRIPLE>>,
    /// Three times the divisor, and the colour.
    pub coloured_3_o: Signal<Out, Bits<TRIPLE>>,
    first_object: FirstObject<CLASS>,
    once: Signal<Local, Bits<TRIPLE>>,
    triple: Signal<Local, Bits<TRIPLE>>,
    colour: Signal<Local, Bits<TRIPLE>>,
}

impl<const CLASS: usize, const DIVISOR: usize, const TRIPLE: usize> ClassMultiples<CLASS, DIVISOR, TRIPLE> {
    /// For `geometry`, whose widths the const generics must have.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry) -> Self {
        assert_eq!(DIVISOR, CLASS + 1, "DIVISOR must be CLASS + 1");
        assert_eq!(TRIPLE, DIVISOR + 2, "TRIPLE must be DIVISOR + 2");
        crate::module!(
            first_object: FirstObject::new(geometry);
            class_i, divisor_o, triple_o, colour_o, coloured_1_o, coloured_2_o, coloured_3_o, once, triple, colour,
        )
    }
}

impl<const CLASS: usize, const DIVISOR: usize, const TRIPLE: usize> Logic for ClassMultiples<CLASS, DIVISOR, TRIPLE> {
    kernel! {
        #[hdl_gen]
        "memento_class_multiples",
        registers: [],
        fn update(&mut self) {
            self.first_object.class_i.next = self.class_i.val();
            self.colour.next = bit_cast::<TRIPLE, 4>(self.first_object.offset_o.val().get_bits::<4>(7));
            self.once.next = bit_cast::<TRIPLE, CLASS>(self.class_i.val()) + 1;
            self.triple.next = self.once.val() + (self.once.val() << 1);
            self.divisor_o.next = bit_cast::<DIVISOR, TRIPLE>(self.once.val());
            self.triple_o.next = self.triple.val();
            self.colour_o.next = bit_cast::<4, TRIPLE>(self.colour.val());
            self.coloured_1_o.next = self.once.val() + self.colour.val();
            self.coloured_2_o.next = (self.once.val() << 1) + self.colour.val();
            self.coloured_3_o.next = self.triple.val() + self.colour.val();
        }
    }
}
