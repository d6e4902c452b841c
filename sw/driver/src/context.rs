//! Commands, and contexts.

use crate::{
    bus::{barrier, Bus},
    error::CommandError,
    map::{bits, offset},
    Config, Memento, State,
};
use memento_abi::{context, BEAT_BYTES, HEADER_BYTES};

const COMMAND: usize = offset("COMMAND");
const CONTEXT_ADDRESS: usize = offset("CONTEXT_ADDRESS_LO");
const BUSY: u32 = bits("COMMAND", "BUSY").mask();
const ERROR: u32 = bits("COMMAND", "ERROR").mask();

/// What the hardware can be told to do. It begins when all requests and posted work before it are done; what comes meanwhile waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write every arena header that is on chip to memory. Afterwards all posted frees are done.
    Flush,
    /// Write the context that runs to the block at this physical address. It goes on; what the block holds is good until it does.
    Save(u64),
    /// Forget the context that runs, and take the one in the block at this physical address.
    Load(u64),
    /// Take back everything that the context that runs has handed out, in a time that does not depend on how much it is.
    End,
    /// Write every dirty line of the cache to memory and forget all lines.
    CacheFlush,
}

/// A block that contexts are saved to and loaded from, for configurations of up to 64 classes; its address must be a physical one.
#[repr(C, align(64))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextBlock(pub [u64; ContextBlock::WORDS]);

impl ContextBlock {
    /// Words of a block in the largest configuration.
    pub const WORDS: usize = (context::bytes(&memento_abi::PAPER) / BEAT_BYTES) as usize;
    /// A block of zeros, of which nothing can be loaded.
    pub const ZERO: ContextBlock = ContextBlock([0; ContextBlock::WORDS]);
}

impl<B: Bus> Memento<B> {
    /// The block of a context that has nothing yet: loaded, it stands as after a bring-up without frames. Of `config` it has region, root and slice
    /// limit; the other settings are the hardware's and stay as they are.
    pub fn fresh_context(&self, config: &Config) -> ContextBlock {
        let mut block = ContextBlock::ZERO;
        let limit = u64::from(config.slice_limit_pages).min(self.geometry().slice_pages());
        block.0[..4].copy_from_slice(&[
            context::identification(self.geometry()),
            config.region_base,
            limit,
            config.root,
        ]);
        block
    }

    /// Carries out a command and waits until it has ended.
    ///
    /// # Safety
    /// As [`Memento::start`].
    ///
    /// # Errors
    /// As [`Memento::start`] and [`Memento::finished`].
    pub unsafe fn command(&self, command: Command) -> Result<(), CommandError> {
        // SAFETY: the caller's promise.
        unsafe { self.start(command) }?;
        loop {
            if let Some(result) = self.finished() {
                return result;
            }
        }
    }

    /// Saves the context that runs to the block at `from`, and loads the one in the block at `to`.
    ///
    /// # Safety
    /// As [`Memento::start`].
    ///
    /// # Errors
    /// As [`Memento::command`]; if the save fails, the context goes on.
    pub unsafe fn switch_context(&self, from: u64, to: u64) -> Result<(), CommandError> {
        // SAFETY: the caller's promise.
        unsafe {
            self.command(Command::Save(from))?;
            self.command(Command::Load(to))
        }
    }

    /// Starts a command: [`crate::Causes::COMMAND_DONE`] and [`Memento::finished`] tell when it has ended.
    ///
    /// # Safety
    /// A block is memory of the size of [`ContextBlock`] that nobody else uses. One to load from is a fresh one whose root's entries for the region are zero, or holds a
    /// context that has not gone on since it was saved or loaded there. After [`Command::Load`] the objects are those of that context, and after
    /// [`Command::End`] there is none: nobody uses another one, until its context runs again.
    ///
    /// # Errors
    /// The address of the block is impossible, a command is under way, or Memento is in reset. Nothing has been done.
    pub unsafe fn start(&self, command: Command) -> Result<(), CommandError> {
        let address_bits = self.geometry().address_bits;
        let (code, block) = match command {
            Command::Flush => (1, None),
            Command::Save(block) => (2, Some(block)),
            Command::Load(block) => (3, Some(block)),
            Command::End => (4, None),
            Command::CacheFlush => (5, None),
        };
        if let Some(address) =
            block.filter(|address| !address.is_multiple_of(HEADER_BYTES) || address >> address_bits != 0)
        {
            return Err(CommandError::Block { address, address_bits });
        }
        if self.in_reset() {
            return Err(CommandError::NotRunning);
        }
        if self.state().contains(State::COMMAND_BUSY) {
            return Err(CommandError::Busy);
        }
        if let Some(block) = block {
            self.write_pair(CONTEXT_ADDRESS, block);
        }
        barrier();
        self.bus().write32(COMMAND, code);
        Ok(())
    }

    /// How the latest command ended, or `None` while it has not.
    ///
    /// # Errors
    /// It has failed: memory answered with an error, or a reset interrupted it.
    pub fn finished(&self) -> Option<Result<(), CommandError>> {
        let status = self.bus().read32(COMMAND);
        if status & BUSY != 0 {
            return None;
        }
        barrier();
        Some(if status & ERROR == 0 {
            Ok(())
        } else {
            Err(CommandError::Failed)
        })
    }
}
