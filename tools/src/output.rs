//! What commands leave behind: files that are whole or not there, and standard output that says so when it is full.

use std::fmt::{Arguments, Display};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tempfile::NamedTempFile;

/// Why a result cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The file is read by the same command.
    #[error("{} is what the command reads: name another file for what it writes", .0.display())]
    Input(PathBuf),
    /// There is something else than a file.
    #[error("{} is no regular file: name a file", .0.display())]
    NoFile(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// Standard output cannot be written.
    #[error("standard output cannot be written: {0}")]
    Standard(io::Error),
}

/// For commands that read no file.
pub const NO_INPUT: [&Path; 0] = [];

/// A file that is to be written. It has another name in the same folder until it is whole; a former file of its name stays until then, and if
/// it never comes to that.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    partial: NamedTempFile,
}

impl OutputFile {
    /// Sees, before any work is done for it, that the file can be written and is none of `inputs`.
    ///
    /// # Errors
    /// It is one of them, or a folder or device, or its folder takes no file.
    pub fn new<P: AsRef<Path>>(path: &Path, inputs: impl IntoIterator<Item = P>) -> Result<OutputFile, OutputError> {
        if path.metadata().is_ok_and(|found| !found.is_file()) {
            return Err(OutputError::NoFile(path.into()));
        }
        // What a link names is written, and the link stays.
        let place = path.canonicalize().unwrap_or_else(|_| path.into());
        let read = |input: P| input.as_ref().canonicalize().is_ok_and(|input| input == place);
        if inputs.into_iter().any(read) {
            return Err(OutputError::Input(path.into()));
        }
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let partial = builder
            .prefix(".memento-")
            .suffix(".partial")
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(|error| OutputError::File(path.into(), error))?;
        Ok(OutputFile { path: place, partial })
    }

    /// One if one is wanted.
    ///
    /// # Errors
    /// As [`OutputFile::new`].
    pub fn wanted<P: AsRef<Path>>(
        path: &Option<PathBuf>,
        inputs: impl IntoIterator<Item = P>,
    ) -> Result<Option<OutputFile>, OutputError> {
        path.as_deref().map(|path| OutputFile::new(path, inputs)).transpose()
    }

    /// Where it is until it is whole, for a writer of its own.
    pub fn partial(&self) -> &Path {
        self.partial.path()
    }

    /// Whether a writer of its own has written nothing.
    pub fn is_empty(&self) -> bool {
        self.partial.path().metadata().is_ok_and(|found| found.len() == 0)
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn fill(&mut self, contents: &str) -> Result<(), OutputError> {
        let failed = |error| OutputError::File(self.path.clone(), error);
        self.partial.write_all(contents.as_bytes()).map_err(failed)
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// That cannot be done.
    pub fn keep(self) -> Result<(), OutputError> {
        let kept = self.partial.persist(&self.path);
        kept.map(|_| ())
            .map_err(|error| OutputError::File(self.path, error.error))
    }

    /// Writes all of it, and gives it its name.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(mut self, contents: &str) -> Result<(), OutputError> {
        self.fill(contents)?;
        self.keep()
    }
}

/// Writes to standard output; [`crate::say`] is a line of it.
///
/// # Errors
/// It cannot be written, as when it is a file and the disk is full.
pub fn print(text: Arguments) -> Result<(), OutputError> {
    let mut output = io::stdout().lock();
    let written = output.write_fmt(text).and_then(|()| output.flush());
    written.map_err(OutputError::Standard)
}

/// Says what went wrong, and that it did. Where nobody can be told, as on a full disk, the status tells.
pub fn failure(error: impl Display) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::FAILURE
}

/// Writes a line to standard output, as `println!` does, and gives back a [`Result`] where that panics.
#[macro_export]
macro_rules! say {
    ($text:literal $($arguments:tt)*) => {
        $crate::output::print(format_args!("{}\n", format_args!($text $($arguments)*)))
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn in_folder(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.md");
        OutputFile::new(&path, NO_INPUT).unwrap().write("first").unwrap();
        let mut second = OutputFile::new(&path, NO_INPUT).unwrap();
        second.fill("sec").unwrap();
        drop(second);
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(in_folder(folder.path()), 1);
        OutputFile::new(&path, NO_INPUT).unwrap().write("second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
    }

    #[test]
    fn an_input_a_folder_and_what_is_below_a_file_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trace");
        fs::write(&path, "input").unwrap();
        let again = folder.path().join(".").join("trace");
        let refused = |path: &Path, inputs: &[&Path]| OutputFile::new(path, inputs).unwrap_err().to_string();
        assert!(refused(&again, &[&path])
            .ends_with("trace is what the command reads: name another file for what it writes"));
        assert!(refused(folder.path(), &[]).ends_with(" is no regular file: name a file"));
        assert!(refused(&path.join("below"), &[]).contains("below cannot be written: "));
        assert_eq!(fs::read_to_string(&path).unwrap(), "input");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_what_it_names_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("page"), folder.path().join("link"));
        fs::write(&path, "before").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        OutputFile::new(&link, NO_INPUT).unwrap().write("after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert!(link.is_symlink());
    }
}
