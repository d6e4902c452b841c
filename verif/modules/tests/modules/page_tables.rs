//! Page tables as the RISC-V privileged specification defines them (sections "Virtual Address Translation Process", "Sv32" and
//! "Sv39"), read from memory one entry at a time. This reader knows nothing of how the hardware writes them.

use memento_abi::{Geometry, PageTable};

/// What a virtual address maps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapping {
    /// An entry that is not valid, at this level, and what it holds.
    None { level: usize, entry: u64 },
    /// A readable and writable page of user data, accessed and dirty.
    Page { ppn: u64 },
    /// A valid entry that Memento does not write.
    Foreign { level: usize, entry: u64 },
}

/// A page table format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// LEVELS of the specification.
    pub levels: usize,
    /// PTESIZE of the specification, in bytes.
    pub entry_bytes: u64,
    /// Bits of a VPN part.
    index_bits: u32,
    /// Bits of a physical address of this configuration.
    address_bits: u32,
}

impl Format {
    pub fn of(geometry: &Geometry) -> Format {
        let (levels, entry_bytes, index_bits) = match geometry.page_table {
            PageTable::Sv32 => (2, 4, 10),
            PageTable::Sv39 => (3, 8, 9),
        };
        Format {
            levels,
            entry_bytes,
            index_bits,
            address_bits: geometry.address_bits,
        }
    }

    /// Address of the entry for `va` in the table of this level (0 is the lowest) in frame `table`.
    pub fn entry_address(&self, table: u64, level: usize, va: u64) -> u64 {
        let vpn = va >> (12 + self.index_bits * level as u32) & ((1 << self.index_bits) - 1);
        table * 4096 + vpn * self.entry_bytes
    }

    /// The entry at a physical address, in little-endian memory that is read a beat at a time.
    pub fn entry(&self, address: u64, beat: &mut impl FnMut(u64) -> u64) -> u64 {
        let value = beat(address & !7) >> (8 * (address & 7));
        if self.entry_bytes == 4 {
            value & 0xFFFF_FFFF
        } else {
            value
        }
    }

    /// What `va` maps to under the root in frame `root`. Tables that are passed on the way are shown to `visit`.
    pub fn walk(&self, root: u64, va: u64, mut beat: impl FnMut(u64) -> u64, mut visit: impl FnMut(u64)) -> Mapping {
        let mut table = root;
        for level in (0..self.levels).rev() {
            let entry = self.entry(self.entry_address(table, level, va), &mut beat);
            let bit = |n: u32| entry >> n & 1 == 1;
            let (v, r, w, x, u, a, d) = (bit(0), bit(1), bit(2), bit(3), bit(4), bit(6), bit(7));
            if !v {
                return Mapping::None { level, entry };
            }
            let ppn = entry >> 10;
            let foreign = Mapping::Foreign { level, entry };
            // Frames beyond physical memory, frame 0, and the bits for software, globals and later extensions are not used.
            if ppn == 0 || ppn >> (self.address_bits - 12) != 0 || bit(5) || bit(8) || bit(9) {
                return foreign;
            }
            if r || w || x {
                let page = level == 0 && r && w && !x && u && a && d;
                return if page { Mapping::Page { ppn } } else { foreign };
            }
            if level == 0 || u || a || d {
                return foreign;
            }
            table = ppn;
            visit(table);
        }
        unreachable!("the lowest level is a leaf or an error")
    }
}
