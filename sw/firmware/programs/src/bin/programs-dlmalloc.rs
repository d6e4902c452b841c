//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::Dlmalloc;

memento_programs::binary!(Dlmalloc, Dlmalloc::new());
