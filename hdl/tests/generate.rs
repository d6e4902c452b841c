//! The `memento-generate` command.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

/// Runs the command where a user runs it: at the project's root.
fn generate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_memento-generate"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .expect("the command runs")
}

#[test]
fn the_committed_verilog_is_what_the_hdl_prints() {
    let output = generate(&["--check"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn generate_writes_checks_and_cleans_up() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let tiny = folder.path().join("tiny");
    let generate = |more: &[&str]| generate(&[&["-c", "tiny", "-o", out], more].concat());
    let names = || -> Vec<String> {
        let entries = fs::read_dir(&tiny).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert!(generate(&[]).status.success());
    assert!(generate(&["--check"]).status.success());
    let written = names();
    let lists = written.iter().filter(|name| name.ends_with(".f"));
    let listed: String = lists.map(|list| fs::read_to_string(tiny.join(list)).unwrap()).collect();
    for name in written.iter().filter(|name| name.ends_with(".sv")) {
        assert!(listed.lines().any(|line| line == name), "no file list names {name}");
    }

    let top = tiny.join("memento_object_allocator.sv");
    fs::write(&top, "module wrong; endmodule\n").unwrap();
    let output = generate(&["--check"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("memento_object_allocator.sv is not what the HDL prints now"),
        "{said}"
    );

    // Somebody's own files, whatever they look like.
    for (name, text) in [
        (
            "mine.sv",
            "module mine; endmodule // as the one generated from memento_top.sv\n",
        ),
        ("mine.f", "// my chip\nmemento_top.f\n../mine.sv\n"),
        ("other.f", "memento_top.sv\n"),
    ] {
        fs::write(tiny.join(name), text).unwrap();
    }
    assert!(generate(&[]).status.success());
    assert!(generate(&["--check"]).status.success());
    let output = generate(&["--prefix", "memento_tiny_"]);
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("removed memento_object_allocator.f, of an earlier run"),
        "{said}"
    );
    assert!(tiny.join("memento_tiny_object_allocator.f").exists());
    assert!(
        !tiny.join("memento_object_allocator.f").exists() && !top.exists(),
        "files under old names are gone"
    );
    assert_eq!(names().len(), written.len() + 3, "and nobody else's");
}

#[test]
fn a_prefix_that_no_name_begins_with_is_refused() {
    let output = generate(&["--prefix", "1a", "--check"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("'1a'") && said.contains("no digit is first"), "{said}");
}

#[test]
fn an_unknown_configuration_is_a_sentence() {
    let output = generate(&["-c", "huge"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there are paper, soc32, tiny"), "{said}");
}
