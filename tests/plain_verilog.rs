//! `memento_top` in plain Verilog: the test bench of `verif/plain` on the committed file lists, as somebody without Rust runs it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Files of the test bench, and the folder of a configuration.
fn files(configuration: &str) -> (Vec<PathBuf>, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bench = ["testbench.sv", "axi_memory.sv"].map(|file| root.join("verif/plain").join(file));
    (bench.into(), root.join("hdl/rtl").join(configuration))
}

/// Runs a command in a folder; it must succeed. What it prints.
fn run(command: &mut Command, folder: &Path) -> String {
    let output = command.current_dir(folder).output().expect("the command starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{said}{complaint}");
    said
}

/// The simulation must say that it has passed.
fn passes(simulation: &mut Command, folder: &Path) {
    let said = run(simulation, folder);
    assert!(said.lines().any(|line| line.starts_with("PASS in ")), "{said}");
}

fn icarus(configuration: &str, address_bits: u32) {
    let (bench, folder) = files(configuration);
    let out = tempfile::tempdir().expect("a temporary folder");
    let program = out.path().join("testbench.vvp");
    let found = memento_tools::find("iverilog").unwrap_or_else(|problem| panic!("{problem}"));
    let mut build = Command::new(&found.path);
    build.args([
        "-g2012",
        "-s",
        "testbench",
        &format!("-Ptestbench.ADDRESS={address_bits}"),
        "-o",
    ]);
    run(build.arg(&program).args(&bench).args(["-f", "memento_top.f"]), &folder);
    passes(
        Command::new(found.path.with_file_name("vvp")).arg("-n").arg(&program),
        out.path(),
    );
}

fn verilator(configuration: &str, address_bits: u32) {
    let (bench, folder) = files(configuration);
    let out = tempfile::tempdir().expect("a temporary folder");
    // The run is short: a quick build is worth more than a quick simulation.
    let mut build = memento_tools::verilator_program(0).unwrap_or_else(|problem| panic!("{problem}"));
    build.args(["--top-module", "testbench"]);
    build
        .arg(format!("-GADDRESS={address_bits}"))
        .arg("-Mdir")
        .arg(out.path());
    run(build.args(&bench).args(["-f", "memento_top.f"]), &folder);
    passes(&mut Command::new(out.path().join("Vtestbench")), out.path());
}

macro_rules! runs {
    ($($test:ident: $simulator:ident($configuration:literal, $address_bits:literal);)*) => {
        $(
            #[test]
            fn $test() {
                $simulator($configuration, $address_bits);
            }
        )*
    };
}

runs! {
    paper_runs_in_icarus: icarus("paper", 48);
    soc32_runs_in_icarus: icarus("soc32", 32);
    tiny_runs_in_icarus: icarus("tiny", 32);
    paper_runs_in_verilator: verilator("paper", 48);
    soc32_runs_in_verilator: verilator("soc32", 32);
    tiny_runs_in_verilator: verilator("tiny", 32);
}
