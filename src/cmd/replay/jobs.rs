//! Traces to replay, as many at a time as there are processors, with a bar of progress each.

use super::super::Error;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use memento_trace::{TraceOperation, TraceReader};
use std::{path::Path, sync::Mutex, thread::available_parallelism};

/// A trace to replay.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The file.
    pub path: &'a Path,
    /// Operations to replay, from its start.
    pub operations: u64,
}

impl<'a> Job<'a> {
    /// At most `limit` operations of a trace, which is read once: a corrupt one is refused before any is replayed, and
    /// progress has a scale.
    pub fn new(path: &'a Path, limit: u64) -> Result<Job<'a>, Error> {
        let mut operations = 0;
        for operation in TraceReader::open(path)? {
            operations += u64::from(counts(&operation?));
            if operations == limit {
                break;
            }
        }
        Ok(Job { path, operations })
    }
}

/// Whether it counts as an operation.
pub fn counts(operation: &TraceOperation) -> bool {
    !matches!(operation, TraceOperation::Mark(_) | TraceOperation::Thread(_))
}

/// The trace's name without folder and ending.
pub fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    name.trim_end_matches(".mtr.zst").trim_end_matches(".rep").to_string()
}

/// Does `work` for every job; the results are in the order of the jobs.
///
/// # Errors
/// That of the first job that has failed.
pub fn run<T: Send>(
    jobs: Vec<Job>,
    work: impl Fn(&Job, &ProgressBar) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let bars = MultiProgress::new();
    let style = ProgressStyle::with_template("{prefix:24!} {bar:40} {pos:>9}/{len} {per_sec:>12}")?;
    let queue = Mutex::new(jobs.iter().enumerate());
    let results: Mutex<Vec<(usize, Result<T, Error>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| loop {
                let Some((index, job)) = queue.lock().expect("no replay panics").next() else {
                    break;
                };
                let bar = ProgressBar::new(job.operations).with_style(style.clone());
                let bar = bars.add(bar.with_prefix(name(job.path)));
                let result = work(job, &bar);
                bar.finish_and_clear();
                results.lock().expect("no replay panics").push((index, result));
            });
        }
    });
    let mut results = results.into_inner().expect("no replay panics");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
