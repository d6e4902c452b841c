//! Lua.

use crate::BASIS;
use core::ffi::c_char;

extern "C" {
    fn lua_program(script: *const c_char, bytes: usize, sum: u32) -> u32;
}

/// Runs a script in an interpreter of its own; the checksum is of what it returns, or 0 after an error, which is printed.
pub fn run_script(script: &str) -> u32 {
    // SAFETY: C reads so many bytes of the script.
    unsafe { lua_program(script.as_ptr().cast(), script.len(), BASIS) }
}
