//! `make docs`: fills the generated parts of the documentation in place.

use memento_tools::{docs, output::failure};
use std::process::ExitCode;

fn main() -> ExitCode {
    match docs::stale().and_then(docs::write) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(error),
    }
}
