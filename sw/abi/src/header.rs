//! The arena header: one 64-byte line at the base of every arena.
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0x00 | 8 | `va`: this arena's base address |
//! | 0x08 | 8 | `next` header in its list, 0 = none |
//! | 0x10 | 8 | `prev`, 0 = none |
//! | 0x18 | 2 | `summary`: bit w = 1 when bitmap word w (16 objects) is full |
//! | 0x1A | 2 | `live`: allocated objects |
//! | 0x1C | 2 | `bypass`: high-water mark of touched body lines |
//! | 0x1E | 1 | `class` |
//! | 0x1F | 1 | `state` |
//! | 0x20 | 32 | `bitmap`, bit = 1 allocated; bits at and beyond the arena's objects are 0 |
//!
//! All fields are little-endian.

use crate::HEADER_BYTES;

/// Which list, if any, an arena is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ArenaState {
    /// Never handed out, or recycled: on the page allocator's recycled list.
    Unused = 0,
    /// Cached by the Hardware Object Table; the copy in memory is as old as the last flush.
    Hot = 1,
    /// On its class's available list.
    Available = 2,
    /// On its class's full list.
    Full = 3,
}

/// A state byte that names no [`ArenaState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownState(
    /// The byte found.
    pub u8,
);

impl TryFrom<u8> for ArenaState {
    type Error = UnknownState;
    fn try_from(byte: u8) -> Result<Self, UnknownState> {
        Ok(match byte {
            0 => ArenaState::Unused,
            1 => ArenaState::Hot,
            2 => ArenaState::Available,
            3 => ArenaState::Full,
            other => return Err(UnknownState(other)),
        })
    }
}

/// The 64-bit beats of a header, in units of [`crate::BEAT_BYTES`] from the arena's base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum HeaderBeat {
    /// `va`.
    Va = 0,
    /// `next`.
    Next = 1,
    /// `prev`.
    Prev = 2,
    /// `summary`, `live`, `bypass`, `class`, `state`, from the low bits up.
    State = 3,
    /// First beat of the bitmap; object `i` is bit `i % 64` of beat `Bitmap + i / 64`.
    Bitmap = 4,
}

/// A decoded arena header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The arena's own base address.
    pub va: u64,
    /// Next header in the list, 0 = none.
    pub next: u64,
    /// Previous header in the list, 0 = none.
    pub prev: u64,
    /// Bit w = 1 when bitmap word w is full.
    pub summary: u16,
    /// Allocated objects.
    pub live: u16,
    /// High-water mark of touched body lines.
    pub bypass: u16,
    /// Size class.
    pub class: u8,
    /// Which list the arena is on.
    pub state: ArenaState,
    /// Allocation bits, lowest object first.
    pub bitmap: [u64; 4],
}

impl Header {
    /// The header as the eight beats of its line.
    pub const fn to_beats(&self) -> [u64; 8] {
        let state = self.summary as u64
            | (self.live as u64) << 16
            | (self.bypass as u64) << 32
            | (self.class as u64) << 48
            | (self.state as u64) << 56;
        let [b0, b1, b2, b3] = self.bitmap;
        [self.va, self.next, self.prev, state, b0, b1, b2, b3]
    }

    /// Reads a header from the eight beats of its line.
    ///
    /// # Errors
    /// The state byte names no [`ArenaState`].
    pub fn from_beats(beats: &[u64; 8]) -> Result<Header, UnknownState> {
        let [va, next, prev, state, bitmap @ ..] = *beats;
        Ok(Header {
            va,
            next,
            prev,
            summary: state as u16,
            live: (state >> 16) as u16,
            bypass: (state >> 32) as u16,
            class: (state >> 48) as u8,
            state: ArenaState::try_from((state >> 56) as u8)?,
            bitmap,
        })
    }

    /// The header as the 64 bytes that lie in memory.
    pub fn to_bytes(&self) -> [u8; HEADER_BYTES as usize] {
        let mut bytes = [0; HEADER_BYTES as usize];
        for (chunk, beat) in bytes.chunks_exact_mut(8).zip(self.to_beats()) {
            chunk.copy_from_slice(&beat.to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lie_at_the_documented_offsets() {
        let header = Header {
            va: 0x1122_3344_5566_7788,
            next: 2,
            prev: 3,
            summary: 0xA1A2,
            live: 0xB1B2,
            bypass: 0xC1C2,
            class: 0xD1,
            state: ArenaState::Full,
            bitmap: [4, 5, 6, 7],
        };
        let bytes = header.to_bytes();
        assert_eq!(bytes[0x00..0x08], 0x1122_3344_5566_7788u64.to_le_bytes());
        assert_eq!((bytes[0x08], bytes[0x10]), (2, 3));
        assert_eq!(bytes[0x18..0x20], [0xA2, 0xA1, 0xB2, 0xB1, 0xC2, 0xC1, 0xD1, 3]);
        assert_eq!((bytes[0x20], bytes[0x28], bytes[0x30], bytes[0x38]), (4, 5, 6, 7));
        assert_eq!(Header::from_beats(&header.to_beats()), Ok(header));
    }

    #[test]
    fn an_unknown_state_byte_is_refused() {
        let beats = [0, 0, 0, 9 << 56, 0, 0, 0, 0];
        assert_eq!(Header::from_beats(&beats), Err(UnknownState(9)));
    }
}
