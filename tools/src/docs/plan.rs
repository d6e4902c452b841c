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
            match runs(&read(&root().join(file))?, function) {
                Some(true) => tests.push(format!("`{function}`")),
                Some(false) => tests.push(format!("`{function}` (**not run**)")),
                None => return Err(failed(format!("{}: {file} has no test {function}", point.name))),
            }
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

/// Whether a test of a source runs or is left out with `#[ignore]`; `None` when there is no such test, neither as a
/// function nor as an argument of a macro.
fn runs(source: &str, function: &str) -> Option<bool> {
    let mut ignored = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[") || line.starts_with("//") {
            // Belongs to the item that follows.
            ignored |= line.starts_with("#[ignore");
        } else if line
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == function)
        {
            return Some(!ignored);
        } else {
            ignored = false;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn a_test_is_found_by_its_whole_name() {
        let source = "#[test]\nfn spans_hold() {}\n// spans_fit\nsuite!(tiny_soak, TINY);";
        assert_eq!(
            (runs(source, "spans_hold"), runs(source, "tiny_soak")),
            (Some(true), Some(true))
        );
        assert_eq!((runs(source, "spans"), runs(source, "spans_fit")), (None, None));
    }

    #[test]
    fn a_test_that_is_left_out_does_not_run() {
        let source = "#[test]\n#[ignore = \"slow\"]\nfn slow() {}\n#[test]\nfn quick() {}";
        assert_eq!((runs(source, "slow"), runs(source, "quick")), (Some(false), Some(true)));
    }
}
