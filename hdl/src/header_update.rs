//! What a free, or an arena's going full, does to the state and the bitmap of a header.

use crate::arena_slot::absent_words;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// What a free, or an arena's going full, does to the state and the bitmap of a header: works out the two beats to write, and what
/// becomes of the arena.
///
/// ```text
///   summary, live, state ─┐               ┌──► state_o, bitmap_o   the beats to write
///   bitmap beat ──────────┼──► registers ─┼──► allocated_o         else: double free
///   object ───────────────┘               └──► empty_o, reuse_o    the arena changes its list
///
///   clk_i      __/^^\__/^^\__/^^\__
///   take_i     __/^^^^^\___________
///   bitmap_i   --X beat X----------
///   state_o    ----------X .......    stays until the next take_i or fill_i
/// ```
///
/// Contract:
///
/// * `take_i`: the outputs are, from the next cycle on, the header after the free of `object_i`; `bitmap_i` is the beat that holds its bit. When
///   `allocated_o` is low the header must not be written, and the other outputs mean nothing.
/// * `empty_o`: no live object is left; the state written is 0 (unused). Otherwise `reuse_o`: the arena was full and now has at least
///   `reuse_threshold_i` free objects; the state written is 2 (available). Otherwise the state stays. Never both.
/// * `fill_i`: the outputs are the state beat and any bitmap beat of an arena in which every object is live, with state 3 (full).
/// * Assumes: `reuse_threshold_i` has been the same for two cycles, and one of `take_i` and `fill_i` at most.
///
/// Invariants: I2 and I4 (live count and summary are as the bitmap says), I6 and I8 (the state names the list the arena goes to).
///
/// Cost: about 110 flip-flops; a 64-way choice, two comparisons of 9 bits and a decrement, side by side.
#[derive(LogicBlock)]
pub struct HeaderUpdate<const CLASS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Free objects that bring a full arena back to the available list; 0 means 1.
    pub reuse_threshold_i: Signal<In, Bits<9>>,
    /// The arena's class.
    pub class_i: Signal<In, Bits<CLASS>>,

    /// Work out a free.
    pub take_i: Signal<In, Bit>,
    /// Index of the object.
    pub object_i: Signal<In, Bits<8>>,
    /// The header's summary.
    pub summary_i: Signal<In, Bits<16>>,
    /// The header's live count.
    pub live_i: Signal<In, Bits<9>>,
    /// The header's state.
    pub state_i: Signal<In, Bits<2>>,
    /// The bitmap beat that holds the object's bit.
    pub bitmap_i: Signal<In, Bits<64>>,
    /// Show a full arena.
    pub fill_i: Signal<In, Bit>,

    /// The object was allocated.
    pub allocated_o: Signal<Out, Bit>,
    /// It was the last one.
    pub empty_o: Signal<Out, Bit>,
    /// The arena becomes available again.
    pub reuse_o: Signal<Out, Bit>,
    /// The state beat to write.
    pub state_o: Signal<Out, Bits<64>>,
    /// The bitmap beat to write.
    pub bitmap_o: Signal<Out, Bits<64>>,

    objects: Constant<Bits<9>>,
    present_words: Constant<Bits<16>>,
    /// Live objects up to which, before the free, a full arena becomes available; 0 when it never does.
    reusable: Register<Bits<9>>,
    allocated: Register<Bit>,
    empty: Register<Bit>,
    reuse: Register<Bit>,
    summary: Register<Bits<16>>,
    live: Register<Bits<9>>,
    state: Register<Bits<2>>,
    bitmap: Register<Bits<64>>,
    at: Signal<Local, Bits<6>>,
    word: Signal<Local, Bits<4>>,
    last: Signal<Local, Bit>,
    state_after: Signal<Local, Bits<2>>,
}

impl<const CLASS: usize> HeaderUpdate<CLASS> {
    /// For the arenas of `geometry`.
    pub fn new(geometry: &memento_abi::Geometry) -> Self {
        crate::module!(
            objects: Constant::new((geometry.objects_per_arena as u64).into()),
            present_words: Constant::new(!absent_words(geometry.words()));
            clk_i, rst_ni, reuse_threshold_i, class_i, take_i, object_i, summary_i, live_i, state_i, bitmap_i, fill_i,
            allocated_o, empty_o, reuse_o, state_o, bitmap_o, reusable, allocated, empty, reuse, summary, live, state,
            bitmap, at, word, last, state_after,
        )
    }
}

impl<const CLASS: usize> Logic for HeaderUpdate<CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_header_update",
        registers: [reusable, allocated, empty, reuse, summary, live, state, bitmap],
        fn update(&mut self) {
            comment!("Free objects after the free: objects - (live - 1), at least the threshold.");
            self.reusable.d.next = bits::<9>(0);
            if self.reuse_threshold_i.val() <= self.objects.val() {
                self.reusable.d.next = (self.objects.val() - self.reuse_threshold_i.val()) + 1;
            }

            self.at.next = self.object_i.val().get_bits::<6>(0);
            self.word.next = self.object_i.val().get_bits::<4>(4);
            self.last.next = self.live_i.val() == 1;
            if self.take_i.val() {
                self.allocated.d.next = self.bitmap_i.val().get_bit(self.at.val().index());
                self.bitmap.d.next = self.bitmap_i.val().replace_bit(self.at.val().index(), false);
                self.summary.d.next = self.summary_i.val().replace_bit(self.word.val().index(), false);
                self.live.d.next = self.live_i.val() - 1;
                self.state.d.next = self.state_i.val();
                self.empty.d.next = self.last.val();
                self.reuse.d.next = (self.state_i.val() == 3)
                    && (self.live_i.val() <= self.reusable.q.val())
                    && !self.last.val();
            }
            if self.fill_i.val() {
                self.bitmap.d.next = !bits::<64>(0);
                self.summary.d.next = self.present_words.val();
                self.live.d.next = self.objects.val();
                self.state.d.next = bits::<2>(3);
                self.empty.d.next = false;
                self.reuse.d.next = false;
            }

            self.state_after.next = self.state.q.val();
            if self.empty.q.val() {
                self.state_after.next = bits::<2>(0);
            }
            if self.reuse.q.val() {
                self.state_after.next = bits::<2>(2);
            }
            self.allocated_o.next = self.allocated.q.val();
            self.empty_o.next = self.empty.q.val();
            self.reuse_o.next = self.reuse.q.val();
            self.state_o.next = bit_cast::<64, 16>(self.summary.q.val())
                | (bit_cast::<64, 9>(self.live.q.val()) << 16)
                | (bit_cast::<64, CLASS>(self.class_i.val()) << 48)
                | (bit_cast::<64, 2>(self.state_after.val()) << 56);
            self.bitmap_o.next = self.bitmap.q.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, tick, Random};
    use memento_abi::{ArenaState, Geometry, Header, SOC32, TINY};

    struct Bench {
        uut: HeaderUpdate<6>,
        geometry: Geometry,
        random: Random,
    }

    /// A header as its state beat and one bitmap beat say it.
    fn header(class: u8, bitmap: &[u16; 16], state: ArenaState, words: usize) -> Header {
        let full = (0..words).filter(|&word| bitmap[word] == u16::MAX);
        Header {
            summary: full.fold(0, |summary, word| summary | 1 << word),
            live: bitmap.iter().map(|word| word.count_ones() as u16).sum(),
            class,
            state,
            ..Header::from_beats(&[0; 8]).unwrap()
        }
    }

    impl Bench {
        fn new(geometry: Geometry) -> Self {
            let mut uut = prepare(HeaderUpdate::new(&geometry));
            tick(&mut uut, |m| &mut m.clk_i);
            uut.rst_ni.next = true;
            let random = Random::new(7);
            Self { uut, geometry, random }
        }

        fn beat(bitmap: &[u16; 16], beat: usize) -> u64 {
            (0..4).fold(0, |data, word| data | (bitmap[4 * beat + word] as u64) << (16 * word))
        }

        /// Frees an object of an arena with this bitmap and state, and compares with what a program would do.
        fn free(&mut self, bitmap: [u16; 16], object: usize, state: ArenaState, threshold: u64) {
            let words = self.geometry.words() as usize;
            let class = self.random.below(self.geometry.classes as u64);
            let before = header(class as u8, &bitmap, state, words);
            let uut = &mut self.uut;
            uut.reuse_threshold_i.next = bits(threshold);
            tick(uut, |m| &mut m.clk_i);
            tick(uut, |m| &mut m.clk_i);
            uut.class_i.next = bits(class);
            uut.take_i.next = true;
            uut.object_i.next = bits(object as u64);
            uut.summary_i.next = bits(before.summary as u64);
            uut.live_i.next = bits(before.live as u64);
            uut.state_i.next = bits(state as u64);
            uut.bitmap_i.next = bits(Self::beat(&bitmap, object / 64));
            tick(uut, |m| &mut m.clk_i);
            uut.take_i.next = false;
            uut.bitmap_i.next = bits(self.random.below(1 << 62));
            tick(uut, |m| &mut m.clk_i);

            let allocated = bitmap[object / 16] >> (object % 16) & 1 == 1;
            assert_eq!(uut.allocated_o.val(), allocated);
            if !allocated {
                return;
            }
            let mut after = bitmap;
            after[object / 16] &= !(1 << (object % 16));
            let free = u64::from(self.geometry.objects_per_arena) - u64::from(before.live - 1);
            let empty = before.live == 1;
            let reuse = !empty && state == ArenaState::Full && free >= threshold.max(1);
            assert_eq!(
                (uut.empty_o.val(), uut.reuse_o.val()),
                (empty, reuse),
                "live {}, threshold {threshold}",
                before.live
            );
            let state = match (empty, reuse) {
                (true, _) => ArenaState::Unused,
                (_, true) => ArenaState::Available,
                _ => state,
            };
            let expected = header(class as u8, &after, state, words).to_beats()[3];
            assert_eq!(uut.state_o.val(), bits(expected), "state beat");
            assert_eq!(uut.bitmap_o.val(), bits(Self::beat(&after, object / 64)), "bitmap beat");
        }

        /// A bitmap with about `density` of 16 objects allocated in each word, some words full.
        fn bitmap(&mut self, density: u64) -> [u16; 16] {
            let words = self.geometry.words() as usize;
            std::array::from_fn(|word| match (word < words, self.random.below(4)) {
                (false, _) => 0,
                (true, 0) => u16::MAX,
                _ => (0..16).fold(0, |bits, bit| bits | u16::from(self.random.below(16) < density) << bit),
            })
        }

        fn shake(&mut self, cases: u32) {
            let objects = self.geometry.objects_per_arena as u64;
            for _ in 0..cases {
                let density = self.random.below(17);
                let bitmap = self.bitmap(density);
                let object = self.random.below(objects) as usize;
                let state = [ArenaState::Available, ArenaState::Full][self.random.below(2) as usize];
                let threshold = [
                    self.random.below(512),
                    self.random.below(4),
                    objects - self.random.below(2),
                ];
                let threshold = threshold[self.random.below(3) as usize];
                self.free(bitmap, object, state, threshold);
            }
        }
    }

    #[test]
    fn i2_i4_a_free_leaves_live_count_and_summary_as_the_bitmap_says() {
        Bench::new(SOC32).shake(600);
        Bench::new(TINY).shake(600);
    }

    #[test]
    fn i6_the_last_free_makes_the_state_unused_whatever_the_threshold() {
        for geometry in [SOC32, TINY] {
            let mut bench = Bench::new(geometry);
            for (state, threshold) in [
                (ArenaState::Full, 0),
                (ArenaState::Full, 1),
                (ArenaState::Available, 511),
            ] {
                for object in [0, 17, geometry.objects_per_arena as usize - 1] {
                    let mut bitmap = [0; 16];
                    bitmap[object / 16] = 1 << (object % 16);
                    bench.free(bitmap, object, state, threshold);
                }
            }
        }
    }

    #[test]
    fn i8_a_full_arena_becomes_available_exactly_at_the_threshold() {
        for geometry in [SOC32, TINY] {
            let mut bench = Bench::new(geometry);
            let objects = geometry.objects_per_arena as u64;
            for free in 0..objects - 1 {
                let bitmap = std::array::from_fn(|word| {
                    let below = free.saturating_sub(16 * word as u64).min(16);
                    let present = word < geometry.words() as usize;
                    u16::MAX.checked_shl(below as u32).filter(|_| present).unwrap_or(0)
                });
                for threshold in [free, free + 1, free + 2] {
                    bench.free(bitmap, objects as usize - 1, ArenaState::Full, threshold);
                }
            }
        }
    }

    #[test]
    fn a_full_arena_is_shown_with_every_object_live() {
        let mut bench = Bench::new(TINY);
        bench.free([1; 16], 0, ArenaState::Full, 1);
        bench.uut.fill_i.next = true;
        bench.uut.class_i.next = bits(5);
        tick(&mut bench.uut, |m| &mut m.clk_i);
        bench.uut.fill_i.next = false;
        tick(&mut bench.uut, |m| &mut m.clk_i);
        let full = Header {
            summary: 0xF,
            live: 64,
            class: 5,
            state: ArenaState::Full,
            ..Header::from_beats(&[0; 8]).unwrap()
        };
        assert_eq!(bench.uut.state_o.val(), bits(full.to_beats()[3]));
        assert_eq!(bench.uut.bitmap_o.val(), bits(u64::MAX));
    }
}
