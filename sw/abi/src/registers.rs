//! The register map: what software sees of Memento on its bus.
//!
//! Registers are 32 bits wide in a window of [`WINDOW_BYTES`]. A 64-bit value is a pair, the low half first. The rules of the
//! bus, the same for every register:
//!
//! * An access to an offset where there is no register, a misaligned one, a write with some byte strobes low, a read of a
//!   register that can only be written and a write of one that can only be read are answered with an error and do nothing.
//! * Bits that no field covers, and bits of an address that the configuration does not have, read 0 and ignore writes.
//! * A field that can only be read ignores what is written to it.

mod map;

use crate::{Geometry, PageTable, HEADER_BYTES};
pub use map::{COMMANDS, COUNTERS, DOORBELL, REGISTERS};

/// Bytes of the window that the registers lie in.
pub const WINDOW_BYTES: u32 = 4096;
/// What the first register reads: "MEMO", big-endian.
pub const ID: u32 = 0x4D45_4D4F;
/// Version of the register map: major in bits 31:16, minor in bits 15:0. Software refuses another major version.
pub const VERSION: u32 = 0x0001_0001;
/// Offset of the first event counter.
pub const COUNTERS_OFFSET: u16 = 0x100;
/// Bytes from a counter to the next one.
pub const COUNTER_STRIDE: u16 = 8;
/// Offset of hart 0's doorbell.
pub const DOORBELLS_OFFSET: u16 = 0x400;
/// Bytes from a hart's doorbell to the next hart's.
pub const DOORBELL_STRIDE: u16 = 0x40;
/// Harts for whose doorbells there is room.
pub const MOST_HARTS: u32 = 16;

/// What the bus can do with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read only.
    ReadOnly,
    /// Read and write: it keeps what is written.
    ReadWrite,
    /// Read; a 1 that is written clears the bit, a 0 leaves it.
    WriteOneToClear,
    /// Write only: a write makes something happen. Where the register can be read, it reads 0.
    WriteOnly,
}

impl Access {
    /// As it stands in the documentation.
    pub const fn short(self) -> &'static str {
        match self {
            Access::ReadOnly => "RO",
            Access::ReadWrite => "RW",
            Access::WriteOneToClear => "W1C",
            Access::WriteOnly => "WO",
        }
    }

    /// It can be read.
    pub const fn readable(self) -> bool {
        !matches!(self, Access::WriteOnly)
    }

    /// A write of it does something.
    pub const fn writable(self) -> bool {
        !matches!(self, Access::ReadOnly)
    }
}

/// What a register reads after reset.
#[derive(Clone, Copy, Debug)]
pub enum Reset {
    /// This.
    Value(u32),
    /// What follows from the configuration.
    Configuration(fn(&Geometry, &Capacities) -> u32),
    /// What is the case: it shows the state of the hardware.
    Live,
}

/// When a register may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At any time.
    Always,
    /// While `CONTROL.RESET` is 1; otherwise the write is answered with an error.
    InReset,
    /// While `CONTROL.RESET` is 0; otherwise the write is answered with an error.
    Running,
    /// At any time: new requests are held back, and the write waits until nothing is under way.
    Quiet,
    /// While no command is under way; otherwise the write is answered with an error.
    NoCommand,
    /// While `CONTROL.RESET` is 0 and no command is under way; otherwise the write is answered with an error.
    RunningNoCommand,
    /// At any time: the write waits until the doorbell's request before has been answered, or the range before looked at.
    Answered,
}

/// Some bits of a register.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name.
    pub name: &'static str,
    /// Lowest bit.
    pub low: u8,
    /// Width in bits.
    pub width: u8,
    /// What the bus can do with it.
    pub access: Access,
    /// What it means.
    pub description: &'static str,
}

impl Field {
    /// Its bits of the register.
    pub const fn mask(&self) -> u32 {
        (u32::MAX >> (32 - self.width as u32)) << self.low
    }
}

/// A register.
#[derive(Clone, Copy, Debug)]
pub struct Register {
    /// Name.
    pub name: &'static str,
    /// Offset in bytes from the window's start; in [`DOORBELL`] from the doorbell's.
    pub offset: u16,
    /// What it reads after reset.
    pub reset: Reset,
    /// When it may be written.
    pub when: When,
    /// Bits that the configuration has.
    pub present: fn(&Geometry) -> u32,
    /// Its fields, from the lowest bit up.
    pub fields: &'static [Field],
    /// What it is.
    pub description: &'static str,
}

impl Register {
    /// The bus can read it.
    pub fn readable(&self) -> bool {
        self.fields.iter().any(|field| field.access.readable())
    }

    /// The bus can write it.
    pub fn writable(&self) -> bool {
        self.fields.iter().any(|field| field.access.writable())
    }

    /// Bits that the configuration has and the bus can use in one of these ways.
    pub fn bits(&self, geometry: &Geometry, access: &[Access]) -> u32 {
        let fields = self.fields.iter().filter(|field| access.contains(&field.access));
        fields.fold(0, |bits, field| bits | field.mask()) & (self.present)(geometry)
    }
}

/// What an instance has that does not follow from its geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacities {
    /// Entries of the translation look-aside buffer.
    pub tlb_entries: u32,
    /// Sets of the cache.
    pub cache_sets: u32,
    /// Ways of the cache.
    pub cache_ways: u32,
    /// Harts that have a doorbell.
    pub harts: u32,
}

impl Capacities {
    /// What the committed Verilog of a configuration has: a cache of 8 KiB; of 1 KiB where there are few classes, for parts with
    /// little memory; of 256 KiB beside a 64-bit hart.
    pub const fn of(geometry: &Geometry) -> Capacities {
        let (cache_sets, cache_ways) = match (geometry.page_table, geometry.classes) {
            (PageTable::Sv39, _) => (256, 16),
            (PageTable::Sv32, ..=16) => (16, 1),
            (PageTable::Sv32, _) => (64, 2),
        };
        Capacities {
            tlb_entries: 16,
            cache_sets,
            cache_ways,
            harts: 1,
        }
    }

    /// Bytes of the cache's lines.
    pub const fn cache_bytes(&self) -> u32 {
        self.cache_sets * self.cache_ways * HEADER_BYTES as u32
    }
}

/// A 64-bit counter of what happens.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    /// Name.
    pub name: &'static str,
    /// What it counts.
    pub description: &'static str,
}

/// Offset in bytes of a counter's low half; the high half follows.
pub const fn counter_offset(counter: usize) -> u16 {
    COUNTERS_OFFSET + COUNTER_STRIDE * counter as u16
}

/// Offset in bytes of a hart's doorbell.
pub const fn doorbell_offset(hart: u32) -> u16 {
    DOORBELLS_OFFSET + DOORBELL_STRIDE * hart as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, CONFIGURATIONS};

    #[test]
    fn registers_are_aligned_in_order_and_within_their_area() {
        for (registers, end) in [(&REGISTERS[..], COUNTERS_OFFSET), (&DOORBELL[..], DOORBELL_STRIDE)] {
            assert!(registers
                .iter()
                .all(|register| register.offset % 4 == 0 && register.offset < end));
            assert!(registers.windows(2).all(|pair| pair[0].offset < pair[1].offset));
        }
        assert!(counter_offset(COUNTERS.len()) <= 0x200);
        assert!(u32::from(doorbell_offset(MOST_HARTS)) <= WINDOW_BYTES);
    }

    #[test]
    fn fields_do_not_overlap_and_reset_values_lie_in_them() {
        for register in REGISTERS.iter().chain(&DOORBELL) {
            let mut covered = 0u32;
            for field in register.fields {
                assert!(field.low + field.width <= 32, "{}.{}", register.name, field.name);
                assert_eq!(covered & field.mask(), 0, "{}.{}", register.name, field.name);
                assert!(
                    field.mask() > covered,
                    "{}.{} is out of order",
                    register.name,
                    field.name
                );
                covered |= field.mask();
            }
            for geometry in &CONFIGURATIONS {
                let value = match register.reset {
                    Reset::Value(value) => value,
                    Reset::Configuration(value) => value(geometry, &Capacities::of(geometry)),
                    Reset::Live => 0,
                };
                assert_eq!(
                    value & !(covered & (register.present)(geometry)),
                    0,
                    "{}",
                    register.name
                );
            }
        }
    }

    #[test]
    fn pairs_are_neighbours_and_names_are_used_once() {
        for registers in [&REGISTERS[..], &DOORBELL[..]] {
            for (index, register) in registers.iter().enumerate() {
                if let Some(stem) = register.name.strip_suffix("_LO") {
                    let high = &registers[index + 1];
                    assert_eq!(
                        (high.name.strip_suffix("_HI"), high.offset),
                        (Some(stem), register.offset + 4)
                    );
                }
                assert!(registers[..index].iter().all(|other| other.name != register.name));
            }
        }
    }

    #[test]
    fn the_first_counters_are_the_object_allocators_events() {
        extern crate std;
        use std::string::String;
        for (event, counter) in Event::ALL.iter().zip(&COUNTERS) {
            let name: String = counter.name.chars().filter(|c| *c != '_').collect();
            assert_eq!(name, std::format!("{event:?}").to_uppercase());
        }
    }
}
