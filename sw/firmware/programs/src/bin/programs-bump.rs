//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::Bump;

memento_programs::binary!(Bump, Bump::new());
