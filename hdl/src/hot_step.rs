//! What an operation makes of an entry of the Hardware Object Table.

use crate::any_below::AnyBelow;
use crate::find_first_zero::FindFirstZero;
use crate::take_lowest::TakeLowest;
use rust_hdl_core::prelude::*;

/// One operation on one entry: the answer, and the entry after it.
///
/// An entry describes a class's arena by its *current word*, the 16 objects from which the next allocs come; a copy of the
/// *next word*, the one that becomes current when this one is full; and which words are full. Of both words the lowest free object is
/// picked out already, so that the answer to an alloc stands in the entry. The next word is always
/// the lowest that is not full and not current, so its index is not kept.
///
/// | field           | bits  | meaning                                                                             |
/// |-----------------|-------|-------------------------------------------------------------------------------------|
/// | `current_place` | 55:52 | lowest free object of the current word                                              |
/// | `current_rest`  | 15:0  | its other free objects                                                              |
/// | `current_word`  | 51:48 | index of the current word                                                           |
/// | `ready`         | 60    | the current word is held here and has a free object                                 |
/// | `few`           | 61    | ready: it has only one; not ready: no word has any                                  |
/// | `next_place`    | 59:56 | lowest free object of the next word                                                 |
/// | `next_rest`     | 31:16 | its other free objects                                                              |
/// | `next_known`    | 62    | the next word is held here                                                          |
/// | `next_single`   | 63    | it has only one free object                                                         |
/// | `full`          | 47:32 | full words; the current word, and words that the arena does not have, count as full |
///
/// An entry that is neither `ready` nor `few` does not hold its current word: only the bitmap memory has it. One that is `few` and not
/// `ready` is *exhausted*: the arena has no free object at all. That is told beside the entry as well, since nearly everything asks it.
/// The entry of a class without an arena is 0.
///
/// Contract: combinational. At most one of `alloc_i`, `free_i` and `install_i` is high; with none, the entry stays as it is. An alloc
/// takes an object if the entry is ready; if not, it only takes a word that has been fetched. A free is of an object of the entry's
/// own arena; that the object is allocated need not be known: freeing a free object changes nothing but `next_known`.
/// For an install the entry is the one before, with the free objects of the new arena's current word in bits 15:0.
#[derive(LogicBlock, Default)]
pub struct HotStep {
    /// Take an object.
    pub alloc_i: Signal<In, Bit>,
    /// Give back an object of the entry's arena.
    pub free_i: Signal<In, Bit>,
    /// Replace the arena.
    pub install_i: Signal<In, Bit>,
    /// Free: index of the object's word.
    pub word_i: Signal<In, Bits<4>>,
    /// Free: the same, one bit of 16.
    pub word_bit_i: Signal<In, Bits<16>>,
    /// Free: the words below it.
    pub words_below_i: Signal<In, Bits<16>>,
    /// Free: the object's place in its word.
    pub place_i: Signal<In, Bits<4>>,
    /// Free: the same, one bit of 16.
    pub object_bit_i: Signal<In, Bits<16>>,
    /// Free: the places above it.
    pub places_above_i: Signal<In, Bits<16>>,
    /// Alloc: a word of this entry has been fetched, the current one if that is not known, else the next one.
    pub fetch_valid_i: Signal<In, Bit>,
    /// Its lowest free object.
    pub fetch_place_i: Signal<In, Bits<4>>,
    /// Its other free objects.
    pub fetch_rest_i: Signal<In, Bits<16>>,
    /// It has only one.
    pub fetch_single_i: Signal<In, Bit>,
    /// Install: index of the lowest word that is not full.
    pub install_word_i: Signal<In, Bits<4>>,
    /// Install: full words; words that the arena does not have count as full.
    pub install_full_i: Signal<In, Bits<16>>,

    /// The entry.
    pub entry_i: Signal<In, Bits<64>>,
    /// It is exhausted.
    pub exhausted_i: Signal<In, Bit>,

    /// The entry is ready: an alloc takes an object.
    pub ready_o: Signal<Out, Bit>,
    /// No other word than the current one has a free object.
    pub last_word_o: Signal<Out, Bit>,
    /// The word that would be fetched for this entry: the current one if it is not known, else the next one.
    pub fetch_word_o: Signal<Out, Bits<4>>,
    /// Alloc of an object that is not its word's last: the next word is neither held nor fetched, and there is one.
    pub fetch_next_o: Signal<Out, Bit>,
    /// `word_i` is held in the entry.
    pub word_held_o: Signal<Out, Bit>,
    /// `word_i` is full, if it is not held in the entry.
    pub word_full_o: Signal<Out, Bit>,
    /// Free: the object is allocated, if it is in a word that is held or full.
    pub allocated_o: Signal<Out, Bit>,
    /// Free objects of the current word; none while the entry is not ready.
    pub held_free_o: Signal<Out, Bits<16>>,
    /// The current word is not known.
    pub unknown_o: Signal<Out, Bit>,
    /// Words in which every object is allocated; words that the arena does not have count as full.
    pub summary_o: Signal<Out, Bits<16>>,

    /// The entry after it.
    pub entry_o: Signal<Out, Bits<64>>,
    /// That is exhausted.
    pub exhausted_o: Signal<Out, Bit>,

    rest: TakeLowest,
    below_word: AnyBelow,
    lowest_word: FindFirstZero<16, 4, 32>,

    ready: Signal<Local, Bit>,
    few: Signal<Local, Bit>,
    current_place: Signal<Local, Bits<4>>,
    current_rest: Signal<Local, Bits<16>>,
    current_word: Signal<Local, Bits<4>>,
    next_place: Signal<Local, Bits<4>>,
    next_rest: Signal<Local, Bits<16>>,
    next_known: Signal<Local, Bit>,
    next_single: Signal<Local, Bit>,
    full: Signal<Local, Bits<16>>,
    ready_after: Signal<Local, Bit>,
    few_after: Signal<Local, Bit>,
    current_place_after: Signal<Local, Bits<4>>,
    current_rest_after: Signal<Local, Bits<16>>,
    current_word_after: Signal<Local, Bits<4>>,
    next_place_after: Signal<Local, Bits<4>>,
    next_rest_after: Signal<Local, Bits<16>>,
    next_known_after: Signal<Local, Bit>,
    next_single_after: Signal<Local, Bit>,
    full_after: Signal<Local, Bits<16>>,
    at_current: Signal<Local, Bit>,
    /// The current word's lowest free object, one bit of 16, and the places above it.
    place_bit: Signal<Local, Bits<16>>,
    above_place: Signal<Local, Bits<16>>,
    /// Free in the current word: the higher one of that object and the one that is freed, unless they are the same, one bit of 16.
    higher: Signal<Local, Bits<16>>,
    /// Free: the entry is exhausted.
    frees_first: Signal<Local, Bit>,
    /// Free: its word is the current one, which has a free object already.
    frees_current: Signal<Local, Bit>,
    /// Alloc: it takes an object that is not its word's last.
    takes_one: Signal<Local, Bit>,
    /// Alloc: it takes the word's last object.
    takes_last: Signal<Local, Bit>,
    /// Alloc: another word's objects are from now on the current ones, if they are known.
    renews: Signal<Local, Bit>,
    ahead_known: Signal<Local, Bit>,
    /// Free: its word is not the current one.
    frees_other: Signal<Local, Bit>,
    overtakes_next: Signal<Local, Bit>,
    /// An alloc or an install takes an object out of the current word.
    takes: Signal<Local, Bit>,
    /// The current word's objects stay free; a free adds one.
    stays: Signal<Local, Bit>,
    /// The lower one of a freed object and the current word's lowest free one.
    lower_place: Signal<Local, Bits<4>>,
    last_word: Signal<Local, Bit>,
    // What fields may become, each 0 unless it does.
    kept_place: Signal<Local, Bits<4>>,
    kept_rest: Signal<Local, Bits<16>>,
    freed_place: Signal<Local, Bits<4>>,
    renewed_place: Signal<Local, Bits<4>>,
    renewed_rest: Signal<Local, Bits<16>>,
    taken_place: Signal<Local, Bits<4>>,
    taken_rest: Signal<Local, Bits<16>>,
    kept_word: Signal<Local, Bits<4>>,
    freed_word: Signal<Local, Bits<4>>,
    installed_word: Signal<Local, Bits<4>>,
    lowest_after: Signal<Local, Bits<4>>,
    kept_full: Signal<Local, Bits<16>>,
    installed_full: Signal<Local, Bits<16>>,
    filled: Signal<Local, Bits<16>>,
}

impl Logic for HotStep {
    kernel! {
        #[hdl_gen]
        "memento_hot_step",
        fn update(&mut self) {
            self.current_rest.next = self.entry_i.val().get_bits::<16>(0);
            self.next_rest.next = self.entry_i.val().get_bits::<16>(16);
            self.full.next = self.entry_i.val().get_bits::<16>(32);
            self.current_word.next = self.entry_i.val().get_bits::<4>(48);
            self.current_place.next = self.entry_i.val().get_bits::<4>(52);
            self.next_place.next = self.entry_i.val().get_bits::<4>(56);
            self.ready.next = self.entry_i.val().get_bit(60);
            self.few.next = self.entry_i.val().get_bit(61);
            self.next_known.next = self.entry_i.val().get_bit(62);
            self.next_single.next = self.entry_i.val().get_bit(63);

            self.at_current.next = self.current_word.val() == self.word_i.val();
            self.place_bit.next = bits::<16>(0).replace_bit(self.current_place.val().index(), true);
            self.above_place.next = bits::<16>(0xFFFE) << self.current_place.val();
            self.held_free_o.next = bits::<16>(0);
            if self.ready.val() {
                self.held_free_o.next = self.current_rest.val() | self.place_bit.val();
            }
            self.allocated_o.next = !(self.ready.val()
                && self.at_current.val()
                && ((self.current_place.val() == self.place_i.val())
                    || (self.current_rest.val() & self.object_bit_i.val()).any()));
            self.word_held_o.next = (self.ready.val() && self.at_current.val()) || self.exhausted_i.val();
            self.word_full_o.next = !self.at_current.val() && (self.full.val() & self.word_bit_i.val()).any();

            self.ready_o.next = self.ready.val();
            self.unknown_o.next = !self.ready.val() && !self.few.val();
            self.summary_o.next = self.full.val().replace_bit(self.current_word.val().index(), self.exhausted_i.val());

            comment!("The next word: the lowest that is not full.");
            self.lowest_word.word_i.next = self.full.val();
            self.below_word.word_i.next = !self.full.val();
            self.last_word.next = self.full.val().all();
            self.last_word_o.next = self.last_word.val();
            self.fetch_word_o.next = self.lowest_word.index_o.val();
            if self.unknown_o.val() {
                self.fetch_word_o.next = self.current_word.val();
            }
            self.ahead_known.next = self.next_known.val() || self.fetch_valid_i.val();
            self.fetch_next_o.next = self.ready.val()
                && !self.few.val()
                && !self.ahead_known.val()
                && !self.last_word.val();
            comment!("What an alloc finds fetched is kept as the next word, whether or not it is used up at once.");
            self.next_place_after.next = self.next_place.val();
            self.next_rest_after.next = self.next_rest.val();
            self.next_single_after.next = self.next_single.val();
            if self.fetch_valid_i.val() {
                self.next_place_after.next = self.fetch_place_i.val();
                self.next_rest_after.next = self.fetch_rest_i.val();
                self.next_single_after.next = self.fetch_single_i.val();
            }

            comment!("An alloc of the word's last object goes on to the next word, known or not. One that finds the current");
            comment!("word unknown takes the word fetched for it; a next word is not known then.");
            self.takes_one.next = self.alloc_i.val() && self.ready.val() && !self.few.val();
            self.takes_last.next = self.alloc_i.val() && self.ready.val() && self.few.val();
            self.renews.next = self.alloc_i.val() && (self.ready.val() == self.few.val());

            comment!("A free in the next word or below it: what is held as the next word no longer is.");
            self.overtakes_next.next = !(!self.full.val() & self.words_below_i.val()).any();
            self.frees_first.next = self.free_i.val() && self.exhausted_i.val();
            self.frees_current.next = self.free_i.val() && self.ready.val() && self.at_current.val();
            self.frees_other.next = self.free_i.val() && !self.at_current.val() && !self.exhausted_i.val();

            comment!("The current word. Each value it may get is 0 unless it does, and the one that is known last comes last: what an alloc");
            comment!("or an install leaves of the free objects.");
            self.takes.next = self.takes_one.val() || self.install_i.val();
            self.stays.next = !self.install_i.val()
                && !(self.alloc_i.val() && !self.exhausted_i.val())
                && !(self.free_i.val() && self.exhausted_i.val());
            self.lower_place.next = self.current_place.val();
            if self.place_i.val() < self.current_place.val() {
                self.lower_place.next = self.place_i.val();
            }
            self.higher.next = bits::<16>(0);
            if self.frees_current.val() {
                self.higher.next = (self.place_bit.val() & self.places_above_i.val())
                    | (self.above_place.val() & self.object_bit_i.val());
            }
            self.rest.word_i.next = self.current_rest.val();
            self.kept_place.next = bits::<4>(0);
            self.kept_rest.next = bits::<16>(0);
            self.freed_place.next = bits::<4>(0);
            self.renewed_place.next = bits::<4>(0);
            self.renewed_rest.next = bits::<16>(0);
            self.taken_place.next = bits::<4>(0);
            self.taken_rest.next = bits::<16>(0);
            if self.stays.val() {
                self.kept_place.next = self.current_place.val();
                if self.frees_current.val() {
                    self.kept_place.next = self.lower_place.val();
                }
                self.kept_rest.next = self.current_rest.val();
            }
            if self.frees_first.val() {
                self.freed_place.next = self.place_i.val();
            }
            if self.renews.val() {
                self.renewed_place.next = self.next_place_after.val();
                self.renewed_rest.next = self.next_rest_after.val();
            }
            if self.takes.val() {
                self.taken_place.next = self.rest.place_o.val();
                self.taken_rest.next = self.rest.rest_o.val();
            }
            self.current_place_after.next = self.kept_place.val()
                | self.freed_place.val()
                | self.renewed_place.val()
                | self.taken_place.val();
            self.current_rest_after.next = self.kept_rest.val()
                | self.higher.val()
                | self.renewed_rest.val()
                | self.taken_rest.val();
            comment!("A loaded context may have an arena without a free object.");
            self.ready_after.next = (self.ready.val() && !self.renews.val() && !self.install_i.val())
                || self.frees_first.val()
                || (self.renews.val() && self.ahead_known.val())
                || (self.install_i.val() && self.current_rest.val().any());
            self.few_after.next = (self.stays.val()
                && self.few.val()
                && !(self.frees_current.val() && (self.place_i.val() != self.current_place.val())))
                || self.frees_first.val()
                || (self.renews.val() && self.ahead_known.val() && self.next_single_after.val())
                || (self.takes_last.val() && !self.ahead_known.val() && self.last_word.val())
                || (self.takes.val() && !self.rest.count_o.val().get_bit(1));
            self.exhausted_o.next = (self.exhausted_i.val() && !self.free_i.val() && !self.install_i.val())
                || (self.takes_last.val() && !self.ahead_known.val() && self.last_word.val())
                || (self.install_i.val() && !self.current_rest.val().any());
            self.next_known_after.next = (self.next_known.val()
                && !self.alloc_i.val()
                && !self.install_i.val()
                && !(self.frees_other.val() && self.overtakes_next.val()))
                || (self.alloc_i.val() && self.ahead_known.val() && !self.renews.val());
            self.kept_word.next = bits::<4>(0);
            if !self.takes_last.val() && !self.frees_first.val() && !self.install_i.val() {
                self.kept_word.next = self.current_word.val();
            }
            self.freed_word.next = bits::<4>(0);
            if self.frees_first.val() {
                self.freed_word.next = self.word_i.val();
            }
            self.installed_word.next = bits::<4>(0);
            self.installed_full.next = bits::<16>(0);
            if self.install_i.val() {
                self.installed_word.next = self.install_word_i.val();
                self.installed_full.next =
                    self.install_full_i.val().replace_bit(self.install_word_i.val().index(), true);
            }
            self.lowest_after.next = bits::<4>(0);
            self.filled.next = bits::<16>(0);
            if self.takes_last.val() {
                self.lowest_after.next = self.lowest_word.index_o.val();
                self.filled.next = !self.below_word.below_o.val();
            }
            self.current_word_after.next = self.kept_word.val()
                | self.freed_word.val()
                | self.installed_word.val()
                | self.lowest_after.val();

            comment!("Full words.");
            self.kept_full.next = bits::<16>(0);
            if !self.install_i.val() {
                self.kept_full.next = self.full.val();
                if self.frees_other.val() {
                    self.kept_full.next = self.full.val() & !self.word_bit_i.val();
                }
            }
            self.full_after.next = self.kept_full.val() | self.installed_full.val() | self.filled.val();

            self.entry_o.next = bit_cast::<64, 16>(self.current_rest_after.val())
                | (bit_cast::<64, 16>(self.next_rest_after.val()) << 16)
                | (bit_cast::<64, 16>(self.full_after.val()) << 32)
                | (bit_cast::<64, 4>(self.current_word_after.val()) << 48)
                | (bit_cast::<64, 4>(self.current_place_after.val()) << 52)
                | (bit_cast::<64, 4>(self.next_place_after.val()) << 56)
                | (bit_cast::<64, 1>(self.ready_after.val().into()) << 60)
                | (bit_cast::<64, 1>(self.few_after.val().into()) << 61)
                | (bit_cast::<64, 1>(self.next_known_after.val().into()) << 62)
                | (bit_cast::<64, 1>(self.next_single_after.val().into()) << 63);
        }
    }
}
