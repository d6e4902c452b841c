//! Commands: what reaches memory, contexts, and reset.

use crate::{
    check::{equal, equal_bits, Failure, Outcome},
    data::{fill, holds},
    objects::{object, word},
    start,
};
use memento_abi::{Header, PAGE_BYTES};
use memento_runtime::{
    driver::{Command, Config, ContextBlock, CustomInstruction, Memento, Mmio, Port, Region, Status, SOC32},
    empty_data_cache,
    memory::{self, Board, ROOT},
};

/// Frames of the first context; those of the second one are behind them.
const FRAMES: u32 = 8;
/// Bytes of the objects.
const BYTES: usize = 64;

/// The physical address behind one of the region, from the tables in memory (Sv32).
fn physical(address: usize) -> Result<usize, Failure> {
    let mut table = ROOT;
    for shift in [22, 12] {
        // SAFETY: a word of a table, which Memento is not at work on.
        let entry = unsafe { word(table + (address >> shift & 0x3FF) * 4).read_volatile() } as usize;
        if entry & 1 == 0 {
            return Err(Failure::new(format_args!(
                "the page table's entry for {address:#x}: expected a valid one, found {entry:#x}"
            )));
        }
        table = entry >> 10 << 12;
    }
    Ok(table + address % PAGE_BYTES as usize)
}

/// After a flush of the table an arena's header is in memory, after one of the cache its bytes are.
pub fn flush(memento: &Memento<Mmio>) -> Outcome {
    start(memento, FRAMES)?;
    let place = object(&CustomInstruction, BYTES)?;
    fill(place, BYTES);
    // SAFETY: neither changes what a program sees.
    unsafe {
        memento.command(Command::Flush)?;
        memento.command(Command::CacheFlush)?;
    }
    empty_data_cache();
    let (bytes, arena) = (physical(place)?, physical(place & !0xFFF)?);
    for offset in (0..BYTES).step_by(4) {
        // SAFETY: RAM that is only read, as is that of the header.
        let (found, expected) = unsafe {
            (
                word(bytes + offset).read_volatile(),
                word(place + offset).read_volatile(),
            )
        };
        equal_bits("a word in memory after a flush of the cache", found, expected)?;
    }
    holds(place, BYTES)?;
    let beats = core::array::from_fn(|beat| {
        // SAFETY: as above.
        unsafe { word(arena + 8 * beat).cast::<u64>().read_volatile() }
    });
    let header = Header::from_beats(&beats);
    equal(
        "whether an arena's header is in memory after a flush",
        header.is_ok_and(|_| beats.iter().any(|beat| *beat != 0)),
        true,
    )
}

fn address(block: &mut ContextBlock) -> u64 {
    (&raw mut *block).expose_provenance() as u64
}

/// Switches, and empties the core's cache, which knows nothing of contexts.
fn switch(memento: &Memento<Mmio>, from: &mut ContextBlock, to: &mut ContextBlock) -> Outcome {
    // SAFETY: the blocks are this test's; objects are used only while their context runs.
    unsafe { memento.switch_context(address(from), address(to)) }?;
    empty_data_cache();
    Ok(())
}

/// A context that has its own root and its own frames.
fn second(memento: &Memento<Mmio>) -> ContextBlock {
    // SAFETY: nobody has this frame.
    let root = unsafe { memory::frames(FRAMES, 1) };
    memento.fresh_context(&Config::new(Board::BASE as u64, root.address()))
}

/// Two contexts: each finds its own objects again, and never a byte of the other's.
pub fn contexts(memento: &Memento<Mmio>) -> Outcome {
    start(memento, FRAMES)?;
    let (mut one, mut two) = (ContextBlock::ZERO, second(memento));
    let mine = object(&CustomInstruction, BYTES)?;
    fill(mine, BYTES);
    switch(memento, &mut one, &mut two)?;
    equal(
        "a free of another context's object",
        CustomInstruction.free_and_wait(mine),
        Err(Status::BadPointer),
    )?;
    // SAFETY: nobody has these frames.
    memento.add_frames(unsafe { memory::frames(FRAMES + 1, FRAMES) })?;
    let other = object(&CustomInstruction, BYTES)?;
    equal_bits("the first object of a second context", other, mine)?;
    for address in (other..other + BYTES).step_by(4) {
        // SAFETY: the word is the object's.
        equal_bits(
            "a word where another context has stored",
            unsafe { word(address).read_volatile() },
            0,
        )?;
        // SAFETY: as above.
        unsafe { word(address).write_volatile(0xC0FFEE) };
    }
    switch(memento, &mut two, &mut one)?;
    holds(mine, BYTES)?;
    equal(
        "a free after the first context came back",
        CustomInstruction.free_and_wait(mine),
        Ok(()),
    )?;
    switch(memento, &mut one, &mut two)?;
    // SAFETY: the word is the object's.
    equal_bits(
        "a word after the second context came back",
        unsafe { word(other).read_volatile() },
        0xC0FFEE,
    )?;
    equal(
        "a free after the second context came back",
        CustomInstruction.free_and_wait(other),
        Ok(()),
    )
}

/// The end of a context takes back its objects and all its frames, which are zeros again.
pub fn end(memento: &Memento<Mmio>) -> Outcome {
    start(memento, FRAMES)?;
    let place = object(&CustomInstruction, BYTES)?;
    fill(place, BYTES);
    // SAFETY: the object is not used again.
    unsafe { memento.command(Command::End) }?;
    empty_data_cache();
    equal("available frames", memento.available_frames(), FRAMES)?;
    equal(
        "a free of an object that the end took",
        CustomInstruction.free_and_wait(place),
        Err(Status::BadPointer),
    )?;
    let again = object(&CustomInstruction, BYTES)?;
    equal_bits("the first object afterwards", again, place)?;
    // SAFETY: the word is the object's.
    equal_bits("a word of it", unsafe { word(again).read_volatile() }, 0)
}

/// A reset by software forgets all, and Memento comes up again.
pub fn reset(memento: &Memento<Mmio>) -> Outcome {
    start(memento, FRAMES)?;
    let place = object(&CustomInstruction, BYTES)?;
    fill(place, BYTES);
    // SAFETY: the object is not used again.
    unsafe { memento.reset() };
    equal("an alloc in reset", CustomInstruction.alloc(BYTES), None)?;
    equal(
        "a free in reset",
        CustomInstruction.free_and_wait(place),
        Err(Status::NotOurs),
    )?;
    start(memento, FRAMES)?;
    empty_data_cache();
    equal(
        "a free of an object from before the reset",
        CustomInstruction.free_and_wait(place),
        Err(Status::BadPointer),
    )?;
    equal("available frames", memento.available_frames(), FRAMES)?;
    let again = object(&CustomInstruction, SOC32.max_size() as usize)?;
    fill(again, BYTES);
    holds(again, BYTES)
}
