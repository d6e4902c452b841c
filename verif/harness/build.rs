//! Builds a Verilator model of every module in [`MODULES`] for every configuration, from the committed file lists
//! `hdl/rtl/<configuration>/`, so that what is tested is what is shipped. (That the committed Verilog is what the HDL
//! prints now is a check of its own.)
//!
//! A model is compiled again only when the C++ that Verilator makes of it has changed.

#[path = "build/model.rs"]
mod model;
#[path = "build/tool.rs"]
mod tool;

use model::{Model, Port};
use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
};

/// Modules that have tests, by their Verilog names. To bring a module under test, add its name.
const MODULES: &[&str] = &["memento_object_allocator"];

/// Configurations whose Verilog is committed.
const CONFIGURATIONS: &[&str] = &["paper", "soc32", "tiny"];

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("cargo:warning={}", sentence.lines().next().unwrap_or_default());
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for path in ["build.rs", "build/model.rs", "build/tool.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
    println!("cargo:rerun-if-env-changed=PATH");

    let verilator = tool::find()?;
    let models = models(&here)?;
    for source in models.iter().flat_map(|model| &model.sources) {
        println!("cargo:rerun-if-changed={}", source.display());
    }

    // As many at a time as cargo allows.
    let jobs = env::var("NUM_JOBS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let queue = Mutex::new(models.iter().enumerate());
    let built = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| loop {
                let Some((index, model)) = queue.lock().expect("no builder panics").next() else {
                    break;
                };
                let result = model.build(&verilator, &out);
                built.lock().expect("no builder panics").push((index, result));
            });
        }
    });
    let mut built = built.into_inner().expect("no builder panics");
    built.sort_by_key(|(index, _)| *index);
    let ports = built
        .into_iter()
        .map(|(_, result)| result)
        .collect::<Result<Vec<_>, _>>()?;

    // The one file of the run-time that the `verilated` crate leaves out.
    model::compiler(&verilator)
        .file(verilator.include.join("verilated_threads.cpp"))
        .out_dir(&out)
        .try_compile("verilated_threads")
        .map_err(|e| format!("Verilator's run-time does not compile: {e}"))?;

    println!("cargo:rustc-link-search=native={}", out.display());
    for model in &models {
        println!("cargo:rustc-link-lib=static={}", model.symbol());
    }
    println!("cargo:rustc-link-lib=static=verilated_threads");
    println!("cargo:rustc-link-lib=stdc++");
    fs::write(out.join("models.rs"), table(&models, &ports)).map_err(|e| format!("models.rs cannot be written: {e}"))
}

/// Every module of the table in every configuration, and the small module that the harness tests itself with.
fn models(here: &Path) -> Result<Vec<Model>, String> {
    let mut models = vec![Model {
        top: "harness_selftest".into(),
        configuration: "any".into(),
        sources: vec![here.join("tests/rtl/harness_selftest.v")],
    }];
    for configuration in CONFIGURATIONS {
        let directory = here.join("../../hdl/rtl").join(configuration);
        for module in MODULES {
            let list = directory.join(format!("{module}.f"));
            let text = fs::read_to_string(&list)
                .map_err(|e| format!("{} cannot be read ({e}); `make rtl` writes it", list.display()))?;
            println!("cargo:rerun-if-changed={}", list.display());
            models.push(Model {
                top: module.to_string(),
                configuration: configuration.to_string(),
                sources: text.lines().map(|line| directory.join(line.trim())).collect(),
            });
        }
    }
    Ok(models)
}

/// The Rust side of the models: their C functions and ports.
fn table(models: &[Model], ports: &[Vec<Port>]) -> String {
    let mut text = String::from("extern \"C\" {\n");
    for symbol in models.iter().map(Model::symbol) {
        let _ = writeln!(
            text,
            "    fn {symbol}_new(seed: c_int) -> *mut Handle;\n    \
             fn {symbol}_delete(model: *mut Handle);\n    \
             fn {symbol}_bind(model: *mut Handle);\n    \
             fn {symbol}_eval(model: *mut Handle);\n    \
             fn {symbol}_trace(model: *mut Handle, vcd: *mut VcdC);\n    \
             fn {symbol}_port(model: *mut Handle, port: c_int) -> *mut c_void;"
        );
    }
    text.push_str("}\n\n/// Every model that was built.\npub static MODELS: &[ModelInfo] = &[\n");
    for (model, ports) in models.iter().zip(ports) {
        let (symbol, top, configuration) = (model.symbol(), &model.top, &model.configuration);
        let _ = writeln!(
            text,
            "    ModelInfo {{ module: {top:?}, configuration: {configuration:?}, new: {symbol}_new, delete: {symbol}_delete, \
             bind: {symbol}_bind, eval: {symbol}_eval, trace: {symbol}_trace, port: {symbol}_port, ports: &["
        );
        for Port { name, bits, input } in ports {
            let _ = writeln!(
                text,
                "        PortInfo {{ name: {name:?}, bits: {bits}, input: {input} }},"
            );
        }
        text.push_str("    ] },\n");
    }
    text.push_str("];\n");
    text
}
