//! Each rule of docs/src/pages.md, by name.

use memento_abi::registers::COUNTERS;
use memento_abi::{Geometry, Operation, Status, PAPER, SOC32, TINY};
use memento_model::bypass::Bounds;
use memento_model::format::{Format, Node};
use memento_model::pool::{Pool, PoolError, LARGEST};
use memento_model::walk::{walk, Intent, PageFault};
use memento_model::{Answer, HeaderLine, Settings, System};
use std::collections::HashMap;
use Operation::{Alloc, Flush, FreeWait};

const BASE: u64 = 1 << 28;
const ROOT: u64 = 0x80;
const PAGE: u64 = 4096;
/// Objects in one arena of `TINY`.
const ARENA: usize = 64;
/// Class 15 of `TINY`: 128 B, arenas of 4 pages.
const LARGE: u64 = 128;

fn tiny(frames: u64) -> System {
    let settings = Settings {
        region_base: BASE,
        slice_limit_pages: 64,
        reuse_threshold: 1,
    };
    let mut system = System::new(TINY, settings, ROOT).unwrap();
    if frames > 0 {
        assert_eq!(system.add_frames(0x100, frames, None), Ok(true));
    }
    system
}

fn alloc(system: &mut System, size: u64) -> u64 {
    let outcome = system.request(Alloc, size, None);
    assert_eq!(outcome.status, Status::Ok);
    outcome.address
}

fn fill(system: &mut System, size: u64, objects: usize) -> Vec<u64> {
    (0..objects).map(|_| alloc(system, size)).collect()
}

fn free_all(system: &mut System, objects: &[u64]) {
    for &object in objects {
        assert_eq!(system.request(FreeWait, object, None).status, Status::Ok);
    }
}

fn load(system: &mut System, va: u64) -> Result<u64, Status> {
    let access = system.load(va, None);
    match access.status {
        Status::Ok => {
            assert_eq!(access.beat.known, u64::MAX);
            Ok(access.beat.value)
        }
        status => Err(status),
    }
}

fn store(system: &mut System, va: u64, data: u64) -> Status {
    system.store(va, data, 0xFF, None)
}

fn in_use(system: &System) -> usize {
    system.context.table.nodes.len()
}

/// Pages of an arena of class 15 with object 0 in the first page, object 40 in the second.
fn large_arena(system: &mut System) -> Vec<u64> {
    fill(system, LARGE, ARENA)
}

/// An address in the third page of the arena of these objects.
fn third_page(objects: &[u64]) -> u64 {
    (objects[0] & !(PAGE - 1)) + 2 * PAGE
}

// The frame pool

#[test]
fn the_pool_takes_four_ranges_until_the_context_ends() {
    let mut pool = Pool::default();
    for range in 1..=4 {
        assert_eq!(pool.add(&TINY, range * 16, 8, None), Ok(true));
    }
    assert_eq!(pool.add(&TINY, 0x100, 8, None), Ok(false));
    let accepted = pool.add(&TINY, 0x100, 8, Some(true)).unwrap_err();
    assert_eq!(
        accepted.to_string(),
        "frames 0x100..0x108 were accepted: refuse a range that is empty, begins at 0, has 1048576 frames or more, goes beyond the address space or comes after 4 others"
    );
    // After an end a device may have room again or not.
    pool.end();
    assert_eq!(pool.add(&TINY, 0x100, 8, Some(false)), Ok(false));
    assert_eq!(pool.add(&TINY, 0x100, 8, Some(true)), Ok(true));
}

#[test]
fn a_pool_with_room_must_not_refuse() {
    let refused = Pool::default().add(&TINY, 16, 8, Some(false)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "frames 0x10..0x18 were refused, although the pool has room for a range"
    );
}

#[test]
fn frames_that_cannot_be_are_refused_in_words() {
    let mut pool = Pool::default();
    for (first, count) in [(0, 4), (7, 0), ((1 << 20) - 1, 2), (u64::MAX, 5)] {
        assert_eq!(pool.add(&TINY, first, count, None), Ok(false));
        assert!(matches!(
            pool.add(&TINY, first, count, Some(true)),
            Err(PoolError::Answer { .. })
        ));
    }
    // In `paper` there is room behind the largest range.
    assert_eq!(pool.add(&PAPER, 8, LARGEST, None), Ok(false));
    assert_eq!(Pool::default().add(&PAPER, 8, LARGEST - 1, None), Ok(true));
    assert_eq!(pool.add(&TINY, 8, 8, None), Ok(true));
    assert_eq!(pool.add(&TINY, 15, 8, None), Err(PoolError::Twice(15..23)));
}

#[test]
fn a_frame_is_given_once_and_only_from_the_pool() {
    let mut pool = Pool::default();
    pool.add(&TINY, 8, 2, None).unwrap();
    pool.give(9).unwrap();
    assert_eq!(pool.give(9), Err(PoolError::InUse(9)));
    assert_eq!(pool.give(10), Err(PoolError::Foreign(10)));
    pool.take_back(9);
    assert_eq!(pool.scrubbing, [9].into());
    assert_eq!(pool.available().collect::<Vec<_>>(), [8, 9]);
    pool.give(9).unwrap();
    assert!(pool.scrubbing.is_empty());
}

// The page table

#[test]
fn entries_have_the_documented_bits() {
    for kind in [TINY.page_table, PAPER.page_table] {
        let format = Format::of(kind);
        assert_eq!(format.entry(0, 0x1_2345), 0x1_2345 << 10 | 0xD7);
        assert_eq!(format.entry(1, 0x1_2345), 0x1_2345 << 10 | 1);
        assert_eq!(format.mark(None), 2);
        assert_eq!(format.mark(Some(0x123)), 0x123 << 10 | 6);
        assert_eq!(format.mark(Some(0)), 6);
    }
}

#[test]
fn a_path_names_every_table_and_the_page() {
    let format = Format::of(PAPER.page_table);
    let va = 0x40_1234_5678;
    let path: Vec<Node> = format.path(va).collect();
    let node = |level, va| Node { level, va };
    assert_eq!(
        path,
        [
            node(2, 0x40_0000_0000),
            node(1, 0x40_1220_0000),
            node(0, 0x40_1234_5000)
        ]
    );
    assert_eq!([2, 1, 0].map(|level| format.index(va, level)), [0x100, 0x91, 0x145]);
}

/// A memory with an Sv32 root in frame 1, a table in frame 2 and the entries given in both.
fn sv32(root: u64, leaf: u64) -> impl FnMut(u64) -> u64 {
    let memory: HashMap<u64, u64> = [(0x1000 + 4, root), (0x2000 + 8, leaf)].into();
    move |beat| {
        let half = |at| memory.get(&at).copied().unwrap_or(0);
        half(beat) | half(beat + 4) << 32
    }
}

#[test]
fn the_independent_reader_translates_as_the_privileged_specification_says() {
    let (table, va) = (2 << 10 | 1, 1 << 22 | 2 << 12 | 0x123);
    let go = |root, leaf, intent| walk(SOC32.page_table, 1, va, intent, &mut sv32(root, leaf));
    assert_eq!(go(table, 5 << 10 | 0xD7, Intent::Store), Ok(0x5123));
    assert_eq!(go(0, 0, Intent::Load), Err(PageFault::Invalid));
    assert_eq!(go(table, 2, Intent::Load), Err(PageFault::Invalid));
    assert_eq!(go(table, 5 << 10 | 0xD5, Intent::Load), Err(PageFault::Invalid));
    assert_eq!(go(table | 0x40, 5 << 10 | 0xD7, Intent::Load), Err(PageFault::Invalid));
    assert_eq!(go(table, 5 << 10 | 1, Intent::Load), Err(PageFault::NoLeaf));
    assert_eq!(go(table, 5 << 10 | 0xC7, Intent::Load), Err(PageFault::Permission));
    assert_eq!(go(table, 5 << 10 | 0xD7, Intent::Fetch), Err(PageFault::Permission));
    assert_eq!(go(table, 5 << 10 | 0xD3, Intent::Store), Err(PageFault::Permission));
    assert_eq!(go(table, 5 << 10 | 0x57, Intent::Load), Ok(0x5123));
    assert_eq!(
        go(table, 5 << 10 | 0x57, Intent::Store),
        Err(PageFault::NotAccessedOrDirty)
    );
    assert_eq!(
        go(table, 5 << 10 | 0x97, Intent::Load),
        Err(PageFault::NotAccessedOrDirty)
    );
    assert_eq!(go(5 << 10 | 0xD7, 0, Intent::Load), Err(PageFault::Misaligned));
    assert_eq!(go(0x400 << 10 | 0xD7, 0, Intent::Load), Ok(0x40_2123));
}

// Translation

#[test]
fn an_access_is_checked_in_the_documented_order() {
    let mut system = tiny(16);
    let object = alloc(&mut system, 8);
    assert_eq!(load(&mut system, BASE - 8), Err(Status::NotOurs));
    assert_eq!(load(&mut system, 2 * BASE), Err(Status::NotOurs));
    assert_eq!(load(&mut system, object + 4096), Err(Status::BadPointer));
    assert_eq!(load(&mut system, object - 64), Err(Status::BadPointer));
    assert_eq!(load(&mut system, object - 1), Err(Status::BadPointer));
    assert_eq!(load(&mut system, BASE + (1 << 24)), Err(Status::BadPointer));
    assert_eq!(load(&mut system, object), Ok(0));
    // An address that is in the slack behind the objects, or in a colour before them, is as good as any.
    assert_eq!(load(&mut system, object + 4096 - 72), Ok(0));
    let coloured = alloc(&mut system, 32);
    assert_eq!(load(&mut system, coloured - 8), Ok(0));
    assert_eq!(system.counts().access_errors, 6);
}

#[test]
fn the_last_page_of_a_slice_that_is_handed_out_may_be_accessed() {
    let geometry = Geometry {
        region_bits: 22,
        ..TINY
    };
    let settings = Settings::whole_region(&geometry);
    let mut system = System::new(geometry, settings, ROOT).unwrap();
    system.add_frames(0x100, 100, None).unwrap();
    let last = *fill(&mut system, 8, 64 * ARENA).last().unwrap();
    assert_eq!(store(&mut system, last, 7), Status::Ok);
    assert_eq!(load(&mut system, last), Ok(7));
    assert_eq!(system.request(Alloc, 8, None).status, Status::OutOfMemory);
}

#[test]
fn the_first_page_has_its_frame_from_the_alloc_and_the_others_from_the_first_touch() {
    let mut system = tiny(16);
    let objects = large_arena(&mut system);
    assert_eq!((in_use(&system), system.counts().first_touches), (2, 0));
    assert_eq!(load(&mut system, objects[0]), Ok(0));
    assert_eq!((in_use(&system), system.counts().first_touches), (2, 0));
    assert_eq!(load(&mut system, objects[40]), Ok(0));
    assert_eq!(store(&mut system, objects[41], 1), Status::Ok);
    assert_eq!((in_use(&system), system.counts().first_touches), (3, 1));
}

#[test]
fn without_frames_an_access_fails_and_succeeds_when_frames_came() {
    let mut system = tiny(2);
    let objects = large_arena(&mut system);
    assert_eq!(store(&mut system, objects[40], 9), Status::OutOfFrames);
    assert_eq!(in_use(&system), 2);
    system.add_frames(0x200, 1, None).unwrap();
    assert_eq!(load(&mut system, objects[40]), Ok(0));
    assert_eq!(system.context.available(), Bounds::exactly(0));
}

#[test]
fn tables_that_were_added_stay_when_the_page_gets_no_frame() {
    let mut system = tiny(1);
    assert_eq!(system.request(Alloc, 8, None).status, Status::OutOfFrames);
    let nodes: Vec<Node> = system.context.table.nodes.keys().copied().collect();
    assert_eq!(nodes, [Node { level: 1, va: BASE }]);
    system.add_frames(0x200, 1, None).unwrap();
    alloc(&mut system, 8);
    assert_eq!(in_use(&system), 2);
}

#[test]
fn the_device_decides_where_an_arena_may_have_been_fetched_ahead() {
    // Table, page of arena 0 and one frame more, which the arena at the pointer may have.
    for ahead in [false, true] {
        let mut system = tiny(4);
        let large = large_arena(&mut system);
        let mut told = |va, status| system.load(va, Some(status)).status;
        assert_eq!(
            told(large[40], Status::OutOfFrames),
            Status::Ok,
            "one of two frames is left for sure"
        );
        let answer = if ahead { Status::OutOfFrames } else { Status::Ok };
        assert_eq!(told(third_page(&large), answer), answer);
        assert_eq!(system.context.available(), Bounds::exactly(0));
    }
}

#[test]
fn an_access_may_come_before_the_frames_of_a_posted_free() {
    let settings = Settings {
        slice_limit_pages: 4,
        ..tiny(0).context.model.setup().settings
    };
    let mut system = System::new(TINY, settings, ROOT).unwrap();
    system.add_frames(0x100, 8, None).unwrap();
    // All slices are used up, so nothing is fetched ahead.
    let small = fill(&mut system, 8, 4 * ARENA);
    let objects = large_arena(&mut system);
    assert_eq!(load(&mut system, objects[40]), Ok(0));
    assert_eq!(system.context.available(), Bounds::exactly(0));
    free_all(&mut system, &small[..ARENA]);
    // The free is done for the next request, but a hart may not see its frame yet.
    assert_eq!(system.context.late, 1);
    assert_eq!(system.clone().request(Alloc, 8, None).status, Status::Ok);
    let third_page = third_page(&objects);
    let touch = |system: &System, status| system.clone().load(third_page, Some(status)).status;
    for status in [Status::Ok, Status::OutOfFrames] {
        assert_eq!(touch(&system, status), status);
    }
    system.settle();
    assert_eq!(touch(&system, Status::OutOfFrames), Status::Ok);
}

#[test]
fn who_found_no_frame_left_none_for_the_next() {
    let mut system = tiny(3);
    let large = large_arena(&mut system);
    let third_page = third_page(&large);
    // The last frame may be the arena's at the pointer; the device says so.
    assert_eq!(
        system.load(large[40], Some(Status::OutOfFrames)).status,
        Status::OutOfFrames
    );
    for status in [Status::Ok, Status::OutOfFrames] {
        assert_eq!(system.load(third_page, Some(status)).status, Status::OutOfFrames);
    }
    // What found none has no frame, but the tables on its way may have one.
    assert!(system.context.table.maybe.is_empty());
    let answer = Answer {
        status: Status::OutOfFrames,
        address: 0,
    };
    let mut system = tiny(3);
    large_arena(&mut system);
    assert_eq!(system.request(Alloc, 8, Some(answer)).status, Status::OutOfFrames);
    let maybe: Vec<Node> = system.context.table.maybe.iter().copied().collect();
    assert_eq!(maybe, [Node { level: 1, va: BASE }]);
}

// Arenas and frames

#[test]
fn a_released_arena_gives_back_the_frames_of_its_pages_but_no_table() {
    let mut system = tiny(16);
    let objects = fill(&mut system, LARGE, ARENA + 1);
    for &object in &objects[..ARENA] {
        store(&mut system, object, u64::MAX);
    }
    assert_eq!(in_use(&system), 1 + 3 + 1);
    free_all(&mut system, &objects[..ARENA]);
    assert_eq!((in_use(&system), system.counts().frames_returned.highest), (2, 3));
    assert_eq!(load(&mut system, objects[0]), Err(Status::BadPointer));
    assert_eq!(system.request(FreeWait, objects[0], None).status, Status::DoubleFree);
    assert_eq!(system.context.header_line(objects[0] & !0xFFF), HeaderLine::Zeros);
    // Handed out again, it holds zeros.
    fill(&mut system, LARGE, ARENA - 1);
    assert_eq!(alloc(&mut system, LARGE), objects[0]);
    assert_eq!(
        (load(&mut system, objects[0]), load(&mut system, objects[40])),
        (Ok(0), Ok(0))
    );
}

#[test]
fn a_touched_page_of_a_recycled_arena_comes_back_and_then_holds_nothing_sure() {
    let mut system = tiny(16);
    let objects = fill(&mut system, LARGE, ARENA + 1);
    free_all(&mut system, &objects[..ARENA]);
    assert_eq!(store(&mut system, objects[40], 5), Status::Ok);
    assert_eq!(load(&mut system, objects[40]), Ok(5));
    fill(&mut system, LARGE, ARENA - 1);
    assert_eq!(alloc(&mut system, LARGE), objects[0]);
    assert_eq!(system.load(objects[40], None).beat.known, 0);
    store(&mut system, objects[40], 6);
    assert_eq!(load(&mut system, objects[40]), Ok(6));
    assert_eq!(load(&mut system, objects[0]), Ok(0));
    let lines = system.context.bypass.counters[15].unwrap().lines;
    // Behind three colours of two lines each.
    assert_eq!(lines, Bounds { lowest: 7, highest: 87 });
    // The line of object 40 may have been in the cache; that of object 0 was new, unless it is below that one.
    let before = system.counts().lines_new;
    assert_eq!(before, Bounds { lowest: 0, highest: 4 });
}

// Memory

#[test]
fn the_last_store_of_each_byte_wins() {
    let mut system = tiny(16);
    let object = alloc(&mut system, 8);
    assert_eq!(
        system.store(object + 3, 0x1122_3344_5566_7788, 0b0101_0001, None),
        Status::Ok
    );
    assert_eq!(
        load(&mut system, object),
        Ok(0x0022_0044_0000_0088 & 0x00FF_00FF_0000_00FF)
    );
    assert_eq!(system.store(object, 0xAA, 1, None), Status::Ok);
    assert_eq!(load(&mut system, object + 7), Ok(0x0022_0044_0000_00AA));
    assert_eq!(system.store(object, u64::MAX, 0, None), Status::Ok);
    assert_eq!(load(&mut system, object), Ok(0x0022_0044_0000_00AA));
}

// Bypass

fn counter(system: &System, class: usize) -> u64 {
    let lines = system.context.bypass.counters[class].unwrap().lines;
    assert_eq!(lines.lowest, lines.highest);
    lines.highest
}

#[test]
fn a_line_at_or_above_the_counter_is_new_and_moves_it() {
    let mut system = tiny(16);
    let object = alloc(&mut system, 8);
    assert_eq!(counter(&system, 0), 0);
    load(&mut system, object).unwrap();
    assert_eq!(counter(&system, 0), 1);
    store(&mut system, object + 64 * 4, 1);
    assert_eq!(counter(&system, 0), 5);
    // Line 2 was skipped: it is below the counter, and filled from memory.
    load(&mut system, object + 64 * 2).unwrap();
    assert_eq!(
        (counter(&system, 0), system.counts().lines_new),
        (5, Bounds::exactly(2))
    );
}

#[test]
fn headers_have_the_counter_of_the_flush_and_all_lines_out_of_the_table() {
    let mut system = tiny(16);
    let objects = fill(&mut system, 8, ARENA);
    let base = objects[0] - 64;
    store(&mut system, objects[9], 1);
    system.request(Flush, 0, None);
    store(&mut system, objects[63], 1);
    let bypass = |system: &System| match system.context.header_line(base) {
        HeaderLine::Header(_, bounds) => bounds,
        other => panic!("{other:?}"),
    };
    assert_eq!((bypass(&system), counter(&system, 0)), (Bounds::exactly(2), 8));
    alloc(&mut system, 8);
    assert_eq!((bypass(&system), counter(&system, 0)), (Bounds::exactly(63), 0));
    // It comes back from the available list with all its lines.
    free_all(&mut system, &objects[..1]);
    fill(&mut system, 8, ARENA - 1);
    assert_eq!(alloc(&mut system, 8), objects[0]);
    assert_eq!(counter(&system, 0), 63);
}

// Contexts

const BLOCKS: [u64; 2] = [0x7000, 0x8000];

#[test]
fn a_context_goes_on_where_it_was_saved_and_sees_no_byte_of_another() {
    let mut system = tiny(16);
    let settings = system.context.model.setup().settings;
    system.place_empty(BLOCKS[1], settings, ROOT + 1).unwrap();
    let object = alloc(&mut system, 8);
    store(&mut system, object, 0xA);
    system.save(BLOCKS[0]);
    system.load_context(BLOCKS[1]).unwrap();
    assert_eq!(load(&mut system, object), Err(Status::BadPointer));
    assert_eq!(system.request(Alloc, 8, None).status, Status::OutOfFrames);
    system.add_frames(0x200, 16, None).unwrap();
    assert_eq!(alloc(&mut system, 8), object);
    assert_eq!(load(&mut system, object), Ok(0));
    store(&mut system, object, 0xB);
    system.save(BLOCKS[1]);
    system.load_context(BLOCKS[0]).unwrap();
    assert_eq!(load(&mut system, object), Ok(0xA));
    assert_eq!(alloc(&mut system, 8), object + 8);
    system.save(BLOCKS[0]);
    system.load_context(BLOCKS[1]).unwrap();
    assert_eq!(load(&mut system, object), Ok(0xB));
    system.check().unwrap();
}

#[test]
fn after_a_load_the_lowest_word_that_is_not_full_is_current() {
    let mut system = tiny(16);
    let objects = fill(&mut system, 8, 20);
    free_all(&mut system, &objects[3..4]);
    assert_eq!(alloc(&mut system.clone(), 8), objects[19] + 8);
    system.save(BLOCKS[0]);
    system.load_context(BLOCKS[0]).unwrap();
    assert_eq!(alloc(&mut system, 8), objects[3]);
    // An exhausted arena stays so.
    fill(&mut system, 8, ARENA - 20);
    system.save(BLOCKS[0]);
    system.load_context(BLOCKS[0]).unwrap();
    system.check().unwrap();
    assert_eq!(alloc(&mut system, 8), objects[0] + 4096);
}

#[test]
fn a_block_is_good_until_its_context_goes_on() {
    let mut system = tiny(16);
    let object = alloc(&mut system, 8);
    system.save(BLOCKS[0]);
    load(&mut system, object).unwrap();
    let error = system.load_context(BLOCKS[0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no context can be loaded from 0x7000: save one there and let it not go on, or write an empty block"
    );
}

#[test]
fn an_end_takes_back_everything_and_keeps_the_frames() {
    let mut system = tiny(16);
    let objects = large_arena(&mut system);
    store(&mut system, objects[40], 1);
    system.end();
    assert_eq!(system.context.available(), Bounds::exactly(16));
    assert_eq!(load(&mut system, objects[40]), Err(Status::BadPointer));
    assert_eq!(large_arena(&mut system), objects);
    assert_eq!(load(&mut system, objects[40]), Ok(0));
}

#[test]
fn a_reset_forgets_the_context_and_its_pool() {
    let mut system = tiny(16);
    let object = alloc(&mut system, 8);
    let settings = system.context.model.setup().settings;
    system.reset(settings, ROOT).unwrap();
    assert_eq!(load(&mut system, object), Err(Status::BadPointer));
    assert_eq!(system.request(Alloc, 8, None).status, Status::OutOfFrames);
    assert_eq!(system.counts().frames_given, Bounds::exactly(0));
}

// Counters

/// Counters of a device with a cache that missed `misses` times.
fn counters(system: &System, misses: u64) -> Vec<u64> {
    let counts = system.counts();
    let named = [
        ("FRAMES_GIVEN", counts.frames_given.highest),
        ("FRAMES_RETURNED", counts.frames_returned.highest),
        ("ACCESS_FAULTS", counts.access_errors),
        ("CACHE_HITS", counts.accesses - misses),
        ("CACHE_MISSES", misses),
        ("LINE_FILLS", misses - counts.lines_bypassed.lowest),
        ("BYPASSED_LINES", counts.lines_bypassed.lowest),
    ];
    let events: Vec<u64> = system.events().iter().map(|(_, count)| count).collect();
    let others = COUNTERS.iter().skip(events.len()).map(|counter| {
        let known = named.iter().find(|(name, _)| *name == counter.name);
        known.map_or(7, |(_, value)| *value)
    });
    events.iter().copied().chain(others).collect()
}

#[test]
fn counters_that_cannot_be_are_told_by_name() {
    let mut system = tiny(16);
    let objects = fill(&mut system, LARGE, ARENA + 1);
    for line in [0, 40, 0] {
        store(&mut system, objects[line], 1);
    }
    load(&mut system, BASE).unwrap_err();
    system.bypass_enabled = false;
    store(&mut system, objects[ARENA], 1);
    assert_eq!(system.counts().lines_new, Bounds::exactly(1));
    assert_eq!(system.counts().lines_bypassed, Bounds::exactly(0));
    let right = counters(&system, 3);
    system.compare_counters(&mut |index| right[index]).unwrap();
    let looked_at = |name: &str| !["PAGE_WALKS", "TLB_HITS", "TLB_MISSES", "WRITE_BACKS", "CYCLES"].contains(&name);
    for (index, counter) in COUNTERS.iter().enumerate() {
        let mut wrong = right.clone();
        wrong[index] += 1;
        let compared = system.compare_counters(&mut |index| wrong[index]);
        assert_eq!(compared.is_err(), looked_at(counter.name), "{}", counter.name);
    }
    system.clear_counters();
    let cleared = vec![0; COUNTERS.len()];
    system.compare_counters(&mut |index| cleared[index]).unwrap();
}

// Errors of memory, and answers that cannot be

#[test]
fn after_a_bus_error_a_page_may_have_a_frame_and_the_counter_may_have_moved() {
    let mut system = tiny(16);
    let objects = large_arena(&mut system);
    system.access_bus_error(objects[40]);
    assert_eq!(in_use(&system), 2);
    assert_eq!(system.context.table.maybe.len(), 1);
    assert_eq!(
        system.context.bypass.counters[15].unwrap().lines,
        Bounds { lowest: 0, highest: 87 }
    );
    assert_eq!(system.request_bus_error(Alloc, 8).status, Status::BusError);
    assert_eq!(system.context.table.maybe.len(), 3);
    assert_eq!(load(&mut system, objects[40]), Ok(0));
    system.check().unwrap();
}

#[test]
fn a_wrong_answer_is_not_followed() {
    let mut system = tiny(16);
    let refused = Answer {
        status: Status::OutOfFrames,
        address: 0,
    };
    assert_eq!(system.request(Alloc, 8, Some(refused)).status, Status::Ok);
    let mut empty = tiny(0);
    let given = Answer {
        status: Status::Ok,
        address: BASE + 64,
    };
    assert_eq!(empty.request(Alloc, 8, Some(given)).status, Status::OutOfFrames);
}
