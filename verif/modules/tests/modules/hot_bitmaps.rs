//! The bitmaps of the table's arenas: a read sees every free before it, and takes three cycles whatever comes.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct HotBitmaps {
    classes: usize,
    /// Words by class, `None` where they are not known.
    words: Vec<[Option<u16>; 16]>,
    /// The read in B1.
    second: Option<(usize, usize)>,
    /// The read in B2: its place, its word, the object asked about, and whether it is freed.
    third: Option<Third>,
    /// The free behind it, which writes.
    written: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug)]
struct Third {
    place: (usize, usize),
    word: Option<u16>,
    object_bit: u16,
    free: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    /// B0: class and word.
    pub read: Option<(usize, usize)>,
    /// B1: the word, if it is known.
    pub known: Option<u16>,
    pub free: bool,
    pub object: u32,
    /// A row, as class and quarter, and its words.
    pub load: Option<(usize, usize, [u16; 4])>,
}

impl HotBitmaps {
    /// Whether a read is on its way in a row.
    fn is_busy(&self, class: usize, quarter: usize) -> bool {
        let places = [self.second, self.third.map(|third| third.place), self.written];
        places.iter().flatten().any(|(busy, word)| *busy == class && word / 4 == quarter)
    }

    fn load_ready(&self) -> bool {
        self.written.is_none()
    }
}

impl Reference for HotBitmaps {
    type Step = Cycle;
    const MODULE: &'static str = "memento_hot_bitmaps";

    fn new(module: &Module) -> HotBitmaps {
        let classes = module.geometry.classes as usize;
        HotBitmaps {
            classes,
            words: vec![[None; 16]; classes],
            second: None,
            third: None,
            written: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        // Few words, so that reads follow each other in the same.
        let class = || prop_oneof![4 => 0..=1usize, 1 => 0..self.classes];
        let word = prop_oneof![4 => 0..=1usize, 1 => 0..16usize];
        let read = prop::option::weighted(0.7, (class(), word));
        let load = prop::option::weighted(0.3, (class(), 0..4usize, any::<[u16; 4]>()));
        let second = (prop::option::weighted(0.2, any::<u16>()), any::<bool>(), 0..16u32);
        (prop::bool::weighted(0.01), read, second, load)
            .prop_map(|(reset, read, (known, free, object), load)| Cycle {
                reset,
                read,
                known,
                free,
                object,
                load,
            })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        // What a read of a row that is being loaded sees is not said.
        step.load.is_none_or(|(class, quarter, _)| {
            let starts = step.read.is_some_and(|(read, word)| read == class && word / 4 == quarter);
            !starts && !self.is_busy(class, quarter)
        })
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (class, word) = step.read.unwrap_or_default();
        let (load_class, quarter, words) = step.load.unwrap_or_default();
        pins! {
            rst_ni: !step.reset,
            read_enable_i: step.read.is_some(), read_class_i: class, read_word_i: word,
            known_i: self.second.is_some() && step.known.is_some(), known_word_i: step.known.unwrap_or(0x5A5A),
            known_allocated_i: step.known.unwrap_or(0x5A5A) >> step.object & 1 == 1,
            free_i: self.second.is_some() && step.free, object_bit_i: 1u16 << step.object,
            load_valid_i: step.load.is_some(), load_row_i: 4 * load_class + quarter,
            load_data_i: words.iter().rev().fold(0u64, |row, word| row << 16 | u64::from(*word)),
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let mut outputs = pins! { load_ready_o: self.load_ready() };
        if let Some(Third { word: Some(word), object_bit, .. }) = self.third {
            outputs.extend(pins! { word_o: word, allocated_o: word & object_bit != 0 });
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if let (Some((class, quarter, words)), true) = (step.load, self.load_ready() && !step.reset) {
            for (place, word) in words.iter().enumerate() {
                self.words[class][4 * quarter + place] = Some(*word);
            }
        }
        self.written = self.third.filter(|third| third.free).map(|third| third.place);
        // A free takes effect in the order of the reads, so already here.
        self.third = self.second.map(|(class, word)| {
            let object_bit = 1 << step.object;
            let value = step.known.or(self.words[class][word]);
            if step.free {
                self.words[class][word] = value.map(|value| value & !object_bit);
            }
            Third { place: (class, word), word: value, object_bit, free: step.free }
        });
        self.second = step.read;
        if step.reset {
            // Whether a free on its way is carried out is not said.
            self.words.fill([None; 16]);
            (self.second, self.third, self.written) = (None, None, None);
        }
    }
}

in_every_configuration!(HotBitmaps);
