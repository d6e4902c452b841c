//! Each rule of docs/src/semantics.md, by name.

use memento_abi::{ArenaState, Event, Header, Operation, Status, PAPER, SOC32, TINY};
use memento_model::{EventCounts, HeaderBytes, List, Model, Outcome, PostedError, Refusing, Settings, SettingsError};
use Operation::{Alloc, Flush, Free, FreeWait};

const BASE: u64 = 1 << 28;
/// Objects in one arena of `TINY`.
const ARENA: usize = 64;

/// A `TINY` allocator whose classes may have `pages` pages each.
fn tiny(pages: u64, reuse_threshold: u32) -> Model {
    Model::new(
        TINY,
        Settings {
            region_base: BASE,
            slice_limit_pages: pages,
            reuse_threshold,
        },
    )
    .unwrap()
}

fn alloc(model: &mut Model, size: u64) -> u64 {
    let outcome = model.request(Alloc, size);
    assert_eq!(outcome.status, Status::Ok);
    outcome.address
}

fn fill(model: &mut Model, size: u64, objects: usize) -> Vec<u64> {
    (0..objects).map(|_| alloc(model, size)).collect()
}

fn free(model: &mut Model, address: u64) -> EventCounts {
    let outcome = model.request(FreeWait, address);
    assert_eq!(outcome.status, Status::Ok);
    outcome.events
}

fn free_all(model: &mut Model, addresses: &[u64]) {
    for &address in addresses {
        free(model, address);
    }
}

fn events(expected: &[Event]) -> EventCounts {
    expected.iter().copied().collect()
}

fn arena(model: &Model, class: u32, number: u64) -> u64 {
    let geometry = model.setup().geometry;
    geometry.arena_base(BASE, class, number * geometry.span_pages(class))
}

fn defined(model: &Model, base: u64) -> Header {
    match model.header_bytes(base) {
        HeaderBytes::Defined(header) => header,
        other => panic!("header at {base:#x} is {other:?}"),
    }
}

fn assert_refused(model: &mut Model, address: u64, status: Status) {
    let before = model.classes().to_vec();
    let waited = model.request(FreeWait, address);
    assert_eq!(
        waited,
        Outcome {
            status,
            address: 0,
            error: None,
            events: events(&[Event::Error])
        }
    );
    let posted = model.request(Free, address);
    let error = Some(PostedError { status, address });
    assert_eq!(
        posted,
        Outcome {
            status: Status::Ok,
            address: 0,
            error,
            events: events(&[Event::Error])
        }
    );
    assert_eq!(model.classes(), before);
}

// Alloc

#[test]
fn a_size_above_the_largest_class_is_too_large() {
    for (geometry, largest) in [(PAPER, 512), (SOC32, 512), (TINY, 128)] {
        let mut model = Model::new(geometry, Settings::whole_region(&geometry)).unwrap();
        assert_eq!(model.request(Alloc, largest).status, Status::Ok);
        for size in [largest + 1, u64::MAX] {
            let outcome = model.request(Alloc, size);
            assert_eq!((outcome.status, outcome.address), (Status::TooLarge, 0));
            assert_eq!(outcome.events, events(&[Event::Error]));
        }
    }
}

#[test]
fn size_zero_counts_as_one() {
    let mut model = tiny(16, 1);
    let first = alloc(&mut model, 0);
    assert_eq!(alloc(&mut model, 1), first + 8);
}

#[test]
fn objects_lie_behind_the_header_one_after_the_other() {
    let mut model = tiny(16, 1);
    // Class 3 (25..32 B) of TINY: slices of 16 MiB.
    let base = BASE + 3 * (16 << 20);
    // Behind the header and three colours of 128 B.
    let first = base + 64 + 3 * 128;
    assert_eq!(fill(&mut model, 30, 3), [first, first + 32, first + 64]);
}

#[test]
fn the_first_alloc_of_a_class_misses_and_the_second_hits() {
    let mut model = tiny(16, 1);
    assert_eq!(
        model.request(Alloc, 8).events,
        events(&[Event::AllocMiss, Event::ArenaNew])
    );
    assert_eq!(model.request(Alloc, 8).events, events(&[Event::AllocHit]));
    assert_eq!(
        model.request(Alloc, 16).events,
        events(&[Event::AllocMiss, Event::ArenaNew])
    );
}

#[test]
fn the_lowest_free_object_of_the_current_word_is_taken() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 20);
    free(&mut model, objects[17]);
    free(&mut model, objects[16]);
    free(&mut model, objects[3]);
    // Word 1 is current although object 3 of word 0 is free.
    assert_eq!(fill(&mut model, 8, 2), [objects[16], objects[17]]);
    assert_eq!(alloc(&mut model, 8), objects[19] + 8);
}

#[test]
fn when_the_current_word_fills_the_lowest_word_that_is_not_full_becomes_current() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 32);
    let last_of_word_2 = objects[31] + 16 * 8;
    free(&mut model, objects[20]);
    free(&mut model, objects[5]);
    assert_eq!(fill(&mut model, 8, 16).last(), Some(&last_of_word_2));
    assert_eq!(fill(&mut model, 8, 3), [objects[5], objects[20], last_of_word_2 + 8]);
}

#[test]
fn a_full_arena_keeps_its_current_word_and_a_free_makes_its_own_word_current() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, ARENA);
    assert_eq!(model.classes()[0].entry.unwrap().current_word, 3);
    free(&mut model, objects[20]);
    assert_eq!(model.classes()[0].entry.unwrap().current_word, 1);
    free(&mut model, objects[0]);
    assert_eq!(model.classes()[0].entry.unwrap().current_word, 1);
    assert_eq!(fill(&mut model, 8, 2), [objects[20], objects[0]]);
}

#[test]
fn a_miss_looks_first_on_the_available_list_and_takes_what_came_last() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 3 * ARENA);
    free(&mut model, objects[7]);
    free(&mut model, objects[ARENA + 9]);
    let outcome = model.request(Alloc, 8);
    assert_eq!(outcome.address, objects[ARENA + 9]);
    assert_eq!(
        outcome.events,
        events(&[Event::AllocMiss, Event::ListAvailablePop, Event::ListFullPush])
    );
    assert_eq!(alloc(&mut model, 8), objects[7]);
}

#[test]
fn a_miss_then_takes_the_arena_recycled_last() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 3 * ARENA);
    free_all(&mut model, &objects[..2 * ARENA]);
    let outcome = model.request(Alloc, 8);
    assert_eq!(outcome.address, objects[ARENA]);
    assert_eq!(
        outcome.events,
        events(&[Event::AllocMiss, Event::ArenaRecycled, Event::ListFullPush])
    );
}

#[test]
fn a_miss_prefers_an_available_arena_to_a_recycled_one() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 3 * ARENA);
    free(&mut model, objects[5]);
    free_all(&mut model, &objects[ARENA..2 * ARENA]);
    assert_eq!(alloc(&mut model, 8), objects[5]);
    assert_eq!(alloc(&mut model, 8), objects[ARENA]);
}

#[test]
fn never_used_arenas_come_in_address_order_up_to_the_limit() {
    let mut model = tiny(5, 1);
    // An arena of class 15 (128 B) takes 4 pages: one fits in 5, the other does not.
    assert_eq!(fill(&mut model, 128, ARENA)[0], arena(&model, 15, 0) + 64 + 3 * 128);
    assert_eq!(model.request(Alloc, 128).status, Status::OutOfMemory);
    // An arena of class 0 takes one page.
    let firsts: Vec<u64> = (0..5).map(|_| fill(&mut model, 8, ARENA)[0]).collect();
    assert_eq!(
        firsts,
        (0..5).map(|number| arena(&model, 0, number) + 64).collect::<Vec<_>>()
    );
    assert_eq!(model.request(Alloc, 8).status, Status::OutOfMemory);
}

#[test]
fn out_of_memory_changes_nothing_and_the_exhausted_arena_stays_in_the_table() {
    let mut model = tiny(1, 1);
    let objects = fill(&mut model, 8, ARENA);
    let before = model.classes().to_vec();
    let outcome = model.request(Alloc, 8);
    assert_eq!((outcome.status, outcome.address), (Status::OutOfMemory, 0));
    assert_eq!(outcome.events, events(&[Event::Error]));
    assert_eq!(model.classes(), before);
    assert_eq!(free(&mut model, objects[40]), events(&[Event::FreeHit]));
    assert_eq!(alloc(&mut model, 8), objects[40]);
}

#[test]
fn before_out_of_memory_the_first_full_arena_with_a_hole_is_taken() {
    let mut model = tiny(4, 16);
    let objects = fill(&mut model, 8, 4 * ARENA);
    // The full list, from its head: arenas 2, 1, 0; holes in 1 and 0.
    free(&mut model, objects[3]);
    free(&mut model, objects[ARENA + 50]);
    let outcome = model.request(Alloc, 8);
    assert_eq!(outcome.address, objects[ARENA + 50]);
    assert_eq!(
        outcome.events,
        events(&[Event::AllocMiss, Event::ListFullTake, Event::ListFullPush])
    );
    assert_eq!(
        model.classes()[0].walk(List::Full).collect::<Vec<_>>(),
        [3, 2, 0].map(|n| arena(&model, 0, n))
    );
    assert_eq!(alloc(&mut model, 8), objects[3]);
    assert_eq!(model.request(Alloc, 8).status, Status::OutOfMemory);
}

#[test]
fn an_arena_found_starts_at_its_lowest_word_with_a_free_object() {
    let mut model = tiny(16, 2);
    let objects = fill(&mut model, 8, 2 * ARENA);
    free(&mut model, objects[60]);
    free(&mut model, objects[33]);
    assert_eq!(fill(&mut model, 8, 2), [objects[33], objects[60]]);
}

// Free

#[test]
fn an_address_outside_the_region_is_not_ours() {
    let mut model = tiny(16, 1);
    alloc(&mut model, 8);
    for address in [0, 8, BASE - 8, BASE - 1, 2 * BASE, 2 * BASE + 64, BASE | 1 << 31] {
        assert_refused(&mut model, address, Status::NotOurs);
    }
}

#[test]
fn an_address_in_a_header_is_a_bad_pointer() {
    let mut model = tiny(16, 1);
    let first = alloc(&mut model, 8);
    for offset in 1..=64 {
        assert_refused(&mut model, first - offset, Status::BadPointer);
    }
}

#[test]
fn an_address_inside_an_object_is_a_bad_pointer() {
    let mut model = tiny(16, 1);
    let first = fill(&mut model, 24, 2)[0];
    for offset in (1..48).filter(|offset| offset % 24 != 0) {
        assert_refused(&mut model, first + offset, Status::BadPointer);
    }
}

#[test]
fn an_address_behind_the_last_object_is_a_bad_pointer() {
    let mut model = tiny(16, 1);
    let last = *fill(&mut model, 24, ARENA).last().unwrap();
    assert_refused(&mut model, last + 24, Status::BadPointer);
    free(&mut model, last);
}

#[test]
fn an_arena_that_was_never_handed_out_is_a_bad_pointer() {
    let mut model = tiny(16, 1);
    let first = alloc(&mut model, 8);
    assert_refused(&mut model, first + 4096, Status::BadPointer);
    let other_class = arena(&model, 7, 0) + 64 + 3 * 128;
    assert_refused(&mut model, other_class, Status::BadPointer);
}

#[test]
fn freeing_twice_is_a_double_free_in_the_table_in_a_list_and_when_recycled() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 3 * ARENA);
    for object in [objects[3 * ARENA - 1], objects[0]] {
        free(&mut model, object);
        assert_refused(&mut model, object, Status::DoubleFree);
    }
    free_all(&mut model, &objects[ARENA..2 * ARENA]);
    assert_refused(&mut model, objects[ARENA], Status::DoubleFree);
}

#[test]
fn a_hit_keeps_an_empty_arena_in_the_table() {
    let mut model = tiny(16, 1);
    let object = alloc(&mut model, 8);
    assert_eq!(free(&mut model, object), events(&[Event::FreeHit]));
    let outcome = model.request(Alloc, 8);
    assert_eq!((outcome.address, outcome.events), (object, events(&[Event::AllocHit])));
}

#[test]
fn a_full_arena_becomes_available_at_the_threshold() {
    let mut model = tiny(16, 4);
    let objects = fill(&mut model, 8, 2 * ARENA);
    for &object in &objects[..3] {
        assert_eq!(free(&mut model, object), events(&[Event::FreeMiss]));
    }
    assert_eq!(
        free(&mut model, objects[3]),
        events(&[Event::FreeMiss, Event::ListFullToAvailable])
    );
    assert_eq!(free(&mut model, objects[4]), events(&[Event::FreeMiss]));
}

#[test]
fn a_threshold_of_zero_means_one() {
    for threshold in [0, 1] {
        let mut model = tiny(16, threshold);
        let objects = fill(&mut model, 8, 2 * ARENA);
        assert_eq!(
            free(&mut model, objects[0]),
            events(&[Event::FreeMiss, Event::ListFullToAvailable])
        );
    }
}

#[test]
fn an_arena_that_becomes_empty_is_recycled_from_the_available_list() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 2 * ARENA);
    free_all(&mut model, &objects[1..ARENA]);
    assert_eq!(
        free(&mut model, objects[0]),
        events(&[Event::FreeMiss, Event::ListEmptyUnlink])
    );
    assert_eq!(model.classes()[0].heads, [0, 0, arena(&model, 0, 0)]);
    assert_eq!((model.usage().arenas, model.usage().arenas_peak), (1, 2));
}

#[test]
fn an_arena_that_becomes_empty_is_recycled_from_the_full_list() {
    // A threshold above the arena's objects is never met.
    let mut model = tiny(16, 1000);
    let objects = fill(&mut model, 8, 2 * ARENA);
    free_all(&mut model, &objects[1..ARENA]);
    assert_eq!(model.classes()[0].head(List::Full), Some(arena(&model, 0, 0)));
    assert_eq!(
        free(&mut model, objects[0]),
        events(&[Event::FreeMiss, Event::ListEmptyUnlink])
    );
    assert_eq!(model.classes()[0].heads, [0, 0, arena(&model, 0, 0)]);
}

// Headers in memory

#[test]
fn headers_on_lists_have_exact_bytes() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 4 * ARENA);
    let [a, b, c] = [0, 1, 2].map(|number| arena(&model, 0, number));
    // The full list is c, b, a; taking an object out of b leaves c, a.
    free(&mut model, objects[ARENA + 17]);
    let full = |va, next, prev| Header {
        va,
        next,
        prev,
        summary: 0xF,
        live: 64,
        bypass: 63,
        class: 0,
        state: ArenaState::Full,
        bitmap: [u64::MAX, 0, 0, 0],
    };
    assert_eq!(defined(&model, a), full(a, 0, c));
    assert_eq!(defined(&model, c), full(c, a, 0));
    let available = Header {
        summary: 0xD,
        live: 63,
        state: ArenaState::Available,
        bitmap: [!(1 << 17), 0, 0, 0],
        ..full(b, 0, 0)
    };
    assert_eq!(defined(&model, b), available);
    assert_eq!(model.headers().count(), 3);
}

#[test]
fn a_recycled_arena_has_no_header_and_its_mark_names_the_next() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 16, 3 * ARENA);
    free_all(&mut model, &objects[..2 * ARENA]);
    let [a, b] = [0, 1].map(|number| arena(&model, 1, number));
    for base in [a, b] {
        assert_eq!(model.header_bytes(base), HeaderBytes::NoFrame);
    }
    assert_eq!(model.classes()[1].marks, [(a, 0), (b, a)].into());
    // Handed out again, it starts as a never-used arena does: behind the header and one colour.
    assert_eq!(alloc_with_full_table(&mut model), b + 64 + 128);
    model.request(Flush, 0);
    assert_eq!(defined(&model, b).live, 1);
    assert_eq!(model.classes()[1].marks, [(a, 0)].into());
}

/// Allocates from class 1 of [`tiny`] when its arena in the table is exhausted.
fn alloc_with_full_table(model: &mut Model) -> u64 {
    let outcome = model.request(Alloc, 16);
    assert_eq!(
        outcome.events,
        events(&[Event::AllocMiss, Event::ArenaRecycled, Event::ListFullPush])
    );
    outcome.address
}

// Frames

fn alloc_with(model: &mut Model, frames: &mut Refusing) -> Outcome {
    model.request_with(frames, Alloc, 8)
}

#[test]
fn only_arenas_handed_out_from_the_page_allocator_are_backed() {
    let (mut model, mut frames) = (tiny(16, 1), Refusing::default());
    let objects: Vec<u64> = (0..3 * ARENA)
        .map(|_| alloc_with(&mut model, &mut frames).address)
        .collect();
    let bases = [0, 1, 2].map(|number| arena(&model, 0, number));
    assert_eq!(frames.backed, bases);
    // From the available list nothing is backed, from the recycled list it is.
    model.request_with(&mut frames, FreeWait, objects[5]);
    assert_eq!(alloc_with(&mut model, &mut frames).address, objects[5]);
    for &object in &objects[ARENA..2 * ARENA] {
        model.request_with(&mut frames, FreeWait, object);
    }
    assert_eq!(frames.released, [bases[1]]);
    assert_eq!(alloc_with(&mut model, &mut frames).address, objects[ARENA]);
    assert_eq!(frames.backed[3..], [bases[1]]);
}

#[test]
fn without_a_frame_an_alloc_is_out_of_frames_and_changes_nothing() {
    let mut model = tiny(2, 1);
    let objects = fill(&mut model, 8, ARENA);
    let mut frames = Refusing::default();
    frames.refused.insert(arena(&model, 0, 1));
    let before = model.classes().to_vec();
    let outcome = alloc_with(&mut model, &mut frames);
    assert_eq!((outcome.status, outcome.address), (Status::OutOfFrames, 0));
    assert_eq!(outcome.events, events(&[Event::Error]));
    assert_eq!(model.classes(), before);
    // With frames the alloc succeeds; with the slice used up the answer is out of memory, frames or not.
    assert_eq!(alloc(&mut model, 8), objects[0] + 4096);
    fill(&mut model, 8, ARENA - 1);
    assert_eq!(alloc_with(&mut model, &mut frames).status, Status::OutOfMemory);
}

#[test]
fn a_recycled_arena_without_a_frame_is_passed_over() {
    let mut model = tiny(4, 1000);
    let objects = fill(&mut model, 8, 3 * ARENA);
    free_all(&mut model, &objects[..ARENA]);
    free(&mut model, objects[ARENA + 3]);
    let [a, _, _, d] = [0, 1, 2, 3].map(|number| arena(&model, 0, number));
    let mut frames = Refusing::default();
    frames.refused.insert(a);
    // A never-used arena that can be backed comes next, then a full one with a hole, then it is out of frames.
    assert_eq!(alloc_with(&mut model, &mut frames).address, d + 64);
    fill(&mut model, 8, ARENA - 1);
    let outcome = alloc_with(&mut model, &mut frames);
    assert_eq!(outcome.address, objects[ARENA + 3]);
    assert_eq!(outcome.events[Event::ListFullTake], 1);
    assert_eq!(alloc_with(&mut model, &mut frames).status, Status::OutOfFrames);
    assert_eq!(model.classes()[0].head(List::Recycled), Some(a));
}

#[test]
fn a_header_in_the_table_is_defined_from_a_flush_to_the_next_change() {
    let mut model = tiny(16, 1);
    let object = alloc(&mut model, 40);
    let base = arena(&model, 4, 0);
    assert_eq!(model.header_bytes(base), HeaderBytes::NotDefined);
    assert_eq!(
        model.request(Flush, 0),
        Outcome {
            status: Status::Ok,
            address: 0,
            error: None,
            events: events(&[])
        }
    );
    let flushed = defined(&model, base);
    let expected = Header {
        va: base,
        next: 0,
        prev: 0,
        summary: 0,
        live: 1,
        bypass: 0,
        class: 4,
        state: ArenaState::Hot,
        bitmap: [1, 0, 0, 0],
    };
    assert_eq!(flushed, expected);
    assert_refused(&mut model, object + 40, Status::DoubleFree);
    assert_eq!(defined(&model, base), flushed);
    free(&mut model, object);
    assert_eq!(model.header_bytes(base), HeaderBytes::NotDefined);
    model.request(Flush, 0);
    assert_eq!(defined(&model, base).live, 0);
    alloc(&mut model, 40);
    assert_eq!(model.header_bytes(base), HeaderBytes::NotDefined);
}

#[test]
fn an_arena_taken_from_a_list_is_not_defined_until_flushed() {
    let mut model = tiny(16, 1);
    let objects = fill(&mut model, 8, 2 * ARENA);
    model.request(Flush, 0);
    free(&mut model, objects[0]);
    assert_eq!(alloc(&mut model, 8), objects[0]);
    assert_eq!(model.header_bytes(arena(&model, 0, 0)), HeaderBytes::NotDefined);
    model.request(Flush, 0);
    assert_eq!(defined(&model, arena(&model, 0, 0)).state, ArenaState::Hot);
}

#[test]
fn nothing_is_written_outside_the_arenas_handed_out() {
    let mut model = tiny(16, 1);
    alloc(&mut model, 8);
    model.request(Flush, 0);
    for address in [0, BASE + 8, BASE + 64, BASE + 4096, arena(&model, 1, 0), 2 * BASE] {
        assert_eq!(model.header_bytes(address), HeaderBytes::NeverWritten, "{address:#x}");
    }
}

// Reset, settings, errors of memory

#[test]
fn reset_forgets_all_arenas() {
    let mut model = tiny(16, 1);
    let object = fill(&mut model, 8, 100)[0];
    model.reset();
    assert_refused(&mut model, object, Status::BadPointer);
    assert_eq!(model.header_bytes(arena(&model, 0, 0)), HeaderBytes::NeverWritten);
    assert_eq!(alloc(&mut model, 8), object);
    assert_eq!(model.usage().arenas_peak, 1);
}

#[test]
fn limit_and_threshold_may_change_and_invariants_still_hold() {
    let mut model = tiny(16, 16);
    let objects = fill(&mut model, 8, 2 * ARENA);
    free_all(&mut model, &objects[..10]);
    let lower = Settings {
        region_base: BASE,
        slice_limit_pages: 1,
        reuse_threshold: 2,
    };
    model.set_settings(lower).unwrap();
    model.check().unwrap();
    // Nothing moves by itself; the next free finds the threshold met.
    assert_eq!(model.classes()[0].head(List::Available), None);
    assert_eq!(
        free(&mut model, objects[10]),
        events(&[Event::FreeMiss, Event::ListFullToAvailable])
    );
    assert_eq!(fill(&mut model, 8, 11), objects[..11]);
    assert_eq!(model.request(Alloc, 8).status, Status::OutOfMemory);
    model.check().unwrap();
}

#[test]
fn settings_that_cannot_be_are_refused_in_words() {
    let good = Settings::whole_region(&TINY);
    let refused = |settings| Model::new(TINY, settings).unwrap_err();
    let limit = Settings {
        slice_limit_pages: TINY.slice_pages() + 1,
        ..good
    };
    assert_eq!(
        refused(Settings { region_base: 0, ..good }),
        SettingsError::RegionAtZero
    );
    assert_eq!(
        refused(Settings {
            region_base: BASE + 4096,
            ..good
        })
        .to_string(),
        "region base 0x10001000 is not a multiple of the region's 0x10000000 bytes; align it"
    );
    assert!(matches!(
        refused(Settings {
            region_base: 1 << 32,
            ..good
        }),
        SettingsError::RegionBeyondAddresses { address_bits: 32, .. }
    ));
    assert!(matches!(refused(limit), SettingsError::LimitAboveSlice { .. }));
    let mut model = Model::new(TINY, good).unwrap();
    let moved = Settings {
        region_base: 2 * BASE,
        ..good
    };
    assert!(matches!(
        model.set_settings(moved),
        Err(SettingsError::RegionMoved { .. })
    ));
    model.reset_with(moved).unwrap();
    assert_eq!(alloc(&mut model, 8), 2 * BASE + 64);
}

#[test]
fn a_read_error_is_reported_as_the_operation_reports_errors() {
    let posted = Outcome::bus_error(Free, 0x40);
    assert_eq!((posted.status, posted.result()), (Status::Ok, Status::BusError));
    assert_eq!(
        posted.error,
        Some(PostedError {
            status: Status::BusError,
            address: 0x40
        })
    );
    let waited = Outcome::bus_error(Alloc, 8);
    assert_eq!(
        (waited.status, waited.address, waited.error),
        (Status::BusError, 0, None)
    );
    assert_eq!(waited.events, events(&[Event::Error]));
}
