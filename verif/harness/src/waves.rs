//! Waveforms of the book, drawn from what a device does on its pins.
//!
//! Each is a few requests to a device that has been brought to the state of interest before. What comes out is WaveDrom's
//! JSON: a line per port, a character per cycle.

mod drawing;

use crate::{
    bench::{Bench, Timing},
    dut::{Dut, Observation, Request},
    memory::MemoryErrors,
    pins::{Inputs, Outputs, Pins},
    scoreboard::Mismatch,
};
pub(crate) use drawing::{bits, json, names, Line, Shown};
use memento_abi::{Event, Geometry, Operation, Status, BEAT_BYTES};
use memento_model::Settings;
use std::collections::VecDeque;

/// A waveform.
#[derive(Clone, Debug)]
pub struct Waveform {
    /// What it shows; the file's name without extension.
    pub name: &'static str,
    /// The WaveDrom JSON.
    pub json: String,
}

/// The class whose objects are shown.
const CLASS: u32 = 2;

/// Draws every waveform, with memory that answers in the next cycle.
///
/// # Errors
/// The device breaks a rule of its ports.
pub fn waveforms<P: Pins>(pins: P) -> Result<Vec<Waveform>, Mismatch> {
    let settings = Settings::whole_region(&pins.geometry());
    let pins = Recorder {
        pins,
        now: Default::default(),
        cycles: vec![],
    };
    let mut artist = Artist {
        bench: Bench::new(pins, Timing::default(), MemoryErrors::default(), 1),
        settings,
    };
    let geometry = artist.bench.geometry();
    let size = geometry.object_bytes(CLASS);
    let alloc = Request::alloc(size);
    let objects = geometry.objects_per_arena;
    let mut waveforms = vec![];

    artist.live(1)?;
    let requests = [alloc, Request::alloc(size - 4)];
    waveforms.push(artist.draw("alloc_hit", "two allocs of one class, back to back", false, &requests)?);

    artist.live(objects - 1)?;
    waveforms.push(artist.draw(
        "alloc_miss",
        "arena A is used up; arena B was fetched ahead",
        true,
        &[alloc, alloc],
    )?);

    let live = artist.live(6)?;
    let requests = [Request::free(live[5], false), alloc];
    waveforms.push(artist.draw(
        "free_then_alloc",
        "a posted free, then an alloc of the same class",
        false,
        &requests,
    )?);

    // One more than an arena holds, so that the table has another.
    let live = artist.live(objects + 1)?;
    let requests = [Request::free(live[5], false)];
    waveforms.push(artist.draw(
        "free_miss",
        "a posted free of an object whose arena is not in the table",
        true,
        &requests,
    )?);
    Ok(waveforms)
}

struct Artist<P> {
    bench: Bench<Recorder<P>>,
    settings: Settings,
}

impl<P: Pins> Artist<P> {
    /// Starts anew, with so many live objects, and returns their addresses.
    fn live(&mut self, count: u32) -> Result<Vec<u64>, Mismatch> {
        self.bench.reset(&self.settings);
        let size = self.bench.geometry().object_bytes(CLASS);
        for _ in 0..count {
            self.bench.submit(Request::alloc(size))?;
        }
        self.bench.settle()?;
        let mut addresses = vec![];
        while let Some(observation) = self.bench.observe() {
            if let Observation::Response(response) = observation {
                addresses.push(response.address);
            }
        }
        Ok(addresses)
    }

    /// Draws `requests`, from the cycle before the first to the one after the last work.
    fn draw(
        &mut self,
        name: &'static str,
        head: &str,
        memory: bool,
        requests: &[Request],
    ) -> Result<Waveform, Mismatch> {
        self.bench.pins_mut().cycles.clear();
        self.bench.wait(1)?;
        for request in requests {
            self.bench.submit(*request)?;
        }
        self.bench.settle()?;
        let geometry = self.bench.geometry();
        let cycles = &self.bench.pins_mut().cycles;
        let namer = Namer {
            geometry,
            region_base: self.settings.region_base,
        };
        let mut groups = vec![namer.requests(cycles), namer.responses(cycles)];
        if memory {
            groups.push(namer.memory(cycles));
        }
        Ok(Waveform {
            name,
            json: json(head, cycles.len(), &groups),
        })
    }
}

/// Pins that remember what was on them. Between requests, the operation and its operand are those of an alloc, so that nothing
/// random shows.
struct Recorder<P> {
    pins: P,
    now: Cycle,
    cycles: Vec<Cycle>,
}

type Cycle = (Inputs, Outputs);

impl<P: Pins> Pins for Recorder<P> {
    fn geometry(&self) -> Geometry {
        self.pins.geometry()
    }

    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        let mut inputs = *inputs;
        if !inputs.req_valid {
            (inputs.req_operation, inputs.req_operand) = (Operation::Alloc as u8, 0);
        }
        let outputs = self.pins.eval(&inputs);
        self.now = (inputs, outputs);
        outputs
    }

    fn edge(&mut self) {
        self.cycles.push(self.now);
        self.pins.edge();
    }
}

/// Gives names to values.
struct Namer {
    geometry: Geometry,
    region_base: u64,
}

impl Namer {
    /// The name of an address: arenas of the class are A, B and so on.
    fn address(&self, address: u64) -> String {
        let geometry = &self.geometry;
        if !geometry.in_region(self.region_base, address) {
            return "0".into();
        }
        let class = geometry.class_at(address);
        let arena = geometry.page_at(address) / geometry.span_pages(class).max(1);
        let arena = char::from(b'A' + arena as u8);
        match geometry
            .offset_at(address)
            .checked_sub(geometry.first_object_offset(class))
        {
            Some(offset) => format!("{arena}[{}]", offset / geometry.object_bytes(class)),
            None => {
                let beat = geometry.offset_at(address) / BEAT_BYTES;
                let beat = ["va", "next", "prev", "state"]
                    .get(beat as usize)
                    .map_or_else(|| format!("bits {}", beat - 4), |name| name.to_string());
                format!("{arena} {beat}")
            }
        }
    }

    fn requests(&self, cycles: &[Cycle]) -> Vec<Line> {
        let operand = |inputs: &Inputs| match inputs.req_operation {
            0 => inputs.req_operand.to_string(),
            _ => self.address(inputs.req_operand),
        };
        let operation =
            |inputs: &Inputs| ["Alloc", "Free", "FreeWait", "Flush"][usize::from(inputs.req_operation)].to_string();
        vec![
            bits("req_valid_i", cycles, |(i, _)| i.req_valid),
            bits("req_ready_o", cycles, |(_, o)| o.req_ready),
            names("req_operation_i", cycles, |(i, _)| i.req_valid.then(|| operation(i))),
            names("req_operand_i", cycles, |(i, _)| i.req_valid.then(|| operand(i))),
        ]
    }

    fn responses(&self, cycles: &[Cycle]) -> Vec<Line> {
        let status = |outputs: &Outputs| {
            Status::from_code(outputs.rsp_status).map_or("?".into(), |status| format!("{status:?}"))
        };
        let events = |outputs: &Outputs| {
            let seen = Event::ALL
                .into_iter()
                .filter(|event| outputs.events >> *event as u16 & 1 == 1);
            seen.map(|event| format!("{event:?}")).collect::<Vec<_>>().join(" ")
        };
        vec![
            bits("rsp_valid_o", cycles, |(_, o)| o.rsp_valid),
            bits("rsp_ready_i", cycles, |(i, _)| i.rsp_ready),
            names("rsp_status_o", cycles, |(_, o)| o.rsp_valid.then(|| status(o))),
            names("rsp_address_o", cycles, |(_, o)| {
                o.rsp_valid.then(|| self.address(o.rsp_address))
            }),
            (
                "events_o",
                cycles
                    .iter()
                    .map(|(_, o)| {
                        if o.events == 0 {
                            Shown::Bit(false)
                        } else {
                            Shown::Name(events(o))
                        }
                    })
                    .collect(),
            ),
            bits("idle_o", cycles, |(_, o)| o.idle),
        ]
    }

    fn memory(&self, cycles: &[Cycle]) -> Vec<Line> {
        // What was asked is answered in order.
        let mut asked = VecDeque::new();
        let mut answers = vec![];
        for (inputs, outputs) in cycles {
            answers.push(match inputs.mem_rsp_valid.then(|| asked.pop_front()).flatten() {
                Some((false, address)) => Shown::Name(self.address(address)),
                _ => Shown::Nothing,
            });
            if outputs.mem_req_valid && inputs.mem_req_ready {
                asked.push_back((outputs.mem_req_write, outputs.mem_req_address));
            }
        }
        let address = |outputs: &Outputs| outputs.mem_req_valid.then(|| self.address(outputs.mem_req_address));
        let write = |(_, outputs): &Cycle| match outputs.mem_req_valid {
            true => Shown::Bit(outputs.mem_req_write),
            false => Shown::Nothing,
        };
        vec![
            bits("mem_req_valid_o", cycles, |(_, o)| o.mem_req_valid),
            ("mem_req_write_o", cycles.iter().map(write).collect()),
            names("mem_req_address_o", cycles, |(_, o)| address(o)),
            bits("mem_rsp_valid_i", cycles, |(i, _)| i.mem_rsp_valid),
            ("mem_rsp_rdata_i", answers),
        ]
    }
}
