//! Writes MTRC1. See [`crate::MtrReader`] for the format.

use crate::mtr::MAGIC;
use crate::TraceOperation;
use std::io::{self, Write};

/// A tenth to a fifth larger than the best level makes of traces, at a fraction of its time and memory.
const COMPRESSION_LEVEL: i32 = 9;

/// An operation names an allocation that the trace does not have yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the trace has {allocations} allocations so far; an operation on allocation {id} cannot be written")]
pub struct NotAllocated {
    /// The allocation named.
    pub id: u64,
    /// Allocations written so far.
    pub allocations: u64,
}

/// Writes a compressed trace, with a checksum. [`MtrWriter::finish`] completes it: without, readers refuse it as cut.
pub struct MtrWriter<W: Write> {
    encoder: zstd::Encoder<'static, W>,
    allocations: u64,
    operation: Vec<u8>,
}

impl<W: Write> MtrWriter<W> {
    /// Starts a trace.
    ///
    /// # Errors
    /// What `out` reports.
    pub fn new(out: W) -> io::Result<MtrWriter<W>> {
        let mut encoder = zstd::Encoder::new(out, COMPRESSION_LEVEL)?;
        encoder.include_checksum(true)?;
        encoder.write_all(MAGIC)?;
        Ok(MtrWriter {
            encoder,
            allocations: 0,
            operation: Vec::new(),
        })
    }

    /// Adds one operation.
    ///
    /// # Errors
    /// [`NotAllocated`] (of kind `InvalidInput`) for an id that is not allocated yet, or what the output reports.
    pub fn write(&mut self, operation: &TraceOperation) -> io::Result<()> {
        self.operation.clear();
        match *operation {
            TraceOperation::Alloc { size, zeroed } => {
                self.operation.push(if zeroed { 2 } else { 1 });
                self.number(size);
                self.allocations += 1;
            }
            TraceOperation::AlignedAlloc { log2_align, size } => {
                self.operation.extend([6, log2_align]);
                self.number(size);
                self.allocations += 1;
            }
            TraceOperation::Free { id } => {
                self.operation.push(3);
                self.age(id)?;
            }
            TraceOperation::Realloc { id, size } => {
                self.operation.push(4);
                self.age(id)?;
                self.number(size);
            }
            TraceOperation::Mark(value) => {
                self.operation.push(5);
                self.number(value);
            }
            TraceOperation::Thread(thread) => {
                self.operation.push(7);
                self.number(thread);
            }
        }
        self.encoder.write_all(&self.operation)
    }

    /// Completes the trace and gives the output back.
    ///
    /// # Errors
    /// What the output reports.
    pub fn finish(self) -> io::Result<W> {
        self.encoder.finish()
    }

    fn age(&mut self, id: u64) -> io::Result<()> {
        let allocations = self.allocations;
        let newest = allocations.checked_sub(1);
        let age = newest
            .and_then(|newest| newest.checked_sub(id))
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, NotAllocated { id, allocations }))?;
        self.number(age);
        Ok(())
    }

    fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.operation.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.operation.push(value as u8);
    }
}
