//! Writing the Verilog of the configurations into their folders, or comparing it with what is there. The commands
//! `memento-generate` and `memento generate` are this.

use crate::{
    configurations::designs,
    emit::{emit_all, Options, VerilogFile},
};
use clap::Args;
use memento_abi::{Geometry, CONFIGURATIONS};
use rust_hdl_core::prelude::Block;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Any error: a sentence.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What to generate, and where to.
#[derive(Args)]
pub struct Arguments {
    /// Configuration to generate [default: all]
    #[arg(short, long)]
    configuration: Option<Geometry>,
    /// Folder that gets one folder for each configuration
    #[arg(short, long, default_value = "hdl/rtl")]
    output: PathBuf,
    /// What module names begin with, so that two configurations can be in one chip
    #[arg(long, default_value = "memento_")]
    prefix: String,
    /// Write nothing, but fail if the files there are not the ones that would be written
    #[arg(long)]
    check: bool,
}

/// Generates or checks.
///
/// # Errors
///
/// A design has no Verilog, a file cannot be read or written, or what was checked differs.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let geometries = arguments
        .configuration
        .map_or(CONFIGURATIONS.to_vec(), |geometry| vec![geometry]);
    let mut differing = Vec::new();
    for geometry in geometries {
        let options = Options {
            prefix: arguments.prefix.clone(),
            ..Options::new(geometry.name)
        };
        let designs = designs(&geometry);
        let tops: Vec<&dyn Block> = designs.iter().map(|top| &**top).collect();
        let files = emit_all(&tops, &options)?;
        let folder = arguments.output.join(geometry.name);
        if arguments.check {
            differing.extend(differences(&folder, &files)?);
            continue;
        }
        write(&folder, &files)?;
        let (lists, modules): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.name.ends_with(".f"));
        println!("{}: {} modules in {}", geometry.name, modules.len(), folder.display());
        for list in lists {
            println!("  file list {}", list.name);
        }
    }
    if differing.is_empty() {
        return Ok(());
    }
    let (first, more) = (&differing[0], differing.len() - 1);
    let more = if more > 0 {
        format!(" and {more} more files are")
    } else {
        " is".into()
    };
    Err(format!("{first}{more} not what the HDL prints now; run `make rtl`").into())
}

/// Names of the Verilog files and lists in `folder`; none if there is no folder.
fn present(folder: &Path) -> Result<Vec<String>, Error> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be listed: {error}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".sv") || name.ends_with(".f") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files of `folder` that are missing, different or superfluous.
fn differences(folder: &Path, files: &[VerilogFile]) -> Result<Vec<String>, Error> {
    let path = |name: &str| folder.join(name).display().to_string();
    let changed = files
        .iter()
        .filter(|file| fs::read_to_string(folder.join(&file.name)).ok().as_ref() != Some(&file.text));
    let mut differing: Vec<String> = changed.map(|file| path(&file.name)).collect();
    let superfluous = |name: &String| !files.iter().any(|file| file.name == *name);
    differing.extend(present(folder)?.into_iter().filter(superfluous).map(|name| path(&name)));
    Ok(differing)
}

/// Writes the files, each whole or not at all, and removes those that an earlier run wrote under other names.
fn write(folder: &Path, files: &[VerilogFile]) -> Result<(), Error> {
    let failed = |path: &Path, error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for file in files {
        let path = folder.join(&file.name);
        // A file that is as it should be keeps its date, so that nothing is built again for it.
        if fs::read_to_string(&path).ok().as_ref() == Some(&file.text) {
            continue;
        }
        let partial = folder.join(format!(".{}.partial", file.name));
        fs::write(&partial, &file.text).map_err(|error| failed(&partial, error))?;
        fs::rename(&partial, &path).map_err(|error| failed(&path, error))?;
    }
    let superfluous = |name: &String| !files.iter().any(|file| file.name == *name);
    // Sources first: a list of files that are gone is an old one of ours too.
    let (lists, sources): (Vec<String>, Vec<String>) = present(folder)?
        .into_iter()
        .filter(superfluous)
        .partition(|name| name.ends_with(".f"));
    for name in sources.iter().chain(&lists) {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let ours = match name.ends_with(".f") {
            true => text.lines().any(|source| !folder.join(source).exists()),
            false => text.contains(": generated from "),
        };
        if ours {
            fs::remove_file(&path).map_err(|error| failed(&path, error))?;
        }
    }
    Ok(())
}
