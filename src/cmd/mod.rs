//! The subcommands, one module each. What they print to standard output is their result; progress goes to standard
//! error.

pub mod bench;
pub mod estimate;
pub mod footprint;
pub mod fpga;
pub mod replay;
pub mod soak;
pub mod soc;
pub mod waves;

use clap::ValueEnum;
use comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table};

/// Any error: a sentence.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// The object allocator alone
    ObjectAllocator,
    /// The whole, `memento_top`
    Top,
}

/// A table with a heading, numbers to the right of a first column of text.
fn table(heading: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(heading);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Each value once, in the order in which they come first.
fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}
