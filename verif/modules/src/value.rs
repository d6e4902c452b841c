//! What a pin carries.

use std::fmt;

/// The value of a pin of up to 256 bits.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Value(
    /// 64 bits each, lowest first.
    pub [u64; 4],
);

impl Value {
    /// The lowest 64 bits.
    pub fn low(self) -> u64 {
        self.0[0]
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        u64::from(value).into()
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Value {
        Value([value, 0, 0, 0])
    }
}

impl From<u128> for Value {
    fn from(value: u128) -> Value {
        Value([value as u64, (value >> 64) as u64, 0, 0])
    }
}

impl From<[u64; 4]> for Value {
    fn from(value: [u64; 4]) -> Value {
        Value(value)
    }
}

macro_rules! from_small {
    ($($small:ty)*) => {
        $(
            impl From<$small> for Value {
                fn from(value: $small) -> Value {
                    (value as u64).into()
                }
            }
        )*
    };
}

from_small! { u8 u16 u32 usize }

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let top = (1..4).rev().find(|word| self.0[*word] != 0).unwrap_or(0);
        write!(f, "{:#x}", self.0[top])?;
        self.0[..top].iter().rev().try_for_each(|word| write!(f, "{word:016x}"))
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Names of pins, each with a value.
pub type Pins = Vec<(&'static str, Value)>;

/// Pins by name: `pins! { push_valid_i: true, push_data_i: 7u64 }`.
#[macro_export]
macro_rules! pins {
    ($($name:ident: $value:expr),* $(,)?) => {
        vec![$((stringify!($name), $crate::Value::from($value))),*]
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_in_hexadecimal() {
        assert_eq!(Value::from(0u64).to_string(), "0x0");
        assert_eq!(Value::from(1u128 << 64).to_string(), "0x10000000000000000");
    }
}
