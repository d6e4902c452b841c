//! The whole of Memento under Verilator: harts, registers and memory around it, and the rules of every port in every cycle.

pub mod data;
mod desk;
pub mod measure;
mod pins;
pub mod property;
pub mod run;
pub mod scenario;
pub mod software;
pub mod waves;

pub use pins::{DataRequest, DataResponse, Instruction, TopInputs, TopOutputs, TopPins};

use crate::{
    axi::{AxiMemory, AxiTiming},
    axi_lite::{AxiLiteChecker, AxiLiteMaster, Reluctance},
    memory::MemoryErrors,
    scoreboard::Mismatch,
    verilator::Recording,
};
use memento_abi::Geometry;
use std::collections::VecDeque;

/// How fast everything around the whole is. The default is as fast as it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopTiming {
    /// Memory.
    pub memory: AxiTiming,
    /// The master of the registers.
    pub registers: Reluctance,
    /// Cycles of 100 in which a hart neither begins an instruction or an access nor takes an answer.
    pub hart_percent: u8,
}

/// Cycles in which what was waited for must have come.
const HANG_CYCLES: u64 = 1_000_000;
/// Cycles without any use of the memory after which nothing is under way behind the registers.
const SILENCE_CYCLES: u32 = 300;

/// When something that a port took was taken and answered, in cycles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The cycle in which it was taken.
    pub taken: u64,
    /// The cycle in which its answer was taken.
    pub answered: u64,
}

/// What goes to a port, and what comes back.
struct Stream<Q, A> {
    queue: VecDeque<Q>,
    offered: bool,
    /// When what is not answered was taken.
    unanswered: VecDeque<u64>,
    held: Option<A>,
    answers: VecDeque<A>,
    /// Of the latest lot.
    spans: Vec<Span>,
}

impl<Q: Copy, A: Copy + PartialEq + std::fmt::Debug> Stream<Q, A> {
    fn new() -> Stream<Q, A> {
        Stream {
            queue: VecDeque::new(),
            offered: false,
            unanswered: VecDeque::new(),
            held: None,
            answers: VecDeque::new(),
            spans: Vec::new(),
        }
    }

    fn offer(&mut self, go: bool) -> Option<Q> {
        self.offered |= go;
        self.queue.front().copied().filter(|_| self.offered)
    }

    fn observe(
        &mut self,
        (name, cycle): (&str, u64),
        taken: bool,
        answer: Option<A>,
        answer_taken: bool,
    ) -> Result<(), String> {
        if self.held.is_some_and(|held| answer != Some(held)) {
            return Err(format!("{name}: {:x?} was not taken and is now {answer:x?}", self.held));
        }
        self.held = answer.filter(|_| !answer_taken);
        if let Some(answer) = answer {
            let Some(&taken) = self.unanswered.front() else {
                return Err(format!("{name}: {answer:x?} answers nothing"));
            };
            if answer_taken {
                self.unanswered.pop_front();
                self.answers.push_back(answer);
                self.spans.push(Span { taken, answered: cycle });
            }
        }
        if taken && self.offered && self.queue.pop_front().is_some() {
            self.offered = false;
            self.unanswered.push_back(cycle);
        }
        Ok(())
    }

    fn waits(&self) -> bool {
        !self.unanswered.is_empty() || !self.queue.is_empty()
    }

    /// Everything that was answered.
    fn take(&mut self) -> Vec<A> {
        self.answers.drain(..).collect()
    }
}

/// The whole, with everything around it.
pub struct Top {
    pins: TopPins,
    geometry: Geometry,
    timing: TopTiming,
    rng: fastrand::Rng,
    cycle: u64,
    /// The memory behind it.
    pub memory: AxiMemory,
    csr: AxiLiteMaster,
    rules: AxiLiteChecker,
    cfu: Stream<Instruction, u64>,
    data: Stream<DataRequest, DataResponse>,
    /// Software resets it: accesses are lost, and whatever shows on the data port means nothing.
    resetting: bool,
    irq: bool,
    /// Cycles since memory was used.
    silence: u32,
    /// What was on the ports, if somebody wants to know.
    cycles: Option<Vec<(TopInputs, TopOutputs)>>,
}

impl Top {
    /// The whole in a configuration. All randomness comes from `seed`. It needs a [`Top::reset`].
    pub fn new(geometry: Geometry, timing: TopTiming, seed: u64, recording: Option<Recording>) -> Top {
        let pins = TopPins::new(&geometry, seed, recording).unwrap_or_else(|error| panic!("{error}"));
        Top {
            pins,
            geometry,
            timing,
            rng: fastrand::Rng::with_seed(seed),
            cycle: 0,
            memory: AxiMemory::new(timing.memory, MemoryErrors::default(), seed),
            csr: AxiLiteMaster::new(timing.registers, seed),
            rules: AxiLiteChecker::default(),
            cfu: Stream::new(),
            data: Stream::new(),
            resetting: false,
            irq: false,
            silence: 0,
            cycles: None,
        }
    }

    /// From now on ports that mean nothing keep their value, as in a system.
    pub fn be_quiet(&mut self) {
        self.pins.quiet = true;
    }

    /// The configuration.
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// Cycles so far.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    /// Whether the interrupt was raised in the latest cycle.
    pub fn irq(&self) -> bool {
        self.irq
    }

    /// From now on memory answers with such errors.
    pub fn set_errors(&mut self, errors: MemoryErrors) {
        self.memory.become_like(self.timing.memory, errors);
    }

    /// Resets by the pin, the memory bus and harts with it.
    pub fn reset(&mut self) {
        let inputs = TopInputs::default();
        for _ in 0..2 {
            self.pins.eval(&inputs);
            self.pins.edge();
            self.cycle += 1;
        }
        self.memory.reset();
        self.csr.reset();
        self.rules.reset();
        (self.cfu, self.data) = (Stream::new(), Stream::new());
        self.silence = 0;
    }

    fn go(&mut self) -> bool {
        self.timing.hart_percent == 0 || self.rng.u8(0..100) >= self.timing.hart_percent
    }

    /// Lets one cycle pass.
    ///
    /// # Errors
    /// A rule of a port is broken.
    pub fn step(&mut self) -> Result<(), Mismatch> {
        let mut inputs = TopInputs {
            rst_n: true,
            axi: self.memory.drive(self.cycle),
            ..TopInputs::default()
        };
        self.csr.drive(&mut inputs.csr);
        let (cfu, data) = (self.go(), self.go());
        inputs.cfu = self.cfu.offer(cfu);
        inputs.data = self.data.offer(data);
        (inputs.cfu_ready, inputs.data_ready) = (self.go(), self.go());
        let outputs = self.pins.eval(&inputs);
        let result = self.observe(&inputs, &outputs);
        if let Some(cycles) = &mut self.cycles {
            cycles.push((inputs, outputs));
        }
        self.pins.edge();
        let cycle = self.cycle;
        self.cycle += 1;
        result.map_err(|what| Mismatch { cycle, what })
    }

    fn observe(&mut self, inputs: &TopInputs, outputs: &TopOutputs) -> Result<(), String> {
        self.irq = outputs.irq;
        self.rules
            .cycle(&outputs.csr)
            .map_err(|rule| format!("csr_*: {rule}"))?;
        self.csr.observe(&outputs.csr);
        self.memory
            .edge(self.cycle, &outputs.axi)
            .map_err(|rule| format!("axi_*: {rule}"))?;
        let axi = &outputs.axi;
        let used = axi.aw.is_some() || axi.w.is_some() || axi.ar.is_some() || self.memory.under_way() != (0, 0);
        self.silence = if used { 0 } else { self.silence + 1 };
        self.cfu
            .observe(("cfu_*", self.cycle), outputs.cfu_ready, outputs.cfu, inputs.cfu_ready)?;
        if self.resetting {
            return Ok(());
        }
        self.data.observe(
            ("data_*", self.cycle),
            outputs.data_ready,
            outputs.data,
            inputs.data_ready,
        )
    }

    fn wait_until(&mut self, what: &str, mut there: impl FnMut(&mut Top) -> bool) -> Result<(), Mismatch> {
        let start = self.cycle;
        while !there(self) {
            if self.cycle - start > HANG_CYCLES {
                return Err(self.mismatch(format!("{what} did not come in {HANG_CYCLES} cycles")));
            }
            self.step()?;
        }
        Ok(())
    }

    /// A difference found in this cycle.
    pub fn mismatch(&self, what: String) -> Mismatch {
        Mismatch {
            cycle: self.cycle,
            what,
        }
    }

    /// Has a hart execute instructions, at most four under way, and returns their results.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn execute(&mut self, instructions: &[Instruction]) -> Result<Vec<u64>, Mismatch> {
        self.cfu.queue.extend(instructions);
        self.cfu.spans.clear();
        self.wait_until("the result of a custom instruction", |top| !top.cfu.waits())?;
        Ok(self.cfu.take())
    }

    /// Has a hart load and store, one behind the other, and returns the responses.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn access(&mut self, requests: &[DataRequest]) -> Result<Vec<DataResponse>, Mismatch> {
        self.data.queue.extend(requests);
        self.data.spans.clear();
        self.wait_until("the response to an access", |top| !top.data.waits())?;
        Ok(self.data.take())
    }

    /// When the latest [`Top::execute`]'s instructions were taken and answered, in order.
    pub fn executed(&self) -> &[Span] {
        &self.cfu.spans
    }

    /// When the latest [`Top::access`]'s accesses were taken and answered, in order.
    pub fn accessed(&self) -> &[Span] {
        &self.data.spans
    }

    /// Begins instructions and accesses, and lets `cycles` cycles pass, whatever becomes of them.
    ///
    /// # Errors
    /// A rule of a port is broken.
    pub fn begin(
        &mut self,
        instructions: &[Instruction],
        requests: &[DataRequest],
        cycles: u32,
    ) -> Result<(), Mismatch> {
        self.cfu.queue.extend(instructions);
        self.data.queue.extend(requests);
        (0..cycles).try_for_each(|_| self.step())
    }
}

/// Everything that a test needs which a failure printed.
pub mod prelude {
    pub use super::{
        run::Run,
        scenario::{Scenario, TopStep::*},
        TopTiming,
    };
    pub use crate::{axi::AxiTiming, memory::MemoryTiming};
    pub use memento_abi::{PAPER, SOC32, TINY};
}
