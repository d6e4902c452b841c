//! The fetch of bitmap words: the word asked for comes, in time, to its own class, and never after it has become useless.

use crate::prelude::*;

/// Cycles from the grant to the word, and to the word's being here.
const SHOWS_AFTER: u32 = 2;
const HERE_AFTER: u32 = 4;
/// Cycles for which a word that is here keeps the fetch from another class's next word.
const PATIENCE: u32 = 7;

#[derive(Clone, Debug)]
pub struct WordFetch {
    classes: usize,
    /// By class, the word that an alloc asks for, and its bits: the same until it is taken or the fetch is cancelled.
    wanted: Vec<(u8, u16)>,
    /// Class of the operation that may take effect.
    class: Option<usize>,
    fetch: Option<Fetch>,
}

#[derive(Clone, Copy, Debug)]
struct Fetch {
    class: usize,
    word: u8,
    bits: u16,
    /// Cycles since the grant.
    age: Option<u32>,
}

/// What the operation does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    None,
    /// An alloc whose current word is not known.
    UrgentAlloc,
    /// An alloc whose next word is not known.
    AllocThatWantsNext,
    Alloc,
    Cancel,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    /// Class of the operation that comes; the one before it takes effect now.
    pub coming: Option<usize>,
    pub effect: Effect,
    pub grant: bool,
    /// What the class wants, once it wants something else.
    pub wanted: (u8, u16),
    pub noise: u16,
}

impl WordFetch {
    fn here(&self) -> Option<Fetch> {
        let here = self.fetch.filter(|fetch| fetch.age.is_some_and(|age| age >= HERE_AFTER));
        here.filter(|fetch| Some(fetch.class) == self.class)
    }
}

impl Reference for WordFetch {
    type Step = Cycle;
    const MODULE: &'static str = "memento_word_fetch";

    fn new(module: &Module) -> WordFetch {
        let classes = module.geometry.classes as usize;
        WordFetch {
            classes,
            wanted: vec![(0, 0); classes],
            class: None,
            fetch: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        // Few classes, so that they meet; sometimes the one whose word is on its way.
        let fetched = self.fetch.map_or(0, |fetch| fetch.class);
        let class = prop_oneof![3 => 0..=2usize, 2 => Just(fetched), 1 => 0..self.classes];
        let effect = match (self.class, self.here()) {
            (None, _) => Just(Effect::None).boxed(),
            // A word is taken now and then only, so that words grow old.
            (_, Some(_)) => prop_oneof![
                6 => Just(Effect::None),
                1 => Just(Effect::UrgentAlloc),
                1 => Just(Effect::AllocThatWantsNext),
                1 => Just(Effect::Alloc),
                1 => Just(Effect::Cancel),
            ]
            .boxed(),
            _ => prop_oneof![
                2 => Just(Effect::None),
                1 => Just(Effect::UrgentAlloc),
                6 => Just(Effect::AllocThatWantsNext),
                1 => Just(Effect::Alloc),
                1 => Just(Effect::Cancel),
            ]
            .boxed(),
        };
        let bits = prop_oneof![(0..16u32).prop_map(|hole| !(1u16 << hole)), any::<u16>()];
        let rest = (prop::bool::weighted(0.7), (0..16u8, bits), any::<u16>());
        (prop::bool::weighted(0.01), prop::option::weighted(0.9, class), effect, rest)
            .prop_map(|(reset, coming, effect, (grant, wanted, noise))| Cycle {
                reset,
                coming,
                effect: if coming.is_some() { effect } else { Effect::None },
                grant,
                wanted,
                noise,
            })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        step.effect == Effect::None || (self.class.is_some() && step.coming.is_some())
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let class = self.class.unwrap_or(0);
        let shown = self.fetch.filter(|fetch| fetch.age == Some(SHOWS_AFTER));
        pins! {
            rst_ni: !step.reset,
            coming_i: step.coming.is_some(), coming_class_i: step.coming.unwrap_or(0),
            op_class_i: class, op_word_i: self.wanted[class].0,
            alloc_i: matches!(step.effect, Effect::UrgentAlloc | Effect::AllocThatWantsNext | Effect::Alloc),
            urgent_i: step.effect == Effect::UrgentAlloc, wants_next_i: step.effect == Effect::AllocThatWantsNext,
            cancel_i: step.effect == Effect::Cancel,
            grant_i: step.grant, word_i: shown.map_or(step.noise, |fetch| fetch.bits),
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let waiting = self.fetch.filter(|fetch| fetch.age.is_none());
        let mut outputs = pins! { wait_o: waiting.is_some(), valid_o: self.here().is_some() };
        if let Some(fetch) = waiting {
            outputs.extend(pins! { class_o: fetch.class, word_o: fetch.word });
        }
        if let Some(fetch) = self.here() {
            let free = !fetch.bits;
            outputs.extend(pins! { rest_o: free & free.wrapping_sub(1), single_o: free.count_ones() == 1 });
            if free != 0 {
                outputs.extend(pins! { place_o: free.trailing_zeros() });
            }
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if step.reset {
            (self.class, self.fetch) = (None, None);
            return;
        }
        let (here, before) = (self.here(), self.fetch);
        if let Some(fetch) = &mut self.fetch {
            fetch.age = match fetch.age {
                None => step.grant.then_some(1),
                Some(age) => Some(age + 1),
            };
        }
        if let Some(class) = self.class {
            let wants = matches!(step.effect, Effect::UrgentAlloc | Effect::AllocThatWantsNext);
            let gives_up = before.is_some_and(|fetch| match step.effect {
                Effect::UrgentAlloc => fetch.class != class,
                Effect::AllocThatWantsNext => fetch.age.is_some_and(|age| age >= HERE_AFTER + PATIENCE),
                _ => false,
            });
            let cancelled = step.effect == Effect::Cancel;
            if cancelled || step.effect != Effect::None && here.is_some() {
                self.fetch = self.fetch.filter(|fetch| fetch.class != class);
                self.wanted[class] = step.wanted;
            } else if gives_up {
                self.fetch = None;
            } else if wants && before.is_none() {
                let (word, bits) = self.wanted[class];
                self.fetch = Some(Fetch { class, word, bits, age: None });
            }
        }
        self.class = step.coming.or(self.class);
    }
}

in_every_configuration!(WordFetch);
