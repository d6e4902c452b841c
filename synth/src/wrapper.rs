//! The wrapper in which a module is measured.
//!
//! ```text
//!            +----------+        +-----+        +-----------+      +-----------+
//! scan_in -> | in_* FFs | =====> | dut | =====> | out_* FFs | ===> | signature | -> scan_out
//!            +----------+        +-----+        +-----------+      +-----------+
//!             one chain                                             shift and xor
//! ```
//!
//! Every input comes from a flip-flop of one long shift register and every output goes into a flip-flop, so that each
//! path of the module lies between two registers. The outputs are folded into a shifting signature: nothing can be
//! optimised away, and three pins are enough whatever the module's width. No net of the wrapper but the clock drives
//! more than the module and one flip-flop, so that the wrapper's own paths are the shortest there are.

use crate::yosys::{Direction, Port};
use crate::Error;
use std::fmt::Write;

/// Name of the clock where nothing else is said; a module without it is combinational.
pub const CLOCK: &str = "clk_i";
/// Name of the wrapper's module.
pub const NAME: &str = "timing_wrapper";
/// Name of the module's instance in it.
pub const INSTANCE: &str = "dut";

/// The wrapper of module `top`, in Verilog. Input `clock`, when the module has it, is driven by the clock directly.
///
/// # Errors
/// The module has no output to observe, or a bidirectional port.
pub fn verilog(top: &str, ports: &[Port], clock: &str) -> Result<String, Error> {
    if let Some(port) = ports.iter().find(|port| port.direction == Direction::Inout) {
        return Err(Error::Request(format!(
            "{top} has a bidirectional port, {}: only inputs and outputs can be measured",
            port.name
        )));
    }
    let has_clock = ports
        .iter()
        .any(|p| p.direction == Direction::Input && p.width == 1 && p.name == clock);
    if clock != CLOCK && !has_clock {
        return Err(Error::Request(format!(
            "{top} has no input {clock} of one bit: name its clock with --clock"
        )));
    }
    let inputs: Vec<&Port> = ports
        .iter()
        .filter(|p| p.direction == Direction::Input && p.name != clock)
        .collect();
    let outputs: Vec<&Port> = ports.iter().filter(|p| p.direction == Direction::Output).collect();
    let signature_bits: usize = outputs.iter().map(|port| port.width).sum();
    if signature_bits == 0 {
        return Err(Error::Request(format!(
            "{top} has no output: there is nothing to measure"
        )));
    }
    let range = |bits: usize| format!("[{}:0]", bits - 1);
    let list = |prefix: &str, ports: &[&Port]| {
        ports
            .iter()
            .map(|port| format!("{prefix}{}", port.name))
            .collect::<Vec<_>>()
            .join(", ")
    };

    let mut text = format!("module {NAME}(input wire clk, input wire scan_in, output wire scan_out);\n");
    for port in &inputs {
        let _ = writeln!(text, "  reg {} in_{};", range(port.width), port.name);
    }
    for port in &outputs {
        let _ = writeln!(text, "  wire {} from_{};", range(port.width), port.name);
        let _ = writeln!(text, "  reg {} out_{};", range(port.width), port.name);
    }
    let _ = writeln!(text, "  reg {} signature;", range(signature_bits));
    let mut connections = Vec::new();
    for port in ports {
        let net = match port.direction {
            _ if port.name == clock => "clk".to_string(),
            Direction::Output => format!("from_{}", port.name),
            _ => format!("in_{}", port.name),
        };
        connections.push(format!("    .{}({net})", port.name));
    }
    let _ = writeln!(
        text,
        "  (* keep_hierarchy *)\n  {top} {INSTANCE} (\n{}\n  );",
        connections.join(",\n")
    );
    text += "  always @(posedge clk) begin\n";
    if !inputs.is_empty() {
        let chain = list("in_", &inputs);
        let _ = writeln!(text, "    {{{chain}}} <= {{{chain}, scan_in}};");
    }
    let _ = writeln!(
        text,
        "    {{{}}} <= {{{}}};",
        list("out_", &outputs),
        list("from_", &outputs)
    );
    let _ = writeln!(
        text,
        "    signature <= (signature << 1) ^ {{{}}};",
        list("out_", &outputs)
    );
    let _ = write!(
        text,
        "  end\n  assign scan_out = signature[{}];\nendmodule\n",
        signature_bits - 1
    );
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(name: &str, direction: Direction, width: usize) -> Port {
        Port {
            name: name.into(),
            direction,
            width,
        }
    }

    #[test]
    fn every_port_but_the_clock_has_its_register() {
        let ports = [
            port("clk_i", Direction::Input, 1),
            port("size_i", Direction::Input, 10),
            port("class_o", Direction::Output, 6),
            port("ok_o", Direction::Output, 1),
        ];
        let text = verilog("decode", &ports, "clk_i").unwrap();
        assert!(text.contains("reg [9:0] in_size_i;") && text.contains("reg [5:0] out_class_o;"));
        assert!(
            text.contains(".clk_i(clk),\n    .size_i(in_size_i),\n    .class_o(from_class_o),\n    .ok_o(from_ok_o)")
        );
        assert!(text.contains("{in_size_i} <= {in_size_i, scan_in};"));
        assert!(text.contains("scan_out = signature[6];"));
    }

    #[test]
    fn a_module_without_outputs_is_refused() {
        let problem = verilog("sink", &[port("a_i", Direction::Input, 1)], "clk_i").unwrap_err();
        assert_eq!(problem.to_string(), "sink has no output: there is nothing to measure");
    }
}
