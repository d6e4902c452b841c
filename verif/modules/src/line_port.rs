//! The port over which the cache reads and writes lines, and a memory behind it.

use crate::{Mismatch, ModuleDut};
use proptest::prelude::*;
use std::collections::{HashMap, VecDeque};

/// A small generator of random numbers: what it gives follows from its seed alone.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// A generator.
    pub fn new(seed: u64) -> Dice {
        Dice(seed | 1)
    }

    /// A number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        (self.number() >> 16) % limit
    }

    /// True `percent` times in 100.
    pub fn percent(&mut self, percent: u8) -> bool {
        self.below(100) < u64::from(percent)
    }
}

/// How fast and how faulty a line memory is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineTiming {
    /// Most cycles from a request to its first answer; fewest is 1.
    pub latency_cycles: u64,
    /// Cycles of 100 in which nothing is taken, and in which no beat comes.
    pub stall_percent: u8,
    /// Reads of 100 of which a beat fails.
    pub read_errors_percent: u8,
    /// Writes of 100 that fail.
    pub write_errors_percent: u8,
    /// For all of it.
    pub seed: u64,
}

/// Line memories from fast to slow; errors are rare.
pub fn line_timing() -> BoxedStrategy<LineTiming> {
    let errors = || prop_oneof![6 => Just(0u8), 1 => Just(5), 1 => Just(40)];
    let stall = prop_oneof![Just(0u8), Just(30), Just(80)];
    (
        prop_oneof![Just(1u64), Just(5), Just(30)],
        stall,
        errors(),
        errors(),
        any::<u64>(),
    )
        .prop_map(
            |(latency_cycles, stall_percent, read_errors_percent, write_errors_percent, seed)| LineTiming {
                latency_cycles,
                stall_percent,
                read_errors_percent,
                write_errors_percent,
                seed,
            },
        )
        .boxed()
}

#[derive(Clone, Debug)]
struct Answer {
    due_cycle: u64,
    read: bool,
    data: u64,
    error: bool,
}

/// What has happened at the port in a cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineEvent {
    /// A read of the line at this address was taken.
    Read(u64),
    /// The last beat of the line at this address was taken.
    Written(u64),
}

/// The memory behind the port.
#[derive(Clone, Debug)]
pub struct LinePort {
    beats: HashMap<u64, u64>,
    /// What beats hold that nobody wrote.
    empty: fn(u64) -> u64,
    timing: LineTiming,
    dice: Dice,
    answers: VecDeque<Answer>,
    ready: bool,
    shown: bool,
    waiting: Option<(bool, u64, u64)>,
    /// The line that is being written: address, beats so far.
    writing: Option<(u64, Vec<u64>)>,
    /// The read whose beats come now has failed.
    pub read_failed: bool,
    /// A write was answered with an error.
    pub write_failed: bool,
}

impl LinePort {
    /// A memory whose beats hold what `empty` says of their address.
    pub fn new(empty: fn(u64) -> u64) -> LinePort {
        LinePort {
            beats: HashMap::new(),
            empty,
            timing: LineTiming {
                latency_cycles: 1,
                stall_percent: 0,
                read_errors_percent: 0,
                write_errors_percent: 0,
                seed: 1,
            },
            dice: Dice::new(1),
            answers: VecDeque::new(),
            ready: false,
            shown: false,
            waiting: None,
            writing: None,
            read_failed: false,
            write_failed: false,
        }
    }

    /// From now on it is so.
    pub fn become_like(&mut self, timing: LineTiming) {
        self.timing = timing;
        self.dice = Dice::new(timing.seed);
    }

    /// What it holds.
    pub fn beat(&self, address: u64) -> u64 {
        self.beats
            .get(&address)
            .copied()
            .unwrap_or_else(|| (self.empty)(address))
    }

    /// Nothing is under way.
    pub fn idle(&self) -> bool {
        self.answers.is_empty() && self.writing.is_none()
    }

    /// The answer that is driven in this cycle is a beat that was read.
    pub fn beat_shown(&self) -> bool {
        self.shown && self.answers.front().is_some_and(|answer| answer.read)
    }

    /// Resets the memory path: what is under way is lost.
    pub fn reset(&mut self) {
        self.answers.clear();
        (self.waiting, self.writing) = (None, None);
        (self.read_failed, self.write_failed) = (false, false);
    }

    /// Drives the port's inputs for a cycle.
    pub fn drive(&mut self, dut: &mut ModuleDut) {
        self.ready = !self.dice.percent(self.timing.stall_percent);
        let cycle = dut.cycle();
        let due = self.answers.front().filter(|answer| answer.due_cycle <= cycle);
        self.shown = due.is_some() && !self.dice.percent(self.timing.stall_percent);
        let noise = self.dice.number();
        // Without an answer, data and error mean nothing.
        let (data, error) = match self.answers.front().filter(|_| self.shown) {
            Some(answer) => (answer.data, answer.error),
            None => (noise, noise >> 63 == 1),
        };
        dut.set("line_req_ready_i", self.ready);
        dut.set("line_rsp_valid_i", self.shown);
        if dut.module().has("line_rsp_rdata_i") {
            dut.set("line_rsp_rdata_i", data);
        }
        dut.set("line_rsp_error_i", error);
    }

    /// Looks at the port's outputs, before the clock rises.
    ///
    /// # Errors
    /// A request was withdrawn or changed, or a line is not written as a whole.
    pub fn look(&mut self, dut: &mut ModuleDut) -> Result<Option<LineEvent>, Mismatch> {
        let request = dut.bit("line_req_valid_o").then(|| {
            let write = dut.bit("line_req_write_o");
            let data = if write { dut.number("line_req_wdata_o") } else { 0 };
            (write, dut.number("line_req_address_o"), data)
        });
        if let Some(waiting) = self.waiting.filter(|waiting| Some(*waiting) != request) {
            return dut.fail(format!(
                "the line request {waiting:x?} was not taken and is now {request:x?}"
            ));
        }
        self.waiting = request.filter(|_| !self.ready);
        if self.shown {
            let answer = self.answers.pop_front().expect("it was shown");
            match answer.read {
                true => self.read_failed |= answer.error,
                false => self.write_failed |= answer.error,
            }
        }
        let Some((write, address, data)) = request.filter(|_| self.ready) else {
            return Ok(None);
        };
        if address % 64 != 0 {
            return dut.fail(format!("{address:#x} is no address of a line"));
        }
        let due_cycle = dut.cycle() + 1 + self.dice.below(self.timing.latency_cycles);
        if !write {
            if self.writing.is_some() {
                return dut.fail("a read is asked for in the middle of a line that is written");
            }
            let failing = self
                .dice
                .percent(self.timing.read_errors_percent)
                .then(|| self.dice.below(8));
            for beat in 0..8 {
                let (data, error) = (self.beat(address + 8 * beat), failing == Some(beat));
                self.answers.push_back(Answer {
                    due_cycle,
                    read: true,
                    data,
                    error,
                });
            }
            return Ok(Some(LineEvent::Read(address)));
        }
        let (line, beats) = self.writing.get_or_insert((address, vec![]));
        beats.push(data);
        if *line != address {
            return dut.fail(format!("beats of {address:#x} come in the middle of line {line:#x}"));
        }
        if beats.len() < 8 {
            return Ok(None);
        }
        let (_, beats) = self.writing.take().expect("it is being written");
        let error = self.dice.percent(self.timing.write_errors_percent);
        if !error {
            self.beats
                .extend((0..8).map(|beat| (address + 8 * beat as u64, beats[beat])));
        }
        self.answers.push_back(Answer {
            due_cycle,
            read: false,
            data: 0,
            error,
        });
        Ok(Some(LineEvent::Written(address)))
    }
}
