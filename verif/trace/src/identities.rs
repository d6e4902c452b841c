//! Which objects of a trace are live.

/// One bit per allocation of the trace, 1 = live.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    live: Vec<u64>,
    allocations: u64,
}

impl Identities {
    /// Gives the next allocation its id.
    pub fn allocate(&mut self) -> u64 {
        let id = self.allocations;
        if id.is_multiple_of(64) {
            self.live.push(0);
        }
        self.live[(id / 64) as usize] |= 1 << (id % 64);
        self.allocations += 1;
        id
    }

    /// Allocations so far.
    pub fn allocations(&self) -> u64 {
        self.allocations
    }

    /// Whether object `id` was allocated and not freed.
    pub fn is_live(&self, id: u64) -> bool {
        id < self.allocations && self.live[(id / 64) as usize] >> (id % 64) & 1 == 1
    }

    /// Notes that object `id`, which was allocated, is freed.
    pub fn free(&mut self, id: u64) {
        self.live[(id / 64) as usize] &= !(1 << (id % 64));
    }
}
