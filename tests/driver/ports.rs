//! Both ways for requests to reach the allocator.

use crate::{
    device::{config, running, Device, Instructions},
    on_every_device,
};
use memento_abi::{Status, CONFIGURATIONS};
use memento_driver::{Doorbell, Port};

on_every_device!(
    instructions_allocate_and_free,
    a_doorbell_allocates_and_frees,
    both_ports_share_one_allocator,
    a_port_without_frames_says_why,
);

fn allocates_and_frees(geometry: memento_abi::Geometry, port: &dyn Port) {
    let first = port.alloc(24).unwrap().get();
    assert_eq!(port.status(), Status::Ok);
    let second = port.alloc(17).unwrap().get();
    assert_eq!(second, first + 24);
    assert!(geometry.in_region(1 << geometry.region_bits, first as u64));
    assert_eq!(port.alloc(geometry.max_size() as usize + 1), None);
    assert_eq!(port.status(), Status::TooLarge);
    assert_eq!(port.alloc(usize::MAX), None);
    assert_eq!(port.status(), Status::TooLarge);
    assert_eq!(port.free_and_wait(second), Ok(()));
    assert_eq!(port.free_and_wait(second), Err(Status::DoubleFree));
    assert_eq!(port.free_and_wait(first + 8), Err(Status::BadPointer));
    assert_eq!(port.free_and_wait(8), Err(Status::NotOurs));
    port.free(first);
    assert_eq!(port.free_and_wait(first), Err(Status::DoubleFree));
    let third = port.alloc(24).unwrap().get();
    // A port that has to be told; all regions of these tests begin at their size.
    let ours: fn(usize) -> bool = match geometry.region_bits {
        28 => |address| address >> 28 == 1,
        30 => |address| address >> 30 == 1,
        _ => |address| address >> 38 == 1,
    };
    assert!(port.free_if_ours(third, ours));
    assert_eq!(port.free_and_wait(third), Err(Status::DoubleFree));
    let region = 1 << geometry.region_bits;
    for address in [0, region - 1, third ^ region, third ^ (3 * region), usize::MAX] {
        assert!(!port.free_if_ours(address, ours));
    }
    assert_ne!(port.alloc(0), None);
}

fn instructions_allocate_and_free<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, _) = running::<D>(geometry, 20, config(&geometry));
        allocates_and_frees(geometry, &Instructions(device));
    }
}

fn a_doorbell_allocates_and_frees<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, _) = running::<D>(geometry, 20, config(&geometry));
        allocates_and_frees(geometry, &Doorbell::new(device, 0));
    }
}

fn both_ports_share_one_allocator<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, _) = running::<D>(geometry, 20, config(&geometry));
        let (instructions, doorbell) = (Instructions(device.clone()), Doorbell::new(device, 0));
        let first = instructions.alloc(8).unwrap().get();
        assert_eq!(doorbell.alloc(8).unwrap().get(), first + 8);
        assert_eq!(doorbell.free_and_wait(first), Ok(()));
        assert_eq!(instructions.free_and_wait(first + 8), Ok(()));
    }
}

fn a_port_without_frames_says_why<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, _) = running::<D>(geometry, 0, config(&geometry));
        let ports: [&dyn Port; 2] = [&Instructions(device.clone()), &Doorbell::new(device, 0)];
        for port in ports {
            assert_eq!(port.alloc(8), None);
            assert_eq!(port.status(), Status::OutOfFrames);
        }
    }
}
