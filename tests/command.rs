//! The `memento` command as its user meets it: results on standard output, mistakes as sentences.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn memento(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_memento"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command runs")
}

/// Writes a trace into a folder and returns its path.
fn trace(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("small.rep");
    std::fs::write(&path, text).unwrap();
    path
}

/// Runs a command that must fail with `status`, and returns what it says.
fn fails(arguments: &[&str], status: i32) -> String {
    let output = memento(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(output.stdout.is_empty(), "nothing but results goes to standard output");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_replay_prints_tables_or_json() {
    let folder = tempfile::tempdir().unwrap();
    let path = trace(folder.path(), "a 0 24\na 1 600\nr 0 20\nf 0\nf 1\n");
    let path = path.to_str().unwrap();
    let output = memento(&["replay", "--configuration", "soc32", path]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tables = String::from_utf8(output.stdout).unwrap();
    for part in [
        "small",
        "alloc hit %",
        "list operations per 1000",
        "mean / p50 / p99 / max",
    ] {
        assert!(tables.contains(part), "{part} is missing in\n{tables}");
    }
    let output = memento(&["replay", "--configuration", "soc32", "--json", path]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json[0]["trace"], "small");
    assert_eq!((&json[0]["operations"], &json[0]["mismatches"]), (&5.into(), &0.into()));
    assert_eq!(
        (&json[0]["hardware_allocs"], &json[0]["software_allocs"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_replay_with_data_reports_what_bypass_saves() {
    let trace = "tests/traces/redis.mtr.zst";
    let arguments = [
        "replay",
        "--data",
        "--operations",
        "500",
        "--frames",
        "300",
        "-c",
        "soc32",
        trace,
    ];
    let output = memento(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tables = String::from_utf8(output.stdout).unwrap();
    for part in [
        "of all lines saved %",
        "page tables",
        "glibc's heap",
        "TLB hit %",
        "redis",
    ] {
        assert!(tables.contains(part), "{part} is missing in\n{tables}");
    }
    let output = memento(&[&arguments[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let (off, on) = (&json[0]["without_bypass"], &json[0]["with_bypass"]);
    assert_eq!((&off["operations"], &on["operations"]), (&500.into(), &500.into()));
    let fills = |report: &serde_json::Value| report["traffic"]["line_fills"].as_u64().unwrap();
    assert!(fills(on) < fills(off));
    assert!(json[0]["line_traffic_saved"].as_f64().unwrap() > 0.0);
    assert!(json[0]["glibc_peak_pages"].as_u64().unwrap() > 0);
    let said = fails(&["replay", "--data", "--frames", "3", "-c", "soc32", trace], 1);
    assert!(
        said.contains("all of the 3 frames are in use: hand over more"),
        "{said}"
    );
}

#[test]
fn a_page_of_results_says_how_it_was_made_and_which_goals_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    let text: String = (0..40).map(|id| format!("a {id} 24\nf {id}\n")).collect();
    let path = trace(folder.path(), &text);
    let page = folder.path().join("page.md");
    let arguments = [
        "replay", "--data", "--seed", "9", "--frames", "50", "-c", "tiny", "--page",
    ];
    let output = memento(&[&arguments[..], &[page.to_str().unwrap(), path.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&page).unwrap();
    for part in [
        "## Cycles",
        "--configuration tiny --latency 1",
        "--write all --read-percent 50 --seed 9",
        "Verilator",
        "glibc",
        "- **Above its goal**: small: ",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn a_replay_records_the_cycles_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = trace(folder.path(), "a 0 24\nf 0\na 1 24\nf 1\n");
    let vcd = folder.path().join("window.vcd");
    let arguments = [
        "replay",
        "-c",
        "soc32",
        "--vcd",
        vcd.to_str().unwrap(),
        "--vcd-from",
        "5",
        "--vcd-cycles",
        "4",
    ];
    let output = memento(&[&arguments[..], &[path.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&vcd).unwrap();
    assert!(text.contains("req_valid_i"), "the ports are in it");
    assert!(
        text.contains("#10\n") && text.contains("#17\n"),
        "cycle 5 begins at time 10, cycle 8 ends at 17"
    );
    assert!(
        !text.contains("#9\n") && !text.contains("#18\n"),
        "nothing before and nothing after"
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "no partial file stays"
    );
}

#[test]
fn a_corrupt_trace_is_refused_with_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = trace(folder.path(), "a 0 24\nf 7\n");
    let said = fails(&["replay", path.to_str().unwrap()], 1);
    assert!(said.contains("small.rep: at byte 9 (line 2)"), "{said}");
}

#[test]
fn mistakes_of_the_user_are_sentences() {
    let said = fails(&["replay", "nothing.rep"], 1);
    assert!(said.contains("nothing.rep: cannot open the trace"), "{said}");
    let said = fails(&["replay", "--configuration", "huge", "x.rep"], 2);
    assert!(said.contains("there are paper, soc32, tiny"), "{said}");
    let said = fails(&["replay", "--min-alignment", "12", "x.rep"], 2);
    assert!(said.contains("must be 8, 16, 32 or 64"), "{said}");
    let said = fails(&["replay", "--vcd", "x.vcd", "a.rep", "b.rep"], 1);
    assert!(said.contains("a recording is of one trace"), "{said}");
    let said = fails(&["replay", "--seed", "1", "a.rep"], 2);
    assert!(said.contains("--data"), "{said}");
    fails(&["replay"], 2);
    let said = fails(&["synth", "--top", "a/../b", "x.sv"], 2);
    assert!(said.contains("a module's name is letters"), "{said}");
    let said = fails(&["soak", "--steps", "4294967296"], 2);
    assert!(said.contains("4294967296"), "{said}");
    let said = fails(&["bench", "soc", "--page", "results.json"], 2);
    assert!(said.contains("a page ends in .md"), "{said}");
}

#[test]
fn results_with_nothing_in_them_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (results, page) = (folder.path().join("empty.json"), folder.path().join("page.md"));
    let nothing = r#"{"tools": "", "operations": 0, "micro": [], "programs": {"layouts": [], "timed": [], "without_bypass": []}}"#;
    std::fs::write(&results, nothing).unwrap();
    let [results, page] = [&results, &page].map(|path| path.to_str().unwrap());
    let said = fails(&["bench", "soc", "--results", results, "--page", page], 1);
    assert!(
        said.contains(&format!(
            "{results} cannot be read as results of this command: there is nothing in `micro`"
        )),
        "{said}"
    );
    assert!(!std::path::Path::new(page).exists());
}

#[test]
fn a_reader_that_stops_ends_the_command_without_a_word() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memento"))
        .arg("doctor")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command runs");
    drop(command.stdout.take());
    let output = command.wait_with_output().expect("the command ends");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_recording_that_cannot_be_written_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = trace(folder.path(), "a 0 24\nf 0\n");
    let said = fails(&["replay", "--vcd", "/nowhere/x.vcd", path.to_str().unwrap()], 1);
    assert!(
        said.contains("/nowhere/x.vcd") && said.contains("cannot be written"),
        "{said}"
    );
}

#[test]
fn what_a_command_reads_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let text = "a 0 24\nf 0\n";
    let path = trace(folder.path(), text);
    let name = path.to_str().unwrap();
    let same = folder.path().join(".").join("small.rep");
    for arguments in [
        &["replay", "--vcd", same.to_str().unwrap(), name][..],
        &["replay", "--data", "-c", "tiny", "--page", name, name],
    ] {
        let said = fails(arguments, 1);
        assert!(said.contains("is what the command reads"), "{said}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_recording_of_no_cycle_leaves_a_former_one_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = trace(folder.path(), "a 0 24\nf 0\n");
    let vcd = folder.path().join("former.vcd");
    std::fs::write(&vcd, "former").unwrap();
    let from = ["replay", "--vcd", vcd.to_str().unwrap(), "--vcd-from", "1000000"];
    let said = fails(&[&from[..], &[path.to_str().unwrap()]].concat(), 1);
    assert!(said.contains("--vcd-from 1000000 is behind the last cycle"), "{said}");
    assert_eq!(std::fs::read_to_string(&vcd).unwrap(), "former");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_a_sentence() {
    let output = Command::new(env!("CARGO_BIN_EXE_memento"))
        .args(["fpga", "--list"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(std::fs::File::create("/dev/full").unwrap())
        .output()
        .expect("the command runs");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.starts_with("error: standard output cannot be written: "), "{said}");
}

#[test]
fn the_waveforms_of_the_book_are_what_the_rtl_does() {
    let output = memento(&["waves", "--check"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_waveform_that_is_not_what_the_rtl_does_is_noticed_and_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let said = fails(&["waves", "--check", "--output", output], 1);
    assert!(
        said.contains("alloc_hit.json is not what the RTL does; run `make waves`"),
        "{said}"
    );
    assert!(memento(&["waves", "--output", output]).status.success());
    let path = folder.path().join("alloc_hit.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("01.0", "01..", 1)).unwrap();
    fails(&["waves", "--check", "--output", output], 1);
    assert!(memento(&["waves", "--output", output]).status.success());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn generate_is_a_subcommand_too() {
    let output = memento(&["generate", "--check"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_estimate_compares_the_netlist_with_its_verilog_and_prints_every_table() {
    let arguments = [
        "estimate",
        "--library",
        "nangate45",
        "--module",
        "memento_object_allocator",
        "--operations",
        "500",
    ];
    let estimate = || {
        let output = memento(&[&arguments[..], &["--configuration", "tiny"]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let tables = estimate();
    for part in [
        "gate equivalents",
        "pJ an alloc",
        "Storage per hart",
        "What the figures leave out",
    ] {
        assert!(tables.contains(part), "{part} is missing in\n{tables}");
    }
    assert_eq!(tables, estimate(), "two runs print the same");
}

#[test]
fn an_estimate_on_an_unknown_library_is_a_sentence() {
    let said = fails(&["estimate", "--library", "sky130"], 1);
    assert!(
        said.contains("there is no library sky130; there are nangate45, gscl45, osu018"),
        "{said}"
    );
}

#[test]
fn boards_are_listed_and_an_unknown_one_is_a_sentence() {
    let output = memento(&["fpga", "--list"]);
    assert!(output.status.success());
    let list = String::from_utf8(output.stdout).unwrap();
    for board in ["ulx3s-85f", "ulx3s-25f", "tang-mega-138k-pro", "icebreaker", "hx8k"] {
        assert!(list.contains(board), "{list}");
    }
    let said = fails(&["fpga", "nothing"], 1);
    assert!(
        said.starts_with("error: there is no board nothing; there are ulx3s-85f, "),
        "{said}"
    );
    let said = fails(&["fpga", "ulx3s-25f", "--seeds", "0"], 2);
    assert!(said.contains("0 is not in 1.."), "{said}");
    let said = fails(&["fpga", "ulx3s-25f", "--program", "nothing"], 1);
    assert_eq!(said, "error: sw/firmware has no program nothing; packages that are one program are hello, malloc-bench, selftest, stress\n");
}
