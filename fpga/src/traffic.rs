//! What goes to memory.

use serde::{Deserialize, Serialize};
use std::ops::Sub;

/// Words over the ports of RAM and of the region, counted in the simulation (`rtl/soc_simulation.sv`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Words of 4 bytes that the core's instruction cache has fetched from RAM.
    pub core_fetched: u64,
    /// Words of 4 bytes that the core's data cache has loaded from RAM.
    pub core_loaded: u64,
    /// Words of at most 4 bytes that the core has stored to RAM.
    pub core_stored: u64,
    /// Words of 8 bytes that Memento has read from RAM: lines, headers and page tables.
    pub memento_read: u64,
    /// Words of 8 bytes that Memento has written to RAM, zeros of frames that have come back among them.
    pub memento_written: u64,
    /// Words of at most 4 bytes between the core and Memento's cache.
    pub region_accesses: u64,
}

impl Traffic {
    /// Bytes of data between RAM and the caches, both ways, instructions not among them; a store counts as a word.
    pub fn data_bytes(&self) -> u64 {
        4 * (self.core_loaded + self.core_stored) + 8 * (self.memento_read + self.memento_written)
    }
}

impl Sub for Traffic {
    type Output = Traffic;

    fn sub(self, before: Traffic) -> Traffic {
        Traffic {
            core_fetched: self.core_fetched - before.core_fetched,
            core_loaded: self.core_loaded - before.core_loaded,
            core_stored: self.core_stored - before.core_stored,
            memento_read: self.memento_read - before.memento_read,
            memento_written: self.memento_written - before.memento_written,
            region_accesses: self.region_accesses - before.region_accesses,
        }
    }
}
