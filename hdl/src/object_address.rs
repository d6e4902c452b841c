//! Object address: where the object with a given index of an arena lies.
//!
//! ```text
//!                   +------------------+
//!   first_i ───────►|  object_address  |
//!   index_i ───────►|                  |
//!   divisor_i ─────►|                  |──► address_o = first + 8 * divisor * index
//!   (class + 1)     |  combinational   |
//!   triple_i ──────►|                  |
//!                   +------------------+
//!
//!   index = digits 3 2 1 0 in base 4
//!
//!   divisor * digit 0          ──┐
//!   divisor * digit 1 * 4      ──+──┐
//!   divisor * digit 2 * 16     ──┐  +──► address in granules of 8 bytes
//!   divisor * digit 3 * 64     ──+──┘
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational.
//! * Assumes: `divisor_i` is at most 2^CLASS, with DIVISOR = CLASS + 1, and `triple_i` three times that. Unless
//!   `divisor_i` is 0, `first_i` is the address of the first object of an arena of the class: less than 2048 more than a multiple of the class's span.
//! * Guarantees: `address_o` is the address of object `index_i`; if `divisor_i` is 0, it is `first_i`.
//!
//! # Cost
//!
//! Two levels of adders, and nothing behind the last; 3 adders of about GRANULES bits. Most of the first object's address needs no adder: it
//! is put where the rows, which lie within the span, leave bits 0. Two bits are a third summand.

use crate::digit_product::DigitProduct;
use memento_abi::GRANULE_BYTES;
use rust_hdl_core::prelude::*;

/// Address of an object. GRANULES, the bits of an offset within the largest class's arena in granules of 8 bytes, is OBJECT + DIVISOR.
#[derive(LogicBlock)]
pub struct ObjectAddress<
    const ADDRESS: usize,
    const OBJECT: usize,
    const DIVISOR: usize,
    const TRIPLE: usize,
    const GRANULES: usize,
> {
    /// Address of the arena's first object, or any address that is to pass.
    pub first_i: Signal<In, Bits<ADDRESS>>,
    /// Object's index in its arena.
    pub index_i: Signal<In, Bits<OBJECT>>,
    /// Object's size in granules of 8 bytes: class + 1. 0: no object.
    pub divisor_i: Signal<In, Bits<DIVISOR>>,
    /// Three times that.
    pub triple_i: Signal<In, Bits<TRIPLE>>,
    /// The object's address.
    pub address_o: Signal<Out, Bits<ADDRESS>>,
    products: [DigitProduct<10>; 4],
    index: Signal<Local, Bits<8>>,
    divisor: Signal<Local, Bits<10>>,
    triple: Signal<Local, Bits<10>>,
    /// Granules of `first_i` that an offset may change.
    first: Signal<Local, Bits<GRANULES>>,
    /// The divisor times the lower four bits of the index.
    lower: Signal<Local, Bits<10>>,
    /// The divisor times the upper four bits.
    upper: Signal<Local, Bits<10>>,
    granules: Signal<Local, Bits<GRANULES>>,
    /// The address bits that no offset changes.
    outside: Constant<Bits<ADDRESS>>,
}

impl<const ADDRESS: usize, const OBJECT: usize, const DIVISOR: usize, const TRIPLE: usize, const GRANULES: usize>
    Default for ObjectAddress<ADDRESS, OBJECT, DIVISOR, TRIPLE, GRANULES>
{
    fn default() -> Self {
        assert!(
            OBJECT <= 8,
            "at most 256 objects an arena are supported, not 2^{OBJECT}"
        );
        assert!(
            DIVISOR <= 7,
            "15 times a divisor of {DIVISOR} bits does not fit 10 bits"
        );
        assert_eq!(TRIPLE, DIVISOR + 2, "TRIPLE must be DIVISOR + 2");
        assert_eq!(GRANULES, OBJECT + DIVISOR, "GRANULES must be OBJECT + DIVISOR");
        let offsets = ((1u64 << GRANULES) - 1) * GRANULE_BYTES;
        Self {
            first_i: Default::default(),
            index_i: Default::default(),
            divisor_i: Default::default(),
            triple_i: Default::default(),
            address_o: Default::default(),
            products: Default::default(),
            index: Default::default(),
            divisor: Default::default(),
            triple: Default::default(),
            first: Default::default(),
            lower: Default::default(),
            upper: Default::default(),
            granules: Default::default(),
            outside: Constant::new(!bits::<ADDRESS>(offsets)),
        }
    }
}

impl<const ADDRESS: usize, const OBJECT: usize, const DIVISOR: usize, const TRIPLE: usize, const GRANULES: usize> Logic
    for ObjectAddress<ADDRESS, OBJECT, DIVISOR, TRIPLE, GRANULES>
{
    kernel! {
        #[hdl_gen]
        "memento_object_address",
        fn update(&mut self) {
            self.index.next = bit_cast::<8, OBJECT>(self.index_i.val());
            self.divisor.next = bit_cast::<10, DIVISOR>(self.divisor_i.val());
            self.triple.next = bit_cast::<10, TRIPLE>(self.triple_i.val());
            for digit in 0..4 {
                self.products[digit].multiplicand_i.next = self.divisor.val();
                self.products[digit].triple_i.next = self.triple.val();
                self.products[digit].digit_i.next = self.index.val().get_bits::<2>(2 * digit);
            }

            comment!("Each bit of the first object's address goes where the fewest others can be: bits 0 to 3 below the upper");
            comment!("sum, 4 and 5 below row 3, 8 and 9 above row 0, the others above the lower sum; 6 and 7 are beside rows 2 and 3.");
            self.first.next = self.first_i.val().get_bits::<GRANULES>(3);
            self.lower.next = (self.products[0].product_o.val() | (bit_cast::<10, GRANULES>(self.first.val()) & 0x300_u64))
                + (self.products[1].product_o.val() << 2);
            self.upper.next = self.products[2].product_o.val()
                + ((self.products[3].product_o.val() << 2) | (bit_cast::<10, GRANULES>(self.first.val() >> 4) & 3_u64))
                + (bit_cast::<10, GRANULES>(self.first.val() >> 4) & 0xC_u64);
            self.granules.next = (((self.first.val() >> 10) << 10) | bit_cast::<GRANULES, 10>(self.lower.val()))
                + ((bit_cast::<GRANULES, 10>(self.upper.val()) << 4) | (self.first.val() & 0xF_u64));
            self.address_o.next = (self.first_i.val() & self.outside.val())
                | (bit_cast::<ADDRESS, GRANULES>(self.granules.val()) << 3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};
    use memento_abi::{Geometry, PAGE_SHIFT, SOC32, TINY};

    fn check_all<const OBJECT: usize, const DIVISOR: usize, const TRIPLE: usize, const GRANULES: usize>(g: &Geometry) {
        let mut uut = prepare(ObjectAddress::<32, OBJECT, DIVISOR, TRIPLE, GRANULES>::default());
        assert_eq!(GRANULES as u32 + 3, g.span_shift(g.classes - 1));
        for class in 0..g.classes {
            let arena = 0x9AC5_3000 & !((g.span_pages(class) << PAGE_SHIFT) - 1);
            for index in 0..g.objects_per_arena {
                uut.first_i.next = bits(g.object_address(arena, class, 0));
                uut.divisor_i.next = bits(class as u64 + 1);
                uut.triple_i.next = bits(3 * (class as u64 + 1));
                uut.index_i.next = bits(index as u64);
                settle(&mut uut);
                assert_eq!(
                    uut.address_o.val().to_u64(),
                    g.object_address(arena, class, index),
                    "object {index} of class {class}"
                );
                let passing = 0xDEAD_BEEF ^ u64::from(index * class);
                uut.first_i.next = bits(passing);
                uut.divisor_i.next = bits(0);
                uut.triple_i.next = bits(0);
                settle(&mut uut);
                assert_eq!(uut.address_o.val().to_u64(), passing);
            }
        }
    }

    #[test]
    fn every_object_of_every_class_has_its_address_in_paper_and_soc32() {
        check_all::<8, 7, 9, 15>(&SOC32);
    }

    #[test]
    fn every_object_of_every_class_has_its_address_in_tiny() {
        check_all::<6, 5, 7, 11>(&TINY);
    }
}
