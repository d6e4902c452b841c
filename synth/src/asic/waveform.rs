//! The ports of modules in a recording of the whole: a VCD file as stimuli.

use super::stimulus::{Port, Stimulus};
use crate::Error;
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use vcd::{Command, IdCode, Parser, Scope, ScopeItem, Value};

/// Reads what the ports of some modules did. Each is named by its path of instances, the top's module first. Signals whose names end in `_i`, `_ni` and
/// `_o` are taken for ports, and a cycle ends where `clk_i` of the first module rises; it belongs to the phase that `phase` says of its number.
///
/// # Errors
/// The file cannot be read, or has no such module.
pub fn read(path: &Path, modules: &[&[&str]], phase: impl Fn(u64) -> u8) -> Result<Vec<Stimulus>, Error> {
    let file = File::open(path).map_err(Error::file(path))?;
    let mut parser = Parser::new(BufReader::new(file));
    let header = parser.parse_header().map_err(Error::file(path))?;
    let mut stimuli = Vec::new();
    let mut places: HashMap<IdCode, Vec<(usize, usize)>> = HashMap::new();
    let mut clock = None;
    for (index, module) in modules.iter().enumerate() {
        let scope = find(&header.items, module);
        let scope = scope.ok_or_else(|| Error::content(path, format!("it has no module {}", module.join("."))))?;
        let mut ports = Vec::new();
        for item in &scope.items {
            let ScopeItem::Var(signal) = item else { continue };
            let name = signal.reference.as_str();
            if name == "clk_i" {
                clock = clock.or(Some(signal.code));
            } else if is_input(name) || name.ends_with("_o") {
                places.entry(signal.code).or_default().push((index, ports.len()));
                ports.push(Port {
                    name: name.into(),
                    input: is_input(name),
                });
            }
        }
        stimuli.push(Stimulus::of(ports));
    }
    let clock = clock.ok_or_else(|| Error::content(path, "it has no clk_i"))?;
    let (mut changes, mut rises, mut cycle) = (Vec::new(), false, 0);
    for command in parser {
        let (code, value) = match command.map_err(Error::file(path))? {
            Command::ChangeScalar(code, value) => (code, u128::from(value == Value::V1)),
            Command::ChangeVector(code, bits) => (
                code,
                bits.iter()
                    .fold(0, |value, bit| value << 1 | u128::from(bit == Value::V1)),
            ),
            Command::Timestamp(_) => {
                // What changes with the clock's edge belongs to the next cycle.
                if std::mem::take(&mut rises) {
                    stimuli.iter_mut().for_each(|stimulus| stimulus.end_cycle(phase(cycle)));
                    cycle += 1;
                }
                for (code, value) in changes.drain(..) {
                    for &(module, port) in places.get(&code).into_iter().flatten() {
                        stimuli[module].note(port, value);
                    }
                }
                continue;
            }
            _ => continue,
        };
        rises |= code == clock && value == 1;
        changes.push((code, value));
    }
    Ok(stimuli)
}

/// Inputs end in `_i`, or in `_ni` where they are active low.
fn is_input(name: &str) -> bool {
    name.ends_with("_i") || name.ends_with("_ni")
}

/// The scope of a path of instances, wherever it begins.
fn find<'a>(items: &'a [ScopeItem], path: &[&str]) -> Option<&'a Scope> {
    let scopes = || {
        items.iter().filter_map(|item| match item {
            ScopeItem::Scope(scope) => Some(scope),
            _ => None,
        })
    };
    let (first, rest) = path.split_first()?;
    let here = scopes().find(|scope| scope.identifier == *first);
    match (here, rest) {
        (Some(scope), []) => Some(scope),
        (Some(scope), rest) => find(&scope.items, rest),
        (None, _) => scopes().find_map(|scope| find(&scope.items, path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_has_what_was_there_before_the_edge() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ports.vcd");
        let text = "$scope module TOP $end $scope module whole $end $var wire 1 ! clk_i $end $var wire 4 # a_i $end\n\
                    $scope module u_part $end $var wire 4 # b_i $end $var wire 1 % c_o $end $upscope $end\n\
                    $upscope $end $upscope $end $enddefinitions $end\n#0\n0!\nb0011 #\n0%\n#1\n1!\n1%\n#2\n0!\nb0100 #\n#3\n1!\n#4\n0!\n";
        std::fs::write(&path, text).unwrap();
        let stimuli = read(&path, &[&["whole"], &["whole", "u_part"]], |_| 0).unwrap();
        assert_eq!(stimuli[0].cycles(), 2);
        assert_eq!((stimuli[1].at(0, "b_i"), stimuli[1].at(0, "c_o")), (Some(3), Some(0)));
        assert_eq!((stimuli[1].at(1, "b_i"), stimuli[1].at(1, "c_o")), (Some(4), Some(1)));
        let missing = read(&path, &[&["u_other"]], |_| 0).unwrap_err().to_string();
        assert!(missing.ends_with("it has no module u_other"), "{missing}");
    }
}
