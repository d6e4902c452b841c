//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::Picolibc;

memento_programs::binary!(Picolibc, Picolibc::new(), of C);
