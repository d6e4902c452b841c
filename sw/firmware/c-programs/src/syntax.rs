//! tree-sitter.

use crate::BASIS;
use core::ffi::{c_char, CStr};

extern "C" {
    fn syntax_program(text: *mut c_char, bytes: u32, edits: u32, sum: u32) -> u32;
}

/// Makes the syntax tree of a text in JSON, which ends with a zero, and follows `edits` changes of its digits; the checksum is of the first tree and of
/// the last. 0 where the zero is missing.
pub fn follow_edits(text: &mut [u8], edits: u32) -> u32 {
    let Ok(bytes) = CStr::from_bytes_with_nul(text).map(CStr::count_bytes) else {
        return 0;
    };
    // SAFETY: C changes digits of the text, which has so many bytes and a zero behind.
    unsafe { syntax_program(text.as_mut_ptr().cast(), bytes as u32, edits, BASIS) }
}
