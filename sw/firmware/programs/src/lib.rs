//! Whole programs of the kinds that serverless functions are, built upon crates and C sources that others use too. Each gives a checksum, which is
//! the same whatever the allocator.
//!
//! A binary has all of them and one allocator ([`binary!`]); it prints a line of JSON for each.
#![no_std]

extern crate alloc;

mod aes;
mod graph;
mod hash;
mod html;
mod json;
mod lua;
mod store;
mod syntax;
#[cfg(timed)]
#[doc(hidden)]
pub mod timed;
mod words;

use memento_allocators::Allocator;
#[doc(hidden)]
pub use memento_allocators::Blocks;
use memento_c_programs::{mix, BASIS};
use memento_runtime::{c, exit, memory, print, println, time::cycles64};
#[doc(hidden)]
pub use memento_runtime::{driver, entry};

/// Frames for Memento's pool.
const FRAMES: u32 = 384;

/// A program, and its name.
type Program = (&'static str, fn() -> u32);

const PROGRAMS: [Program; 9] = [
    ("JSON", json::run),
    ("HTML", html::run),
    ("graph search", graph::run),
    ("hashing", hash::run),
    ("AES", aes::run),
    ("word count", words::run),
    ("key-value store", store::run),
    ("Lua script", lua::run),
    ("syntax tree", syntax::run),
];

/// The first word of what a simulation may put into RAM for the programs. The next one is 1 if lines that nobody has touched are read from memory, else
/// 0, and the third one the number of the only program to run, from 1 on, or 0 for all.
const SETTINGS: u32 = u32::from_le_bytes(*b"MSET");

/// What every binary does with its heap.
pub fn main<A: Allocator>(heap: &A) -> ! {
    c::start();
    let (bypass, only) = match memory::data() {
        [SETTINGS, without_bypass, only, ..] => (*without_bypass == 0, *only as usize),
        _ => (true, 0),
    };
    // SAFETY: the first thing that happens, once. Software's allocators do not use it.
    if let Err(error) = unsafe { memory::start(FRAMES, |config| config.bypass = bypass) } {
        println!("{error}");
        exit(1)
    }
    let (first, bytes) = memory::software_heap();
    // SAFETY: once; nobody else has this memory.
    unsafe { heap.start(first, bytes) };
    #[cfg(timed)]
    timed::calibrate();
    let (from, to) = if only == 0 {
        (0, PROGRAMS.len())
    } else {
        (only - 1, only)
    };
    for (name, program) in PROGRAMS.iter().take(to).skip(from) {
        #[cfg(timed)]
        timed::take();
        // An empty line before and behind: between them a simulation counts what goes to memory.
        println!();
        let begin = cycles64();
        let checksum = program();
        let cycles = cycles64() - begin;
        println!();
        print!(
            "{{\"allocator\":\"{}\",\"program\":\"{name}\",\"cycles\":{cycles},\"checksum\":{checksum}",
            A::NAME
        );
        #[cfg(timed)]
        {
            let timed::Spent {
                malloc,
                mallocs,
                free,
                frees,
            } = timed::take();
            print!(",\"spent\":{{\"malloc\":{malloc},\"mallocs\":{mallocs},\"free\":{free},\"frees\":{frees}}}");
        }
        println!("}}");
    }
    exit(0)
}

/// The heap of a binary: an allocator, or the same with its calls timed.
#[cfg(not(timed))]
pub type Heap<A> = A;
/// The heap of a binary: an allocator, or the same with its calls timed.
#[cfg(timed)]
pub type Heap<A> = timed::Timed<A>;

/// A heap with this allocator.
pub const fn heap<A>(allocator: A) -> Heap<A> {
    #[cfg(timed)]
    return timed::Timed(allocator);
    #[cfg(not(timed))]
    allocator
}

/// A binary with this allocator, for C too; `of C` if it is that of C's library.
#[macro_export]
macro_rules! binary {
    ($allocator:ty, $new:expr) => {
        use $crate::Blocks as _;
        $crate::driver::c_symbols!(HEAP);
        $crate::binary!(static $crate::Heap<$allocator>, $crate::heap($new));
    };
    ($allocator:ty, $new:expr, of C) => {
        // What it does itself goes through C's functions, which are timed by themselves.
        #[cfg(timed)]
        $crate::timed_library!();
        $crate::binary!(static $allocator, $new);
    };
    (static $heap:ty, $new:expr) => {
        #[global_allocator]
        static HEAP: $heap = $new;

        /// Runs the programs.
        #[$crate::entry]
        fn main() -> ! {
            $crate::main(&HEAP)
        }
    };
}
