//! Drives a device by its pins: streams with gaps and stalls, memory, and every rule of the ports checked in every cycle.

use crate::{
    dut::{Dut, InjectedErrors, Observation, Request, Response, Rule, Violation},
    memory::{Access, Memory, MemoryErrors, MemoryTiming},
    pages::{Pages, PagesRequest},
    pins::{Inputs, Outputs, Pins},
};
use memento_abi::{Event, Geometry, Operation, Status, BEAT_BYTES, HEADER_BYTES};
use memento_model::{EventCounts, PostedError, Settings};
use std::collections::VecDeque;

/// Cycles without progress after which a device counts as hung.
const HANG_CYCLES: u64 = 100_000;

/// How fast everything around the device is. The default is as fast as it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Memory.
    pub memory: MemoryTiming,
    /// Chance, of 100, that a cycle without a request comes before a request; and again after each such cycle.
    pub request_gap_percent: u8,
    /// Cycles of 100 in which no response is taken.
    pub response_stall_percent: u8,
}

struct InFlight {
    offered_cycle: u64,
    accepted_cycle: u64,
}

/// A device on its pins, with everything around it.
pub struct Bench<P> {
    pins: P,
    geometry: Geometry,
    inputs: Inputs,
    before: Option<(Inputs, Outputs)>,
    memory: Memory,
    pages: Pages,
    /// By class: what the bypass unit would say, were no line touched.
    bypass: Vec<u16>,
    timing: Timing,
    rng: fastrand::Rng,
    cycle: u64,
    in_flight: VecDeque<InFlight>,
    response_valid_cycle: Option<u64>,
    posted_frees: u64,
    posted_errors: u64,
    observed: VecDeque<Observation>,
    events: EventCounts,
    fault_cycle: Option<u64>,
}

impl<P: Pins> Bench<P> {
    /// Puts `pins` on a bench. All randomness comes from `seed`.
    pub fn new(pins: P, timing: Timing, errors: MemoryErrors, seed: u64) -> Bench<P> {
        let geometry = pins.geometry();
        Bench {
            geometry,
            pins,
            inputs: Inputs::default(),
            before: None,
            memory: Memory::new(timing.memory, errors, seed),
            pages: Pages::new(geometry, timing.memory, seed),
            bypass: vec![0; geometry.classes as usize],
            timing,
            rng: fastrand::Rng::with_seed(!seed),
            cycle: 0,
            in_flight: VecDeque::new(),
            response_valid_cycle: None,
            posted_frees: 0,
            posted_errors: 0,
            observed: VecDeque::new(),
            events: EventCounts::new(),
            fault_cycle: None,
        }
    }

    /// The device, when it is to be driven no more.
    pub fn into_pins(self) -> P {
        self.pins
    }

    /// The device.
    pub fn pins_mut(&mut self) -> &mut P {
        &mut self.pins
    }

    /// The memory.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    fn draw(&mut self, percent: u8) -> bool {
        percent > 0 && self.rng.u8(0..100) < percent
    }

    /// One clock cycle. Returns what the device said in it.
    fn step(&mut self) -> Result<Outputs, Violation> {
        let stall = self.draw(self.timing.response_stall_percent);
        let answer = self.memory.answer(self.cycle);
        self.inputs.rsp_ready = !stall;
        self.inputs.mem_req_ready = self.memory.draw_ready();
        self.inputs.mem_rsp_valid = answer.is_some();
        (self.inputs.mem_rsp_rdata, self.inputs.mem_rsp_error) =
            answer.unwrap_or_else(|| (self.rng.u64(..), self.rng.bool()));
        let pages_answer = self.pages.take_answer(self.cycle);
        self.inputs.pages_req_ready = self.pages.draw_ready();
        self.inputs.pages_rsp_valid = pages_answer.is_some();
        self.inputs.pages_rsp_status = pages_answer.map_or_else(|| self.rng.u8(0..8), |answer| answer.status);
        let link = pages_answer.map_or_else(|| Some(self.rng.u64(..)), |answer| answer.link);
        self.inputs.pages_rsp_link_valid = link.is_some();
        self.inputs.pages_rsp_link_page = link.unwrap_or_else(|| self.rng.u64(..)) & (self.geometry.slice_pages() - 1);

        let outputs = self.pins.eval(&self.inputs);
        self.check(&outputs).map_err(|rule| Violation {
            cycle: self.cycle,
            rule,
        })?;

        if outputs.rsp_valid {
            let valid_cycle = *self.response_valid_cycle.get_or_insert(self.cycle);
            if self.inputs.rsp_ready {
                self.response_valid_cycle = None;
                let request = self.in_flight.pop_front().expect("checked above");
                self.observed.push_back(Observation::Response(Response {
                    status: Status::from_code(outputs.rsp_status).expect("checked above"),
                    address: outputs.rsp_address,
                    offered_cycle: request.offered_cycle,
                    accepted_cycle: request.accepted_cycle,
                    valid_cycle,
                }));
            }
        }
        if outputs.error_valid {
            self.posted_errors += 1;
            let status = Status::from_code(outputs.error_status).expect("checked above");
            let error = PostedError {
                status,
                address: outputs.error_address,
            };
            self.observed.push_back(Observation::PostedError {
                error,
                cycle: self.cycle,
            });
        }
        if answer.is_some() && outputs.mem_rsp_ready {
            self.memory.take_answer();
        }
        if outputs.mem_req_valid && self.inputs.mem_req_ready {
            let address = outputs.mem_req_address;
            let arena = (self.geometry.class_at(address), self.geometry.page_at(address));
            if outputs.mem_req_write && !self.pages.is_backed(arena.0, arena.1) {
                let what = "a header is written that has no frame";
                return Err(Violation {
                    cycle: self.cycle,
                    rule: Rule::Pages { what },
                });
            }
            let write = outputs.mem_req_write.then_some(outputs.mem_req_wdata);
            self.memory.accept(self.cycle, address, write);
        }
        if outputs.pages_req_valid && self.inputs.pages_req_ready {
            let request = PagesRequest {
                release: outputs.pages_req_release,
                class: outputs.pages_req_class,
                page: outputs.pages_req_page,
                link: outputs.pages_req_link_valid.then_some(outputs.pages_req_link_page),
            };
            let accepted = self
                .pages
                .accept(self.cycle, &request, self.inputs.region_base, &mut self.memory);
            accepted.map_err(|what| Violation {
                cycle: self.cycle,
                rule: Rule::Pages { what },
            })?;
        }
        if outputs.bypass_install_valid {
            self.bypass[outputs.bypass_install_class as usize] = outputs.bypass_install_value;
        }
        // The class stays for long before the value is used.
        self.inputs.bypass_value = self.bypass[outputs.bypass_class as usize];
        if outputs.events != 0 {
            for event in Event::ALL
                .into_iter()
                .filter(|event| outputs.events >> *event as u16 & 1 == 1)
            {
                self.events.count(event);
            }
        }
        if outputs.fault {
            self.fault_cycle.get_or_insert(self.cycle);
        }
        self.before = Some((self.inputs, outputs));
        self.pins.edge();
        self.cycle += 1;
        Ok(outputs)
    }

    fn check(&self, now: &Outputs) -> Result<(), Rule> {
        if let Some((inputs, before)) = &self.before {
            let response = |o: &Outputs| (o.rsp_valid, o.rsp_status, o.rsp_address);
            if before.rsp_valid && !inputs.rsp_ready && response(now) != response(before) {
                return Err(not_held(
                    "rsp (valid, status, address)",
                    &response(before),
                    &response(now),
                ));
            }
            // Read requests carry no data to hold.
            let memory = |o: &Outputs| {
                (
                    o.mem_req_valid,
                    o.mem_req_write,
                    o.mem_req_address,
                    if o.mem_req_write { o.mem_req_wdata } else { 0 },
                )
            };
            if before.mem_req_valid && !inputs.mem_req_ready && memory(now) != memory(before) {
                return Err(not_held(
                    "mem_req (valid, write, address, wdata)",
                    &memory(before),
                    &memory(now),
                ));
            }
            let pages = |o: &Outputs| {
                (
                    o.pages_req_valid,
                    o.pages_req_release,
                    (o.pages_req_class, o.pages_req_page),
                    o.pages_req_link_valid.then_some(o.pages_req_link_page),
                )
            };
            if before.pages_req_valid && !inputs.pages_req_ready && pages(now) != pages(before) {
                return Err(not_held(
                    "pages_req (valid, release, arena, link)",
                    &pages(before),
                    &pages(now),
                ));
            }
            if before.fault && !now.fault {
                return Err(Rule::Fault {
                    what: "fell without a reset",
                });
            }
        }
        if now.fault && self.memory.injected().writes == 0 {
            return Err(Rule::Fault {
                what: "is high although no write has failed",
            });
        }
        if now.rsp_valid {
            let (status, address) = (now.rsp_status, now.rsp_address);
            if self.in_flight.is_empty() {
                return Err(Rule::ResponseWithoutRequest { status, address });
            }
            Status::from_code(status).ok_or(Rule::UnknownStatus {
                port: "rsp_status_o",
                code: status,
            })?;
        }
        if now.error_valid {
            let (status, address) = (now.error_status, now.error_address);
            Status::from_code(status).ok_or(Rule::UnknownStatus {
                port: "error_status_o",
                code: status,
            })?;
            if self.posted_errors == self.posted_frees {
                return Err(Rule::ErrorWithoutFree { status, address });
            }
        }
        if now.mem_req_valid {
            self.check_memory_address(now.mem_req_address)?;
        }
        if now.idle {
            let what = if self.memory.busy() {
                "memory has not answered everything"
            } else if self.pages.busy() || self.inputs.pages_rsp_valid || now.pages_req_valid {
                "the page allocator is asked for something"
            } else if now.mem_req_valid {
                "memory is being asked"
            } else if now.error_valid {
                "a posted free fails"
            } else {
                return Ok(());
            };
            return Err(Rule::IdleWhileBusy { what });
        }
        Ok(())
    }

    fn check_memory_address(&self, address: u64) -> Result<(), Rule> {
        if !address.is_multiple_of(BEAT_BYTES) {
            return Err(Rule::Unaligned { address });
        }
        let geometry = &self.geometry;
        let inside = geometry.in_region(self.inputs.region_base, address) && geometry.offset_at(address) < HEADER_BYTES;
        // The limit may have been lowered below arenas in use, so only the slice itself bounds them.
        let arena_end = geometry.page_at(address) + geometry.span_pages(geometry.class_at(address));
        if !inside || arena_end > geometry.slice_pages() {
            return Err(Rule::OutsideHeaders { address });
        }
        Ok(())
    }

    fn drive(&mut self, settings: &Settings) {
        self.inputs.region_base = settings.region_base;
        self.inputs.slice_limit_pages = settings.slice_limit_pages;
        self.inputs.reuse_threshold = settings.reuse_threshold;
    }

    fn hang(&self, since: u64, what: &'static str) -> Result<(), Violation> {
        if self.cycle - since < HANG_CYCLES {
            return Ok(());
        }
        Err(Violation {
            cycle: self.cycle,
            rule: Rule::Hang {
                cycles: HANG_CYCLES,
                what,
            },
        })
    }
}

fn not_held(stream: &'static str, before: &dyn std::fmt::Debug, after: &dyn std::fmt::Debug) -> Rule {
    Rule::NotHeld {
        stream,
        before: format!("{before:x?}"),
        after: format!("{after:x?}"),
    }
}

impl<P: Pins> Dut for Bench<P> {
    fn geometry(&self) -> Geometry {
        self.geometry
    }

    fn reset(&mut self, settings: &Settings) {
        self.drive(settings);
        self.inputs = Inputs {
            rst_n: false,
            req_valid: false,
            mem_req_ready: false,
            mem_rsp_valid: false,
            pages_req_ready: false,
            pages_rsp_valid: false,
            ..self.inputs
        };
        self.memory.reset();
        self.pages.reset();
        self.in_flight.clear();
        self.observed.clear();
        self.response_valid_cycle = None;
        (self.posted_frees, self.posted_errors) = (0, 0);
        self.events = EventCounts::new();
        self.fault_cycle = None;
        self.before = None;
        // One cycle is enough; more must do no harm.
        for _ in 0..self.rng.u32(1..=3) {
            self.pins.eval(&self.inputs);
            self.pins.edge();
            self.cycle += 1;
        }
        self.inputs.rst_n = true;
    }

    fn configure(&mut self, settings: &Settings) {
        self.drive(settings);
    }

    fn set_shortage(&mut self, seed: Option<u64>) -> Vec<u64> {
        self.pages.set_shortage(seed, self.inputs.region_base)
    }

    fn submit(&mut self, request: Request) -> Result<(), Violation> {
        while self.draw(self.timing.request_gap_percent) {
            self.step()?;
        }
        let offered_cycle = self.cycle;
        self.inputs.req_valid = true;
        self.inputs.req_operation = request.operation as u8;
        self.inputs.req_operand = request.operand;
        loop {
            let accepted_cycle = self.cycle;
            // A response may never come in the cycle of its request, so it does not matter that this one is added after.
            if self.step()?.req_ready {
                self.in_flight.push_back(InFlight {
                    offered_cycle,
                    accepted_cycle,
                });
                break;
            }
            self.hang(offered_cycle, "req_ready_o")?;
        }
        self.posted_frees += u64::from(request.operation == Operation::Free);
        self.inputs.req_valid = false;
        self.inputs.req_operation = self.rng.u8(0..4);
        self.inputs.req_operand = self.rng.u64(..);
        Ok(())
    }

    fn observe(&mut self) -> Option<Observation> {
        self.observed.pop_front()
    }

    fn wait(&mut self, cycles: u32) -> Result<(), Violation> {
        (0..cycles).try_for_each(|_| self.step().map(|_| ()))
    }

    fn await_responses(&mut self) -> Result<(), Violation> {
        let since = self.cycle;
        while !self.in_flight.is_empty() {
            self.step()?;
            self.hang(since, "a response")?;
        }
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Violation> {
        let since = self.cycle;
        while !(self.step()?.idle && self.in_flight.is_empty()) {
            self.hang(
                since,
                if self.in_flight.is_empty() {
                    "idle_o"
                } else {
                    "a response"
                },
            )?;
        }
        Ok(())
    }

    fn memory_beat(&self, address: u64) -> u64 {
        self.memory.beat(address)
    }

    fn take_written_lines(&mut self) -> Vec<u64> {
        self.memory.take_written_lines()
    }

    fn events(&self) -> EventCounts {
        self.events
    }

    fn injected_errors(&self) -> InjectedErrors {
        self.memory.injected()
    }

    fn may_inject_errors(&self) -> bool {
        self.memory.may_fail()
    }

    fn fault_cycle(&self) -> Option<u64> {
        self.fault_cycle
    }

    fn recent_accesses(&self) -> Vec<Access> {
        self.memory.log().copied().collect()
    }

    fn cycle(&self) -> u64 {
        self.cycle
    }
}
