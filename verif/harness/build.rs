//! Builds a Verilator model of every module in [`MODULES`] for every configuration, from the committed file lists
//! `hdl/rtl/<configuration>/`, so that what is tested is what is shipped. (That the committed Verilog is what the HDL
//! prints now is a check of its own. The smaller modules have models too, in `verif/modules`.)

#[path = "build/mod.rs"]
mod build;

use build::{file_list, Model, Plan, CONFIGURATIONS};
use std::{path::Path, process::ExitCode};

/// Modules that the harness runs, by their Verilog names.
const MODULES: &[&str] = &["memento_object_allocator", "memento_top"];

fn main() -> ExitCode {
    for path in ["build.rs", "build"] {
        println!("cargo:rerun-if-changed={path}");
    }
    build::run(|here| {
        Ok(Plan {
            models: models(here)?,
            optimisation: 3,
            run_time: true,
        })
    })
}

/// Every module of the table in every configuration, and the small module that the harness tests itself with.
fn models(here: &Path) -> Result<Vec<Model>, String> {
    let mut models = vec![Model {
        top: "harness_selftest".into(),
        configurations: vec!["any".into()],
        sources: vec![here.join("tests/harness/rtl/harness_selftest.v")],
    }];
    for configuration in CONFIGURATIONS {
        let folder = here.join("../../hdl/rtl").join(configuration);
        for module in MODULES {
            models.push(Model {
                top: module.to_string(),
                configurations: vec![configuration.to_string()],
                sources: file_list(&folder.join(format!("{module}.f")))?,
            });
        }
    }
    Ok(models)
}
