//! What system software does: registers by name, bring-up, frames, commands, doorbell.

use super::{Instruction, Stream, Top, SILENCE_CYCLES};
use crate::{axi_lite::OKAY, scoreboard::Mismatch};
use memento_abi::{
    context,
    registers::{counter_offset, Register, DOORBELL, DOORBELLS_OFFSET, REGISTERS},
    Operation, BEAT_BYTES, PAGE_BYTES, PAGE_SHIFT,
};
use memento_model::{Answer, Settings};

/// CONTROL.ENABLE.
const ENABLE: u32 = 1;
/// CONTROL.RESET.
const RESET: u32 = 2;
/// CONTROL.BYPASS.
const BYPASS: u32 = 4;
/// CONTROL.CLEAR_COUNTERS.
const CLEAR_COUNTERS: u32 = 1 << 8;

/// What COMMAND takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Command {
    Flush = 1,
    Save = 2,
    Load = 3,
    End = 4,
    CacheFlush = 5,
}

fn offset_in(registers: &[Register], name: &str) -> Option<u32> {
    let found = registers.iter().find(|register| register.name == name)?;
    Some(found.offset.into())
}

/// Offset of the register `name`, hart 0's doorbell's among them.
///
/// # Panics
/// There is none.
pub fn offset(name: &str) -> u32 {
    let doorbell = || offset_in(&DOORBELL, name).map(|offset| offset + u32::from(DOORBELLS_OFFSET));
    offset_in(&REGISTERS, name)
        .or_else(doorbell)
        .unwrap_or_else(|| panic!("no register is called {name}"))
}

impl Top {
    /// Reads at an offset: what it reads, and RRESP.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn read_at(&mut self, offset: u32) -> Result<(u32, u8), Mismatch> {
        self.csr.read(offset);
        self.wait_until("the answer to a read of a register", |top| !top.csr.read.is_empty())?;
        Ok(self.csr.read.pop_front().expect("it was waited for"))
    }

    /// Writes at an offset; returns BRESP.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn write_at(&mut self, offset: u32, value: u32) -> Result<u8, Mismatch> {
        self.csr.write(offset, value, 0xF);
        self.wait_until("the answer to a write of a register", |top| !top.csr.written.is_empty())?;
        Ok(self.csr.written.pop_front().expect("it was waited for"))
    }

    /// Reads a register.
    ///
    /// # Errors
    /// A rule of a port is broken, an answer does not come, or the register refuses.
    pub fn read(&mut self, name: &str) -> Result<u32, Mismatch> {
        match self.read_at(offset(name))? {
            (value, OKAY) => Ok(value),
            (_, resp) => Err(self.mismatch(format!("a read of {name} was answered with RRESP {resp}"))),
        }
    }

    /// Writes a register.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn write(&mut self, name: &str, value: u32) -> Result<(), Mismatch> {
        match self.write_at(offset(name), value)? {
            OKAY => Ok(()),
            resp => Err(self.mismatch(format!("a write of {name} was answered with BRESP {resp}"))),
        }
    }

    fn write_pair(&mut self, stem: &str, value: u64) -> Result<(), Mismatch> {
        self.write(&format!("{stem}_LO"), value as u32)?;
        self.write(&format!("{stem}_HI"), (value >> 32) as u32)
    }

    /// Reads a register of 64 bits, the low half first.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn read_pair(&mut self, stem: &str) -> Result<u64, Mismatch> {
        let low = self.read(&format!("{stem}_LO"))?;
        Ok(u64::from(self.read(&format!("{stem}_HI"))?) << 32 | u64::from(low))
    }

    /// Reads an event counter.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn counter(&mut self, index: usize) -> Result<u64, Mismatch> {
        let offset = u32::from(counter_offset(index));
        let (low, high) = (self.read_at(offset)?, self.read_at(offset + 4)?);
        if (low.1, high.1) != (OKAY, OKAY) {
            return Err(self.mismatch(format!("counter {index} cannot be read")));
        }
        Ok(u64::from(high.0) << 32 | u64::from(low.0))
    }

    /// Takes it out of reset with settings and the root table in frame `root`; it must be in reset.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn bring_up(&mut self, settings: &Settings, root: u64) -> Result<(), Mismatch> {
        self.write_pair("REGION_BASE", settings.region_base)?;
        self.write("SLICE_LIMIT", settings.slice_limit_pages as u32)?;
        self.write("REUSE_THRESHOLD", settings.reuse_threshold)?;
        self.write_pair("MPTR", root << PAGE_SHIFT)?;
        self.write("CONTROL", ENABLE | BYPASS)
    }

    /// Resets by CONTROL.RESET, whatever is under way; instructions under way end, accesses are lost.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn software_reset(&mut self) -> Result<(), Mismatch> {
        self.resetting = true;
        self.data = Stream::new();
        self.write("CONTROL", RESET | BYPASS)?;
        self.wait_until("the results of instructions in reset", |top| !top.cfu.waits())?;
        self.cfu.answers.clear();
        // Taken once memory has answered what was under way.
        self.write("CONTROL", RESET | BYPASS | CLEAR_COUNTERS)?;
        self.resetting = false;
        match self.memory.under_way() {
            (0, 0) => Ok(()),
            busy => Err(self.mismatch(format!(
                "a reset took hold while memory had {busy:?} reads and writes to answer"
            ))),
        }
    }

    /// Switches bypass.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn set_bypass(&mut self, enabled: bool) -> Result<(), Mismatch> {
        self.write("CONTROL", ENABLE | if enabled { BYPASS } else { 0 })
    }

    /// Clears the event counters; bypass becomes `bypass`.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn clear_counters(&mut self, bypass: bool) -> Result<(), Mismatch> {
        self.write("CONTROL", ENABLE | CLEAR_COUNTERS | if bypass { BYPASS } else { 0 })
    }

    /// Writes zeros to frames, as software does before it hands them over.
    pub fn zero_frames(&mut self, first: u64, count: u64) {
        self.memory.contents.zero_pages(first, count);
    }

    /// Hands over frames, zeroed already. Returns whether they were accepted.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn add_frames(&mut self, first: u64, count: u64) -> Result<bool, Mismatch> {
        self.write_pair("POOL_BASE", first << PAGE_SHIFT)?;
        self.write("POOL_ADD", count as u32)?;
        loop {
            let status = self.read("POOL_STATUS")?;
            if status & 1 == 0 {
                return Ok(status & 2 == 0);
            }
        }
    }

    /// Writes the block of an empty context.
    pub fn place_empty(&mut self, block: u64, settings: &Settings, root: u64) {
        self.zero_frames(root, 1);
        let words = [
            context::identification(&self.geometry),
            settings.region_base,
            settings.slice_limit_pages,
            root << PAGE_SHIFT,
        ];
        for word in 0..context::bytes(&self.geometry) / BEAT_BYTES {
            let value = words.get(word as usize).copied().unwrap_or(0);
            self.memory.contents.store(block + word * BEAT_BYTES, value);
        }
        assert!(block.is_multiple_of(PAGE_BYTES), "blocks have a page each");
    }

    /// Starts a command.
    ///
    /// # Errors
    /// As [`Top::read`].
    pub fn start(&mut self, command: Command, block: u64) -> Result<(), Mismatch> {
        self.write_pair("CONTEXT_ADDRESS", block)?;
        self.write("COMMAND", command as u32)
    }

    /// Carries out a command. Returns whether it ended well.
    ///
    /// # Errors
    /// As [`Top::read`], or it does not end.
    pub fn command(&mut self, command: Command, block: u64) -> Result<bool, Mismatch> {
        self.start(command, block)?;
        let start = self.cycle;
        loop {
            let status = self.read("COMMAND")?;
            if status & 1 << 8 == 0 {
                if status & 7 != command as u32 || status & 1 << 9 == 0 {
                    return Err(self.mismatch(format!("COMMAND is {status:#x} after {command:?}")));
                }
                return Ok(status & 1 << 10 == 0);
            }
            if self.cycle - start > super::HANG_CYCLES {
                return Err(self.mismatch(format!("the command {command:?} does not end")));
            }
        }
    }

    /// Waits until nothing is under way, the scrubber's work included.
    ///
    /// # Errors
    /// As [`Top::read`], or that does not come.
    pub fn settle(&mut self) -> Result<(), Mismatch> {
        let start = self.cycle;
        while self.read("STATUS")? & 1 == 0 {
            if self.cycle - start > super::HANG_CYCLES {
                return Err(self.mismatch("STATUS.IDLE does not rise".into()));
            }
        }
        self.wait_until("silence of the memory bus", |top| top.silence > SILENCE_CYCLES)
    }

    /// Carries out a request by custom instruction; an alloc that fails is asked for its status.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn requests(&mut self, operation: Operation, operands: &[u64]) -> Result<Vec<Answer>, Mismatch> {
        let status = Instruction {
            function: 3,
            operand: 0,
        };
        let of = |operand: &u64| Instruction {
            function: operation as u16,
            operand: *operand,
        };
        let alloc = operation == Operation::Alloc;
        let instructions: Vec<Instruction> = match alloc {
            true => operands.iter().flat_map(|operand| [of(operand), status]).collect(),
            false => operands.iter().map(of).collect(),
        };
        let results = self.execute(&instructions)?;
        let results: Vec<(u64, u64)> = match alloc {
            true => results.chunks(2).map(|pair| (pair[1], pair[0])).collect(),
            false => results.into_iter().map(|status| (status, 0)).collect(),
        };
        results
            .into_iter()
            .map(|(code, address)| self.answer(code, address))
            .collect()
    }

    /// Frees by custom instruction what lies in the region: the answers of posted frees, and `None` for an address outside, to which nothing happens.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn free_if_ours(&mut self, addresses: &[u64]) -> Result<Vec<Option<Answer>>, Mismatch> {
        let of = |operand: &u64| Instruction {
            function: 4,
            operand: *operand,
        };
        let instructions: Vec<Instruction> = addresses.iter().map(of).collect();
        let results = self.execute(&instructions)?;
        let all_ones = if self.geometry().address_bits > 32 {
            u64::MAX
        } else {
            u32::MAX.into()
        };
        results
            .into_iter()
            .map(|result| match result == all_ones {
                true => Ok(None),
                false => self.answer(result, 0).map(Some),
            })
            .collect()
    }

    /// Carries out a request by the doorbell.
    ///
    /// # Errors
    /// A rule of a port is broken, or an answer does not come.
    pub fn ring(&mut self, operation: Operation, operand: u64) -> Result<Answer, Mismatch> {
        let name = match operation {
            Operation::Alloc => "ALLOC",
            Operation::Free => "FREE",
            _ => "FREE_WAIT",
        };
        if operation != Operation::Alloc {
            self.write("OPERAND_HIGH", (operand >> 32) as u32)?;
        }
        self.write(name, operand as u32)?;
        let status = self.read("RESULT_STATUS")?;
        let address = self.read_pair("RESULT_ADDRESS")?;
        self.answer(status.into(), address)
    }

    fn answer(&self, code: u64, address: u64) -> Result<Answer, Mismatch> {
        let status = u8::try_from(code).ok().and_then(memento_abi::Status::from_code);
        match status {
            Some(status) => Ok(Answer { status, address }),
            None => Err(self.mismatch(format!("{code:#x} is no status"))),
        }
    }
}
