//! The traces that the project carries, on the golden model alone: what the semantics are worth.

use memento_abi::{Event, Status, DEFAULT_REUSE_THRESHOLD, PAPER};
use memento_model::{Model, Settings};
use memento_trace::{Player, Profile, TraceReader};
use std::path::PathBuf;

fn shipped(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/traces")
        .join(name)
}

struct Replay {
    model: Model,
    requests: u64,
}

impl Replay {
    fn of(name: &str, reuse_threshold: u32) -> Replay {
        let settings = Settings {
            reuse_threshold,
            ..Settings::whole_region(&PAPER)
        };
        let mut model = Model::new(PAPER, settings).unwrap();
        let mut player = Player::new(PAPER, 8);
        for (number, operation) in TraceReader::open(shipped(name)).unwrap().enumerate() {
            let operation = operation.unwrap();
            player.play(&operation, |operation, operand| {
                let outcome = model.request(operation, operand);
                assert_eq!(outcome.result(), Status::Ok, "operation {number} of {name}");
                outcome.address
            });
            if number % 4096 == 0 {
                model.check().unwrap();
            }
        }
        model.check().unwrap();
        let requests = player.counts().hardware_allocs + player.counts().hardware_frees;
        Replay { model, requests }
    }

    fn alloc_hit_share(&self) -> f64 {
        let counts = self.model.counts();
        counts[Event::AllocHit] as f64 / (counts[Event::AllocHit] + counts[Event::AllocMiss]) as f64
    }

    /// Insertions into and removals from the available and the full list per 1000 requests: a move between the two is
    /// one of each.
    fn list_operations_per_1000(&self) -> f64 {
        let counts = self.model.counts();
        let once = [
            Event::ListFullPush,
            Event::ListAvailablePop,
            Event::ListEmptyUnlink,
            Event::ListFullTake,
        ];
        let operations: u64 = once.iter().map(|&event| counts[event]).sum();
        (operations + 2 * counts[Event::ListFullToAvailable]) as f64 * 1000.0 / self.requests as f64
    }
}

#[test]
fn every_shipped_trace_hits_in_99_of_100_allocs() {
    for name in [
        "git.mtr.zst",
        "cpp_uniqueid.mtr.zst",
        "sqlite.mtr.zst",
        "redis.mtr.zst",
        "py_json_dumps.mtr.zst",
    ] {
        let replay = Replay::of(name, DEFAULT_REUSE_THRESHOLD);
        assert!(replay.alloc_hit_share() >= 0.99, "{name}: {}", replay.alloc_hit_share());
        assert!(
            replay.list_operations_per_1000() <= 20.0,
            "{name}: {}",
            replay.list_operations_per_1000()
        );
    }
}

#[test]
fn redis_thrashes_the_lists_by_the_papers_rule_and_not_by_the_default_threshold() {
    let (paper, ours) = (
        Replay::of("redis.mtr.zst", 1),
        Replay::of("redis.mtr.zst", DEFAULT_REUSE_THRESHOLD),
    );
    assert!(
        (129.0..133.0).contains(&paper.list_operations_per_1000()),
        "{}",
        paper.list_operations_per_1000()
    );
    assert!(
        (13.0..15.0).contains(&ours.list_operations_per_1000()),
        "{}",
        ours.list_operations_per_1000()
    );
    assert!(
        (0.936..0.939).contains(&paper.alloc_hit_share()),
        "{}",
        paper.alloc_hit_share()
    );
    let (few, more) = (paper.model.usage().arenas_peak, ours.model.usage().arenas_peak);
    assert!(more as f64 <= few as f64 * 1.03, "{few} and {more} arenas");
}

/// The numbers were counted by a script that shares no code with this crate.
#[test]
fn shipped_traces_have_the_profile_that_was_counted_by_other_means() {
    // Operations, allocations, small ones, frees, reallocations; freed soon in the class, freed soon; odd classes.
    for (name, counted) in [
        (
            "git.mtr.zst",
            [82_226, 40_804, 26_628, 40_638, 784, 23_552, 14_285, 11_646],
        ),
        (
            "cpp_uniqueid.mtr.zst",
            [1_203_024, 601_566, 601_558, 601_458, 0, 596_418, 596_076, 50_260],
        ),
        (
            "sqlite.mtr.zst",
            [560_046, 273_373, 238_456, 273_357, 13_316, 227_237, 153_715, 141_553],
        ),
        (
            "redis.mtr.zst",
            [690_430, 359_566, 358_540, 323_895, 6_969, 229_194, 200_201, 224_964],
        ),
    ] {
        let mut p = Profile::new(PAPER);
        TraceReader::open(shipped(name))
            .unwrap()
            .for_each(|operation| p.note(&operation.unwrap()));
        let whole = [p.operations, p.allocations, p.small, p.frees, p.reallocations];
        let small = [p.freed_soon_in_class, p.freed_soon, p.small_of_odd_class];
        assert_eq!([&whole[..], &small[..]].concat(), counted, "{name}");
        assert_eq!(p.never_freed(), p.allocations - p.frees);
    }
}

#[test]
fn a_file_of_no_known_kind_is_refused() {
    let path = shipped("README.md");
    let error = TraceReader::open(&path).err().unwrap().to_string();
    let path = path.display();
    assert_eq!(
        error,
        format!("{path}: not a known kind of trace; its name should end in .mtr.zst (MTRC1) or .rep (text)")
    );
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    let error = TraceReader::open("nowhere/x.rep").err().unwrap().to_string();
    assert!(error.starts_with("nowhere/x.rep: cannot open the trace: "), "{error}");
}

#[test]
fn a_file_cut_in_the_middle_is_refused_with_the_place() {
    let whole = std::fs::read(shipped("git.mtr.zst")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.mtr.zst");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let error = TraceReader::open(&path)
        .unwrap()
        .find_map(Result::err)
        .expect("a cut file")
        .to_string();
    assert!(error.starts_with(&format!("{}: at byte ", path.display())), "{error}");
    assert!(error.contains("of the decompressed trace"), "{error}");
}

#[test]
fn a_rep_file_is_opened_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.rep");
    std::fs::write(&path, "a 0 8\nf 0\n").unwrap();
    assert_eq!(TraceReader::open(&path).unwrap().map(Result::unwrap).count(), 2);
}
