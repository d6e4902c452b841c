//! Cycles, and the timer.

const TIMER: *mut u32 = core::ptr::with_exposed_provenance_mut(0xF011_0000);

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

/// The timer's time: cycles since reset, too. Not to be interrupted by another call.
pub fn now() -> u64 {
    // SAFETY: the timer's registers; reading the low half holds the high one.
    let (low, high) = unsafe { (TIMER.read_volatile(), TIMER.add(1).read_volatile()) };
    u64::from(high) << 32 | u64::from(low)
}

/// The timer's interrupt is pending from this time on, and no longer before it.
pub fn interrupt_at(time: u64) {
    // SAFETY: the timer's registers; between the writes the time compared with is far away.
    unsafe {
        TIMER.add(3).write_volatile(u32::MAX);
        TIMER.add(2).write_volatile(time as u32);
        TIMER.add(3).write_volatile((time >> 32) as u32);
    }
}

/// The register with the low half of the time; a write of it does nothing.
pub fn register() -> *mut u32 {
    TIMER
}
