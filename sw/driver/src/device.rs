//! The hardware, found and identified.

use crate::{
    bus::Bus,
    error::{ProbeError, Property},
    map::{bits, offset, Bits},
};
use memento_abi::{
    registers::{Capacities, ID as IDENTIFICATION, VERSION as KNOWN_VERSION},
    Geometry, PageTable,
};

const ID: usize = offset("ID");
const VERSION: usize = offset("VERSION");
const GEOMETRY: usize = offset("GEOMETRY");
const OBJECTS: usize = offset("OBJECTS");
const CAPACITY: usize = offset("CAPACITY");
const STATUS: usize = offset("STATUS");
const MAJOR: Bits = bits("VERSION", "MAJOR");
const MINOR: Bits = bits("VERSION", "MINOR");
const CLASSES: Bits = bits("GEOMETRY", "CLASSES");
const ADDRESS_BITS: Bits = bits("GEOMETRY", "ADDRESS_BITS");
const REGION_BITS: Bits = bits("GEOMETRY", "REGION_BITS");
const PAGE_TABLE: Bits = bits("GEOMETRY", "PAGE_TABLE");
const PER_ARENA: Bits = bits("OBJECTS", "PER_ARENA");
const HARTS: Bits = bits("OBJECTS", "HARTS");
const TLB_ENTRIES: Bits = bits("CAPACITY", "TLB_ENTRIES");
const CACHE_SETS: Bits = bits("CAPACITY", "CACHE_SETS");
const CACHE_WAYS: Bits = bits("CAPACITY", "CACHE_WAYS");

bitflags::bitflags! {
    /// What is the case.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct State: u32 {
        /// No request and no posted work is under way.
        const IDLE = bits("STATUS", "IDLE").mask();
        /// A command is under way.
        const COMMAND_BUSY = bits("STATUS", "COMMAND_BUSY").mask();
        /// A write to memory has failed: only [`Memento::reset`] helps.
        const FAULT = bits("STATUS", "FAULT").mask();
        /// Memories on chip are being emptied after reset; requests wait.
        const CLEARING = bits("STATUS", "CLEARING").mask();
        /// No frame is available.
        const FRAMES_EXHAUSTED = bits("STATUS", "FRAMES_EXHAUSTED").mask();
    }
}

/// A Memento that is what the program was built for: what system software does with it. Programs allocate by a [`crate::Port`].
///
/// It holds no state but the bus: any number may exist for one device, and it need not be kept. A method that takes several accesses says
/// that it must not be interrupted by another one.
#[derive(Clone, Copy, Debug)]
pub struct Memento<B> {
    bus: B,
    geometry: Geometry,
}

impl<B: Bus> Memento<B> {
    /// Looks at what is on `bus`, without changing anything: identification, version of the registers, and whether it is configured as
    /// `geometry` says.
    ///
    /// # Errors
    /// What differs, with the hardware's value and the program's.
    pub fn probe(bus: B, geometry: &Geometry) -> Result<Memento<B>, ProbeError> {
        let id = bus.read32(ID);
        if id != IDENTIFICATION {
            return Err(ProbeError::NotMemento { found: id });
        }
        let version = bus.read32(VERSION);
        if MAJOR.of(version) != MAJOR.of(KNOWN_VERSION) || MINOR.of(version) < MINOR.of(KNOWN_VERSION) {
            return Err(ProbeError::Version { found: version });
        }
        let (shape, objects) = (bus.read32(GEOMETRY), bus.read32(OBJECTS));
        let levels = match geometry.page_table {
            PageTable::Sv32 => 2,
            PageTable::Sv39 => 3,
        };
        for (property, found, expected) in [
            (Property::Classes, CLASSES.of(shape), geometry.classes),
            (Property::AddressBits, ADDRESS_BITS.of(shape), geometry.address_bits),
            (Property::RegionBits, REGION_BITS.of(shape), geometry.region_bits),
            (Property::PageTableLevels, PAGE_TABLE.of(shape) + 2, levels),
            (
                Property::ObjectsPerArena,
                PER_ARENA.of(objects),
                geometry.objects_per_arena,
            ),
        ] {
            if found != expected {
                let configuration = geometry.name;
                return Err(ProbeError::Geometry {
                    property,
                    found,
                    expected,
                    configuration,
                });
            }
        }
        if geometry.address_bits > usize::BITS {
            let (hardware_bits, hart_bits) = (geometry.address_bits, usize::BITS);
            return Err(ProbeError::Addresses {
                hardware_bits,
                hart_bits,
            });
        }
        let geometry = *geometry;
        Ok(Memento { bus, geometry })
    }

    /// The configuration.
    pub fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// The bus it is on.
    pub fn bus(&self) -> &B {
        &self.bus
    }

    /// What this instance has that does not follow from its geometry: TLB, cache, and harts that have a doorbell.
    pub fn capacities(&self) -> Capacities {
        let word = self.bus.read32(CAPACITY);
        Capacities {
            tlb_entries: TLB_ENTRIES.of(word),
            cache_sets: CACHE_SETS.of(word),
            cache_ways: CACHE_WAYS.of(word),
            harts: HARTS.of(self.bus.read32(OBJECTS)),
        }
    }

    /// What is the case now.
    pub fn state(&self) -> State {
        State::from_bits_truncate(self.bus.read32(STATUS))
    }

    /// Writes a pair of registers, the low half first.
    pub(crate) fn write_pair(&self, low: usize, value: u64) {
        self.bus.write32(low, value as u32);
        self.bus.write32(low + 4, (value >> 32) as u32);
    }

    /// Reads a pair of registers, the low half first.
    pub(crate) fn read_pair(&self, low: usize) -> u64 {
        let lower = self.bus.read32(low);
        u64::from(self.bus.read32(low + 4)) << 32 | u64::from(lower)
    }
}
