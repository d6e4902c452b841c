//! Every combinational operator a kernel may use, one output each.
// The point is what the printer makes of expressions that people would write otherwise.
#![allow(clippy::precedence, clippy::bool_comparison, clippy::nonminimal_bool)]

use super::vectors::{drive, Dut};
use memento_hdl::{comment, kernel};
use rust_hdl_core::prelude::*;

/// `+ - & | ^ !` and the reductions.
#[derive(LogicBlock, Default)]
pub struct Arithmetic<const W: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub flag_i: Signal<In, Bit>,
    pub add_o: Signal<Out, Bits<W>>,
    pub sub_o: Signal<Out, Bits<W>>,
    pub add_one_o: Signal<Out, Bits<W>>,
    pub one_minus_o: Signal<Out, Bits<W>>,
    pub add_flag_o: Signal<Out, Bits<W>>,
    pub and_o: Signal<Out, Bits<W>>,
    pub or_o: Signal<Out, Bits<W>>,
    pub xor_o: Signal<Out, Bits<W>>,
    pub not_o: Signal<Out, Bits<W>>,
    pub any_o: Signal<Out, Bit>,
    pub all_o: Signal<Out, Bit>,
    pub parity_o: Signal<Out, Bit>,
    pub add_then_halve_o: Signal<Out, Bits<W>>,
    pub halve_sum_of_three_o: Signal<Out, Bits<W>>,
    pub sub_chain_o: Signal<Out, Bits<W>>,
    pub sub_grouped_o: Signal<Out, Bits<W>>,
    pub not_of_sum_o: Signal<Out, Bits<W>>,
    pub mixed_o: Signal<Out, Bits<W>>,
    pub any_of_and_o: Signal<Out, Bit>,
    pub all_of_not_o: Signal<Out, Bit>,
    pub isolated_o: Signal<Out, Bits<W>>,
}

impl<const W: usize> Logic for Arithmetic<W> {
    kernel! {
        #[hdl_gen]
        "memento_arithmetic",
        fn update(&mut self) {
            self.add_o.next = self.a_i.val() + self.b_i.val();
            self.sub_o.next = self.a_i.val() - self.b_i.val();
            self.add_one_o.next = self.a_i.val() + 1;
            self.one_minus_o.next = 1 - self.a_i.val();
            self.add_flag_o.next = self.a_i.val() + self.flag_i.val();
            self.and_o.next = self.a_i.val() & self.b_i.val();
            self.or_o.next = self.a_i.val() | self.b_i.val();
            self.xor_o.next = self.a_i.val() ^ self.b_i.val();
            self.not_o.next = !self.a_i.val();
            self.any_o.next = self.a_i.val().any();
            self.all_o.next = self.a_i.val().all();
            self.parity_o.next = self.a_i.val().xor();
            self.add_then_halve_o.next = (self.a_i.val() + 1) >> 1;
            self.halve_sum_of_three_o.next = (self.a_i.val() + self.b_i.val() + 1) >> 1;
            self.sub_chain_o.next = self.a_i.val() - self.b_i.val() - 1;
            self.sub_grouped_o.next = self.a_i.val() - (self.b_i.val() - 1);
            self.not_of_sum_o.next = !(self.a_i.val() + self.b_i.val());
            self.mixed_o.next = self.a_i.val() + self.b_i.val() & self.a_i.val() | !self.b_i.val() ^ self.a_i.val();
            self.any_of_and_o.next = (self.a_i.val() & self.b_i.val()).any();
            self.all_of_not_o.next = (!self.a_i.val()).all();
            self.isolated_o.next = self.a_i.val() & !(self.a_i.val() - 1);
        }
    }
}

/// `== != < <= > >=`, also of expressions that wrap.
#[derive(LogicBlock, Default)]
pub struct Comparison<const W: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub flag_i: Signal<In, Bit>,
    pub eq_o: Signal<Out, Bit>,
    pub ne_o: Signal<Out, Bit>,
    pub lt_o: Signal<Out, Bit>,
    pub le_o: Signal<Out, Bit>,
    pub gt_o: Signal<Out, Bit>,
    pub ge_o: Signal<Out, Bit>,
    pub is_one_o: Signal<Out, Bit>,
    pub below_one_o: Signal<Out, Bit>,
    pub never_below_zero_o: Signal<Out, Bit>,
    pub at_least_zero_o: Signal<Out, Bit>,
    pub and_equals_o: Signal<Out, Bit>,
    pub xor_differs_o: Signal<Out, Bit>,
    pub successor_o: Signal<Out, Bit>,
    pub not_is_zero_o: Signal<Out, Bit>,
    pub near_o: Signal<Out, Bit>,
    pub shifted_o: Signal<Out, Bit>,
    pub equal_flags_o: Signal<Out, Bit>,
    pub flag_is_true_o: Signal<Out, Bit>,
}

impl<const W: usize> Logic for Comparison<W> {
    kernel! {
        #[hdl_gen]
        "memento_comparison",
        fn update(&mut self) {
            self.eq_o.next = self.a_i.val() == self.b_i.val();
            self.ne_o.next = self.a_i.val() != self.b_i.val();
            self.lt_o.next = self.a_i.val() < self.b_i.val();
            self.le_o.next = self.a_i.val() <= self.b_i.val();
            self.gt_o.next = self.a_i.val() > self.b_i.val();
            self.ge_o.next = self.a_i.val() >= self.b_i.val();
            self.is_one_o.next = self.a_i.val() == 1;
            self.below_one_o.next = self.a_i.val() < 1;
            self.never_below_zero_o.next = self.a_i.val() < 0;
            self.at_least_zero_o.next = self.a_i.val() >= 0;
            self.and_equals_o.next = self.a_i.val() & self.b_i.val() == self.b_i.val();
            self.xor_differs_o.next = self.a_i.val() ^ self.b_i.val() != self.a_i.val();
            self.successor_o.next = self.a_i.val() + 1 == self.b_i.val();
            self.not_is_zero_o.next = !self.a_i.val() == 0;
            self.near_o.next = self.a_i.val() - self.b_i.val() <= 1;
            self.shifted_o.next = self.a_i.val() << 1 < self.b_i.val();
            self.equal_flags_o.next = (self.a_i.val() == self.b_i.val()) == self.flag_i.val();
            self.flag_is_true_o.next = self.flag_i.val() == true;
        }
    }
}

/// `&& || & | ^ !` on single bits, with and without parentheses.
#[derive(LogicBlock, Default)]
pub struct Logical<const W: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub flag_i: Signal<In, Bit>,
    pub other_i: Signal<In, Bit>,
    pub and_o: Signal<Out, Bit>,
    pub or_o: Signal<Out, Bit>,
    pub not_o: Signal<Out, Bit>,
    pub or_of_ands_o: Signal<Out, Bit>,
    pub and_of_ors_o: Signal<Out, Bit>,
    pub not_of_or_o: Signal<Out, Bit>,
    pub bitwise_o: Signal<Out, Bit>,
    pub exclusive_o: Signal<Out, Bit>,
    pub of_comparisons_o: Signal<Out, Bit>,
    pub of_reductions_o: Signal<Out, Bit>,
    pub constant_true_o: Signal<Out, Bit>,
    pub constant_false_o: Signal<Out, Bit>,
    pub with_true_o: Signal<Out, Bit>,
}

impl<const W: usize> Logic for Logical<W> {
    kernel! {
        #[hdl_gen]
        "memento_logical",
        fn update(&mut self) {
            self.and_o.next = self.flag_i.val() && self.other_i.val();
            self.or_o.next = self.flag_i.val() || self.other_i.val();
            self.not_o.next = !self.flag_i.val();
            self.or_of_ands_o.next = self.flag_i.val() && self.other_i.val() || !self.flag_i.val() && self.a_i.val().any();
            self.and_of_ors_o.next = (self.flag_i.val() || self.other_i.val()) && (!self.flag_i.val() || self.a_i.val().all());
            self.not_of_or_o.next = !(self.flag_i.val() || self.other_i.val());
            self.bitwise_o.next = self.flag_i.val() & self.other_i.val() | !self.flag_i.val() & self.b_i.val().any();
            self.exclusive_o.next = self.flag_i.val() ^ self.other_i.val() ^ self.a_i.val().xor();
            self.of_comparisons_o.next =
                self.a_i.val() < self.b_i.val() && self.flag_i.val() || self.a_i.val() == self.b_i.val();
            self.of_reductions_o.next = self.a_i.val().any() && !self.b_i.val().all();
            self.constant_true_o.next = true;
            self.constant_false_o.next = false;
            self.with_true_o.next = self.flag_i.val() && true || false;
        }
    }
}

/// Shifts by numbers and by signals, beyond the width too.
#[derive(LogicBlock, Default)]
pub struct Shift<const W: usize, const AMOUNT: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub amount_i: Signal<In, Bits<AMOUNT>>,
    pub left_one_o: Signal<Out, Bits<W>>,
    pub right_one_o: Signal<Out, Bits<W>>,
    pub left_zero_o: Signal<Out, Bits<W>>,
    pub left_all_o: Signal<Out, Bits<W>>,
    pub right_seven_o: Signal<Out, Bits<W>>,
    pub left_o: Signal<Out, Bits<W>>,
    pub right_o: Signal<Out, Bits<W>>,
    pub sum_left_o: Signal<Out, Bits<W>>,
    pub sum_right_o: Signal<Out, Bits<W>>,
    pub not_left_o: Signal<Out, Bits<W>>,
    pub by_sum_o: Signal<Out, Bits<W>>,
    pub there_and_back_o: Signal<Out, Bits<W>>,
    pub one_hot_o: Signal<Out, Bits<64>>,
}

impl<const W: usize, const AMOUNT: usize> Logic for Shift<W, AMOUNT> {
    kernel! {
        #[hdl_gen]
        "memento_shift",
        fn update(&mut self) {
            self.left_one_o.next = self.a_i.val() << 1;
            self.right_one_o.next = self.a_i.val() >> 1;
            self.left_zero_o.next = self.a_i.val() << 0;
            self.left_all_o.next = self.a_i.val() << 300;
            self.right_seven_o.next = self.a_i.val() >> 7;
            self.left_o.next = self.a_i.val() << self.amount_i.val();
            self.right_o.next = self.a_i.val() >> self.amount_i.val();
            self.sum_left_o.next = self.a_i.val() + self.b_i.val() << self.amount_i.val();
            self.sum_right_o.next = self.a_i.val() + self.b_i.val() >> self.amount_i.val();
            self.not_left_o.next = !self.a_i.val() << self.amount_i.val();
            self.by_sum_o.next = self.a_i.val() << (self.amount_i.val() + 1);
            self.there_and_back_o.next = (self.a_i.val() << self.amount_i.val()) >> self.amount_i.val();
            self.one_hot_o.next = 1_u64 << self.amount_i.val();
        }
    }
}

/// `get_bit`, `get_bits`, `replace_bit` at constant and at variable places.
#[derive(LogicBlock, Default)]
pub struct Select<const W: usize, const UP: usize, const DOWN: usize, const INDEX: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub index_i: Signal<In, Bits<INDEX>>,
    pub flag_i: Signal<In, Bit>,
    pub lowest_o: Signal<Out, Bit>,
    pub bit_o: Signal<Out, Bit>,
    pub bit_of_sum_o: Signal<Out, Bit>,
    pub bit_by_sum_o: Signal<Out, Bit>,
    pub bit_by_wrapping_sum_o: Signal<Out, Bit>,
    pub bit_of_slice_o: Signal<Out, Bit>,
    pub bits_low_o: Signal<Out, Bits<DOWN>>,
    pub bits_one_up_o: Signal<Out, Bits<W>>,
    pub bits_o: Signal<Out, Bits<DOWN>>,
    pub bits_by_sum_o: Signal<Out, Bits<3>>,
    pub bits_in_reach_o: Signal<Out, Bits<2>>,
    pub bits_wider_o: Signal<Out, Bits<UP>>,
    pub bits_of_sum_o: Signal<Out, Bits<DOWN>>,
    pub bits_of_bits_o: Signal<Out, Bits<3>>,
    pub replaced_lowest_o: Signal<Out, Bits<W>>,
    pub replaced_o: Signal<Out, Bits<W>>,
    pub set_o: Signal<Out, Bits<W>>,
    pub cleared_o: Signal<Out, Bits<W>>,
    pub replaced_not_o: Signal<Out, Bits<9>>,
    pub replaced_twice_o: Signal<Out, Bits<9>>,
    pub replaced_in_sum_o: Signal<Out, Bits<W>>,
    wide: Signal<Local, Bits<UP>>,
}

impl<const W: usize, const UP: usize, const DOWN: usize, const INDEX: usize> Logic for Select<W, UP, DOWN, INDEX> {
    kernel! {
        #[hdl_gen]
        "memento_select",
        fn update(&mut self) {
            self.wide.next = bit_cast::<UP, W>(self.a_i.val()) << 4;
            self.lowest_o.next = self.a_i.val().get_bit(0);
            self.bit_o.next = self.a_i.val().get_bit(self.index_i.val().index());
            self.bit_of_sum_o.next = (self.a_i.val() + self.b_i.val()).get_bit(self.index_i.val().index());
            self.bit_by_sum_o.next = self.wide.val().get_bit(self.nine_i.val().get_bits::<3>(0).index() + 2);
            self.bit_by_wrapping_sum_o.next = self.wide.val().get_bit((self.nine_i.val().get_bits::<3>(0) + 5).index());
            self.bit_of_slice_o.next = self.nine_i.val().get_bits::<8>(1).get_bit(self.nine_i.val().get_bits::<3>(0).index());
            self.bits_low_o.next = self.a_i.val().get_bits::<DOWN>(0);
            self.bits_one_up_o.next = self.a_i.val().get_bits::<W>(1);
            self.bits_o.next = self.a_i.val().get_bits::<DOWN>(self.index_i.val().index());
            self.bits_by_sum_o.next = self.wide.val().get_bits::<3>(self.nine_i.val().get_bits::<2>(0).index() * 2 + 1);
            self.bits_in_reach_o.next = self.wide.val().get_bits::<2>(self.nine_i.val().get_bits::<3>(0).index());
            self.bits_wider_o.next = self.a_i.val().get_bits::<UP>(self.index_i.val().index());
            self.bits_of_sum_o.next = (self.a_i.val() + self.b_i.val()).get_bits::<DOWN>(1);
            self.bits_of_bits_o.next = self.nine_i.val().get_bits::<6>(2).get_bits::<3>(1);
            self.replaced_lowest_o.next = self.a_i.val().replace_bit(0, !self.flag_i.val());
            self.replaced_o.next = self.a_i.val().replace_bit(self.index_i.val().index(), self.flag_i.val());
            self.set_o.next = self.a_i.val().replace_bit(self.index_i.val().index(), true);
            self.cleared_o.next = self.a_i.val().replace_bit(self.index_i.val().index(), false);
            self.replaced_not_o.next = self.nine_i.val().replace_bit(3, !self.flag_i.val());
            self.replaced_twice_o.next = self.nine_i.val().replace_bit(8, self.flag_i.val()).replace_bit(0, self.flag_i.val());
            self.replaced_in_sum_o.next = (self.a_i.val() + self.b_i.val()).replace_bit(0, self.flag_i.val());
        }
    }
}

/// `bit_cast` to wider and narrower, joining and products.
#[derive(LogicBlock, Default)]
pub struct Casts<const W: usize, const UP: usize, const DOWN: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub flag_i: Signal<In, Bit>,
    pub wider_o: Signal<Out, Bits<UP>>,
    pub narrower_o: Signal<Out, Bits<DOWN>>,
    pub sum_narrower_o: Signal<Out, Bits<DOWN>>,
    pub sum_wider_o: Signal<Out, Bits<UP>>,
    pub wider_sum_o: Signal<Out, Bits<UP>>,
    pub wider_not_o: Signal<Out, Bits<UP>>,
    pub not_wider_o: Signal<Out, Bits<UP>>,
    pub not_narrower_o: Signal<Out, Bits<DOWN>>,
    pub shifted_wider_o: Signal<Out, Bits<UP>>,
    pub wider_shifted_o: Signal<Out, Bits<UP>>,
    pub there_and_back_o: Signal<Out, Bits<W>>,
    pub joined_o: Signal<Out, Bits<UP>>,
    pub overlapping_o: Signal<Out, Bits<UP>>,
    pub cut_off_o: Signal<Out, Bits<UP>>,
    pub joined_with_number_o: Signal<Out, Bits<UP>>,
    pub flag_wider_o: Signal<Out, Bits<UP>>,
    pub flag_placed_o: Signal<Out, Bits<UP>>,
    pub product_o: Signal<Out, Bits<32>>,
    pub number_o: Signal<Out, Bits<UP>>,
    pub long_number_o: Signal<Out, Bits<64>>,
    pub sized_number_o: Signal<Out, Bits<UP>>,
}

impl<const W: usize, const UP: usize, const DOWN: usize> Logic for Casts<W, UP, DOWN> {
    kernel! {
        #[hdl_gen]
        "memento_casts",
        fn update(&mut self) {
            self.wider_o.next = bit_cast::<UP, W>(self.a_i.val());
            self.narrower_o.next = bit_cast::<DOWN, W>(self.a_i.val());
            self.sum_narrower_o.next = bit_cast::<DOWN, W>(self.a_i.val() + self.b_i.val());
            self.sum_wider_o.next = bit_cast::<UP, W>(self.a_i.val() + self.b_i.val());
            self.wider_sum_o.next = bit_cast::<UP, W>(self.a_i.val()) + bit_cast::<UP, W>(self.b_i.val());
            self.wider_not_o.next = bit_cast::<UP, W>(!self.a_i.val());
            self.not_wider_o.next = !bit_cast::<UP, W>(self.a_i.val());
            self.not_narrower_o.next = !bit_cast::<DOWN, W>(self.a_i.val() - self.b_i.val());
            self.shifted_wider_o.next = bit_cast::<UP, W>(self.a_i.val() << 4);
            self.wider_shifted_o.next = bit_cast::<UP, W>(self.a_i.val()) << 4;
            self.there_and_back_o.next = bit_cast::<W, UP>(bit_cast::<UP, W>(self.a_i.val()) + 3);
            self.joined_o.next = bit_cast::<UP, W>(self.a_i.val()) << 9 | bit_cast::<UP, 9>(self.nine_i.val());
            self.overlapping_o.next = bit_cast::<UP, W>(self.a_i.val()) << 8 | bit_cast::<UP, 9>(self.nine_i.val());
            self.cut_off_o.next = bit_cast::<UP, W>(self.a_i.val()) << 10 | bit_cast::<UP, 9>(self.nine_i.val());
            self.joined_with_number_o.next = bit_cast::<UP, W>(self.a_i.val()) << 9 | 5;
            self.flag_wider_o.next = bit_cast::<UP, 1>(self.flag_i.val().into());
            self.flag_placed_o.next = bit_cast::<UP, 1>((!self.flag_i.val()).into()) << 5;
            self.product_o.next = bit_cast::<16, W>(self.a_i.val()) * bit_cast::<16, W>(self.b_i.val());
            self.number_o.next = 0x2a5.into();
            self.long_number_o.next = bit_cast::<64, W>(self.a_i.val()) ^ 0xdead_beef_cafe_f00d_u64;
            self.sized_number_o.next = bit_cast::<UP, W>(self.a_i.val()) + bits::<UP>(513);
        }
    }
}

/// `if`, `match` and loops.
#[derive(LogicBlock, Default)]
pub struct Control<const W: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub flag_i: Signal<In, Bit>,
    pub other_i: Signal<In, Bit>,
    pub chosen_o: Signal<Out, Bits<W>>,
    pub chain_o: Signal<Out, Bits<W>>,
    pub defaulted_o: Signal<Out, Bits<W>>,
    pub nested_o: Signal<Out, Bits<W>>,
    pub matched_o: Signal<Out, Bits<W>>,
    pub matched_flag_o: Signal<Out, Bits<W>>,
    pub first_match_o: Signal<Out, Bits<4>>,
    pub parity_o: Signal<Out, Bit>,
    pub reversed_o: Signal<Out, Bits<W>>,
    pub lowest_o: Signal<Out, Bits<9>>,
    pub before_o: Signal<Out, Bits<W>>,
    pub after_o: Signal<Out, Bits<W>>,
    parity: Signal<Local, Bit>,
    bit: Signal<Local, Bit>,
    reversed: Signal<Local, Bits<W>>,
    moving: Signal<Local, Bits<W>>,
}

impl<const W: usize> Logic for Control<W> {
    kernel! {
        #[hdl_gen]
        "memento_control",
        fn update(&mut self) {
            if self.flag_i.val() {
                self.chosen_o.next = self.a_i.val();
            } else {
                self.chosen_o.next = self.b_i.val();
            }
            if self.a_i.val() < self.b_i.val() {
                self.chain_o.next = self.a_i.val();
            } else if self.flag_i.val() && !self.other_i.val() {
                self.chain_o.next = self.b_i.val() + 1;
            } else if self.other_i.val() {
                self.chain_o.next = self.a_i.val() ^ self.b_i.val();
            } else {
                self.chain_o.next = 0.into();
            }
            self.defaulted_o.next = self.b_i.val();
            if self.flag_i.val() {
                self.defaulted_o.next = self.a_i.val();
            }
            if self.a_i.val() == self.b_i.val() {
                self.defaulted_o.next = !self.a_i.val();
            }
            if self.flag_i.val() {
                self.nested_o.next = self.a_i.val();
                if self.other_i.val() {
                    self.nested_o.next = self.b_i.val();
                }
            } else if self.other_i.val() {
                self.nested_o.next = self.a_i.val() - 1;
            } else {
                self.nested_o.next = self.a_i.val() & self.b_i.val();
            }
            match self.nine_i.val().get_bits::<3>(0).index() {
                0 => self.matched_o.next = self.a_i.val(),
                1 => self.matched_o.next = self.b_i.val(),
                0x5 => {
                    self.matched_o.next = self.a_i.val() + self.b_i.val();
                    if self.flag_i.val() {
                        self.matched_o.next = 1.into();
                    }
                }
                _ => self.matched_o.next = 0.into(),
            }
            match self.flag_i.val() {
                true => self.matched_flag_o.next = self.a_i.val(),
                false => self.matched_flag_o.next = self.b_i.val(),
            }
            self.first_match_o.next = 9.into();
            match self.nine_i.val().get_bits::<2>(4).index() {
                2 => self.first_match_o.next = 2.into(),
                3 => {}
                _ => self.first_match_o.next = 7.into(),
            }
            comment!("Signals that are read between their assignments.");
            self.parity.next = false;
            self.reversed.next = 0.into();
            for i in 0..W {
                self.parity.next = self.parity.val() ^ self.a_i.val().get_bit(i);
                self.bit.next = self.a_i.val().get_bit(i);
                self.reversed.next = self.reversed.val() << 1 | bit_cast::<W, 1>(self.bit.val().into());
            }
            self.parity_o.next = self.parity.val();
            self.reversed_o.next = self.reversed.val();
            self.lowest_o.next = 0.into();
            for i in 0..9 {
                if i != 3 && self.nine_i.val().get_bit(8 - i) {
                    self.lowest_o.next = 0.into();
                    self.lowest_o.next = self.lowest_o.val().replace_bit(8 - i, true);
                }
            }
            self.moving.next = self.a_i.val();
            self.before_o.next = self.moving.val() + 1;
            if self.flag_i.val() {
                self.moving.next = self.b_i.val();
            }
            self.after_o.next = self.moving.val();
        }
    }
}

drive!(Arithmetic<W>: a_i, b_i, flag_i);
drive!(Comparison<W>: a_i, b_i, flag_i);
drive!(Logical<W>: a_i, b_i, flag_i, other_i);
drive!(Shift<W, AMOUNT>: a_i, b_i, amount_i);
drive!(Select<W, UP, DOWN, INDEX>: a_i, b_i, nine_i, index_i, flag_i);
drive!(Casts<W, UP, DOWN>: a_i, b_i, nine_i, flag_i);
drive!(Control<W>: a_i, b_i, nine_i, flag_i, other_i);
