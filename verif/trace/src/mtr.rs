//! Reads MTRC1, the binary trace format.
//!
//! After decompression a trace is the 6 bytes `MTRC1\n`, then operations. Every number is an unsigned LEB128 of at most
//! 64 bits, but for the alignment, which is one byte.
//!
//! | code | numbers | operation |
//! |---|---|---|
//! | 1 | size | malloc |
//! | 2 | size | calloc |
//! | 3 | age | free |
//! | 4 | age, size | realloc |
//! | 5 | value | mark |
//! | 6 | log2 of the alignment, size | aligned alloc |
//! | 7 | thread | the operations that follow are this thread's |
//!
//! *age* counts the allocations (1, 2, 6) since the object's own: 0 is the newest. Nothing marks the end of a
//! trace; a file that was cut is noticed by its zstd frame.

use crate::identities::Identities;
use crate::{Position, Problem, TraceError, TraceOperation};
use std::io::{BufRead, BufReader, ErrorKind, Read};

/// First bytes of a decompressed trace.
pub(crate) const MAGIC: &[u8; 6] = b"MTRC1\n";

/// A stream of the operations of an MTRC1 trace. Ends after the first error.
pub struct MtrReader<R> {
    bytes: R,
    name: String,
    /// Bytes taken so far.
    offset: u64,
    identities: Identities,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Operations,
    Ended,
}

impl<R: Read> MtrReader<BufReader<zstd::Decoder<'static, BufReader<R>>>> {
    /// Reads a compressed trace; `name` is what errors call it.
    ///
    /// # Errors
    /// The decompressor could not be set up.
    pub fn compressed(name: impl Into<String>, compressed: R) -> Result<Self, TraceError> {
        match zstd::Decoder::new(compressed) {
            Ok(decoder) => Ok(MtrReader::decompressed(name, BufReader::new(decoder))),
            Err(error) => {
                let problem = Problem::Read {
                    at: Position::Decompressed { byte: 0 },
                    error,
                };
                Err(TraceError {
                    file: name.into(),
                    problem,
                })
            }
        }
    }
}

impl<R: BufRead> MtrReader<R> {
    /// Reads a trace that is not compressed (any more); `name` is what errors call it.
    pub fn decompressed(name: impl Into<String>, bytes: R) -> Self {
        MtrReader {
            bytes,
            name: name.into(),
            offset: 0,
            identities: Identities::default(),
            state: State::Start,
        }
    }

    fn here(&self) -> Position {
        Position::Decompressed { byte: self.offset }
    }

    /// The next byte, or `None` at the end.
    fn byte_or_end(&mut self) -> Result<Option<u8>, Problem> {
        loop {
            match self.bytes.fill_buf() {
                Ok(buffer) => {
                    let byte = buffer.first().copied();
                    if byte.is_some() {
                        self.bytes.consume(1);
                        self.offset += 1;
                    }
                    return Ok(byte);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Problem::Read { at: self.here(), error }),
            }
        }
    }

    fn byte(&mut self, expected: &str) -> Result<u8, Problem> {
        let byte = self.byte_or_end()?;
        byte.ok_or_else(|| Problem::malformed(self.here(), expected, "the end of the trace"))
    }

    fn number(&mut self, what: &str) -> Result<u64, Problem> {
        let at = self.here();
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte(what)?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Problem::malformed(
            at,
            format!("{what} of at most 64 bits"),
            "a longer LEB128 number",
        ))
    }

    /// Reads an age and resolves it to the id of a live object.
    fn live_object(&mut self) -> Result<u64, Problem> {
        let at = self.here();
        let age = self.number("the age of an object")?;
        let allocations = self.identities.allocations();
        if age >= allocations {
            let expected = format!("an age below the {allocations} allocations so far");
            return Err(Problem::malformed(at, expected, age.to_string()));
        }
        let id = allocations - 1 - age;
        if !self.identities.is_live(id) {
            let found = format!("age {age}, which is allocation {id} and was freed before");
            return Err(Problem::malformed(at, "the age of a live object", found));
        }
        Ok(id)
    }

    fn magic(&mut self) -> Result<(), Problem> {
        let mut found = Vec::new();
        for expected in MAGIC {
            match self.byte_or_end()? {
                Some(byte) if byte == *expected => found.push(byte),
                Some(byte) => {
                    found.push(byte);
                    let found = format!("\"{}\"", found.escape_ascii());
                    return Err(Problem::malformed(
                        Position::Decompressed { byte: 0 },
                        r#"the mark "MTRC1\n""#,
                        found,
                    ));
                }
                None => {
                    return Err(Problem::malformed(
                        self.here(),
                        r#"the mark "MTRC1\n""#,
                        "the end of the trace",
                    ))
                }
            }
        }
        Ok(())
    }

    fn operation(&mut self) -> Result<Option<TraceOperation>, Problem> {
        let at = self.here();
        let Some(code) = self.byte_or_end()? else {
            return Ok(None);
        };
        let operation = match code {
            1 | 2 => {
                let size = self.number("a size")?;
                self.identities.allocate();
                TraceOperation::Alloc {
                    size,
                    zeroed: code == 2,
                }
            }
            3 => {
                let id = self.live_object()?;
                self.identities.free(id);
                TraceOperation::Free { id }
            }
            4 => TraceOperation::Realloc {
                id: self.live_object()?,
                size: self.number("a size")?,
            },
            5 => TraceOperation::Mark(self.number("a mark's value")?),
            6 => {
                let at = self.here();
                let log2_align = self.byte("log2 of an alignment, 0..63")?;
                if log2_align > 63 {
                    return Err(Problem::malformed(
                        at,
                        "log2 of an alignment, 0..63",
                        log2_align.to_string(),
                    ));
                }
                let size = self.number("a size")?;
                self.identities.allocate();
                TraceOperation::AlignedAlloc { log2_align, size }
            }
            7 => TraceOperation::Thread(self.number("a thread's number")?),
            _ => return Err(Problem::malformed(at, "an operation code 1..7", format!("{code:#04x}"))),
        };
        Ok(Some(operation))
    }
}

impl<R: BufRead> Iterator for MtrReader<R> {
    type Item = Result<TraceOperation, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let operation = match self.state {
            State::Ended => return None,
            State::Start => self.magic().and_then(|()| self.operation()),
            State::Operations => self.operation(),
        };
        self.state = if matches!(operation, Ok(Some(_))) {
            State::Operations
        } else {
            State::Ended
        };
        operation
            .map_err(|problem| TraceError {
                file: self.name.clone(),
                problem,
            })
            .transpose()
    }
}
