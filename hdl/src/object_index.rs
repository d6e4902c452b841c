//! Object index: which object an address names, if it names one.
//!
//! ```text
//!              stage 1                  stage 2                    stage 3
//!           +-----------+ class     +-------------+ partial    +------------+
//! address ─►| cut apart ├──────────►| multiply by ├───────────►| add up,    ├─► class, page, index
//!           | mask span | dividend  | 1/m         | products   | range check|   in_region, exact
//!           | align     |           +-------------+            +------------+
//!           +-----------+
//!
//! clk_i      __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\_
//! advance_i  ^^^^^^^^^^^^^^\_____/^^^^^^^^^^^^^^^^
//! address_i  X a  X b  X   c     X
//! valid_1_o        a    b    b    c
//! valid_2_o             a    a    b    c
//! valid_o                         a    b    c
//! ```
//!
//! # Contract
//!
//! * Latency: 3 cycles with `advance_i` high; one address per such cycle. While `advance_i` is low nothing moves. With `hold_i` the address
//!   in stage 1 stays there, and none enters.
//! * Assumes: `region_base_i` is aligned to the region and does not change while anything is in flight.
//! * Guarantees, while `valid_o` is high: `in_region_o` says whether the address lies in the region. If so, `class_o` and
//!   `page_o` name the arena span that holds it, and `exact_o` says whether it is the first byte of an object, whose
//!   index is then `index_o`. In every other case the fields mean nothing.
//! * `valid_1_o`, `valid_2_o` and their classes show what is still in flight.
//!
//! # Exact division
//!
//! Let a be the address and f the arena's first object, both in granules of 8 bytes from the beginning of the span, and d = class + 1
//! the object's size in granules, d = 2^k m with m odd. The address is an object's start when a - f = q d for a q below the number of
//! objects. Nothing is divided, and nothing subtracted before the multiplication: a and f must agree in their k lowest bits, and then
//! q = A m' - F m' modulo 2^w, where A and F are a and f without these bits and m m' = 1 modulo 2^w. F m' is a constant of the class. *The
//! only check needed is that this q is below 2^OBJECT.* For suppose it is. Then q m = A - F modulo 2^w by construction, and so they are equal:
//!
//! * 0 <= q m < 2^OBJECT * 2^CLASS = 2^w, with w = QUOTIENT = OBJECT + CLASS;
//! * A - F < 2^w, as A < span / (8 * 2^k) <= 2^w;
//! * if A - F is negative, the address being before the first object, q m would be 2^w - (F - A) >= 2^w - F; but F + (2^OBJECT - 1) m is below 2^w.
//!
//! [`ObjectIndex::new`] asserts both conditions on constants for every class. The other way round, the index of a true object start
//! satisfies the congruence, whose solution is unique.
//!
//! # Cost
//!
//! Six tables of 2^CLASS rows, a shifter, about QUOTIENT^2 / 4 bits of adders split over two stages, and about
//! 6 QUOTIENT + 3 (PAGE + CLASS) flip-flops.

use crate::digit_product::DigitProduct;
use crate::first_object::FirstObject;
use crate::last_span_page::LastSpanPage;
use crate::prim::{Register, Rom};
use memento_abi::{Geometry, GRANULE_BYTES};
use rust_hdl_core::prelude::*;

/// Address to object, in three stages. OFFSET, the bits of an offset in the largest class's arena, is
/// OBJECT + CLASS + 4; QUOTIENT is OBJECT + CLASS.
#[derive(LogicBlock)]
pub struct ObjectIndex<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const OBJECT: usize,
    const OFFSET: usize,
    const QUOTIENT: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties the stages.
    pub rst_ni: Signal<In, Bit>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// All stages move on.
    pub advance_i: Signal<In, Bit>,
    /// Stage 1 does not, whatever the others do.
    pub hold_i: Signal<In, Bit>,
    /// An address enters.
    pub valid_i: Signal<In, Bit>,
    /// The address.
    pub address_i: Signal<In, Bits<ADDRESS>>,
    /// An address is in stage 1.
    pub valid_1_o: Signal<Out, Bit>,
    /// Its class.
    pub class_1_o: Signal<Out, Bits<CLASS>>,
    /// An address is in stage 2.
    pub valid_2_o: Signal<Out, Bit>,
    /// Its class.
    pub class_2_o: Signal<Out, Bits<CLASS>>,
    /// First page, within the class's slice, of the arena span that holds it.
    pub page_2_o: Signal<Out, Bits<PAGE>>,
    /// An address has come out.
    pub valid_o: Signal<Out, Bit>,
    /// The address lies in the region.
    pub in_region_o: Signal<Out, Bit>,
    /// Size class whose slice holds the address.
    pub class_o: Signal<Out, Bits<CLASS>>,
    /// First page, within the slice, of the arena span that holds the address.
    pub page_o: Signal<Out, Bits<PAGE>>,
    /// The address is the first byte of an object.
    pub exact_o: Signal<Out, Bit>,
    /// Index of that object in its arena.
    pub index_o: Signal<Out, Bits<OBJECT>>,

    // Constants of each class. The dividend is A; the origin is -F m'.
    last_span_page: LastSpanPage<CLASS, PAGE>,
    alignment_shift: Rom<Bits<3>, CLASS>,
    alignment_mask: Rom<Bits<12>, CLASS>,
    dividend_mask: Rom<Bits<QUOTIENT>, CLASS>,
    inverse: Rom<Bits<QUOTIENT>, CLASS>,
    triple_inverse: Rom<Bits<QUOTIENT>, CLASS>,
    origin: Rom<Bits<QUOTIENT>, CLASS>,
    slice_class: Signal<Local, Bits<CLASS>>,
    first_object: FirstObject<CLASS>,
    /// The address in granules, right in the bits of an offset in the arena's span.
    granules: Signal<Local, Bits<OFFSET>>,
    /// Where it differs from the first object's, right in the bits of an offset in a page.
    difference: Signal<Local, Bits<12>>,

    valid_1: Register<Bit>,
    in_region_1: Register<Bit>,
    class_1: Register<Bits<CLASS>>,
    page_1: Register<Bits<PAGE>>,
    /// The distance from the first object is a multiple of 8 * 2^k bytes.
    aligned_1: Register<Bit>,
    dividend_1: Register<Bits<QUOTIENT>>,
    inverse_1: Register<Bits<QUOTIENT>>,
    triple_inverse_1: Register<Bits<QUOTIENT>>,
    origin_1: Register<Bits<QUOTIENT>>,

    dividend: Signal<Local, Bits<14>>,
    products: [DigitProduct<QUOTIENT>; 7],

    valid_2: Register<Bit>,
    in_region_2: Register<Bit>,
    class_2: Register<Bits<CLASS>>,
    page_2: Register<Bits<PAGE>>,
    /// Everything but the quotient's range is right.
    aligned_2: Register<Bit>,
    lower_sum_2: Register<Bits<QUOTIENT>>,
    middle_2: Register<Bits<QUOTIENT>>,
    upper_sum_2: Register<Bits<QUOTIENT>>,

    quotient: Signal<Local, Bits<QUOTIENT>>,

    valid_3: Register<Bit>,
    in_region_3: Register<Bit>,
    class_3: Register<Bits<CLASS>>,
    page_3: Register<Bits<PAGE>>,
    exact_3: Register<Bit>,
    index_3: Register<Bits<OBJECT>>,

    /// Bits of an address that tell the region.
    region_mask: Constant<Bits<ADDRESS>>,
    /// Bits of an address below its class.
    slice_bits: Constant<Bits<6>>,
    /// Quotient bits that an object's index does not have.
    beyond_arena: Constant<Bits<QUOTIENT>>,
}

/// The inverse of the odd number `m` modulo 2^64.
fn inverse_of_odd(m: u64) -> u64 {
    // Newton's iteration doubles the number of right bits; m is its own inverse modulo 8.
    (0..5).fold(m, |x, _| x.wrapping_mul(2u64.wrapping_sub(m.wrapping_mul(x))))
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const OBJECT: usize,
        const OFFSET: usize,
        const QUOTIENT: usize,
    > ObjectIndex<ADDRESS, CLASS, PAGE, OBJECT, OFFSET, QUOTIENT>
{
    /// Stages for `geometry`, whose widths the const generics must have.
    ///
    /// # Panics
    ///
    /// When they have not, or when the exact division would not be exact.
    pub fn new(geometry: &Geometry) -> Self {
        let name = geometry.name;
        assert_eq!(ADDRESS, geometry.address_bits as usize, "ADDRESS of {name}");
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert_eq!(OBJECT, geometry.object_bits() as usize, "OBJECT of {name}");
        assert_eq!(QUOTIENT, OBJECT + CLASS, "QUOTIENT must be OBJECT + CLASS");
        assert!(
            QUOTIENT <= 14,
            "the dividend has seven digits of two bits, {QUOTIENT} bits do not fit"
        );
        let divisor = |class: usize| class as u64 + 1;
        let shift = |class| divisor(class).trailing_zeros();
        let alignment_mask = |class| (GRANULE_BYTES << shift(class)) - 1;
        let dividend_bits =
            |class| geometry.span_shift(class as u32) - (GRANULE_BYTES << shift(class)).trailing_zeros();
        let quotient_mask = (1 << QUOTIENT) - 1;
        let odd_divisor = |class| divisor(class) >> shift(class);
        let inverse = |class| inverse_of_odd(odd_divisor(class));
        let first = |class: usize| (geometry.first_object_offset(class as u32) / GRANULE_BYTES) >> shift(class);
        for class in 0..1 << CLASS {
            let span_shift = geometry.span_shift(class as u32);
            assert!(
                span_shift as usize <= OFFSET,
                "a span of 2^{span_shift} B does not fit OFFSET = {OFFSET}"
            );
            assert!(
                dividend_bits(class) <= QUOTIENT as u32,
                "distances in class {class} of {name} do not fit {QUOTIENT} bits: the division would not be exact"
            );
            assert!(
                first(class) + ((1 << OBJECT) - 1) * odd_divisor(class) < 1 << QUOTIENT,
                "an address before the first object in class {class} of {name} could be taken for an object"
            );
            assert!(
                alignment_mask(class) < 1 << 12 && shift(class) < 8,
                "objects of class {class} of {name} are aligned to more than a page or 2^7 granules"
            );
        }
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            region_base_i: Default::default(),
            advance_i: Default::default(),
            hold_i: Default::default(),
            valid_i: Default::default(),
            address_i: Default::default(),
            valid_1_o: Default::default(),
            class_1_o: Default::default(),
            valid_2_o: Default::default(),
            class_2_o: Default::default(),
            page_2_o: Default::default(),
            valid_o: Default::default(),
            in_region_o: Default::default(),
            class_o: Default::default(),
            page_o: Default::default(),
            exact_o: Default::default(),
            index_o: Default::default(),
            last_span_page: LastSpanPage::new(geometry),
            alignment_shift: Rom::new("alignment_shift", |class| bits(shift(class).into())),
            alignment_mask: Rom::new("alignment_mask", |class| bits(alignment_mask(class))),
            dividend_mask: Rom::new("dividend_mask", |class| bits((1 << dividend_bits(class)) - 1)),
            inverse: Rom::new("inverse", |class| bits(inverse(class) & quotient_mask)),
            triple_inverse: Rom::new("triple_inverse", |class| {
                bits(inverse(class).wrapping_mul(3) & quotient_mask)
            }),
            origin: Rom::new("origin", |class| {
                bits(first(class).wrapping_mul(inverse(class)).wrapping_neg() & quotient_mask)
            }),
            slice_class: Default::default(),
            first_object: FirstObject::new(geometry),
            granules: Default::default(),
            difference: Default::default(),
            valid_1: Default::default(),
            in_region_1: Default::default(),
            class_1: Default::default(),
            page_1: Default::default(),
            aligned_1: Default::default(),
            dividend_1: Default::default(),
            inverse_1: Default::default(),
            triple_inverse_1: Default::default(),
            origin_1: Default::default(),
            dividend: Default::default(),
            products: Default::default(),
            valid_2: Default::default(),
            in_region_2: Default::default(),
            class_2: Default::default(),
            page_2: Default::default(),
            aligned_2: Default::default(),
            lower_sum_2: Default::default(),
            middle_2: Default::default(),
            upper_sum_2: Default::default(),
            quotient: Default::default(),
            valid_3: Default::default(),
            in_region_3: Default::default(),
            class_3: Default::default(),
            page_3: Default::default(),
            exact_3: Default::default(),
            index_3: Default::default(),
            region_mask: Constant::new(!bits::<ADDRESS>((1 << geometry.region_bits) - 1)),
            slice_bits: Constant::new(bits(geometry.slice_bits() as u64)),
            beyond_arena: Constant::new(!bits::<QUOTIENT>((1 << OBJECT) - 1)),
        }
    }
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const OBJECT: usize,
        const OFFSET: usize,
        const QUOTIENT: usize,
    > Logic for ObjectIndex<ADDRESS, CLASS, PAGE, OBJECT, OFFSET, QUOTIENT>
{
    kernel! {
        #[hdl_gen]
        "memento_object_index",
        registers: [
            valid_1, in_region_1, class_1, page_1, aligned_1, dividend_1, inverse_1, triple_inverse_1,
            origin_1, valid_2, in_region_2, class_2, page_2, aligned_2, lower_sum_2, middle_2, upper_sum_2,
            valid_3, in_region_3, class_3, page_3, exact_3, index_3,
        ],
        fn update(&mut self) {
            comment!("Stage 1: cut the address apart, and take out the power of two.");
            self.slice_class.next = bit_cast::<CLASS, ADDRESS>(self.address_i.val() >> self.slice_bits.val());
            self.last_span_page.class_i.next = self.slice_class.val();
            self.alignment_shift.address_i.next = self.slice_class.val();
            self.alignment_mask.address_i.next = self.slice_class.val();
            self.dividend_mask.address_i.next = self.slice_class.val();
            self.inverse.address_i.next = self.slice_class.val();
            self.triple_inverse.address_i.next = self.slice_class.val();
            self.first_object.class_i.next = self.slice_class.val();
            self.origin.address_i.next = self.slice_class.val();
            self.granules.next = self.address_i.val().get_bits::<OFFSET>(3);
            self.difference.next = self.address_i.val().get_bits::<12>(0) ^ self.first_object.offset_o.val();
            if self.advance_i.val() && !self.hold_i.val() {
                self.valid_1.d.next = self.valid_i.val();
                self.in_region_1.d.next =
                    !((self.address_i.val() ^ self.region_base_i.val()) & self.region_mask.val()).any();
                self.class_1.d.next = self.slice_class.val();
                self.page_1.d.next = self.address_i.val().get_bits::<PAGE>(12) & !self.last_span_page.number_o.val();
                self.aligned_1.d.next = !(self.difference.val() & self.alignment_mask.data_o.val()).any();
                self.dividend_1.d.next =
                    bit_cast::<QUOTIENT, OFFSET>(self.granules.val() >> self.alignment_shift.data_o.val())
                        & self.dividend_mask.data_o.val();
                self.inverse_1.d.next = self.inverse.data_o.val();
                self.triple_inverse_1.d.next = self.triple_inverse.data_o.val();
                self.origin_1.d.next = self.origin.data_o.val();
            }

            comment!("Stage 2: multiply by the inverse; what the first object would come to is taken off.");
            self.dividend.next = bit_cast::<14, QUOTIENT>(self.dividend_1.q.val());
            for digit in 0..7 {
                self.products[digit].multiplicand_i.next = self.inverse_1.q.val();
                self.products[digit].triple_i.next = self.triple_inverse_1.q.val();
                self.products[digit].digit_i.next = self.dividend.val().get_bits::<2>(2 * digit);
            }
            if self.advance_i.val() {
                self.valid_2.d.next = self.valid_1.q.val() && !self.hold_i.val();
                self.in_region_2.d.next = self.in_region_1.q.val();
                self.class_2.d.next = self.class_1.q.val();
                self.page_2.d.next = self.page_1.q.val();
                self.aligned_2.d.next = self.aligned_1.q.val();
                self.lower_sum_2.d.next = (self.products[0].product_o.val() + (self.products[1].product_o.val() << 2))
                    + (self.products[2].product_o.val() << 4);
                self.middle_2.d.next = (self.products[3].product_o.val() << 6) + self.origin_1.q.val();
                self.upper_sum_2.d.next = ((self.products[4].product_o.val() << 8)
                    + (self.products[5].product_o.val() << 10))
                    + (self.products[6].product_o.val() << 12);
            }

            comment!("Stage 3: add up; a quotient that is an index is the right one.");
            self.quotient.next = (self.lower_sum_2.q.val() + self.middle_2.q.val()) + self.upper_sum_2.q.val();
            if self.advance_i.val() {
                self.valid_3.d.next = self.valid_2.q.val();
                self.in_region_3.d.next = self.in_region_2.q.val();
                self.class_3.d.next = self.class_2.q.val();
                self.page_3.d.next = self.page_2.q.val();
                self.exact_3.d.next = self.aligned_2.q.val() && !(self.quotient.val() & self.beyond_arena.val()).any();
                self.index_3.d.next = self.quotient.val().get_bits::<OBJECT>(0);
            }

            self.valid_1_o.next = self.valid_1.q.val();
            self.class_1_o.next = self.class_1.q.val();
            self.valid_2_o.next = self.valid_2.q.val();
            self.class_2_o.next = self.class_2.q.val();
            self.page_2_o.next = self.page_2.q.val();
            self.valid_o.next = self.valid_3.q.val();
            self.in_region_o.next = self.in_region_3.q.val();
            self.class_o.next = self.class_3.q.val();
            self.page_o.next = self.page_3.q.val();
            self.exact_o.next = self.exact_3.q.val();
            self.index_o.next = self.index_3.q.val();
        }
    }
}

#[cfg(test)]
mod tests;
