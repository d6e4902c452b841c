//! Whether a word has exactly one bit set.

use rust_hdl_core::prelude::*;

/// Whether a 16-bit word has exactly one bit set.
///
/// ```text
///   bits      pairs     nibbles   bytes     word
///   any  ──►  any  ──►  any  ──►  any  ──►  any  ─┐
///   two  ──►  two  ──►  two  ──►  two  ──►  two  ─┴► single = any and not two
/// ```
///
/// Combinational, four levels: a part has two ones when one of its halves has, or both have one.
#[derive(LogicBlock, Default)]
pub struct SingleBit {
    /// The word.
    pub word_i: Signal<In, Bits<16>>,
    /// Exactly one bit of it is 1.
    pub single_o: Signal<Out, Bit>,
    any_pair: Signal<Local, Bits<16>>,
    two_pair: Signal<Local, Bits<16>>,
    any_nibble: Signal<Local, Bits<16>>,
    two_nibble: Signal<Local, Bits<16>>,
    any_byte: Signal<Local, Bits<16>>,
    two_byte: Signal<Local, Bits<16>>,
    any_word: Signal<Local, Bits<16>>,
    two_word: Signal<Local, Bits<16>>,
}

impl Logic for SingleBit {
    kernel! {
        #[hdl_gen]
        "memento_single_bit",
        fn update(&mut self) {
            comment!("Bit b of each level is about the part that begins at bit b; only the parts' first bits are used.");
            self.any_pair.next = self.word_i.val() | (self.word_i.val() >> 1);
            self.two_pair.next = self.word_i.val() & (self.word_i.val() >> 1);
            self.any_nibble.next = self.any_pair.val() | (self.any_pair.val() >> 2);
            self.two_nibble.next = (self.two_pair.val() | (self.two_pair.val() >> 2))
                | (self.any_pair.val() & (self.any_pair.val() >> 2));
            self.any_byte.next = self.any_nibble.val() | (self.any_nibble.val() >> 4);
            self.two_byte.next = (self.two_nibble.val() | (self.two_nibble.val() >> 4))
                | (self.any_nibble.val() & (self.any_nibble.val() >> 4));
            self.any_word.next = self.any_byte.val() | (self.any_byte.val() >> 8);
            self.two_word.next = (self.two_byte.val() | (self.two_byte.val() >> 8))
                | (self.any_byte.val() & (self.any_byte.val() >> 8));
            self.single_o.next = self.any_word.val().get_bit(0) && !self.two_word.val().get_bit(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn every_word_is_judged_as_its_number_of_ones_says() {
        let mut uut = prepare(SingleBit::default());
        for word in 0..1u64 << 16 {
            uut.word_i.next = word.into();
            settle(&mut uut);
            assert_eq!(uut.single_o.val(), word.count_ones() == 1, "{word:#x}");
        }
    }
}
