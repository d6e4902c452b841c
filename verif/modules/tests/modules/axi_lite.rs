//! The AXI4-Lite slave: every access reaches the bus once, is answered in order with what the bus said, and no channel's
//! back-pressure stops another.

use crate::prelude::*;
use memento_harness::axi_lite::{AxiLiteChecker, AxiLiteMaster, AxiLitePins, Reluctance, OKAY, SLVERR};
use std::collections::VecDeque;

/// Cycles without back-pressure within which an access is answered, the bus's own left out.
const MOST_CYCLES: u64 = 12;

#[derive(Clone, Debug)]
pub struct AxiLite;

/// Accesses, and what they meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    /// Address, and what is written where, if it is a write.
    pub accesses: Vec<(u32, Option<(u32, u8)>)>,
    pub reluctance: Reluctance,
    /// Cycles of 100 in which the bus takes no access.
    pub bus_reluctance: u8,
    /// Most cycles to the bus's answer.
    pub bus_cycles: u8,
    pub seed: u64,
    /// Cycles after which all is reset, if it is.
    pub reset_after: Option<u64>,
}

/// What the bus answers a read of an address, and whether it refuses an access of it.
fn answer(address: u32) -> (u32, bool) {
    (address.wrapping_mul(0x9E37_79B9), address & 4 != 0)
}

pub(crate) fn pins(dut: &mut ModuleDut, pins: &AxiLitePins) -> AxiLitePins {
    dut.set_all(pins! {
        axi_awvalid_i: pins.awvalid, axi_awaddr_i: pins.awaddr, axi_awprot_i: pins.awaddr & 7, axi_wvalid_i: pins.wvalid,
        axi_wdata_i: pins.wdata, axi_wstrb_i: pins.wstrb, axi_bready_i: pins.bready, axi_arvalid_i: pins.arvalid,
        axi_araddr_i: pins.araddr, axi_arprot_i: pins.araddr & 7, axi_rready_i: pins.rready,
    });
    AxiLitePins {
        awready: dut.bit("axi_awready_o"),
        wready: dut.bit("axi_wready_o"),
        bvalid: dut.bit("axi_bvalid_o"),
        bresp: dut.number("axi_bresp_o") as u8,
        arready: dut.bit("axi_arready_o"),
        rvalid: dut.bit("axi_rvalid_o"),
        rdata: dut.number("axi_rdata_o") as u32,
        rresp: dut.number("axi_rresp_o") as u8,
        ..*pins
    }
}

impl Reference for AxiLite {
    type Step = Burst;
    const MODULE: &'static str = "memento_axi_lite";
    const STEPS: usize = 12;

    fn new(_: &Module) -> AxiLite {
        AxiLite
    }

    fn steps(&self) -> BoxedStrategy<Burst> {
        let write = prop::option::of((any::<u32>(), 0..16u8));
        let accesses = prop::collection::vec((0..4096u32, write), 1..30);
        let rate = || prop_oneof![Just(0u8), Just(50), Just(90)];
        let reluctance = [rate(), rate(), rate(), rate(), rate()];
        (accesses, reluctance, rate(), 1..6u8, any::<u64>(), prop::option::weighted(0.15, 0..60u64))
            .prop_map(|(accesses, reluctance, bus_reluctance, bus_cycles, seed, reset_after)| Burst {
                accesses, reluctance, bus_reluctance, bus_cycles, seed, reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Burst, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut rng = step.seed | 1;
        let mut random = move |below: u64| {
            rng = rng.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            (rng >> 33) % below
        };
        let mut master = AxiLiteMaster::new(step.reluctance, step.seed);
        let mut checker = AxiLiteChecker::default();
        checker.reset();
        let (mut writes, mut reads) = (VecDeque::new(), VecDeque::new());
        for (address, write) in &step.accesses {
            match write {
                Some((data, strobes)) => {
                    master.write(*address, *data, *strobes);
                    writes.push_back((*address, *data, *strobes));
                }
                None => {
                    master.read(*address);
                    reads.push_back(*address);
                }
            }
        }
        let (mut expected_writes, mut expected_reads) = (VecDeque::new(), VecDeque::new());
        for (address, ..) in &writes {
            expected_writes.push_back(if answer(*address).1 { SLVERR } else { OKAY });
        }
        for address in &reads {
            let (data, refused) = answer(*address);
            expected_reads.push_back((data, if refused { SLVERR } else { OKAY }));
        }
        let start = dut.cycle();
        let mut under_way: Option<(u64, u32)> = None;
        let mut waiting = None;
        let mut done = AxiLitePins::default();
        loop {
            if step.reset_after == Some(dut.cycle() - start) {
                dut.set("rsp_valid_i", false);
                pins(dut, &AxiLitePins::default());
                dut.reset();
                return Ok(());
            }
            let factor = 12 * (1 + u64::from(step.bus_cycles));
            if dut.cycle() - start > (MOST_CYCLES + factor) * (1 + step.accesses.len() as u64) * 4 {
                return dut.fail("an access is not answered");
            }
            // What is taken late must not stop the other direction: B or R alone is blocked for a while.
            let answered = under_way.filter(|(due, ..)| *due <= dut.cycle());
            let (data, refused) = answered.map_or((random(1 << 32) as u32, random(2) == 1), |(_, address)| answer(address));
            let ready = under_way.is_none() && random(100) >= u64::from(step.bus_reluctance);
            dut.set_all(pins! { bus_ready_i: ready, rsp_valid_i: answered.is_some(), rsp_rdata_i: data, rsp_error_i: refused });
            master.drive(&mut done);
            done = pins(dut, &done);
            checker.cycle(&done).or_else(|broken| dut.fail(broken))?;
            master.observe(&done);
            let offered = dut.bit("bus_valid_o").then(|| {
                let fields = ["bus_address_o", "bus_wdata_o", "bus_wstrb_o"].map(|name| dut.number(name) as u32);
                (dut.bit("bus_write_o"), fields)
            });
            if let Some((write, [address, data, strobes])) = offered {
                if under_way.is_some() {
                    return dut.fail("the bus is offered an access while one is under way");
                }
                if waiting.is_some_and(|waiting| waiting != (write, address)) {
                    return dut.fail("the access was not taken and has changed");
                }
                waiting = (!ready).then_some((write, address));
                if ready {
                    let expected = match write {
                        true => writes.pop_front() == Some((address, data, strobes as u8)),
                        false => reads.pop_front() == Some(address),
                    };
                    if !expected {
                        return dut.fail(format!("the bus sees an access of {address:#x} that is not the next one"));
                    }
                    under_way = Some((dut.cycle() + 1 + random(step.bus_cycles.into()), address));
                }
            } else if waiting.is_some() {
                return dut.fail("the access was not taken and is gone");
            }
            if answered.is_some() {
                under_way = None;
            }
            dut.edge();
            while let Some(found) = master.written.pop_front() {
                if expected_writes.pop_front() != Some(found) {
                    return dut.fail(format!("a write is answered {found}"));
                }
            }
            while let Some((data, response)) = master.read.pop_front() {
                match expected_reads.pop_front() {
                    Some(expected) if expected == (data, response) => {}
                    expected => return dut.fail(format!("a read is answered {data:#x}, {response}, not {expected:x?}")),
                }
            }
            if expected_writes.is_empty() && expected_reads.is_empty() {
                return if checker.settled() { Ok(()) } else { dut.fail("an answer too many") };
            }
        }
    }
}

in_every_configuration!(AxiLite);

/// One direction's response is never taken; the other goes on.
#[test]
fn a_response_that_is_not_taken_does_not_stop_the_other_direction() {
    for blocked in [2, 4] {
        let module = Module::all("memento_axi_lite", memento_abi::SOC32)[0];
        let mut dut = module.start(1);
        dut.reset();
        let mut reluctance = [0; 5];
        reluctance[blocked] = 100;
        let mut master = AxiLiteMaster::new(reluctance, 1);
        for address in (0..80).step_by(8) {
            master.write(address, address, 0xF);
            master.read(address);
        }
        let mut state = AxiLitePins::default();
        let mut answer = false;
        for _ in 0..200 {
            dut.set_all(pins! { bus_ready_i: !answer, rsp_valid_i: answer, rsp_error_i: false, rsp_rdata_i: 7u32 });
            master.drive(&mut state);
            state = pins(&mut dut, &state);
            master.observe(&state);
            answer = dut.bit("bus_valid_o") && !answer;
            dut.edge();
        }
        let expected = if blocked == 2 { (0, 10) } else { (10, 0) };
        assert_eq!((master.written.len(), master.read.len()), expected);
    }
}
