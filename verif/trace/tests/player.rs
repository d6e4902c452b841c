//! A trace's operations as requests to the hardware.

use memento_abi::{Operation, PAPER};
use memento_trace::{Player, PlayerCounts, Profile, TraceOperation};
use Operation::{Alloc, Free};

/// An allocator that never reuses an address and refuses when told to.
struct Recorder {
    player: Player,
    requests: Vec<(Operation, u64)>,
    next: u64,
    refuse: bool,
}

impl Recorder {
    fn new(minimum_alignment: u64) -> Recorder {
        Recorder {
            player: Player::new(PAPER, minimum_alignment),
            requests: Vec::new(),
            next: 0x1000,
            refuse: false,
        }
    }

    /// The requests that `operation` leads to.
    fn play(&mut self, operation: TraceOperation) -> Vec<(Operation, u64)> {
        let (requests, next, refuse) = (&mut self.requests, &mut self.next, self.refuse);
        self.player.play(&operation, |operation, operand| {
            requests.push((operation, operand));
            if refuse || operation != Alloc {
                return 0;
            }
            *next += 0x1000;
            *next
        });
        std::mem::take(&mut self.requests)
    }

    fn alloc(&mut self, size: u64) -> Vec<(Operation, u64)> {
        self.play(TraceOperation::Alloc { size, zeroed: false })
    }
}

#[test]
fn an_object_is_freed_where_it_was_allocated() {
    let mut recorder = Recorder::new(8);
    assert_eq!(recorder.alloc(24), [(Alloc, 24)]);
    assert_eq!(recorder.alloc(0), [(Alloc, 0)]);
    assert_eq!(recorder.play(TraceOperation::Free { id: 0 }), [(Free, 0x2000)]);
    assert_eq!(recorder.play(TraceOperation::Free { id: 1 }), [(Free, 0x3000)]);
}

#[test]
fn sizes_above_the_largest_class_are_softwares() {
    let mut recorder = Recorder::new(8);
    assert_eq!(recorder.alloc(512), [(Alloc, 512)]);
    assert_eq!(recorder.alloc(513), []);
    assert_eq!(recorder.alloc(u64::MAX), []);
    assert_eq!(recorder.play(TraceOperation::Free { id: 1 }), []);
    let expected = PlayerCounts {
        hardware_allocs: 1,
        software_allocs: 2,
        software_frees: 1,
        ..Default::default()
    };
    assert_eq!(*recorder.player.counts(), expected);
}

#[test]
fn a_realloc_within_the_class_is_a_no_op() {
    let mut recorder = Recorder::new(8);
    recorder.alloc(17);
    assert_eq!(recorder.play(TraceOperation::Realloc { id: 0, size: 24 }), []);
    assert_eq!(recorder.player.counts().reallocs_in_place, 1);
}

#[test]
fn a_realloc_to_another_class_allocates_and_then_frees() {
    let mut recorder = Recorder::new(8);
    recorder.alloc(24);
    assert_eq!(
        recorder.play(TraceOperation::Realloc { id: 0, size: 25 }),
        [(Alloc, 25), (Free, 0x2000)]
    );
    assert_eq!(recorder.play(TraceOperation::Free { id: 0 }), [(Free, 0x3000)]);
}

#[test]
fn a_realloc_moves_between_hardware_and_software() {
    let mut recorder = Recorder::new(8);
    recorder.alloc(24);
    assert_eq!(
        recorder.play(TraceOperation::Realloc { id: 0, size: 600 }),
        [(Free, 0x2000)]
    );
    assert_eq!(recorder.play(TraceOperation::Realloc { id: 0, size: 700 }), []);
    assert_eq!(recorder.play(TraceOperation::Realloc { id: 0, size: 8 }), [(Alloc, 8)]);
    assert_eq!(recorder.play(TraceOperation::Free { id: 0 }), [(Free, 0x3000)]);
}

#[test]
fn a_refused_alloc_is_softwares() {
    let mut recorder = Recorder::new(8);
    recorder.refuse = true;
    assert_eq!(recorder.alloc(24), [(Alloc, 24)]);
    recorder.refuse = false;
    assert_eq!(recorder.play(TraceOperation::Free { id: 0 }), []);
    assert_eq!(recorder.player.counts().refused_allocs, 1);
}

#[test]
fn alignment_is_had_by_rounding_the_size_up() {
    let mut recorder = Recorder::new(8);
    let mut aligned = |log2_align, size| recorder.play(TraceOperation::AlignedAlloc { log2_align, size });
    assert_eq!(aligned(3, 8), [(Alloc, 8)]);
    assert_eq!(aligned(4, 8), [(Alloc, 16)]);
    assert_eq!(aligned(6, 65), [(Alloc, 128)]);
    assert_eq!(aligned(6, 0), [(Alloc, 64)]);
    assert_eq!(aligned(6, 449), [(Alloc, 512)]);
    assert_eq!(aligned(7, 8), []);
    assert_eq!(aligned(63, u64::MAX), []);
}

#[test]
fn the_minimum_alignment_holds_for_objects_large_enough_to_need_it() {
    let mut recorder = Recorder::new(16);
    assert_eq!(recorder.alloc(8), [(Alloc, 8)]);
    assert_eq!(recorder.alloc(9), [(Alloc, 16)]);
    assert_eq!(recorder.alloc(24), [(Alloc, 32)]);
    assert_eq!(recorder.alloc(512), [(Alloc, 512)]);
    assert_eq!(recorder.alloc(u64::MAX - 1), []);
}

#[test]
fn the_profile_counts_sizes_and_lifetimes() {
    let mut profile = Profile::new(PAPER);
    let alloc = |size| TraceOperation::Alloc { size, zeroed: false };
    let mut note = |operation| profile.note(&operation);
    note(alloc(8));
    (0..15).for_each(|_| note(alloc(8)));
    // 15 allocations of its class since.
    note(TraceOperation::Free { id: 0 });
    note(alloc(24));
    note(alloc(600));
    note(alloc(8));
    note(alloc(8));
    // 16 allocations of its class since.
    note(TraceOperation::Free { id: 1 });
    // 14 allocations of its class, 16 of any.
    note(TraceOperation::Free { id: 3 });
    note(TraceOperation::Realloc { id: 17, size: 700 });
    note(TraceOperation::Free { id: 17 });
    note(TraceOperation::Mark(2));
    note(TraceOperation::Thread(2));
    assert_eq!((profile.operations, profile.allocations, profile.small), (25, 20, 19));
    assert_eq!((profile.small_from_9_bytes, profile.small_of_odd_class), (1, 1));
    assert_eq!(
        (profile.frees, profile.never_freed(), profile.reallocations),
        (4, 16, 1)
    );
    assert_eq!((profile.freed_soon_in_class, profile.freed_soon), (2, 1));
}
