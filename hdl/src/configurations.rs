//! What each configuration consists of: the object allocator, with the const generics that follow from the geometry, and
//! the modules of the library that it does not use.

use crate::find_first_zero::FindFirstZero;
use crate::find_first_zero_two_level::FindFirstZeroTwoLevel;
use crate::object_allocator::ObjectAllocator;
use crate::prim::{RamStyle, SkidBuffer};
use memento_abi::{Geometry, PAPER, SOC32, TINY};
use rust_hdl_core::prelude::{Bits, Block};

/// Object allocator of [`PAPER`].
pub type PaperObjectAllocator = ObjectAllocator<48, 6, 64, 7, 20, 21, 8, 18, 15, 14, 8, 112, 86>;
/// Object allocator of [`SOC32`].
pub type Soc32ObjectAllocator = ObjectAllocator<32, 6, 64, 7, 12, 13, 8, 18, 15, 14, 8, 104, 70>;
/// Object allocator of [`TINY`].
pub type TinyObjectAllocator = ObjectAllocator<32, 4, 16, 5, 12, 13, 6, 14, 11, 10, 6, 104, 70>;

/// The object allocator of [`PAPER`].
pub fn paper_object_allocator() -> PaperObjectAllocator {
    ObjectAllocator::new(&PAPER, RamStyle::Auto)
}

/// The object allocator of [`SOC32`]. Its tables are LUT memory, because an ECP5 block RAM takes 5.8 ns to its output.
pub fn soc32_object_allocator() -> Soc32ObjectAllocator {
    ObjectAllocator::new(&SOC32, RamStyle::Distributed)
}

/// The object allocator of [`TINY`]. iCE40 has block RAM only.
pub fn tiny_object_allocator() -> TinyObjectAllocator {
    ObjectAllocator::new(&TINY, RamStyle::Block)
}

/// All that is generated for `geometry`, connected: the object allocator, and each module of the library that it does
/// not use, in a size that shows it off.
pub fn designs(geometry: &Geometry) -> Vec<Box<dyn Block>> {
    let object_allocator: Box<dyn Block> = match *geometry {
        PAPER => Box::new(paper_object_allocator()),
        SOC32 => Box::new(soc32_object_allocator()),
        _ => Box::new(tiny_object_allocator()),
    };
    let mut designs = vec![
        object_allocator,
        Box::new(SkidBuffer::<Bits<64>>::default()),
        Box::new(FindFirstZero::<32, 5, 64>::default()),
        Box::new(FindFirstZeroTwoLevel::default()),
    ];
    designs.iter_mut().for_each(|design| design.connect_all());
    designs
}
