//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::ByDoorbell;

// SAFETY: `main` brings Memento up as the runtime does.
memento_programs::binary!(ByDoorbell, unsafe { ByDoorbell::new() });
