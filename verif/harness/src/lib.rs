//! Runs Memento's object allocator under test, whatever it is made of.
//!
//! | layer | modules |
//! |---|---|
//! | models and their ports | [`verilator`] |
//! | cycles: pins, the memory behind them, the rules of the ports | [`pins`], [`memory`], [`axi`], [`bench`] |
//! | AXI4-Lite: a master and the rules | [`axi_lite`] |
//! | transactions: one trait for golden model, rust-hdl and Verilator | [`dut`], [`golden`], [`rtl`], [`rust_hdl`] |
//! | comparison with the golden model | [`scoreboard`] |
//! | traces of real programs, cycle counts, waveforms | [`replay`], [`measure`], [`waves`] |
//! | random cases, shrinking, reports | [`steps`], [`generate`], [`property`], [`effort`], [`report`] |
//! | cases that every device must pass | [`suite`] |
//! | the whole of Memento: its ports, software's view of it, random scenarios, traces with data | [`top`], [`traffic`] |

pub mod axi;
pub mod axi_lite;
pub mod bench;
pub mod dut;
pub mod effort;
pub mod generate;
pub mod golden;
pub mod measure;
pub mod memory;
pub mod pages;
pub mod pins;
pub mod property;
pub mod replay;
pub mod report;
pub mod rtl;
pub mod rust_hdl;
pub mod scoreboard;
pub mod steps;
pub mod suite;
pub mod top;
pub mod traffic;
pub mod verilator;
pub mod waves;

/// Everything that a test needs which a failure printed.
pub mod prelude {
    pub use crate::{
        bench::Timing,
        golden::GoldenMaker,
        memory::{MemoryErrors, MemoryTiming},
        property::replay_case,
        steps::{Case, Order, Order::*, Step, Step::*, Wild, Wild::*},
    };
    pub use memento_abi::{PAPER, SOC32, TINY};
    pub use memento_model::Settings;
}
