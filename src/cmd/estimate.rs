//! `memento estimate`: area, clock and power of the modules on standard cells, before layout.

mod page;
mod record;

use super::{distinct, Error};
use clap::Args;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use memento_abi::Geometry;
use memento_synth::{
    asic::{
        estimate::{self, Estimate},
        stimulus::Stimulus,
        technology::{self, Technology},
    },
    Design,
};
use memento_tools::{
    output::{print, OutputFile},
    say,
};
use std::{path::PathBuf, sync::Mutex, time::Duration};

/// Modules that are estimated, largest first, so that the last ones to run are short.
const MODULES: [&str; 5] = [
    "memento_top",
    "memento_object_allocator",
    "memento_translation_unit",
    "memento_bypass_unit",
    "memento_frame_pool",
];

/// The module whose power is estimated with a trace of its own.
const OBJECT_ALLOCATOR: &str = "memento_object_allocator";

/// Arguments of `memento estimate`.
#[derive(Args)]
pub struct Arguments {
    /// Configuration of the hardware: paper, soc32 or tiny
    #[arg(short, long, default_value = "paper")]
    configuration: Geometry,
    /// Library of standard cells; may be given more than once [default: all that the set-up has fetched]
    #[arg(short, long)]
    library: Vec<String>,
    /// Module; may be given more than once [default: object allocator, page allocator, bypass unit and the whole]
    #[arg(short, long)]
    module: Vec<String>,
    /// Trace whose requests drive the object allocator
    #[arg(long, default_value = "tests/traces/redis.mtr.zst")]
    trace: PathBuf,
    /// Operations of it; more make the simulation of the netlists longer
    #[arg(long, default_value_t = 20_000)]
    operations: u64,
    /// Operations of it that drive the whole and its other modules, with the loads and stores of a program; 0 leaves their power out
    #[arg(long, default_value_t = 200)]
    data_operations: u64,
    /// Clock that power is quoted at, in MHz, where the module reaches it
    #[arg(long, default_value_t = 500.0, value_parser = megahertz)]
    clock: f64,
    /// Print JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Write the results as a page of the book too
    #[arg(long)]
    page: Option<PathBuf>,
}

fn megahertz(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(clock) if clock.is_finite() && clock > 0.0 => Ok(clock),
        _ => Err("a clock is a number of MHz above 0".into()),
    }
}

/// Everything that was found.
pub struct Results {
    configuration: Geometry,
    technologies: Vec<Technology>,
    estimates: Vec<Estimate>,
    trace: String,
    operations: u64,
    data_operations: u64,
    requests: [u64; record::PHASES],
    clock_mhz: f64,
}

/// Estimates, and prints the tables.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let technologies = technologies(&arguments.library)?;
    let modules: Vec<&str> = match arguments.module.as_slice() {
        [] => MODULES.to_vec(),
        named => distinct(named.iter().map(String::as_str)),
    };
    let page = OutputFile::wanted(&arguments.page, [&arguments.trace])?;
    let _alone = memento_tools::alone_in("synth")?;
    let run = match modules.contains(&OBJECT_ALLOCATOR) {
        true => Some(record::object_allocator(
            arguments.configuration,
            &arguments.trace,
            arguments.operations,
        )?),
        false => None,
    };
    let others = modules.iter().any(|module| *module != OBJECT_ALLOCATOR);
    let whole = match arguments.data_operations {
        operations if operations > 0 && others => record::whole(arguments.configuration, &arguments.trace, operations)?,
        _ => Vec::new(),
    };
    let mut tasks = Vec::new();
    for module in &modules {
        let design = Design::committed(arguments.configuration.name, module)?;
        for (index, technology) in technologies.iter().enumerate() {
            tasks.push(Task {
                design: design.clone(),
                technology,
                stimulus: match &run {
                    Some(run) if *module == OBJECT_ALLOCATOR => Some((&run.stimulus, record::PHASES)),
                    _ => {
                        let own = whole.iter().find(|(name, _)| name == module);
                        own.map(|(_, stimulus)| (stimulus, record::PROGRAM + 1))
                    }
                },
                // The shares hardly depend on the library.
                parts: index == 0,
            });
        }
    }
    let results = Results {
        configuration: arguments.configuration,
        estimates: work(&tasks)?,
        trace: super::replay::jobs::name(&arguments.trace),
        operations: arguments.operations,
        data_operations: arguments.data_operations,
        requests: run.as_ref().map_or([0; record::PHASES], |run| run.requests),
        clock_mhz: arguments.clock,
        technologies: technologies.clone(),
    };
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&results.estimates)?)?;
    } else {
        print(format_args!("{}", page::terminal(&results)))?;
    }
    if let Some(page) = page {
        page.write(&page::page(&results))?;
    }
    Ok(())
}

/// The libraries that are named, or all that are there.
fn technologies(named: &[String]) -> Result<Vec<Technology>, Error> {
    let there = technology::list()
        .into_iter()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.name);
    let all: Vec<String> = there.collect();
    let names = if named.is_empty() { &all } else { named };
    let names = distinct(names.iter().map(String::as_str));
    if names.is_empty() {
        return Err("there is no library of standard cells: `tools/setup estimate` fetches some".into());
    }
    Ok(names
        .iter()
        .map(|name| Technology::named(name))
        .collect::<Result<_, _>>()?)
}

/// A module to estimate on a library.
struct Task<'a> {
    design: Design,
    technology: &'a Technology,
    /// What its ports did, and in how many phases.
    stimulus: Option<(&'a Stimulus, usize)>,
    parts: bool,
}

/// Does the tasks, as many at a time as there are processors; the results are in their order.
fn work(tasks: &[Task]) -> Result<Vec<Estimate>, Error> {
    let bars = MultiProgress::new();
    let style = ProgressStyle::with_template("{spinner} {prefix}: {msg} ({elapsed})")?;
    let queue = Mutex::new(tasks.iter().enumerate());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| loop {
                let Some((index, task)) = queue.lock().expect("no estimate panics").next() else {
                    break;
                };
                let bar = bars.add(ProgressBar::new_spinner().with_style(style.clone()));
                bar.set_prefix(format!("{} on {}", task.design.top, task.technology.entry.name));
                bar.enable_steady_tick(Duration::from_millis(200));
                let progress = |step: &str| bar.set_message(step.to_string());
                let result = estimate::of(&task.design, task.technology, task.stimulus, task.parts, &progress);
                bar.finish_and_clear();
                results.lock().expect("no estimate panics").push((index, result));
            });
        }
    });
    let mut results = results.into_inner().expect("no estimate panics");
    results.sort_by_key(|(index, _)| *index);
    Ok(results
        .into_iter()
        .map(|(_, result)| result)
        .collect::<Result<_, _>>()?)
}
