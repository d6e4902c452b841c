//! A queue between two streams.
//!
//! ```text
//!                +------------------------+
//!  push_valid_i ►|                        |► pop_valid_o
//!  push_data_i  ►|  2^DEPTH rows of T     |► pop_data_o
//!  push_ready_o ◄|                        |◄ pop_ready_i
//!                +-----------+------------+
//!                            ▼ count_o
//! ```
//!
//! # Contract
//!
//! * An item moves in a cycle in which its side's `valid` and `ready` are both high. Items come out in the order in which they
//!   went in, the first time in the cycle after; 2^DEPTH items fit.
//! * Full throughput: one in and one out per cycle, at any filling below full.
//! * No combinational path from one side to the other: `push_ready_o`, `pop_valid_o` and `count_o` come from registers alone,
//!   `pop_data_o` from the rows.
//! * Once `pop_valid_o` is high it and `pop_data_o` stay until the item is taken.
//!
//! # Cost
//!
//! A register file of 2^DEPTH rows of `T` and 3 DEPTH + 1 flip-flops.

use crate::prim::{Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// A queue of 2^DEPTH items. COUNT is DEPTH + 1.
#[derive(LogicBlock)]
pub struct Fifo<T: Synth, const DEPTH: usize, const COUNT: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties the queue.
    pub rst_ni: Signal<In, Bit>,
    /// An item is offered.
    pub push_valid_i: Signal<In, Bit>,
    /// There is room for an item.
    pub push_ready_o: Signal<Out, Bit>,
    /// The item offered.
    pub push_data_i: Signal<In, T>,
    /// The queue is not empty.
    pub pop_valid_o: Signal<Out, Bit>,
    /// The oldest item is taken.
    pub pop_ready_i: Signal<In, Bit>,
    /// The oldest item.
    pub pop_data_o: Signal<Out, T>,
    /// Items in the queue.
    pub count_o: Signal<Out, Bits<COUNT>>,
    rows: RegisterFile<T, DEPTH>,
    newest: Register<Bits<DEPTH>>,
    oldest: Register<Bits<DEPTH>>,
    count: Register<Bits<COUNT>>,
    /// The count is not 0.
    some: Register<Bit>,
    push: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
    capacity: Constant<Bits<COUNT>>,
}

impl<T: Synth, const DEPTH: usize, const COUNT: usize> Default for Fifo<T, DEPTH, COUNT> {
    fn default() -> Self {
        assert_eq!(COUNT, DEPTH + 1, "COUNT must be DEPTH + 1");
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            push_valid_i: Default::default(),
            push_ready_o: Default::default(),
            push_data_i: Default::default(),
            pop_valid_o: Default::default(),
            pop_ready_i: Default::default(),
            pop_data_o: Default::default(),
            count_o: Default::default(),
            rows: Default::default(),
            newest: Default::default(),
            oldest: Default::default(),
            count: Default::default(),
            some: Default::default(),
            push: Default::default(),
            pop: Default::default(),
            capacity: Constant::new(bits(1 << DEPTH)),
        }
    }
}

impl<T: Synth, const DEPTH: usize, const COUNT: usize> Logic for Fifo<T, DEPTH, COUNT> {
    kernel! {
        #[hdl_gen]
        "memento_fifo",
        registers: [newest, oldest, count, some],
        clocked: [rows],
        fn update(&mut self) {
            self.push_ready_o.next = self.count.q.val() != self.capacity.val();
            self.pop_valid_o.next = self.some.q.val();
            self.count_o.next = self.count.q.val();
            self.push.next = self.push_valid_i.val() && (self.count.q.val() != self.capacity.val());
            self.pop.next = self.pop_ready_i.val() && self.some.q.val();

            comment!("The free row takes whatever is offered; only the counters wait for the push.");
            self.rows.write_enable_i.next = self.push_ready_o.val();
            self.rows.write_address_i.next = self.newest.q.val();
            self.rows.write_data_i.next = self.push_data_i.val();
            self.rows.read_address_i.next = self.oldest.q.val();
            self.pop_data_o.next = self.rows.read_data_o.val();

            if self.push.val() {
                self.newest.d.next = self.newest.q.val() + 1;
            }
            if self.pop.val() {
                self.oldest.d.next = self.oldest.q.val() + 1;
            }
            self.some.d.next =
                self.push.val() || (self.some.q.val() && !(self.pop.val() && (self.count.q.val() == 1)));
            if self.push.val() && !self.pop.val() {
                self.count.d.next = self.count.q.val() + 1;
            }
            if self.pop.val() && !self.push.val() {
                self.count.d.next = self.count.q.val() - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle, tick, Random};
    use std::collections::VecDeque;

    /// Offers numbered items and takes them at the given rates (of 8), against a queue of the standard library.
    fn run<const DEPTH: usize, const COUNT: usize>(seed: u64, push_rate: u64, pop_rate: u64, cycles: u32) -> u64 {
        let mut uut = prepare(Fifo::<Bits<16>, DEPTH, COUNT>::default());
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        let mut random = Random::new(seed);
        let mut queue = VecDeque::new();
        let mut moved = 0;
        for item in 0..cycles as u64 {
            uut.push_valid_i.next = random.below(8) < push_rate;
            uut.push_data_i.next = bits(item & 0xffff);
            uut.pop_ready_i.next = random.below(8) < pop_rate;
            settle(&mut uut);
            assert_eq!(uut.count_o.val(), bits(queue.len() as u64));
            assert_eq!(uut.push_ready_o.val(), queue.len() < 1 << DEPTH);
            assert_eq!(uut.pop_valid_o.val(), !queue.is_empty());
            if let Some(&oldest) = queue.front() {
                assert_eq!(uut.pop_data_o.val(), bits(oldest));
            }
            let push = uut.push_valid_i.val() && uut.push_ready_o.val();
            if uut.pop_ready_i.val() && uut.pop_valid_o.val() {
                queue.pop_front();
                moved += 1;
            }
            if push {
                queue.push_back(item & 0xffff);
            }
            tick(&mut uut, |m| &mut m.clk_i);
        }
        moved
    }

    #[test]
    fn items_come_out_once_and_in_order_under_any_back_pressure() {
        for seed in 1..=16 {
            run::<1, 2>(seed, 1 + seed % 8, 1 + seed / 2 % 8, 500);
            run::<3, 4>(seed, 1 + seed % 8, 1 + seed / 2 % 8, 500);
        }
    }

    #[test]
    fn one_item_a_cycle_without_bubbles() {
        assert_eq!(
            run::<1, 2>(1, 8, 8, 1_000),
            999,
            "the first item comes out a cycle after it went in"
        );
    }

    #[test]
    fn reset_in_operation_empties_it() {
        let mut uut = prepare(Fifo::<Bits<8>, 2, 3>::default());
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        uut.push_valid_i.next = true;
        (0..3).for_each(|_| tick(&mut uut, |m| &mut m.clk_i));
        assert_eq!(uut.count_o.val(), bits(3));
        uut.rst_ni.next = false;
        tick(&mut uut, |m| &mut m.clk_i);
        assert_eq!(uut.count_o.val(), bits(0));
        assert!(!uut.pop_valid_o.val());
    }
}
