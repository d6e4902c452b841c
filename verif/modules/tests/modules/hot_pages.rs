//! Where the table's arenas lie: a check tells whether an arena is its class's.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct HotPages {
    geometry: Geometry,
    /// It has just been reset: every class must be visited.
    uncleared: bool,
    pages: Vec<Option<u64>>,
    /// The class that has gone into the check.
    checked: Option<usize>,
    /// What has come out of it.
    in_table: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub write: Option<(usize, u64)>,
    /// A step of the check: the class that goes in, if one does, and the page for the class before it.
    pub check: Option<(Option<usize>, u64)>,
}

impl Reference for HotPages {
    type Step = Cycle;
    const MODULE: &'static str = "memento_hot_pages";

    fn new(module: &Module) -> HotPages {
        let geometry = module.geometry;
        HotPages {
            geometry,
            uncleared: true,
            pages: vec![None; geometry.classes as usize],
            checked: None,
            in_table: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let class = || prop_oneof![0..=2usize, 0..self.geometry.classes as usize];
        let page = || 0..self.geometry.slice_pages();
        // The page that a check asks about is mostly the right one.
        let right = self.checked.and_then(|class| self.pages[class]).unwrap_or(0);
        let check = (prop::option::of(class()), prop_oneof![Just(right), Just(right ^ 1), page()]);
        let write = prop::option::of((class(), page()));
        (prop::bool::weighted(0.02), write, prop::option::of(check))
            .prop_map(|(reset, write, check)| Cycle {
                reset,
                write,
                check,
            })
            .prop_map({
                let checked = self.checked;
                move |mut cycle| {
                    // Nothing is written while a class is in the check.
                    let goes_in = matches!(cycle.check, Some((Some(_), _)));
                    if checked.is_some() || goes_in {
                        cycle.write = None;
                    }
                    cycle
                }
            })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        let goes_in = matches!(step.check, Some((Some(_), _)));
        step.write.is_none() || (self.checked.is_none() && !goes_in)
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (class, page) = step.write.unwrap_or_default();
        let (check_class, check_page) = step.check.unwrap_or_default();
        pins! {
            rst_ni: !step.reset, clear_valid_i: false,
            write_enable_i: step.write.is_some(), write_class_i: class, write_page_i: page,
            check_advance_i: step.check.is_some(), check_class_i: check_class.unwrap_or(0), check_page_i: check_page,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        self.in_table.map_or(vec![], |in_table| pins! { in_table_o: in_table })
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.uncleared {
            dut.set_all(pins! { rst_ni: true, write_enable_i: false, check_advance_i: false });
            for class in 0..self.pages.len() {
                dut.set_all(pins! { clear_valid_i: true, clear_class_i: class });
                dut.edge();
            }
        }
        self.cycle(step, dut)
    }

    fn advance(&mut self, step: &Cycle) {
        if step.reset {
            self.pages.fill(None);
            (self.uncleared, self.checked, self.in_table) = (true, None, None);
            return;
        }
        self.uncleared = false;
        if let Some((class, page)) = step.check {
            self.in_table = self.checked.map(|checked| self.pages[checked] == Some(page));
            self.checked = class;
        }
        if let Some((class, page)) = step.write {
            self.pages[class] = Some(page);
            self.in_table = None;
        }
    }
}

in_every_configuration!(HotPages);
