//! From Verilog to a buffered and sized netlist of a library.
//!
//! Memories of [`MACRO_ROWS`] rows and more that are read at a clock's edge are left as they are, for macros. All others become cells: smaller
//! ones, those that are read in the same cycle, which are made of flip-flops, and those that nobody writes to.

use super::buffer::{self, Trees};
use super::netlist::Netlist;
use super::sizing;
use super::technology::Technology;
use super::timing::{Boundary, Timing};
use crate::measure::copy_sources;
use crate::yosys::{self, read_all};
use crate::{Design, Error};
use std::fs;
use std::path::{Path, PathBuf};

/// Rows from which on a memory is a macro.
pub const MACRO_ROWS: usize = 16;
/// Cells that a net drives at most before their sizes are chosen.
pub const SINKS: usize = 10;

/// A netlist, and what became of it.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The netlist, with its buffers.
    pub netlist: Netlist,
    /// Its timing, every port in a flip-flop outside.
    pub timing: Timing,
    /// The folder that it was made in.
    pub folder: PathBuf,
    /// Highest clock in MHz before there were buffers and sizes.
    pub unbuffered_mhz: f64,
    /// Buffers put in.
    pub buffers: usize,
}

/// What the commands are to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The netlist that is built, without boundaries of modules.
    Netlist,
    /// The same, and for its proof the design as it was before anything of the library was chosen: `rtl.json`, which is large.
    Proof,
    /// Modules that keep their boundaries: what tells where the area is.
    Parts,
}

/// Yosys' commands from Verilog to cells of the library in `liberty/cells.lib`.
pub(super) fn script(files: &[String], top: &str, wanted: Wanted) -> String {
    // A memory's module is always dissolved: whether it can be a macro depends on the registers around it.
    let keep = match wanted {
        Wanted::Netlist | Wanted::Proof => String::new(),
        Wanted::Parts => format!(
            "hierarchy -check -top {top}\nsetattr -mod -set keep_hierarchy 1 *\n\
             setattr -mod -unset keep_hierarchy {top} *_ram_* *_register_file_*\n"
        ),
    };
    // The same registers as in the netlist.
    let keep_rtl = match wanted {
        Wanted::Proof => "design -push-copy\ndfflegalize -cell $_DFF_P_ x\naigmap\nwrite_json rtl.json\ndesign -pop\n",
        Wanted::Netlist | Wanted::Parts => "",
    };
    format!(
        "{}{keep}synth -nofsm -flatten -top {top} -run begin:fine\n\
         select -set written t:$mem_v2 r:WR_PORTS>0 %i\n\
         select -set macro @written r:SIZE>={MACRO_ROWS} %i r:RD_CLK_ENABLE=1'1 %i\n\
         select -set cells t:$mem_v2 @macro %d\n\
         opt -fast -full\nmemory_map @cells\nopt -undriven -fine\ntechmap\nopt -fast\n{keep_rtl}abc\nopt -fast\n\
         dfflibmap -liberty liberty/cells.lib\nabc -liberty liberty/cells.lib\nopt_clean -purge\n",
        read_all(files)
    )
}

/// A folder with the sources and the library; returns it and the sources' names in it.
pub(super) fn workshop(
    design: &Design,
    technology: &Technology,
    purpose: &str,
) -> Result<(PathBuf, Vec<String>), Error> {
    let name = format!("{}-{}-{}{purpose}", design.name, design.top, technology.entry.name);
    let folder = memento_tools::root().join("target/synth").join(name);
    let files = copy_sources(&folder, &design.files)?;
    let liberty = folder.join("liberty");
    fs::create_dir_all(&liberty).map_err(Error::file(&liberty))?;
    fs::copy(&technology.path, liberty.join("cells.lib")).map_err(Error::file(&technology.path))?;
    Ok((folder, files))
}

/// Synthesises a design, puts buffers in and sizes the cells; `proof` says whether [`super::equivalence`] is to follow.
///
/// # Errors
/// Yosys is missing or fails, or its netlist cannot be used.
pub fn map(design: &Design, technology: &Technology, proof: bool) -> Result<Mapped, Error> {
    let wanted = if proof { Wanted::Proof } else { Wanted::Netlist };
    let (folder, files) = workshop(design, technology, "")?;
    let script = script(&files, &design.top, wanted) + "write_json netlist.json\n";
    yosys::run(&folder, &script)?;
    finish(&folder, &design.top, technology)
}

/// Reads the netlist in a folder, puts buffers in and sizes the cells.
///
/// # Errors
/// The netlist cannot be used.
pub fn finish(folder: &Path, top: &str, technology: &Technology) -> Result<Mapped, Error> {
    let library = &technology.library;
    let mut netlist = Netlist::read(&folder.join("netlist.json"), top, library)?;
    let boundary = Boundary::Registers(technology.flip_flop);
    let unbuffered = Timing::of(library, &netlist, boundary, technology.macros)?;
    let buffer = &library.cells[technology.buffer];
    let output = buffer.outputs().next().unwrap_or_default();
    let trees = Trees {
        buffer: (technology.buffer, 1 - output, output),
        sinks: SINKS,
    };
    let buffers = buffer::insert(library, &mut netlist, trees, boundary, technology.macros)?;
    let timing = sizing::size(library, &mut netlist, boundary, technology.macros)?;
    Ok(Mapped {
        netlist,
        timing,
        folder: folder.into(),
        unbuffered_mhz: unbuffered.fmax_mhz(),
        buffers,
    })
}
