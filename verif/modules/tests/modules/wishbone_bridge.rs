//! From Wishbone to AXI4-Lite: each access is one on AXI, and its master gets one answer, unless it has gone.

use crate::prelude::*;
use memento_harness::axi_lite::{AxiLiteChecker, AxiLitePins, OKAY, SLVERR};

/// Cycles beyond AXI's own that an access may take.
const MOST_CYCLES: u64 = 4;

#[derive(Clone, Debug)]
pub struct WishboneBridge;

/// An access of a Wishbone master.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Word, and what is written where, if it is a write.
    pub word: u32,
    pub write: Option<(u32, u8)>,
    /// Cycles before it in which the master is idle, CYC high or not.
    pub pause: u8,
    pub cycle_stays: bool,
    /// Cycles until AXI takes AW, W and AR, and until it answers.
    pub delays: [u8; 4],
    pub refused: bool,
    pub rdata: u32,
    /// Cycles after which the master gives up, if it does.
    pub gives_up: Option<u8>,
    /// Cycles after which all is reset, if it is.
    pub reset_after: Option<u8>,
}

fn axi(dut: &mut ModuleDut, driven: &AxiLitePins) -> AxiLitePins {
    dut.set_all(pins! {
        axi_awready_i: driven.awready, axi_wready_i: driven.wready, axi_bvalid_i: driven.bvalid, axi_bresp_i: driven.bresp,
        axi_arready_i: driven.arready, axi_rvalid_i: driven.rvalid, axi_rdata_i: driven.rdata, axi_rresp_i: driven.rresp,
    });
    AxiLitePins {
        awvalid: dut.bit("axi_awvalid_o"),
        awaddr: dut.number("axi_awaddr_o") as u32,
        wvalid: dut.bit("axi_wvalid_o"),
        wdata: dut.number("axi_wdata_o") as u32,
        wstrb: dut.number("axi_wstrb_o") as u8,
        bready: dut.bit("axi_bready_o"),
        arvalid: dut.bit("axi_arvalid_o"),
        araddr: dut.number("axi_araddr_o") as u32,
        rready: dut.bit("axi_rready_o"),
        ..*driven
    }
}

impl Reference for WishboneBridge {
    type Step = Access;
    const MODULE: &'static str = "memento_wishbone_bridge";
    const STEPS: usize = 60;

    fn new(_: &Module) -> WishboneBridge {
        WishboneBridge
    }

    fn steps(&self) -> BoxedStrategy<Access> {
        let write = prop::option::of((any::<u32>(), 0..16u8));
        let delay = || prop_oneof![Just(0u8), 0..6u8];
        let delays = [delay(), delay(), delay(), delay()];
        let rare = || prop::option::weighted(0.15, 0..8u8);
        ((0..1024u32, write, prop_oneof![Just(0u8), 0..4u8], any::<bool>()), (delays, any::<bool>(), any::<u32>()), rare(), rare())
            .prop_map(|((word, write, pause, cycle_stays), (delays, refused, rdata), gives_up, reset_after)| Access {
                word, write, pause, cycle_stays, delays, refused, rdata, gives_up, reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Access, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        for _ in 0..step.pause {
            dut.set_all(pins! { wb_cyc_i: step.cycle_stays, wb_stb_i: false });
            let quiet = axi(dut, &AxiLitePins::default());
            if quiet.awvalid || quiet.wvalid || quiet.arvalid || dut.bit("wb_ack_o") || dut.bit("wb_err_o") {
                return dut.fail("something happens without a request");
            }
            dut.edge();
        }
        let mut checker = AxiLiteChecker::default();
        checker.reset();
        let (data, select) = step.write.unwrap_or((!0, 0xF));
        let [aw, w, ar, answer] = step.delays.map(u64::from);
        let start = dut.cycle();
        let (mut taken_aw, mut taken_w, mut taken_ar, mut answered) = (false, false, false, None);
        let mut complete: Option<u64> = None;
        let limit = MOST_CYCLES + aw.max(w).max(ar) + answer + 1;
        loop {
            let now = dut.cycle() - start;
            if step.reset_after.is_some_and(|after| u64::from(after) == now) {
                dut.set_all(pins! { wb_cyc_i: false, wb_stb_i: false });
                axi(dut, &AxiLitePins::default());
                dut.reset();
                return Ok(());
            }
            let gone = step.gives_up.is_some_and(|after| u64::from(after) < now);
            dut.set_all(pins! {
                wb_cyc_i: !gone || step.cycle_stays, wb_stb_i: !gone, wb_we_i: step.write.is_some(), wb_adr_i: step.word,
                wb_sel_i: select, wb_dat_i: data,
            });
            let due = answered.is_none() && complete.is_some_and(|at| at + answer < now);
            let response = if step.refused { SLVERR } else { OKAY };
            let seen = axi(dut, &AxiLitePins {
                awready: now > aw,
                wready: now > w,
                arready: now > ar,
                bvalid: due && step.write.is_some(),
                bresp: response,
                rvalid: due && step.write.is_none(),
                rdata: step.rdata,
                rresp: response,
                ..AxiLitePins::default()
            });
            checker.cycle(&seen).or_else(|broken| dut.fail(broken))?;
            if seen.awvalid && seen.awready {
                taken_aw = true;
                if step.write.is_none() || seen.awaddr != 4 * step.word {
                    return dut.fail("a wrong write address");
                }
            }
            if seen.wvalid && seen.wready {
                taken_w = true;
                if step.write != Some((seen.wdata, seen.wstrb)) {
                    return dut.fail("wrong write data");
                }
            }
            if seen.arvalid && seen.arready {
                taken_ar = true;
                if step.write.is_some() || seen.araddr != 4 * step.word {
                    return dut.fail("a wrong read address");
                }
            }
            if complete.is_none() && (taken_aw && taken_w || taken_ar) {
                complete = Some(now);
            }
            let (ack, err) = (dut.bit("wb_ack_o"), dut.bit("wb_err_o"));
            dut.expect("wb_stall_o", (!gone || step.cycle_stays) && !ack && !err)?;
            if ack || err {
                if answered.is_none() || (ack, err) != (!step.refused, step.refused) {
                    return dut.fail(format!("ACK is {ack}, ERR is {err}"));
                }
                if step.write.is_none() {
                    dut.expect("wb_dat_o", step.rdata)?;
                }
                if step.gives_up.is_some_and(|after| u64::from(after) + 1 < now) {
                    return dut.fail("an answer to a master that has gone");
                }
                dut.edge();
                break;
            }
            if seen.bvalid && seen.bready || seen.rvalid && seen.rready {
                answered = Some(now);
            }
            if now > limit {
                // One that left before it began has nothing to wait for.
                let never_began = step.gives_up.is_some() && complete.is_none() && !seen.awvalid && !seen.arvalid;
                let left = gone && (answered.is_some() || never_began);
                if left {
                    dut.edge();
                    break;
                }
                return dut.fail("the access is not answered");
            }
            dut.edge();
        }
        if !checker.settled() {
            return dut.fail("an access on AXI is left over");
        }
        dut.set_all(pins! { wb_stb_i: false });
        Ok(())
    }
}

in_every_configuration!(WishboneBridge);
