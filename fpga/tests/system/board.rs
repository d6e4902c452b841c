//! What a board's bitstream has in it, from the program in RAM to the serial line, simulated.

use memento_soc::Board;
use memento_synth::yosys;
use std::{path::Path, process::Command};

/// The folder's simulation with the board's program in RAM.
fn build(folder: &Path) {
    let root = memento_tools::root();
    // It runs for less time than more optimisation takes.
    let mut verilator = memento_tools::verilator_program(1).unwrap();
    verilator.args(["-Wno-lint", "-Wno-fatal", "-O3", "--top-module", "board", "-Mdir", "."]);
    verilator.arg(root.join("fpga/tests/system/board.sv"));
    verilator.args(Board::named("ulx3s-85f").unwrap().sources().unwrap());
    let output = verilator.current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_self_test_passes_in_a_boards_ram_and_its_lines_come_over_the_serial_line() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let board = Board::named("ulx3s-85f").unwrap();
    assert_eq!(board.image(None, &folder.path().join("ram.hex")).unwrap(), "selftest");
    let output = Command::new(folder.path().join("Vboard"))
        .current_dir(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with("- ")).collect();
    let [features @ .., summary, at_the_end, in_reset] = lines.as_slice() else {
        panic!("{said}");
    };
    assert!(features.iter().all(|line| line.starts_with("PASS ")), "{said}");
    assert_eq!(*summary, "20 of 20 features pass", "{said}");
    assert_eq!(*at_the_end, "running 0 passed 1 failed 0");
    assert_eq!(*in_reset, "running 0 passed 0 failed 0");
}

#[test]
fn yosys_reads_the_design_of_every_board() {
    for board in Board::all().unwrap() {
        let Some(system) = &board.system else { continue };
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("design");
        let mut sources = board.sources().unwrap();
        sources.push(system.top_file());
        let files = memento_synth::measure::copy_sources(&folder, &sources).unwrap();
        let script = format!("{}hierarchy -top {}\n", yosys::read_all(&files), system.top);
        yosys::run(&folder, &script).unwrap();
    }
}

#[test]
fn a_program_that_is_longer_than_a_boards_ram_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let board = Board::named("ulx3s-25f").unwrap();
    let large = memento_soc::firmware("selftest").unwrap();
    let refused = board
        .image(large.to_str(), &folder.path().join("ram.hex"))
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("but ulx3s-25f has 64 KiB of RAM: build it with MEMENTO_RAM_KIB=64"),
        "{refused}"
    );
    let none = board
        .image(Some("nothing"), &folder.path().join("ram.hex"))
        .unwrap_err()
        .to_string();
    assert!(none.contains("sw/firmware has no program nothing"), "{none}");
}
