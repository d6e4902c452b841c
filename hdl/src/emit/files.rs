//! Modules as files: final names, headers, ports, and the file list.

use super::docs;
use super::module::{Module, Piece};
use super::print::declared;
use super::printer::wrap;
use super::{EmitError, Options, PREFIX};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerilogFile {
    /// File name, without a folder.
    pub name: String,
    /// Contents.
    pub text: String,
}

/// Writes the files into a folder, which is made if it is not there.
///
/// # Errors
///
/// [`EmitError::Write`] with the file's path.
pub fn write(dir: &Path, files: &[VerilogFile]) -> Result<(), EmitError> {
    let failed = |path: &Path, error: std::io::Error| EmitError::Write {
        path: path.display().to_string(),
        message: error.to_string(),
    };
    std::fs::create_dir_all(dir).map_err(|error| failed(dir, error))?;
    for file in files {
        let path = dir.join(&file.name);
        std::fs::write(&path, &file.text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// The files of all modules, and a file list for each of the designs whose tops are the modules numbered `tops`.
pub(super) fn files(modules: &[Module], tops: &[usize], options: &Options) -> Result<Vec<VerilogFile>, EmitError> {
    let names = final_names(modules, options)?;
    let mut files: Vec<_> = modules
        .iter()
        .zip(&names)
        .map(|(module, name)| VerilogFile {
            name: format!("{name}.sv"),
            text: text(module, name, &names, options),
        })
        .collect();
    for &top in tops {
        let list = within(modules, top);
        files.push(VerilogFile {
            name: format!("{}.f", names[top]),
            text: list.into_iter().map(|place| format!("{}.sv\n", names[place])).collect(),
        });
    }
    Ok(files)
}

/// The numbers of a module and of all below it, each before those that use it.
fn within(modules: &[Module], top: usize) -> BTreeSet<usize> {
    // A module is numbered after all that it uses.
    let mut found = BTreeSet::from([top]);
    for user in (0..=top).rev() {
        if !found.contains(&user) {
            continue;
        }
        found.extend(modules[user].body.iter().filter_map(|piece| match piece {
            Piece::ModuleName(number) => Some(*number),
            Piece::Text(_) => None,
        }));
    }
    found
}

/// A name for each module. Where several share one, the widths of the first port that differs in all of them are
/// appended, or else those of every port that differs at all.
fn final_names(modules: &[Module], options: &Options) -> Result<Vec<String>, EmitError> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, module) in modules.iter().enumerate() {
        by_name.entry(&module.name).or_default().push(place);
    }
    let mut names = vec![String::new(); modules.len()];
    for (name, members) in by_name {
        let base = format!("{}{}", options.prefix, name.strip_prefix(PREFIX).unwrap_or(name));
        if let [only] = members[..] {
            names[only] = base;
            continue;
        }
        let suffixes = suffixes(&members.iter().map(|place| &modules[*place]).collect::<Vec<_>>());
        let suffixes = suffixes.ok_or_else(|| EmitError::SameModuleName { name: name.into() })?;
        for (place, suffix) in members.into_iter().zip(suffixes) {
            names[place] = format!("{base}_{suffix}");
        }
    }
    for (place, name) in names.iter().enumerate() {
        super::names::check_name(name, name)?;
        if names[..place].contains(name) {
            return Err(EmitError::SameModuleName { name: name.clone() });
        }
    }
    Ok(names)
}

fn suffixes(modules: &[&Module]) -> Option<Vec<String>> {
    let ports = modules[0].ports.len();
    if modules.iter().any(|module| module.ports.len() != ports) {
        return distinct(modules.iter().map(|module| module.ports.len().to_string()).collect());
    }
    let column = |port: usize| -> Vec<usize> { modules.iter().map(|module| module.ports[port].width).collect() };
    let mut differing: Vec<Vec<usize>> = vec![];
    for port in 0..ports {
        let widths = column(port);
        let texts = widths.iter().map(usize::to_string).collect();
        if let Some(suffixes) = distinct(texts) {
            return Some(suffixes);
        }
        if widths.iter().any(|width| *width != widths[0]) && !differing.contains(&widths) {
            differing.push(widths);
        }
    }
    let joined = |place: usize| {
        differing
            .iter()
            .map(|widths| widths[place].to_string())
            .collect::<Vec<_>>()
            .join("x")
    };
    distinct((0..modules.len()).map(joined).collect())
}

/// The texts, if no two are the same.
fn distinct(texts: Vec<String>) -> Option<Vec<String>> {
    let unique: BTreeSet<_> = texts.iter().collect();
    (unique.len() == texts.len()).then_some(texts)
}

/// A module's whole file.
fn text(module: &Module, name: &str, names: &[String], options: &Options) -> String {
    let doc = docs::find(module.name.strip_prefix(PREFIX).unwrap_or(&module.name));
    let source = doc.map_or("a rust-hdl module", |doc| &doc.file);
    let mut out = format!(
        "// SPDX-License-Identifier: MIT OR Apache-2.0\n// {name}, configuration {}: generated from {source}, do not edit.\n",
        options.configuration
    );
    if let Some(doc) = doc {
        out.push_str("//\n");
        for line in doc.text.lines() {
            out.push_str(format!("// {line}").trim_end());
            out.push('\n');
        }
    }
    out.push_str(&format!("\n`default_nettype none\n\nmodule {name} (\n"));
    for (place, port) in module.ports.iter().enumerate() {
        if let Some(comment) = doc.and_then(|doc| doc.field(&port.path)) {
            wrap(comment, 105)
                .iter()
                .for_each(|line| out.push_str(&format!("  // {line}\n")));
        }
        let direction = if port.is_input { "input " } else { "output" };
        let comma = if place + 1 < module.ports.len() { "," } else { "" };
        out.push_str(&format!(
            "  {direction} logic {}{}{comma}\n",
            declared(port.width),
            port.name
        ));
    }
    out.push_str(");\n");
    for piece in &module.body {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::ModuleName(number) => out.push_str(&names[*number]),
        }
    }
    out.push_str("endmodule\n\n`default_nettype wire\n");
    out
}
