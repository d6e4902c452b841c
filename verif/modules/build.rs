//! Builds a Verilator model of every module that any file list names, in every configuration, but for those that the
//! harness builds. One model serves all configurations in which a module has the same text.
//! Each fault of `faults.toml` is a model too.

#[path = "../harness/build/mod.rs"]
mod build;

use build::{file_list, Model, Plan, CONFIGURATIONS};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn main() -> ExitCode {
    for path in ["build.rs", "faults.toml", "../harness/build"] {
        println!("cargo:rerun-if-changed={path}");
    }
    build::run(|here| {
        let mut rtl = Rtl::new();
        for configuration in CONFIGURATIONS {
            rtl.insert(configuration, sources(&here.join(RTL).join(configuration))?);
        }
        Ok(Plan {
            models: [models(&rtl), faults(here, &rtl)?].concat(),
            // There are hundreds, and each runs for less time than its optimisation takes.
            optimisation: 0,
            run_time: false,
        })
    })
}

/// Modules that the harness builds and tests.
const BUILT_BY_THE_HARNESS: &[&str] = &["memento_object_allocator", "memento_top"];

/// Where the committed Verilog is.
const RTL: &str = "../../hdl/rtl";

/// A module's Verilog.
struct Source {
    path: PathBuf,
    /// Its text without comment lines.
    code: String,
    /// Modules that it instantiates.
    uses: Vec<String>,
}

/// The modules of a configuration, by name.
type Sources = BTreeMap<String, Source>;

/// The modules of each configuration.
type Rtl = BTreeMap<&'static str, Sources>;

/// The modules of all configurations, but for those that the harness builds.
fn models(rtl: &Rtl) -> Vec<Model> {
    // By name and text, that of the modules below included.
    let mut models: BTreeMap<(String, String), Model> = BTreeMap::new();
    for (configuration, sources) in rtl {
        for top in sources
            .keys()
            .filter(|name| !BUILT_BY_THE_HARNESS.contains(&name.as_str()))
        {
            let mut names = BTreeSet::new();
            gather(sources, top, &mut names);
            let below = || names.iter().map(|name| &sources[*name]);
            let code: String = below().map(|source| source.code.as_str()).collect();
            models
                .entry((top.clone(), code))
                .or_insert_with(|| Model {
                    top: top.clone(),
                    configurations: vec![],
                    sources: below().map(|source| source.path.clone()).collect(),
                })
                .configurations
                .push(configuration.to_string());
        }
    }
    models.into_values().collect()
}

/// Every module of the file lists in a folder.
fn sources(folder: &Path) -> Result<Sources, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{} cannot be listed: {e}", folder.display()))?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut sources = Sources::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_none_or(|extension| extension != "f") {
            continue;
        }
        for path in file_list(&path)? {
            let text = fs::read_to_string(&path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
            let code: Vec<&str> = text.lines().filter(|line| !line.trim().starts_with("//")).collect();
            let uses = code
                .iter()
                .filter_map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
                    [module, instance, ..] if instance.starts_with("u_") => Some(module.to_string()),
                    _ => None,
                });
            let name = path
                .file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            let source = Source {
                uses: uses.collect(),
                code: code.join("\n"),
                path,
            };
            sources.insert(name, source);
        }
    }
    Ok(sources)
}

/// The names of a module and of all below it.
fn gather<'a>(sources: &'a Sources, name: &'a str, names: &mut BTreeSet<&'a str>) {
    if let (Some(source), true) = (sources.get(name), names.insert(name)) {
        source.uses.iter().for_each(|used| gather(sources, used, names));
    }
}

/// A row of `faults.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    name: String,
    module: String,
    #[serde(default = "soc32")]
    configuration: String,
    find: String,
    replace: String,
}

fn soc32() -> String {
    "soc32".into()
}

/// The modules with faults planted in them, and the list of the faults for Rust.
fn faults(here: &Path, rtl: &Rtl) -> Result<Vec<Model>, String> {
    #[derive(Deserialize)]
    struct Faults {
        fault: Vec<Fault>,
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let text = fs::read_to_string(here.join("faults.toml")).map_err(|e| format!("faults.toml cannot be read: {e}"))?;
    let Faults { fault: faults } = toml::from_str(&text).map_err(|e| format!("faults.toml: {e}"))?;
    let mut models = vec![];
    let mut list = String::from("/// The faults of `faults.toml`.\npub static FAULTS: &[Fault] = &[\n");
    for Fault {
        name,
        module,
        configuration,
        find,
        replace,
    } in faults
    {
        let Some(sources) = rtl.get(configuration.as_str()) else {
            return Err(format!(
                "faults.toml: {name}: there is no configuration {configuration:?}"
            ));
        };
        // The first form of the module that has the text.
        let is_form = |name: &str| {
            let suffix = name.strip_prefix(module.as_str());
            suffix.is_some_and(|suffix| suffix.chars().all(|c| c == '_' || c == 'x' || c.is_ascii_digit()))
        };
        let form = sources
            .iter()
            .find(|(name, source)| is_form(name) && source.code.contains(&find));
        list += &format!(
            "    Fault {{ name: {name:?}, module: {module:?}, geometry: memento_abi::{}, planted: {} }},\n",
            configuration.to_uppercase(),
            form.is_some()
        );
        let Some((top, source)) = form else { continue };
        let path = out.join(format!("{name}.sv"));
        fs::write(&path, source.code.replacen(&find, &replace, 1))
            .map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
        let mut names = BTreeSet::new();
        gather(sources, top, &mut names);
        names.remove(top.as_str());
        let below = names.iter().map(|name| sources[*name].path.clone());
        models.push(Model {
            top: top.clone(),
            configurations: vec![name],
            sources: below.chain([path]).collect(),
        });
    }
    fs::write(out.join("faults.rs"), list + "];\n").map_err(|e| format!("faults.rs cannot be written: {e}"))?;
    Ok(models)
}
