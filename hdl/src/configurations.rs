//! What each configuration consists of: the object allocator, with the const generics that follow from the geometry, and
//! the modules of the library that it does not use.

use crate::axi_master::AxiMaster;
use crate::bypass_unit::BypassUnit;
use crate::command_unit::CommandUnit;
use crate::find_first_zero::FindFirstZero;
use crate::find_first_zero_two_level::FindFirstZeroTwoLevel;
use crate::frame_pool::FramePool;
use crate::last_level_cache::LastLevelCache;
use crate::memory_arbiter::MemoryArbiter;
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

/// Last-level cache of [`PAPER`]: 64 sets of two ways.
pub type PaperLastLevelCache = LastLevelCache<48, 6, 20, 36, 6, 9, 36, 37, 2>;
/// Last-level cache of [`SOC32`]: 64 sets of two ways.
pub type Soc32LastLevelCache = LastLevelCache<32, 6, 12, 20, 6, 9, 20, 21, 2>;
/// Last-level cache of [`TINY`]: 16 sets of one way.
pub type TinyLastLevelCache = LastLevelCache<32, 4, 12, 20, 4, 7, 22, 23, 1>;

/// The memory side of `geometry`: cache, bypass unit, arbiter and AXI4 master.
fn memory_side(geometry: &Geometry) -> Vec<Box<dyn Block>> {
    match *geometry {
        PAPER => vec![
            Box::new(PaperLastLevelCache::new(geometry, RamStyle::Auto)),
            Box::new(BypassUnit::<6, 20, 37>::default()),
            Box::new(MemoryArbiter::<48>::default()),
            Box::new(AxiMaster::<48, 50>::default()),
        ],
        SOC32 => vec![
            Box::new(Soc32LastLevelCache::new(geometry, RamStyle::Distributed)),
            Box::new(BypassUnit::<6, 12, 29>::default()),
            Box::new(MemoryArbiter::<32>::default()),
            Box::new(AxiMaster::<32, 34>::default()),
        ],
        _ => vec![
            Box::new(TinyLastLevelCache::new(geometry, RamStyle::Block)),
            Box::new(BypassUnit::<4, 12, 29>::default()),
            Box::new(MemoryArbiter::<32>::default()),
            Box::new(AxiMaster::<32, 34>::default()),
        ],
    }
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
    };
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
    let command_unit: Box<dyn Block> = match *geometry {
        PAPER => Box::new(CommandUnit::<48, 6, 20, 21, 36>::new(geometry, RamStyle::Auto)),
        SOC32 => Box::new(CommandUnit::<32, 6, 12, 13, 20>::new(geometry, RamStyle::Distributed)),
        _ => Box::new(CommandUnit::<32, 4, 12, 13, 20>::new(geometry, RamStyle::Block)),
    };
    let mut designs: Vec<Box<dyn Block>> = vec![
        object_allocator,
        translation_unit,
        region_clear,
        Box::new(FindFirstZero::<32, 5, 64>::default()),
        Box::new(FindFirstZeroTwoLevel::default()),
        frame_pool,
        command_unit,
    ];
    designs.extend(memory_side(geometry));
    designs.iter_mut().for_each(|design| design.connect_all());
    designs
}
