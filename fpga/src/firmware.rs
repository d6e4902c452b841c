//! The project's own programs, `sw/firmware`.

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
}

/// Builds the programs of `sw/firmware`, once in this process, and returns where `name` is.
///
/// # Errors
/// They cannot be built, or there is none of that name.
pub fn firmware(name: &str) -> Result<PathBuf, FirmwareError> {
    static BUILT: OnceLock<Result<(), FirmwareError>> = OnceLock::new();
    BUILT.get_or_init(build).clone()?;
    let program = memento_tools::root()
        .join("sw/firmware/target/riscv32im-unknown-none-elf/release")
        .join(name);
    match program.is_file() {
        true => Ok(program),
        false => Err(FirmwareError::Unknown(name.into())),
    }
}

fn build() -> Result<(), FirmwareError> {
    let output = memento_tools::firmware(&["build", "--release", "--quiet", "--locked"])
        .map_err(|error| FirmwareError::Start(error.to_string()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(FirmwareError::Build(String::from_utf8_lossy(&output.stderr).into())),
    }
}
