//! The entries of the Hardware Object Table: reads show the last write of their class, that of the same cycle included.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct HotTable {
    classes: usize,
    /// It has just been reset: every class must be visited.
    uncleared: bool,
    /// Whether an entry is ready, and what it holds, by class.
    entries: Vec<(bool, u64)>,
    shown: Option<(bool, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cycle {
    Reset,
    Clear { class: usize },
    Idle,
    Read { class: usize, write: Option<(usize, bool, u64)> },
}

impl Reference for HotTable {
    type Step = Cycle;
    const MODULE: &'static str = "memento_hot_table";

    fn new(module: &Module) -> HotTable {
        let classes = module.geometry.classes as usize;
        HotTable {
            classes,
            uncleared: true,
            entries: vec![(false, 0); classes],
            shown: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        // Few classes, so that they are hit again and in the same cycle; or all.
        let class = prop_oneof![0..=2usize, 0..self.classes];
        let entry = (class.clone(), any::<bool>(), any::<u64>().prop_map(|entry| entry >> 8));
        let read = (class.clone(), prop::option::of(entry));
        prop_oneof![
            30 => read.prop_map(|(class, write)| Cycle::Read { class, write }),
            10 => Just(Cycle::Idle),
            2 => class.prop_map(|class| Cycle::Clear { class }),
            1 => Just(Cycle::Reset),
        ]
        .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (read, write, clear) = match step {
            Cycle::Reset | Cycle::Idle => (None, None, None),
            Cycle::Clear { class } => (None, None, Some(*class)),
            Cycle::Read { class, write } => (Some(*class), *write, None),
        };
        let (class, ready, entry) = write.unwrap_or_default();
        pins! {
            rst_ni: *step != Cycle::Reset,
            clear_valid_i: clear.is_some(), clear_class_i: clear.unwrap_or(0),
            read_enable_i: read.is_some(), read_class_i: read.unwrap_or(0),
            write_enable_i: write.is_some(), write_class_i: class, write_ready_i: ready, write_entry_i: entry,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        self.shown.map_or(vec![], |(ready, entry)| pins! { ready_o: ready, entry_o: entry })
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.uncleared {
            for class in 0..self.classes {
                dut.set_all(self.inputs(&Cycle::Clear { class }));
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

    fn advance(&mut self, step: &Cycle) {
        self.uncleared = *step == Cycle::Reset;
        match step {
            Cycle::Reset => {
                self.entries.fill((false, 0));
                self.shown = None;
            }
            Cycle::Clear { class } => {
                self.entries[*class] = (false, 0);
                self.shown = None;
            }
            Cycle::Idle => {}
            Cycle::Read { class, write } => {
                if let Some((class, ready, entry)) = write {
                    self.entries[*class] = (*ready, *entry);
                }
                self.shown = Some(self.entries[*class]);
            }
        }
    }
}

in_every_configuration!(HotTable);
