//! The golden model as a device: what every other device is compared with, and a quick check of the harness itself.

use crate::{
    dut::{Dut, InjectedErrors, Observation, Request, Response, Violation},
    pages::Shortage,
    property::Maker,
    steps::Case,
};
use memento_abi::{Geometry, HEADER_BYTES};
use memento_model::{EventCounts, HeaderBytes, Model, Settings, SettingsError};
use std::{collections::VecDeque, path::Path};

/// The golden model behind the [`Dut`] trait. It answers at once; a cycle is a request.
pub struct Golden {
    model: Model,
    shortage: Shortage,
    observed: VecDeque<Observation>,
    cycle: u64,
}

impl Golden {
    /// A golden model of `geometry`.
    ///
    /// # Errors
    /// The settings do not fit the geometry.
    pub fn new(geometry: Geometry, settings: &Settings) -> Result<Golden, SettingsError> {
        Ok(Golden {
            model: Model::new(geometry, *settings)?,
            shortage: Shortage::default(),
            observed: VecDeque::new(),
            cycle: 0,
        })
    }
}

impl Dut for Golden {
    fn geometry(&self) -> Geometry {
        self.model.setup().geometry
    }

    fn reset(&mut self, settings: &Settings) {
        self.observed.clear();
        self.model
            .reset_with(*settings)
            .expect("the scoreboard's model has accepted these settings");
    }

    fn configure(&mut self, settings: &Settings) {
        self.model
            .set_settings(*settings)
            .expect("the scoreboard's model has accepted these settings");
    }

    fn set_shortage(&mut self, seed: Option<u64>) -> Vec<u64> {
        self.shortage = Shortage::new(seed, []);
        Vec::new()
    }

    fn submit(&mut self, request: Request) -> Result<(), Violation> {
        let outcome = self
            .model
            .request_with(&mut self.shortage, request.operation, request.operand);
        self.observed.push_back(Observation::Response(Response {
            status: outcome.status,
            address: outcome.address,
            offered_cycle: self.cycle,
            accepted_cycle: self.cycle,
            valid_cycle: self.cycle + 1,
        }));
        self.cycle += 1;
        if let Some(error) = outcome.error {
            self.observed.push_back(Observation::PostedError {
                error,
                cycle: self.cycle,
            });
        }
        Ok(())
    }

    fn observe(&mut self) -> Option<Observation> {
        self.observed.pop_front()
    }

    fn wait(&mut self, cycles: u32) -> Result<(), Violation> {
        self.cycle += u64::from(cycles);
        Ok(())
    }

    fn await_responses(&mut self) -> Result<(), Violation> {
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Violation> {
        Ok(())
    }

    fn memory_beat(&self, address: u64) -> u64 {
        let offset = address % HEADER_BYTES;
        match self.model.header_bytes(address - offset) {
            HeaderBytes::Defined(header) => header.to_beats()[(offset / 8) as usize],
            HeaderBytes::NotDefined | HeaderBytes::NeverWritten | HeaderBytes::NoFrame => 0,
        }
    }

    fn take_written_lines(&mut self) -> Vec<u64> {
        self.model.headers().map(|(base, _)| base).collect()
    }

    fn events(&self) -> EventCounts {
        *self.model.counts()
    }

    fn injected_errors(&self) -> InjectedErrors {
        InjectedErrors::default()
    }

    fn may_inject_errors(&self) -> bool {
        false
    }

    fn fault_cycle(&self) -> Option<u64> {
        None
    }

    fn cycle(&self) -> u64 {
        self.cycle
    }
}

/// Makes golden models.
#[derive(Clone, Copy, Debug)]
pub struct GoldenMaker;

impl Maker for GoldenMaker {
    type Dut = Golden;
    fn make(&self, geometry: &Geometry, case: &Case, _vcd: Option<&Path>) -> Golden {
        Golden::new(*geometry, &case.settings).expect("a case's settings fit its configuration")
    }
    fn name(&self) -> &'static str {
        "GoldenMaker"
    }
}
