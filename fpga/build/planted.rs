//! The system with faults in it, each switched on by a number on a port of the top module.

use serde::Deserialize;
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

/// A row of `faults.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    name: String,
    file: String,
    find: String,
    replace: String,
    /// Another one that is there too.
    with: Option<String>,
}

#[derive(Deserialize)]
struct Faults {
    fault: Vec<Fault>,
}

/// The top module's first port, before which that of the faults is put.
const FIRST_PORT: &str = "input  logic        clk_i,";

/// `sources` with the faults of `list` in copies of theirs. Fault n, from 1 on, is there while port `fault_i` of module `top` is n.
/// The names, in order, go to `faults.rs`.
pub fn sources(list: &Path, top: &str, sources: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let text = read(list)?;
    let Faults { fault: faults } = toml::from_str(&text).map_err(|error| format!("{}: {error}", list.display()))?;
    let mut changed = BTreeMap::new();
    let mut change = |file: &str, find: &str, replace: &str| -> Result<(), String> {
        let source = sources
            .iter()
            .find(|source| source.file_name().is_some_and(|name| name == file));
        let source = source.ok_or_else(|| format!("{}: the system has no file {file}", list.display()))?;
        let text = match changed.remove(source) {
            Some(text) => text,
            None => read(source)?,
        };
        let found = text.matches(find).count();
        if found != 1 {
            return Err(format!(
                "{}: `{find}` is {found} times in {file}, and not once",
                list.display()
            ));
        }
        changed.insert(source.clone(), text.replacen(find, replace, 1));
        Ok(())
    };
    change(
        &format!("{top}.sv"),
        FIRST_PORT,
        &format!("input  logic [7:0]  fault_i,\n  {FIRST_PORT}"),
    )?;
    if let Some(name) = faults
        .iter()
        .flat_map(|fault| &fault.with)
        .find(|with| faults.iter().all(|fault| fault.name != **with))
    {
        return Err(format!("{}: there is no fault {name}", list.display()));
    }
    for fault in &faults {
        let switches: Vec<String> = (1..)
            .zip(&faults)
            .filter(|(_, other)| other.name == fault.name || other.with.as_ref() == Some(&fault.name))
            .map(|(number, _)| format!("{top}.fault_i == 8'd{number}"))
            .collect();
        let switched_on = format!("({})", switches.join(" || "));
        change(&fault.file, &fault.find, &fault.replace.replace("FAULT", &switched_on))?;
    }

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let names: Vec<&str> = faults.iter().map(|fault| fault.name.as_str()).collect();
    write(&out.join("faults.rs"), &format!("&{names:?}"))?;
    let place = |source: &PathBuf| {
        let Some(text) = changed.get(source) else {
            return Ok(source.clone());
        };
        let copy = out.join(source.file_name().expect("a file has a name"));
        write(&copy, text).map(|()| copy)
    };
    sources.iter().map(place).collect()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
