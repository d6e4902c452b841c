//! What the tests need of a device, and how it stands when most of them begin.

use memento_abi::{Geometry, Status, PAGE_SHIFT};
use memento_driver::{Bus, Config, Frames, Memento, Port};
use std::num::NonZeroUsize;

/// A device with memory behind it: a handle, of which there may be several.
pub trait Device: Bus + Clone {
    /// A device that has been reset by its pin, with garbage in memory.
    fn new(geometry: Geometry) -> Self;
    /// Executes a custom instruction.
    fn instruction(&self, funct3: u16, rs1: u64) -> u64;
    /// A hart loads the eight bytes around `address`.
    fn load(&self, address: u64) -> Result<u64, Status>;
    /// A hart stores those of the eight bytes around `address` for which `strobe` has a bit.
    fn store(&self, address: u64, data: u64, strobe: u8) -> Result<(), Status>;
    /// System software zeroes frames in memory.
    fn zero_frames(&self, address: u64, count: u64);
    /// System software writes words to memory.
    fn write_memory(&self, address: u64, words: &[u64]);
    /// Whether the interrupt is raised, once all that was asked for is done.
    fn irq(&self) -> bool;
}

/// Requests by custom instruction, as the driver's `CustomInstruction` makes them on RISC-V.
#[derive(Clone)]
pub struct Instructions<D>(pub D);

impl<D: Device> Port for Instructions<D> {
    fn alloc(&self, size: usize) -> Option<NonZeroUsize> {
        NonZeroUsize::new(self.0.instruction(0, size as u64) as usize)
    }

    fn status(&self) -> Status {
        Status::from_code(self.0.instruction(3, 0) as u8).expect("a status")
    }

    fn free(&self, address: usize) {
        self.0.instruction(1, address as u64);
    }

    fn free_if_ours(&self, address: usize, _: fn(usize) -> bool) -> bool {
        // All ones, of as many bits as the hart's registers have.
        self.0.instruction(4, address as u64) as u32 != u32::MAX
    }

    fn free_and_wait(&self, address: usize) -> Result<(), Status> {
        match Status::from_code(self.0.instruction(2, address as u64) as u8).expect("a status") {
            Status::Ok => Ok(()),
            status => Err(status),
        }
    }
}

/// Address of the root page table's frame, and of the first frame of the pool.
pub const ROOT: u64 = 0x100 << PAGE_SHIFT;
pub const FRAMES: u64 = 0x110 << PAGE_SHIFT;

/// First address of the region.
pub fn region(geometry: &Geometry) -> u64 {
    1 << geometry.region_bits
}

/// What most tests bring it up with.
pub fn config(geometry: &Geometry) -> Config {
    Config::new(region(geometry), ROOT)
}

/// `count` zeroed frames, the first of them `skip` frames behind the pool's first.
pub fn frames<D: Device>(device: &D, skip: u64, count: u32) -> Frames {
    let address = FRAMES + (skip << PAGE_SHIFT);
    device.zero_frames(address, count.into());
    // SAFETY: the simulated memory is the test's, and has just been zeroed.
    unsafe { Frames::new(address, count) }
}

/// A device that was found and brought up, with so many frames.
pub fn running<D: Device>(geometry: Geometry, count: u32, config: Config) -> (D, Memento<D>) {
    let device = D::new(geometry);
    device.zero_frames(config.root, 1);
    let memento = Memento::probe(device.clone(), &geometry).unwrap();
    let pool = (count > 0).then(|| frames(&device, 0, count));
    // SAFETY: nobody has an object, and the root has just been zeroed.
    unsafe { memento.bring_up(&config, pool) }.unwrap();
    (device, memento)
}
