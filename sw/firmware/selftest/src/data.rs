//! Loads and stores of the region.

use crate::{
    check::{at_least, equal, equal_bits, Outcome},
    interrupts,
    objects::{object, word},
    start,
};
use memento_runtime::{
    driver::{Causes, Counter, CustomInstruction, Memento, Mmio, Region, Status, SOC32},
    empty_data_cache,
    memory::Board,
};

/// The largest objects.
const LARGE: usize = 512;

/// The word that is to be at an address.
fn pattern(address: usize) -> u32 {
    (address as u32).wrapping_mul(0x9E37_79B1) ^ 0x5A5A_5A5A
}

/// Stores the pattern of each word of an object.
pub fn fill(object: usize, bytes: usize) {
    for address in (object..object + bytes).step_by(4) {
        // SAFETY: the words are an object's of the caller's.
        unsafe { word(address).write_volatile(pattern(address)) };
    }
}

/// Each word of an object has its pattern.
pub fn holds(object: usize, bytes: usize) -> Outcome {
    for address in (object..object + bytes).step_by(4) {
        // SAFETY: as above.
        equal_bits("a word", unsafe { word(address).read_volatile() }, pattern(address))?;
    }
    Ok(())
}

/// Stores of words, halfwords and bytes, each read back from Memento itself.
pub fn bytes(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 8)?;
    let place = object(&CustomInstruction, 64)?;
    for (bit, address) in (0..32).zip((place..place + 64).step_by(4).cycle()) {
        // SAFETY: the word is the object's.
        unsafe { word(address).write_volatile(1 << bit) };
        empty_data_cache();
        // SAFETY: as above.
        equal_bits(
            "a word with one bit",
            unsafe { word(address).read_volatile() },
            1 << bit,
        )?;
    }
    fill(place, 64);
    for offset in 0..64 {
        let (address, shift) = (place + offset / 4 * 4, 8 * (offset % 4));
        let expected = pattern(address) & !(0xFF << shift) | (offset as u32) << shift;
        // SAFETY: the byte is the object's.
        unsafe { word(place).cast::<u8>().add(offset).write_volatile(offset as u8) };
        empty_data_cache();
        // SAFETY: as above.
        equal_bits(
            "a word after a store of one byte",
            unsafe { word(address).read_volatile() },
            expected,
        )?;
        fill(address, 4);
    }
    for offset in (0..64).step_by(2) {
        let (address, shift) = (place + offset / 4 * 4, 8 * (offset % 4));
        let expected = pattern(address) & !(0xFFFF << shift) | 0xBEEF << shift;
        // SAFETY: the halfword is the object's.
        unsafe { word(place).cast::<u16>().add(offset / 2).write_volatile(0xBEEF) };
        empty_data_cache();
        // SAFETY: as above.
        equal_bits(
            "a word after a store of two bytes",
            unsafe { word(address).read_volatile() },
            expected,
        )?;
        fill(address, 4);
    }
    holds(place, 64)
}

/// More pages than the TLB has entries and more lines than the caches have, objects across borders of pages among them.
pub fn pages(memento: &Memento<Mmio>) -> Outcome {
    const OBJECTS: usize = 160;
    start(memento, 26)?;
    let first = object(&CustomInstruction, LARGE)?;
    for number in 1..OBJECTS {
        equal_bits(
            "the next object of an arena",
            object(&CustomInstruction, LARGE)?,
            first + LARGE * number,
        )?;
    }
    let before = memento.statistics();
    (0..OBJECTS).for_each(|number| fill(first + LARGE * number, LARGE));
    empty_data_cache();
    for number in (0..OBJECTS).rev() {
        holds(first + LARGE * number, LARGE)?;
    }
    let counted = memento.statistics().since(&before);
    let lines = (OBJECTS * LARGE / 64) as u64;
    at_least("lines that left the cache", counted[Counter::WriteBacks], lines / 2)?;
    at_least("lines that came back", counted[Counter::LineFills], lines / 2)?;
    at_least(
        "TLB misses",
        counted[Counter::TlbMisses],
        (OBJECTS * LARGE / 4096) as u64,
    )
}

/// What nobody has stored to reads as zeros.
pub fn fresh_memory(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 16)?;
    empty_data_cache();
    for _ in 0..40 {
        let place = object(&CustomInstruction, 200)?;
        for address in (place..place + 200).step_by(4) {
            // SAFETY: the word is the object's.
            equal_bits("a word of fresh memory", unsafe { word(address).read_volatile() }, 0)?;
        }
    }
    Ok(())
}

/// Lines that were never touched are made of zeros, or with bypass off read from memory; a program sees the same.
pub fn bypass(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 16)?;
    let made = |size: usize, bypass: bool| -> Result<(u64, u64), crate::check::Failure> {
        memento.set_bypass(bypass);
        let before = memento.statistics();
        for _ in 0..8 {
            let place = object(&CustomInstruction, size)?;
            fill(place, size);
            empty_data_cache();
            holds(place, size)?;
        }
        let counted = memento.statistics().since(&before);
        Ok((counted[Counter::BypassedLines], counted[Counter::LineFills]))
    };
    let (on, off) = (made(256, true)?, made(320, false)?);
    at_least("lines made of zeros with bypass", on.0, 8 * 256 / 64)?;
    equal("lines read from memory with bypass", on.1, 0)?;
    equal("lines made of zeros without bypass", off.0, 0)?;
    at_least("lines read from memory without bypass", off.1, 8 * 320 / 64)?;
    memento.set_bypass(true);
    Ok(())
}

/// A load and a store where nothing was ever allocated.
pub fn access_faults(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 8)?;
    empty_data_cache();
    let nowhere = SOC32.arena_base(Board::BASE as u64, 5, 0) as usize + 0x100;
    for write in [false, true] {
        let taken = interrupts::during(memento, Causes::ACCESS_FAULT, None, || {
            // SAFETY: no memory is there, so nothing is changed.
            unsafe {
                match write {
                    true => word(nowhere).write_volatile(1),
                    false => _ = word(nowhere).read_volatile(),
                }
            }
        });
        let what = if write {
            "interrupts of a store"
        } else {
            "interrupts of a load"
        };
        equal(what, taken.count, 1)?;
        let fault = taken.latest.access_fault;
        equal("its status", fault.map(|fault| fault.status), Some(Status::BadPointer))?;
        equal("whether it was a store", fault.map(|fault| fault.write), Some(write))?;
        // The core's cache reads whole lines of its own.
        equal_bits(
            "its address",
            fault.map_or(0, |fault| fault.address & !31),
            nowhere as u64,
        )?;
    }
    // Of the store its cache knows nothing but that it had the line.
    empty_data_cache();
    // SAFETY: as above.
    equal_bits("what such a load reads", unsafe { word(nowhere).read_volatile() }, 0)
}
