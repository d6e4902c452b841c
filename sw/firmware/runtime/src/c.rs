//! What C's library wants of a system.

use crate::{console::Console, exit};
use core::{ffi::c_void, fmt::Write};

/// Exit code of `abort`, as a shell gives it to who has ended so.
const ABORTED: u32 = 134;

/// What C has of each thread (`memory.x`); there is one.
static mut THREAD_DATA: [u64; 8] = [0; 8];

/// Makes the data that C has of each thread be there. To be called before anything of C.
pub fn start() {
    // SAFETY: nothing else uses `tp`, nor these bytes.
    unsafe { core::arch::asm!("mv tp, {}", in(reg) &raw mut THREAD_DATA) };
}

/// What C writes goes to the console, whatever it is written to.
#[no_mangle]
extern "C" fn write(_: i32, bytes: *const c_void, count: usize) -> isize {
    // SAFETY: C's rules.
    let bytes = unsafe { core::slice::from_raw_parts(bytes.cast::<u8>(), count) };
    for byte in bytes {
        // The console takes everything.
        let _ = Console.write_char(char::from(*byte));
    }
    count as isize
}

/// Nothing can be read.
#[no_mangle]
extern "C" fn read(_: i32, _: *mut c_void, _: usize) -> isize {
    0
}

/// There are no files.
#[no_mangle]
extern "C" fn open(_: *const core::ffi::c_char, _: i32) -> i32 {
    -1
}

/// There are no files.
#[no_mangle]
extern "C" fn close(_: i32) -> i32 {
    -1
}

/// There are no files.
#[no_mangle]
extern "C" fn lseek(_: i32, _: i64, _: i32) -> i64 {
    -1
}

/// The end of a program in C.
#[no_mangle]
extern "C" fn _exit(code: i32) -> ! {
    exit(code as u32)
}

/// The end of a program that cannot go on.
#[no_mangle]
extern "C" fn abort() -> ! {
    crate::println!("abort");
    exit(ABORTED)
}

/// What clang calls where the core has no instruction for it. One hart, whose interrupt handlers share nothing with C, needs none.
#[no_mangle]
unsafe extern "C" fn __atomic_fetch_add_4(place: *mut u32, more: u32, _: i32) -> u32 {
    // SAFETY: C's rules.
    unsafe {
        let before = place.read();
        place.write(before.wrapping_add(more));
        before
    }
}

/// As [`__atomic_fetch_add_4`].
#[no_mangle]
unsafe extern "C" fn __atomic_fetch_sub_4(place: *mut u32, less: u32, order: i32) -> u32 {
    // SAFETY: C's rules.
    unsafe { __atomic_fetch_add_4(place, less.wrapping_neg(), order) }
}
