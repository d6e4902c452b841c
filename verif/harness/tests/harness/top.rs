//! The whole of Memento, its committed Verilog, against the golden model: a tour of all it does, and random scenarios.

use memento_abi::{
    registers::{ID, VERSION},
    Geometry, Operation, Status, PAGE_BYTES, PAGE_SHIFT, PAPER, SOC32, TINY,
};
use memento_harness::{
    effort::Effort,
    top::{property::check, software::Command, DataRequest, Top, TopTiming},
};
use memento_model::Settings;

const ROOT: u64 = 0x100;
const FRAMES: u64 = 0x110;
const BLOCK: u64 = 0x80_000;

/// A device that runs, with so many frames.
fn running(geometry: Geometry, frames: u64) -> Top {
    let mut top = Top::new(geometry, TopTiming::default(), 1, None);
    top.reset();
    top.zero_frames(ROOT, 1);
    top.bring_up(&Settings::whole_region(&geometry), ROOT).unwrap();
    top.zero_frames(FRAMES, frames);
    if frames > 0 {
        assert!(top.add_frames(FRAMES, frames).unwrap());
    }
    top
}

fn alloc(top: &mut Top, size: u64) -> (Status, u64) {
    let answer = top.requests(Operation::Alloc, &[size]).unwrap()[0];
    (answer.status, answer.address)
}

fn free_wait(top: &mut Top, address: u64) -> Status {
    top.requests(Operation::FreeWait, &[address]).unwrap()[0].status
}

fn store(top: &mut Top, address: u64, data: u64) -> u8 {
    let store = Some((data, 0xFF));
    top.access(&[DataRequest { address, store }]).unwrap()[0].status
}

fn load(top: &mut Top, address: u64) -> (u8, u64) {
    let response = top.access(&[DataRequest { address, store: None }]).unwrap()[0];
    (response.status, response.data)
}

#[test]
fn it_comes_up_and_says_what_it_is() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut top = running(geometry, 8);
        assert_eq!(top.read("ID").unwrap(), ID);
        assert_eq!(top.read("VERSION").unwrap(), VERSION);
        assert_eq!(
            top.read("GEOMETRY").unwrap() & 0xFFFF,
            geometry.classes | geometry.address_bits << 8
        );
        assert_eq!(top.read("POOL_AVAILABLE").unwrap(), 8);
        top.settle().unwrap();
        assert_eq!(top.read("STATUS").unwrap(), 1);
    }
}

#[test]
fn objects_are_allocated_used_and_freed_by_instruction_and_doorbell() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut top = running(geometry, 40);
        let (status, first) = alloc(&mut top, 24);
        assert_eq!(status, Status::Ok);
        let second = top.ring(Operation::Alloc, 24).unwrap();
        assert_eq!((second.status, second.address), (Status::Ok, first + 24));
        assert_eq!(load(&mut top, first), (0, 0));
        for address in [first, first + 8, second.address] {
            assert_eq!(store(&mut top, address, address ^ 0x1234_5678_9ABC_DEF0), 0);
        }
        assert!(top.command(Command::CacheFlush, 0).unwrap());
        for address in [first, first + 8, second.address] {
            assert_eq!(load(&mut top, address), (0, address ^ 0x1234_5678_9ABC_DEF0));
        }
        assert_eq!(free_wait(&mut top, first), Status::Ok);
        assert_eq!(free_wait(&mut top, first), Status::DoubleFree);
        assert_eq!(free_wait(&mut top, first + 1), Status::BadPointer);
        assert_eq!(free_wait(&mut top, 8), Status::NotOurs);
        assert_eq!(alloc(&mut top, geometry.max_size() + 1), (Status::TooLarge, 0));
        assert_eq!(load(&mut top, 8).0, Status::NotOurs as u8);
        assert_eq!(load(&mut top, first & !0xFFF).0, Status::BadPointer as u8);
    }
}

#[test]
fn a_posted_free_that_fails_and_a_command_that_ends_raise_the_interrupt() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut top = running(geometry, 40);
        top.write("IRQ_ENABLE", 0x3F).unwrap();
        let (_, object) = alloc(&mut top, 8);
        assert_eq!(
            top.requests(Operation::Free, &[object, object]).unwrap()[1].status,
            Status::Ok
        );
        top.settle().unwrap();
        assert!(top.irq());
        assert_eq!(top.read("IRQ_CAUSE").unwrap(), 1);
        assert_eq!(top.read("ERROR_STATUS").unwrap(), 1 | (Status::DoubleFree as u32) << 4);
        assert_eq!(top.read_pair("ERROR_ADDRESS").unwrap(), object);
        top.write("IRQ_CAUSE", 1).unwrap();
        top.settle().unwrap();
        assert!(!top.irq());
        assert!(top.command(Command::Flush, 0).unwrap());
        top.settle().unwrap();
        assert!(top.irq());
        assert_eq!(top.read("IRQ_CAUSE").unwrap(), 1 << 5);
    }
}

#[test]
fn memory_and_frames_run_out_and_frames_can_be_added() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut top = running(geometry, 0);
        assert_eq!(alloc(&mut top, 8), (Status::OutOfFrames, 0));
        top.zero_frames(FRAMES, 40);
        assert!(top.add_frames(FRAMES, 40).unwrap());
        assert_eq!(alloc(&mut top, 8).0, Status::Ok);
        let last = (1 << (geometry.address_bits - PAGE_SHIFT)) - 1;
        for (first, count) in [
            (FRAMES + 40, 0),
            (0, 1),
            (FRAMES + 40, 1 << 20),
            (FRAMES + 40, u64::from(u32::MAX)),
            (last, 2),
        ] {
            assert!(
                !top.add_frames(first, count).unwrap(),
                "{count} frames from {first:#x} on"
            );
        }
        top.write("SLICE_LIMIT", 0).unwrap();
        assert_eq!(alloc(&mut top, 16), (Status::OutOfMemory, 0));
        for range in 1..4 {
            top.zero_frames(FRAMES + 40 * range, 1);
            assert!(top.add_frames(FRAMES + 40 * range, 1).unwrap());
        }
        assert!(!top.add_frames(FRAMES + 160, 1).unwrap());
    }
}

#[test]
fn frames_that_become_few_raise_the_interrupt() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut top = running(geometry, 60);
        let (mark, low_water) = (40, 1 << 1);
        top.write("POOL_LOW_WATER", mark).unwrap();
        top.write("IRQ_ENABLE", low_water).unwrap();
        for round in 0..2 {
            // One page after another, until a few less than the mark are left.
            while top.read("POOL_AVAILABLE").unwrap() > mark - 5 {
                let (status, object) = alloc(&mut top, geometry.max_size());
                assert_eq!(status, Status::Ok);
                assert_eq!(store(&mut top, object, 1), 0);
                top.settle().unwrap();
                let few = top.read("POOL_AVAILABLE").unwrap() < mark;
                assert_eq!(top.read("IRQ_CAUSE").unwrap(), if few { low_water } else { 0 });
                assert_eq!(top.irq(), few);
            }
            // It is raised once, not as long as frames are few.
            top.write("IRQ_CAUSE", low_water).unwrap();
            top.settle().unwrap();
            assert!(!top.irq());
            let more = FRAMES + 60 + 30 * round;
            top.zero_frames(more, 30);
            assert!(top.add_frames(more, 30).unwrap());
        }
    }
}

#[test]
fn a_context_is_saved_and_loaded() {
    for geometry in [PAPER, SOC32, TINY] {
        let mut top = running(geometry, 40);
        let (_, object) = alloc(&mut top, 16);
        assert_eq!(store(&mut top, object, 77), 0);
        let settings = Settings::whole_region(&geometry);
        top.place_empty(BLOCK + PAGE_BYTES, &settings, ROOT + 1);
        assert!(top.command(Command::Save, BLOCK).unwrap());
        assert!(top.command(Command::Load, BLOCK + PAGE_BYTES).unwrap());
        assert_eq!(top.read_pair("MPTR").unwrap(), (ROOT + 1) << 12);
        assert_eq!(load(&mut top, object).0, Status::BadPointer as u8);
        assert!(top.command(Command::Save, BLOCK + PAGE_BYTES).unwrap());
        assert!(top.command(Command::Load, BLOCK).unwrap());
        assert_eq!(load(&mut top, object), (0, 77));
        assert_eq!(free_wait(&mut top, object), Status::Ok);
    }
}

/// The frames that an end took back wait to be zeroed while the pool rests, and come as zeros when they are given out again.
#[test]
fn a_context_can_be_saved_and_loaded_right_after_its_end() {
    use memento_harness::top::prelude::*;
    for geometry in [PAPER, SOC32, TINY] {
        let scenario = Scenario {
            seed: 1,
            region: 1,
            pages: 36,
            frames: 6,
            favourite: 29,
            timing: TopTiming::default(),
            steps: Vec::new(),
        };
        let mut run = Run::new(geometry, &scenario, None).unwrap();
        let allocate = Allocate {
            size: None,
            count: 60,
            doorbell: false,
        };
        for step in [
            allocate,
            Fill { nth: 0, count: 60 },
            End,
            Reload,
            Compare,
            allocate,
            Scan { nth: 0, count: 60 },
            Compare,
        ] {
            run.step(step)
                .unwrap_or_else(|mismatch| panic!("{}: {step:?}: {mismatch}", geometry.name));
        }
    }
}

/// Cycles of the end of a context with so many objects, the polling included.
fn cycles_of_an_end(geometry: Geometry, objects: usize) -> u64 {
    let mut top = running(geometry, 2000);
    let sizes: Vec<u64> = (0..objects as u64)
        .map(|index| 8 + 8 * (index % u64::from(geometry.classes)))
        .collect();
    let answers = top.requests(Operation::Alloc, &sizes).unwrap();
    assert!(answers.iter().all(|answer| answer.status == Status::Ok));
    let requests: Vec<DataRequest> = answers
        .iter()
        .map(|answer| DataRequest {
            address: answer.address,
            store: Some((1, 0xFF)),
        })
        .collect();
    assert!(top
        .access(&requests)
        .unwrap()
        .iter()
        .all(|response| response.status == 0));
    top.settle().unwrap();
    let start = top.cycle();
    assert!(top.command(Command::End, 0).unwrap());
    let cycles = top.cycle() - start;
    assert_eq!(top.read("POOL_AVAILABLE").unwrap(), 2000);
    assert_eq!(free_wait(&mut top, answers[0].address), Status::BadPointer);
    assert_eq!(alloc(&mut top, 8).1, answers[0].address);
    assert_eq!(load(&mut top, answers[0].address), (0, 0));
    cycles
}

#[test]
fn an_end_takes_as_long_for_many_objects_as_for_few() {
    for geometry in [PAPER, SOC32, TINY] {
        let (few, many) = (cycles_of_an_end(geometry, 10), cycles_of_an_end(geometry, 4000));
        println!("{}: end after {few} and {many} cycles", geometry.name);
        // A poll of the register is a matter of a few cycles.
        assert!(few.abs_diff(many) < 20, "{}: {few} and {many} cycles", geometry.name);
    }
}

/// Runs scenarios, which must reach everything there is to reach.
fn holds(geometry: Geometry, cases: u32) {
    let effort = Effort::from_environment(cases, 50);
    let coverage = check(geometry, effort).unwrap_or_else(|failure| panic!("{failure}"));
    println!("{}: {} operations, {coverage:?}", geometry.name, coverage.operations());
    assert_eq!(coverage.gaps(), Vec::<String>::new(), "{coverage:#?}");
}

#[test]
fn paper_does_what_the_golden_model_does() {
    holds(PAPER, 200);
}

#[test]
fn soc32_does_what_the_golden_model_does() {
    holds(SOC32, 200);
}

#[test]
fn tiny_does_what_the_golden_model_does() {
    holds(TINY, 200);
}
