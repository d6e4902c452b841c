//! Whether a hart may access an address: the checks of a translation that come before any frame is given out.

use crate::{ClassState, Setup};
use memento_abi::{Status, HEADER_BYTES, PAGE_BYTES, PAGE_SHIFT};

/// The checks of a hart's access to `va`, in their order.
///
/// # Errors
/// The status with which the access ends.
pub fn check(setup: &Setup, classes: &[ClassState], va: u64) -> Result<(), Status> {
    let Setup { geometry, settings } = setup;
    if !geometry.in_region(settings.region_base, va) {
        return Err(Status::NotOurs);
    }
    let class = geometry.class_at(va);
    let state = &classes[class as usize];
    if (va - geometry.slice_base(settings.region_base, class)) >> PAGE_SHIFT >= state.allocation_pointer {
        return Err(Status::BadPointer);
    }
    let offset = geometry.offset_at(va);
    if offset < HEADER_BYTES {
        return Err(Status::BadPointer);
    }
    if offset < PAGE_BYTES && state.marks.contains_key(&(va - offset)) {
        return Err(Status::BadPointer);
    }
    Ok(())
}
