//! Requests by custom instructions of RISC-V.

use crate::port::{freed, status, Port};
use core::{arch::asm, num::NonZeroUsize};
use memento_abi::Status;

/// Requests by custom instruction: opcode custom-0, `funct7` 0, `funct3` 0 alloc, 1 posted free, 2 free and wait, 3 status, 4 free if ours.
///
/// Each request is one instruction, so alloc and the frees are atomic: interrupt handlers may use them at any time. [`Port::status`] is an
/// instruction of its own.
///
/// The hart must have the instructions, and they must have been enabled where the core asks for it; otherwise they trap.
#[derive(Clone, Copy, Debug, Default)]
pub struct CustomInstruction;

impl Port for CustomInstruction {
    #[inline]
    fn alloc(&self, size: usize) -> Option<NonZeroUsize> {
        let address: usize;
        // SAFETY: gives an object that nobody has; no byte of memory that the program has changes.
        unsafe {
            asm!(".insn r 0x0b, 0, 0, {}, {}, x0", lateout(reg) address, in(reg) size, options(nostack, preserves_flags))
        };
        NonZeroUsize::new(address)
    }

    #[inline]
    fn status(&self) -> Status {
        let code: usize;
        // SAFETY: changes nothing.
        unsafe { asm!(".insn r 0x0b, 3, 0, {}, x0, x0", lateout(reg) code, options(nomem, nostack, preserves_flags)) };
        status(code)
    }

    #[inline]
    fn free(&self, address: usize) {
        // SAFETY: the caller has no more use for the object. The compiler finishes accesses of memory before this.
        unsafe { asm!(".insn r 0x0b, 1, 0, x0, {}, x0", in(reg) address, options(nostack, preserves_flags)) };
    }

    /// One instruction, which tells by the sign of its result; the region is the hardware's.
    #[inline]
    fn free_if_ours(&self, address: usize, _: fn(usize) -> bool) -> bool {
        let result: isize;
        // SAFETY: as above; nothing happens to what is not the hardware's.
        unsafe {
            asm!(".insn r 0x0b, 4, 0, {}, {}, x0", lateout(reg) result, in(reg) address, options(nostack, preserves_flags))
        };
        result >= 0
    }

    #[inline]
    fn free_and_wait(&self, address: usize) -> Result<(), Status> {
        let code: usize;
        // SAFETY: as above.
        unsafe {
            asm!(".insn r 0x0b, 2, 0, {}, {}, x0", lateout(reg) code, in(reg) address, options(nostack, preserves_flags))
        };
        freed(code)
    }
}
