//! Where the linker finds picolibc, from which one of the allocators is.

use std::{env, path::Path};

/// Where `tools/setup firmware` puts the library of the core's kind (RV32IM, ilp32), built for speed.
const LIBRARY: &str = "../../../.tools/picolibc/lib/release/rv32im/ilp32";

fn main() {
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(LIBRARY);
    println!("cargo:rerun-if-changed={}", folder.display());
    if !folder.join("libc.a").is_file() {
        println!("cargo:warning=there is no picolibc for the core in .tools: run `make setup-firmware`");
        std::process::exit(1);
    }
    println!("cargo:rustc-link-search=native={}", folder.display());
    println!("cargo:rustc-link-lib=static:-bundle=c");
}
