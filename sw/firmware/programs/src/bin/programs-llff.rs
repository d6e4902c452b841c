//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::Llff;

memento_programs::binary!(Llff, Llff::new());
