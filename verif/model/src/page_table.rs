//! Which pages and tables have a frame. What the device may have done ahead of time is told apart from what is sure.

use crate::format::{Format, Node};
use crate::{ClassState, Setup};
use memento_abi::{Geometry, PAGE_BYTES};
use std::collections::{BTreeMap, BTreeSet};

/// The page table of a context. Fields are public so that invariants can be checked on broken states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTable {
    /// The format.
    pub format: Format,
    /// Frame number of the root, which is system software's.
    pub root: u64,
    /// Pages and tables that have a frame, with its number where the device's choice is known.
    pub nodes: BTreeMap<Node, Option<u64>>,
    /// Pages and tables that may have a frame: left behind by a request of which that is not known.
    pub maybe: BTreeSet<Node>,
    /// Entries of the root that do not cover the region and are not 0, by index: never touched.
    pub foreign: BTreeMap<u64, u64>,
}

impl PageTable {
    /// A table of which only the root exists.
    pub fn new(geometry: &Geometry, root: u64) -> PageTable {
        PageTable {
            format: Format::of(geometry.page_table),
            root,
            nodes: BTreeMap::new(),
            maybe: BTreeSet::new(),
            foreign: BTreeMap::new(),
        }
    }

    /// What must get a frame before the byte at `va` has one, from the top down.
    pub fn missing(&self, va: u64) -> Vec<Node> {
        let path = self.format.path(va);
        path.filter(|node| !self.nodes.contains_key(node)).collect()
    }

    /// The frame of the page at `va`: `None` if it has none, `Some(None)` if it is not known which.
    pub fn page(&self, va: u64) -> Option<Option<u64>> {
        self.nodes.get(&self.format.node(va, 0)).copied()
    }

    /// Gives `node` a frame that will be known later.
    pub(crate) fn back(&mut self, node: Node) {
        self.maybe.remove(&node);
        self.nodes.entry(node).or_insert(None);
    }

    /// Notes that `nodes` may have got a frame.
    pub(crate) fn suspect(&mut self, nodes: impl IntoIterator<Item = Node>) {
        let unsure = nodes.into_iter().filter(|node| !self.nodes.contains_key(node));
        self.maybe.extend(unsure.collect::<Vec<_>>());
    }

    /// Takes the frames of the pages in `bytes` bytes from `base` on. Returns how many had one and the numbers known.
    pub(crate) fn release(&mut self, base: u64, bytes: u64) -> (u64, Vec<u64>) {
        let pages: Vec<Node> = (base..base + bytes)
            .step_by(PAGE_BYTES as usize)
            .map(|page| self.format.node(page, 0))
            .collect();
        self.maybe.retain(|node| !pages.contains(node));
        let taken: Vec<Option<u64>> = pages.iter().filter_map(|node| self.nodes.remove(node)).collect();
        (taken.len() as u64, taken.into_iter().flatten().collect())
    }

    /// Forgets all but the root.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.maybe.clear();
    }
}

/// What may have a frame because an arena was fetched ahead: the first page of the never-used arena at the allocation
/// pointer of each class that has an arena in the table, and the tables above it.
pub fn fetched_ahead(highest: &Setup, classes: &[ClassState], table: &PageTable) -> BTreeSet<Node> {
    let Setup { geometry, settings } = highest;
    let ahead = classes.iter().filter(|state| {
        let end = state.allocation_pointer + geometry.span_pages(state.class);
        state.entry.is_some() && end <= settings.slice_limit_pages
    });
    ahead
        .flat_map(|state| {
            table.missing(geometry.arena_base(settings.region_base, state.class, state.allocation_pointer))
        })
        .collect()
}

/// The marks of all recycled arenas, by the address of their first page: the first page, in its slice, of the next.
pub fn marks<'a>(geometry: &'a Geometry, classes: &'a [ClassState]) -> impl Iterator<Item = (u64, Option<u64>)> + 'a {
    classes.iter().flat_map(|state| {
        state
            .marks
            .iter()
            .map(|(&base, &next)| (base, (next != 0).then(|| geometry.page_at(next))))
    })
}
