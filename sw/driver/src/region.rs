//! The region, and which requests go there: decisions only, on numbers.

use memento_abi::{Geometry, GRANULE_BYTES, HEADER_BYTES};

/// Where the region lies and how it is cut, fixed when the program is built: telling an object of the hardware from one of software is then a
/// comparison or two.
pub trait Region {
    /// The hardware's configuration, as [`crate::Memento::probe`] checks it.
    const GEOMETRY: Geometry;
    /// First address, as [`crate::Config::region_base`] sets it: a multiple of the region's size, not 0.
    const BASE: usize;
}

/// Whether an object of the hardware may lie at `address`: in the region, and not at its first byte, which is a header's.
#[inline]
pub(crate) const fn contains<R: Region>(address: usize) -> bool {
    const { assert!(R::BASE != 0, "the region cannot begin at address 0") };
    const {
        assert!(
            R::GEOMETRY.address_bits <= usize::BITS,
            "addresses of the configuration have more bits than this target's"
        );
        let base = R::BASE as u64;
        assert!(
            base.trailing_zeros() >= R::GEOMETRY.region_bits,
            "the region's base must be a multiple of its size"
        );
        assert!(
            base >> (R::GEOMETRY.address_bits - 1) >> 1 == 0,
            "the region must lie below the end of the address space"
        );
    };
    within(address, R::BASE, R::GEOMETRY.region_bits)
}

/// Whether `address` is one of the 2^`bits` behind `base`, a multiple of their number: with comparisons alone, since shifts cost some cores more. A region
/// that ends where signed or unsigned addresses end needs one comparison, with `base` itself, which is cheap to have in a register.
#[inline]
const fn within(address: usize, base: usize, bits: u32) -> bool {
    let size = 1 << bits;
    let end = base.wrapping_add(size);
    if end == 0 {
        address > base
    } else if end as isize == isize::MIN {
        address as isize > base as isize
    } else {
        address ^ base < size && address != base
    }
}

/// The size to ask the hardware for so that the object has `size` bytes and is aligned to `align`, a power of two, or `None` if no class has
/// such objects.
///
/// Objects lie one behind the other from a multiple of 64 on, so their addresses are multiples of whatever divides their
/// size, up to 64. Whether the size is too large is left to the hardware to say, which costs it nothing.
#[inline]
pub(crate) const fn request(size: usize, align: usize) -> Option<usize> {
    if align <= GRANULE_BYTES as usize {
        Some(size)
    } else if align <= HEADER_BYTES as usize {
        // Of the class whose size is the next multiple of the alignment, without an overflow.
        Some(size.saturating_sub(1) | (align - 1))
    } else {
        None
    }
}

/// Bytes of the object at `address`, which lies in the region.
#[inline]
pub(crate) const fn object_bytes<R: Region>(address: usize) -> usize {
    R::GEOMETRY.object_bytes(R::GEOMETRY.class_at(address as u64)) as usize
}

/// Whether the object at `address`, in the region, has the class that a request of `size` bytes aligned to `align` would get.
#[inline]
pub(crate) fn same_class<R: Region>(address: usize, size: usize, align: usize) -> bool {
    let wanted = request(size, align).and_then(|size| R::GEOMETRY.class_of(size as u64));
    wanted == Some(R::GEOMETRY.class_at(address as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use memento_abi::{CONFIGURATIONS, SOC32};

    struct Board;

    impl Region for Board {
        const GEOMETRY: Geometry = SOC32;
        const BASE: usize = 0x4000_0000;
    }

    #[test]
    fn the_region_begins_and_ends_where_it_should() {
        assert!(!contains::<Board>(0x4000_0000) && contains::<Board>(0x4000_0001));
        assert!(contains::<Board>(0x7FFF_FFFF) && !contains::<Board>(0x8000_0000));
    }

    #[test]
    fn a_region_ends_where_it_should_wherever_it_lies() {
        let size = 1usize << 28;
        for base in [
            size,
            5 * size,
            1 << (usize::BITS - 1),
            (1 << (usize::BITS - 1)) - size,
            0usize.wrapping_sub(size),
        ] {
            let inside = [base + 1, base + size / 2, base + (size - 1)];
            let outside = [
                0,
                base - 1,
                base.wrapping_add(size),
                !base,
                base ^ 1 << (usize::BITS - 1),
            ];
            assert!(inside.into_iter().all(|address| within(address, base, 28)), "{base:#x}");
            assert!(
                !outside.into_iter().any(|address| within(address, base, 28)),
                "{base:#x}"
            );
        }
    }

    #[test]
    fn what_is_asked_for_is_aligned_wherever_the_object_lies() {
        for geometry in CONFIGURATIONS {
            let most = geometry.max_size() as usize;
            for (size, align) in (0..=most).flat_map(|size| (0..10).map(move |log2| (size, 1usize << log2))) {
                let Some(asked) = request(size, align) else {
                    assert!(align > 64);
                    continue;
                };
                let class = geometry
                    .class_of(asked as u64)
                    .expect("the largest size is a multiple of 64");
                let bytes = geometry.object_bytes(class) as usize;
                assert!(
                    bytes >= size && bytes < size.max(1) + align.max(8),
                    "{size} bytes aligned to {align} get {bytes}"
                );
                let base = geometry.arena_base(1 << geometry.region_bits, class, geometry.span_pages(class));
                for index in [0, 1, 2, 3, geometry.objects_per_arena - 1] {
                    assert_eq!(geometry.object_address(base, class, index) % align as u64, 0);
                }
            }
        }
    }

    #[test]
    fn sizes_beyond_all_reason_do_not_overflow() {
        for align in [1, 8, 16, 64] {
            assert_eq!(request(usize::MAX, align), Some(usize::MAX));
            assert_eq!(SOC32.class_of(request(usize::MAX - 64, align).unwrap() as u64), None);
        }
    }

    #[test]
    fn an_object_of_the_same_class_stays() {
        let address = SOC32.object_address(SOC32.arena_base(0x4000_0000, 3, 0), 3, 7) as usize;
        assert_eq!(object_bytes::<Board>(address), 32);
        for (size, align, stays) in [
            (25, 8, true),
            (32, 1, true),
            (17, 32, true),
            (24, 8, false),
            (33, 8, false),
            (32, 128, false),
            (1 << 20, 8, false),
        ] {
            assert_eq!(same_class::<Board>(address, size, align), stays, "{size}, {align}");
        }
    }
}
