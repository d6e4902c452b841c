//! The syntax tree of a text, kept while the text is edited (tree-sitter, in C).

use crate::{json, BASIS};
use core::ffi::c_char;

const EDITS: u32 = 12;

extern "C" {
    fn syntax_program(text: *mut c_char, bytes: u32, edits: u32, sum: u32) -> u32;
}

pub fn run() -> u32 {
    let mut text = json::request().into_bytes();
    let bytes = text.len() as u32;
    text.push(0);
    // SAFETY: C changes digits of the text, which ends with a zero.
    unsafe { syntax_program(text.as_mut_ptr().cast(), bytes, EDITS, BASIS) }
}
