//! Allocs and frees, and what they are answered.

use crate::{
    check::{at_least, equal, equal_bits, Failure, Outcome},
    interrupts, start,
};
use core::{num::NonZeroUsize, ops::Range};
use memento_runtime::{
    driver::{Causes, Command, Counter, CustomInstruction, Doorbell, Memento, Mmio, Port, Region, Status, SOC32},
    memory::{Board, FRAME_COUNT},
};

/// Frames that a class takes with its first objects: a table, a first page, and one that is fetched ahead.
const FRAMES_EACH: u32 = 3;
/// Objects of each class.
const EACH: usize = 4;

/// An object, or why there is none.
pub fn object(port: &impl Port, size: usize) -> Result<usize, Failure> {
    let object = port.alloc(size).map(NonZeroUsize::get);
    object.ok_or_else(|| {
        Failure::new(format_args!(
            "an alloc of {size} bytes: expected an object, found {:?}",
            port.status()
        ))
    })
}

/// A word of an object.
///
/// # Safety
/// The address is a multiple of 4 in an object of the program's.
pub unsafe fn word(address: usize) -> *mut u32 {
    core::ptr::with_exposed_provenance_mut(address)
}

/// Objects of every class, of as many at a time as there are frames for.
pub fn every_class(memento: &Memento<Mmio>) -> Outcome {
    let at_a_time = (FRAME_COUNT / FRAMES_EACH).min(SOC32.classes);
    for first in (0..SOC32.classes).step_by(at_a_time as usize) {
        start(memento, at_a_time * FRAMES_EACH)?;
        classes(first..SOC32.classes.min(first + at_a_time))?;
    }
    let empty = object(&CustomInstruction, 0)?;
    equal(
        "a free of an object of size 0",
        CustomInstruction.free_and_wait(empty),
        Ok(()),
    )
}

/// Objects of these classes: where they are, that they are different ones, and their frees.
fn classes(classes: Range<u32>) -> Outcome {
    let mut objects = [[0; EACH]; SOC32.classes as usize];
    for (class, row) in classes.zip(&mut objects) {
        let bytes = SOC32.object_bytes(class) as usize;
        for place in 0..EACH {
            // The smallest size of the class and the largest one, by turns.
            let address = object(&CustomInstruction, bytes - 7 * (place % 2))?;
            equal_bits("an object's address in units of 8 bytes: the remainder", address % 8, 0)?;
            equal(
                "whether an object is in the region",
                SOC32.in_region(Board::BASE as u64, address as u64),
                true,
            )?;
            equal(
                "the class whose slice an object is in",
                SOC32.class_at(address as u64),
                class,
            )?;
            let offset = SOC32.offset_at(address as u64) as usize;
            let first = SOC32.first_object_offset(class) as usize;
            at_least("an object's offset in its arena", offset, first)?;
            equal(
                "an object's place in its arena: the remainder",
                (offset - first) % bytes,
                0,
            )?;
            if row[..place].contains(&address) {
                return Err(Failure::new(format_args!(
                    "class {class}: expected another object, found {address:#x} again"
                )));
            }
            row[place] = address;
        }
    }
    for object in objects.into_iter().flatten().filter(|object| *object != 0) {
        equal("a free of an object", CustomInstruction.free_and_wait(object), Ok(()))?;
    }
    Ok(())
}

/// What is wrong is answered so, and changes nothing.
fn refusals(port: &impl Port) -> Outcome {
    let large = SOC32.max_size() as usize + 1;
    equal("an alloc of 513 bytes", port.alloc(large), None)?;
    equal("its status", port.status(), Status::TooLarge)?;
    let victim = object(port, 32)?;
    equal("status of an alloc that went well", port.status(), Status::Ok)?;
    for (what, address, status) in [
        ("a free outside the region", 0x1000, Status::NotOurs),
        ("a free of an object's middle", victim + 8, Status::BadPointer),
        ("a free of an arena's header", victim & !0xFFF, Status::BadPointer),
        ("a free behind the header", (victim & !0xFFF) + 64, Status::BadPointer),
        (
            "a free in an arena that was never there",
            victim + (1 << 20),
            Status::BadPointer,
        ),
    ] {
        equal(what, port.free_and_wait(address), Err(status))?;
    }
    equal("a free", port.free_and_wait(victim), Ok(()))?;
    equal("a second free", port.free_and_wait(victim), Err(Status::DoubleFree))
}

/// Every status that a program's own errors have.
pub fn statuses(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 8)?;
    refusals(&CustomInstruction)
}

/// The same by the doorbell, and objects of one port freed at the other.
pub fn doorbell(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 8)?;
    let doorbell = Doorbell::new(*memento.bus(), 0);
    refusals(&doorbell)?;
    let (one, other) = (object(&doorbell, 64)?, object(&CustomInstruction, 64)?);
    equal("whether two ports gave one object", one == other, false)?;
    doorbell.free(other);
    equal(
        "a free of the doorbell's object",
        CustomInstruction.free_and_wait(one),
        Ok(()),
    )?;
    equal(
        "a second free of the other one",
        doorbell.free_and_wait(other),
        Err(Status::DoubleFree),
    )
}

/// Counters of allocs, frees, arenas and errors, to the number.
pub fn counters(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 16)?;
    memento.clear_counters();
    let per_arena = SOC32.objects_per_arena as usize;
    let mut first = 0;
    for number in 0..per_arena + 1 {
        let address = object(&CustomInstruction, 8)?;
        first = if number == 0 { address } else { first };
    }
    for number in 0..per_arena {
        equal("a free", CustomInstruction.free_and_wait(first + 8 * number), Ok(()))?;
    }
    _ = CustomInstruction.alloc(1 << 20);
    let counted = memento.statistics();
    for (counter, expected) in [
        (Counter::AllocMiss, 2),
        (Counter::AllocHit, per_arena as u64 - 1),
        (Counter::FreeMiss, per_arena as u64),
        (Counter::FreeHit, 0),
        (Counter::ArenaNew, 2),
        (Counter::ListFullPush, 1),
        (Counter::ListEmptyUnlink, 1),
        (Counter::Error, 1),
    ] {
        if counted[counter] != expected {
            return Err(Failure::new(format_args!(
                "{counter:?}: expected {expected}, found {}",
                counted[counter]
            )));
        }
    }
    at_least(
        "cycles of so many requests",
        counted[Counter::Cycles],
        4 * per_arena as u64,
    )
}

/// A posted free that fails is reported in the registers and by an interrupt.
pub fn posted_errors(memento: &Memento<Mmio>) -> Outcome {
    start(memento, 8)?;
    let victim = object(&CustomInstruction, 16)?;
    equal("an error before there is one", memento.take_posted_error(), None)?;
    let taken = interrupts::during(memento, Causes::POSTED_ERROR, None, || {
        CustomInstruction.free(victim);
        CustomInstruction.free(victim);
    });
    equal("interrupts of a double free", taken.count, 1)?;
    equal("their cause", taken.latest.causes, Causes::POSTED_ERROR)?;
    let error = taken.latest.posted_error;
    equal("its status", error.map(|error| error.status), Some(Status::DoubleFree))?;
    equal_bits("its address", error.map_or(0, |error| error.address), victim as u64)?;
    (0..2).for_each(|_| CustomInstruction.free(victim));
    // SAFETY: it changes nothing that a program sees.
    unsafe { memento.command(Command::Flush) }?;
    equal(
        "whether another error followed",
        memento.take_posted_error().map(|error| error.more),
        Some(true),
    )
}
