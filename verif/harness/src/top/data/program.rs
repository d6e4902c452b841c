//! What a program does with its objects: requests, stores and loads, each compared with the golden model.

use super::{DataOptions, Written};
use crate::{
    scoreboard::Mismatch,
    top::{run::Run, DataRequest, Instruction},
};
use memento_abi::{Operation, Status, BEAT_BYTES, HEADER_BYTES};
use memento_model::Answer;
use std::collections::HashMap;

/// funct3 of the status instruction.
const STATUS: u16 = 3;

/// The program, and the device it runs on.
pub(super) struct Program {
    pub(super) run: Run,
    pub(super) options: DataOptions,
    /// Loads and stores.
    pub(super) accesses: (u64, u64),
    rng: fastrand::Rng,
    /// Bytes asked for, by address, of what the hardware has.
    sizes: HashMap<u64, u64>,
}

impl Program {
    /// A program without objects.
    pub(super) fn new(run: Run, options: DataOptions) -> Program {
        Program {
            run,
            options,
            accesses: (0, 0),
            rng: fastrand::Rng::with_seed(options.seed),
            sizes: HashMap::new(),
        }
    }

    /// An alloc and the stores that follow it; `source` is what a realloc copies. Returns the address, or 0.
    pub(super) fn alloc(&mut self, size: u64, zeroed: bool, source: Option<u64>) -> Result<u64, Mismatch> {
        let address = self.request(Operation::Alloc, size)?;
        if address == 0 {
            return Ok(0);
        }
        self.sizes.insert(address, size);
        let copied = source.map_or(0, |source| self.sizes[&source].min(size));
        if let Some(source) = source {
            self.load(source, 0, copied)?;
            self.store(address, 0, copied, false)?;
        }
        if zeroed {
            self.store(address, 0, size, true)?;
        }
        self.store(address, copied, self.written(size), false)?;
        Ok(address)
    }

    /// A free, after the loads of an object that `dies`: what a realloc frees has been read already.
    pub(super) fn free(&mut self, address: u64, dies: bool) -> Result<u64, Mismatch> {
        let size = self.sizes.remove(&address).unwrap_or(0);
        let beats = size.div_ceil(BEAT_BYTES);
        let wanted = (beats * u64::from(self.options.read_percent)).div_ceil(100);
        if dies && wanted > 0 {
            let first = self.rng.u64(0..=beats - wanted) * BEAT_BYTES;
            self.load(address, first, (first + wanted * BEAT_BYTES).min(size))?;
        }
        self.request(Operation::Free, address)
    }

    /// An object that a realloc left where it is has another size now.
    pub(super) fn resize(&mut self, address: u64, size: u64) -> Result<(), Mismatch> {
        let before = self.sizes.insert(address, size).unwrap_or(0);
        self.store(address, before, self.written(size), false)
    }

    /// How many bytes of an object of `size` bytes the program writes.
    fn written(&self, size: u64) -> u64 {
        match self.options.written {
            Written::All => size,
            Written::FirstLine => size.min(HEADER_BYTES),
            Written::None => 0,
        }
    }

    /// A request by custom instruction, compared with the golden model. Returns the address of an alloc.
    fn request(&mut self, operation: Operation, operand: u64) -> Result<u64, Mismatch> {
        let top = &mut self.run.top;
        let function = operation as u16;
        let result = top.execute(&[Instruction { function, operand }])?[0];
        let code = match (operation, result) {
            (Operation::Alloc, 1..) => Status::Ok as u64,
            (Operation::Alloc, 0) => top.execute(&[Instruction {
                function: STATUS,
                operand: 0,
            }])?[0],
            _ => result,
        };
        let status = u8::try_from(code).ok().and_then(Status::from_code);
        let status = status.ok_or_else(|| self.run.top.mismatch(format!("{code:#x} is no status")))?;
        let address = if operation == Operation::Alloc { result } else { 0 };
        self.run
            .compare_request(operation, operand, Answer { status, address })?;
        Ok(address)
    }

    /// The beats of the bytes `from..to` of the object at `address`, each with the strobe of those bytes.
    fn beats(address: u64, from: u64, to: u64) -> impl Iterator<Item = (u64, u8)> {
        // Nothing, if they are none.
        let first = (from / BEAT_BYTES * BEAT_BYTES).max(if from < to { 0 } else { to });
        (first..to).step_by(BEAT_BYTES as usize).map(move |beat| {
            let low = from.saturating_sub(beat);
            let high = (to - beat).min(BEAT_BYTES);
            (address + beat, ((1u16 << high) - (1u16 << low)) as u8)
        })
    }

    /// Stores to an object's bytes `from..to`, one behind the other; none if that is empty.
    fn store(&mut self, address: u64, from: u64, to: u64, zeros: bool) -> Result<(), Mismatch> {
        let rng = &mut self.rng;
        let stores = Program::beats(address, from, to).map(|(address, strobe)| DataRequest {
            address,
            store: Some((if zeros { 0 } else { rng.u64(..) }, strobe)),
        });
        let stores: Vec<DataRequest> = stores.collect();
        self.accesses.1 += stores.len() as u64;
        self.run.accesses(&stores)
    }

    /// Loads the beats of an object's bytes `from..to`, and compares them.
    fn load(&mut self, address: u64, from: u64, to: u64) -> Result<(), Mismatch> {
        let loads = Program::beats(address, from, to).map(|(address, _)| DataRequest { address, store: None });
        let loads: Vec<DataRequest> = loads.collect();
        self.accesses.0 += loads.len() as u64;
        self.run.accesses(&loads)
    }
}
