//! The smallest program with a heap in Memento.
#![no_std]
#![no_main]

extern crate alloc;

use alloc::{format, string::String, vec::Vec};
use memento_runtime::{
    driver::{CustomInstruction, NoFallback},
    entry, exit,
    memory::{start, Heap, FRAME_COUNT},
    println,
};

// SAFETY: `main` brings Memento up with this region before the first allocation.
#[global_allocator]
static HEAP: Heap<NoFallback> = unsafe { Heap::new(CustomInstruction, NoFallback) };

/// Brings Memento up, and allocates.
#[entry]
fn main() -> ! {
    // SAFETY: the first thing that happens, once.
    match unsafe { start(FRAME_COUNT.min(64), |_| ()) } {
        Ok(_) => {}
        Err(error) => {
            println!("{error}");
            exit(1)
        }
    }
    let words: Vec<String> = (1..=3).map(|number| format!("object {number}")).collect();
    for word in &words {
        println!("{word} at {:p}", word.as_ptr());
    }
    exit(0)
}
