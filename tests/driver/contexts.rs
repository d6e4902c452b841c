//! Commands, and contexts that take turns.

use crate::{
    device::{config, frames, running, Device, Instructions, FRAMES, ROOT},
    on_every_device,
    rtl::Rtl,
};
use memento_abi::{Status, CONFIGURATIONS, PAGE_BYTES, SOC32};
use memento_driver::{Causes, Command, CommandError, Config, Memento, Port, State};

on_every_device!(
    a_context_is_saved_loaded_and_ended,
    commands_that_cannot_begin_are_refused_with_a_sentence,
);

/// Address of the first block.
const BLOCK: u64 = 0x80_0000;

/// What a context's objects hold.
fn holds<D: Device>(device: &D, objects: &[(u64, u64)]) {
    for (object, value) in objects {
        assert_eq!(device.load(*object), Ok(*value));
    }
}

fn a_context_is_saved_loaded_and_ended<D: Device>() {
    for geometry in CONFIGURATIONS {
        let first = config(&geometry);
        let second = Config {
            root: ROOT + PAGE_BYTES,
            ..first
        };
        let (device, memento) = running::<D>(geometry, 20, first);
        let port = Instructions(device.clone());
        device.zero_frames(second.root, 1);
        let fresh = memento.fresh_context(&second);
        let (one, other) = (BLOCK, BLOCK + PAGE_BYTES);
        device.write_memory(other, &fresh.0[..(memento_abi::context::bytes(&geometry) / 8) as usize]);

        let object = port.alloc(16).unwrap().get();
        device.store(object as u64, 77, 0xFF).unwrap();
        // SAFETY: nobody uses the objects of a context that does not run.
        unsafe { memento.switch_context(one, other) }.unwrap();
        assert_eq!(port.alloc(16), None);
        assert_eq!(port.status(), Status::OutOfFrames);
        memento.add_frames(frames(&device, 20, 20)).unwrap();
        assert_eq!(port.alloc(16).unwrap().get(), object);
        assert_eq!(device.load(object as u64), Ok(0));
        device.store(object as u64, 88, 0xFF).unwrap();
        // SAFETY: as above.
        unsafe { memento.switch_context(other, one) }.unwrap();
        holds(&device, &[(object as u64, 77)]);
        // SAFETY: as above.
        unsafe { memento.switch_context(one, other) }.unwrap();
        holds(&device, &[(object as u64, 88)]);
        assert!(memento.available_frames() < 20);
        // SAFETY: the object is not used again.
        unsafe { memento.command(Command::End) }.unwrap();
        assert_eq!(memento.available_frames(), 20);
        assert_eq!(port.free_and_wait(object), Err(Status::BadPointer));
        // SAFETY: the context that ran has no object.
        unsafe { memento.command(Command::Load(one)) }.unwrap();
        holds(&device, &[(object as u64, 77)]);
        assert_eq!(port.free_and_wait(object), Ok(()));
    }
}

fn commands_that_cannot_begin_are_refused_with_a_sentence<D: Device>() {
    let device = D::new(SOC32);
    let memento = Memento::probe(device.clone(), &SOC32).unwrap();
    // SAFETY: nobody has an object, and the commands do not begin.
    let said = |command| unsafe { memento.command(command) }.unwrap_err();
    assert_eq!(said(Command::End), CommandError::NotRunning);
    assert_eq!(
        said(Command::Save(FRAMES + 8)).to_string(),
        "a context block at 0x110008 is impossible: its address must be a multiple of 64, of 32 bits"
    );
}

/// A device with one object, whose context can be saved.
fn with_an_object() -> (Rtl, Memento<Rtl>, u64) {
    let (device, memento) = running::<Rtl>(SOC32, 20, config(&SOC32));
    let object = Instructions(device.clone()).alloc(16).unwrap().get() as u64;
    device.store(object, 77, 0xFF).unwrap();
    (device, memento, object)
}

#[test]
fn a_command_while_another_is_under_way_is_refused() {
    let (_, memento, _) = with_an_object();
    // SAFETY: a save takes nobody's objects.
    unsafe { memento.start(Command::Save(BLOCK)) }.unwrap();
    assert_eq!(memento.finished(), None);
    // SAFETY: as above.
    assert_eq!(unsafe { memento.start(Command::Save(BLOCK)) }, Err(CommandError::Busy));
    let result = std::iter::repeat_with(|| memento.finished()).find_map(|result| result);
    assert_eq!(result, Some(Ok(())));
    assert_eq!(memento.handle_interrupt(|| None).causes, Causes::COMMAND_DONE);
}

#[test]
fn memory_that_fails_is_told_and_a_reset_helps() {
    let (device, memento, object) = with_an_object();
    device.fail_writes(true);
    // SAFETY: a save takes nobody's objects.
    assert_eq!(
        unsafe { memento.command(Command::Save(BLOCK)) },
        Err(CommandError::Failed)
    );
    assert!(memento.state().contains(State::FAULT));
    let causes = memento.handle_interrupt(|| None).causes;
    assert_eq!(causes, Causes::BUS_FAULT | Causes::COMMAND_DONE);
    device.fail_writes(false);
    // SAFETY: the object is not used again.
    unsafe { memento.reset() };
    device.zero_frames(ROOT, 1);
    // SAFETY: nobody has an object, and the root has just been zeroed.
    unsafe { memento.bring_up(&config(&SOC32), Some(frames(&device, 0, 20))) }.unwrap();
    assert!(!memento.state().contains(State::FAULT));
    assert_eq!(Instructions(device.clone()).alloc(16).unwrap().get() as u64, object);
    assert_eq!(device.load(object), Ok(0));
}
