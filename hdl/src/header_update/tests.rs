use super::*;
use crate::simulator::{prepare, tick, Random};
use memento_abi::{ArenaState, Geometry, Header, SOC32, TINY};

struct Bench {
    uut: HeaderUpdate<6>,
    geometry: Geometry,
    random: Random,
}

/// A header as its state beat and one bitmap beat say it.
fn header(class: u8, bitmap: &[u16; 16], state: ArenaState, words: usize) -> Header {
    let full = (0..words).filter(|&word| bitmap[word] == u16::MAX);
    Header {
        summary: full.fold(0, |summary, word| summary | 1 << word),
        live: bitmap.iter().map(|word| word.count_ones() as u16).sum(),
        class,
        state,
        ..Header::from_beats(&[0; 8]).unwrap()
    }
}

impl Bench {
    fn new(geometry: Geometry) -> Self {
        let mut uut = prepare(HeaderUpdate::new(&geometry));
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        let random = Random::new(7);
        Self { uut, geometry, random }
    }

    fn beat(bitmap: &[u16; 16], beat: usize) -> u64 {
        (0..4).fold(0, |data, word| data | (bitmap[4 * beat + word] as u64) << (16 * word))
    }

    /// Frees an object of an arena with this bitmap and state, and compares with what a program would do.
    fn free(&mut self, bitmap: [u16; 16], object: usize, state: ArenaState, threshold: u64) {
        let words = self.geometry.words() as usize;
        let class = self.random.below(self.geometry.classes as u64);
        let before = header(class as u8, &bitmap, state, words);
        let uut = &mut self.uut;
        uut.reuse_threshold_i.next = bits(threshold);
        tick(uut, |m| &mut m.clk_i);
        tick(uut, |m| &mut m.clk_i);
        uut.class_i.next = bits(class);
        uut.take_i.next = true;
        uut.object_i.next = bits(object as u64);
        uut.summary_i.next = bits(before.summary as u64);
        uut.live_i.next = bits(before.live as u64);
        uut.state_i.next = bits(state as u64);
        uut.bitmap_i.next = bits(Self::beat(&bitmap, object / 64));
        tick(uut, |m| &mut m.clk_i);
        uut.take_i.next = false;
        uut.bitmap_i.next = bits(self.random.below(1 << 62));
        tick(uut, |m| &mut m.clk_i);

        let allocated = bitmap[object / 16] >> (object % 16) & 1 == 1;
        assert_eq!(uut.allocated_o.val(), allocated);
        if !allocated {
            return;
        }
        let mut after = bitmap;
        after[object / 16] &= !(1 << (object % 16));
        let free = u64::from(self.geometry.objects_per_arena) - u64::from(before.live - 1);
        let empty = before.live == 1;
        let reuse = !empty && state == ArenaState::Full && free >= threshold.max(1);
        assert_eq!(
            (uut.empty_o.val(), uut.reuse_o.val()),
            (empty, reuse),
            "live {}, threshold {threshold}",
            before.live
        );
        if empty {
            return;
        }
        let state = if reuse { ArenaState::Available } else { state };
        let expected = header(class as u8, &after, state, words).to_beats()[3];
        assert_eq!(uut.state_o.val(), bits(expected), "state beat");
        assert_eq!(uut.bitmap_o.val(), bits(Self::beat(&after, object / 64)), "bitmap beat");
    }

    /// A bitmap with about `density` of 16 objects allocated in each word, some words full.
    fn bitmap(&mut self, density: u64) -> [u16; 16] {
        let words = self.geometry.words() as usize;
        std::array::from_fn(|word| match (word < words, self.random.below(4)) {
            (false, _) => 0,
            (true, 0) => u16::MAX,
            _ => (0..16).fold(0, |bits, bit| bits | u16::from(self.random.below(16) < density) << bit),
        })
    }

    fn shake(&mut self, cases: u32) {
        let objects = self.geometry.objects_per_arena as u64;
        for _ in 0..cases {
            let density = self.random.below(17);
            let bitmap = self.bitmap(density);
            let object = self.random.below(objects) as usize;
            let state = [ArenaState::Available, ArenaState::Full][self.random.below(2) as usize];
            let threshold = [
                self.random.below(512),
                self.random.below(4),
                objects - self.random.below(2),
            ];
            let threshold = threshold[self.random.below(3) as usize];
            self.free(bitmap, object, state, threshold);
        }
    }
}

#[test]
fn i2_i4_a_free_leaves_live_count_and_summary_as_the_bitmap_says() {
    Bench::new(SOC32).shake(600);
    Bench::new(TINY).shake(600);
}

#[test]
fn i1_the_last_free_empties_the_arena_whatever_the_threshold() {
    for geometry in [SOC32, TINY] {
        let mut bench = Bench::new(geometry);
        for (state, threshold) in [
            (ArenaState::Full, 0),
            (ArenaState::Full, 1),
            (ArenaState::Available, 511),
        ] {
            for object in [0, 17, geometry.objects_per_arena as usize - 1] {
                let mut bitmap = [0; 16];
                bitmap[object / 16] = 1 << (object % 16);
                bench.free(bitmap, object, state, threshold);
            }
        }
    }
}

#[test]
fn i8_a_full_arena_becomes_available_exactly_at_the_threshold() {
    for geometry in [SOC32, TINY] {
        let mut bench = Bench::new(geometry);
        let objects = geometry.objects_per_arena as u64;
        for free in 0..objects - 1 {
            let bitmap = std::array::from_fn(|word| {
                let below = free.saturating_sub(16 * word as u64).min(16);
                let present = word < geometry.words() as usize;
                u16::MAX.checked_shl(below as u32).filter(|_| present).unwrap_or(0)
            });
            for threshold in [free, free + 1, free + 2] {
                bench.free(bitmap, objects as usize - 1, ArenaState::Full, threshold);
            }
        }
    }
}

#[test]
fn a_full_arena_is_shown_with_every_object_live() {
    let mut bench = Bench::new(TINY);
    bench.free([1; 16], 0, ArenaState::Full, 1);
    bench.uut.fill_i.next = true;
    bench.uut.class_i.next = bits(5);
    tick(&mut bench.uut, |m| &mut m.clk_i);
    bench.uut.fill_i.next = false;
    tick(&mut bench.uut, |m| &mut m.clk_i);
    let full = Header {
        summary: 0xF,
        live: 64,
        class: 5,
        state: ArenaState::Full,
        ..Header::from_beats(&[0; 8]).unwrap()
    };
    assert_eq!(bench.uut.state_o.val(), bits(full.to_beats()[3]));
    assert_eq!(bench.uut.bitmap_o.val(), bits(u64::MAX));
}
