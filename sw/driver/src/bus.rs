//! How the registers are reached.

use memento_abi::registers::WINDOW_BYTES;

/// Access to Memento's window of registers, 32 bits at a time.
///
/// Accesses must reach the hardware one by one, in order, and each must be answered before the next begins; so the window must not be
/// cached. Some accesses wait for memory (`docs/src/registers.md`). The driver makes none that the registers would refuse.
pub trait Bus {
    /// Reads the register at `offset` bytes from the window's start.
    fn read32(&self, offset: usize) -> u32;

    /// Writes the register at `offset` bytes from the window's start.
    fn write32(&self, offset: usize, value: u32);
}

impl<B: Bus + ?Sized> Bus for &B {
    fn read32(&self, offset: usize) -> u32 {
        (**self).read32(offset)
    }

    fn write32(&self, offset: usize, value: u32) {
        (**self).write32(offset, value);
    }
}

/// A window of registers in the address space of this hart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mmio {
    base: usize,
}

impl Mmio {
    /// The window that begins at address `base`.
    ///
    /// # Safety
    /// `base` is a multiple of 4, the 4 KiB from it on are device memory, neither cached nor reordered, and what answers there may be read at the
    /// registers' offsets without harm.
    pub const unsafe fn new(base: usize) -> Mmio {
        Mmio { base }
    }

    #[inline]
    fn register(self, offset: usize) -> *mut u32 {
        debug_assert!(offset < WINDOW_BYTES as usize && offset.is_multiple_of(4));
        core::ptr::with_exposed_provenance_mut(self.base + offset)
    }
}

impl Bus for Mmio {
    #[inline]
    fn read32(&self, offset: usize) -> u32 {
        // SAFETY: `Mmio::new` was promised that the window may be read.
        unsafe { self.register(offset).read_volatile() }
    }

    #[inline]
    fn write32(&self, offset: usize, value: u32) {
        // SAFETY: `Mmio::new` was promised that this is device memory; what a write does to memory is the caller's promise.
        unsafe { self.register(offset).write_volatile(value) }
    }
}

/// Everything that this hart did to memory has happened before anything that it does from now on, accesses of registers included.
pub(crate) fn barrier() {
    #[cfg(any(target_arch = "riscv32", target_arch = "riscv64"))]
    // SAFETY: orders accesses and does nothing else.
    unsafe {
        core::arch::asm!("fence iorw, iorw", options(nostack, preserves_flags))
    };
    #[cfg(not(any(target_arch = "riscv32", target_arch = "riscv64")))]
    core::sync::atomic::fence(core::sync::atomic::Ordering::SeqCst);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    #[test]
    fn a_window_is_read_and_written_where_it_lies() {
        let mut words = vec![0u32; WINDOW_BYTES as usize / 4];
        words[3] = 7;
        // SAFETY: the vector is as large as a window, and nobody else uses it.
        let window = unsafe { Mmio::new(words.as_mut_ptr().expose_provenance()) };
        window.write32(0x10, window.read32(0xC) + 1);
        assert_eq!(window.read32(0x10), 8);
        assert_eq!(words[4], 8);
    }
}
