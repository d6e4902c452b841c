//! Exact cycle counts of the object allocator, each next to what is asked of it.

use crate::{
    bench::{Bench, Timing},
    dut::{Dut, Observation, Request, Response},
    memory::MemoryErrors,
    pins::Pins,
    scoreboard::Mismatch,
};
use memento_abi::{Event, Status};
use memento_model::Settings;
use serde::Serialize;

/// A number that was measured, and its bound.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measurement {
    /// What was measured.
    pub what: &'static str,
    /// The result.
    pub measured: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The most it may be; `None` where nothing is asked.
    pub limit: Option<f64>,
}

impl Measurement {
    /// Whether the result is within the bound, if there is one.
    pub fn passes(&self) -> bool {
        self.limit.is_none_or(|limit| self.measured <= limit)
    }
}

/// Requests in a stream whose rate is measured; fewer than any arena has objects.
const STREAM: u64 = 60;

/// A class away from the edges.
const CLASS: u32 = 3;
/// Another class.
const OTHER_CLASS: u32 = 5;

struct Bencher<P> {
    bench: Bench<P>,
    settings: Settings,
}

impl<P: Pins> Bencher<P> {
    fn size(&self, class: u32) -> u64 {
        self.bench.geometry().object_bytes(class)
    }

    fn objects(&self) -> u64 {
        u64::from(self.bench.geometry().objects_per_arena)
    }

    /// The responses that have come; error reports are mistakes here.
    fn responses(&mut self) -> Result<Vec<Response>, Mismatch> {
        let mut responses = Vec::new();
        while let Some(observation) = self.bench.observe() {
            match observation {
                Observation::Response(response) if response.status == Status::Ok => responses.push(response),
                other => {
                    let what = format!("a request that must succeed did not: {other:?}");
                    return Err(Mismatch {
                        cycle: self.bench.cycle(),
                        what,
                    });
                }
            }
        }
        Ok(responses)
    }

    /// Submits `requests` as fast as they are accepted, and waits for the responses, though not for posted work.
    fn stream(&mut self, requests: impl IntoIterator<Item = Request>) -> Result<Vec<Response>, Mismatch> {
        for request in requests {
            self.bench.submit(request)?;
        }
        self.bench.await_responses()?;
        self.responses()
    }

    /// The same, and then waits until nothing is under way.
    fn settled(&mut self, requests: impl IntoIterator<Item = Request>) -> Result<Vec<Response>, Mismatch> {
        let responses = self.stream(requests)?;
        self.bench.settle()?;
        Ok(responses)
    }

    fn allocs(&self, class: u32, count: u64) -> Vec<Request> {
        vec![Request::alloc(self.size(class)); count as usize]
    }

    /// Starts anew, with one arena of each of the two classes in the table and a few objects of it live.
    fn restart(&mut self) -> Result<(), Mismatch> {
        self.bench.reset(&self.settings);
        for class in [CLASS, OTHER_CLASS] {
            self.settled(self.allocs(class, 2))?;
        }
        Ok(())
    }
}

/// Cycles from acceptance to response.
fn latency(response: &Response) -> u64 {
    response.valid_cycle - response.accepted_cycle
}

fn longest(responses: &[Response]) -> f64 {
    responses.iter().map(latency).max().unwrap_or_default() as f64
}

/// Cycles per request that a stream was accepted at.
fn interval(responses: &[Response]) -> f64 {
    let cycles = |pick: fn(&Response) -> u64| {
        let (first, last) = (pick(&responses[0]), pick(&responses[responses.len() - 1]));
        (last - first) as f64 / (responses.len() - 1) as f64
    };
    cycles(|response| response.accepted_cycle).max(cycles(|response| response.valid_cycle))
}

/// Measures a device with memory that answers in the next cycle.
///
/// # Errors
/// The device breaks a rule of its ports or refuses a request that must succeed.
pub fn measure<P: Pins>(pins: P) -> Result<Vec<Measurement>, Mismatch> {
    let settings = Settings::whole_region(&pins.geometry());
    let mut b = Bencher {
        bench: Bench::new(pins, Timing::default(), MemoryErrors::default(), 1),
        settings,
    };
    let mut results = Vec::new();
    let mut add = |what, measured, unit, limit| {
        results.push(Measurement {
            what,
            measured,
            unit,
            limit,
        })
    };

    b.restart()?;
    let one = b.settled(b.allocs(CLASS, 1))?;
    add("alloc hit, acceptance to response", longest(&one), "cycles", Some(2.0));
    let hits = b.settled(b.allocs(CLASS, STREAM - 3))?;
    add(
        "alloc hits of one class, interval",
        interval(&hits),
        "cycles",
        Some(1.0),
    );
    add(
        "alloc hits of one class, longest latency",
        longest(&hits),
        "cycles",
        Some(2.0),
    );

    b.restart()?;
    let mixed = (0..STREAM / 2)
        .flat_map(|_| [CLASS, OTHER_CLASS])
        .map(|class| Request::alloc(b.size(class)));
    let mixed = b.settled(mixed.collect::<Vec<_>>())?;
    add(
        "alloc hits of two classes in turn, interval",
        interval(&mixed),
        "cycles",
        Some(1.0),
    );

    let frees: Vec<Request> = mixed
        .iter()
        .map(|response| Request::free(response.address, false))
        .collect();
    let one_free = b.settled(frees[..1].iter().copied())?;
    add(
        "posted free hit, acceptance to response",
        longest(&one_free),
        "cycles",
        Some(2.0),
    );
    let free_hits = b.settled(frees[1..].iter().copied())?;
    add("posted free hits, interval", interval(&free_hits), "cycles", Some(1.0));

    b.restart()?;
    let pairs = b.settled(b.allocs(CLASS, STREAM / 2))?;
    let alternate = pairs
        .iter()
        .flat_map(|r| [Request::free(r.address, false), Request::alloc(b.size(CLASS))]);
    let alternate = b.settled(alternate.collect::<Vec<_>>())?;
    add(
        "free and alloc hits of one class in turn, interval",
        interval(&alternate),
        "cycles",
        None,
    );

    b.restart()?;
    let freed = b.settled(b.allocs(CLASS, STREAM / 2))?;
    let alternate = freed
        .iter()
        .flat_map(|r| [Request::free(r.address, false), Request::alloc(b.size(OTHER_CLASS))]);
    let alternate = b.settled(alternate.collect::<Vec<_>>())?;
    add(
        "free hits and alloc hits of another class in turn, interval",
        interval(&alternate),
        "cycles",
        Some(1.0),
    );

    // Fill the arena exactly: the next one has been looked for by the time the device is idle.
    b.restart()?;
    let hit = longest(&one);
    b.settled(b.allocs(CLASS, b.objects() - 2))?;
    let miss = b.settled(b.allocs(CLASS, 1))?;
    add(
        "alloc miss with the next arena fetched, beyond a hit",
        longest(&miss) - hit,
        "cycles",
        Some(4.0),
    );

    // Both edges of an arena in one stream of allocs: nothing but the miss may slow it down.
    b.restart()?;
    let across = b.settled(b.allocs(CLASS, b.objects() + STREAM))?;
    let lost = across[across.len() - 1].valid_cycle - across[0].valid_cycle + 1 - across.len() as u64;
    add(
        "allocs across the end of an arena, cycles lost in all",
        lost as f64,
        "cycles",
        Some(4.0),
    );

    // A full arena on the full list: its free misses change two beats.
    b.restart()?;
    let full = b.settled(b.allocs(CLASS, b.objects() + 2))?;
    let before = b.bench.memory().counts();
    let waited = b.settled([Request::free(full[1].address, true)])?;
    let after = b.bench.memory().counts();
    add("free miss, reads", (after.0 - before.0) as f64, "accesses", Some(2.0));
    add("free miss, writes", (after.1 - before.1) as f64, "accesses", Some(2.0));
    add(
        "free miss that waits, acceptance to response",
        longest(&waited),
        "cycles",
        None,
    );
    let misses = full[2..12].iter().map(|response| Request::free(response.address, true));
    let misses = b.settled(misses.collect::<Vec<_>>())?;
    add("free misses, interval", interval(&misses), "cycles", None);

    // Hits of another class while a free miss is at work.
    b.restart()?;
    let full = b.settled(b.allocs(CLASS, b.objects() + 2))?;
    let mut requests = vec![Request::free(full[1].address, false)];
    requests.extend(b.allocs(OTHER_CLASS, 12));
    let past = b.settled(requests)?;
    add(
        "alloc hits of another class behind a posted free miss, interval",
        interval(&past),
        "cycles",
        Some(1.0),
    );
    if b.bench.events()[Event::FreeMiss] != 1 {
        let what = "the free that was to miss the table did not".into();
        return Err(Mismatch {
            cycle: b.bench.cycle(),
            what,
        });
    }
    Ok(results)
}
