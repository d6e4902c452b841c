//! The project's own programs, `sw/firmware`.

use crate::{layout::Functions, Program};
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
    #[error("sw/firmware has no program {name}; packages that are one program are {}", single_programs().join(", "))]
    Unknown {
        /// Its name.
        name: String,
    },
    /// What was built is no program.
    #[error("{0}")]
    Program(String),
}

/// The whole programs, an allocator each, in layouts: where their functions and data lie.
pub struct WholePrograms {
    names: &'static [&'static str],
    functions: Functions,
}

impl WholePrograms {
    /// Those of these names. Builds them as the linker puts them, to see what they have in common.
    ///
    /// # Errors
    /// They cannot be built, or there is none of a name.
    pub fn new(names: &'static [&'static str]) -> Result<WholePrograms, FirmwareError> {
        build(PACKAGE, &[])?;
        let functions = Functions::of(&read(names)?);
        Ok(WholePrograms { names, functions })
    }

    /// Builds them in a layout, with calls of the allocator timed or not: each, in the order of the names.
    ///
    /// # Errors
    /// They cannot be built.
    pub fn build(&self, layout: u32, timed: bool) -> Result<Vec<Program>, FirmwareError> {
        let order = memento_tools::root().join(format!("sw/firmware/target/order-{layout}.txt"));
        std::fs::write(&order, self.functions.order(layout)).map_err(|error| {
            let order = order.display();
            FirmwareError::Program(format!("the order of functions cannot be written to {order}: {error}"))
        })?;
        let environment = [
            (LAYOUT, Some(layout.to_string())),
            (ORDER, Some(order.display().to_string())),
            (TIMED, timed.then(|| "1".into())),
        ];
        build(PACKAGE, &environment)?;
        read(self.names)
    }
}

/// What builds the whole programs.
const PACKAGE: &[&str] = &["-p", "memento-programs"];

fn read(names: &[&str]) -> Result<Vec<Program>, FirmwareError> {
    let read = |name: &&str| Program::read(&place(name)?).map_err(|error| FirmwareError::Program(error.to_string()));
    names.iter().map(read).collect()
}

/// Builds the programs of `sw/firmware`, once in this process, and returns where `name` is.
///
/// # Errors
/// They cannot be built, or there is none of that name.
pub fn firmware(name: &str) -> Result<PathBuf, FirmwareError> {
    static BUILT: OnceLock<Result<(), FirmwareError>> = OnceLock::new();
    BUILT.get_or_init(|| build(&[], &[])).clone()?;
    place(name)
}

/// Builds the programs of `sw/firmware` for a system with so much RAM, in units of 1024 bytes, and returns where `name` is.
///
/// # Errors
/// They cannot be built, as when one is too large for that RAM, or there is none of that name.
pub fn firmware_for(name: &str, ram_kib: u32) -> Result<PathBuf, FirmwareError> {
    let (package, target) = (format!("-p={name}"), format!("target/ram-{ram_kib}"));
    if !single_programs().iter().any(|program| program == name) {
        return Err(FirmwareError::Unknown { name: name.into() });
    }
    let small = [
        &package,
        "--target-dir",
        &target,
        "--config",
        "profile.release.opt-level=\"s\"",
    ];
    build(&small, &[("MEMENTO_RAM_KIB", Some(ram_kib.to_string()))])?;
    found(name, &target)
}

/// Packages of `sw/firmware` that are one program, in alphabetical order.
fn single_programs() -> Vec<String> {
    let packages = memento_tools::root()
        .join("sw/firmware")
        .read_dir()
        .into_iter()
        .flatten();
    let programs = packages
        .flatten()
        .filter(|package| package.path().join("src/main.rs").is_file());
    let mut names: Vec<_> = programs
        .map(|package| package.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
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
        false => Err(FirmwareError::Unknown { name: name.into() }),
    }
}

/// Variables that make the whole programs others (`sw/firmware/programs/build.rs`).
const LAYOUT: &str = "MEMENTO_LAYOUT";
const ORDER: &str = "MEMENTO_ORDER";
const TIMED: &str = "MEMENTO_TIMED";

/// Calls `cargo build` with more options and variables; without those of the whole programs that are not among them.
fn build(options: &[&str], environment: &[(&str, Option<String>)]) -> Result<(), FirmwareError> {
    let arguments = [&["build", "--release", "--quiet", "--locked"], options].concat();
    let unset = [LAYOUT, ORDER, TIMED].map(|name| (name, None));
    let output = memento_tools::firmware_with(&arguments, &[&unset, environment].concat())
        .map_err(|error| FirmwareError::Start(error.to_string()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(FirmwareError::Build(String::from_utf8_lossy(&output.stderr).into())),
    }
}
