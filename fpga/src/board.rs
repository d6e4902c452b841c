//! The boards of `constraints/boards.toml`.

use crate::chip::Chip;
use serde::Deserialize;
use std::path::PathBuf;

/// A board.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Its name on the command line.
    pub name: String,
    /// The board in words.
    pub is: String,
    /// Its FPGA.
    pub chip: Chip,
    /// Configuration of Memento.
    pub memento: String,
    /// The system's core.
    pub core: String,
    /// What is made for it; nothing where Memento alone is larger than the chip.
    pub system: Option<System>,
}

/// The system for a board.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The top module, which is in a file of its name in `fpga/rtl/boards`.
    pub top: String,
    /// File of pins in `constraints`.
    pub pins: String,
    /// The clock that place and route must reach, in MHz, where the file of pins cannot say it.
    pub clock_mhz: Option<u32>,
    /// RAM in units of 1024 bytes.
    pub ram_kib: u32,
    /// Program of `sw/firmware` that is in it at first.
    pub program: String,
    /// The command that loads a bitstream, whose name is put behind it.
    pub load: String,
}

/// Where pins and the list of boards are.
pub fn constraints() -> PathBuf {
    memento_tools::root().join("constraints")
}

impl System {
    /// The file of the top module.
    pub fn top_file(&self) -> PathBuf {
        let folder = memento_tools::root().join("fpga/rtl/boards");
        folder.join(&self.top).with_extension("sv")
    }
}

impl Board {
    /// All boards.
    ///
    /// # Errors
    /// The list cannot be read, in a sentence.
    pub fn all() -> Result<Vec<Board>, String> {
        #[derive(Deserialize)]
        struct List {
            board: Vec<Board>,
        }
        let path = constraints().join("boards.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let list: List = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(list.board)
    }

    /// The board of this name.
    ///
    /// # Errors
    /// There is none, in a sentence that says which there are.
    pub fn named(name: &str) -> Result<Board, String> {
        let boards = Board::all()?;
        let names: Vec<&str> = boards.iter().map(|board| board.name.as_str()).collect();
        let missing = format!("there is no board {name}; there are {}", names.join(", "));
        boards.into_iter().find(|board| board.name == name).ok_or(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_board_has_its_files() {
        for system in Board::all().unwrap().into_iter().filter_map(|board| board.system) {
            assert!(constraints().join(&system.pins).is_file(), "{}", system.pins);
            assert!(system.top_file().is_file(), "{}", system.top);
        }
    }

    #[test]
    fn an_unknown_board_is_a_sentence_that_says_which_there_are() {
        let sentence = Board::named("ulx4s").unwrap_err();
        assert!(
            sentence.starts_with("there is no board ulx4s; there are ulx3s-85f, "),
            "{sentence}"
        );
    }
}
