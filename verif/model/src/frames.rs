//! Where the object allocator gets frames for its arenas' first pages.

use std::collections::BTreeSet;

/// Backs first pages and hears of arenas that are released: a port of the object allocator, behind which the whole
/// system stands or, where only the object allocator is looked at, [`Unlimited`] or [`Refusing`].
pub trait Frames {
    /// Gives the first page of the arena at `base`, which is about to be handed out, a frame if it has none. `false`:
    /// no frame is available, and the arena is not handed out.
    fn back(&mut self, base: u64) -> bool;

    /// Takes back every frame of the arena at `base`, which has just become the head of the recycled list.
    fn release(&mut self, base: u64);
}

/// A frame for every page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Frames for Unlimited {
    fn back(&mut self, _base: u64) -> bool {
        true
    }

    fn release(&mut self, _base: u64) {}
}

/// Frames for all arenas but those named, and a record of what was asked.
#[derive(Clone, Debug, Default)]
pub struct Refusing {
    /// Base addresses of the arenas that get no frame.
    pub refused: BTreeSet<u64>,
    /// Base addresses that were backed, in order.
    pub backed: Vec<u64>,
    /// Base addresses that were released, in order.
    pub released: Vec<u64>,
}

impl Frames for Refusing {
    fn back(&mut self, base: u64) -> bool {
        let given = !self.refused.contains(&base);
        if given {
            self.backed.push(base);
        }
        given
    }

    fn release(&mut self, base: u64) {
        self.released.push(base);
    }
}
