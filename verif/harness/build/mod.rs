//! Builds Verilator models and the table of their C functions, for this package and for `verif/modules`.
//!
//! A model is compiled again only when the C++ that Verilator makes of it has changed.

mod model;
mod tool;

pub use model::Model;

use model::{Port, Workshop};
use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
};

/// Names of the configurations whose Verilog is committed.
#[allow(dead_code)] // The system has one of them.
pub const CONFIGURATIONS: &[&str] = &["paper", "soc32", "tiny"];

/// What is built, and how.
pub struct Plan {
    /// The models.
    pub models: Vec<Model>,
    /// Level of the C++ compiler's optimisation.
    pub optimisation: u32,
    /// Whether to build the part of Verilator's run-time that the `verilated` crate leaves out: once in a program.
    pub run_time: bool,
}

/// Runs a build script: what `plan` says, from the package's folder.
pub fn run(plan: impl FnOnce(&Path) -> Result<Plan, String>) -> ExitCode {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    match plan(&here).and_then(|plan| build(&plan)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("cargo:warning={}", sentence.lines().next().unwrap_or_default());
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The sources that a file list names, a line each; `//` begins a comment.
pub fn file_list(list: &Path) -> Result<Vec<PathBuf>, String> {
    let text = fs::read_to_string(list)
        .map_err(|e| format!("{} cannot be read ({e}); `make rtl` writes it", list.display()))?;
    println!("cargo:rerun-if-changed={}", list.display());
    let folder = list.parent().expect("a file is in a folder");
    let names = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default().trim());
    Ok(names
        .filter(|name| !name.is_empty())
        .map(|name| folder.join(name))
        .collect())
}

fn build(plan: &Plan) -> Result<(), String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo:rerun-if-env-changed=PATH");
    let models = &plan.models;
    for source in models.iter().flat_map(|model| &model.sources) {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    let workshop = Workshop::new(tool::find()?, &out, plan.optimisation)?;

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
                let result = model.build(&workshop);
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

    println!("cargo:rustc-link-search=native={}", out.display());
    for model in models {
        println!("cargo:rustc-link-lib=static={}", model.symbol());
    }
    if plan.run_time {
        workshop.build_run_time()?;
        println!("cargo:rustc-link-lib=static=verilated_threads");
    }
    println!("cargo:rustc-link-lib=stdc++");
    fs::write(out.join("models.rs"), table(models, &ports)).map_err(|e| format!("models.rs cannot be written: {e}"))
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
        let (symbol, top) = (model.symbol(), &model.top);
        for configuration in &model.configurations {
            let _ = writeln!(
                text,
                "    // SAFETY: the functions were generated for this module.\n    \
                 unsafe {{ ModelInfo::new({top:?}, {configuration:?}, &{symbol}_PORTS, Functions {{ \
                 new: {symbol}_new, delete: {symbol}_delete, bind: {symbol}_bind, eval: {symbol}_eval, \
                 trace: {symbol}_trace, port: {symbol}_port }}) }},"
            );
        }
        text = ports_of(&symbol, ports) + &text;
    }
    text.push_str("];\n");
    text
}

fn ports_of(symbol: &str, ports: &[Port]) -> String {
    let mut text = format!(
        "#[allow(non_upper_case_globals)]\nstatic {symbol}_PORTS: [PortInfo; {}] = [\n",
        ports.len()
    );
    for Port { name, bits, input } in ports {
        let _ = writeln!(text, "    PortInfo {{ name: {name:?}, bits: {bits}, input: {input} }},");
    }
    text + "];\n"
}
