//! The golden model behind a bus: a device that does at once what is asked for, and panics at an access that the registers refuse.

mod registers;

use crate::device::Device;
use memento_abi::{
    registers::{doorbell_offset, Capacities, Register, Reset, COUNTERS_OFFSET, DOORBELL, REGISTERS},
    Geometry, Operation, Status, BEAT_BYTES,
};
use memento_driver::Bus;
use memento_model::{Settings, System};
use registers::Registers;
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// A handle to it.
#[derive(Clone)]
pub struct Golden(Rc<RefCell<Registers>>);

/// The register at `offset` from the start of its area.
fn find(registers: &'static [Register], offset: usize) -> &'static Register {
    let found = registers.iter().find(|register| usize::from(register.offset) == offset);
    found.unwrap_or_else(|| panic!("there is no register at {offset:#x}"))
}

impl Bus for Golden {
    fn read32(&self, offset: usize) -> u32 {
        let mut registers = self.0.borrow_mut();
        let bell = usize::from(doorbell_offset(0));
        if offset >= bell {
            return registers.answer(find(&DOORBELL, offset - bell));
        }
        if let Some(counter) = offset.checked_sub(COUNTERS_OFFSET.into()) {
            if counter % 8 == 4 {
                return registers.counter_high;
            }
            let value = registers.counter(counter / 8);
            registers.counter_high = (value >> 32) as u32;
            return value as u32;
        }
        let register = find(&REGISTERS, offset);
        assert!(register.readable(), "{} cannot be read", register.name);
        registers.read(register)
    }

    fn write32(&self, offset: usize, value: u32) {
        let mut registers = self.0.borrow_mut();
        let bell = usize::from(doorbell_offset(0));
        let register = match offset.checked_sub(bell) {
            Some(offset) => find(&DOORBELL, offset),
            None => find(&REGISTERS, offset),
        };
        assert!(register.writable(), "{} cannot be written", register.name);
        match offset < bell {
            true => registers.write(register, value),
            false => registers.ring(register, value),
        }
    }
}

impl Device for Golden {
    fn new(geometry: Geometry) -> Golden {
        let capacities = Capacities::of(&geometry);
        let value = |register: &Register| match register.reset {
            Reset::Value(value) => value,
            Reset::Configuration(value) => value(&geometry, &capacities),
            Reset::Live => 0,
        };
        let registers = REGISTERS.iter().chain(&DOORBELL);
        Golden(Rc::new(RefCell::new(Registers {
            geometry,
            system: System::new(geometry, Settings::whole_region(&geometry), 1).unwrap(),
            values: registers.map(|register| (register.name, value(register))).collect(),
            memory: HashMap::new(),
            alloc_status: Status::Ok,
            doorbell: (Status::Ok, 0),
            counter_high: 0,
            was_low: false,
        })))
    }

    fn instruction(&self, funct3: u16, rs1: u64) -> u64 {
        let mut registers = self.0.borrow_mut();
        match funct3 {
            0 => {
                let (status, address) = registers.request(Operation::Alloc, rs1);
                registers.alloc_status = status;
                address
            }
            1 => registers.request(Operation::Free, rs1).0 as u64,
            2 => registers.request(Operation::FreeWait, rs1).0 as u64,
            3 => registers.alloc_status as u64,
            4 if registers.in_region(rs1) => registers.request(Operation::Free, rs1).0 as u64,
            _ => u64::MAX,
        }
    }

    fn load(&self, address: u64) -> Result<u64, Status> {
        let mut registers = self.0.borrow_mut();
        let access = registers.system.load(address, None);
        registers
            .accessed(access.status, address, false)
            .map(|()| access.beat.value)
    }

    fn store(&self, address: u64, data: u64, strobe: u8) -> Result<(), Status> {
        let mut registers = self.0.borrow_mut();
        let status = registers.system.store(address, data, strobe, None);
        registers.accessed(status, address, true)
    }

    fn zero_frames(&self, _address: u64, _count: u64) {
        // The model has no bytes of frames before they are given out.
    }

    fn write_memory(&self, address: u64, words: &[u64]) {
        let addresses = (address..).step_by(BEAT_BYTES as usize);
        self.0.borrow_mut().memory.extend(addresses.zip(words.iter().copied()));
    }

    fn irq(&self) -> bool {
        let registers = self.0.borrow();
        registers.get("IRQ_CAUSE") & registers.get("IRQ_ENABLE") != 0
    }
}
