//! Compares a device with the golden model: every response, error report, event and header byte.
//!
//! While memory gives no errors, the model answers each request as it is submitted, and the device's answer is compared in
//! the cycle in which it comes. When memory may give errors, what became of a posted free is known only once the device is idle: the model
//! then follows, and nothing that the device ended with `BusError` reaches it.

use crate::{
    dut::{Dut, Observation, Request, Response, Violation},
    pages::Shortage,
};
use memento_abi::{Event, Geometry, Operation, Status};
use memento_model::{EventCounts, HeaderBytes, Model, Outcome, PostedError, Settings, SettingsError};
use std::collections::VecDeque;

/// How the device and the golden model differ.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cycle {cycle}: {what}")]
pub struct Mismatch {
    /// When it was seen.
    pub cycle: u64,
    /// What was seen.
    pub what: String,
}

impl From<Violation> for Mismatch {
    fn from(violation: Violation) -> Mismatch {
        Mismatch {
            cycle: violation.cycle,
            what: violation.rule.to_string(),
        }
    }
}

/// A request on its way, from the scoreboard's side.
struct Pending {
    request: Request,
    /// What the model says, once it has been asked.
    expected: Option<Outcome>,
    response: Option<Response>,
}

/// A request that has run its course.
#[derive(Clone, Copy, Debug)]
pub struct Finished {
    /// What was asked.
    pub request: Request,
    /// What the device answered.
    pub response: Response,
    /// What the model says of it: events, and the error a posted free met.
    pub outcome: Outcome,
}

/// A device next to its golden model.
pub struct Scoreboard<D> {
    dut: D,
    model: Model,
    shortage: Shortage,
    pending: VecDeque<Pending>,
    expected_errors: VecDeque<PostedError>,
    reported_errors: VecDeque<PostedError>,
    finished: Vec<Finished>,
    /// `BusError`s since reset: the model has no events for them.
    bus_errors: u64,
    /// A write failed since reset: from there on only the form of the answers is known.
    faulted: bool,
}

impl<D: Dut> Scoreboard<D> {
    /// Resets `dut` with `settings` and stands the model next to it.
    ///
    /// # Errors
    /// The settings do not fit the device's geometry.
    pub fn new(mut dut: D, settings: &Settings) -> Result<Scoreboard<D>, SettingsError> {
        let model = Model::new(dut.geometry(), *settings)?;
        dut.reset(settings);
        Ok(Scoreboard {
            dut,
            model,
            shortage: Shortage::default(),
            pending: VecDeque::new(),
            expected_errors: VecDeque::new(),
            reported_errors: VecDeque::new(),
            finished: Vec::new(),
            bus_errors: 0,
            faulted: false,
        })
    }

    /// The device.
    pub fn dut(&self) -> &D {
        &self.dut
    }

    /// The device, when nothing more is asked of it.
    pub fn into_dut(self) -> D {
        self.dut
    }

    /// The device, to open a VCD file, say. Requests must go through the scoreboard.
    pub fn dut_mut(&mut self) -> &mut D {
        &mut self.dut
    }

    /// The model, as far as it has followed.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Geometry of the device.
    pub fn geometry(&self) -> Geometry {
        self.model.setup().geometry
    }

    /// Whether a write has failed since reset, so that only a reset helps.
    pub fn faulted(&self) -> bool {
        self.faulted
    }

    /// The requests that have run their course since the last call, in order.
    pub fn take_finished(&mut self) -> std::vec::Drain<'_, Finished> {
        self.finished.drain(..)
    }

    /// Submits a request and compares all that the device says meanwhile. Returns what the model says of it, if that
    /// is known yet.
    ///
    /// # Errors
    /// The device differs from the model or breaks a rule.
    pub fn submit(&mut self, request: Request) -> Result<Option<Outcome>, Mismatch> {
        let eager = !self.dut.may_inject_errors();
        if !eager
            && self
                .pending
                .iter()
                .any(|p| p.request == request && request.operation == Operation::Free)
        {
            // Two posted frees of one address cannot be told apart on the error port.
            self.settle()?;
        }
        let (model, shortage) = (&mut self.model, &mut self.shortage);
        let expected = eager.then(|| model.request_with(shortage, request.operation, request.operand));
        if let Some(error) = expected.and_then(|outcome| outcome.error) {
            self.expected_errors.push_back(error);
        }
        self.pending.push_back(Pending {
            request,
            expected,
            response: None,
        });
        self.dut.submit(request)?;
        self.collect()?;
        Ok(expected)
    }

    /// Lets cycles pass without a request.
    ///
    /// # Errors
    /// The device differs from the model or breaks a rule.
    pub fn wait(&mut self, cycles: u32) -> Result<(), Mismatch> {
        self.dut.wait(cycles)?;
        self.collect()
    }

    /// Waits until every request has its response, as a hart does that can do nothing else meanwhile.
    ///
    /// # Errors
    /// The device differs from the model, breaks a rule or hangs.
    pub fn await_responses(&mut self) -> Result<(), Mismatch> {
        self.dut.await_responses()?;
        self.collect()
    }

    /// Waits until the device has done everything, then compares events and memory too.
    ///
    /// # Errors
    /// The device differs from the model or breaks a rule.
    pub fn settle(&mut self) -> Result<(), Mismatch> {
        self.dut.settle()?;
        self.collect()?;
        if self.dut.may_inject_errors() {
            self.follow()?;
        }
        if let Some(pending) = self.pending.front() {
            return self.differ(format!(
                "the device is idle, but {} has no response",
                text(&pending.request)
            ));
        }
        if let Some(error) = self.expected_errors.front() {
            return self.differ(format!("the device is idle, but did not report {}", report(error)));
        }
        if let Some(error) = self.reported_errors.front() {
            return self.differ(format!(
                "the device reported {}, but no free failed that way",
                report(error)
            ));
        }
        self.model
            .check()
            .map_err(|violation| self.mismatch(format!("the golden model itself is wrong: {violation}")))?;
        if !self.faulted {
            self.compare_events()?;
            self.compare_memory()?;
        }
        Ok(())
    }

    /// Resets device and model at whatever point they are.
    ///
    /// # Errors
    /// What the device said before the reset was wrong, or the settings do not fit.
    pub fn reset(&mut self, settings: &Settings) -> Result<(), Mismatch> {
        self.collect()?;
        self.model
            .reset_with(*settings)
            .map_err(|error| self.mismatch(error.to_string()))?;
        self.dut.reset(settings);
        self.shortage.reset();
        self.pending.clear();
        self.expected_errors.clear();
        self.reported_errors.clear();
        (self.bus_errors, self.faulted) = (0, false);
        Ok(())
    }

    /// Settles, then changes slice limit and reuse threshold.
    ///
    /// # Errors
    /// The device differs from the model, or the settings do not fit.
    pub fn configure(&mut self, settings: &Settings) -> Result<(), Mismatch> {
        self.settle()?;
        self.model
            .set_settings(*settings)
            .map_err(|error| self.mismatch(error.to_string()))?;
        self.dut.configure(settings);
        Ok(())
    }

    /// Settles, then refuses frames to first pages as `seed` says, or to none.
    ///
    /// # Errors
    /// The device differs from the model.
    pub fn set_shortage(&mut self, seed: Option<u64>) -> Result<(), Mismatch> {
        self.settle()?;
        self.shortage = Shortage::new(seed, self.dut.set_shortage(seed));
        Ok(())
    }

    /// Takes what the device has said, and compares what can be compared now.
    fn collect(&mut self) -> Result<(), Mismatch> {
        while let Some(observation) = self.dut.observe() {
            match observation {
                Observation::Response(response) => {
                    let Some(pending) = self.pending.iter_mut().find(|pending| pending.response.is_none()) else {
                        return self.differ("a response came that no request waits for".into());
                    };
                    pending.response = Some(response);
                    // The oldest is always first when the model is asked at once.
                    if let Some(expected) = pending.expected {
                        let request = pending.request;
                        self.pending.pop_front();
                        self.compare(request, expected, response)?;
                    }
                }
                Observation::PostedError { error, .. } if self.dut.may_inject_errors() => {
                    self.reported_errors.push_back(error);
                }
                Observation::PostedError { error, cycle } => match self.expected_errors.pop_front() {
                    Some(expected) if expected == error => {}
                    expected => {
                        let expected = expected.map_or("nothing".into(), |expected| report(&expected));
                        let what = format!("the device reported {}, the model {expected}", report(&error));
                        return Err(Mismatch { cycle, what });
                    }
                },
            }
        }
        Ok(())
    }

    fn compare(&mut self, request: Request, outcome: Outcome, response: Response) -> Result<(), Mismatch> {
        if (response.status, response.address) != (outcome.status, outcome.address) {
            let what = format!(
                "{} was answered {:?} {:#x}, the model says {:?} {:#x}",
                text(&request),
                response.status,
                response.address,
                outcome.status,
                outcome.address
            );
            return Err(Mismatch {
                cycle: response.valid_cycle,
                what,
            });
        }
        self.finished.push(Finished {
            request,
            response,
            outcome,
        });
        Ok(())
    }

    /// Lets the model follow an idle device whose memory may have failed.
    fn follow(&mut self) -> Result<(), Mismatch> {
        self.faulted |= self.dut.injected_errors().writes > 0;
        let fault_cycle = self.dut.fault_cycle();
        if self.faulted && fault_cycle.is_none() {
            return self.differ("memory failed a write, but fault_o is low".into());
        }
        while self.pending.front().is_some_and(|pending| pending.response.is_some()) {
            let Pending { request, response, .. } = self.pending.pop_front().expect("there is a front");
            let response = response.expect("checked above");
            let reported = PostedError {
                status: Status::BusError,
                address: request.operand,
            };
            let failed_later = request.operation == Operation::Free
                && response.status == Status::Ok
                && self.reported_errors.front() == Some(&reported);
            if failed_later {
                self.reported_errors.pop_front();
            }
            if response.status == Status::BusError || failed_later {
                self.bus_errors += 1;
                let refused = request.operation == Operation::Free && !failed_later;
                if refused && fault_cycle.is_none_or(|fault| response.valid_cycle < fault) {
                    return self.differ(format!("{} was answered BusError before any fault", text(&request)));
                }
                if response.address != 0 {
                    return self.differ(format!(
                        "{} failed but was answered {:#x}",
                        text(&request),
                        response.address
                    ));
                }
                let outcome = Outcome::bus_error(request.operation, request.operand);
                self.finished.push(Finished {
                    request,
                    response,
                    outcome,
                });
            } else if fault_cycle.is_some_and(|fault| response.accepted_cycle > fault) {
                return self.differ(format!(
                    "{} was answered {:?} though fault_o was high when it was accepted",
                    text(&request),
                    response.status
                ));
            } else {
                let (model, shortage) = (&mut self.model, &mut self.shortage);
                let outcome = model.request_with(shortage, request.operation, request.operand);
                if let Some(expected) = outcome.error {
                    let found = self.reported_errors.pop_front();
                    if found != Some(expected) {
                        let found = found.map_or("nothing".into(), |found| report(&found));
                        return self.differ(format!("the device reported {found}, the model {}", report(&expected)));
                    }
                }
                self.compare(request, outcome, response)?;
            }
        }
        let injected = self.dut.injected_errors();
        if !self.faulted && self.bus_errors > injected.reads {
            return self.differ(format!(
                "{} requests ended with BusError, but memory failed only {} reads",
                self.bus_errors, injected.reads
            ));
        }
        Ok(())
    }

    fn compare_events(&self) -> Result<(), Mismatch> {
        let mut expected: EventCounts = *self.model.counts();
        (0..self.bus_errors).for_each(|_| expected.count(Event::Error));
        let events = self.dut.events();
        let differences: Vec<String> = Event::ALL
            .into_iter()
            .filter(|event| events[*event] != expected[*event])
            .map(|event| format!("{event:?} {} times, the model {}", events[event], expected[event]))
            .collect();
        if differences.is_empty() {
            return Ok(());
        }
        self.differ(format!("since reset the device counted {}", differences.join("; ")))
    }

    fn compare_memory(&mut self) -> Result<(), Mismatch> {
        for line in self.dut.take_written_lines() {
            if self.model.header_bytes(line) == HeaderBytes::NeverWritten {
                return self.differ(format!(
                    "the device wrote the header at {line:#x}, an arena never handed out"
                ));
            }
        }
        for (base, header) in self.model.headers() {
            for (beat, expected) in header.to_beats().into_iter().enumerate() {
                let found = self.dut.memory_beat(base + 8 * beat as u64);
                if found != expected {
                    return self.differ(format!(
                        "memory holds {found:#018x} at {base:#x} + {:#x}, the model says {expected:#018x}: {header:x?}",
                        8 * beat
                    ));
                }
            }
        }
        Ok(())
    }

    fn mismatch(&self, what: String) -> Mismatch {
        Mismatch {
            cycle: self.dut.cycle(),
            what,
        }
    }

    fn differ(&self, what: String) -> Result<(), Mismatch> {
        Err(self.mismatch(what))
    }
}

fn text(request: &Request) -> String {
    match request.operation {
        Operation::Alloc => format!("alloc of {} B", request.operand),
        Operation::Free => format!("posted free of {:#x}", request.operand),
        Operation::FreeWait => format!("free of {:#x}", request.operand),
        Operation::Flush => "flush".into(),
    }
}

fn report(error: &PostedError) -> String {
    format!("{:?} for the posted free of {:#x}", error.status, error.address)
}
