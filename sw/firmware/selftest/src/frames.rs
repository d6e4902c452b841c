//! When frames run out, and when they become few.

use crate::{
    check::{at_least, equal, Outcome},
    interrupts,
    objects::{object, word},
    start,
};
use memento_runtime::{
    driver::{Causes, CustomInstruction, Memento, Mmio, Port, State, Status},
    memory,
};

/// Frames at first.
const FEW: u32 = 8;
/// Frames that are handed over later.
const MORE: u32 = 12;
/// Objects, 8 of which fill a page.
const LARGE: usize = 512;

/// An alloc that finds no frame says so and raises the interrupt, whose handler hands more over; then it goes on.
pub fn out_of_frames(memento: &Memento<Mmio>) -> Outcome {
    start(memento, FEW)?;
    // Each class takes a page at least.
    let refused = (1..=FEW as usize)
        .map(|class| 8 * class)
        .find(|size| CustomInstruction.alloc(*size).is_none());
    equal("whether an alloc is refused", refused.is_some(), true)?;
    let size = refused.unwrap_or_default();
    equal("its status", CustomInstruction.status(), Status::OutOfFrames)?;
    equal(
        "whether frames are exhausted",
        memento.state().contains(State::FRAMES_EXHAUSTED),
        true,
    )?;
    equal("available frames", memento.available_frames(), 0)?;
    equal(
        "cause",
        memento.handle_interrupt(|| None).causes & Causes::OUT_OF_FRAMES,
        Causes::OUT_OF_FRAMES,
    )?;
    // SAFETY: nobody has these.
    let spare = unsafe { memory::frames(FEW, MORE) };
    let taken = interrupts::during(memento, Causes::OUT_OF_FRAMES, Some(spare), || {
        _ = CustomInstruction.alloc(size);
    });
    equal("interrupts", taken.count, 1)?;
    equal("frames that were refused", taken.latest.refused, None)?;
    object(&CustomInstruction, size)?;
    equal(
        "whether frames are exhausted still",
        memento.state().contains(State::FRAMES_EXHAUSTED),
        false,
    )
}

/// The interrupt comes when the available frames become fewer than the mark, and not before.
pub fn low_water(memento: &Memento<Mmio>) -> Outcome {
    const MARK: u32 = 6;
    // SAFETY: no object is used again.
    unsafe { memory::bring_up(memento, MORE, |config| config.low_water_frames = MARK) }?;
    let touch = || -> Outcome {
        let place = object(&CustomInstruction, LARGE)?;
        // SAFETY: the word is the object's.
        unsafe { word(place).write_volatile(1) };
        Ok(())
    };
    // So many objects fill all frames, unless something is wrong.
    for _ in 0..8 * MORE {
        if memento.available_frames() > MARK {
            touch()?;
        }
    }
    equal("available frames", memento.available_frames(), MARK)?;
    equal(
        "cause with as many frames as the mark",
        memento.handle_interrupt(|| None).causes,
        Causes::empty(),
    )?;
    // SAFETY: nobody has these.
    let spare = unsafe { memory::frames(MORE, MORE) };
    let mut touched = Ok(());
    // A page more.
    let taken = interrupts::during(memento, Causes::LOW_WATER, Some(spare), || {
        touched = (0..8).try_for_each(|_| touch())
    });
    touched?;
    equal("interrupts", taken.count, 1)?;
    equal("their cause", taken.latest.causes, Causes::LOW_WATER)?;
    at_least(
        "available frames, with those that the handler has added",
        memento.available_frames(),
        MORE,
    )
}
