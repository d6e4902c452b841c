//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::Tlsf;

memento_programs::binary!(Tlsf, Tlsf::new());
