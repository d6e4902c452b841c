//! Tags of the cache: what hits, which way a new line gets, what is dirty.

use crate::prelude::*;

/// A set: tags of its ways, the way in turn, dirty bits.
#[derive(Clone, Debug)]
struct Set {
    tags: Vec<Option<u64>>,
    turn: usize,
    dirty: Vec<bool>,
}

#[derive(Clone, Debug)]
pub struct CacheTags {
    ways: usize,
    tag_mask: u64,
    sets: Vec<Set>,
    fresh: bool,
    /// The set read last, if what it showed was certain.
    read: Option<Set>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    None,
    All,
    /// Ways, whether they hold a line, its tag.
    Ways(u64, bool, u64),
    /// The same for one way, which was in turn.
    Turn(usize, bool, u64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub read: bool,
    pub read_set: usize,
    pub tag: u64,
    pub choose: Option<usize>,
    pub write_set: usize,
    pub write: Write,
    /// Ways, set, what they become.
    pub mark: Option<(u64, usize, bool)>,
    /// Set whose dirty bits are looked at.
    pub dirty_set: usize,
}

/// The lowest way is bit 0.
fn mask(ways: impl IntoIterator<Item = bool>) -> u64 {
    ways.into_iter().enumerate().fold(0, |mask, (way, set)| mask | u64::from(set) << way)
}

impl Reference for CacheTags {
    type Step = Cycle;
    const MODULE: &'static str = "memento_cache_tags";

    fn new(module: &Module) -> CacheTags {
        let ways = module.width("hit_o") as usize;
        let set = Set { tags: vec![None; ways], turn: 0, dirty: vec![false; ways] };
        CacheTags {
            ways,
            tag_mask: module.mask("tag_i"),
            sets: vec![set; 1 << module.width("read_set_i")],
            fresh: true,
            read: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let last = self.sets.len() - 1;
        let set = || prop_oneof![0..2usize, 0..=last];
        let (mask, ways) = (self.tag_mask, self.ways);
        let bits = 64 - mask.leading_zeros();
        // Tags that differ in one bit, or at random.
        let tag = move || prop_oneof![Just(0), (0..bits).prop_map(|bit| 1 << bit), any::<u64>().prop_map(move |tag| tag & mask)];
        let some_ways = move || 1..(1u64 << ways);
        let write = prop_oneof![
            3 => Just(Write::None),
            1 => Just(Write::All),
            3 => (some_ways(), any::<bool>(), tag()).prop_map(|(ways, valid, tag)| Write::Ways(ways, valid, tag)),
            2 => (0..ways, any::<bool>(), tag()).prop_map(|(way, valid, tag)| Write::Turn(way, valid, tag)),
        ];
        let mark = prop::option::of((some_ways(), set(), any::<bool>()));
        // Often a tag that is there.
        let held: Vec<u64> = self.sets[..2].iter().flat_map(|set| set.tags.iter().flatten().copied()).chain([0]).collect();
        let tag = prop_oneof![tag(), prop::sample::select(held)];
        let read = prop::bool::weighted(0.8);
        ((read, set()), tag, prop::option::weighted(0.2, 0..ways), set(), write, mark, set())
            .prop_map(|((read, read_set), tag, choose, write_set, write, mark, dirty_set)| Cycle { read, read_set, tag, choose, write_set, write, mark, dirty_set })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (ways, valid, tag) = match step.write {
            Write::None => (0, true, self.tag_mask),
            Write::All => (step.tag & 1, true, step.tag),
            Write::Ways(ways, valid, tag) => (ways, valid, tag),
            Write::Turn(way, valid, tag) => (1 << way, valid, tag),
        };
        let (mark_ways, mark_set, mark_dirty) = step.mark.unwrap_or((1, 0, true));
        pins! {
            read_enable_i: step.read, read_set_i: step.read_set, tag_i: step.tag, choose_i: step.choose.is_some(), choose_way_i: 1u64 << step.choose.unwrap_or(0),
            write_enable_i: step.write != Write::None, write_all_i: step.write == Write::All, write_ways_i: ways, write_set_i: step.write_set,
            write_valid_i: valid, write_tag_i: tag, take_turn_i: matches!(step.write, Write::Turn(..)),
            mark_i: step.mark.is_some(), mark_ways_i: mark_ways, mark_set_i: mark_set, mark_dirty_i: mark_dirty,
            dirty_set_i: step.dirty_set,
        }
    }

    fn outputs(&self, step: &Cycle) -> Pins {
        let mut outputs = Pins::new();
        outputs.extend(pins! { dirty_o: mask(self.sets[step.dirty_set].dirty.iter().copied()) });
        let Some(set) = &self.read else {
            return outputs;
        };
        let hits = mask(set.tags.iter().map(|tag| *tag == Some(step.tag)));
        let valid = mask(set.tags.iter().map(Option::is_some));
        let empty = set.tags.iter().position(Option::is_none);
        let victim = step.choose.unwrap_or(empty.unwrap_or(set.turn));
        outputs.extend(pins! { hit_o: hits, valid_o: valid, victim_o: 1u64 << victim, victim_valid_o: set.tags[victim].is_some() });
        outputs.extend(set.tags[victim].map(|tag| ("victim_tag_o", tag.into())));
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if step.read {
            let collides = step.write != Write::None && step.write_set == step.read_set;
            self.read = (!collides).then(|| self.sets[step.read_set].clone());
        }
        let set = &mut self.sets[step.write_set];
        match step.write {
            Write::None => {}
            Write::All => (set.tags, set.turn) = (vec![None; self.ways], 0),
            Write::Ways(ways, valid, tag) => {
                (0..self.ways).filter(|way| ways >> way & 1 == 1).for_each(|way| set.tags[way] = valid.then_some(tag));
            }
            Write::Turn(way, valid, tag) => {
                set.tags[way] = valid.then_some(tag);
                set.turn = (way + 1) % self.ways;
            }
        }
        if let Some((ways, set, dirty)) = step.mark {
            (0..self.ways).filter(|way| ways >> way & 1 == 1).for_each(|way| self.sets[set].dirty[way] = dirty);
        }
        self.fresh = false;
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.fresh {
            for set in 0..self.sets.len() {
                dut.set_all(pins! { write_enable_i: true, write_all_i: true, write_set_i: set, mark_i: true, mark_ways_i: (1u64 << self.ways) - 1, mark_set_i: set, mark_dirty_i: false });
                dut.edge();
            }
        }
        self.cycle(step, dut)
    }
}

in_every_configuration!(CacheTags);
