//! Builds the Verilator models of the system: its Verilog, Memento's, and the core's, which a Python wheel carries. One model is
//! what it is; the other has the faults of `faults.toml`, each to be switched on.

#[path = "../verif/harness/build/mod.rs"]
mod build;
#[path = "build/planted.rs"]
mod planted;

use build::{file_list, Model, Plan};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Configuration of Memento in the system.
const CONFIGURATION: &str = "soc32";
/// The core, in the wheel `pythondata-cpu-vexriscv` (MIT).
const CORE: &str = "pythondata_cpu_vexriscv/verilog/VexRiscv_FullCfu.v";
/// Module of both models.
const TOP: &str = "soc_simulation";
/// How its line with the size of RAM begins: log2 of its bytes.
const RAM_BITS: &str = "localparam int unsigned RAM_BITS = ";

fn main() -> ExitCode {
    for path in ["build.rs", "build", "faults.toml", "rtl", "../verif/harness/build"] {
        println!("cargo:rerun-if-changed={path}");
    }
    build::run(|here| {
        let sources = sources(here)?;
        ram_bits(&here.join("rtl").join(format!("{TOP}.sv")))?;
        let with_faults = planted::sources(&here.join("faults.toml"), TOP, &sources)?;
        let model = |configuration: &str, sources| Model {
            top: TOP.into(),
            configurations: vec![configuration.into()],
            sources,
        };
        Ok(Plan {
            models: vec![model(CONFIGURATION, sources), model("planted", with_faults)],
            optimisation: 3,
            run_time: false,
        })
    })
}

fn sources(here: &Path) -> Result<Vec<PathBuf>, String> {
    let memento = here.join("../hdl/rtl").join(CONFIGURATION);
    let mut sources = BTreeSet::new();
    for list in ["memento_top.f", "memento_wishbone_bridge.f"] {
        sources.extend(file_list(&memento.join(list))?);
    }
    let own = here.join("rtl");
    let files = fs::read_dir(&own).map_err(|error| format!("{} cannot be read: {error}", own.display()))?;
    sources.extend(files.flatten().map(|file| file.path()));
    sources.insert(core(&here.join("../.tools/venv/lib"))?);
    Ok(sources.into_iter().collect())
}

/// The size of RAM, from the line of the top module that has it, for `src/soc.rs`: `ram_bits.rs`.
fn ram_bits(top: &Path) -> Result<(), String> {
    let text = fs::read_to_string(top).map_err(|error| format!("{} cannot be read: {error}", top.display()))?;
    let mut values = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix(RAM_BITS)?.strip_suffix(';'));
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(format!("{} has not one line `{RAM_BITS}..;`", top.display()));
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("ram_bits.rs");
    fs::write(&out, value).map_err(|error| format!("{} cannot be written: {error}", out.display()))
}

/// The core's Verilog, below the folder of an environment's Python versions.
fn core(versions: &Path) -> Result<PathBuf, String> {
    let versions = fs::read_dir(versions).into_iter().flatten().flatten();
    let mut places = versions.map(|version| version.path().join("site-packages").join(CORE));
    places
        .find(|file| file.is_file())
        .ok_or_else(|| format!("the core's Verilog, {CORE}, is not in .tools/venv: run `make setup`"))
}
