//! The text depends on the design alone, and its names stay what they are.

use memento_abi::TINY;
use memento_hdl::configurations::{designs, paper_object_allocator, soc32_object_allocator, tiny_object_allocator};
use memento_hdl::emit::{emit, emit_all, Options, VerilogFile};
use rust_hdl_core::prelude::*;

fn files(mut top: impl Block, options: &Options) -> Vec<VerilogFile> {
    top.connect_all();
    emit(&top, options).unwrap()
}

#[test]
fn a_design_emitted_twice_gives_the_same_bytes() {
    let options = Options::new("test");
    let paper = || files(paper_object_allocator(), &options);
    assert_eq!(paper(), paper());
    let soc32 = || files(soc32_object_allocator(), &options);
    assert_eq!(soc32(), soc32());
    let tiny = || files(tiny_object_allocator(), &options);
    assert_eq!(tiny(), tiny());
}

#[test]
fn the_file_list_names_every_file_and_each_before_its_users() {
    let files = files(tiny_object_allocator(), &Options::new("tiny"));
    let (list, modules) = files.split_last().unwrap();
    assert_eq!(list.name, "memento_object_allocator.f");
    let listed: Vec<_> = list.text.lines().collect();
    let names: Vec<_> = modules.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(listed, names);
    for (place, file) in modules.iter().enumerate() {
        for later in &modules[place..] {
            let instance = format!("  {} u_", later.name.trim_end_matches(".sv"));
            assert!(!file.text.contains(&instance), "{} uses {}", file.name, later.name);
        }
    }
}

#[test]
fn designs_printed_together_share_their_modules_and_have_a_list_each() {
    let designs = designs(&TINY);
    let tops: Vec<&dyn Block> = designs.iter().map(|top| &**top).collect();
    let files = emit_all(&tops, &Options::new("tiny")).unwrap();
    let list = |name: &str| &files.iter().find(|file| file.name == name).unwrap().text;
    assert_eq!(
        list("memento_find_first_zero_two_level.f"),
        "memento_find_first_zero_16.sv\nmemento_find_first_zero_two_level.sv\n"
    );
    assert_eq!(list("memento_find_first_zero_32.f"), "memento_find_first_zero_32.sv\n");
    assert!(list("memento_object_allocator.f").contains("memento_find_first_zero_16.sv\n"));
}

#[test]
fn the_prefix_is_the_beginning_of_every_name() {
    let options = Options {
        prefix: "memento_tiny_".into(),
        ..Options::new("tiny")
    };
    for file in files(tiny_object_allocator(), &options) {
        assert!(file.name.starts_with("memento_tiny_"), "{}", file.name);
        for line in file
            .text
            .lines()
            .filter(|line| line.contains(" u_") || line.starts_with("module "))
        {
            assert!(line.contains("memento_tiny_"), "{line}");
        }
    }
}

#[test]
fn documentation_and_comments_come_from_the_sources() {
    let files = files(tiny_object_allocator(), &Options::new("tiny"));
    let text = |name: &str| &files.iter().find(|file| file.name == name).unwrap().text;
    let fifo = text("memento_fifo.sv");
    for expected in [
        "// SPDX-License-Identifier: MIT OR Apache-2.0\n",
        "// memento_fifo, configuration tiny: generated from hdl/src/prim/fifo.rs, do not edit.\n",
        "// A queue between two streams.\n",
        "  // There is room for an item.\n  output logic push_ready_o,\n",
    ] {
        assert!(fifo.contains(expected), "`{expected}` is missing in\n{fifo}");
    }
    assert!(!fifo.contains("```"), "a code fence is left in\n{fifo}");
}
