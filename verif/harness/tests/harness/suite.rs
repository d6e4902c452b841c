//! The suite on everything that calls itself an object allocator.

use memento_abi::{Geometry, PAPER, SOC32, TINY};
use memento_harness::{
    bench::Bench,
    golden::GoldenMaker,
    pins::{Inputs, Outputs, Pins},
    property::{replay_case, Maker},
    rtl::{Rtl, RtlMaker},
    rust_hdl::{RustHdl, RustHdlMaker},
    steps::Case,
    suite::cases,
};
use std::path::Path;

fn passes<M: Maker>(maker: &M, geometry: &Geometry) {
    let failures: Vec<String> = cases(geometry)
        .into_iter()
        .filter_map(|(name, case)| Some(format!("{name}: {}", replay_case(maker, geometry, &case).err()?)))
        .collect();
    assert!(
        failures.is_empty(),
        "{} in configuration {}:\n{}",
        maker.name(),
        geometry.name,
        failures.join("\n")
    );
}

#[test]
fn the_golden_model_passes() {
    [PAPER, SOC32, TINY]
        .iter()
        .for_each(|geometry| passes(&GoldenMaker, geometry));
}

#[test]
fn the_verilog_passes() {
    [PAPER, SOC32, TINY]
        .iter()
        .for_each(|geometry| passes(&RtlMaker, geometry));
}

#[test]
fn the_hdl_passes_in_its_own_simulator() {
    passes(&RustHdlMaker, &TINY);
}

/// The HDL in its own simulator and its Verilog, fed the same, and compared in every cycle.
struct SideBySide {
    hdl: RustHdl,
    verilog: Rtl,
    cycle: u64,
}

/// The outputs, without payloads that are not valid: registers start at 0 in one simulator and at random in the other.
fn meaningful(o: Outputs) -> Outputs {
    let (rsp, mem, error) = (
        u64::from(o.rsp_valid),
        u64::from(o.mem_req_valid),
        u64::from(o.error_valid),
    );
    Outputs {
        rsp_status: o.rsp_status * rsp as u8,
        rsp_address: o.rsp_address * rsp,
        mem_req_write: o.mem_req_write && o.mem_req_valid,
        mem_req_address: o.mem_req_address * mem,
        mem_req_wdata: o.mem_req_wdata * mem * u64::from(o.mem_req_write),
        error_status: o.error_status * error as u8,
        error_address: o.error_address * error,
        ..o
    }
}

impl Pins for SideBySide {
    fn geometry(&self) -> Geometry {
        self.hdl.geometry()
    }
    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        let (hdl, verilog) = (self.hdl.eval(inputs), self.verilog.eval(inputs));
        if inputs.rst_n {
            assert_eq!(meaningful(hdl), meaningful(verilog), "in cycle {}", self.cycle);
        }
        hdl
    }
    fn edge(&mut self) {
        self.hdl.edge();
        self.verilog.edge();
        self.cycle += 1;
    }
}

struct SideBySideMaker;

impl Maker for SideBySideMaker {
    type Dut = Bench<SideBySide>;
    fn make(&self, geometry: &Geometry, case: &Case, _vcd: Option<&Path>) -> Bench<SideBySide> {
        let verilog = Rtl::new(*geometry, case.seed, None).unwrap();
        let pins = SideBySide {
            hdl: RustHdl::new(geometry),
            verilog,
            cycle: 0,
        };
        Bench::new(pins, case.timing, case.errors, case.seed)
    }
    fn name(&self) -> &'static str {
        "SideBySideMaker"
    }
}

#[test]
fn the_hdl_and_its_verilog_agree_in_every_cycle() {
    for geometry in [PAPER, SOC32, TINY] {
        let (_, case) = cases(&geometry)
            .into_iter()
            .find(|(name, _)| *name == "churn_with_everything_slow")
            .unwrap();
        replay_case(&SideBySideMaker, &geometry, &case).unwrap();
    }
}
