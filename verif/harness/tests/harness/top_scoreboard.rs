//! The comparison of the whole with its golden model finds what it is there to find: each test changes one thing behind the
//! model's back and sees it reported.

use memento_abi::{Operation, PAGE_BYTES, PAGE_SHIFT, TINY};
use memento_harness::top::{prelude::*, DataRequest};

/// Objects of 24 bytes, all written, with everything in memory, compared once.
fn used() -> Run {
    let scenario = Scenario {
        seed: 3,
        region: 1,
        pages: 40,
        frames: 30,
        favourite: 24,
        timing: TopTiming::default(),
        steps: Vec::new(),
    };
    let mut run = Run::new(TINY, &scenario, None).unwrap();
    for step in [
        Allocate {
            size: None,
            count: 90,
            doorbell: false,
        },
        Fill { nth: 0, count: 90 },
        FlushHeaders,
        FlushCache,
        Compare,
    ] {
        run.step(step).unwrap();
    }
    run
}

/// Base of the arena that the first object lies in.
fn arena(run: &Run) -> u64 {
    let setup = run.system.context.model.setup();
    setup.geometry.arena_base(setup.settings.region_base, 2, 0)
}

/// The second object of that arena: behind the header, two colours and an object of 24 bytes.
fn second_object(run: &Run) -> u64 {
    arena(run) + 64 + 2 * 128 + 24
}

/// Physical address of a byte of the region.
fn physical(run: &Run, va: u64) -> u64 {
    let frame = run.system.context.table.page(va).flatten();
    (frame.expect("the page has a frame that was learned") << PAGE_SHIFT) + va % PAGE_BYTES
}

fn change(run: &mut Run, address: u64, by: u64) {
    let contents = &mut run.top.memory.contents;
    contents.store(address, contents.beat(address) ^ by);
}

/// What comes of a comparison after the change.
fn reported(mut run: Run) -> String {
    let result = run.step(Compare);
    result.expect_err("a change went unnoticed").to_string()
}

#[track_caller]
fn contains(report: &str, words: &str) {
    assert!(report.contains(words), "{report}");
}

#[test]
fn a_wrong_byte_of_an_object() {
    let mut run = used();
    let address = physical(&run, second_object(&run));
    change(&mut run, address, 1 << 40);
    let report = run.step(Scan { nth: 0, count: 8 }).unwrap_err().to_string();
    contains(&report, "the load from");
}

#[test]
fn a_wrong_byte_that_nobody_loads() {
    let mut run = used();
    let address = physical(&run, second_object(&run));
    change(&mut run, address, 1 << 40);
    contains(&reported(run), "memory behind 0x12000158");
}

#[test]
fn a_wrong_bit_of_a_header() {
    let mut run = used();
    let address = physical(&run, arena(&run) + 32);
    change(&mut run, address, 1 << 3);
    contains(&reported(run), "header");
}

#[test]
fn a_page_table_entry_without_its_dirty_bit() {
    let mut run = used();
    let frame = physical(&run, arena(&run)) >> PAGE_SHIFT;
    let leaf = (frame << 10) | 0xD7;
    let tables = run.system.context.table.nodes.values().flatten().copied();
    let mut beats = tables.flat_map(|table| (0..PAGE_BYTES / 8).map(move |beat| (table << PAGE_SHIFT) + 8 * beat));
    let contents = &run.top.memory.contents;
    let (address, shift) = beats
        .find_map(|address| {
            let beat = contents.beat(address);
            [0, 32]
                .into_iter()
                .find(|shift| beat >> shift & 0xFFFF_FFFF == leaf)
                .map(|shift| (address, shift))
        })
        .expect("the page has a leaf");
    change(&mut run, address, 0x80 << shift);
    contains(&reported(run), "the entry of the page at 0x12000000");
}

#[test]
fn a_free_frame_that_is_not_zeros() {
    let mut run = used();
    let frame = run.system.context.pool.available().last().expect("a frame is free");
    change(&mut run, (frame << PAGE_SHIFT) + 800, 5);
    contains(&reported(run), "frame");
}

#[test]
fn a_frame_too_many() {
    let mut run = used();
    run.top.zero_frames(0x700, 1);
    assert!(run.top.add_frames(0x700, 1).unwrap());
    contains(&reported(run), "POOL_AVAILABLE");
}

#[test]
fn an_access_that_was_counted_twice() {
    let mut run = used();
    let address = second_object(&run);
    run.top.access(&[DataRequest { address, store: None }]).unwrap();
    contains(&reported(run), "CACHE_HITS + CACHE_MISSES is 91, not 90");
}

#[test]
fn a_posted_free_that_failed_unasked() {
    let mut run = used();
    run.top.requests(Operation::Free, &[8]).unwrap();
    contains(&reported(run), "ERROR_STATUS");
}

#[test]
fn another_address_for_an_object() {
    let mut run = used();
    run.top.requests(Operation::Alloc, &[24]).unwrap();
    let step = Allocate {
        size: None,
        count: 1,
        doorbell: true,
    };
    contains(&run.step(step).unwrap_err().to_string(), "was answered Ok");
}
