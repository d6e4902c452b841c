//! Random numbers at a few cycles each.

/// A generator (Marsaglia's xorshift with 32 bits).
pub struct Random(u32);

impl Random {
    /// A generator that begins with `seed`.
    pub fn new(seed: u32) -> Random {
        Random(seed.max(1))
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (u64::from(self.0) * u64::from(limit) >> 32) as u32
    }

    /// One of these.
    pub fn one_of<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.below(these.len() as u32) as usize]
    }
}
