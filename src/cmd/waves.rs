//! `memento waves`: the book's waveforms, drawn from the RTL.

use super::Error;
use clap::Args;
use memento_harness::{rtl::Rtl, top, waves::waveforms};
use memento_tools::output::{OutputFile, NO_INPUT};
use std::{fs, path::PathBuf};

/// Arguments of `memento waves`.
#[derive(Args)]
pub struct Arguments {
    /// Folder of the files, one for each waveform
    #[arg(short, long, default_value = "docs/src/waves")]
    output: PathBuf,
    /// Change nothing, and fail when a file, or the picture made from it, is not what the RTL does
    #[arg(long)]
    check: bool,
}

/// Writes what has changed, or checks.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let output = &arguments.output;
    if !arguments.check {
        fs::create_dir_all(output).map_err(|error| format!("{} cannot be made: {error}", output.display()))?;
    }
    let allocator = waveforms(Rtl::new(memento_abi::PAPER, 1, None)?)?;
    for waveform in allocator.into_iter().chain(top::waves::waveforms(memento_abi::PAPER)?) {
        let path = arguments.output.join(waveform.name).with_extension("json");
        let current = fs::read_to_string(&path).is_ok_and(|text| text == waveform.json);
        // A picture carries what it was drawn from.
        let picture = || fs::read_to_string(path.with_extension("svg"));
        let drawn = || picture().is_ok_and(|text| text.contains(&waveform.json));
        if current && (!arguments.check || drawn()) {
            continue;
        }
        if arguments.check && current {
            return Err(format!("{} has no picture beside it; run `make waves`", path.display()).into());
        }
        if arguments.check {
            return Err(format!("{} is not what the RTL does; run `make waves`", path.display()).into());
        }
        OutputFile::new(&path, NO_INPUT)?.write(&waveform.json)?;
    }
    Ok(())
}
