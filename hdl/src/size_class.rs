//! Size class decode: which size class serves a request of so many bytes.
//!
//! ```text
//!                 +------------------+
//!   size_i ──────►|    size_class    |──► class_o      size class
//!   (bytes)       |                  |──► too_large_o  no class is large enough
//!                 |  combinational   |
//!                 +------------------+
//!
//!   size_i        0   1   8   9   16  17   ..  504  505  512  513
//!   class_o       0   0   0   1   1   2    ..  62   63   63   -        (64 classes)
//!   too_large_o   0   0   0   0   0   0    ..  0    0    0    1
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational.
//! * Guarantees: `too_large_o` is exact for every value of `size_i`. While it is low, `class_o = (max(size_i, 1) - 1) / 8`;
//!   while it is high, that means nothing.
//!
//! # Cost
//!
//! One decrement of CLASS bits and an OR over the upper bits; no carry crosses the width of the size.

use crate::any_below::AnyBelow;
use rust_hdl_core::prelude::*;

/// Size class decode for 2^CLASS classes of 8, 16, .. 8 * 2^CLASS bytes.
#[derive(LogicBlock)]
pub struct SizeClass<const ADDRESS: usize, const CLASS: usize> {
    /// Requested bytes; 0 counts as 1.
    pub size_i: Signal<In, Bits<ADDRESS>>,
    /// Size class.
    pub class_o: Signal<Out, Bits<CLASS>>,
    /// The size is above the largest class.
    pub too_large_o: Signal<Out, Bit>,
    below: AnyBelow,
    /// The size's bits of the largest size and below; and for each place, whether one of the 2, 4, 8 places above it is set.
    set: Signal<Local, Bits<16>>,
    above_2: Signal<Local, Bits<16>>,
    above_4: Signal<Local, Bits<16>>,
    above_8: Signal<Local, Bits<16>>,
    /// The size less 1, in the bits of the class and below.
    unrounded: Signal<Local, Bits<16>>,
    /// The bits of the largest size and those below it.
    class_bits: Constant<Bits<ADDRESS>>,
    /// The bits below the largest size.
    lower_bits: Constant<Bits<ADDRESS>>,
    /// The bit of the largest size.
    largest_bit: Constant<Bits<ADDRESS>>,
}

impl<const ADDRESS: usize, const CLASS: usize> Default for SizeClass<ADDRESS, CLASS> {
    fn default() -> Self {
        assert!(
            ADDRESS > CLASS + 4,
            "a size of {ADDRESS} bits is too narrow for 2^{CLASS} classes"
        );
        let largest = 8u64 << CLASS;
        Self {
            size_i: Default::default(),
            class_o: Default::default(),
            too_large_o: Default::default(),
            below: Default::default(),
            set: Default::default(),
            above_2: Default::default(),
            above_4: Default::default(),
            above_8: Default::default(),
            unrounded: Default::default(),
            class_bits: Constant::new(bits(2 * largest - 1)),
            lower_bits: Constant::new(bits(largest - 1)),
            largest_bit: Constant::new(bits(largest)),
        }
    }
}

impl<const ADDRESS: usize, const CLASS: usize> Logic for SizeClass<ADDRESS, CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_size_class",
        fn update(&mut self) {
            self.too_large_o.next = (self.size_i.val() & !self.class_bits.val()).any()
                || ((self.size_i.val() & self.largest_bit.val()).any()
                    && (self.size_i.val() & self.lower_bits.val()).any());
            comment!("The size less 1, borrow by borrow: a bit flips when nothing below it is set. Of a size of 0, none does: nothing above is set either.");
            self.below.word_i.next = bit_cast::<16, ADDRESS>(self.size_i.val() & self.lower_bits.val());
            self.set.next = bit_cast::<16, ADDRESS>(self.size_i.val() & self.class_bits.val());
            self.above_2.next = (self.set.val() >> 1) | (self.set.val() >> 2);
            self.above_4.next = self.above_2.val() | (self.above_2.val() >> 2);
            self.above_8.next = self.above_4.val() | (self.above_4.val() >> 4);
            self.unrounded.next = (self.set.val() & self.below.below_o.val())
                | (!self.set.val() & !self.below.below_o.val() & (self.above_8.val() | (self.above_8.val() >> 8)));
            self.class_o.next = self.unrounded.val().get_bits::<CLASS>(3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};
    use memento_abi::{Geometry, PAPER, SOC32, TINY};

    /// Compares one size with the layout crate.
    fn check<const ADDRESS: usize, const CLASS: usize>(
        uut: &mut SizeClass<ADDRESS, CLASS>,
        geometry: &Geometry,
        size: u64,
    ) {
        uut.size_i.next = bits(size);
        settle(uut);
        let class = (!uut.too_large_o.val()).then(|| uut.class_o.val().index() as u32);
        assert_eq!(class, geometry.class_of(size), "class of {size} B");
    }

    /// Every size up to four times the largest class, and every single bit above with its neighbours.
    fn check_all_sizes<const ADDRESS: usize, const CLASS: usize>(geometry: &Geometry) {
        let mut uut = prepare(SizeClass::<ADDRESS, CLASS>::default());
        for size in 0..4 * geometry.max_size() {
            check(&mut uut, geometry, size);
        }
        for bit in 0..ADDRESS {
            for size in [(1u64 << bit).wrapping_sub(1), 1 << bit, (1 << bit) + 1, (1 << bit) + 8] {
                check(&mut uut, geometry, size);
            }
        }
    }

    #[test]
    fn every_size_falls_into_its_class_in_paper() {
        check_all_sizes::<48, 6>(&PAPER);
    }

    #[test]
    fn every_size_falls_into_its_class_in_soc32() {
        check_all_sizes::<32, 6>(&SOC32);
    }

    #[test]
    fn every_size_falls_into_its_class_in_tiny() {
        check_all_sizes::<32, 4>(&TINY);
    }
}
