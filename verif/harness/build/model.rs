//! Turns one Verilog module into a static library with a C interface.

use crate::tool::Verilator;
use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// One model to build.
pub struct Model {
    /// Verilog name of the top module.
    pub top: String,
    /// Configuration it was generated for.
    pub configuration: String,
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
        format!("{}_{}", self.top, self.configuration)
    }

    /// Verilates and compiles the model, unless the library is already there for exactly this generated code. Returns its ports.
    pub fn build(&self, verilator: &Verilator, out: &Path) -> Result<Vec<Port>, String> {
        let symbol = self.symbol();
        let directory = out.join(&symbol);
        let generated = directory.join("cpp");
        // Files of an earlier run may name modules that are gone.
        let _ = fs::remove_dir_all(&generated);
        fs::create_dir_all(&generated).map_err(|e| format!("{} cannot be made: {e}", generated.display()))?;
        self.verilate(&generated)?;

        let class = format!("V{symbol}");
        let header = read(&generated.join(format!("{class}.h")))?;
        let ports = ports(&header);
        let unit = directory.join(format!("{symbol}.cpp"));
        let units = files(&generated, "cpp")?;
        let text = shim(&symbol, &class, &ports, &units);

        let mut hasher = DefaultHasher::new();
        (&verilator.version, &text).hash(&mut hasher);
        for file in units.iter().chain(&files(&generated, "h")?) {
            read(file)?.hash(&mut hasher);
        }
        let stamp = format!("{:016x}", hasher.finish());
        let stamp_file = directory.join("stamp");
        let library = out.join(format!("lib{symbol}.a"));
        if !library.is_file() || fs::read_to_string(&stamp_file).ok().as_ref() != Some(&stamp) {
            let write = |path: &Path, text: &str| {
                fs::write(path, text).map_err(|e| format!("{} cannot be written: {e}", path.display()))
            };
            write(&unit, &text)?;
            compiler(verilator)
                .include(&generated)
                .file(&unit)
                .out_dir(out)
                .try_compile(&symbol)
                .map_err(|e| format!("the Verilator model of {symbol} does not compile: {e}"))?;
            write(&stamp_file, &stamp)?;
        }
        Ok(ports)
    }

    fn verilate(&self, into: &Path) -> Result<(), String> {
        let output = Command::new("verilator")
            .args([
                "--cc",
                "--trace",
                "-O3",
                "--x-assign",
                "unique",
                "--x-initial",
                "unique",
            ])
            // Being able to trace costs 10 % of the speed when nothing is traced: not worth a second build.
            // The emitter's own tests run the full lint; here a warning would only hide an error.
            .args(["-Wno-lint", "-Wno-fatal", "--no-timing"])
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
            self.configuration,
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// A C++ compiler set up for Verilator's code.
pub fn compiler(verilator: &Verilator) -> cc::Build {
    let mut build = cc::Build::new();
    build
        .cpp(true)
        .std("gnu++17")
        .opt_level(3)
        .debug(false)
        .warnings(false)
        .cargo_metadata(false)
        .include(&verilator.include)
        .include(verilator.include.join("vltstd"));
    build
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
        r#"#include "verilated_vcd_c.h"
namespace {{ struct Model {{
    VerilatedContext context;
    {class}* top;
}}; }}
extern "C" {{
Model* {symbol}_new(int seed) {{
    Model* model = new Model;
    Verilated::threadContextp(&model->context);
    model->context.traceEverOn(true);
    model->context.randReset(2);
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
