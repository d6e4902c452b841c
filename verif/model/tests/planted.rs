//! Every check finds what it is there to find: a state that breaks an invariant on purpose is refused by that
//! invariant's own function, and by the check of the whole class.

use memento_abi::{ArenaState, Operation, Status, INVARIANTS, TINY};
use memento_model::{invariants, ClassState, List, Model, Settings, Setup};

const ARENA: usize = 64;
const SIZE: u64 = 16;
const CLASS: usize = 1;

/// Class 1 with two arenas on the full, two on the available and two on the recycled list, and one in the table.
fn every_place_used() -> Model {
    let settings = Settings {
        slice_limit_pages: 20,
        reuse_threshold: 4,
        ..Settings::whole_region(&TINY)
    };
    let mut model = Model::new(TINY, settings).unwrap();
    let objects: Vec<u64> = (0..6 * ARENA + 20)
        .map(|_| model.request(Operation::Alloc, SIZE).address)
        .collect();
    let frees = [
        0..ARENA,
        ARENA..2 * ARENA,
        2 * ARENA..2 * ARENA + 4,
        3 * ARENA..3 * ARENA + 5,
    ];
    for object in frees.into_iter().flatten().map(|index| objects[index]) {
        assert_eq!(model.request(Operation::FreeWait, object).status, Status::Ok);
    }
    model
}

fn walk(state: &ClassState, list: List) -> Vec<u64> {
    state.walk(list).collect()
}

/// Breaks the state with `plant` and expects the invariant called `id` to say so.
fn plant(id: &str, plant: impl FnOnce(&mut ClassState)) {
    let model = every_place_used();
    let setup: Setup = *model.setup();
    let mut state = model.classes()[CLASS].clone();
    invariants::check_class(&setup, &state).unwrap();
    for list in List::ALL {
        assert_eq!(state.walk(list).count(), 2, "{list:?}");
    }
    plant(&mut state);
    let (_, check) = invariants::CLASS_CHECKS.iter().find(|(known, _)| *known == id).unwrap();
    assert!(check(&setup, &state).is_err(), "{id} did not notice");
    let violation = invariants::check_class(&setup, &state).unwrap_err();
    assert!(INVARIANTS
        .iter()
        .any(|invariant| invariant.id == violation.id && invariant.text == violation.text));
}

#[test]
fn every_invariant_of_the_list_has_its_check() {
    let checked: Vec<&str> = invariants::CLASS_CHECKS
        .iter()
        .map(|(id, _)| *id)
        .chain(["I12"])
        .chain(invariants::pages::CONTEXT_CHECKS.iter().map(|(id, _)| *id))
        .chain(["I20", "I21", "I22"])
        .collect();
    assert_eq!(
        checked,
        INVARIANTS.iter().map(|invariant| invariant.id).collect::<Vec<_>>()
    );
}

#[test]
fn i1_finds_a_lost_arena() {
    plant("I1", |state| state.heads[List::Full as usize] = 0);
    plant("I1", |state| state.entry = None);
    plant("I1", |state| {
        state.heads[List::Recycled as usize] = walk(state, List::Recycled)[1]
    });
}

#[test]
fn i1_finds_an_arena_in_two_places() {
    plant("I1", |state| {
        let listed = walk(state, List::Available)[0];
        state.entry.as_mut().unwrap().header.va = listed;
    });
    plant("I1", |state| {
        let (full, available) = (walk(state, List::Full), walk(state, List::Available));
        state.headers.get_mut(&full[1]).unwrap().next = available[0];
    });
}

#[test]
fn i1_finds_an_arena_above_the_allocation_pointer() {
    plant("I1", |state| state.allocation_pointer -= 1);
    plant("I1", |state| {
        let last = walk(state, List::Full)[1];
        state.headers.get_mut(&last).unwrap().next = 0xDEAD_B000;
    });
    plant("I1", |state| {
        let header = *state.headers.values().next().unwrap();
        state.headers.insert(0xDEAD_B000, header);
    });
}

#[test]
fn i2_finds_a_wrong_live_count() {
    plant("I2", |state| state.entry.as_mut().unwrap().header.live += 1);
    plant("I2", |state| state.headers.values_mut().next().unwrap().live ^= 1);
}

#[test]
fn i2_finds_a_bit_beyond_the_objects() {
    plant("I2", |state| {
        let header = &mut state.entry.as_mut().unwrap().header;
        header.bitmap[1] = 1;
        header.live += 1;
    });
}

#[test]
fn i3_finds_objects_that_overlap() {
    plant("I3", |state| {
        let header = *state.headers.values().find(|header| header.live == 64).unwrap();
        state.headers.insert(header.va + 512, header);
    });
    plant("I3", |state| {
        let listed = walk(state, List::Full)[0];
        state.entry.as_mut().unwrap().header.va = listed;
    });
}

#[test]
fn i3_finds_an_object_outside_the_slice() {
    plant("I3", |state| {
        state.entry.as_mut().unwrap().header.va -= 1 << TINY.slice_bits()
    });
}

#[test]
fn i4_finds_a_summary_bit_that_lies() {
    plant("I4", |state| state.entry.as_mut().unwrap().header.summary ^= 1);
    plant("I4", |state| {
        let full = walk(state, List::Full)[0];
        state.headers.get_mut(&full).unwrap().summary ^= 4;
    });
    plant("I4", |state| {
        state.headers.values_mut().next().unwrap().summary |= 1 << 15
    });
}

#[test]
fn i5_finds_wrong_links_back() {
    plant("I5", |state| {
        let full = walk(state, List::Full);
        state.headers.get_mut(&full[0]).unwrap().prev = full[1];
    });
    plant("I5", |state| {
        let available = walk(state, List::Available);
        state.headers.get_mut(&available[1]).unwrap().prev = 0;
    });
}

#[test]
fn i5_finds_a_cycle() {
    for list in List::ALL {
        plant("I5", |state| {
            let arenas = walk(state, list);
            if list == List::Recycled {
                state.marks.insert(arenas[1], arenas[0]);
                return;
            }
            state.headers.get_mut(&arenas[1]).unwrap().next = arenas[0];
            // The links back are made to fit, so that only the cycle is wrong.
            state.headers.get_mut(&arenas[0]).unwrap().prev = arenas[1];
        });
    }
}

#[test]
fn i6_finds_a_header_that_names_another_place() {
    plant("I6", |state| state.headers.values_mut().next().unwrap().va += 8);
    plant("I6", |state| state.headers.values_mut().next().unwrap().class = 2);
    plant("I6", |state| state.entry.as_mut().unwrap().header.class = 2);
    plant("I6", |state| {
        state.entry.as_mut().unwrap().header.state = ArenaState::Full
    });
    plant("I6", |state| {
        let full = walk(state, List::Full)[1];
        state.headers.get_mut(&full).unwrap().state = ArenaState::Available;
    });
    plant("I6", |state| {
        state.entry.as_mut().unwrap().header.va += 1 << TINY.slice_bits()
    });
}

#[test]
fn i7_finds_an_available_arena_that_is_empty_or_full() {
    for (live, bitmap) in [(0, 0), (64, u64::MAX)] {
        plant("I7", |state| {
            let available = walk(state, List::Available)[1];
            let header = state.headers.get_mut(&available).unwrap();
            (header.live, header.bitmap[0]) = (live, bitmap);
        });
    }
}

#[test]
fn i8_finds_a_full_arena_that_is_empty_or_beyond_the_threshold() {
    for live in [0, 60] {
        plant("I8", |state| {
            let full = walk(state, List::Full)[1];
            state.headers.get_mut(&full).unwrap().live = live;
        });
    }
}

#[test]
fn i9_finds_a_current_word_without_a_free_object() {
    // Word 0 of the arena in the table is full, word 1 is not.
    plant("I9", |state| state.entry.as_mut().unwrap().current_word = 0);
    plant("I9", |state| state.entry.as_mut().unwrap().current_word = 4);
}

#[test]
fn i10_finds_an_allocation_pointer_out_of_bounds() {
    plant("I10", |state| state.allocation_pointer = 21);
    let setup = *every_place_used().setup();
    // An arena of class 15 takes 4 pages.
    let mut state = ClassState::new(15);
    state.allocation_pointer = 6;
    assert!(invariants::i10_the_allocation_pointer_is_in_bounds(&setup, &state).is_err());
}

#[test]
fn i11_finds_a_recycled_arena_with_a_header_and_a_mark_out_of_place() {
    plant("I11", |state| {
        let (recycled, header) = (walk(state, List::Recycled)[1], state.entry.unwrap().header);
        state.headers.insert(recycled, header);
    });
    plant("I11", |state| {
        let full = walk(state, List::Full)[0];
        state.marks.insert(full, 0);
    });
    plant("I11", |state| {
        let hot = state.entry.unwrap().header.va;
        state.marks.insert(hot, 0);
    });
    plant("I11", |state| {
        let recycled = walk(state, List::Recycled)[1];
        state.marks.remove(&recycled);
    });
    plant("I11", |state| {
        let full = walk(state, List::Full)[1];
        state.headers.remove(&full);
    });
}

#[test]
fn i12_finds_anything_that_an_error_changed() {
    let model = every_place_used();
    let before = model.classes();
    let breaks: [fn(&mut ClassState); 4] = [
        |state| state.allocation_pointer += 1,
        |state| state.heads[0] = 0,
        |state| state.entry.as_mut().unwrap().current_word ^= 1,
        |state| state.headers.values_mut().next().unwrap().next ^= 8,
    ];
    for break_it in breaks {
        let mut after = before.to_vec();
        break_it(&mut after[CLASS]);
        assert!(invariants::i12_an_error_changes_nothing(before, &after, Status::DoubleFree).is_err());
        assert!(invariants::i12_an_error_changes_nothing(before, &after, Status::Ok).is_ok());
    }
    assert!(invariants::i12_an_error_changes_nothing(before, before, Status::DoubleFree).is_ok());
}

#[test]
fn a_violation_is_told_with_id_statement_and_values() {
    let model = every_place_used();
    let mut state = model.classes()[CLASS].clone();
    state.entry.as_mut().unwrap().header.live += 1;
    let violation = invariants::check_class(model.setup(), &state).unwrap_err();
    let base = state.entry.unwrap().header.va;
    assert_eq!(
        violation.to_string(),
        format!(
            "invariant I2 does not hold: class 1: arena {base:#x} counts 21 live objects, but its bitmap has 20 ones \
             ({})",
            INVARIANTS[1].text
        )
    );
}
