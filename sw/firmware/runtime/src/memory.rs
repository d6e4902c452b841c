//! Who has which memory, and Memento brought up with its part.

use memento_driver::{
    BringUpError, Config, CustomInstruction, Doorbell, Frames, Geometry, Memento, Mmio, ProbeError, Region, SOC32,
};

/// Memento's window of registers.
pub const REGISTERS: usize = 0xF000_0000;
/// What is where in RAM, in bytes from its beginning.
struct Layout {
    ram_bytes: usize,
    program_end: usize,
    heap: usize,
    data: usize,
}

/// Of the system that programs are built for (`build.rs`).
const LAYOUT: Layout = include!(concat!(env!("OUT_DIR"), "/layout.rs"));
/// Bytes of RAM that programs are built for; [`start`] sees that the system has them.
pub const RAM_BYTES: usize = LAYOUT.ram_bytes;
/// Where a system says how much RAM it has, or 0 (`fpga/rtl/soc_peripherals.sv`).
const RAM_REGISTER: *const u32 = core::ptr::with_exposed_provenance(0xF013_0000);
/// Frame of the root page table: the first page above the program and its stack (`memory.x`).
pub const ROOT: usize = LAYOUT.program_end;
/// First of the frames for Memento's pool.
const FRAMES: usize = ROOT + PAGE;
/// How many frames there are for it.
pub const FRAME_COUNT: u32 = ((HEAP - FRAMES) / PAGE) as u32;
/// First byte of software's heap.
const HEAP: usize = LAYOUT.heap;
/// First byte of data that a simulation may put into RAM for a program, up to RAM's end (`fpga/src/soc.rs`).
pub const DATA: usize = LAYOUT.data;
const PAGE: usize = 4096;

const _: () = assert!(ROOT.is_multiple_of(PAGE) && HEAP.is_multiple_of(PAGE) && FRAMES < HEAP && HEAP < DATA);

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

/// `count` of the frames between program and software's heap, from number `first` on, zeroed.
///
/// # Safety
/// As [`Frames::new`]: nobody else has them, and Memento neither, unless it has been reset since.
pub unsafe fn frames(first: u32, count: u32) -> Frames {
    let address = FRAMES + first as usize * PAGE;
    let bytes = count as usize * PAGE;
    assert!(address + bytes <= HEAP, "there are not {} frames", first + count);
    // SAFETY: the caller has this memory. The core writes its cache through.
    unsafe {
        zero(address, bytes);
        Frames::new(address as u64, count)
    }
}

/// Writes zeros, about one word a cycle: `memset` takes four cycles for one.
///
/// # Safety
/// From `address` on there are `bytes` bytes that nobody else has; both are multiples of 32.
unsafe fn zero(address: usize, bytes: usize) {
    for line in (address..address + bytes).step_by(32) {
        let line: *mut u32 = core::ptr::with_exposed_provenance_mut(line);
        for word in 0..8 {
            // SAFETY: the caller's promise.
            unsafe { line.add(word).write_volatile(0) };
        }
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
    /// The system has so many bytes of RAM, fewer than the program is built for.
    Ram(u32),
    /// It is not there, or another one.
    Probe(ProbeError),
    /// It refuses what it is told.
    BringUp(BringUpError),
}

impl core::fmt::Display for StartError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            StartError::Ram(bytes) => write!(
                f,
                "the system has {bytes} bytes of RAM, and this program is built for {RAM_BYTES}: build it with MEMENTO_RAM_KIB={}",
                bytes >> 10
            ),
            StartError::Probe(error) => error.fmt(f),
            StartError::BringUp(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for StartError {}

/// Finds Memento and brings it up with the first `count` frames, and as `adjust` says.
///
/// # Safety
/// To be called once, before any object of the region is there.
pub unsafe fn start(count: u32, adjust: impl FnOnce(&mut Config)) -> Result<Memento<Mmio>, StartError> {
    crate::enable();
    check_ram()?;
    // SAFETY: the caller's.
    let memento = Memento::probe(unsafe { registers() }, &SOC32).map_err(StartError::Probe)?;
    // SAFETY: the caller's.
    unsafe { bring_up(&memento, count, adjust) }.map_err(StartError::BringUp)?;
    Ok(memento)
}

/// Sees that the system has the RAM that the program is built for, where it says how much it has.
fn check_ram() -> Result<(), StartError> {
    // SAFETY: reading the register does nothing.
    match unsafe { RAM_REGISTER.read_volatile() } {
        0 => Ok(()),
        bytes if bytes as usize >= RAM_BYTES => Ok(()),
        bytes => Err(StartError::Ram(bytes)),
    }
}

/// Brings Memento up, whatever it did before, with the first `count` frames, and as `adjust` says.
///
/// # Safety
/// No object of the region is used again.
pub unsafe fn bring_up(
    memento: &Memento<Mmio>,
    count: u32,
    adjust: impl FnOnce(&mut Config),
) -> Result<(), BringUpError> {
    let mut config = Config::new(Board::BASE as u64, ROOT as u64);
    adjust(&mut config);
    // SAFETY: after the reset nobody uses the root or the frames; both are zeros then. Loads and stores of the region go to the data port.
    unsafe {
        memento.reset();
        zero(ROOT, PAGE);
        memento.bring_up(&config, [frames(0, count)])
    }
}
