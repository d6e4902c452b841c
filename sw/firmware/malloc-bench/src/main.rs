//! Cycles of malloc and free, as a program sees them: each allocator on the same patterns and on the beginnings of recordings, one
//! line of JSON each.
#![no_std]
#![no_main]

mod held;
mod meter;
mod patterns;
mod trace;

use held::{Hardware, Held, Pages};
use memento_allocators::{Allocator, ByDoorbell, ByInstruction, Dlmalloc, LinkedList, Llff, Picolibc, Talc, Tlsf};
use memento_runtime::{
    c,
    driver::NoFallback,
    entry, exit,
    memory::{software_heap, start},
    println,
};
use meter::Meter;
use patterns::patterns;

// Nothing here allocates from it; one of the allocators' crates asks that there be one.
#[global_allocator]
static NONE: NoFallback = NoFallback;

/// Frames for Memento's pool.
const FRAMES: u32 = 1024;

/// Runs everything.
#[entry]
fn main() -> ! {
    c::start();
    // SAFETY: the first thing that happens, once.
    let memento = match unsafe { start(FRAMES, |_| ()) } {
        Ok(memento) => memento,
        Err(error) => {
            println!("{error}");
            exit(1)
        }
    };
    println!("{{\"empty\":{}}}", meter::overhead());
    let hardware = Hardware::new(&memento, FRAMES);
    // SAFETY: Memento runs as `start` says.
    measure(|| unsafe { ByInstruction::new() }, &hardware);
    // SAFETY: as above.
    measure(|| unsafe { ByDoorbell::new() }, &hardware);
    measure(Talc::new, &Pages);
    measure(Tlsf::new, &Pages);
    measure(Llff::new, &Pages);
    measure(LinkedList::new, &Pages);
    measure(Dlmalloc::new, &Pages);
    measure(Picolibc::new, &Pages);
    exit(0)
}

/// Measures an allocator: a fresh heap for each pattern.
fn measure<A: Allocator>(new: impl Fn() -> A, held: &impl Held) {
    let (first, bytes) = software_heap();
    for (name, pattern) in patterns::<A>() {
        let bytes = bytes.min(patterns::HEAP_BYTES);
        with_heap(&new, held, first, bytes, name, |heap, meter| pattern(heap, meter));
    }
    for trace in trace::Trace::loaded() {
        let bytes = bytes.min(trace::HEAP_BYTES);
        with_heap(&new, held, first, bytes, trace.name(), |heap, meter| {
            trace.replay(heap, meter)
        });
    }
}

fn with_heap<A: Allocator>(
    new: impl Fn() -> A,
    held: &impl Held,
    first: *mut u8,
    bytes: usize,
    pattern: &str,
    run: impl FnOnce(&A, &mut Meter),
) {
    held.before(first, bytes);
    let heap = new();
    // SAFETY: the heap before has ended.
    unsafe { heap.start(first, bytes) };
    let mut meter = Meter::new(held);
    run(&heap, &mut meter);
    let peak = held.peak(first, bytes, meter.peak());
    meter.report(A::NAME, pattern, peak);
}
