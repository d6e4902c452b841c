//! What the hardware is, its registers, and from reset to the first alloc.

use crate::check::{equal, equal_bits, Outcome};
use memento_abi::registers::{Access, Capacities, Register, ID, REGISTERS};
use memento_runtime::{
    driver::{
        BringUpError, Bus, Config, CustomInstruction, Memento, Mmio, Port, ProbeError, Property, State, Status, PAPER,
        SOC32,
    },
    memory,
};

/// Identification, version, geometry and capacities; a program for another configuration is refused.
pub fn identification(memento: &Memento<Mmio>) -> Outcome {
    let paper = Memento::probe(*memento.bus(), &PAPER).err();
    let refusal = ProbeError::Geometry {
        property: Property::AddressBits,
        found: SOC32.address_bits,
        expected: PAPER.address_bits,
        configuration: PAPER.name,
    };
    equal("a program for `paper`", paper, Some(refusal))?;
    equal("capacities", memento.capacities(), Capacities::of(&SOC32))
}

fn register(name: &str) -> &'static Register {
    let register = REGISTERS.iter().find(|register| register.name == name);
    register.expect("the map has the register")
}

/// Registers hold what is written, and refuse what they must.
pub fn registers(memento: &Memento<Mmio>) -> Outcome {
    // SAFETY: no object is there.
    unsafe { memento.reset() };
    let bus = memento.bus();
    for name in [
        "REGION_BASE_LO",
        "MPTR_LO",
        "CONTEXT_ADDRESS_LO",
        "POOL_BASE_LO",
        "POOL_LOW_WATER",
        "IRQ_ENABLE",
    ] {
        let register = register(name);
        let (offset, mask) = (
            usize::from(register.offset),
            register.bits(&SOC32, &[Access::ReadWrite]),
        );
        for value in (0..32).flat_map(|bit| [1 << bit, !(1 << bit)]) {
            bus.write32(offset, value);
            equal_bits(name, bus.read32(offset), value & mask)?;
        }
        bus.write32(offset, 0);
    }
    refusals(bus)
}

/// Accesses that are answered with an error do nothing, and read 0 on this bus.
fn refusals(bus: &Mmio) -> Outcome {
    const HOLE: usize = 0x058;
    const DOORBELL_ALLOC: usize = 0x400;
    bus.write32(HOLE, u32::MAX);
    equal_bits("offset 0x58, where there is no register", bus.read32(HOLE), 0)?;
    equal_bits(
        "the doorbell's ALLOC, which is only written",
        bus.read32(DOORBELL_ALLOC),
        0,
    )?;
    bus.write32(0, 0);
    equal_bits("ID after a write", bus.read32(0), ID)?;
    let low_water = usize::from(register("POOL_LOW_WATER").offset);
    bus.write32(low_water, 0x12345);
    let byte = core::ptr::with_exposed_provenance_mut::<u8>(memory::REGISTERS + low_water);
    // SAFETY: a store of a byte to a register, which is refused.
    unsafe { byte.write_volatile(0xFF) };
    equal_bits(
        "POOL_LOW_WATER after a store of one byte",
        bus.read32(low_water),
        0x12345,
    )
}

/// What software is told before the bring-up, what the driver refuses, and the state afterwards.
pub fn bring_up(memento: &Memento<Mmio>) -> Outcome {
    const FRAMES: u32 = 16;
    // SAFETY: no object is there.
    unsafe { memento.reset() };
    equal("an alloc before the bring-up", CustomInstruction.alloc(8), None)?;
    equal("its status", CustomInstruction.status(), Status::OutOfMemory)?;
    equal(
        "a free before the bring-up",
        CustomInstruction.free_and_wait(0x4000_0040),
        Err(Status::NotOurs),
    )?;
    let (base, bytes, address_bits) = (0x1234_0000, 1 << SOC32.region_bits, SOC32.address_bits);
    // SAFETY: it is refused.
    let refused = unsafe { memento.bring_up(&Config::new(base, memory::ROOT as u64), []) };
    equal(
        "a region at 0x12340000",
        refused,
        Err(BringUpError::Region {
            base,
            bytes,
            address_bits,
        }),
    )?;
    crate::start(memento, FRAMES)?;
    equal("available frames", memento.available_frames(), FRAMES)?;
    while memento.state().contains(State::CLEARING) {}
    equal("state", memento.state(), State::IDLE)?;
    equal(
        "an interrupt's cause",
        memento.handle_interrupt(|| None).causes.bits(),
        0,
    )
}
