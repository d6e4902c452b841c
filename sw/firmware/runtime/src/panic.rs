//! How programs end.

use crate::println;
use core::panic::PanicInfo;

const EXIT: *mut u32 = core::ptr::with_exposed_provenance_mut(0xF012_0000);
/// Exit code of a panic.
const PANIC: u32 = 101;
/// Exit code of an exception that nobody handles.
const EXCEPTION: u32 = 102;

/// Ends the program: in a simulation with this exit code, on a board by standing still.
pub fn exit(code: u32) -> ! {
    // SAFETY: the register of the program's end.
    unsafe { EXIT.write_volatile(code) };
    loop {
        core::hint::spin_loop();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    println!("{info}");
    exit(PANIC)
}

/// An exception that the program has no handler for.
#[no_mangle]
#[allow(non_snake_case)] // The name that riscv-rt looks for.
fn ExceptionHandler(_: &riscv_rt::TrapFrame) -> ! {
    unhandled()
}

fn unhandled() -> ! {
    let (cause, at, value) = (
        riscv::register::mcause::read().bits(),
        riscv::register::mepc::read(),
        riscv::register::mtval::read(),
    );
    println!("exception: cause {cause:#x} at {at:#x}, value {value:#x}");
    exit(EXCEPTION)
}
