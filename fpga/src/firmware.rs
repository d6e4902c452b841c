//! The project's own programs, `sw/firmware`.

use crate::Program;
use std::{path::PathBuf, sync::OnceLock};

/// Why the programs cannot be built.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FirmwareError {
    /// The script that builds them does not start.
    #[error("tools/firmware does not start: {0}; it needs python3")]
    Start(String),
    /// It fails.
    #[error("the programs of sw/firmware cannot be built:\n{0}")]
    Build(String),
    /// There is no such program.
    #[error("sw/firmware has no program {0}")]
    Unknown(String),
    /// What was built is no program.
    #[error("{0}")]
    Program(String),
}

/// A way of building the whole programs (`sw/firmware/programs/build.rs`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// Where functions and data lie: 0 as the linker puts them, else in an order drawn from this number, with the stack lower.
    pub layout: u32,
    /// Calls of the allocator are timed.
    pub timed: bool,
}

/// Builds the whole programs in a variant, and reads those of these names.
///
/// # Errors
/// They cannot be built, or there is none of a name.
pub fn whole_programs(variant: Variant, names: &[&str]) -> Result<Vec<Program>, FirmwareError> {
    build(&["-p", "memento-programs"], variant)?;
    let read = |name: &&str| Program::read(&place(name)?).map_err(|error| FirmwareError::Program(error.to_string()));
    names.iter().map(read).collect()
}

/// Builds the programs of `sw/firmware`, once in this process, and returns where `name` is.
///
/// # Errors
/// They cannot be built, or there is none of that name.
pub fn firmware(name: &str) -> Result<PathBuf, FirmwareError> {
    static BUILT: OnceLock<Result<(), FirmwareError>> = OnceLock::new();
    BUILT.get_or_init(|| build(&[], Variant::default())).clone()?;
    place(name)
}

/// Builds the programs of `sw/firmware` for a system with so much RAM, in units of 1024 bytes, and returns where `name` is.
///
/// # Errors
/// They cannot be built, as when one is too large for that RAM, or there is none of that name.
pub fn firmware_for(name: &str, ram_kib: u32) -> Result<PathBuf, FirmwareError> {
    let (package, target) = (format!("-p={name}"), format!("target/ram-{ram_kib}"));
    if !memento_tools::root().join("sw/firmware").join(name).is_dir() {
        return Err(FirmwareError::Unknown(name.into()));
    }
    let small = [
        &package,
        "--target-dir",
        &target,
        "--config",
        "profile.release.opt-level=\"s\"",
    ];
    build_with(&small, &[("MEMENTO_RAM_KIB", Some(ram_kib.to_string()))])?;
    found(name, &target)
}

fn place(name: &str) -> Result<PathBuf, FirmwareError> {
    found(name, "target")
}

/// A program in a folder of the build, below that of the programs.
fn found(name: &str, target: &str) -> Result<PathBuf, FirmwareError> {
    let program = memento_tools::root()
        .join("sw/firmware")
        .join(target)
        .join("riscv32im-unknown-none-elf/release")
        .join(name);
    match program.is_file() {
        true => Ok(program),
        false => Err(FirmwareError::Unknown(name.into())),
    }
}

fn build(packages: &[&str], variant: Variant) -> Result<(), FirmwareError> {
    let environment = [
        (
            "MEMENTO_LAYOUT",
            (variant.layout > 0).then(|| variant.layout.to_string()),
        ),
        ("MEMENTO_TIMED", variant.timed.then(|| "1".into())),
    ];
    build_with(packages, &environment)
}

fn build_with(options: &[&str], environment: &[(&str, Option<String>)]) -> Result<(), FirmwareError> {
    let arguments = [&["build", "--release", "--quiet", "--locked"], options].concat();
    let output = memento_tools::firmware_with(&arguments, environment)
        .map_err(|error| FirmwareError::Start(error.to_string()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(FirmwareError::Build(String::from_utf8_lossy(&output.stderr).into())),
    }
}
