//! What an operation makes of an entry of the Hardware Object Table.

use crate::any_below::AnyBelow;
use crate::few_ones::FewOnes;
use crate::find_first_zero::FindFirstZero;
use rust_hdl_core::prelude::*;

/// One operation on one entry: the answer, and the entry after it.
///
/// An entry describes a class's arena by its *current word*, the 16 objects from which the next allocs come; a copy of the
/// *next word*, the one that becomes current when this one is full; and which words are full. The next word is always
/// the lowest that is not full and not current, so its index is not kept.
///
/// | field            | bits  | meaning                                                                             |
/// |------------------|-------|-------------------------------------------------------------------------------------|
/// | `current_free`   | 15:0  | free objects of the current word; 0 while the entry is not ready                    |
/// | `current_single` | 52    | exactly one of them is free; 0 while the entry is not ready                         |
/// | `current_word`   | 51:48 | index of the current word                                                           |
/// | `current_known`  | 53    | `current_free` is held here; if not, only the bitmap memory has it                  |
/// | `next_free`      | 31:16 | free objects of the next word                                                       |
/// | `next_single`    | 54    | exactly one of them is free                                                         |
/// | `next_known`     | 55    | `next_free` is held here                                                            |
/// | `full`           | 47:32 | full words; the current word, and words that the arena does not have, count as full |
///
/// An entry is *ready* when its class has an arena whose current word is known and has a free object. A current word that is
/// known while the entry is not ready means that the arena has no free object at all: it is *exhausted*. The entry of a class without
/// an arena is 0.
///
/// Contract: combinational. At most one of `alloc_i`, `free_i` and `install_i` is high; with none, the entry stays as it is. An alloc
/// takes an object if `ready_i`; if not, it only takes a word that has been fetched. A free is of an object of the entry's
/// own arena; that the object is allocated need not be known: freeing a free object changes nothing but `next_known`.
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
    /// Free: the object in its word, one bit of 16.
    pub object_bit_i: Signal<In, Bits<16>>,
    /// Alloc: a word of this entry has been fetched, the current one if that is not known, else the next one.
    pub fetch_valid_i: Signal<In, Bit>,
    /// Its free objects.
    pub fetch_free_i: Signal<In, Bits<16>>,
    /// Exactly one of them is free.
    pub fetch_single_i: Signal<In, Bit>,
    /// Install: index of the lowest word that is not full.
    pub install_word_i: Signal<In, Bits<4>>,
    /// Install: its free objects.
    pub install_free_i: Signal<In, Bits<16>>,
    /// Install: full words; words that the arena does not have count as full.
    pub install_full_i: Signal<In, Bits<16>>,

    /// The entry is ready.
    pub ready_i: Signal<In, Bit>,
    /// The entry.
    pub entry_i: Signal<In, Bits<56>>,

    /// Alloc: place of the object taken in the current word.
    pub place_o: Signal<Out, Bits<4>>,
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
    /// Free objects of the current word; none while the entry is not ready.
    pub held_free_o: Signal<Out, Bits<16>>,
    /// The current word is not known.
    pub unknown_o: Signal<Out, Bit>,
    /// Index of the current word.
    pub current_word_o: Signal<Out, Bits<4>>,
    /// Words in which every object is allocated; words that the arena does not have count as full.
    pub summary_o: Signal<Out, Bits<16>>,

    /// After it: the entry is ready.
    pub ready_o: Signal<Out, Bit>,
    /// The entry after it.
    pub entry_o: Signal<Out, Bits<56>>,

    below_place: AnyBelow,
    lowest_place: FindFirstZero<16, 4, 32>,
    objects: FewOnes,
    below_word: AnyBelow,
    lowest_word: FindFirstZero<16, 4, 32>,
    installed: FewOnes,

    current_free: Signal<Local, Bits<16>>,
    next_free: Signal<Local, Bits<16>>,
    full: Signal<Local, Bits<16>>,
    current_word: Signal<Local, Bits<4>>,
    current_single: Signal<Local, Bit>,
    current_known: Signal<Local, Bit>,
    next_single: Signal<Local, Bit>,
    next_known: Signal<Local, Bit>,
    current_free_after: Signal<Local, Bits<16>>,
    next_free_after: Signal<Local, Bits<16>>,
    full_after: Signal<Local, Bits<16>>,
    current_word_after: Signal<Local, Bits<4>>,
    current_single_after: Signal<Local, Bit>,
    current_known_after: Signal<Local, Bit>,
    next_single_after: Signal<Local, Bit>,
    next_known_after: Signal<Local, Bit>,
    at_current: Signal<Local, Bit>,
    exhausted: Signal<Local, Bit>,
    /// Alloc: another word's objects are from now on the current ones, if they are known.
    renews: Signal<Local, Bit>,
    /// Alloc: it takes the word's last object.
    takes_last: Signal<Local, Bit>,
    ahead_known: Signal<Local, Bit>,
    ahead_free: Signal<Local, Bits<16>>,
    ahead_single: Signal<Local, Bit>,
    /// Free: its word is held.
    frees_held: Signal<Local, Bit>,
    /// Free: its word is not the current one.
    frees_other: Signal<Local, Bit>,
    overtakes_next: Signal<Local, Bit>,
    freed: Signal<Local, Bits<16>>,
    opened: Signal<Local, Bits<16>>,
    filled: Signal<Local, Bits<16>>,
    current_free_kept: Signal<Local, Bits<16>>,
}

impl Logic for HotStep {
    kernel! {
        #[hdl_gen]
        "memento_hot_step",
        fn update(&mut self) {
            self.current_free.next = self.entry_i.val().get_bits::<16>(0);
            self.next_free.next = self.entry_i.val().get_bits::<16>(16);
            self.full.next = self.entry_i.val().get_bits::<16>(32);
            self.current_word.next = self.entry_i.val().get_bits::<4>(48);
            self.current_single.next = self.entry_i.val().get_bit(52);
            self.current_known.next = self.entry_i.val().get_bit(53);
            self.next_single.next = self.entry_i.val().get_bit(54);
            self.next_known.next = self.entry_i.val().get_bit(55);

            self.at_current.next = self.current_word.val() == self.word_i.val();
            self.exhausted.next = self.current_known.val() && !self.ready_i.val();
            self.held_free_o.next = self.current_free.val();
            self.word_held_o.next = self.current_known.val() && (self.at_current.val() || !self.ready_i.val());
            self.word_full_o.next = !self.at_current.val() && (self.full.val() & self.word_bit_i.val()).any();

            self.unknown_o.next = !self.current_known.val();
            self.current_word_o.next = self.current_word.val();
            self.summary_o.next = self.full.val().replace_bit(self.current_word.val().index(), self.exhausted.val());

            comment!("The lowest free object, and what is left without it.");
            self.lowest_place.word_i.next = !self.current_free.val();
            self.place_o.next = self.lowest_place.index_o.val();
            self.below_place.word_i.next = self.current_free.val();
            self.objects.word_i.next = self.current_free.val();

            comment!("The next word: the lowest that is not full.");
            self.lowest_word.word_i.next = self.full.val();
            self.below_word.word_i.next = !self.full.val();
            self.last_word_o.next = self.full.val().all();
            self.fetch_word_o.next = self.lowest_word.index_o.val();
            if !self.current_known.val() {
                self.fetch_word_o.next = self.current_word.val();
            }
            comment!("Its objects, none if they are not known.");
            self.ahead_known.next = self.next_known.val() || self.fetch_valid_i.val();
            self.ahead_free.next = bits::<16>(0);
            if self.next_known.val() {
                self.ahead_free.next = self.next_free.val();
            }
            self.ahead_single.next = self.next_known.val() && self.next_single.val();
            if self.fetch_valid_i.val() {
                self.ahead_free.next = self.fetch_free_i.val();
                self.ahead_single.next = self.fetch_single_i.val();
            }
            self.fetch_next_o.next = self.ready_i.val()
                && !self.current_single.val()
                && !self.ahead_known.val()
                && !self.last_word_o.val();

            comment!("An alloc of the word's last object goes on to the next word, known or not. One that finds the current");
            comment!("word unknown takes the word fetched for it; a next word is not known then.");
            self.takes_last.next = self.alloc_i.val() && self.current_single.val();
            self.renews.next = self.alloc_i.val() && (self.current_single.val() || !self.current_known.val());

            comment!("A free in the next word or below it: what is held as the next word no longer is.");
            self.overtakes_next.next = !(!self.full.val() & self.words_below_i.val()).any();
            self.frees_held.next = self.free_i.val() && self.word_held_o.val();
            self.frees_other.next = self.free_i.val() && !self.at_current.val() && !self.exhausted.val();

            self.installed.word_i.next = self.install_free_i.val();

            self.ready_o.next = self.ready_i.val() || self.frees_held.val();
            self.current_known_after.next = self.current_known.val();
            self.current_single_after.next = self.current_single.val();
            self.next_known_after.next = self.next_known.val() && !(self.frees_other.val() && self.overtakes_next.val());
            if self.alloc_i.val() {
                self.current_single_after.next = self.objects.count_o.val() == 2;
                self.next_known_after.next = self.ahead_known.val();
            }
            if self.renews.val() {
                self.ready_o.next = self.ahead_known.val();
                self.current_known_after.next =
                    self.ahead_known.val() || (self.current_known.val() && self.last_word_o.val());
                self.current_single_after.next = self.ahead_single.val();
                self.next_known_after.next = false;
            }
            if self.frees_held.val() {
                self.current_single_after.next = !self.ready_i.val()
                    || (self.current_single.val() && (self.current_free.val() & self.object_bit_i.val()).any());
            }
            if self.install_i.val() {
                comment!("A loaded context may have an arena without a free object.");
                self.ready_o.next = self.install_free_i.val().any();
                self.current_known_after.next = true;
                self.current_single_after.next = self.installed.count_o.val() == 1;
                self.next_known_after.next = false;
            }

            comment!("The current word. What a free adds is known last.");
            self.freed.next = bits::<16>(0);
            if self.frees_held.val() {
                self.freed.next = self.object_bit_i.val();
            }
            self.current_free_kept.next = self.current_free.val();
            if self.alloc_i.val() {
                self.current_free_kept.next = self.current_free.val() & self.below_place.below_o.val();
            }
            if self.renews.val() {
                self.current_free_kept.next = self.ahead_free.val();
            }
            if self.install_i.val() {
                self.current_free_kept.next = self.install_free_i.val();
            }
            self.current_free_after.next = self.current_free_kept.val() | self.freed.val();
            self.current_word_after.next = self.current_word.val();
            if self.takes_last.val() {
                self.current_word_after.next = self.lowest_word.index_o.val();
            }
            if self.free_i.val() && self.exhausted.val() {
                self.current_word_after.next = self.word_i.val();
            }
            if self.install_i.val() {
                self.current_word_after.next = self.install_word_i.val();
            }

            comment!("The next word: what an alloc finds fetched is kept, whether or not it is used up at once.");
            self.next_free_after.next = self.next_free.val();
            self.next_single_after.next = self.next_single.val();
            if self.fetch_valid_i.val() {
                self.next_free_after.next = self.fetch_free_i.val();
                self.next_single_after.next = self.fetch_single_i.val();
            }

            comment!("Full words.");
            self.filled.next = bits::<16>(0);
            if self.takes_last.val() {
                self.filled.next = !self.below_word.below_o.val();
            }
            self.opened.next = bits::<16>(0);
            if self.frees_other.val() {
                self.opened.next = self.word_bit_i.val();
            }
            self.full_after.next = (self.full.val() | self.filled.val()) & !self.opened.val();
            if self.install_i.val() {
                self.full_after.next = self.install_full_i.val().replace_bit(self.install_word_i.val().index(), true);
            }

            self.entry_o.next = bit_cast::<56, 16>(self.current_free_after.val())
                | (bit_cast::<56, 16>(self.next_free_after.val()) << 16)
                | (bit_cast::<56, 16>(self.full_after.val()) << 32)
                | (bit_cast::<56, 4>(self.current_word_after.val()) << 48)
                | (bit_cast::<56, 1>(self.current_single_after.val().into()) << 52)
                | (bit_cast::<56, 1>(self.current_known_after.val().into()) << 53)
                | (bit_cast::<56, 1>(self.next_single_after.val().into()) << 54)
                | (bit_cast::<56, 1>(self.next_known_after.val().into()) << 55);
        }
    }
}
