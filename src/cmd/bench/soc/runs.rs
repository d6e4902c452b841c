//! Runs the programs on the simulated system.

use super::{
    results::{self, Line},
    Error,
};
use memento_soc::{firmware, Program, Soc, Stop, WholePrograms, DATA_ADDRESS};
use std::sync::Mutex;

/// Binaries of the whole programs, an allocator each. The first one is Memento's.
const PROGRAMS: [&str; 9] = [
    "programs-memento",
    "programs-doorbell",
    "programs-talc",
    "programs-tlsf",
    "programs-llff",
    "programs-linked-list",
    "programs-dlmalloc",
    "programs-picolibc",
    "programs-bump",
];
/// Most cycles of a binary.
const LIMIT: u64 = 2_000_000_000;
/// The settings that turn bypass off (`sw/firmware/programs/src/lib.rs`).
const WITHOUT_BYPASS: [[u8; 4]; 3] = [*b"MSET", 1u32.to_le_bytes(), 0u32.to_le_bytes()];

/// How the whole programs of a run differ from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As they are, in this layout.
    Plain(u32),
    /// With each call of the allocator timed, in layout 0.
    Timed,
    /// Memento without bypass, in layout 0.
    WithoutBypass,
}

struct Job {
    name: &'static str,
    kind: Kind,
    program: Program,
    data: Vec<u8>,
}

/// Builds everything: single operations, with recordings for them, and whole programs in so many layouts.
fn jobs(recordings: Vec<u8>, layouts: u32) -> Result<Vec<Job>, Error> {
    let whole = WholePrograms::new(&PROGRAMS)?;
    let plain = (0..layouts).rev().map(|layout| (Kind::Plain(layout), layout));
    let mut jobs = Vec::new();
    for (kind, layout) in std::iter::once((Kind::Timed, 0)).chain(plain) {
        let programs = whole.build(layout, kind == Kind::Timed)?;
        let job = |(name, program): (&&'static str, Program)| Job {
            name,
            kind,
            program,
            data: Vec::new(),
        };
        jobs.extend(PROGRAMS.iter().zip(programs).map(job));
    }
    // Memento's is the first of each layout.
    let memento = jobs.iter().find(|job| job.kind == Kind::Plain(0));
    let without_bypass = memento.map(|job| Job {
        name: job.name,
        kind: Kind::WithoutBypass,
        program: job.program.clone(),
        data: WITHOUT_BYPASS.concat(),
    });
    jobs.extend(without_bypass);
    // Built last, with all others as they are without a variant.
    jobs.push(Job {
        name: "malloc-bench",
        kind: Kind::Plain(0),
        program: Program::read(&firmware("malloc-bench")?)?,
        data: recordings,
    });
    // The longest one first.
    jobs.reverse();
    Ok(jobs)
}

/// Runs everything, as many at a time as there are cores: what each binary has printed, in an order that does not change.
pub fn run(recordings: Vec<u8>, layouts: u32) -> Result<Vec<(Kind, Line)>, Error> {
    let queue = Mutex::new(jobs(recordings, layouts)?.into_iter().enumerate());
    let found = Mutex::new(Vec::new());
    let failed = Mutex::new(None);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| loop {
                let job = queue.lock().expect("no worker panics").next();
                let Some((number, job)) = job else {
                    break;
                };
                let kind = job.kind;
                match console(job) {
                    Ok(lines) => found.lock().expect("no worker panics").push((number, kind, lines)),
                    Err(error) => *failed.lock().expect("no worker panics") = Some(error),
                }
            });
        }
    });
    if let Some(error) = failed.into_inner().expect("no worker panics") {
        return Err(error);
    }
    let mut found = found.into_inner().expect("no worker panics");
    found.sort_by_key(|(number, ..)| *number);
    let lines = found.into_iter();
    Ok(lines
        .flat_map(|(_, kind, lines)| lines.into_iter().map(move |line| (kind, line)))
        .collect())
}

/// What a binary prints, with data for it in RAM.
fn console(job: Job) -> Result<Vec<Line>, Error> {
    let Job {
        name,
        mut program,
        data,
        ..
    } = job;
    program.put(DATA_ADDRESS, data);
    let mut soc = Soc::new(&program, 1, None)?;
    let mut text = Vec::new();
    let stop = soc.run(LIMIT, |byte| text.push(byte))?;
    let text = String::from_utf8_lossy(&text).into_owned();
    match stop {
        Stop::Exit(0) => results::lines(name, &text, soc.traffic_at_lines()),
        Stop::Exit(code) => Err(format!("{name} has ended with exit code {code}; it printed:\n{text}").into()),
        Stop::Limit { program_counter } => Err(format!(
            "{name} has not ended after {LIMIT} cycles and is at {program_counter:#x}; it printed:\n{text}"
        )
        .into()),
    }
}
