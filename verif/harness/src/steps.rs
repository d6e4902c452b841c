//! Test cases: what to do to an object allocator, in steps that stay meaningful when a shrinker takes others away.
//!
//! A step names objects by their place among the live ones, not by address, so that it means something whatever came
//! before it. Printed with `{:#?}`, a case is Rust code.

use crate::{
    bench::Timing,
    dut::{Dut, Request},
    memory::MemoryErrors,
    scoreboard::{Mismatch, Scoreboard},
};
use memento_abi::{Event, Geometry, Operation, Status, HEADER_BYTES};
use memento_model::{EventCounts, Settings};
use std::{
    ops::AddAssign,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Which of several live objects goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The oldest.
    Oldest,
    /// The newest.
    Newest,
    /// Any, as the seed says.
    Shuffled(u64),
}

/// An address that is wrong to free, or likely to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wild {
    /// The null pointer.
    Null,
    /// The last byte below the region.
    BelowRegion,
    /// The region's first byte: a header.
    RegionStart,
    /// The region's last byte.
    RegionLast,
    /// The first byte beyond the region.
    BeyondRegion,
    /// The highest address.
    Highest,
    /// This many bytes from an object that was allocated at some time.
    NearObject {
        /// Which object, of those known.
        pick: u32,
        /// Distance in bytes.
        offset_bytes: i64,
    },
    /// A byte before the first object of some object's arena.
    BeforeObjects {
        /// Which object, of those known.
        pick: u32,
        /// Which byte.
        byte: u16,
    },
    /// An object of an arena from the first that was never handed out upwards.
    BeyondLastArena {
        /// The class.
        class: u32,
        /// How many arenas further up.
        arenas: u32,
        /// Which object of the arena; from the arena's objects upwards it lies in the slack.
        object: u32,
    },
}

/// One step of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Allocate `count` objects.
    Alloc {
        /// Size of each in bytes.
        size_bytes: u64,
        /// How many.
        count: u32,
    },
    /// Free one live object.
    Free {
        /// Which.
        pick: u32,
        /// Whether the free waits for its status.
        wait: bool,
    },
    /// Free live objects of one class.
    FreeMany {
        /// The class.
        class: u32,
        /// At most how many.
        count: u32,
        /// Which first.
        order: Order,
        /// Whether the frees wait for their status.
        wait: bool,
    },
    /// Free an object that was freed before (and may have been handed out again since).
    FreeAgain {
        /// Which, the latest first.
        pick: u32,
        /// Whether the free waits for its status.
        wait: bool,
    },
    /// Free an address that is likely to be wrong.
    FreeWild {
        /// The address.
        wild: Wild,
        /// Whether the free waits for its status.
        wait: bool,
    },
    /// Write the table back.
    Flush,
    /// Let cycles pass.
    Wait {
        /// How many.
        cycles: u32,
    },
    /// Wait for everything, and compare events and memory.
    Settle,
    /// Wait for everything, then change the inputs that may change.
    Configure {
        /// Pages of each slice that may be handed out.
        slice_limit_pages: u64,
        /// Free objects a full arena must have to become available.
        reuse_threshold: u32,
    },
    /// Wait for everything, then let the page allocator refuse frames as the seed says, or to no page any more.
    Shortage {
        /// Which arenas get none.
        seed: Option<u64>,
    },
    /// Reset in whatever is under way.
    Reset,
}

impl Step {
    /// The same with fewer repetitions, the fewest first.
    pub fn smaller(&self) -> Vec<Step> {
        let fewer = |count: u32| {
            let mut counts = vec![1, count / 2, count.saturating_sub(1)];
            counts.retain(|fewer| (1..count).contains(fewer));
            counts.dedup();
            counts
        };
        match *self {
            Step::Alloc { size_bytes, count } => fewer(count)
                .into_iter()
                .map(|count| Step::Alloc { size_bytes, count })
                .collect(),
            Step::FreeMany {
                class,
                count,
                order,
                wait,
            } => fewer(count)
                .into_iter()
                .map(|count| Step::FreeMany {
                    class,
                    count,
                    order,
                    wait,
                })
                .collect(),
            Step::Wait { cycles } => fewer(cycles).into_iter().map(|cycles| Step::Wait { cycles }).collect(),
            _ => Vec::new(),
        }
    }
}

/// A test case: enough to repeat a run exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Seed of memory's contents and of all timing.
    pub seed: u64,
    /// Settings at the start.
    pub settings: Settings,
    /// How fast everything around the device is.
    pub timing: Timing,
    /// What memory answers with errors.
    pub errors: MemoryErrors,
    /// What to do.
    pub steps: Vec<Step>,
}

/// What cases have reached: a test that never got anywhere would pass too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Requests with a response.
    pub requests: u64,
    /// How often a request ended with each status, posted frees by what became of them, in the order of the codes.
    pub statuses: [u64; Status::ALL.len()],
    /// Events that the golden model counted.
    pub events: EventCounts,
    /// Resets, the one at the start of a case not counted.
    pub resets: u64,
    /// Writes that failed and so stopped the device.
    pub faults: u64,
}

impl Coverage {
    /// What has never happened, in words.
    pub fn gaps(&self) -> Vec<String> {
        let statuses = Status::ALL
            .into_iter()
            .filter(|status| self.statuses[*status as usize] == 0);
        let events = Event::ALL.into_iter().filter(|event| self.events[*event] == 0);
        let mut gaps: Vec<String> = statuses.map(|status| format!("status {status:?}")).collect();
        gaps.extend(events.map(|event| format!("event {event:?}")));
        gaps.extend((self.resets == 0).then(|| "a reset".into()));
        gaps.extend((self.faults == 0).then(|| "a fault".into()));
        gaps
    }
}

impl AddAssign<&Coverage> for Coverage {
    fn add_assign(&mut self, other: &Coverage) {
        self.requests += other.requests;
        self.statuses
            .iter_mut()
            .zip(other.statuses)
            .for_each(|(mine, theirs)| *mine += theirs);
        self.events += &other.events;
        self.resets += other.resets;
        self.faults += other.faults;
    }
}

/// Carries out steps on a device next to its golden model.
pub struct Player<D> {
    scoreboard: Scoreboard<D>,
    settings: Settings,
    /// Objects handed out and not freed since, by all that is known, in the order of allocation.
    live: Vec<u64>,
    /// Objects freed, latest last.
    freed: Vec<u64>,
    coverage: Coverage,
}

/// Freed objects that are remembered.
const FREED_KEPT: usize = 512;

impl<D: Dut> Player<D> {
    /// Resets `dut` and is ready for steps.
    ///
    /// # Errors
    /// The settings do not fit the device's geometry.
    pub fn new(dut: D, settings: &Settings) -> Result<Player<D>, memento_model::SettingsError> {
        let scoreboard = Scoreboard::new(dut, settings)?;
        Ok(Player {
            scoreboard,
            settings: *settings,
            live: Vec::new(),
            freed: Vec::new(),
            coverage: Coverage::default(),
        })
    }

    /// Carries out all `steps`, counting them in `seen`; then settles, flushes and settles, so that every header is
    /// compared.
    ///
    /// # Errors
    /// The device differs from the model.
    pub fn play(&mut self, steps: &[Step], seen: &AtomicUsize) -> Result<(), Mismatch> {
        for step in steps {
            seen.fetch_add(1, Ordering::SeqCst);
            self.step(step)?;
        }
        self.scoreboard.settle()?;
        self.submit(Request::flush())?;
        self.scoreboard.settle()?;
        self.learn();
        self.coverage.faults += u64::from(self.scoreboard.faulted());
        Ok(())
    }

    /// What has been reached.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The device and its model.
    pub fn scoreboard(&self) -> &Scoreboard<D> {
        &self.scoreboard
    }

    fn step(&mut self, step: &Step) -> Result<(), Mismatch> {
        match *step {
            Step::Alloc { size_bytes, count } => {
                (0..count).try_for_each(|_| self.submit(Request::alloc(size_bytes)))?;
            }
            Step::Free { pick, wait } => {
                if !self.live.is_empty() {
                    let address = self.live.remove(pick as usize % self.live.len());
                    self.free(address, wait)?;
                }
            }
            Step::FreeMany {
                class,
                count,
                order,
                wait,
            } => self.free_many(class, count, order, wait)?,
            Step::FreeAgain { pick, wait } => {
                if !self.freed.is_empty() {
                    let address = self.freed[self.freed.len() - 1 - pick as usize % self.freed.len()];
                    self.live.retain(|live| *live != address);
                    self.submit(Request::free(address, wait))?;
                }
            }
            Step::FreeWild { wild, wait } => {
                let address = self.wild_address(wild);
                self.live.retain(|live| *live != address);
                self.submit(Request::free(address, wait))?;
            }
            Step::Flush => self.submit(Request::flush())?,
            Step::Wait { cycles } => self.scoreboard.wait(cycles)?,
            Step::Settle => {
                self.scoreboard.settle()?;
                if self.scoreboard.faulted() {
                    self.coverage.faults += 1;
                    self.learn();
                    self.reset()?;
                }
            }
            Step::Configure {
                slice_limit_pages,
                reuse_threshold,
            } => {
                self.settings = Settings {
                    slice_limit_pages,
                    reuse_threshold,
                    ..self.settings
                };
                self.scoreboard.configure(&self.settings)?;
            }
            Step::Shortage { seed } => self.scoreboard.set_shortage(seed)?,
            Step::Reset => self.reset()?,
        }
        self.learn();
        Ok(())
    }

    fn reset(&mut self) -> Result<(), Mismatch> {
        self.scoreboard.reset(&self.settings)?;
        // Of the objects of before, pointers stay around to be freed wrongly.
        self.learn();
        self.freed.append(&mut self.live);
        self.coverage.resets += 1;
        Ok(())
    }

    fn submit(&mut self, request: Request) -> Result<(), Mismatch> {
        // What the model says at once is known before the device answers: its object may be freed right after it.
        if let Some(outcome) = self.scoreboard.submit(request)? {
            if request.operation == Operation::Alloc && outcome.status == Status::Ok {
                self.live.push(outcome.address);
            }
        }
        Ok(())
    }

    fn free(&mut self, address: u64, wait: bool) -> Result<(), Mismatch> {
        if self.freed.len() == FREED_KEPT {
            self.freed.remove(0);
        }
        self.freed.push(address);
        self.submit(Request::free(address, wait))
    }

    fn free_many(&mut self, class: u32, count: u32, order: Order, wait: bool) -> Result<(), Mismatch> {
        let geometry = self.scoreboard.geometry();
        let region_base = self.settings.region_base;
        let of_class =
            |address: &u64| geometry.in_region(region_base, *address) && geometry.class_at(*address) == class;
        let (mut chosen, rest): (Vec<u64>, Vec<u64>) = self.live.iter().partition(|address| of_class(address));
        match order {
            Order::Oldest => {}
            Order::Newest => chosen.reverse(),
            Order::Shuffled(seed) => fastrand::Rng::with_seed(seed).shuffle(&mut chosen),
        }
        let kept = chosen.split_off(chosen.len().min(count as usize));
        self.live = rest;
        self.live.extend(kept);
        chosen.into_iter().try_for_each(|address| self.free(address, wait))
    }

    /// Takes over what became of requests whose outcome was not known when they were submitted.
    fn learn(&mut self) {
        let unknown = self.scoreboard.dut().may_inject_errors();
        for finished in self.scoreboard.take_finished() {
            let result = finished.outcome.result();
            self.coverage.requests += 1;
            self.coverage.statuses[result as usize] += 1;
            self.coverage.events += &finished.outcome.events;
            if !unknown {
                continue;
            }
            match finished.request.operation {
                Operation::Alloc if result == Status::Ok => self.live.push(finished.response.address),
                Operation::Free | Operation::FreeWait if result == Status::BusError => {
                    self.live.push(finished.request.operand);
                }
                _ => {}
            }
        }
    }

    fn wild_address(&self, wild: Wild) -> u64 {
        let geometry: Geometry = self.scoreboard.geometry();
        let base = self.settings.region_base;
        let last = base + ((1u64 << geometry.region_bits) - 1);
        let mask = u64::MAX >> (64 - geometry.address_bits);
        let known = |pick: u32| {
            let (live, freed) = (self.live.len(), self.freed.len());
            match pick as usize % (live + freed).max(1) {
                _ if live + freed == 0 => base + HEADER_BYTES,
                index if index < live => self.live[index],
                index => self.freed[index - live],
            }
        };
        let address = match wild {
            Wild::Null => 0,
            Wild::BelowRegion => base - 1,
            Wild::RegionStart => base,
            Wild::RegionLast => last,
            Wild::BeyondRegion => last + 1,
            Wild::Highest => mask,
            Wild::NearObject { pick, offset_bytes } => known(pick).wrapping_add_signed(offset_bytes),
            Wild::BeforeObjects { pick, byte } => {
                let address = known(pick);
                let first = geometry.first_object_offset(geometry.class_at(address));
                address - geometry.offset_at(address) + u64::from(byte) % first
            }
            Wild::BeyondLastArena { class, arenas, object } => {
                let class = class % geometry.classes;
                let pages = geometry.span_pages(class);
                let first = self.scoreboard.model().classes()[class as usize].allocation_pointer;
                let page = (first + u64::from(arenas) * pages).min(geometry.slice_pages() - pages);
                geometry.object_address(geometry.arena_base(base, class, page), class, object)
            }
        };
        address & mask
    }
}
