//! `make doctor`: the tool table on its own, for a machine where nothing else builds yet.

use std::process::ExitCode;

fn main() -> ExitCode {
    memento_tools::doctor()
}
