//! Page table entries: what each bit pattern is, and that writing one leaves its neighbour alone.

use crate::prelude::*;
use memento_abi::PageTable;

#[derive(Clone, Debug)]
pub struct PageTableEntry {
    geometry: Geometry,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub beat: u64,
    /// The beat that is written.
    pub old: u64,
    pub upper: bool,
    pub last_level: bool,
    /// 0 nothing, 1 a mark, 2 a table, 3 a leaf.
    pub write: u64,
    pub ppn: u64,
    pub link: Option<u64>,
}

impl Reference for PageTableEntry {
    type Step = Access;
    const MODULE: &'static str = "memento_page_table_entry";
    const CASES: u32 = 100;

    fn new(module: &Module) -> PageTableEntry {
        PageTableEntry { geometry: module.geometry }
    }

    fn steps(&self) -> BoxedStrategy<Access> {
        let ppn_bits = self.geometry.address_bits - 12;
        let ppn = (any::<u64>()).prop_map(move |ppn| ppn >> (64 - ppn_bits));
        // One bit more or less than a good entry, and anything.
        let flags = prop_oneof![Just(1u64), Just(0xD7), Just(2), Just(6), Just(0), 0..1024u64];
        let named = prop_oneof![4 => ppn.clone(), 1 => Just(0), 1 => any::<u64>()];
        let entry = (named, flags, prop::option::weighted(0.3, 0..64u32)).prop_map(|(ppn, flags, flip)| {
            let entry = ppn << 10 | flags;
            flip.map_or(entry, |bit| entry ^ 1 << bit)
        });
        let sv32 = self.geometry.page_table == PageTable::Sv32;
        let beat = (entry, any::<u32>(), any::<bool>()).prop_map(move |(entry, other, upper)| match (sv32, upper) {
            (false, _) => entry,
            (true, false) => entry & 0xFFFF_FFFF | u64::from(other) << 32,
            (true, true) => entry << 32 | u64::from(other),
        });
        let link = prop::option::of(0..self.geometry.slice_pages());
        (beat, any::<u64>(), any::<bool>(), any::<bool>(), 0..4u64, ppn, link)
            .prop_map(|(beat, old, upper, last_level, write, ppn, link)| Access { beat, old, upper, last_level, write, ppn, link })
            .boxed()
    }

    fn inputs(&self, step: &Access) -> Pins {
        pins! {
            beat_i: step.beat, old_beat_i: step.old, upper_i: step.upper, last_level_i: step.last_level, write_kind_i: step.write,
            write_ppn_i: step.ppn, write_link_valid_i: step.link.is_some(), write_link_page_i: step.link.unwrap_or(1),
        }
    }

    fn outputs(&self, step: &Access) -> Pins {
        let sv32 = self.geometry.page_table == PageTable::Sv32;
        let (shift, mask) = match (sv32, step.upper) {
            (false, _) => (0, u64::MAX),
            (true, upper) => (32 * u32::from(upper), 0xFFFF_FFFF),
        };
        let entry = step.beat >> shift & mask;
        // Physical addresses have address_bits bits, and frame 0 is nobody's.
        let ppn = entry >> 10;
        let ours = ppn != 0 && ppn < 1 << (self.geometry.address_bits - 12);
        let is = |flags: u64| ours && entry & 0x3FF == flags;
        let (table, leaf) = (is(1) && !step.last_level, is(0xD7) && step.last_level);
        let valid = entry & 1 == 1;
        let mark = step.last_level && entry & 3 == 2;
        let written = match (step.write, step.link) {
            (0, _) => 0,
            (1, None) => 2,
            (1, Some(page)) => page << 10 | 1 << 2 | 2,
            (2, _) => step.ppn << 10 | 1,
            _ => step.ppn << 10 | 0xD7,
        };
        let mut outputs = pins! {
            table_o: table, leaf_o: leaf, mark_o: mark, malformed_o: valid && !table && !leaf,
            beat_o: step.old & !(mask << shift) | written << shift,
        };
        if table || leaf {
            outputs.extend(pins! { ppn_o: ppn });
        }
        if mark {
            outputs.extend(pins! { link_valid_o: entry >> 2 & 1, link_page_o: ppn & (self.geometry.slice_pages() - 1) });
        }
        outputs
    }
}

in_every_configuration!(PageTableEntry);
