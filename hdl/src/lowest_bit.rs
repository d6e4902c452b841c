//! The lowest set bit of a word, by itself.

use rust_hdl_core::prelude::*;

/// The lowest set bit of a 16-bit word, by itself; 0 for 0.
///
/// ```text
///   word_i    0000 0110 0100 0000
///   first of  0000 0010 0100 0000     the lowest set bit of each nibble
///   reach     0000 0000 1111 1111     nibbles below which there is no set bit
///   lowest_o  0000 0000 0100 0000
/// ```
///
/// Combinational, three levels of 4-input LUTs: one fewer than an index would take.
#[derive(LogicBlock, Default)]
pub struct LowestBit {
    /// The word.
    pub word_i: Signal<In, Bits<16>>,
    /// Its lowest set bit.
    pub lowest_o: Signal<Out, Bits<16>>,
    before: Signal<Local, Bits<16>>,
    first_of_nibbles: Signal<Local, Bits<16>>,
    reach: Signal<Local, Bits<16>>,
}

impl Logic for LowestBit {
    kernel! {
        #[hdl_gen]
        "memento_lowest_bit",
        fn update(&mut self) {
            comment!("Set bits below each bit in its nibble.");
            self.before.next = ((self.word_i.val() << 1) & 0xEEEE)
                | ((self.word_i.val() << 2) & 0xCCCC)
                | ((self.word_i.val() << 3) & 0x8888);
            self.first_of_nibbles.next = self.word_i.val() & !self.before.val();
            self.reach.next = bits::<16>(0x000F);
            if !self.word_i.val().get_bits::<4>(0).any() {
                self.reach.next = bits::<16>(0x00FF);
                if !self.word_i.val().get_bits::<4>(4).any() {
                    self.reach.next = bits::<16>(0x0FFF);
                    if !self.word_i.val().get_bits::<4>(8).any() {
                        self.reach.next = bits::<16>(0xFFFF);
                    }
                }
            }
            self.lowest_o.next = self.first_of_nibbles.val() & self.reach.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn every_word_gives_its_lowest_bit() {
        let mut uut = prepare(LowestBit::default());
        for word in 0..1u64 << 16 {
            uut.word_i.next = word.into();
            settle(&mut uut);
            assert_eq!(uut.lowest_o.val().to_u64(), word & word.wrapping_neg(), "{word:#x}");
        }
    }
}
