//! Variants of the binaries, by environment variables: where code and data lie, and whether calls of the allocator are timed.
//!
//! `MEMENTO_LAYOUT` is the number of a layout: where data and stack begin. `MEMENTO_ORDER` names a file with the order of its functions.
//! What is not said is as the linker puts it.

use std::{env, path::PathBuf};

/// Bytes by which the data begin later, from one layout to the next: of the core's data cache less than a fifth, in lines of 32.
const DATA_STEP: u32 = 736;
/// Bytes by which the stack begins lower: a quarter of the core's data cache and some lines.
const STACK_STEP: u32 = 1120;
/// `memory.x`: where RAM for the program ends, and the stack begins.
const STACK: u32 = 1 << 20;
/// What C calls of its library's allocator.
const FUNCTIONS: [&str; 4] = ["malloc", "calloc", "realloc", "free"];

fn main() {
    for name in ["MEMENTO_LAYOUT", "MEMENTO_ORDER", "MEMENTO_TIMED"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=layout.x");
    println!("cargo:rustc-check-cfg=cfg(timed)");
    if let Ok(layout) = env::var("MEMENTO_LAYOUT") {
        let layout: u32 = layout
            .parse()
            .unwrap_or_else(|_| panic!("MEMENTO_LAYOUT is {layout:?}: a number is needed"));
        let script = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("layout.x");
        for argument in [
            format!("-T{}", script.display()),
            format!("--defsym=_data_shift={}", layout * DATA_STEP),
            format!("--defsym=_stack_start={}", STACK - layout * STACK_STEP),
        ] {
            println!("cargo:rustc-link-arg-bins={argument}");
        }
    }
    if let Ok(order) = env::var("MEMENTO_ORDER") {
        println!("cargo:rerun-if-changed={order}");
        println!("cargo:rustc-link-arg-bins=--symbol-ordering-file={order}");
        // Not every binary has all of them.
        println!("cargo:rustc-link-arg-bins=--no-warn-symbol-ordering");
    }
    if env::var_os("MEMENTO_TIMED").is_some() {
        println!("cargo:rustc-cfg=timed");
        for function in FUNCTIONS {
            println!("cargo:rustc-link-arg-bin=programs-picolibc=--wrap={function}");
        }
    }
}
