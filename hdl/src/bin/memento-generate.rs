//! `memento-generate`: the Verilog of every configuration. It needs nothing that is made from that Verilog, so it works
//! where the committed Verilog is broken.

use clap::Parser;
use memento_hdl::generate::{run, Arguments};
use memento_tools::output::failure;
use std::process::ExitCode;

/// Write the Verilog of every configuration, with its file lists.
#[derive(Parser)]
#[command(version)]
struct Command {
    #[command(flatten)]
    arguments: Arguments,
}

fn main() -> ExitCode {
    match run(&Command::parse().arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(error),
    }
}
