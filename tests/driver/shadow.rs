//! Memory of this process where the device's region is, so that the driver's own code reads, writes and copies objects at the addresses that the
//! hardware gives out. A test sees to it that the device holds the same bytes.

use crate::device::Device;
use memento_abi::{Geometry, Status, BEAT_BYTES, PAPER, SOC32, TINY};
use memento_driver::Region;
use std::{
    ptr,
    sync::{Mutex, MutexGuard},
};

/// The regions of the tests' devices.
macro_rules! regions {
    ($($name:ident = $geometry:ident, $lock:ident;)*) => {
        $(
            pub struct $name;

            static $lock: Mutex<()> = Mutex::new(());

            impl Region for $name {
                const GEOMETRY: Geometry = $geometry;
                const BASE: usize = 1 << $geometry.region_bits;
            }

            impl Locked for $name {
                fn lock() -> MutexGuard<'static, ()> {
                    $lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
                }
            }
        )*
    };
}

regions! {
    Paper = PAPER, PAPER_LOCK;
    Soc32 = SOC32, SOC32_LOCK;
    Tiny = TINY, TINY_LOCK;
}

/// A region that one test at a time has.
pub trait Locked: Region {
    /// Waits until no other test has it.
    fn lock() -> MutexGuard<'static, ()>;
}

/// The memory.
pub struct Shadow {
    base: *mut libc::c_void,
    bytes: usize,
    _lock: MutexGuard<'static, ()>,
}

impl Shadow {
    /// Zeros in all of the region.
    pub fn new<R: Locked>() -> Shadow {
        let (_lock, bytes) = (R::lock(), 1 << R::GEOMETRY.region_bits);
        let wanted = ptr::with_exposed_provenance_mut(R::BASE);
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED_NOREPLACE;
        // SAFETY: nothing else is there, or the call fails.
        let base = unsafe { libc::mmap(wanted, bytes, libc::PROT_READ | libc::PROT_WRITE, kind, -1, 0) };
        let error = std::io::Error::last_os_error();
        assert_eq!(
            base, wanted,
            "{bytes:#x} bytes at {wanted:?} cannot be had in this process: {error}"
        );
        Shadow { base, bytes, _lock }
    }
}

impl Drop for Shadow {
    fn drop(&mut self) {
        // SAFETY: the mapping is this one's, and the test has ended.
        unsafe { libc::munmap(self.base, self.bytes) };
    }
}

/// Stores `bytes` from `address` on, a multiple of 8, through the device's data port; `out_of_frames` is called when it finds no frame.
pub fn store<D: Device>(device: &D, address: u64, bytes: &[u8], out_of_frames: &mut dyn FnMut()) {
    for (address, chunk) in (address..)
        .step_by(BEAT_BYTES as usize)
        .zip(bytes.chunks(BEAT_BYTES as usize))
    {
        let mut beat = [0; BEAT_BYTES as usize];
        beat[..chunk.len()].copy_from_slice(chunk);
        let strobe = 0xFF >> (8 - chunk.len());
        let once = || device.store(address, u64::from_le_bytes(beat), strobe);
        match once() {
            Err(Status::OutOfFrames) => {
                out_of_frames();
                once().expect("there are frames again");
            }
            result => result.expect("the object is there"),
        }
    }
}

/// Loads so many bytes from `address` on, a multiple of 8, through the device's data port.
pub fn load<D: Device>(device: &D, address: u64, bytes: usize) -> Vec<u8> {
    let beats = (address..address + bytes as u64).step_by(BEAT_BYTES as usize);
    let mut loaded: Vec<u8> = beats
        .flat_map(|address| device.load(address).expect("it was stored").to_le_bytes())
        .collect();
    loaded.truncate(bytes);
    loaded
}
