//! What the registers do to the golden model.

use memento_abi::{
    registers::{Access, Register, When, COUNTERS, DOORBELL},
    Geometry, Operation, Status, BEAT_BYTES, PAGE_SHIFT,
};
use memento_model::{Settings, System};
use std::collections::{BTreeMap, HashMap};

const RESET: u32 = 2;
const ENABLE: u32 = 1;
const BYPASS: u32 = 4;

/// The registers, the model behind them, and the memory that system software writes.
pub struct Registers {
    pub geometry: Geometry,
    pub system: System,
    pub values: BTreeMap<&'static str, u32>,
    pub memory: HashMap<u64, u64>,
    pub alloc_status: Status,
    pub doorbell: (Status, u64),
    pub counter_high: u32,
    pub was_low: bool,
}

impl Registers {
    pub fn get(&self, name: &str) -> u32 {
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

    pub fn in_region(&self, address: u64) -> bool {
        self.geometry.in_region(self.pair("REGION_BASE"), address)
    }

    pub fn request(&mut self, operation: Operation, operand: u64) -> (Status, u64) {
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

    pub fn accessed(&mut self, result: Status, address: u64, store: bool) -> Result<(), Status> {
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

    pub fn counter(&mut self, index: usize) -> u64 {
        let counts = self.system.counts();
        match COUNTERS[index].name {
            "FRAMES_GIVEN" => counts.frames_given.highest,
            "FRAMES_RETURNED" => counts.frames_returned.lowest,
            "ACCESS_FAULTS" => counts.access_errors,
            "BYPASSED_LINES" => counts.lines_bypassed.lowest,
            _ => self.system.events().iter().nth(index).map_or(0, |(_, count)| count),
        }
    }

    pub fn read(&mut self, register: &Register) -> u32 {
        match register.name {
            "STATUS" => 1 | u32::from(self.available() == 0) << 4,
            "POOL_AVAILABLE" => self.available(),
            name => self.get(name),
        }
    }

    pub fn write(&mut self, register: &'static Register, value: u32) {
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

    pub fn ring(&mut self, register: &Register, value: u32) {
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

    pub fn answer(&self, register: &Register) -> u32 {
        match register.name {
            "RESULT_STATUS" => self.doorbell.0 as u32,
            "RESULT_ADDRESS_LO" => self.doorbell.1 as u32,
            "RESULT_ADDRESS_HI" => (self.doorbell.1 >> 32) as u32,
            name => self.get(name),
        }
    }
}
