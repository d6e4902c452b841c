//! What is compared: answers of accesses, what registers show, page tables, headers, bytes, counters.

use super::{Run, Shown};
use crate::{
    memory::MemoryErrors,
    scoreboard::Mismatch,
    top::{software::Command, DataRequest, DataResponse},
};
use memento_abi::{registers::COUNTERS, Status};
use memento_model::invariants;

impl Run {
    pub(super) fn compare_access(&mut self, request: &DataRequest, response: DataResponse) -> Result<(), Mismatch> {
        let va = request.address;
        let Some(status) = Status::from_code(response.status) else {
            return self.differ(format!("an access ended with status code {}", response.status));
        };
        self.coverage.accesses[response.status as usize] += 1;
        if status != Status::Ok {
            self.shown.accesses.push((status, request.store.is_some(), va));
            self.shown.out_of_frames |= status == Status::OutOfFrames;
        }
        if status == Status::BusError {
            if !self.errors.possible() {
                return self.differ(format!("the access to {va:#x} ended with BusError, but memory is well"));
            }
            self.system.access_bus_error(va);
            return Ok(());
        }
        let before = (status != Status::Ok).then(|| self.system.context.clone());
        let (expected, beat) = match request.store {
            Some((data, strobe)) => (self.system.store(va, data, strobe, Some(status)), None),
            None => {
                let access = self.system.load(va, Some(status));
                (access.status, Some(access.beat))
            }
        };
        if expected != status {
            return self.differ(format!("the access to {va:#x} ended with {status:?}, not {expected:?}"));
        }
        if let Some(before) = before {
            self.check(invariants::pages::check_error(&before, &self.system.context, status))?;
        }
        match beat.filter(|beat| !beat.allows(response.data)) {
            Some(beat) => self.differ(format!(
                "the load from {va:#x} gave {:#018x}, not {beat:x?}",
                response.data
            )),
            None => Ok(()),
        }
    }

    /// Compares what the registers of errors and interrupts show, and clears them. Nothing may be under way.
    fn compare_shown(&mut self) -> Result<(), Mismatch> {
        let shown = std::mem::take(&mut self.shown);
        let first = shown.posted.first().map(|error| (error.status as u32, error.address));
        self.compare_first("ERROR", first, shown.posted.len())?;
        let first = shown.accesses.first();
        let first = first.map(|(status, store, address)| (*status as u32 | u32::from(*store) << 4, *address));
        self.compare_first("ACCESS_FAULT", first, shown.accesses.len())?;
        let causes = [
            (0, !shown.posted.is_empty()),
            (2, shown.out_of_frames),
            (4, !shown.accesses.is_empty()),
            (5, shown.command_done),
        ];
        let expected = causes
            .iter()
            .fold(0, |causes, (bit, cause)| causes | u32::from(*cause) << bit);
        let causes = self.top.read("IRQ_CAUSE")?;
        // Whether frames have become few is a matter of timing.
        if causes & !2 != expected {
            return self.differ(format!("IRQ_CAUSE is {causes:#x}, not {expected:#x}"));
        }
        if self.top.irq() != (causes != 0) {
            return self.differ(format!("irq_o is {} with IRQ_CAUSE {causes:#x}", self.top.irq()));
        }
        self.top.write("IRQ_CAUSE", 0x3F)
    }

    /// Compares `<name>_STATUS` and `_ADDRESS` with the first of `count` failures.
    fn compare_first(&mut self, name: &str, first: Option<(u32, u64)>, count: usize) -> Result<(), Mismatch> {
        let register = format!("{name}_STATUS");
        let found = self.top.read(&register)?;
        let Some((status, address)) = first else {
            return match found & 1 {
                0 => Ok(()),
                _ => self.differ(format!("{register} is {found:#x}, but nothing failed")),
            };
        };
        let expected = 1 | u32::from(count > 1) << 1 | status << 4;
        let at = self.top.read_pair(&format!("{name}_ADDRESS"))?;
        if (found, at) != (expected, address) {
            return self.differ(format!(
                "{register} is {found:#x} at {at:#x}, not {expected:#x} at {address:#x}"
            ));
        }
        self.top.write(&register, 3)
    }

    /// Waits until nothing is under way, and learns where frames are.
    pub(super) fn learn(&mut self) -> Result<(), Mismatch> {
        self.top.settle()?;
        self.posted = false;
        let contents = &self.top.memory.contents;
        let learned = self.system.learn(&mut |address| contents.beat(address));
        self.check(learned)
    }

    /// Compares everything that can be seen.
    pub(in crate::top) fn compare(&mut self) -> Result<(), Mismatch> {
        self.learn()?;
        self.check(self.system.check())?;
        self.compare_shown()?;
        let mut counters = Vec::new();
        for index in 0..COUNTERS.len() {
            counters.push(self.top.counter(index)?);
        }
        self.check(self.system.compare_counters(&mut |index| counters[index]))?;
        let expected = self.system.context.available().highest;
        let available = u64::from(self.top.read("POOL_AVAILABLE")?);
        if available != expected {
            return self.differ(format!("POOL_AVAILABLE is {available}, not {expected}"));
        }
        self.command(Command::CacheFlush, 0)?;
        self.top.settle()?;
        let contents = &self.top.memory.contents;
        let mut read = |address| contents.beat(address);
        let context = &self.system.context;
        let result = context
            .compare_pages(&mut read)
            .and_then(|()| context.compare_free_frames(&mut read));
        self.coverage.comparisons += 1;
        let events = self.system.events().iter();
        for (event, count) in events {
            self.coverage.events[event as usize] = self.coverage.events[event as usize].max(count);
        }
        self.check(result)
    }

    /// Memory answers without errors again. What the errors left behind is learned; counters start anew.
    pub(super) fn leave_errors(&mut self) -> Result<(), Mismatch> {
        if !self.errors.possible() {
            return Ok(());
        }
        self.top.settle()?;
        if self.restart_after_fault()? {
            return Ok(());
        }
        self.errors = MemoryErrors::default();
        self.top.set_errors(self.errors);
        self.learn()?;
        self.compare_shown()?;
        self.shown = Shown::default();
        self.clear_counters()
    }

    pub(in crate::top) fn clear_counters(&mut self) -> Result<(), Mismatch> {
        self.top.clear_counters(self.system.bypass_enabled)?;
        self.system.clear_counters();
        Ok(())
    }
}
