//! The invariants of `memento_abi::INVARIANTS`, each as one function that any test may call. I13 and up, which are about
//! pages, frames and contexts, are in [`pages`].
//!
//! A function gets the state of one class (slices do not overlap, so no invariant but I12 spans classes) and, on a
//! violation, returns the values that show it. The settings it is given are the highest in force since reset.

pub mod pages;

use crate::{bits, ClassState, List, Model, Outcome, Setup};
use memento_abi::{ArenaState, Header, Status, HEADER_BYTES, INVARIANTS};
use std::collections::{BTreeMap, HashSet};
use std::fmt;

/// What holds, or the values that show that it does not.
pub type Check = Result<(), String>;

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Id of the invariant.
    pub id: &'static str,
    /// The invariant in words.
    pub text: &'static str,
    /// What was found instead.
    pub values: String,
}

impl Violation {
    fn new(id: &'static str, values: String) -> Violation {
        let text = INVARIANTS
            .iter()
            .find(|invariant| invariant.id == id)
            .map_or("", |invariant| invariant.text);
        Violation { id, text, values }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "invariant {} does not hold: {} ({})",
            self.id, self.values, self.text
        )
    }
}

impl std::error::Error for Violation {}

/// Checks one invariant on one class.
pub type ClassCheck = fn(&Setup, &ClassState) -> Check;

/// I1..I11 by id. (I12 compares two states: [`i12_an_error_changes_nothing`].)
pub const CLASS_CHECKS: [(&str, ClassCheck); 11] = [
    ("I1", i1_every_arena_is_in_one_place),
    ("I2", i2_live_counts_the_bitmap),
    ("I3", i3_no_two_live_objects_overlap),
    ("I4", i4_summary_marks_the_full_words),
    ("I5", i5_lists_are_doubly_linked),
    ("I6", i6_headers_name_their_place),
    ("I7", i7_available_arenas_have_live_and_free_objects),
    ("I8", i8_full_arenas_are_below_the_threshold),
    ("I9", i9_the_current_word_has_a_free_object),
    ("I10", i10_the_allocation_pointer_is_in_bounds),
    ("I11", i11_recycled_arenas_have_marks_alone),
];

/// Checks I1..I11 on one class.
///
/// # Errors
/// The first that does not hold.
pub fn check_class(highest: &Setup, state: &ClassState) -> Result<(), Violation> {
    CLASS_CHECKS.iter().try_for_each(|(id, check)| {
        check(highest, state).map_err(|values| Violation::new(id, format!("class {}: {values}", state.class)))
    })
}

/// Checks I12 on the states before and after a request.
///
/// # Errors
/// The request failed and something changed.
pub fn check_error_changed_nothing(before: &Model, after: &Model, outcome: &Outcome) -> Result<(), Violation> {
    i12_an_error_changes_nothing(before.classes(), after.classes(), outcome.result())
        .map_err(|values| Violation::new("I12", values))
}

/// The headers of all arenas, the one in the table included, with their base addresses.
fn all_headers(state: &ClassState) -> impl Iterator<Item = (u64, &Header)> {
    let hot = state.entry.as_ref().map(|entry| (entry.header.va, &entry.header));
    hot.into_iter()
        .chain(state.headers.iter().map(|(&base, header)| (base, header)))
}

/// The arenas of `list` whose headers are known. (A link to anything else is I1's to find.)
fn arenas(state: &ClassState, list: List) -> impl Iterator<Item = (u64, &Header)> {
    state
        .walk(list)
        .filter_map(|base| Some((base, state.headers.get(&base)?)))
}

/// Turns a condition into a [`Check`].
fn holds(condition: bool, values: impl FnOnce() -> String) -> Check {
    condition.then_some(()).ok_or_else(values)
}

/// I1: every arena below the allocation pointer is in exactly one place, and no other arena is anywhere.
pub fn i1_every_arena_is_in_one_place(setup: &Setup, state: &ClassState) -> Check {
    let Setup { geometry, settings } = setup;
    let mut places: BTreeMap<u64, usize> = (0..state.allocation_pointer)
        .step_by(geometry.span_pages(state.class) as usize)
        .map(|page| (geometry.arena_base(settings.region_base, state.class, page), 0))
        .collect();
    let hot = state.entry.iter().map(|entry| entry.header.va);
    for base in hot.chain(List::ALL.into_iter().flat_map(|list| state.walk(list))) {
        match places.get_mut(&base) {
            Some(count) => *count += 1,
            None => {
                return Err(format!(
                    "{base:#x} is in a list or in the table, but no arena was handed out there"
                ))
            }
        }
    }
    for (&base, &count) in &places {
        holds(count == 1, || format!("arena {base:#x} is in {count} places"))?;
    }
    match state.headers.keys().find(|base| !places.contains_key(base)) {
        Some(base) => Err(format!("a header lies at {base:#x}, but no arena was handed out there")),
        None => Ok(()),
    }
}

/// I2: `live` is the number of ones in the bitmap, and no bit beyond the arena's objects is set.
pub fn i2_live_counts_the_bitmap(setup: &Setup, state: &ClassState) -> Check {
    all_headers(state).try_for_each(|(base, header)| {
        let ones: u32 = header.bitmap.iter().map(|beat| beat.count_ones()).sum();
        holds(u32::from(header.live) == ones, || {
            format!(
                "arena {base:#x} counts {} live objects, but its bitmap has {ones} ones",
                header.live
            )
        })?;
        let beyond = bits::allocated(header).find(|&index| index >= setup.geometry.objects_per_arena);
        beyond.map_or(Ok(()), |index| {
            Err(format!("arena {base:#x} has bit {index} set, beyond its last object"))
        })
    })
}

/// I3: no two live objects overlap, no live object overlaps a header, and all lie in the class's slice.
pub fn i3_no_two_live_objects_overlap(setup: &Setup, state: &ClassState) -> Check {
    let geometry = &setup.geometry;
    let object_bytes = geometry.object_bytes(state.class);
    let headers = all_headers(state).map(|(base, _)| (base, base + HEADER_BYTES));
    let objects = state
        .live_objects(setup)
        .map(|address| (address, address + object_bytes));
    let mut taken: Vec<(u64, u64)> = headers.chain(objects).collect();
    taken.sort_unstable();
    for pair in taken.windows(2) {
        let ((start, end), (next, _)) = (pair[0], pair[1]);
        holds(end <= next, || {
            format!("what lies at {start:#x}..{end:#x} overlaps what starts at {next:#x}")
        })?;
    }
    let slice = geometry.slice_base(setup.settings.region_base, state.class);
    let slice_end = slice + (1 << geometry.slice_bits());
    match taken.iter().find(|&&(start, end)| start < slice || end > slice_end) {
        Some((start, end)) => Err(format!(
            "what lies at {start:#x}..{end:#x} is outside {slice:#x}..{slice_end:#x}"
        )),
        None => Ok(()),
    }
}

/// I4: bit w of the summary is 1 exactly when every object of word w is allocated.
pub fn i4_summary_marks_the_full_words(setup: &Setup, state: &ClassState) -> Check {
    all_headers(state).try_for_each(|(base, header)| {
        let words = (0..setup.geometry.words()).filter(|&word| bits::word(header, word) == u16::MAX);
        let summary = words.fold(0u16, |summary, word| summary | 1 << word);
        holds(header.summary == summary, || {
            format!(
                "arena {base:#x} has summary {:#06x}; its bitmap makes {summary:#06x}",
                header.summary
            )
        })
    })
}

/// I5: the available and the full list are doubly linked, and no list has a cycle.
///
/// The recycled list is linked one way, by marks.
pub fn i5_lists_are_doubly_linked(_setup: &Setup, state: &ClassState) -> Check {
    for list in List::ALL {
        let mut seen = HashSet::new();
        let mut before = 0;
        for base in state.walk(list) {
            holds(seen.insert(base), || {
                format!("the {list:?} list comes back to {base:#x}")
            })?;
            let prev = state.headers.get(&base).filter(|_| list != List::Recycled);
            holds(prev.is_none_or(|header| header.prev == before), || {
                format!("arena {base:#x} of the {list:?} list does not have {before:#x} as its prev")
            })?;
            before = base;
        }
    }
    Ok(())
}

/// I6: a header's state names the list it is on, its `va` is its own base and its `class` is its slice's.
pub fn i6_headers_name_their_place(setup: &Setup, state: &ClassState) -> Check {
    let Setup { geometry, settings } = setup;
    for (base, header) in all_headers(state) {
        holds(header.va == base, || {
            format!("the header at {base:#x} has va {:#x}", header.va)
        })?;
        holds(u32::from(header.class) == state.class, || {
            format!(
                "the header at {base:#x} has class {}, not {}",
                header.class, state.class
            )
        })?;
        let in_slice = geometry.in_region(settings.region_base, base) && geometry.class_at(base) == state.class;
        holds(in_slice, || {
            format!("{base:#x} is outside the slice of class {}", state.class)
        })?;
    }
    let hot = state
        .entry
        .iter()
        .map(|entry| (entry.header.va, &entry.header, ArenaState::Hot));
    let listed = [List::Available, List::Full]
        .into_iter()
        .flat_map(|list| arenas(state, list).map(move |(base, header)| (base, header, list.state())));
    hot.chain(listed).try_for_each(|(base, header, place)| {
        holds(header.state == place, || {
            format!("arena {base:#x} has state {:?} but is {place:?}", header.state)
        })
    })
}

/// I7: an available arena has at least one live and at least one free object.
pub fn i7_available_arenas_have_live_and_free_objects(setup: &Setup, state: &ClassState) -> Check {
    arenas(state, List::Available).try_for_each(|(base, header)| {
        let free = bits::free_objects(header, &setup.geometry);
        holds(header.live >= 1 && free >= 1, || {
            format!(
                "available arena {base:#x} has {} live and {free} free objects",
                header.live
            )
        })
    })
}

/// I8: a full arena has at least one live object and fewer free ones than the highest threshold since reset.
pub fn i8_full_arenas_are_below_the_threshold(highest: &Setup, state: &ClassState) -> Check {
    let threshold = highest.settings.effective_threshold();
    arenas(state, List::Full).try_for_each(|(base, header)| {
        let free = bits::free_objects(header, &highest.geometry);
        holds(header.live >= 1 && free < threshold, || {
            format!(
                "full arena {base:#x} has {} live and {free} free objects; threshold {threshold}",
                header.live
            )
        })
    })
}

/// I9: the current word is not full unless every word is.
pub fn i9_the_current_word_has_a_free_object(setup: &Setup, state: &ClassState) -> Check {
    state.entry.iter().try_for_each(|entry| {
        let words = setup.geometry.words();
        let word = entry.current_word;
        holds(word < words, || format!("current word {word} of {words}"))?;
        let current_is_full = bits::word(&entry.header, word) == u16::MAX;
        let every_is_full = (0..words).all(|word| bits::word(&entry.header, word) == u16::MAX);
        holds(!current_is_full || every_is_full, || {
            format!(
                "current word {word} of arena {:#x} is full, others are not",
                entry.header.va
            )
        })
    })
}

/// I10: the allocation pointer is a multiple of the span and not above the highest limit since reset.
pub fn i10_the_allocation_pointer_is_in_bounds(highest: &Setup, state: &ClassState) -> Check {
    let (pointer, span) = (state.allocation_pointer, highest.geometry.span_pages(state.class));
    let limit = highest.settings.slice_limit_pages;
    holds(pointer % span == 0 && pointer <= limit, || {
        format!("allocation pointer at page {pointer}, span {span} pages, limit {limit} pages")
    })
}

/// I11: a recycled arena has a mark and no header, any other arena on a list a header and no mark.
pub fn i11_recycled_arenas_have_marks_alone(_setup: &Setup, state: &ClassState) -> Check {
    let listed: BTreeMap<u64, List> = List::ALL
        .into_iter()
        .flat_map(|list| state.walk(list).map(move |base| (base, list)))
        .collect();
    for (base, list) in &listed {
        let (header, mark) = (state.headers.contains_key(base), state.marks.contains_key(base));
        let recycled = *list == List::Recycled;
        holds((header, mark) == (!recycled, recycled), || {
            format!("arena {base:#x} of the {list:?} list: header {header}, mark {mark}")
        })?;
    }
    match state.marks.keys().find(|base| !listed.contains_key(base)) {
        Some(base) => Err(format!("{base:#x} has a mark, but is on no list")),
        None => Ok(()),
    }
}

/// I12: a request that ends with an error changes no header, list, pointer or table entry.
pub fn i12_an_error_changes_nothing(before: &[ClassState], after: &[ClassState], result: Status) -> Check {
    if result == Status::Ok {
        return Ok(());
    }
    match before.iter().zip(after).find(|(before, after)| before != after) {
        Some((before, after)) => Err(format!("{result:?} turned {before:x?} into {after:x?}")),
        None => Ok(()),
    }
}
