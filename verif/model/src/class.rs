//! One size class: its allocation pointer, its three lists and its entry of the Hardware Object Table.
//!
//! Headers are kept as they lie in memory, links included, under the arena's base address. The arena in the table is not
//! among them: its header is in the entry, as a flush would write it. Recycled arenas have none: all that is left of one
//! is the mark in the page table's entry of its first page.

use crate::{bits, Setup};
use memento_abi::{ArenaState, Header, WORD_OBJECTS};
use std::collections::BTreeMap;

/// The lists of arenas that a class has. All are last in, first out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Arenas with live and free objects.
    Available,
    /// Arenas without free objects, or with fewer than the reuse threshold.
    Full,
    /// Arenas that were released: they have no frames, and their marks in the page table link them.
    Recycled,
}

impl List {
    /// Every list, in the order of [`ClassState::heads`].
    pub const ALL: [List; 3] = [List::Available, List::Full, List::Recycled];

    /// What the header of an arena on this list has, or reads, as its state.
    pub const fn state(self) -> ArenaState {
        match self {
            List::Available => ArenaState::Available,
            List::Full => ArenaState::Full,
            List::Recycled => ArenaState::Unused,
        }
    }
}

/// A class's entry of the Hardware Object Table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The arena's header as a flush would write it.
    pub header: Header,
    /// Bitmap word from which objects are taken.
    pub current_word: u32,
    /// Whether memory holds this very header: true from a flush to the next change.
    pub flushed: bool,
}

impl Entry {
    /// Puts an arena, which must have a free object, into the table.
    pub(crate) fn new(header: Header) -> Entry {
        let header = Header {
            next: 0,
            prev: 0,
            state: ArenaState::Hot,
            ..header
        };
        Entry {
            header,
            current_word: lowest_word_with_a_free_object(&header),
            flushed: false,
        }
    }

    /// Puts the arena into the table again, as loading a context does. If every word is full, none is better than another.
    pub(crate) fn again(self, setup: &Setup) -> Entry {
        let word = lowest_word_with_a_free_object(&self.header);
        Entry {
            current_word: word % setup.geometry.words(),
            ..self
        }
    }

    /// Takes the lowest free object of the current word, which must have one.
    pub(crate) fn take(&mut self, setup: &Setup) -> u32 {
        let taken = bits::word(&self.header, self.current_word).trailing_ones();
        let index = self.current_word * WORD_OBJECTS + taken;
        bits::set_allocated(&mut self.header, index, true);
        self.flushed = false;
        let word_is_full = self.header.summary >> self.current_word & 1 == 1;
        if word_is_full && !bits::is_exhausted(&self.header, &setup.geometry) {
            self.current_word = lowest_word_with_a_free_object(&self.header);
        }
        index
    }

    /// Takes an allocated object back.
    pub(crate) fn release(&mut self, setup: &Setup, index: u32) {
        if bits::is_exhausted(&self.header, &setup.geometry) {
            self.current_word = index / WORD_OBJECTS;
        }
        bits::set_allocated(&mut self.header, index, false);
        self.flushed = false;
    }
}

fn lowest_word_with_a_free_object(header: &Header) -> u32 {
    header.summary.trailing_ones()
}

/// All that the allocator knows of one size class.
///
/// The fields are public so that invariants can be checked on states that come from elsewhere: from the memory of a
/// simulation, or broken on purpose in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassState {
    /// The class.
    pub class: u32,
    /// Page, within the slice, of the next never-used arena.
    pub allocation_pointer: u64,
    /// Base addresses of the first arenas of the available, full and recycled list; 0 = the list is empty.
    pub heads: [u64; 3],
    /// The arena in the table.
    pub entry: Option<Entry>,
    /// Headers of the arenas on the available and the full list by base address, as they are in memory.
    pub headers: BTreeMap<u64, Header>,
    /// Marks of the recycled arenas by base address: the base address of the next recycled arena, 0 = none.
    pub marks: BTreeMap<u64, u64>,
}

impl ClassState {
    /// A class of which nothing was ever handed out.
    pub fn new(class: u32) -> ClassState {
        ClassState {
            class,
            allocation_pointer: 0,
            heads: [0; 3],
            entry: None,
            headers: BTreeMap::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Base address of the first arena of `list`, or `None` when it is empty.
    pub fn head(&self, list: List) -> Option<u64> {
        Some(self.heads[list as usize]).filter(|&base| base != 0)
    }

    /// Base addresses of the arenas of `list` from its head. The walk ends where a link leads to no known header or mark,
    /// and after as many steps as would visit every arena once and one of them again, so that it ends in a cycle too.
    pub fn walk(&self, list: List) -> impl Iterator<Item = u64> + '_ {
        std::iter::successors(self.head(list), move |base| {
            let next = match list {
                List::Recycled => *self.marks.get(base)?,
                List::Available | List::Full => self.headers.get(base)?.next,
            };
            (next != 0).then_some(next)
        })
        .take(self.headers.len() + self.marks.len() + 1)
    }

    /// Puts the arena at `base` at the head of the recycled list.
    pub(crate) fn recycle(&mut self, base: u64) {
        let head = &mut self.heads[List::Recycled as usize];
        self.marks.insert(base, *head);
        *head = base;
    }

    /// Takes the first arena, at `base`, from the recycled list.
    pub(crate) fn take_recycled(&mut self, base: u64) {
        let next = self.marks.remove(&base).expect("a recycled arena has a mark");
        self.heads[List::Recycled as usize] = next;
    }

    /// Puts an arena at the head of the available or the full list.
    pub(crate) fn push(&mut self, list: List, header: Header) {
        let head = &mut self.heads[list as usize];
        if let Some(old) = self.headers.get_mut(head) {
            old.prev = header.va;
        }
        let header = Header {
            next: *head,
            prev: 0,
            state: list.state(),
            ..header
        };
        *head = header.va;
        self.headers.insert(header.va, header);
    }

    /// Takes the arena at `base` out of the available or the full list, on which it must be.
    pub(crate) fn unlink(&mut self, list: List, base: u64) -> Header {
        let header = self.headers.remove(&base).expect("an arena on a list has a header");
        match self.headers.get_mut(&header.prev) {
            Some(before) => before.next = header.next,
            None => self.heads[list as usize] = header.next,
        }
        if let Some(after) = self.headers.get_mut(&header.next) {
            after.prev = header.prev;
        }
        header
    }

    /// Addresses of the live objects, in ascending order within each arena.
    pub fn live_objects<'a>(&'a self, setup: &'a Setup) -> impl Iterator<Item = u64> + 'a {
        let hot = self.entry.as_ref().map(|entry| (entry.header.va, &entry.header));
        let others = self.headers.iter().map(|(&base, header)| (base, header));
        hot.into_iter().chain(others).flat_map(move |(base, header)| {
            bits::allocated(header).map(move |index| setup.geometry.object_address(base, self.class, index))
        })
    }
}
