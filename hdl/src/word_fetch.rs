//! Fetches the bitmap word that an entry of the Hardware Object Table needs next.

use crate::prim::Register;
use crate::take_lowest::TakeLowest;
use rust_hdl_core::prelude::*;

/// How far a fetch has come.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum FetchState {
    /// There is none.
    Idle,
    /// It waits for the bitmaps' read port.
    Wait,
    /// B1: the memory shows the row.
    Read,
    /// B2: the word shows.
    Land,
    /// The word's lowest free object is picked out.
    Pick,
    /// The word is here, until an alloc of its class takes it along.
    Arrived,
}

/// Fetches the bitmap word that an entry of the Hardware Object Table needs next, one for all classes.
///
/// ```text
///  alloc, its class ──► [ Idle ► Wait ► Read ► Land ► Pick ► Arrived ] ──► valid_o, place_o, ..
///                              │ wait_o, class_o, word_o     ▲                     to the alloc
///                              ▼                             │ word_i
///                            bitmaps ────────────────────────┘
/// ```
///
/// Contract: an operation is announced by `coming_i` with its class and stays until the next one is; it takes effect (`alloc_i`,
/// `cancel_i`), if at all, in the cycle in which the next one is announced. While nothing is under way, an alloc that is `urgent_i` (its
/// current word is not known) or `wants_next_i` starts a fetch. A fetch for another class is given up for an urgent alloc, and a word
/// that has arrived for one that wants the next word, once it was left alone for 7 cycles: classes in turn do not take the fetch from each
/// other, and a word of a class that is alone still comes within its 16 allocs. The alloc after that starts its own fetch.
/// An alloc that sees `valid_o` takes the word. `cancel_i` forgets a fetch for
/// `op_class_i`: the word, or which word comes next, has changed. Until then, or until the word is taken, a class wants the same word.
///
/// The bitmaps are read in a cycle with `wait_o` and `grant_i`; `word_i` shows the word two cycles later, `valid_o` four.
#[derive(LogicBlock)]
pub struct WordFetch<const CLASS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// An operation comes: the one that may take effect from the next cycle on.
    pub coming_i: Signal<In, Bit>,
    /// Its class.
    pub coming_class_i: Signal<In, Bits<CLASS>>,

    /// Class of the operation that takes effect.
    pub op_class_i: Signal<In, Bits<CLASS>>,
    /// It is an alloc.
    pub alloc_i: Signal<In, Bit>,
    /// Alloc: the current word is not known.
    pub urgent_i: Signal<In, Bit>,
    /// Alloc: the next word is not known.
    pub wants_next_i: Signal<In, Bit>,
    /// Alloc: index of the word to fetch.
    pub op_word_i: Signal<In, Bits<4>>,
    /// It makes a fetch for its class useless.
    pub cancel_i: Signal<In, Bit>,
    /// A word for `op_class_i` is here.
    pub valid_o: Signal<Out, Bit>,
    /// Its lowest free object.
    pub place_o: Signal<Out, Bits<4>>,
    /// Its other free objects.
    pub rest_o: Signal<Out, Bits<16>>,
    /// Exactly one of them is free.
    pub single_o: Signal<Out, Bit>,

    /// The fetch waits for the bitmaps' read port. Comes from the state alone.
    pub wait_o: Signal<Out, Bit>,
    /// It has the port.
    pub grant_i: Signal<In, Bit>,
    /// Class to read.
    pub class_o: Signal<Out, Bits<CLASS>>,
    /// Index of the word to read.
    pub word_o: Signal<Out, Bits<4>>,
    /// B2: the word, bit = 1 allocated.
    pub word_i: Signal<In, Bits<16>>,

    state: Register<FetchState>,
    class: Register<Bits<CLASS>>,
    word: Register<Bits<4>>,
    place: Register<Bits<4>>,
    /// Its free objects, once the lowest has been picked out the others.
    free: Register<Bits<16>>,
    single: Register<Bit>,
    age: Register<Bits<3>>,
    /// The operation that takes effect is of the fetch's class.
    mine: Register<Bit>,
    lowest: TakeLowest,
    arrived: Signal<Local, Bit>,
    idle: Signal<Local, Bit>,
}

impl<const CLASS: usize> Default for WordFetch<CLASS> {
    fn default() -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            coming_i: Default::default(),
            coming_class_i: Default::default(),
            op_class_i: Default::default(),
            alloc_i: Default::default(),
            urgent_i: Default::default(),
            wants_next_i: Default::default(),
            op_word_i: Default::default(),
            cancel_i: Default::default(),
            valid_o: Default::default(),
            place_o: Default::default(),
            rest_o: Default::default(),
            single_o: Default::default(),
            wait_o: Default::default(),
            grant_i: Default::default(),
            class_o: Default::default(),
            word_o: Default::default(),
            word_i: Default::default(),
            state: Register::new(FetchState::Idle),
            class: Default::default(),
            word: Default::default(),
            place: Default::default(),
            free: Default::default(),
            single: Default::default(),
            age: Default::default(),
            mine: Default::default(),
            lowest: Default::default(),
            arrived: Default::default(),
            idle: Default::default(),
        }
    }
}

impl<const CLASS: usize> Logic for WordFetch<CLASS> {
    kernel! {
        #[hdl_gen]
        "memento_word_fetch",
        registers: [state, class, word, place, free, single, age, mine],
        fn update(&mut self) {
            self.arrived.next = self.state.q.val() == FetchState::Arrived;
            self.idle.next = self.state.q.val() == FetchState::Idle;
            self.valid_o.next = self.arrived.val() && self.mine.q.val();
            self.place_o.next = self.place.q.val();
            self.rest_o.next = self.free.q.val();
            self.single_o.next = self.single.q.val();
            self.wait_o.next = self.state.q.val() == FetchState::Wait;
            self.class_o.next = self.class.q.val();
            self.word_o.next = self.word.q.val();

            self.lowest.word_i.next = self.free.q.val();
            match self.state.q.val() {
                FetchState::Wait => {
                    if self.grant_i.val() {
                        self.state.d.next = FetchState::Read;
                    }
                }
                FetchState::Read => { self.state.d.next = FetchState::Land; }
                FetchState::Land => {
                    self.free.d.next = !self.word_i.val();
                    self.state.d.next = FetchState::Pick;
                }
                FetchState::Pick => {
                    self.place.d.next = self.lowest.place_o.val();
                    self.free.d.next = self.lowest.rest_o.val();
                    self.single.d.next = self.lowest.count_o.val() == 1;
                    self.age.d.next = bits::<3>(0);
                    self.state.d.next = FetchState::Arrived;
                }
                FetchState::Arrived => {
                    if !self.age.q.val().all() {
                        self.age.d.next = self.age.q.val() + 1;
                    }
                }
                _ => {}
            }
            comment!("An idle fetch has the operation's class and word anyway; only its state waits for the word to be wanted.");
            if self.idle.val() {
                self.class.d.next = self.op_class_i.val();
                self.word.d.next = self.op_word_i.val();
                if self.alloc_i.val() && (self.urgent_i.val() || self.wants_next_i.val()) {
                    self.state.d.next = FetchState::Wait;
                }
            } else if self.alloc_i.val()
                && (self.valid_o.val()
                    || (self.urgent_i.val() && !self.mine.q.val())
                    || (self.wants_next_i.val() && self.arrived.val() && self.age.q.val().all()))
            {
                self.state.d.next = FetchState::Idle;
            }
            if self.cancel_i.val() && self.mine.q.val() {
                self.state.d.next = FetchState::Idle;
            }
            if self.coming_i.val() {
                self.mine.d.next = self.coming_class_i.val() == self.class.q.val();
                if self.idle.val() {
                    self.mine.d.next = self.coming_class_i.val() == self.op_class_i.val();
                }
            }
        }
    }
}
