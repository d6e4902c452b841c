//! Address of an arena.

use rust_hdl_core::prelude::*;

/// Address of an arena: region, class and page put together.
///
/// ```text
///   | region_base_i | class_i | page_i | 000000000000 |
/// ```
///
/// Combinational; wires only, since the region is aligned to its size.
#[derive(LogicBlock)]
pub struct ArenaAddress<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> {
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Size class.
    pub class_i: Signal<In, Bits<CLASS>>,
    /// First page of the arena in its class's slice.
    pub page_i: Signal<In, Bits<PAGE>>,
    /// The arena's base address.
    pub address_o: Signal<Out, Bits<ADDRESS>>,
    slice_shift: Constant<Bits<6>>,
    /// The bits of the region's number; below them, its first address has none.
    region_mask: Constant<Bits<ADDRESS>>,
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Default for ArenaAddress<ADDRESS, CLASS, PAGE> {
    fn default() -> Self {
        let slice_shift = memento_abi::PAGE_SHIFT as usize + PAGE;
        Self {
            region_base_i: Default::default(),
            class_i: Default::default(),
            page_i: Default::default(),
            address_o: Default::default(),
            slice_shift: Constant::new((slice_shift as u64).into()),
            region_mask: Constant::new(!bits::<ADDRESS>((1 << (slice_shift + CLASS)) - 1)),
        }
    }
}

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize> Logic for ArenaAddress<ADDRESS, CLASS, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_arena_address",
        registers: [],
        fn update(&mut self) {
            self.address_o.next = (self.region_base_i.val() & self.region_mask.val())
                | (bit_cast::<ADDRESS, CLASS>(self.class_i.val()) << self.slice_shift.val())
                | (bit_cast::<ADDRESS, PAGE>(self.page_i.val()) << 12);
        }
    }
}
