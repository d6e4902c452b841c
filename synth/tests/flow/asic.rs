//! Standard cells: timing against OpenSTA, netlists against their Verilog, and a fault that is noticed.

use memento_synth::asic::{
    area::Area,
    equivalence,
    flow::{self, Mapped},
    technology::Technology,
    timing::{Boundary, Timing},
    verilog,
};
use memento_synth::Design;

fn mapped(configuration: &str, top: &str, library: &str) -> (Technology, Mapped) {
    let technology = Technology::named(library).unwrap_or_else(|error| panic!("{error}"));
    let mut design = Design::committed(configuration, top).unwrap();
    design.name = format!("test-{configuration}");
    let mapped = flow::map(&design, &technology, true).unwrap_or_else(|error| panic!("{error}"));
    (technology, mapped)
}

/// The shortest period in ns as OpenSTA sees it, inputs at the clock's edge and outputs at its next.
fn opensta(technology: &Technology, mapped: &Mapped, top: &str) -> f64 {
    const PERIOD_NS: f64 = 10.0;
    let text = verilog::module(top, &technology.library, &mapped.netlist);
    std::fs::write(mapped.folder.join("mapped.v"), text).unwrap();
    let wires = technology.library.wire_load.as_ref();
    let wires = wires.map_or(String::new(), |load| {
        format!("set_wire_load_model -name {}\nset_wire_load_mode top\n", load.name)
    });
    let commands = format!(
        "read_liberty liberty/cells.lib\nread_verilog mapped.v\nlink_design {top}\ncreate_clock -name clk -period {PERIOD_NS} clk_i\n\
         set_input_delay 0 -clock clk [all_inputs]\nset_output_delay 0 -clock clk [all_outputs]\n{wires}\
         report_checks -path_delay max -digits 6 -format end\nexit\n"
    );
    std::fs::write(mapped.folder.join("sta.tcl"), commands).unwrap();
    let mut sta = memento_tools::command("sta").unwrap();
    let output = sta
        .args(["-exit", "sta.tcl"])
        .current_dir(&mapped.folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    // The end, the delay that it may have, the one that it has, its slack, and whether that is enough.
    let line = text
        .lines()
        .find(|line| line.ends_with("(MET)") || line.ends_with("(VIOLATED)"));
    let slack = line.and_then(|line| line.split_whitespace().rev().nth(1)?.parse::<f64>().ok());
    PERIOD_NS - slack.unwrap_or_else(|| panic!("OpenSTA says no slack:\n{text}"))
}

#[test]
fn timing_agrees_with_opensta_on_every_library() {
    for library in ["nangate45", "gscl45", "osu018"] {
        let (technology, mapped) = mapped("tiny", "memento_frame_pool", library);
        let own = Timing::of(&technology.library, &mapped.netlist, Boundary::Ideal, technology.macros).unwrap();
        let theirs = opensta(&technology, &mapped, "memento_frame_pool");
        let apart = (own.period_ns / theirs - 1.0).abs();
        println!("{library}: {} ns, OpenSTA {theirs} ns", own.period_ns);
        assert!(
            apart < 0.01,
            "{library}: {} ns, but OpenSTA says {theirs} ns",
            own.period_ns
        );
    }
}

#[test]
fn buffers_and_sizes_make_a_netlist_many_times_as_fast() {
    let (_, mapped) = mapped("tiny", "memento_bypass_unit", "nangate45");
    let (before, after) = (mapped.unbuffered_mhz, mapped.timing.fmax_mhz());
    assert!(
        mapped.buffers > 0 && after > 2.0 * before,
        "{before} MHz, then {after} MHz"
    );
}

#[test]
fn the_object_allocators_netlist_is_proven_reaches_its_clock_and_keeps_its_memories() {
    const TOP: &str = "memento_object_allocator";
    let (technology, mut mapped) = mapped("paper", TOP, "nangate45");
    let area = Area::of(&mapped, &technology);
    // The table: bitmaps 256 x 64, entries 64 x 64 and 64 x 21, pages 64 x 21. The pointer bank: four times 64 x 21.
    assert_eq!(area.macro_bits, 256 * 64 + 64 * 64 + 6 * 64 * 21);
    let mhz = mapped.timing.fmax_mhz();
    assert!(mhz >= 800.0, "{mhz} MHz, 800 are wanted");
    let flip_flops = equivalence::prove(&mapped, TOP, &technology).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(flip_flops, area.flip_flops);

    // A fault as small as there is one: a gate of the slowest path takes a neighbour's place.
    let (nand, nor) = (
        technology.library.index("NAND2_X1").unwrap(),
        technology.library.index("NOR2_X1").unwrap(),
    );
    let gate = mapped
        .netlist
        .instances
        .iter()
        .rposition(|instance| instance.cell == nand)
        .unwrap();
    mapped.netlist.instances[gate].cell = nor;
    let said = equivalence::prove(&mapped, TOP, &technology).unwrap_err().to_string();
    assert!(said.contains("is not proven to do what its Verilog does"), "{said}");
}
