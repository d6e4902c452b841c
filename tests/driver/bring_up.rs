//! Finding the hardware and bringing it up.

use crate::{
    device::{config, frames, region, running, Device, Instructions, FRAMES, ROOT},
    golden::Golden,
    on_every_device,
};
use memento_abi::{Geometry, Status, CONFIGURATIONS, PAGE_BYTES, PAPER, SOC32, TINY};
use memento_driver::{BringUpError, Bus, Causes, Config, Frames, FramesProblem, Memento, Port, ProbeError, State};

on_every_device!(
    it_is_found_and_says_what_it_is,
    another_configuration_is_refused_with_a_sentence,
    requests_before_the_bring_up_are_softwares,
    impossible_settings_are_refused_with_a_sentence,
    frames_that_are_refused_come_back_with_the_reason,
    it_comes_up_again_after_a_reset,
    faults_of_a_former_program_are_forgotten,
    it_can_be_switched_off_and_on,
);

/// Frames that nobody touches, since they are refused.
fn refused(address: u64, count: u32) -> Frames {
    // SAFETY: they are the test's simulated memory.
    unsafe { Frames::new(address, count) }
}

fn it_is_found_and_says_what_it_is<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (_, memento) = running::<D>(geometry, 8, config(&geometry));
        assert_eq!(*memento.geometry(), geometry);
        assert_eq!(memento.capacities(), memento_abi::registers::Capacities::of(&geometry));
        assert_eq!(memento.available_frames(), 8);
        while memento.state().contains(State::CLEARING) {}
        assert_eq!(memento.state(), State::IDLE);
    }
}

fn another_configuration_is_refused_with_a_sentence<D: Device>() {
    let sentence = |hardware, software: Geometry| {
        Memento::probe(D::new(hardware), &software)
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        sentence(TINY, SOC32),
        "the hardware has 16 size classes, and this program was built for 64 (`soc32`): build it for the hardware's configuration"
    );
    assert_eq!(
        sentence(SOC32, PAPER),
        "the hardware has 32 address bits, and this program was built for 48 (`paper`): build it for the hardware's configuration"
    );
    for (software, sees) in [
        (
            Geometry {
                objects_per_arena: 128,
                ..SOC32
            },
            "256 objects per arena",
        ),
        (
            Geometry {
                region_bits: 29,
                ..SOC32
            },
            "30 bits of offset in the region",
        ),
        (
            Geometry {
                page_table: memento_abi::PageTable::Sv39,
                ..SOC32
            },
            "2 page-table levels",
        ),
    ] {
        let said = sentence(SOC32, software);
        assert!(said.starts_with(&format!("the hardware has {sees}, and ")), "{said}");
    }
}

fn requests_before_the_bring_up_are_softwares<D: Device>() {
    let port = Instructions(D::new(SOC32));
    assert_eq!(port.alloc(8), None);
    assert_eq!(port.status(), Status::OutOfMemory);
    assert_eq!(port.free_and_wait(region(&SOC32) as usize + 64), Err(Status::NotOurs));
}

fn impossible_settings_are_refused_with_a_sentence<D: Device>() {
    let memento = Memento::probe(D::new(SOC32), &SOC32).unwrap();
    // SAFETY: nobody has an object.
    let bring_up = |config: Config, frames| unsafe { memento.bring_up(&config, Some(frames)) }.unwrap_err();
    let good = config(&SOC32);
    let fine = || refused(FRAMES, 1);
    for region_base in [0, 1 << 29, 1 << 32] {
        let error = bring_up(Config { region_base, ..good }, fine());
        assert!(
            matches!(error, BringUpError::Region { base, .. } if base == region_base),
            "{error}"
        );
    }
    let said = bring_up(
        Config {
            region_base: 0x1000,
            ..good
        },
        fine(),
    )
    .to_string();
    assert_eq!(
        said,
        "a region at 0x1000 is impossible: its base must be a multiple of its 0x40000000 bytes, above 0, and of 32 bits"
    );
    for root in [0, ROOT + 8, 1 << 32] {
        let error = bring_up(Config { root, ..good }, fine());
        assert!(matches!(error, BringUpError::Root { .. }), "{error}");
    }
    let said = bring_up(good, refused(FRAMES, 0)).to_string();
    assert_eq!(said, "0 frames from 0x110000 on were not taken: hand over at least one");
    assert_eq!(Instructions(memento.bus().clone()).alloc(8), None);
    assert_eq!(
        memento.add_frames(fine()).unwrap_err().problem,
        FramesProblem::NotRunning
    );
}

fn frames_that_are_refused_come_back_with_the_reason<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, memento) = running::<D>(geometry, 2, config(&geometry));
        let bits = geometry.address_bits;
        for (address, count, problem) in [
            (FRAMES + 8, 1, FramesProblem::Unaligned),
            (FRAMES, 0, FramesProblem::Empty),
            (FRAMES, 1 << 20, FramesProblem::TooMany),
            (0, 1, FramesProblem::AtZero),
            (
                (1 << bits) - PAGE_BYTES,
                2,
                FramesProblem::BeyondAddresses { address_bits: bits },
            ),
        ] {
            let error = memento.add_frames(refused(address, count)).unwrap_err();
            assert_eq!((error.problem, error.frames), (problem, refused(address, count)));
        }
        for skip in 2..5 {
            memento.add_frames(frames(&device, skip, 1)).unwrap();
        }
        let fifth = memento.add_frames(frames(&device, 5, 1)).unwrap_err();
        assert_eq!(fifth.problem, FramesProblem::NoRoom);
        assert_eq!(memento.available_frames(), 5);
    }
}

fn it_comes_up_again_after_a_reset<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, memento) = running::<D>(geometry, 20, config(&geometry));
        let port = Instructions(device.clone());
        let first = port.alloc(24).unwrap();
        // SAFETY: the object is not used again.
        unsafe { memento.reset() };
        assert_eq!(port.alloc(24), None);
        device.zero_frames(ROOT, 1);
        // SAFETY: nobody has an object, and the root has just been zeroed.
        unsafe { memento.bring_up(&config(&geometry), Some(frames(&device, 0, 20))) }.unwrap();
        assert_eq!(port.alloc(24), Some(first));
    }
}

fn faults_of_a_former_program_are_forgotten<D: Device>() {
    for geometry in CONFIGURATIONS {
        let interrupts = Causes::POSTED_ERROR | Causes::ACCESS_FAULT;
        let (device, memento) = running::<D>(geometry, 20, config(&geometry));
        let port = Instructions(device.clone());
        let object = port.alloc(24).unwrap().get();
        for _ in 0..3 {
            port.free(object);
            assert_eq!(device.load(object as u64 & !0xFFF), Err(Status::BadPointer));
        }
        // SAFETY: the object is not used again.
        unsafe { memento.reset() };
        device.zero_frames(ROOT, 1);
        let config = Config {
            interrupts,
            ..config(&geometry)
        };
        // SAFETY: nobody has an object, and the root has just been zeroed.
        unsafe { memento.bring_up(&config, Some(frames(&device, 0, 20))) }.unwrap();
        assert!(!device.irq());
        assert_eq!(memento.take_posted_error(), None);
        assert_eq!(memento.take_access_fault(), None);
        // Those of the new program are its own, and the first ones.
        port.free(object);
        while !memento.state().contains(State::IDLE) {}
        let fault = memento.take_posted_error().unwrap();
        assert_eq!((fault.address, fault.more), (object as u64, false));
    }
}

fn it_can_be_switched_off_and_on<D: Device>() {
    let (device, memento) = running::<D>(SOC32, 20, config(&SOC32));
    let port = Instructions(device);
    let object = port.alloc(24).unwrap().get();
    memento.set_enabled(false);
    assert_eq!(port.alloc(24), None);
    assert_eq!(port.free_and_wait(object), Err(Status::NotOurs));
    memento.set_enabled(true);
    assert_eq!(port.free_and_wait(object), Ok(()));
}

/// Answers reads with what a test says.
struct Wrong(usize, u32);

impl Bus for Wrong {
    fn read32(&self, offset: usize) -> u32 {
        match offset {
            0x0 if self.0 != 0 => memento_abi::registers::ID,
            _ if offset == self.0 => self.1,
            _ => 0,
        }
    }

    fn write32(&self, offset: usize, _value: u32) {
        panic!("a write at {offset:#x}, although nothing was found");
    }
}

#[test]
fn something_else_is_refused_with_a_sentence() {
    let error = Memento::probe(Wrong(0, 0xFFFF_FFFF), &SOC32).map(|_| ()).unwrap_err();
    assert_eq!(error, ProbeError::NotMemento { found: 0xFFFF_FFFF });
    assert_eq!(
        error.to_string(),
        "register ID reads 0xffffffff and not 0x4d454d4f: there is no Memento at this address, look at the window's base"
    );
    let error = Memento::probe(Wrong(4, 0x1_0000), &SOC32).map(|_| ()).unwrap_err();
    assert_eq!(error, ProbeError::Version { found: 0x1_0000 });
    let error = Memento::probe(Wrong(4, 0x2_0003), &SOC32).map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the hardware has version 2.3 of the registers, and this driver is for 1.1: use driver and hardware of one release"
    );
}

/// A device whose registers are read, but not written where a test says.
struct Deaf(Golden, usize);

impl Bus for Deaf {
    fn read32(&self, offset: usize) -> u32 {
        self.0.read32(offset)
    }

    fn write32(&self, offset: usize, value: u32) {
        if offset != self.1 {
            self.0.write32(offset, value);
        }
    }
}

#[test]
fn a_register_that_does_not_take_its_value_is_told() {
    let memento = Memento::probe(Deaf(Golden::new(SOC32), 0x30), &SOC32).unwrap();
    // SAFETY: nobody has an object.
    let error = unsafe { memento.bring_up(&config(&SOC32), None) }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "register MPTR reads 0x0 after 0x100000 was written: the hardware refused it, or the window's bus is broken"
    );
}
