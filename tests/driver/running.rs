//! What system software does while a program runs: interrupts, errors, settings, statistics.

use crate::{
    device::{config, frames, running, Device, Instructions},
    on_every_device,
};
use memento_abi::{Status, CONFIGURATIONS, SOC32};
use memento_driver::{Causes, Config, Counter, Fault, FramesProblem, Interrupt, Port};

on_every_device!(
    a_posted_double_free_is_told_by_the_interrupt,
    an_access_to_a_header_is_told_by_the_interrupt,
    frames_that_become_few_are_added_before_a_request_fails,
    frames_that_run_out_are_added_by_the_interrupt_handler,
    frames_that_are_refused_are_told_by_the_interrupt_handler,
    counters_count,
    settings_are_in_force,
);

fn a_posted_double_free_is_told_by_the_interrupt<D: Device>() {
    for geometry in CONFIGURATIONS {
        let interrupts = Causes::POSTED_ERROR;
        let (device, memento) = running::<D>(
            geometry,
            20,
            Config {
                interrupts,
                ..config(&geometry)
            },
        );
        let port = Instructions(device.clone());
        let object = port.alloc(40).unwrap().get();
        assert_eq!(memento.take_posted_error(), None);
        port.free(object);
        assert!(!device.irq());
        port.free(object);
        port.free(object + 1);
        assert!(device.irq());
        let error = Fault {
            status: Status::DoubleFree,
            address: object as u64,
            write: false,
            more: true,
        };
        let seen = memento.handle_interrupt(|| panic!("frames are plenty"));
        let expected = Interrupt {
            causes: Causes::POSTED_ERROR,
            posted_error: Some(error),
            ..Interrupt::default()
        };
        assert_eq!(seen, expected);
        assert!(!device.irq());
        assert_eq!(memento.handle_interrupt(|| None), Interrupt::default());
    }
}

fn an_access_to_a_header_is_told_by_the_interrupt<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, memento) = running::<D>(geometry, 20, config(&geometry));
        memento.set_interrupts(Causes::ACCESS_FAULT);
        let object = Instructions(device.clone()).alloc(8).unwrap().get() as u64;
        assert_eq!(device.store(object - 8, 0, 0xFF), Err(Status::BadPointer));
        assert!(device.irq());
        let fault = Fault {
            status: Status::BadPointer,
            address: object - 8,
            write: true,
            more: false,
        };
        let seen = memento.handle_interrupt(|| None);
        assert_eq!((seen.causes, seen.access_fault), (Causes::ACCESS_FAULT, Some(fault)));
        assert!(!device.irq());
        assert_eq!(device.load(object - 8), Err(Status::BadPointer));
        assert!(!memento.take_access_fault().unwrap().write);
    }
}

fn frames_that_become_few_are_added_before_a_request_fails<D: Device>() {
    for geometry in CONFIGURATIONS {
        let wanted = Config {
            low_water_frames: 8,
            interrupts: Causes::LOW_WATER,
            ..config(&geometry)
        };
        let (device, memento) = running::<D>(geometry, 20, wanted);
        let port = Instructions(device.clone());
        let mut ranges = 0;
        for _ in 0..geometry.objects_per_arena {
            let object = port.alloc(geometry.max_size() as usize).unwrap().get() as u64;
            device.store(object, 7, 0xFF).unwrap();
            if !device.irq() {
                continue;
            }
            let seen = memento.handle_interrupt(|| {
                ranges += 1;
                Some(frames(&device, 20 * ranges, 20))
            });
            assert_eq!((seen.causes, seen.refused), (Causes::LOW_WATER, None));
        }
        // `paper` and `soc32` need 32 pages for so many objects, `tiny` 2.
        assert_eq!(ranges > 0, geometry.classes == 64, "{}", geometry.name);
    }
}

fn frames_that_run_out_are_added_by_the_interrupt_handler<D: Device>() {
    for geometry in CONFIGURATIONS {
        let wanted = Config {
            low_water_frames: 4,
            interrupts: Causes::LOW_WATER | Causes::OUT_OF_FRAMES,
            ..config(&geometry)
        };
        let (device, memento) = running::<D>(geometry, 8, wanted);
        let port = Instructions(device.clone());
        let size = geometry.max_size() as usize;
        // The program goes on until no frame is left.
        let mut ranges = 0;
        let mut objects = Vec::new();
        while ranges < 3 {
            match port.alloc(size) {
                Some(object) if device.store(object.get() as u64, 7, 0xFF).is_ok() => objects.push(object.get() as u64),
                _ => assert!(device.irq(), "no frame is left, and no interrupt tells"),
            }
            if device.irq() {
                let seen = memento.handle_interrupt(|| {
                    ranges += 1;
                    Some(frames(&device, 8 * ranges, 8))
                });
                assert!(
                    seen.causes.intersects(Causes::LOW_WATER | Causes::OUT_OF_FRAMES),
                    "{seen:?}"
                );
                assert_eq!(seen.refused, None);
                assert!(!device.irq());
            }
        }
        assert!(objects.iter().all(|object| device.load(*object) == Ok(7)));
        assert!(objects.len() > 8, "{} objects", objects.len());
    }
}

fn frames_that_are_refused_are_told_by_the_interrupt_handler<D: Device>() {
    let interrupts = Causes::OUT_OF_FRAMES;
    let (device, memento) = running::<D>(
        SOC32,
        0,
        Config {
            interrupts,
            ..config(&SOC32)
        },
    );
    assert_eq!(Instructions(device.clone()).alloc(8), None);
    assert!(device.irq());
    let seen = memento.handle_interrupt(|| Some(frames(&device, 0, 0)));
    assert_eq!(seen.refused.unwrap().problem, FramesProblem::Empty);
}

fn counters_count<D: Device>() {
    for geometry in CONFIGURATIONS {
        let (device, memento) = running::<D>(geometry, 20, config(&geometry));
        let port = Instructions(device.clone());
        let before = memento.statistics();
        let objects = [8; 5].map(|size| port.alloc(size).unwrap().get());
        assert_eq!(port.free_and_wait(objects[4]), Ok(()));
        assert_eq!(port.free_and_wait(objects[4]), Err(Status::DoubleFree));
        let counted = memento.statistics().since(&before);
        assert_eq!(counted[Counter::AllocMiss] + counted[Counter::AllocHit], 5);
        assert_eq!((counted[Counter::FreeHit], counted[Counter::Error]), (1, 1));
        let said = counted.to_string();
        assert!(
            said.lines().any(|line| line.split_whitespace().eq(["ALLOC_HIT", "4"])),
            "{said}"
        );
        memento.clear_counters();
        assert_eq!(memento.counter(Counter::AllocHit), 0);
        assert_ne!(port.alloc(8), None);
        assert_eq!(memento.counter(Counter::AllocHit), 1);
    }
}

fn settings_are_in_force<D: Device>() {
    for geometry in CONFIGURATIONS {
        // With a threshold of 1, an object that is freed in a full arena makes it available.
        for (reuse_threshold, available) in [(1, 1), (16, 0)] {
            let wanted = Config {
                reuse_threshold,
                bypass: false,
                ..config(&geometry)
            };
            let (device, memento) = running::<D>(geometry, 20, wanted);
            let port = Instructions(device.clone());
            let objects: Vec<usize> = (0..=geometry.objects_per_arena)
                .map(|_| port.alloc(8).unwrap().get())
                .collect();
            assert_eq!(port.free_and_wait(objects[0]), Ok(()));
            assert!(!device.irq());
            assert_eq!(memento.counter(Counter::ListFullToAvailable), available);
            // The last one is in an arena that was never touched.
            device.store(objects[objects.len() - 1] as u64, 1, 0xFF).unwrap();
            assert_eq!(memento.counter(Counter::BypassedLines), 0);
            memento.set_bypass(true);
            device.store(port.alloc(64).unwrap().get() as u64, 1, 0xFF).unwrap();
            assert_eq!(memento.counter(Counter::BypassedLines), 1);
        }
    }
}
