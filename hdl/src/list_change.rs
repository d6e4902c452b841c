//! What a change of lists does to a class's list heads, and which links it writes.

use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// Where an arena comes from, or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ArenaList {
    /// The available list.
    Available = 0,
    /// The recycled list, whose links are not in headers (`docs/src/pages.md`).
    Recycled = 1,
    /// No list: the arena has never been used.
    NeverUsed = 2,
    /// The full list.
    Full = 3,
}

/// What a change of lists does to a class's list heads, and which links it writes: an arena leaves its list, then an arena (the same or
/// another) joins a list as its first.
///
/// ```text
///   pointer bank row ──► load ──► leave ──► join ──► row after the change, head that was there before
///                                  next      page    links to write (`writes_o`, see ListWrite)
///
///   clk_i     __/^^\__/^^\__/^^\__/^^\__
///   load_i    __/^^^^^\_________________
///   leave_i   ________/^^^^^\___________     any of them may come later, or not at all
///   join_i    ______________/^^^^^\_____
///   *_o       --------X load X leave X join ..
/// ```
///
/// Contract:
///
/// * One of `load_i`, `leave_i`, `join_i` at a time; outputs show what it did from the next cycle on, and stay.
/// * `load_i` takes the row and forgets the writes. `leave_i`: the first arena of a list (`leave_prev_valid_i` low) takes the list's head with
///   it; an arena never used moves the pointer by its span. `join_i`: `join_page_i` becomes the list's head; `head_valid_o` and
///   `head_page_o` are the head that it had.
/// * An arena that joins the recycled list writes no link of its own.
/// * Assumes: nothing joins "never used"; an arena that leaves the recycled list is its first.
///
/// Invariants: I1 (an arena that leaves or joins is in one place afterwards), I5 (the links written keep both directions alike).
///
/// Cost: about 5 (PAGE + 1) flip-flops, with a choice of three before each.
#[derive(LogicBlock, Default)]
pub struct ListChange<const PAGE: usize, const POINTER: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Begin with this row of the pointer bank.
    pub load_i: Signal<In, Bit>,
    /// Allocation pointer.
    pub pointer_i: Signal<In, Bits<POINTER>>,
    /// Whether the available list has a first arena.
    pub available_valid_i: Signal<In, Bit>,
    /// Its first page.
    pub available_page_i: Signal<In, Bits<PAGE>>,
    /// Whether the full list has a first arena.
    pub full_valid_i: Signal<In, Bit>,
    /// Its first page.
    pub full_page_i: Signal<In, Bits<PAGE>>,
    /// Whether the recycled list has a first arena.
    pub recycled_valid_i: Signal<In, Bit>,
    /// Its first page.
    pub recycled_page_i: Signal<In, Bits<PAGE>>,

    /// An arena leaves its list.
    pub leave_i: Signal<In, Bit>,
    /// The list: 0 available, 1 recycled, 2 never used, 3 full.
    pub leave_list_i: Signal<In, Bits<2>>,
    /// The arena has a next one.
    pub leave_next_valid_i: Signal<In, Bit>,
    /// Its page.
    pub leave_next_page_i: Signal<In, Bits<PAGE>>,
    /// The arena has a previous one.
    pub leave_prev_valid_i: Signal<In, Bit>,
    /// Pages in the class's span, less one; the pointer is a multiple of the span.
    pub last_span_page_i: Signal<In, Bits<PAGE>>,

    /// An arena joins a list.
    pub join_i: Signal<In, Bit>,
    /// The list: 0 available, 1 recycled, 3 full.
    pub join_list_i: Signal<In, Bits<2>>,
    /// The arena.
    pub join_page_i: Signal<In, Bits<PAGE>>,

    /// Allocation pointer.
    pub pointer_o: Signal<Out, Bits<POINTER>>,
    /// Whether the available list has a first arena.
    pub available_valid_o: Signal<Out, Bit>,
    /// Its first page.
    pub available_page_o: Signal<Out, Bits<PAGE>>,
    /// Whether the full list has a first arena.
    pub full_valid_o: Signal<Out, Bit>,
    /// Its first page.
    pub full_page_o: Signal<Out, Bits<PAGE>>,
    /// Whether the recycled list has a first arena.
    pub recycled_valid_o: Signal<Out, Bit>,
    /// Its first page.
    pub recycled_page_o: Signal<Out, Bits<PAGE>>,
    /// The list joined had a first arena.
    pub head_valid_o: Signal<Out, Bit>,
    /// Its first page.
    pub head_page_o: Signal<Out, Bits<PAGE>>,
    /// Links to write: 0 previous.next, 1 next.prev, 2 own next, 3 own prev, 4 head.prev.
    pub writes_o: Signal<Out, Bits<5>>,

    pointer: Register<Bits<POINTER>>,
    available_valid: Register<Bit>,
    available_page: Register<Bits<PAGE>>,
    full_valid: Register<Bit>,
    full_page: Register<Bits<PAGE>>,
    recycled_valid: Register<Bit>,
    recycled_page: Register<Bits<PAGE>>,
    head_valid: Register<Bit>,
    head_page: Register<Bits<PAGE>>,
    writes: Register<Bits<5>>,
    leaves_both_ways: Signal<Local, Bit>,
}

impl<const PAGE: usize, const POINTER: usize> Logic for ListChange<PAGE, POINTER> {
    kernel! {
        #[hdl_gen]
        "memento_list_change",
        registers: [
            pointer, available_valid, available_page, full_valid, full_page, recycled_valid, recycled_page, head_valid,
            head_page, writes,
        ],
        fn update(&mut self) {
            if self.load_i.val() {
                self.pointer.d.next = self.pointer_i.val();
                self.available_valid.d.next = self.available_valid_i.val();
                self.available_page.d.next = self.available_page_i.val();
                self.full_valid.d.next = self.full_valid_i.val();
                self.full_page.d.next = self.full_page_i.val();
                self.recycled_valid.d.next = self.recycled_valid_i.val();
                self.recycled_page.d.next = self.recycled_page_i.val();
                self.writes.d.next = bits::<5>(0);
            }

            self.leaves_both_ways.next = (self.leave_list_i.val() == 0) || (self.leave_list_i.val() == 3);
            if self.leave_i.val() {
                self.writes.d.next = bits::<5>(0)
                    .replace_bit(0, self.leave_prev_valid_i.val() && self.leaves_both_ways.val())
                    .replace_bit(1, self.leave_next_valid_i.val() && self.leaves_both_ways.val());
                if self.leave_list_i.val() == 2 {
                    self.pointer.d.next = (self.pointer.q.val() | bit_cast::<POINTER, PAGE>(self.last_span_page_i.val())) + 1;
                }
                if !self.leave_prev_valid_i.val() {
                    match self.leave_list_i.val().index() {
                        0 => {
                            self.available_valid.d.next = self.leave_next_valid_i.val();
                            self.available_page.d.next = self.leave_next_page_i.val();
                        }
                        1 => {
                            self.recycled_valid.d.next = self.leave_next_valid_i.val();
                            self.recycled_page.d.next = self.leave_next_page_i.val();
                        }
                        3 => {
                            self.full_valid.d.next = self.leave_next_valid_i.val();
                            self.full_page.d.next = self.leave_next_page_i.val();
                        }
                        _ => {}
                    }
                }
            }

            if self.join_i.val() {
                match self.join_list_i.val().index() {
                    0 => {
                        self.head_valid.d.next = self.available_valid.q.val();
                        self.head_page.d.next = self.available_page.q.val();
                        self.available_valid.d.next = true;
                        self.available_page.d.next = self.join_page_i.val();
                        self.writes.d.next = (self.writes.q.val() | 0x0C).replace_bit(4, self.available_valid.q.val());
                    }
                    1 => {
                        self.head_valid.d.next = self.recycled_valid.q.val();
                        self.head_page.d.next = self.recycled_page.q.val();
                        self.recycled_valid.d.next = true;
                        self.recycled_page.d.next = self.join_page_i.val();
                    }
                    _ => {
                        self.head_valid.d.next = self.full_valid.q.val();
                        self.head_page.d.next = self.full_page.q.val();
                        self.full_valid.d.next = true;
                        self.full_page.d.next = self.join_page_i.val();
                        self.writes.d.next = (self.writes.q.val() | 0x0C).replace_bit(4, self.full_valid.q.val());
                    }
                }
            }

            self.pointer_o.next = self.pointer.q.val();
            self.available_valid_o.next = self.available_valid.q.val();
            self.available_page_o.next = self.available_page.q.val();
            self.full_valid_o.next = self.full_valid.q.val();
            self.full_page_o.next = self.full_page.q.val();
            self.recycled_valid_o.next = self.recycled_valid.q.val();
            self.recycled_page_o.next = self.recycled_page.q.val();
            self.head_valid_o.next = self.head_valid.q.val();
            self.head_page_o.next = self.head_page.q.val();
            self.writes_o.next = self.writes.q.val();
        }
    }
}

#[cfg(test)]
mod tests;
