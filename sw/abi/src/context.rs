//! The context block: what saving a context writes to memory, and loading one reads.
//!
//! | word | field |
//! |---|---|
//! | 0 | [`identification`]: which configuration wrote it |
//! | 1 | region base |
//! | 2 | slice limit in pages |
//! | 3 | MPTR: address of the root page table |
//! | 4..20 | the frame pool's state |
//! | 32 + 4c | class c: allocation pointer in bits 31:0, available list in 63:32 |
//! | 33 + 4c | class c: full list in bits 31:0, recycled list in 63:32 |
//! | 34 + 4c | class c: arena in the Hardware Object Table |
//! | 35 + 4c | 0 |
//!
//! Words have 8 bytes, little-endian; words not listed are not written. A list, or the table's entry, is the first page of its (first) arena, counted
//! in the class's slice, shifted left by one, with bit 0 set; 0 when there is none.

use crate::{Geometry, BEAT_BYTES};

/// First word of the frame pool's state.
pub const POOL_WORD: u32 = 4;
/// Words of it.
pub const POOL_WORDS: u32 = 16;
/// First word of class 0.
pub const CLASSES_WORD: u32 = 32;
/// Words of a class.
pub const CLASS_WORDS: u32 = 4;

/// Word 0: "MEMX", the layout's version, and what an address means in the configuration. A block of another
/// configuration is refused.
pub const fn identification(geometry: &Geometry) -> u64 {
    let shape =
        (geometry.address_bits as u64) << 16 | (geometry.region_bits as u64) << 8 | geometry.class_bits() as u64;
    (u32::from_le_bytes(*b"MEMX") as u64) << 32 | 1 << 24 | shape
}

/// Bytes of a context block.
pub const fn bytes(geometry: &Geometry) -> u64 {
    (CLASSES_WORD + CLASS_WORDS * geometry.classes) as u64 * BEAT_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CONFIGURATIONS, PAGE_BYTES};

    #[test]
    fn a_block_fits_a_page_and_names_its_configuration() {
        for geometry in CONFIGURATIONS {
            assert!(bytes(&geometry) <= PAGE_BYTES);
            let others = CONFIGURATIONS
                .iter()
                .filter(|other| identification(other) == identification(&geometry));
            assert_eq!(others.count(), 1, "{}", geometry.name);
        }
    }
}
