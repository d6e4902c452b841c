//! What is configured: the inputs that software sets, and when they make sense.

use memento_abi::{Geometry, DEFAULT_REUSE_THRESHOLD};
use std::fmt;

/// The allocator's configuration inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// First address of the region (MRS): a multiple of the region's size, not 0.
    pub region_base: u64,
    /// Pages of each class's slice that may be handed out, from the slice's start.
    pub slice_limit_pages: u64,
    /// Free objects that a full arena must have to become available again; 0 means 1.
    pub reuse_threshold: u32,
}

impl Settings {
    /// The second region-sized block of the address space, all of it, and the default reuse threshold.
    pub fn whole_region(geometry: &Geometry) -> Settings {
        Settings {
            region_base: 1 << geometry.region_bits,
            slice_limit_pages: geometry.slice_pages(),
            reuse_threshold: DEFAULT_REUSE_THRESHOLD,
        }
    }

    /// The reuse threshold as it is applied.
    pub(crate) fn effective_threshold(&self) -> u32 {
        self.reuse_threshold.max(1)
    }
}

/// A geometry with settings that fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The configuration.
    pub geometry: Geometry,
    /// The inputs.
    pub settings: Settings,
}

impl Setup {
    /// Checks that `settings` fit `geometry`.
    ///
    /// # Errors
    /// The region is not aligned, is at 0 or ends beyond the address space, or the limit is above the slice.
    pub fn new(geometry: Geometry, settings: Settings) -> Result<Setup, SettingsError> {
        let base = settings.region_base;
        let region_bytes = 1u64 << geometry.region_bits;
        if base == 0 {
            return Err(SettingsError::RegionAtZero);
        }
        if !base.is_multiple_of(region_bytes) {
            return Err(SettingsError::RegionNotAligned { base, region_bytes });
        }
        if base >> geometry.address_bits != 0 {
            let address_bits = geometry.address_bits;
            return Err(SettingsError::RegionBeyondAddresses { base, address_bits });
        }
        if settings.slice_limit_pages > geometry.slice_pages() {
            return Err(SettingsError::LimitAboveSlice {
                limit_pages: settings.slice_limit_pages,
                slice_pages: geometry.slice_pages(),
            });
        }
        Ok(Setup { geometry, settings })
    }
}

/// Settings that the hardware's contract rules out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// Address 0 is the null link and the failed alloc, so the region cannot start there.
    RegionAtZero,
    /// The region's base is not a multiple of its size.
    RegionNotAligned {
        /// The base given.
        base: u64,
        /// The region's size.
        region_bytes: u64,
    },
    /// The region does not fit the address space.
    RegionBeyondAddresses {
        /// The base given.
        base: u64,
        /// Width of an address.
        address_bits: u32,
    },
    /// More pages may be handed out than a slice has.
    LimitAboveSlice {
        /// The limit given.
        limit_pages: u64,
        /// Pages in a slice.
        slice_pages: u64,
    },
    /// The region moved without a reset.
    RegionMoved {
        /// The base in force.
        from: u64,
        /// The base given.
        to: u64,
    },
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            SettingsError::RegionAtZero => {
                f.write_str("the region cannot start at address 0, the null link; choose a higher base")
            }
            SettingsError::RegionNotAligned { base, region_bytes } => write!(
                f,
                "region base {base:#x} is not a multiple of the region's {region_bytes:#x} bytes; align it"
            ),
            SettingsError::RegionBeyondAddresses { base, address_bits } => write!(
                f,
                "region base {base:#x} needs more than the {address_bits} address bits; choose a lower one"
            ),
            SettingsError::LimitAboveSlice {
                limit_pages,
                slice_pages,
            } => write!(
                f,
                "a limit of {limit_pages} pages is above the {slice_pages} pages of a class's slice; lower it"
            ),
            SettingsError::RegionMoved { from, to } => write!(
                f,
                "the region base may change from {from:#x} to {to:#x} only in reset; reset with the new settings"
            ),
        }
    }
}

impl std::error::Error for SettingsError {}
