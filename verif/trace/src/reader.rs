//! Opens a trace file of any format.

use crate::{MtrReader, Problem, RepReader, TraceError, TraceOperation};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// A stream of the operations of a trace file. Ends after the first error.
pub struct TraceReader(Box<dyn Iterator<Item = Result<TraceOperation, TraceError>> + Send>);

impl TraceReader {
    /// Opens the trace at `path`; the format follows from the name: `.mtr.zst` or `.rep`.
    ///
    /// # Errors
    /// The file cannot be opened, or its name tells no format. What is wrong inside comes with the operations.
    pub fn open(path: impl AsRef<Path>) -> Result<TraceReader, TraceError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let failed = |problem| TraceError {
            file: name.clone(),
            problem,
        };
        let open = || File::open(path).map_err(|error| failed(Problem::Open(error)));
        if name.ends_with(".mtr.zst") {
            Ok(TraceReader(Box::new(MtrReader::compressed(name.clone(), open()?)?)))
        } else if name.ends_with(".rep") {
            Ok(TraceReader(Box::new(RepReader::new(
                name.clone(),
                BufReader::new(open()?),
            ))))
        } else {
            Err(failed(Problem::UnknownKind))
        }
    }
}

impl Iterator for TraceReader {
    type Item = Result<TraceOperation, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}
