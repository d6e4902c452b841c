//! A module under test: its pins by name, and its clock.

use crate::{value::Pins, Value};
use memento_abi::Geometry;
use memento_harness::verilator::{Model, ModelInfo, Port, WidePort};
use std::path::Path;

/// A module of one configuration, before it runs.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    info: &'static ModelInfo,
    /// The configuration.
    pub geometry: Geometry,
}

impl Module {
    /// The modules called `stem`, or `stem` with widths behind it, in a configuration.
    pub fn all(stem: &str, geometry: Geometry) -> Vec<Module> {
        let mut modules = Module::every(geometry);
        modules.retain(|module| module.is_form_of(stem));
        modules
    }

    /// Every module of a configuration.
    pub fn every(geometry: Geometry) -> Vec<Module> {
        let infos = crate::models::MODELS.iter();
        infos
            .filter(|info| info.configuration == geometry.name)
            .map(|info| Module { info, geometry })
            .collect()
    }

    /// The module that was built under the name of a fault.
    pub(crate) fn built_as(name: &str, geometry: Geometry) -> Option<Module> {
        let info = crate::models::MODELS.iter().find(|info| info.configuration == name)?;
        Some(Module { info, geometry })
    }

    /// Whether it is `stem` itself, or `stem` with widths behind it.
    pub fn is_form_of(&self, stem: &str) -> bool {
        let suffix = self.name().strip_prefix(stem);
        suffix.is_some_and(|suffix| suffix.chars().all(|c| c == '_' || c == 'x' || c.is_ascii_digit()))
    }

    /// Its Verilog name.
    pub fn name(&self) -> &'static str {
        self.info.module
    }

    /// Whether it has a port of this name.
    pub fn has(&self, port: &str) -> bool {
        self.info.ports.iter().any(|info| info.name == port)
    }

    /// Width in bits of a port.
    ///
    /// # Panics
    /// There is no such port.
    pub fn width(&self, port: &str) -> u32 {
        let found = self.info.ports.iter().find(|info| info.name == port);
        found
            .unwrap_or_else(|| panic!("{} has no port {port}", self.name()))
            .bits
    }

    /// All values of a port of up to 64 bits have these bits.
    ///
    /// # Panics
    /// There is no such port.
    pub fn mask(&self, port: &str) -> u64 {
        u64::MAX >> (64 - self.width(port).min(64))
    }

    /// A running model; registers without a reset value start as `seed` says.
    pub fn start(self, seed: u64) -> ModuleDut {
        let model = Model::of(self.info, seed).expect("the table has the model's own ports");
        let pins = self.info.ports.iter().map(|info| {
            let port = match info.bits {
                ..=64 => Pin::Narrow(model.port(info.name, info.bits).expect("listed")),
                _ => Pin::Wide(model.wide_port(info.name, info.bits).expect("listed")),
            };
            (info.name, port)
        });
        let pins: Vec<_> = pins.collect();
        ModuleDut {
            module: self,
            pins,
            model,
            clocked: self.has("clk_i"),
            cycle: 0,
        }
    }
}

#[derive(Clone, Copy)]
enum Pin {
    Narrow(Port),
    Wide(WidePort),
}

/// A module that runs. A cycle is: set inputs, look at outputs, [`ModuleDut::edge`].
pub struct ModuleDut {
    module: Module,
    model: Model,
    pins: Vec<(&'static str, Pin)>,
    clocked: bool,
    cycle: u64,
}

/// The first difference between a module and its contract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cycle {cycle}: {what}")]
pub struct Mismatch {
    /// When.
    pub cycle: u64,
    /// What differs.
    pub what: String,
}

impl ModuleDut {
    /// What runs.
    pub fn module(&self) -> Module {
        self.module
    }

    /// Starts to record every signal.
    pub fn record(&mut self, path: &Path) {
        // What cannot be written is missing from the report.
        let _ = self.model.open_vcd(path);
    }

    fn pin(&self, name: &str) -> Pin {
        let found = self.pins.iter().find(|(pin, _)| *pin == name);
        found
            .unwrap_or_else(|| panic!("{} has no port {name}", self.module.name()))
            .1
    }

    /// Drives an input.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let Value(words) = value.into();
        match self.pin(name) {
            Pin::Narrow(port) => self.model.set(port, words[0]),
            Pin::Wide(port) => {
                let halves = words.iter().flat_map(|word| [*word as u32, (word >> 32) as u32]);
                let mut left = self.module.width(name);
                for (place, half) in self.model.wide_mut(port).iter_mut().zip(halves) {
                    *place = half & (u32::MAX >> (32 - left.min(32)));
                    left -= left.min(32);
                }
            }
        }
    }

    /// Drives inputs.
    pub fn set_all(&mut self, pins: Pins) {
        pins.into_iter().for_each(|(name, value)| self.set(name, value));
    }

    /// Works the outputs out and returns one of them.
    pub fn get(&mut self, name: &str) -> Value {
        self.model.eval();
        match self.pin(name) {
            Pin::Narrow(port) => self.model.get(port).into(),
            Pin::Wide(port) => {
                let mut words = [0; 4];
                for (place, half) in self.model.wide(port).iter().enumerate() {
                    words[place / 2] |= u64::from(*half) << (32 * (place % 2));
                }
                Value(words)
            }
        }
    }

    /// Works the outputs out and returns one of them, of up to 64 bits.
    pub fn number(&mut self, name: &str) -> u64 {
        self.get(name).low()
    }

    /// Works the outputs out and returns one of them, of one bit.
    pub fn bit(&mut self, name: &str) -> bool {
        self.number(name) != 0
    }

    /// Compares an output with what the contract says.
    ///
    /// # Errors
    /// They differ.
    pub fn expect(&mut self, name: &str, expected: impl Into<Value>) -> Result<(), Mismatch> {
        let (found, expected) = (self.get(name), expected.into());
        if found == expected {
            return Ok(());
        }
        self.fail(format!("{name} is {found}, the contract says {expected}"))
    }

    /// A difference in this cycle.
    ///
    /// # Errors
    /// Always.
    pub fn fail<T>(&self, what: impl Into<String>) -> Result<T, Mismatch> {
        Err(Mismatch {
            cycle: self.cycle,
            what: what.into(),
        })
    }

    /// Raises the clock, if there is one, and lowers it again.
    pub fn edge(&mut self) {
        self.model.eval();
        self.model.dump();
        if self.clocked {
            self.set("clk_i", true);
            self.model.eval();
            self.model.dump();
            self.set("clk_i", false);
            self.model.eval();
        }
        self.cycle += 1;
    }

    /// A cycle of reset, if the module has one. It is released afterwards.
    pub fn reset(&mut self) {
        if self.module.has("rst_ni") {
            self.set("rst_ni", false);
            self.edge();
            self.set("rst_ni", true);
        }
    }

    /// Cycles so far.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }
}
