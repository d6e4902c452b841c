//! Faults planted in the modules, to see that the tests notice them.

use crate::Module;
use memento_abi::Geometry;

/// A row of `faults.toml`: a text of a module's Verilog that is replaced by another.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// What goes wrong.
    pub name: &'static str,
    /// The module's Verilog name, without widths.
    pub module: &'static str,
    /// That of the configuration.
    pub geometry: Geometry,
    /// Whether the module's Verilog has the text that is to be replaced.
    pub planted: bool,
}

include!(concat!(env!("OUT_DIR"), "/faults.rs"));

impl Fault {
    /// The module with the fault.
    pub fn module(&self) -> Option<Module> {
        Module::built_as(self.name, self.geometry)
    }
}
