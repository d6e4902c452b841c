//! What a change of lists does to a class's list heads, and which links it writes.

use crate::pointer_bank::Row;
use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct ListChange {
    geometry: Geometry,
    /// Of the change under way, once it is loaded.
    row: Option<Row>,
    writes: u8,
    /// The head that the list joined had.
    head: Option<Option<u64>>,
    /// What may come next.
    may: Next,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    Load,
    LeaveOrJoin,
    Join,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cycle {
    Reset,
    Idle,
    Load(Row),
    Leave { list: u8, next: Option<u64>, prev: bool, span_pages: u64 },
    Join { list: u8, page: u64 },
}

impl Row {
    /// The head of a list of that number.
    fn head(&mut self, list: u8) -> &mut Option<u64> {
        match list {
            0 => &mut self.available,
            1 => &mut self.recycled,
            3 => &mut self.full,
            _ => unreachable!("what was never used is on no list"),
        }
    }
}

/// Numbers of lists: 0 is the available and 3 the full one.
const NEVER_USED: u8 = 2;
const RECYCLED: u8 = 1;

/// Bits of `writes_o`.
enum ListWrite {
    PrevNext = 0,
    NextPrev = 1,
    OwnNext = 2,
    OwnPrev = 3,
    HeadPrev = 4,
}

impl Reference for ListChange {
    type Step = Cycle;
    const MODULE: &'static str = "memento_list_change";

    fn new(module: &Module) -> ListChange {
        ListChange {
            geometry: module.geometry,
            row: None,
            writes: 0,
            head: None,
            may: Next::Load,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let geometry = self.geometry;
        let pages = geometry.slice_pages();
        let head = move || prop::option::of(0..pages);
        let row = (0..pages / 64, head(), head(), head()).prop_map(|(spans, available, full, recycled)| {
            Cycle::Load(Row { pointer: 64 * spans, available, full, recycled })
        });
        let leave = (0..4u8, head(), any::<bool>(), 0..geometry.classes).prop_map(move |(list, next, prev, class)| {
            Cycle::Leave {
                list,
                // An arena never used has no neighbour, a recycled one that leaves is the first.
                next: next.filter(|_| list != NEVER_USED),
                prev: prev && list != NEVER_USED && list != RECYCLED,
                span_pages: geometry.span_pages(class),
            }
        });
        let join = (prop::sample::select(vec![0u8, 1, 3]), 0..pages).prop_map(|(list, page)| Cycle::Join { list, page });
        let rest = prop_oneof![4 => row, 2 => Just(Cycle::Idle), 1 => Just(Cycle::Reset)];
        match self.may {
            Next::Load => rest.boxed(),
            Next::LeaveOrJoin => prop_oneof![3 => leave, 2 => join, 1 => rest].boxed(),
            Next::Join => prop_oneof![3 => join, 1 => rest].boxed(),
        }
    }

    fn allows(&self, step: &Cycle) -> bool {
        match step {
            Cycle::Leave { .. } => self.may == Next::LeaveOrJoin,
            Cycle::Join { .. } => self.may != Next::Load,
            _ => true,
        }
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let mut inputs = pins! { rst_ni: *step != Cycle::Reset, load_i: false, leave_i: false, join_i: false };
        inputs.extend(match step {
            Cycle::Reset | Cycle::Idle => vec![],
            Cycle::Load(row) => pins! {
                load_i: true, pointer_i: row.pointer,
                available_valid_i: row.available.is_some(), available_page_i: row.available.unwrap_or(0),
                full_valid_i: row.full.is_some(), full_page_i: row.full.unwrap_or(0),
                recycled_valid_i: row.recycled.is_some(), recycled_page_i: row.recycled.unwrap_or(0),
            },
            Cycle::Leave { list, next, prev, span_pages } => pins! {
                leave_i: true, leave_list_i: *list, leave_next_valid_i: next.is_some(),
                leave_next_page_i: next.unwrap_or(0), leave_prev_valid_i: *prev, last_span_page_i: span_pages - 1,
            },
            Cycle::Join { list, page } => pins! { join_i: true, join_list_i: *list, join_page_i: *page },
        });
        inputs
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let Some(row) = &self.row else { return vec![] };
        let mut outputs = pins! {
            pointer_o: row.pointer, writes_o: self.writes,
            available_valid_o: row.available.is_some(),
            full_valid_o: row.full.is_some(),
            recycled_valid_o: row.recycled.is_some(),
        };
        outputs.extend(row.available.map(|page| ("available_page_o", page.into())));
        outputs.extend(row.full.map(|page| ("full_page_o", page.into())));
        outputs.extend(row.recycled.map(|page| ("recycled_page_o", page.into())));
        if let Some(head) = self.head {
            outputs.extend(pins! { head_valid_o: head.is_some() });
            outputs.extend(head.map(|page| ("head_page_o", page.into())));
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        let bit = |write: ListWrite, asked: bool| u8::from(asked) << write as u8;
        match step {
            Cycle::Idle => {}
            Cycle::Reset => (self.row, self.head, self.may) = (None, None, Next::Load),
            Cycle::Load(row) => (self.row, self.writes, self.head, self.may) = (Some(*row), 0, None, Next::LeaveOrJoin),
            Cycle::Leave { list, next, prev, span_pages } => {
                let row = self.row.as_mut().expect("it is loaded");
                if *list == NEVER_USED {
                    // A pointer is a multiple of the span.
                    row.pointer += span_pages;
                } else if !prev {
                    *row.head(*list) = *next;
                }
                if *list != NEVER_USED && *list != RECYCLED {
                    self.writes |= bit(ListWrite::PrevNext, *prev) | bit(ListWrite::NextPrev, next.is_some());
                }
                self.may = Next::Join;
            }
            Cycle::Join { list, page } => {
                let row = self.row.as_mut().expect("it is loaded");
                let head = row.head(*list).replace(*page);
                let in_headers = *list != RECYCLED;
                self.writes |= bit(ListWrite::OwnNext, in_headers) | bit(ListWrite::OwnPrev, in_headers);
                self.writes |= bit(ListWrite::HeadPrev, in_headers && head.is_some());
                self.head = Some(head);
                self.may = Next::Load;
            }
        }
    }
}

in_every_configuration!(ListChange);
