//! Variants of the binaries, by environment variables: where code and data lie, and whether calls of the allocator are timed.

use std::env;

/// Bytes by which the stack begins lower in each layout than in the one before: a quarter of the core's data cache and some lines.
const STACK_STEP: u32 = 1120;
/// `memory.x`: where RAM for the program ends, and the stack begins.
const STACK: u32 = 1 << 20;
/// What C calls of its library's allocator.
const FUNCTIONS: [&str; 4] = ["malloc", "calloc", "realloc", "free"];

fn main() {
    for name in ["MEMENTO_LAYOUT", "MEMENTO_TIMED"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(timed)");
    // Layout 0 is as the linker has it; the others have functions and data in an order drawn from the layout's number.
    let layout = env::var("MEMENTO_LAYOUT")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0);
    if layout > 0 {
        for sections in [
            ".text*",
            ".rodata*",
            ".srodata*",
            ".data*",
            ".sdata*",
            ".bss*",
            ".sbss*",
        ] {
            println!("cargo:rustc-link-arg-bins=--shuffle-sections={sections}={layout}");
        }
        println!(
            "cargo:rustc-link-arg-bins=--defsym=_stack_start={}",
            STACK - layout * STACK_STEP
        );
    }
    if env::var_os("MEMENTO_TIMED").is_some() {
        println!("cargo:rustc-cfg=timed");
        for function in FUNCTIONS {
            println!("cargo:rustc-link-arg-bin=programs-picolibc=--wrap={function}");
        }
    }
}
