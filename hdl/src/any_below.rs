//! Which places of a word have a set bit below them.

use rust_hdl_core::prelude::*;

/// For each place of a 16-bit word, whether any lower place holds a 1.
///
/// ```text
///   word_i           0000 0110 0100 0000
///   below_o          1111 1111 1000 0000
///   word & below     0000 0110 0000 0000     the word without its lowest 1
///   ~below           0000 0000 0111 1111     everything up to the lowest 1
/// ```
///
/// Combinational, two levels of LUTs.
#[derive(LogicBlock, Default)]
pub struct AnyBelow {
    /// The word.
    pub word_i: Signal<In, Bits<16>>,
    /// Bit i = 1: one of the bits i-1..0 of the word is 1.
    pub below_o: Signal<Out, Bits<16>>,
    in_nibble: Signal<Local, Bits<16>>,
    in_lower_nibbles: Signal<Local, Bits<16>>,
}

impl Logic for AnyBelow {
    kernel! {
        #[hdl_gen]
        "memento_any_below",
        fn update(&mut self) {
            self.in_nibble.next = ((self.word_i.val() << 1) & 0xEEEE)
                | ((self.word_i.val() << 2) & 0xCCCC)
                | ((self.word_i.val() << 3) & 0x8888);
            self.in_lower_nibbles.next = bits::<16>(0);
            if self.word_i.val().get_bits::<4>(0).any() {
                self.in_lower_nibbles.next = bits::<16>(0xFFF0);
            } else if self.word_i.val().get_bits::<4>(4).any() {
                self.in_lower_nibbles.next = bits::<16>(0xFF00);
            } else if self.word_i.val().get_bits::<4>(8).any() {
                self.in_lower_nibbles.next = bits::<16>(0xF000);
            }
            self.below_o.next = self.in_nibble.val() | self.in_lower_nibbles.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn the_places_above_the_lowest_one_are_marked_in_every_word() {
        let mut uut = prepare(AnyBelow::default());
        for word in 0..1u64 << 16 {
            uut.word_i.next = word.into();
            settle(&mut uut);
            let expected = if word == 0 {
                0
            } else {
                0xFFFE << word.trailing_zeros() & 0xFFFF
            };
            assert_eq!(uut.below_o.val().to_u64(), expected, "{word:#x}");
        }
    }
}
