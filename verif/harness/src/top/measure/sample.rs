//! What is measured with one latency of memory.

use crate::{
    scoreboard::Mismatch,
    top::{
        desk::{Desk, LONG_CYCLES},
        software::Command,
        Span, Top,
    },
};
use memento_abi::{Geometry, Operation, GRANULE_BYTES, HEADER_BYTES, PAGE_BYTES};

/// More pages than the TLB has entries.
const MANY_PAGES: u64 = 20;
/// Objects of a context with many.
const MANY: u64 = 100_000;
/// Accesses in a stream whose rate is measured.
const STREAM: u64 = 32;
/// Cycles.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Sample {
    pub alloc: u64,
    pub alloc_interval: f64,
    pub free: u64,
    pub doorbell: u64,
    pub alloc_and_touch: u64,
    pub load_hit: u64,
    pub store_hit: u64,
    pub load_interval: f64,
    pub store_interval: f64,
    pub walk: u64,
    pub far_walk: u64,
    pub first_touch: u64,
    pub new_line: u64,
    pub line_fill: u64,
    pub new_line_interval: f64,
    pub fill_interval: f64,
    pub save: u64,
    pub load: u64,
    pub end_of_few: u64,
    pub end_of_many: u64,
    pub scrub: f64,
}

/// The longest time from acceptance to answer.
pub(in crate::top) fn latency(spans: &[Span]) -> u64 {
    spans.iter().map(|span| span.answered - span.taken).max().unwrap_or(0)
}

/// Cycles from one answer to the next.
fn interval(spans: &[Span]) -> f64 {
    match spans {
        [first, .., last] => (last.answered - first.answered) as f64 / (spans.len() - 1) as f64,
        _ => 0.0,
    }
}

impl Sample {
    /// Measures.
    pub fn take(geometry: Geometry, latency_cycles: u32) -> Result<Sample, Mismatch> {
        let mut sample = Sample::default();
        let desk = || Desk::new(geometry, latency_cycles);
        sample.requests(desk()?)?;
        sample.lines(desk()?)?;
        sample.walks(desk()?)?;
        sample.scrubbing(desk()?)?;
        (sample.save, sample.load, sample.end_of_few) = contexts(desk()?, 10)?;
        sample.end_of_many = contexts(desk()?, MANY)?.2;
        Ok(sample)
    }

    fn requests(&mut self, mut desk: Desk) -> Result<(), Mismatch> {
        desk.allocate(1)?;
        let object = desk.execute(Operation::Alloc, &[desk.size])?[0];
        self.alloc = latency(desk.top.executed());
        let objects = desk.execute(Operation::Alloc, &vec![desk.size; STREAM as usize])?;
        self.alloc_interval = interval(desk.top.executed());
        desk.execute(Operation::Free, &objects[..1])?;
        self.free = latency(desk.top.executed());
        let start = desk.top.cycle();
        desk.top.write("ALLOC", desk.size as u32)?;
        desk.top.read("RESULT_ADDRESS_LO")?;
        self.doorbell = desk.top.cycle() - start;
        // The first object that lies in the arena's second page.
        let mut last = object;
        while last & !(PAGE_BYTES - 1) == object & !(PAGE_BYTES - 1) {
            desk.top.settle()?;
            let start = desk.top.cycle();
            last = desk.execute(Operation::Alloc, &[desk.size])?[0];
            desk.access([last], true)?;
            self.alloc_and_touch = desk.top.cycle() - start;
        }
        Ok(())
    }

    /// Lines of the first page of an arena in the table, and the first touch of the second.
    fn lines(&mut self, mut desk: Desk) -> Result<(), Mismatch> {
        let base = desk.allocate(1)?[0] & !(PAGE_BYTES - 1);
        let line = |number: u64| base + number * HEADER_BYTES;
        desk.one(line(1), false)?;
        self.new_line = desk.one(line(2), false)?;
        self.load_hit = desk.one(line(2), false)?;
        self.store_hit = desk.one(line(2), true)?;
        let same = |number: u64| (0..STREAM).map(move |beat| line(number) + beat % 8 * 8);
        self.load_interval = interval(&desk.access(same(2), false)?);
        self.store_interval = interval(&desk.access(same(2), true)?);
        self.first_touch = desk.one(base + PAGE_BYTES, false)?;
        desk.top.settle()?;
        self.new_line_interval = interval(&desk.access((3..15).map(line), true)?);
        desk.command(Command::CacheFlush)?;
        desk.one(line(1), false)?;
        self.line_fill = desk.one(line(2), false)?;
        self.fill_interval = interval(&desk.access((3..15).map(line), false)?);
        Ok(())
    }

    /// A page whose lines are in the cache and which is not in the TLB.
    fn walks(&mut self, mut desk: Desk) -> Result<(), Mismatch> {
        let geometry = desk.top.geometry();
        let arenas = MANY_PAGES.div_ceil(geometry.span_pages(geometry.classes - 1));
        let objects = desk.allocate(arenas * u64::from(geometry.objects_per_arena))?;
        let base = objects[0] & !(PAGE_BYTES - 1);
        let (here, elsewhere) = (base + HEADER_BYTES, |page: u64| {
            base + page * PAGE_BYTES + 2 * HEADER_BYTES
        });
        desk.one(here, false)?;
        desk.access((1..MANY_PAGES).map(elsewhere), false)?;
        self.walk = desk.one(here, false)?;
        // Pages of other classes are in other tables.
        let sizes: Vec<u64> = (0..geometry.classes - 1)
            .map(|class| geometry.object_bytes(class))
            .collect();
        let others = desk.execute(Operation::Alloc, &sizes)?;
        desk.top.settle()?;
        let second = others[others.len() - 1] + PAGE_BYTES;
        let others = others.into_iter().chain([second]);
        desk.access(
            others.map(|object| (object & !(PAGE_BYTES - 1)) + 2 * HEADER_BYTES),
            false,
        )?;
        self.far_walk = desk.one(here, false)?;
        Ok(())
    }

    /// An arena whose pages go back.
    fn scrubbing(&mut self, mut desk: Desk) -> Result<(), Mismatch> {
        let count = u64::from(desk.top.geometry().objects_per_arena);
        let objects = desk.allocate(count + 1)?;
        desk.access(objects.iter().copied(), true)?;
        let (first, last) = objects[..count as usize].split_at(count as usize - 1);
        desk.execute(Operation::Free, first)?;
        desk.top.settle()?;
        desk.execute(Operation::Free, last)?;
        let written = |top: &Top| {
            top.memory
                .traffic
                .as_ref()
                .map_or(0, |traffic| traffic.counts().scrubbing.written)
        };
        let (mut begun, mut ended, mut before) = (None, 0, 0);
        let start = desk.top.cycle();
        while desk.top.cycle() - start < LONG_CYCLES / 50 {
            desk.top.step()?;
            let now = written(&desk.top);
            if now > before {
                (ended, before) = (desk.top.cycle(), now);
                begun = begun.or(Some((ended, now)));
            }
        }
        let Some((begun, first)) = begun.filter(|(_, first)| before > *first) else {
            return Err(desk.top.mismatch("an empty arena's frames were not scrubbed".into()));
        };
        self.scrub = (ended - begun) as f64 * (PAGE_BYTES / 8) as f64 / (before - first) as f64;
        Ok(())
    }
}

/// Cycles of a save, of a load and of an end with so many objects of the smallest class, some of each page written.
fn contexts(mut desk: Desk, objects: u64) -> Result<(u64, u64, u64), Mismatch> {
    let size = GRANULE_BYTES;
    let objects = desk.allocate_of(size, objects)?;
    desk.access(objects.into_iter().step_by((PAGE_BYTES / 2 / size) as usize), true)?;
    let (save, load) = (desk.command(Command::Save)?, desk.command(Command::Load)?);
    Ok((save, load, desk.command(Command::End)?))
}
