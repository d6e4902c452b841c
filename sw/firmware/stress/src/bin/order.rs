//! What must not overtake what: a free its object's stores, an alloc a write of a register, and a command the stores before it. Prints how often
//! it did.
#![no_std]
#![no_main]

use core::{arch::asm, fmt::Display, num::NonZeroUsize};
use memento_abi::registers::REGISTERS as MAP;
use memento_runtime::{
    driver::{Bus, Command, CustomInstruction, Memento, Mmio, Port, SOC32},
    entry, exit,
    memory::{bring_up, start, REGISTERS},
    println,
};

/// Frames for Memento: few, so that none is left when it is to matter.
const FRAMES: u32 = 32;
/// Rounds in which stores are tried.
const ROUNDS: usize = 8;
/// The smallest objects: an arena has all of them in its first page.
const SMALL: usize = 8;
/// Objects whose arena is in two pages.
const MIDDLE: usize = 16;
/// Objects of which 8 are in a page.
const LARGE: usize = 512;
const PAGE: usize = 4096;
/// `COMMAND`'s code for the end of a context.
const END: u32 = 4;

/// Brings Memento up, and tries each.
#[entry]
fn main() -> ! {
    // SAFETY: the first thing that happens, once.
    let memento = or_exit(unsafe { start(FRAMES, |_| ()) });
    println!("frees before stores: {}", stores_before_frees(&memento));
    println!("allocs before settings: {}", settings_before_allocs(&memento));
    println!("commands before stores: {}", stores_before_commands(&memento));
    exit(0)
}

/// What there is, or an end with what went wrong.
fn or_exit<T, E: Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| {
        println!("{error}");
        exit(1)
    })
}

/// Offset of a register.
fn offset(name: &str) -> usize {
    let register = MAP.iter().find(|register| register.name == name);
    usize::from(register.expect("the map has it").offset)
}

/// In how many rounds, each of which begins without objects, there is an access fault.
fn rounds_with_a_fault(memento: &Memento<Mmio>, round: impl Fn(usize)) -> usize {
    let faults = (0..ROUNDS).filter(|number| {
        // SAFETY: objects of the round before are not used any more.
        or_exit(unsafe { bring_up(memento, FRAMES, |_| ()) });
        round(*number);
        memento.take_access_fault().is_some()
    });
    faults.count()
}

fn object(size: usize) -> usize {
    let object = CustomInstruction.alloc(size).unwrap_or_else(|| {
        println!("no object of {size} bytes: {:?}", CustomInstruction.status());
        exit(1)
    });
    object.get()
}

/// The first object of an arena all of whose objects are allocated, and from which allocs are not served any more.
fn full_arena(size: usize) -> usize {
    let first = object(size);
    (0..SOC32.objects_per_arena).for_each(|_| _ = object(size));
    first
}

/// A store to an object, and a load behind it, so that it has been carried out.
fn touch(object: usize) {
    let word = core::ptr::with_exposed_provenance_mut::<u32>(object);
    // SAFETY: the object is this program's.
    unsafe {
        word.write_volatile(0);
        word.read_volatile();
    }
}

/// Empties an arena by a store to its last object and the free of it at once, behind two stores to pages that have no frame yet, while the only frames are
/// being zeroed: these take long. A store that comes after the free meets an arena that was handed back, which is an access fault. Returns how often.
fn stores_before_frees(memento: &Memento<Mmio>) -> usize {
    let per_arena = SOC32.objects_per_arena as usize;
    rounds_with_a_fault(memento, |_| {
        let (last, used) = (full_arena(SMALL), full_arena(MIDDLE));
        (0..per_arena * MIDDLE)
            .step_by(PAGE - 64)
            .for_each(|offset| touch(used + offset));
        (1..per_arena).for_each(|number| CustomInstruction.free(last + SMALL * number));
        let fresh = object(LARGE);
        (1..per_arena).for_each(|_| _ = object(LARGE));
        let mut fresh = (1..per_arena * LARGE / PAGE).map(|page| fresh + page * PAGE);
        while memento.available_frames() > 0 {
            fresh.next().into_iter().for_each(touch);
        }
        touch(last);
        (0..per_arena).for_each(|number| CustomInstruction.free(used + MIDDLE * number));
        while memento.available_frames() < 2 {}
        let [first, second] = [fresh.next(), fresh.next()].map(Option::unwrap_or_default);
        // SAFETY: these are objects of this program, and the last one is freed.
        unsafe {
            asm!(
                "sw x0, 0({first})", "sw x0, 0({second})", "sw x0, 0({last})", ".insn r 0x0b, 1, 0, x0, {last}, x0",
                first = in(reg) first, second = in(reg) second, last = in(reg) last, options(nostack),
            )
        };
        // What was posted is done then.
        // SAFETY: it changes nothing that a program sees.
        or_exit(unsafe { memento.command(Command::Flush) });
    })
}

/// Switches Memento off and on, each time with an alloc behind the write. Returns how often it was answered as if the write had not been there.
fn settings_before_allocs(memento: &Memento<Mmio>) -> usize {
    let control = offset("CONTROL");
    let on = memento.bus().read32(control);
    memento.set_enabled(false);
    let off = memento.bus().read32(control);
    let alloc_behind = |setting: u32| {
        let address: usize;
        // SAFETY: nothing else is under way; the object is freed below.
        unsafe {
            asm!(
                "sw {setting}, 0({control})", ".insn r 0x0b, 0, 0, {address}, {size}, x0",
                setting = in(reg) setting, control = in(reg) REGISTERS + control, size = in(reg) SMALL, address = out(reg) address,
                options(nostack),
            )
        };
        NonZeroUsize::new(address)
    };
    let wrong = (0..64).filter(|round| {
        let enable = round % 2 == 0;
        let object = alloc_behind(if enable { on } else { off });
        object.is_some() != enable
    });
    wrong.count()
}

/// Ends the context right behind stores to lines that have to be read from memory first. A store that comes after the end meets an arena that is gone,
/// which is an access fault. Returns how often.
fn stores_before_commands(memento: &Memento<Mmio>) -> usize {
    let command = REGISTERS + offset("COMMAND");
    rounds_with_a_fault(memento, |round| {
        // Lines below one that was written are not new.
        let page = object(LARGE) + PAGE;
        touch(page + PAGE / 2);
        let line = page + 64 * round;
        // SAFETY: the stores are to an arena that no other object is in.
        unsafe {
            asm!(
                "sw x0, 0({line})", "sw x0, 64({line})", "sw x0, 128({line})", "sw x0, 192({line})", "sw {end}, 0({command})",
                line = in(reg) line, end = in(reg) END, command = in(reg) command, options(nostack),
            )
        };
        let ended = loop {
            if let Some(ended) = memento.finished() {
                break ended;
            }
        };
        or_exit(ended);
    })
}
