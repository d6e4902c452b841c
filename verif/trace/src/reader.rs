//! Opens a trace file of any format.

use crate::{MtrReader, Problem, RepReader, TraceError, TraceOperation};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// A stream of the operations of a trace file. Ends after the first error.
pub struct TraceReader(Box<dyn Iterator<Item = Result<TraceOperation, TraceError>> + Send>);

impl TraceReader {
    /// Opens the trace at `path`; the format follows from the name: `.mtr.zst` or `.rep`. Errors call it by the last
    /// part of its path.
    ///
    /// # Errors
    /// The file cannot be opened, or its name tells no format. What is wrong inside comes with the operations.
    pub fn open(path: impl AsRef<Path>) -> Result<TraceReader, TraceError> {
        let path = path.as_ref();
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        let open = || {
            File::open(path).map_err(|error| {
                let file = path.display().to_string();
                TraceError {
                    file,
                    problem: Problem::Open(error),
                }
            })
        };
        if name.ends_with(".mtr.zst") {
            Ok(TraceReader(Box::new(MtrReader::compressed(name, open()?)?)))
        } else if name.ends_with(".rep") {
            Ok(TraceReader(Box::new(RepReader::new(name, BufReader::new(open()?)))))
        } else {
            Err(TraceError {
                file: name,
                problem: Problem::UnknownKind,
            })
        }
    }
}

impl Iterator for TraceReader {
    type Item = Result<TraceOperation, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}
