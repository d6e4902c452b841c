//! Allocation pointers and list heads: reads show the last write of their class and stay; the limit is exact; reset takes
//! a cycle a class.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct PointerBank {
    geometry: Geometry,
    /// It has just been reset.
    emptying: bool,
    /// By class.
    rows: Vec<Row>,
    shown: Option<Shown>,
    /// The page of the cycle before was below the pointer shown then.
    handed_out: Option<bool>,
    /// The class of the row shown in the cycle before.
    class_before: Option<usize>,
}

/// What is kept of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row {
    pub pointer: u64,
    pub available: Option<u64>,
    pub full: Option<u64>,
    pub recycled: Option<u64>,
}

#[derive(Clone, Debug)]
struct Shown {
    row: Row,
    class: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub read: Option<usize>,
    pub write: Option<(usize, Row)>,
    pub limit: u64,
    /// A page to compare with the pointer shown.
    pub page: u64,
}

impl Reference for PointerBank {
    type Step = Cycle;
    const MODULE: &'static str = "memento_pointer_bank";

    fn new(module: &Module) -> PointerBank {
        let geometry = module.geometry;
        PointerBank {
            geometry,
            emptying: true,
            rows: vec![Row::default(); geometry.classes as usize],
            shown: None,
            handed_out: None,
            class_before: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let geometry = self.geometry;
        let pages = geometry.slice_pages();
        // Few classes, so that they are read again; or all.
        let last = geometry.classes as usize - 1;
        let class = prop_oneof![0..=2usize, last - 1..=last, 0..=last];
        let page = move || prop_oneof![0..pages, Just(pages - 1)];
        let head = move || prop::option::of(page());
        let row = (0..=pages, head(), head(), head());
        let write = (class.clone(), row).prop_map(move |(class, (pointer, available, full, recycled))| {
            // A pointer is a multiple of its class's span.
            let pointer = pointer & !(geometry.span_pages(class as u32) - 1);
            (class, Row { pointer, available, full, recycled })
        });
        // The limit is near the pointer shown, or anywhere; so is the page.
        let near = self.shown.as_ref().map_or(0, |shown| shown.row.pointer);
        let around = move |most: u64| {
            (0..=most, 0..5u64, any::<bool>()).prop_map(move |(far, by, choose)| match choose {
                true => (near + by).saturating_sub(2).min(most),
                false => far,
            })
        };
        (prop::bool::weighted(0.02), prop::option::of(class), prop::option::of(write), around(pages), around(pages - 1))
            .prop_map(|(reset, read, write, limit, page)| Cycle { reset, read, write, limit, page })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        let written = step.write.map(|(class, _)| class);
        step.read.is_none() || step.read != written
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (class, row) = step.write.unwrap_or_default();
        pins! {
            rst_ni: !step.reset,
            slice_limit_pages_i: step.limit, page_i: step.page,
            read_valid_i: step.read.is_some(), read_class_i: step.read.unwrap_or(0),
            write_enable_i: step.write.is_some(), write_class_i: class, write_pointer_i: row.pointer,
            write_available_valid_i: row.available.is_some(), write_available_page_i: row.available.unwrap_or(0),
            write_full_valid_i: row.full.is_some(), write_full_page_i: row.full.unwrap_or(0),
            write_recycled_valid_i: row.recycled.is_some(), write_recycled_page_i: row.recycled.unwrap_or(0),
        }
    }

    fn outputs(&self, step: &Cycle) -> Pins {
        let mut outputs = pins! { ready_o: true, pointer_write_valid_o: step.write.is_some() };
        if let Some((class, row)) = step.write {
            outputs.extend(pins! { pointer_write_class_o: class, pointer_write_value_o: row.pointer });
        }
        let Some(Shown { row, class }) = &self.shown else {
            return outputs;
        };
        let span_pages = self.geometry.span_pages(*class as u32);
        outputs.extend(pins! {
            pointer_o: row.pointer,
            available_valid_o: row.available.is_some(),
            full_valid_o: row.full.is_some(),
            recycled_valid_o: row.recycled.is_some(),
            fresh_ok_o: row.pointer + span_pages <= step.limit,
        });
        outputs.extend(self.class_before.map(|class| {
            let span_pages = self.geometry.span_pages(class as u32);
            ("last_span_page_o", (span_pages - 1).into())
        }));
        outputs.extend(self.handed_out.map(|below| ("handed_out_o", below.into())));
        outputs.extend(row.available.map(|page| ("available_page_o", page.into())));
        outputs.extend(row.full.map(|page| ("full_page_o", page.into())));
        outputs.extend(row.recycled.map(|page| ("recycled_page_o", page.into())));
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if let Some((class, row)) = step.write {
            self.rows[class] = row;
        }
        self.handed_out = self.shown.as_ref().map(|shown| step.page < shown.row.pointer);
        self.class_before = self.shown.as_ref().map(|shown| shown.class);
        let class = step.read.or(self.shown.as_ref().map(|shown| shown.class));
        let row = step.read.map(|class| self.rows[class]).or(self.shown.as_ref().map(|shown| shown.row));
        self.shown = class.zip(row).map(|(class, row)| Shown { row, class });
        self.emptying = step.reset;
        if step.reset {
            self.rows.fill(Row::default());
            (self.shown, self.handed_out, self.class_before) = (None, None, None);
        }
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.emptying {
            dut.set_all(pins! { rst_ni: true, read_valid_i: false, write_enable_i: false });
            for class in 0..self.geometry.classes {
                dut.expect("ready_o", false)?;
                dut.expect("pointer_write_valid_o", true)?;
                dut.expect("pointer_write_class_o", class)?;
                dut.expect("pointer_write_value_o", 0u8)?;
                dut.edge();
            }
        }
        self.cycle(step, dut)
    }
}

in_every_configuration!(PointerBank);
