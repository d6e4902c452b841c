//! Recordings in the form that the core replays (`sw/firmware/malloc-bench/src/trace.rs`).

use super::Error;
use memento_trace::{TraceOperation, TraceReader};
use std::{collections::HashMap, path::Path};

const MAGIC: u32 = 0x4252_544D;
const MOST_SLOTS: u32 = 1 << 15;
const NAME_BYTES: usize = 16;

/// Objects in slots.
#[derive(Default)]
struct Slots {
    of: HashMap<u64, u32>,
    free: Vec<u32>,
    count: u32,
}

impl Slots {
    fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        })
    }
}

/// The first `limit` operations on objects, as words. A realloc is a malloc and the free of what was there; sizes are at most 65,535 bytes.
pub fn beginning(path: &Path, limit: u32) -> Result<Vec<u8>, Error> {
    let mut slots = Slots::default();
    let mut words = Vec::new();
    let mut next_id = 0;
    let malloc = |slot: u32, size: u64| slot << 16 | size.clamp(1, 0xFFFF) as u32;
    for step in TraceReader::open(path)? {
        if words.len() as u32 >= limit {
            break;
        }
        match step? {
            TraceOperation::Alloc { size, .. } | TraceOperation::AlignedAlloc { size, .. } => {
                let slot = slots.take();
                words.push(malloc(slot, size));
                slots.of.insert(next_id, slot);
                next_id += 1;
            }
            TraceOperation::Realloc { id, size } => {
                let slot = slots.take();
                words.push(malloc(slot, size));
                if let Some(before) = slots.of.insert(id, slot) {
                    words.push(before << 16);
                    slots.free.push(before);
                }
            }
            TraceOperation::Free { id } => {
                if let Some(slot) = slots.of.remove(&id) {
                    words.push(slot << 16);
                    slots.free.push(slot);
                }
            }
            TraceOperation::Mark(_) | TraceOperation::Thread(_) => {}
        }
    }
    if slots.count > MOST_SLOTS {
        return Err(format!(
            "{}: {} objects are alive at a time, and {MOST_SLOTS} is the most: ask for fewer --operations",
            path.display(),
            slots.count
        )
        .into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut name = name.split('.').next().unwrap_or_default().as_bytes().to_vec();
    name.resize(NAME_BYTES, 0);
    let header = [MAGIC, words.len() as u32, slots.count];
    let mut bytes: Vec<u8> = header.iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.extend(name);
    bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    Ok(bytes)
}
