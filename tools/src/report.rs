//! The table that `memento doctor` prints.

use crate::{all, output::failure, root, say, Problem};
use comfy_table::{presets, ContentArrangement, Table};
use std::path::Path;
use std::process::ExitCode;

/// Prints every tool: needed version, found version and place, what it is for. Problems follow as sentences. Fails when
/// something that `make test` or `make demo` needs is missing or has the wrong version.
pub fn doctor() -> ExitCode {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["tool", "needed", "found", "where", "for", "how to get it"]);
    let (mut wrong, mut optional) = (Vec::new(), Vec::new());
    for tool in all() {
        let (found, location) = match tool.find() {
            Ok(found) => (found.version.to_string(), place(&found.path)),
            Err(problem) => {
                let row = match &problem {
                    Problem::Missing { .. } => ("missing".to_string(), String::new()),
                    Problem::Broken { path, .. } => ("broken".to_string(), place(path)),
                    Problem::WrongVersion { path, found, .. } => (found.to_string(), place(path)),
                };
                if tool.required() { &mut wrong } else { &mut optional }.push(problem);
                row
            }
        };
        table.add_row([
            tool.name.clone(),
            tool.needs(),
            found,
            location,
            tool.purpose(),
            tool.remedy(),
        ]);
    }
    let compiler = crate::firmware_compiler();
    table.add_row([
        "rustc, C for riscv32im",
        "1.88 or newer; clang, picolibc 1.8 or newer",
        compiler.as_ref().map_or("missing", |text| text),
        "",
        "builds programs for the RISC-V core (make test, make firmware only)",
        "make setup-firmware",
    ]);
    let mut lines = vec![format!("{table}\n")];
    lines.extend(
        compiler
            .err()
            .map(|sentence| format!("needed by make test: {sentence}")),
    );
    lines.extend(optional.iter().map(|problem| format!("optional: {problem}")));
    lines.extend(wrong.iter().map(|problem| format!("required: {problem}")));
    if wrong.is_empty() {
        lines.push("Everything that `make test` and `make demo` need is there.".into());
    }
    match say!("{}", lines.join("\n")) {
        Err(error) => failure(error),
        Ok(()) if wrong.is_empty() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
    }
}

/// A path as a reader wants it: relative when it lies in the project.
fn place(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
