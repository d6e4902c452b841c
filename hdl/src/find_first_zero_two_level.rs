//! Find first zero in a bitmap of 256 bits, in two levels of 16 with registers between them.
//!
//! ```text
//!                        stage 1                          stage 2
//!              +-------------------------+     +----------------------------+
//!   bitmap_i ─►| 16 words of 16 bits:    |────►| first word that is not full|─► found_o
//!              | is it full? which zero? |     | and the zero found in it   |─► index_o = word * 16 + zero
//!              +-------------------------+     +----------------------------+─► summary_o
//!
//!   clk_i      __/^^\__/^^\__/^^\__/^^\__
//!   valid_i    _/^^^^^^^^^^^\____________
//!   bitmap_i    X  a  X  b  X
//!   valid_o    _____________/^^^^^^^^^^^\
//!   index_o                 X  a  X  b  X
//! ```
//!
//! Searched in one piece, 256 bits bound the clock: 55 MHz on an ECP5 as a flat search, 90 MHz as a tree. Here each
//! stage is four choices deep. Whoever keeps the summary with the bitmap, as the Hardware Object Table does, needs only
//! two [`FindFirstZero`] of 16 bits: one on the summary and one on the word that it names.
//!
//! # Contract
//!
//! * Latency: 2 cycles, all outputs from registers; one bitmap per cycle, no back-pressure.
//! * Guarantees, while `valid_o` is high: bit w of `summary_o` says whether word w (bits 16w to 16w + 15) is full; `found_o`
//!   says whether the bitmap has a zero; if so, `index_o` is the index of the lowest one.
//! * A smaller bitmap takes the lower words and ties the others to ones.
//!
//! # Cost
//!
//! 16 searches of 16 bits, a tree of 15 two-way choices of an index, and 107 flip-flops.

use crate::find_first_zero::FindFirstZero;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// Lowest zero bit of a bitmap of 256 bits.
///
/// In the tree, node 0 is the root and nodes 2n + 1 and 2n + 2 are node n's children; word w is node 15 + w.
#[derive(LogicBlock)]
pub struct FindFirstZeroTwoLevel {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: empties the stages.
    pub rst_ni: Signal<In, Bit>,
    /// A bitmap enters.
    pub valid_i: Signal<In, Bit>,
    /// The bitmap.
    pub bitmap_i: Signal<In, Bits<256>>,
    /// A bitmap has come out.
    pub valid_o: Signal<Out, Bit>,
    /// Which of its words are full.
    pub summary_o: Signal<Out, Bits<16>>,
    /// It has a zero bit.
    pub found_o: Signal<Out, Bit>,
    /// Index of its lowest zero bit.
    pub index_o: Signal<Out, Bits<8>>,

    in_word: [FindFirstZero<16, 4, 32>; 16],
    /// Words that are full.
    full: Signal<Local, Bits<16>>,
    valid_1: Register<Bit>,
    full_1: Register<Bits<16>>,
    // Index of the lowest zero in each word.
    zero_1: [Register<Bits<4>>; 16],
    // Node n's part of the bitmap has a zero; the lowest one's word, and its index there.
    found: [Signal<Local, Bit>; 31],
    word: [Signal<Local, Bits<4>>; 31],
    zero: [Signal<Local, Bits<4>>; 31],
    number: [Constant<Bits<4>>; 16],
    valid_2: Register<Bit>,
    full_2: Register<Bits<16>>,
    found_2: Register<Bit>,
    index_2: Register<Bits<8>>,
}

impl Default for FindFirstZeroTwoLevel {
    fn default() -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            valid_i: Default::default(),
            bitmap_i: Default::default(),
            valid_o: Default::default(),
            summary_o: Default::default(),
            found_o: Default::default(),
            index_o: Default::default(),
            in_word: Default::default(),
            full: Default::default(),
            valid_1: Default::default(),
            full_1: Default::default(),
            zero_1: Default::default(),
            found: Default::default(),
            word: Default::default(),
            zero: Default::default(),
            number: std::array::from_fn(|word| Constant::new(bits(word as u64))),
            valid_2: Default::default(),
            full_2: Default::default(),
            found_2: Default::default(),
            index_2: Default::default(),
        }
    }
}

impl Logic for FindFirstZeroTwoLevel {
    kernel! {
        #[hdl_gen]
        "memento_find_first_zero_two_level",
        registers: [valid_1, full_1, valid_2, full_2, found_2, index_2],
        fn update(&mut self) {
            comment!("Stage 1: every word for itself.");
            self.full.next = 0.into();
            for word in 0..16 {
                self.in_word[word].word_i.next = self.bitmap_i.val().get_bits::<16>(16 * word);
                self.full.next = self.full.val().replace_bit(word, !self.in_word[word].found_o.val());
                self.zero_1[word].clk_i.next = self.clk_i.val();
                self.zero_1[word].rst_ni.next = self.rst_ni.val();
                self.zero_1[word].d.next = self.in_word[word].index_o.val();
            }
            self.valid_1.d.next = self.valid_i.val();
            self.full_1.d.next = self.full.val();

            comment!("Stage 2: the words are the tree's leaves ..");
            for word in 0..16 {
                self.found[word + 15].next = !self.full_1.q.val().get_bit(word);
                self.word[word + 15].next = self.number[word].val();
                self.zero[word + 15].next = self.zero_1[word].q.val();
            }
            comment!(".. and each node chooses between two.");
            for node in 0..15 {
                self.found[node].next = self.found[2 * node + 1].val() || self.found[2 * node + 2].val();
                if self.found[2 * node + 1].val() {
                    self.word[node].next = self.word[2 * node + 1].val();
                    self.zero[node].next = self.zero[2 * node + 1].val();
                } else {
                    self.word[node].next = self.word[2 * node + 2].val();
                    self.zero[node].next = self.zero[2 * node + 2].val();
                }
            }
            self.valid_2.d.next = self.valid_1.q.val();
            self.full_2.d.next = self.full_1.q.val();
            self.found_2.d.next = self.found[0].val();
            self.index_2.d.next =
                (bit_cast::<8, 4>(self.word[0].val()) << 4) | bit_cast::<8, 4>(self.zero[0].val());

            self.valid_o.next = self.valid_2.q.val();
            self.summary_o.next = self.full_2.q.val();
            self.found_o.next = self.found_2.q.val();
            self.index_o.next = self.index_2.q.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, tick, Random};
    use std::collections::VecDeque;

    /// A bitmap as sixteen words.
    type Words = [u16; 16];

    struct Bench {
        uut: FindFirstZeroTwoLevel,
        stages: VecDeque<Option<Words>>,
    }

    impl Bench {
        fn new() -> Self {
            let mut uut = prepare(FindFirstZeroTwoLevel::default());
            tick(&mut uut, |m| &mut m.clk_i);
            uut.rst_ni.next = true;
            Self {
                uut,
                stages: VecDeque::from([None; 2]),
            }
        }

        /// One cycle: offers a bitmap and compares what comes out with a search bit by bit.
        fn cycle(&mut self, words: Option<Words>) {
            self.uut.valid_i.next = words.is_some();
            self.uut.bitmap_i.next = (words.unwrap_or_default().iter().rev())
                .fold(bits(0), |bitmap: Bits<256>, &word| bitmap << 16 | bits(word as u64));
            tick(&mut self.uut, |m| &mut m.clk_i);
            self.stages.pop_front();
            self.stages.push_back(words);
            assert_eq!(self.uut.valid_o.val(), self.stages[0].is_some());
            let Some(words) = self.stages[0] else { return };
            let lowest = (0..256).find(|bit| words[bit / 16] >> (bit % 16) & 1 == 0);
            assert_eq!(
                self.uut.found_o.val().then(|| self.uut.index_o.val().index()),
                lowest,
                "{words:x?}"
            );
            for (word, &content) in words.iter().enumerate() {
                assert_eq!(
                    self.uut.summary_o.val().get_bit(word),
                    content == u16::MAX,
                    "word {word} of {words:x?}"
                );
            }
        }
    }

    /// The bitmap whose lowest zero is at `bit`, with `rest` in the words above; all ones for bit 256.
    fn lowest_zero_at(bit: usize, mut rest: impl FnMut() -> u16) -> Words {
        std::array::from_fn(|word| match word.cmp(&(bit / 16)) {
            std::cmp::Ordering::Less => u16::MAX,
            std::cmp::Ordering::Equal => rest() << (bit % 16) << 1 | ((1 << (bit % 16)) - 1),
            std::cmp::Ordering::Greater => rest(),
        })
    }

    #[test]
    fn every_lowest_zero_is_found_whatever_lies_above_it() {
        let mut bench = Bench::new();
        let mut random = Random::new(256);
        for bit in 0..=256 {
            bench.cycle(Some(lowest_zero_at(bit, || 0)));
            bench.cycle(Some(lowest_zero_at(bit, || u16::MAX)));
            bench.cycle(Some(lowest_zero_at(bit, || random.below(1 << 16) as u16)));
        }
        (0..2).for_each(|_| bench.cycle(None));
    }

    #[test]
    fn bubbles_come_out_as_bubbles() {
        let mut bench = Bench::new();
        let mut random = Random::new(16);
        for _ in 0..500 {
            let bitmap = lowest_zero_at(random.below(257) as usize, || random.below(1 << 16) as u16);
            bench.cycle((random.below(2) == 0).then_some(bitmap));
        }
    }
}
