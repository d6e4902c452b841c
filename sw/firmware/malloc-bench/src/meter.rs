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
    (0..8).map(|_| timed(|| 0).1).min().unwrap_or(0)
}

/// Cycles of `operation`, until its result has been used, and the result.
#[inline(always)]
fn timed(operation: impl FnOnce() -> usize) -> (usize, u32) {
    let begin = cycles();
    // A custom instruction waits until what reads the counter has left the pipeline; measuring nothing waits as long.
    // SAFETY: nothing happens.
    unsafe { asm!("nop", "nop", "nop", options(nomem, nostack)) };
    let mut result = operation();
    // SAFETY: a move: the instruction that waits for the result.
    unsafe { asm!("mv {0}, {0}", inout(reg) result, options(nostack)) };
    (result, cycles().wrapping_sub(begin))
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
        // SAFETY: sizes are not 0.
        let (object, taken) = timed(|| unsafe { heap.alloc(layout) }.expose_provenance());
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
        let (_, taken) = timed(|| {
            // SAFETY: the object was given out with this layout.
            unsafe { heap.dealloc(object, layout) };
            0
        });
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
