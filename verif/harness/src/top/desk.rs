//! A device to measure: brought up, and told what to do.

use super::{measure::latency, software::Command, DataRequest, Instruction, Span, Top, TopTiming};
use crate::{axi::AxiTiming, memory::MemoryTiming, scoreboard::Mismatch, traffic::Traffic};
use memento_abi::{Geometry, Operation, Status};
use memento_model::Settings;

/// Frame of the root table, and the first and the number of the others.
pub(super) const ROOT: u64 = 0x100;
const FRAMES: u64 = 0x110;
const FRAME_COUNT: u64 = 2000;
/// Of a context block.
pub(super) const BLOCK: u64 = 0x1000_0000;
/// Cycles within which a command ends.
pub(super) const LONG_CYCLES: u64 = 1_000_000;
/// IRQ_CAUSE.COMMAND_DONE.
pub(super) const COMMAND_DONE: u32 = 1 << 5;

/// A device that runs.
pub(super) struct Desk {
    pub(super) top: Top,
    /// Size of the largest class.
    pub(super) size: u64,
}

impl Desk {
    /// A device with memory of this latency.
    pub(super) fn new(geometry: Geometry, latency_cycles: u32) -> Result<Desk, Mismatch> {
        let memory = MemoryTiming {
            latency_min_cycles: latency_cycles,
            latency_max_cycles: latency_cycles,
            stall_percent: 0,
        };
        let timing = TopTiming {
            memory: AxiTiming {
                memory,
                ..AxiTiming::default()
            },
            ..TopTiming::default()
        };
        let mut top = Top::new(geometry, timing, 1, None);
        top.reset();
        top.zero_frames(ROOT, 1);
        top.zero_frames(FRAMES, FRAME_COUNT);
        top.bring_up(&Settings::whole_region(&geometry), ROOT)?;
        top.memory.traffic = Some(Traffic::new(&geometry, ROOT));
        match top.add_frames(FRAMES, FRAME_COUNT)? {
            true => Ok(Desk {
                top,
                size: geometry.max_size(),
            }),
            false => Err(top.mismatch("a range of frames was refused".into())),
        }
    }

    /// Requests, one behind the other; all must succeed. Returns the results.
    pub(super) fn execute(&mut self, operation: Operation, operands: &[u64]) -> Result<Vec<u64>, Mismatch> {
        let function = operation as u16;
        let of = |operand: &u64| Instruction {
            function,
            operand: *operand,
        };
        let results = self.top.execute(&operands.iter().map(of).collect::<Vec<_>>())?;
        match results
            .iter()
            .find(|result| (**result == 0) == (operation == Operation::Alloc))
        {
            Some(result) => Err(self
                .top
                .mismatch(format!("{operation:?} must succeed, but gave {result}"))),
            None => Ok(results),
        }
    }

    /// Allocates so many objects of the largest class, and waits until nothing is under way.
    pub(super) fn allocate(&mut self, count: u64) -> Result<Vec<u64>, Mismatch> {
        self.allocate_of(self.size, count)
    }

    /// The same with objects of `size` bytes.
    pub(super) fn allocate_of(&mut self, size: u64, count: u64) -> Result<Vec<u64>, Mismatch> {
        let objects = self.execute(Operation::Alloc, &vec![size; count as usize])?;
        self.top.settle()?;
        Ok(objects)
    }

    /// Accesses, one behind the other; all must succeed. Returns when they were taken and answered.
    pub(super) fn access(
        &mut self,
        addresses: impl IntoIterator<Item = u64>,
        store: bool,
    ) -> Result<Vec<Span>, Mismatch> {
        let store = store.then_some((u64::MAX, 0xFF));
        let requests = addresses.into_iter().map(|address| DataRequest { address, store });
        let responses = self.top.access(&requests.collect::<Vec<_>>())?;
        match responses.iter().all(|response| response.status == Status::Ok as u8) {
            true => Ok(self.top.accessed().to_vec()),
            false => Err(self.top.mismatch("a load or store that must succeed did not".into())),
        }
    }

    /// The latency of one access, with nothing under way before.
    pub(super) fn one(&mut self, address: u64, store: bool) -> Result<u64, Mismatch> {
        self.top.settle()?;
        Ok(latency(&self.access([address], store)?))
    }

    /// A command; the cycles until its interrupt.
    pub(super) fn command(&mut self, command: Command) -> Result<u64, Mismatch> {
        self.top.settle()?;
        self.top.write("IRQ_CAUSE", u32::MAX)?;
        self.top.write("IRQ_ENABLE", COMMAND_DONE)?;
        self.top.start(command, BLOCK)?;
        let start = self.top.cycle();
        while !self.top.irq() {
            if self.top.cycle() - start > LONG_CYCLES {
                return Err(self.top.mismatch(format!("{command:?} does not end")));
            }
            self.top.step()?;
        }
        let cycles = self.top.cycle() - start;
        match self.top.read("COMMAND")? & 1 << 10 {
            0 => Ok(cycles),
            _ => Err(self.top.mismatch(format!("{command:?} has failed"))),
        }
    }
}
