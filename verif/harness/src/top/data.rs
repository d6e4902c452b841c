//! A trace of a real program on the whole, with loads and stores as a program makes them, in lockstep with the golden model.

mod program;

use super::{
    run::{Run, ROOTS},
    Top, TopTiming,
};
use crate::{
    replay::ReplayError,
    scoreboard::Mismatch,
    traffic::{Frames, Traffic, TrafficCounts},
    verilator::Recording,
};
use memento_abi::{registers::COUNTERS, Geometry, Operation};
use memento_model::Settings;
use memento_trace::{Player, TraceOperation};
use program::Program;
use serde::Serialize;
use std::collections::BTreeMap;

/// How much of an object the program writes after its alloc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    /// All bytes asked for.
    All,
    /// Its first 64 bytes.
    FirstLine,
    /// Nothing, unless it asked for zeros or for a copy.
    None,
}

/// How a trace is turned into requests and accesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataOptions {
    /// Settings of the hardware.
    pub settings: Settings,
    /// Speed of everything around it.
    pub timing: TopTiming,
    /// Alignment in bytes, a power of two, of every object large enough to need it.
    pub minimum_alignment: u64,
    /// What is written after an alloc.
    pub written: Written,
    /// How much of an object is read before it is freed, in percent of its beats, rounded up.
    pub read_percent: u8,
    /// Seed of what is written and read, and of memory.
    pub seed: u64,
    /// CONTROL.BYPASS.
    pub bypass: bool,
    /// Frames handed over at the start.
    pub frames: u64,
}

/// What a replay with data has shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DataReport {
    /// CONTROL.BYPASS.
    pub bypass: bool,
    /// Operations of the trace: allocs, frees, reallocs.
    pub operations: u64,
    /// Allocs carried out by the hardware.
    pub hardware_allocs: u64,
    /// Allocs that were software's by size or alignment, or that the hardware refused.
    pub software_allocs: u64,
    /// Loads of up to 8 bytes, each compared with what was stored.
    pub loads: u64,
    /// Stores of up to 8 bytes.
    pub stores: u64,
    /// Cycles from the first operation until nothing was under way.
    pub cycles: u64,
    /// Accesses on the memory bus, without a flush at the end.
    pub traffic: TrafficCounts,
    /// The most frames of 4 KiB that were given out at a time.
    pub peak_frames: Frames,
    /// Pages that got their frame from an access.
    pub first_touches: u64,
    /// The device's event counters, by name.
    pub counters: BTreeMap<&'static str, u64>,
}

/// A replay under way.
pub struct DataReplay {
    program: Program,
    player: Player,
    operations: u64,
    start_cycle: u64,
}

impl DataReplay {
    /// Brings a device up for a replay.
    ///
    /// # Errors
    /// The settings do not fit, or the device does not come up.
    pub fn new(
        geometry: Geometry,
        options: DataOptions,
        recording: Option<Recording>,
    ) -> Result<DataReplay, ReplayError> {
        let begin = || {
            let top = Top::new(geometry, options.timing, options.seed, recording);
            let mut run = Run::start(top, options.settings)?;
            run.top.write("REUSE_THRESHOLD", options.settings.reuse_threshold)?;
            run.top.memory.traffic = Some(Traffic::new(&geometry, ROOTS));
            run.add_frames(options.frames)?;
            run.system.bypass_enabled = options.bypass;
            run.clear_counters()?;
            Ok(run)
        };
        let run: Run = begin().map_err(|mismatch| ReplayError::Mismatch {
            operations: 0,
            mismatch,
        })?;
        Ok(DataReplay {
            start_cycle: run.top.cycle(),
            program: Program::new(run, options),
            player: Player::new(geometry, options.minimum_alignment),
            operations: 0,
        })
    }

    /// The device, for a test to break what is behind it.
    pub fn top(&mut self) -> &mut Top {
        &mut self.program.run.top
    }

    /// Where the hardware has the object `id`; `None` if software has it.
    pub fn address(&self, id: u64) -> Option<u64> {
        self.player.address(id)
    }

    /// Operations so far.
    pub fn operations(&self) -> u64 {
        self.operations
    }

    /// Replays one operation, with the accesses that belong to it.
    ///
    /// # Errors
    /// The device differs from the golden model, a load does not give what was stored, or frames have run out.
    pub fn step(&mut self, operation: &TraceOperation) -> Result<(), ReplayError> {
        if matches!(operation, TraceOperation::Mark(_) | TraceOperation::Thread(_)) {
            return Ok(());
        }
        self.operations += 1;
        let operations = self.operations;
        self.carry_out(operation)
            .map_err(|mismatch| ReplayError::Mismatch { operations, mismatch })?;
        match self.program.run.coverage.out_of_frames() {
            false => Ok(()),
            true => Err(ReplayError::OutOfFrames {
                operations,
                frames: self.program.options.frames,
            }),
        }
    }

    fn carry_out(&mut self, operation: &TraceOperation) -> Result<(), Mismatch> {
        let DataReplay { program, player, .. } = self;
        // What a realloc copies from.
        let source = match *operation {
            TraceOperation::Realloc { id, .. } => player.address(id),
            _ => None,
        };
        let zeroed = matches!(operation, TraceOperation::Alloc { zeroed: true, .. });
        let dies = matches!(operation, TraceOperation::Free { .. });
        let mut result = Ok(());
        player.play(operation, |request, operand| {
            let done = match (&result, request) {
                (Err(_), _) => return 0,
                (Ok(()), Operation::Alloc) => program.alloc(operand, zeroed, source),
                (Ok(()), _) => program.free(operand, dies),
            };
            done.unwrap_or_else(|mismatch| {
                result = Err(mismatch);
                0
            })
        });
        result?;
        match (*operation, source) {
            (TraceOperation::Realloc { id, size }, Some(address)) if player.address(id) == Some(address) => {
                program.resize(address, size)
            }
            _ => Ok(()),
        }
    }

    /// Waits until nothing is under way, sums up, and then compares counters, page tables and every byte.
    ///
    /// # Errors
    /// The device differs from the golden model.
    pub fn finish(mut self) -> Result<DataReport, ReplayError> {
        let operations = self.operations;
        self.sum_up()
            .map_err(|mismatch| ReplayError::Mismatch { operations, mismatch })
    }

    fn sum_up(&mut self) -> Result<DataReport, Mismatch> {
        let run = &mut self.program.run;
        run.top.settle()?;
        let cycles = run.top.cycle() - self.start_cycle;
        let mut counters = BTreeMap::new();
        for (index, counter) in COUNTERS.iter().enumerate() {
            counters.insert(counter.name, run.top.counter(index)?);
        }
        let (traffic, peak_frames) = match &run.top.memory.traffic {
            Some(traffic) => (*traffic.counts(), traffic.peak()),
            None => Default::default(),
        };
        let first_touches = run.system.counts().first_touches;
        let counted = (counters["LINE_FILLS"], counters["WRITE_BACKS"]);
        if counted != (traffic.line_fills, traffic.write_backs) {
            let seen = (traffic.line_fills, traffic.write_backs);
            let what = format!("LINE_FILLS and WRITE_BACKS are {counted:?}, but {seen:?} lines were on the bus");
            return Err(run.top.mismatch(what));
        }
        run.compare()?;
        let player = self.player.counts();
        Ok(DataReport {
            bypass: self.program.options.bypass,
            operations: self.operations,
            hardware_allocs: player.hardware_allocs - player.refused_allocs,
            software_allocs: player.software_allocs + player.refused_allocs,
            loads: self.program.accesses.0,
            stores: self.program.accesses.1,
            cycles,
            traffic,
            peak_frames,
            first_touches,
            counters,
        })
    }
}
