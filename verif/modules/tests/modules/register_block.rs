//! The registers, against the register map: every offset of the window, every register, whatever happens around them.

mod software;

use crate::prelude::*;
use memento_abi::registers::COUNTERS;
use software::{counter, waits, Environment, Events, Outcome, Registers};

/// Cycles within which an access that waits is answered: longer than anything here takes.
const MOST_CYCLES: u64 = 100;

#[derive(Clone, Debug)]
pub struct RegisterBlock {
    registers: Registers,
    /// As they were a cycle ago: what an access that is answered now saw.
    before: Registers,
    environment: Environment,
    latest: Outcome,
}

/// An access of the bus, and what happens in the cycles from its first one on; later nothing happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    pub offset: u32,
    /// Data and strobes.
    pub write: Option<(u32, u8)>,
    pub events: Vec<Events>,
    /// Reset comes first.
    pub reset: bool,
}

impl RegisterBlock {
    /// A cycle: what is driven, what must show, and what follows. Returns whether the access is answered.
    fn cycle(&mut self, dut: &mut ModuleDut, step: &Transaction, settles: bool, events: Events) -> Result<bool, Mismatch> {
        let outcome = self.environment.drive(dut, events);
        let answered = dut.bit("rsp_valid_o");
        if answered {
            self.look_at_answer(dut, step)?;
            if let Some((data, _)) = step.write.filter(|_| self.before.refuses(step.offset, step.write).is_none()) {
                self.registers = self.before.clone();
                self.registers.step(Some((step.offset, data)), &self.latest);
            }
        }
        self.registers.expect_outputs(dut, settles)?;
        self.before = self.registers.clone();
        self.registers.step(None, &outcome);
        self.latest = outcome;
        dut.edge();
        Ok(answered)
    }

    fn look_at_answer(&mut self, dut: &mut ModuleDut, step: &Transaction) -> Result<(), Mismatch> {
        let refused = self.before.refuses(step.offset, step.write);
        if dut.bit("rsp_error_o") != refused.is_some() {
            return dut.fail(format!("the access of {:#x} is refused or not; the contract says {refused:?}", step.offset));
        }
        if !self.before.may_end(step.offset, step.write, &self.latest) {
            return dut.fail("the access did not wait");
        }
        if refused.is_some() || step.write.is_some() {
            return dut.expect("rsp_rdata_o", 0u64);
        }
        let Some(index) = counter(step.offset) else {
            return dut.expect("rsp_rdata_o", self.before.read(step.offset, &self.latest));
        };
        let value = self.before.counters[index];
        let found = dut.number("rsp_rdata_o");
        if found != value & 0xFFFF_FFFF {
            return dut.fail(format!("{} reads {found:#x}, the contract says {value:#x}", COUNTERS[index].name));
        }
        self.registers.counter_high = (value >> 32) as u32;
        Ok(())
    }
}

impl Reference for RegisterBlock {
    type Step = Transaction;
    const MODULE: &'static str = "memento_register_block";
    const STEPS: usize = 200;

    fn new(module: &Module) -> RegisterBlock {
        let registers = Registers::new(module.geometry);
        RegisterBlock {
            before: registers.clone(),
            registers,
            environment: Environment::default(),
            latest: Outcome::default(),
        }
    }

    fn steps(&self) -> BoxedStrategy<Transaction> {
        let places: Vec<u32> = (0..0x88).chain(0x100..0x1C0).chain(0x400..0x420).filter(|offset| offset % 4 == 0).collect();
        let sticky = prop::sample::select(vec![0x60u32, 0x70, 0x80, 0x80, 0x84]);
        let offset = prop_oneof![20 => prop::sample::select(places), 8 => sticky, 1 => 0..4096u32];
        let data = prop_oneof![any::<u32>(), 0..16u32, Just(u32::MAX), Just(1 << 31)];
        let strobes = prop_oneof![20 => Just(0xFu8), 1 => 0..16u8];
        let general = (offset, prop::option::of((data, strobes)));
        // Out of reset for most of the time; commands and doorbells often.
        let control = prop_oneof![3 => Just(5u32), 1 => Just(7), 1 => Just(0x105)].prop_map(|data| (0x14, Some((data, 0xF))));
        let command = (0..7u32).prop_map(|code| (0x1C, Some((code, 0xF))));
        let bell = (prop::sample::select(vec![0x400u32, 0x404, 0x408]), any::<u32>());
        let bell = bell.prop_map(|(offset, data)| (offset, Some((data, 0xF))));
        let access = prop_oneof![12 => general, 2 => control, 1 => command, 1 => bell];
        let events = prop::collection::vec(software::events(self.registers.geometry), 0..8);
        (access, events, prop::bool::weighted(0.005))
            .prop_map(|((offset, write), events, reset)| Transaction { offset, write, events, reset })
            .boxed()
    }

    fn always(_: &Module) -> Box<dyn Iterator<Item = Transaction>> {
        // Every offset of the window is read, and written.
        let accesses = (0..4096).flat_map(|offset| [None, Some((u32::MAX, 0xF))].map(|write| (offset, write)));
        Box::new(accesses.map(|(offset, write)| Transaction { offset, write, events: vec![], reset: false }))
    }

    fn follow(&mut self, step: &Transaction, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if step.reset {
            dut.set("bus_valid_i", false);
            dut.reset();
            *self = RegisterBlock::new(&dut.module());
        }
        let (data, strobes) = step.write.unwrap_or((!0, 0xF));
        dut.set_all(pins! {
            rst_ni: true, bus_valid_i: true, bus_write_i: step.write.is_some(), bus_address_i: step.offset,
            bus_wdata_i: data, bus_wstrb_i: strobes,
        });
        let mut events = step.events.iter().cloned();
        let start = dut.cycle();
        let waits = waits(step.offset, step.write);
        loop {
            let ready = dut.bit("bus_ready_o");
            if self.cycle(dut, step, waits, events.next().unwrap_or_default())? {
                break;
            }
            if ready {
                dut.set_all(pins! { bus_valid_i: false, bus_wdata_i: !data, bus_address_i: !step.offset & 0xFFF });
            }
            let most = if waits { MOST_CYCLES } else { 3 };
            if dut.cycle() - start >= most {
                return dut.fail("the access is not answered in time");
            }
        }
        // Some more cycles, so that what the write has set off shows.
        for _ in 0..2 {
            self.cycle(dut, step, false, events.next().unwrap_or_default())?;
        }
        Ok(())
    }
}

in_every_configuration!(RegisterBlock);
