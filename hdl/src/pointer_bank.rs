//! Pointer bank: for each size class, how far its slice has been handed out and where its arena lists begin.
//!
//! ```text
//!                    +--------------------------------------+
//!   read_class_i ───►| rows (RAM)    touched (flip-flops)   |
//!                    |  pointer ┐        |                  |──► pointer_o
//!   write_class_i ──►|  heads   ┴──► never written: zeros ──|──► available / full / recycled head
//!   row to write ───►|               just written: the write|──► fresh_ok_o    one more arena fits
//!   limit ──────────►|  span (table)                        |──► fresh_next_o  pointer after it
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
//! * A read in the cycle in which the same class is written shows what is written.
//! * A class not written since reset reads as pointer 0 and three empty lists.
//! * `fresh_ok_o` says whether `pointer_o` plus the span of the class is at most `slice_limit_pages_i`, as that was in the
//!   cycle of the read; `fresh_next_o` is `pointer_o` plus the span.
//! * Assumes: pointers and the limit are at most 2^PAGE, the pages of a slice, and a pointer is a multiple of its class's
//!   span, which it is when it moves by `fresh_next_o` alone.
//!
//! # Invariants
//!
//! The bank keeps what it is told; that the allocation pointer never goes back and that the lists hold what they should
//! is the writer's duty.
//!
//! # Cost
//!
//! A memory of 2^CLASS rows of 4 (PAGE + 1) bits with a synchronous read port, 2^CLASS flip-flops for what reset forgets, and
//! about 5 (PAGE + 1) flip-flops beside the memory. Since spans are powers of two, the limit is rounded down to a multiple
//! of the span by a mask in the cycle of the read; behind the memory stand a two-way choice and one carry chain.

use crate::prim::{Ram, RamStyle, Register, Rom};
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// Allocation pointers and list heads of 2^CLASS classes. CLASSES is 2^CLASS; POINTER is PAGE + 1, since a pointer may
/// stand at the end of the slice.
#[derive(LogicBlock)]
pub struct PointerBank<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const POINTER: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: forgets every row.
    pub rst_ni: Signal<In, Bit>,
    /// Pages of each slice that may be handed out.
    pub slice_limit_pages_i: Signal<In, Bits<POINTER>>,

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
    /// Allocation pointer after one more arena.
    pub fresh_next_o: Signal<Out, Bits<POINTER>>,

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

    /// Heads are kept as a page number with the valid bit below it.
    pointers: Ram<Bits<POINTER>, CLASS>,
    available_heads: Ram<Bits<POINTER>, CLASS>,
    full_heads: Ram<Bits<POINTER>, CLASS>,
    recycled_heads: Ram<Bits<POINTER>, CLASS>,
    last_span_page: Rom<Bits<PAGE>, CLASS>,
    /// Classes written since reset.
    touched: Register<Bits<CLASSES>>,
    /// The row read last is not in the memory: it was being written, or never was.
    aside: Register<Bit>,
    aside_pointer: Register<Bits<POINTER>>,
    aside_available: Register<Bits<POINTER>>,
    aside_full: Register<Bits<POINTER>>,
    aside_recycled: Register<Bits<POINTER>>,
    /// Pages in the span of the class read last, less one.
    span_mask: Register<Bits<PAGE>>,
    /// The limit, rounded down to a multiple of that span.
    end: Register<Bits<POINTER>>,

    same_class: Signal<Local, Bit>,
    write_available: Signal<Local, Bits<POINTER>>,
    write_full: Signal<Local, Bits<POINTER>>,
    write_recycled: Signal<Local, Bits<POINTER>>,
    pointer: Signal<Local, Bits<POINTER>>,
    available: Signal<Local, Bits<POINTER>>,
    full: Signal<Local, Bits<POINTER>>,
    recycled: Signal<Local, Bits<POINTER>>,
}

impl<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const POINTER: usize>
    PointerBank<CLASS, CLASSES, PAGE, POINTER>
{
    /// An empty bank for `geometry`, whose widths the const generics must have, in memories of the given style.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, style: RamStyle) -> Self {
        let name = geometry.name;
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(CLASSES, geometry.classes as usize, "CLASSES of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert_eq!(POINTER, PAGE + 1, "POINTER must be PAGE + 1");
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            slice_limit_pages_i: Default::default(),
            read_valid_i: Default::default(),
            read_class_i: Default::default(),
            pointer_o: Default::default(),
            available_valid_o: Default::default(),
            available_page_o: Default::default(),
            full_valid_o: Default::default(),
            full_page_o: Default::default(),
            recycled_valid_o: Default::default(),
            recycled_page_o: Default::default(),
            fresh_ok_o: Default::default(),
            fresh_next_o: Default::default(),
            write_enable_i: Default::default(),
            write_class_i: Default::default(),
            write_pointer_i: Default::default(),
            write_available_valid_i: Default::default(),
            write_available_page_i: Default::default(),
            write_full_valid_i: Default::default(),
            write_full_page_i: Default::default(),
            write_recycled_valid_i: Default::default(),
            write_recycled_page_i: Default::default(),
            pointers: Ram::new(style),
            available_heads: Ram::new(style),
            full_heads: Ram::new(style),
            recycled_heads: Ram::new(style),
            last_span_page: Rom::new("last_span_page", |class| bits(geometry.span_pages(class as u32) - 1)),
            touched: Default::default(),
            aside: Default::default(),
            aside_pointer: Default::default(),
            aside_available: Default::default(),
            aside_full: Default::default(),
            aside_recycled: Default::default(),
            span_mask: Default::default(),
            end: Default::default(),
            same_class: Default::default(),
            write_available: Default::default(),
            write_full: Default::default(),
            write_recycled: Default::default(),
            pointer: Default::default(),
            available: Default::default(),
            full: Default::default(),
            recycled: Default::default(),
        }
    }
}

impl<const CLASS: usize, const CLASSES: usize, const PAGE: usize, const POINTER: usize> Logic
    for PointerBank<CLASS, CLASSES, PAGE, POINTER>
{
    kernel! {
        #[hdl_gen]
        "memento_pointer_bank",
        registers: [
            touched, aside, aside_pointer, aside_available, aside_full, aside_recycled, span_mask, end,
        ],
        clocked: [pointers, available_heads, full_heads, recycled_heads],
        fn update(&mut self) {
            self.write_available.next = (bit_cast::<POINTER, PAGE>(self.write_available_page_i.val()) << 1)
                | bit_cast::<POINTER, 1>(self.write_available_valid_i.val().into());
            self.write_full.next = (bit_cast::<POINTER, PAGE>(self.write_full_page_i.val()) << 1)
                | bit_cast::<POINTER, 1>(self.write_full_valid_i.val().into());
            self.write_recycled.next = (bit_cast::<POINTER, PAGE>(self.write_recycled_page_i.val()) << 1)
                | bit_cast::<POINTER, 1>(self.write_recycled_valid_i.val().into());

            self.pointers.read_enable_i.next = self.read_valid_i.val();
            self.pointers.read_address_i.next = self.read_class_i.val();
            self.pointers.write_enable_i.next = self.write_enable_i.val();
            self.pointers.write_address_i.next = self.write_class_i.val();
            self.pointers.write_data_i.next = self.write_pointer_i.val();
            self.available_heads.read_enable_i.next = self.read_valid_i.val();
            self.available_heads.read_address_i.next = self.read_class_i.val();
            self.available_heads.write_enable_i.next = self.write_enable_i.val();
            self.available_heads.write_address_i.next = self.write_class_i.val();
            self.available_heads.write_data_i.next = self.write_available.val();
            self.full_heads.read_enable_i.next = self.read_valid_i.val();
            self.full_heads.read_address_i.next = self.read_class_i.val();
            self.full_heads.write_enable_i.next = self.write_enable_i.val();
            self.full_heads.write_address_i.next = self.write_class_i.val();
            self.full_heads.write_data_i.next = self.write_full.val();
            self.recycled_heads.read_enable_i.next = self.read_valid_i.val();
            self.recycled_heads.read_address_i.next = self.read_class_i.val();
            self.recycled_heads.write_enable_i.next = self.write_enable_i.val();
            self.recycled_heads.write_address_i.next = self.write_class_i.val();
            self.recycled_heads.write_data_i.next = self.write_recycled.val();
            if self.write_enable_i.val() {
                self.touched.d.next = self.touched.q.val().replace_bit(self.write_class_i.val().index(), true);
            }

            comment!("The memory shows neither a write of this cycle nor what reset forgot: such rows are kept aside.");
            self.same_class.next = self.write_enable_i.val() && (self.write_class_i.val() == self.read_class_i.val());
            self.last_span_page.address_i.next = self.read_class_i.val();
            if self.read_valid_i.val() {
                self.aside.d.next =
                    self.same_class.val() || !self.touched.q.val().get_bit(self.read_class_i.val().index());
                self.aside_pointer.d.next = 0.into();
                self.aside_available.d.next = 0.into();
                self.aside_full.d.next = 0.into();
                self.aside_recycled.d.next = 0.into();
                if self.same_class.val() {
                    self.aside_pointer.d.next = self.write_pointer_i.val();
                    self.aside_available.d.next = self.write_available.val();
                    self.aside_full.d.next = self.write_full.val();
                    self.aside_recycled.d.next = self.write_recycled.val();
                }
                self.span_mask.d.next = self.last_span_page.data_o.val();
                self.end.d.next = self.slice_limit_pages_i.val()
                    & !bit_cast::<POINTER, PAGE>(self.last_span_page.data_o.val());
            }

            self.pointer.next = self.pointers.read_data_o.val();
            self.available.next = self.available_heads.read_data_o.val();
            self.full.next = self.full_heads.read_data_o.val();
            self.recycled.next = self.recycled_heads.read_data_o.val();
            if self.aside.q.val() {
                self.pointer.next = self.aside_pointer.q.val();
                self.available.next = self.aside_available.q.val();
                self.full.next = self.aside_full.q.val();
                self.recycled.next = self.aside_recycled.q.val();
            }
            self.pointer_o.next = self.pointer.val();
            self.available_valid_o.next = self.available.val().get_bit(0);
            self.available_page_o.next = self.available.val().get_bits::<PAGE>(1);
            self.full_valid_o.next = self.full.val().get_bit(0);
            self.full_page_o.next = self.full.val().get_bits::<PAGE>(1);
            self.recycled_valid_o.next = self.recycled.val().get_bit(0);
            self.recycled_page_o.next = self.recycled.val().get_bits::<PAGE>(1);
            self.fresh_ok_o.next = self.pointer.val() < self.end.q.val();
            self.fresh_next_o.next =
                (self.pointer.val() | bit_cast::<POINTER, PAGE>(self.span_mask.q.val())) + 1;
        }
    }
}

#[cfg(test)]
mod tests;
