//! The walk cache: a table that was written is known until another takes its row or all are forgotten.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct WalkCache {
    key_bits: u32,
    class_bits: u32,
    ppn_mask: u64,
    rows: [Option<(u64, u64)>; 16],
    shown: Option<Option<u64>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub clear: bool,
    pub read: Option<u64>,
    pub write: Option<(u64, u64)>,
}

impl WalkCache {
    /// The row of a key is the lowest bits of its class.
    fn row(&self, key: u64) -> usize {
        (key >> (self.key_bits - self.class_bits)) as usize % 16
    }
}

impl Reference for WalkCache {
    type Step = Cycle;
    const MODULE: &'static str = "memento_walk_cache";

    fn new(module: &Module) -> WalkCache {
        WalkCache {
            key_bits: module.width("read_key_i"),
            class_bits: module.geometry.class_bits(),
            ppn_mask: module.mask("ppn_o"),
            rows: [None; 16],
            shown: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        // Few classes, and few tables in each.
        let below = self.key_bits - self.class_bits;
        let classes = 1 << self.class_bits;
        let class = prop_oneof![0..4u64, classes - 2..classes, (0..4u64).prop_map(move |class| (class + 16) % classes)];
        let table = prop_oneof![0..2u64, (0..below).prop_map(|bit| 1 << bit)];
        let key = (class, table).prop_map(move |(class, table)| class << below | table).boxed();
        let mask = self.ppn_mask;
        let write = (key.clone(), any::<u64>()).prop_map(move |(key, ppn)| (key, ppn & mask));
        let rarely = || prop::bool::weighted(0.02);
        // What is read in the cycle of its write means nothing.
        (rarely(), rarely(), prop::option::of(key), prop::option::weighted(0.3, write))
            .prop_map(|(reset, clear, read, write)| Cycle { reset, clear, read, write: write.filter(|_| read.is_none()) })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (key, ppn) = step.write.unwrap_or_default();
        pins! {
            rst_ni: !step.reset, clear_i: step.clear,
            read_enable_i: step.read.is_some(), read_key_i: step.read.unwrap_or(key),
            write_enable_i: step.write.is_some(), write_key_i: key, write_ppn_i: ppn,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let Some(ppn) = self.shown else { return vec![] };
        let mut outputs = pins! { hit_o: ppn.is_some() };
        outputs.extend(ppn.map(|ppn| ("ppn_o", ppn.into())));
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if let Some(key) = step.read {
            self.shown = Some(self.rows[self.row(key)].filter(|(known, _)| *known == key).map(|(_, ppn)| ppn));
        }
        if let Some((key, ppn)) = step.write {
            self.rows[self.row(key)] = Some((key, ppn));
        }
        if step.clear || step.reset {
            self.rows.fill(None);
        }
        if step.reset {
            self.shown = None;
        }
    }
}

in_every_configuration!(WalkCache);
