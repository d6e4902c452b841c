//! What [`crate::fifo`] and [`crate::skid_buffer`] have in common: items come out once and in order, from the cycle
//! after they went in, under any back-pressure.

use crate::prelude::*;
use std::{collections::VecDeque, fmt::Debug, marker::PhantomData};

/// A module between two streams.
pub trait Stream: Clone + Debug + Send + Sync + 'static {
    /// Its Verilog name.
    const MODULE: &'static str;
    /// Items that it holds.
    fn capacity(module: &Module) -> usize;
    /// Outputs that only this module has, while it holds `count` items.
    fn more_outputs(_count: usize) -> Pins {
        Pins::new()
    }
}

#[derive(Clone, Debug)]
pub struct Queue<S> {
    capacity: usize,
    data_mask: u64,
    items: VecDeque<u64>,
    stream: PhantomData<S>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub push: bool,
    pub data: u64,
    pub pop: bool,
}

impl<S: Stream> Reference for Queue<S> {
    type Step = Cycle;
    const MODULE: &'static str = S::MODULE;

    fn new(module: &Module) -> Queue<S> {
        Queue {
            capacity: S::capacity(module),
            data_mask: module.mask("push_data_i"),
            items: VecDeque::new(),
            stream: PhantomData,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let mask = self.data_mask;
        // A run of pushes or of pops fills and empties it.
        let rate = prop_oneof![Just(0.1), Just(0.5), Just(0.95)];
        let cycle = (rate.clone(), rate).prop_flat_map(|(push, pop)| {
            let (push, pop) = (prop::bool::weighted(push), prop::bool::weighted(pop));
            (prop::bool::weighted(0.01), push, any::<u64>(), pop)
        });
        cycle
            .prop_map(move |(reset, push, data, pop)| Cycle {
                reset,
                push,
                data: data & mask,
                pop,
            })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        pins! { rst_ni: !step.reset, push_valid_i: step.push, push_data_i: step.data, pop_ready_i: step.pop }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let mut outputs = pins! {
            push_ready_o: self.items.len() < self.capacity,
            pop_valid_o: !self.items.is_empty(),
        };
        outputs.extend(S::more_outputs(self.items.len()));
        if let Some(&oldest) = self.items.front() {
            outputs.extend(pins! { pop_data_o: oldest });
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        let room = self.items.len() < self.capacity;
        if step.pop {
            self.items.pop_front();
        }
        if step.push && room {
            self.items.push_back(step.data);
        }
        if step.reset {
            self.items.clear();
        }
    }
}
