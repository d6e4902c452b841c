//! Sv32 and Sv39 as numbers: how many levels, which bits of an address index which, and what each entry is.

use memento_abi::{PageTable as Kind, PAGE_SHIFT};

/// Entry bits of the RISC-V privileged specification.
const VALID: u64 = 1 << 0;
/// V, R, W, U, A, D: all that a leaf of ours has beside its PPN.
const LEAF: u64 = 0xD7;
/// Bit 1 of an invalid entry tells a recycled mark from nothing.
const MARK: u64 = 1 << 1;
/// In a mark: the recycled list goes on.
const MARK_LINK: u64 = 1 << 2;
const PPN_SHIFT: u32 = 10;

/// A frame's use, named by the entry that points to it: level 0 is the leaf of a page, a higher level a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// Level of the entry, counted from the leaves.
    pub level: u32,
    /// First virtual address that the entry covers.
    pub va: u64,
}

/// A page-table format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Levels of tables, the root included.
    pub levels: u32,
    /// Bits of the virtual page number that index one table.
    pub index_bits: u32,
    /// Bytes of an entry.
    pub entry_bytes: u64,
}

impl Format {
    /// The numbers of `kind`.
    pub const fn of(kind: Kind) -> Format {
        match kind {
            Kind::Sv32 => Format {
                levels: 2,
                index_bits: 10,
                entry_bytes: 4,
            },
            Kind::Sv39 => Format {
                levels: 3,
                index_bits: 9,
                entry_bytes: 8,
            },
        }
    }

    /// Entries of a table.
    pub const fn entries(&self) -> u64 {
        1 << self.index_bits
    }

    /// log2 of the bytes that an entry of `level` covers.
    pub const fn shift(&self, level: u32) -> u32 {
        PAGE_SHIFT + level * self.index_bits
    }

    /// Index of `va`'s entry in its table of `level`.
    pub const fn index(&self, va: u64, level: u32) -> u64 {
        va >> self.shift(level) & (self.entries() - 1)
    }

    /// What lies between the root and the byte at `va`: the tables from the top down, then the page.
    pub fn path(self, va: u64) -> impl Iterator<Item = Node> {
        (0..self.levels).rev().map(move |level| self.node(va, level))
    }

    /// The node of `level` that covers `va`.
    pub const fn node(&self, va: u64, level: u32) -> Node {
        let shift = self.shift(level);
        Node {
            level,
            va: va >> shift << shift,
        }
    }

    /// The entry that points to the table or page in frame `ppn`.
    pub const fn entry(&self, level: u32, ppn: u64) -> u64 {
        ppn << PPN_SHIFT | if level == 0 { LEAF } else { VALID }
    }

    /// The entry of the first page of a recycled arena; `next` is the first page, in its slice, of the next one.
    pub const fn mark(&self, next: Option<u64>) -> u64 {
        match next {
            Some(page) => page << PPN_SHIFT | MARK_LINK | MARK,
            None => MARK,
        }
    }

    /// Reads one entry of the table in frame `table`, through beats of eight bytes.
    pub fn read(&self, table: u64, index: u64, beat: &mut dyn FnMut(u64) -> u64) -> u64 {
        let address = self.entry_address(table, index);
        let beat = beat(address & !7);
        if self.entry_bytes == 4 {
            beat >> (8 * (address & 4)) & 0xFFFF_FFFF
        } else {
            beat
        }
    }

    /// Physical address of an entry of the table in frame `table`.
    pub const fn entry_address(&self, table: u64, index: u64) -> u64 {
        (table << PAGE_SHIFT) + index * self.entry_bytes
    }
}
