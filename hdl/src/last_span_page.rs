//! Number of the last page of an arena's span.

use memento_abi::{Geometry, GRANULE_BYTES, PAGE_SHIFT};
use rust_hdl_core::prelude::*;

/// Number of the last page of the span that an arena of a class takes, which is also the mask of a page's number within the span.
///
/// ```text
///   class_i ──► a one at or above? ────────────┬──► number_o
///          └──► ones alone from the lowest on? ┘
/// ```
///
/// The objects of an arena, 2^n of d = class + 1 granules of 8 bytes, fill f = d / 2^s whole pages, s = 9 - n; the header, the class's colour
/// and what is left of them need another. The span has the next power of two of pages from f + 1 on, so the number of its last page is f with every bit
/// below its highest set: bit k is set if d >= 2^(k+s). In the class that is a one in bit k + s or above, or ones alone below.
///
/// Combinational, one function of the class for each bit. It is no table, because synthesisers move a table in front of the
/// flip-flops of its address, where long paths end.
#[derive(LogicBlock)]
pub struct LastSpanPage<const CLASS: usize, const PAGE: usize> {
    /// The class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The page's number, counted from the first page of the span.
    pub number_o: Signal<Out, Bits<PAGE>>,
    above_pairs: Signal<Local, Bits<CLASS>>,
    above_nibbles: Signal<Local, Bits<CLASS>>,
    /// Some bit is one at this place or above.
    above: Signal<Local, Bits<CLASS>>,
    below_pairs: Signal<Local, Bits<CLASS>>,
    below_nibbles: Signal<Local, Bits<CLASS>>,
    /// Some bit is zero at this place or below.
    below: Signal<Local, Bits<CLASS>>,
    /// s.
    one_page: Constant<Bits<4>>,
    /// s - 1.
    half_page: Constant<Bits<4>>,
}

impl<const CLASS: usize, const PAGE: usize> LastSpanPage<CLASS, PAGE> {
    /// For `geometry`, whose widths the const generics must have.
    ///
    /// # Panics
    ///
    /// When they have not, or when header and colour do not fit into what the objects leave of their last page.
    pub fn new(geometry: &Geometry) -> Self {
        let name = geometry.name;
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert!(
            CLASS < PAGE && CLASS < 8,
            "a size of {CLASS} bits in granules is too wide"
        );
        let smallest_objects = GRANULE_BYTES.ilog2() + geometry.object_bits();
        assert!(
            smallest_objects < PAGE_SHIFT
                && (0..geometry.classes).all(|class| geometry.first_object_offset(class) <= 1 << smallest_objects),
            "objects of {name} leave no room for header and colour in their last page"
        );
        crate::module!(
            one_page: Constant::new(bits((PAGE_SHIFT - smallest_objects).into())),
            half_page: Constant::new(bits((PAGE_SHIFT - smallest_objects - 1).into()));
            class_i, number_o, above_pairs, above_nibbles, above, below_pairs, below_nibbles, below,
        )
    }
}

impl<const CLASS: usize, const PAGE: usize> Logic for LastSpanPage<CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_last_span_page",
        fn update(&mut self) {
            self.above_pairs.next = self.class_i.val() | (self.class_i.val() >> 1);
            self.above_nibbles.next = self.above_pairs.val() | (self.above_pairs.val() >> 2);
            self.above.next = self.above_nibbles.val() | (self.above_nibbles.val() >> 4);
            self.below_pairs.next = !self.class_i.val() | (!self.class_i.val() << 1);
            self.below_nibbles.next = self.below_pairs.val() | (self.below_pairs.val() << 2);
            self.below.next = self.below_nibbles.val() | (self.below_nibbles.val() << 4);
            self.number_o.next = bit_cast::<PAGE, CLASS>(
                (self.above.val() >> self.one_page.val()) | (!self.below.val() >> self.half_page.val()),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle};
    use memento_abi::{SOC32, TINY};

    fn every_class_has_its_span<const CLASS: usize, const PAGE: usize>(geometry: &Geometry) {
        let mut uut = prepare(LastSpanPage::<CLASS, PAGE>::new(geometry));
        for class in 0..geometry.classes {
            uut.class_i.next = bits(class.into());
            settle(&mut uut);
            assert_eq!(
                uut.number_o.val(),
                bits(geometry.span_pages(class) - 1),
                "{} {class}",
                geometry.name
            );
        }
    }

    #[test]
    fn the_last_page_is_that_of_the_span() {
        every_class_has_its_span::<6, 12>(&SOC32);
        every_class_has_its_span::<4, 12>(&TINY);
    }
}
