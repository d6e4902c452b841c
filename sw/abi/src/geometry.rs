//! Configurations and the address arithmetic that follows from them.

use crate::{COLOUR_BYTES, GRANULE_BYTES, HEADER_BYTES, PAGE_SHIFT, WORD_OBJECTS};
use core::{fmt, str::FromStr};

/// Page-table format of a configuration (RISC-V privileged specification).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageTable {
    /// Two levels, 4-byte entries.
    Sv32,
    /// Three levels, 8-byte entries.
    Sv39,
}

/// One configuration of the hardware: data, not a fork of the code.
///
/// An object's address reads, from the top bit down, `region | class | arena | offset`. The region is a naturally
/// aligned power of two; each class owns an equal slice of it; each slice is cut into spans of one arena each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Name used on the command line and in file names.
    pub name: &'static str,
    /// Number of size classes; a power of two.
    pub classes: u32,
    /// Objects in an arena; a power of two, at least 64.
    pub objects_per_arena: u32,
    /// Width of an address in bits.
    pub address_bits: u32,
    /// log2 of the region's size in bytes.
    pub region_bits: u32,
    /// Page-table format.
    pub page_table: PageTable,
}

/// The paper's geometry: 64 classes of 8..512 B, 256 objects an arena, 48-bit addresses.
pub const PAPER: Geometry = Geometry {
    name: "paper",
    classes: 64,
    objects_per_arena: 256,
    address_bits: 48,
    region_bits: 38,
    page_table: PageTable::Sv39,
};

/// The paper's classes in a 32-bit address space, for an ECP5 system-on-chip.
pub const SOC32: Geometry = Geometry {
    name: "soc32",
    classes: 64,
    objects_per_arena: 256,
    address_bits: 32,
    region_bits: 30,
    page_table: PageTable::Sv32,
};

/// 16 classes of 8..128 B and 64 objects an arena, for an iCE40.
pub const TINY: Geometry = Geometry {
    name: "tiny",
    classes: 16,
    objects_per_arena: 64,
    address_bits: 32,
    region_bits: 28,
    page_table: PageTable::Sv32,
};

/// Every configuration that is kept working.
pub const CONFIGURATIONS: [Geometry; 3] = [PAPER, SOC32, TINY];

/// There is no configuration of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownConfiguration;

impl fmt::Display for UnknownConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such configuration; there are ")?;
        for (index, geometry) in CONFIGURATIONS.iter().enumerate() {
            f.write_str(if index > 0 { ", " } else { "" })?;
            f.write_str(geometry.name)?;
        }
        Ok(())
    }
}

impl core::error::Error for UnknownConfiguration {}

impl FromStr for Geometry {
    type Err = UnknownConfiguration;
    fn from_str(name: &str) -> Result<Geometry, UnknownConfiguration> {
        Geometry::by_name(name).ok_or(UnknownConfiguration)
    }
}

impl Geometry {
    /// The configuration called `name`.
    pub fn by_name(name: &str) -> Option<Geometry> {
        CONFIGURATIONS.into_iter().find(|g| g.name == name)
    }

    /// Bits of a class number.
    pub const fn class_bits(&self) -> u32 {
        self.classes.ilog2()
    }

    /// Bits of an object's index in its arena.
    pub const fn object_bits(&self) -> u32 {
        self.objects_per_arena.ilog2()
    }

    /// Bitmap words (of 16 objects) in an arena.
    pub const fn words(&self) -> u32 {
        self.objects_per_arena / WORD_OBJECTS
    }

    /// 64-bit beats of bitmap in an arena's header.
    pub const fn bitmap_beats(&self) -> u32 {
        self.objects_per_arena / 64
    }

    /// log2 of the bytes of one class's slice of the region.
    pub const fn slice_bits(&self) -> u32 {
        self.region_bits - self.class_bits()
    }

    /// Bits of a page number within a class's slice. An arena is named by the number of its first page.
    pub const fn page_bits(&self) -> u32 {
        self.slice_bits() - PAGE_SHIFT
    }

    /// Pages in one class's slice.
    pub const fn slice_pages(&self) -> u64 {
        1 << self.page_bits()
    }

    /// Largest size in bytes that the hardware serves.
    pub const fn max_size(&self) -> u64 {
        self.classes as u64 * GRANULE_BYTES
    }

    /// Size class of a request of `size` bytes (0 counts as 1), or `None` when it is too large.
    pub const fn class_of(&self, size: u64) -> Option<u32> {
        if size > self.max_size() {
            None
        } else if size == 0 {
            Some(0)
        } else {
            Some(((size - 1) / GRANULE_BYTES) as u32)
        }
    }

    /// Bytes of an object of `class`.
    pub const fn object_bytes(&self, class: u32) -> u64 {
        GRANULE_BYTES * (class as u64 + 1)
    }

    /// Bytes from an arena's base to its first object: the header and the class's *colour*, so that the first objects of neighbouring classes
    /// lie in different sets of a cache (J. Bonwick, "The Slab Allocator: An Object-Caching Kernel Memory Allocator", USENIX Summer
    /// 1994). There are as many colours as bitmap words.
    pub const fn first_object_offset(&self, class: u32) -> u64 {
        HEADER_BYTES + COLOUR_BYTES * (class % self.words()) as u64
    }

    /// log2 of the bytes of address space that an arena of `class` takes: the smallest power of two that holds the header, the colour
    /// and the objects, at least one page.
    pub const fn span_shift(&self, class: u32) -> u32 {
        let used = self.first_object_offset(class) + self.objects_per_arena as u64 * self.object_bytes(class);
        let shift = used.next_power_of_two().ilog2();
        if shift < PAGE_SHIFT {
            PAGE_SHIFT
        } else {
            shift
        }
    }

    /// Pages that an arena of `class` takes.
    pub const fn span_pages(&self, class: u32) -> u64 {
        1 << (self.span_shift(class) - PAGE_SHIFT)
    }

    /// Lines of 64 bytes in the span of an arena of `class`, behind its header's.
    pub const fn body_lines(&self, class: u32) -> u64 {
        (1 << self.span_shift(class)) / HEADER_BYTES - 1
    }

    /// Address of the first byte of `class`'s slice in the region that starts at `region_base`.
    pub const fn slice_base(&self, region_base: u64, class: u32) -> u64 {
        region_base | (class as u64) << self.slice_bits()
    }

    /// Address of the arena whose first page is `page` (a page number within `class`'s slice).
    pub const fn arena_base(&self, region_base: u64, class: u32, page: u64) -> u64 {
        self.slice_base(region_base, class) | page << PAGE_SHIFT
    }

    /// Address of object `index` of the arena at `arena_base`.
    pub const fn object_address(&self, arena_base: u64, class: u32, index: u32) -> u64 {
        arena_base + self.first_object_offset(class) + index as u64 * self.object_bytes(class)
    }

    /// Whether `address` lies in the region that starts at `region_base`.
    pub const fn in_region(&self, region_base: u64, address: u64) -> bool {
        address >> self.region_bits == region_base >> self.region_bits
    }

    /// Class whose slice holds `address` (which must lie in the region).
    pub const fn class_at(&self, address: u64) -> u32 {
        (address >> self.slice_bits()) as u32 & (self.classes - 1)
    }

    /// First page, within its class's slice, of the arena span that holds `address`.
    pub const fn page_at(&self, address: u64) -> u64 {
        let shift = self.span_shift(self.class_at(address));
        (address & ((1 << self.slice_bits()) - 1)) >> shift << (shift - PAGE_SHIFT)
    }

    /// Offset in bytes of `address` from its arena's base.
    pub const fn offset_at(&self, address: u64) -> u64 {
        address & ((1 << self.span_shift(self.class_at(address))) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_hold_header_and_objects_and_fit_a_slice() {
        for g in CONFIGURATIONS {
            for class in 0..g.classes {
                let objects = g.objects_per_arena as u64 * g.object_bytes(class);
                assert!(1 << g.span_shift(class) >= g.first_object_offset(class) + objects);
                assert!(g.span_shift(class) <= g.slice_bits());
                // The colour takes what is left of the objects' last page, and no page of its own.
                let without = (HEADER_BYTES + objects).next_power_of_two().max(1 << PAGE_SHIFT);
                assert_eq!(1 << g.span_shift(class), without);
            }
        }
    }

    #[test]
    fn neighbouring_classes_begin_in_different_lines() {
        let begin = |g: &Geometry| [0, 1, 3, 4, 15].map(|class| g.first_object_offset(class));
        assert_eq!(begin(&PAPER), [64, 192, 448, 576, 1984]);
        assert_eq!(begin(&SOC32), begin(&PAPER));
        assert_eq!(begin(&TINY), [64, 192, 448, 64, 448]);
        assert_eq!(PAPER.first_object_offset(16), 64);
    }

    #[test]
    fn an_address_gives_back_what_it_was_made_of() {
        for g in CONFIGURATIONS {
            let region = 1 << g.region_bits;
            for class in 0..g.classes {
                let page = 3 * g.span_pages(class);
                let base = g.arena_base(region, class, page);
                let address = g.object_address(base, class, g.objects_per_arena - 1);
                assert!(g.in_region(region, address));
                assert_eq!(g.class_at(address), class);
                assert_eq!(g.page_at(address), page);
                assert_eq!(g.offset_at(address), address - base);
            }
        }
    }

    #[test]
    fn sizes_fall_into_classes_of_eight_bytes() {
        assert_eq!(PAPER.class_of(0), Some(0));
        assert_eq!(PAPER.class_of(1), Some(0));
        assert_eq!(PAPER.class_of(8), Some(0));
        assert_eq!(PAPER.class_of(9), Some(1));
        assert_eq!(PAPER.class_of(512), Some(63));
        assert_eq!(PAPER.class_of(513), None);
        assert_eq!(TINY.class_of(129), None);
    }
}
