//! The libraries that there are: `tools/liberty.toml`, and the files that the set-up has fetched.

use super::liberty::Library;
use super::macros::Macros;
use crate::Error;
use serde::Deserialize;
use std::path::PathBuf;

/// A library of the list. The fields are described at the head of `tools/liberty.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Its name on the command line.
    pub name: String,
    /// What it is, in words.
    pub is: String,
    /// Node of the process in nm.
    pub node_nm: f64,
    /// The two-input NAND that gate equivalents are counted in.
    pub nand: String,
    /// The buffer that trees are made of.
    pub buffer: String,
    /// The flip-flop around a module.
    pub flip_flop: String,
    /// What its file or package says of its licence.
    pub licence: String,
}

/// A library with what is needed to use it.
#[derive(Clone, Debug)]
pub struct Technology {
    /// Its entry in the list.
    pub entry: Entry,
    /// The file.
    pub path: PathBuf,
    /// What is in it.
    pub library: Library,
    /// What memories are taken to be.
    pub macros: Macros,
    /// Index of the NAND.
    pub nand: usize,
    /// Index of the buffer.
    pub buffer: usize,
    /// Index of the flip-flop.
    pub flip_flop: usize,
}

/// Every library of the list.
pub fn list() -> Vec<Entry> {
    #[derive(Deserialize)]
    struct List {
        library: Vec<Entry>,
    }
    let list: List = toml::from_str(include_str!("../../../tools/liberty.toml")).expect("a test reads liberty.toml");
    list.library
}

impl Technology {
    /// Reads the library of this name.
    ///
    /// # Errors
    /// There is none, the set-up has not fetched it, or it cannot be read.
    pub fn named(name: &str) -> Result<Technology, Error> {
        let all = list();
        let names: Vec<&str> = all.iter().map(|entry| entry.name.as_str()).collect();
        let unknown = || Error::Request(format!("there is no library {name}; there are {}", names.join(", ")));
        let entry = all.iter().find(|entry| entry.name == name).ok_or_else(unknown)?.clone();
        let path = entry.path();
        if !path.is_file() {
            return Err(Error::Request(format!(
                "library {name} is not there, {} is missing: `tools/setup estimate` fetches it",
                path.display()
            )));
        }
        let library = Library::read(&path)?;
        let index = |cell: &str| {
            let missing = || Error::content(&path, format!("it has no cell {cell}, which tools/liberty.toml names"));
            library.index(cell).ok_or_else(missing)
        };
        let (nand, buffer, flip_flop) = (index(&entry.nand)?, index(&entry.buffer)?, index(&entry.flip_flop)?);
        Ok(Technology {
            macros: Macros {
                node_nm: entry.node_nm,
                voltage: library.voltage,
            },
            entry,
            path,
            library,
            nand,
            buffer,
            flip_flop,
        })
    }

    /// Area of a gate equivalent, in um2.
    pub fn gate_um2(&self) -> f64 {
        self.library.cells[self.nand].area_um2
    }
}

impl Entry {
    /// Where the set-up puts the file.
    pub fn path(&self) -> PathBuf {
        memento_tools::root()
            .join(".tools/liberty")
            .join(format!("{}.lib", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_library_of_the_list_has_a_name_a_node_and_a_licence() {
        let all = list();
        assert!(all.len() >= 3);
        for entry in all {
            assert!(
                entry.node_nm >= 1.0 && !entry.is.is_empty() && !entry.licence.is_empty(),
                "{}",
                entry.name
            );
        }
    }

    #[test]
    fn an_unknown_library_is_a_sentence_that_says_what_there_is() {
        let said = Technology::named("sky130").unwrap_err().to_string();
        assert_eq!(said, "there is no library sky130; there are nangate45, gscl45, osu018");
    }
}
