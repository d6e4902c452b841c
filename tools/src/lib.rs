//! The programs this project calls. `tools.toml` lists them once; the set-up script installs from that list, [`doctor`]
//! reports on it, and whoever runs a tool asks [`find`] for it, so that a missing tool is a sentence that says how to
//! get it. [`docs`] fills the generated parts of the documentation, and [`output`] is how commands write their results.

pub mod docs;
pub mod output;
mod report;
mod version;

pub use report::doctor;
pub use version::Version;

use serde::Deserialize;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program of the list. The fields are described at the head of `tools.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The command.
    pub name: String,
    args: Vec<String>,
    needs: String,
    #[serde(default)]
    exact: bool,
    r#for: String,
    task: Option<String>,
    debian: Option<String>,
    wheel: Option<String>,
    package: Option<String>,
    get: Option<String>,
}

/// Why a tool cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It is neither in `.tools` nor on the path.
    #[error("{name} is not installed: {remedy}")]
    Missing {
        /// The command.
        name: String,
        /// What to do.
        remedy: String,
    },
    /// It is there, but prints no version (a wrapper whose program is gone, say).
    #[error("{path} does not start or prints no version: {remedy}", path = path.display())]
    Broken {
        /// What was run.
        path: PathBuf,
        /// What to do.
        remedy: String,
    },
    /// Its version is not one that works.
    #[error("{path} is version {found}, but {needs} is needed: {remedy}", path = path.display())]
    WrongVersion {
        /// What was run.
        path: PathBuf,
        /// Its version.
        found: Version,
        /// The versions that work, in words.
        needs: String,
        /// What to do.
        remedy: String,
    },
}

/// A tool that is there and recent enough.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its version.
    pub version: Version,
}

/// The project's root folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tools/ lies in the project's root")
}

/// Every tool of the list.
pub fn all() -> Vec<Tool> {
    #[derive(Deserialize)]
    struct List {
        tool: Vec<Tool>,
    }
    let list: List = toml::from_str(include_str!("../tools.toml")).expect("a test reads tools.toml");
    list.tool
}

/// Looks a tool of the list up and checks its version.
///
/// # Errors
/// The tool is missing, does not start, or has a version that does not work.
///
/// # Panics
/// The list has no tool of that name.
pub fn find(name: &str) -> Result<Found, Problem> {
    let tools = all();
    tools
        .iter()
        .find(|tool| tool.name == name)
        .unwrap_or_else(|| panic!("tools.toml has no tool {name}"))
        .find()
}

/// A command that runs a tool of the list; WebAssembly tools get the project's own cache of compiled code.
///
/// # Errors
/// As [`find`].
///
/// # Panics
/// As [`find`].
pub fn command(name: &str) -> Result<Command, Problem> {
    let mut command = Command::new(find(name)?.path);
    if std::env::var_os("YOWASP_CACHE_DIR").is_none() {
        command.env("YOWASP_CACHE_DIR", root().join(".tools/yowasp"));
    }
    Ok(command)
}

/// Why a folder below `target` cannot be worked in.
#[derive(Debug, thiserror::Error)]
pub enum Occupied {
    /// Another run works there.
    #[error("another run of memento works in {folder}: wait until it has ended, or stop it", folder = .0.display())]
    Busy(PathBuf),
    /// The file that says who works there cannot be opened.
    #[error("{path}: {source}", path = .0.display(), source = .1)]
    File(PathBuf, std::io::Error),
}

/// Keeps every other run that asks out of `target/<folder>` while what it returns lives. The system ends that with the process, however
/// the process ends.
///
/// # Errors
/// Another run works there, or the file `target/<folder>.lock` cannot be opened.
pub fn alone_in(folder: &str) -> Result<File, Occupied> {
    let folder = root().join("target").join(folder);
    let path = PathBuf::from(format!("{}.lock", folder.display()));
    let parent = folder.parent().expect("it is below the project's root");
    let opened = std::fs::create_dir_all(parent).and_then(|()| File::create(&path));
    let lock = opened.map_err(|error| Occupied::File(path.clone(), error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Occupied::Busy(folder)),
        Err(TryLockError::Error(error)) => Err(Occupied::File(path, error)),
    }
}

/// A command that makes a program of a test bench with Verilator, its C++ compiled with `-O` and this level (0 to 3).
///
/// # Errors
/// As [`find`].
pub fn verilator_program(optimisation: u8) -> Result<Command, Problem> {
    let mut command = command("verilator")?;
    command.args(["--binary", "--timing", "--build-jobs", "2", "-MAKEFLAGS"]);
    command.arg(format!(
        "OPT_FAST=-O{optimisation} OPT_SLOW=-O0 OPT_GLOBAL=-O{optimisation}"
    ));
    // The workspace sets it for a crate; make would hand it to a shell, which takes its brackets for its own.
    command.env_remove("CXXFLAGS");
    Ok(command)
}

/// Runs `tools/firmware`, cargo for the RISC-V core, with these arguments.
///
/// # Errors
/// The script does not start.
pub fn firmware(arguments: &[&str]) -> std::io::Result<Output> {
    firmware_with(arguments, &[])
}

/// [`firmware`] with these environment variables, and without those of the list that have no value.
///
/// # Errors
/// The script does not start.
pub fn firmware_with(arguments: &[&str], environment: &[(&str, Option<String>)]) -> std::io::Result<Output> {
    let mut command = Command::new(root().join("tools/firmware"));
    for (name, value) in environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.args(arguments).output()
}

/// The `site-packages` of `.tools/venv`: there is one for each version of Python that the environment was made with.
fn site_packages() -> impl Iterator<Item = PathBuf> {
    let versions = root().join(".tools/venv/lib").read_dir().into_iter();
    versions
        .flatten()
        .flatten()
        .map(|version| version.path().join("site-packages"))
}

/// The version of a Python wheel in `.tools/venv`, from the name of the folder that describes it: `<wheel>-<version>.dist-info`.
fn version_of_wheel(wheel: &str) -> Option<Version> {
    let folders = site_packages().flat_map(|place| place.read_dir().into_iter().flatten().flatten());
    let mut names = folders.map(|folder| folder.file_name().to_string_lossy().into_owned());
    names.find_map(|name| {
        let version = name
            .strip_prefix(wheel)?
            .strip_prefix('-')?
            .strip_suffix(".dist-info")?;
        Version::first_in(version)
    })
}

/// A file of a Python wheel in `.tools/venv`, by its path below `site-packages`.
///
/// # Errors
/// It is not there.
pub fn wheel(file: &str) -> Result<PathBuf, Problem> {
    let mut places = site_packages().map(|place| place.join(file));
    places.find(|path| path.is_file()).ok_or_else(|| Problem::Missing {
        name: file.into(),
        remedy: "make setup (Python wheels into .tools)".into(),
    })
}

/// Compilers and C library for the RISC-V core, as they name themselves.
///
/// # Errors
/// There is none: a sentence that says how to get it.
pub fn firmware_compiler() -> Result<String, String> {
    let output = firmware(&["--compiler"]).map_err(|error| format!("tools/firmware does not start: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().replace('\n', ", ");
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

impl Tool {
    /// Where the tool is and which version it has.
    ///
    /// # Errors
    /// The tool is missing, does not start, or has a version that does not work.
    pub fn find(&self) -> Result<Found, Problem> {
        let own = root().join(".tools/bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(own)
            .chain(std::env::split_paths(&path))
            .map(|folder| folder.join(&self.name))
            .find(|file| file.is_file())
            .ok_or_else(|| Problem::Missing {
                name: self.name.clone(),
                remedy: self.remedy(),
            })?;
        let Some(version) = self.version_of(&path) else {
            return Err(Problem::Broken {
                path,
                remedy: self.remedy(),
            });
        };
        let needed = Version::first_in(&self.needs).expect("a test reads every version");
        if version < needed || self.exact && version != needed {
            return Err(Problem::WrongVersion {
                path,
                found: version,
                needs: self.needs(),
                remedy: self.remedy(),
            });
        }
        Ok(Found { path, version })
    }

    fn version_of(&self, path: &Path) -> Option<Version> {
        if let (Some(wheel), []) = (&self.wheel, self.args.as_slice()) {
            return version_of_wheel(wheel);
        }
        let output = Command::new(path)
            .args(&self.args)
            .env("YOWASP_CACHE_DIR", root().join(".tools/yowasp"))
            .stdin(std::process::Stdio::null())
            .output()
            .ok()?;
        // Some tools print their version on standard error.
        let text = [output.stdout, output.stderr].concat();
        Version::first_in(&String::from_utf8_lossy(&text))
    }

    /// The versions that work, in words.
    pub fn needs(&self) -> String {
        format!("{}{}", self.needs, if self.exact { " exactly" } else { " or newer" })
    }

    /// How to get the tool.
    pub fn remedy(&self) -> String {
        match self {
            Tool {
                get: Some(sentence), ..
            } => sentence.clone(),
            Tool {
                debian: Some(package), ..
            } => format!("make setup (Debian package {package})"),
            Tool { wheel: Some(wheel), .. } => format!("make setup (Python wheel {wheel} into .tools)"),
            Tool {
                package: Some(name), ..
            } => format!("make docs (crate {name} into .tools)"),
            _ => unreachable!("a test reads every remedy"),
        }
    }

    /// What the tool is for, in words.
    pub fn purpose(&self) -> String {
        match &self.task {
            Some(task) => format!("{} ({task} only)", self.r#for),
            None => self.r#for.clone(),
        }
    }

    /// Whether `make test` and `make demo` need it.
    pub fn required(&self) -> bool {
        self.task.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_works_in_a_folder_at_a_time() {
        let first = alone_in("tools-test/alone").unwrap();
        let refused = alone_in("tools-test/alone").unwrap_err().to_string();
        assert!(refused.starts_with("another run of memento works in ") && refused.contains("tools-test/alone: wait"));
        drop(first);
        alone_in("tools-test/alone").unwrap();
    }

    #[test]
    fn every_tool_has_a_version_a_purpose_and_a_remedy() {
        let tools = all();
        assert!(tools.len() > 10);
        for tool in tools {
            assert!(Version::first_in(&tool.needs).is_some(), "{}", tool.name);
            assert!(!tool.purpose().is_empty() && !tool.remedy().is_empty(), "{}", tool.name);
        }
    }

    #[test]
    fn the_cargo_that_runs_this_is_found_and_recent_enough() {
        assert!(find("cargo").unwrap().version >= Version::first_in("1.88").unwrap());
    }

    fn cargo_needing(name: &str, needs: &str, exact: bool) -> Tool {
        let mut tool = all().into_iter().find(|tool| tool.name == "cargo").unwrap();
        tool.name = name.into();
        tool.needs = needs.into();
        tool.exact = exact;
        tool
    }

    #[test]
    fn a_tool_that_is_too_old_is_said_to_be() {
        let problem = cargo_needing("cargo", "999.0", false).find().unwrap_err().to_string();
        assert!(
            problem.contains("but 999.0 or newer is needed: install Rust"),
            "{problem}"
        );
        let problem = cargo_needing("cargo", "1.0", true).find().unwrap_err().to_string();
        assert!(problem.contains("but 1.0 exactly is needed: install Rust"), "{problem}");
    }

    #[test]
    fn a_tool_that_is_missing_is_said_to_be() {
        let problem = cargo_needing("no-such-tool", "1.0", false)
            .find()
            .unwrap_err()
            .to_string();
        assert_eq!(
            problem,
            "no-such-tool is not installed: install Rust 1.89 or newer with rustup"
        );
    }
}
