//! Compares what lies in memory with the model: page tables here, bytes in [`contents`]. Each comparison says in words
//! what differs first.

mod contents;

use crate::context::Context;
use crate::format::{Format, Node};
use crate::page_table::marks;
use crate::walk::{walk, Intent};
use memento_abi::PAGE_SHIFT;
use std::collections::BTreeMap;
use std::fmt;

/// How memory differs from the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference(
    /// What was found where, and what was expected.
    pub String,
);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Difference {}

/// Reads a beat at a physical address.
pub type Read<'a> = &'a mut dyn FnMut(u64) -> u64;

/// What the entries in memory say.
#[derive(Default)]
struct Found {
    frames: BTreeMap<Node, u64>,
    marks: BTreeMap<u64, u64>,
}

fn differ(what: String) -> Result<(), Difference> {
    Err(Difference(what))
}

impl Context {
    /// Learns which frame is where, as [`crate::System::learn`] tells. Returns how many were not known to be given out.
    pub(crate) fn learn(&mut self, read: Read<'_>) -> Result<u64, Difference> {
        let found = self.find(read)?;
        self.compare_marks(&found)?;
        self.compare_nodes(&found)?;
        self.compare_with_a_hart(&found, read)?;
        let new = found.frames.len() - self.table.nodes.len();
        self.pool.given = found.frames.values().copied().collect();
        let given = &self.pool.given;
        self.pool.scrubbing.retain(|ppn| !given.contains(ppn));
        self.table.nodes = found.frames.into_iter().map(|(node, ppn)| (node, Some(ppn))).collect();
        self.table.maybe.clear();
        self.ceiling = u64::MAX;
        Ok(new as u64)
    }

    /// Reads the whole table. Every entry must have one of the forms that the specification names.
    fn find(&self, read: Read<'_>) -> Result<Found, Difference> {
        let (format, setup) = (self.table.format, self.model.setup());
        let base = setup.settings.region_base;
        let region = base..base + (1 << setup.geometry.region_bits);
        let (mut found, mut uses) = (Found::default(), BTreeMap::new());
        let mut tables = vec![(self.table.root, format.node(base, format.levels), format.levels - 1)];
        while let Some((table, parent, level)) = tables.pop() {
            for index in 0..format.entries() {
                let va = parent.va + (index << format.shift(level));
                let entry = format.read(table, index, read);
                let at = format.entry_address(table, index);
                if !region.contains(&va) {
                    let foreign = self.table.foreign.get(&index).copied().unwrap_or(0);
                    if entry != foreign {
                        differ(format!(
                            "the root's entry {index} at {at:#x} is {entry:#x}, not {foreign:#x}; it does not cover the region"
                        ))?;
                    }
                    continue;
                }
                let node = Node { level, va };
                let ppn = entry >> 10;
                match entry {
                    0 => continue,
                    _ if entry == format.entry(level, ppn) && ppn != 0 => {}
                    _ if level == 0 && entry & 1 == 0 => {
                        found.marks.insert(va, entry);
                        continue;
                    }
                    _ => differ(format!(
                        "{} is {entry:#x}, which the table cannot hold",
                        place(&format, node, at)
                    ))?,
                }
                if !self.pool.holds(ppn) {
                    differ(format!(
                        "{} names frame {ppn:#x}, which is not in the pool",
                        place(&format, node, at)
                    ))?;
                }
                if let Some(other) = uses.insert(ppn, node) {
                    differ(format!(
                        "{} names frame {ppn:#x}, as that of {} does",
                        place(&format, node, at),
                        name(other)
                    ))?;
                }
                found.frames.insert(node, ppn);
                if level > 0 {
                    tables.push((ppn, node, level - 1));
                }
            }
        }
        Ok(found)
    }

    fn compare_marks(&self, found: &Found) -> Result<(), Difference> {
        let expected: BTreeMap<u64, u64> = marks(&self.model.setup().geometry, self.model.classes())
            .map(|(base, next)| (base, self.table.format.mark(next)))
            .collect();
        for (va, mark) in &found.marks {
            match expected.get(va) {
                Some(expected) if expected == mark => {}
                Some(expected) => differ(format!(
                    "the mark of the arena at {va:#x} is {mark:#x}, not {expected:#x}"
                ))?,
                None => differ(format!(
                    "the entry of {va:#x} is {mark:#x}, but no recycled arena starts there"
                ))?,
            }
        }
        match expected.keys().find(|va| !found.marks.contains_key(va)) {
            Some(va) => differ(format!("the recycled arena at {va:#x} has no mark")),
            None => Ok(()),
        }
    }

    fn compare_nodes(&self, found: &Found) -> Result<(), Difference> {
        let unsure = self.unsure();
        for (node, known) in &self.table.nodes {
            match (found.frames.get(node), known) {
                (None, _) => differ(format!("{} has no frame, but must have one", name(*node)))?,
                (Some(ppn), Some(known)) if ppn != known => {
                    differ(format!("{} moved from frame {known:#x} to {ppn:#x}", name(*node)))?
                }
                _ => {}
            }
        }
        let mut given = found.frames.keys();
        let unasked = given.find(|node| !self.table.nodes.contains_key(node) && !unsure.contains(node));
        match unasked {
            Some(node) => differ(format!("{} has a frame, but nothing asked for one", name(*node))),
            None => Ok(()),
        }
    }

    /// A hart that walks the same tables reaches every page, and no recycled arena's first.
    fn compare_with_a_hart(&self, found: &Found, read: Read<'_>) -> Result<(), Difference> {
        let (kind, root) = (self.model.setup().geometry.page_table, self.table.root);
        for (node, ppn) in found.frames.iter().filter(|(node, _)| node.level == 0) {
            for intent in [Intent::Load, Intent::Store] {
                let reached = walk(kind, root, node.va + 8, intent, read);
                if reached != Ok((ppn << PAGE_SHIFT) + 8) {
                    differ(format!(
                        "a hart's {intent:?} at {:#x} gives {reached:x?}, not frame {ppn:#x}",
                        node.va + 8
                    ))?;
                }
            }
        }
        for va in found.marks.keys() {
            if let Ok(reached) = walk(kind, root, *va, Intent::Load, read) {
                differ(format!(
                    "a hart's load at {va:#x}, a recycled arena, reaches {reached:#x}"
                ))?;
            }
        }
        Ok(())
    }
}

fn name(node: Node) -> String {
    match node.level {
        0 => format!("the page at {:#x}", node.va),
        level => format!("the level-{} table for {:#x}", level - 1, node.va),
    }
}

fn place(format: &Format, node: Node, at: u64) -> String {
    let index = format.index(node.va, node.level);
    format!("the entry of {} ({index} of its table, at {at:#x})", name(node))
}
