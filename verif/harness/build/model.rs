//! Turns one Verilog module into a static library with a C interface.

use super::tool::Verilator;
use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// How Verilator is run. Being able to trace costs 10 % of the speed when nothing is traced: not worth a second build. The
/// committed Verilog has the full lint as a test of its own; here a warning would only hide an error.
const VERILATE: &str = "--cc --trace -O3 --x-assign unique --x-initial unique -Wno-lint -Wno-fatal --no-timing";

/// One model to build.
#[derive(Clone)]
pub struct Model {
    /// Verilog name of the top module.
    pub top: String,
    /// Configurations it was generated for: more than one where their Verilog is the same.
    pub configurations: Vec<String>,
    /// Its sources, every module it uses included.
    pub sources: Vec<PathBuf>,
}

/// A port as the generated C++ declares it.
pub struct Port {
    /// Its name.
    pub name: String,
    /// Its width in bits.
    pub bits: u32,
    /// Whether the module reads it.
    pub input: bool,
}

impl Model {
    /// Name of the C symbols and of the library.
    pub fn symbol(&self) -> String {
        format!("{}_{}", self.top, self.configurations[0])
    }

    /// Verilates and compiles the model, unless the library is already there for exactly this generated code. Returns its ports.
    pub fn build(&self, workshop: &Workshop<'_>) -> Result<Vec<Port>, String> {
        let out = workshop.out;
        let symbol = self.symbol();
        let directory = out.join(&symbol);
        let generated = directory.join("cpp");
        let mut hasher = DefaultHasher::new();
        (&workshop.verilator.version, VERILATE).hash(&mut hasher);
        for source in &self.sources {
            read(source)?.hash(&mut hasher);
        }
        if !stamped(&directory.join("verilated"), &hasher) {
            // Files of an earlier run may name modules that are gone.
            let _ = fs::remove_dir_all(&directory);
            fs::create_dir_all(&generated).map_err(|e| format!("{} cannot be made: {e}", generated.display()))?;
            self.verilate(&generated)?;
            stamp(&directory.join("verilated"), &hasher)?;
        }

        let class = format!("V{symbol}");
        let header = read(&generated.join(format!("{class}.h")))?;
        let ports = ports(&header);
        let unit = directory.join(format!("{symbol}.cpp"));
        let units = files(&generated, "cpp")?;
        let text = shim(&symbol, &class, &ports, &units);

        let mut hasher = DefaultHasher::new();
        (&workshop.verilator.version, workshop.optimisation, &text).hash(&mut hasher);
        for file in units.iter().chain(&files(&generated, "h")?) {
            read(file)?.hash(&mut hasher);
        }
        // Beside the library, so that it stays when the folder is made anew.
        let compiled = out.join(format!("{symbol}.compiled"));
        if !out.join(format!("lib{symbol}.a")).is_file() || !stamped(&compiled, &hasher) {
            write(&unit, &text)?;
            workshop
                .compiler()
                .flag("-include")
                .flag(workshop.prelude())
                .include(&generated)
                .file(&unit)
                .out_dir(out)
                .try_compile(&symbol)
                .map_err(|e| format!("the Verilator model of {symbol} does not compile: {e}"))?;
            stamp(&compiled, &hasher)?;
        }
        Ok(ports)
    }

    fn verilate(&self, into: &Path) -> Result<(), String> {
        let output = Command::new("verilator")
            .args(VERILATE.split(' '))
            .args([
                "--top-module",
                &self.top,
                "--prefix",
                &format!("V{}", self.symbol()),
                "-Mdir",
            ])
            .arg(into)
            .args(&self.sources)
            .output()
            .map_err(|e| format!("verilator cannot be run: {e}"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "verilator refuses {} ({}):\n{}",
            self.top,
            self.configurations[0],
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// Where models are made, and with what.
pub struct Workshop<'a> {
    verilator: Verilator,
    out: &'a Path,
    optimisation: u32,
}

impl<'a> Workshop<'a> {
    /// A workshop in the folder `out`.
    pub fn new(verilator: Verilator, out: &'a Path, optimisation: u32) -> Result<Workshop<'a>, String> {
        let workshop = Workshop {
            verilator,
            out,
            optimisation,
        };
        // The run-time's headers are most of a small model's text: they are compiled once. A compiler that cannot, or
        // will not use the result, reads the headers themselves.
        let prelude = workshop.prelude();
        write(&prelude, "#include \"verilated.h\"\n#include \"verilated_vcd_c.h\"\n")?;
        let _ = workshop
            .compiler()
            .get_compiler()
            .to_command()
            .args(["-x", "c++-header"])
            .arg(&prelude)
            .arg("-o")
            .arg(prelude.with_extension("h.gch"))
            .output();
        Ok(workshop)
    }

    /// The headers that every model needs.
    fn prelude(&self) -> PathBuf {
        self.out.join("prelude.h")
    }

    /// Compiles the one file of the run-time that the `verilated` crate leaves out.
    pub fn build_run_time(&self) -> Result<(), String> {
        self.compiler()
            .file(self.verilator.include.join("verilated_threads.cpp"))
            .out_dir(self.out)
            .try_compile("verilated_threads")
            .map_err(|e| format!("Verilator's run-time does not compile: {e}"))
    }

    /// A C++ compiler set up for Verilator's code.
    fn compiler(&self) -> cc::Build {
        let include = &self.verilator.include;
        let mut build = cc::Build::new();
        build
            .cpp(true)
            .std("gnu++17")
            .opt_level(self.optimisation)
            .debug(false)
            .warnings(false)
            .cargo_metadata(false)
            .include(include)
            .include(include.join("vltstd"));
        build
    }
}

/// Whether a file says that what was hashed is done.
fn stamped(file: &Path, hasher: &DefaultHasher) -> bool {
    fs::read_to_string(file).is_ok_and(|stamp| stamp == format!("{:016x}", hasher.finish()))
}

/// Says so.
fn stamp(file: &Path, hasher: &DefaultHasher) -> Result<(), String> {
    write(file, &format!("{:016x}", hasher.finish()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}

/// Reads `VL_IN8(&name,msb,lsb);` and its relatives from the header of the generated class.
fn ports(header: &str) -> Vec<Port> {
    header
        .lines()
        .filter_map(|line| {
            let line = line.trim();
            let input = line.starts_with("VL_IN");
            if !input && !line.starts_with("VL_OUT") {
                return None;
            }
            let (_, arguments) = line.split_once("(&")?;
            let mut arguments = arguments.trim_end_matches(");").split(',');
            let name = arguments.next()?.to_string();
            let msb: u32 = arguments.next()?.parse().ok()?;
            let lsb: u32 = arguments.next()?.parse().ok()?;
            Some(Port {
                name,
                bits: msb - lsb + 1,
                input,
            })
        })
        .collect()
}

/// The one translation unit of a model: everything Verilator generated, and a C interface around it.
fn shim(symbol: &str, class: &str, ports: &[Port], units: &[PathBuf]) -> String {
    let mut text = String::new();
    for unit in units {
        let name = unit.file_name().expect("a source has a name").to_string_lossy();
        let _ = writeln!(text, "#include \"{name}\"");
    }
    let _ = write!(
        text,
        r#"namespace {{ struct Model {{
    VerilatedContext context;
    {class}* top;
}}; }}
extern "C" {{
Model* {symbol}_new(int seed) {{
    Model* model = new Model;
    Verilated::threadContextp(&model->context);
    model->context.traceEverOn(true);
    model->context.randReset(seed == 0 ? 0 : 2);
    model->context.randSeed(seed);
    model->top = new {class}(&model->context, "{symbol}");
    return model;
}}
void {symbol}_delete(Model* model) {{
    model->top->final();
    delete model->top;
    Verilated::threadContextp(Verilated::defaultContextp());
    delete model;
}}
void {symbol}_bind(Model* model) {{ Verilated::threadContextp(&model->context); }}
void {symbol}_eval(Model* model) {{
    Verilated::threadContextp(&model->context);
    model->top->eval();
}}
void {symbol}_trace(Model* model, VerilatedVcdC* vcd) {{ model->top->trace(vcd, 99); }}
void* {symbol}_port(Model* model, int port) {{
    switch (port) {{
"#
    );
    for (index, port) in ports.iter().enumerate() {
        let _ = writeln!(text, "        case {index}: return (void*)&model->top->{};", port.name);
    }
    text.push_str("        default: return nullptr;\n    }\n}\n}\n");
    text
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))
}

/// The files in `directory` that end in `extension`, sorted by name.
fn files(directory: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(directory).map_err(|e| format!("{} cannot be listed: {e}", directory.display()))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    found.sort();
    Ok(found)
}
