//! A reader of Sv32 and Sv39 that knows nothing of Memento: the translation process of the RISC-V privileged
//! specification ("Virtual Address Translation Process"), with accessed and dirty bits managed by software.

use memento_abi::PageTable as Kind;

const V: u64 = 1 << 0;
const R: u64 = 1 << 1;
const W: u64 = 1 << 2;
const X: u64 = 1 << 3;
const U: u64 = 1 << 4;
const A: u64 = 1 << 6;
const D: u64 = 1 << 7;

/// What an access wants to do with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Read data.
    Load,
    /// Write data.
    Store,
    /// Read instructions.
    Fetch,
}

/// Why the specification raises a page fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFault {
    /// The entry is not valid, or W without R, or a reserved bit is set.
    Invalid,
    /// The last level holds a pointer to a table.
    NoLeaf,
    /// The leaf does not permit the access.
    Permission,
    /// A leaf above the last level does not start at a multiple of its size.
    Misaligned,
    /// The accessed bit, or for a store the dirty bit, is clear.
    NotAccessedOrDirty,
}

/// Translates `va` as a hart in user mode would, with the root table in frame `root`; `beat` reads eight bytes at an
/// aligned physical address. Sv39 takes the low 39 bits of `va`.
///
/// # Errors
/// The specification raises a page fault.
pub fn walk(
    kind: Kind,
    root: u64,
    va: u64,
    intent: Intent,
    beat: &mut dyn FnMut(u64) -> u64,
) -> Result<u64, PageFault> {
    let (levels, vpn_bits, pte_size) = match kind {
        Kind::Sv32 => (2, 10, 4u64),
        Kind::Sv39 => (3, 9, 8u64),
    };
    let vpn = |i: u32| va >> (12 + i * vpn_bits) & ((1 << vpn_bits) - 1);
    let mut a = root * 4096;
    for i in (0..levels).rev() {
        let address = a + vpn(i) * pte_size;
        let mut pte = beat(address & !7);
        if pte_size == 4 {
            pte = pte >> (8 * (address % 8)) & u64::from(u32::MAX);
        }
        let reserved = if kind == Kind::Sv39 { pte >> 54 != 0 } else { false };
        if pte & V == 0 || pte & (R | W) == W || reserved {
            return Err(PageFault::Invalid);
        }
        let ppn = pte >> 10 & ((1 << 44) - 1);
        if pte & (R | X) == 0 {
            // D, A and U of a pointer to a table are reserved.
            if pte & (D | A | U) != 0 {
                return Err(PageFault::Invalid);
            }
            a = ppn * 4096;
            continue;
        }
        let wanted = match intent {
            Intent::Load => R,
            Intent::Store => W,
            Intent::Fetch => X,
        };
        if pte & U == 0 || pte & wanted == 0 {
            return Err(PageFault::Permission);
        }
        let below = (1u64 << (i * vpn_bits)) - 1;
        if ppn & below != 0 {
            return Err(PageFault::Misaligned);
        }
        if pte & A == 0 || intent == Intent::Store && pte & D == 0 {
            return Err(PageFault::NotAccessedOrDirty);
        }
        let page = ppn | va >> 12 & below;
        return Ok(page * 4096 + va % 4096);
    }
    Err(PageFault::NoLeaf)
}
