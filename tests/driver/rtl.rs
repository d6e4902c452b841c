//! The committed Verilog of the whole.

use crate::device::Device;
use memento_abi::{Geometry, Status, BEAT_BYTES, PAGE_SHIFT};
use memento_driver::Bus;
use memento_harness::{
    axi::AxiTiming,
    axi_lite::OKAY,
    memory::{MemoryErrors, MemoryTiming},
    top::{DataRequest, Instruction, Top, TopTiming},
};
use std::{cell::RefCell, rc::Rc};

/// A handle to it: everything around it as fast as it can be, or slow and reluctant at random.
#[derive(Clone)]
pub struct Rtl<const SLOW: bool = false>(Rc<RefCell<Top>>);

/// Memory that takes up to 40 cycles, and a bus, a hart and a memory that stand still in 30 cycles of 100.
const SLOW_TIMING: TopTiming = TopTiming {
    memory: AxiTiming {
        memory: MemoryTiming {
            latency_min_cycles: 1,
            latency_max_cycles: 40,
            stall_percent: 30,
        },
        aw_waits_for_w: false,
        w_waits_for_aw: false,
    },
    registers: [30; 5],
    hart_percent: 30,
};

impl<const SLOW: bool> Rtl<SLOW> {
    /// From now on every write to memory is answered with an error, or none is.
    pub fn fail_writes(&self, fail: bool) {
        let writes_per_mille = if fail { 1000 } else { 0 };
        self.0.borrow_mut().set_errors(MemoryErrors {
            writes_per_mille,
            ..MemoryErrors::default()
        });
    }

    fn access(&self, request: DataRequest) -> Result<u64, Status> {
        let response = self.0.borrow_mut().access(&[request]).unwrap()[0];
        match Status::from_code(response.status).expect("a status") {
            Status::Ok => Ok(response.data),
            status => Err(status),
        }
    }
}

impl<const SLOW: bool> Bus for Rtl<SLOW> {
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

impl<const SLOW: bool> Device for Rtl<SLOW> {
    fn new(geometry: Geometry) -> Self {
        let timing = if SLOW { SLOW_TIMING } else { TopTiming::default() };
        let mut top = Top::new(geometry, timing, 1, None);
        top.reset();
        Rtl(Rc::new(RefCell::new(top)))
    }

    fn instruction(&self, funct3: u16, rs1: u64) -> u64 {
        let address_bits = self.0.borrow().geometry().address_bits;
        if funct3 == 4 && rs1 >> (address_bits - 1) > 1 {
            // One of this host's addresses, which no register of that hart could hold.
            return u64::MAX;
        }
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
