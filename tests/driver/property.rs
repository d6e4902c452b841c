//! Random requests through the heap, every byte compared, on the device's side by loads of its data port.

use crate::{
    device::{config, frames, Device, Instructions},
    golden::Golden,
    heap::Desk,
    rtl::Rtl,
    shadow::{load, store, Locked, Paper, Soc32, Tiny},
};
use memento_driver::{Causes, Counter, Doorbell, Port};
use memento_harness::effort::Effort;
use proptest::prelude::*;
use std::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
    collections::BTreeMap,
};

/// Frames that the interrupt handler adds at a time.
const MORE_FRAMES: u32 = 400;

#[derive(Clone, Copy, Debug)]
enum Step {
    Alloc { size: usize, align_log2: u32, zeroed: bool },
    Free { nth: usize },
    Realloc { nth: usize, size: usize, near: bool },
    Interrupt,
}

/// Frames at the start, and what the program does, most of it with objects of one size.
fn programs(most: usize, longest: usize) -> impl Strategy<Value = (u32, Vec<Step>)> {
    let pool = prop_oneof![3 => 1..20u32, 1 => Just(200)];
    (pool, 1..=most).prop_flat_map(move |(pool, favourite)| {
        let size = move || prop_oneof![6 => Just(favourite), 5 => 1..=most, 1 => most - 7..=most, 1 => most..=4 * most];
        let align = prop_oneof![6 => 0..=3u32, 3 => 4..=6u32, 1 => 7..=9u32];
        let alloc = (size(), align, any::<bool>());
        let realloc = (any::<usize>(), size(), any::<bool>());
        let step = prop_oneof![
            30 => alloc.prop_map(|(size, align_log2, zeroed)| Step::Alloc { size, align_log2, zeroed }),
            18 => any::<usize>().prop_map(|nth| Step::Free { nth }),
            14 => realloc.prop_map(|(nth, size, near)| Step::Realloc { nth, size, near }),
            1 => Just(Step::Interrupt),
        ];
        (Just(pool), prop::collection::vec(step, 1..longest))
    })
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
struct Program<D, P, R> {
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
struct Counts {
    hardware: u32,
    software: u32,
    zeroed: u32,
    stayed: u32,
    moved: u32,
    interrupts: u32,
    starved: u32,
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

    fn run(pool: u32, steps: &[Step], port: impl FnOnce(D) -> P) -> Counts {
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

fn holds<D: Device, R: Locked>(cases: u32) {
    let effort = Effort::from_environment(cases, 200);
    let total = Cell::new(Counts::default());
    let mut runner = proptest::test_runner::TestRunner::new(effort.config());
    let strategy = (
        programs(R::GEOMETRY.max_size() as usize, effort.max_steps),
        any::<bool>(),
    );
    let result = runner.run(&strategy, |((pool, steps), doorbell)| {
        let counts = match doorbell {
            true => Program::<D, _, R>::run(pool, &steps, |device| Doorbell::new(device, 0)),
            false => Program::<D, _, R>::run(pool, &steps, Instructions),
        };
        let sum = total.get();
        total.set(Counts {
            hardware: sum.hardware + counts.hardware,
            software: sum.software + counts.software,
            zeroed: sum.zeroed + counts.zeroed,
            stayed: sum.stayed + counts.stayed,
            moved: sum.moved + counts.moved,
            interrupts: sum.interrupts + counts.interrupts,
            starved: sum.starved + counts.starved,
        });
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let reached = total.get();
    println!("{}: {reached:?}", R::GEOMETRY.name);
    let often = [
        reached.hardware,
        reached.software,
        reached.zeroed,
        reached.stayed,
        reached.moved,
    ];
    assert!(often.iter().all(|count| *count > cases), "{reached:?}");
    assert!(reached.interrupts > 0, "{reached:?}");
}

#[test]
fn objects_keep_their_bytes_on_the_golden_model() {
    holds::<Golden, Paper>(40);
    holds::<Golden, Soc32>(40);
    holds::<Golden, Tiny>(40);
}

#[test]
fn paper_keeps_the_bytes_of_objects_on_the_verilog() {
    holds::<Rtl, Paper>(40);
}

#[test]
fn soc32_keeps_the_bytes_of_objects_on_the_verilog() {
    holds::<Rtl, Soc32>(40);
}

#[test]
fn tiny_keeps_the_bytes_of_objects_on_the_verilog() {
    holds::<Rtl, Tiny>(40);
}
