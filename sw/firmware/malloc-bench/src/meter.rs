//! Measures single operations.

use crate::held::Held;
use core::{
    alloc::{GlobalAlloc, Layout},
    arch::asm,
};
use memento_runtime::{driver::SOC32, exit, println, time::cycles};

/// Most operations of a kind in a pattern.
const SAMPLES: usize = 1 << 16;

static mut MALLOCS: [u16; SAMPLES] = [0; SAMPLES];
static mut FREES: [u16; SAMPLES] = [0; SAMPLES];

/// Cycles that measuring nothing takes.
pub fn overhead() -> u32 {
    (0..8).map(|_| nothing()).min().unwrap_or(0)
}

/// The same code each time, so that the core has fetched it before.
#[inline(never)]
fn nothing() -> u32 {
    timed(|| ())
}

/// Cycles of `operation`: until the next instruction could follow it, or, where the operation says so, until its result is there.
#[inline(always)]
fn timed(operation: impl FnOnce()) -> u32 {
    let begin = cycles();
    settle();
    operation();
    settle();
    cycles().wrapping_sub(begin)
}

/// A custom instruction waits until what reads the counter has left the pipeline, and what reads the counter waits until that has: no program does
/// that around a request. In these cycles it has left, and measuring nothing takes them too. The compiler moves no access of memory across.
#[inline(always)]
fn settle() {
    // SAFETY: nothing happens.
    unsafe { asm!("nop", "nop", "nop", options(nostack)) };
}

/// The value, which is in a register from here on: who waits for a load has waited.
#[inline(always)]
fn present(mut value: usize) -> usize {
    // SAFETY: a move: the instruction that waits for the value.
    unsafe { asm!("mv {0}, {0}", inout(reg) value, options(nomem, nostack)) };
    value
}

/// The operations of one pattern.
pub struct Meter<'a> {
    mallocs: &'static mut [u16],
    frees: &'static mut [u16],
    counts: (usize, usize),
    overhead: u32,
    held: &'a dyn Held,
    peak: u32,
    /// Mallocs that are too large for the hardware.
    large: usize,
}

impl<'a> Meter<'a> {
    /// Nothing was measured yet. The one before must be gone.
    pub fn new(held: &'a dyn Held) -> Meter<'a> {
        Meter {
            // SAFETY: only one meter is alive at a time.
            mallocs: unsafe { &mut *(&raw mut MALLOCS) },
            // SAFETY: as above.
            frees: unsafe { &mut *(&raw mut FREES) },
            counts: (0, 0),
            overhead: overhead(),
            held,
            peak: 0,
            large: 0,
        }
    }

    /// An object of `size` bytes, whose first and last word are written.
    #[inline]
    pub fn malloc<A: GlobalAlloc>(&mut self, heap: &A, size: usize) -> *mut u8 {
        let layout = layout(size);
        let mut object = 0;
        // SAFETY: sizes are not 0.
        let taken = timed(|| object = present(unsafe { heap.alloc(layout) }.expose_provenance()));
        let object: *mut u8 = core::ptr::with_exposed_provenance_mut(object);
        if object.is_null() {
            println!("{{\"failed\":{size}}}");
            exit(1);
        }
        note(self.mallocs, &mut self.counts.0, taken - self.overhead);
        self.large += usize::from(size > SOC32.max_size() as usize);
        // SAFETY: the object is that large, and aligned to 8.
        unsafe {
            object.cast::<u32>().write_volatile(size as u32);
            object.add((size - 1) & !3).cast::<u8>().write_volatile(1);
        }
        self.peak = self.peak.max(self.held.now());
        object
    }

    /// The end of an object of `size` bytes.
    #[inline]
    pub fn free<A: GlobalAlloc>(&mut self, heap: &A, object: *mut u8, size: usize) {
        let layout = layout(size);
        let object = core::ptr::with_exposed_provenance_mut(present(object.expose_provenance()));
        // SAFETY: the object was given out with this layout.
        let taken = timed(|| unsafe { heap.dealloc(object, layout) });
        note(self.frees, &mut self.counts.1, taken - self.overhead);
    }

    /// The most that was held after any malloc, where that is counted.
    pub fn peak(&self) -> u32 {
        self.peak
    }

    /// Prints the line.
    pub fn report(&mut self, allocator: &str, pattern: &str, peak_bytes: u32) {
        let (mallocs, frees) = self.counts;
        let malloc = Summary::of(&mut self.mallocs[..mallocs]);
        let free = Summary::of(&mut self.frees[..frees]);
        let large = self.large;
        println!(
            "{{\"allocator\":\"{allocator}\",\"pattern\":\"{pattern}\",\"large\":{large},\"malloc\":{malloc},\"free\":{free},\"peak_bytes\":{peak_bytes}}}"
        );
    }
}

fn layout(size: usize) -> Layout {
    // SAFETY: 8 is a power of two, and sizes are small.
    unsafe { Layout::from_size_align_unchecked(size, 8) }
}

#[inline]
fn note(samples: &mut [u16], count: &mut usize, cycles: u32) {
    if let Some(sample) = samples.get_mut(*count) {
        *sample = cycles.min(u16::MAX.into()) as u16;
        *count += 1;
    }
}

/// What many operations took, in cycles.
struct Summary {
    count: usize,
    sum: u64,
    p50: u16,
    p99: u16,
    max: u16,
}

impl Summary {
    fn of(samples: &mut [u16]) -> Summary {
        samples.sort_unstable();
        let at = |percent: usize| samples.get(samples.len() * percent / 100).copied().unwrap_or(0);
        Summary {
            count: samples.len(),
            sum: samples.iter().map(|cycles| u64::from(*cycles)).sum(),
            p50: at(50),
            p99: at(99),
            max: samples.last().copied().unwrap_or(0),
        }
    }
}

impl core::fmt::Display for Summary {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Summary {
            count,
            sum,
            p50,
            p99,
            max,
        } = self;
        write!(
            f,
            "{{\"count\":{count},\"sum\":{sum},\"p50\":{p50},\"p99\":{p99},\"max\":{max}}}"
        )
    }
}
