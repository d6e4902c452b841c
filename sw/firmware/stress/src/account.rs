//! What was issued, to be compared with what Memento's port has accepted.

/// Functions of custom instructions (`funct3`).
pub const ALLOC: u32 = 0;
/// A posted free.
pub const FREE: u32 = 1;
/// A free that is waited for.
pub const FREE_WAIT: u32 = 2;
/// Status of the latest alloc.
pub const STATUS: u32 = 3;
/// A posted free of what lies in the region.
pub const FREE_IF_OURS: u32 = 4;
/// One that there is not.
pub const UNKNOWN: u32 = 5;

/// How many custom instructions were issued, and a sum of all that does not depend on their order.
#[derive(Clone, Copy)]
pub struct Account {
    /// How many.
    pub count: u32,
    /// Sum of their digests.
    pub sum: u32,
}

impl Account {
    /// None so far.
    pub const EMPTY: Account = Account { count: 0, sum: 0 };

    /// Notes an instruction.
    pub fn note(&mut self, function: u32, operand: u32) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(digest(function, operand));
    }

    /// Both.
    pub fn and(self, other: Account) -> Account {
        Account {
            count: self.count + other.count,
            sum: self.sum.wrapping_add(other.sum),
        }
    }
}

/// A number in which each bit depends on each bit of both. The test computes the same (`fpga/tests/system/stress.rs`).
fn digest(function: u32, operand: u32) -> u32 {
    let mut word = operand ^ (function + 1).wrapping_mul(0x9E37_79B9);
    word = (word ^ word >> 16).wrapping_mul(0x85EB_CA6B);
    word = (word ^ word >> 13).wrapping_mul(0xC2B2_AE35);
    word ^ word >> 16
}
