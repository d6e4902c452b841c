//! Object offset: where in its arena the object with a given index lies.
//!
//! ```text
//!                   +------------------+
//!   index_i ───────►|  object_offset   |
//!   divisor_i ─────►|                  |──► offset_o = 64 + 8 * divisor * index
//!   (class + 1)     |  combinational   |
//!   triple_i ──────►|                  |
//!                   +------------------+
//!
//!   index = digits 3 2 1 0 in base 4
//!
//!   divisor * digit 0          ──┐
//!   divisor * digit 1 * 4      ──+──┐
//!   divisor * digit 2 * 16     ──┐  +──► offset in granules of 8 bytes
//!   divisor * digit 3 * 64 | 8 ──+──┘
//!                            └─ the header, in a bit that this row leaves 0
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational.
//! * Assumes: 1 <= `divisor_i` <= 2^CLASS, with DIVISOR = CLASS + 1; `triple_i` is three times that.
//! * Guarantees: `offset_o` is the distance in bytes of object `index_i` from its arena's base. It is below the arena's
//!   span, so that `base | offset_o` is the object's address.
//!
//! # Cost
//!
//! Two levels of adders; 3 adders of OFFSET - 3 bits.

use crate::digit_product::DigitProduct;
use memento_abi::{GRANULE_BYTES, HEADER_BYTES};
use rust_hdl_core::prelude::*;

/// Byte offset of an object. OFFSET, the bits of an offset in the largest class's arena, is OBJECT + DIVISOR + 3, and
/// GRANULES is OFFSET - 3.
#[derive(LogicBlock)]
pub struct ObjectOffset<
    const OBJECT: usize,
    const DIVISOR: usize,
    const TRIPLE: usize,
    const GRANULES: usize,
    const OFFSET: usize,
> {
    /// Object's index in its arena.
    pub index_i: Signal<In, Bits<OBJECT>>,
    /// Object's size in granules of 8 bytes: class + 1.
    pub divisor_i: Signal<In, Bits<DIVISOR>>,
    /// Three times that.
    pub triple_i: Signal<In, Bits<TRIPLE>>,
    /// Bytes from the arena's base to the object.
    pub offset_o: Signal<Out, Bits<OFFSET>>,
    products: [DigitProduct<10>; 4],
    index: Signal<Local, Bits<8>>,
    divisor: Signal<Local, Bits<10>>,
    triple: Signal<Local, Bits<10>>,
    /// The divisor times the lower and the upper four bits of the index, less than 2^10 each.
    lower: Signal<Local, Bits<10>>,
    upper: Signal<Local, Bits<10>>,
    granules: Signal<Local, Bits<GRANULES>>,
    header_granules: Constant<Bits<GRANULES>>,
}

impl<const OBJECT: usize, const DIVISOR: usize, const TRIPLE: usize, const GRANULES: usize, const OFFSET: usize> Default
    for ObjectOffset<OBJECT, DIVISOR, TRIPLE, GRANULES, OFFSET>
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
        assert_eq!(OFFSET, GRANULES + 3, "OFFSET must be GRANULES + 3");
        let header_granules = HEADER_BYTES / GRANULE_BYTES;
        assert!(header_granules < 16, "the header must fit below the product by 16");
        Self {
            index_i: Default::default(),
            divisor_i: Default::default(),
            triple_i: Default::default(),
            offset_o: Default::default(),
            products: Default::default(),
            index: Default::default(),
            divisor: Default::default(),
            triple: Default::default(),
            lower: Default::default(),
            upper: Default::default(),
            granules: Default::default(),
            header_granules: Constant::new(bits(header_granules)),
        }
    }
}

impl<const OBJECT: usize, const DIVISOR: usize, const TRIPLE: usize, const GRANULES: usize, const OFFSET: usize> Logic
    for ObjectOffset<OBJECT, DIVISOR, TRIPLE, GRANULES, OFFSET>
{
    kernel! {
        #[hdl_gen]
        "memento_object_offset",
        fn update(&mut self) {
            self.index.next = bit_cast::<8, OBJECT>(self.index_i.val());
            self.divisor.next = bit_cast::<10, DIVISOR>(self.divisor_i.val());
            self.triple.next = bit_cast::<10, TRIPLE>(self.triple_i.val());
            for digit in 0..4 {
                self.products[digit].multiplicand_i.next = self.divisor.val();
                self.products[digit].triple_i.next = self.triple.val();
                self.products[digit].digit_i.next = self.index.val().get_bits::<2>(2 * digit);
            }
            self.lower.next = self.products[0].product_o.val() + (self.products[1].product_o.val() << 2);
            self.upper.next = self.products[2].product_o.val() + (self.products[3].product_o.val() << 2);
            self.granules.next = bit_cast::<GRANULES, 10>(self.lower.val())
                + ((bit_cast::<GRANULES, 10>(self.upper.val()) << 4) | self.header_granules.val());
            self.offset_o.next = bit_cast::<OFFSET, GRANULES>(self.granules.val()) << 3;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};
    use memento_abi::{Geometry, SOC32, TINY};

    fn check_all<
        const OBJECT: usize,
        const DIVISOR: usize,
        const TRIPLE: usize,
        const GRANULES: usize,
        const OFFSET: usize,
    >(
        g: &Geometry,
    ) {
        let mut uut = prepare(ObjectOffset::<OBJECT, DIVISOR, TRIPLE, GRANULES, OFFSET>::default());
        assert_eq!(OFFSET as u32, g.span_shift(g.classes - 1));
        for class in 0..g.classes {
            for index in 0..g.objects_per_arena {
                uut.divisor_i.next = bits(class as u64 + 1);
                uut.triple_i.next = bits(3 * (class as u64 + 1));
                uut.index_i.next = bits(index as u64);
                settle(&mut uut);
                assert_eq!(
                    uut.offset_o.val().to_u64(),
                    g.object_address(0, class, index),
                    "object {index} of class {class}"
                );
            }
        }
    }

    #[test]
    fn every_object_of_every_class_has_its_offset_in_paper_and_soc32() {
        check_all::<8, 7, 9, 15, 18>(&SOC32);
    }

    #[test]
    fn every_object_of_every_class_has_its_offset_in_tiny() {
        check_all::<6, 5, 7, 11, 14>(&TINY);
    }
}
