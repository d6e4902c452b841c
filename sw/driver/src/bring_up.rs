//! From reset to the first alloc.

use crate::{
    bus::{barrier, Bus},
    error::BringUpError,
    map::{bits, offset},
    Causes, Frames, Memento,
};
use memento_abi::{DEFAULT_REUSE_THRESHOLD, PAGE_BYTES};

const CONTROL: usize = offset("CONTROL");
const REGION_BASE: usize = offset("REGION_BASE_LO");
const SLICE_LIMIT: usize = offset("SLICE_LIMIT");
const REUSE_THRESHOLD: usize = offset("REUSE_THRESHOLD");
const MPTR: usize = offset("MPTR_LO");
const POOL_LOW_WATER: usize = offset("POOL_LOW_WATER");
const IRQ_CAUSE: usize = offset("IRQ_CAUSE");
const IRQ_ENABLE: usize = offset("IRQ_ENABLE");
const ENABLE: u32 = bits("CONTROL", "ENABLE").mask();
const RESET: u32 = bits("CONTROL", "RESET").mask();
const BYPASS: u32 = bits("CONTROL", "BYPASS").mask();
const CLEAR_COUNTERS: u32 = bits("CONTROL", "CLEAR_COUNTERS").mask();

/// What to bring the hardware up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// First address of the region: a multiple of its size ([`crate::Geometry::region_bits`]), not 0.
    pub region_base: u64,
    /// Physical address of the frame that holds the root page table; system software's own, in no range of frames.
    pub root: u64,
    /// Pages of each size class's slice of the region that may be handed out; more than there are means all.
    pub slice_limit_pages: u32,
    /// Free objects that a full arena must have before allocs use it again; 0 means 1.
    pub reuse_threshold: u32,
    /// When fewer frames than this are available, [`Causes::LOW_WATER`] is raised.
    pub low_water_frames: u32,
    /// Causes that raise the interrupt.
    pub interrupts: Causes,
    /// Lines that nobody has touched are made of zeros and not read from memory.
    pub bypass: bool,
}

impl Config {
    /// A region at `region_base`, the root page table in the frame at `root`; all of the region, the usual threshold, no
    /// interrupts, with bypass.
    pub const fn new(region_base: u64, root: u64) -> Config {
        Config {
            region_base,
            root,
            slice_limit_pages: u32::MAX,
            reuse_threshold: DEFAULT_REUSE_THRESHOLD,
            low_water_frames: 0,
            interrupts: Causes::empty(),
            bypass: true,
        }
    }
}

impl<B: Bus> Memento<B> {
    /// Brings it up, whatever it did before: resets it, sets the region, hands over `frames`, forgets the faults and causes of who had it before, and lets
    /// requests in. Without frames it comes up too, but allocs are answered [`crate::Status::OutOfFrames`].
    ///
    /// # Safety
    /// No object of the region is alive. In the frame at [`Config::root`] the entries that cover the region are zero in memory, and nobody changes
    /// them. Loads and stores of the region go to Memento's data port.
    ///
    /// # Errors
    /// A setting is impossible, and nothing has been done. Or the hardware refuses something, and is in reset then: allocs and frees are answered
    /// as if it were not there.
    pub unsafe fn bring_up(
        &self,
        config: &Config,
        frames: impl IntoIterator<Item = Frames>,
    ) -> Result<(), BringUpError> {
        self.check(config)?;
        // SAFETY: the caller has no objects.
        unsafe { self.reset() };
        self.set("REGION_BASE", REGION_BASE, config.region_base)?;
        self.set("MPTR", MPTR, config.root)?;
        self.bus().write32(SLICE_LIMIT, config.slice_limit_pages);
        self.bus().write32(REUSE_THRESHOLD, config.reuse_threshold);
        let bypass = if config.bypass { BYPASS } else { 0 };
        barrier();
        self.bus().write32(CONTROL, bypass);
        for range in frames {
            if let Err(error) = self.add_frames(range) {
                self.bus().write32(CONTROL, bypass | RESET);
                return Err(error.into());
            }
        }
        self.bus().write32(POOL_LOW_WATER, config.low_water_frames);
        self.forget_faults();
        self.bus().write32(IRQ_CAUSE, Causes::all().bits());
        self.bus().write32(IRQ_ENABLE, config.interrupts.bits());
        self.bus().write32(CONTROL, bypass | ENABLE);
        Ok(())
    }

    fn check(&self, config: &Config) -> Result<(), BringUpError> {
        let address_bits = self.geometry().address_bits;
        let (base, bytes) = (config.region_base, 1 << self.geometry().region_bits);
        if base == 0 || !base.is_multiple_of(bytes) || base >> address_bits != 0 {
            return Err(BringUpError::Region {
                base,
                bytes,
                address_bits,
            });
        }
        let root = config.root;
        if root == 0 || !root.is_multiple_of(PAGE_BYTES) || root >> address_bits != 0 {
            return Err(BringUpError::Root { root, address_bits });
        }
        Ok(())
    }

    /// Writes a pair and sees that it is there.
    fn set(&self, register: &'static str, low: usize, written: u64) -> Result<(), BringUpError> {
        self.write_pair(low, written);
        match self.read_pair(low) {
            found if found == written => Ok(()),
            found => Err(BringUpError::Refused {
                register,
                found,
                written,
            }),
        }
    }

    /// Holds it in reset: arenas, frames and lines are forgotten, and when this returns the memory port is silent. From then on allocs and frees are
    /// answered as if it were not there, until [`Memento::bring_up`].
    ///
    /// # Safety
    /// No object of the region is used again, and no load or store of the region is under way.
    pub unsafe fn reset(&self) {
        let control = self.bus().read32(CONTROL) & BYPASS | RESET;
        self.bus().write32(CONTROL, control);
        // Taken once memory has answered what was under way.
        self.bus().write32(CONTROL, control);
    }

    /// Requests are carried out, or no longer: allocs are then answered at once with [`crate::Status::OutOfMemory`], and frees with
    /// [`crate::Status::NotOurs`], so that posted ones are lost. Loads and stores go on.
    pub fn set_enabled(&self, enabled: bool) {
        self.change(ENABLE, enabled);
    }

    /// Lines that nobody has touched are made of zeros, or read from memory. Programs see no difference but time.
    pub fn set_bypass(&self, bypass: bool) {
        self.change(BYPASS, bypass);
    }

    /// Starts all event counters at 0 again.
    pub fn clear_counters(&self) {
        let control = self.bus().read32(CONTROL);
        self.bus().write32(CONTROL, control | CLEAR_COUNTERS);
    }

    fn change(&self, bit: u32, on: bool) {
        let control = self.bus().read32(CONTROL) & !bit;
        self.bus().write32(CONTROL, control | if on { bit } else { 0 });
    }

    pub(crate) fn in_reset(&self) -> bool {
        self.bus().read32(CONTROL) & RESET != 0
    }
}
