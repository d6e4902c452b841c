//! What the committed Verilog must come to: `synth/expect.toml`.

use crate::target::CellKind;
use crate::yosys::Cells;
use crate::{Design, Error, Measurement, Target};
use serde::Deserialize;
use std::fs;

/// A module of a configuration, on a target, and what it must come to there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The configuration.
    pub config: String,
    /// The module.
    pub top: String,
    /// The target.
    pub target: Target,
    /// Clock that the median seed must reach, in MHz.
    pub min_mhz: f64,
    /// RAM cells by type: exactly these, or a memory was lost to flip-flops or doubled.
    pub ram: Cells,
}

impl Expectation {
    /// Every expectation.
    ///
    /// # Errors
    /// The file cannot be read or says something else.
    pub fn all() -> Result<Vec<Expectation>, Error> {
        #[derive(Deserialize)]
        struct List {
            #[serde(default)]
            expect: Vec<Expectation>,
        }
        let path = memento_tools::root().join("synth/expect.toml");
        let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
        let list: List = toml::from_str(&text).map_err(|error| Error::content(&path, error))?;
        if list.expect.is_empty() {
            return Err(Error::content(&path, "the file names nothing to measure"));
        }
        Ok(list.expect)
    }

    /// The design that it speaks of.
    ///
    /// # Errors
    /// The configuration's file list cannot be read.
    pub fn design(&self) -> Result<Design, Error> {
        Design::committed(&self.config, &self.top)
    }

    /// In which ways, as sentences, a measurement falls short.
    pub fn shortfalls(&self, measured: &Measurement) -> Vec<String> {
        let mut sentences = Vec::new();
        let who = format!("{} {} on {}", self.config, self.top, self.target.device());
        let ram: Cells = measured
            .of_kind(CellKind::Ram)
            .map(|(cell, count)| (cell.into(), count))
            .collect();
        if ram != self.ram {
            let (found, wanted) = (in_words(&ram), in_words(&self.ram));
            sentences.push(format!(
                "{who} has RAM cells {found}, but expect.toml asks for {wanted}: a memory changed its form"
            ));
        }
        if let Some(median) = measured.median() {
            if median.fmax_mhz < self.min_mhz {
                let (found, wanted) = (median.fmax_mhz, self.min_mhz);
                sentences.push(format!(
                    "{who} reaches {found:.1} MHz, but expect.toml asks for {wanted:.1} MHz"
                ));
            }
        }
        sentences
    }
}

/// Cell counts as a list, `none` when there are none.
pub fn in_words(cells: &Cells) -> String {
    let words: Vec<String> = cells.iter().map(|(cell, count)| format!("{count} {cell}")).collect();
    if words.is_empty() {
        "none".into()
    } else {
        words.join(", ")
    }
}
