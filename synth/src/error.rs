//! What can go wrong, as sentences.

use std::path::PathBuf;

/// Why a measurement could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A tool is missing or has the wrong version.
    #[error(transparent)]
    Tool(#[from] memento_tools::Problem),
    /// Another run is at work.
    #[error(transparent)]
    Occupied(#[from] memento_tools::Occupied),
    /// A result could not be written.
    #[error(transparent)]
    Output(#[from] memento_tools::output::OutputError),
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A tool ended with an error.
    #[error("{tool} failed: {reason}\n  its output: {log}", log = log.display())]
    Failed {
        /// The tool.
        tool: &'static str,
        /// Its last error line.
        reason: String,
        /// Its whole output.
        log: PathBuf,
    },
    /// A report or data file is not what it should be.
    #[error("{path}: {reason}", path = path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What was measured is not what it has to be.
    #[error("{}", .0.join("\nerror: "))]
    Shortfalls(Vec<String>),
    /// The request itself makes no sense.
    #[error("{0}")]
    Request(String),
}

impl Error {
    /// Turns an input or output error into one that names its file.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::File { path, source }
    }

    /// A report or data file that is not what it should be.
    pub fn content(path: impl Into<PathBuf>, reason: impl ToString) -> Error {
        Error::Content {
            path: path.into(),
            reason: reason.to_string(),
        }
    }
}
