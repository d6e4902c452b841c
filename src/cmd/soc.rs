//! `memento soc`: programs on the simulated RISC-V system.

use super::Error;
use clap::{Args, Subcommand};
use memento_soc::{Core, Program, Recording, Soc, Stop};
use memento_tools::output::{OutputError, OutputFile};
use std::{collections::VecDeque, io::Write, path::PathBuf, process::ExitCode};

/// Lines of the console that are shown again when a program does not end.
const LAST_LINES: usize = 5;

/// Arguments of `memento soc`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a program until it ends, print its console, and end with its exit code
    Run(Run),
}

#[derive(Args)]
struct Run {
    /// The program, an ELF file for riscv32im
    program: PathBuf,
    /// The system's core; picorv32 has no interrupts
    #[arg(long, default_value = "vexriscv", value_parser = core)]
    core: Core,
    /// Most cycles that it may take
    #[arg(long, default_value_t = 200_000_000)]
    cycles: u64,
    /// Seed of what RAM and registers without a reset value hold at first
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Record the signals into this VCD file
    #[arg(long)]
    vcd: Option<PathBuf>,
    /// First cycle to record
    #[arg(long, default_value_t = 0, requires = "vcd")]
    from: u64,
    /// First cycle no longer to record
    #[arg(long, default_value_t = 100_000, requires = "vcd")]
    to: u64,
}

/// Runs the command. A program's own exit code becomes that of `memento`, as far as it fits into 8 bits.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    match &arguments.command {
        Command::Run(run) => run.run(),
    }
}

fn core(name: &str) -> Result<Core, String> {
    match name {
        "vexriscv" => Ok(Core::VexRiscv),
        "picorv32" => Ok(Core::PicoRv32),
        _ => Err("there are vexriscv and picorv32".into()),
    }
}

impl Run {
    fn run(&self) -> Result<ExitCode, Error> {
        if self.vcd.is_some() && self.from >= self.to {
            return Err(format!(
                "--from {} --to {} has no cycle: --to must be larger",
                self.from, self.to
            )
            .into());
        }
        let program = Program::read(&self.program)?;
        let file = OutputFile::wanted(&self.vcd, [&self.program])?;
        let recording = file.as_ref().map(|file| Recording {
            path: file.partial().into(),
            cycles: self.from..self.to,
        });
        let mut soc = Soc::with_core(self.core, &program, self.seed, recording)?;
        let mut lines = Lines::default();
        let mut output = std::io::stdout().lock();
        let stop = soc.run(self.cycles, |byte| {
            lines.push(byte);
            // Who reads the output sees each line at once.
            let _ = output.write_all(&[byte]);
            if byte == b'\n' {
                let _ = output.flush();
            }
        })?;
        output.flush().map_err(OutputError::Standard)?;
        let cycle = soc.cycle();
        drop(soc);
        if let Some(file) = file {
            if file.is_empty() {
                return Err(format!(
                    "--from {}: the program ended in cycle {cycle}, nothing was recorded",
                    self.from
                )
                .into());
            }
            file.keep()?;
        }
        match stop {
            Stop::Exit(code) => {
                eprintln!("exit code {code} after {cycle} cycles");
                Ok(ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)))
            }
            Stop::Limit { program_counter } => Err(format!(
                "{} has not ended after {cycle} cycles: the instruction completed last is at {program_counter:#x}{}; the console's last lines:\n{}\
                 raise the limit with --cycles, or record with --vcd",
                self.program.display(),
                program
                    .function_at(program_counter)
                    .map_or(String::new(), |name| format!(" in {name}")),
                lines.last(),
            )
            .into()),
        }
    }
}

/// The last lines of a text that comes byte by byte.
#[derive(Default)]
struct Lines {
    whole: VecDeque<String>,
    line: Vec<u8>,
}

impl Lines {
    fn push(&mut self, byte: u8) {
        if byte != b'\n' {
            self.line.push(byte);
            return;
        }
        self.whole.push_back(String::from_utf8_lossy(&self.line).into());
        self.line.clear();
        if self.whole.len() > LAST_LINES {
            self.whole.pop_front();
        }
    }

    fn last(&self) -> String {
        let unfinished = (!self.line.is_empty()).then(|| String::from_utf8_lossy(&self.line).to_string());
        let lines = self.whole.iter().cloned().chain(unfinished);
        lines.map(|line| format!("  {line}\n")).collect()
    }
}
