//! The registers as the register map tells of them, and what is around them.

use crate::prelude::*;
use memento_abi::registers::{
    counter_offset, Access::*, Capacities, Register, Reset, When, COUNTERS, DOORBELL, DOORBELLS_OFFSET, REGISTERS,
};
use std::collections::{BTreeMap, VecDeque};

/// Events that have happened but that a counter does not show to a read that ends now.
const HIDDEN_CYCLES: usize = 4;

/// What happens in a cycle from outside. By default nothing happens, and nobody makes anybody wait.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// For the counters.
    pub counted: u64,
    /// Status and address of a posted free.
    pub error: Option<(u64, u64)>,
    /// Status, whether it is a store, and address.
    pub access_fault: Option<(u64, bool, u64)>,
    pub out_of_frames: bool,
    /// Region, limit and root frame of a load.
    pub load: Option<(u64, u64, u64)>,
    /// A write to memory has failed; memories are being emptied; few frames; no frames.
    pub levels: [bool; 4],
    pub available: u64,
    /// Who takes time: the command, the pool, the arbiter's request, its answer, quiet, idle.
    pub stalls: [bool; 6],
    /// The command fails; the pool refuses.
    pub fails: bool,
    /// Status and address for the doorbell.
    pub answer: (u64, u64),
}

/// What came of them in a cycle.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    events: Events,
    command_done: bool,
    pool_taken: bool,
    /// The pool's verdict of two cycles ago.
    refused: bool,
    bell_taken: bool,
    bell_answered: bool,
    quiet: bool,
    idle: bool,
    /// Memory has answered all that was under way when the reset came.
    stopped: bool,
}

/// Any events.
pub fn events(geometry: Geometry) -> BoxedStrategy<Events> {
    let address = move || any::<u64>().prop_map(move |address| address & ((1 << geometry.address_bits) - 1));
    let rare = || prop::bool::weighted(0.03);
    let error = prop::option::weighted(0.1, (0..8u64, address()));
    let access_fault = prop::option::weighted(0.1, (0..8u64, any::<bool>(), address()));
    let load = (address(), 0..=geometry.slice_pages(), address());
    let load = prop::option::weighted(0.3, load.prop_map(|(region, limit, root)| (region, limit, root >> 12)));
    let levels = (rare(), rare(), any::<bool>(), rare()).prop_map(|(fault, clearing, low, none)| [fault, clearing, low, none]);
    let first = (0..1u64 << 23, error, access_fault, rare(), load);
    let second = (levels, 0..1u64 << 22, prop::array::uniform6(any::<bool>()), any::<bool>(), (0..8u64, address()));
    let all = (first, second).prop_map(|((counted, error, access_fault, out_of_frames, load), (levels, available, stalls, fails, answer))| {
        Events { counted, error, access_fault, out_of_frames, load, levels, available, stalls, fails, answer }
    });
    all.boxed()
}

/// Who answers the registers' own requests.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The doorbell's request was taken.
    rung: bool,
    /// The pool's verdicts to come, this cycle's first.
    verdicts: [bool; 2],
}

impl Environment {
    /// Drives everything but the bus, and says what comes of it.
    pub fn drive(&mut self, dut: &mut ModuleDut, mut events: Events) -> Outcome {
        // Only a command loads.
        events.load = events.load.filter(|_| dut.bit("command_valid_o"));
        let [command, pool, request, answer, quiet, idle] = events.stalls;
        let [fault, clearing, low, exhausted] = events.levels;
        let (error_status, error_address) = events.error.unwrap_or((5, 0x55));
        let (fault_status, store, fault_address) = events.access_fault.unwrap_or((5, true, 0x55));
        let (region, limit, root) = events.load.unwrap_or((0, 1, 2));
        let outcome = Outcome {
            command_done: dut.bit("command_valid_o") && !command,
            pool_taken: dut.bit("pool_add_valid_o") && !pool,
            refused: self.verdicts[0],
            bell_taken: dut.bit("doorbell_req_valid_o") && !request,
            bell_answered: self.rung && !answer,
            quiet: dut.bit("hold_o") && !quiet,
            idle: !idle,
            stopped: !quiet,
            events,
        };
        let events = &outcome.events;
        self.verdicts = [self.verdicts[1], events.fails];
        self.rung = self.rung && !outcome.bell_answered || outcome.bell_taken;
        dut.set_all(pins! {
            load_valid_i: events.load.is_some(), load_region_base_i: region, load_slice_limit_pages_i: limit, load_root_ppn_i: root,
            quiet_i: outcome.quiet, idle_i: outcome.idle, fault_i: fault, clearing_i: clearing,
            engine_stopped_i: outcome.stopped,
            command_done_i: outcome.command_done, command_error_i: events.fails, pool_add_ready_i: !pool,
            pool_add_refused_i: outcome.refused, pool_available_i: events.available, pool_low_i: low, frames_exhausted_i: exhausted,
            error_valid_i: events.error.is_some(), error_status_i: error_status, error_address_i: error_address,
            access_fault_valid_i: events.access_fault.is_some(), access_fault_status_i: fault_status, access_fault_write_i: store,
            access_fault_address_i: fault_address, out_of_frames_i: events.out_of_frames, events_i: events.counted,
            doorbell_req_ready_i: !request, doorbell_rsp_valid_i: outcome.bell_answered, doorbell_rsp_status_i: events.answer.0,
            doorbell_rsp_address_i: events.answer.1,
        });
        outcome
    }
}

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Command {
    None,
    Waits,
    Runs,
}

/// A first error that stays.
#[derive(Clone, Debug, Default)]
struct First {
    valid: bool,
    overflow: bool,
    status: u64,
    write: bool,
    address: u64,
}

impl First {
    fn clear(&mut self, data: u32) {
        self.valid &= data & 1 == 0;
        self.overflow &= data & 2 == 0;
    }

    fn report(&mut self, status: u64, write: bool, address: u64) {
        if self.valid {
            self.overflow = true;
        } else {
            *self = First { valid: true, overflow: self.overflow, status, write, address };
        }
    }

    fn status(&self) -> u64 {
        u64::from(self.valid) | u64::from(self.overflow) << 1 | self.status << 4 | u64::from(self.write) << 8
    }
}

/// The registers.
#[derive(Clone, Debug)]
pub struct Registers {
    pub geometry: Geometry,
    /// What was written, by offset.
    stored: BTreeMap<u32, u32>,
    command: Command,
    command_done: bool,
    command_error: bool,
    pool_offered: bool,
    /// Cycles until the pool's verdict is here.
    pool_verdict: [bool; 2],
    pool_refused: bool,
    error: First,
    fault: First,
    cause: u32,
    irq: bool,
    was_low: bool,
    was_faulty: bool,
    ringing: bool,
    /// Operation and operand, until they are taken.
    bell: Option<(u64, u64)>,
    result: (u64, u64),
    pub counters: Vec<u64>,
    hidden: VecDeque<u64>,
    pub counter_high: u32,
}

/// The register at an offset of the window: of those that are not counters.
pub fn locate(offset: u32) -> Option<&'static Register> {
    let within = |registers: &'static [Register], base: u32| registers.iter().find(|register| base + u32::from(register.offset) == offset);
    within(&REGISTERS, 0).or_else(|| within(&DOORBELL, DOORBELLS_OFFSET.into()))
}

/// The counter whose low half is at an offset.
pub fn counter(offset: u32) -> Option<usize> {
    (0..COUNTERS.len()).find(|counter| u32::from(counter_offset(*counter)) == offset)
}

fn counter_high(offset: u32) -> bool {
    offset >= 4 && counter(offset - 4).is_some()
}

fn name(offset: u32) -> &'static str {
    locate(offset).map_or("", |register| register.name)
}

/// Whether an access may have to wait.
pub fn waits(offset: u32, write: Option<(u32, u8)>) -> bool {
    match write {
        Some(_) => locate(offset).is_some_and(|register| matches!(register.when, When::Quiet | When::Answered) || matches!(register.name, "POOL_ADD" | "CONTROL")),
        None => counter(offset).is_some() || name(offset).starts_with("RESULT_"),
    }
}

impl Registers {
    /// After reset.
    pub fn new(geometry: Geometry) -> Registers {
        let mut stored = BTreeMap::new();
        for (registers, base) in [(&REGISTERS[..], 0), (&DOORBELL[..], u32::from(DOORBELLS_OFFSET))] {
            for register in registers {
                let value = match register.reset {
                    Reset::Value(value) => value,
                    Reset::Configuration(value) => value(&geometry, &Capacities::of(&geometry)),
                    Reset::Live => 0,
                };
                stored.insert(base + u32::from(register.offset), value);
            }
        }
        Registers {
            geometry,
            stored,
            command: Command::None,
            command_done: false,
            command_error: false,
            pool_offered: false,
            pool_verdict: [false; 2],
            pool_refused: false,
            error: First::default(),
            fault: First::default(),
            cause: 0,
            irq: false,
            was_low: false,
            was_faulty: false,
            ringing: false,
            bell: None,
            result: (0, 0),
            counters: vec![0; COUNTERS.len()],
            hidden: VecDeque::new(),
            counter_high: 0,
        }
    }

    fn get(&self, name: &str) -> u32 {
        let register = REGISTERS.iter().chain(&DOORBELL).find(|register| register.name == name);
        let offset = u32::from(register.unwrap_or_else(|| panic!("there is no {name}")).offset);
        self.stored[&if REGISTERS.iter().any(|register| register.name == name) { offset } else { offset + u32::from(DOORBELLS_OFFSET) }]
    }

    fn pair(&self, name: &str) -> u64 {
        u64::from(self.get(&format!("{name}_HI"))) << 32 | u64::from(self.get(&format!("{name}_LO")))
    }

    fn set(&mut self, name: &str, value: u64) {
        let register = REGISTERS.iter().find(|register| register.name == name).expect("it is in the map");
        let bits = register.bits(&self.geometry, &[ReadWrite]);
        self.stored.insert(register.offset.into(), value as u32 & bits);
    }

    fn in_reset(&self) -> bool {
        self.get("CONTROL") & 2 != 0
    }

    fn pool_busy(&self) -> bool {
        self.pool_offered || self.pool_verdict.contains(&true)
    }

    /// Why an access is answered with an error, if it is.
    pub fn refuses(&self, offset: u32, write: Option<(u32, u8)>) -> Option<&'static str> {
        if !offset.is_multiple_of(4) {
            return Some("misaligned");
        }
        if write.is_some_and(|(_, strobes)| strobes != 0xF) {
            return Some("not all bytes are written");
        }
        if counter(offset).is_some() || counter_high(offset) {
            return write.and(Some("a counter cannot be written"));
        }
        let Some(register) = locate(offset) else {
            return Some("there is no register");
        };
        let Some((data, _)) = write else {
            return (!register.readable()).then_some("it cannot be read");
        };
        let busy = self.command != Command::None;
        let reset = self.in_reset();
        let possible = register.writable()
            && match register.when {
                When::Always | When::Quiet | When::Answered => true,
                When::InReset => reset,
                When::Running => !reset,
                When::NoCommand => !busy,
                When::RunningNoCommand => !reset && !busy,
            }
            && (register.name != "COMMAND" || (1..=5).contains(&(data & 7)));
        (!possible).then_some("it cannot be written now")
    }

    /// Whether an access that is not refused need not wait any more.
    pub fn may_end(&self, offset: u32, write: Option<(u32, u8)>, latest: &Outcome) -> bool {
        if self.refuses(offset, write).is_some() {
            return true;
        }
        let quiet = self.in_reset() || self.command == Command::None && (latest.events.levels[0] || latest.quiet && latest.idle);
        match (name(offset), write) {
            ("ALLOC" | "FREE" | "FREE_WAIT", Some(_)) => !self.ringing,
            ("RESULT_STATUS" | "RESULT_ADDRESS_LO" | "RESULT_ADDRESS_HI", None) => !self.ringing,
            ("CONTROL", Some(_)) => !self.in_reset() || latest.stopped,
            ("POOL_ADD" | "POOL_BASE_LO" | "POOL_BASE_HI", Some(_)) => !self.pool_busy(),
            (_, Some(_)) => locate(offset).is_none_or(|register| register.when != When::Quiet) || quiet,
            _ => true,
        }
    }

    /// What a read that is not refused shows, of what is not a counter's low half.
    pub fn read(&self, offset: u32, latest: &Outcome) -> u64 {
        if counter_high(offset) {
            return self.counter_high.into();
        }
        let [fault, clearing, _, exhausted] = latest.events.levels;
        let flags = |flags: &[bool]| flags.iter().rev().fold(0, |bits, flag| bits << 1 | u64::from(*flag));
        let busy = self.command != Command::None;
        match name(offset) {
            "STATUS" => flags(&[latest.idle, busy, fault, clearing, exhausted]),
            "COMMAND" => u64::from(self.get("COMMAND")) | flags(&[busy, self.command_done, self.command_error]) << 8,
            "POOL_STATUS" => flags(&[self.pool_busy(), self.pool_refused]),
            "POOL_AVAILABLE" => latest.events.available,
            "ERROR_STATUS" => self.error.status(),
            "ERROR_ADDRESS_LO" => self.error.address & 0xFFFF_FFFF,
            "ERROR_ADDRESS_HI" => self.error.address >> 32,
            "ACCESS_FAULT_STATUS" => self.fault.status(),
            "ACCESS_FAULT_ADDRESS_LO" => self.fault.address & 0xFFFF_FFFF,
            "ACCESS_FAULT_ADDRESS_HI" => self.fault.address >> 32,
            "IRQ_CAUSE" => self.cause.into(),
            "RESULT_STATUS" => self.result.0,
            "RESULT_ADDRESS_LO" => self.result.1 & 0xFFFF_FFFF,
            "RESULT_ADDRESS_HI" => self.result.1 >> 32,
            _ => self.stored[&offset].into(),
        }
    }

    /// A cycle: what happens, and what is written at its end.
    pub fn step(&mut self, write: Option<(u32, u32)>, outcome: &Outcome) {
        let old = self.clone();
        let Outcome { events, .. } = outcome;
        let [fault, _, low, _] = events.levels;
        self.irq = old.cause & old.get("IRQ_ENABLE") != 0;
        if let Some((region, limit, root)) = events.load {
            self.set("REGION_BASE_LO", region);
            self.set("REGION_BASE_HI", region >> 32);
            self.set("SLICE_LIMIT", limit);
            self.set("MPTR_LO", root << 12);
            self.set("MPTR_HI", root << 12 >> 32);
        }

        // The parties.
        self.pool_verdict = [self.pool_verdict[1], outcome.pool_taken];
        self.pool_offered &= !outcome.pool_taken;
        if old.pool_verdict[0] {
            self.pool_refused = outcome.refused;
        }
        if old.in_reset() {
            (self.pool_offered, self.pool_verdict) = (false, [false; 2]);
        }
        if outcome.bell_taken {
            self.bell = None;
        }
        if outcome.bell_answered {
            (self.ringing, self.result) = (false, events.answer);
        }
        let mut ended = None;
        match old.command {
            Command::None => {}
            Command::Waits if old.in_reset() || fault => ended = Some(true),
            Command::Waits if outcome.quiet && outcome.idle => self.command = Command::Runs,
            Command::Waits => {}
            Command::Runs if old.in_reset() => ended = Some(true),
            Command::Runs => ended = outcome.command_done.then_some(events.fails),
        }
        if let Some(failed) = ended {
            (self.command, self.command_done, self.command_error) = (Command::None, true, failed);
        }

        let mut clears_counters = false;
        if let Some((offset, data)) = write {
            let register = locate(offset).expect("only a register is written");
            let bits = register.bits(&self.geometry, &[ReadWrite]);
            let mut value = data & bits;
            let operand = || u64::from(old.get("OPERAND_HIGH")) << 32 | u64::from(data);
            match register.name {
                "SLICE_LIMIT" => value = data.min(self.geometry.slice_pages() as u32),
                "CONTROL" => clears_counters = data & 0x100 != 0,
                "COMMAND" => (self.command, self.command_done, self.command_error) = (Command::Waits, false, false),
                "POOL_ADD" => self.pool_offered = true,
                "ERROR_STATUS" => self.error.clear(data),
                "ACCESS_FAULT_STATUS" => self.fault.clear(data),
                "IRQ_CAUSE" => self.cause &= !data,
                "ALLOC" => self.bell = Some((0, data.into())),
                "FREE" => self.bell = Some((1, operand())),
                "FREE_WAIT" => self.bell = Some((2, operand())),
                _ => {}
            }
            if matches!(register.name, "ALLOC" | "FREE" | "FREE_WAIT") {
                self.ringing = true;
            }
            if bits != 0 {
                self.stored.insert(offset, value);
            }
        }

        if let Some((status, address)) = events.error {
            self.error.report(status, false, address);
        }
        if let Some((status, write, address)) = events.access_fault {
            self.fault.report(status, write, address);
        }
        let new_causes = [
            events.error.is_some(),
            low && !old.was_low,
            events.out_of_frames,
            fault && !old.was_faulty,
            events.access_fault.is_some(),
            ended.is_some(),
        ];
        for (bit, happened) in new_causes.into_iter().enumerate() {
            self.cause |= u32::from(happened) << bit;
        }
        (self.was_low, self.was_faulty) = (low, fault);

        self.hidden.push_back(events.counted | 1 << 23);
        if self.hidden.len() > HIDDEN_CYCLES {
            let counted = self.hidden.pop_front().expect("there are some");
            for (index, counter) in self.counters.iter_mut().enumerate() {
                *counter += counted >> index & 1;
            }
        }
        if clears_counters {
            self.counters.fill(0);
            self.hidden.clear();
        }
    }

    /// Compares all outputs but the bus's. `settles`: a write may be waiting for quiet.
    pub fn expect_outputs(&self, dut: &mut ModuleDut, settles: bool) -> Result<(), Mismatch> {
        let control = self.get("CONTROL");
        let busy = self.command != Command::None;
        for (name, value) in pins! {
            enable_o: control & 1, engine_reset_o: control >> 1 & 1, bypass_enable_o: control >> 2 & 1,
            region_base_o: self.pair("REGION_BASE"), slice_limit_pages_o: self.get("SLICE_LIMIT"),
            reuse_threshold_o: self.get("REUSE_THRESHOLD"), root_ppn_o: self.pair("MPTR") >> 12,
            context_address_o: self.pair("CONTEXT_ADDRESS"), command_valid_o: self.command == Command::Runs,
            pool_add_valid_o: self.pool_offered, pool_low_water_o: self.get("POOL_LOW_WATER"),
            doorbell_req_valid_o: self.bell.is_some(), irq_o: self.irq,
        } {
            dut.expect(name, value)?;
        }
        if busy || !settles {
            dut.expect("hold_o", busy)?;
        }
        if self.command == Command::Runs {
            dut.expect("command_o", self.get("COMMAND"))?;
        }
        if self.pool_offered {
            dut.expect("pool_add_ppn_o", self.pair("POOL_BASE") >> 12)?;
            dut.expect("pool_add_count_o", self.get("POOL_ADD"))?;
        }
        if let Some((operation, operand)) = self.bell {
            dut.expect("doorbell_req_operation_o", operation)?;
            dut.expect("doorbell_req_operand_o", operand)?;
        }
        Ok(())
    }
}
