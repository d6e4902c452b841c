//! Area of a netlist, and how it is shared among modules.

use super::flow::{script, workshop, Mapped, Wanted};
use super::technology::Technology;
use crate::yosys::{self, read_json};
use crate::{Design, Error};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Area of a netlist.
#[derive(Clone, Debug, Serialize)]
pub struct Area {
    /// Cells.
    pub cells: usize,
    /// Of them flip-flops.
    pub flip_flops: usize,
    /// Area of all cells in um2.
    pub cells_um2: f64,
    /// Of it that of the flip-flops.
    pub flip_flops_um2: f64,
    /// Area of all cells in gate equivalents: NAND gates of two inputs.
    pub gate_equivalents: f64,
    /// Bits in memory macros.
    pub macro_bits: usize,
    /// Their area in um2, smallest and largest.
    pub macros_um2: [f64; 2],
}

impl Area {
    /// Measures a netlist.
    pub fn of(mapped: &Mapped, technology: &Technology) -> Area {
        let cells = || {
            mapped
                .netlist
                .instances
                .iter()
                .map(|instance| &technology.library.cells[instance.cell])
        };
        let flip_flops = || cells().filter(|cell| cell.flip_flop.is_some());
        let cells_um2: f64 = cells().map(|cell| cell.area_um2).sum();
        let macro_bits = mapped.netlist.memories.iter().map(|memory| memory.bits()).sum();
        Area {
            cells: cells().count(),
            flip_flops: flip_flops().count(),
            cells_um2,
            flip_flops_um2: flip_flops().map(|cell| cell.area_um2).sum(),
            gate_equivalents: cells_um2 / technology.gate_um2(),
            macro_bits,
            macros_um2: technology.macros.area_um2(macro_bits),
        }
    }
}

/// What one part of a module takes.
#[derive(Clone, Debug, Default, Serialize, PartialEq)]
pub struct Part {
    /// Name of the part's module; the module itself for what lies in none.
    pub module: String,
    /// How many of it there are.
    pub instances: usize,
    /// Area of its cells in um2, with everything in them, before there are buffers and sizes.
    pub cells_um2: f64,
    /// Bits in memory macros.
    pub macro_bits: usize,
}

#[derive(Deserialize)]
struct File {
    modules: BTreeMap<String, Module>,
}

#[derive(Deserialize)]
struct Module {
    cells: BTreeMap<String, Cell>,
}

#[derive(Deserialize)]
struct Cell {
    r#type: String,
    #[serde(default)]
    parameters: BTreeMap<String, serde_json::Value>,
}

/// Shares a design's area among the modules that its top is made of, largest first. They are synthesised with their boundaries kept, so
/// that the sum is more than what is built.
///
/// # Errors
/// Yosys fails.
pub fn split(design: &Design, technology: &Technology) -> Result<Vec<Part>, Error> {
    let (folder, files) = workshop(design, technology, "-parts")?;
    yosys::run(
        &folder,
        &(script(&files, &design.top, Wanted::Parts) + "write_json parts.json\n"),
    )?;
    let path = folder.join("parts.json");
    let file: File = read_json(&path)?;
    let top = file.modules.get(&design.top);
    let top = top.ok_or_else(|| Error::content(&path, format!("there is no module {}", design.top)))?;
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for cell in top.cells.values() {
        let name = if file.modules.contains_key(&cell.r#type) {
            &cell.r#type
        } else {
            &design.top
        };
        let part = parts.entry(name.clone()).or_default();
        part.instances += usize::from(name != &design.top);
        let (area, bits) = total(&file, cell, technology);
        part.cells_um2 += area;
        part.macro_bits += bits;
    }
    let mut parts: Vec<Part> = parts
        .into_iter()
        .map(|(module, part)| Part { module, ..part })
        .collect();
    parts.sort_by(|a, b| b.cells_um2.total_cmp(&a.cells_um2).then(a.module.cmp(&b.module)));
    Ok(parts)
}

/// Area of the cells in a cell, and bits of its memory macros.
fn total(file: &File, cell: &Cell, technology: &Technology) -> (f64, usize) {
    if cell.r#type == "$mem_v2" {
        let number = |name: &str| {
            let digits = cell.parameters.get(name).and_then(serde_json::Value::as_str);
            usize::from_str_radix(digits.unwrap_or_default(), 2).unwrap_or(0)
        };
        return (0.0, number("SIZE") * number("WIDTH"));
    }
    if let Some(module) = file.modules.get(&cell.r#type) {
        let parts = module.cells.values().map(|cell| total(file, cell, technology));
        return parts.fold((0.0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    }
    (
        technology.library.cell(&cell.r#type).map_or(0.0, |cell| cell.area_um2),
        0,
    )
}
