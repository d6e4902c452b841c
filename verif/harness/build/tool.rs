//! Finds Verilator and says in a sentence when it is missing or too old.

use std::{path::PathBuf, process::Command};

/// Oldest version whose generated code and run-time the harness is tested with.
const OLDEST: (u32, u32) = (5, 6);

/// The Verilator that will be used.
pub struct Verilator {
    /// First line of `verilator --version`; part of each model's stamp.
    pub version: String,
    /// Directory of the run-time's sources and headers.
    pub include: PathBuf,
}

/// Output of `verilator` with one or two arguments.
fn ask(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("verilator").args(arguments).output().map_err(|error| {
        format!(
            "verilator cannot be run ({error}); the RTL tests need version {}.{:03} or newer: \
             install Debian's `verilator` package or run `make setup`",
            OLDEST.0, OLDEST.1
        )
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Major and minor number in text such as `Verilator 5.006 2023-01-22 rev ..`.
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let number = text.split_whitespace().nth(1)?;
    let (major, minor) = number.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// Finds Verilator on the `PATH`.
pub fn find() -> Result<Verilator, String> {
    let version = ask(&["--version"])?;
    match parse_version(&version) {
        Some(found) if found >= OLDEST => {}
        _ => {
            return Err(format!(
                "`verilator --version` says {version:?}, but the RTL tests need {}.{:03} or newer: \
                 install Debian's `verilator` package or run `make setup`",
                OLDEST.0, OLDEST.1
            ))
        }
    }
    let include = PathBuf::from(ask(&["--getenv", "VERILATOR_ROOT"])?).join("include");
    if !include.join("verilated.h").is_file() {
        return Err(format!(
            "verilator's own headers are not in {}; reinstall it or set VERILATOR_ROOT",
            include.display()
        ));
    }
    Ok(Verilator { version, include })
}
