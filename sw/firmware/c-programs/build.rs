//! Compiles the programs in C: Lua and tree-sitter, whose sources crates carry, and what is in `c`.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// Headers of the library that `memento-allocators` links.
const HEADERS: &str = "../../../.tools/picolibc/include/release";

fn main() {
    println!("cargo:rerun-if-changed=c");
    println!("cargo:rerun-if-changed=Cargo.toml");
    let crates = crates().unwrap_or_else(|error| {
        println!("cargo:warning=the sources of the programs in C are not found: {error}");
        std::process::exit(1)
    });
    let of = |name: &str| {
        crates
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, path)| path.clone())
    };
    let [lua, tree_sitter, json] = ["lua-src", "tree-sitter", "tree-sitter-json"]
        .map(|name| of(name).unwrap_or_else(|| panic!("Cargo.toml names {name}, and cargo does not know it")));

    let lua = lua.join("lua-5.4.9");
    let parts = std::fs::read_dir(&lua).expect("the crate lua-src has Lua 5.4.9");
    let parts = parts.flatten().map(|part| part.path());
    // The stand-alone interpreter and what wants files or dynamic libraries stay out.
    let out = ["lua.c", "luac.c", "linit.c", "liolib.c", "loadlib.c", "loslib.c"];
    let parts = parts.filter(|part| {
        part.extension().is_some_and(|kind| kind == "c") && !out.iter().any(|name| part.ends_with(name))
    });
    // What Lua does must depend neither on where it is in memory nor on the time.
    let mut interpreter = compiler();
    interpreter
        .files(parts)
        .define("luai_makeseed(L)", "1")
        .define("l_randomizePivot()", "1");
    interpreter.warnings(false).compile("lua");
    compiler()
        .file("c/lua.c")
        .file("c/console.c")
        .include(&lua)
        .compile("run_lua");

    let sources = tree_sitter.join("src");
    let mut parser = compiler();
    parser
        .file(sources.join("lib.c"))
        .file(json.join("src/parser.c"))
        .warnings(false);
    parser
        .include(&sources)
        .include(tree_sitter.join("include"))
        .include(json.join("src"));
    parser
        .define("HAVE_ENDIAN_H", None)
        .define("_DEFAULT_SOURCE", None)
        .compile("tree-sitter");
    compiler()
        .file("c/syntax.c")
        .include(tree_sitter.join("include"))
        .compile("run_syntax");
}

/// clang, for the core, with picolibc's headers.
fn compiler() -> cc::Build {
    let mut build = cc::Build::new();
    if env::var_os("TARGET_CC").is_none() {
        build.compiler("clang");
    }
    let headers = Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(HEADERS);
    build
        .flags(["-march=rv32im", "-mabi=ilp32", "-ftls-model=local-exec", "-isystem"])
        .flag(headers);
    build.std("c11").debug(false).force_frame_pointer(false);
    build
}

/// Where cargo keeps the crates of this workspace, by their names.
fn crates() -> Result<Vec<(String, PathBuf)>, String> {
    let cargo = env::var("CARGO").map_err(|error| error.to_string())?;
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .output();
    let output = output.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).replace('\n', " "));
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let place = |package: &serde_json::Value| {
        let manifest = Path::new(package["manifest_path"].as_str()?);
        Some((package["name"].as_str()?.to_string(), manifest.parent()?.to_path_buf()))
    };
    Ok(packages.filter_map(place).collect())
}
