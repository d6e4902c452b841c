//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::Talc;

memento_programs::binary!(Talc, Talc::new());
