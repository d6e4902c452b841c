//! What is measured: Verilog files and the module at their top.

use crate::Error;
use memento_abi::Geometry;
use std::collections::BTreeSet;
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
    /// Module `top` of the committed Verilog of `configuration`: its own file list `<top>.f`, or else the first list
    /// that names its file.
    ///
    /// # Errors
    /// There is no such configuration or module, or a file list cannot be read.
    pub fn committed(configuration: &str, top: &str) -> Result<Design, Error> {
        let geometry: Geometry = configuration
            .parse()
            .map_err(|error| Error::Request(format!("--config {configuration}: {error}")))?;
        let folder = rtl_folder().join(geometry.name);
        let mut lists = file_lists(&folder)?;
        // A design is best measured with its own modules alone.
        lists.sort_by_key(|list| list.file_stem().is_none_or(|stem| stem != top));
        let source = folder.join(format!("{top}.sv"));
        let mut modules = BTreeSet::new();
        for list in lists {
            let files = read_file_list(&list)?;
            if files.contains(&source) {
                return Ok(Design {
                    name: geometry.name.into(),
                    top: top.into(),
                    files,
                });
            }
            let names = files.iter().filter_map(|file| file.file_stem());
            modules.extend(names.map(|name| name.to_string_lossy().into_owned()));
        }
        let modules: Vec<String> = modules.into_iter().collect();
        Err(Error::Request(format!(
            "configuration {configuration} has no module {top}; its modules are {}",
            modules.join(", ")
        )))
    }
}

/// The file lists in a folder, by name.
///
/// # Errors
/// The folder cannot be listed.
pub fn file_lists(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut lists = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "f") {
            lists.push(path);
        }
    }
    lists.sort();
    Ok(lists)
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
    fn a_committed_module_is_found_in_whatever_list_names_it() {
        let design = Design::committed("soc32", "memento_object_allocator").unwrap();
        assert_eq!(
            design.files.last().unwrap().file_stem().unwrap(),
            "memento_object_allocator"
        );
        let inner = Design::committed("soc32", "memento_hot").unwrap();
        assert_eq!((inner.top.as_str(), inner.files), ("memento_hot", design.files));
    }

    #[test]
    fn an_unknown_module_or_configuration_is_a_sentence_that_says_what_there_is() {
        let said = |configuration, top| Design::committed(configuration, top).unwrap_err().to_string();
        let module = said("tiny", "memento_cold");
        assert!(
            module.starts_with("configuration tiny has no module memento_cold; its modules are memento_")
                && module.contains(", memento_hot, "),
            "{module}"
        );
        let configuration = said("huge", "memento_hot");
        assert!(
            configuration.contains("there are paper, soc32, tiny"),
            "{configuration}"
        );
    }

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
