//! Objects and words in a header's bitmap.

use memento_abi::{Geometry, Header, WORD_OBJECTS};

/// Whether object `index` is allocated.
pub fn is_allocated(header: &Header, index: u32) -> bool {
    header.bitmap[index as usize / 64] >> (index % 64) & 1 == 1
}

/// The 16 bits of bitmap word `word`.
pub fn word(header: &Header, word: u32) -> u16 {
    (header.bitmap[word as usize / 4] >> (word % 4 * WORD_OBJECTS)) as u16
}

/// Gives object `index` away or takes it back; `live` and `summary` follow.
pub fn set_allocated(header: &mut Header, index: u32, allocated: bool) {
    let bit = 1u64 << (index % 64);
    let beat = &mut header.bitmap[index as usize / 64];
    if allocated {
        *beat |= bit;
        header.live += 1;
    } else {
        *beat &= !bit;
        header.live -= 1;
    }
    let w = index / WORD_OBJECTS;
    header.summary &= !(1 << w);
    header.summary |= u16::from(word(header, w) == u16::MAX) << w;
}

/// Whether every object of the arena is allocated.
pub fn is_exhausted(header: &Header, geometry: &Geometry) -> bool {
    u32::from(header.live) == geometry.objects_per_arena
}

/// Objects of the arena that are free.
pub fn free_objects(header: &Header, geometry: &Geometry) -> u32 {
    geometry.objects_per_arena.saturating_sub(u32::from(header.live))
}

/// The allocated objects, lowest first.
pub fn allocated(header: &Header) -> impl Iterator<Item = u32> + '_ {
    (0..header.bitmap.len() as u32 * 64).filter(|&index| is_allocated(header, index))
}
