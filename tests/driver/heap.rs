//! The heap: what goes to the hardware and what to software, and what becomes of the bytes.

use crate::{
    device::{config, frames, running, Device, Instructions},
    on_every_device,
    shadow::{Locked, Paper, Shadow, Soc32, Tiny},
};
use memento_driver::{Command, Config, Doorbell, Exclusive, Fenced, Heap, Memento, NoFallback, Port, Region, Status};
use std::alloc::{GlobalAlloc, Layout, System};

on_every_device!(
    sizes_and_alignments_that_the_hardware_has_go_there,
    everything_is_softwares_before_the_bring_up,
    what_is_beyond_the_hardwares_memory_is_softwares,
    an_object_stays_in_its_class_and_moves_out_of_it,
    zeros_are_zeros_where_others_were_before,
    a_double_free_is_told_by_the_error_register,
    every_port_serves_the_heap,
    without_a_fallback_what_the_hardware_has_not_fails,
    collections_take_the_heap,
);

/// A heap of a device that runs, before software's allocator, and memory where its objects are.
pub struct Desk<D, P, R> {
    pub device: D,
    pub memento: Memento<D>,
    pub heap: Heap<R, P, System>,
    _shadow: Shadow,
}

impl<D: Device, P: Port, R: Locked> Desk<D, P, R> {
    pub fn new(count: u32, config: Config, port: impl FnOnce(D) -> P) -> Desk<D, P, R> {
        let (device, memento) = running::<D>(R::GEOMETRY, count, config);
        let _shadow = Shadow::new::<R>();
        // SAFETY: the device is brought up with this region, where there is memory.
        let heap = unsafe { Heap::new(port(device.clone()), System) };
        Desk {
            device,
            memento,
            heap,
            _shadow,
        }
    }

    /// All that was posted is done; what failed of it.
    pub fn posted_error(&self) -> Option<memento_driver::Fault> {
        // SAFETY: a flush takes nobody's objects.
        unsafe { self.memento.command(Command::Flush) }.unwrap();
        self.memento.take_posted_error()
    }
}

pub fn usual<D: Device, R: Locked>() -> Desk<D, Instructions<D>, R> {
    Desk::new(100, config(&R::GEOMETRY), Instructions)
}

pub fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

fn sizes_and_alignments_that_the_hardware_has_go_there<D: Device>() {
    fn check<D: Device, R: Locked>() {
        let Desk { heap, .. } = &usual::<D, R>();
        let most = R::GEOMETRY.max_size() as usize;
        for (size, align, hardware) in [
            (1, 1, true),
            (most, 8, true),
            (most + 1, 1, false),
            (24, 16, true),
            (1, 32, true),
            (65, 64, true),
            (most, 64, true),
            (most - 7, 16, true),
            (8, 128, false),
            (most, 4096, false),
        ] {
            let wanted = layout(size, align);
            // SAFETY: the size is not 0, and the object is given back once.
            unsafe {
                let object = heap.alloc(wanted);
                assert_eq!(heap.is_hardware(object), hardware, "{wanted:?}");
                assert_eq!(object.addr() % align, 0, "{wanted:?}");
                assert!(heap.usable_size(object).is_none_or(|bytes| bytes >= size));
                heap.dealloc(object, wanted);
            }
        }
    }
    check::<D, Paper>();
    check::<D, Soc32>();
    check::<D, Tiny>();
}

fn everything_is_softwares_before_the_bring_up<D: Device>() {
    // SAFETY: objects are given back once.
    unsafe {
        let heap: Heap<Soc32, _, _> = Heap::new(Doorbell::new(D::new(Soc32::GEOMETRY), 0), System);
        let object = heap.alloc_zeroed(layout(24, 8));
        assert!(!object.is_null() && !heap.is_hardware(object));
        let object = heap.realloc(object, layout(24, 8), 4000);
        assert_eq!(std::slice::from_raw_parts(object, 24), [0; 24]);
        heap.dealloc(object, layout(4000, 8));
    }
}

fn what_is_beyond_the_hardwares_memory_is_softwares<D: Device>() {
    fn check<D: Device, R: Locked>() {
        let geometry = R::GEOMETRY;
        let limit = Config {
            slice_limit_pages: 1,
            ..config(&geometry)
        };
        let desk: Desk<D, _, R> = Desk::new(20, limit, Instructions);
        let (heap, wanted) = (&desk.heap, layout(8, 8));
        // SAFETY: the size is not 0, and objects are given back once.
        unsafe {
            let objects = || -> Vec<*mut u8> {
                (0..geometry.objects_per_arena + 3)
                    .map(|_| heap.alloc(wanted))
                    .collect()
            };
            let hardware = |objects: &[*mut u8]| objects.iter().filter(|object| heap.is_hardware(**object)).count();
            let first = objects();
            assert_eq!(hardware(&first), geometry.objects_per_arena as usize);
            assert_eq!(heap.port().alloc(8), None);
            assert_eq!(heap.port().status(), Status::OutOfMemory);
            first.into_iter().for_each(|object| heap.dealloc(object, wanted));
            let second = objects();
            assert_eq!(hardware(&second), geometry.objects_per_arena as usize);
            second.into_iter().for_each(|object| heap.dealloc(object, wanted));
        }
        assert_eq!(desk.posted_error(), None);
    }
    check::<D, Paper>();
    check::<D, Soc32>();
    check::<D, Tiny>();
}

fn an_object_stays_in_its_class_and_moves_out_of_it<D: Device>() {
    let desk = usual::<D, Soc32>();
    let heap = &desk.heap;
    // SAFETY: no size is 0, and the object is given back once.
    unsafe {
        let bytes = |object: *mut u8| std::slice::from_raw_parts(object, 17);
        let first = heap.alloc(layout(17, 1));
        first.write_bytes(0xA5, 17);
        for size in [24, 18, 17] {
            assert_eq!(heap.realloc(first, layout(17, 1), size), first);
        }
        let second = heap.realloc(first, layout(17, 1), 25);
        assert!(second != first && heap.is_hardware(second));
        assert_eq!(bytes(second), [0xA5; 17]);
        let third = heap.realloc(second, layout(25, 1), 513);
        assert!(!heap.is_hardware(third));
        assert_eq!(bytes(third), [0xA5; 17]);
        let third = heap.realloc(third, layout(513, 1), 17);
        assert!(!heap.is_hardware(third));
        assert_eq!(bytes(third), [0xA5; 17]);
        heap.dealloc(third, layout(17, 1));
        assert_eq!(heap.port().free_and_wait(first.addr()), Err(Status::DoubleFree));
        assert_eq!(heap.port().free_and_wait(second.addr()), Err(Status::DoubleFree));
    }
}

fn zeros_are_zeros_where_others_were_before<D: Device>() {
    let Desk { heap, .. } = &usual::<D, Soc32>();
    // SAFETY: the size is not 0, and objects are given back once.
    unsafe {
        let object = heap.alloc(layout(44, 4));
        object.write_bytes(0xFF, 48);
        heap.dealloc(object, layout(44, 4));
        let again = heap.alloc_zeroed(layout(44, 4));
        assert_eq!(again, object);
        assert_eq!(std::slice::from_raw_parts(again, 44), [0; 44]);
        heap.dealloc(again, layout(44, 4));
    }
}

fn a_double_free_is_told_by_the_error_register<D: Device>() {
    let desk = usual::<D, Soc32>();
    // SAFETY: it is not, for the size is not 0, but the object is given back twice: what the hardware is there to tell.
    let object = unsafe {
        let object = desk.heap.alloc(layout(16, 8));
        desk.heap.dealloc(object, layout(16, 8));
        assert_eq!(desk.posted_error(), None);
        desk.heap.dealloc(object, layout(16, 8));
        object
    };
    let error = desk.posted_error().unwrap();
    assert_eq!(
        (error.status, error.address),
        (Status::DoubleFree, object.addr() as u64)
    );
}

fn every_port_serves_the_heap<D: Device>() {
    fn check<D: Device, P: Port>(port: impl FnOnce(D) -> P) {
        let desk: Desk<D, P, Soc32> = Desk::new(20, config(&Soc32::GEOMETRY), port);
        // SAFETY: the size is not 0, and the object is given back once.
        unsafe {
            let object = desk.heap.alloc(layout(100, 8));
            assert!(desk.heap.is_hardware(object));
            assert_eq!(desk.heap.port().status(), Status::Ok);
            desk.heap.dealloc(object, layout(100, 8));
            assert_eq!(desk.heap.port().free_and_wait(object.addr()), Err(Status::DoubleFree));
        }
        assert_eq!(desk.posted_error(), None);
    }
    check::<D, _>(Instructions);
    check::<D, _>(|device| Doorbell::new(device, 0));
    check::<D, _>(|device| Exclusive(Fenced(Doorbell::new(device, 0))));
    check::<D, _>(|device| Fenced(Exclusive(Instructions(device))));
}

fn without_a_fallback_what_the_hardware_has_not_fails<D: Device>() {
    let (device, memento) = running::<D>(Soc32::GEOMETRY, 0, config(&Soc32::GEOMETRY));
    // SAFETY: the size is not 0, and the object is given back once.
    unsafe {
        let heap: Heap<Soc32, _, _> = Heap::new(Instructions(device.clone()), NoFallback);
        assert!(heap.alloc(layout(8, 8)).is_null());
        memento.add_frames(frames(&device, 0, 20)).unwrap();
        let object = heap.alloc(layout(8, 8));
        assert!(heap.is_hardware(object));
        assert!(heap.realloc(object, layout(8, 8), 513).is_null());
        assert_eq!(heap.port().free_and_wait(object.addr()), Ok(()));
    }
}

fn collections_take_the_heap<D: Device>() {
    use allocator_api2::{alloc::Allocator, vec::Vec};
    let desk = usual::<D, Soc32>();
    let heap = &desk.heap;
    let mut numbers = Vec::new_in(heap);
    numbers.extend(0..1000u32);
    assert!(numbers.iter().copied().eq(0..1000));
    numbers.truncate(3);
    numbers.shrink_to_fit();
    let mut few = Vec::with_capacity_in(5, heap);
    few.extend(numbers.drain(..));
    assert!(heap.is_hardware(few.as_ptr().cast()));
    assert_eq!(few.as_slice(), [0, 1, 2]);
    drop((numbers, few));
    // Objects that zeros come after.
    for size in [32, 128] {
        let mut others = Vec::with_capacity_in(size, heap);
        others.resize(size, 0xEEu8);
    }
    // SAFETY: blocks are used as the calls before have left them.
    unsafe {
        let nothing = heap.allocate(layout(0, 64)).unwrap();
        assert_eq!((nothing.len(), nothing.addr().get()), (0, 64));
        let some = heap.grow_zeroed(nothing.cast(), layout(0, 64), layout(20, 16)).unwrap();
        assert_eq!(some.as_ref(), [0; 32]);
        some.cast::<u8>().write_bytes(7, 20);
        let more = heap.grow_zeroed(some.cast(), layout(20, 16), layout(100, 64)).unwrap();
        assert_eq!((more.len(), more.addr().get() % 64), (128, 0));
        assert_eq!(&more.as_ref()[..20], [7; 20]);
        assert_eq!(&more.as_ref()[20..], [0; 108]);
        let less = heap.shrink(more.cast(), layout(100, 64), layout(10, 64)).unwrap();
        assert_eq!(&less.as_ref()[..10], [7; 10]);
        let none = heap.shrink(less.cast(), layout(10, 64), layout(0, 8)).unwrap();
        heap.deallocate(none.cast(), layout(0, 8));
    }
    assert_eq!(desk.posted_error(), None);
    assert_eq!(heap.port().alloc(32).unwrap().get() % 32, 0);
}
