//! The global allocator: the hardware, and software for what it does not take.

use crate::{
    check::{equal, Failure, Outcome},
    start,
};
use alloc::{
    alloc::{alloc, alloc_zeroed, dealloc, realloc, Layout},
    boxed::Box,
    collections::BTreeMap,
    format,
    string::String,
    vec::Vec,
};
use embedded_alloc::LlffHeap;
use memento_runtime::{
    driver::{CustomInstruction, Memento, Mmio},
    memory::{self, Heap, FRAME_COUNT},
};

// SAFETY: the region is the one that tests bring Memento up with; software's heap lies outside.
#[global_allocator]
static HEAP: Heap<LlffHeap> = unsafe { Heap::new(CustomInstruction, LlffHeap::empty()) };

/// Most bytes of software's part of the heap.
const SOFTWARE_BYTES: usize = 1 << 18;
/// Most frames.
const FRAMES: u32 = 160;

/// Collections, alignments, sizes that change, and what software serves.
pub fn heap(memento: &Memento<Mmio>) -> Outcome {
    let (software, bytes) = memory::software_heap();
    // SAFETY: once, before anything is allocated; nobody else has this memory.
    unsafe {
        HEAP.fallback()
            .init(software.expose_provenance(), bytes.min(SOFTWARE_BYTES))
    };
    let before = HEAP.fallback().used();
    for size in [1, 24, 100, 500, 512, 513, 5000] {
        bring_up(memento)?;
        layouts(size)?;
    }
    bring_up(memento)?;
    sizes_that_change()?;
    bring_up(memento)?;
    collections()?;
    equal(
        "bytes of software's that were not freed",
        HEAP.fallback().used() - before,
        0,
    )?;
    equal("errors of frees", memento.take_posted_error(), None)?;
    equal("errors of loads and stores", memento.take_access_fault(), None)
}

/// Anew, with all frames that there are: where these are few, another step would find them with classes of the one before.
fn bring_up(memento: &Memento<Mmio>) -> Outcome {
    start(memento, FRAME_COUNT.min(FRAMES))
}

/// Which of the two serves a block of this size in each alignment.
fn layouts(size: usize) -> Outcome {
    for align in [1, 8, 16, 32, 64, 128] {
        let layout = Layout::from_size_align(size, align)?;
        // SAFETY: the size is not 0.
        let block = unsafe { alloc_zeroed(layout) };
        let hardware = size.next_multiple_of(align) <= 512 && align <= 64;
        let problem = if block.is_null() {
            Some("a block")
        } else if !block.addr().is_multiple_of(align) {
            Some("an aligned block")
        } else if HEAP.is_hardware(block) != hardware {
            Some(if hardware {
                "one of the hardware's"
            } else {
                "one of software's"
            })
        // SAFETY: the block has so many bytes.
        } else if (0..size).any(|offset| unsafe { block.add(offset).read() } != 0) {
            Some("zeros")
        } else {
            None
        };
        if let Some(expected) = problem {
            return Err(Failure::new(format_args!(
                "{size} bytes aligned to {align}: expected {expected}, found {block:p}"
            )));
        }
        // SAFETY: the block has so many bytes, and is not used again.
        unsafe {
            block.write_bytes(0xEE, size);
            dealloc(block, layout);
        }
    }
    Ok(())
}

/// A block that grows from the hardware into software, and shrinks, with its bytes.
fn sizes_that_change() -> Outcome {
    let layout = |size| Layout::from_size_align(size, 8);
    let mut size = 16;
    // SAFETY: the size is not 0.
    let mut block = unsafe { alloc(layout(size)?) };
    for new in [20, 64, 300, 2000, 4000, 100] {
        // SAFETY: the block has so many bytes; the new size is not 0.
        block = unsafe {
            block.write_bytes(new as u8, size);
            realloc(block, layout(size)?, new)
        };
        // SAFETY: the block has the bytes of the smaller size.
        let kept = (0..size.min(new)).all(|offset| unsafe { block.add(offset).read() } == new as u8);
        equal("whether a block keeps its bytes when its size changes", kept, true)?;
        size = new;
    }
    // SAFETY: it is not used again.
    unsafe { dealloc(block, layout(size)?) };
    Ok(())
}

/// A program's usual collections, grown and shrunk.
fn collections() -> Outcome {
    let mut words = BTreeMap::new();
    for number in (0..150_u32).map(|number| number * 37 % 150) {
        words.insert(number, format!("word {number}"));
    }
    words.retain(|number, _| number % 3 == 0);
    let kept: Vec<Box<String>> = words.into_values().map(Box::new).collect();
    equal("words that are kept", kept.len(), 50)?;
    for (number, word) in kept.iter().enumerate() {
        equal("a word", word.as_str(), format!("word {}", 3 * number).as_str())?;
    }
    let rows: Vec<Vec<usize>> = (0..60).map(|row| (0..row * 3).collect()).collect();
    equal("the sum of all rows", rows.iter().flatten().sum::<usize>(), 313_290)
}
