//! Random requests through the heap, every byte compared, on the device's side by loads of its data port.

mod program;

use crate::{
    device::{Device, Instructions},
    golden::Golden,
    rtl::Rtl,
    shadow::{Locked, Paper, Soc32, Tiny},
};
use memento_driver::Doorbell;
use memento_harness::effort::Effort;
use program::{Counts, Program, Step};
use proptest::prelude::*;
use std::cell::Cell;

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
    holds::<Rtl, Paper>(20);
    holds::<Rtl<true>, Paper>(20);
}

#[test]
fn soc32_keeps_the_bytes_of_objects_on_the_verilog() {
    holds::<Rtl, Soc32>(20);
    holds::<Rtl<true>, Soc32>(20);
}

#[test]
fn tiny_keeps_the_bytes_of_objects_on_the_verilog() {
    holds::<Rtl, Tiny>(20);
    holds::<Rtl<true>, Tiny>(20);
}
