//! Who has which memory, and Memento brought up with its part.

use memento_driver::{BringUpError, Config, CustomInstruction, Doorbell, Frames, Geometry, Memento, Mmio, ProbeError, Region, SOC32};

/// Memento's window of registers.
pub const REGISTERS: usize = 0xF000_0000;
/// Bytes of RAM in a simulation (`fpga/rtl/soc_simulation.sv`).
const RAM_BYTES: usize = 16 << 20;
/// First byte above the program and its stack (`memory.x`).
const PROGRAM_END: usize = 1 << 20;
/// Frame of the root page table.
const ROOT: usize = PROGRAM_END;
/// First of the frames for Memento's pool.
const FRAMES: usize = ROOT + PAGE;
/// First byte of software's heap.
const HEAP: usize = 8 << 20;
/// First byte of data that a simulation may put into RAM for a program, up to RAM's end.
pub const DATA: usize = 14 << 20;
const PAGE: usize = 4096;

/// The region, in addresses that the core caches.
pub struct Board;

impl Region for Board {
    const GEOMETRY: Geometry = SOC32;
    const BASE: usize = 0x4000_0000;
}

/// A heap of Memento's by custom instruction, with software behind it.
pub type Heap<F> = memento_driver::Heap<Board, CustomInstruction, F>;
/// A heap of Memento's by doorbell, with software behind it.
pub type DoorbellHeap<F> = memento_driver::Heap<Board, Doorbell<Mmio>, F>;

/// Memento's registers.
///
/// # Safety
/// As [`Mmio::new`]: nobody else uses them in a way that gets in the way.
pub const unsafe fn registers() -> Mmio {
    // SAFETY: the window is there, and not cached; the rest is the caller's.
    unsafe { Mmio::new(REGISTERS) }
}

/// The frames between the program and software's heap, zeroed, and zeros in the root table.
///
/// # Safety
/// To be called once, before Memento runs.
pub unsafe fn frames(count: u32) -> Frames {
    assert!(FRAMES + count as usize * PAGE <= HEAP, "there are not {count} frames");
    let bytes = PAGE * (count as usize + 1);
    // SAFETY: nobody else has this memory. The core writes its cache through.
    unsafe {
        core::ptr::write_bytes(core::ptr::with_exposed_provenance_mut::<u8>(ROOT), 0, bytes);
        Frames::new(FRAMES as u64, count)
    }
}

/// Software's part of RAM: its first byte, and how many.
pub fn software_heap() -> (*mut u8, usize) {
    (core::ptr::with_exposed_provenance_mut(HEAP), DATA - HEAP)
}

/// The data that a simulation has put into RAM, or whatever is there.
pub fn data() -> &'static [u32] {
    // SAFETY: RAM that nobody writes.
    unsafe { core::slice::from_raw_parts(core::ptr::with_exposed_provenance(DATA), (RAM_BYTES - DATA) / 4) }
}

/// Why Memento does not run.
#[derive(Debug)]
pub enum StartError {
    /// It is not there, or another one.
    Probe(ProbeError),
    /// It refuses what it is told.
    BringUp(BringUpError),
}

impl core::fmt::Display for StartError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            StartError::Probe(error) => error.fmt(f),
            StartError::BringUp(error) => error.fmt(f),
        }
    }
}

/// Finds Memento and brings it up with `count` frames, and as `adjust` says.
///
/// # Safety
/// To be called once, before any object of the region is there.
pub unsafe fn start(count: u32, adjust: impl FnOnce(&mut Config)) -> Result<Memento<Mmio>, StartError> {
    crate::enable();
    // SAFETY: the caller's.
    let memento = Memento::probe(unsafe { registers() }, &SOC32).map_err(StartError::Probe)?;
    let mut config = Config::new(Board::BASE as u64, ROOT as u64);
    adjust(&mut config);
    // SAFETY: the root and the frames are zeros and nobody else's, and loads and stores of the region go to the data port.
    unsafe { memento.bring_up(&config, [frames(count)]) }.map_err(StartError::BringUp)?;
    Ok(memento)
}
