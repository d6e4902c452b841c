//! The queue: a stream that says how many items it holds.

use crate::prelude::*;
use crate::stream::{Queue, Stream};

#[derive(Clone, Debug)]
pub struct Fifo;

impl Stream for Fifo {
    const MODULE: &'static str = "memento_fifo";

    fn capacity(module: &Module) -> usize {
        // `count_o` goes up to the capacity, a power of two.
        1 << (module.width("count_o") - 1)
    }

    fn more_outputs(count: usize) -> Pins {
        pins! { count_o: count }
    }
}

pub type FifoQueue = Queue<Fifo>;
in_every_configuration!(FifoQueue);
