//! Whole programs in C, upon sources that crates carry: an interpreter and a parser. They allocate by C's functions, which whoever uses this
//! defines, and give checksums.
#![no_std]

mod lua;
mod syntax;

pub use lua::run_script;
pub use syntax::follow_edits;

/// Mixes bytes into a checksum (FNV-1a, 32 bits).
pub fn mix(sum: u32, bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(sum, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Where checksums begin.
pub const BASIS: u32 = 0x811C_9DC5;

/// [`mix`] for C.
#[no_mangle]
extern "C" fn program_mix(sum: u32, bytes: *const core::ffi::c_void, count: usize) -> u32 {
    // SAFETY: the programs in C have so many bytes there.
    mix(sum, unsafe { core::slice::from_raw_parts(bytes.cast(), count) })
}
