//! What VexRiscv has and other cores have not.

/// Lets custom instructions and Memento's interrupt through. Interrupts are enabled by `mie` and `mstatus` as on any core.
pub fn enable() {
    // Bit 31 enables custom instructions, the others unmask external interrupts; Memento's is 0. What follows at once may have been
    // decoded already.
    // SAFETY: no interrupt is enabled by this alone.
    unsafe { core::arch::asm!("csrs 0xBC0, {}", "nop", "nop", "nop", in(reg) 1u32 << 31 | 1) };
}

/// Empties the core's data cache, which holds no line that memory has not. To be called whenever the bytes behind an address of the region have become
/// others without a store of this core: after a context was loaded or ended.
pub fn empty_data_cache() {
    // SAFETY: the cache is written through.
    unsafe { core::arch::asm!(".word 0x500F") };
}
