//! The register slice: a stream that holds two items.

use crate::prelude::*;
use crate::stream::{Queue, Stream};

#[derive(Clone, Debug)]
pub struct SkidBuffer;

impl Stream for SkidBuffer {
    const MODULE: &'static str = "memento_skid_buffer";

    fn capacity(_: &Module) -> usize {
        2
    }
}

pub type SkidBufferQueue = Queue<SkidBuffer>;
in_every_configuration!(SkidBufferQueue);
