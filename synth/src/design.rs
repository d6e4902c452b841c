//! What is measured: Verilog files and the module at their top.

use crate::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A set of Verilog files and the module of interest.
#[derive(Clone, Debug)]
pub struct Design {
    /// Name for folders and reports; the configuration's name for a committed one.
    pub name: String,
    /// The module.
    pub top: String,
    /// The files, in compilation order.
    pub files: Vec<PathBuf>,
}

impl Design {
    /// Module `top` of the committed Verilog of `configuration`: what its file list `<top>.f` names.
    ///
    /// # Errors
    /// The file list cannot be read.
    pub fn committed(configuration: &str, top: &str) -> Result<Design, Error> {
        let list = rtl_folder().join(configuration).join(format!("{top}.f"));
        Ok(Design {
            name: configuration.into(),
            top: top.into(),
            files: read_file_list(&list)?,
        })
    }
}

/// Where the committed Verilog lies, one folder for each configuration.
pub fn rtl_folder() -> PathBuf {
    memento_tools::root().join("hdl/rtl")
}

/// Reads a file list: one path a line, relative to the list's own folder; `//` and `#` start a comment.
///
/// # Errors
/// The list cannot be read, or names no file.
pub fn read_file_list(list: &Path) -> Result<Vec<PathBuf>, Error> {
    let text = fs::read_to_string(list).map_err(Error::file(list))?;
    let folder = list.parent().unwrap_or(Path::new("."));
    let files: Vec<PathBuf> = text
        .lines()
        .map(|line| {
            line.split("//")
                .next()
                .unwrap_or("")
                .split('#')
                .next()
                .unwrap_or("")
                .trim()
        })
        .filter(|line| !line.is_empty())
        .map(|line| folder.join(line))
        .collect();
    if files.is_empty() {
        return Err(Error::content(list, "the file list names no file"));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_list_names_files_beside_itself() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("files.f");
        fs::write(&list, "// heading\na.v  # first\n\nsub/b.v\n").unwrap();
        assert_eq!(
            read_file_list(&list).unwrap(),
            [folder.path().join("a.v"), folder.path().join("sub/b.v")]
        );
        fs::write(&list, "# nothing\n").unwrap();
        assert!(read_file_list(&list)
            .unwrap_err()
            .to_string()
            .ends_with("the file list names no file"));
    }
}
