//! The product of a word and a four-bit number: the building block of the two small multipliers.
//!
//! ```text
//!                      nibble_i[0..3]
//!                        | | | |
//!   multiplicand_i ──┬──►gate────► * 1 ──┐
//!                    ├────►gate──► * 2 ──+──┐
//!                    ├──────►gate► * 4 ──┐  +──► product_o
//!                    └────────►g.► * 8 ──+──┘
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational.
//! * Guarantees: `product_o = multiplicand_i * nibble_i mod 2^WIDTH`.
//!
//! # Cost
//!
//! Two levels of adders, three adders of WIDTH bits.

use rust_hdl_core::prelude::*;

/// `multiplicand_i * nibble_i`, truncated to WIDTH bits.
#[derive(LogicBlock, Default)]
pub struct NibbleProduct<const WIDTH: usize> {
    /// The word.
    pub multiplicand_i: Signal<In, Bits<WIDTH>>,
    /// The four-bit number.
    pub nibble_i: Signal<In, Bits<4>>,
    /// The lower bits of the product.
    pub product_o: Signal<Out, Bits<WIDTH>>,
    ones: Signal<Local, Bits<WIDTH>>,
    twos: Signal<Local, Bits<WIDTH>>,
    fours: Signal<Local, Bits<WIDTH>>,
    eights: Signal<Local, Bits<WIDTH>>,
}

impl<const WIDTH: usize> Logic for NibbleProduct<WIDTH> {
    kernel! {
        #[hdl_gen]
        "memento_nibble_product",
        fn update(&mut self) {
            self.ones.next = 0.into();
            self.twos.next = 0.into();
            self.fours.next = 0.into();
            self.eights.next = 0.into();
            if self.nibble_i.val().get_bit(0) {
                self.ones.next = self.multiplicand_i.val();
            }
            if self.nibble_i.val().get_bit(1) {
                self.twos.next = self.multiplicand_i.val() << 1;
            }
            if self.nibble_i.val().get_bit(2) {
                self.fours.next = self.multiplicand_i.val() << 2;
            }
            if self.nibble_i.val().get_bit(3) {
                self.eights.next = self.multiplicand_i.val() << 3;
            }
            self.product_o.next = (self.ones.val() + self.twos.val()) + (self.fours.val() + self.eights.val());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn every_product_of_ten_bits_is_truncated_multiplication() {
        let mut uut = prepare(NibbleProduct::<10>::default());
        for multiplicand in 0..1 << 10 {
            for nibble in 0..16 {
                uut.multiplicand_i.next = bits(multiplicand);
                uut.nibble_i.next = bits(nibble);
                settle(&mut uut);
                assert_eq!(uut.product_o.val(), bits(multiplicand * nibble % (1 << 10)));
            }
        }
    }
}
