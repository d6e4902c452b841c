//! Every feature of the hardware, one after the other: a line `PASS name` or `FAIL name: what: expected .., found ..` each. The exit code is the number of
//! failures. docs/src/bring-up.md says what each line means.
#![no_std]
#![no_main]
// A failure is made at most once for each feature, on the way to the console.
#![allow(clippy::result_large_err)]

extern crate alloc;

mod check;
mod contexts;
mod data;
mod frames;
mod heap;
mod identity;
mod interrupts;
mod objects;

use check::Outcome;
use memento_runtime::{
    driver::{Memento, Mmio, SOC32},
    enable, entry, exit, memory, println,
};

/// A feature's name and its test, which may find Memento in any state.
type Feature = (&'static str, fn(&Memento<Mmio>) -> Outcome);

/// All features, each of which needs only those before it.
const FEATURES: &[Feature] = &[
    ("identification", identity::identification),
    ("registers", identity::registers),
    ("bring-up", identity::bring_up),
    ("objects", objects::every_class),
    ("statuses", objects::statuses),
    ("doorbell", objects::doorbell),
    ("bytes", data::bytes),
    ("pages", data::pages),
    ("fresh memory", data::fresh_memory),
    ("bypass", data::bypass),
    ("counters", objects::counters),
    ("posted errors", objects::posted_errors),
    ("access faults", data::access_faults),
    ("out of frames", frames::out_of_frames),
    ("low water", frames::low_water),
    ("flush", contexts::flush),
    ("contexts", contexts::contexts),
    ("end", contexts::end),
    ("reset", contexts::reset),
    ("heap", heap::heap),
];

/// Tests all features.
#[entry]
fn main() -> ! {
    enable();
    // SAFETY: nobody else uses the registers.
    let memento = Memento::probe(unsafe { memory::registers() }, &SOC32).unwrap_or_else(|error| {
        println!("FAIL identification: {error}");
        exit(1)
    });
    let mut failures = 0;
    for (name, test) in FEATURES {
        match test(&memento) {
            Ok(()) => println!("PASS {name}"),
            Err(failure) => {
                failures += 1;
                println!("FAIL {name}: {failure}");
            }
        }
    }
    println!("{} of {} features pass", FEATURES.len() - failures, FEATURES.len());
    exit(failures as u32)
}

/// Brings Memento up anew with so many frames.
fn start(memento: &Memento<Mmio>, frames: u32) -> Outcome {
    // SAFETY: a test leaves no object that is used again.
    Ok(unsafe { memory::bring_up(memento, frames, |_| ()) }?)
}
