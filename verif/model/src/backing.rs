//! Giving frames: who gets one, when none is left, and what the device may have done meanwhile.

use crate::format::Node;
use crate::memory::Memory;
use crate::page_table::PageTable;
use crate::pool::Pool;
use crate::{Counts, Frames};
use memento_abi::{Geometry, Status};
use std::collections::BTreeSet;

/// What the device answered: it decides where the model cannot know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status of the response.
    pub status: Status,
    /// Address of the response.
    pub address: u64,
}

/// The pages, frames and bytes of a context, while one request is carried out.
pub(crate) struct Backing<'a> {
    pub geometry: &'a Geometry,
    pub table: &'a mut PageTable,
    pub pool: &'a mut Pool,
    pub memory: &'a mut Memory,
    pub counts: &'a mut Counts,
    /// What may have been backed ahead of time.
    pub ahead: BTreeSet<Node>,
    /// Frames that may not have come back yet, although what returns them was accepted.
    pub late: &'a mut u64,
    /// The most frames that can be available, whatever was fetched ahead.
    pub ceiling: &'a mut u64,
    /// Whether this request may come before those that are late.
    pub early: bool,
    /// The device's answer to an alloc, where there is one.
    pub answer: Option<Answer>,
}

impl Backing<'_> {
    /// Gives the page at `va`, and the tables above it, a frame each. Where the number of frames left is not sure,
    /// `told` decides.
    pub fn touch(&mut self, va: u64, told: bool) -> bool {
        let missing = self.table.missing(va);
        let needed = missing.len() as u64;
        let most = self.pool.frames().saturating_sub(self.table.nodes.len() as u64);
        let unsure: BTreeSet<Node> = self.table.maybe.union(&self.ahead).copied().collect();
        let elsewhere = unsure.iter().filter(|node| !missing.contains(node)).count() as u64;
        let certain = missing.iter().filter(|node| !unsure.contains(node)).count() as u64;
        let late = if self.early { *self.late } else { 0 };
        let least = most.min(*self.ceiling).saturating_sub(elsewhere + late);
        if least >= needed || told && most >= needed && *self.ceiling >= certain {
            *self.ceiling -= certain;
            missing.into_iter().for_each(|node| self.back(node));
            return true;
        }
        if unsure.is_empty() && late == 0 {
            // The frames that were left went to the tables on the way.
            missing.into_iter().take(most as usize).for_each(|node| self.back(node));
        } else {
            self.table.suspect(missing.into_iter().filter(|node| node.level > 0));
        }
        *self.ceiling = late;
        false
    }

    fn back(&mut self, node: Node) {
        self.table.back(node);
        self.counts.give(1);
    }
}

impl Frames for Backing<'_> {
    fn back(&mut self, base: u64) -> bool {
        let span = 1 << self.geometry.span_shift(self.geometry.class_at(base));
        let told = self
            .answer
            .is_none_or(|answer| answer.status == Status::Ok && (base..base + span).contains(&answer.address));
        self.touch(base, told)
    }

    fn release(&mut self, base: u64) {
        let span = 1 << self.geometry.span_shift(self.geometry.class_at(base));
        let unsure = self.table.maybe.len() as u64;
        let (frames, known) = self.table.release(base, span);
        let unsure = unsure - self.table.maybe.len() as u64;
        known.into_iter().for_each(|ppn| self.pool.take_back(ppn));
        self.memory.release(base, span);
        self.counts.take_back(frames, unsure);
        *self.late += frames + unsure;
        *self.ceiling = self.ceiling.saturating_add(frames + unsure);
    }
}
