//! Expectations, and the sentence when one is not met.

use arrayvec::ArrayString;
use core::fmt::{self, Debug, LowerHex, Write as _};

/// What was expected and what was found.
pub struct Failure(ArrayString<240>);

/// How the test of a feature ends.
pub type Outcome = Result<(), Failure>;

impl Failure {
    /// A failure that is told so; what is too long is cut off.
    pub fn new(sentence: fmt::Arguments<'_>) -> Failure {
        let mut text = ArrayString::new();
        _ = text.write_fmt(sentence);
        Failure(text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The driver's errors are sentences.
impl<E: core::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::new(format_args!("{error}"))
    }
}

/// `found` is what was expected.
pub fn equal<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(Failure::new(format_args!(
        "{what}: expected {expected:?}, found {found:?}"
    )))
}

/// `found` is what was expected; addresses and words.
pub fn equal_bits<T: PartialEq + LowerHex>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(Failure::new(format_args!(
        "{what}: expected {expected:#x}, found {found:#x}"
    )))
}

/// `found` is at least what was expected.
pub fn at_least<T: PartialOrd + Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found >= expected {
        return Ok(());
    }
    Err(Failure::new(format_args!(
        "{what}: expected at least {expected:?}, found {found:?}"
    )))
}
