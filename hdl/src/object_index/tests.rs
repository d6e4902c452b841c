use super::*;
use crate::simulator::{prepare, settle, tick, Random};
use memento_abi::{PAPER, SOC32, TINY};
use std::collections::VecDeque;

type Paper = ObjectIndex<48, 6, 20, 8, 18, 14>;
type Soc32 = ObjectIndex<32, 6, 12, 8, 18, 14>;
type Tiny = ObjectIndex<32, 4, 12, 6, 14, 10>;

/// What the layout crate says of an address: class, page and, if it is an object's start, the index.
type Place = Option<(u32, u64, Option<u64>)>;

fn place(g: &Geometry, region_base: u64, address: u64) -> Place {
    g.in_region(region_base, address).then(|| {
        let class = g.class_at(address);
        let index = g
            .offset_at(address)
            .checked_sub(g.first_object_offset(class))
            .and_then(|distance| {
                let index = distance / g.object_bytes(class);
                (distance % g.object_bytes(class) == 0 && index < g.objects_per_arena as u64).then_some(index)
            });
        (class, g.page_at(address), index)
    })
}

/// A module, its geometry, and what is due at its output, oldest first.
struct Bench<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const OBJECT: usize,
    const OFFSET: usize,
    const QUOTIENT: usize,
> {
    uut: ObjectIndex<ADDRESS, CLASS, PAGE, OBJECT, OFFSET, QUOTIENT>,
    geometry: Geometry,
    stages: VecDeque<Option<u64>>,
    exact: u64,
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const OBJECT: usize,
        const OFFSET: usize,
        const QUOTIENT: usize,
    > Bench<ADDRESS, CLASS, PAGE, OBJECT, OFFSET, QUOTIENT>
{
    fn new(geometry: Geometry) -> Self {
        let mut uut = prepare(ObjectIndex::new(&geometry));
        uut.region_base_i.next = bits(Self::region_base(&geometry));
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        Self {
            uut,
            geometry,
            stages: VecDeque::from([None; 3]),
            exact: 0,
        }
    }

    fn region_base(geometry: &Geometry) -> u64 {
        3 << geometry.region_bits
    }

    /// One cycle: offers `address`, moves the stages if `advance`, and compares all outputs.
    fn cycle(&mut self, address: Option<u64>, advance: bool) {
        self.uut.valid_i.next = address.is_some();
        self.uut.address_i.next = bits(address.unwrap_or(0x5a5a_5a58 & ((1 << ADDRESS.min(63)) - 1)));
        self.uut.advance_i.next = advance;
        tick(&mut self.uut, |m| &mut m.clk_i);
        if advance {
            self.stages.pop_front();
            self.stages.push_back(address);
        }
        self.compare();
    }

    fn compare(&mut self) {
        let (g, base) = (self.geometry, Self::region_base(&self.geometry));
        let u = &self.uut;
        let in_flight = [
            (u.valid_2_o.val(), u.class_2_o.val()),
            (u.valid_1_o.val(), u.class_1_o.val()),
        ];
        for ((valid, class), address) in in_flight.into_iter().zip(self.stages.iter().skip(1)) {
            assert_eq!(valid, address.is_some());
            if let Some(address) = address {
                assert_eq!(
                    class.index() as u32,
                    g.class_at(*address),
                    "class in flight of {address:#x}"
                );
            }
        }
        assert_eq!(u.valid_o.val(), self.stages[0].is_some());
        if let Some(address) = self.stages[0] {
            let index = u.exact_o.val().then(|| u.index_o.val().to_u64());
            let found = u
                .in_region_o
                .val()
                .then(|| (u.class_o.val().index() as u32, u.page_o.val().to_u64(), index));
            assert_eq!(found, place(&g, base, address), "place of {address:#x}");
            self.exact += u64::from(u.in_region_o.val() && index.is_some());
        }
    }

    /// Every offset of one arena of every class.
    fn sweep(&mut self) {
        let g = self.geometry;
        for class in 0..g.classes {
            let last_arena = g.slice_pages() - g.span_pages(class);
            let base = g.arena_base(Self::region_base(&g), class, last_arena);
            for offset in 0..1 << g.span_shift(class) {
                self.cycle(Some(base + offset), true);
            }
        }
        (0..3).for_each(|_| self.cycle(None, true));
        assert_eq!(
            self.exact,
            (g.classes * g.objects_per_arena) as u64,
            "every object once"
        );
    }

    /// Every object of every class with the granules beside it.
    fn objects(&mut self) {
        let g = self.geometry;
        for class in 0..g.classes {
            let base = g.arena_base(Self::region_base(&g), class, g.span_pages(class));
            for index in 0..g.objects_per_arena {
                let start = g.object_address(base, class, index);
                for address in [start - 8, start, start + 8] {
                    // In the smallest class the granule beside an object is another object.
                    self.cycle((address == start || class > 0).then_some(address), true);
                }
            }
        }
        (0..3).for_each(|_| self.cycle(None, true));
        assert_eq!(
            self.exact,
            (g.classes * g.objects_per_arena) as u64,
            "every object once"
        );
    }

    /// Random addresses near objects, arenas and the region's ends, with bubbles and stalls.
    fn shake(&mut self, seed: u64, cycles: u32) {
        let g = self.geometry;
        let mut random = Random::new(seed);
        let base = Self::region_base(&g);
        for _ in 0..cycles {
            let class = random.below(g.classes as u64) as u32;
            let page = random.below(g.slice_pages()) & !(g.span_pages(class) - 1);
            let object = g.object_address(g.arena_base(base, class, page), class, random.below(300) as u32);
            let address = match random.below(8) {
                0 => random.below(1 << ADDRESS.min(63)),
                1 => base.wrapping_sub(1 + random.below(9)),
                2 => base + (1 << g.region_bits) + random.below(9),
                3 => object - 1,
                4 => object + 1 + random.below(16),
                _ => object,
            } & (u64::MAX >> (64 - ADDRESS));
            let offered = (random.below(4) != 0).then_some(address);
            self.cycle(offered, random.below(4) != 0);
        }
    }
}

#[test]
fn every_byte_of_every_class_has_its_place_in_tiny() {
    Bench::<32, 4, 12, 6, 14, 10>::new(TINY).sweep();
}

#[test]
fn every_object_of_every_class_has_its_place_in_paper() {
    Bench::<48, 6, 20, 8, 18, 14>::new(PAPER).objects();
}

#[test]
fn every_object_of_every_class_has_its_place_in_soc32() {
    Bench::<32, 6, 12, 8, 18, 14>::new(SOC32).objects();
}

#[test]
fn stalls_and_bubbles_change_nothing() {
    Bench::<48, 6, 20, 8, 18, 14>::new(PAPER).shake(1, 20_000);
    Bench::<32, 6, 12, 8, 18, 14>::new(SOC32).shake(2, 20_000);
    Bench::<32, 4, 12, 6, 14, 10>::new(TINY).shake(3, 20_000);
}

#[test]
fn reset_empties_the_stages() {
    let mut bench = Bench::<32, 4, 12, 6, 14, 10>::new(TINY);
    (0..3).for_each(|_| bench.cycle(Some(3 << 28), true));
    bench.uut.rst_ni.next = false;
    tick(&mut bench.uut, |m| &mut m.clk_i);
    settle(&mut bench.uut);
    assert!(!bench.uut.valid_1_o.val() && !bench.uut.valid_2_o.val() && !bench.uut.valid_o.val());
}

/// The claim of the module's documentation, by plain arithmetic on the module's own tables: for every byte of every
/// class's span, a quotient below the number of objects is enough.
#[test]
fn a_quotient_in_range_is_exact_for_every_byte_of_every_class() {
    fn check(g: &Geometry, inverse: impl Fn(usize) -> u64) {
        let quotient_mask = (1u64 << (g.object_bits() + g.class_bits())) - 1;
        for class in 0..g.classes {
            let size = g.object_bytes(class);
            for distance in 0..1u64 << g.span_shift(class) {
                let shift = size.trailing_zeros();
                let aligned = distance & ((1 << shift) - 1) == 0;
                let quotient = (distance >> shift).wrapping_mul(inverse(class as usize)) & quotient_mask;
                let found = (aligned && quotient < g.objects_per_arena as u64).then_some(quotient);
                let index = distance / size;
                let truth = (distance % size == 0 && index < g.objects_per_arena as u64).then_some(index);
                assert_eq!(found, truth, "distance {distance} in class {class} of {}", g.name);
            }
        }
    }
    let (paper, soc32, tiny) = (Paper::new(&PAPER), Soc32::new(&SOC32), Tiny::new(&TINY));
    check(&PAPER, |class| paper.inverse.row(class).to_u64());
    check(&SOC32, |class| soc32.inverse.row(class).to_u64());
    check(&TINY, |class| tiny.inverse.row(class).to_u64());
}
