//! `memento fpga`: bitstreams for boards.

use super::{table, Error};
use clap::Args;
use memento_soc::{Bitstream, Board, Options};
use memento_synth::command::spinner;
use memento_tools::{
    output::{OutputFile, NO_INPUT},
    say,
};
use std::path::PathBuf;

/// Arguments of `memento fpga`.
#[derive(Args)]
pub struct Arguments {
    /// The board
    #[arg(required_unless_present = "list")]
    board: Option<String>,
    /// Print the boards that there are
    #[arg(long, conflicts_with_all = ["board", "program", "seeds", "output", "json"])]
    list: bool,
    /// What runs on the board: a program of sw/firmware, or an ELF file that fits into its RAM [default: see --list]
    #[arg(long)]
    program: Option<String>,
    /// Seeds of the placer to try until one keeps the board's clock
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    seeds: u32,
    /// Copy the bitstream to this file
    #[arg(long)]
    output: Option<PathBuf>,
    /// Print JSON instead of the table
    #[arg(long)]
    json: bool,
}

/// Makes a bitstream, or lists the boards.
///
/// # Errors
/// There is no such board, the design does not fit, is too slow, or a tool fails.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let Some(name) = &arguments.board else {
        return list();
    };
    let board = Board::named(name)?;
    let output = OutputFile::wanted(&arguments.output, NO_INPUT)?;
    let options = Options {
        program: arguments.program.clone(),
        seeds: arguments.seeds,
    };
    let bar = spinner(board.is.clone());
    let made = board.bitstream(&options, &|step| bar.set_message(step));
    bar.finish_and_clear();
    let bitstream = made?;
    if let Some(output) = output {
        let copied = std::fs::copy(&bitstream.file, output.partial());
        copied.map_err(|error| format!("{}: {error}", bitstream.file.display()))?;
        output.keep()?;
    }
    match arguments.json {
        true => say!("{}", serde_json::to_string_pretty(&bitstream)?)?,
        false => print(&bitstream)?,
    }
    Ok(())
}

fn list() -> Result<(), Error> {
    let mut rows = table(&["board", "is", "Memento", "core", "RAM", "program"]);
    for board in Board::all()? {
        let (ram, program) = match &board.system {
            Some(system) => (format!("{} KiB", system.ram_kib), system.program.clone()),
            None => ("-".into(), "does not fit".into()),
        };
        rows.add_row([board.name, board.is, board.memento, board.core, ram, program]);
    }
    say!("{rows}")?;
    Ok(())
}

fn print(bitstream: &Bitstream) -> Result<(), Error> {
    let mut rows = table(&["cells", "used", "there are", "%"]);
    for (kind, [used, available]) in &bitstream.used {
        let share = 100.0 * *used as f64 / (*available).max(1) as f64;
        rows.add_row([
            kind.clone(),
            used.to_string(),
            available.to_string(),
            format!("{share:.0}"),
        ]);
    }
    say!("{rows}")?;
    say!(
        "{} with {}: {:.1} MHz asked, {:.1} reached with seed {}",
        bitstream.board,
        bitstream.program,
        bitstream.asked_mhz,
        bitstream.reached_mhz,
        bitstream.seed
    )?;
    let tools: Vec<String> = bitstream
        .tools
        .iter()
        .map(|(tool, version)| format!("{tool} {version}"))
        .collect();
    say!("{}", tools.join(", "))?;
    say!("bitstream: {}\nload it: {}", bitstream.file.display(), bitstream.load)?;
    Ok(())
}
