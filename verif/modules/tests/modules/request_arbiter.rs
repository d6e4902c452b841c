//! The request arbiter: every request is carried out or refused once, and answered to the one who asked, in order.

use crate::prelude::*;
use memento_abi::Status;
use std::collections::VecDeque;

/// Requests that may be unanswered.
const MOST_UNANSWERED: usize = 8;
/// The askers' names in the ports: CFU, doorbell, command.
const ASKERS: [&str; 3] = ["cfu", "doorbell", "flush"];

#[derive(Clone, Debug)]
pub struct RequestArbiter {
    address_mask: u64,
    /// Each asker's request: operation and operand.
    asked: [Option<(u64, u64)>; 3],
    /// What the allocator was offered and did not take.
    offered: Option<usize>,
    /// Requests accepted and not answered.
    unanswered: VecDeque<Tag>,
    /// The allocator's response that shows.
    response: Option<(u64, u64)>,
    hold: bool,
    hold_before: bool,
    /// The allocator's response shows and was not taken.
    kept: bool,
    /// The doorbell waited in the cycle before.
    doorbell_waited: bool,
    /// A reset has begun and not ended.
    resetting: bool,
    /// Requests of one asker that were taken while the other waited, in a row.
    overtaken: [u32; 2],
}

#[derive(Clone, Copy, Debug)]
struct Tag {
    asker: usize,
    /// The answer that is made up for it, if one is.
    made_up: Option<Status>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub engine_reset: bool,
    pub resets_on: bool,
    pub enable: bool,
    pub toggle_hold: bool,
    /// New requests of CFU and doorbell; the operand comes with each.
    pub ask: [Option<(u64, u64)>; 2],
    pub flush: bool,
    pub accept: bool,
    /// Status and address of the allocator's next response.
    pub response: Option<(u64, u64)>,
    pub take: bool,
}

impl Reference for RequestArbiter {
    type Step = Cycle;
    const MODULE: &'static str = "memento_request_arbiter";
    const STEPS: usize = 400;

    fn new(module: &Module) -> RequestArbiter {
        RequestArbiter {
            address_mask: module.mask("req_operand_o"),
            asked: [None; 3],
            offered: None,
            unanswered: VecDeque::new(),
            response: None,
            hold: false,
            hold_before: false,
            kept: false,
            doorbell_waited: false,
            resetting: false,
            overtaken: [0; 2],
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let mask = self.address_mask;
        let ask = move || prop::option::weighted(0.7, (0..3u64, any::<u64>().prop_map(move |operand| operand & mask)));
        let often = || prop_oneof![Just(0.3), Just(0.95)].prop_flat_map(prop::bool::weighted);
        let response = prop::option::weighted(0.6, (0..8u64, any::<u64>().prop_map(move |address| address & mask)));
        let rare = prop::bool::weighted;
        ((rare(0.005), rare(0.02), any::<bool>(), rare(0.9), rare(0.05)), [ask(), ask()], any::<bool>(), often(), response, often())
            .prop_map(|((reset, engine_reset, resets_on, enable, toggle_hold), ask, flush, accept, response, take)| Cycle {
                reset, engine_reset, resets_on, enable, toggle_hold, ask, flush, accept, response, take,
            })
            .boxed()
    }

    fn follow(&mut self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if step.reset {
            dut.set_all(pins! { cfu_req_valid_i: false, doorbell_req_valid_i: false, flush_req_valid_i: false, rsp_valid_i: false });
            dut.reset();
            let mask = self.address_mask;
            *self = RequestArbiter { address_mask: mask, ..RequestArbiter::new(&dut.module()) };
            return Ok(());
        }
        // A command ends its hold when its flush is answered.
        let flushing = self.asked[2].is_some() || self.unanswered.iter().any(|tag| tag.asker == 2);
        self.hold ^= step.toggle_hold && !flushing;
        for asker in 0..2 {
            self.asked[asker] = self.asked[asker].or(step.ask[asker]);
        }
        if self.hold && step.flush {
            self.asked[2] = self.asked[2].or(Some((3, 0)));
        }
        // A reset lasts until it may take hold, and then as long as memory pleases.
        let engine_reset = step.engine_reset || self.resetting;
        let loses = engine_reset && !self.kept;
        // The allocator answers what it has taken, never in the same cycle.
        if self.response.is_none() && self.unanswered.iter().any(|tag| tag.made_up.is_none()) {
            self.response = step.response;
        }
        let (status, address) = self.response.unwrap_or((3, self.address_mask));
        let request = |asker: usize| self.asked[asker].unwrap_or((2, self.address_mask));
        dut.set_all(pins! {
            rst_ni: true, enable_i: step.enable, engine_reset_i: engine_reset, hold_i: self.hold,
            cfu_req_valid_i: self.asked[0].is_some(), cfu_req_operation_i: request(0).0, cfu_req_operand_i: request(0).1,
            doorbell_req_valid_i: self.asked[1].is_some(), doorbell_req_operation_i: request(1).0, doorbell_req_operand_i: request(1).1,
            flush_req_valid_i: self.asked[2].is_some(), cfu_rsp_ready_i: step.take, req_ready_i: step.accept,
            rsp_valid_i: self.response.is_some(), rsp_status_i: status, rsp_address_i: address,
        });
        // A hold is felt from the next cycle on.
        let commands_turn = self.offered.map_or(self.hold_before, |offered| offered == 2);
        dut.expect("quiet_o", commands_turn)?;
        dut.expect("reset_ready_o", !self.kept)?;

        // Which requests are taken.
        let room = self.unanswered.len() < MOST_UNANSWERED;
        let offers = dut.bit("req_valid_o");
        let mut taken = vec![];
        for (asker, name) in ASKERS.iter().enumerate() {
            if self.asked[asker].is_some() && dut.bit(&format!("{name}_req_ready_o")) {
                taken.push(asker);
            }
        }
        let candidate = |asker: usize| {
            self.asked[asker].is_some() && self.offered.map_or(commands_turn == (asker == 2), |offered| offered == asker)
        };
        let refuses = |asker: usize| engine_reset || !step.enable && asker != 2 && self.offered.is_none();
        let shown = offers.then(|| (dut.number("req_operation_o"), dut.number("req_operand_o")));
        let same = |asker: usize| {
            let (operation, operand) = request(asker);
            shown.is_some_and(|shown| shown.0 == operation && (asker == 2 || shown.1 == operand))
        };
        if let Some(offered) = self.offered.filter(|_| !engine_reset) {
            if !same(offered) {
                return dut.fail("what was offered to the allocator has changed");
            }
        }
        if offers && (engine_reset || !(0..3).any(|asker| candidate(asker) && !refuses(asker) && same(asker))) {
            return dut.fail("the allocator is offered what nobody asks for");
        }
        // A doorbell has its turn in the cycle after it came.
        let only_doorbell = candidate(1) && !candidate(0);
        match taken[..] {
            [] => {
                let refused = (0..3).any(|asker| candidate(asker) && refuses(asker));
                let carried_out = (0..3).any(|asker| candidate(asker) && !refuses(asker));
                let in_turn = !only_doorbell || self.doorbell_waited || self.offered.is_some();
                if room && in_turn && (refused || carried_out && (step.accept || !offers)) {
                    return dut.fail("a request waits without need");
                }
            }
            [asker] => {
                if !room || !candidate(asker) {
                    return dut.fail(format!("{} is taken out of turn", ASKERS[asker]));
                }
                if refuses(asker) == offers || offers && !(step.accept && same(asker)) {
                    return dut.fail(format!("{} is taken, and the allocator is not the one who takes it", ASKERS[asker]));
                }
            }
            _ => return dut.fail("two requests are taken at once"),
        }

        // Who is answered, and what.
        let head = self.unanswered.front().copied();
        let answer = head.and_then(|tag| tag.made_up.map(|status| (status as u64, 0)).or(self.response.filter(|_| !loses)));
        for (asker, name) in ASKERS.iter().enumerate() {
            let answered = answer.is_some() && head.is_some_and(|tag| tag.asker == asker);
            dut.expect(&format!("{name}_rsp_valid_o"), answered)?;
        }
        let pops = answer.is_some() && head.is_some_and(|tag| tag.asker != 0 || step.take);
        if let Some((status, address)) = answer {
            dut.expect("answer_status_o", status)?;
            dut.expect("answer_address_o", address)?;
        }
        let by_allocator = head.is_some_and(|tag| tag.made_up.is_none());
        if self.response.is_some() {
            dut.expect("rsp_ready_o", by_allocator && pops)?;
        }
        self.kept = by_allocator && answer.is_some() && !pops;
        self.resetting = engine_reset && (!loses || step.resets_on);

        // What follows.
        if pops {
            self.unanswered.pop_front();
            if by_allocator {
                self.response = None;
            }
        }
        let offering = (0..3).find(|asker| offers && candidate(*asker) && same(*asker));
        self.offered = offering.filter(|_| !step.accept);
        if loses {
            self.response = None;
            for tag in self.unanswered.iter_mut().filter(|tag| tag.made_up.is_none()) {
                tag.made_up = Some(Status::BusError);
            }
        }
        if let [asker] = taken[..] {
            let (operation, _) = request(asker);
            let refused = if operation == 0 { Status::OutOfMemory } else { Status::NotOurs };
            self.unanswered.push_back(Tag { asker, made_up: (!offers).then_some(refused) });
            if asker < 2 {
                self.overtaken[asker] = 0;
                let other = 1 - asker;
                self.overtaken[other] += u32::from(self.asked[other].is_some());
                if self.overtaken[other] > 2 {
                    return dut.fail(format!("{} is overtaken again and again", ASKERS[other]));
                }
            }
            self.asked[asker] = None;
        }
        self.doorbell_waited = self.asked[1].is_some();
        self.hold_before = self.hold;
        dut.edge();
        Ok(())
    }
}

in_every_configuration!(RequestArbiter);
