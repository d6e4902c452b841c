//! A register slice: cuts every combinational path between the two sides of a stream.
//!
//! ```text
//!                +-----------------------------+
//!  push_valid_i ►|──┬──────────────►[ front ]──|► pop_valid_o
//!  push_data_i  ►|  └─►[ spare ]──────▲        |► pop_data_o
//!  push_ready_o ◄|──── spare is empty          |◄ pop_ready_i
//!                +-----------------------------+
//!
//!   clk_i         __/^^\__/^^\__/^^\__/^^\__/^^\__
//!   push_data_i   X  a  X  b  X     c     X
//!   push_ready_o  ^^^^^^^^^^^^\___________/^^^^^^    b went to the spare register
//!   pop_data_o          X        a        X  b  X
//!   pop_ready_i   __________________/^^^^^^^^^^^^
//! ```
//!
//! # Contract
//!
//! * An item moves in a cycle in which its side's `valid` and `ready` are both high. Items come out in order, one cycle after
//!   they went in when nothing is in the way.
//! * Full throughput: one item per cycle. `push_ready_o`, `pop_valid_o` and `pop_data_o` come straight from registers.
//! * Once `pop_valid_o` is high it and `pop_data_o` stay until the item is taken.
//!
//! # Cost
//!
//! Two registers of `T`, two flip-flops, and one two-way choice per bit.

use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// A register slice for a stream of `T`.
#[derive(LogicBlock, Default)]
pub struct SkidBuffer<T: Synth> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties both registers.
    pub rst_ni: Signal<In, Bit>,
    /// An item is offered.
    pub push_valid_i: Signal<In, Bit>,
    /// There is room for an item.
    pub push_ready_o: Signal<Out, Bit>,
    /// The item offered.
    pub push_data_i: Signal<In, T>,
    /// An item has come through.
    pub pop_valid_o: Signal<Out, Bit>,
    /// The item is taken.
    pub pop_ready_i: Signal<In, Bit>,
    /// The item.
    pub pop_data_o: Signal<Out, T>,
    front_valid: Register<Bit>,
    front: Register<T>,
    spare_valid: Register<Bit>,
    spare: Register<T>,
}

impl<T: Synth> Logic for SkidBuffer<T> {
    kernel! {
        #[hdl_gen]
        "memento_skid_buffer",
        registers: [front_valid, front, spare_valid, spare],
        fn update(&mut self) {
            self.push_ready_o.next = !self.spare_valid.q.val();
            self.pop_valid_o.next = self.front_valid.q.val();
            self.pop_data_o.next = self.front.q.val();

            if self.pop_ready_i.val() || !self.front_valid.q.val() {
                if self.spare_valid.q.val() {
                    self.front.d.next = self.spare.q.val();
                    self.spare_valid.d.next = false;
                } else {
                    self.front.d.next = self.push_data_i.val();
                    self.front_valid.d.next = self.push_valid_i.val();
                }
            } else if self.push_valid_i.val() && !self.spare_valid.q.val() {
                self.spare.d.next = self.push_data_i.val();
                self.spare_valid.d.next = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle, tick, Random};
    use std::collections::VecDeque;

    /// Offers numbered items and takes them at the given rates (of 8); returns how many came through.
    fn run(seed: u64, push_rate: u64, pop_rate: u64, cycles: u32) -> u64 {
        let mut uut = prepare(SkidBuffer::<Bits<16>>::default());
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        let mut random = Random::new(seed);
        let mut inside = VecDeque::new();
        let mut moved = 0;
        for item in 0..cycles as u64 {
            uut.push_valid_i.next = random.below(8) < push_rate;
            uut.push_data_i.next = bits(item & 0xffff);
            let ready_before = uut.push_ready_o.val();
            uut.pop_ready_i.next = random.below(8) < pop_rate;
            settle(&mut uut);
            assert_eq!(uut.push_ready_o.val(), ready_before, "ready depends on registers alone");
            assert_eq!(uut.push_ready_o.val(), inside.len() < 2);
            assert_eq!(uut.pop_valid_o.val(), !inside.is_empty());
            if let Some(&oldest) = inside.front() {
                assert_eq!(uut.pop_data_o.val(), bits(oldest));
            }
            let push = uut.push_valid_i.val() && uut.push_ready_o.val();
            if uut.pop_ready_i.val() && uut.pop_valid_o.val() {
                inside.pop_front();
                moved += 1;
            }
            if push {
                inside.push_back(item & 0xffff);
            }
            tick(&mut uut, |m| &mut m.clk_i);
        }
        moved
    }

    #[test]
    fn items_come_out_once_and_in_order_under_any_back_pressure() {
        for push_rate in 1..=8 {
            for pop_rate in 1..=8 {
                run(8 * push_rate + pop_rate, push_rate, pop_rate, 300);
            }
        }
    }

    #[test]
    fn one_item_a_cycle_without_bubbles() {
        assert_eq!(
            run(1, 8, 8, 1_000),
            999,
            "the first item comes out a cycle after it went in"
        );
    }
}
