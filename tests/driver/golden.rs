//! The golden model behind a bus: a device that does at once what is asked for, and panics at an access that the registers refuse.

use crate::device::Device;
use memento_abi::{
    registers::{
        doorbell_offset, Access, Capacities, Register, Reset, When, COUNTERS, COUNTERS_OFFSET, DOORBELL, REGISTERS,
    },
    Geometry, Operation, Status, BEAT_BYTES, PAGE_SHIFT,
};
use memento_driver::Bus;
use memento_model::{Settings, System};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

const RESET: u32 = 2;
const ENABLE: u32 = 1;
const BYPASS: u32 = 4;

/// A handle to it.
#[derive(Clone)]
pub struct Golden(Rc<RefCell<Registers>>);

struct Registers {
    geometry: Geometry,
    system: System,
    values: BTreeMap<&'static str, u32>,
    memory: HashMap<u64, u64>,
    alloc_status: Status,
    doorbell: (Status, u64),
    counter_high: u32,
    was_low: bool,
}

impl Registers {
    fn get(&self, name: &str) -> u32 {
        self.values[name]
    }

    fn pair(&self, stem: &str) -> u64 {
        u64::from(self.get(&format!("{stem}_HI"))) << 32 | u64::from(self.get(&format!("{stem}_LO")))
    }

    fn set(&mut self, name: &'static str, value: u32) {
        *self.values.get_mut(name).expect("a register") = value;
    }

    fn set_pair(&mut self, low: &'static str, high: &'static str, value: u64) {
        self.set(low, value as u32);
        self.set(high, (value >> 32) as u32);
    }

    fn raise(&mut self, cause: u32) {
        self.set("IRQ_CAUSE", self.get("IRQ_CAUSE") | 1 << cause);
    }

    /// What is done is done: the model settles, and the low-water mark is looked at.
    fn settle(&mut self) {
        self.system.settle();
        let low = self.available() < self.get("POOL_LOW_WATER");
        if low && !self.was_low {
            self.raise(1);
        }
        self.was_low = low;
    }

    fn available(&self) -> u32 {
        self.system.context.available().highest as u32
    }

    fn settings(&self) -> Settings {
        Settings {
            region_base: self.pair("REGION_BASE"),
            slice_limit_pages: self.get("SLICE_LIMIT").into(),
            reuse_threshold: self.get("REUSE_THRESHOLD"),
        }
    }

    fn request(&mut self, operation: Operation, operand: u64) -> (Status, u64) {
        if self.get("CONTROL") & (ENABLE | RESET) != ENABLE {
            let refused = if operation == Operation::Alloc {
                Status::OutOfMemory
            } else {
                Status::NotOurs
            };
            return (refused, 0);
        }
        let outcome = self.system.request(operation, operand, None);
        if outcome.status == Status::OutOfFrames {
            self.raise(2);
        }
        if let Some(error) = outcome.error {
            self.raise(0);
            self.record(
                "ERROR_STATUS",
                error.status as u32,
                ("ERROR_ADDRESS_LO", "ERROR_ADDRESS_HI"),
                error.address,
            );
        }
        self.settle();
        (outcome.status, outcome.address)
    }

    /// The first error stays, the others show as an overflow.
    fn record(&mut self, register: &'static str, status: u32, pair: (&'static str, &'static str), address: u64) {
        if self.get(register) & 1 != 0 {
            return self.set(register, self.get(register) | 2);
        }
        self.set(register, 1 | (status & 7) << 4 | (status & 8) << 5);
        self.set_pair(pair.0, pair.1, address);
    }

    fn accessed(&mut self, result: Status, address: u64, store: bool) -> Result<(), Status> {
        if result == Status::Ok {
            self.settle();
            return Ok(());
        }
        self.raise(4);
        if result == Status::OutOfFrames {
            self.raise(2);
        }
        let status = result as u32 | u32::from(store) << 3;
        self.record(
            "ACCESS_FAULT_STATUS",
            status,
            ("ACCESS_FAULT_ADDRESS_LO", "ACCESS_FAULT_ADDRESS_HI"),
            address,
        );
        Err(result)
    }

    fn command(&mut self, code: u32) {
        let block = self.pair("CONTEXT_ADDRESS");
        match code {
            1 => drop(self.system.request(Operation::Flush, 0, None)),
            2 => self.system.save(block),
            3 => self.load(block),
            4 => self.system.end(),
            5 => (),
            _ => panic!("there is no command {code}"),
        }
        self.settle();
        self.set("COMMAND", code | 1 << 9);
        self.raise(5);
    }

    fn load(&mut self, block: u64) {
        if !self.system.parked.contains_key(&block) && self.system.context.saved_at != Some(block) {
            let word = |index: u64| self.memory[&(block + index * BEAT_BYTES)];
            assert_eq!(word(0), memento_abi::context::identification(&self.geometry));
            assert!((4..memento_abi::context::bytes(&self.geometry) / BEAT_BYTES).all(|index| word(index) == 0));
            let settings = Settings {
                region_base: word(1),
                slice_limit_pages: word(2),
                ..self.settings()
            };
            let root = word(3) >> PAGE_SHIFT;
            self.system.place_empty(block, settings, root).unwrap();
        }
        self.system.load_context(block).unwrap();
        let setup = *self.system.context.model.setup();
        self.set_pair("REGION_BASE_LO", "REGION_BASE_HI", setup.settings.region_base);
        self.set("SLICE_LIMIT", setup.settings.slice_limit_pages as u32);
        self.set_pair("MPTR_LO", "MPTR_HI", self.system.context.table.root << PAGE_SHIFT);
    }

    fn counter(&mut self, index: usize) -> u64 {
        let counts = self.system.counts();
        match COUNTERS[index].name {
            "FRAMES_GIVEN" => counts.frames_given.highest,
            "FRAMES_RETURNED" => counts.frames_returned.lowest,
            "ACCESS_FAULTS" => counts.access_errors,
            "BYPASSED_LINES" => counts.lines_bypassed.lowest,
            _ => self.system.events().iter().nth(index).map_or(0, |(_, count)| count),
        }
    }

    fn read(&mut self, register: &Register) -> u32 {
        match register.name {
            "STATUS" => 1 | u32::from(self.available() == 0) << 4,
            "POOL_AVAILABLE" => self.available(),
            name => self.get(name),
        }
    }

    fn write(&mut self, register: &'static Register, value: u32) {
        let in_reset = self.get("CONTROL") & RESET != 0;
        match register.when {
            When::InReset => assert!(in_reset, "{} is written while it runs", register.name),
            When::Running | When::RunningNoCommand => assert!(!in_reset, "{} is written in reset", register.name),
            _ => (),
        }
        let stored = register.bits(&self.geometry, &[Access::ReadWrite]) & value;
        let cleared = register.bits(&self.geometry, &[Access::WriteOneToClear]) & value;
        match register.name {
            "COMMAND" => return self.command(stored),
            "SLICE_LIMIT" => self.set("SLICE_LIMIT", stored.min(self.geometry.slice_pages() as u32)),
            name if cleared != 0 => self.set(name, self.get(name) & !cleared),
            name => self.set(name, stored),
        }
        self.system.bypass_enabled = self.get("CONTROL") & BYPASS != 0;
        match register.name {
            "CONTROL" if in_reset && value & RESET == 0 => {
                let root = self.pair("MPTR") >> PAGE_SHIFT;
                self.system.reset(self.settings(), root).unwrap();
                self.was_low = true;
            }
            "CONTROL" if value & 1 << 8 != 0 => self.system.clear_counters(),
            "SLICE_LIMIT" | "REUSE_THRESHOLD" if !in_reset => self.system.set_settings(self.settings()).unwrap(),
            "POOL_ADD" => {
                let first = self.pair("POOL_BASE") >> PAGE_SHIFT;
                let taken = self.system.add_frames(first, value.into(), None).unwrap();
                self.set("POOL_STATUS", if taken { 0 } else { 2 });
                self.settle();
            }
            _ => (),
        }
    }

    fn ring(&mut self, register: &Register, value: u32) {
        let address = u64::from(self.get("OPERAND_HIGH")) << 32 | u64::from(value);
        self.doorbell = match register.name {
            "ALLOC" => self.request(Operation::Alloc, value.into()),
            "FREE" => self.request(Operation::Free, address),
            "FREE_WAIT" => self.request(Operation::FreeWait, address),
            name => {
                return self.set(
                    DOORBELL.iter().find(|register| register.name == name).unwrap().name,
                    value,
                )
            }
        };
    }

    fn answer(&self, register: &Register) -> u32 {
        match register.name {
            "RESULT_STATUS" => self.doorbell.0 as u32,
            "RESULT_ADDRESS_LO" => self.doorbell.1 as u32,
            "RESULT_ADDRESS_HI" => (self.doorbell.1 >> 32) as u32,
            name => self.get(name),
        }
    }
}

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
