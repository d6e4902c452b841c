//! Offsets and bits of the register map, looked up by name while compiling: what the map does not have does not compile, and
//! none of its text gets into the program.

use memento_abi::registers::{Register, DOORBELL, REGISTERS};

/// Some bits of a register.
#[derive(Clone, Copy)]
pub(crate) struct Bits {
    low: u8,
    mask: u32,
}

impl Bits {
    /// What they hold in `word`.
    pub const fn of(self, word: u32) -> u32 {
        (word & self.mask) >> self.low
    }

    /// Their mask.
    pub const fn mask(self) -> u32 {
        self.mask
    }
}

/// Offset of the register `name` in bytes from the window's start.
pub(crate) const fn offset(name: &str) -> usize {
    find(&REGISTERS, name).offset as usize
}

/// Offset of the doorbell's register `name` in bytes from the doorbell's start.
pub(crate) const fn doorbell(name: &str) -> usize {
    find(&DOORBELL, name).offset as usize
}

/// Bits of the field `name` of `register`.
pub(crate) const fn bits(register: &str, name: &str) -> Bits {
    let fields = find(&REGISTERS, register).fields;
    let mut index = 0;
    while index < fields.len() {
        if same(fields[index].name, name) {
            let mask = fields[index].mask();
            let low = fields[index].low;
            return Bits { low, mask };
        }
        index += 1;
    }
    panic!("the register has no field of that name")
}

const fn find<'a>(registers: &'a [Register], name: &str) -> &'a Register {
    let mut index = 0;
    while index < registers.len() {
        if same(registers[index].name, name) {
            return &registers[index];
        }
        index += 1;
    }
    panic!("no register has that name")
}

/// Whether two names are the same one.
pub(crate) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    one.len() == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_the_documented_offsets_and_bits() {
        assert_eq!((offset("ID"), offset("IRQ_ENABLE")), (0, 0x84));
        assert_eq!(doorbell("RESULT_STATUS"), 0x10);
        assert_eq!(bits("GEOMETRY", "REGION_BITS").of(0x01E_2040), 0x1E);
        assert_eq!(bits("CONTROL", "CLEAR_COUNTERS").mask(), 0x100);
        assert!(!same("POOL_ADD", "POOL_ADDRESS") && !same("ID", "IX"));
    }
}
