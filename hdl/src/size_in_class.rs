//! Whether a request falls into a given size class.
//!
//! ```text
//!   size_i  ──►+-----------------+
//!   (bytes)    |  size_in_class  |──► is_in_class_o
//!   class_i ──►|  combinational  |
//!              +-----------------+
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational. Guarantees: `is_in_class_o` says whether the `class_o` of
//!   [`SizeClass`](crate::size_class::SizeClass) for `size_i` is `class_i`, for every size, also one that is too large for any class.
//!
//! # Without a decrement
//!
//! The class is (size - 1) / 8. Of a size that is a multiple of 8 and not 0, that is a decrement of size / 8 = u; of any other it is u itself.
//! Whether u = c + 1 is seen without adding: bit 0 must differ, and each other bit must differ just if the carry comes there, which, if all bits
//! below are right, is when the bit before is 1 in c and 0 in u.
//!
//! # Cost
//!
//! Two comparisons of CLASS bits, three levels of LUTs.

use rust_hdl_core::prelude::*;

/// Comparison of a size with a class, of 2^CLASS classes of 8, 16, .. 8 * 2^CLASS bytes.
#[derive(LogicBlock)]
pub struct SizeInClass<const ADDRESS: usize, const CLASS: usize> {
    /// Requested bytes; 0 counts as 1.
    pub size_i: Signal<In, Bits<ADDRESS>>,
    /// Size class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The size is of that class.
    pub is_in_class_o: Signal<Out, Bit>,
    units: Signal<Local, Bits<CLASS>>,
    /// Bits in which the class less than the units by 1 would have to differ from them.
    carries: Signal<Local, Bits<CLASS>>,
    /// The bits of the largest size, and below it down to 8.
    unit_bits: Constant<Bits<ADDRESS>>,
}

impl<const ADDRESS: usize, const CLASS: usize> Default for SizeInClass<ADDRESS, CLASS> {
    fn default() -> Self {
        assert!(
            ADDRESS > CLASS + 4,
            "a size of {ADDRESS} bits is too narrow for 2^{CLASS} classes"
        );
        Self {
            size_i: Default::default(),
            class_i: Default::default(),
            is_in_class_o: Default::default(),
            units: Default::default(),
            carries: Default::default(),
            unit_bits: Constant::new(bits((16 << CLASS) - 8)),
        }
    }
}

impl<const ADDRESS: usize, const CLASS: usize> Logic for SizeInClass<ADDRESS, CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_size_in_class",
        fn update(&mut self) {
            self.units.next = self.size_i.val().get_bits::<CLASS>(3);
            self.carries.next = ((self.class_i.val() & !self.units.val()) << 1) | 1;
            self.is_in_class_o.next = self.units.val() == self.class_i.val();
            if !self.size_i.val().get_bits::<3>(0).any() && (self.size_i.val() & self.unit_bits.val()).any() {
                self.is_in_class_o.next = (self.units.val() ^ self.class_i.val()) == self.carries.val();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};
    use crate::size_class::SizeClass;

    /// Every size up to four times the largest class and every single bit above, with every class.
    fn check_all<const ADDRESS: usize, const CLASS: usize>() {
        let mut class_of = prepare(SizeClass::<ADDRESS, CLASS>::default());
        let mut uut = prepare(SizeInClass::<ADDRESS, CLASS>::default());
        let single_bits = (0..ADDRESS).map(|bit| 1u64 << bit);
        for size in (0..32 << CLASS).chain(single_bits) {
            class_of.size_i.next = bits(size);
            settle(&mut class_of);
            uut.size_i.next = bits(size);
            for class in 0..1u64 << CLASS {
                uut.class_i.next = bits(class);
                settle(&mut uut);
                let expected = class_of.class_o.val() == bits(class);
                assert_eq!(uut.is_in_class_o.val(), expected, "{size} B in class {class}");
            }
        }
    }

    #[test]
    fn it_agrees_with_the_size_class_of_every_size_in_64_classes() {
        check_all::<32, 6>();
        check_all::<48, 6>();
    }

    #[test]
    fn it_agrees_with_the_size_class_of_every_size_in_16_classes() {
        check_all::<32, 4>();
    }
}
