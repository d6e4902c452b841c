//! The text depends on the design alone.

use memento_hdl::emit::{emit, Options};
use memento_hdl::hot_table::HotTable;
use memento_hdl::prim::RamStyle;
use rust_hdl_core::prelude::*;

fn hot_table() -> HotTable<6, 64, 20, 86> {
    let mut top = HotTable::new(RamStyle::Auto);
    top.connect_all();
    top
}

#[test]
fn a_design_emitted_twice_gives_the_same_bytes() {
    let options = Options::new("test");
    let first = emit(&hot_table(), &options).unwrap();
    let second = emit(&hot_table(), &options).unwrap();
    assert_eq!(first, second);
    let names: Vec<_> = first.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        ["memento_ram_64x86.sv", "memento_hot_table.sv", "memento_hot_table.f"]
    );
}

#[test]
fn the_prefix_is_the_beginning_of_every_name() {
    let options = Options {
        prefix: "memento_tiny_".into(),
        ..Options::new("tiny")
    };
    for file in emit(&hot_table(), &options).unwrap() {
        assert!(file.name.starts_with("memento_tiny_"), "{}", file.name);
        assert!(!file.text.contains("module memento_ram"), "{}", file.text);
    }
}
