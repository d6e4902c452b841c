//! The product of a word and a two-bit digit: the building block of the two small multipliers.
//!
//! ```text
//!                             digit_i
//!                                |
//!                      0 ─────►+---+
//!   multiplicand_i ─┬────────►|   |──► product_o
//!                   └─ * 2 ──►|   |
//!   triple_i ────────────────►+---+
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational.
//! * Assumes: `triple_i = 3 * multiplicand_i mod 2^WIDTH`. It does not depend on the digit, so it can be made beforehand.
//! * Guarantees: `product_o = multiplicand_i * digit_i mod 2^WIDTH`.
//!
//! # Cost
//!
//! One five-input function per bit, no carry. Half as many rows to add up as with single bits.

use rust_hdl_core::prelude::*;

/// `multiplicand_i * digit_i`, truncated to WIDTH bits.
#[derive(LogicBlock, Default)]
pub struct DigitProduct<const WIDTH: usize> {
    /// The word.
    pub multiplicand_i: Signal<In, Bits<WIDTH>>,
    /// Three times the word.
    pub triple_i: Signal<In, Bits<WIDTH>>,
    /// The digit.
    pub digit_i: Signal<In, Bits<2>>,
    /// The lower bits of the product.
    pub product_o: Signal<Out, Bits<WIDTH>>,
}

impl<const WIDTH: usize> Logic for DigitProduct<WIDTH> {
    kernel! {
        #[hdl_gen]
        "memento_digit_product",
        fn update(&mut self) {
            self.product_o.next = 0.into();
            match self.digit_i.val().index() {
                1 => {
                    self.product_o.next = self.multiplicand_i.val();
                }
                2 => {
                    self.product_o.next = self.multiplicand_i.val() << 1;
                }
                3 => {
                    self.product_o.next = self.triple_i.val();
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn every_product_of_ten_bits_is_truncated_multiplication() {
        let mut uut = prepare(DigitProduct::<10>::default());
        for multiplicand in 0..1 << 10 {
            for digit in 0..4 {
                uut.multiplicand_i.next = bits(multiplicand);
                uut.triple_i.next = bits(3 * multiplicand % (1 << 10));
                uut.digit_i.next = bits(digit);
                settle(&mut uut);
                assert_eq!(uut.product_o.val(), bits(multiplicand * digit % (1 << 10)));
            }
        }
    }
}
