//! Traces with loads and stores on the whole: what is reported, and that a wrong byte is found. And its cycles.

use memento_abi::{Geometry, PAPER, SOC32, TINY};
use memento_harness::{
    replay::ReplayError,
    top::{
        data::{DataOptions, DataReplay, DataReport, Written},
        measure::measure,
        software::Command,
    },
};
use memento_model::{
    walk::{walk, Intent},
    Settings,
};
use memento_trace::TraceOperation;

/// Frame of the root table.
const ROOT: u64 = 0x100;

fn options(geometry: Geometry, bypass: bool) -> DataOptions {
    DataOptions {
        settings: Settings::whole_region(&geometry),
        timing: Default::default(),
        minimum_alignment: 8,
        written: Written::All,
        read_percent: 100,
        seed: 3,
        bypass,
        frames: 200,
    }
}

/// Objects of several sizes; some cleared, grown, moved to software, freed; some never.
fn program() -> Vec<TraceOperation> {
    let mut operations = vec![TraceOperation::Mark(1)];
    for id in 0..600 {
        let zeroed = id % 7 == 0;
        operations.push(TraceOperation::Alloc {
            size: 1 + id * 37 % 128,
            zeroed,
        });
        if id % 5 == 1 {
            operations.push(TraceOperation::Realloc {
                id: id - 1,
                size: 1 + id * 53 % 160,
            });
        }
        if id >= 100 && id % 3 == 0 {
            operations.push(TraceOperation::Free { id: id - 100 });
        }
    }
    operations.push(TraceOperation::Alloc {
        size: 5000,
        zeroed: false,
    });
    operations.push(TraceOperation::AlignedAlloc {
        log2_align: 6,
        size: 100,
    });
    operations
}

fn replay(geometry: Geometry, options: DataOptions) -> DataReport {
    let mut replay = DataReplay::new(geometry, options, None).unwrap();
    for operation in program() {
        replay.step(&operation).unwrap();
    }
    replay.finish().unwrap()
}

#[test]
fn bypass_saves_line_fills_and_nothing_else_changes() {
    for geometry in [PAPER, SOC32, TINY] {
        let (off, on) = (
            replay(geometry, options(geometry, false)),
            replay(geometry, options(geometry, true)),
        );
        assert_eq!(off.counters["BYPASSED_LINES"], 0);
        assert_eq!(
            off.traffic.line_fills,
            on.traffic.line_fills + on.counters["BYPASSED_LINES"]
        );
        assert!(on.counters["BYPASSED_LINES"] > 100, "{on:#?}");
        // Only the first read of a line can be saved.
        assert!(on.counters["BYPASSED_LINES"] <= off.traffic.first_fills, "{off:#?}");
        assert!(off.traffic.first_fills <= off.peak_frames.pages * 63, "{off:#?}");
        assert_eq!(
            (off.traffic.write_backs, off.peak_frames, off.loads, off.stores),
            (on.traffic.write_backs, on.peak_frames, on.loads, on.stores)
        );
        assert_eq!(
            on.peak_frames.total(),
            on.counters["FRAMES_GIVEN"],
            "no arena is empty and out of the table"
        );
        assert_eq!((on.operations, on.software_allocs >= 1), (888, true));
    }
}

#[test]
fn less_is_written_and_read_if_asked_for() {
    let less = DataOptions {
        written: Written::None,
        read_percent: 0,
        ..options(SOC32, true)
    };
    let first_line = DataOptions {
        written: Written::FirstLine,
        ..less
    };
    let (none, some, all) = (
        replay(SOC32, less),
        replay(SOC32, first_line),
        replay(SOC32, options(SOC32, true)),
    );
    assert!(none.stores < some.stores && some.stores < all.stores);
    assert!(none.loads > 0, "a realloc copies");
    assert!(none.loads < all.loads);
}

#[test]
fn a_byte_that_memory_lost_is_found() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut replay = DataReplay::new(geometry, options(geometry, true), None).unwrap();
        for operation in program() {
            replay.step(&operation).unwrap();
        }
        assert!(replay.top().command(Command::CacheFlush, 0).unwrap());
        let lost = 499;
        let va = replay.address(lost).unwrap() + 8;
        let memory = &mut replay.top().memory.contents;
        let read = &mut |address: u64| memory.beat(address);
        let address = walk(geometry.page_table, ROOT, va, Intent::Load, read).unwrap() & !7;
        memory.store(address, memory.beat(address) ^ 1 << 40);
        let error = replay.step(&TraceOperation::Free { id: lost }).unwrap_err();
        let told = error.to_string();
        assert!(told.contains("cycle"), "{told}");
        assert!(told.contains(&format!("the load from {va:#x} gave")), "{told}");
    }
}

#[test]
fn frames_that_run_out_are_told() {
    let few = DataOptions {
        frames: 4,
        ..options(SOC32, true)
    };
    let mut replay = DataReplay::new(SOC32, few, None).unwrap();
    let error = program().iter().find_map(|operation| replay.step(operation).err());
    assert!(
        matches!(error, Some(ReplayError::OutOfFrames { frames: 4, .. })),
        "{error:?}"
    );
}

#[test]
fn the_whole_keeps_its_limits() {
    for geometry in [PAPER, SOC32, TINY] {
        let measurements = measure(geometry).unwrap();
        let slow = measurements.iter().filter(|m| !m.passes()).map(|m| m.what);
        let slow: Vec<_> = slow.collect();
        assert!(slow.is_empty(), "{}: {slow:?} of {measurements:#?}", geometry.name);
    }
}
