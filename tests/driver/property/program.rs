//! A program that does what it is told through the heap, and compares every byte.

use crate::{
    device::{config, frames, Device},
    heap::Desk,
    shadow::{load, store, Locked},
};
use memento_driver::{Causes, Counter, Port};
use std::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
    collections::BTreeMap,
};

/// Frames that the interrupt handler adds at a time.
const MORE_FRAMES: u32 = 400;

/// What a program does.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Alloc { size: usize, align_log2: u32, zeroed: bool },
    Free { nth: usize },
    Realloc { nth: usize, size: usize, near: bool },
    Interrupt,
}

/// An object of the program.
struct Live {
    object: *mut u8,
    layout: Layout,
    /// What it holds follows from this.
    stamp: u8,
}

fn contents(stamp: u8, bytes: usize) -> Vec<u8> {
    (0..bytes)
        .map(|index| stamp.wrapping_mul(31).wrapping_add(index as u8 ^ stamp))
        .collect()
}

/// A program that is random.
pub struct Program<D, P, R> {
    desk: Desk<D, P, R>,
    live: Vec<Live>,
    /// First and last address of every object.
    extents: BTreeMap<usize, usize>,
    stamp: u8,
    /// Ranges of frames that the interrupt handler has added.
    ranges: Cell<u64>,
    /// Accesses that found no frame.
    starved: Cell<u32>,
    counts: Counts,
}

/// What was reached.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub hardware: u32,
    pub software: u32,
    pub zeroed: u32,
    pub stayed: u32,
    pub moved: u32,
    pub interrupts: u32,
    pub starved: u32,
}

impl<D: Device, P: Port, R: Locked> Program<D, P, R> {
    fn is_hardware(&self, object: *mut u8) -> bool {
        self.desk.heap.is_hardware(object)
    }

    fn in_process(&self, object: *mut u8, bytes: usize) -> &[u8] {
        // SAFETY: the heap has given out an object of so many bytes; each is written, or the system's zero.
        unsafe { std::slice::from_raw_parts(object, bytes) }
    }

    /// Handles the interrupt that frames have run out by adding some, as long as the pool takes them.
    fn interrupt(&self) -> Causes {
        let range = self.ranges.get();
        let seen = self.desk.memento.handle_interrupt(|| {
            self.ranges.set(range + 1);
            (range < 3).then(|| frames(&self.desk.device, 200 + u64::from(MORE_FRAMES) * range, MORE_FRAMES))
        });
        assert_eq!(seen.refused, None);
        seen.causes
    }

    /// The device gets the bytes that the process has.
    fn follow(&self, object: *mut u8, bytes: usize) {
        if !self.is_hardware(object) {
            return;
        }
        let mut handler = || {
            let causes = self.interrupt();
            assert!(
                causes.contains(Causes::OUT_OF_FRAMES | Causes::ACCESS_FAULT),
                "{causes:?}"
            );
            self.starved.set(self.starved.get() + 1);
        };
        store(
            &self.desk.device,
            object.addr() as u64,
            self.in_process(object, bytes),
            &mut handler,
        );
    }

    /// The bytes are there, for the process and for the device.
    fn holds(&self, object: *mut u8, expected: &[u8]) {
        assert_eq!(self.in_process(object, expected.len()), expected);
        if self.is_hardware(object) {
            assert_eq!(load(&self.desk.device, object.addr() as u64, expected.len()), expected);
        }
    }

    /// A new object, filled with what it shall hold.
    fn keep(&mut self, object: *mut u8, layout: Layout) {
        assert!(!object.is_null());
        assert_eq!(object.addr() % layout.align(), 0, "{layout:?}");
        let bytes = self.desk.heap.usable_size(object).unwrap_or(layout.size());
        assert!(bytes >= layout.size());
        let (first, last) = (object.addr(), object.addr() + bytes - 1);
        let before = self.extents.range(..=last).next_back();
        assert!(
            before.is_none_or(|(_, last)| *last < first),
            "{object:?} overlaps {before:x?}"
        );
        self.extents.insert(first, last);
        self.stamp = self.stamp.wrapping_add(1);
        let stamp = self.stamp;
        // SAFETY: the object has so many bytes.
        unsafe { object.copy_from_nonoverlapping(contents(stamp, layout.size()).as_ptr(), layout.size()) };
        self.follow(object, layout.size());
        let hardware = self.is_hardware(object);
        *(if hardware {
            &mut self.counts.hardware
        } else {
            &mut self.counts.software
        }) += 1;
        self.live.push(Live { object, layout, stamp });
    }

    fn lose(&mut self, nth: usize) -> Option<Live> {
        let live = (!self.live.is_empty()).then(|| self.live.swap_remove(nth % self.live.len()))?;
        self.holds(live.object, &contents(live.stamp, live.layout.size()));
        self.extents.remove(&live.object.addr());
        Some(live)
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Alloc {
                size,
                align_log2,
                zeroed,
            } => {
                let layout = Layout::from_size_align(size, 1 << align_log2).unwrap();
                // SAFETY: the size is not 0.
                let object = unsafe {
                    match zeroed {
                        true => self.desk.heap.alloc_zeroed(layout),
                        false => self.desk.heap.alloc(layout),
                    }
                };
                if zeroed {
                    self.counts.zeroed += 1;
                    self.follow(object, size);
                    self.holds(object, &vec![0; size]);
                }
                self.keep(object, layout);
            }
            Step::Free { nth } => {
                if let Some(Live { object, layout, .. }) = self.lose(nth) {
                    // SAFETY: the object is not used any more.
                    unsafe { self.desk.heap.dealloc(object, layout) };
                }
            }
            Step::Realloc { nth, size, near } => self.realloc(nth, size, near),
            Step::Interrupt => self.counts.interrupts += u32::from(self.interrupt().contains(Causes::OUT_OF_FRAMES)),
        }
    }

    fn realloc(&mut self, nth: usize, size: usize, near: bool) {
        let Some(Live { object, layout, stamp }) = self.lose(nth) else {
            return;
        };
        let size = if near { layout.size() + size % 8 } else { size };
        // SAFETY: the size is not 0.
        let moved = unsafe { self.desk.heap.realloc(object, layout, size) };
        let kept = contents(stamp, size.min(layout.size()));
        if self.is_hardware(moved) && moved != object {
            self.follow(moved, kept.len());
        }
        self.holds(moved, &kept);
        *(if moved == object {
            &mut self.counts.stayed
        } else {
            &mut self.counts.moved
        }) += 1;
        self.keep(moved, Layout::from_size_align(size, layout.align()).unwrap());
    }

    /// Runs steps from `pool` frames on, then frees everything.
    pub fn run(pool: u32, steps: &[Step], port: impl FnOnce(D) -> P) -> Counts {
        let desk = Desk::new(pool, config(&R::GEOMETRY), port);
        let mut program: Program<D, P, R> = Program {
            desk,
            live: Vec::new(),
            extents: BTreeMap::new(),
            stamp: 0,
            ranges: Cell::new(0),
            starved: Cell::new(0),
            counts: Counts::default(),
        };
        steps.iter().for_each(|step| program.step(*step));
        while !program.live.is_empty() {
            program.step(Step::Free { nth: 0 });
        }
        assert_eq!(program.desk.posted_error(), None);
        let counted = program.desk.memento.statistics();
        let given = counted[Counter::AllocHit] + counted[Counter::AllocMiss];
        assert_eq!(given, counted[Counter::FreeHit] + counted[Counter::FreeMiss]);
        Counts {
            starved: program.starved.get(),
            ..program.counts
        }
    }
}
