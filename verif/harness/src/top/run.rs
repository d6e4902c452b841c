//! The whole next to the golden model, step by step.

mod compare;
mod steps;

use super::{
    scenario::{Scenario, CONTEXTS},
    DataRequest, Top,
};
use crate::{memory::MemoryErrors, scoreboard::Mismatch, verilator::Recording};
use memento_abi::{Event, Geometry, Operation, Status, PAGE_BYTES};
use memento_model::{invariants, Answer, PostedError, Settings, SettingsError, System};
use std::ops::AddAssign;

/// Frames of the roots; those of the pools come behind them.
pub(super) const ROOTS: u64 = 0x100;
/// Context blocks, a page each.
const BLOCKS: u64 = 0x80_000;
/// Frames that are enough for whatever one step needs: nothing is scarce.
const PLENTY_FRAMES: u64 = 400;

/// How much was run.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Requests by the status they ended with, as far as it was compared.
    pub requests: [u64; Status::ALL.len()],
    /// Loads and stores, likewise.
    pub accesses: [u64; Status::ALL.len()],
    /// Events of the object allocator.
    pub events: [u64; Event::COUNT],
    /// Commands.
    pub commands: u64,
    /// Comparisons of page tables and all bytes.
    pub comparisons: u64,
    /// Resets while something was under way.
    pub resets: u64,
    /// Sticky faults.
    pub faults: u64,
    /// Clock cycles.
    pub cycles: u64,
}

impl Coverage {
    /// Requests, accesses and commands that were carried out and compared.
    pub fn operations(&self) -> u64 {
        self.requests.iter().chain(&self.accesses).sum::<u64>() + self.commands
    }

    /// Whether a request or an access has found no frame.
    pub fn out_of_frames(&self) -> bool {
        let none = Status::OutOfFrames as usize;
        self.requests[none] + self.accesses[none] > 0
    }

    /// What was never reached.
    pub fn gaps(&self) -> Vec<String> {
        let accesses = [
            Status::Ok,
            Status::NotOurs,
            Status::BadPointer,
            Status::BusError,
            Status::OutOfFrames,
        ];
        let requests = Status::ALL
            .iter()
            .filter(|status| self.requests[**status as usize] == 0)
            .map(|status| format!("a request that ends with {status:?}"));
        let accesses = accesses
            .iter()
            .filter(|status| self.accesses[**status as usize] == 0)
            .map(|status| format!("an access that ends with {status:?}"));
        let others = [
            ("a command", self.commands),
            ("a comparison", self.comparisons),
            ("a reset", self.resets),
            ("a fault", self.faults),
        ];
        let others = others
            .iter()
            .filter(|(_, count)| *count == 0)
            .map(|(what, _)| (*what).into());
        requests.chain(accesses).chain(others).collect()
    }
}

impl AddAssign<&Coverage> for Coverage {
    fn add_assign(&mut self, other: &Coverage) {
        let sums = [
            (&mut self.requests[..], &other.requests[..]),
            (&mut self.accesses[..], &other.accesses[..]),
            (&mut self.events[..], &other.events[..]),
        ];
        for (mine, theirs) in sums {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
        self.commands += other.commands;
        self.comparisons += other.comparisons;
        self.resets += other.resets;
        self.faults += other.faults;
        self.cycles += other.cycles;
    }
}

/// What the error and interrupt registers must show.
#[derive(Clone, Debug, Default)]
struct Shown {
    /// Posted frees that failed.
    posted: Vec<PostedError>,
    /// Accesses that failed: status, whether it was a store, address.
    accesses: Vec<(Status, bool, u64)>,
    out_of_frames: bool,
    command_done: bool,
}

/// The whole and its model.
pub struct Run {
    /// The device.
    pub top: Top,
    /// The model.
    pub system: System,
    /// What was reached.
    pub coverage: Coverage,
    live: Vec<Vec<u64>>,
    freed: Vec<Vec<u64>>,
    context: usize,
    next_frame: u64,
    favourite: u64,
    stamp: u64,
    shown: Shown,
    /// Posted frees may still be under way.
    posted: bool,
    errors: MemoryErrors,
}

impl Run {
    /// Carries out all steps, and compares everything on the way.
    ///
    /// # Errors
    /// The first difference.
    pub fn of(geometry: Geometry, scenario: &Scenario, recording: Option<Recording>) -> Result<Run, Mismatch> {
        let mut run = Run::new(geometry, scenario, recording)?;
        for step in &scenario.steps {
            run.step(*step)?;
        }
        run.leave_errors()?;
        run.compare()?;
        run.coverage.cycles = run.top.cycle();
        Ok(run)
    }

    /// Brings a device up for a scenario.
    ///
    /// # Errors
    /// It does not come up.
    pub fn new(geometry: Geometry, scenario: &Scenario, recording: Option<Recording>) -> Result<Run, Mismatch> {
        let settings = Settings {
            region_base: scenario.region << geometry.region_bits,
            slice_limit_pages: scenario.pages,
            ..Settings::whole_region(&geometry)
        };
        let top = Top::new(geometry, scenario.timing, scenario.seed, recording);
        let mut run = Run::start(top, settings)?;
        run.favourite = scenario.favourite;
        run.add_frames(scenario.frames)?;
        Ok(run)
    }

    /// Brings a device up, without frames.
    ///
    /// # Errors
    /// It does not come up, or the settings do not fit the configuration.
    pub(super) fn start(mut top: Top, settings: Settings) -> Result<Run, Mismatch> {
        let geometry = top.geometry();
        let unfit = |top: &Top, error: SettingsError| top.mismatch(error.to_string());
        let mut system = System::new(geometry, settings, ROOTS).map_err(|error| unfit(&top, error))?;
        top.reset();
        top.zero_frames(ROOTS, 1);
        for other in 1..CONTEXTS as u64 {
            top.place_empty(BLOCKS + other * PAGE_BYTES, &settings, ROOTS + other);
            system
                .place_empty(BLOCKS + other * PAGE_BYTES, settings, ROOTS + other)
                .map_err(|error| unfit(&top, error))?;
        }
        top.bring_up(&settings, ROOTS)?;
        top.write("IRQ_ENABLE", 0x3F)?;
        Ok(Run {
            top,
            system,
            coverage: Coverage::default(),
            live: vec![Vec::new(); CONTEXTS],
            freed: vec![Vec::new(); CONTEXTS],
            context: 0,
            next_frame: ROOTS + CONTEXTS as u64,
            favourite: 8,
            stamp: 0,
            shown: Shown::default(),
            posted: false,
            errors: MemoryErrors::default(),
        })
    }

    fn differ<T>(&self, what: String) -> Result<T, Mismatch> {
        Err(self.top.mismatch(what))
    }

    fn check<T, E: std::fmt::Display>(&self, result: Result<T, E>) -> Result<T, Mismatch> {
        result.map_err(|error| self.top.mismatch(error.to_string()))
    }

    pub(super) fn add_frames(&mut self, count: u64) -> Result<(), Mismatch> {
        let first = self.next_frame;
        self.next_frame += count;
        self.top.zero_frames(first, count);
        let accepted = self.top.add_frames(first, count)?;
        let result = self.system.add_frames(first, count, Some(accepted));
        self.check(result).map(|_| ())
    }

    /// Requests of one kind, one behind the other unless memory may fail. Returns the addresses of those that ended well.
    fn requests(&mut self, operation: Operation, operands: &[u64], doorbell: bool) -> Result<Vec<u64>, Mismatch> {
        // Where memory fails, the outcome of each is needed before the next.
        let operation = match operation {
            Operation::Free if self.errors.possible() => Operation::FreeWait,
            other => other,
        };
        let at_once = if self.errors.possible() || doorbell {
            1
        } else {
            operands.len().max(1)
        };
        let mut addresses = Vec::new();
        for operands in operands.chunks(at_once) {
            let answers = match doorbell {
                true => vec![self.top.ring(operation, operands[0])?],
                false => self.top.requests(operation, operands)?,
            };
            if self.restart_after_fault()? {
                return Ok(Vec::new());
            }
            for (operand, answer) in operands.iter().zip(answers) {
                self.compare_request(operation, *operand, answer)?;
                addresses.extend((answer.status == Status::Ok).then_some(answer.address));
            }
        }
        self.posted |= operation == Operation::Free;
        Ok(addresses)
    }

    pub(super) fn compare_request(
        &mut self,
        operation: Operation,
        operand: u64,
        answer: Answer,
    ) -> Result<(), Mismatch> {
        self.coverage.requests[answer.status as usize] += 1;
        if answer.status == Status::BusError {
            if !self.errors.possible() {
                return self.differ(format!(
                    "{operation:?} {operand:#x} ended with BusError, but memory is well"
                ));
            }
            self.system.request_bus_error(operation, operand);
            return Ok(());
        }
        let before = (answer.status != Status::Ok).then(|| self.system.context.clone());
        let expected = self.system.request(operation, operand, Some(answer));
        if (expected.status, expected.address) != (answer.status, answer.address) {
            return self.differ(format!(
                "{operation:?} {operand:#x} was answered {:?} {:#x}, not {:?} {:#x}",
                answer.status, answer.address, expected.status, expected.address
            ));
        }
        if let Some(before) = before {
            let model = &self.system.context.model;
            self.check(invariants::check_error_changed_nothing(&before.model, model, &expected))?;
            self.check(invariants::pages::check_error(
                &before,
                &self.system.context,
                expected.result(),
            ))?;
        }
        self.shown.posted.extend(expected.error);
        self.shown.out_of_frames |= answer.status == Status::OutOfFrames;
        Ok(())
    }

    /// Loads and stores, one behind the other unless memory may fail.
    pub(super) fn accesses(&mut self, requests: &[DataRequest]) -> Result<(), Mismatch> {
        let at_once = if self.errors.possible() {
            1
        } else {
            requests.len().max(1)
        };
        for requests in requests.chunks(at_once) {
            let responses = self.top.access(requests)?;
            if self.restart_after_fault()? {
                return Ok(());
            }
            for (request, response) in requests.iter().zip(responses) {
                self.compare_access(request, response)?;
            }
        }
        Ok(())
    }
}
