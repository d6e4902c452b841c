//! The `memento` command.

mod cmd;

use clap::{Parser, Subcommand};
use memento_tools::output::failure;
use std::process::ExitCode;

/// A hardware memory allocator: generate its Verilog, replay programs on it, measure it.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the Verilog of every configuration, with its file list
    Generate(memento_hdl::generate::Arguments),
    /// Replay allocation traces of real programs on the simulated RTL, in lockstep with the golden model
    Replay(cmd::replay::Arguments),
    /// Measure the cycles of every operation on the simulated RTL
    Bench(cmd::bench::Arguments),
    /// Draw the book's waveforms from what the simulated RTL does
    Waves(cmd::waves::Arguments),
    /// Run random operations on the simulated RTL until something differs from the golden model
    Soak(cmd::soak::Arguments),
    /// Run programs on a simulated RISC-V system with Memento
    Soc(cmd::soc::Arguments),
    /// Clock and area of modules on FPGAs or standard cells; without a module, of all that synth/expect.toml names
    Synth(memento_synth::command::Arguments),
    /// Area, clock and power of the modules on standard cells, before layout
    Estimate(cmd::estimate::Arguments),
    /// Make the bitstream of a RISC-V system with Memento for a board
    Fpga(cmd::fpga::Arguments),
    /// Print the pages that glibc's malloc takes for a trace
    #[command(hide = true)]
    GlibcFootprint(cmd::footprint::Arguments),
    /// Print every tool: needed, found, how to get it
    Doctor,
}

/// Who reads the output may stop (`| head`): the command then ends without a word, as other commands do.
fn end_with_the_reader() {
    #[cfg(unix)]
    // Sound: no other thread runs yet, and the default action is a valid one.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
    }
}

fn main() -> ExitCode {
    end_with_the_reader();
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => memento_hdl::generate::run(&arguments),
        Command::Replay(arguments) => cmd::replay::run(&arguments),
        Command::Bench(arguments) => cmd::bench::run(&arguments),
        Command::Waves(arguments) => cmd::waves::run(&arguments),
        Command::Soak(arguments) => cmd::soak::run(&arguments),
        Command::Synth(arguments) => memento_synth::command::run(&arguments).map_err(cmd::Error::from),
        Command::Estimate(arguments) => cmd::estimate::run(&arguments),
        Command::Fpga(arguments) => cmd::fpga::run(&arguments),
        Command::GlibcFootprint(arguments) => cmd::footprint::run(&arguments),
        Command::Soc(arguments) => match cmd::soc::run(&arguments) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Command::Doctor => return memento_tools::doctor(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(error),
    }
}
