//! The memory behind the device: sparse 64-bit beats, answers in order, and as slow and faulty as asked.

use crate::dut::InjectedErrors;
use memento_abi::PAGE_SHIFT;
use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
};

/// How fast memory is. The default answers in the cycle after each request and never refuses one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryTiming {
    /// Fewest cycles from an accepted request to its response, at least 1.
    pub latency_min_cycles: u32,
    /// Most cycles from an accepted request to its response.
    pub latency_max_cycles: u32,
    /// Cycles of 100 in which no request is taken.
    pub stall_percent: u8,
}

impl Default for MemoryTiming {
    fn default() -> MemoryTiming {
        MemoryTiming {
            latency_min_cycles: 1,
            latency_max_cycles: 1,
            stall_percent: 0,
        }
    }
}

/// Which accesses memory answers with an error. The default is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryErrors {
    /// Reads of 1000 that fail.
    pub reads_per_mille: u16,
    /// Writes of 1000 that fail.
    pub writes_per_mille: u16,
    /// The one access, counted from 0 at reset, that fails.
    pub nth_access: Option<u64>,
}

impl MemoryErrors {
    /// Whether any access may fail.
    pub fn possible(&self) -> bool {
        *self != MemoryErrors::default()
    }
}

/// An access that memory has accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// When.
    pub cycle: u64,
    /// Where.
    pub address: u64,
    /// What was written; `None` for a read.
    pub written: Option<u64>,
    /// Whether it was answered with an error.
    pub failed: bool,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Access {
            cycle,
            address,
            written,
            failed,
        } = self;
        match written {
            Some(data) => write!(f, "cycle {cycle}: write {address:#x} = {data:#018x}")?,
            None => write!(f, "cycle {cycle}: read {address:#x}")?,
        }
        f.write_str(if *failed { ", failed" } else { "" })
    }
}

/// Accesses kept in the log.
const LOG_ACCESSES: usize = 12;

struct Answer {
    due_cycle: u64,
    rdata: u64,
    error: bool,
}

/// The memory.
pub struct Memory {
    timing: MemoryTiming,
    errors: MemoryErrors,
    /// For the timing and the errors.
    rng: fastrand::Rng,
    /// What beats that were never written hold is worked out from this.
    garbage_seed: u64,
    beats: HashMap<u64, u64>,
    /// Numbers of the pages whose beats that were never written hold zeros.
    zero_pages: HashSet<u64>,
    written_lines: Vec<u64>,
    answers: VecDeque<Answer>,
    log: VecDeque<Access>,
    injected: InjectedErrors,
    /// Since reset.
    accesses: u64,
    reads: u64,
    writes: u64,
}

impl Memory {
    /// Memory full of garbage that `seed` determines.
    pub fn new(timing: MemoryTiming, errors: MemoryErrors, seed: u64) -> Memory {
        Memory {
            timing,
            errors,
            rng: fastrand::Rng::with_seed(seed),
            garbage_seed: seed,
            beats: HashMap::new(),
            zero_pages: HashSet::new(),
            written_lines: Vec::new(),
            answers: VecDeque::new(),
            log: VecDeque::new(),
            injected: InjectedErrors::default(),
            accesses: 0,
            reads: 0,
            writes: 0,
        }
    }

    /// Drops every answer under way, as the memory path's reset does. What is stored stays.
    pub fn reset(&mut self) {
        self.answers.clear();
        self.written_lines.clear();
        self.injected = InjectedErrors::default();
        self.accesses = 0;
    }

    /// Whether a request would be taken in this cycle.
    pub fn draw_ready(&mut self) -> bool {
        self.timing.stall_percent == 0 || self.rng.u8(0..100) >= self.timing.stall_percent
    }

    /// The answer that is due in `cycle`, as data and error. It stays until [`Memory::take_answer`].
    pub fn answer(&self, cycle: u64) -> Option<(u64, bool)> {
        self.answers
            .front()
            .filter(|answer| answer.due_cycle <= cycle)
            .map(|answer| (answer.rdata, answer.error))
    }

    /// The answer shown was taken.
    pub fn take_answer(&mut self) {
        self.answers.pop_front();
    }

    /// Accepts a request in `cycle`: a write of a beat, or a read.
    pub fn accept(&mut self, cycle: u64, address: u64, write: Option<u64>) {
        let failed = self.draw_failure(write.is_some());
        let mut rdata = self.rng.u64(..);
        match write {
            Some(data) => {
                self.writes += 1;
                // Whether a write that failed was done is anybody's guess.
                if !failed || self.rng.bool() {
                    self.beats.insert(address, data);
                    let line = address & !(memento_abi::HEADER_BYTES - 1);
                    if self.written_lines.last() != Some(&line) {
                        self.written_lines.push(line);
                    }
                }
            }
            None => {
                self.reads += 1;
                if !failed {
                    rdata = self.beat(address);
                }
            }
        }
        let MemoryTiming {
            latency_min_cycles: min,
            latency_max_cycles: max,
            ..
        } = self.timing;
        let latency_cycles = if min == max { min } else { self.rng.u32(min..=max) };
        self.answers.push_back(Answer {
            due_cycle: cycle + u64::from(latency_cycles.max(1)),
            rdata,
            error: failed,
        });
        if self.log.len() == LOG_ACCESSES {
            self.log.pop_front();
        }
        self.log.push_back(Access {
            cycle,
            address,
            written: write,
            failed,
        });
    }

    /// Whether an access, or what stands for one, fails.
    pub fn draw_failure(&mut self, write: bool) -> bool {
        let per_mille = match write {
            true => self.errors.writes_per_mille,
            false => self.errors.reads_per_mille,
        };
        let failed =
            self.errors.nth_access == Some(self.accesses) || per_mille > 0 && self.rng.u16(0..1000) < per_mille;
        self.accesses += 1;
        match write {
            true => self.injected.writes += u64::from(failed),
            false => self.injected.reads += u64::from(failed),
        }
        failed
    }

    /// What lies at `address`; garbage if nothing was ever written there.
    pub fn beat(&self, address: u64) -> u64 {
        let fresh = || match self.zero_pages.contains(&(address >> PAGE_SHIFT)) {
            true => 0,
            false => fastrand::Rng::with_seed(self.garbage_seed ^ address.wrapping_mul(0x9E37_79B9_7F4A_7C15)).u64(..),
        };
        self.beats.get(&address).copied().unwrap_or_else(fresh)
    }

    /// Makes all of `count` pages from page `first` on zeros: this is no access.
    pub fn zero_pages(&mut self, first: u64, count: u64) {
        self.beats
            .retain(|address, _| !(first..first + count).contains(&(address >> PAGE_SHIFT)));
        self.zero_pages.extend(first..first + count);
    }

    /// Puts a beat where it is to lie from the start: this is no access.
    pub fn store(&mut self, address: u64, data: u64) {
        self.beats.insert(address, data);
    }

    /// Which of the accesses to come fail.
    pub fn set_errors(&mut self, errors: MemoryErrors) {
        self.errors = errors;
    }

    /// Whether answers are under way.
    pub fn busy(&self) -> bool {
        !self.answers.is_empty()
    }

    /// Header lines written since the last call or reset.
    pub fn take_written_lines(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.written_lines)
    }

    /// Errors answered since reset.
    pub fn injected(&self) -> InjectedErrors {
        self.injected
    }

    /// Whether errors may be answered.
    pub fn may_fail(&self) -> bool {
        self.errors.possible()
    }

    /// Reads and writes accepted since the memory was made.
    pub fn counts(&self) -> (u64, u64) {
        (self.reads, self.writes)
    }

    /// The latest accesses, oldest first.
    pub fn log(&self) -> impl Iterator<Item = &Access> {
        self.log.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_never_written_hold_garbage_that_stays() {
        let memory = Memory::new(MemoryTiming::default(), MemoryErrors::default(), 5);
        assert_eq!(memory.beat(64), memory.beat(64));
        assert_ne!(memory.beat(64), memory.beat(72));
        assert_ne!(
            memory.beat(64),
            Memory::new(MemoryTiming::default(), MemoryErrors::default(), 6).beat(64)
        );
    }

    #[test]
    fn answers_come_in_order_and_within_the_latency() {
        let timing = MemoryTiming {
            latency_min_cycles: 2,
            latency_max_cycles: 9,
            stall_percent: 0,
        };
        let mut memory = Memory::new(timing, MemoryErrors::default(), 1);
        for beat in 0..100 {
            memory.accept(beat, 8 * beat, Some(beat));
        }
        for beat in 0..100 {
            memory.accept(100 + beat, 8 * beat, None);
        }
        for _ in 0..100 {
            memory.take_answer();
        }
        for beat in 0..100 {
            assert_eq!(memory.answer(101 + beat), None, "no answer before the shortest latency");
            assert_eq!(memory.answer(1000), Some((beat, false)));
            memory.take_answer();
        }
        assert!(!memory.busy());
    }

    #[test]
    fn exactly_the_nth_access_fails() {
        let errors = MemoryErrors {
            nth_access: Some(3),
            ..Default::default()
        };
        let mut memory = Memory::new(MemoryTiming::default(), errors, 1);
        for access in 0..10 {
            memory.accept(access, 8 * access, None);
        }
        let failed: Vec<u64> = memory
            .log()
            .filter(|access| access.failed)
            .map(|access| access.cycle)
            .collect();
        assert_eq!(failed, [3]);
        assert_eq!(memory.injected(), InjectedErrors { reads: 1, writes: 0 });
    }
}
