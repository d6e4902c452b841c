//! The ports of a module, from the committed Verilog of every configuration.

use super::{read, DocsError};
use crate::root;
use memento_abi::CONFIGURATIONS;
use std::fmt::Write;

struct Port {
    direction: String,
    name: String,
    width: String,
    meaning: String,
}

/// The ports of a module: direction, width in each configuration, meaning.
pub fn table(module: &str) -> Result<String, DocsError> {
    let mut configurations = Vec::new();
    for configuration in CONFIGURATIONS {
        let path = root().join(format!("hdl/rtl/{}/{module}.sv", configuration.name));
        let ports = ports(&read(&path)?).map_err(|reason| DocsError::Content {
            path: path.clone(),
            reason,
        })?;
        configurations.push((path, ports));
    }
    let (_, first) = &configurations[0];
    for (path, ports) in &configurations {
        if !ports
            .iter()
            .map(|port| &port.name)
            .eq(first.iter().map(|port| &port.name))
        {
            let reason = format!("its ports are not those of configuration {}", CONFIGURATIONS[0].name);
            return Err(DocsError::Content {
                path: path.clone(),
                reason,
            });
        }
    }
    let names: Vec<String> = CONFIGURATIONS.iter().map(|g| format!("bits, `{}`", g.name)).collect();
    let mut table = format!("| port | direction | {} | meaning |\n", names.join(" | "));
    let _ = writeln!(table, "|---|---|{}---|", "---|".repeat(CONFIGURATIONS.len()));
    for (index, port) in first.iter().enumerate() {
        let widths: Vec<&str> = configurations
            .iter()
            .map(|(_, ports)| ports[index].width.as_str())
            .collect();
        let _ = writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            port.name,
            port.direction,
            widths.join(" | "),
            port.meaning
        );
    }
    Ok(table)
}

/// The ports of an emitted module: a line each, with a comment of its own before it.
fn ports(verilog: &str) -> Result<Vec<Port>, String> {
    let mut ports = Vec::new();
    let mut comment = Vec::new();
    let lines = verilog
        .lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with("module "))
        .skip(1);
    for line in lines.take_while(|line| *line != ");") {
        if let Some(words) = line.strip_prefix("//") {
            comment.push(words.trim());
            continue;
        }
        let words: Vec<&str> = line.trim_end_matches(',').split_whitespace().collect();
        let (direction, width, name) = match words[..] {
            [direction, "logic", name] => (direction, "1".to_string(), name),
            [direction, "logic", range, name] => {
                let top = range.trim_start_matches('[').trim_end_matches(":0]").parse::<u32>();
                (
                    direction,
                    (top.map_err(|_| format!("`{line}` is no port"))? + 1).to_string(),
                    name,
                )
            }
            _ => return Err(format!("`{line}` is no port")),
        };
        let direction = if direction == "input" { "in" } else { "out" }.to_string();
        ports.push(Port {
            direction,
            name: name.into(),
            width,
            meaning: comment.join(" "),
        });
        comment.clear();
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_with_width_and_comment() {
        let verilog =
            "// heading\nmodule memento_x (\n  // Clock.\n  input  logic clk_i,\n  // Address\n  // of it.\n  \
                       output logic [31:0] address_o\n);\nendmodule\n";
        let ports = ports(verilog).unwrap();
        let row = |port: &Port| format!("{} {} {} {}", port.name, port.direction, port.width, port.meaning);
        assert_eq!(
            ports.iter().map(row).collect::<Vec<_>>(),
            ["clk_i in 1 Clock.", "address_o out 32 Address of it."]
        );
    }

    #[test]
    fn a_line_that_is_no_port_is_refused() {
        assert_eq!(
            ports("module m (\n  inout wire x\n);").err().unwrap(),
            "`inout wire x` is no port"
        );
    }
}
