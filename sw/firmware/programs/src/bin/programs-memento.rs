//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::ByInstruction;

// SAFETY: `main` brings Memento up as the runtime does.
memento_programs::binary!(ByInstruction, unsafe { ByInstruction::new() });
