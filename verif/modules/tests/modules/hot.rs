//! The Hardware Object Table as a whole: per class an arena's whole bitmap, and operations that come as the object allocator
//! sends them, one a cycle.
//!
//! When a word has been fetched is not part of the contract. An alloc may therefore be told to ask again, but not forever.

use crate::arena_slot::{beat, summary};
use crate::hot_step::bitmaps;
use crate::prelude::*;
use proptest::sample::Index;

/// How often an alloc may ask in vain for a word, if nothing comes between.
const TRIES_IN_VAIN: u32 = 7;

#[derive(Clone, Debug)]
pub struct Hot {
    geometry: Geometry,
    /// It has just been reset.
    uncleared: bool,
    arenas: Vec<Option<Arena>>,
    /// Frees on their way: the class is checked, the page is checked, it may start.
    frees: [Option<Free>; 3],
    /// The operation in H1.
    first: Option<Operation>,
    /// The operation in H2.
    second: Option<Operation>,
    /// What the operation in H3 must show.
    third: Option<Ending>,
    /// The outcome of the free that has left H3.
    outcome: Option<u8>,
    /// The class and bitmap whose rows are being loaded, and how many have been.
    loading: Option<(usize, [u16; 16], usize)>,
    /// The class of an alloc that waits for a word, and how often it has asked.
    waiting: Option<(usize, u32)>,
}

#[derive(Clone, Debug)]
struct Arena {
    page: u64,
    /// Bit = 1 allocated. Words that the arena does not have count as full.
    words: [u16; 16],
    current: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Free {
    pub class: usize,
    pub object: u8,
    /// First page of the object's arena, if it is another one than the table's.
    pub elsewhere: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    Alloc { class: usize, void: bool },
    Free(Free),
    Install { class: usize, page: u64, words: [u16; 16] },
    Peek { class: usize, word: u8 },
}

#[derive(Clone, Copy, Debug)]
enum Ending {
    Free { outcome: u8 },
    Peek { word: u16 },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    /// A free that sets out.
    pub free: Option<Free>,
    /// An operation that starts before the oldest free, if it may.
    pub operation: Option<Operation>,
    /// An alloc is of the class that waits for a word, if one does.
    pub insists: bool,
    /// An alloc in H2 leaves.
    pub advance: bool,
    /// A row is loaded, if one is to be.
    pub load: bool,
    /// What is on pins that mean nothing.
    pub noise: u64,
}

impl Operation {
    fn class(&self) -> usize {
        match self {
            Operation::Alloc { class, .. } | Operation::Install { class, .. } | Operation::Peek { class, .. } => *class,
            Operation::Free(free) => free.class,
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Operation::Alloc { .. } => 0,
            Operation::Free(_) => 1,
            Operation::Install { .. } => 2,
            Operation::Peek { .. } => 3,
        }
    }

    /// Object of a free or a peek.
    fn object(&self) -> Option<u8> {
        match self {
            Operation::Free(free) => Some(free.object),
            Operation::Peek { word, .. } => Some(word << 4),
            _ => None,
        }
    }
}

impl Arena {
    fn is_exhausted(&self) -> bool {
        self.words == [u16::MAX; 16]
    }

    /// The object that an alloc takes.
    fn lowest(&self) -> u8 {
        16 * self.current as u8 + self.words[self.current].trailing_ones() as u8
    }

    fn first_open(&self) -> Option<usize> {
        self.words.iter().position(|word| *word != u16::MAX)
    }

    fn take(&mut self) {
        self.words[self.current] |= self.words[self.current] + 1;
        if self.words[self.current] == u16::MAX {
            self.current = self.first_open().unwrap_or(self.current);
        }
    }

    fn is_allocated(&self, object: u8) -> bool {
        self.words[usize::from(object / 16)] >> (object % 16) & 1 == 1
    }

    fn give_back(&mut self, object: u8) {
        let word = usize::from(object / 16);
        if self.is_exhausted() {
            self.current = word;
        }
        self.words[word] &= !(1 << (object % 16));
    }
}

impl Hot {
    /// Whether the operation in H2 stays there, and with it the one in H1.
    fn stays(&self, step: &Cycle) -> bool {
        !step.advance && matches!(self.second, Some(Operation::Alloc { .. }))
    }

    /// The operation that starts.
    fn starts(&self, step: &Cycle) -> Option<Operation> {
        if self.stays(step) {
            return None;
        }
        let calm = self.frees == [None; 3]
            && !matches!(self.first, Some(Operation::Free(_)))
            && !matches!(self.second, Some(Operation::Free(_)))
            && !matches!(self.third, Some(Ending::Free { .. }))
            && self.outcome.is_none();
        match (step.operation.clone(), self.waiting) {
            (Some(Operation::Alloc { void, .. }), Some((class, _))) if step.insists => {
                Some(Operation::Alloc { class, void })
            }
            (Some(operation @ Operation::Alloc { .. }), _) => Some(operation),
            (Some(operation @ Operation::Install { .. }), _) => Some(operation).filter(|_| calm && self.loading.is_none()),
            (Some(operation @ Operation::Peek { .. }), _) => Some(operation).filter(|_| self.loading.is_none()),
            _ => self.frees[2].filter(|_| self.loading.is_none()).map(Operation::Free),
        }
    }

    /// Whether the frees on their way move on.
    fn frees_move(&self, starts: &Option<Operation>) -> bool {
        self.frees[2].is_none() || matches!(starts, Some(Operation::Free(_)))
    }

    fn cycle_inputs(&self, step: &Cycle, starts: &Option<Operation>, stays: bool) -> Pins {
        let noise = step.noise;
        let noisy_class = (noise % self.arenas.len() as u64) as usize;
        let object = starts.as_ref().and_then(Operation::object).unwrap_or((noise >> 8) as u8);
        let page = self.frees[1].map_or(noise, |free| self.page_of(&free, noise));
        let (install_page, words) = match (&self.first, &self.second) {
            (Some(Operation::Install { page, words, .. }), _) | (_, Some(Operation::Install { page, words, .. })) => {
                (*page, *words)
            }
            _ => (noise, [(noise >> 16) as u16; 16]),
        };
        let place = words.iter().position(|word| *word != u16::MAX).unwrap_or(0);
        let (load_class, bitmap, row) = self.loading.unwrap_or((noisy_class, [(noise >> 24) as u16; 16], 3));
        pins! {
            rst_ni: !step.reset,
            op_valid_i: starts.is_some(), op_kind_i: starts.as_ref().map_or((noise >> 4) as u8 % 4, Operation::kind),
            op_class_i: starts.as_ref().map_or(noisy_class, Operation::class),
            op_object_i: object,
            check_advance_i: self.frees_move(starts),
            check_class_i: self.frees[0].map_or(noisy_class, |free| free.class),
            check_page_i: page & (self.geometry.slice_pages() - 1),
            advance_i: !stays, void_i: matches!(self.first, Some(Operation::Alloc { void: true, .. })),
            install_page_i: install_page & (self.geometry.slice_pages() - 1),
            install_summary_i: summary(&self.geometry, &words), install_word_i: place, install_free_i: !words[place],
            loading_i: self.loading.is_some(), load_valid_i: self.loading.is_some() && step.load,
            load_row_i: 4 * load_class + row, load_data_i: beat(&bitmap, row),
        }
    }

    fn drive(&self, dut: &mut ModuleDut, step: &Cycle, starts: &Option<Operation>, stays: bool) {
        dut.set_all(self.cycle_inputs(step, starts, stays));
        for (is, class) in [("op_is_1_i", "class_1_o"), ("op_is_2_i", "class_2_o")] {
            let same = dut.number("op_class_i") == dut.number(class);
            dut.set(is, same);
        }
    }

    /// First page of a free's arena.
    fn page_of(&self, free: &Free, noise: u64) -> u64 {
        let here = self.arenas[free.class].as_ref().map(|arena| arena.page);
        free.elsewhere.or(here).unwrap_or(noise)
    }

    fn is_in_table(&self, free: &Free) -> bool {
        let arena = self.arenas[free.class].as_ref();
        arena.is_some_and(|arena| self.page_of(free, 0) == arena.page)
    }

    /// Compares what H2 and H3 show. Returns whether an alloc in H2 is answered.
    fn compare(&self, dut: &mut ModuleDut) -> Result<bool, Mismatch> {
        dut.expect("clearing_o", false)?;
        match self.third {
            Some(Ending::Peek { word }) => dut.expect("word_o", word)?,
            Some(Ending::Free { .. }) | None => {}
        }
        if let Some(outcome) = self.outcome {
            dut.expect("outcome_o", outcome)?;
        }
        let Some(second) = &self.second else { return Ok(false) };
        let arena = self.arenas[second.class()].as_ref();
        dut.expect("occupied_o", arena.is_some())?;
        if let Some(arena) = arena {
            dut.expect("page_o", arena.page)?;
            dut.expect("summary_o", summary(&self.geometry, &arena.words))?;
        }
        let Operation::Alloc { void, .. } = second else { return Ok(false) };
        let Some(arena) = arena.filter(|arena| !arena.is_exhausted()) else {
            dut.expect("ready_o", false)?;
            dut.expect("word_on_its_way_o", false)?;
            return Ok(false);
        };
        if !dut.bit("ready_o") {
            dut.expect("word_on_its_way_o", true)?;
            return Ok(false);
        }
        let others = (0..16).filter(|word| *word != arena.current);
        dut.expect("object_o", arena.lowest())?;
        dut.expect("last_word_o", others.into_iter().all(|word| arena.words[word] == u16::MAX))?;
        Ok(!void)
    }

    /// The state after a cycle in which an alloc in H2 was answered, or not.
    fn move_on(&mut self, step: &Cycle, answered: bool) {
        self.uncleared = step.reset;
        if step.reset {
            self.arenas.fill(None);
            self.frees = [None; 3];
            (self.first, self.second, self.third, self.outcome) = (None, None, None, None);
            (self.loading, self.waiting) = (None, None);
            return;
        }
        let starts = self.starts(step);
        let stays = self.stays(step);
        if self.loading.is_some() {
            // No word comes meanwhile.
            self.waiting = self.waiting.map(|(class, _)| (class, 0));
        }
        if let Some((class, words, rows)) = self.loading.filter(|_| step.load) {
            self.loading = Some((class, words, rows + 1)).filter(|_| rows < 3);
        }
        self.outcome = match self.third.take() {
            Some(Ending::Free { outcome }) => Some(outcome),
            _ => None,
        };
        // Nothing is installed while a free is under way.
        let installs = |operation: &Option<Operation>| matches!(operation, Some(Operation::Install { .. }));
        let no_free = installs(&starts) || installs(&self.first);
        match self.second.take() {
            second @ Some(_) if stays => self.second = second,
            Some(second) => self.finish(second, answered),
            None => {}
        }
        if self.frees_move(&starts) {
            self.frees = [step.free.filter(|_| !no_free), self.frees[0], self.frees[1]];
        }
        if let Some(Operation::Install { class, words, .. }) = &starts {
            self.loading = Some((*class, *words, 0));
        }
        if !stays {
            self.second = std::mem::replace(&mut self.first, starts);
        }
    }

    /// An operation leaves H2.
    fn finish(&mut self, operation: Operation, answered: bool) {
        match operation {
            Operation::Alloc { void: true, .. } => {}
            Operation::Alloc { class, .. } => {
                let arena = self.arenas[class].as_mut().filter(|arena| !arena.is_exhausted());
                let tries = self.waiting.filter(|(waiting, _)| *waiting == class).map_or(0, |(_, tries)| tries);
                match arena {
                    Some(arena) if answered => {
                        arena.take();
                        // What comes between may need the fetch for itself.
                        self.waiting = self.waiting.map(|(waiting, _)| (waiting, 0)).filter(|(waiting, _)| *waiting != class);
                    }
                    arena => self.waiting = arena.map(|_| (class, tries + 1)),
                }
            }
            Operation::Free(free) => {
                let in_table = self.is_in_table(&free);
                let arena = self.arenas[free.class].as_mut().filter(|_| in_table);
                let outcome = match arena {
                    None => 1,
                    Some(arena) if !arena.is_allocated(free.object) => 2,
                    Some(arena) => {
                        arena.give_back(free.object);
                        0
                    }
                };
                self.third = Some(Ending::Free { outcome });
                self.waiting = self.waiting.map(|(class, tries)| (class, if class == free.class { 0 } else { tries }));
            }
            Operation::Peek { class, word } => {
                let arena = self.arenas[class].as_ref();
                self.third = arena.map(|arena| Ending::Peek { word: arena.words[usize::from(word)] });
            }
            Operation::Install { class, page, words } => {
                let mut arena = Arena { page, words, current: 0 };
                arena.current = arena.first_open().expect("an arena to install has a free object");
                self.arenas[class] = Some(arena);
                self.waiting = self.waiting.filter(|(waiting, _)| *waiting != class);
            }
        }
    }
}

impl Reference for Hot {
    type Step = Cycle;
    const MODULE: &'static str = "memento_hot";
    const STEPS: usize = 600;

    fn new(module: &Module) -> Hot {
        Hot {
            geometry: module.geometry,
            uncleared: true,
            arenas: vec![None; module.geometry.classes as usize],
            frees: [None; 3],
            first: None,
            second: None,
            third: None,
            outcome: None,
            loading: None,
            waiting: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let classes = self.arenas.len();
        let class = || prop_oneof![4 => 0..=1usize, 2 => 0..=3usize, 1 => 0..classes];
        let page = || 0..self.geometry.slice_pages();
        let objects = self.geometry.objects_per_arena;

        // Arenas go mostly where there is none, or nothing is left.
        let is_needed = |class: &usize| self.arenas[*class].as_ref().is_none_or(Arena::is_exhausted);
        let needed = (0..=3usize).find(is_needed);
        let place = prop_oneof![2 => Just(needed), 1 => class().prop_map(Some)];
        let place = (place, class()).prop_map(|(place, class)| place.unwrap_or(class));
        let install = (place, page(), bitmaps(&self.geometry)).prop_map(|(class, page, mut words)| {
            if words == [u16::MAX; 16] {
                words[0] = 0xFDFF;
            }
            Operation::Install { class, page, words }
        });
        let alloc = (class(), prop::bool::weighted(0.1)).prop_map(|(class, void)| Operation::Alloc { class, void });
        let words = (objects / 16) as u8;
        let peek = (class(), 0..words).prop_map(|(class, word)| Operation::Peek { class, word });
        let operation = prop_oneof![
            16 => alloc.prop_map(Some),
            2 => peek.prop_map(Some),
            2 => install.prop_map(Some),
            8 => Just(None),
        ];

        // An arena goes in only while no free is under way, so where one is needed frees make room.
        let frees = if needed.is_some() { 0.1 } else { 0.4 };
        // Objects that are freed are mostly allocated, and mostly of few words.
        let live: Vec<(usize, u8)> = (0..=3usize)
            .filter_map(|class| Some((class, self.arenas[class].as_ref()?)))
            .flat_map(|(class, arena)| {
                let live = (0..objects).map(|object| object as u8).filter(|object| arena.is_allocated(*object));
                live.map(move |object| (class, object))
            })
            .collect();
        let wild = (class(), prop_oneof![0..32.min(objects), 0..objects]).prop_map(|(class, object)| (class, object as u8));
        let target = (any::<Index>(), wild, prop::bool::weighted(0.75)).prop_map(move |(index, wild, is_live)| {
            if is_live && !live.is_empty() { *index.get(&live) } else { wild }
        });
        let free = (target, prop::option::weighted(0.15, page())).prop_map(|((class, object), elsewhere)| Free {
            class,
            object,
            elsewhere,
        });

        let chances = (prop::bool::weighted(0.9), prop::bool::weighted(0.8), prop::bool::weighted(0.8));
        (prop::bool::weighted(0.003), prop::option::weighted(frees, free), operation, chances, any::<u64>())
            .prop_map(|(reset, free, operation, (insists, advance, load), noise)| Cycle {
                reset,
                free,
                operation,
                insists,
                advance,
                load,
                noise,
            })
            .boxed()
    }

    /// When steps are made, nobody knows yet when words come: as if they came at once.
    fn advance(&mut self, step: &Cycle) {
        let answered = match &self.second {
            Some(Operation::Alloc { class, void: false }) => {
                self.arenas[*class].as_ref().is_some_and(|arena| !arena.is_exhausted())
            }
            _ => false,
        };
        self.move_on(step, answered);
    }

    fn follow(&mut self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.uncleared {
            let calm = Cycle { reset: false, free: None, operation: None, insists: false, advance: true, load: false, noise: step.noise };
            for _ in 0..self.arenas.len() {
                self.drive(dut, &calm, &None, false);
                dut.expect("clearing_o", true)?;
                dut.edge();
            }
        }
        let answered = self.compare(dut)?;
        let starts = self.starts(step);
        self.drive(dut, step, &starts, self.stays(step));
        // What has been seen does not depend on what comes in.
        self.compare(dut)?;
        if self.loading.is_some() && step.load {
            dut.expect("load_ready_o", true)?;
        }
        dut.edge();
        self.move_on(step, answered);
        match self.waiting {
            Some((class, tries)) if tries > TRIES_IN_VAIN => {
                dut.fail(format!("class {class} has asked {tries} times for a word, and it does not come"))
            }
            _ => Ok(()),
        }
    }
}

in_every_configuration!(Hot);
