//! The heap as programs in C have it.

use crate::{
    device::Device,
    heap::usual,
    on_every_device,
    shadow::{Soc32, Tiny},
};

on_every_device!(
    blocks_are_had_and_freed,
    a_product_that_overflows_is_refused,
    blocks_of_zeros_are_zeros,
    blocks_are_resized,
    blocks_are_aligned_as_asked_for,
);

fn bytes<'a>(block: *mut u8, size: usize) -> &'a mut [u8] {
    // SAFETY: the blocks of these tests have so many bytes, all of them written or zeroed by the system.
    unsafe { std::slice::from_raw_parts_mut(block, size) }
}

fn blocks_are_had_and_freed<D: Device>() {
    let desk = usual::<D, Tiny>();
    let heap = &desk.heap;
    // SAFETY: blocks are freed once.
    unsafe {
        for (size, hardware, usable) in [
            (0, true, 8),
            (1, true, 8),
            (9, true, 16),
            (128, true, 128),
            (129, false, 129),
            (9999, false, 9999),
        ] {
            let block = heap.c_malloc(size);
            assert_eq!(heap.is_hardware(block), hardware);
            assert_eq!(heap.c_usable_size(block), usable);
            assert_eq!(block.addr() % if size > 8 { 16 } else { 8 }, 0);
            bytes(block, usable).fill(0xEE);
            heap.c_free(block);
        }
        heap.c_free(std::ptr::null_mut());
        assert_eq!(heap.c_usable_size(std::ptr::null_mut()), 0);
        assert!(heap.c_malloc(usize::MAX).is_null() && heap.c_malloc(isize::MAX as usize - 20).is_null());
    }
    assert_eq!(desk.posted_error(), None);
}

fn a_product_that_overflows_is_refused<D: Device>() {
    let desk = usual::<D, Soc32>();
    assert!(desk.heap.c_calloc(usize::MAX / 2 + 1, 2).is_null());
    assert!(desk.heap.c_calloc(1 << 33, 1 << 33).is_null());
}

fn blocks_of_zeros_are_zeros<D: Device>() {
    let desk = usual::<D, Soc32>();
    let heap = &desk.heap;
    // SAFETY: blocks are freed once.
    unsafe {
        let block = heap.c_malloc(48);
        bytes(block, 48).fill(0xEE);
        heap.c_free(block);
        let again = heap.c_calloc(6, 8);
        assert_eq!(again, block);
        assert_eq!(bytes(again, 48), [0; 48]);
        let large = heap.c_calloc(100, 100);
        assert!(!heap.is_hardware(large) && bytes(large, 10_000).iter().all(|byte| *byte == 0));
        heap.c_free(again);
        heap.c_free(large);
    }
}

fn blocks_are_resized<D: Device>() {
    let desk = usual::<D, Soc32>();
    let heap = &desk.heap;
    // SAFETY: blocks are freed once.
    unsafe {
        let first = heap.c_realloc(std::ptr::null_mut(), 20);
        assert!(heap.is_hardware(first));
        // A program may use all of it.
        bytes(first, 32).fill(0x5A);
        assert_eq!(heap.c_realloc(first, 32), first);
        let mut block = first;
        for size in [33, 512, 513, 5000, 600] {
            block = heap.c_realloc(block, size);
            assert_eq!(heap.is_hardware(block), size <= 512);
            assert_eq!(bytes(block, 32), [0x5A; 32]);
            assert_eq!(block.addr() % 16, 0);
            assert!(heap.c_usable_size(block) >= size);
        }
        assert!(heap.c_realloc(block, usize::MAX).is_null());
        assert_eq!(bytes(block, 32), [0x5A; 32]);
        assert!(heap.c_realloc(block, 0).is_null());
    }
    assert_eq!(desk.posted_error(), None);
}

fn blocks_are_aligned_as_asked_for<D: Device>() {
    let desk = usual::<D, Soc32>();
    let heap = &desk.heap;
    // SAFETY: blocks are freed once.
    unsafe {
        for log2 in 0..13 {
            let (align, size) = (1 << log2, 40);
            let block = heap.c_aligned_alloc(align, size);
            assert_eq!(block.addr() % align, 0);
            assert_eq!(heap.is_hardware(block), align <= 64);
            bytes(block, size).fill(0x77);
            let more = heap.c_realloc(block, 1000);
            assert_eq!(bytes(more, size), [0x77; 40]);
            heap.c_free(more);
        }
    }
    assert!(heap.c_aligned_alloc(24, 8).is_null() && heap.c_aligned_alloc(0, 8).is_null());
    assert_eq!(desk.posted_error(), None);
}
