//! The programs with this allocator.
#![no_std]
#![no_main]

use memento_allocators::LinkedList;

memento_programs::binary!(LinkedList, LinkedList::new());
