//! What a failure says, and how the case that it shows is made small.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A failure, in words: displayed, it says all that is needed to look into it.
#[derive(Debug)]
pub struct Report<'a> {
    /// What failed, and where.
    pub what: String,
    /// The first difference, with its cycle.
    pub difference: String,
    /// Seed of the run of cases.
    pub seed: u64,
    /// The recording, if there is one.
    pub vcd: Option<&'a Path>,
    /// What else is worth knowing, a line each.
    pub notes: Vec<String>,
    /// Body of the test that shows the failure again.
    pub test: String,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.what)?;
        writeln!(f, "first difference: {}", self.difference)?;
        writeln!(f, "seed: MEMENTO_SEED={}", self.seed)?;
        match self.vcd {
            Some(path) => writeln!(f, "recording: {}", path.display())?,
            None => writeln!(f, "recording: this device makes none")?,
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        let body = self.test.replace('\n', "\n    ");
        writeln!(f, "as a test:\n\n#[test]\nfn case_that_failed() {{\n    {body}\n}}")
    }
}

/// A file for the recording of a failure whose name begins with `name`; none if no folder can be made for it.
pub fn recording(name: &str) -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder = target
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"))
        .join("memento-failures");
    std::fs::create_dir_all(&folder).ok()?;
    let folder = folder.canonicalize().ok()?;
    Some(folder.join(format!("{name}-{}.vcd", std::process::id())))
}

/// Leaves out of steps that fail whatever can go: ever shorter runs of them.
pub fn fewest_steps<S: Clone>(mut steps: Vec<S>, fails: impl Fn(&[S]) -> bool) -> Vec<S> {
    let mut length = steps.len().div_ceil(2);
    while length > 0 {
        let mut start = 0;
        while start < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(start..(start + length).min(steps.len()));
            if fails(&fewer) {
                steps = fewer;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::fewest_steps;

    #[test]
    fn only_the_steps_that_matter_stay() {
        let fails = |steps: &[u32]| steps.contains(&17) && steps.contains(&80);
        assert_eq!(fewest_steps((0..100).collect(), fails), [17, 80]);
        assert_eq!(fewest_steps(vec![1, 2, 3], |_| true), []);
    }
}
