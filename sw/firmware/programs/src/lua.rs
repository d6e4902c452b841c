//! A script that the interpreter Lua runs (in C).

use crate::BASIS;
use core::ffi::c_char;

extern "C" {
    fn lua_program(script: *const c_char, bytes: usize, sum: u32) -> u32;
}

const SCRIPT: &[u8] = include_bytes!("../c/orders.lua");

pub fn run() -> u32 {
    // SAFETY: C reads so many bytes of the script.
    unsafe { lua_program(SCRIPT.as_ptr().cast(), SCRIPT.len(), BASIS) }
}
