//! Tables of constants: what each row should hold, worked out anew. All but the last are those of
//! [`crate::object_index`], by class.

use crate::first_object::first_object;
use crate::last_span_page::span_bytes;
use crate::prelude::*;

/// A table.
pub trait Table: Clone + std::fmt::Debug + Send + Sync + 'static {
    const MODULE: &'static str;
    /// The row before row `granules`: that for objects of `granules` granules of 8 bytes. Data have `bits` bits.
    fn row(geometry: &Geometry, granules: u64, bits: u32) -> u64;
}

/// The power of two in a class's object size in granules.
fn power_of_two(granules: u64) -> u32 {
    (0..).find(|k| granules >> k & 1 == 1).expect("an object has a size")
}

/// The one number below 2^bits whose product with an odd number is 1 modulo 2^bits.
fn inverse(odd: u64, bits: u32) -> u64 {
    let mask = (1 << bits) - 1;
    (1..=mask).find(|inverse| (odd * inverse) & mask == 1).expect("an odd number has an inverse")
}

macro_rules! tables {
    ($($name:ident $module:literal |$geometry:ident, $granules:ident, $bits:ident| $row:expr;)*) => {
        $(
            #[derive(Clone, Debug)]
            pub struct $name;
            impl Table for $name {
                const MODULE: &'static str = $module;
                fn row($geometry: &Geometry, $granules: u64, $bits: u32) -> u64 {
                    $row
                }
            }
        )*
    };
}

tables! {
    AlignmentShift "memento_rom_alignment_shift" |_geometry, granules, _bits| u64::from(power_of_two(granules));
    AlignmentMask "memento_rom_alignment_mask" |_geometry, granules, _bits| (8 << power_of_two(granules)) - 1;
    DividendMask "memento_rom_dividend_mask" |geometry, granules, _bits|
        span_bytes(geometry, granules) / (8 << power_of_two(granules)) - 1;
    Inverse "memento_rom_inverse" |_geometry, granules, bits| inverse(granules >> power_of_two(granules), bits);
    TripleInverse "memento_rom_triple_inverse" |_geometry, granules, bits|
        (3 * inverse(granules >> power_of_two(granules), bits)) % (1 << bits);
    Origin "memento_rom_origin" |geometry, granules, bits| {
        let first = first_object(geometry, granules - 1) / (8 << power_of_two(granules));
        (first * inverse(granules >> power_of_two(granules), bits)).wrapping_neg() % (1 << bits)
    };
}

/// A table under test.
#[derive(Clone, Debug)]
pub struct Rom<T> {
    rows: Vec<u64>,
    table: std::marker::PhantomData<T>,
}

impl<T: Table> Reference for Rom<T> {
    type Step = usize;
    const MODULE: &'static str = T::MODULE;
    const CASES: u32 = 1;

    fn new(module: &Module) -> Rom<T> {
        let addresses = 0..=module.mask("address_i");
        let bits = module.width("data_o");
        Rom {
            rows: addresses.map(|address| T::row(&module.geometry, address + 1, bits)).collect(),
            table: std::marker::PhantomData,
        }
    }

    fn always(module: &Module) -> Box<dyn Iterator<Item = usize>> {
        Box::new(0..=module.mask("address_i") as usize)
    }

    fn steps(&self) -> BoxedStrategy<usize> {
        (0..self.rows.len()).boxed()
    }

    fn inputs(&self, address: &usize) -> Pins {
        pins! { address_i: *address }
    }

    fn outputs(&self, address: &usize) -> Pins {
        pins! { data_o: self.rows[*address] }
    }
}

pub type AlignmentShiftRom = Rom<AlignmentShift>;
pub type AlignmentMaskRom = Rom<AlignmentMask>;
pub type DividendMaskRom = Rom<DividendMask>;
pub type InverseRom = Rom<Inverse>;
pub type TripleInverseRom = Rom<TripleInverse>;
pub type OriginRom = Rom<Origin>;

mod alignment_shift {
    in_every_configuration!(super::AlignmentShiftRom);
}
mod alignment_mask {
    in_every_configuration!(super::AlignmentMaskRom);
}
mod dividend_mask {
    in_every_configuration!(super::DividendMaskRom);
}
mod inverse {
    in_every_configuration!(super::InverseRom);
}
mod triple_inverse {
    in_every_configuration!(super::TripleInverseRom);
}
mod origin {
    in_every_configuration!(super::OriginRom);
}
