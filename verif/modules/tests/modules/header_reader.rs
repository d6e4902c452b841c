//! Reads chosen beats of a header: all of them, lowest first and back to back, whatever memory does.

use crate::prelude::*;
use memento_abi::{ArenaState, Header};
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};

/// Cycles within which a reader must get on.
const MOST_CYCLES: u32 = 1000;

/// A read of a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    pub class: u32,
    pub page: u64,
    /// Bit n asks for beat n.
    pub beats: u8,
    /// Pages of the neighbours.
    pub next: Option<u64>,
    pub prev: Option<u64>,
    pub summary: u16,
    pub live: u16,
    pub state: u8,
    pub bypass: u16,
    pub bitmap: [u64; 4],
    pub memory: Surroundings,
    /// Cycles from the start to the go.
    pub go_after: u32,
    /// It is called off in the cycle after the go.
    pub called_off: bool,
    /// Cycles after which it is reset, if it is.
    pub reset_after: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct HeaderReader {
    geometry: Geometry,
    region_base: u64,
    /// What was read last, where that is known.
    next: Option<Option<u64>>,
    prev: Option<Option<u64>>,
    state: Option<(u16, u16, u8, u16)>,
}

impl HeaderReader {
    fn header(&self, step: &Read) -> [u64; 8] {
        let base = |page: u64| self.geometry.arena_base(self.region_base, step.class, page);
        let header = Header {
            va: base(step.page),
            next: step.next.map_or(0, base),
            prev: step.prev.map_or(0, base),
            summary: step.summary,
            live: step.live,
            bypass: step.bypass,
            class: step.class as u8,
            state: ArenaState::try_from(step.state).expect("a state is drawn"),
            bitmap: step.bitmap,
        };
        header.to_beats()
    }

    /// What was read stays on the outputs.
    fn compare(&self, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        for (link, valid, page) in [(self.next, "next_valid_o", "next_page_o"), (self.prev, "prev_valid_o", "prev_page_o")] {
            if let Some(link) = link {
                dut.expect(valid, link.is_some())?;
                link.map_or(Ok(()), |expected| dut.expect(page, expected))?;
            }
        }
        if let Some((summary, live, state, bypass)) = self.state {
            dut.expect("summary_o", summary)?;
            dut.expect("live_o", live)?;
            dut.expect("state_o", state)?;
            dut.expect("bypass_o", bypass)?;
        }
        Ok(())
    }
}

impl Reference for HeaderReader {
    type Step = Read;
    const MODULE: &'static str = "memento_header_reader";
    const STEPS: usize = 30;

    fn new(module: &Module) -> HeaderReader {
        HeaderReader {
            geometry: module.geometry,
            region_base: 1 << module.geometry.region_bits,
            next: None,
            prev: None,
            state: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Read> {
        let pages = self.geometry.slice_pages();
        let arena = (0..self.geometry.classes, 0..pages, 1..=255u8);
        let links = (prop::option::of(0..pages), prop::option::of(0..pages));
        let state = (any::<u16>(), 0..=256u16, 0..4u8, any::<u16>());
        let go_after = prop_oneof![Just(0u32), 0..6u32];
        let called_off = prop::bool::weighted(0.1);
        let reset_after = prop::option::weighted(0.1, 0..20u32);
        (arena, links, state, any::<[u64; 4]>(), surroundings(8), (go_after, called_off, reset_after))
            .prop_map(|((class, page, beats), (next, prev), (summary, live, state, bypass), bitmap, memory, (go_after, called_off, reset_after))| Read {
                class,
                page,
                beats,
                next,
                prev,
                summary,
                live,
                state,
                bypass,
                bitmap,
                memory,
                go_after,
                called_off,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Read, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let base = self.geometry.arena_base(self.region_base, step.class, step.page);
        let header = self.header(step);
        let mut port = MemoryPort::new(&step.memory);
        for (beat, data) in header.iter().enumerate() {
            port.memory().store(base + 8 * beat as u64, *data);
        }
        dut.set_all(pins! {
            start_i: true, beats_i: step.beats, region_base_i: self.region_base, class_i: step.class, page_i: step.page,
        });
        let mut shown = vec![];
        for cycle in 0.. {
            dut.set("go_i", cycle == step.go_after);
            dut.set("stop_i", step.called_off && cycle == step.go_after + 1);
            if cycle <= step.go_after || step.called_off {
                dut.expect("mem_req_valid_o", false)?;
            }
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { start_i: false, mem_rsp_valid_i: false });
                dut.reset();
                dut.expect("mem_req_valid_o", false)?;
                return dut.expect("done_o", false);
            }
            if step.called_off {
                dut.expect("done_o", false)?;
                if cycle == step.go_after + 10 {
                    return self.compare(dut);
                }
            }
            if cycle == MOST_CYCLES {
                return dut.fail("the read does not end");
            }
            port.drive(dut);
            if dut.bit("bitmap_valid_o") {
                shown.push((dut.number("bitmap_index_o"), dut.number("bitmap_data_o")));
            }
            if cycle > 0 && dut.bit("done_o") {
                break;
            }
            port.edge(dut)?;
            // What starts is taken over; the beats may change.
            dut.set_all(pins! { start_i: false, beats_i: !step.beats });
        }
        let asked = || (0..8u64).filter(|beat| step.beats >> beat & 1 == 1);
        let requests: Vec<_> = asked().map(|beat| (base + 8 * beat, None)).collect();
        port.expect_requests(dut, &requests, &step.memory)?;
        dut.expect("error_o", port.failed)?;
        if port.memory().busy() {
            return dut.fail("done before every beat has come");
        }
        if !port.failed {
            let expected: Vec<_> = asked().filter(|beat| *beat >= 4).map(|beat| (beat - 4, header[beat as usize])).collect();
            if shown != expected {
                return dut.fail(format!("bitmap beats shown are {shown:x?}, the contract says {expected:x?}"));
            }
        }
        let mut after = self.clone();
        after.advance(step);
        after.compare(dut)?;
        for _ in 0..3 {
            port.idle(dut)?;
            dut.expect("done_o", false)?;
            after.compare(dut)?;
        }
        Ok(())
    }

    fn advance(&mut self, step: &Read) {
        let asks = |beat: u32| step.beats >> beat & 1 == 1;
        if step.reset_after.is_some() || step.memory.error_at.is_some_and(|access| access < u64::from(step.beats.count_ones())) {
            // What an error or a reset leaves on the outputs means nothing.
            (self.next, self.prev, self.state) = (None, None, None);
            return;
        }
        if step.called_off {
            return;
        }
        if asks(1) {
            self.next = Some(step.next);
        }
        if asks(2) {
            self.prev = Some(step.prev);
        }
        if asks(3) {
            self.state = Some((step.summary, step.live, step.state, step.bypass));
        }
    }
}

in_every_configuration!(HeaderReader);
