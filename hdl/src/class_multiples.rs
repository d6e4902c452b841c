//! Multiples of a class's object size, as rows of an object's address.

use crate::first_object::FirstObject;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// What an object's address needs of its class: the divisor (class + 1, the object's size in granules of 8 bytes), the colour (how far behind
/// the header the first object lies, in units of 128 bytes), and sums of them.
///
/// Combinational, an adder each and none behind another. DIVISOR is CLASS + 1, TRIPLE is CLASS + 2: the
/// largest divisor is 2^CLASS, and the largest colour is less.
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
    class_number: Signal<Local, Bits<10>>,
    colour: Signal<Local, Bits<10>>,
    /// Four times the divisor, less one.
    below_four: Signal<Local, Bits<10>>,
}

impl<const CLASS: usize, const DIVISOR: usize, const TRIPLE: usize> ClassMultiples<CLASS, DIVISOR, TRIPLE> {
    /// For `geometry`, whose widths the const generics must have.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry) -> Self {
        assert_eq!(DIVISOR, CLASS + 1, "DIVISOR must be CLASS + 1");
        assert_eq!(TRIPLE, CLASS + 2, "TRIPLE must be CLASS + 2");
        assert!(
            geometry.words() <= geometry.classes,
            "a colour is a class, or one below it"
        );
        crate::module!(
            first_object: FirstObject::new(geometry);
            class_i, divisor_o, triple_o, colour_o, coloured_1_o, coloured_2_o, coloured_3_o, class_number, colour,
            below_four,
        )
    }
}

impl<const CLASS: usize, const DIVISOR: usize, const TRIPLE: usize> Logic for ClassMultiples<CLASS, DIVISOR, TRIPLE> {
    kernel! {
        #[hdl_gen]
        "memento_class_multiples",
        registers: [],
        fn update(&mut self) {
            self.class_number.next = bit_cast::<10, CLASS>(self.class_i.val());
            self.first_object.class_i.next = self.class_i.val();
            self.colour.next = bit_cast::<10, 4>(self.first_object.offset_o.val().get_bits::<4>(7));
            self.divisor_o.next = bit_cast::<DIVISOR, CLASS>(self.class_i.val()) + 1;
            self.colour_o.next = bit_cast::<4, 10>(self.colour.val());
            comment!("The class is the divisor less one. Two halves, one of each summand, make the one that is missing.");
            self.coloured_1_o.next =
                bit_cast::<TRIPLE, 10>((((self.class_number.val() << 1) | 1) + ((self.colour.val() << 1) | 1)) >> 1);
            self.coloured_2_o.next =
                bit_cast::<TRIPLE, 10>((((self.class_number.val() << 2) | 3) + ((self.colour.val() << 1) | 1)) >> 1);
            comment!("Three divisors are four less one. The colour is some of the class's bits: with it, only the others are taken off.");
            self.below_four.next = (self.class_number.val() << 2) | 3;
            self.triple_o.next = bit_cast::<TRIPLE, 10>(self.below_four.val() - self.class_number.val());
            self.coloured_3_o.next =
                bit_cast::<TRIPLE, 10>(self.below_four.val() - (self.class_number.val() ^ self.colour.val()));
        }
    }
}
