//! The memory port of a module: a memory behind it, as slow and faulty as asked, and the rules of the port.

use crate::{Mismatch, ModuleDut};
use memento_harness::memory::{Memory, MemoryErrors, MemoryTiming};
use proptest::prelude::*;

/// What a memory is like.
#[derive(Clone, Debug, PartialEq)]
pub struct Surroundings {
    /// Fewest and most cycles from a request to its answer.
    pub latency_cycles: (u32, u32),
    /// Cycles of 100 in which no request is taken.
    pub stall_percent: u8,
    /// The access, counted from 0, that is answered with an error.
    pub error_at: Option<u64>,
    /// For the timing, and for what beats hold that nobody wrote.
    pub seed: u64,
}

/// Memories from fast to slow; one in five answers one of the first `accesses` accesses with an error.
pub fn surroundings(accesses: u64) -> BoxedStrategy<Surroundings> {
    let latency_cycles = prop_oneof![Just((1, 1)), Just((3, 3)), Just((1, 6)), Just((20, 40))];
    let stall_percent = prop_oneof![Just(0u8), Just(30), Just(80)];
    let error_at = prop::option::weighted(0.2, 0..accesses);
    (latency_cycles, stall_percent, error_at, any::<u64>())
        .prop_map(|(latency_cycles, stall_percent, error_at, seed)| Surroundings {
            latency_cycles,
            stall_percent,
            error_at,
            seed,
        })
        .boxed()
}

/// A request that memory took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Address of the beat.
    pub address: u64,
    /// What is written; `None` for a read.
    pub written: Option<u64>,
    /// In which cycle.
    pub cycle: u64,
}

/// The memory port of a module.
pub struct MemoryPort {
    /// What its pins' names begin with.
    name: &'static str,
    memory: Memory,
    noise: u64,
    ready: bool,
    answer: Option<(u64, bool)>,
    waiting: Option<(u64, Option<u64>)>,
    /// Every request that memory took, in order.
    pub taken: Vec<Taken>,
    /// In which cycle the latest answer came.
    pub answered_cycle: u64,
    /// Whether an answer was an error.
    pub failed: bool,
}

impl MemoryPort {
    /// A memory at the pins `mem_..`.
    pub fn new(like: &Surroundings) -> MemoryPort {
        MemoryPort::named("mem", like)
    }

    /// A memory at the pins that begin with `name`.
    pub fn named(name: &'static str, like: &Surroundings) -> MemoryPort {
        let timing = MemoryTiming {
            latency_min_cycles: like.latency_cycles.0,
            latency_max_cycles: like.latency_cycles.1,
            stall_percent: like.stall_percent,
        };
        let errors = MemoryErrors {
            nth_access: like.error_at,
            ..MemoryErrors::default()
        };
        MemoryPort {
            name,
            memory: Memory::new(timing, errors, like.seed),
            noise: like.seed,
            ready: false,
            answer: None,
            waiting: None,
            taken: vec![],
            answered_cycle: 0,
            failed: false,
        }
    }

    /// What it holds.
    pub fn memory(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// Makes a read, or a write, that is taken in this cycle fail.
    pub fn fail_next(&mut self, (reads, writes): (bool, bool)) {
        let per_mille = |fails: bool| if fails { 1000 } else { 0 };
        self.memory.set_errors(MemoryErrors {
            reads_per_mille: per_mille(reads),
            writes_per_mille: per_mille(writes),
            nth_access: None,
        });
    }

    /// Drives the port's inputs for a cycle.
    pub fn drive(&mut self, dut: &mut ModuleDut) {
        self.noise = self.noise.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        self.ready = self.memory.draw_ready();
        self.answer = self.memory.answer(dut.cycle());
        // Without an answer, data mean nothing.
        let (data, error) = self.answer.unwrap_or((self.noise, self.noise >> 63 == 1));
        dut.set(&self.pin("req_ready_i"), self.ready);
        dut.set(&self.pin("rsp_valid_i"), self.answer.is_some());
        dut.set(&self.pin("rsp_error_i"), error);
        if dut.module().has(&self.pin("rsp_rdata_i")) {
            dut.set(&self.pin("rsp_rdata_i"), data);
        }
    }

    /// The answer shown in this cycle, as data and error.
    pub fn answer(&self) -> Option<(u64, bool)> {
        self.answer
    }

    fn pin(&self, name: &str) -> String {
        format!("{}_{name}", self.name)
    }

    /// Looks at the port's outputs and ends the cycle.
    ///
    /// # Errors
    /// A request was withdrawn or changed while it was not taken.
    pub fn edge(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.look(dut)?;
        dut.edge();
        Ok(())
    }

    /// Looks at the port's outputs, once in each cycle: a module may have several ports.
    ///
    /// # Errors
    /// As [`MemoryPort::edge`].
    pub fn look(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let module = dut.module();
        let valid = dut.bit(&self.pin("req_valid_o"));
        let request = valid.then(|| {
            let writes = match module.has(&self.pin("req_write_o")) {
                true => dut.bit(&self.pin("req_write_o")),
                false => module.has(&self.pin("req_wdata_o")),
            };
            (
                dut.number(&self.pin("req_address_o")),
                writes.then(|| dut.number(&self.pin("req_wdata_o"))),
            )
        });
        if let Some(waiting) = self.waiting.filter(|waiting| Some(*waiting) != request) {
            return dut.fail(format!(
                "the request {waiting:x?} was not taken and is now {request:x?}"
            ));
        }
        self.waiting = request.filter(|_| !self.ready);
        if let Some((_, error)) = self.answer {
            self.memory.take_answer();
            self.failed |= error;
            self.answered_cycle = dut.cycle();
        }
        if let (Some((address, written)), true) = (request, self.ready) {
            let cycle = dut.cycle();
            self.memory.accept(cycle, address, written);
            self.taken.push(Taken {
                address,
                written,
                cycle,
            });
        }
        Ok(())
    }

    /// A cycle in which nothing is looked at but the rules.
    ///
    /// # Errors
    /// As [`MemoryPort::edge`].
    pub fn idle(&mut self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        self.drive(dut);
        self.edge(dut)
    }

    /// Compares the requests taken with those expected, as address and what is written.
    ///
    /// # Errors
    /// They differ, or they do not follow each other in every cycle though memory never stalled.
    pub fn expect_requests(
        &self,
        dut: &ModuleDut,
        expected: &[(u64, Option<u64>)],
        like: &Surroundings,
    ) -> Result<(), Mismatch> {
        let taken: Vec<_> = self.taken.iter().map(|taken| (taken.address, taken.written)).collect();
        if taken != expected {
            return dut.fail(format!(
                "memory was asked for {taken:x?}, the contract says {expected:x?}"
            ));
        }
        let gap = self.taken.windows(2).find(|pair| pair[1].cycle != pair[0].cycle + 1);
        match gap.filter(|_| like.stall_percent == 0) {
            Some(pair) => dut.fail(format!("the requests {pair:x?} are not back to back")),
            None => Ok(()),
        }
    }

    /// Resets the memory path: answers under way are lost.
    pub fn reset(&mut self) {
        self.memory.reset();
        self.waiting = None;
    }
}
