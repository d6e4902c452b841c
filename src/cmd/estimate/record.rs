//! What the ports of modules do while a trace is replayed on their Verilog.

use crate::cmd::Error;
use memento_abi::{Geometry, Operation};
use memento_harness::{
    bench::{Bench, Timing},
    memory::MemoryErrors,
    pins::{Inputs, Outputs, Pins},
    replay::{Replay, ReplayOptions},
    rtl::Rtl,
    top::{
        data::{DataOptions, DataReplay, Written},
        TopTiming,
    },
    verilator::{Model, ModelError, Port, Recording},
};
use memento_model::Settings;
use memento_synth::asic::{
    stimulus::{self, Stimulus},
    waveform,
};
use memento_trace::TraceReader;
use std::path::Path;

/// What the allocator is busy with: reset and start, the last request that it took was an alloc, or a free.
pub const PHASES: usize = 3;
/// The number of the phases of allocs and of frees.
pub const ALLOC: usize = 1;
/// See [`ALLOC`].
pub const FREE: usize = 2;

/// A run, and what happened in it.
pub struct Run {
    /// The ports.
    pub stimulus: Stimulus,
    /// Requests of each phase.
    pub requests: [u64; PHASES],
}

/// The Verilog, with somebody who writes its ports down.
struct Observed {
    rtl: Rtl,
    ports: Vec<Port>,
    stimulus: Stimulus,
    held: Inputs,
    last: (Inputs, Outputs),
    phase: usize,
    requests: [u64; PHASES],
}

impl Observed {
    fn new(geometry: Geometry) -> Result<Observed, ModelError> {
        // Registers without a reset start as zeros, as they do in the netlist.
        let rtl = Rtl::new(geometry, 0, None)?;
        let (names, ports) = ports(rtl.model())?;
        Ok(Observed {
            rtl,
            ports,
            stimulus: Stimulus::of(names),
            held: Inputs::default(),
            last: Default::default(),
            phase: 0,
            requests: [0; PHASES],
        })
    }
}

/// The model's ports but the clock.
fn ports(model: &Model) -> Result<(Vec<stimulus::Port>, Vec<Port>), ModelError> {
    let all = model.info().ports.iter().filter(|port| port.name != "clk_i");
    let name = |port: &memento_harness::verilator::PortInfo| stimulus::Port {
        name: port.name.into(),
        input: port.input,
    };
    let names = all.clone().map(name).collect();
    let ports = all
        .map(|port| model.port(port.name, port.bits))
        .collect::<Result<_, _>>()?;
    Ok((names, ports))
}

impl Pins for Observed {
    fn geometry(&self) -> Geometry {
        self.rtl.geometry()
    }

    /// The bench draws the data of an idle stream at random, to show that nobody looks at them. In a system they stay: so they do here.
    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        let mut inputs = *inputs;
        if inputs.req_valid {
            (self.held.req_operation, self.held.req_operand) = (inputs.req_operation, inputs.req_operand);
        }
        if inputs.mem_rsp_valid {
            (self.held.mem_rsp_rdata, self.held.mem_rsp_error) = (inputs.mem_rsp_rdata, inputs.mem_rsp_error);
        }
        (inputs.req_operation, inputs.req_operand) = (self.held.req_operation, self.held.req_operand);
        (inputs.mem_rsp_rdata, inputs.mem_rsp_error) = (self.held.mem_rsp_rdata, self.held.mem_rsp_error);
        let outputs = self.rtl.eval(&inputs);
        self.last = (inputs, outputs);
        outputs
    }

    fn edge(&mut self) {
        let (inputs, outputs) = &self.last;
        if inputs.rst_n && inputs.req_valid && outputs.req_ready {
            self.phase = match inputs.req_operation {
                operation if operation == Operation::Alloc as u8 => ALLOC,
                operation if operation == Operation::Flush as u8 => 0,
                _ => FREE,
            };
            self.requests[self.phase] += 1;
        }
        for (index, port) in self.ports.iter().enumerate() {
            self.stimulus.note(index, self.rtl.model().get(*port).into());
        }
        self.stimulus.end_cycle(self.phase as u8);
        self.rtl.edge();
    }
}

/// Replays the first operations of a trace, one after the other, memory as fast as it can be, in lockstep with the golden model.
///
/// # Errors
/// The trace cannot be read, or the Verilog differs from the golden model.
pub fn object_allocator(geometry: Geometry, trace: &Path, operations: u64) -> Result<Run, Error> {
    let bench = Bench::new(Observed::new(geometry)?, Timing::default(), MemoryErrors::default(), 1);
    let options = ReplayOptions {
        settings: Settings::whole_region(&geometry),
        minimum_alignment: 8,
        think_cycles: 0,
    };
    let mut replay = Replay::new(bench, options)?;
    for operation in TraceReader::open(trace)? {
        if replay.operations() == operations {
            break;
        }
        replay
            .step(&operation?)
            .map_err(|error| format!("{}: {error}", trace.display()))?;
    }
    let pins = replay.into_dut().into_pins();
    Ok(Run {
        stimulus: pins.stimulus,
        requests: pins.requests,
    })
}

/// Where the modules are in the whole: the paths of their instances.
const PLACES: [(&str, &[&str]); 4] = [
    ("memento_top", &["memento_top"]),
    ("memento_translation_unit", &["memento_top", "u_translation"]),
    ("memento_bypass_unit", &["memento_top", "u_bypass"]),
    ("memento_frame_pool", &["memento_top", "u_pool"]),
];

/// The phase in which the whole is brought up, and that of the program.
pub const PROGRAM: usize = 1;

/// Replays the first operations of a trace on the whole, with the loads and stores of a program that writes all of each object and reads half of
/// it, and gives what the ports of each module did, by its name.
///
/// # Errors
/// The trace cannot be read, the recording cannot be written, or the Verilog differs from the golden model.
pub fn whole(geometry: Geometry, trace: &Path, operations: u64) -> Result<Vec<(&'static str, Stimulus)>, Error> {
    let folder = memento_tools::root().join("target/synth");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let path = folder.join("whole.vcd");
    let recording = Recording {
        path: path.clone(),
        cycles: 0..u64::MAX,
    };
    let options = DataOptions {
        settings: Settings::whole_region(&geometry),
        timing: TopTiming::default(),
        minimum_alignment: 8,
        written: Written::All,
        read_percent: 50,
        // Registers without a reset start as zeros, as they do in the netlists.
        seed: 0,
        bypass: true,
        frames: 16_384,
    };
    let of_trace = |error: &dyn std::fmt::Display| format!("{}: {error}", trace.display());
    let mut replay = DataReplay::new(geometry, options, Some(recording)).map_err(|error| of_trace(&error))?;
    replay.top().be_quiet();
    let start = replay.top().cycle();
    for operation in TraceReader::open(trace)? {
        if replay.operations() == operations {
            break;
        }
        replay.step(&operation?).map_err(|error| of_trace(&error))?;
    }
    // Completes the file.
    drop(replay);
    let places: Vec<&[&str]> = PLACES.iter().map(|(_, place)| *place).collect();
    let stimuli = waveform::read(&path, &places, |cycle| if cycle < start { 0 } else { PROGRAM as u8 })?;
    std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(PLACES.iter().map(|(name, _)| *name).zip(stimuli).collect())
}
