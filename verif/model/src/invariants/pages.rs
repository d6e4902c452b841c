//! I13 and up: frames, page tables, bytes, bypass counters and contexts.

use super::{holds, Check, Violation};
use crate::pool::{overlap, RANGES};
use crate::{Context, List, System};
use memento_abi::{Status, HEADER_BYTES, PAGE_BYTES};
use std::collections::BTreeMap;

/// Checks one invariant on one context.
pub type ContextCheck = fn(&Context) -> Check;

/// I13..I19 by id. (I20 and I22 look at a request and an end, I21 at all contexts.)
pub const CONTEXT_CHECKS: [(&str, ContextCheck); 7] = [
    ("I13", i13_every_frame_is_in_one_place),
    ("I14", i14_a_frame_has_one_use),
    ("I15", i15_frames_lie_below_the_pointer),
    ("I16", i16_first_pages_have_frames_unless_recycled),
    ("I17", i17_tables_lead_to_every_frame),
    ("I18", i18_only_pages_with_frames_hold_bytes),
    ("I19", i19_lines_above_the_bypass_counter_are_zero),
];

/// Checks I1..I11 on every class and I13..I19, for one context.
///
/// # Errors
/// The first that does not hold.
pub fn check_context(context: &Context) -> Result<(), Violation> {
    context.model.check()?;
    CONTEXT_CHECKS
        .iter()
        .try_for_each(|(id, check)| check(context).map_err(|values| Violation::new(id, values)))
}

/// Checks everything that is about one state: I1..I11, I13..I19 on every context, and I21.
///
/// # Errors
/// The first that does not hold.
pub fn check_system(system: &System) -> Result<(), Violation> {
    check_context(&system.context)?;
    system.parked.values().try_for_each(check_context)?;
    i21_no_frame_belongs_to_two_contexts(system).map_err(|values| Violation::new("I21", values))
}

/// Checks I20 on the states before and after a request or an access.
///
/// # Errors
/// It failed and gave more than tables.
pub fn check_error(before: &Context, after: &Context, result: Status) -> Result<(), Violation> {
    i20_an_error_adds_tables_alone(before, after, result).map_err(|values| Violation::new("I20", values))
}

/// Checks I22 on a context that has just ended.
///
/// # Errors
/// Something is left.
pub fn check_ended(context: &Context) -> Result<(), Violation> {
    i22_an_end_leaves_nothing(context).map_err(|values| Violation::new("I22", values))
}

/// I13: the ranges are disjoint, and every frame is free, given out or in the scrubber.
pub fn i13_every_frame_is_in_one_place(context: &Context) -> Check {
    let pool = &context.pool;
    for (index, range) in pool.ranges.iter().enumerate() {
        let other = pool.ranges[..index].iter().find(|other| overlap(other, range));
        holds(other.is_none() && range.start > 0 && !range.is_empty(), || {
            format!("range {range:x?} is empty, has frame 0 or overlaps {other:x?}")
        })?;
    }
    holds(pool.accepted <= RANGES, || {
        format!("{} ranges since the last end", pool.accepted)
    })?;
    if let Some(ppn) = pool.given.iter().find(|ppn| pool.scrubbing.contains(ppn)) {
        return Err(format!("frame {ppn:#x} is given out and in the scrubber"));
    }
    let foreign = pool.given.iter().chain(&pool.scrubbing).find(|ppn| !pool.holds(**ppn));
    foreign.map_or(Ok(()), |ppn| {
        Err(format!("frame {ppn:#x} is in use, but not in the pool"))
    })
}

/// I14: a frame that is given out is one page or one table, never the root, and there are no more than frames.
pub fn i14_a_frame_has_one_use(context: &Context) -> Check {
    let mut uses = BTreeMap::new();
    for (node, ppn) in &context.table.nodes {
        let Some(ppn) = ppn else { continue };
        holds(context.pool.given.contains(ppn), || {
            format!("{node:x?} is in frame {ppn:#x}, which is not given out")
        })?;
        if let Some(other) = uses.insert(ppn, node) {
            return Err(format!("frame {ppn:#x} is both {other:x?} and {node:x?}"));
        }
    }
    if let Some(ppn) = context.pool.given.iter().find(|ppn| !uses.contains_key(ppn)) {
        return Err(format!("frame {ppn:#x} is given out, but no page or table"));
    }
    let root = context.table.root;
    holds(!context.pool.holds(root), || {
        format!("the root {root:#x} is in the pool")
    })?;
    let (used, frames) = (context.table.nodes.len() as u64, context.pool.frames());
    holds(used <= frames, || format!("{used} pages and tables in {frames} frames"))
}

/// I15: a page with a frame lies below its class's allocation pointer, or is the first of the arena at it.
pub fn i15_frames_lie_below_the_pointer(context: &Context) -> Check {
    let setup = context.model.setup();
    let geometry = &setup.geometry;
    for node in context.table.nodes.keys().filter(|node| node.level == 0) {
        let in_region = geometry.in_region(setup.settings.region_base, node.va);
        holds(in_region, || {
            format!("page {:#x} has a frame outside the region", node.va)
        })?;
        let pointer = context.model.classes()[geometry.class_at(node.va) as usize].allocation_pointer;
        let page = geometry.page_at(node.va);
        let ahead = page == pointer && geometry.offset_at(node.va) == 0;
        holds(page < pointer || ahead, || {
            format!(
                "page {:#x} has a frame; the allocation pointer is at page {pointer:#x}",
                node.va
            )
        })?;
    }
    Ok(())
}

/// I16: the first page of an arena in the table, on the available or the full list has a frame, that of a recycled one none.
pub fn i16_first_pages_have_frames_unless_recycled(context: &Context) -> Check {
    for state in context.model.classes() {
        let hot = state.entry.iter().map(|entry| entry.header.va);
        for base in hot.chain(state.headers.keys().copied()) {
            holds(context.table.page(base).is_some(), || {
                format!("arena {base:#x} has no frame for its first page")
            })?;
        }
        for base in state.walk(List::Recycled) {
            holds(context.table.page(base).is_none(), || {
                format!("recycled arena {base:#x} has a frame for its first page")
            })?;
        }
    }
    Ok(())
}

/// I17: a page or table with a frame has every table above it.
pub fn i17_tables_lead_to_every_frame(context: &Context) -> Check {
    let (format, nodes) = (context.table.format, &context.table.nodes);
    for node in nodes.keys() {
        let above = format.path(node.va).filter(|above| above.level > node.level);
        for table in above {
            holds(nodes.contains_key(&table), || {
                format!("{node:x?} has a frame, {table:x?} above it has none")
            })?;
        }
    }
    Ok(())
}

/// I18: only pages with a frame hold bytes other than zero, and no header line does.
pub fn i18_only_pages_with_frames_hold_bytes(context: &Context) -> Check {
    let geometry = &context.model.setup().geometry;
    let unsure = |va| context.table.maybe.contains(&context.table.format.node(va, 0));
    for va in context.memory.pages.keys() {
        holds(context.table.page(*va).is_some() || unsure(*va), || {
            format!("page {va:#x} holds bytes, but has no frame")
        })?;
    }
    let stored = context.memory.beats().filter(|(_, beat)| beat.value != 0);
    for (va, beat) in stored {
        holds(geometry.offset_at(va) >= HEADER_BYTES, || {
            format!("{beat:x?} was stored to {va:#x}, in a header")
        })?;
    }
    Ok(())
}

/// I19: each arena in the table has a counter within its body lines, and lines at or above it hold nothing but zeros.
pub fn i19_lines_above_the_bypass_counter_are_zero(context: &Context) -> Check {
    let geometry = &context.model.setup().geometry;
    for (state, counter) in context.model.classes().iter().zip(&context.bypass.counters) {
        let (class, counter) = (state.class, counter.map(|counter| counter.lines));
        holds(counter.is_some() == state.entry.is_some(), || {
            format!(
                "class {class} has the bypass counter {counter:?}, but in the table {:x?}",
                state.entry
            )
        })?;
        let (Some(entry), Some(counter)) = (state.entry, counter) else {
            continue;
        };
        let (base, all) = (entry.header.va, geometry.body_lines(class));
        holds(counter.lowest <= counter.highest && counter.highest <= all, || {
            format!("the bypass counter of arena {base:#x} is {counter:?} of {all} lines")
        })?;
        let first = base + HEADER_BYTES * (counter.highest + 1);
        let end = base + (1 << geometry.span_shift(class));
        for (page, beats) in context.memory.pages.range(base..end) {
            let addresses = (*page..page + PAGE_BYTES).step_by(8);
            let stored = addresses.zip(beats).find(|(va, beat)| *va >= first && beat.value != 0);
            if let Some((va, beat)) = stored {
                return Err(format!(
                    "{va:#x} holds {beat:x?}, but its line is above the counter {counter:?}"
                ));
            }
        }
    }
    Ok(())
}

/// I20: what ends with an error may add tables, and changes no page, byte, counter or frame else.
pub fn i20_an_error_adds_tables_alone(before: &Context, after: &Context, result: Status) -> Check {
    if result == Status::Ok {
        return Ok(());
    }
    let lost = before
        .table
        .nodes
        .keys()
        .find(|node| !after.table.nodes.contains_key(node));
    let mut gained = after
        .table
        .nodes
        .keys()
        .filter(|node| !before.table.nodes.contains_key(node));
    let page = gained.find(|node| node.level == 0);
    holds(lost.is_none() && page.is_none(), || {
        format!("{result:?} took the frame of {lost:x?} and gave one to {page:x?}")
    })?;
    let same = before.memory == after.memory && before.bypass == after.bypass && before.pool == after.pool;
    holds(same, || {
        format!("{result:?} changed bytes, bypass counters or the pool")
    })
}

/// I21: no frame belongs to two contexts, as a page, a table, a root or in a pool.
pub fn i21_no_frame_belongs_to_two_contexts(system: &System) -> Check {
    let contexts: Vec<&Context> = std::iter::once(&system.context).chain(system.parked.values()).collect();
    for (index, one) in contexts.iter().enumerate() {
        for other in contexts
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != index)
            .map(|(_, other)| other)
        {
            let root = one.table.root;
            holds(!other.pool.holds(root), || {
                format!("frame {root:#x} is the root of one context and in the pool of another")
            })?;
            for range in &one.pool.ranges {
                let shared = other.pool.ranges.iter().find(|held| overlap(held, range));
                holds(shared.is_none(), || {
                    format!("frames {range:x?} and {shared:x?} belong to two contexts")
                })?;
            }
        }
    }
    Ok(())
}

/// I22: a context that has ended has no arena, page, table, byte or counter, and all its frames are available.
pub fn i22_an_end_leaves_nothing(context: &Context) -> Check {
    let arenas = context.model.classes().iter().find(|state| {
        state.entry.is_some() || state.allocation_pointer != 0 || !state.headers.is_empty() || !state.marks.is_empty()
    });
    holds(arenas.is_none(), || {
        format!("class {:?} still has arenas", arenas.map(|state| state.class))
    })?;
    let (table, frames) = (&context.table, context.pool.frames());
    let nothing = table.nodes.is_empty() && table.maybe.is_empty() && context.pool.given.is_empty();
    holds(nothing, || format!("{:x?} still have a frame", table.nodes.keys()))?;
    let clean = context.memory.pages.is_empty() && context.bypass.counters.iter().all(Option::is_none);
    holds(clean, || "bytes or bypass counters are left".to_owned())?;
    let available = context.available().lowest;
    holds(available == frames, || {
        format!("{available} of {frames} frames are available")
    })
}
