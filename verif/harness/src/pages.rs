//! The page allocator behind the object allocator, as far as that sees it: first pages get frames, released arenas lose
//! theirs, and the recycled list's links are kept meanwhile.

use crate::memory::{Memory, MemoryTiming};
use memento_abi::{Geometry, Status, BEAT_BYTES, HEADER_BYTES};
use memento_model::Frames;
use std::collections::{HashMap, HashSet};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagesRequest {
    /// Release an arena; if not, back its first page.
    pub release: bool,
    /// The arena's class.
    pub class: u32,
    /// Its first page.
    pub page: u64,
    /// Release: the head that the recycled list had.
    pub link: Option<u64>,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagesAnswer {
    /// Status code.
    pub status: u8,
    /// Back: the arena that followed on the recycled list.
    pub link: Option<u64>,
}

/// Which arenas' first pages get no frame. That depends on nothing but the arena, so that timing does not matter.
#[derive(Clone, Debug, Default)]
pub struct Shortage {
    /// Draws the arenas; `None`: every page gets its frame.
    seed: Option<u64>,
    /// Base addresses of arenas that had their frame before.
    backed: HashSet<u64>,
}

impl Shortage {
    /// The shortage of `seed`, from which the arenas in `backed` are spared until they are released.
    pub fn new(seed: Option<u64>, backed: impl IntoIterator<Item = u64>) -> Shortage {
        let backed = backed.into_iter().collect();
        Shortage { seed, backed }
    }

    /// No arena has a frame any more.
    pub fn reset(&mut self) {
        self.backed.clear();
    }

    /// Whether the arena at `base` would get no frame if it had none.
    fn refuses(&self, base: u64) -> bool {
        self.seed
            .is_some_and(|seed| fastrand::Rng::with_seed(seed ^ base).bool())
    }
}

impl Frames for Shortage {
    fn back(&mut self, base: u64) -> bool {
        self.backed.contains(&base) || !self.refuses(base)
    }

    fn release(&mut self, base: u64) {
        self.backed.remove(&base);
    }
}

/// The page allocator.
pub struct Pages {
    geometry: Geometry,
    timing: MemoryTiming,
    rng: fastrand::Rng,
    backed: HashSet<(u32, u64)>,
    /// Recycled arenas, and which follows each.
    recycled: HashMap<(u32, u64), Option<u64>>,
    answer: Option<(u64, PagesAnswer)>,
    shortage: Shortage,
}

impl Pages {
    /// One that has given out nothing, and takes as long as memory would.
    pub fn new(geometry: Geometry, timing: MemoryTiming, seed: u64) -> Pages {
        Pages {
            geometry,
            timing,
            rng: fastrand::Rng::with_seed(seed),
            backed: HashSet::new(),
            recycled: HashMap::new(),
            answer: None,
            shortage: Shortage::default(),
        }
    }

    /// Forgets everything but the shortage.
    pub fn reset(&mut self) {
        self.backed.clear();
        self.recycled.clear();
        self.answer = None;
    }

    /// From now on first pages are refused frames as `seed` says. Returns the base addresses of the arenas that have theirs.
    pub fn set_shortage(&mut self, seed: Option<u64>, region_base: u64) -> Vec<u64> {
        self.shortage = Shortage::new(seed, []);
        let arenas = self.backed.iter();
        arenas
            .map(|&(class, page)| self.geometry.arena_base(region_base, class, page))
            .collect()
    }

    /// Whether a request would be taken in this cycle.
    pub fn draw_ready(&mut self) -> bool {
        self.answer.is_none() && (self.timing.stall_percent == 0 || self.rng.u8(0..100) >= self.timing.stall_percent)
    }

    /// Whether an answer is under way.
    pub fn busy(&self) -> bool {
        self.answer.is_some()
    }

    /// The answer of this cycle, which lasts no longer.
    pub fn take_answer(&mut self, cycle: u64) -> Option<PagesAnswer> {
        self.answer.take_if(|(due, _)| *due <= cycle).map(|(_, answer)| answer)
    }

    /// Whether the arena's header has a frame.
    pub fn is_backed(&self, class: u32, page: u64) -> bool {
        self.backed.contains(&(class, page))
    }

    /// Accepts a request in `cycle`; memory changes as frames come and go.
    ///
    /// # Errors
    /// What is wrong with the request, in words.
    pub fn accept(
        &mut self,
        cycle: u64,
        request: &PagesRequest,
        region_base: u64,
        memory: &mut Memory,
    ) -> Result<(), &'static str> {
        let PagesRequest {
            release,
            class,
            page,
            link,
        } = *request;
        let failed = memory.draw_failure(release);
        let mut answer = PagesAnswer { status: 0, link: None };
        if release && !self.backed.contains(&(class, page)) {
            return Err("an arena is released that has no frame");
        }
        if failed {
            answer.status = Status::BusError as u8;
        } else if release {
            self.backed.remove(&(class, page));
            self.recycled.insert((class, page), link);
            self.clear_header(class, page, region_base, memory);
        } else if !self.backed.contains(&(class, page)) {
            if self
                .shortage
                .refuses(self.geometry.arena_base(region_base, class, page))
            {
                answer.status = Status::OutOfFrames as u8;
            } else {
                self.backed.insert((class, page));
                answer.link = self.recycled.remove(&(class, page)).flatten();
                self.clear_header(class, page, region_base, memory);
            }
        }
        let MemoryTiming {
            latency_min_cycles: min,
            latency_max_cycles: max,
            ..
        } = self.timing;
        let latency_cycles = u64::from(self.rng.u32(min..=max).max(1));
        self.answer = Some((cycle + latency_cycles, answer));
        Ok(())
    }

    /// A header without a frame, or in a new one, reads as zeros.
    fn clear_header(&self, class: u32, page: u64, region_base: u64, memory: &mut Memory) {
        let base = self.geometry.arena_base(region_base, class, page);
        for offset in (0..HEADER_BYTES).step_by(BEAT_BYTES as usize) {
            memory.store(base + offset, 0);
        }
    }
}
