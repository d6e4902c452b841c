//! What can be wrong with a trace, in words.

use std::fmt;

/// Where in a trace something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In the binary format.
    Decompressed {
        /// Offset in bytes from the start of the decompressed trace.
        byte: u64,
    },
    /// In a text file.
    Text {
        /// Offset in bytes from the start of the file.
        byte: u64,
        /// Number of the line; the first is 1.
        line: u64,
    },
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Position::Decompressed { byte } => write!(f, "at byte {byte} of the decompressed trace"),
            Position::Text { byte, line } => write!(f, "at byte {byte} (line {line})"),
        }
    }
}

/// A trace that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct TraceError {
    /// The file's name, or what the reader was told to call its input.
    pub file: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a trace.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The file cannot be opened.
    #[error("cannot open the trace: {0}")]
    Open(std::io::Error),
    /// The file's name tells no format.
    #[error("not a known kind of trace; its name should end in .mtr.zst (MTRC1) or .rep (text)")]
    UnknownKind,
    /// Reading or decompressing failed.
    #[error("{at}: the file cannot be read or decompressed any further: {error}")]
    Read {
        /// How far the trace was understood.
        at: Position,
        /// What the system or the decompressor says.
        error: std::io::Error,
    },
    /// The content is not what the format wants.
    #[error("{at}: expected {expected}, found {found}")]
    Malformed {
        /// Where the unexpected thing begins.
        at: Position,
        /// What the format wants there.
        expected: String,
        /// What is there.
        found: String,
    },
}

impl Problem {
    /// `found` instead of `expected`.
    pub(crate) fn malformed(at: Position, expected: impl Into<String>, found: impl Into<String>) -> Problem {
        Problem::Malformed {
            at,
            expected: expected.into(),
            found: found.into(),
        }
    }
}
