//! The entries of the Hardware Object Table: each shows two steps after its class came, with every write before it.

use crate::hot_step::is_exhausted;
use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct HotTable {
    geometry: Geometry,
    /// It has just been reset: every class must be visited.
    uncleared: bool,
    /// Entry, and first page of the arena, by class.
    rows: Vec<(u64, Option<u64>)>,
    /// The class in H1.
    first: Option<usize>,
    /// The class in H2, and the lowest bits that an install has put there.
    second: Option<(usize, Option<u16>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    /// A step: the class that enters, and what an install brings along for the class in H1.
    pub step: Option<(usize, Option<u16>)>,
    /// A write of the class in H2: the entry, and an arena's page.
    pub write: Option<(u64, Option<u64>)>,
}

impl Reference for HotTable {
    type Step = Cycle;
    const MODULE: &'static str = "memento_hot_table";

    fn new(module: &Module) -> HotTable {
        HotTable {
            geometry: module.geometry,
            uncleared: true,
            rows: vec![(0, None); module.geometry.classes as usize],
            first: None,
            second: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        // Few classes, so that they follow each other; or all.
        let class = prop_oneof![0..=2usize, 0..self.rows.len()];
        let brought = prop::option::weighted(0.2, any::<u16>());
        let write = (any::<u64>(), prop::option::weighted(0.3, 0..self.geometry.slice_pages()));
        let write = match self.second {
            Some(_) => prop::option::weighted(0.6, write).boxed(),
            None => Just(None).boxed(),
        };
        (prop::bool::weighted(0.01), prop::option::weighted(0.8, (class, brought)), write)
            .prop_map(|(reset, step, write)| Cycle { reset, step, write })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        step.write.is_none() || self.second.is_some()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (class, brought) = step.step.unwrap_or_default();
        let (entry, page) = step.write.unwrap_or_default();
        // Where there is no class, whatever is said means nothing.
        let is = |other: Option<usize>| other.map_or(entry & 1 == 1, |other| other == class);
        pins! {
            rst_ni: !step.reset, clear_valid_i: false,
            advance_i: step.step.is_some(), read_class_i: class,
            read_is_1_i: is(self.first), read_is_2_i: is(self.second.map(|(class, _)| class)),
            install_1_i: brought.is_some(), install_free_i: brought.unwrap_or(0x5A5A),
            write_valid_i: step.write.is_some(), write_entry_i: entry, write_exhausted_i: is_exhausted(entry),
            install_i: page.is_some(), install_page_i: page.unwrap_or(0),
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let first = self.first.map_or(vec![], |class| pins! { class_1_o: class });
        let Some((class, brought)) = self.second else { return first };
        let (entry, page) = self.rows[class];
        let entry = brought.map_or(entry, |brought| entry & !0xFFFF | u64::from(brought));
        let mut outputs = pins! {
            class_2_o: class, entry_o: entry, exhausted_o: is_exhausted(entry),
            occupied_o: page.is_some(),
        };
        outputs.extend(first);
        outputs.extend(page.map(|page| ("page_o", page.into())));
        outputs
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.uncleared {
            dut.set_all(pins! {
                rst_ni: true, advance_i: true, install_1_i: false, write_valid_i: false, install_i: false,
            });
            for class in 0..self.rows.len() {
                // What is written is what has been read, for lack of an operation.
                let entry = dut.get("entry_o");
                dut.set_all(pins! { clear_valid_i: true, clear_class_i: class, write_entry_i: entry });
                dut.edge();
            }
            let entry = dut.get("entry_o");
            dut.set_all(pins! { clear_valid_i: false, write_entry_i: entry });
            dut.edge();
        }
        self.cycle(step, dut)
    }

    fn advance(&mut self, step: &Cycle) {
        self.uncleared = step.reset;
        if step.reset {
            self.rows.fill((0, None));
            (self.first, self.second) = (None, None);
            return;
        }
        let Some((entering, brought)) = step.step else { return };
        if let (Some((class, _)), Some((entry, page))) = (self.second, step.write) {
            self.rows[class] = (entry, page.or(self.rows[class].1));
        }
        self.second = self.first.map(|class| (class, brought));
        self.first = Some(entering);
    }
}

in_every_configuration!(HotTable);
