//! Pointer bank: for each size class, how far its slice has been handed out and where its arena lists begin.
//!
//! ```text
//!                    +--------------------------------------+
//!   read_class_i ───►| rows (RAM)                           |
//!                    |  pointer ────────────────────────────|──► pointer_o
//!   write_class_i ──►|  heads ──────────────────────────────|──► available / full / recycled head
//!   row to write ───►|                                      |──► fresh_ok_o    one more arena fits
//!   limit ──────────►|  span (table)                        |──► last_span_page_o
//!   page_i ─────────►|                                      |──► handed_out_o  the page is below the pointer
//!                    +--------------------------------------+
//!
//!   clk_i           __/^^\__/^^\__/^^\__/^^\__
//!   read_valid_i    __/^^^^^^^^^^^\___________
//!   read_class_i    --X  3  X  5  X-----------
//!   pointer_o, ..         --X  3  X  5 ........     stays until the next read
//! ```
//!
//! # Contract
//!
//! * Latency: outputs show the row of `read_class_i` from the cycle after one with `read_valid_i`, and keep showing it until
//!   the next read, whatever is written in between. One read and one write per cycle.
//! * `handed_out_o` compares `page_i` with the row shown, both as they were in the cycle before; `last_span_page_o` is of the class whose
//!   row was shown then.
//! * Reset empties every class: pointer 0 and three empty lists. The memory cannot be emptied at once, so `ready_o` is low for the
//!   2^CLASS cycles after reset in which that is done.
//! * `fresh_ok_o` says whether `pointer_o` plus the span of the class is at most the limit; `pointer_o` plus the span is
//!   `(pointer_o | last_span_page_o) + 1`.
//! * Assumes: pointers and the limit are at most 2^PAGE, the pages of a slice, and a pointer is a multiple of its class's
//!   span; no class is read in the cycle in which it is written, and none is
//!   written while `ready_o` is low; what is read then means nothing.
//!
//! # Invariants
//!
//! The bank keeps what it is told; that the allocation pointer never goes back and that the lists hold what they should
//! is the writer's duty.
//!
//! # Cost
//!
//! A memory of 2^CLASS rows of 4 (PAGE + 1) bits with a synchronous read port, and 2 CLASS + PAGE + 2
//! flip-flops beside it. Since spans are powers of two, the limit is rounded down to a multiple
//! of the span by a mask; behind the memory stands one carry chain. The mask is looked up for the class of the row shown, because
//! `read_class_i` comes late.

use crate::last_span_page::LastSpanPage;
use crate::prim::{Ram, RamStyle, Register};
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// Allocation pointers and list heads of 2^CLASS classes. POINTER is PAGE + 1, since a pointer may
/// stand at the end of the slice.
#[derive(LogicBlock)]
pub struct PointerBank<const CLASS: usize, const PAGE: usize, const POINTER: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: forgets every row.
    pub rst_ni: Signal<In, Bit>,
    /// Pages of each slice that may be handed out.
    pub slice_limit_pages_i: Signal<In, Bits<POINTER>>,

    /// Rows can be read and written.
    pub ready_o: Signal<Out, Bit>,
    /// Read a row.
    pub read_valid_i: Signal<In, Bit>,
    /// Class whose row to read.
    pub read_class_i: Signal<In, Bits<CLASS>>,
    /// Allocation pointer: first page never handed out.
    pub pointer_o: Signal<Out, Bits<POINTER>>,
    /// The available list is not empty.
    pub available_valid_o: Signal<Out, Bit>,
    /// First page of the available list's first arena.
    pub available_page_o: Signal<Out, Bits<PAGE>>,
    /// The full list is not empty.
    pub full_valid_o: Signal<Out, Bit>,
    /// First page of the full list's first arena.
    pub full_page_o: Signal<Out, Bits<PAGE>>,
    /// The recycled list is not empty.
    pub recycled_valid_o: Signal<Out, Bit>,
    /// First page of the recycled list's first arena.
    pub recycled_page_o: Signal<Out, Bits<PAGE>>,
    /// One more arena fits below the limit.
    pub fresh_ok_o: Signal<Out, Bit>,
    /// Pages in the span of the class whose row was shown in the cycle before, less one.
    pub last_span_page_o: Signal<Out, Bits<PAGE>>,
    /// A page of the class read.
    pub page_i: Signal<In, Bits<PAGE>>,
    /// It was below the allocation pointer.
    pub handed_out_o: Signal<Out, Bit>,

    /// Write a row.
    pub write_enable_i: Signal<In, Bit>,
    /// Class whose row to write.
    pub write_class_i: Signal<In, Bits<CLASS>>,
    /// Allocation pointer to write.
    pub write_pointer_i: Signal<In, Bits<POINTER>>,
    /// Whether the available list has a first arena.
    pub write_available_valid_i: Signal<In, Bit>,
    /// Its first page.
    pub write_available_page_i: Signal<In, Bits<PAGE>>,
    /// Whether the full list has a first arena.
    pub write_full_valid_i: Signal<In, Bit>,
    /// Its first page.
    pub write_full_page_i: Signal<In, Bits<PAGE>>,
    /// Whether the recycled list has a first arena.
    pub write_recycled_valid_i: Signal<In, Bit>,
    /// Its first page.
    pub write_recycled_page_i: Signal<In, Bits<PAGE>>,

    /// An allocation pointer is written in this cycle, after a reset too.
    pub pointer_write_valid_o: Signal<Out, Bit>,
    /// Its class.
    pub pointer_write_class_o: Signal<Out, Bits<CLASS>>,
    /// The pointer.
    pub pointer_write_value_o: Signal<Out, Bits<POINTER>>,

    /// Heads are kept as a page number with the valid bit below it.
    pointers: Ram<Bits<POINTER>, CLASS>,
    available_heads: Ram<Bits<POINTER>, CLASS>,
    full_heads: Ram<Bits<POINTER>, CLASS>,
    recycled_heads: Ram<Bits<POINTER>, CLASS>,
    last_span_page: LastSpanPage<CLASS, PAGE>,
    shown_span: Register<Bits<PAGE>>,
    ready: Register<Bit>,
    /// The class that is emptied, after reset.
    emptied: Register<Bits<CLASS>>,
    handed_out: Register<Bit>,
    /// The class whose row is shown.
    class: Register<Bits<CLASS>>,
    /// The limit, rounded down to a multiple of that class's span.
    fit_end: Signal<Local, Bits<POINTER>>,

    write_enable: Signal<Local, Bit>,
    write_class: Signal<Local, Bits<CLASS>>,
    write_pointer: Signal<Local, Bits<POINTER>>,
    write_available: Signal<Local, Bits<POINTER>>,
    write_full: Signal<Local, Bits<POINTER>>,
    write_recycled: Signal<Local, Bits<POINTER>>,
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize> PointerBank<CLASS, PAGE, POINTER> {
    /// An empty bank for `geometry`, whose widths the const generics must have, in memories of the given style.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, style: RamStyle) -> Self {
        let name = geometry.name;
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert_eq!(POINTER, PAGE + 1, "POINTER must be PAGE + 1");
        crate::module!(
            pointers: Ram::new(style),
            available_heads: Ram::new(style),
            full_heads: Ram::new(style),
            recycled_heads: Ram::new(style),
            last_span_page: LastSpanPage::new(geometry);
            clk_i, rst_ni, slice_limit_pages_i, ready_o, read_valid_i, read_class_i, pointer_o, available_valid_o,
            available_page_o, full_valid_o, full_page_o, recycled_valid_o, recycled_page_o, fresh_ok_o,
            last_span_page_o, shown_span, page_i, handed_out_o, write_enable_i, write_class_i, write_pointer_i,
            write_available_valid_i, write_available_page_i, write_full_valid_i, write_full_page_i,
            write_recycled_valid_i, write_recycled_page_i, pointer_write_valid_o, pointer_write_class_o,
            pointer_write_value_o, ready, emptied, handed_out, class, fit_end, write_enable,
            write_class, write_pointer, write_available, write_full, write_recycled,
        )
    }
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize> Logic for PointerBank<CLASS, PAGE, POINTER> {
    kernel! {
        #[hdl_gen]
        "memento_pointer_bank",
        registers: [ready, emptied, handed_out, class, shown_span],
        clocked: [pointers, available_heads, full_heads, recycled_heads],
        fn update(&mut self) {
            comment!("After reset, one empty row after the other is written.");
            self.ready_o.next = self.ready.q.val();
            self.write_enable.next = !self.ready.q.val();
            self.write_class.next = self.emptied.q.val();
            self.write_pointer.next = bits::<POINTER>(0);
            self.write_available.next = bits::<POINTER>(0);
            self.write_full.next = bits::<POINTER>(0);
            self.write_recycled.next = bits::<POINTER>(0);
            self.emptied.d.next = self.emptied.q.val() + 1;
            if self.emptied.q.val().all() {
                self.ready.d.next = true;
            }
            if self.ready.q.val() {
                self.write_enable.next = self.write_enable_i.val();
                self.write_class.next = self.write_class_i.val();
                self.write_pointer.next = self.write_pointer_i.val();
                self.write_available.next = (bit_cast::<POINTER, PAGE>(self.write_available_page_i.val()) << 1)
                    | bit_cast::<POINTER, 1>(self.write_available_valid_i.val().into());
                self.write_full.next = (bit_cast::<POINTER, PAGE>(self.write_full_page_i.val()) << 1)
                    | bit_cast::<POINTER, 1>(self.write_full_valid_i.val().into());
                self.write_recycled.next = (bit_cast::<POINTER, PAGE>(self.write_recycled_page_i.val()) << 1)
                    | bit_cast::<POINTER, 1>(self.write_recycled_valid_i.val().into());
            }

            self.pointer_write_valid_o.next = self.write_enable.val();
            self.pointer_write_class_o.next = self.write_class.val();
            self.pointer_write_value_o.next = self.write_pointer.val();

            self.pointers.read_enable_i.next = self.read_valid_i.val();
            self.pointers.read_address_i.next = self.read_class_i.val();
            self.pointers.write_enable_i.next = self.write_enable.val();
            self.pointers.write_address_i.next = self.write_class.val();
            self.pointers.write_data_i.next = self.write_pointer.val();
            self.available_heads.read_enable_i.next = self.read_valid_i.val();
            self.available_heads.read_address_i.next = self.read_class_i.val();
            self.available_heads.write_enable_i.next = self.write_enable.val();
            self.available_heads.write_address_i.next = self.write_class.val();
            self.available_heads.write_data_i.next = self.write_available.val();
            self.full_heads.read_enable_i.next = self.read_valid_i.val();
            self.full_heads.read_address_i.next = self.read_class_i.val();
            self.full_heads.write_enable_i.next = self.write_enable.val();
            self.full_heads.write_address_i.next = self.write_class.val();
            self.full_heads.write_data_i.next = self.write_full.val();
            self.recycled_heads.read_enable_i.next = self.read_valid_i.val();
            self.recycled_heads.read_address_i.next = self.read_class_i.val();
            self.recycled_heads.write_enable_i.next = self.write_enable.val();
            self.recycled_heads.write_address_i.next = self.write_class.val();
            self.recycled_heads.write_data_i.next = self.write_recycled.val();

            if self.read_valid_i.val() {
                self.class.d.next = self.read_class_i.val();
            }
            self.last_span_page.class_i.next = self.class.q.val();
            self.fit_end.next =
                self.slice_limit_pages_i.val() & !bit_cast::<POINTER, PAGE>(self.last_span_page.number_o.val());

            self.pointer_o.next = self.pointers.read_data_o.val();
            self.available_valid_o.next = self.available_heads.read_data_o.val().get_bit(0);
            self.available_page_o.next = self.available_heads.read_data_o.val().get_bits::<PAGE>(1);
            self.full_valid_o.next = self.full_heads.read_data_o.val().get_bit(0);
            self.full_page_o.next = self.full_heads.read_data_o.val().get_bits::<PAGE>(1);
            self.recycled_valid_o.next = self.recycled_heads.read_data_o.val().get_bit(0);
            self.recycled_page_o.next = self.recycled_heads.read_data_o.val().get_bits::<PAGE>(1);
            self.fresh_ok_o.next = self.pointers.read_data_o.val() < self.fit_end.val();
            self.shown_span.d.next = self.last_span_page.number_o.val();
            self.last_span_page_o.next = self.shown_span.q.val();
            comment!("Half a page is added, so that it is the page, and not the later pointer, that the subtraction inverts.");
            self.handed_out.d.next = (bit_cast::<32, POINTER>(self.pointers.read_data_o.val()) << 1)
                >= ((bit_cast::<32, PAGE>(self.page_i.val()) << 1) | 1);
            self.handed_out_o.next = self.handed_out.q.val();
        }
    }
}

#[cfg(test)]
mod tests;
