//! Where the linker finds memory's layout, and that it is to use riscv-rt's script.
//!
//! `MEMENTO_RAM_KIB` says how much RAM the system has, in units of 1024 bytes; 16384 by default, as in simulation.

use std::{env, fs, path::PathBuf};

/// The variable's name.
const RAM_KIB: &str = "MEMENTO_RAM_KIB";
/// RAM from which on programs may be as large as they like, and a simulation may put data into its last eighth.
const LARGE: usize = 4 << 20;

fn main() {
    let kib: usize = match env::var(RAM_KIB) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{RAM_KIB} is {text:?}: a number of KiB is needed")),
        Err(_) => 16 << 10,
    };
    let ram = kib << 10;
    let (program, heap, data) = match ram >= LARGE {
        true => (1 << 20, ram / 2, ram / 8 * 7),
        // Whole pages.
        false => (kib * 7 / 16 / 4 * 4 << 10, kib * 7 / 8 / 4 * 4 << 10, ram),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let script = fs::read_to_string("memory.x").expect("memory.x can be read");
    fs::write(
        out.join("memory.x"),
        script.replace("@PROGRAM_BYTES@", &program.to_string()),
    )
    .expect("OUT_DIR can be written");
    let layout = format!("Layout {{ ram_bytes: {ram}, program_end: {program}, heap: {heap}, data: {data} }}");
    fs::write(out.join("layout.rs"), layout).expect("OUT_DIR can be written");
    println!("cargo:rustc-link-search={}", out.display());
    println!("cargo:rerun-if-changed=memory.x");
    println!("cargo:rerun-if-env-changed={RAM_KIB}");
}
