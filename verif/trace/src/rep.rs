//! Reads `.rep`, the common text format of allocation traces.
//!
//! One operation a line: `a id size` allocates, `f id` frees, `r id size` reallocates. An id may be used again after
//! its object was freed. Blank lines are skipped. The file may begin with four lines of one number each, as the traces
//! of the well-known malloc exercise do; the third is the number of operations and is checked at the end. Every
//! line, the last included, ends with a newline: otherwise a cut number would go unnoticed. For the same reason a file of nothing is no
//! trace, unless its four numbers say that there is no operation.

use crate::{Position, Problem, TraceError, TraceOperation};
use std::collections::HashMap;
use std::io::BufRead;

/// A stream of the operations of a `.rep` trace. Ends after the first error.
pub struct RepReader<R> {
    lines: R,
    name: String,
    /// Bytes of the lines taken so far.
    offset: u64,
    line: u64,
    text: Vec<u8>,
    header: Vec<u64>,
    operations: u64,
    /// Ids of live objects in the file, and their running numbers.
    live: HashMap<u64, u64>,
    allocations: u64,
    ended: bool,
}

/// One word of a line with its offset in the file.
type Word<'a> = (u64, &'a str);

impl<R: BufRead> RepReader<R> {
    /// Reads a trace; `name` is what errors call it.
    pub fn new(name: impl Into<String>, lines: R) -> Self {
        RepReader {
            lines,
            name: name.into(),
            offset: 0,
            line: 0,
            text: Vec::new(),
            header: Vec::new(),
            operations: 0,
            live: HashMap::new(),
            allocations: 0,
            ended: false,
        }
    }

    fn operation(&mut self) -> Result<Option<TraceOperation>, Problem> {
        loop {
            let start = self.offset;
            self.text.clear();
            self.line += 1;
            let here = Position::Text {
                byte: start,
                line: self.line,
            };
            let read = self.lines.read_until(b'\n', &mut self.text);
            let length = read.map_err(|error| Problem::Read { at: here, error })?;
            if length == 0 {
                return self.end(here).map(|()| None);
            }
            self.offset += length as u64;
            if self.text.last() != Some(&b'\n') {
                let at = Position::Text {
                    byte: self.offset,
                    line: self.line,
                };
                return Err(Problem::malformed(
                    at,
                    "the end of the line",
                    "the end of the file (was it cut?)",
                ));
            }
            let text = std::mem::take(&mut self.text);
            let operation = self.parse(start, &text);
            self.text = text;
            if let Some(operation) = operation? {
                self.operations += 1;
                return Ok(Some(operation));
            }
        }
    }

    /// The operation of a line, or `None` for a blank line or one of the header.
    fn parse(&mut self, start: u64, text: &[u8]) -> Result<Option<TraceOperation>, Problem> {
        let line = self.line;
        let at = |byte| Position::Text { byte, line };
        let text = std::str::from_utf8(text).map_err(|error| {
            Problem::malformed(
                at(start + error.valid_up_to() as u64),
                "text",
                "bytes that are not UTF-8",
            )
        })?;
        let mut words = text.split_ascii_whitespace().map(|word| {
            let offset = word.as_ptr() as usize - text.as_ptr() as usize;
            (start + offset as u64, word)
        });
        let end = start + text.trim_end().len() as u64;
        let number = |words: &mut dyn Iterator<Item = Word>, what: &str| -> Result<(u64, u64), Problem> {
            let (byte, word) = words
                .next()
                .ok_or_else(|| Problem::malformed(at(end), what, "the end of the line"))?;
            let value = word
                .parse()
                .map_err(|_| Problem::malformed(at(byte), what, format!("{word:?}")))?;
            Ok((byte, value))
        };
        let Some((byte, first)) = words.next() else {
            return Ok(None);
        };
        let operation = match first {
            "a" => {
                let (byte, id) = number(&mut words, "the id of an object")?;
                let (_, size) = number(&mut words, "a size in bytes")?;
                if self.live.contains_key(&id) {
                    let expected = "an id that is not in use";
                    return Err(Problem::malformed(
                        at(byte),
                        expected,
                        format!("{id}, which was not freed yet"),
                    ));
                }
                self.live.insert(id, self.allocations);
                self.allocations += 1;
                Some(TraceOperation::Alloc { size, zeroed: false })
            }
            "f" => {
                let (byte, id) = number(&mut words, "the id of an object")?;
                let object = self.live.remove(&id).ok_or_else(|| not_live(at(byte), id))?;
                Some(TraceOperation::Free { id: object })
            }
            "r" => {
                let (byte, id) = number(&mut words, "the id of an object")?;
                let object = *self.live.get(&id).ok_or_else(|| not_live(at(byte), id))?;
                let (_, size) = number(&mut words, "a size in bytes")?;
                Some(TraceOperation::Realloc { id: object, size })
            }
            word => match word.parse() {
                Ok(value) if self.header.len() < 4 && self.operations == 0 => {
                    self.header.push(value);
                    None
                }
                _ => {
                    let expected = "an operation: a, f or r";
                    return Err(Problem::malformed(at(byte), expected, format!("{word:?}")));
                }
            },
        };
        match words.next() {
            Some((byte, word)) => Err(Problem::malformed(at(byte), "the end of the line", format!("{word:?}"))),
            None if operation.is_some() && !matches!(self.header.len(), 0 | 4) => {
                let expected = format!(
                    "4 numbers before the first operation, or none ({} seen)",
                    self.header.len()
                );
                Err(Problem::malformed(at(byte), expected, format!("{first:?}")))
            }
            None => Ok(operation),
        }
    }

    fn end(&self, at: Position) -> Result<(), Problem> {
        match self.header[..] {
            [] if self.operations == 0 => Err(Problem::malformed(
                at,
                "an operation (a, f or r), or 4 numbers that say there is none",
                "the end of the file",
            )),
            [] => Ok(()),
            [_, _, operations, _] if operations == self.operations => Ok(()),
            [_, _, operations, _] => {
                let expected = format!("{operations} operations, as the file's third line says");
                Err(Problem::malformed(
                    at,
                    expected,
                    format!("the end of the file after {}", self.operations),
                ))
            }
            _ => Err(Problem::malformed(
                at,
                "4 numbers and then operations",
                "the end of the file",
            )),
        }
    }
}

fn not_live(at: Position, id: u64) -> Problem {
    Problem::malformed(at, "the id of a live object", format!("{id}, which is not allocated"))
}

impl<R: BufRead> Iterator for RepReader<R> {
    type Item = Result<TraceOperation, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let operation = self.operation();
        self.ended = !matches!(operation, Ok(Some(_)));
        operation
            .map_err(|problem| TraceError {
                file: self.name.clone(),
                problem,
            })
            .transpose()
    }
}
