//! Page table entry: what an entry says, and how one is written.
//!
//! ```text
//!            63                               10 9         0
//!   table    | 0 |            PPN               | 0000000001 |
//!   leaf     | 0 |            PPN               | 0011010111 |     D, A, U, W, R, V
//!   mark     | 0 |  next page of the list       | 0000000l10 |     l: the list goes on
//!   nothing  | 0                                             |
//! ```
//!
//! # Contract
//!
//! * Combinational. An entry of Sv39 is a beat; one of Sv32 is the half of a beat that `upper_i` tells.
//! * Exactly one of `table_o`, `leaf_o`, `mark_o`, `malformed_o` is high, or none: then the entry is nothing. An entry
//!   that is not valid is a mark only in the last level, and nothing in the others.
//! * `beat_o` is `beat_i` with that entry replaced; the other half of the beat of an Sv32 entry stays.
//! * Upper bits of a PPN that no physical address has make an entry malformed.

use memento_abi::{Geometry, PageTable};
use rust_hdl_core::prelude::*;

/// What is written to an entry (`write_kind_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum EntryKind {
    /// Nothing.
    Nothing = 0,
    /// The first page of a recycled arena.
    Mark = 1,
    /// A frame with a table.
    Table = 2,
    /// A page's frame.
    Leaf = 3,
}

/// Reads and writes an entry in its beat.
#[derive(LogicBlock)]
pub struct PageTableEntry<const PPN: usize, const PAGE: usize> {
    /// The beat with the entry, to read.
    pub beat_i: Signal<In, Bits<64>>,
    /// The entry is the upper half of the beat (Sv32 only).
    pub upper_i: Signal<In, Bit>,
    /// It is of the last level.
    pub last_level_i: Signal<In, Bit>,
    /// It points to a table.
    pub table_o: Signal<Out, Bit>,
    /// It is a leaf.
    pub leaf_o: Signal<Out, Bit>,
    /// It marks the first page of a recycled arena.
    pub mark_o: Signal<Out, Bit>,
    /// It is valid, but none of ours.
    pub malformed_o: Signal<Out, Bit>,
    /// Frame of the table or leaf.
    pub ppn_o: Signal<Out, Bits<PPN>>,
    /// Mark: the recycled list goes on.
    pub link_valid_o: Signal<Out, Bit>,
    /// Mark: first page of its next arena.
    pub link_page_o: Signal<Out, Bits<PAGE>>,

    /// The beat with the entry, to write.
    pub old_beat_i: Signal<In, Bits<64>>,
    /// What to write: 0 nothing, 1 a mark, 2 a table, 3 a leaf.
    pub write_kind_i: Signal<In, Bits<2>>,
    /// Frame of the table or leaf to write.
    pub write_ppn_i: Signal<In, Bits<PPN>>,
    /// Mark to write: the recycled list goes on.
    pub write_link_valid_i: Signal<In, Bit>,
    /// Mark to write: first page of its next arena.
    pub write_link_page_i: Signal<In, Bits<PAGE>>,
    /// That beat with the entry written.
    pub beat_o: Signal<Out, Bits<64>>,

    entry: Signal<Local, Bits<64>>,
    named: Signal<Local, Bit>,
    write: Signal<Local, Bits<64>>,
    /// Entries are halves of beats.
    halves: Constant<Bit>,
    /// Where an entry's PPN ends.
    ppn_end: Constant<Bits<6>>,
}

impl<const PPN: usize, const PAGE: usize> PageTableEntry<PPN, PAGE> {
    /// Entries in the format of `geometry`.
    pub fn new(geometry: &Geometry) -> Self {
        crate::module!(
            halves: Constant::new(geometry.page_table == PageTable::Sv32),
            ppn_end: Constant::new(bits(10 + PPN as u64));
            beat_i, upper_i, last_level_i, table_o, leaf_o, mark_o, malformed_o, ppn_o, link_valid_o, link_page_o,
            old_beat_i, write_kind_i, write_ppn_i, write_link_valid_i, write_link_page_i, beat_o, entry, named, write,
        )
    }
}

impl<const PPN: usize, const PAGE: usize> Logic for PageTableEntry<PPN, PAGE> {
    kernel! {
        #[hdl_gen]
        "memento_page_table_entry",
        fn update(&mut self) {
            self.entry.next = self.beat_i.val();
            if self.halves.val() {
                self.entry.next = self.beat_i.val() & 0xffff_ffff_u64;
                if self.upper_i.val() {
                    self.entry.next = self.beat_i.val() >> 32;
                }
            }
            self.ppn_o.next = self.entry.val().get_bits::<PPN>(10);
            self.link_valid_o.next = self.entry.val().get_bit(2);
            self.link_page_o.next = self.entry.val().get_bits::<PAGE>(10);
            self.named.next = self.entry.val().get_bits::<PPN>(10).any() && !(self.entry.val() >> self.ppn_end.val()).any();
            self.table_o.next = self.named.val() && !self.last_level_i.val()
                && (self.entry.val().get_bits::<10>(0) == 0x001);
            self.leaf_o.next = self.named.val() && self.last_level_i.val()
                && (self.entry.val().get_bits::<10>(0) == 0x0d7);
            self.malformed_o.next = self.entry.val().get_bit(0) && !self.table_o.val() && !self.leaf_o.val();
            self.mark_o.next = self.last_level_i.val() && (self.entry.val().get_bits::<2>(0) == 2);

            self.write.next = bits::<64>(0);
            match self.write_kind_i.val().index() {
                0 => {}
                1 => {
                    self.write.next = bits::<64>(2);
                    if self.write_link_valid_i.val() {
                        self.write.next = (bit_cast::<64, PAGE>(self.write_link_page_i.val()) << 10) | 6;
                    }
                }
                2 => self.write.next = (bit_cast::<64, PPN>(self.write_ppn_i.val()) << 10) | 0x01,
                _ => self.write.next = (bit_cast::<64, PPN>(self.write_ppn_i.val()) << 10) | 0xd7,
            }
            self.beat_o.next = self.write.val();
            if self.halves.val() {
                self.beat_o.next = ((self.old_beat_i.val() >> 32) << 32) | self.write.val();
                if self.upper_i.val() {
                    self.beat_o.next = (self.write.val() << 32) | (self.old_beat_i.val() & 0xffff_ffff_u64);
                }
            }
        }
    }
}
