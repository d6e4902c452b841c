//! Takes the lowest one out of a word.

use crate::any_below::AnyBelow;
use crate::few_ones::FewOnes;
use crate::find_first_zero::FindFirstZero;
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
/// Contract: of a word without a one, `place_o` means nothing and `rest_o` is 0. Combinational, about four levels of 4-input LUTs.
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
    lowest: FindFirstZero<16, 4, 32>,
    below: AnyBelow,
    ones: FewOnes,
}

impl Logic for TakeLowest {
    kernel! {
        #[hdl_gen]
        "memento_take_lowest",
        fn update(&mut self) {
            self.lowest.word_i.next = !self.word_i.val();
            self.place_o.next = self.lowest.index_o.val();
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
