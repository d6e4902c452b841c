use super::*;
use crate::simulator::{prepare, tick, Random};
use memento_abi::{PAPER, SOC32, TINY};

/// One class's row, as a program would write it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Row {
    pointer: u64,
    available: Option<u64>,
    full: Option<u64>,
    recycled: Option<u64>,
}

impl Row {
    fn random(random: &mut Random, slice_pages: u64, span_pages: u64) -> Self {
        let mut head = || (random.below(2) == 0).then(|| random.below(slice_pages));
        let (available, full, recycled) = (head(), head(), head());
        Row {
            pointer: random.below(slice_pages + 1) / span_pages * span_pages,
            available,
            full,
            recycled,
        }
    }
}

struct Bench<const CLASS: usize, const PAGE: usize, const POINTER: usize> {
    uut: PointerBank<CLASS, PAGE, POINTER>,
    geometry: Geometry,
    rows: Vec<Row>,
}

impl<const CLASS: usize, const PAGE: usize, const POINTER: usize> Bench<CLASS, PAGE, POINTER> {
    fn new(geometry: Geometry) -> Self {
        let uut = prepare(PointerBank::new(&geometry, RamStyle::Auto));
        let mut bench = Self {
            uut,
            geometry,
            rows: vec![],
        };
        bench.reset();
        bench
    }

    fn reset(&mut self) {
        self.uut.rst_ni.next = false;
        tick(&mut self.uut, |m| &mut m.clk_i);
        self.uut.rst_ni.next = true;
        for _ in 0..self.geometry.classes {
            assert!(!self.uut.ready_o.val());
            tick(&mut self.uut, |m| &mut m.clk_i);
        }
        assert!(self.uut.ready_o.val());
        self.rows = vec![Row::default(); self.geometry.classes as usize];
    }

    /// One cycle with an optional write and an optional read, which shows the rows as they are after the write.
    fn cycle(&mut self, write: Option<(u32, Row)>, read: Option<u32>) {
        let u = &mut self.uut;
        u.write_enable_i.next = write.is_some();
        if let Some((class, row)) = write {
            u.write_class_i.next = bits(class as u64);
            u.write_pointer_i.next = bits(row.pointer);
            u.write_available_valid_i.next = row.available.is_some();
            u.write_available_page_i.next = bits(row.available.unwrap_or(0));
            u.write_full_valid_i.next = row.full.is_some();
            u.write_full_page_i.next = bits(row.full.unwrap_or(0));
            u.write_recycled_valid_i.next = row.recycled.is_some();
            u.write_recycled_page_i.next = bits(row.recycled.unwrap_or(0));
            self.rows[class as usize] = row;
        }
        u.read_valid_i.next = read.is_some();
        if let Some(class) = read {
            u.read_class_i.next = bits(class as u64);
        }
        tick(u, |m| &mut m.clk_i);
    }

    fn shown(&self) -> Row {
        let u = &self.uut;
        let head = |valid: Bit, page: Bits<PAGE>| valid.then(|| page.to_u64());
        Row {
            pointer: u.pointer_o.val().to_u64(),
            available: head(u.available_valid_o.val(), u.available_page_o.val()),
            full: head(u.full_valid_o.val(), u.full_page_o.val()),
            recycled: head(u.recycled_valid_o.val(), u.recycled_page_o.val()),
        }
    }

    /// Random reads and writes, half of them of two classes only, with a reset now and then.
    fn shake(&mut self, seed: u64, cycles: u32) {
        let mut random = Random::new(seed);
        let (classes, slice_pages) = (self.geometry.classes as u64, self.geometry.slice_pages());
        let mut read_last: Option<(u32, Row)> = None;
        for _ in 0..cycles {
            let among = if random.below(2) == 0 { 2 } else { classes };
            let write = (random.below(2) == 0).then(|| {
                let class = random.below(among) as u32;
                let span_pages = self.geometry.span_pages(class);
                (class, Row::random(&mut random, slice_pages, span_pages))
            });
            let written = write.map(|(class, _)| class);
            let read = (random.below(2) == 0).then(|| random.below(among) as u32);
            let read = read.filter(|&class| Some(class) != written);
            let page = random.below(slice_pages);
            self.uut.page_i.next = bits(page);
            let limit = random.below(slice_pages + 1);
            self.uut.slice_limit_pages_i.next = bits(limit);
            self.cycle(write, read);
            if let Some(class) = read {
                read_last = Some((class, self.rows[class as usize]));
            }
            if let Some((class, row)) = read_last {
                assert_eq!(self.shown(), row, "row of class {class}");
                let next = row.pointer + self.geometry.span_pages(class);
                assert_eq!(
                    self.uut.fresh_ok_o.val(),
                    next <= limit,
                    "class {class}: {next} against {limit}"
                );
                // The span, and the comparison with the pointer, are of the row shown a cycle before: look at settled ones.
                self.cycle(None, None);
                let last_page = self.uut.last_span_page_o.val().to_u64();
                assert_eq!((row.pointer | last_page) + 1, next);
                assert_eq!(
                    self.uut.handed_out_o.val(),
                    page < row.pointer,
                    "page {page} of class {class}"
                );
            }
            if random.below(200) == 0 {
                self.reset();
                read_last = None;
            }
        }
    }
}

#[test]
fn random_reads_show_the_last_write_of_their_class() {
    Bench::<6, 20, 21>::new(PAPER).shake(1, 8_000);
    Bench::<6, 12, 13>::new(SOC32).shake(2, 8_000);
    Bench::<4, 12, 13>::new(TINY).shake(3, 8_000);
}

#[test]
fn what_was_read_stays_until_the_next_read() {
    let mut bench = Bench::<4, 12, 13>::new(TINY);
    let row = Row {
        pointer: 4096,
        available: Some(4095),
        full: Some(0),
        recycled: None,
    };
    bench.cycle(Some((9, row)), None);
    bench.cycle(None, Some(9));
    assert_eq!(bench.shown(), row);
    let later = Row { pointer: 2, ..row };
    bench.cycle(Some((9, later)), None);
    assert_eq!(bench.shown(), row);
    bench.cycle(None, Some(9));
    assert_eq!(bench.shown(), later);
}

#[test]
fn reset_empties_every_class() {
    let mut bench = Bench::<4, 12, 13>::new(TINY);
    let row = Row {
        pointer: 77,
        available: Some(1),
        full: Some(2),
        recycled: Some(3),
    };
    (0..16).for_each(|class| bench.cycle(Some((class, row)), None));
    bench.reset();
    for class in 0..16 {
        bench.cycle(None, Some(class));
        assert_eq!(bench.shown(), Row::default());
    }
}

#[test]
fn one_more_arena_fits_exactly_up_to_the_limit() {
    let mut bench = Bench::<6, 12, 13>::new(SOC32);
    for class in 0..64 {
        let span = SOC32.span_pages(class);
        for (pointer, limit, fits) in [
            (4096 - span, 4096, true),
            (4096, 4096, false),
            (0, span, true),
            (0, span - 1, false),
            (0, 0, false),
            (span, 2 * span - 1, false),
            (span, 2 * span, true),
        ] {
            bench.uut.slice_limit_pages_i.next = bits(limit);
            let row = Row {
                pointer,
                ..Row::default()
            };
            bench.cycle(Some((class, row)), None);
            bench.cycle(None, Some(class));
            assert_eq!(
                bench.uut.fresh_ok_o.val(),
                fits,
                "class {class}, pointer {pointer}, limit {limit}"
            );
        }
    }
}
