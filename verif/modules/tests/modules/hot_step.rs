//! One operation on one entry of the table. The reference is an arena's whole bitmap, of which an entry is a description: the answers
//! are the bitmap's, and the entry after an operation describes the bitmap after it.

use crate::arena_slot::{absent_words, summary};
use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct HotStep {
    geometry: Geometry,
}

/// An arena, and what its entry holds of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Arena {
    /// Bit = 1 allocated. Words that the arena does not have count as full.
    words: [u16; 16],
    current: usize,
    current_known: bool,
    next_known: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    Nothing { word: usize },
    Alloc,
    Free { object: usize },
    Install { words: [u16; 16] },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// `None`: the class has no arena.
    pub arena: Option<Arena>,
    pub operation: Operation,
    /// The word that is to be fetched has been.
    pub fetched: bool,
    /// What stands where nothing is meant.
    pub noise: u64,
}

impl Arena {
    fn is_exhausted(&self) -> bool {
        self.words == [u16::MAX; 16]
    }

    fn is_ready(&self) -> bool {
        self.current_known && !self.is_exhausted()
    }

    /// The lowest word, other than the current, that is not full.
    fn next(&self) -> Option<usize> {
        (0..16).find(|word| *word != self.current && self.words[*word] != u16::MAX)
    }

    /// The word that is to be fetched: the current one if it is not known, else the next.
    fn to_fetch(&self) -> Option<usize> {
        if self.current_known { self.next() } else { Some(self.current) }
    }

    /// Which words hold nothing for an alloc to find behind the current one.
    fn full(&self) -> u16 {
        (0..16).fold(1 << self.current, |full, word| {
            full | u16::from(self.words[word] == u16::MAX) << word
        })
    }

    /// The entry, with `noise` in the fields that mean nothing.
    fn entry(&self, noise: u64) -> u64 {
        let mut entry = noise & !(0xFFFF << 32) | u64::from(self.full()) << 32;
        let mut field = |place: u32, bits: u32, value: u64| {
            let mask = u64::MAX >> (64 - bits) << place;
            entry = entry & !mask | value << place & mask;
        };
        let free = !self.words[self.current];
        field(60, 1, self.is_ready().into());
        field(61, 1, u64::from(if self.is_ready() { free.count_ones() == 1 } else { self.is_exhausted() }));
        field(62, 1, self.next_known.into());
        // An exhausted arena has no current word to speak of.
        if !self.is_exhausted() {
            field(48, 4, self.current as u64);
        }
        if self.is_ready() {
            field(0, 16, (free & (free - 1)).into());
            field(52, 4, free.trailing_zeros().into());
        }
        if let (true, Some(next)) = (self.next_known, self.next()) {
            let free = !self.words[next];
            field(16, 16, (free & (free - 1)).into());
            field(56, 4, free.trailing_zeros().into());
            field(63, 1, u64::from(free.count_ones() == 1));
        }
        entry
    }
}

impl Operation {
    /// The object, or the first one of the word, that it is about.
    fn target(self) -> usize {
        match self {
            Operation::Nothing { word } => 16 * word,
            Operation::Free { object } => object,
            Operation::Alloc | Operation::Install { .. } => 0,
        }
    }
}

impl Step {
    /// The arena after the operation; whether its next word is known then, if that is not left open.
    fn after(&self) -> (Option<Arena>, Option<bool>) {
        if let Operation::Install { words } = self.operation {
            let current = words.iter().position(|word| *word != u16::MAX).expect("an arena to install has a free object");
            let arena = Arena { words, current, current_known: true, next_known: false };
            return (Some(arena), Some(false));
        }
        let Some(mut arena) = self.arena.clone() else { return (None, None) };
        let (current, next) = (arena.current, arena.next());
        let mut next_known = Some(arena.next_known);
        match self.operation {
            Operation::Alloc if arena.is_ready() => {
                arena.words[current] |= arena.words[current] + 1;
                let known = arena.next_known || self.fetched;
                next_known = Some(known);
                if arena.words[current] == u16::MAX {
                    next_known = Some(false);
                    if let Some(next) = next {
                        (arena.current, arena.current_known) = (next, known);
                    }
                }
            }
            Operation::Alloc if !arena.is_exhausted() => {
                arena.current_known = self.fetched;
                next_known = None;
            }
            Operation::Free { object } => {
                let word = object / 16;
                let kept = arena.current_known && word == current || next.is_some_and(|next| next < word);
                if arena.is_exhausted() {
                    arena.current = word;
                    next_known = Some(false);
                } else if !kept {
                    next_known = None;
                }
                arena.words[word] &= !(1 << (object % 16));
            }
            _ => {}
        }
        (Some(arena), next_known)
    }
}

/// Bitmaps of which many words are full, or nearly; often all of them but one or two, or all.
pub fn bitmaps(geometry: &Geometry) -> impl Strategy<Value = [u16; 16]> {
    let absent = absent_words(geometry);
    let place = 0..geometry.objects_per_arena / 16;
    let open = prop_oneof![
        1 => Just(0u16),
        4 => prop::array::uniform2(place).prop_map(|[one, two]| 1u16 << one | 1 << two),
        4 => any::<u16>(),
    ];
    let holes = |most| {
        let holes = prop::collection::vec(0..16u32, 1..=most);
        holes.prop_map(|holes| holes.iter().fold(u16::MAX, |word, hole| word & !(1 << hole)))
    };
    let word = prop_oneof![2 => holes(1), 2 => holes(3), 1 => Just(0u16), 1 => any::<u16>()];
    (open, prop::array::uniform16(word)).prop_map(move |(open, mut words): (u16, [u16; 16])| {
        let full = |word: &usize| (!open | absent) >> word & 1 == 1;
        (0..16).filter(full).for_each(|word| words[word] = u16::MAX);
        words
    })
}

impl Reference for HotStep {
    type Step = Step;
    const MODULE: &'static str = "memento_hot_step";

    fn new(module: &Module) -> HotStep {
        HotStep { geometry: module.geometry }
    }

    fn steps(&self) -> BoxedStrategy<Step> {
        let arena = (bitmaps(&self.geometry), any::<prop::sample::Index>(), any::<[bool; 2]>());
        let arena = arena.prop_map(|(words, current, [current_known, next_known])| {
            let open: Vec<usize> = (0..16).filter(|word| words[*word] != u16::MAX).collect();
            let current = if open.is_empty() { 0 } else { open[current.index(open.len())] };
            let mut arena = Arena { words, current, current_known: current_known || open.is_empty(), next_known };
            arena.next_known &= arena.current_known && arena.next().is_some();
            arena
        });
        let objects = self.geometry.objects_per_arena as usize;
        let install = bitmaps(&self.geometry).prop_map(|mut words| {
            if words == [u16::MAX; 16] {
                words[0] = 0x7FFF;
            }
            Operation::Install { words }
        });
        let operation = prop_oneof![
            1 => (0..objects / 16).prop_map(|word| Operation::Nothing { word }),
            4 => Just(Operation::Alloc),
            4 => (0..objects).prop_map(|object| Operation::Free { object }),
            1 => install,
        ];
        (prop::option::weighted(0.95, arena), operation, any::<bool>(), any::<u64>())
            .prop_map(|(arena, operation, fetched, noise)| {
                let fetched = fetched && arena.as_ref().is_some_and(|arena| arena.to_fetch().is_some());
                Step { arena, operation, fetched, noise }
            })
            .boxed()
    }

    fn allows(&self, step: &Step) -> bool {
        step.arena.is_some() || !matches!(step.operation, Operation::Free { .. })
    }

    fn inputs(&self, step: &Step) -> Pins {
        let Step { arena, operation, fetched, noise } = step;
        let noise_word = (noise >> 40) as u16;
        let object = operation.target();
        let installed = match operation {
            Operation::Install { words } => *words,
            _ => [noise_word; 16],
        };
        let full = summary(&self.geometry, &installed);
        let place = installed.iter().position(|word| *word != u16::MAX).unwrap_or(0);
        let entry = arena.as_ref().map_or(0, |arena| arena.entry(*noise));
        let fetched_free = match arena {
            Some(arena) if *fetched => !arena.words[arena.to_fetch().expect("fetched")],
            _ => noise_word,
        };
        pins! {
            alloc_i: *operation == Operation::Alloc, free_i: matches!(operation, Operation::Free { .. }),
            install_i: matches!(operation, Operation::Install { .. }),
            word_i: object / 16, word_bit_i: 1u16 << (object / 16), words_below_i: (1u16 << (object / 16)) - 1,
            place_i: object % 16, object_bit_i: 1u16 << (object % 16), places_above_i: 0xFFFEu16 << (object % 16),
            fetch_valid_i: *fetched, fetch_place_i: fetched_free.trailing_zeros() % 16,
            fetch_rest_i: fetched_free & fetched_free.wrapping_sub(1), fetch_single_i: fetched_free.count_ones() == 1,
            install_word_i: place, install_full_i: full,
            entry_i: match operation {
                // The word to install comes in the place of the entry's lowest 16 bits.
                Operation::Install { .. } => entry & !0xFFFF | u64::from(!installed[place]),
                _ => entry,
            },
            exhausted_i: is_exhausted(entry),
        }
    }

    fn outputs(&self, step: &Step) -> Pins {
        let Some(arena) = &step.arena else { return vec![] };
        let (current, exhausted) = (arena.current, arena.is_exhausted());
        let free = !arena.words[current];
        let mut outputs = pins! {
            ready_o: arena.is_ready(), unknown_o: !arena.current_known, last_word_o: arena.next().is_none(),
            summary_o: summary(&self.geometry, &arena.words),
        };
        // A word to install stands where the current one's free objects are.
        if !matches!(step.operation, Operation::Install { .. }) {
            outputs.extend(pins! { held_free_o: if arena.is_ready() { free } else { 0 } });
        }
        outputs.extend(arena.to_fetch().map(|word| ("fetch_word_o", word.into())));
        match step.operation {
            Operation::Alloc => {
                let stays = arena.is_ready() && free.count_ones() > 1;
                let next_is_missing = arena.next().is_some() && !arena.next_known && !step.fetched;
                outputs.extend(pins! { fetch_next_o: stays && next_is_missing });
            }
            Operation::Nothing { .. } | Operation::Free { .. } => {
                let word = step.operation.target() / 16;
                let held = exhausted || arena.current_known && word == current;
                outputs.extend(pins! { word_held_o: held });
                let is_free = |object: usize| arena.words[word] >> (object % 16) & 1 == 0;
                if let (Operation::Free { object }, true) = (step.operation, held || arena.words[word] == u16::MAX) {
                    outputs.extend(pins! { allocated_o: !is_free(object) });
                }
                if !held {
                    outputs.extend(pins! { word_full_o: arena.words[word] == u16::MAX });
                }
            }
            Operation::Install { .. } => {}
        }
        outputs
    }

    fn play(&self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.set_all(self.inputs(step));
        for (name, value) in self.outputs(step) {
            dut.expect(name, value)?;
        }
        let (after, next_known) = step.after();
        // What means nothing is as it is found.
        let found = dut.number("entry_o");
        dut.expect("exhausted_o", is_exhausted(found))?;
        let Some(mut after) = after else { return dut.expect("entry_o", 0u64) };
        after.next_known = next_known.unwrap_or(found >> 62 & 1 == 1);
        dut.expect("entry_o", after.entry(found))
    }
}

/// Whether an entry is `few` and not `ready`.
pub fn is_exhausted(entry: u64) -> bool {
    entry >> 60 & 3 == 2
}

in_every_configuration!(HotStep);
