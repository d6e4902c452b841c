//! Object address: where the object with a given index of an arena lies.
//!
//! ```text
//!   a cycle before, or more
//!                   +---------------------+
//!   class_i ───────►| multiples ─► [ ]    |
//!                   |               ▼     |
//!   arena_i ───────►|   object_address    |
//!   index_i ───────►|                     |──► address_o = arena + 64 + 128 * colour + 8 * divisor * index
//!   pass_i ────────►|                     |     or pass
//!                   +---------------------+
//!
//!   index = digits 3 2 1 0 in base 4; divisor = class + 1
//!
//!   divisor * digit 0                        ──┐
//!   divisor * digit 1 * 4                    ──┼──► sums, carries ──┼──► sums, carries ──+──► address in granules of 8 bytes
//!   (divisor * digit 2 + colour) * 16        ──┘                    │
//!   divisor * digit 3 * 64 + header + arena  ───────────────────────┘
//! ```
//!
//! # Contract
//!
//! * In the cycle after one with `next_valid_i`, `address_o` is the address of object `index_i` of the arena at `arena_i`, an arena of the
//!   class that was named last: `class_i` in the last cycle with `class_valid_i`, which may be that with `next_valid_i`. In any other
//!   cycle it is `pass_i`.
//! * Assumes: `pass_i` is 0 where an object's address is asked for.
//!
//! # Cost
//!
//! Two levels of LUTs that make two summands of four, and an adder of GRANULES bits with nothing behind it: carry chains one behind
//! the other lie too far apart in an FPGA. The colour ([`Geometry::first_object_offset`]) has no row of its own: multiples that have it
//! in them are made beforehand, as all are. They are kept twice, since what is added must be 0 in a cycle without an object. Some 100
//! flip-flops.

use crate::class_multiples::ClassMultiples;
use crate::digit_product::DigitProduct;
use crate::prim::Register;
use memento_abi::{Geometry, GRANULE_BYTES, HEADER_BYTES};
use rust_hdl_core::prelude::*;

/// Address of an object. DIVISOR is CLASS + 1, TRIPLE is CLASS + 2; GRANULES, the bits of an offset within the largest class's arena in
/// granules of 8 bytes, is OBJECT + DIVISOR.
#[derive(LogicBlock)]
pub struct ObjectAddress<
    const ADDRESS: usize,
    const OBJECT: usize,
    const CLASS: usize,
    const DIVISOR: usize,
    const TRIPLE: usize,
    const GRANULES: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,
    /// An object's address will be asked for in the next cycle.
    pub next_valid_i: Signal<In, Bit>,
    /// From the next cycle on, the class is `class_i`.
    pub class_valid_i: Signal<In, Bit>,
    /// A class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// The arena.
    pub arena_i: Signal<In, Bits<ADDRESS>>,
    /// Object's index in it.
    pub index_i: Signal<In, Bits<OBJECT>>,
    /// An address that passes where none is asked for.
    pub pass_i: Signal<In, Bits<ADDRESS>>,
    /// The object's address.
    pub address_o: Signal<Out, Bits<ADDRESS>>,

    multiples: ClassMultiples<CLASS, DIVISOR, TRIPLE>,
    products: [DigitProduct<10>; 3],
    valid: Register<Bit>,
    /// The object's size in granules, or 0; and three times that.
    divisor: Register<Bits<DIVISOR>>,
    triple: Register<Bits<TRIPLE>>,
    /// How far behind the header the first object lies, in units of 128 bytes; and 1 to 3 times the divisor more.
    colour: Register<Bits<4>>,
    coloured_1: Register<Bits<TRIPLE>>,
    coloured_2: Register<Bits<TRIPLE>>,
    coloured_3: Register<Bits<TRIPLE>>,
    /// The class's, whether an object is asked for or not.
    class_divisor: Register<Bits<DIVISOR>>,
    class_triple: Register<Bits<TRIPLE>>,
    class_colour: Register<Bits<4>>,
    class_coloured_1: Register<Bits<TRIPLE>>,
    class_coloured_2: Register<Bits<TRIPLE>>,
    class_coloured_3: Register<Bits<TRIPLE>>,

    index: Signal<Local, Bits<8>>,
    /// The row of digit 2.
    coloured: Signal<Local, Bits<10>>,
    /// What the offset is added to.
    base: Signal<Local, Bits<ADDRESS>>,
    /// The rows of the digits, in granules; the last one with the base.
    rows: [Signal<Local, Bits<GRANULES>>; 4],
    /// The sum of rows 0 to 2, bit by bit, and what is carried; and of these with row 3.
    sums: Signal<Local, Bits<GRANULES>>,
    carries: Signal<Local, Bits<GRANULES>>,
    last_sums: Signal<Local, Bits<GRANULES>>,
    last_carries: Signal<Local, Bits<GRANULES>>,
    granules: Signal<Local, Bits<GRANULES>>,
    header_bytes: Constant<Bits<ADDRESS>>,
    /// The address bits that no offset changes.
    outside: Constant<Bits<ADDRESS>>,
}

impl<
        const ADDRESS: usize,
        const OBJECT: usize,
        const CLASS: usize,
        const DIVISOR: usize,
        const TRIPLE: usize,
        const GRANULES: usize,
    > ObjectAddress<ADDRESS, OBJECT, CLASS, DIVISOR, TRIPLE, GRANULES>
{
    /// For `geometry`, whose widths the const generics must have.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry) -> Self {
        assert!(
            OBJECT <= 8,
            "at most 256 objects an arena are supported, not 2^{OBJECT}"
        );
        assert!(
            DIVISOR <= 7,
            "15 times a divisor of {DIVISOR} bits does not fit 10 bits"
        );
        assert_eq!(GRANULES, OBJECT + DIVISOR, "GRANULES must be OBJECT + DIVISOR");
        let offsets = ((1u64 << GRANULES) - 1) * GRANULE_BYTES;
        crate::module!(
            multiples: ClassMultiples::new(geometry),
            header_bytes: Constant::new(bits(HEADER_BYTES)),
            outside: Constant::new(!bits::<ADDRESS>(offsets));
            clk_i, rst_ni, next_valid_i, class_valid_i, class_i, arena_i, index_i, pass_i, address_o, products, valid,
            divisor, triple, colour, coloured_1, coloured_2, coloured_3, class_divisor, class_triple, class_colour,
            class_coloured_1, class_coloured_2, class_coloured_3, index, coloured, base, rows, sums, carries,
            last_sums, last_carries, granules,
        )
    }
}

impl<
        const ADDRESS: usize,
        const OBJECT: usize,
        const CLASS: usize,
        const DIVISOR: usize,
        const TRIPLE: usize,
        const GRANULES: usize,
    > Logic for ObjectAddress<ADDRESS, OBJECT, CLASS, DIVISOR, TRIPLE, GRANULES>
{
    kernel! {
        #[hdl_gen]
        "memento_object_address",
        registers: [
            valid, divisor, triple, colour, coloured_1, coloured_2, coloured_3, class_divisor, class_triple, class_colour,
            class_coloured_1, class_coloured_2, class_coloured_3,
        ],
        fn update(&mut self) {
            comment!("Multiples of the divisor, for the next cycle; 0 where an address passes.");
            self.multiples.class_i.next = self.class_i.val();
            if self.class_valid_i.val() {
                self.class_divisor.d.next = self.multiples.divisor_o.val();
                self.class_triple.d.next = self.multiples.triple_o.val();
                self.class_colour.d.next = self.multiples.colour_o.val();
                self.class_coloured_1.d.next = self.multiples.coloured_1_o.val();
                self.class_coloured_2.d.next = self.multiples.coloured_2_o.val();
                self.class_coloured_3.d.next = self.multiples.coloured_3_o.val();
            }
            self.valid.d.next = self.next_valid_i.val();
            self.divisor.d.next = bits::<DIVISOR>(0);
            self.triple.d.next = bits::<TRIPLE>(0);
            self.colour.d.next = bits::<4>(0);
            self.coloured_1.d.next = bits::<TRIPLE>(0);
            self.coloured_2.d.next = bits::<TRIPLE>(0);
            self.coloured_3.d.next = bits::<TRIPLE>(0);
            if self.next_valid_i.val() {
                self.divisor.d.next = self.class_divisor.d.val();
                self.triple.d.next = self.class_triple.d.val();
                self.colour.d.next = self.class_colour.d.val();
                self.coloured_1.d.next = self.class_coloured_1.d.val();
                self.coloured_2.d.next = self.class_coloured_2.d.val();
                self.coloured_3.d.next = self.class_coloured_3.d.val();
            }

            comment!("A row for each digit of the index.");
            self.index.next = bit_cast::<8, OBJECT>(self.index_i.val());
            for row in 0..3 {
                self.products[row].multiplicand_i.next = bit_cast::<10, DIVISOR>(self.divisor.q.val());
                self.products[row].triple_i.next = bit_cast::<10, TRIPLE>(self.triple.q.val());
            }
            self.products[0].digit_i.next = self.index.val().get_bits::<2>(0);
            self.products[1].digit_i.next = self.index.val().get_bits::<2>(2);
            self.products[2].digit_i.next = self.index.val().get_bits::<2>(6);
            match self.index.val().get_bits::<2>(4).index() {
                1 => {
                    self.coloured.next = bit_cast::<10, TRIPLE>(self.coloured_1.q.val());
                }
                2 => {
                    self.coloured.next = bit_cast::<10, TRIPLE>(self.coloured_2.q.val());
                }
                3 => {
                    self.coloured.next = bit_cast::<10, TRIPLE>(self.coloured_3.q.val());
                }
                _ => {
                    self.coloured.next = bit_cast::<10, 4>(self.colour.q.val());
                }
            }

            self.base.next = self.pass_i.val();
            if self.valid.q.val() {
                self.base.next = self.pass_i.val() | self.arena_i.val() | self.header_bytes.val();
            }
            comment!("An arena's base is 0 below its span, in which all its objects are; the header's bit is one of those that digit 3 leaves free.");
            self.rows[0].next = bit_cast::<GRANULES, 10>(self.products[0].product_o.val());
            self.rows[1].next = bit_cast::<GRANULES, 10>(self.products[1].product_o.val()) << 2;
            self.rows[2].next = bit_cast::<GRANULES, 10>(self.coloured.val()) << 4;
            self.rows[3].next = (bit_cast::<GRANULES, 10>(self.products[2].product_o.val()) << 6)
                | self.base.val().get_bits::<GRANULES>(3);

            comment!("Four rows become three summands, and three two.");
            self.sums.next = self.rows[0].val() ^ self.rows[1].val() ^ self.rows[2].val();
            self.carries.next = ((self.rows[0].val() & self.rows[1].val())
                | (self.rows[0].val() & self.rows[2].val())
                | (self.rows[1].val() & self.rows[2].val()))
                << 1;
            self.last_sums.next = self.sums.val() ^ self.carries.val() ^ self.rows[3].val();
            self.last_carries.next = ((self.sums.val() & self.carries.val())
                | (self.sums.val() & self.rows[3].val())
                | (self.carries.val() & self.rows[3].val()))
                << 1;
            self.granules.next = self.last_sums.val() + self.last_carries.val();
            self.address_o.next = (self.base.val() & self.outside.val())
                | (bit_cast::<ADDRESS, GRANULES>(self.granules.val()) << 3);
        }
    }
}
