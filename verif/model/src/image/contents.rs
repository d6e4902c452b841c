//! Compares headers, the bytes of pages and free frames with the model.

use super::{differ, Difference, Read};
use crate::context::{Context, HeaderLine};
use crate::memory::Beat;
use memento_abi::{HEADER_BYTES, PAGE_BYTES, PAGE_SHIFT};

impl Context {
    /// Compares every page that has a known frame with memory, headers included. The device must be idle and its cache
    /// flushed.
    ///
    /// # Errors
    /// The first beat that differs.
    pub fn compare_pages(&self, read: Read<'_>) -> Result<(), Difference> {
        let geometry = &self.model.setup().geometry;
        for (node, ppn) in self.table.nodes.iter().filter(|(node, _)| node.level == 0) {
            let Some(ppn) = ppn else { continue };
            for offset in (0..PAGE_BYTES).step_by(8) {
                let va = node.va + offset;
                if geometry.offset_at(va) < HEADER_BYTES {
                    continue;
                }
                let (expected, found) = (self.memory.load(va), read((ppn << PAGE_SHIFT) + offset));
                if !expected.allows(found) {
                    differ(format!(
                        "memory behind {va:#x} (frame {ppn:#x}) is {found:#018x}, not {expected:x?}"
                    ))?;
                }
            }
            if geometry.offset_at(node.va) == 0 {
                let beats: [u64; 8] = std::array::from_fn(|beat| read((ppn << PAGE_SHIFT) + 8 * beat as u64));
                self.compare_header(node.va, &beats)?;
            }
        }
        Ok(())
    }

    fn compare_header(&self, base: u64, beats: &[u64; 8]) -> Result<(), Difference> {
        let (expected, counter) = match self.header_line(base) {
            HeaderLine::NotDefined => return Ok(()),
            HeaderLine::Zeros => ([0; 8], None),
            HeaderLine::Header(header, bounds) => (header.to_beats(), Some(bounds)),
        };
        let counter_mask = counter.map_or(0, |_| 0xFFFF << 32);
        for (index, (found, expected)) in beats.iter().zip(expected).enumerate() {
            let mask = if index == 3 { !counter_mask } else { u64::MAX };
            if (found ^ expected) & mask != 0 {
                differ(format!(
                    "beat {index} of the header at {base:#x} is {found:#018x}, not {expected:#018x}"
                ))?;
            }
        }
        let found = beats[3] >> 32 & 0xFFFF;
        match counter.filter(|bounds| !bounds.allows(found)) {
            Some(bounds) => differ(format!("the header at {base:#x} has bypass {found}, not {bounds:?}")),
            None => Ok(()),
        }
    }

    /// Compares free frames, those in the scrubber left out, with memory: zeros but for a link to another such frame in the
    /// first beat. Frame numbers must have been learned.
    ///
    /// # Errors
    /// The first beat that differs.
    pub fn compare_free_frames(&self, read: Read<'_>) -> Result<(), Difference> {
        for ppn in self.pool.available().filter(|ppn| !self.pool.scrubbing.contains(ppn)) {
            for address in ((ppn << PAGE_SHIFT)..).step_by(8).take((PAGE_BYTES / 8) as usize) {
                let found = read(address);
                let next = found >> PAGE_SHIFT;
                let is_link = address % PAGE_BYTES == 0
                    && found.is_multiple_of(PAGE_BYTES)
                    && self.pool.holds(next)
                    && !self.pool.given.contains(&next);
                if !Beat::ZERO.allows(found) && !is_link {
                    differ(format!("free frame {ppn:#x} holds {found:#018x} at {address:#x}"))?;
                }
            }
        }
        Ok(())
    }
}
