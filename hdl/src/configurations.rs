//! What each configuration consists of: the object allocator, with the const generics that follow from the geometry, and
//! the modules of the library that it does not use.

use crate::axi_lite::AxiLite;
use crate::cfu_port::CfuPort;
use crate::find_first_zero::FindFirstZero;
use crate::find_first_zero_two_level::FindFirstZeroTwoLevel;
use crate::object_allocator::ObjectAllocator;
use crate::prim::RamStyle;
use crate::register_block::RegisterBlock;
use crate::request_arbiter::RequestArbiter;
use crate::wishbone_bridge::WishboneBridge;
use memento_abi::registers::DEFAULT_CAPACITIES;
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
        Box::new(FindFirstZero::<32, 5, 64>::default()),
        Box::new(FindFirstZeroTwoLevel::default()),
    ];
    designs.extend(front_end(geometry));
    designs.iter_mut().for_each(|design| design.connect_all());
    designs
}

/// What stands between the outside and the object allocator.
fn front_end(geometry: &Geometry) -> Vec<Box<dyn Block>> {
    let (registers, arbiter, cfu): (Box<dyn Block>, Box<dyn Block>, Box<dyn Block>) = match *geometry {
        PAPER => (
            Box::new(RegisterBlock::<48, 36, 21>::new(
                geometry,
                &DEFAULT_CAPACITIES,
                RamStyle::Auto,
            )),
            Box::new(RequestArbiter::<48>::default()),
            Box::new(CfuPort::<64, 48>::default()),
        ),
        SOC32 => (
            Box::new(RegisterBlock::<32, 20, 13>::new(
                geometry,
                &DEFAULT_CAPACITIES,
                RamStyle::Distributed,
            )),
            Box::new(RequestArbiter::<32>::default()),
            Box::new(CfuPort::<32, 32>::default()),
        ),
        _ => (
            Box::new(RegisterBlock::<32, 20, 13>::new(
                geometry,
                &DEFAULT_CAPACITIES,
                RamStyle::Block,
            )),
            Box::new(RequestArbiter::<32>::default()),
            Box::new(CfuPort::<32, 32>::default()),
        ),
    };
    vec![
        registers,
        arbiter,
        cfu,
        Box::new(AxiLite::default()),
        Box::new(WishboneBridge::default()),
    ]
}
