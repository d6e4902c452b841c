//! The AXI4 master on an unruly bus: every rule of AXI4 kept, answers passed on a cycle later, reads and writes never
//! under way together, and what was written read back.

use crate::prelude::*;
use memento_harness::{
    axi::{AxiMemory, AxiTiming, Burst, FromMaster, WriteBeat},
    memory::{MemoryErrors, MemoryTiming},
};
use memento_modules::line_port::Dice;
use std::collections::{HashMap, VecDeque};

const MOST_CYCLES: u64 = 20_000;

/// An access: of a line or of a beat, in the first lines of memory or in its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub write: bool,
    pub line: bool,
    pub place: u64,
    /// Cycles for which nothing is asked before.
    pub gap: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Accesses {
    pub accesses: Vec<Access>,
    pub latency_cycles: (u32, u32),
    pub stall_percent: u8,
    pub aw_waits_for_w: bool,
    pub w_waits_for_aw: bool,
    pub errors_per_mille: u16,
    pub seed: u64,
    /// Every other 32 cycles none may begin.
    pub stops: bool,
    pub reset_after: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct AxiMaster {
    address_mask: u64,
}

impl AxiMaster {
    fn address(&self, access: &Access) -> u64 {
        let address = match access.place & 64 {
            0 => access.place % 64 * 8,
            _ => self.address_mask & !0x1FF | (access.place % 64 * 8),
        };
        if access.line { address & !63 } else { address }
    }
}

/// What the master drives, and a channel's constants.
fn outputs(dut: &mut ModuleDut) -> Result<FromMaster, Mismatch> {
    let mut burst = |channel: &str| {
        let name = |end| match channel {
            "aw" => ["axi_awvalid_o", "axi_awid_o", "axi_awaddr_o", "axi_awlen_o", "axi_awsize_o", "axi_awburst_o", "axi_awcache_o", "axi_awprot_o"][end],
            _ => ["axi_arvalid_o", "axi_arid_o", "axi_araddr_o", "axi_arlen_o", "axi_arsize_o", "axi_arburst_o", "axi_arcache_o", "axi_arprot_o"][end],
        };
        dut.bit(name(0)).then(|| Burst {
            id: dut.number(name(1)) as u8,
            address: dut.number(name(2)),
            len: dut.number(name(3)) as u8,
            size: dut.number(name(4)) as u8,
            burst: dut.number(name(5)) as u8,
            cache: dut.number(name(6)) as u8,
            prot: dut.number(name(7)) as u8,
        })
    };
    let (aw, ar) = (burst("aw"), burst("ar"));
    for burst in aw.iter().chain(&ar) {
        if (burst.id, burst.cache, burst.prot) != (0, 0b0010, 0) || (burst.len != 0 && burst.len != 7) {
            return dut.fail(format!("the burst {burst:x?} is none of the master's"));
        }
    }
    let w = dut.bit("axi_wvalid_o").then(|| WriteBeat {
        data: dut.number("axi_wdata_o"),
        strb: dut.number("axi_wstrb_o") as u8,
        last: dut.bit("axi_wlast_o"),
    });
    if w.is_some_and(|beat| beat.strb != 0xFF) {
        return dut.fail("WSTRB is not all ones");
    }
    dut.expect("axi_bready_o", true)?;
    dut.expect("axi_rready_o", true)?;
    Ok(FromMaster { aw, w, b_ready: true, ar, r_ready: true })
}

impl Reference for AxiMaster {
    type Step = Accesses;
    const MODULE: &'static str = "memento_axi_master";
    const STEPS: usize = 8;

    fn new(module: &Module) -> AxiMaster {
        AxiMaster { address_mask: module.mask("req_address_i") }
    }

    fn steps(&self) -> BoxedStrategy<Accesses> {
        let gap = prop_oneof![6 => Just(0u8), 1 => 0..12u8];
        let access = (any::<bool>(), any::<bool>(), prop_oneof![0..4u64, 0..128u64], gap);
        let access = access.prop_map(|(write, line, place, gap)| Access { write, line, place, gap });
        let timing = (prop_oneof![Just((1, 1)), Just((1, 9)), Just((20, 40))], prop_oneof![Just(0u8), Just(30), Just(85)]);
        let errors = prop_oneof![3 => Just(0u16), 1 => Just(150)];
        let reset = prop::option::weighted(0.15, 0..150u64);
        (prop::collection::vec(access, 1..40), timing, any::<bool>(), any::<bool>(), errors, any::<u64>(), any::<bool>(), reset)
            .prop_map(|(accesses, (latency_cycles, stall_percent), aw_waits_for_w, w_waits_for_aw, errors_per_mille, seed, stops, reset_after)| Accesses {
                accesses,
                latency_cycles,
                stall_percent,
                aw_waits_for_w,
                w_waits_for_aw,
                errors_per_mille,
                seed,
                stops,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Accesses, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let memory = MemoryTiming {
            latency_min_cycles: step.latency_cycles.0,
            latency_max_cycles: step.latency_cycles.1,
            stall_percent: step.stall_percent,
        };
        let timing = AxiTiming { memory, aw_waits_for_w: step.aw_waits_for_w, w_waits_for_aw: step.w_waits_for_aw };
        let errors = MemoryErrors {
            reads_per_mille: step.errors_per_mille,
            writes_per_mille: step.errors_per_mille,
            nth_access: None,
        };
        let mut bus = AxiMemory::new(timing, errors, step.seed);
        let mut dice = Dice::new(step.seed);
        let mut to_ask: VecDeque<&Access> = step.accesses.iter().collect();
        let (mut gap, mut beat, mut data) = (step.accesses[0].gap, 0, dice.number());
        // What memory should hold; nobody knows after a write that failed.
        let mut mirror: HashMap<u64, Option<u64>> = HashMap::new();
        // Accesses without an answer: write, the beats it is about.
        let mut asked: VecDeque<(bool, Vec<u64>)> = VecDeque::new();
        let mut answer: Option<(u64, bool, bool, bool)> = None;
        let mut done = 0;
        let begun = dut.cycle();
        for cycle in 0.. {
            if cycle == MOST_CYCLES {
                return dut.fail("the accesses do not end");
            }
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { req_valid_i: false, axi_rvalid_i: false, axi_bvalid_i: false });
                dut.reset();
                for channel in ["axi_awvalid_o", "axi_wvalid_o", "axi_arvalid_o", "rsp_valid_o"] {
                    dut.expect(channel, false)?;
                }
                return Ok(());
            }
            let access = to_ask.front().copied().filter(|_| gap == 0);
            gap = gap.saturating_sub(1);
            let noise = dice.number();
            let shown = access.map_or((noise & 1 == 1, noise & 2 == 2, noise & self.address_mask), |access| (access.write, access.line, self.address(access)));
            dut.set_all(pins! {
                req_valid_i: access.is_some(), req_write_i: shown.0, req_line_i: shown.1, req_address_i: shown.2, req_wdata_i: data,
            });
            let driven = bus.drive(cycle);
            let (rdata, rresp, rlast) = driven.r.unwrap_or((noise, noise as u8 & 3, noise & 4 == 4));
            dut.set_all(pins! {
                axi_awready_i: driven.aw_ready, axi_wready_i: driven.w_ready, axi_arready_i: driven.ar_ready,
                axi_bvalid_i: driven.b.is_some(), axi_bresp_i: driven.b.unwrap_or(noise as u8 >> 3 & 3),
                axi_rvalid_i: driven.r.is_some(), axi_rdata_i: rdata, axi_rresp_i: rresp, axi_rlast_i: rlast,
            });
            let stopped = step.stops && cycle / 32 % 2 == 1;
            dut.set("stop_i", stopped);
            dut.expect("idle_o", asked.is_empty())?;
            if stopped && beat == 0 {
                dut.expect("read_ready_o", false)?;
                dut.expect("write_ready_o", false)?;
            }
            // The answer of the cycle before.
            dut.expect("rsp_valid_o", answer.is_some())?;
            if let Some((data, error, last, read)) = answer {
                dut.expect("rsp_error_o", error)?;
                dut.expect("rsp_last_o", last)?;
                let Some((write, beats)) = asked.front_mut() else {
                    return dut.fail("an answer nobody waits for");
                };
                if *write == read {
                    return dut.fail("a read is answered as a write, or the other way round");
                }
                if read {
                    dut.expect("rsp_rdata_o", data)?;
                    if beats.is_empty() {
                        return dut.fail("a read has more answers than beats");
                    }
                    let address = beats.remove(0);
                    let known = mirror.entry(address).or_insert(Some(bus.contents.beat(address)));
                    if !error && known.is_some_and(|known| known != data) {
                        return dut.fail(format!("{address:#x} is read as {data:#x}, it was written as {known:x?}"));
                    }
                } else if error {
                    mirror.extend(beats.drain(..).map(|address| (address, None)));
                }
                if last {
                    asked.pop_front();
                }
            }
            answer = driven.r.map(|(data, resp, last)| (data, resp != 0, last, true));
            answer = answer.or(driven.b.map(|resp| (0, resp != 0, true, false)));
            let master = outputs(dut)?;
            let (reads, writes) = bus.under_way();
            if reads > 0 && (master.aw.is_some() || master.w.is_some()) || writes > 0 && master.ar.is_some() {
                return dut.fail(format!("{master:x?} is issued while {reads} reads and {writes} writes are under way"));
            }
            if let Err(sentence) = bus.edge(cycle, &master) {
                return dut.fail(sentence);
            }
            let taken = access.filter(|access| dut.bit(if access.write { "write_ready_o" } else { "read_ready_o" }));
            if let Some(access) = taken {
                let address = self.address(access);
                let beats = if access.line { 8 } else { 1 };
                if beat == 0 {
                    asked.push_back((access.write, (0..beats).map(|beat| address + 8 * beat).collect()));
                }
                if access.write {
                    mirror.insert(address + 8 * beat, Some(data));
                    beat += 1;
                }
                data = dice.number();
                if !access.write || beat == beats {
                    beat = 0;
                    to_ask.pop_front();
                    gap = to_ask.front().map_or(0, |access| access.gap);
                }
            }
            dut.edge();
            if to_ask.is_empty() && asked.is_empty() {
                done += 1;
                if done == 3 {
                    break;
                }
            }
        }
        // A bus that never stalls is used in every cycle.
        let alike = step.accesses.windows(2).all(|pair| pair[0].write == pair[1].write && pair[1].gap == 0);
        if alike && !step.stops && step.stall_percent == 0 && step.latency_cycles == (1, 1) && !step.aw_waits_for_w && !step.w_waits_for_aw {
            let beats: u64 = step.accesses.iter().map(|access| if access.line { 8 } else { 1 }).sum();
            let most = beats + 10 + u64::from(step.accesses[0].gap);
            if dut.cycle() - begun > most {
                return dut.fail(format!("{beats} beats take {} cycles", dut.cycle() - begun));
            }
        }
        let wrong = mirror.iter().find(|(address, known)| known.is_some_and(|known| known != bus.contents.beat(**address)));
        match wrong {
            Some((address, known)) => dut.fail(format!("memory holds {:#x} at {address:#x}, it was written as {known:x?}", bus.contents.beat(*address))),
            None => Ok(()),
        }
    }
}

in_every_configuration!(AxiMaster);
