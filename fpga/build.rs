//! Builds the Verilator models of the systems: their Verilog, Memento's, and the cores', which Python wheels carry. That with VexRiscv
//! is built twice: as it is, and with the faults of `faults.toml`, each to be switched on.

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
/// The cores, in the wheels `pythondata-cpu-vexriscv` (MIT) and `pythondata-cpu-picorv32` (ISC).
const CORES: [&str; 2] = [
    "pythondata_cpu_vexriscv/verilog/VexRiscv_FullCfu.v",
    "pythondata_cpu_picorv32/verilog/picorv32.v",
];
/// Module of the models with VexRiscv.
const TOP: &str = "soc_simulation";
/// Module of the model with PicoRV32.
const PICO: &str = "pico_simulation";
/// How its line with the size of RAM begins, in bytes.
const RAM_BYTES: &str = "localparam int unsigned RAM_BYTES = ";

fn main() -> ExitCode {
    for path in ["build.rs", "build", "faults.toml", "rtl", "../verif/harness/build"] {
        println!("cargo:rerun-if-changed={path}");
    }
    build::run(|here| {
        let sources = sources(here)?;
        ram_bytes(&here.join("rtl").join(format!("{TOP}.sv")))?;
        let with_faults = planted::sources(&here.join("faults.toml"), TOP, &sources)?;
        let model = |top: &str, configuration: &str, sources| Model {
            top: top.into(),
            configurations: vec![configuration.into()],
            sources,
        };
        Ok(Plan {
            models: vec![
                model(TOP, CONFIGURATION, sources.clone()),
                model(TOP, "planted", with_faults),
                model(PICO, CONFIGURATION, sources),
            ],
            optimisation: 3,
            run_time: false,
        })
    })
}

/// The sources of all systems; Verilator takes of them what a model's top module has in it.
fn sources(here: &Path) -> Result<Vec<PathBuf>, String> {
    let (own, memento) = (here.join("rtl"), here.join("../hdl/rtl").join(CONFIGURATION));
    let mut sources = BTreeSet::from([TOP, PICO].map(|top| own.join(top).with_extension("sv")));
    for list in ["soc_fabric.f", "memento_soc.f", "memento_pico_soc.f"] {
        sources.extend(file_list(&own.join(list))?);
    }
    for list in ["memento_top.f", "memento_wishbone_bridge.f"] {
        sources.extend(file_list(&memento.join(list))?);
    }
    for core in CORES {
        sources.insert(memento_tools::wheel(core).map_err(|problem| problem.to_string())?);
    }
    Ok(sources.into_iter().collect())
}

/// The size of RAM, from the line of the top module that has it, for `src/soc.rs`: `ram_bytes.rs`.
fn ram_bytes(top: &Path) -> Result<(), String> {
    let text = fs::read_to_string(top).map_err(|error| format!("{} cannot be read: {error}", top.display()))?;
    let mut values = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix(RAM_BYTES)?.strip_suffix(';'));
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(format!("{} has not one line `{RAM_BYTES}..;`", top.display()));
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("ram_bytes.rs");
    fs::write(&out, value).map_err(|error| format!("{} cannot be written: {error}", out.display()))
}
