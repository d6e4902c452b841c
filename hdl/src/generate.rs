//! Writing the Verilog of the configurations into their folders, or comparing it with what is there. The commands
//! `memento-generate` and `memento generate` are this.

use crate::{
    configurations::designs,
    emit::{emit_all, no_name, Options, VerilogFile},
};
use clap::Args;
use memento_abi::{Geometry, CONFIGURATIONS};
use memento_tools::{
    output::{OutputFile, NO_INPUT},
    say,
};
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
    /// What module names begin with, so that two configurations can be in one chip; what was generated there with another prefix is removed
    #[arg(long, default_value = "memento_", value_parser = prefix)]
    prefix: String,
    /// Write nothing, but fail if the files there are not the ones that would be written
    #[arg(long)]
    check: bool,
}

fn prefix(text: &str) -> Result<String, String> {
    // A letter stands for the module's own name.
    let rule = "a prefix is letters, digits and underscores, and no digit is first";
    match no_name(&format!("{text}x")) {
        _ if text.is_empty() => Err(rule.into()),
        Some(why) => Err(format!("{rule}; of a name with this one, {why}")),
        None => Ok(text.into()),
    }
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
            differing.extend(differences(&folder, geometry.name, &files)?);
            continue;
        }
        let removed = write(&folder, geometry.name, &files)?;
        let (lists, modules): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.name.ends_with(".f"));
        say!("{}: {} modules in {}", geometry.name, modules.len(), folder.display())?;
        for list in lists {
            say!("  file list {}", list.name)?;
        }
        for name in removed {
            say!("  removed {name}, of an earlier run")?;
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
    Err(format!("{first}{more} not what the HDL prints now; run the same command without --check (`make rtl` where the committed files are meant)").into())
}

/// Names of the files in `folder` that an earlier run wrote and this one does not: modules with the heading that runs write, and the list of
/// each. Everything else is somebody's own.
fn superfluous(folder: &Path, configuration: &str, files: &[VerilogFile]) -> Result<Vec<String>, Error> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be listed: {error}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some(module) = name.strip_suffix(".sv") else {
            continue;
        };
        let heading = format!("// {module}, configuration {configuration}: generated from ");
        let text = fs::read_to_string(folder.join(&name)).unwrap_or_default();
        let ours = text.lines().nth(1).is_some_and(|line| line.starts_with(&heading));
        if ours && !files.iter().any(|file| file.name == name) {
            let list = format!("{module}.f");
            names.extend(folder.join(&list).is_file().then_some(list));
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files of `folder` that are missing, different or superfluous.
fn differences(folder: &Path, configuration: &str, files: &[VerilogFile]) -> Result<Vec<String>, Error> {
    let path = |name: &str| folder.join(name).display().to_string();
    let changed = files
        .iter()
        .filter(|file| fs::read_to_string(folder.join(&file.name)).ok().as_ref() != Some(&file.text));
    let mut differing: Vec<String> = changed.map(|file| path(&file.name)).collect();
    let superfluous = superfluous(folder, configuration, files)?;
    differing.extend(superfluous.iter().map(|name| path(name)));
    Ok(differing)
}

/// Writes the files, each whole or not at all, and removes those that an earlier run wrote under other names; returns the latter.
fn write(folder: &Path, configuration: &str, files: &[VerilogFile]) -> Result<Vec<String>, Error> {
    let failed = |path: &Path, error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for file in files {
        let path = folder.join(&file.name);
        // A file that is as it should be keeps its date, so that nothing is built again for it.
        if fs::read_to_string(&path).ok().as_ref() == Some(&file.text) {
            continue;
        }
        OutputFile::new(&path, NO_INPUT)?.write(&file.text)?;
    }
    let superfluous = superfluous(folder, configuration, files)?;
    for name in &superfluous {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(|error| failed(&path, error))?;
    }
    Ok(superfluous)
}
