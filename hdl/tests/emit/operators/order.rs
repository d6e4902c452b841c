//! What a read sees that stands between two assignments, before the first or behind the last.
//!
//! A `Local` or an output shows the value of the moment, a register's `d` its final value. Each output here differs
//! between the two readings.

use super::vectors::{drive, Dut};
use memento_hdl::prim::Register;
use memento_hdl::{comment, kernel, module};
use rust_hdl_core::prelude::*;

/// Reads in every place.
#[derive(LogicBlock)]
pub struct Order<const W: usize> {
    pub clk_i: Signal<In, Clock>,
    pub rst_ni: Signal<In, Bit>,
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub flag_i: Signal<In, Bit>,
    pub other_i: Signal<In, Bit>,
    pub early_o: Signal<Out, Bits<W>>,
    pub default_o: Signal<Out, Bits<W>>,
    pub late_o: Signal<Out, Bits<W>>,
    pub in_if_o: Signal<Out, Bits<W>>,
    pub in_arm_o: Signal<Out, Bits<W>>,
    pub nested_o: Signal<Out, Bits<W>>,
    pub chained_o: Signal<Out, Bits<W>>,
    pub port_o: Signal<Out, Bits<W>>,
    pub port_then_o: Signal<Out, Bits<W>>,
    pub next_early_o: Signal<Out, Bits<W>>,
    pub next_between_o: Signal<Out, Bits<W>>,
    pub next_late_o: Signal<Out, Bits<W>>,
    pub kept_o: Signal<Out, Bits<W>>,
    pub stepped_o: Signal<Out, Bits<W>>,
    top: Signal<Local, Bits<W>>,
    inner: Signal<Local, Bits<W>>,
    arm: Signal<Local, Bits<W>>,
    deep: Signal<Local, Bits<W>>,
    first: Signal<Local, Bits<W>>,
    second: Signal<Local, Bits<W>>,
    chain: [Signal<Local, Bits<W>>; 3],
    turn: Signal<Local, Bits<W>>,
    kept: Register<Bits<W>>,
    stepped: Register<Bits<W>>,
    one: Constant<Bits<9>>,
}

impl<const W: usize> Default for Order<W> {
    fn default() -> Self {
        module! {
            one: Constant::new(bits(1));
            clk_i, rst_ni, a_i, b_i, nine_i, flag_i, other_i, early_o, default_o, late_o, in_if_o, in_arm_o, nested_o,
            chained_o, port_o, port_then_o, next_early_o, next_between_o, next_late_o, kept_o, stepped_o, top, inner, arm,
            deep, first, second, chain, turn, kept, stepped,
        }
    }
}

impl<const W: usize> Logic for Order<W> {
    kernel! {
        #[hdl_gen]
        "memento_order",
        registers: [kept, stepped],
        fn update(&mut self) {
            comment!("At the top level: before the default, behind it, and behind all.");
            self.top.next = self.a_i.val();
            self.default_o.next = self.top.val();
            if self.flag_i.val() {
                self.top.next = self.b_i.val();
            }
            self.late_o.next = self.top.val();

            comment!("Within an if, and reassigned in it.");
            self.inner.next = self.a_i.val();
            self.in_if_o.next = self.b_i.val();
            if self.flag_i.val() {
                self.in_if_o.next = self.inner.val() + 1;
                self.inner.next = !self.a_i.val();
                if self.other_i.val() {
                    self.in_if_o.next = self.inner.val() - 1;
                    self.inner.next = self.b_i.val() ^ self.in_if_o.val();
                }
            } else {
                self.inner.next = self.inner.val() + 1;
                self.in_if_o.next = self.in_if_o.val() ^ self.inner.val();
            }

            comment!("Within the arms of a match that also steps a register.");
            self.arm.next = 0.into();
            match self.nine_i.val().get_bits::<2>(0).index() {
                0 => {
                    self.stepped.d.next = self.arm.val() + self.a_i.val();
                    self.arm.next = self.b_i.val();
                    self.in_arm_o.next = self.arm.val();
                }
                1 => {
                    self.arm.next = self.a_i.val();
                    self.in_arm_o.next = self.arm.val() + 1;
                    self.arm.next = self.inner.val();
                    self.stepped.d.next = self.arm.val() ^ self.stepped.q.val();
                }
                _ => {
                    self.in_arm_o.next = self.arm.val() - 1;
                    self.arm.next = self.stepped.q.val();
                }
            }
            if self.other_i.val() {
                self.arm.next = self.arm.val() + self.in_arm_o.val();
            }

            comment!("Across matches in matches.");
            self.deep.next = self.a_i.val();
            self.nested_o.next = 0.into();
            match self.flag_i.val() {
                true => {
                    match self.nine_i.val().get_bits::<2>(2).index() {
                        0 => self.deep.next = self.b_i.val(),
                        1 => {
                            self.nested_o.next = self.deep.val();
                            self.deep.next = self.b_i.val() + 1;
                        }
                        2 => {
                            if self.other_i.val() {
                                self.nested_o.next = self.deep.val() + 1;
                            }
                            self.deep.next = self.nested_o.val() - 1;
                        }
                        _ => {
                            self.deep.next = self.deep.val() + self.b_i.val();
                            self.nested_o.next = self.deep.val();
                        }
                    }
                    self.nested_o.next = self.nested_o.val() ^ self.deep.val();
                    self.deep.next = self.arm.val();
                }
                false => self.nested_o.next = self.deep.val(),
            }

            comment!("A reader that is reassigned itself, and what reads that.");
            self.first.next = self.a_i.val();
            self.second.next = self.first.val() + 1;
            self.chained_o.next = self.second.val();
            if self.other_i.val() {
                self.first.next = self.second.val();
                self.second.next = self.first.val() + self.deep.val();
            }
            if self.flag_i.val() {
                self.chained_o.next = self.chained_o.val() ^ self.first.val();
            }
            self.turn.next = self.chained_o.val();
            self.chained_o.next = self.turn.val() + self.second.val();

            comment!("An output that is read back.");
            self.port_o.next = self.a_i.val();
            self.port_then_o.next = self.port_o.val();
            if self.flag_i.val() {
                self.port_o.next = self.b_i.val();
                self.port_then_o.next = self.port_o.val() + self.port_then_o.val();
                self.port_o.next = self.port_then_o.val();
            }

            comment!("A register's next value, which is final wherever it is read.");
            self.next_early_o.next = self.kept.d.val();
            self.kept.d.next = self.a_i.val();
            self.next_between_o.next = self.kept.d.val();
            if self.flag_i.val() {
                self.kept.d.next = self.b_i.val() + self.kept.q.val();
            }
            self.next_late_o.next = self.kept.d.val() ^ self.stepped.d.val();
            self.kept_o.next = self.kept.q.val();
            self.stepped_o.next = self.stepped.q.val();

            comment!("Before the first assignment of elements that stand further on: their final value.");
            for i in 0..2 {
                self.chain[i].next = self.chain[i + 1].val() + self.a_i.val();
                if self.nine_i.val().get_bit(i) {
                    self.chain[i].next = self.chain[i].val() ^ self.b_i.val();
                }
            }
            self.chain[2].next = self.b_i.val();
            if self.nine_i.val() < self.one.val() + 255 {
                self.chain[2].next = self.a_i.val();
            }
            self.early_o.next = self.chain[0].val();
        }
    }
}

drive!(clocked Order<W>: rst_ni, a_i, b_i, nine_i, flag_i, other_i);
