//! Translation look-aside buffer: which frame a page has, for the pages asked about of late.
//!
//! ```text
//!   stage 0                                              stage 1
//!                 +-----------------------------+
//!  lookup_vpn_i ─►| compare with every entry    |──► hit_o, data_o, vpn_o
//!                 |          ▲                  |
//!  change_vpn_i ─►| fill, or invalidate one ────|──► stage 1 follows, if it holds that page
//!                 +-----------------------------+
//!
//!   clk_i             __/^^\__/^^\__/^^\__/^^\__/^^\__
//!   lookup_advance_i  __/^^^^^^^^^^^\_________________
//!   lookup_vpn_i      --X  a  X  b  X-----------------
//!   vpn_o                     X  a  X        b
//!   hit_o             ________/^^^^^\___________/^^^^^      b is filled in the cycle before
//! ```
//!
//! # Contract
//!
//! * Latency: one cycle. `hit_o` and `data_o` tell of the page that was on `lookup_vpn_i` in the last cycle with
//!   `lookup_advance_i`; one page a cycle.
//! * A fill goes into the lowest entry that is not valid; if all are, into the entries in turn, from the lowest on. The turn starts
//!   anew with `clear_i`. A fill of a page that is there takes its old entry out.
//! * What is filled, invalidated or cleared while a page waits in stage 1 changes the result for that page. A page that enters stage 1 in the
//!   cycle in which it is filled is a miss, and so is one that is invalidated then.
//! * Assumes: no fill in the cycle of an invalidation, and none of another page while the one in stage 1 has an entry and stays: its data
//!   may be replaced.
//!
//! # Cost
//!
//! ENTRIES pages in flip-flops with two comparators each; the data are in LUT memory, one row an entry. That is read in stage 1, which balances
//! the two: the comparators take most of stage 0.

use crate::find_first_zero::FindFirstZero;
use crate::prim::{Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// A fully associative buffer of ENTRIES = 2^INDEX pages of VPN bits, with DATA bits each. LEAVES is 2 ENTRIES.
#[derive(LogicBlock)]
pub struct Tlb<const INDEX: usize, const ENTRIES: usize, const LEAVES: usize, const VPN: usize, const DATA: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: takes every entry out.
    pub rst_ni: Signal<In, Bit>,
    /// Take every entry out.
    pub clear_i: Signal<In, Bit>,

    /// The page of stage 0 moves to stage 1.
    pub lookup_advance_i: Signal<In, Bit>,
    /// Page in stage 0.
    pub lookup_vpn_i: Signal<In, Bits<VPN>>,
    /// Page in stage 1.
    pub vpn_o: Signal<Out, Bits<VPN>>,
    /// It has an entry.
    pub hit_o: Signal<Out, Bit>,
    /// The entry's data.
    pub data_o: Signal<Out, Bits<DATA>>,

    /// Put a page in.
    pub fill_valid_i: Signal<In, Bit>,
    /// Take a page out, if it is there.
    pub invalidate_valid_i: Signal<In, Bit>,
    /// That page.
    pub change_vpn_i: Signal<In, Bits<VPN>>,
    /// Data of the page put in.
    pub fill_data_i: Signal<In, Bits<DATA>>,

    valid: Register<Bits<ENTRIES>>,
    vpns: Vec<Register<Bits<VPN>>>,
    rows: RegisterFile<Bits<DATA>, INDEX>,
    /// The entry that is replaced next when all are valid.
    turn: Register<Bits<INDEX>>,
    first_free: FindFirstZero<ENTRIES, INDEX, LEAVES>,
    vpn_1: Register<Bits<VPN>>,
    hit_1: Register<Bit>,
    index_1: Register<Bits<INDEX>>,

    /// Entries whose number has bit n.
    with_bit: Vec<Constant<Bits<ENTRIES>>>,
    found: Signal<Local, Bits<ENTRIES>>,
    found_index: Signal<Local, Bits<INDEX>>,
    /// Entries of the page that changes.
    changed: Signal<Local, Bits<ENTRIES>>,
    change: Signal<Local, Bit>,
    filled_index: Signal<Local, Bits<INDEX>>,
    filled: Signal<Local, Bits<ENTRIES>>,
}

impl<const INDEX: usize, const ENTRIES: usize, const LEAVES: usize, const VPN: usize, const DATA: usize> Default
    for Tlb<INDEX, ENTRIES, LEAVES, VPN, DATA>
{
    fn default() -> Self {
        let numbers_with = |bit: usize| (0..ENTRIES as u64).filter(move |entry| entry >> bit & 1 == 1);
        let with_bit = |bit| numbers_with(bit).map(|entry| 1 << entry).sum::<u64>();
        crate::module!(
            vpns: (0..ENTRIES).map(|_| Default::default()).collect(),
            with_bit: (0..INDEX).map(|bit| Constant::new(bits(with_bit(bit)))).collect();
            clk_i, rst_ni, clear_i, lookup_advance_i, lookup_vpn_i, vpn_o, hit_o, data_o, fill_valid_i,
            invalidate_valid_i, change_vpn_i, fill_data_i, valid, rows, turn, first_free, vpn_1, hit_1, index_1, found,
            found_index, changed, change, filled_index, filled,
        )
    }
}

impl<const INDEX: usize, const ENTRIES: usize, const LEAVES: usize, const VPN: usize, const DATA: usize> Logic
    for Tlb<INDEX, ENTRIES, LEAVES, VPN, DATA>
{
    kernel! {
        #[hdl_gen]
        "memento_tlb",
        registers: [valid, turn, vpn_1, hit_1, index_1],
        clocked: [rows],
        fn update(&mut self) {
            comment!("Entries of the page that changes: whatever happens to it, they go.");
            self.change.next = self.fill_valid_i.val() || self.invalidate_valid_i.val();
            self.changed.next = bits::<ENTRIES>(0);
            for entry in 0..ENTRIES {
                self.changed.next = self.changed.val().replace_bit(entry,
                    self.change.val() && (self.vpns[entry].q.val() == self.change_vpn_i.val()));
            }

            comment!("Where a fill goes.");
            self.first_free.word_i.next = self.valid.q.val();
            self.filled_index.next = self.turn.q.val();
            if self.first_free.found_o.val() {
                self.filled_index.next = self.first_free.index_o.val();
            }
            self.filled.next = bits::<ENTRIES>(0);
            if self.fill_valid_i.val() {
                self.filled.next = bits::<ENTRIES>(1) << self.filled_index.val();
                if !self.first_free.found_o.val() {
                    self.turn.d.next = self.turn.q.val() + 1;
                }
            }
            for entry in 0..ENTRIES {
                self.vpns[entry].clk_i.next = self.clk_i.val();
                self.vpns[entry].rst_ni.next = self.rst_ni.val();
                self.vpns[entry].d.next = self.vpns[entry].q.val();
                if self.filled.val().get_bit(entry) {
                    self.vpns[entry].d.next = self.change_vpn_i.val();
                }
            }
            self.valid.d.next = (self.valid.q.val() & !self.changed.val()) | self.filled.val();
            self.rows.write_enable_i.next = self.fill_valid_i.val();
            self.rows.write_address_i.next = self.filled_index.val();
            self.rows.write_data_i.next = self.fill_data_i.val();

            comment!("Stage 0: at most one entry is found, so that its number is made of ors alone.");
            self.found.next = bits::<ENTRIES>(0);
            for entry in 0..ENTRIES {
                self.found.next = self.found.val().replace_bit(
                    entry,
                    self.valid.q.val().get_bit(entry) && (self.vpns[entry].q.val() == self.lookup_vpn_i.val()),
                );
            }
            self.found_index.next = bits::<INDEX>(0);
            for bit in 0..INDEX {
                self.found_index.next = self.found_index.val().replace_bit(bit,
                    (self.found.val() & self.with_bit[bit].val()).any());
            }

            comment!("Stage 1.");
            if self.lookup_advance_i.val() {
                self.vpn_1.d.next = self.lookup_vpn_i.val();
                self.hit_1.d.next = self.found.val().any()
                    && !(self.change.val() && (self.lookup_vpn_i.val() == self.change_vpn_i.val()));
                self.index_1.d.next = self.found_index.val();
            } else if self.change.val() && (self.vpn_1.q.val() == self.change_vpn_i.val()) {
                self.hit_1.d.next = self.fill_valid_i.val();
                self.index_1.d.next = self.filled_index.val();
            }
            if self.clear_i.val() {
                self.valid.d.next = bits::<ENTRIES>(0);
                self.turn.d.next = bits::<INDEX>(0);
                self.hit_1.d.next = false;
            }
            self.vpn_o.next = self.vpn_1.q.val();
            self.hit_o.next = self.hit_1.q.val();
            self.rows.read_address_i.next = self.index_1.q.val();
            self.data_o.next = self.rows.read_data_o.val();
        }
    }
}
