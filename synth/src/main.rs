//! `memento-synth`: clock and area of a module. Without arguments it measures everything that `synth/expect.toml` names.

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use memento_synth::expect::Expectation;
use memento_synth::measure::{measure, Measurement, Options};
use memento_synth::{design, report, Design, Error, Target};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Clock and area of Verilog modules on FPGAs, each alone between registers.
///
/// Without a module: everything that synth/expect.toml names, and whether it comes to what is asked there.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Verilog files, or file lists ending in .f, that make up the design.
    #[arg(requires = "top", conflicts_with = "config")]
    files: Vec<PathBuf>,
    /// Configuration whose committed Verilog is the design.
    #[arg(long, requires = "top")]
    config: Option<String>,
    /// Module to measure.
    #[arg(long)]
    top: Option<String>,
    /// Device to measure on.
    #[arg(long, value_enum, default_value = "ecp5")]
    target: Target,
    /// Placer seeds to try; 0 stops after synthesis.
    #[arg(long, default_value_t = 5)]
    seeds: u32,
    /// Seeds to run at a time [default: one for each processor].
    #[arg(long)]
    jobs: Option<usize>,
    /// Clock that place and route aims at, in MHz [default: above what is hoped for].
    #[arg(long)]
    aim: Option<u32>,
    /// The clock input.
    #[arg(long, default_value = "clk_i")]
    clock: String,
    /// More options for Yosys' synthesis command.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    synth_options: String,
    /// Print JSON instead of the table.
    #[arg(long)]
    json: bool,
    /// Write the results as a page of the book too.
    #[arg(long)]
    page: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(shortfalls) if shortfalls.is_empty() => ExitCode::SUCCESS,
        Ok(shortfalls) => {
            for sentence in shortfalls {
                eprintln!("error: {sentence}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<Vec<String>, Error> {
    let jobs = arguments
        .jobs
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let options = Options {
        seeds: arguments.seeds,
        jobs,
        aim_mhz: arguments.aim,
        clock: arguments.clock.clone(),
        synth_options: arguments.synth_options.clone(),
    };
    let mut measured = Vec::new();
    let mut shortfalls = Vec::new();
    match single(arguments)? {
        Some(design) => measured.push(with_progress(&design, arguments.target, &options)?),
        None => {
            for expectation in Expectation::all()? {
                let measurement = with_progress(&expectation.design()?, expectation.target, &options)?;
                shortfalls.extend(expectation.shortfalls(&measurement));
                measured.push(measurement);
            }
        }
    }
    if arguments.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&measured).expect("measurements are plain data")
        );
    } else {
        print!("{}", report::terminal(&measured));
    }
    if let Some(page) = &arguments.page {
        fs::write(page, report::page(&measured, &shortfalls)).map_err(Error::file(page))?;
    }
    Ok(shortfalls)
}

/// The one design that the command line names, if it names one.
fn single(arguments: &Arguments) -> Result<Option<Design>, Error> {
    let Some(top) = &arguments.top else { return Ok(None) };
    if let Some(configuration) = &arguments.config {
        return Design::committed(configuration, top).map(Some);
    }
    if arguments.files.is_empty() {
        return Err(Error::Request(format!(
            "{top} is a module of what? Name a --config or Verilog files"
        )));
    }
    let mut files = Vec::new();
    for file in &arguments.files {
        if file.extension().is_some_and(|extension| extension == "f") {
            files.extend(design::read_file_list(file)?);
        } else {
            files.push(file.clone());
        }
    }
    Ok(Some(Design {
        name: "files".into(),
        top: top.clone(),
        files,
    }))
}

fn with_progress(design: &Design, target: Target, options: &Options) -> Result<Measurement, Error> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {prefix}: {msg} ({elapsed})").expect("a fixed template"));
    bar.set_prefix(format!("{} {} on {}", design.name, design.top, target.device()));
    bar.enable_steady_tick(Duration::from_millis(200));
    let measured = measure(design, target, options, &|step| bar.set_message(step));
    bar.finish_and_clear();
    measured
}
