//! What each configuration consists of: the object allocator, with the const generics that follow from the geometry, and
//! the modules of the library that it does not use.

use crate::find_first_zero::FindFirstZero;
use crate::find_first_zero_two_level::FindFirstZeroTwoLevel;
use crate::frame_pool::FramePool;
use crate::object_allocator::ObjectAllocator;
use crate::prim::RamStyle;
use crate::region_clear::RegionClear;
use crate::translation_unit::TranslationUnit;
use memento_abi::{Geometry, PAPER, SOC32, TINY};
use rust_hdl_core::prelude::Block;

/// Object allocator of [`PAPER`].
pub type PaperObjectAllocator = ObjectAllocator<48, 6, 64, 7, 20, 21, 8, 18, 15, 14, 8, 86, 9, 54>;
/// Object allocator of [`SOC32`].
pub type Soc32ObjectAllocator = ObjectAllocator<32, 6, 64, 7, 12, 13, 8, 18, 15, 14, 8, 70, 9, 46>;
/// Object allocator of [`TINY`].
pub type TinyObjectAllocator = ObjectAllocator<32, 4, 16, 5, 12, 13, 6, 14, 11, 10, 6, 70, 7, 46>;

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

/// Translation unit of [`PAPER`].
pub type PaperTranslationUnit = TranslationUnit<48, 6, 20, 21, 26, 36, 37, 17, 53, 4, 16, 32>;
/// Translation unit of [`SOC32`].
pub type Soc32TranslationUnit = TranslationUnit<32, 6, 12, 13, 18, 20, 21, 8, 28, 4, 16, 32>;
/// Translation unit of [`TINY`].
pub type TinyTranslationUnit = TranslationUnit<32, 4, 12, 13, 16, 20, 21, 6, 26, 4, 16, 32>;

/// The translation unit of [`PAPER`].
pub fn paper_translation_unit() -> PaperTranslationUnit {
    TranslationUnit::new(&PAPER, RamStyle::Auto)
}

/// The translation unit of [`SOC32`].
pub fn soc32_translation_unit() -> Soc32TranslationUnit {
    TranslationUnit::new(&SOC32, RamStyle::Distributed)
}

/// The translation unit of [`TINY`].
pub fn tiny_translation_unit() -> TinyTranslationUnit {
    TranslationUnit::new(&TINY, RamStyle::Block)
}

/// All that is generated for `geometry`, connected: the object allocator, and each module of the library that it does
/// not use, in a size that shows it off.
pub fn designs(geometry: &Geometry) -> Vec<Box<dyn Block>> {
    let object_allocator: Box<dyn Block> = match *geometry {
        PAPER => Box::new(paper_object_allocator()),
        SOC32 => Box::new(soc32_object_allocator()),
        _ => Box::new(tiny_object_allocator()),
    };
    let frame_pool: Box<dyn Block> = match *geometry {
        PAPER => Box::new(FramePool::<48, 36>::default()),
        _ => Box::new(FramePool::<32, 20>::default()),
    let (translation_unit, region_clear): (Box<dyn Block>, Box<dyn Block>) = match *geometry {
        PAPER => (
            Box::new(paper_translation_unit()),
            Box::new(RegionClear::<48, 36, 8>::new(geometry)),
        ),
        SOC32 => (
            Box::new(soc32_translation_unit()),
            Box::new(RegionClear::<32, 20, 7>::new(geometry)),
        ),
        _ => (
            Box::new(tiny_translation_unit()),
            Box::new(RegionClear::<32, 20, 5>::new(geometry)),
        ),
    };
    let mut designs = vec![
        object_allocator,
        translation_unit,
        region_clear,
        Box::new(FindFirstZero::<32, 5, 64>::default()),
        Box::new(FindFirstZeroTwoLevel::default()),
        frame_pool,
    ];
    designs.iter_mut().for_each(|design| design.connect_all());
    designs
}
