//! `memento synth`: clock and area of a module. Without a module it measures everything that `synth/expect.toml` names.

use crate::asic::{
    area::Area,
    equivalence,
    flow::{self, Mapped},
    technology::{self, Technology},
};
use crate::expect::Expectation;
use crate::measure::{measure, Measurement, Options};
use crate::{design, report, wrapper, Design, Error, Target};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use memento_tools::{
    output::{print, OutputFile},
    say,
};
use std::path::PathBuf;
use std::time::Duration;

/// What to measure, and how.
#[derive(Args)]
pub struct Arguments {
    /// Verilog files, or file lists ending in .f, that make up the design.
    #[arg(requires = "top", conflicts_with = "config")]
    files: Vec<PathBuf>,
    /// Configuration whose committed Verilog is the design.
    #[arg(long, requires = "top")]
    config: Option<String>,
    /// Module to measure.
    #[arg(long, value_parser = module)]
    top: Option<String>,
    /// What to measure on: an FPGA, ecp5, hx8k or gowin, or a library of standard cells that the set-up has fetched, nangate45, gscl45 or osu018.
    #[arg(long, default_value = "ecp5", value_parser = On::parse)]
    target: On,
    /// Prove that the netlist of standard cells does what the Verilog does.
    #[arg(long, requires = "top")]
    prove: bool,
    /// Placer seeds to try; 0 stops after synthesis.
    #[arg(long, default_value_t = 5)]
    seeds: u32,
    /// Seeds to run at a time [default: one for each processor].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    jobs: Option<u32>,
    /// Clock that place and route aims at, in MHz [default: above what is hoped for].
    #[arg(long)]
    aim: Option<u32>,
    /// The clock input.
    #[arg(long, default_value = wrapper::CLOCK)]
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

fn module(text: &str) -> Result<String, String> {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let follows = |c: char| letter(c) || c.is_ascii_digit() || c == '$';
    match text.starts_with(letter) && text.chars().all(follows) {
        true => Ok(text.into()),
        false => Err("a module's name is letters, digits, underscores and dollars".into()),
    }
}

/// An FPGA, or the name of a library of standard cells.
#[derive(Clone, Debug)]
enum On {
    Fpga(Target),
    Cells(String),
}

impl On {
    fn parse(text: &str) -> Result<On, String> {
        if let Ok(target) = Target::from_str(text, false) {
            return Ok(On::Fpga(target));
        }
        let libraries: Vec<String> = technology::list().into_iter().map(|entry| entry.name).collect();
        match libraries.iter().any(|library| library == text) {
            true => Ok(On::Cells(text.into())),
            false => Err(format!(
                "there are the FPGAs ecp5, hx8k and gowin, and the libraries {}",
                libraries.join(", ")
            )),
        }
    }
}

/// Measures, and prints the table.
///
/// # Errors
/// A tool fails, or something falls short of `synth/expect.toml`.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let target = match &arguments.target {
        On::Fpga(target) => *target,
        On::Cells(library) => return on_cells(arguments, library),
    };
    if arguments.prove {
        return Err(Error::Request(
            "--prove is for libraries of standard cells: name one as --target".into(),
        ));
    }
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(processors, |jobs| jobs as usize);
    let options = Options {
        seeds: arguments.seeds,
        jobs,
        aim_mhz: arguments.aim,
        clock: arguments.clock.clone(),
        synth_options: arguments.synth_options.clone(),
    };
    let page = OutputFile::wanted(&arguments.page, &arguments.files)?;
    let _alone = memento_tools::alone_in("synth")?;
    let mut measured = Vec::new();
    let mut shortfalls = Vec::new();
    match single(arguments)? {
        Some(design) => measured.push(with_progress(&design, target, &options)?),
        None => {
            for expectation in Expectation::all()? {
                let measurement = with_progress(&expectation.design()?, expectation.target, &options)?;
                shortfalls.extend(expectation.shortfalls(&measurement));
                measured.push(measurement);
            }
        }
    }
    if arguments.json {
        say!(
            "{}",
            serde_json::to_string_pretty(&measured).expect("measurements are plain data")
        )?;
    } else {
        print(format_args!("{}", report::terminal(&measured)))?;
    }
    if let Some(page) = page {
        page.write(&report::page(&measured, &shortfalls))?;
    }
    if shortfalls.is_empty() {
        return Ok(());
    }
    Err(Error::Shortfalls(shortfalls))
}

/// Area and clock of the one design on standard cells.
fn on_cells(arguments: &Arguments, library: &str) -> Result<(), Error> {
    let design = single(arguments)?.ok_or_else(|| {
        Error::Request(format!(
            "--target {library} measures one module: name it with --top; `memento estimate` measures several"
        ))
    })?;
    if arguments.page.is_some() {
        return Err(Error::Request(format!(
            "--page is for FPGAs; `memento estimate --page` writes one for {library}"
        )));
    }
    let technology = Technology::named(library)?;
    let _alone = memento_tools::alone_in("synth")?;
    let bar = spinner(format!("{} {} on {library}", design.name, design.top));
    bar.set_message("synthesis, buffers and sizes");
    let mapped = flow::map(&design, &technology, arguments.prove)?;
    let mut proven = String::new();
    if arguments.prove {
        bar.set_message("proof");
        let flip_flops = equivalence::prove(&mapped, &design.top, &technology)?;
        proven = format!("proven: between {flip_flops} flip-flops the netlist does what the Verilog does\n");
    }
    bar.finish_and_clear();
    let area = Area::of(&mapped, &technology);
    if arguments.json {
        say!(
            "{}",
            serde_json::to_string_pretty(&area).expect("an area is plain data")
        )?;
        return Ok(());
    }
    print(format_args!(
        "{}{proven}",
        cells_text(&design, &technology, &mapped, &area)
    ))?;
    Ok(())
}

fn cells_text(design: &Design, technology: &Technology, mapped: &Mapped, area: &Area) -> String {
    let path: Vec<String> = mapped
        .timing
        .critical
        .steps
        .iter()
        .map(|step| {
            let edge = if step.rises { "rises" } else { "falls" };
            format!(
                "  {:8.3} ns  {:12} {edge}  {:7.2} fF  {}\n",
                step.arrival_ns, step.cell, step.load_ff, step.net
            )
        })
        .collect();
    format!(
        "{} {} on {}, before layout\n{:.1} MHz, {:.1} before {} buffers were put in and sizes chosen\n{} cells, {} of them flip-flops: {:.0} um2, {:.0} gate equivalents\n\
         {} bits in memory macros: {:.0} to {:.0} um2\nslowest path, to {} with a setup time of {:.3} ns:\n{}",
        design.name, design.top, technology.entry.is, mapped.timing.fmax_mhz(), mapped.unbuffered_mhz, mapped.buffers,
        area.cells, area.flip_flops, area.cells_um2, area.gate_equivalents, area.macro_bits, area.macros_um2[0], area.macros_um2[1],
        mapped.timing.critical.end, mapped.timing.critical.setup_ns, path.concat()
    )
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
    let bar = spinner(format!("{} {} on {}", design.name, design.top, target.device()));
    let measured = measure(design, target, options, &|step| bar.set_message(step));
    bar.finish_and_clear();
    measured
}

/// What shows on the terminal what is at work, which step of it (its message), and for how long.
pub fn spinner(prefix: String) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {prefix}: {msg} ({elapsed})").expect("a fixed template"));
    bar.set_prefix(prefix);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
