//! `memento bench soc`: malloc against malloc, and whole programs, on the simulated RISC-V system.

mod figures;
mod page;
mod plots;
mod recording;
mod results;
mod runs;
mod tables;
mod whole;

use super::super::Error;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use memento_soc::{DATA_ADDRESS, RAM_BYTES};
use memento_tools::say;
use results::Results;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Arguments of `memento bench soc`.
#[derive(Args)]
pub struct Arguments {
    /// Recordings whose beginnings are replayed on the core too
    traces: Vec<PathBuf>,
    /// Operations of each of them
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    operations: u32,
    /// Layouts of code and data in which each whole program is measured
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=16))]
    layouts: u32,
    /// Do not measure: take the results that a former run has printed as JSON, or written beside its page
    #[arg(long, conflicts_with_all = ["traces", "operations", "layouts"])]
    results: Option<PathBuf>,
    /// Print JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Write the results into this page of the book instead, with plots (.svg) and JSON beside it
    #[arg(long, conflicts_with = "json", value_parser = page_path)]
    page: Option<PathBuf>,
}

fn page_path(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json" | "svg") | None => Err("a page ends in .md: .json and .svg are written beside it".into()),
        _ => Ok(path),
    }
}

/// Builds the programs, runs them, and prints what was measured.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let page = arguments.page.as_ref();
    let page = page.map(|page| page::Files::new(page, &arguments.traces)).transpose()?;
    let results = match &arguments.results {
        Some(path) => read(path)?,
        None => measure(arguments)?,
    };
    if let Some(page) = page {
        return page.write(&results);
    }
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&results)?)?;
    } else {
        for tables::Section { title, table, .. } in tables::sections(&results) {
            say!("{title}\n{table}")?;
        }
        say!("{}", figures::figures(&results))?;
    }
    Ok(())
}

/// What a former run has written.
fn read(path: &Path) -> Result<Results, Error> {
    let failed = |error: String| format!("{} cannot be read as results of this command: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let results: Results = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    match results.lacks() {
        Some(field) => Err(failed(format!("there is nothing in `{field}`")).into()),
        None => Ok(results),
    }
}

/// Runs every binary.
fn measure(arguments: &Arguments) -> Result<Results, Error> {
    let mut recordings = Vec::new();
    for trace in &arguments.traces {
        recordings.extend(recording::beginning(trace, arguments.operations)?);
    }
    let room = (RAM_BYTES - u64::from(DATA_ADDRESS)) as usize;
    if recordings.len() > room {
        return Err(format!(
            "the recordings take {} bytes of the system's RAM, which has {room} for them: name fewer, or fewer --operations of each",
            recordings.len()
        )
        .into());
    }
    let progress = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {msg}, {elapsed}")?);
    progress.enable_steady_tick(Duration::from_millis(200));
    progress.set_message("building the programs and running them on the simulated system");
    let lines = runs::run(recordings, arguments.layouts);
    progress.finish_and_clear();
    Results::of(arguments.operations, lines?)
}
