//! Blocks made from the layout crate, and from other pages.

use super::{read, DocsError};
use crate::root;
use memento_abi::{PageTable, CONFIGURATIONS, INVARIANTS};
use std::fmt::Write;

/// The configurations, one row each.
pub fn geometry() -> String {
    let mut table = String::from(
        "| configuration | classes | largest size | objects per arena | address bits | region | page table |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for g in CONFIGURATIONS {
        let format = match g.page_table {
            PageTable::Sv32 => "Sv32",
            PageTable::Sv39 => "Sv39",
        };
        let _ = writeln!(
            table,
            "| `{}` | {} | {} B | {} | {} | 2^{} B | {format} |",
            g.name,
            g.classes,
            g.max_size(),
            g.objects_per_arena,
            g.address_bits,
            g.region_bits,
        );
    }
    table
}

/// The invariants, one row each.
pub fn invariants() -> String {
    let mut table = String::from("| id | what always holds |\n|---|---|\n");
    for invariant in INVARIANTS {
        let _ = writeln!(table, "| {} | {} |", invariant.id, invariant.text);
    }
    table
}

/// The enums of `sw/abi/src/codes.rs`, a table each, their meaning taken from the comments there.
pub fn codes() -> Result<String, DocsError> {
    let path = root().join("sw/abi/src/codes.rs");
    let source = read(&path)?;
    let mut text = String::new();
    let mut comment = String::new();
    for line in source.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            let separator = if comment.is_empty() { "" } else { " " };
            comment += &format!("{separator}{}", words.trim());
        } else if let Some(name) = line.strip_prefix("pub enum ") {
            let name = name.trim_end_matches(" {");
            let _ = write!(
                text,
                "\n**{name}**: {comment}\n\n| code | name | meaning |\n|---|---|---|\n"
            );
            comment.clear();
        } else if let Some((name, code)) = line.strip_suffix(',').and_then(|line| line.split_once(" = ")) {
            if code.parse::<u32>().is_ok() {
                let _ = writeln!(text, "| {code} | `{name}` | {comment} |");
            }
            comment.clear();
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
    // Links between items mean something to rustdoc alone.
    let text = text.replace("[`", "`").replace("`]", "`").replace("Status::", "");
    Ok(text.trim_start().to_string())
}

/// The first table of another page.
pub fn first_table(file: &str) -> Result<String, DocsError> {
    let path = root().join(file);
    let page = read(&path)?;
    let table: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .collect();
    if table.is_empty() {
        return Err(DocsError::Content {
            path,
            reason: "the page has no table".into(),
        });
    }
    Ok(table.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_row_and_meaning() {
        let text = codes().unwrap();
        assert!(text.contains("**Operation**") && text.contains("**Status**") && text.contains("**Event**"));
        assert!(
            text.contains("| 4 | `DoubleFree` | The address is an object's start, but the object is not allocated. |")
        );
        for status in memento_abi::Status::ALL {
            assert!(text.contains(&format!("| {} | `{status:?}` |", status as u8)));
        }
        for event in memento_abi::Event::ALL {
            assert!(text.contains(&format!("| {} | `{event:?}` |", event as u8)));
        }
    }
}
