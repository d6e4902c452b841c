//! The committed Verilog of the whole.

use crate::device::Device;
use memento_abi::{Geometry, Status, BEAT_BYTES, PAGE_SHIFT};
use memento_driver::Bus;
use memento_harness::{
    axi_lite::OKAY,
    top::{DataRequest, Instruction, Top, TopTiming},
};
use std::{cell::RefCell, rc::Rc};

/// A handle to it.
#[derive(Clone)]
pub struct Rtl(Rc<RefCell<Top>>);

impl Rtl {
    fn access(&self, request: DataRequest) -> Result<u64, Status> {
        let response = self.0.borrow_mut().access(&[request]).unwrap()[0];
        match Status::from_code(response.status).expect("a status") {
            Status::Ok => Ok(response.data),
            status => Err(status),
        }
    }
}

impl Bus for Rtl {
    fn read32(&self, offset: usize) -> u32 {
        let (value, response) = self.0.borrow_mut().read_at(offset as u32).unwrap();
        assert_eq!(response, OKAY, "a read at {offset:#x} is refused");
        value
    }

    fn write32(&self, offset: usize, value: u32) {
        let response = self.0.borrow_mut().write_at(offset as u32, value).unwrap();
        assert_eq!(response, OKAY, "a write of {value:#x} at {offset:#x} is refused");
    }
}

impl Device for Rtl {
    fn new(geometry: Geometry) -> Rtl {
        let mut top = Top::new(geometry, TopTiming::default(), 1, None);
        top.reset();
        Rtl(Rc::new(RefCell::new(top)))
    }

    fn instruction(&self, funct3: u16, rs1: u64) -> u64 {
        let instruction = Instruction {
            function: funct3,
            operand: rs1,
        };
        self.0.borrow_mut().execute(&[instruction]).unwrap()[0]
    }

    fn load(&self, address: u64) -> Result<u64, Status> {
        self.access(DataRequest { address, store: None })
    }

    fn store(&self, address: u64, data: u64, strobe: u8) -> Result<(), Status> {
        let store = Some((data, strobe));
        self.access(DataRequest { address, store }).map(|_| ())
    }

    fn zero_frames(&self, address: u64, count: u64) {
        self.0.borrow_mut().zero_frames(address >> PAGE_SHIFT, count);
    }

    fn write_memory(&self, address: u64, words: &[u64]) {
        let memory = &mut self.0.borrow_mut().memory.contents;
        for (address, word) in (address..).step_by(BEAT_BYTES as usize).zip(words) {
            memory.store(address, *word);
        }
    }

    fn irq(&self) -> bool {
        let mut top = self.0.borrow_mut();
        top.settle().unwrap();
        top.irq()
    }
}
