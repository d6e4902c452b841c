//! Takes the lowest one out of a word.

use crate::any_below::AnyBelow;
use crate::few_ones::FewOnes;
use rust_hdl_core::prelude::*;

/// The lowest one of a 16-bit word, and the word without it.
///
/// ```text
///   word_i    0 0 1 0 1 1 0 ..      bit 0 on the left
///   place_o   2
///   rest_o    0 0 0 0 1 1 0 ..
///   count_o   3: at least three ones
/// ```
///
/// Contract: of a word without a one, `place_o` means nothing and `rest_o` is 0. Combinational, three levels of 4-input LUTs.
#[derive(LogicBlock, Default)]
pub struct TakeLowest {
    /// The word.
    pub word_i: Signal<In, Bits<16>>,
    /// Place of its lowest one.
    pub place_o: Signal<Out, Bits<4>>,
    /// Its other ones.
    pub rest_o: Signal<Out, Bits<16>>,
    /// How many ones it has; 3 stands for three or more.
    pub count_o: Signal<Out, Bits<2>>,
    below: AnyBelow,
    ones: FewOnes,
    pairs: Signal<Local, Bits<16>>,
    /// Bits 0, 4, 8 and 12: the nibble has a one; its lowest one is in its upper half; that has an odd place.
    some: Signal<Local, Bits<16>>,
    upper: Signal<Local, Bits<16>>,
    odd: Signal<Local, Bits<16>>,
    /// Upper and lower bit of the place in the lower byte, and in the upper one.
    low: Signal<Local, Bits<2>>,
    high: Signal<Local, Bits<2>>,
}

impl Logic for TakeLowest {
    kernel! {
        #[hdl_gen]
        "memento_take_lowest",
        fn update(&mut self) {
            comment!("The place: in each nibble, which are 0 if it has no one, then in each byte, then in the word.");
            self.pairs.next = self.word_i.val() | (self.word_i.val() >> 1);
            self.some.next = self.pairs.val() | (self.pairs.val() >> 2);
            self.upper.next = !self.pairs.val() & (self.pairs.val() >> 2);
            self.odd.next = !self.word_i.val()
                & ((self.word_i.val() >> 1) | (!(self.word_i.val() >> 2) & (self.word_i.val() >> 3)));
            self.low.next = bit_cast::<2, 1>(self.odd.val().get_bits::<1>(0))
                | (bit_cast::<2, 1>(self.upper.val().get_bits::<1>(0)) << 1);
            if !self.some.val().get_bit(0) {
                self.low.next = bit_cast::<2, 1>(self.odd.val().get_bits::<1>(4))
                    | (bit_cast::<2, 1>(self.upper.val().get_bits::<1>(4)) << 1);
            }
            self.high.next = bit_cast::<2, 1>(self.odd.val().get_bits::<1>(8))
                | (bit_cast::<2, 1>(self.upper.val().get_bits::<1>(8)) << 1);
            if !self.some.val().get_bit(8) {
                self.high.next = bit_cast::<2, 1>(self.odd.val().get_bits::<1>(12))
                    | (bit_cast::<2, 1>(self.upper.val().get_bits::<1>(12)) << 1);
            }
            self.place_o.next = bit_cast::<4, 2>(self.low.val());
            if !self.some.val().get_bit(0) {
                self.place_o.next = bit_cast::<4, 2>(self.low.val()) | 4;
                if !self.some.val().get_bit(4) {
                    self.place_o.next = bit_cast::<4, 2>(self.high.val()) | 8;
                    if !self.some.val().get_bit(8) {
                        self.place_o.next = bit_cast::<4, 2>(self.high.val()) | 12;
                    }
                }
            }
            self.below.word_i.next = self.word_i.val();
            self.rest_o.next = self.word_i.val() & self.below.below_o.val();
            self.ones.word_i.next = self.word_i.val();
            self.count_o.next = self.ones.count_o.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn the_lowest_one_of_every_word_is_taken() {
        let mut uut = prepare(TakeLowest::default());
        for word in 0..1u64 << 16 {
            uut.word_i.next = word.into();
            settle(&mut uut);
            assert_eq!(uut.rest_o.val().to_u64(), word & word.wrapping_sub(1), "{word:#x}");
            assert_eq!(
                uut.count_o.val().to_u64(),
                u64::from(word.count_ones().min(3)),
                "{word:#x}"
            );
            if word != 0 {
                assert_eq!(
                    uut.place_o.val().to_u64(),
                    u64::from(word.trailing_zeros()),
                    "{word:#x}"
                );
            }
        }
    }
}
