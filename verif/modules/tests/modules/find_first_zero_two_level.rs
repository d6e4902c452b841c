//! The lowest zero bit of a bitmap, a bitmap a cycle.

use crate::prelude::*;

/// Cycles from a bitmap to its answer.
const LATENCY_CYCLES: usize = 2;

#[derive(Clone, Debug)]
pub struct FindFirstZeroTwoLevel {
    /// The bitmaps that entered, latest first.
    stages: [Option<[u64; 4]>; LATENCY_CYCLES],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    reset: bool,
    bitmap: Option<[u64; 4]>,
}

/// The bitmap whose lowest zero is at `bit`, with the bits of `rest` above it; all ones for bit 256.
fn lowest_zero_at(bit: usize, rest: [u64; 4]) -> [u64; 4] {
    let mut bitmap = rest;
    for below in 0..bit {
        bitmap[below / 64] |= 1 << (below % 64);
    }
    if bit < 256 {
        bitmap[bit / 64] &= !(1 << (bit % 64));
    }
    bitmap
}

impl Reference for FindFirstZeroTwoLevel {
    type Step = Cycle;
    const MODULE: &'static str = "memento_find_first_zero_two_level";

    fn new(_: &Module) -> FindFirstZeroTwoLevel {
        FindFirstZeroTwoLevel {
            stages: [None; LATENCY_CYCLES],
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let rest = prop_oneof![Just([0; 4]), Just([u64::MAX; 4]), any::<[u64; 4]>()];
        let bitmap = (0..=256usize, rest).prop_map(|(bit, rest)| lowest_zero_at(bit, rest));
        (prop::bool::weighted(0.02), prop::option::weighted(0.8, bitmap))
            .prop_map(|(reset, bitmap)| Cycle { reset, bitmap })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        pins! { rst_ni: !step.reset, valid_i: step.bitmap.is_some(), bitmap_i: step.bitmap.unwrap_or([u64::MAX; 4]) }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let Some(bitmap) = self.stages[LATENCY_CYCLES - 1] else {
            return pins! { valid_o: false };
        };
        let is_set = |bit: &usize| bitmap[bit / 64] >> (bit % 64) & 1 == 1;
        let is_full = |word: &u32| (0..16).all(|bit| is_set(&(*word as usize * 16 + bit)));
        let summary: u64 = (0..16u32).filter(is_full).map(|word| 1 << word).sum();
        let lowest = (0..256).find(|bit| !is_set(bit));
        let mut outputs = pins! { valid_o: true, summary_o: summary, found_o: lowest.is_some() };
        if let Some(bit) = lowest {
            outputs.extend(pins! { index_o: bit });
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        self.stages.rotate_right(1);
        self.stages[0] = step.bitmap;
        if step.reset {
            self.stages = [None; LATENCY_CYCLES];
        }
    }
}

in_every_configuration!(FindFirstZeroTwoLevel);
