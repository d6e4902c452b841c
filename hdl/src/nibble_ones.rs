//! How many ones a nibble has.

use rust_hdl_core::prelude::*;

/// The number of ones of a nibble, 0 to 4.
///
/// Combinational, one level of 4-input LUTs.
#[derive(LogicBlock, Default)]
pub struct NibbleOnes {
    /// The nibble.
    pub nibble_i: Signal<In, Bits<4>>,
    /// How many ones it has.
    pub count_o: Signal<Out, Bits<3>>,
    /// Of the two bits from each place on, one is 1; both are.
    one: Signal<Local, Bits<4>>,
    both: Signal<Local, Bits<4>>,
}

impl Logic for NibbleOnes {
    kernel! {
        #[hdl_gen]
        "memento_nibble_ones",
        fn update(&mut self) {
            self.one.next = self.nibble_i.val() ^ (self.nibble_i.val() >> 1);
            self.both.next = self.nibble_i.val() & (self.nibble_i.val() >> 1);
            comment!("A table would do as well, but a synthesiser that keeps it in memory moves it in front of the nibble's register.");
            self.count_o.next = bit_cast::<3, 1>((self.one.val() ^ (self.one.val() >> 2)).get_bits::<1>(0))
                | (bit_cast::<3, 1>(
                    ((self.both.val() ^ (self.both.val() >> 2)) | (self.one.val() & (self.one.val() >> 2)))
                        .get_bits::<1>(0),
                ) << 1)
                | (bit_cast::<3, 1>((self.both.val() & (self.both.val() >> 2)).get_bits::<1>(0)) << 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};

    #[test]
    fn the_ones_of_every_nibble_are_counted() {
        let mut uut = prepare(NibbleOnes::default());
        for nibble in 0..16u64 {
            uut.nibble_i.next = nibble.into();
            settle(&mut uut);
            assert_eq!(
                uut.count_o.val().to_u64(),
                u64::from(nibble.count_ones()),
                "{nibble:#x}"
            );
        }
    }
}
