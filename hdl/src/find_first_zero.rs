//! Find first zero: the index of the lowest zero bit of a word.
//!
//! ```text
//!   word_i   1  1  0  1  0  1  1  1      bit 0 on the left
//!             \/    \/    \/    \/
//!             --    2     4     --       each pair passes on its left zero, else its right one
//!               \   /       \   /
//!                 2           4
//!                   \       /
//!                     \   /
//!   index_o             2       found_o 1
//! ```
//!
//! # Contract
//!
//! * Latency: none, combinational.
//! * Guarantees: `found_o` says whether `word_i` has a zero; if so, `index_o` is the index of the lowest one, else it is
//!   WIDTH - 1.
//!
//! # Cost
//!
//! A binary tree of WIDTH - 1 two-way choices, INDEX levels deep. Meant for words of up to 32 bits; for a bitmap of
//! 256 bits take [`FindFirstZeroTwoLevel`](crate::find_first_zero_two_level::FindFirstZeroTwoLevel).

use rust_hdl_core::prelude::*;

/// Lowest zero bit of a word of WIDTH = 2^INDEX bits. LEAVES is 2 WIDTH.
///
/// Node 0 is the tree's root and nodes 2n + 1 and 2n + 2 are node n's children. The word's bits are the children of the
/// last WIDTH / 2 nodes: bit b stands where node WIDTH - 1 + b would.
#[derive(LogicBlock)]
pub struct FindFirstZero<const WIDTH: usize, const INDEX: usize, const LEAVES: usize> {
    /// The word.
    pub word_i: Signal<In, Bits<WIDTH>>,
    /// It has a zero bit.
    pub found_o: Signal<Out, Bit>,
    /// Index of its lowest zero bit.
    pub index_o: Signal<Out, Bits<INDEX>>,
    /// The zero bits of the word, each at its leaf's number.
    zeros: Signal<Local, Bits<LEAVES>>,
    // Node n's part of the word has a zero.
    found: Vec<Signal<Local, Bit>>,
    // Index of the lowest zero in node n's part of the word.
    index: Vec<Signal<Local, Bits<INDEX>>>,
    /// Index of the first bit in node n's part of the word.
    first_bit: Vec<Constant<Bits<INDEX>>>,
    first_leaf: Constant<Bits<8>>,
}

impl<const WIDTH: usize, const INDEX: usize, const LEAVES: usize> FindFirstZero<WIDTH, INDEX, LEAVES> {
    /// Nodes of the tree.
    const NODES: usize = WIDTH - 1;
    /// The first node that chooses between two bits.
    const FIRST_LOWEST: usize = WIDTH / 2 - 1;
}

impl<const WIDTH: usize, const INDEX: usize, const LEAVES: usize> Default for FindFirstZero<WIDTH, INDEX, LEAVES> {
    fn default() -> Self {
        assert_eq!(WIDTH, 1 << INDEX, "WIDTH must be 2^INDEX");
        assert_eq!(LEAVES, 2 * WIDTH, "LEAVES must be 2 WIDTH");
        let first_bit = |node: usize| {
            let depth = (node + 1).ilog2();
            (node + 1 - (1 << depth)) * (WIDTH >> depth)
        };
        Self {
            word_i: Default::default(),
            found_o: Default::default(),
            index_o: Default::default(),
            zeros: Default::default(),
            found: (0..Self::NODES).map(|_| Default::default()).collect(),
            index: (0..Self::NODES).map(|_| Default::default()).collect(),
            first_bit: (0..Self::NODES)
                .map(|node| Constant::new(bits(first_bit(node) as u64)))
                .collect(),
            first_leaf: Constant::new(bits(Self::NODES as u64)),
        }
    }
}

impl<const WIDTH: usize, const INDEX: usize, const LEAVES: usize> Logic for FindFirstZero<WIDTH, INDEX, LEAVES> {
    kernel! {
        #[hdl_gen]
        "memento_find_first_zero",
        fn update(&mut self) {
            self.zeros.next = bit_cast::<LEAVES, WIDTH>(!self.word_i.val()) << self.first_leaf.val();
            comment!("The lowest nodes choose between two bits ..");
            for node in Self::FIRST_LOWEST..Self::NODES {
                self.found[node].next =
                    self.zeros.val().get_bit(2 * node + 1) || self.zeros.val().get_bit(2 * node + 2);
                self.index[node].next =
                    self.first_bit[node].val().replace_bit(0, !self.zeros.val().get_bit(2 * node + 1));
            }
            comment!(".. and the others between two nodes.");
            for node in 0..Self::FIRST_LOWEST {
                self.found[node].next = self.found[2 * node + 1].val() || self.found[2 * node + 2].val();
                if self.found[2 * node + 1].val() {
                    self.index[node].next = self.index[2 * node + 1].val();
                } else {
                    self.index[node].next = self.index[2 * node + 2].val();
                }
            }
            self.found_o.next = self.found[0].val();
            self.index_o.next = self.index[0].val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle, Random};

    fn check<const WIDTH: usize, const INDEX: usize, const LEAVES: usize>(
        uut: &mut FindFirstZero<WIDTH, INDEX, LEAVES>,
        word: u64,
    ) {
        uut.word_i.next = bits(word);
        settle(uut);
        let ones = word.trailing_ones() as usize;
        assert_eq!(uut.found_o.val(), ones < WIDTH, "{word:#x} has a zero");
        assert_eq!(
            uut.index_o.val().index(),
            ones.min(WIDTH - 1),
            "lowest zero of {word:#x}"
        );
    }

    #[test]
    fn every_word_of_sixteen_bits() {
        let mut uut = prepare(FindFirstZero::<16, 4, 32>::default());
        for word in 0..1 << 16 {
            check(&mut uut, word);
        }
    }

    #[test]
    fn every_word_of_two_four_and_eight_bits() {
        let mut uut = prepare(FindFirstZero::<2, 1, 4>::default());
        (0..4).for_each(|word| check(&mut uut, word));
        let mut uut = prepare(FindFirstZero::<4, 2, 8>::default());
        (0..16).for_each(|word| check(&mut uut, word));
        let mut uut = prepare(FindFirstZero::<8, 3, 16>::default());
        (0..256).for_each(|word| check(&mut uut, word));
    }

    #[test]
    fn every_lowest_zero_of_thirty_two_bits_under_random_upper_bits() {
        let mut uut = prepare(FindFirstZero::<32, 5, 64>::default());
        let mut random = Random::new(32);
        for ones in 0..32 {
            for _ in 0..100 {
                let upper = random.below(1 << 32) << (ones + 1) & 0xffff_ffff;
                check(&mut uut, upper | ((1 << ones) - 1));
            }
        }
        check(&mut uut, 0xffff_ffff);
    }
}
