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
mod words;

use memento_allocators::Allocator;
#[doc(hidden)]
pub use memento_allocators::Blocks;
#[doc(hidden)]
pub use memento_runtime::{driver, entry};
use memento_runtime::{c, exit, memory, println, time::cycles64};

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

/// What every binary does with its heap.
pub fn main<A: Allocator>(heap: &A) -> ! {
    c::start();
    // SAFETY: the first thing that happens, once. Software's allocators do not use it.
    if let Err(error) = unsafe { memory::start(FRAMES, |_| ()) } {
        println!("{error}");
        exit(1)
    }
    let (first, bytes) = memory::software_heap();
    // SAFETY: once; nobody else has this memory.
    unsafe { heap.start(first, bytes) };
    for (name, program) in PROGRAMS {
        let begin = cycles64();
        let checksum = program();
        let cycles = cycles64() - begin;
        println!(
            "{{\"allocator\":\"{}\",\"program\":\"{name}\",\"cycles\":{cycles},\"checksum\":{checksum}}}",
            A::NAME
        );
    }
    exit(0)
}

/// A binary with this allocator, for C too, unless it is C's own.
#[macro_export]
macro_rules! binary {
    ($allocator:ty, $new:expr) => {
        use $crate::Blocks as _;
        $crate::driver::c_symbols!(HEAP);
        $crate::binary!($allocator, $new, of C);
    };
    ($allocator:ty, $new:expr, of C) => {
        #[global_allocator]
        static HEAP: $allocator = $new;

        /// Runs the programs.
        #[$crate::entry]
        fn main() -> ! {
            $crate::main(&HEAP)
        }
    };
}

/// [`mix`] for programs in C.
#[no_mangle]
extern "C" fn program_mix(sum: u32, bytes: *const core::ffi::c_void, count: usize) -> u32 {
    // SAFETY: the programs in C have so many bytes there.
    mix(sum, unsafe { core::slice::from_raw_parts(bytes.cast(), count) })
}

/// Mixes bytes into a checksum (FNV-1a, 32 bits).
fn mix(sum: u32, bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(sum, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Where checksums begin.
const BASIS: u32 = 0x811C_9DC5;
