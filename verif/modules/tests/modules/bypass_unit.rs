//! The bypass unit: a line is new exactly when the rule of `docs/src/pages.md` says so.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct BypassUnit {
    geometry: Geometry,
    /// It empties itself.
    emptying: bool,
    /// By class: the arena in the table, and how many of its lines may have been touched.
    arenas: Vec<Option<(u64, u64)>>,
    /// The class that a query of this cycle is about.
    class: usize,
    /// A row was written in the cycle before.
    written: bool,
    /// A class's counter that moves: its arena, and the lines.
    moved: Option<(usize, u64, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub clear: bool,
    pub enable: bool,
    /// Class, page, lines.
    pub install: Option<(usize, u64, u64)>,
    /// Page, line.
    pub query: Option<(u64, u64)>,
    /// What the next cycle's query is about.
    pub next_class: usize,
    pub value_class: usize,
}

impl BypassUnit {
    /// Whether the query's line moves the counter.
    fn beyond(&self, (page, line): (u64, u64)) -> bool {
        self.arenas[self.class].is_some_and(|(arena, touched)| arena == page && line >= touched)
    }

    /// Whether a query takes place.
    fn answers(&self, step: &Cycle) -> bool {
        !self.emptying && !self.written && step.install.is_none() && self.moved.is_none()
    }
}

impl Reference for BypassUnit {
    type Step = Cycle;
    const MODULE: &'static str = "memento_bypass_unit";

    fn new(module: &Module) -> BypassUnit {
        let geometry = module.geometry;
        BypassUnit { geometry, emptying: true, arenas: vec![None; geometry.classes as usize], class: 0, written: false, moved: None }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let last = self.geometry.classes as usize - 1;
        let class = || prop_oneof![0..3usize, 0..=last, Just(last)];
        let pages = self.geometry.slice_pages();
        let page = || prop_oneof![Just(0), Just(1), Just(pages - 1), 0..pages];
        let lines = || prop_oneof![0..6u64, 0..4095u64, Just(4094u64)];
        // Mostly about the arena that is there, and around its counter.
        let arena = self.arenas[self.class];
        let query = (page(), lines(), 0..4u64, 0..8u8).prop_map(move |(page, line, by, choose)| match arena {
            Some((arena, touched)) if choose > 1 => (arena, (touched + by).saturating_sub(1)),
            Some((arena, _)) if choose == 1 => (arena, line),
            _ => (page, line),
        });
        (
            prop::bool::weighted(0.01),
            prop::bool::weighted(0.01),
            prop::bool::weighted(0.8),
            prop::option::weighted(0.2, (class(), page(), lines())),
            prop::option::of(query),
            class(),
            class(),
        )
            .prop_map(|(reset, clear, enable, install, query, next_class, value_class)| Cycle {
                reset,
                clear,
                enable,
                install,
                query,
                next_class,
                value_class,
            })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (install_class, install_page, install_value) = step.install.unwrap_or((1, 1, 5));
        let (query_page, query_line) = step.query.unwrap_or((1, 7));
        pins! {
            rst_ni: !step.reset, clear_i: step.clear, enable_i: step.enable,
            install_valid_i: step.install.is_some(), install_class_i: install_class, install_page_i: install_page, install_value_i: install_value,
            query_valid_i: step.query.is_some(), query_class_i: step.next_class, query_page_i: query_page, query_line_i: query_line,
            value_class_i: step.value_class,
        }
    }

    fn outputs(&self, step: &Cycle) -> Pins {
        let mut outputs = pins! { ready_o: true, query_ready_o: self.answers(step) };
        if let Some(query) = step.query.filter(|_| self.answers(step)) {
            outputs.extend(pins! { query_new_o: step.enable && self.beyond(query) });
        }
        outputs.extend(self.arenas[step.value_class].map(|(_, touched)| ("value_o", touched.into())));
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        let written = step.install.is_some() || self.moved.is_some();
        let answers = self.answers(step);
        match (step.install, self.moved, step.query) {
            (Some((class, page, value)), moved, _) => {
                self.arenas[class] = Some((page, value));
                self.moved = moved.filter(|moved| moved.0 != class);
            }
            (None, Some((class, page, lines)), _) => {
                self.arenas[class] = Some((page, lines));
                self.moved = None;
            }
            (None, None, Some(query)) if answers && self.beyond(query) => self.moved = Some((self.class, query.0, query.1 + 1)),
            _ => {}
        }
        self.emptying = step.reset || step.clear;
        if self.emptying {
            self.arenas.fill(None);
            self.moved = None;
        }
        self.written = written;
        self.class = if self.emptying { 0 } else { step.next_class };
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.emptying {
            dut.set_all(pins! { rst_ni: true, clear_i: false, install_valid_i: false, query_class_i: 0u64, query_valid_i: true, enable_i: true });
            for _ in 0..self.geometry.classes {
                dut.expect("ready_o", false)?;
                dut.expect("query_ready_o", false)?;
                dut.edge();
            }
        }
        dut.set_all(self.inputs(step));
        for (name, value) in self.outputs(step) {
            dut.expect(name, value)?;
        }
        dut.edge();
        Ok(())
    }
}

in_every_configuration!(BypassUnit);
