//! How much memory an allocator holds at its peak.

use memento_runtime::{
    driver::{Command, Memento, Mmio},
    empty_data_cache,
};

/// Bytes of a page.
const PAGE: usize = 4096;
/// What untouched memory holds.
const PAINT: u32 = 0xA5C3_96E1;

/// A way to find out.
pub trait Held {
    /// Before a heap is made, with `bytes` of software's memory from `first` on.
    fn before(&self, first: *mut u8, bytes: usize);

    /// What is held now, where that can be asked at any time, else 0; in bytes.
    fn now(&self) -> u32;

    /// The peak in bytes, when `seen` is the largest of what [`Held::now`] has said.
    fn peak(&self, first: *mut u8, bytes: usize, seen: u32) -> u32;
}

/// By the pages of a heap that are no longer as they were painted.
pub struct Pages;

fn words(first: *mut u8, bytes: usize) -> &'static mut [u32] {
    // SAFETY: whoever calls has this memory.
    unsafe { core::slice::from_raw_parts_mut(first.cast(), bytes / 4) }
}

impl Held for Pages {
    fn before(&self, first: *mut u8, bytes: usize) {
        words(first, bytes).fill(PAINT);
    }

    fn now(&self) -> u32 {
        0
    }

    fn peak(&self, first: *mut u8, bytes: usize, _: u32) -> u32 {
        let pages = words(first, bytes).chunks(PAGE / 4);
        let touched = pages.filter(|page| page.iter().any(|word| *word != PAINT)).count();
        (touched * PAGE) as u32
    }
}

/// By Memento's frames, page tables among them; what software holds behind it is counted by its pages.
pub struct Hardware<'a> {
    memento: &'a Memento<Mmio>,
    frames: u32,
}

impl<'a> Hardware<'a> {
    /// Of a device that was given so many frames.
    pub fn new(memento: &'a Memento<Mmio>, frames: u32) -> Hardware<'a> {
        Hardware { memento, frames }
    }
}

impl Held for Hardware<'_> {
    fn before(&self, first: *mut u8, bytes: usize) {
        // SAFETY: no object is alive between two patterns.
        if unsafe { self.memento.command(Command::End) }.is_err() {
            memento_runtime::println!("{{\"failed\":\"end of a context\"}}");
            memento_runtime::exit(1);
        }
        empty_data_cache();
        // Meanwhile Memento zeroes the frames that it has taken back, as it does between two programs.
        Pages.before(first, bytes);
    }

    fn now(&self) -> u32 {
        (self.frames - self.memento.available_frames()) * PAGE as u32
    }

    fn peak(&self, first: *mut u8, bytes: usize, seen: u32) -> u32 {
        seen + Pages.peak(first, bytes, 0)
    }
}
