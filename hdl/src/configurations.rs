//! What each configuration consists of: Memento and the object allocator, with the const generics that follow from the
//! geometry, and the modules of the library that they do not use.

use crate::find_first_zero::FindFirstZero;
use crate::find_first_zero_two_level::FindFirstZeroTwoLevel;
use crate::object_allocator::ObjectAllocator;
use crate::prim::RamStyle;
use crate::top::{RamStyles, Top};
use crate::wishbone_bridge::WishboneBridge;
use memento_abi::registers::Capacities;
use memento_abi::{Geometry, PAPER, SOC32, TINY};
use rust_hdl_core::prelude::Block;

/// Object allocator of [`PAPER`].
pub type PaperObjectAllocator = ObjectAllocator<48, 6, 64, 7, 20, 21, 8, 18, 15, 14, 8, 86, 8>;
/// Object allocator of [`SOC32`].
pub type Soc32ObjectAllocator = ObjectAllocator<32, 6, 64, 7, 12, 13, 8, 18, 15, 14, 8, 70, 8>;
/// Object allocator of [`TINY`].
pub type TinyObjectAllocator = ObjectAllocator<32, 4, 16, 5, 12, 13, 6, 14, 11, 10, 6, 70, 6>;

/// The object allocator of [`PAPER`].
pub fn paper_object_allocator() -> PaperObjectAllocator {
    ObjectAllocator::new(&PAPER, RamStyle::Auto, RamStyle::Auto)
}

/// The object allocator of [`SOC32`]. An ECP5 block RAM takes 5.8 ns to its output: only the bitmaps, whose rows go into a
/// register first, are in block RAM; what is needed at once is in LUT memory.
pub fn soc32_object_allocator() -> Soc32ObjectAllocator {
    ObjectAllocator::new(&SOC32, RamStyle::Distributed, RamStyle::Block)
}

/// The object allocator of [`TINY`]. iCE40 has block RAM only.
pub fn tiny_object_allocator() -> TinyObjectAllocator {
    ObjectAllocator::new(&TINY, RamStyle::Block, RamStyle::Block)
}

/// Memento as [`PAPER`] has it, with a cache of 256 sets of sixteen ways.
pub type PaperTop = Top<
    48,
    6,
    64,
    7,
    20,
    21,
    8,
    18,
    15,
    14,
    8,
    86,
    8,
    26,
    36,
    37,
    17,
    53,
    4,
    16,
    32,
    8,
    11,
    36,
    37,
    16,
    37,
    50,
    8,
    64,
    49,
>;
/// Memento as [`SOC32`] has it, with a cache of 64 sets of two ways.
pub type Soc32Top = Top<
    32,
    6,
    64,
    7,
    12,
    13,
    8,
    18,
    15,
    14,
    8,
    70,
    8,
    18,
    20,
    21,
    8,
    28,
    4,
    16,
    32,
    6,
    9,
    20,
    21,
    2,
    29,
    34,
    7,
    32,
    33,
>;
/// Memento as [`TINY`] has it, with a cache of 16 sets of one way.
pub type TinyTop = Top<
    32,
    4,
    16,
    5,
    12,
    13,
    6,
    14,
    11,
    10,
    6,
    70,
    6,
    16,
    20,
    21,
    6,
    26,
    4,
    16,
    32,
    4,
    7,
    22,
    23,
    1,
    29,
    34,
    5,
    32,
    33,
>;

/// The whole of [`PAPER`].
pub fn paper_top() -> PaperTop {
    let styles = RamStyles {
        fast: RamStyle::Auto,
        bitmaps: RamStyle::Auto,
    };
    Top::new(&PAPER, &Capacities::of(&PAPER), styles)
}

/// The whole of [`SOC32`].
pub fn soc32_top() -> Soc32Top {
    let styles = RamStyles {
        fast: RamStyle::Distributed,
        bitmaps: RamStyle::Block,
    };
    Top::new(&SOC32, &Capacities::of(&SOC32), styles)
}

/// The whole of [`TINY`].
pub fn tiny_top() -> TinyTop {
    let styles = RamStyles {
        fast: RamStyle::Block,
        bitmaps: RamStyle::Block,
    };
    Top::new(&TINY, &Capacities::of(&TINY), styles)
}

/// All that is generated for `geometry`, connected: Memento, the object allocator alone, and each module of the library that
/// they do not use, in a size that shows it off.
pub fn designs(geometry: &Geometry) -> Vec<Box<dyn Block>> {
    let (top, object_allocator): (Box<dyn Block>, Box<dyn Block>) = match *geometry {
        PAPER => (Box::new(paper_top()), Box::new(paper_object_allocator())),
        SOC32 => (Box::new(soc32_top()), Box::new(soc32_object_allocator())),
        _ => (Box::new(tiny_top()), Box::new(tiny_object_allocator())),
    };
    let mut designs: Vec<Box<dyn Block>> = vec![
        top,
        object_allocator,
        Box::new(WishboneBridge::default()),
        Box::new(FindFirstZero::<32, 5, 64>::default()),
        Box::new(FindFirstZeroTwoLevel::default()),
    ];
    designs.iter_mut().for_each(|design| design.connect_all());
    designs
}
