//! The line ports of a scrubber, and the rules that they keep: every line is dropped, then zeroed, in order, few at a time, and
//! what is offered stays until it is accepted.

use crate::prelude::*;
use memento_harness::memory::{Memory, MemoryErrors, MemoryTiming};
use memento_modules::memory_port::Surroundings;
use std::collections::VecDeque;

/// Bytes of a line, and lines of a frame.
pub const LINE_BYTES: u64 = 64;
pub const LINES: u64 = 64;
/// Most lines between their drop and the end of their zero write.
const MOST_BETWEEN: usize = 8;

/// What happens in a cycle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines {
    /// Address of a line that is offered to be dropped.
    pub drop_offered: Option<u64>,
    /// That line is dropped.
    pub dropped: Option<u64>,
    /// Address of a line that is being zeroed from now on.
    pub zero_accepted: Option<u64>,
    /// Address of a line whose zero write ends, and whether with an error.
    pub ended: Option<(u64, bool)>,
}

/// The ports.
pub struct LinePorts {
    memory: Memory,
    stall_percent: u64,
    noise: u64,
    drop_ready: bool,
    zero_ready: bool,
    ended: Option<bool>,
    drop_waiting: Option<u64>,
    zero_waiting: Option<u64>,
    /// Lines that were dropped, and are not yet asked to be zeroed.
    dropped: VecDeque<u64>,
    /// Lines that are being zeroed.
    open: VecDeque<u64>,
}

impl LinePorts {
    /// Ports with a memory of this kind behind them.
    pub fn new(like: &Surroundings) -> LinePorts {
        let timing = MemoryTiming {
            latency_min_cycles: like.latency_cycles.0,
            latency_max_cycles: like.latency_cycles.1,
            stall_percent: like.stall_percent,
        };
        let errors = MemoryErrors {
            nth_access: like.error_at,
            ..MemoryErrors::default()
        };
        LinePorts {
            memory: Memory::new(timing, errors, like.seed),
            stall_percent: like.stall_percent.into(),
            noise: like.seed,
            drop_ready: false,
            zero_ready: false,
            ended: None,
            drop_waiting: None,
            zero_waiting: None,
            dropped: VecDeque::new(),
            open: VecDeque::new(),
        }
    }

    /// Drives the ports' inputs for a cycle.
    pub fn drive(&mut self, dut: &mut ModuleDut) {
        self.noise = self.noise.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        self.drop_ready = (self.noise >> 40) % 100 >= self.stall_percent;
        self.zero_ready = self.memory.draw_ready();
        self.ended = self.memory.answer(dut.cycle()).map(|(_, error)| error);
        dut.set_all(pins! {
            drop_ready_i: self.drop_ready, zero_ready_i: self.zero_ready, zero_done_i: self.ended.is_some(),
            zero_error_i: self.ended.unwrap_or(self.noise >> 63 == 1),
        });
    }

    /// Looks at the ports' outputs, before the cycle ends.
    ///
    /// # Errors
    /// A rule was broken.
    pub fn look(&mut self, dut: &mut ModuleDut) -> Result<Lines, Mismatch> {
        let drop_offered = dut.bit("drop_valid_o").then(|| dut.number("drop_address_o"));
        let zero_offered = dut.bit("zero_valid_o").then(|| dut.number("zero_address_o"));
        for (name, waiting, offered) in [
            ("drop", self.drop_waiting, drop_offered),
            ("zero write", self.zero_waiting, zero_offered),
        ] {
            if waiting.is_some() && waiting != offered {
                return dut.fail(format!(
                    "the {name} of {waiting:x?} was not accepted and is now {offered:x?}"
                ));
            }
        }
        let dropped = drop_offered.filter(|_| self.drop_ready);
        let zero_accepted = zero_offered.filter(|_| self.zero_ready);
        self.drop_waiting = drop_offered.filter(|_| !self.drop_ready);
        self.zero_waiting = zero_offered.filter(|_| !self.zero_ready);
        if zero_offered.is_some() && zero_offered != self.dropped.front().copied() {
            return dut.fail(format!(
                "{zero_offered:x?} is to be zeroed; dropped and not yet zeroed are {:x?}",
                self.dropped
            ));
        }
        let mut lines = Lines {
            drop_offered,
            dropped,
            zero_accepted,
            ended: None,
        };
        if let Some(error) = self.ended {
            self.memory.take_answer();
            lines.ended = self.open.pop_front().map(|line| (line, error));
        }
        if let Some(line) = zero_accepted {
            self.memory.accept(dut.cycle(), line, Some(0));
            self.dropped.pop_front();
            self.open.push_back(line);
        }
        self.dropped.extend(dropped);
        if self.dropped.len() + self.open.len() > MOST_BETWEEN {
            return dut.fail(format!("{} lines are under way", self.dropped.len() + self.open.len()));
        }
        Ok(lines)
    }

    /// Lines under way.
    pub fn under_way(&self) -> usize {
        self.dropped.len() + self.open.len() + usize::from(self.drop_waiting.is_some())
    }

    /// Resets the ports: writes under way are lost.
    pub fn reset(&mut self) {
        self.memory.reset();
        (self.drop_waiting, self.zero_waiting) = (None, None);
        self.dropped.clear();
        self.open.clear();
    }
}
