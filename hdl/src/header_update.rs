//! What a free, or an arena's going full, does to the state and the bitmap of a header.

use crate::arena_slot::absent_words;
use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// What a free, or an arena's going full, does to the state and the bitmap of a header: works out the two beats to write, and what
/// becomes of the arena.
///
/// ```text
///   state beat's fields ──┐               ┌──► state_o, bitmap_o   the beats to write
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
/// * `empty_o`: no live object is left, and the header is not to be written. Otherwise `reuse_o`: the arena was full and now has at least
///   `reuse_threshold_i` free objects; the state written is 2 (available). Otherwise the state stays. Never both.
/// * `fill_i`: the outputs are the state beat and any bitmap beat of an arena in which every object is live and any body line may have been
///   touched, with state 3 (full).
/// * Assumes: `reuse_threshold_i` has been the same for two cycles, and one of `take_i` and `fill_i` at most.
///
/// Invariants: I2 and I4 (live count and summary are as the bitmap says), I6 and I8 (the state names the list the arena goes to).
///
/// Cost: about 125 flip-flops; four 16-way choices, two comparisons of 9 bits and a decrement, side by side.
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
    /// The header's count of touched body lines.
    pub bypass_i: Signal<In, Bits<16>>,
    /// The bitmap beat that holds the object's bit.
    pub bitmap_i: Signal<In, Bits<64>>,
    /// Show a full arena.
    pub fill_i: Signal<In, Bit>,
    /// Its body lines.
    pub body_lines_i: Signal<In, Bits<16>>,

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
    /// The object's bit, if it is in the first, second, third or fourth word of the beat ..
    allocated: Register<Bits<4>>,
    /// .. and in which it is.
    allocated_word: Register<Bits<2>>,
    empty: Register<Bit>,
    reuse: Register<Bit>,
    summary: Register<Bits<16>>,
    live: Register<Bits<9>>,
    state: Register<Bits<2>>,
    bypass: Register<Bits<16>>,
    bitmap: Register<Bits<64>>,
    at: Signal<Local, Bits<6>>,
    word: Signal<Local, Bits<4>>,
    beat_words: [Signal<Local, Bits<16>>; 4],
    in_word: Signal<Local, Bits<4>>,
    last: Signal<Local, Bit>,
    state_after: Signal<Local, Bits<2>>,
}

impl<const CLASS: usize> HeaderUpdate<CLASS> {
    /// For the arenas of `geometry`.
    pub fn new(geometry: &memento_abi::Geometry) -> Self {
        crate::module!(
            objects: Constant::new((geometry.objects_per_arena as u64).into()),
            present_words: Constant::new(!absent_words(geometry.words()));
            clk_i, rst_ni, reuse_threshold_i, class_i, take_i, object_i, summary_i, live_i, state_i, bypass_i, bitmap_i, fill_i,
            body_lines_i, allocated_o, empty_o, reuse_o, state_o, bitmap_o, reusable, allocated, allocated_word, empty, reuse,
            summary, live, state, bypass, bitmap, at, word, beat_words, in_word, last, state_after,
        )
    }
}

impl<const CLASS: usize> Logic for HeaderUpdate<CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_header_update",
        registers: [reusable, allocated, allocated_word, empty, reuse, summary, live, state, bypass, bitmap],
        fn update(&mut self) {
            comment!("Free objects after the free: objects - (live - 1), at least the threshold.");
            self.reusable.d.next = bits::<9>(0);
            if self.reuse_threshold_i.val() <= self.objects.val() {
                self.reusable.d.next = (self.objects.val() - self.reuse_threshold_i.val()) + 1;
            }

            self.at.next = self.object_i.val().get_bits::<6>(0);
            self.word.next = self.object_i.val().get_bits::<4>(4);
            self.in_word.next = self.object_i.val().get_bits::<4>(0);
            for index in 0..4 {
                self.beat_words[index].next = self.bitmap_i.val().get_bits::<16>(16 * index);
            }
            self.last.next = self.live_i.val() == 1;
            if self.take_i.val() {
                self.allocated.d.next = bits::<4>(0)
                    .replace_bit(0, self.beat_words[0].val().get_bit(self.in_word.val().index()))
                    .replace_bit(1, self.beat_words[1].val().get_bit(self.in_word.val().index()))
                    .replace_bit(2, self.beat_words[2].val().get_bit(self.in_word.val().index()))
                    .replace_bit(3, self.beat_words[3].val().get_bit(self.in_word.val().index()));
                self.allocated_word.d.next = self.object_i.val().get_bits::<2>(4);
                self.bitmap.d.next = self.bitmap_i.val().replace_bit(self.at.val().index(), false);
                self.summary.d.next = self.summary_i.val().replace_bit(self.word.val().index(), false);
                self.live.d.next = self.live_i.val() - 1;
                self.state.d.next = self.state_i.val();
                self.bypass.d.next = self.bypass_i.val();
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
                self.bypass.d.next = self.body_lines_i.val();
                self.empty.d.next = false;
                self.reuse.d.next = false;
            }

            self.state_after.next = self.state.q.val();
            if self.reuse.q.val() {
                self.state_after.next = bits::<2>(2);
            }
            self.allocated_o.next = self.allocated.q.val().get_bit(self.allocated_word.q.val().index());
            self.empty_o.next = self.empty.q.val();
            self.reuse_o.next = self.reuse.q.val();
            self.state_o.next = bit_cast::<64, 16>(self.summary.q.val())
                | (bit_cast::<64, 9>(self.live.q.val()) << 16)
                | (bit_cast::<64, 16>(self.bypass.q.val()) << 32)
                | (bit_cast::<64, CLASS>(self.class_i.val()) << 48)
                | (bit_cast::<64, 2>(self.state_after.val()) << 56);
            self.bitmap_o.next = self.bitmap.q.val();
        }
    }
}

#[cfg(test)]
mod tests;
