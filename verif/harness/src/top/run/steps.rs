//! What each step does.

use super::{Run, BLOCKS, PLENTY_FRAMES, ROOTS};
use crate::{
    memory::MemoryErrors,
    scoreboard::Mismatch,
    top::{scenario::TopStep, software::Command, DataRequest, Instruction},
};
use memento_abi::{Operation, Status, PAGE_BYTES};
use memento_model::{invariants, Answer, Settings};

/// The n-th of a list, and those behind it, around its end.
fn some(list: &[u64], nth: usize, count: usize) -> Vec<u64> {
    let count = count.min(list.len());
    (nth..nth + count).map(|index| list[index % list.len()]).collect()
}

impl Run {
    /// Carries out a step.
    ///
    /// # Errors
    /// The device differs from the model.
    pub fn step(&mut self, step: TopStep) -> Result<(), Mismatch> {
        let live = &self.live[self.context];
        let load = |address| DataRequest { address, store: None };
        match step {
            TopStep::Allocate { size, count, doorbell } => {
                let sizes = vec![size.unwrap_or(self.favourite); count];
                let objects = self.requests(Operation::Alloc, &sizes, doorbell)?;
                self.live[self.context].extend(objects);
            }
            TopStep::Release {
                nth,
                count,
                posted,
                doorbell,
            } => {
                let objects = some(live, nth, count);
                self.release(objects, posted, doorbell)?;
            }
            TopStep::Store { nth, offset, strobe } => {
                let objects = some(live, nth, 1);
                self.touch(&objects, offset, Some(strobe))?;
            }
            TopStep::Load { nth, offset } => {
                let objects = some(live, nth, 1);
                self.touch(&objects, offset, None)?;
            }
            TopStep::Fill { nth, count } => {
                let objects = some(live, nth, count);
                self.touch(&objects, 0, Some(0xFF))?;
            }
            TopStep::Scan { nth, count } => {
                let objects = some(live, nth, count);
                self.touch(&objects, 0, None)?;
            }
            TopStep::Both {
                size,
                count,
                nth,
                accesses,
            } => self.both(size, count, nth, accesses)?,
            TopStep::Stale {
                nth,
                count,
                offset,
                store,
            } => {
                let objects = some(&self.freed[self.context], nth, count);
                self.touch(&objects, offset, store.then_some(0xFF))?;
            }
            TopStep::ReleaseStale { nth, offset } => {
                let objects = some(&self.freed[self.context], nth, 1);
                self.release(objects.iter().map(|object| object + offset).collect(), false, false)?;
            }
            TopStep::LoadAnything { address } => {
                self.wait_for_posted()?;
                self.accesses(&[load(self.anywhere(address))])?;
            }
            TopStep::ReleaseAnything { address } => {
                self.requests(Operation::FreeWait, &[self.anywhere(address)], false)?;
            }
            TopStep::ReleaseIfOurs { nth, count, address } => {
                let mut addresses = some(live, nth, count);
                addresses.insert(addresses.len() / 2, self.anywhere(address));
                self.release_if_ours(addresses)?;
            }
            TopStep::AddFrames { count } => self.add_frames(count)?,
            TopStep::SetLimit { pages } => {
                self.top.write("SLICE_LIMIT", pages as u32)?;
                self.configure(|settings| settings.slice_limit_pages = pages)?;
            }
            TopStep::SetThreshold { objects } => {
                self.top.write("REUSE_THRESHOLD", objects)?;
                self.configure(|settings| settings.reuse_threshold = objects)?;
            }
            TopStep::SetBypass { enabled } => {
                self.top.set_bypass(enabled)?;
                self.system.bypass_enabled = enabled;
            }
            TopStep::FlushHeaders => {
                if self.command(Command::Flush, 0)? {
                    self.system.request(Operation::Flush, 0, None);
                }
            }
            TopStep::FlushCache => {
                self.command(Command::CacheFlush, 0)?;
            }
            TopStep::Compare if self.errors.possible() => {}
            TopStep::Compare => self.compare()?,
            TopStep::Switch { context } if context != self.context => self.switch(context)?,
            TopStep::Switch { .. } => {}
            TopStep::Reload => self.switch(self.context)?,
            TopStep::End => self.end()?,
            TopStep::Errors {
                reads_per_mille,
                writes_per_mille,
            } => {
                self.leave_errors()?;
                self.compare()?;
                self.errors = MemoryErrors {
                    reads_per_mille,
                    writes_per_mille,
                    nth_access: None,
                };
                self.top.set_errors(self.errors);
            }
            TopStep::Restart {
                by_software,
                command,
                nth,
                cycles,
            } => self.restart(by_software, command, nth, cycles)?,
        }
        Ok(())
    }

    /// An address that `choice` names: half of them in the region.
    fn anywhere(&self, choice: u64) -> u64 {
        let setup = self.system.context.model.setup();
        match choice & 1 {
            0 => setup.settings.region_base + (choice >> 1) % (1 << setup.geometry.region_bits),
            _ => choice >> 1 & ((1 << setup.geometry.address_bits) - 1),
        }
    }

    fn configure(&mut self, change: impl FnOnce(&mut Settings)) -> Result<(), Mismatch> {
        let mut settings = self.system.context.model.setup().settings;
        change(&mut settings);
        let result = self.system.set_settings(settings);
        self.check(result)
    }

    /// A word that names its context and is not soon written again.
    fn word(&mut self) -> u64 {
        self.stamp += 1;
        (self.context as u64 + 1) << 60 | self.stamp.wrapping_mul(0x0001_0003_0007_000F) >> 4
    }

    fn touch(&mut self, objects: &[u64], offset: u64, strobe: Option<u8>) -> Result<(), Mismatch> {
        self.wait_for_posted()?;
        let mask = (1 << self.top.geometry().address_bits) - 1;
        let mut requests = Vec::new();
        for object in objects {
            let store = strobe.map(|strobe| (self.word(), strobe));
            requests.push(DataRequest {
                address: (object + offset) & mask,
                store,
            });
        }
        self.accesses(&requests)
    }

    /// An access to an arena that is being released may come before or after: wait.
    fn wait_for_posted(&mut self) -> Result<(), Mismatch> {
        while std::mem::take(&mut self.posted) {
            self.posted = self.top.read("STATUS")? & 1 == 0;
        }
        Ok(())
    }

    fn release(&mut self, objects: Vec<u64>, posted: bool, doorbell: bool) -> Result<(), Mismatch> {
        let operation = if posted { Operation::Free } else { Operation::FreeWait };
        self.requests(operation, &objects, doorbell)?;
        self.were_freed(objects);
        Ok(())
    }

    fn were_freed(&mut self, objects: Vec<u64>) {
        // One that memory has kept alive is freed again, or not.
        self.live[self.context].retain(|live| !objects.contains(live));
        self.freed[self.context].extend(objects);
    }

    fn release_if_ours(&mut self, mut addresses: Vec<u64>) -> Result<(), Mismatch> {
        // Where memory fails, the outcome of each is needed before the next, and this does not tell it.
        if self.errors.possible() {
            return Ok(());
        }
        let answers = self.top.free_if_ours(&addresses)?;
        let setup = self.system.context.model.setup();
        let (geometry, region_base) = (setup.geometry, setup.settings.region_base);
        for (address, answer) in addresses.iter().zip(answers) {
            match (geometry.in_region(region_base, *address), answer) {
                (true, Some(answer)) => self.compare_request(Operation::Free, *address, answer)?,
                (false, None) => {}
                (is_ours, _) => {
                    let said = if answer.is_some() { "ours" } else { "not ours" };
                    return self.differ(format!(
                        "a free if ours of {address:#x} says {said}, region {region_base:#x}, in it: {is_ours}"
                    ));
                }
            }
        }
        self.posted = true;
        addresses.retain(|address| geometry.in_region(region_base, *address));
        self.were_freed(addresses);
        Ok(())
    }

    /// Allocs of one class, and accesses to objects of others at the same time: neither sees the other.
    fn both(&mut self, size: u64, count: usize, nth: usize, accesses: usize) -> Result<(), Mismatch> {
        self.wait_for_posted()?;
        let geometry = self.top.geometry();
        let scarce = self.system.context.available().lowest < PLENTY_FRAMES;
        let Some(class) = geometry.class_of(size).filter(|_| !self.errors.possible()) else {
            return Ok(());
        };
        if scarce {
            self.add_frames(PLENTY_FRAMES)?;
            if self.system.context.available().lowest < PLENTY_FRAMES {
                return Ok(());
            }
        }
        let others: Vec<u64> = self.live[self.context]
            .iter()
            .copied()
            .filter(|object| geometry.class_at(*object) != class)
            .collect();
        let mut requests = Vec::new();
        for (index, object) in some(&others, nth, accesses).into_iter().enumerate() {
            let store = (index % 3 != 0).then(|| (self.word(), 0xFF));
            requests.push(DataRequest { address: object, store });
        }
        let (operation, operands) = (Operation::Alloc as u16, vec![size; count]);
        let instructions: Vec<Instruction> = operands
            .iter()
            .flat_map(|size| [(operation, *size), (3, 0)])
            .map(|(function, operand)| Instruction { function, operand })
            .collect();
        self.top.begin(&[], &requests, 0)?;
        let results = self.top.execute(&instructions)?;
        let responses = self.top.access(&[])?;
        for pair in results.chunks(2) {
            let Some(status) = Status::from_code(pair[1] as u8) else {
                return self.differ(format!("{:#x} is no status", pair[1]));
            };
            self.compare_request(
                Operation::Alloc,
                size,
                Answer {
                    status,
                    address: pair[0],
                },
            )?;
            self.live[self.context].extend((status == Status::Ok).then_some(pair[0]));
        }
        for (request, response) in requests.iter().zip(responses) {
            self.compare_access(request, response)?;
        }
        Ok(())
    }

    /// Carries out a command; `false` if memory failed it, and all has been reset.
    pub(super) fn command(&mut self, command: Command, block: u64) -> Result<bool, Mismatch> {
        let well = self.top.command(command, block)?;
        self.posted = false;
        self.coverage.commands += 1;
        self.shown.command_done = true;
        if self.restart_after_fault()? {
            return Ok(false);
        }
        // A flush that meets an error while it reads may be tried again; nothing has changed but headers.
        if !well {
            return self.differ(format!("{command:?} failed without a fault"));
        }
        Ok(true)
    }

    fn block(context: usize) -> u64 {
        BLOCKS + context as u64 * PAGE_BYTES
    }

    fn switch(&mut self, to: usize) -> Result<(), Mismatch> {
        self.leave_errors()?;
        let from = Run::block(self.context);
        self.command(Command::Save, from)?;
        self.system.save(from);
        self.compare_saved()?;
        self.command(Command::Load, Run::block(to))?;
        let loaded = self.system.load_context(Run::block(to));
        self.check(loaded)?;
        self.context = to;
        if self.system.context.pool.ranges.is_empty() {
            self.add_frames(12)?;
        }
        Ok(())
    }

    /// A saved context's pages and headers are in memory.
    fn compare_saved(&mut self) -> Result<(), Mismatch> {
        self.learn()?;
        let contents = &self.top.memory.contents;
        let result = self.system.context.compare_pages(&mut |address| contents.beat(address));
        self.check(result)
    }

    fn end(&mut self) -> Result<(), Mismatch> {
        self.leave_errors()?;
        self.command(Command::End, 0)?;
        self.system.end();
        self.check(invariants::pages::check_ended(&self.system.context))?;
        self.live[self.context].clear();
        self.freed[self.context].clear();
        Ok(())
    }

    /// After a sticky fault only a reset helps. Returns whether there was one.
    pub(super) fn restart_after_fault(&mut self) -> Result<bool, Mismatch> {
        if !self.errors.possible() || self.top.read("STATUS")? & 4 == 0 {
            return Ok(false);
        }
        self.coverage.faults += 1;
        let by_software = self.stamp.is_multiple_of(2);
        self.begin_again(by_software)?;
        Ok(true)
    }

    fn restart(&mut self, by_software: bool, command: u8, nth: usize, cycles: u32) -> Result<(), Mismatch> {
        let command = [Command::Flush, Command::Save, Command::End, Command::CacheFlush]
            .get(usize::from(command))
            .copied();
        if let Some(command) = command {
            self.top.start(command, Run::block(self.context))?;
        }
        let function = Operation::Alloc as u16;
        let mut instructions = vec![
            Instruction {
                function,
                operand: self.favourite
            };
            20
        ];
        let objects = some(&self.live[self.context], nth, 40);
        instructions.extend(objects.iter().map(|object| Instruction {
            function: Operation::Free as u16,
            operand: *object,
        }));
        let store = Some((self.word(), 0xFF));
        let requests = objects.iter().map(|object| DataRequest {
            address: *object,
            store,
        });
        self.top.begin(&instructions, &requests.collect::<Vec<_>>(), cycles)?;
        self.coverage.resets += 1;
        self.begin_again(by_software)
    }

    /// Resets, and gives the same frames, zeroed, to a new context.
    fn begin_again(&mut self, by_software: bool) -> Result<(), Mismatch> {
        self.errors = MemoryErrors::default();
        self.top.set_errors(self.errors);
        match by_software {
            true => self.top.software_reset()?,
            false => self.top.reset(),
        }
        let settings = self.system.context.model.setup().settings;
        let ranges = self.system.context.pool.ranges.clone();
        let root = ROOTS + self.context as u64;
        self.top.zero_frames(root, 1);
        let result = self.system.reset(settings, root);
        self.check(result)?;
        self.system.bypass_enabled = true;
        self.top.bring_up(&settings, root)?;
        self.top.write("IRQ_ENABLE", 0x3F)?;
        for range in ranges.into_iter().take(memento_model::pool::RANGES) {
            let count = range.end - range.start;
            self.top.zero_frames(range.start, count);
            let accepted = self.top.add_frames(range.start, count)?;
            let result = self.system.add_frames(range.start, count, Some(accepted));
            self.check(result)?;
        }
        self.live[self.context].clear();
        self.freed[self.context].clear();
        self.shown = super::Shown::default();
        self.posted = false;
        // What the reset left in the registers of errors.
        for (register, all) in [("ERROR_STATUS", 3), ("ACCESS_FAULT_STATUS", 3), ("IRQ_CAUSE", 0x3F)] {
            self.top.write(register, all)?;
        }
        Ok(())
    }
}
