//! Event counters: each reads exactly what has happened up to the fifth cycle before its answer.

use crate::prelude::*;
use std::collections::VecDeque;

/// Events that have happened but that an answer in this cycle does not show.
const HIDDEN_CYCLES: usize = 4;

/// Cycles until a read is answered, at the least.
const READ_CYCLES: usize = 3;

#[derive(Clone, Debug)]
pub struct EventCounters {
    count: usize,
    totals: Vec<u64>,
    /// Events of the latest cycles, the oldest first.
    hidden: VecDeque<u64>,
}

/// Some cycles in which things happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Events in each cycle.
    pub events: Vec<u64>,
    /// Which counter is read from the first cycle on, if one is.
    pub read: Option<usize>,
    /// The counters are cleared in the last cycle.
    pub clear: bool,
    /// Reset follows.
    pub reset: bool,
}

impl EventCounters {
    fn count(&mut self, events: u64) {
        self.hidden.push_back(events);
        if self.hidden.len() > HIDDEN_CYCLES {
            let events = self.hidden.pop_front().expect("there are some");
            for (index, total) in self.totals.iter_mut().enumerate() {
                *total += events >> index & 1;
            }
        }
    }

    fn clear(&mut self) {
        self.totals.fill(0);
        self.hidden.clear();
    }
}

impl Reference for EventCounters {
    type Step = Stretch;
    const MODULE: &'static str = "memento_event_counters";
    const STEPS: usize = 60;

    fn new(module: &Module) -> EventCounters {
        let count = module.width("events_i") as usize;
        EventCounters {
            count,
            totals: vec![0; count],
            hidden: VecDeque::new(),
        }
    }

    fn steps(&self) -> BoxedStrategy<Stretch> {
        let all = (1u64 << self.count) - 1;
        let cycle = prop_oneof![Just(0), Just(all), any::<u64>().prop_map(move |events| events & all)];
        let busy = prop_oneof![
            prop::collection::vec(cycle, 1..80),
            (1..200usize).prop_map(move |cycles| vec![all; cycles]),
        ];
        (busy, prop::option::of(0..self.count), prop::bool::weighted(0.05), prop::bool::weighted(0.02))
            .prop_map(|(events, read, clear, reset)| Stretch { events, read, clear, reset })
            .boxed()
    }

    fn follow(&mut self, step: &Stretch, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut read = step.read;
        let mut events = step.events.iter();
        dut.set("clear_i", false);
        // A read that the stretch does not answer goes on without events.
        for cycle in 0.. {
            let next = events.next();
            if next.is_none() && read.is_none() {
                break;
            }
            if cycle > step.events.len().max(self.count) + READ_CYCLES {
                return dut.fail("the read is not answered");
            }
            dut.set_all(pins! {
                rst_ni: true, events_i: next.copied().unwrap_or(0), read_valid_i: read.is_some(), read_index_i: read.unwrap_or(0),
            });
            let answer = dut.bit("rsp_valid_o");
            match read.filter(|_| answer) {
                None if answer => return dut.fail("an answer that nobody asked for"),
                None => {}
                Some(index) => {
                    if cycle < READ_CYCLES {
                        return dut.fail("the answer is too early");
                    }
                    if cycle > self.count + READ_CYCLES - 1 {
                        return dut.fail("the answer is too late");
                    }
                    dut.expect("rsp_value_o", self.totals[index])?;
                    read = None;
                }
            }
            dut.edge();
            self.count(next.copied().unwrap_or(0));
        }
        if step.clear {
            dut.set_all(pins! { clear_i: true, events_i: self.totals[0] & 1, read_valid_i: false });
            dut.edge();
            dut.set_all(pins! { clear_i: false, events_i: self.totals[1] & 3 });
            dut.edge();
            let after = self.totals[1] & 3;
            self.clear();
            self.count(after);
        }
        if step.reset {
            dut.set("read_valid_i", false);
            dut.reset();
            self.clear();
        }
        Ok(())
    }
}

in_every_configuration!(EventCounters);
