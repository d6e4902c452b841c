//! How many ones a word has, as long as they are few.

use rust_hdl_core::prelude::*;

/// Number of ones in a 16-bit word, where 3 stands for three or more.
///
/// ```text
///   places ──► pairs ──► nibbles ──► bytes ──► word ──► count_o
/// ```
///
/// Each step adds the counts of two halves, and stays at 3 once it is there. Combinational, three levels of 4-input LUTs.
#[derive(LogicBlock, Default)]
pub struct FewOnes {
    /// The word.
    pub word_i: Signal<In, Bits<16>>,
    /// Its ones, up to 3.
    pub count_o: Signal<Out, Bits<2>>,
    low_pair: Signal<Local, Bits<16>>,
    high_pair: Signal<Local, Bits<16>>,
    low_nibble: Signal<Local, Bits<16>>,
    high_nibble: Signal<Local, Bits<16>>,
    low_byte: Signal<Local, Bits<16>>,
    high_byte: Signal<Local, Bits<16>>,
    low_word: Signal<Local, Bits<16>>,
    high_word: Signal<Local, Bits<16>>,
}

impl Logic for FewOnes {
    kernel! {
        #[hdl_gen]
        "memento_few_ones",
        fn update(&mut self) {
            comment!("Bit b of each pair of vectors is the count of the part that begins at place b.");
            self.low_pair.next = self.word_i.val() ^ (self.word_i.val() >> 1);
            self.high_pair.next = self.word_i.val() & (self.word_i.val() >> 1);
            self.low_nibble.next = (self.low_pair.val() ^ (self.low_pair.val() >> 2))
                | (self.high_pair.val() & (self.high_pair.val() >> 2));
            self.high_nibble.next = (self.high_pair.val() | (self.high_pair.val() >> 2))
                | (self.low_pair.val() & (self.low_pair.val() >> 2));
            self.low_byte.next = (self.low_nibble.val() ^ (self.low_nibble.val() >> 4))
                | (self.high_nibble.val() & (self.high_nibble.val() >> 4))
                | (self.high_nibble.val() & self.low_nibble.val())
                | ((self.high_nibble.val() & self.low_nibble.val()) >> 4);
            self.high_byte.next = (self.high_nibble.val() | (self.high_nibble.val() >> 4))
                | (self.low_nibble.val() & (self.low_nibble.val() >> 4));
            self.low_word.next = (self.low_byte.val() ^ (self.low_byte.val() >> 8))
                | (self.high_byte.val() & (self.high_byte.val() >> 8))
                | (self.high_byte.val() & self.low_byte.val())
                | ((self.high_byte.val() & self.low_byte.val()) >> 8);
            self.high_word.next = (self.high_byte.val() | (self.high_byte.val() >> 8))
                | (self.low_byte.val() & (self.low_byte.val() >> 8));
            self.count_o.next = bit_cast::<2, 1>(self.low_word.val().get_bit(0).into())
                | (bit_cast::<2, 1>(self.high_word.val().get_bit(0).into()) << 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn the_ones_of_every_word_are_counted_up_to_three() {
        let mut uut = prepare(FewOnes::default());
        for word in 0..1u64 << 16 {
            uut.word_i.next = word.into();
            settle(&mut uut);
            assert_eq!(
                uut.count_o.val().to_u64(),
                u64::from(word.count_ones().min(3)),
                "{word:#x}"
            );
        }
    }
}
