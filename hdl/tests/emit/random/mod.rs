//! Random kernels: what rust-hdl's rules say they mean, against the emitted Verilog in Verilator and Icarus Verilog.

mod kernel;
mod meaning;

use crate::operators::{run_icarus, run_verilator};
use kernel::{random_kernel, Kind, INPUTS};
use meaning::Machine;
use memento_hdl::emit::{emit, write, EmitError, Options};
use memento_hdl::simulator::Random;
use num_bigint::BigUint;
use std::fmt::Write;

const CYCLES: usize = 60;

/// The environment's number, which the soak and the search for a failure set.
fn number(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is {text:?}; set it to a whole number")),
        Err(_) => otherwise,
    }
}

#[test]
fn random_kernels_mean_the_same_in_rust_hdl_verilator_and_icarus() {
    let seed = number("MEMENTO_SEED", 0x4D45_4D45);
    for turn in 0..number("MEMENTO_CASE_FACTOR", 1) {
        compare(seed.wrapping_add(turn * 0x9E37_79B9).max(1), 40);
    }
}

/// Compares so many kernels.
fn compare(seed: u64, kernels: usize) {
    let mut random = Random::new(seed);
    let stimulus: Vec<Vec<BigUint>> = (0..CYCLES)
        .map(|_| INPUTS.iter().map(|(_, width)| value(&mut random, *width)).collect())
        .collect();
    let (mut files, mut instances, mut shows) = (vec![], String::new(), String::new());
    let mut expected: Vec<(String, Vec<BigUint>)> = vec![];
    while expected.len() < kernels {
        let name = format!("memento_k{}", expected.len());
        let kernel = random_kernel(&name, &mut random);
        let emitted = match emit(&kernel, &Options::new("test")) {
            Ok(emitted) => emitted,
            // What the generator cannot know: the final value of a register's `d` is read where that is not to be had.
            Err(EmitError::ReadBeforeAssigned { .. } | EmitError::Loop { .. }) => continue,
            Err(error) => panic!("seed {seed}: {error}\n{kernel:#?}"),
        };
        files.extend(emitted.into_iter().filter(|file| file.name.ends_with(".sv")));
        let outputs: Vec<_> = kernel
            .fields
            .iter()
            .filter(|field| field.kind == Kind::Output)
            .collect();
        let mut machine = Machine::new(&kernel);
        let mut values = vec![];
        for (cycle, inputs) in stimulus.iter().enumerate() {
            for ((input, _), value) in INPUTS.iter().zip(inputs) {
                machine.set(input, value);
            }
            machine.settle();
            let joined = outputs.iter().fold(BigUint::default(), |all, field| {
                (all << field.width) | machine.get(&field.name)
            });
            values.push(joined);
            machine.tick(cycle >= 1);
        }
        let mut connections: Vec<_> = ["clk_i", "rst_ni"].map(|port| format!(".{port}({port})")).to_vec();
        connections.extend(INPUTS.iter().map(|(port, _)| format!(".{port}({port})")));
        for field in &outputs {
            writeln!(instances, "  logic [{}:0] {name}_{};", field.width - 1, field.name).unwrap();
            connections.push(format!(".{0}({name}_{0})", field.name));
        }
        writeln!(instances, "  {name} u_{name} ({});", connections.join(", ")).unwrap();
        let names: Vec<_> = outputs.iter().map(|field| format!("{name}_{}", field.name)).collect();
        writeln!(shows, "      if (n > 0) $display(\"%h\", {{{}}});", names.join(", ")).unwrap();
        expected.push((name, values));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path();
    write(dir, &files).unwrap();
    std::fs::write(dir.join("testbench.sv"), testbench(&stimulus, &instances, &shows)).unwrap();
    let sources: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    for (tool, output) in [
        ("Verilator", run_verilator(dir, &sources, &["-Wno-lint", "-Wno-style"])),
        ("Icarus Verilog", run_icarus(dir, &sources)),
    ] {
        let mut lines = output
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with("- "));
        for cycle in 1..CYCLES {
            for (place, (name, values)) in expected.iter().enumerate() {
                let got = lines.next().unwrap_or("nothing").trim();
                let got =
                    BigUint::parse_bytes(got.as_bytes(), 16).map_or(got.to_string(), |value| format!("{value:x}"));
                assert_eq!(
                    got,
                    format!("{:x}", values[cycle]),
                    "seed {seed}: {tool} (left) and rust-hdl (right) differ on the outputs of {name} in cycle {cycle}:\n{}",
                    files[place].text
                );
            }
        }
    }
}

/// Dense, sparse and extreme values.
fn value(random: &mut Random, width: usize) -> BigUint {
    let ones = (BigUint::from(1u8) << width) - 1u8;
    let any = BigUint::new((0..2).map(|_| random.below(1 << 32) as u32).collect()) & &ones;
    match random.below(5) {
        0 => BigUint::default(),
        1 => ones,
        2 => &any & (&any >> 1),
        _ => any,
    }
}

fn testbench(stimulus: &[Vec<BigUint>], instances: &str, shows: &str) -> String {
    let mut text =
        String::from("/* verilator lint_off WIDTH */\nmodule testbench;\n  logic clk_i, rst_ni;\n  integer n;\n");
    for (place, (input, width)) in INPUTS.iter().enumerate() {
        writeln!(
            text,
            "  logic [{}:0] {input}, {input}_at [0:{}];",
            width - 1,
            CYCLES - 1
        )
        .unwrap();
        writeln!(text, "  initial begin").unwrap();
        for (cycle, values) in stimulus.iter().enumerate() {
            writeln!(text, "    {input}_at[{cycle}] = {width}'h{:x};", values[place]).unwrap();
        }
        writeln!(text, "  end").unwrap();
    }
    text += instances;
    text += "  initial begin\n    clk_i = 1'b0;\n    #1;\n";
    writeln!(
        text,
        "    for (n = 0; n < {CYCLES}; n = n + 1) begin\n      rst_ni = n >= 1;"
    )
    .unwrap();
    for (input, _) in INPUTS {
        writeln!(text, "      {input} = {input}_at[n];").unwrap();
    }
    text + "      #1;\n"
        + shows
        + "      #1 clk_i = 1'b1;\n      #1 clk_i = 1'b0;\n      #1;\n    end\n    $finish;\n  end\nendmodule\n"
}
