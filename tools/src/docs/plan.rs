//! The test plan: `docs/testplan.toml` as a table, each test looked up in its file.

use super::{read, DocsError};
use crate::root;
use serde::Deserialize;
use std::fmt::Write;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    name: String,
    stage: String,
    shows: String,
    tests: Vec<String>,
}

/// The test plan, one row for each point.
pub fn table() -> Result<String, DocsError> {
    #[derive(Deserialize)]
    struct Plan {
        point: Vec<Point>,
    }
    let path = root().join("docs/testplan.toml");
    let failed = |reason: String| DocsError::Content {
        path: path.clone(),
        reason,
    };
    let plan: Plan = toml::from_str(&read(&path)?).map_err(|error| failed(error.to_string()))?;
    let mut table = String::from("| point | stage | shows that | tests |\n|---|---|---|---|\n");
    for point in plan.point {
        let mut tests = Vec::new();
        for test in &point.tests {
            let Some((file, function)) = test.split_once("::") else {
                return Err(failed(format!("{}: `{test}` is not file::function", point.name)));
            };
            if !holds_test(&read(&root().join(file))?, function) {
                return Err(failed(format!("{}: {file} has no test {function}", point.name)));
            }
            tests.push(format!("`{function}`"));
        }
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} |",
            point.name,
            point.stage,
            point.shows,
            tests.join("<br>")
        );
    }
    Ok(table)
}

/// Whether a source defines a function of this name, bare or as an argument of a test macro.
fn holds_test(source: &str, function: &str) -> bool {
    source
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == function)
}

#[cfg(test)]
mod tests {
    use super::holds_test;

    #[test]
    fn a_test_is_found_by_its_whole_name() {
        let source = "#[test]\nfn spans_hold() {}\nsuite!(tiny_soak, TINY);";
        assert!(holds_test(source, "spans_hold") && holds_test(source, "tiny_soak"));
        assert!(!holds_test(source, "spans"));
    }
}
