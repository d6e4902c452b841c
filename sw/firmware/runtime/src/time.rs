//! Cycles.

/// Cycles since reset, the lower 32 bits: what differences are made of.
#[inline(always)]
pub fn cycles() -> u32 {
    let cycles;
    // SAFETY: reads a counter.
    unsafe { core::arch::asm!("rdcycle {}", out(reg) cycles, options(nomem, nostack)) };
    cycles
}

/// Cycles since reset.
pub fn cycles64() -> u64 {
    riscv::register::mcycle::read64()
}
