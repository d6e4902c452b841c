//! Which lines the cache holds.

use crate::prim::{Ram, RamStyle, RegisterFile};
use rust_hdl_core::prelude::*;

/// Tags, dirty bits and turns of a set-associative cache of 2^SET sets: which way has a line, and which way a new line
/// gets.
///
/// ```text
///  read_set_i ──► rows (one memory a way) ──► compare with tag_i ──► hit_o
///             └─► turns ──────────────────► an invalid way, else the way in turn ──► victim_o
/// ```
///
/// Contract:
///
/// * `hit_o` and `victim_*` are about the set read last, in the cycle before or earlier, `hit_o` about the `tag_i` of the same cycle. Ways are one
///   bit each. The victim is the lowest way that is not valid, else the one in turn, or with `choose_i` the way `choose_way_i`. What is
///   written shows when the set is read in a later cycle.
/// * `valid_o` says which ways of the set read last hold a line. `dirty_o` says which ways of set `dirty_set_i` are dirty, in the same cycle; of a
///   way that is not valid it means nothing.
/// * A write makes the ways `write_ways_i` of `write_set_i` hold the tag, or nothing. With `write_all_i` it makes the whole set hold nothing, and way 0 be in
///   turn. With `take_turn_i` the turn passes from the way written on to the next.
/// * `mark_i` makes ways dirty or clean; only marks change that.
/// * Reset does nothing: every set must be written with `write_all_i` before it is read.
///
/// Cost: WAYS memories of 2^SET rows of TAG + 1 bits, one of WAYS bits, and as many register files of one bit. ROW is TAG + 1.
#[derive(LogicBlock)]
pub struct CacheTags<const SET: usize, const TAG: usize, const ROW: usize, const WAYS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,

    /// Read a set.
    pub read_enable_i: Signal<In, Bit>,
    /// The set.
    pub read_set_i: Signal<In, Bits<SET>>,
    /// Tag to look for in the set read last.
    pub tag_i: Signal<In, Bits<TAG>>,
    /// The way that has it; none, if it is not there.
    pub hit_o: Signal<Out, Bits<WAYS>>,
    /// The victim is `choose_way_i`.
    pub choose_i: Signal<In, Bit>,
    /// A way.
    pub choose_way_i: Signal<In, Bits<WAYS>>,
    /// The ways that hold a line.
    pub valid_o: Signal<Out, Bits<WAYS>>,
    /// The way that a new line would get.
    pub victim_o: Signal<Out, Bits<WAYS>>,
    /// It holds a line.
    pub victim_valid_o: Signal<Out, Bit>,
    /// The tag of that line.
    pub victim_tag_o: Signal<Out, Bits<TAG>>,

    /// Write ways of a set.
    pub write_enable_i: Signal<In, Bit>,
    /// All ways of the set, which then hold nothing.
    pub write_all_i: Signal<In, Bit>,
    /// The ways, if not all.
    pub write_ways_i: Signal<In, Bits<WAYS>>,
    /// The set.
    pub write_set_i: Signal<In, Bits<SET>>,
    /// They hold a line.
    pub write_valid_i: Signal<In, Bit>,
    /// Its tag.
    pub write_tag_i: Signal<In, Bits<TAG>>,
    /// The next way is in turn.
    pub take_turn_i: Signal<In, Bit>,

    /// Change dirty bits.
    pub mark_i: Signal<In, Bit>,
    /// Of these ways.
    pub mark_ways_i: Signal<In, Bits<WAYS>>,
    /// Of this set.
    pub mark_set_i: Signal<In, Bits<SET>>,
    /// What they become.
    pub mark_dirty_i: Signal<In, Bit>,
    /// Set whose dirty bits to show.
    pub dirty_set_i: Signal<In, Bits<SET>>,
    /// The ways that are dirty.
    pub dirty_o: Signal<Out, Bits<WAYS>>,

    /// A row is a tag with the valid bit below it.
    rows: [Ram<Bits<ROW>, SET>; WAYS],
    turns: Ram<Bits<WAYS>, SET>,
    dirty: [RegisterFile<Bit, SET>; WAYS],
    wanted: Signal<Local, Bits<ROW>>,
    invalid: Signal<Local, Bits<WAYS>>,
    hit: Signal<Local, Bits<WAYS>>,
    victim: Signal<Local, Bits<WAYS>>,
    victim_row: Signal<Local, Bits<ROW>>,
    is_dirty: Signal<Local, Bits<WAYS>>,
    last_way: Constant<Bits<WAYS>>,
}

impl<const SET: usize, const TAG: usize, const ROW: usize, const WAYS: usize> CacheTags<SET, TAG, ROW, WAYS> {
    /// Memories that ask for `style`. `ROW` must be `TAG` + 1.
    pub fn new(style: RamStyle) -> Self {
        assert_eq!(ROW, TAG + 1, "ROW must be TAG + 1");
        crate::module!(
            rows: std::array::from_fn(|_| Ram::new(style)),
            turns: Ram::new(style),
            dirty: std::array::from_fn(|_| RegisterFile::default()),
            last_way: Constant::new(bits(1 << (WAYS - 1)));
            clk_i, read_enable_i, read_set_i, tag_i, hit_o, choose_i, choose_way_i, valid_o, victim_o, victim_valid_o, victim_tag_o,
            write_enable_i, write_all_i, write_ways_i, write_set_i, write_valid_i, write_tag_i, take_turn_i, mark_i,
            mark_ways_i, mark_set_i, mark_dirty_i, dirty_set_i, dirty_o, wanted, invalid, hit, victim,
            victim_row, is_dirty,
        )
    }
}

impl<const SET: usize, const TAG: usize, const ROW: usize, const WAYS: usize> Logic for CacheTags<SET, TAG, ROW, WAYS> {
    kernel! {
        #[hdl_gen]
        "memento_cache_tags",
        clocked: [turns],
        fn update(&mut self) {
            comment!("Compare.");
            self.wanted.next = (bit_cast::<ROW, TAG>(self.tag_i.val()) << 1) | 1;
            self.hit.next = bits::<WAYS>(0);
            self.invalid.next = bits::<WAYS>(0);
            for way in 0..WAYS {
                self.rows[way].clk_i.next = self.clk_i.val();
                self.rows[way].read_enable_i.next = self.read_enable_i.val();
                self.rows[way].read_address_i.next = self.read_set_i.val();
                self.hit.next = self.hit.val().replace_bit(way, self.rows[way].read_data_o.val() == self.wanted.val());
                self.invalid.next =
                    self.invalid.val().replace_bit(way, !self.rows[way].read_data_o.val().get_bit(0));
            }
            self.hit_o.next = self.hit.val();
            self.valid_o.next = !self.invalid.val();

            comment!("The victim: the lowest way that is not valid, or the one in turn.");
            self.turns.read_enable_i.next = self.read_enable_i.val();
            self.turns.read_address_i.next = self.read_set_i.val();
            self.victim.next = self.turns.read_data_o.val();
            if self.invalid.val().any() {
                self.victim.next = self.invalid.val() & ((!self.invalid.val()) + 1);
            }
            if self.choose_i.val() {
                self.victim.next = self.choose_way_i.val();
            }
            self.victim_row.next = bits::<ROW>(0);
            for way in 0..WAYS {
                if self.victim.val().get_bit(way) {
                    self.victim_row.next = self.victim_row.val() | self.rows[way].read_data_o.val();
                }
            }
            self.victim_o.next = self.victim.val();
            self.victim_valid_o.next = self.victim_row.val().get_bit(0);
            self.victim_tag_o.next = self.victim_row.val().get_bits::<TAG>(1);

            comment!("Writes.");
            for way in 0..WAYS {
                self.rows[way].write_enable_i.next =
                    self.write_enable_i.val() && (self.write_all_i.val() || self.write_ways_i.val().get_bit(way));
                self.rows[way].write_address_i.next = self.write_set_i.val();
                self.rows[way].write_data_i.next = (bit_cast::<ROW, TAG>(self.write_tag_i.val()) << 1)
                    | bit_cast::<ROW, 1>((self.write_valid_i.val() && !self.write_all_i.val()).into());
            }
            self.turns.write_enable_i.next =
                self.write_enable_i.val() && (self.write_all_i.val() || self.take_turn_i.val());
            self.turns.write_address_i.next = self.write_set_i.val();
            self.turns.write_data_i.next = self.write_ways_i.val() << 1;
            if self.write_all_i.val() || (self.write_ways_i.val() == self.last_way.val()) {
                self.turns.write_data_i.next = bits::<WAYS>(1);
            }

            comment!("Dirty bits.");
            self.is_dirty.next = bits::<WAYS>(0);
            for way in 0..WAYS {
                self.dirty[way].clk_i.next = self.clk_i.val();
                self.dirty[way].read_address_i.next = self.dirty_set_i.val();
                self.dirty[way].write_enable_i.next = self.mark_i.val() && self.mark_ways_i.val().get_bit(way);
                self.dirty[way].write_address_i.next = self.mark_set_i.val();
                self.dirty[way].write_data_i.next = self.mark_dirty_i.val();
                self.is_dirty.next = self.is_dirty.val().replace_bit(way, self.dirty[way].read_data_o.val());
            }
            self.dirty_o.next = self.is_dirty.val();
        }
    }
}
