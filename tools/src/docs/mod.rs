//! Generated parts of the documentation, so that no number and no port is typed twice.
//!
//! A Markdown file asks for one with a pair of comments, and what lies between them is replaced:
//!
//! ```text
//! <!-- generated: geometry -->
//! <!-- end -->
//! ```
//!
//! | block | what it becomes |
//! |---|---|
//! | `geometry` | the configurations |
//! | `codes` | operations, statuses and events |
//! | `invariants` | the invariants by id |
//! | `ports MODULE` | the ports of a module of the committed Verilog, their widths in every configuration |
//! | `registers`, `doorbell`, `counters`, `commands` | the register map |
//! | `testplan` | `docs/testplan.toml`, each test looked up in its file |
//! | `table FILE` | the first table of another page, by its path from the project's root |
//!
//! `docs/memento.svd` is made as a whole.

mod blocks;
mod plan;
mod ports;
mod registers;
mod svd;

use crate::root;
use std::fs;
use std::path::{Path, PathBuf};

/// Why a generated part could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocsError {
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file asks for something that cannot be had.
    #[error("{path}: {reason}", path = path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// A documentation file whose generated parts are out of date.
#[derive(Debug)]
pub struct Stale {
    /// The file.
    pub path: PathBuf,
    /// What it should hold.
    pub text: String,
}

/// Every documentation file whose generated parts are not what they should be.
///
/// # Errors
/// A file cannot be read, or a generated part cannot be made.
pub fn stale() -> Result<Vec<Stale>, DocsError> {
    let mut stale = Vec::new();
    for path in pages()? {
        let old = read(&path)?;
        let text = fill(&old).map_err(|reason| DocsError::Content {
            path: path.clone(),
            reason,
        })?;
        if text != old {
            stale.push(Stale { path, text });
        }
    }
    let (path, text) = (svd::path(), svd::text()?);
    if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
        stale.push(Stale { path, text });
    }
    Ok(stale)
}

/// Brings files up to date.
///
/// # Errors
/// A file cannot be written.
pub fn write(stale: Vec<Stale>) -> Result<(), DocsError> {
    for Stale { path, text } in stale {
        fs::write(&path, text).map_err(|source| DocsError::File { path, source })?;
    }
    Ok(())
}

/// The text with its generated parts made anew.
fn fill(text: &str) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let Some((request, body)) = after.split_once(" -->\n") else {
            return Err(format!(
                "{BEGIN}{} does not end in ` -->`",
                after.lines().next().unwrap_or("")
            ));
        };
        let Some((_, tail)) = body.split_once(END) else {
            return Err(format!("`{request}` has no {END}"));
        };
        let block = block(request).map_err(|error| error.to_string())?;
        filled += &format!("{before}{BEGIN}{request} -->\n{}\n{END}", block.trim_end());
        rest = tail;
    }
    Ok(filled + rest)
}

fn block(request: &str) -> Result<String, DocsError> {
    match request.split_whitespace().collect::<Vec<_>>()[..] {
        ["geometry"] => Ok(blocks::geometry()),
        ["invariants"] => Ok(blocks::invariants()),
        ["codes"] => blocks::codes(),
        ["table", file] => blocks::first_table(file),
        ["ports", module] => ports::table(module),
        ["registers"] => Ok(registers::registers()),
        ["doorbell"] => Ok(registers::doorbell()),
        ["counters"] => Ok(registers::counters()),
        ["commands"] => Ok(registers::commands()),
        ["testplan"] => plan::table(),
        _ => Err(DocsError::Content {
            path: request.into(),
            reason: "there is no such generated block".into(),
        }),
    }
}

fn pages() -> Result<Vec<PathBuf>, DocsError> {
    let mut pages = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs/src")];
    while let Some(folder) = folders.pop() {
        let failed = |source| DocsError::File {
            path: folder.clone(),
            source,
        };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    Ok(pages)
}

fn read(path: &Path) -> Result<String, DocsError> {
    fs::read_to_string(path).map_err(|source| DocsError::File {
        path: path.into(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_parts_are_up_to_date() {
        let stale: Vec<PathBuf> = stale().unwrap().into_iter().map(|file| file.path).collect();
        assert!(
            stale.is_empty(),
            "out of date: {stale:?}; run `make rtl` or `make docs`"
        );
    }

    #[test]
    fn only_what_lies_between_the_markers_is_replaced() {
        let page = "a\n<!-- generated: invariants -->\nthe former text\n<!-- end -->\nb\n";
        let filled = fill(page).unwrap();
        assert!(
            filled.starts_with("a\n<!-- generated: invariants -->\n| id |") && filled.ends_with("\n<!-- end -->\nb\n")
        );
        assert!(!filled.contains("former"));
        assert_eq!(fill(&filled).unwrap(), filled);
    }

    #[test]
    fn an_unknown_block_and_a_missing_end_are_refused() {
        let problem = fill("<!-- generated: nonsense -->\n<!-- end -->").unwrap_err();
        assert_eq!(problem, "nonsense: there is no such generated block");
        assert_eq!(
            fill("<!-- generated: codes -->\n").unwrap_err(),
            "`codes` has no <!-- end -->"
        );
    }
}
